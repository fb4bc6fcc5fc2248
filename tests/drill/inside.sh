#!/usr/bin/env bash
# Runs inside the booted system. Each block of OPERATING.md that is marked `drill` is run as it stands, with `bash -e`, under
# its heading; between them this script does what a careless world does, and checks.
set -uo pipefail
cd /drill || exit 1
say() { if "${@:2}"; then echo "ok $1"; else echo "not ok $1"; fi; }
awk '/^## /{h=substr($0,4)} /^```sh drill$/{n++; f=sprintf("block.%02d",n); printf "" >f; print h >"headings"; on=1; next} /^```$/{on=0} on{print >f}' OPERATING.md
total=$(wc -l <headings)
done_blocks=0

# follow HEADING: runs the next blocks, which must stand under this heading, all of them.
follow() {
    local block ran=0
    while [ "$done_blocks" -lt "$total" ] && [ "$(sed -n "$((done_blocks + 1))p" headings)" = "$1" ]; do
        done_blocks=$((done_blocks + 1))
        block=$(printf 'block.%02d' "$done_blocks")
        sed 's/^/# $ /' "$block"
        if bash -e "$block" >out 2>&1 </dev/null; then
            echo "ok $1: block $done_blocks of OPERATING.md"
        else
            echo "not ok $1: block $done_blocks of OPERATING.md"
            sed 's/^/#   /' out
        fi
        sed 's/^/#   /' out >>trace.commands
        cat out >>out.all
        ran=1
    done
    [ "$ran" = 1 ] || echo "not ok $1: OPERATING.md has no such block here"
}
until_true() { # until_true SECONDS COMMAND…
    local end=$((SECONDS + $1))
    until "${@:2}" >/dev/null 2>&1; do [ "$SECONDS" -lt "$end" ] || return 1; sleep 0.2; done
}
pid() { systemctl show --property=MainPID --value goodstanding; }
serial() { openssl s_client -connect 127.0.0.1:8443 </dev/null 2>/dev/null | openssl x509 -noout -serial; }
certificate() { # certificate NAME: a new key and certificate under that common name
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=cert.example.org" \
        -keyout "$1.key" -out "$1.pem" 2>/dev/null
}
lay() { # lay KEY CERTIFICATE
    install -m 0640 -g goodstanding "$1" /etc/goodstanding/privkey.pem
    install -m 0640 -g goodstanding "$2" /etc/goodstanding/fullchain.pem
}

echo "127.0.0.1 cert.example.org smtp.example.org" >>/etc/hosts
printf 'a passphrase for the stick\n' >/media/stick/passphrase

follow Install
say "the service is neither enabled nor running" eval '! systemctl is-enabled goodstanding && ! systemctl is-active goodstanding'
say "it does not start before there is an association" eval 'systemctl start goodstanding; ! systemctl is-active goodstanding'
say "the folders belong to the service's user alone" eval '[ "$(stat -c %U:%a /var/lib/goodstanding /var/backups/goodstanding | sort -u)" = goodstanding:700 ]'
say "every command has a manual page" eval 'for c in $(goodstanding --help | awk "/^Commands:/{on=1;next} /^Options:/{on=0} on&&NF{print \$1}" | grep -vx help); do [ -e /usr/share/man/man1/goodstanding-$c.1.gz ] || { echo "# $c"; exit 1; }; done'
say "and is completed" eval 'for c in backup restore doctor key serve; do grep -q "$c" /usr/share/bash-completion/completions/goodstanding || exit 1; done'

certificate first && certificate second
lay first.key first.pem
sed -i -e 's/^# metrics = /metrics = /' -e '/^password_file/d' -e 's/^user = .*//' /etc/goodstanding/goodstanding.toml
follow Configure
follow "Found the association"
say "the keys on the machine and the root key are encrypted" eval '! grep -l "BEGIN PRIVATE KEY" /var/lib/goodstanding/keys/* /media/stick/root-key.pem && grep -q "ENCRYPTED" /media/stick/root-key.pem'
say "all of the data belongs to the service's user" eval '[ -z "$(find /var/lib/goodstanding ! -user goodstanding)" ]'
# The mail server of the example does not exist: doctor must call that bad, and only that.
bad_only() { goodstanding doctor --json | grep -o '"about":"[a-z-]*","health":"bad"' | sort >bad; [ "$(cat bad)" = "$(printf '%s' "$1")" ] || { sed 's/^/# /' bad; return 1; }; }
letters_to_a_folder() { sed -i -e 's/^smtp = .*/folder = "\/var\/lib\/goodstanding\/mail"/' -e 's/^security = .*//' /etc/goodstanding/goodstanding.toml; }
systemctl start goodstanding
say "doctor finds the mail server that is not there, and nothing else" until_true 20 bad_only '"about":"mail","health":"bad"'
say "doctor's exit status says so" eval '! goodstanding doctor >/dev/null 2>&1'
systemctl stop goodstanding
letters_to_a_folder
follow Start
say "systemd was told that it is ready" eval '[ "$(systemctl show --property=StatusText,SubState --value goodstanding | grep -c running)" = 1 ]'
say "a second server is refused" eval 'grep -q "in use" <<<"$(goodstanding serve 2>&1)"'
say "the passphrase reached the service by a credential only" eval '! grep -q "$(cat /etc/credstore/goodstanding.passphrase)" /proc/$(pid)/environ'

before=$(pid)
kill -9 "$before"
say "killed, it is back within seconds, and answers" until_true 20 goodstanding health
say "as another process" eval '[ "$(pid)" != "$before" ]'
follow "Load the register"
say "the register is there" eval 'grep -q "68 new" out.all'

old=$(serial)
lay second.key second.pem
follow "Renew TLS"
say "the new certificate is served, by the same process" eval 'until_true 15 eval "[ \"\$(serial)\" != \"$old\" ]"'
new=$(serial)
lay first.key second.pem
systemctl reload goodstanding
say "a key of another certificate is said by doctor" until_true 15 eval 'grep -q "newer files cannot be used" <<<"$(goodstanding doctor)"'
say "and the good one stays in force" eval '[ "$(serial)" = "$new" ]'
lay second.key second.pem
say "right files are taken by themselves" until_true 20 eval '! grep -q "newer files cannot be used" <<<"$(goodstanding doctor)"'

say "the server made a copy by the clock" until_true 20 eval 'ls /var/backups/goodstanding/goodstanding-*.redb'
ask() { curl -sk -H 'Host: cert.example.org' "https://127.0.0.1:8443$1"; }
say "alive" eval '[ "$(ask /healthz)" = ok ]'
say "ready" eval '[ "$(ask /readyz)" = ready ]'
curl -s http://127.0.0.1:9100/metrics >metrics
follow "Back up"
say "a copy lies on the stick" eval '[ "$(ls /media/stick/copies | wc -l)" = 1 ]'
accounts=$(goodstanding account list)

follow Restore
say "the restored association has the same accounts" eval '[ "$(goodstanding account list)" = "$accounts" ]'
say "the whole store fits its log" eval 'goodstanding verify-log | grep -q "everything fits"'
say "restoring again is refused, and nothing is touched" eval '! goodstanding restore /media/stick/copies >/dev/null 2>&1 && goodstanding health >/dev/null'

before=$(pid)
rm -f goodstanding_*.deb
cp next/*.deb .
follow Upgrade
say "the upgrade restarted the service" eval '[ "$(pid)" != "$before" ] && dpkg-query --show goodstanding | grep -q -- -2'
say "the configuration was kept" eval 'grep -q "^metrics" /etc/goodstanding/goodstanding.toml'

journalctl -u goodstanding --no-pager -o cat >trace
say "the trace names nobody" eval '! grep -e "security@example.org" -e "示例岭南" trace'
before=$(date +%s)
systemctl stop goodstanding
say "it stops in good order" eval '[ "$(systemctl show --property=Result --value goodstanding)" = success ] && [ $(($(date +%s) - before)) -lt 30 ]'
systemctl start goodstanding
follow Remove
say "data and copies stay" eval '[ -s /var/lib/goodstanding/store.redb ] && ls /var/backups/goodstanding/*.redb >/dev/null && ! systemctl is-active goodstanding'
apt-get purge --yes goodstanding >purge 2>&1
say "also when it is purged" eval '[ -s /var/lib/goodstanding/store.redb ] && grep -q "left in place" purge'
say "every block of OPERATING.md was run" eval '[ "$done_blocks" = "$total" ]'
echo "# the drill is over"
