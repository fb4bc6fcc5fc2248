//! The operator's commands on the real binary: found, import, serve, ask; and each thing that can be wrong is one
//! sentence and a status that is not 0.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use crate::house::scratch;

pub fn goodstanding(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_goodstanding")).args(arguments).output().unwrap()
}

pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// The command fails with one line that holds these words.
pub fn refused(arguments: &[&str], words: &[&str]) {
    let output = goodstanding(arguments);
    let said = told(&output);
    assert!(!output.status.success(), "{arguments:?} succeeded: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "one sentence: {said}");
    assert!(words.iter().all(|word| said.contains(word)), "{words:?} in: {said}");
}

pub struct Site {
    pub folder: PathBuf,
    pub config: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Site {
    pub fn new() -> Self {
        let folder = scratch("operator");
        let config = folder.join("goodstanding.toml").to_str().unwrap().to_owned();
        let site = Self { folder, config };
        site.configure("listen = \"127.0.0.1:0\"");
        site
    }

    pub fn configure(&self, more: &str) {
        let association = "name = \"示例市律师协会\"\nuscc = \"51447000MJX0000014\"\nprefix = \"示律证\"\n\
                           admin = \"security@example.org\"\n";
        let text = format!(
            "data_dir = \"data\"\nbase_url = \"http://127.0.0.1:8080\"\n{more}\n[mail]\nfolder = \"mail\"\n\
             [association]\n{association}"
        );
        fs::write(&self.config, text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// With no more than the configuration: the root key lies beside it.
    pub fn init(&self) -> Output {
        goodstanding(&["init", "--config", &self.config])
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn import(&self, table: &str, file: &str, more: &[&str]) -> Output {
        let mut arguments = vec!["import", table, file, "--data-date", "2026-03-31", "--config", &self.config];
        arguments.extend(more);
        goodstanding(&arguments)
    }
}

/// A running server, ended when it goes out of scope.
pub struct Running(pub Child);

impl Running {
    /// Starts, and waits for the line that says that it listens.
    pub fn start(config: &str) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_goodstanding"))
            .args(["serve", "--config", config])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut running = Self(child);
        let mut lines = BufReader::new(running.0.stderr.take().unwrap()).lines();
        let mut seen = String::new();
        for line in lines.by_ref() {
            let line = line.unwrap();
            if line.contains("serving ") {
                std::thread::spawn(move || lines.for_each(drop));
                return running;
            }
            seen.push_str(&line);
        }
        panic!("the server ended: {seen}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_association_is_founded_loaded_and_asked_with_and_without_a_server() {
    let site = Site::new();
    let founded = site.init();
    assert!(founded.status.success(), "{}", told(&founded));
    let said = told(&founded);
    assert!(said.contains("fingerprint") && said.contains("/password/set/"), "{said}");
    let mode = fs::metadata(site.path("root-key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "the root key is for its owner");
    assert!(!site.init().status.success(), "an association is founded once");

    let firms = site.write("firms.csv", include_bytes!("../../assets/sample/firms.csv"));
    let lawyers = site.write("lawyers.csv", include_bytes!("../../assets/sample/lawyers.csv"));
    let dry = site.import("firms", &firms, &[]);
    assert!(told(&dry).contains("2 new") && told(&dry).contains("nothing was stored"), "{}", told(&dry));
    assert!(site.import("firms", &firms, &["--commit"]).status.success());

    let server = Running::start(&site.config);
    let committed = site.import("lawyers", &lawyers, &["--commit"]);
    assert!(committed.status.success() && told(&committed).contains("68 new"), "{}", told(&committed));
    assert!(goodstanding(&["health", "--config", &site.config]).status.success());
    let accounts = goodstanding(&["account", "list", "--config", &site.config]);
    assert!(told(&accounts).contains("security@example.org"), "{}", told(&accounts));
    let living = goodstanding(&["verify-log", "--config", &site.config]);
    assert!(living.status.success() && told(&living).contains("everything fits the log"), "{}", told(&living));
    refused(&["serve", "--config", &site.config], &["in use"]);
    drop(server);

    let again = site.import("lawyers", &lawyers, &[]);
    assert!(told(&again).contains("68 unchanged"), "{}", told(&again));
    refused(&["health", "--config", &site.config], &["no server is running"]);
    let settings = goodstanding(&["settings", "--config", &site.config]);
    assert!(settings.status.success() && told(&settings).contains("data_dir"));
}

#[test]
fn a_kind_is_carried_by_command_with_and_without_a_server() {
    let site = Site::new();
    assert!(site.init().status.success());
    let config = ["--config", site.config.as_str()];
    let kind = |arguments: &[&str]| goodstanding(&[&["kind"], arguments, &config[..]].concat());
    let refused_kind =
        |arguments: &[&str], words: &[&str]| refused(&[&["kind"], arguments, &config[..]].concat(), words);
    let out = site.path("dues.json");
    let out = out.to_str().unwrap();
    assert!(kind(&["export", "dues", "--out", out]).status.success());
    refused_kind(&["export", "dues", "--out", out], &["is there already"]);
    refused_kind(&["export", "nothing"], &["no such record"]);
    refused_kind(&["export", "dues", "--version", "9"], &["no such record"]);
    let text = fs::read_to_string(out).unwrap();
    assert_eq!(told(&kind(&["export", "dues"])), text, "the output is the file");

    let server = Running::start(&site.config);
    for (name, spoilt, words) in [
        ("moon.json", text.replace("{year}", "{moon}"), "moon"),
        ("other.json", "{}".to_owned(), "不是从“证明种类”导出的文件"),
        ("newer.json", text.replace("\"version\": 1", "\"version\": 2"), "格式是第 2 版"),
    ] {
        let path = site.write(name, spoilt.as_bytes());
        refused_kind(&["import", &path], &[words]);
    }
    let taken = kind(&["import", out, "--id", "dues-paid"]);
    assert!(taken.status.success() && told(&taken).contains("draft of dues-paid"), "{}", told(&taken));
    refused_kind(&["import", out, "--id", "dues-paid"], &["已被使用"]);
    refused_kind(&["import", out, "--id", "Dues!"], &["标识只能用"]);
    drop(server);
    // The same kind again, as its next version; a second time a draft is in the way.
    let next = kind(&["import", out]);
    assert!(next.status.success() && told(&next).contains("draft of dues;"), "{}", told(&next));
    refused_kind(&["import", out], &["有一份未发布的草稿"]);
    assert_eq!(told(&kind(&["export", "dues-paid"])), text.replace("\"id\": \"dues\"", "\"id\": \"dues-paid\""));
}

#[test]
fn own_fonts_are_read_at_the_start_or_refused_with_a_sentence() {
    const KAI: &str = "/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf";
    let site = Site::new();
    assert!(site.init().status.success());
    let with = |font: &str| site.configure(&format!("listen = \"127.0.0.1:0\"\n[fonts]\nbody = {font:?}"));
    with("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc");
    refused(&["serve", "--config", &site.config], &["`fonts.body`", "a collection"]);
    with("fonts/missing.ttf");
    refused(&["serve", "--config", &site.config], &["missing.ttf: No such file"]);
    with(KAI);
    let server = Running::start(&site.config);
    let doctor = told(&goodstanding(&["doctor", "--config", &site.config]));
    let line = doctor.lines().find(|line| line.contains(" fonts ")).unwrap_or_else(|| panic!("{doctor}"));
    assert!(line.contains("title: built-in; text: ") && line.contains('楷'), "{line}");
    drop(server);
}

#[test]
fn what_init_is_not_told_it_asks_for_and_makes_nothing() {
    let site = Site::new();
    let text = fs::read_to_string(&site.config).unwrap();
    let init = ["init", "--config", site.config.as_str()];
    for (name, wrong, words) in [
        ("name", "", "--association"),
        ("uscc", "uscc = \"51447000MJX0000015\"", "uscc"),
        ("prefix", "", "--prefix"),
        ("admin", "admin = \"nobody\"", "邮箱"),
    ] {
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(name)).collect();
        fs::write(&site.config, format!("{}\n{wrong}\n", kept.join("\n"))).unwrap();
        refused(&init, &[words]);
        assert!(!site.path("data").exists() && !site.path("root-key.pem").exists(), "{name}");
    }
    fs::write(&site.config, &text).unwrap();
    let inside = site.path("data/root.pem");
    refused(&["init", "--config", &site.config, "--root-out", inside.to_str().unwrap()], &["--root-out"]);
}

#[test]
fn what_is_wrong_with_a_configuration_is_one_sentence() {
    let site = Site::new();
    assert!(site.init().status.success());
    let config = site.config.clone();
    let serve = ["serve", "--config", config.as_str()];
    site.configure("lisen = \"127.0.0.1:0\"");
    refused(&serve, &["lisen", "listen"]);
    site.configure("listen = \"nowhere\"");
    refused(&serve, &["listen", "nowhere"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    site.configure(&format!("listen = \"{}\"", taken.local_addr().unwrap()));
    let output = goodstanding(&serve);
    assert!(!output.status.success() && told(&output).contains("another program uses this port"), "{}", told(&output));
    refused(&["serve", "--config", "/nonexistent/goodstanding.toml"], &["/nonexistent/goodstanding.toml"]);

    site.configure("listen = \"127.0.0.1:0\"");
    let key = site.path("data/keys/issuer.pem");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    refused(&serve, &["issuer.pem", "chmod"]);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&key, "no key").unwrap();
    refused(&serve, &["issuer.pem"]);
}

#[test]
fn a_damaged_foreign_or_missing_store_is_one_sentence() {
    let site = Site::new();
    let list = ["account", "list", "--config", site.config.as_str()];
    refused(&list, &["init"]);
    assert!(site.init().status.success());
    let store = site.path("data/store.redb");
    let whole = fs::read(&store).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle..middle + 4096].fill(0xA5);
    fs::write(&store, &flipped).unwrap();
    damaged_or_whole(&list);
    fs::write(&store, b"this is a letter, not a store").unwrap();
    refused(&list, &["store"]);
    fs::write(&store, &whole[..whole.len() / 3]).unwrap();
    refused(&list, &["store"]);
    fs::write(&store, &whole).unwrap();
    assert!(goodstanding(&list).status.success());
}

/// Bytes of a page that nothing uses may be lost without anybody noticing; otherwise it is one sentence.
fn damaged_or_whole(arguments: &[&str]) {
    let output = goodstanding(arguments);
    let said = told(&output);
    assert!(output.status.success() || said.trim_end().lines().count() == 1, "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn files_that_cannot_be_imported_change_nothing() {
    let site = Site::new();
    assert!(site.init().status.success());
    let wrong = site
        .write("wrong.csv", "律所名称,统一社会信用代码,状态\n示例某某律师事务所,31447000MDX0000011,正常\n".as_bytes());
    let output = site.import("firms", &wrong, &["--commit"]);
    assert!(!output.status.success() && told(&output).contains("row 2"), "{}", told(&output));
    let picture = site.write("picture.xlsx", b"\x89PNG\r\n\x1a\n");
    assert!(!site.import("firms", &picture, &["--commit"]).status.success());
    assert!(!site.import("firms", "/nonexistent.xlsx", &[]).status.success());
    let usage = goodstanding(&["import", "clients", &wrong, "--data-date", "2026-03-31"]);
    assert_eq!(usage.status.code(), Some(2), "{}", told(&usage));
    let nothing = goodstanding(&["verify-log", "--config", &site.config]);
    assert!(told(&nothing).contains("certificates  0"), "{}", told(&nothing));
}

#[test]
fn a_strangers_file_is_read_in_a_child_with_limits() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_goodstanding"))
        .arg("read-file")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&bomb()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let harmless = !output.status.success() || answer.contains("\"bundle\":null");
    assert!(harmless, "{answer}");
}

/// A PDF whose one content stream unpacks to a gigabyte of blanks.
fn bomb() -> Vec<u8> {
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..1024 {
        packed.write_all(&blanks).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut pdf =
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
            .to_vec();
    pdf.extend(format!("4 0 obj<</Length {}/Filter/FlateDecode>>stream\n", packed.len()).bytes());
    pdf.extend(packed);
    pdf.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    pdf
}
