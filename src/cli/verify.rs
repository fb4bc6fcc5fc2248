//! `goodstanding verify`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use crate::app::check_qr::Trusted;
use crate::app::open_file::{Beside, FileVerdict, Finding, check_inspected};
use crate::app::reader::APART;
use crate::app::receipt;
use crate::cli::verify_receipt::VerifyReceipt;
use crate::cli::{Failed, say, verify_qr};
use crate::crypto::cosignature::Witness;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::verify::{Outcome, Step};

/// Largest file that is looked at, in bytes.
const MOST: u64 = 64 << 20;

/// Check certificates' files or QR codes offline, trusting nobody but one fingerprint
///
/// Each file is identical to what was issued, saved again or drawn over (which only the association's server can tell
/// apart, by its original), altered, or none of the association's.
///
/// Exit status: 0 genuine when it was issued (whether it still stands today is not known offline), 1 not genuine or not
/// the original, 2 cannot tell (no fingerprint given, no such file), 3 genuine, but an answer supplied with it says revoked
/// or expired. Of several files or codes the worst: 1, then 2, then 3.
#[derive(Debug, Args)]
pub struct Verify {
    /// The PDFs
    #[arg(value_name = "FILE", required_unless_present_any = ["receipt", "qr"])]
    files: Vec<PathBuf>,
    /// In place of a PDF: the text of a printed QR code, as any scanner reads it; or a photo or scan of it, as JPEG, PNG,
    /// WebP or PDF. May be given again
    #[arg(long, value_name = "TEXT|IMAGE", conflicts_with_all = ["files", "receipt", "answer", "proof", "manifest"])]
    qr: Vec<String>,
    /// With --qr: the association's keys, as served at /.well-known/goodstanding
    #[arg(long, value_name = "FILE", requires = "qr")]
    keys: Option<PathBuf>,
    /// With --qr: the domain of the association's verification site, where it is no longer the one in its keys
    #[arg(long, value_name = "HOST", requires = "qr")]
    host: Option<String>,
    /// A verification receipt to check instead, PDF or JSON
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "answer", "proof"])]
    receipt: Option<PathBuf>,
    /// The reference that the receipt must have been given for
    #[arg(long, value_name = "TEXT", requires = "receipt")]
    reference: Option<String>,
    /// The PDF or other file that the receipt must be about
    #[arg(long, value_name = "FILE", requires = "receipt")]
    about: Option<PathBuf>,
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
            let (about, manifest) = (self.about.as_deref(), self.manifest.as_deref());
            return VerifyReceipt { file, root, reference, about, manifest, zh: self.zh, json: self.json }.run();
        }
        let mut worst = 0;
        for text in &self.qr {
            worst = worse(worst, self.run_qr(text)?);
        }
        for file in &self.files {
            worst = worse(worst, self.run_file(file)?);
        }
        Ok(ExitCode::from(worst))
    }

    fn run_file(&self, file: &Path) -> Result<u8, Failed> {
        match self.judge(file) {
            Ok(verdict) => {
                say(&if self.json { self.data(file, &verdict)? } else { self.words(file, &verdict) })?;
                Ok(verdict.exit_code)
            }
            Err(why) => self.cannot_tell(&why),
        }
    }

    fn run_qr(&self, text: &str) -> Result<u8, Failed> {
        let keys = self.keys.as_ref().map(fs::read_to_string).transpose().map_err(|error| format!("--keys: {error}"));
        let known = self.trusted().and_then(|root| Ok((root, keys?)));
        match known.and_then(|known| Ok((known, verify_qr::texts(text)?))) {
            Ok(((root, keys), texts)) => {
                let trusted = Trusted { root: root.as_ref(), keys: keys.as_deref(), host: self.host.as_deref() };
                verify_qr::run(&texts, trusted, self.zh, self.json)
            }
            Err(why) => self.cannot_tell(&why),
        }
    }

    /// The root that was given.
    fn trusted(&self) -> Result<Option<Fingerprint>, String> {
        self.root.as_deref().map(Fingerprint::parse).transpose().map_err(|error| format!("--root: {error}"))
    }

    fn judge(&self, file: &Path) -> Result<FileVerdict, String> {
        let root = self.trusted()?;
        let pdf = read(file)?;
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
        Ok(check_inspected(&pdf, (APART.inspect)(&pdf), root.as_ref(), &beside))
    }

    fn cannot_tell(&self, why: &str) -> Result<u8, Failed> {
        if self.json {
            say(&(serde_json::to_string(&json!({ "verdict": "cannot tell", "exit": 2, "why": why }))? + "\n"))?;
        } else {
            crate::cli::complain(why);
        }
        Ok(2)
    }

    fn words(&self, file: &Path, checked: &FileVerdict) -> String {
        let say = |zh: &str, en: &str| if self.zh { zh.to_owned() } else { en.to_owned() };
        let mut text = if self.files.len() > 1 { format!("{}\n", file.display()) } else { String::new() };
        for (zh, en) in &checked.file_faults {
            // What differs is told by the Chinese sentence, which quotes the words.
            let line = if self.zh { zh.clone() } else { format!("{en} {zh}") };
            text.push_str(&format!("{:<6}{line}\n", say("不符", "BAD")));
        }
        if let Some(verdict) = &checked.verdict {
            text.push_str(&steps(&verdict.steps, self.zh));
            if let Some(statement) = &verdict.statement {
                let facts = statement.statement();
                text.push_str(&format!("\n      {} {} {}\n", facts.issuer.name, facts.title, facts.number));
            }
        }
        text.push_str(&format!("\n{}\n", conclusion(checked, self.zh)));
        if self.files.len() > 1 {
            text.push('\n');
        }
        text
    }

    fn data(&self, file: &Path, checked: &FileVerdict) -> Result<String, Failed> {
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
            "name": file.display().to_string(),
            "exit": checked.exit_code,
            "finding": checked.finding.slug(),
            "verdict": conclusion(checked, self.zh),
            "file": checked.file_faults.iter().map(|(zh, en)| json!({ "zh": zh, "en": en })).collect::<Vec<_>>(),
            "steps": steps,
            "statement": statement.map(EncodedStatement::statement),
        });
        Ok(serde_json::to_string(&value)? + "\n")
    }
}

/// Reads a file that may be a certificate.
pub(in crate::cli) fn read(file: &Path) -> Result<Vec<u8>, String> {
    let size = match fs::metadata(file) {
        Ok(known) if known.is_file() => known.len(),
        Ok(_) => return Err(format!("{} is no file", file.display())),
        Err(error) => return Err(format!("{} cannot be read: {error}", file.display())),
    };
    if size > MOST {
        return Err(format!("{} has more than 64 MiB; no certificate is so large", file.display()));
    }
    fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

/// The graver of two exit statuses: one that is not genuine outweighs all that cannot be told.
pub(in crate::cli) fn worse(one: u8, other: u8) -> u8 {
    let weight = |status: u8| [0, 3, 2, 1].iter().position(|known| *known == status);
    if weight(other) > weight(one) { other } else { one }
}

/// A line for each step: whether it held, and what it was.
pub fn steps(steps: &[Step], zh: bool) -> String {
    let line = |step: &Step| {
        let mark = match (step.outcome, zh) {
            (Outcome::Genuine, true) => "相符",
            (Outcome::Genuine, false) => "ok",
            (Outcome::CannotTell, true) => "不明",
            (Outcome::CannotTell, false) => "?",
            (Outcome::NotGenuine, true) => "不符",
            (Outcome::NotGenuine, false) => "BAD",
        };
        format!("{mark:<6}{}\n", if zh { &step.zh } else { &step.en })
    };
    steps.iter().map(line).collect()
}

fn conclusion(checked: &FileVerdict, zh: bool) -> &'static str {
    match (checked.exit_code, checked.finding, zh) {
        (0, _, true) => "出具时属实：文件与签名一致。今日是否仍有效，离线无法得知，请在线核验。",
        (0, _, false) => "Genuine when issued. Whether it still stands today cannot be known offline: ask online.",
        (3, _, true) => "出具时属实，但随附的答复表明其已撤销或过期。",
        (3, _, false) => {
            "Genuine when issued, but the answer supplied with it says that it was revoked or has expired."
        }
        (1, Finding::NotOriginal, true) => {
            "不是原文件：出具后被重新保存、追加或改动过。签名数据属实，页面上的文字与之相符，但图形无法离线比对：请以签名数据的内容为准，或在线核验这个文件。"
        }
        (1, Finding::NotOriginal, false) => {
            "NOT THE ORIGINAL: saved again, appended to or altered after issue. The signed words in it are genuine and those on its pages agree, but drawings cannot be compared offline: rely on the signed words, or check the file online."
        }
        (1, Finding::Altered, true) => "内容被改动，请勿采用。",
        (1, Finding::Altered, false) => "ALTERED: the pages do not say what was signed.",
        (1, Finding::Unreadable, true) => "无法读取，不是证明文件。",
        (1, Finding::Unreadable, false) => "NOT GENUINE: this is no file that could be a certificate.",
        (1, _, true) => "不是该协会出具的文件，或签名数据已被改动。",
        (1, _, false) => "NOT GENUINE: not a file of this association, or its signed data was altered.",
        (_, _, true) => "无法判断：请用 --root 给出从其他渠道得到的信任根指纹。",
        (_, _, false) => "Cannot tell: give --root, the association's fingerprint from another source.",
    }
}
