//! The effective settings, as the operator sees them. Of secrets only the place is known here.

use std::fmt::Write as _;

use crate::config::{Config, Mail, Security, Witness};

impl Config {
    /// As a configuration file would say it, defaults included.
    pub fn show(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(text, "{name} = {value}");
        };
        let quoted = |value: &dyn std::fmt::Display| format!("{:?}", value.to_string());
        line("listen", quoted(&self.listen));
        line("data_dir", quoted(&self.data_dir.display()));
        line("base_url", quoted(&self.base_url));
        if let Some(proxy) = self.trusted_proxy {
            line("trusted_proxy", quoted(&proxy));
        }
        line("log", quoted(&self.log));
        line("log_json", self.log_json.to_string());
        if let Some(path) = &self.passphrase_file {
            line("passphrase_file", quoted(&path.display()));
        }
        line("disk_reserve_mb", (self.disk_reserve >> 20).to_string());
        if let Some(address) = self.metrics {
            line("metrics", quoted(&address));
        }
        if let Some(backup) = &self.backup {
            line("backup.dir", quoted(&backup.dir.display()));
            line("backup.every_hours", backup.every.to_string());
            line("backup.keep", backup.keep.to_string());
        }
        if let Some(lifeboat) = &self.lifeboat {
            line("lifeboat.dir", quoted(&lifeboat.dir.display()));
            line("lifeboat.hour", lifeboat.hour.to_string());
            line("lifeboat.keep", lifeboat.keep.to_string());
        }
        if let Some(log) = &self.witnesses {
            let one = |one: &Witness| {
                let (name, key) = (quoted(&one.name), quoted(&one.key.key()));
                format!("{{ name = {name}, key = {key}, url = {} }}", quoted(&one.place.url()))
            };
            line("public_log.witnesses", format!("[{}]", log.witnesses.iter().map(one).collect::<Vec<_>>().join(", ")));
            line("public_log.quorum", log.quorum.to_string());
            if let Some(path) = &log.ca {
                line("public_log.ca", quoted(&path.display()));
            }
        }
        for (name, font) in [("fonts.title", &self.fonts.title), ("fonts.body", &self.fonts.body)] {
            if let Some(path) = font {
                line(name, quoted(&path.display()));
            }
        }
        if let Some(tls) = &self.tls {
            line("tls.cert", quoted(&tls.cert.display()));
            line("tls.key", quoted(&tls.key.display()));
        }
        match &self.mail {
            Mail::Folder(folder) => line("mail.folder", quoted(&folder.display())),
            Mail::Smtp { host, port, security, user, password_file, ca } => {
                line("mail.smtp", quoted(host));
                line("mail.port", port.to_string());
                let word = match security {
                    Security::Tls => "tls",
                    Security::StartTls => "starttls",
                    Security::None => "none",
                };
                line("mail.security", quoted(&word));
                if let Some(user) = user {
                    line("mail.user", quoted(user));
                }
                if let Some(path) = password_file {
                    line("mail.password_file", quoted(&path.display()));
                }
                if let Some(path) = ca {
                    line("mail.ca", quoted(&path.display()));
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::read::parse;

    #[test]
    fn what_is_shown_can_be_read_again_and_says_the_same() {
        let text = "data_dir = \"data\"\nbase_url = \"https://x.example\"\ntrusted_proxy = \"10.0.0.1\"\n\
                    metrics = \"127.0.0.1:9100\"\n[backup]\ndir = \"copies\"\nkeep = 3\n[lifeboat]\ndir = \"boat\"\n[fonts]\nbody = \"fang.ttf\"\n[mail]\nsmtp = \"h\"\nuser = \"u\"\npassword_file = \"secret\"\nca = \"ca.pem\"\n";
        let shown = parse(Path::new("/etc/g.toml"), text).unwrap().show();
        assert_eq!(parse(Path::new("/etc/g.toml"), &shown).unwrap().show(), shown);
        assert!(shown.contains("mail.password_file = \"/etc/secret\""));
    }
}
