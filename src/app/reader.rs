//! Reading what strangers hand in (PDFs, photos) in a child process of the same binary, so that a file which bombs, loops
//! or crashes its reader harms nothing but the child: bounded memory, processor time, files and wall time. The child gets
//! bytes on its standard input, writes nothing to disk, and answers with one JSON value.

use std::io::{Error, ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::pdf::inspect::{Inspection, inspect};
use crate::pdf::likeness::{self, Likeness};
use crate::pdf::picture;
use crate::photo::{self, Grey, Unread};

/// The hidden verb by which the child is started.
pub const VERB: &str = "read-file";

/// Longest wall time of a child.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most bytes of the child's answer: the bundle's 2 MiB as JSON, and the words of the pages.
const MOST_ANSWER: u64 = 16 << 20;

/// Most bytes that the child takes: a file and the original beside it.
const MOST_INPUT: u64 = 96 << 20;

/// Pages of a PDF on which QR codes are looked for.
const PAGES: usize = 3;

const TOO_HARD: &str = "文件过于复杂或已损坏，无法读取。";

/// What is asked of a file. The error is a sentence for whoever handed it in.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// What a PDF holds.
    pub inspect: fn(&[u8]) -> Result<Inspection, String>,
    /// How alike a PDF is to an original of ours.
    pub liken: fn(&[u8], &[u8]) -> Result<Likeness, String>,
    /// The texts of the QR codes in a photo, or on the pages of a PDF.
    pub codes: fn(&[u8]) -> Result<Vec<String>, String>,
}

/// Reads in a child, as strangers' files must be.
pub const APART: Reader = Reader {
    inspect: |pdf| ask("inspect", &[pdf]),
    liken: |original, other| ask("liken", &[&(original.len() as u64).to_be_bytes(), original, other]),
    codes: |file| ask("codes", &[file]),
};

/// Reads in this process: in the child, and in tests.
pub const HERE: Reader = Reader {
    inspect: |pdf| inspect(pdf).map_err(|error| format!("{error}。")),
    liken: |original, other| likeness::compare(original, other).ok_or_else(|| TOO_HARD.to_owned()),
    codes,
};

fn codes(file: &[u8]) -> Result<Vec<String>, String> {
    if photo::format(file).is_some() {
        let picture = photo::read(file).map_err(|unread| match unread {
            Unread::TooLarge => "图片的像素太多，请缩小到六千四百万像素以内再试。".to_owned(),
            Unread::Damaged => "图片已损坏，或不是 JPEG、PNG、WebP 格式。".to_owned(),
        })?;
        return Ok(photo::codes(&picture));
    }
    let pages = picture::seen(file, PAGES).map_err(|_| TOO_HARD.to_owned())?;
    let pages = pages.iter().filter_map(|(rgb, width, height)| Grey::of_rgb(*width, *height, rgb));
    Ok(pages.flat_map(|page| photo::codes(&page)).collect())
}

/// Whatever goes wrong in the child is said as a fault of the file.
fn ask<T: DeserializeOwned>(question: &str, parts: &[&[u8]]) -> Result<T, String> {
    spawn(question, parts).unwrap_or_else(|| Err(TOO_HARD.to_owned()))
}

fn spawn<T: DeserializeOwned>(question: &str, parts: &[&[u8]]) -> Option<Result<T, String>> {
    let program = std::env::current_exe().ok()?;
    let mut child = Command::new(program)
        .args([VERB, question])
        .env_clear()
        .current_dir("/")
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
            let _ = parts.iter().try_for_each(|part| input.write_all(part));
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

/// The child's side, once it has limited itself.
pub fn answer_parent(question: &str) -> std::io::Result<()> {
    let mut input = Vec::new();
    std::io::stdin().take(MOST_INPUT).read_to_end(&mut input)?;
    match question {
        "inspect" => tell(&(HERE.inspect)(&input)),
        "liken" => {
            let (length, rest) = input.split_first_chunk().ok_or(ErrorKind::UnexpectedEof)?;
            let length = usize::try_from(u64::from_be_bytes(*length)).map_err(Error::other)?;
            let (original, other) = rest.split_at_checked(length).ok_or(ErrorKind::UnexpectedEof)?;
            tell(&(HERE.liken)(original, other))
        }
        "codes" => tell(&(HERE.codes)(&input)),
        _ => Err(ErrorKind::InvalidInput.into()),
    }
}

fn tell<T: Serialize>(answer: &Result<T, String>) -> std::io::Result<()> {
    std::io::stdout().write_all(&serde_json::to_vec(answer)?)
}
