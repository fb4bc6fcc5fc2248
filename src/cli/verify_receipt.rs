//! `goodstanding verify --receipt`: a receipt judged offline.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::app::open_file;
use crate::app::reader::APART;
use crate::app::receipt;
use crate::cli::{Failed, say, verify};
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::hash::{Hash, sha256};
use crate::crypto::receipt::{Expected, ReceiptVerdict, judge_receipt};

/// Largest file that is looked at, in bytes.
const MOST: u64 = 16 << 20;

/// What is judged, and how it is said. Exit status: 0 genuine, and the certificate was in force when it was answered;
/// 1 not genuine, or given for another reference; 2 cannot tell; 3 genuine, and the answer was expired, revoked or
/// replaced.
#[derive(Debug)]
pub struct VerifyReceipt<'a> {
    pub file: &'a Path,
    pub root: Option<&'a str>,
    pub reference: Option<&'a str>,
    /// The file that the receipt must be about.
    pub about: Option<&'a Path>,
    pub manifest: Option<&'a Path>,
    pub zh: bool,
    pub json: bool,
}

impl VerifyReceipt<'_> {
    /// Judges, prints each step, and answers by the exit status.
    pub fn run(&self) -> Result<ExitCode, Failed> {
        match self.judge() {
            Ok(verdict) => {
                say(&if self.json { self.data(&verdict)? } else { self.words(&verdict) })?;
                Ok(ExitCode::from(verdict.exit_code()))
            }
            Err(why) => {
                if self.json {
                    let told = json!({ "verdict": "cannot tell", "exit": 2, "why": why });
                    say(&(serde_json::to_string(&told)? + "\n"))?;
                } else {
                    crate::cli::complain(&why);
                }
                Ok(ExitCode::from(2))
            }
        }
    }

    fn judge(&self) -> Result<ReceiptVerdict, String> {
        let root = self.root.map(Fingerprint::parse).transpose().map_err(|why| format!("--root: {why}"))?;
        let unread = |error: std::io::Error| format!("{} cannot be read: {error}", self.file.display());
        let known = fs::metadata(self.file).map_err(unread)?;
        if !known.is_file() || known.len() > MOST {
            return Err(format!("{} is no receipt: no file, or more than 16 MiB", self.file.display()));
        }
        let bytes = fs::read(self.file).map_err(unread)?;
        let manifest = self.manifest.map(fs::read_to_string).transpose();
        let manifest = manifest.map_err(|error| format!("--manifest: {error}"))?;
        let receipt = receipt::read(&bytes).map_err(|why| format!("{} is no receipt: {why}", self.file.display()))?;
        let about = self.about.map(hashes).transpose()?;
        let (reference, manifest) = (self.reference, manifest.as_deref());
        let expected = Expected { root: root.as_ref(), reference, about: about.as_deref(), manifest };
        Ok(judge_receipt(&receipt, &expected))
    }

    fn words(&self, verdict: &ReceiptVerdict) -> String {
        let say = |zh: &str, en: &str| if self.zh { zh.to_owned() } else { en.to_owned() };
        let mut text = verify::steps(&verdict.steps, self.zh);
        if let Some(reference) = verdict.answer.as_ref().and_then(|answer| answer.reference.as_ref()) {
            text.push_str(&format!("\n      {} {reference}\n", say("核验编号", "reference")));
        }
        text.push_str(&format!("\n{}\n", conclusion(verdict.exit_code(), self.zh)));
        text
    }

    fn data(&self, verdict: &ReceiptVerdict) -> Result<String, Failed> {
        let steps: Vec<Value> = verdict
            .steps
            .iter()
            .map(|step| json!({ "outcome": format!("{:?}", step.outcome), "en": step.en, "zh": step.zh }))
            .collect();
        let answer = verdict.answer.as_ref().map(|answer| {
            json!({
                "about": data_encoding::HEXLOWER.encode(&answer.about),
                "state": format!("{:?}", answer.state),
                "at": answer.at.rfc3339(),
                "tree_size": answer.tree_size,
                "reference": answer.reference,
            })
        });
        let code = verdict.exit_code();
        let value = json!({ "exit": code, "verdict": conclusion(code, self.zh), "steps": steps, "answer": answer });
        Ok(serde_json::to_string(&value)? + "\n")
    }
}

/// What a receipt about this file names: the file's own hash, or that of the statement in it.
fn hashes(file: &Path) -> Result<Vec<Hash>, String> {
    let bytes = verify::read(file).map_err(|why| format!("--about: {why}"))?;
    let found = (APART.inspect)(&bytes).ok();
    let statement = found.and_then(|found| open_file::statement_hash(&found));
    Ok([Some(sha256(&bytes)), statement].into_iter().flatten().collect())
}

fn conclusion(exit_code: u8, zh: bool) -> &'static str {
    match (exit_code, zh) {
        (0, true) => "真实回执：答复时证明有效。",
        (0, false) => "Genuine: the certificate was in force when the association answered.",
        (1, true) => "不是真回执，或者不是为这个核验编号出具的。",
        (1, false) => "NOT GENUINE, or given for another reference.",
        (3, true) => "真实回执：答复时证明已过期、已撤销或已换发，或者送验的文件不是本会出具的原文件；见上面的答复。",
        (3, false) => {
            "Genuine: the certificate had expired, or was revoked or replaced, or the file was not as issued; see the answer above."
        }
        (_, true) => "无法判断：请用 --root 给出从其他渠道得到的信任根指纹。",
        (_, false) => "Cannot tell: give --root, the association's fingerprint from another source.",
    }
}
