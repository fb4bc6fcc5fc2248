#!/usr/bin/env bash
# A real Postfix with Dovecot's SASL on loopback, from configuration and folders of its own.
#   postfix.sh start FOLDER PORT CERT KEY USER PASSWORD     postfix.sh stop FOLDER
# It takes mail for firm.example: office has a mailbox, later is put off (450), everybody else is unknown (550).
set -euo pipefail
act=$1 D=$2
if [ "$act" = stop ]; then
    postfix -c "$D/etc" stop >>"$D/start.log" 2>&1 || true
    dovecot -c "$D/dovecot.conf" stop >>"$D/start.log" 2>&1 || true
    exit 0
fi
PORT=$3 CERT=$4 KEY=$5 USER=$6 PASSWORD=$7
mkdir -p "$D"/{etc,queue,data,mail,dovecot}
# Postfix wants to reach its folders as its own user.
chmod 755 "$D"
chown postfix "$D/data"
chown postfix:postfix "$D/mail"
cat >"$D/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $D/queue
data_directory = $D/data
daemon_directory = $(postconf -dh daemon_directory)
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $D/postfix.log
maillog_file_prefixes = $D
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = firm.example
virtual_mailbox_base = $D/mail
virtual_mailbox_maps = inline:{ office@firm.example=office/ later@firm.example=later/ }
virtual_uid_maps = static:$(id -u postfix)
virtual_gid_maps = static:$(id -g postfix)
virtual_minimum_uid = 1
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = $CERT
smtpd_tls_key_file = $KEY
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $D/dovecot/sasl
smtpd_sasl_security_options = noanonymous
smtpd_delay_reject = yes
smtpd_recipient_restrictions = check_recipient_access inline:{ {later@firm.example = 450 4.7.1 try again later} }, permit_sasl_authenticated, reject
smtpd_reject_unlisted_recipient = yes
END
cat >"$D/etc/master.cf" <<END
127.0.0.1:$PORT inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
END
printf '%s:{PLAIN}%s\n' "$USER" "$PASSWORD" >"$D/dovecot.users"
chmod 644 "$D/dovecot.users"
cat >"$D/dovecot.conf" <<END
base_dir = $D/dovecot
log_path = $D/dovecot.log
protocols =
ssl = no
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = $D/dovecot.users
}
userdb {
  driver = static
  args = uid=postfix gid=postfix home=$D/mail
}
service auth {
  unix_listener sasl {
    mode = 0660
    user = postfix
    group = postfix
  }
}
END
dovecot -c "$D/dovecot.conf" >"$D/start.log" 2>&1
postfix -c "$D/etc" start >>"$D/start.log" 2>&1
