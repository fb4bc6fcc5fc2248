//! A server under wrk's load, and answers fetched beside it.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Longest time for a server to open its door: the larger store is checked first.
const PATIENCE: u32 = 1200;

/// Connections, and seconds of one measurement after one to warm up.
const CONNECTIONS: &str = "32";
const SECONDS: &str = "6s";

/// Walks the paths of a file.
const SCRIPT: &str = r#"
local paths, at = {}, 0
function init()
  for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = wrk.format("GET", line) end
end
function request()
  at = at % #paths + 1
  return paths[at]
end
"#;

/// A process that answers; ended when dropped.
pub struct Server {
    child: Child,
    base: String,
}

impl Server {
    pub fn start(program: &OsStr, arguments: &[OsString], scheme: &str, port: u16, log: &Path) -> Self {
        let log = File::create(log).unwrap();
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { child, base: format!("{scheme}://localhost:{port}") };
        for _ in 0..PATIENCE {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            assert!(server.child.try_wait().unwrap().is_none(), "{} ended", program.display());
            std::thread::park_timeout(std::time::Duration::from_millis(100));
        }
        panic!("{} does not listen", program.display());
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, so that a store is closed and nginx takes its workers along.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// What wrk saw.
pub struct Measured {
    pub per_second: f64,
    p50: f64,
    p99: f64,
}

impl Measured {
    pub fn line(&self, peer: Option<&Self>) -> String {
        let ratio = peer.map(|peer| format!("{:7.2}", self.per_second / peer.per_second)).unwrap_or_default();
        format!("{:9.0} {:8.2} {:8.2} {ratio}", self.per_second, self.p50, self.p99)
    }
}

/// Asks for these paths in turn for a while. Every answer must be a 200.
pub fn wrk(server: &Server, folder: &Path, paths: &[String]) -> Measured {
    let (script, list) = (folder.join("paths.lua"), folder.join("paths"));
    std::fs::write(&script, SCRIPT).unwrap();
    std::fs::write(&list, paths.join("\n") + "\n").unwrap();
    let run = |seconds: &str| {
        let ran = Command::new("wrk")
            .args(["-t1", "-c", CONNECTIONS, "-d", seconds, "--latency", "-s"])
            .arg(&script)
            .arg(server.url(""))
            .env("BENCH_PATHS", &list)
            .output()
            .unwrap();
        let told = String::from_utf8(ran.stdout).unwrap();
        assert!(ran.status.success() && !told.contains("Non-2xx") && !told.contains("Socket errors"), "{told}");
        told
    };
    run("2s");
    let told = run(SECONDS);
    let after = |word: &str| -> String {
        let line = told.lines().find_map(|line| line.trim().strip_prefix(word)).unwrap();
        line.trim().to_owned()
    };
    Measured {
        per_second: after("Requests/sec:").parse().unwrap(),
        p50: milliseconds(&after("50%")),
        p99: milliseconds(&after("99%")),
    }
}

/// `412.00us`, `1.23ms`, `1.02s`.
fn milliseconds(text: &str) -> f64 {
    let (number, factor) = match text {
        text if text.ends_with("us") => (&text[..text.len() - 2], 0.001),
        text if text.ends_with("ms") => (&text[..text.len() - 2], 1.0),
        text => (&text[..text.len() - 1], 1000.0),
    };
    number.parse::<f64>().unwrap() * factor
}

/// One answer, by another program.
pub fn fetched(url: &str) -> String {
    let got = Command::new("curl").args(["--silent", "--show-error", "--fail", "--insecure", url]).output().unwrap();
    assert!(got.status.success(), "{url}: {}", String::from_utf8_lossy(&got.stderr));
    String::from_utf8(got.stdout).unwrap()
}
