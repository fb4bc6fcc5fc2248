//! Reading a stranger's PDF in a child process of the same binary, so that a file which bombs, loops or crashes its
//! reader harms nothing but the child: bounded memory, processor time, file size and wall time.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::app::open_file;
use crate::app::verify::Opened;

/// The hidden verb by which the child is started.
pub const VERB: &str = "read-file";

/// Longest wall time of a child.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most bytes of the child's answer: the bundle's 2 MiB as JSON, and the words that differ.
const MOST_ANSWER: u64 = 16 << 20;

/// Most bytes of a file that the child takes.
const MOST_FILE: u64 = 64 << 20;

/// Reads a file in a child. Whatever goes wrong is said as a fault of the file.
pub fn read_apart(pdf: &[u8]) -> Opened {
    spawn(pdf)
        .unwrap_or_else(|| Opened {
            fault: Some("文件过于复杂或已损坏，无法读取。".to_owned()), ..Opened::default()
        })
}

fn spawn(pdf: &[u8]) -> Option<Opened> {
    let program = std::env::current_exe().ok()?;
    let mut child = Command::new(program)
        .arg(VERB)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (done, answered) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that stops reading has given its answer or died; either is seen below.
            let _ = input.write_all(pdf);
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(MOST_ANSWER).read_to_end(&mut answer);
            let _ = done.send(read.ok().map(|_| answer));
        });
        let answer = answered.recv_timeout(PATIENCE).ok().flatten();
        end(&mut child);
        serde_json::from_slice(&answer?).ok()
    })
}

fn end(child: &mut Child) {
    // Killing one that has ended is no error that matters; waiting takes it off the process table.
    let _ = child.kill();
    let _ = child.wait();
}

/// The child's side, once it has limited itself: reads a PDF from standard input, writes `Opened` as JSON to standard
/// output.
pub fn answer_parent() -> std::io::Result<()> {
    let mut pdf = Vec::new();
    std::io::stdin().take(MOST_FILE).read_to_end(&mut pdf)?;
    let opened = open_file::read(&pdf);
    std::io::stdout().write_all(&serde_json::to_vec(&opened)?)
}
