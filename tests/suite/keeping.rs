//! Keeping an association's records: copied while it serves, restored elsewhere with and without keys; what an operator
//! is told; and the doors for machines that watch.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use goodstanding::app::mail_out::Mailer;
use goodstanding::app::person::Person;
use goodstanding::app::world::{World, fill_random, machine_clock};
use goodstanding::app::{disk, draft, found, import, secret, session, submit, work};
use goodstanding::crypto::keyring::{Founding, Keyring};
use goodstanding::domain::account::Account;
use goodstanding::domain::application::Form;
use goodstanding::domain::audit::Actor;
use goodstanding::domain::certificate::{Certificate, Serial};
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::time::Day;
use goodstanding::mail::Transport;
use goodstanding::pdf::press::Press;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::records::id_key;
use goodstanding::store::sessions::Session;
use goodstanding::store::{Look, Store};
use goodstanding::web::metrics;
use goodstanding::web::serve::listen;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::browserless::{Browser, server};
use crate::house::{self, person, settings};
use crate::operator::{Running, Site, goodstanding, refused, told};

/// A site whose data folder holds an association with its register and one certificate; the clerk, the certificate's
/// file, the token of a session.
struct Kept {
    site: Site,
    fingerprint: String,
    pdf: PathBuf,
    number: Serial,
    token: String,
}

fn apply(world: &World, clerk: &Person, token: &str) -> Certificate {
    let id = draft::begin(world, clerk, token).unwrap();
    draft::choose_kind(world, clerk, id, "firm-membership").unwrap();
    draft::save_form(world, clerk, id, Form { email: "clerk@example.org".into(), ..Form::default() }).unwrap();
    submit::submit(world, clerk, id).unwrap();
    let mailer = Mailer::new(Transport::Folder(std::env::temp_dir().join("goodstanding-keeping-mail")));
    for job in work::due(world).unwrap().now {
        work::run(world, &mailer, &job).unwrap();
    }
    world.store.read().unwrap().newest::<Certificate>(1).unwrap().pop().unwrap()
}

fn open(data: &Path) -> World {
    let keys = Keyring::load(&data.join("keys"), None).unwrap();
    let store = Store::open(&data.join("store.redb")).unwrap();
    World::new(Arc::new(store), Arc::new(Press::new()), Some(keys), machine_clock())
}

fn kept() -> Kept {
    let site = Site::new();
    let data = site.path("data");
    fs::create_dir_all(&data).unwrap();
    let founding = Founding {
        folder: &data.join("keys"),
        root_out: &site.path("root.pem"),
        host: "cert.example.org",
        association: "示例市律师协会",
        now: machine_clock()(),
    };
    Keyring::create(&founding, None, &mut |buffer: &mut [u8]| fill_random(buffer)).unwrap();
    drop(Store::create(&data.join("store.redb")).unwrap());
    let world = open(&data);
    found::found(&world, &settings(), "示律证", Actor::Operator { uid: 0 }).unwrap();
    for (table, name, bytes) in goodstanding::domain::sample::FILES {
        import::load(&world, Actor::Program, table, name, bytes, Day::new(2026, 3, 31).unwrap()).unwrap();
    }
    let clerk = person(&world, "clerk", &[Role::FirmClerk], Some(Id::new(1)));
    let certificate = apply(&world, &clerk, "first");
    let look = world.store.read().unwrap();
    let pdf = site.path("certificate.pdf");
    fs::write(&pdf, look.file(certificate.id).unwrap().unwrap()).unwrap();
    let token = secret::token(&world);
    let now = world.now();
    let live = Session {
        token: secret::kept_as(&token).unwrap(),
        account: clerk.account.id,
        begun: now,
        seen: now,
        previous: None,
    };
    world.store.write(|writing| writing.put(&live)).unwrap();
    assert!(session::find(&world, &token).unwrap().is_some());
    Kept { fingerprint: world.fingerprint().unwrap().to_string(), site, pdf, number: certificate.serial, token }
}

/// Another configuration, with another data folder.
fn elsewhere(site: &Site, name: &str) -> (String, PathBuf) {
    let text = fs::read_to_string(&site.config).unwrap().replace("\"data\"", &format!("\"{name}\""));
    (site.write(&format!("{name}.toml"), text.as_bytes()), site.path(name))
}

#[test]
fn a_copy_made_while_serving_is_restored_elsewhere_verifies_and_counts_on() {
    let kept = kept();
    let site = &kept.site;
    let (copies, keys, secret_file) =
        (site.path("copies"), site.path("keys.txt"), site.write("passphrase", "a long passphrase\n".as_bytes()));
    let (copies, keys) = (copies.to_str().unwrap(), keys.to_str().unwrap());
    let running = Running::start(&site.config);
    refused(&["serve", "--config", &site.config], &["in use"]);
    let backup = goodstanding(&["backup", copies, "--config", &site.config]);
    assert!(backup.status.success() && told(&backup).contains("read again and compared"), "{}", told(&backup));
    let log = site.path("log");
    let log = log.to_str().unwrap();
    let exported = goodstanding(&["verify-log", "--export", log, "--config", &site.config]);
    assert!(exported.status.success(), "{}", told(&exported));
    drop(running);
    let export = ["key", "export", keys, "--passphrase-file", &secret_file, "--config", &site.config];
    assert!(goodstanding(&export).status.success());
    refused(&export, &["already exists"]);

    let checkpoint = format!("{log}/checkpoint");
    let (config, data) = elsewhere(site, "restored");
    let restore = goodstanding(&[
        "restore",
        copies,
        "--keys",
        keys,
        "--passphrase-file",
        &secret_file,
        "--checkpoint",
        &checkpoint,
        "--config",
        &config,
    ]);
    let said = told(&restore);
    assert!(restore.status.success(), "{said}");
    assert!(said.contains(&kept.number.show()) && said.contains("1 sessions"), "{said}");
    assert!(said.contains("everything fits the log"), "{said}");
    refused(&["restore", copies, "--config", &config], &["is there already"]);

    let verify = goodstanding(&["verify", kept.pdf.to_str().unwrap(), "--root", &kept.fingerprint]);
    assert!(verify.status.success(), "{}", told(&verify));
    let world = open(&data);
    assert!(session::find(&world, &kept.token).unwrap().is_none(), "sessions are void");
    let account: Account = world.store.read().unwrap().get(&id_key(Id::<Account>::new(1))).unwrap().unwrap();
    let next = apply(&world, &Person { account, session: String::new() }, "second");
    assert_eq!((kept.number.number, next.serial.number), (1, 2), "the next serial follows");
    drop(world);
    let held = goodstanding(&["verify-log", "--config", &config]);
    assert!(held.status.success(), "{}", told(&held));

    // What was kept of this log since is newer than the copy: restoring that copy again would make the log fork.
    let newer = site.path("newer");
    let newer = newer.to_str().unwrap();
    assert!(goodstanding(&["verify-log", "--export", newer, "--config", &config]).status.success());
    let (third, data) = elsewhere(site, "third");
    let checkpoint = format!("{newer}/checkpoint");
    refused(&["restore", copies, "--checkpoint", &checkpoint, "--config", &third], &["too old", "leaves"]);
    assert!(!data.join("store.redb").exists() && !data.join(".store.redb.part").exists());
}

#[test]
fn without_keys_it_verifies_names_what_is_missing_and_takes_them_later() {
    let kept = kept();
    let site = &kept.site;
    let (copies, keys) = (site.path("copies"), site.path("keys.txt"));
    let (copies, keys) = (copies.to_str().unwrap(), keys.to_str().unwrap());
    let secret_file = site.write("passphrase", "a long passphrase\n".as_bytes());
    let backup = goodstanding(&["backup", copies, "--keep", "1", "--config", &site.config]);
    assert!(backup.status.success(), "without a server: {}", told(&backup));
    let export = ["key", "export", keys, "--passphrase-file", &secret_file, "--config", &site.config];
    assert!(goodstanding(&export).status.success());

    let (config, data) = elsewhere(site, "restored");
    let restore = goodstanding(&["restore", copies, "--config", &config]);
    let said = told(&restore);
    assert!(restore.status.success(), "{said}");
    for name in ["issuer.pem", "log.pem", "document.pem", "manifest.note", "key import"] {
        assert!(said.contains(name), "{name} in: {said}");
    }
    let doctor = goodstanding(&["doctor", "--json", "--config", &config]);
    assert!(!doctor.status.success());
    let found: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    assert_eq!(found["well"], false);
    let health = |about: &str| {
        let findings = found["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["about"] == about).map(|finding| finding["health"].clone()).unwrap()
    };
    assert_eq!((health("keys"), health("store")), ("bad".into(), "good".into()));

    let wrong = site.write("wrong", "another passphrase".as_bytes());
    refused(&["key", "import", keys, "--passphrase-file", &wrong, "--config", &config], &["passphrase does not open"]);
    assert!(!data.join("keys").exists());
    let import = ["key", "import", keys, "--passphrase-file", &secret_file, "--config", &config];
    assert!(goodstanding(&import).status.success());
    refused(&import, &["already exists"]);
    let held = goodstanding(&["verify-log", "--config", &config]);
    assert!(held.status.success() && told(&held).contains("certificates  1"), "{}", told(&held));
    let doctor = goodstanding(&["doctor", "--config", &config]);
    let said = told(&doctor);
    assert!(doctor.status.success(), "{said}");
    assert!(
        said.contains("good     keys") && said.contains("样章") && said.contains("opened the store itself"),
        "{said}"
    );
}

#[test]
fn what_is_no_copy_restores_nothing() {
    let site = Site::new();
    assert!(site.init().status.success());
    let (config, data) = elsewhere(&site, "restored");
    let letter = site.write("letter.redb", b"this is a letter");
    refused(&["restore", &letter, "--config", &config], &["no store"]);
    let folder = site.path("empty");
    fs::create_dir(&folder).unwrap();
    refused(&["restore", folder.to_str().unwrap(), "--config", &config], &["holds no copy"]);
    refused(&["restore", "/nonexistent.redb", "--config", &config], &["/nonexistent.redb"]);
    let whole = fs::read(site.path("data/store.redb")).unwrap();
    let mut flipped = whole.clone();
    for byte in flipped.iter_mut().skip(4096).step_by(1 << 14) {
        *byte ^= 0x40;
    }
    let spoilt = site.write("spoilt.redb", &flipped);
    let output = goodstanding(&["restore", &spoilt, "--config", &config]);
    assert!(!output.status.success(), "{}", told(&output));
    let cut = site.write("cut.redb", &whole[..whole.len() / 2]);
    assert!(!goodstanding(&["restore", &cut, "--config", &config]).status.success());
    assert!(!data.join("store.redb").exists() && fs::read_dir(&data).unwrap().count() == 0);
}

#[test]
fn manual_and_completions_name_every_command() {
    let site = Site::new();
    let folder = site.path("man");
    assert!(goodstanding(&["manual", folder.to_str().unwrap()]).status.success());
    let help = told(&goodstanding(&["--help"]));
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help")
        .collect();
    assert!(commands.len() > 12 && commands.contains(&"restore"), "{commands:?}");
    let first = fs::read_to_string(folder.join("goodstanding.1")).unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let completions = told(&goodstanding(&["completions", shell]));
        for command in &commands {
            assert!(completions.contains(command), "{shell} does not know {command}");
        }
    }
    for command in commands {
        assert!(first.contains(&command.replace('-', "\\-")), "{command} in goodstanding.1");
        let page = fs::read_to_string(folder.join(format!("goodstanding-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{command}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_new_applications_and_nothing_else() {
    let house = house::house();
    house::load(&house.world, goodstanding::domain::register::Table::Firms);
    let clerk = person(&house.world, "clerk", &[Role::FirmClerk], Some(Id::new(1)));
    let server = server(&house);
    let mut browser = Browser::of(&server, &house, &clerk);
    let mut stranger = Browser::stranger(&server);
    assert_eq!(stranger.page("/readyz").await.text(), "ready\n");
    let form = browser.page("/apply").await;
    house.world.running.watch(disk::Disk { place: std::env::temp_dir(), reserve: u64::MAX });
    let answer = browser.send(&form.form("/apply")).await;
    let said = answer.text();
    assert_eq!(answer.status, 503);
    assert!(said.contains("暂停受理新的申请") && said.contains("已提交的申请") && said.contains("服务热线"), "{said}");
    assert_eq!(stranger.get("/readyz").await.status, 503);
    assert_eq!(stranger.page("/healthz").await.text(), "ok\n");
    stranger.page("/verify").await;
    browser.page("/mine").await;
    house.world.running.watch(disk::Disk { place: std::env::temp_dir(), reserve: 1 });
    assert_eq!(browser.send(&form.form("/apply")).await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metrics_have_a_door_of_their_own() {
    let house = house::house();
    house.world.metrics.line("GET", "/V/{code}", 404).note(3);
    let listening = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listening.address;
    let (stop, stopped) = oneshot::channel::<()>();
    let door = tokio::spawn(metrics::serve(listening, Arc::clone(&house.world), async move {
        let _ = stopped.await;
    }));
    let ask = |path: &'static str| async move {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        answer
    };
    let answer = ask("/metrics").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("openmetrics-text"), "{answer}");
    assert!(
        answer.contains("goodstanding_requests_total{method=\"GET\",route=\"/V/{code}\",status=\"404\"} 1"),
        "{answer}"
    );
    assert!(ask("/").await.starts_with("HTTP/1.1 404"));
    stop.send(()).unwrap();
    door.await.unwrap();
}

#[test]
fn a_supervisor_is_told_ready_alive_and_stopping() {
    use std::os::unix::net::UnixDatagram;
    use std::process::{Command, Stdio};
    let site = Site::new();
    assert!(site.init().status.success());
    let path = site.path("notify.sock");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_goodstanding"))
        .args(["serve", "--config", &site.config])
        .env("NOTIFY_SOCKET", &path)
        .env("WATCHDOG_USEC", "600000")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let heard = || {
        let mut said = [0; 256];
        let length = socket.recv(&mut said).unwrap();
        String::from_utf8_lossy(&said[..length]).into_owned()
    };
    assert_eq!(heard(), "READY=1");
    for _ in 0..3 {
        assert_eq!(heard(), "WATCHDOG=1");
    }
    let pid = running.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    while heard() != "STOPPING=1" {}
    assert!(running.0.wait().unwrap().success());
}
