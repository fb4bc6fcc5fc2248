//! `goodstanding verify --qr`.

use std::path::Path;

use serde_json::json;

use crate::app::check_qr::{QrVerdict, Trusted, check};
use crate::app::reader::APART;
use crate::cli::{Failed, say, verify};
use crate::crypto::qr_seal::parse_qr_text;

/// Endings of pictures and scans. What has one, and is no address, was meant as a file, even where there is none.
const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "webp", "pdf", "heic"];

/// What was scanned: the text itself, or the texts of the QR codes in a picture with this name.
pub fn texts(given: &str) -> Result<Vec<String>, String> {
    let path = Path::new(given);
    // No text of a code is a file's name: its address has two strokes after a colon.
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_named_as_one = ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()));
    if given.contains("://") || !(path.is_file() || is_named_as_one) {
        return Ok(vec![given.to_owned()]);
    }
    let texts = (APART.codes)(&verify::read(path)?)?;
    if texts.is_empty() { Err(format!("{given}: no QR code could be read in it")) } else { Ok(texts) }
}

/// Judges and prints; the exit status. Of several codes in one picture that which is a certificate's counts.
pub fn run(texts: &[String], trusted: Trusted<'_>, zh: bool, as_json: bool) -> Result<u8, Failed> {
    let is_ours = |text: &&String| parse_qr_text(text).is_ok();
    let text = texts.iter().find(is_ours).or(texts.first()).map_or("", String::as_str);
    let verdict = check(text, trusted);
    say(&if as_json { data(&verdict)? } else { words(&verdict, zh) })?;
    Ok(verdict.exit_code)
}

fn facts(verdict: &QrVerdict) -> Vec<(&'static str, &'static str, String)> {
    let Some(seal) = &verdict.seal else { return Vec::new() };
    let mut facts = vec![("number", "证明编号", seal.number.clone()), ("kind", "类型", seal.kind.clone())];
    facts.extend(seal.firm.clone().map(|firm| ("firm", "律师事务所", firm)));
    if !seal.names.is_empty() {
        facts.push(("lawyers", "律师", format!("{} ({})", seal.names.join("、"), seal.subjects)));
    }
    facts.push(("issued", "出具日期", seal.issue_date.to_string()));
    facts.extend(seal.expiry.map(|day| ("expiry", "有效期至", day.to_string())));
    if seal.copy.index > 0 {
        facts.push(("copy", "第几份", format!("{} / {}", seal.copy.index, seal.copy.of)));
    }
    facts.push(("code", "核验码", seal.code.to_string()));
    facts
}

fn words(verdict: &QrVerdict, zh: bool) -> String {
    let mut text = String::new();
    for (good, zh_words, en_words) in &verdict.steps {
        let mark = match (good, verdict.exit_code, zh) {
            (true, _, true) => "相符",
            (true, _, false) => "ok",
            (false, 1, true) => "不符",
            (false, 1, false) => "BAD",
            (false, _, true) => "不明",
            (false, _, false) => "?",
        };
        text.push_str(&format!("{mark:<6}{}\n", if zh { zh_words } else { en_words }));
    }
    text.push('\n');
    for (en, zh_name, value) in facts(verdict) {
        text.push_str(&format!("      {:<8} {value}\n", if zh { zh_name } else { en }));
    }
    let end = match (verdict.exit_code, zh) {
        (0, true) => "二维码属实。请把以上内容与手中的纸逐项比对。",
        (0, false) => "The QR code is genuine. Compare the above with the paper, item by item.",
        (1, true) => "二维码不属实，请勿采用。",
        (1, false) => "NOT GENUINE.",
        (_, true) => "无法判断。",
        (_, false) => "Cannot tell.",
    };
    text.push_str(&format!("\n{end}\n"));
    text
}

fn data(verdict: &QrVerdict) -> Result<String, Failed> {
    let steps: Vec<_> =
        verdict.steps.iter().map(|(good, zh, en)| json!({ "good": good, "zh": zh, "en": en })).collect();
    let facts: serde_json::Map<_, _> =
        facts(verdict).into_iter().map(|(name, _, value)| (name.to_owned(), json!(value))).collect();
    Ok(serde_json::to_string(&json!({ "exit": verdict.exit_code, "steps": steps, "seal": facts }))? + "\n")
}
