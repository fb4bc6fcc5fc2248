//! Judging a receipt (STATEMENT.md, section 9): an answer with the verifier's own reference, the key manifest in force and
//! the root public key. Pure: no clock, no network. As with a bundle, it is worth something only beside a root fingerprint
//! that came from elsewhere.

use crate::crypto::answer::{Answer, AnswerState, SignedAnswer};
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::hash::Hash;
use crate::crypto::keys::RootPublic;
use crate::crypto::manifest::{Manifest, Standing};
use crate::crypto::verify::{Outcome, Step, Subject, state_words};

/// The signed parts of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The answer and its signature.
    pub answer: Vec<u8>,
    /// The manifest's note.
    pub manifest: String,
    /// The root public key's 32 bytes.
    pub root: Vec<u8>,
}

/// What the receipt is held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected<'a> {
    /// The root that the verifier trusts.
    pub root: Option<&'a Fingerprint>,
    /// The reference that the receipt is shown under.
    pub reference: Option<&'a str>,
    /// The statement's hash that it must be about.
    pub about: Option<&'a Hash>,
    /// A newer key manifest, if the verifier has one.
    pub manifest: Option<&'a str>,
}

/// The judgement, step by step.
#[derive(Clone, Debug)]
pub struct ReceiptVerdict {
    pub outcome: Outcome,
    pub steps: Vec<Step>,
    /// What was answered; to be believed where the outcome is `Genuine`.
    pub answer: Option<Answer>,
}

impl ReceiptVerdict {
    /// 0 genuine and in force when it was answered, 1 not genuine, 2 cannot tell, 3 genuine, and the answer was another
    /// than in force.
    pub fn exit_code(&self) -> u8 {
        match (self.outcome, self.answer.as_ref().map(|answer| answer.state)) {
            (Outcome::Genuine, Some(AnswerState::InForce)) => 0,
            (Outcome::Genuine, Some(_)) => 3,
            (Outcome::NotGenuine, _) => 1,
            _ => 2,
        }
    }

    fn note(&mut self, subject: Subject, outcome: Outcome, en: impl Into<String>, zh: impl Into<String>) {
        self.outcome = self.outcome.max(outcome);
        self.steps.push(Step { subject, outcome, en: en.into(), zh: zh.into() });
    }
}

/// Judges a receipt.
pub fn judge_receipt(receipt: &Receipt, expected: &Expected<'_>) -> ReceiptVerdict {
    use Outcome::{CannotTell, Genuine, NotGenuine};
    let mut verdict = ReceiptVerdict { outcome: Genuine, steps: Vec::new(), answer: None };
    let Ok(root) = RootPublic::from_bytes(&receipt.root) else {
        verdict.note(Subject::Root, NotGenuine, "the root public key is none", "根公钥无效");
        return verdict;
    };
    let own = Fingerprint::of(&root);
    match expected.root {
        None => verdict.note(
            Subject::Root,
            CannotTell,
            format!("no root fingerprint was given; the receipt's own is {own}: compare it with a published one"),
            format!("未提供根密钥指纹；回执所附指纹为 {own}，请与协会公布的指纹核对"),
        ),
        Some(trusted) if *trusted == own => {
            verdict.note(Subject::Root, Genuine, format!("the root is {own}"), format!("根密钥指纹相符：{own}"));
        }
        Some(trusted) => verdict.note(
            Subject::Root,
            NotGenuine,
            format!("it was made under another root, {own}, and not under {trusted}"),
            format!("并非该协会出具：所附根密钥指纹为 {own}，应为 {trusted}"),
        ),
    }
    let opened = Manifest::open(&receipt.manifest, &root).ok();
    let newer = expected.manifest.map(|note| Manifest::open(note, &root).ok());
    let manifest = match (opened, newer) {
        (Some(own), None) => Some(own),
        (Some(own), Some(Some(newer))) if newer.host == own.host => {
            Some(if newer.version >= own.version { newer } else { own })
        }
        _ => None,
    };
    let Some(manifest) = manifest else {
        verdict.note(Subject::Manifest, NotGenuine, "the key manifest is not the root's", "密钥清单不是根密钥签发的");
        return verdict;
    };
    let version = manifest.version;
    verdict.note(
        Subject::Manifest,
        Genuine,
        format!("the root signed key manifest {version}"),
        format!("第{version}版密钥清单由根密钥签发"),
    );
    answer(&mut verdict, receipt, &manifest, expected);
    verdict
}

fn answer(verdict: &mut ReceiptVerdict, receipt: &Receipt, manifest: &Manifest, expected: &Expected<'_>) {
    use Outcome::{CannotTell, Genuine, NotGenuine};
    let Ok(signed) = SignedAnswer::decode(&receipt.answer) else {
        return verdict.note(Subject::Answer, NotGenuine, "the answer is malformed", "答复已损坏或被改动");
    };
    let id = signed.answer.key_id;
    let Some((_, key)) = manifest.issuer(id).filter(|(public, _)| signed.verify(public)) else {
        let (en, zh) = ("no issuer key of the manifest signed the answer", "答复不是清单中的签发密钥签名的");
        return verdict.note(Subject::Answer, NotGenuine, en, zh);
    };
    verdict.note(
        Subject::Answer,
        Genuine,
        format!("issuer key {id} signed the answer"),
        format!("答复由签发密钥 {id} 签名"),
    );
    match key.answers(signed.answer.at, signed.answer.tree_size) {
        Standing::Good => verdict.note(
            Subject::Keys,
            Genuine,
            "the issuer key was in service when it answered",
            "答复时该签发密钥在用",
        ),
        Standing::Bad(why) => verdict.note(
            Subject::Keys,
            NotGenuine,
            format!("the issuer key was not in service: {why}"),
            "答复时该签发密钥尚未启用或已停用",
        ),
        Standing::NeedsFrozenProof => verdict.note(
            Subject::Keys,
            CannotTell,
            "the issuer key is compromised: whoever has it could have made this answer; ask again",
            "该签发密钥已失密，这份答复可能出自他人之手，请重新核验",
        ),
    }
    if let Some(about) = expected.about
        && *about != signed.answer.about
    {
        verdict.note(Subject::Answer, NotGenuine, "it is about another certificate", "回执针对的是另一份证明");
    }
    if let Some(reference) = expected.reference {
        let own = signed.answer.reference.as_deref();
        if own == Some(reference) {
            verdict.note(Subject::Reference, Genuine, "it was given for this reference", "核验方编号相符");
        } else {
            let own = own.unwrap_or("-");
            verdict.note(
                Subject::Reference,
                NotGenuine,
                format!("it was given for another reference, {own}, and not for {reference}"),
                format!("核验方编号不符：回执所载为“{own}”，应为“{reference}”"),
            );
        }
    }
    let (en, zh) = state_words(signed.answer.state);
    let at = signed.answer.at;
    verdict.note(
        Subject::Answer,
        Genuine,
        format!("the association answered at {}: {en}", at.rfc3339()),
        format!("协会{}答复：{zh}", at.zh()),
    );
    verdict.answer = Some(signed.answer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keys::{IssuerKey, Role};
    use crate::crypto::manifest::KeyState;
    use crate::crypto::samples;

    fn receipt() -> Receipt {
        let answer = Answer { reference: Some("招标 2026-17".into()), ..samples::answer() };
        Receipt {
            answer: answer.sign(&samples::issuer()).unwrap().encode().unwrap(),
            manifest: samples::manifest_note(),
            root: samples::root().public().to_bytes().to_vec(),
        }
    }

    #[test]
    fn a_receipt_is_good_under_its_root_and_its_reference_only() {
        let (receipt, root) = (receipt(), Fingerprint::of(&samples::root().public()));
        let expected = Expected { root: Some(&root), reference: Some("招标 2026-17"), ..Expected::default() };
        let judged = |receipt: &Receipt, expected: &Expected<'_>| judge_receipt(receipt, expected).exit_code();
        assert_eq!(judged(&receipt, &expected), 0);
        assert_eq!(judged(&receipt, &Expected { reference: Some("招标 2026-18"), ..expected }), 1, "a replay");
        assert_eq!(judged(&receipt, &Expected { root: None, ..expected }), 2);
        let stranger = Fingerprint::of(&crate::crypto::keys::RootKey::from_seed(&[9; 32]).public());
        assert_eq!(judged(&receipt, &Expected { root: Some(&stranger), ..expected }), 1);
        assert_eq!(judged(&receipt, &Expected { about: Some(&[7; 32]), ..expected }), 0);
        assert_eq!(judged(&receipt, &Expected { about: Some(&[8; 32]), ..expected }), 1);
        for at in 0..receipt.answer.len() {
            let mut changed = receipt.clone();
            changed.answer[at] ^= 1;
            assert_eq!(judged(&changed, &expected), 1, "byte {at}");
        }
        let forged = samples::answer().sign(&IssuerKey::from_seed(&[77; 32])).unwrap().encode().unwrap();
        assert_eq!(judged(&Receipt { answer: forged, ..receipt.clone() }, &expected), 1);
    }

    #[test]
    fn a_closed_key_answers_for_its_time_and_a_stolen_one_not_at_all() {
        let (receipt, root) = (receipt(), Fingerprint::of(&samples::root().public()));
        let closed = |state| {
            let mut next = samples::manifest().next(&samples::manifest_note(), samples::NOW);
            assert!(next.close(Role::Issuer, samples::issuer().id(), state));
            let note = samples::root().sign_manifest(&next).unwrap();
            let expected = Expected { root: Some(&root), manifest: Some(&note), ..Expected::default() };
            judge_receipt(&receipt, &expected).exit_code()
        };
        // The sample answer speaks of a log of 12 leaves.
        assert_eq!(closed(KeyState::Retired { size: 12, root: [0; 32] }), 0);
        assert_eq!(closed(KeyState::Retired { size: 11, root: [0; 32] }), 1);
        assert_eq!(closed(KeyState::Compromised { size: 12, root: [0; 32], before: None }), 2);
    }
}
