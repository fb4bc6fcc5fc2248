//! `goodstanding verify --qr`.

use std::process::ExitCode;

use serde_json::json;

use crate::app::check_qr::{QrVerdict, check};
use crate::cli::{Failed, say};
use crate::crypto::fingerprint::Fingerprint;

/// Judges and prints; the exit status.
pub fn run(
    text: &str,
    root: Option<&Fingerprint>,
    keys: Option<&str>,
    zh: bool,
    as_json: bool,
) -> Result<ExitCode, Failed> {
    let verdict = check(text, root, keys);
    say(&if as_json { data(&verdict)? } else { words(&verdict, zh) })?;
    Ok(ExitCode::from(verdict.exit_code))
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
