#!/usr/bin/env bash
# The package on a real system: built, looked at, and then installed, operated, killed, restored and upgraded in a Debian
# that systemd-nspawn boots. Inside, tests/drill/inside.sh runs the commands of packaging/OPERATING.md word for word.
set -uo pipefail
ROOT=${ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
TARGET=${TARGET:-$ROOT/target}
TOOLS=${TOOLS:-$TARGET/tools}
SCRATCH=${SCRATCH:-$TARGET/tmp}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
say() { if "${@:2}"; then echo "ok $1"; else echo "not ok $1"; failed=1; fi; }
cd "$ROOT" || exit 1

# The unit, before anything runs it.
exposure() {
    systemd-analyze security --offline=true --threshold=20 packaging/systemd/goodstanding.service >"$work/security" 2>&1 ||
        { tail -n 3 "$work/security"; return 1; }
    echo "# $(tail -n 1 "$work/security")"
}
unit_is_right() {
    # Where the program is not installed, that it is missing is the one thing that may be said.
    systemd-analyze verify --man=no "$ROOT/packaging/systemd/goodstanding.service" >"$work/verify" 2>&1
    ! grep -v -e 'is not executable: No such file' -e '^$' "$work/verify"
}
say "systemd finds nothing wrong with the unit" unit_is_right
say "the unit is exposed to 2.0 of 10 at most" exposure

# The package, from the binary that the other stages use; and a second revision of it, to upgrade to.
# Packed quickly: it is installed once.
quick=(--fast --compress-system --compress-type gzip)
build() {
    packaging/deb.sh release "${quick[@]}" >"$work/deb.log" 2>&1 || { tail -n 20 "$work/deb.log"; return 1; }
    cp "$TARGET"/package/*.deb "$work/"
    first=$(ls "$work"/*.deb)
    PATH=$TOOLS/cargo/bin:$PATH cargo deb --locked --no-build --profile release --deb-revision 2 "${quick[@]}" --output "$work/next/" >>"$work/deb.log" 2>&1
}
say "the package is built" build
[ -n "${first:-}" ] || exit 1
contents() {
    local list file missing=0
    list=$(dpkg-deb --contents "$first")
    for file in usr/bin/goodstanding etc/goodstanding/goodstanding.toml usr/lib/systemd/system/goodstanding.service \
        usr/lib/sysusers.d/goodstanding.conf usr/lib/tmpfiles.d/goodstanding.conf usr/share/doc/goodstanding/OPERATING.md \
        usr/share/man/man1/goodstanding.1.gz usr/share/man/man1/goodstanding-restore.1.gz \
        usr/share/bash-completion/completions/goodstanding; do
        grep -q " ./$file\$" <<<"$list" || { echo "# $file is missing"; missing=1; }
    done
    return "$missing"
}
say "everything that it should bring is in it" contents
conffile() { [ "$(dpkg-deb --info "$first" conffiles)" = /etc/goodstanding/goodstanding.toml ]; }
say "its configuration is kept on upgrades" conffile
# Lintian takes its time: it looks while the system runs.
lintian --fail-on error "$first" >"$work/lintian" 2>&1 &
lintian=$!
lint() { local status=0; wait "$lintian" || status=1; sed 's/^/# /' "$work/lintian"; return "$status"; }

# The system.
unpack() {
    mkdir "$work/root" && tar -xf "$TOOLS/nspawn-root.tar" -C "$work/root" --exclude='./dev/*'
    mkdir -p "$work/root/drill" "$work/root/media/stick"
    cp tests/drill/inside.sh packaging/OPERATING.md assets/sample/firms.csv assets/sample/lawyers.csv "$work/root/drill/"
    cp "$first" "$work/root/drill/"
    cp -r "$work/next" "$work/root/drill/next"
    ln -sf /etc/systemd/system/drill.service "$work/root/etc/systemd/system/multi-user.target.wants/drill.service"
    cat >"$work/root/etc/systemd/system/drill.service" <<'UNIT'
[Unit]
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=exec
ExecStart=/bin/bash /drill/inside.sh
StandardOutput=file:/drill/log
StandardError=inherit
Environment=LANG=C.UTF-8 LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
TimeoutStartSec=200
RuntimeMaxSec=200
UNIT
}
say "a Debian is laid out" unpack
timeout --kill-after=5 240 systemd-nspawn --quiet --directory="$work/root" --register=no --keep-unit --boot --private-network \
    --link-journal=no --machine="drill-$$" </dev/null >"$work/boot.log" 2>&1
mkdir -p "$SCRATCH/drill"
cp "$work/boot.log" "$SCRATCH/drill/" 2>/dev/null
cp "$work/root/drill/log" "$work/root/drill/metrics" "$work/root/drill/trace" "$SCRATCH/drill/" 2>/dev/null
if [ -s "$work/root/drill/log" ]; then
    grep -E '^(ok|not ok|#)' "$work/root/drill/log"
    grep -q '^not ok' "$work/root/drill/log" && failed=1
    if ! grep -qx '# the drill is over' "$work/root/drill/log"; then
        echo "not ok the drill came to its end"
        tail -n 30 "$work/root/drill/log" | sed 's/^/# /'
        failed=1
    fi
else
    echo "not ok the system booted"
    tail -n 20 "$work/boot.log"
    exit 1
fi
say "lintian finds no error" lint
openmetrics() {
    /usr/bin/python3 - "$work/root/drill/metrics" <<'PY'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = {f.name: f for f in text_string_to_metric_families(open(sys.argv[1], encoding="utf-8").read())}
wanted = ["requests", "request_duration_seconds", "jobs", "letters", "applications", "log_leaves", "store_bytes",
          "disk_free_bytes", "tls_seconds_left", "backup_age_seconds", "document_certificate_seconds_left", "ready"]
missing = [name for name in wanted if not families.get("goodstanding_" + name) or not families["goodstanding_" + name].samples]
print("# missing:", missing) if missing else None
sys.exit(bool(missing))
PY
}
say "Prometheus's own parser reads the metrics, and all are there" openmetrics
exit "$failed"
