//! From TOML to `Config`.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::config::{
    Association, Backup, Config, ConfigError, Fonts, Lifeboat, MAIL_PASSWORD, Mail, Security, TlsFiles, Witness,
    Witnesses, credential,
};
use crate::crypto::cosignature;
use crate::witness::Place;

const TOP: &[&str] = &[
    "listen",
    "data_dir",
    "base_url",
    "tls",
    "trusted_proxy",
    "mail",
    "log",
    "log_json",
    "passphrase_file",
    "metrics",
    "disk_reserve_mb",
    "backup",
    "lifeboat",
    "public_log",
    "fonts",
    "association",
];
const TLS: [&str; 2] = ["cert", "key"];
const ASSOCIATION: [&str; 7] = ["name", "short", "latin", "uscc", "prefix", "admin", "mail_from"];
const LIFEBOAT: [&str; 3] = ["dir", "hour", "keep"];
const PUBLIC_LOG: [&str; 3] = ["witnesses", "quorum", "ca"];
const WITNESS: [&str; 3] = ["name", "key", "url"];
const FONTS: [&str; 2] = ["title", "body"];
const BACKUP: [&str; 3] = ["dir", "every_hours", "keep"];
const MAIL: [&str; 7] = ["folder", "smtp", "port", "security", "user", "password_file", "ca"];

/// Reads and checks a configuration file.
pub fn read(path: &Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|why| ConfigError::Unreadable { path: path.to_owned(), why })?;
    parse(path, &text).map_err(|why| ConfigError::Wrong { path: path.to_owned(), why })
}

/// Checks the text of a file that lies, or will lie, at `path`.
pub fn parse(path: &Path, text: &str) -> Result<Config, String> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string().trim_end().to_owned())?;
    let top = Section { name: "", table: &table, folder: path.parent().unwrap_or(Path::new(".")) };
    top.knows(TOP)?;
    let base_url = top.text("base_url")?.ok_or_else(|| missing("base_url", "\"https://cert.example.org\""))?;
    let base_url = base_url.trim_end_matches('/').to_owned();
    let listen = top.text("listen")?.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let config = Config {
        file: path.to_owned(),
        listen: address(&listen)?,
        data_dir: top.path("data_dir")?.ok_or_else(|| missing("data_dir", "\"/var/lib/goodstanding\""))?,
        tls: top.section("tls")?.map(|section| tls(&section)).transpose()?,
        trusted_proxy: top.text("trusted_proxy")?.map(|text| proxy(&text)).transpose()?,
        mail: match top.section("mail")? {
            Some(section) => mail(&section)?,
            None => return Err(missing_mail()),
        },
        log: top.text("log")?.unwrap_or_else(|| "info".to_owned()),
        log_json: top.truth("log_json")?.unwrap_or(false),
        passphrase_file: top.path("passphrase_file")?,
        metrics: top.text("metrics")?.map(|text| local("metrics", &text)).transpose()?,
        disk_reserve: top.number("disk_reserve_mb", 16, 1 << 20)?.unwrap_or(512) << 20,
        backup: top.section("backup")?.map(|section| backup(&section)).transpose()?,
        lifeboat: top.section("lifeboat")?.map(|section| lifeboat(&section)).transpose()?,
        witnesses: top.section("public_log")?.map(|section| witnesses(&section)).transpose()?,
        fonts: top.section("fonts")?.map(|section| fonts(&section)).transpose()?.unwrap_or_default(),
        association: top.section("association")?.map(|section| association(&section)).transpose()?.unwrap_or_default(),
        base_url,
    };
    check(&config)?;
    Ok(config)
}

fn check(config: &Config) -> Result<(), String> {
    let https = config.base_url.starts_with("https://");
    match (&config.tls, config.trusted_proxy) {
        (Some(_), Some(_)) => {
            Err("`tls` and `trusted_proxy` exclude each other: either this server speaks TLS, or the \
             proxy in front of it does"
                .to_owned())
        }
        (Some(_), None) if !https => Err("`base_url` must begin with https:// where `tls` is set".to_owned()),
        (None, None) if https => Err("`base_url` is https, but neither [tls] (certificate files) nor `trusted_proxy` \
             (the address of the proxy that speaks TLS) is set"
            .to_owned()),
        (None, None) if !config.listen.ip().is_loopback() => {
            Err("plain http is served on loopback only: set [tls] or \
             `trusted_proxy`, or `listen` on 127.0.0.1"
                .to_owned())
        }
        _ => Ok(()),
    }
}

fn missing(name: &str, example: &str) -> String {
    format!("`{name}` is missing; set it like this: {name} = {example}")
}

fn missing_mail() -> String {
    "[mail] is missing; set `folder = \"mail\"` in it to write letters as files, or `smtp = \"smtp.example.org\"`"
        .to_owned()
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("`listen` must be an address and a port, like \"127.0.0.1:8080\", not {text:?}"))
}

fn proxy(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| format!("`trusted_proxy` must be one address, like \"10.0.0.1\", not {text:?}"))
}

fn tls(section: &Section) -> Result<TlsFiles, String> {
    section.knows(&TLS)?;
    let file =
        |name: &str| section.path(name)?.ok_or_else(|| format!("[tls] lacks `{name}`, the path of a file in PEM form"));
    Ok(TlsFiles { cert: file("cert")?, key: file("key")? })
}

/// An address that only this machine reaches.
fn local(name: &str, text: &str) -> Result<SocketAddr, String> {
    match text.parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() => Ok(address),
        _ => Err(format!("`{name}` must be a loopback address and a port, like \"127.0.0.1:9100\", not {text:?}")),
    }
}

fn backup(section: &Section) -> Result<Backup, String> {
    section.knows(&BACKUP)?;
    let dir = section.path("dir")?.ok_or("[backup] lacks `dir`, the folder for copies of the store")?;
    Ok(Backup { dir, every: section.count("every_hours", 1, 24)?, keep: section.count("keep", 1, 14)? })
}

fn lifeboat(section: &Section) -> Result<Lifeboat, String> {
    section.knows(&LIFEBOAT)?;
    let dir = section.path("dir")?.ok_or("[lifeboat] lacks `dir`, the folder that is published")?;
    let hour = section.number("hour", 0, 23)?.and_then(|hour| u32::try_from(hour).ok()).unwrap_or(3);
    Ok(Lifeboat { dir, hour, keep: section.count("keep", 1, 2)? })
}

fn witnesses(section: &Section) -> Result<Witnesses, String> {
    section.knows(&PUBLIC_LOG)?;
    let mut all: Vec<Witness> = Vec::new();
    for table in section.tables("witnesses")? {
        let one = Section { name: "public_log.witnesses", table, folder: section.folder };
        one.knows(&WITNESS)?;
        let text = |name: &str| one.text(name)?.ok_or_else(|| format!("a witness of [public_log] lacks `{name}`"));
        let key = cosignature::Witness::parse(&text("key")?)
            .map_err(|fault| format!("`public_log.witnesses.key`: {fault}"))?;
        let place = Place::parse(&text("url")?).map_err(|why| format!("`public_log.witnesses.url`: {why}"))?;
        if all.iter().any(|known| known.key == key) {
            return Err(format!("the witness {} stands twice in [public_log]", key.name()));
        }
        all.push(Witness { name: text("name")?, key, place });
    }
    if all.is_empty() {
        return Err(
            "[public_log] lacks `witnesses`, like [{ name = \"…\", key = \"NAME+HASH+KEY\", url = \"https://…\" }]"
                .to_owned(),
        );
    }
    let quorum = section.count("quorum", 1, u32::try_from(all.len()).unwrap_or(1))?;
    if quorum as usize > all.len() {
        return Err(format!("`public_log.quorum` is {quorum}, and there are {} witnesses", all.len()));
    }
    Ok(Witnesses { witnesses: all, quorum, ca: section.path("ca")? })
}

fn fonts(section: &Section) -> Result<Fonts, String> {
    section.knows(&FONTS)?;
    Ok(Fonts { title: section.path("title")?, body: section.path("body")? })
}

fn association(section: &Section) -> Result<Association, String> {
    section.knows(&ASSOCIATION)?;
    Ok(Association {
        name: section.text("name")?,
        short: section.text("short")?,
        latin: section.text("latin")?,
        uscc: section.text("uscc")?,
        prefix: section.text("prefix")?,
        admin: section.text("admin")?,
        mail_from: section.text("mail_from")?,
    })
}

fn mail(section: &Section) -> Result<Mail, String> {
    section.knows(&MAIL)?;
    match (section.path("folder")?, section.text("smtp")?) {
        (Some(folder), None) => Ok(Mail::Folder(folder)),
        (None, Some(host)) => {
            let security = match section.text("security")?.as_deref() {
                None | Some("tls") => Security::Tls,
                Some("starttls") => Security::StartTls,
                Some("none") => Security::None,
                Some(other) => {
                    return Err(format!(
                        "`mail.security` must be \"tls\", \"starttls\" or \"none\", not {other:?}{}",
                        nearest(other, &["tls", "starttls", "none"])
                    ));
                }
            };
            let usual = match security {
                Security::Tls => 465,
                Security::StartTls => 587,
                Security::None => 25,
            };
            let (user, password_file) = (section.text("user")?, section.path("password_file")?);
            let password_file = password_file.or_else(|| user.as_ref().and_then(|_| credential(MAIL_PASSWORD)));
            if user.is_some() != password_file.is_some() {
                return Err(format!(
                    "`mail.user` and `mail.password_file` (or the credential {MAIL_PASSWORD}) go together"
                ));
            }
            let ca = section.path("ca")?;
            if security == Security::None && ca.is_some() {
                return Err(
                    "`mail.ca` has no use with security = \"none\": there is no certificate to check".to_owned()
                );
            }
            Ok(Mail::Smtp { host, port: section.port("port")?.unwrap_or(usual), security, user, password_file, ca })
        }
        (Some(_), Some(_)) => Err("[mail] has both `folder` and `smtp`; letters go one way only".to_owned()),
        (None, None) => Err(missing_mail()),
    }
}

/// A table of the file, and what it is called there.
struct Section<'a> {
    name: &'a str,
    table: &'a Table,
    folder: &'a Path,
}

impl Section<'_> {
    fn full(&self, name: &str) -> String {
        if self.name.is_empty() { name.to_owned() } else { format!("{}.{name}", self.name) }
    }

    fn knows(&self, known: &[&str]) -> Result<(), String> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(format!("there is no setting `{}`{}", self.full(key), nearest(key, known))),
        }
    }

    fn wrong(&self, name: &str, kind: &str) -> String {
        format!("`{}` must be {kind}", self.full(name))
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.table.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(name, "a text in quotes, and not empty")),
        }
    }

    fn path(&self, name: &str) -> Result<Option<PathBuf>, String> {
        Ok(self.text(name)?.map(|text| self.folder.join(text)))
    }

    fn truth(&self, name: &str) -> Result<Option<bool>, String> {
        match self.table.get(name) {
            None => Ok(None),
            Some(Value::Boolean(truth)) => Ok(Some(*truth)),
            Some(_) => Err(self.wrong(name, "true or false, without quotes")),
        }
    }

    fn number(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, String> {
        let kind = || format!("a whole number between {least} and {most}, without quotes");
        match self.table.get(name) {
            None => Ok(None),
            Some(Value::Integer(number)) => match u64::try_from(*number) {
                Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
                _ => Err(self.wrong(name, &kind())),
            },
            Some(_) => Err(self.wrong(name, &kind())),
        }
    }

    /// A count of at least `least`, or what is usual.
    fn count(&self, name: &str, least: u64, usual: u32) -> Result<u32, String> {
        Ok(self.number(name, least, 10_000)?.and_then(|count| u32::try_from(count).ok()).unwrap_or(usual))
    }

    fn port(&self, name: &str) -> Result<Option<u16>, String> {
        match self.table.get(name) {
            None => Ok(None),
            Some(Value::Integer(port)) => {
                u16::try_from(*port).map(Some).map_err(|_| self.wrong(name, "a port between 1 and 65535"))
            }
            Some(_) => Err(self.wrong(name, "a number without quotes")),
        }
    }

    /// An array of tables, as `[{ … }, { … }]` or `[[section.name]]` write it.
    fn tables(&self, name: &str) -> Result<Vec<&Table>, String> {
        let wrong = || self.wrong(name, "a list of tables: [{ … }, { … }]");
        let list = match self.table.get(name) {
            None => return Ok(Vec::new()),
            Some(value) => value.as_array().ok_or_else(wrong)?,
        };
        list.iter().map(|value| value.as_table().ok_or_else(wrong)).collect()
    }

    fn section<'a>(&'a self, name: &'a str) -> Result<Option<Section<'a>>, String> {
        match self.table.get(name) {
            None => Ok(None),
            Some(Value::Table(table)) => Ok(Some(Section { name, table, folder: self.folder })),
            Some(_) => Err(format!("`{name}` must be a section: a line [{name}], and its settings below it")),
        }
    }
}

/// `; did you mean …?`, where something is near enough.
fn nearest(word: &str, known: &[&str]) -> String {
    let near = known.iter().map(|each| (strsim::jaro_winkler(word, each), each)).max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((score, name)) if score > 0.75 => format!("; did you mean `{name}`?"),
        _ => format!("; known are: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../packaging/goodstanding.toml");

    const GOOD: &str = "data_dir = \"data\"\nbase_url = \"https://cert.example.org/\"\ntrusted_proxy = \"10.0.0.1\"\n\
                        [mail]\nsmtp = \"smtp.example.org\"\nuser = \"u\"\npassword_file = \"secret\"\n";

    const LOG: &str = "base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"\n";
    const KEY: &str = "w+4e46b843+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    fn sentence(text: &str) -> String {
        parse(Path::new("/etc/goodstanding/g.toml"), text).err().unwrap_or_default()
    }

    #[test]
    fn a_whole_file_is_read_with_paths_from_its_own_folder() {
        let config = parse(Path::new("/etc/goodstanding/g.toml"), GOOD).unwrap();
        assert_eq!(config.data_dir, Path::new("/etc/goodstanding/data"));
        assert_eq!(config.base_url, "https://cert.example.org");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert!(matches!(config.mail, Mail::Smtp { port: 465, security: Security::Tls, .. }));
    }

    #[test]
    fn the_packaged_example_is_right() {
        let config = parse(Path::new("/etc/goodstanding/goodstanding.toml"), EXAMPLE).unwrap();
        assert!(config.tls.is_some() && config.log == "info" && !config.log_json);
        let sections = ["tls", "mail", "association", "backup", "lifeboat", "public_log", "fonts"];
        for setting in TOP
            .iter()
            .chain(&TLS)
            .chain(&BACKUP)
            .chain(&LIFEBOAT)
            .chain(&PUBLIC_LOG)
            .chain(&FONTS)
            .chain(&MAIL)
            .chain(&ASSOCIATION)
            .filter(|name| !sections.contains(*name))
        {
            assert!(EXAMPLE.contains(&format!("{setting} = ")), "the example does not show `{setting}`");
        }
    }

    #[test]
    fn every_mistake_is_a_sentence_that_helps() {
        for (text, words) in [
            ("", "`base_url` is missing"),
            ("data_dirr = \"x\"", "did you mean `data_dir`?"),
            ("zzz = 1", "known are: listen"),
            ("listen = 8080\nbase_url = \"https://x\"", "`listen` must be a text in quotes"),
            ("base_url = \"https://x\"\nlisten = \"8080\"", "an address and a port"),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\n", "[mail] is missing"),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"", "neither [tls]"),
            (
                "base_url = \"http://x\"\ndata_dir = \"d\"\nlisten = \"0.0.0.0:80\"\n[mail]\nfolder = \"m\"",
                "loopback only",
            ),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nsmtp = \"h\"\nsecurity = \"startls\"",
                "did you mean `starttls`?",
            ),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nsmtp = \"h\"\nuser = \"u\"", "go together"),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nsmtp = \"h\"\nfolder = \"u\"", "one way only"),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\n[tls]\ncert = \"c\"\n[mail]\nfolder = \"m\"",
                "[tls] lacks `key`",
            ),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\ntls = 1\n[mail]\nfolder = \"m\"", "must be a section"),
            ("base_url = \"https://x\"\ntrusted_proxy = \"10.0.0.0/8\"\ndata_dir = \"d\"", "one address"),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\nmetrics = \"0.0.0.0:9100\"\n[mail]\nfolder = \"m\"",
                "loopback address",
            ),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\ndisk_reserve_mb = 1\n[mail]\nfolder = \"m\"",
                "between 16 and",
            ),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\ndisk_reserve_mb = \"1\"\n[mail]\nfolder = \"m\"",
                "without quotes",
            ),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"\n[backup]\nkeep = 1", "lacks `dir`"),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"\n[backup]\ndir = \"b\"\nkeep = 0",
                "`backup.keep`",
            ),
            ("base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"\n[lifeboat]\nhour = 3", "lacks `dir`"),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"\n[lifeboat]\ndir = \"b\"\nhour = 24",
                "`lifeboat.hour`",
            ),
            (&format!("{LOG}[public_log]\nquorum = 1"), "lacks `witnesses`"),
            (
                &format!("{LOG}[public_log]\nwitnesses = [{{ name = \"w\", url = \"https://w.example\" }}]"),
                "lacks `key`",
            ),
            (
                &format!(
                    "{LOG}[public_log]\nwitnesses = [{{ name = \"w\", key = \"w+0+A\", url = \"https://w.example\" }}]"
                ),
                "`public_log.witnesses.key`",
            ),
            (
                &format!(
                    "{LOG}[public_log]\nwitnesses = [{{ name = \"w\", key = \"{KEY}\", url = \"http://w.example\" }}]"
                ),
                "use https",
            ),
            (
                &format!(
                    "{LOG}[public_log]\nquorum = 2\nwitnesses = [{{ name = \"w\", key = \"{KEY}\", url = \"https://w.example\" }}]"
                ),
                "there are 1 witnesses",
            ),
            (
                "base_url = \"https://x\"\ndata_dir = \"d\"\n[mail]\nfolder = \"m\"\n[fonts]\ntitel = \"t\"",
                "mean `title`",
            ),
            ("base_url = https", "TOML parse error"),
        ] {
            assert!(sentence(text).contains(words), "{text:?} gives {:?}", sentence(text));
        }
    }
}
