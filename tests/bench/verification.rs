//! `cargo bench --bench verification`: verification answers per second, beside nginx serving a file of the same size in
//! the same run, over HTTP and HTTPS, from a store with a thousand certificates and from one with a million. The server is
//! the program itself with its ordinary configuration, every check and header on; while it is under load, answers are
//! fetched beside and read. Asserts that answers are right, nothing about time.
//!
//! Needs `nginx`, `wrk` and `openssl` (Debian: `nginx-light`, `wrk`). The stores are made once, below `target/bench`; the
//! larger takes a minute and 2.4 GB.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops where it cannot go on")]

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../suite/house.rs"]
mod house;
mod load;
mod many;

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use crate::load::{Measured, Server, fetched, wrk};
use crate::many::Many;

/// Certificates asked for again and again; and of how many codes those are that are hardly ever asked for twice.
const HOT: usize = 1000;
const COLD: usize = 200_000;

const FEW: usize = 1000;
const MANY: usize = 1_000_000;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    let stores = [FEW, MANY].map(|count| many::store(&folder, count));
    let tls = certificate(&folder);
    println!("{:<44} {:>9} {:>8} {:>8} {:>7}", "", "answers/s", "p50 ms", "p99 ms", "ratio");
    for https in [false, true] {
        let scheme = if https { "HTTPS" } else { "HTTP" };
        let mut page = Vec::new();
        let mut rows: Vec<(String, Measured)> = Vec::new();
        for store in &stores {
            let server = ours(store, https.then_some(&tls));
            page = fetched(&server.url(&format!("/V/{}", store.codes[0]))).into_bytes();
            let hot: Vec<String> = spread(&store.codes, HOT);
            rows.push((format!("{scheme}, {HOT} hot of {}", store.codes.len()), asked(&server, &folder, &hot)));
            if store.codes.len() > COLD {
                let cold = spread(&store.codes, COLD);
                rows.push((format!("{scheme}, all {} evenly", store.codes.len()), asked(&server, &folder, &cold)));
            }
        }
        let peer = nginx(&folder, &page, https.then_some(&tls));
        let file = wrk(&peer, &folder, &["/page.html".to_owned()]);
        println!("{scheme}: nginx, a file of {} bytes{:>19} {}", page.len(), "", file.line(None));
        for (what, measured) in rows {
            println!("{what:<44} {}", measured.line(Some(&file)));
        }
    }
}

/// Measures, and reads answers beside: each must be of the certificate that was asked for.
fn asked(server: &Server, folder: &Path, codes: &[String]) -> Measured {
    let paths: Vec<String> = codes.iter().map(|code| format!("/V/{code}")).collect();
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            for code in spread(codes, 40) {
                let page = fetched(&server.url(&format!("/V/{code}")));
                let grouped: Vec<&str> = (0..5).map(|at| &code[at * 4..at * 4 + 4]).collect();
                let says = |words: &str| assert!(page.contains(words), "{code}: the answer lacks {words}: {page}");
                says(&grouped.join("-"));
                says(&many::number(&code));
                says("<h1>有效</h1>");
                says("截至今日仍成立");
            }
        });
        let measured = wrk(server, folder, &paths);
        reading.join().unwrap();
        measured
    })
}

/// So many of them, from all over.
fn spread(all: &[String], count: usize) -> Vec<String> {
    let count = count.min(all.len());
    (0..count).map(|at| all[at * all.len() / count].clone()).collect()
}

/// A port that is free now.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A certificate for localhost, the same for both servers.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let (cert, key) = (folder.join("localhost.pem"), folder.join("localhost.key"));
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out"])
        .arg(&cert)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    (cert, key)
}

fn ours(store: &Many, tls_files: Option<&(PathBuf, PathBuf)>) -> Server {
    let port = port();
    let scheme = if tls_files.is_some() { "https" } else { "http" };
    let tls = |(cert, key): &(PathBuf, PathBuf)| {
        format!("[tls]\ncert = \"{}\"\nkey = \"{}\"\n", cert.display(), key.display())
    };
    let files = tls_files.map(tls).unwrap_or_default();
    let config = format!(
        "data_dir = \"{}\"\nbase_url = \"{scheme}://localhost:{port}\"\nlisten = \"127.0.0.1:{port}\"\n{files}[mail]\nfolder = \"mail\"\n",
        store.folder.display()
    );
    let path = store.folder.join("bench.toml");
    std::fs::write(&path, config).unwrap();
    let arguments = ["serve".into(), "--config".into(), path.into_os_string()];
    Server::start(env!("CARGO_BIN_EXE_goodstanding").as_ref(), &arguments, scheme, port, &store.folder.join("trace"))
}

/// nginx as Debian configures it, with its own log, on two workers.
fn nginx(folder: &Path, page: &[u8], tls: Option<&(PathBuf, PathBuf)>) -> Server {
    let port = port();
    let root = folder.join("nginx");
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("page.html"), page).unwrap();
    let (listen, files) = match tls {
        None => (format!("127.0.0.1:{port}"), String::new()),
        Some((cert, key)) => (
            format!("127.0.0.1:{port} ssl"),
            format!("ssl_certificate {};\nssl_certificate_key {};\n", cert.display(), key.display()),
        ),
    };
    let at = root.display();
    let config = format!(
        "daemon off;\nworker_processes 2;\npid {at}/pid;\nerror_log {at}/error.log;\nevents {{ worker_connections 768; }}\n\
         http {{\nsendfile on;\ntcp_nopush on;\ntypes {{ text/html html; }}\nkeepalive_requests 100000000;\n\
         access_log {at}/access.log;\nclient_body_temp_path {at};\nproxy_temp_path {at};\nfastcgi_temp_path {at};\n\
         uwsgi_temp_path {at};\nscgi_temp_path {at};\n\
         server {{\nlisten {listen};\n{files}root {at};\n}}\n}}\n"
    );
    let path = root.join("nginx.conf");
    std::fs::write(&path, config).unwrap();
    let arguments = ["-e".into(), root.join("error.log").into_os_string(), "-c".into(), path.into_os_string()];
    Server::start("nginx".as_ref(), &arguments, if tls.is_some() { "https" } else { "http" }, port, &root.join("out"))
}
