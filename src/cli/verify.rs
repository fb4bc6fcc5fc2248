//! `goodstanding verify`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use crate::app::open_file::{Beside, FileVerdict, check_file_beside};
use crate::app::receipt;
use crate::cli::verify_receipt::VerifyReceipt;
use crate::cli::{Failed, say, verify_qr};
use crate::crypto::cosignature::Witness;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::verify::Outcome;

/// Largest file that is looked at, in bytes.
const MOST: u64 = 64 << 20;

/// Check a certificate's file or QR code offline, trusting nobody but one fingerprint
///
/// Exit status: 0 genuine when it was issued (whether it still stands today is not known offline), 1 not genuine,
/// 2 cannot tell (no fingerprint given, no such file), 3 genuine, but an answer supplied with it says revoked or expired.
#[derive(Debug, Args)]
pub struct Verify {
    /// The PDF
    #[arg(required_unless_present_any = ["receipt", "qr"])]
    file: Option<PathBuf>,
    /// In place of a PDF: the text of a printed QR code, as any scanner reads it
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["file", "receipt", "answer", "proof", "manifest"])]
    qr: Option<String>,
    /// With --qr: the association's keys, as served at /.well-known/goodstanding
    #[arg(long, value_name = "FILE", requires = "qr")]
    keys: Option<PathBuf>,
    /// A verification receipt to check instead, PDF or JSON
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "answer", "proof"])]
    receipt: Option<PathBuf>,
    /// The reference that the receipt must have been given for
    #[arg(long, value_name = "TEXT", requires = "receipt")]
    reference: Option<String>,
    /// A newer key manifest of the association than the file's own
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// A newer proof for the file's log entry, which is needed once a key was compromised
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,
    /// A witness that you trust (its verifier key, NAME+HASH+KEY): it must have seen the proof's checkpoint, and where a key
    /// was stolen, what it saw before counts; may be repeated
    #[arg(long, value_name = "KEY", conflicts_with_all = ["receipt", "qr"])]
    witness: Vec<String>,
    /// The association's root fingerprint, from a source other than the file itself
    #[arg(long, value_name = "FINGERPRINT")]
    root: Option<String>,
    /// A signed answer or receipt about this certificate
    #[arg(long, value_name = "FILE")]
    answer: Option<PathBuf>,
    /// Say it in Chinese
    #[arg(long)]
    zh: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Judges, prints each step, and answers by the exit status.
    pub fn run(&self) -> Result<ExitCode, Failed> {
        if let Some(file) = &self.receipt {
            let (root, reference) = (self.root.as_deref(), self.reference.as_deref());
            let (zh, json) = (self.zh, self.json);
            return VerifyReceipt { file, root, reference, manifest: self.manifest.as_deref(), zh, json }.run();
        }
        if let Some(text) = &self.qr {
            return self.run_qr(text);
        }
        match self.judge() {
            Ok(verdict) => {
                say(&if self.json { self.data(&verdict)? } else { self.words(&verdict) })?;
                Ok(ExitCode::from(verdict.exit_code))
            }
            Err(why) => self.cannot_tell(&why),
        }
    }

    fn run_qr(&self, text: &str) -> Result<ExitCode, Failed> {
        let keys = self.keys.as_ref().map(fs::read_to_string).transpose().map_err(|error| format!("--keys: {error}"));
        match self.trusted().and_then(|root| Ok((root, keys?))) {
            Ok((root, keys)) => verify_qr::run(text, root.as_ref(), keys.as_deref(), self.zh, self.json),
            Err(why) => self.cannot_tell(&why),
        }
    }

    /// The root that was given.
    fn trusted(&self) -> Result<Option<Fingerprint>, String> {
        self.root.as_deref().map(Fingerprint::parse).transpose().map_err(|error| format!("--root: {error}"))
    }

    fn judge(&self) -> Result<FileVerdict, String> {
        let root = self.trusted()?;
        let file = self.file.as_deref().unwrap_or(Path::new(""));
        let size = match fs::metadata(file) {
            Ok(known) if known.is_file() => known.len(),
            Ok(_) => return Err(format!("{} is no file", file.display())),
            Err(error) => return Err(format!("{} cannot be read: {error}", file.display())),
        };
        if size > MOST {
            return Err(format!("{} has more than 64 MiB; no certificate is so large", file.display()));
        }
        let pdf = fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        let text = |option: &str, path: &Option<PathBuf>| {
            path.as_ref().map(fs::read_to_string).transpose().map_err(|error| format!("--{option}: {error}"))
        };
        let (manifest, proof) = (text("manifest", &self.manifest)?, text("proof", &self.proof)?);
        let answer = self.answer.as_ref().map(fs::read).transpose().map_err(|error| format!("--answer: {error}"))?;
        // A receipt is an answer too.
        let answer = answer.map(|bytes| receipt::read(&bytes).map_or(bytes, |receipt| receipt.answer));
        let witnesses: Result<Vec<Witness>, _> = self.witness.iter().map(|key| Witness::parse(key)).collect();
        let witnesses = witnesses.map_err(|error| format!("--witness: {error}"))?;
        let beside = Beside {
            answer: answer.as_deref(),
            manifest: manifest.as_deref(),
            proof: proof.as_deref(),
            witnesses: &witnesses,
        };
        Ok(check_file_beside(&pdf, root.as_ref(), &beside))
    }

    fn cannot_tell(&self, why: &str) -> Result<ExitCode, Failed> {
        if self.json {
            say(&(serde_json::to_string(&json!({ "verdict": "cannot tell", "exit": 2, "why": why }))? + "\n"))?;
        } else {
            crate::cli::complain(why);
        }
        Ok(ExitCode::from(2))
    }

    fn words(&self, checked: &FileVerdict) -> String {
        let say = |zh: &str, en: &str| if self.zh { zh.to_owned() } else { en.to_owned() };
        let mut text = String::new();
        for (zh, en) in &checked.file_faults {
            // What differs is told by the Chinese sentence, which quotes the words.
            let line = if self.zh { zh.clone() } else { format!("{en} {zh}") };
            text.push_str(&format!("{:<6}{line}\n", say("不符", "BAD")));
        }
        if let Some(verdict) = &checked.verdict {
            for step in &verdict.steps {
                let mark = match step.outcome {
                    Outcome::Genuine => say("相符", "ok"),
                    Outcome::CannotTell => say("不明", "?"),
                    Outcome::NotGenuine => say("不符", "BAD"),
                };
                text.push_str(&format!("{mark:<6}{}\n", if self.zh { &step.zh } else { &step.en }));
            }
            if let Some(statement) = &verdict.statement {
                let facts = statement.statement();
                text.push_str(&format!("\n      {} {} {}\n", facts.issuer.name, facts.title, facts.number));
            }
        }
        text.push_str(&format!("\n{}\n", conclusion(checked.exit_code, self.zh)));
        text
    }

    fn data(&self, checked: &FileVerdict) -> Result<String, Failed> {
        let steps: Vec<Value> = checked
            .verdict
            .iter()
            .flat_map(|verdict| &verdict.steps)
            .map(|step| {
                json!({
                    "step": format!("{:?}", step.subject).to_lowercase(),
                    "outcome": format!("{:?}", step.outcome),
                    "en": step.en,
                    "zh": step.zh,
                })
            })
            .collect();
        let statement = checked.verdict.as_ref().and_then(|verdict| verdict.statement.as_ref());
        let value = json!({
            "exit": checked.exit_code,
            "verdict": conclusion(checked.exit_code, self.zh),
            "file": checked.file_faults.iter().map(|(zh, en)| json!({ "zh": zh, "en": en })).collect::<Vec<_>>(),
            "steps": steps,
            "statement": statement.map(EncodedStatement::statement),
        });
        Ok(serde_json::to_string(&value)? + "\n")
    }
}

fn conclusion(exit_code: u8, zh: bool) -> &'static str {
    match (exit_code, zh) {
        (0, true) => "出具时属实：文件与签名一致。今日是否仍有效，离线无法得知，请在线核验。",
        (0, false) => "Genuine when issued. Whether it still stands today cannot be known offline: ask online.",
        (1, true) => "不是真证明，或已被改动。",
        (1, false) => "NOT GENUINE, or altered.",
        (3, true) => "出具时属实，但随附的答复表明其已撤销或过期。",
        (3, false) => "Genuine when issued, but the answer supplied with it says that it was revoked or has expired.",
        (_, true) => "无法判断：请用 --root 给出从其他渠道得到的信任根指纹。",
        (_, false) => "Cannot tell: give --root, the association's fingerprint from another source.",
    }
}
