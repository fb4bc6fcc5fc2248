//! The offline judgement of a certificate's bundle (STATEMENT.md, section 10): pure, no clock, no network. What it needs
//! to be worth anything is a root fingerprint that did not come with the bundle.

use crate::crypto::answer::{Answer, AnswerState, SignedAnswer};
use crate::crypto::bundle::{Bundle, BundleFault};
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::cosignature::Witness;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::keys::{Role, RootPublic};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::manifest::{Manifest, ManifestKey, Standing, Use};
use crate::crypto::proof::LogProof;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::tlog;
use crate::domain::time::Moment;

/// What is judged, and what is known besides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// The bytes of `certificate.gsb`.
    pub bundle: &'a [u8],
    /// The root that the verifier trusts.
    pub root: Option<&'a Fingerprint>,
    /// A newer key manifest than the bundle's, if the verifier has one.
    pub manifest: Option<&'a str>,
    /// A newer proof for the same leaf, such as one to a compromised key's frozen checkpoint.
    pub proof: Option<&'a str>,
    /// A signed answer or receipt about the same statement.
    pub answer: Option<&'a [u8]>,
    /// Witnesses that the verifier trusts: one of them must have cosigned the proof's checkpoint.
    pub witnesses: &'a [Witness],
}

/// The judgement. Its order is its weight: one failed step outweighs all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Genuine,
    CannotTell,
    NotGenuine,
}

/// What a step looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Bundle,
    Root,
    Manifest,
    Statement,
    Leaf,
    Checkpoint,
    Witness,
    Inclusion,
    Keys,
    Answer,
    Reference,
}

/// One step of the judgement and why it went so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub subject: Subject,
    pub outcome: Outcome,
    pub en: String,
    pub zh: String,
}

/// All steps, and what may be believed where the outcome is `Genuine`.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub outcome: Outcome,
    pub steps: Vec<Step>,
    /// The statement, shown for comparison even where it is not believed.
    pub statement: Option<EncodedStatement>,
    /// When the leaf says that it was issued.
    pub issued_at: Option<Moment>,
    /// The checkpoint as of which the statement was in the log.
    pub checkpoint: Option<Checkpoint>,
    /// A good answer that was supplied.
    pub answer: Option<Answer>,
}

impl Verdict {
    /// 0 genuine as of the checkpoint, 1 not genuine, 2 cannot tell, 3 genuine but a supplied answer says no longer in
    /// force.
    pub fn exit_code(&self) -> u8 {
        match (self.outcome, self.answer.as_ref().map(|answer| answer.state)) {
            (Outcome::Genuine, None | Some(AnswerState::InForce)) => 0,
            (Outcome::Genuine, Some(_)) => 3,
            (Outcome::NotGenuine, _) => 1,
            (Outcome::CannotTell, _) => 2,
        }
    }

    fn note(&mut self, subject: Subject, outcome: Outcome, en: impl Into<String>, zh: impl Into<String>) {
        self.outcome = self.outcome.max(outcome);
        self.steps.push(Step { subject, outcome, en: en.into(), zh: zh.into() });
    }

    fn pass(&mut self, subject: Subject, en: impl Into<String>, zh: impl Into<String>) {
        self.note(subject, Outcome::Genuine, en, zh);
    }

    fn fail(&mut self, subject: Subject, en: impl Into<String>, zh: impl Into<String>) {
        self.note(subject, Outcome::NotGenuine, en, zh);
    }

    fn doubt(&mut self, subject: Subject, en: impl Into<String>, zh: impl Into<String>) {
        self.note(subject, Outcome::CannotTell, en, zh);
    }
}

/// Judges the evidence, step by step.
pub fn judge(evidence: &Evidence<'_>) -> Verdict {
    let mut verdict = Verdict {
        outcome: Outcome::Genuine,
        steps: Vec::new(),
        statement: None,
        issued_at: None,
        checkpoint: None,
        answer: None,
    };
    let bundle = match Bundle::decode(evidence.bundle) {
        Ok(bundle) => bundle,
        Err(BundleFault::LaterVersion) => {
            verdict.doubt(
                Subject::Bundle,
                "the bundle is of a later version; a newer program can read it",
                "验证资料的版本较新，请用新版程序核验",
            );
            return verdict;
        }
        Err(fault) => {
            verdict.fail(Subject::Bundle, fault.to_string(), "验证资料已损坏或被改动");
            return verdict;
        }
    };
    verdict.pass(Subject::Bundle, "the bundle is well-formed", "验证资料格式正确");
    let root = judge_root(&mut verdict, &bundle, evidence.root);
    let manifest = root.and_then(|root| judge_manifest(&mut verdict, &bundle, &root, evidence.manifest));
    let Some(manifest) = manifest else { return verdict };
    judge_statement(&mut verdict, &bundle, &manifest);
    judge_leaf(&mut verdict, &bundle);
    let Some((proof, checkpoint, log)) = judge_checkpoint(&mut verdict, &bundle, &manifest, evidence.proof) else {
        return verdict;
    };
    let witnessed = judge_witnesses(&mut verdict, &proof, evidence.witnesses);
    judge_inclusion(&mut verdict, &bundle.leaf, &proof, &checkpoint);
    let asked = Use { at: bundle.leaf.at, index: proof.index, checkpoint: &checkpoint, witnessed };
    let issuer = manifest.key(Role::Issuer, bundle.statement.key_id);
    judge_keys(&mut verdict, &asked, [issuer, Some(log)]);
    if let Some(answer) = evidence.answer {
        judge_answer(&mut verdict, answer, &manifest);
    }
    if verdict.outcome != Outcome::Genuine {
        verdict.answer = None;
    }
    verdict
}

fn judge_root(verdict: &mut Verdict, bundle: &Bundle, trusted: Option<&Fingerprint>) -> Option<RootPublic> {
    let Ok(root) = RootPublic::from_bytes(&bundle.root) else {
        verdict.fail(Subject::Root, "the root public key is none", "根公钥无效");
        return None;
    };
    let own = Fingerprint::of(&root);
    match trusted {
        None => verdict.doubt(
            Subject::Root,
            format!("no root fingerprint was given; the bundle's own is {own}: compare it with a published one"),
            format!("未提供根密钥指纹；本件所附指纹为 {own}，请与协会公布的指纹核对"),
        ),
        Some(trusted) if *trusted == own => {
            verdict.pass(Subject::Root, format!("the root is {own}"), format!("根密钥指纹相符：{own}"));
        }
        Some(trusted) => verdict.fail(
            Subject::Root,
            format!("it was made under another root, {own}, and not under {trusted}"),
            format!("并非该协会出具：所附根密钥指纹为 {own}，应为 {trusted}"),
        ),
    }
    Some(root)
}

fn judge_manifest(verdict: &mut Verdict, bundle: &Bundle, root: &RootPublic, newer: Option<&str>) -> Option<Manifest> {
    let own = match Manifest::open(&bundle.manifest, root) {
        Ok(own) => own,
        Err(fault) => {
            verdict.fail(
                Subject::Manifest,
                format!("the key manifest is not the root's: {fault}"),
                "密钥清单不是根密钥签发的",
            );
            return None;
        }
    };
    let manifest = match newer.map(|note| Manifest::open(note, root)) {
        None => own,
        Some(Ok(newer)) if newer.host == own.host && newer.version >= own.version => newer,
        Some(Ok(newer)) if newer.host == own.host => own,
        Some(_) => {
            verdict.doubt(
                Subject::Manifest,
                "the key manifest that was supplied is not one of this root",
                "另行提供的密钥清单不是该根密钥签发的",
            );
            own
        }
    };
    verdict.pass(
        Subject::Manifest,
        format!("the root signed key manifest {}", manifest.version),
        format!("第{}版密钥清单由根密钥签发", manifest.version),
    );
    Some(manifest)
}

fn judge_statement(verdict: &mut Verdict, bundle: &Bundle, manifest: &Manifest) {
    match EncodedStatement::from_bytes(&bundle.statement.bytes) {
        Ok(statement) => verdict.statement = Some(statement),
        Err(fault) => {
            return verdict.fail(Subject::Statement, format!("the statement is {fault}"), "证明内容已损坏或被改动");
        }
    }
    let id = bundle.statement.key_id;
    match manifest.issuer(id) {
        None => verdict.fail(
            Subject::Statement,
            format!("the key manifest knows no issuer key {id}"),
            format!("密钥清单中没有签发密钥 {id}"),
        ),
        Some((key, _)) if bundle.statement.verify(&key).is_ok() => verdict.pass(
            Subject::Statement,
            format!("issuer key {id} signed the statement"),
            format!("证明内容由签发密钥 {id} 签名"),
        ),
        Some(_) => verdict.fail(
            Subject::Statement,
            "the statement's signature is wrong: the content was changed or is not the association's",
            "证明内容的签名不符：内容被改动，或并非该协会出具",
        ),
    }
}

fn judge_leaf(verdict: &mut Verdict, bundle: &Bundle) {
    let is_copy = verdict.statement.as_ref().map(|statement| statement.statement().copy.index > 0);
    let commitment = match (bundle.leaf.event, is_copy) {
        (Event::Issued { statement }, Some(false)) | (Event::CopyIssued { statement, .. }, Some(true)) => {
            Some(statement)
        }
        _ => None,
    };
    if commitment == Some(bundle.statement.commitment()) {
        verdict.issued_at = Some(bundle.leaf.at);
        verdict.pass(
            Subject::Leaf,
            format!("the log's leaf is of this statement, {}", bundle.leaf.at.rfc3339()),
            format!("日志条目与证明内容相符，时间{}", bundle.leaf.at.zh()),
        );
    } else {
        verdict.fail(Subject::Leaf, "the log's leaf is not of this statement", "日志条目与证明内容不符");
    }
}

/// The proof, the checkpoint that it leads to, and the log key that signed that.
fn judge_checkpoint<'a>(
    verdict: &mut Verdict,
    bundle: &Bundle,
    manifest: &'a Manifest,
    newer: Option<&str>,
) -> Option<(LogProof, Checkpoint, &'a ManifestKey)> {
    let proof = match newer.map(LogProof::parse) {
        None => bundle.proof.clone(),
        Some(Ok(newer)) if newer.index == bundle.proof.index => newer,
        Some(_) => {
            verdict.doubt(
                Subject::Checkpoint,
                "the proof that was supplied is malformed or of another leaf",
                "另行提供的日志证明格式不对，或属于另一条目",
            );
            bundle.proof.clone()
        }
    };
    let origin = manifest.origin();
    let opened = manifest
        .logs()
        .find_map(|(public, key)| Some((Checkpoint::open(&proof.checkpoint, &origin, &public).ok()?, key)));
    let Some((checkpoint, key)) = opened else {
        verdict.fail(
            Subject::Checkpoint,
            format!("no log key of {origin} signed the checkpoint"),
            format!("日志检查点不是 {origin} 签发的"),
        );
        return None;
    };
    verdict.pass(
        Subject::Checkpoint,
        format!("the log signed a checkpoint of {} entries", checkpoint.size),
        format!("日志检查点（共{}条）由日志密钥签发", checkpoint.size),
    );
    verdict.checkpoint = Some(checkpoint.clone());
    Some((proof, checkpoint, key))
}

/// When a witness that the verifier trusts first saw the checkpoint.
fn judge_witnesses(verdict: &mut Verdict, proof: &LogProof, witnesses: &[Witness]) -> Option<Moment> {
    let (note, _) = proof.checkpoint().ok()?;
    let mut first: Option<Moment> = None;
    for witness in witnesses {
        let name = witness.name();
        match witness.first_cosigned(&note) {
            Ok(Some(at)) => {
                let (en, zh) = (format!("witness {name} saw this checkpoint at {}", at.rfc3339()), at.zh());
                verdict.pass(Subject::Witness, en, format!("见证人 {name} 于{zh}见到这个检查点"));
                first = Some(first.map_or(at, |first| first.min(at)));
            }
            Ok(None) => {}
            Err(fault) => verdict.fail(
                Subject::Witness,
                format!("witness {name}: {fault}"),
                format!("检查点上署名 {name} 的见证签名是伪造的"),
            ),
        }
    }
    if first.is_none() && !witnesses.is_empty() {
        verdict.doubt(
            Subject::Witness,
            "no witness that you named cosigned this checkpoint: get a proof from the log under /log/witnessed/",
            "您指定的见证人都没有在这个检查点上签名：请另取经见证的日志证明（/log/witnessed/）",
        );
    }
    first
}

fn judge_inclusion(verdict: &mut Verdict, leaf: &Leaf, proof: &LogProof, checkpoint: &Checkpoint) {
    let number = proof.index.saturating_add(1);
    if tlog::verify_inclusion(proof.index, checkpoint.size, &leaf.hash(), &proof.hashes, &checkpoint.root) {
        verdict.pass(
            Subject::Inclusion,
            format!("it is entry {number} of the public log"),
            format!("已载入公开日志第{number}条"),
        );
    } else {
        verdict.fail(
            Subject::Inclusion,
            "the proof does not lead from the leaf to the checkpoint",
            "日志证明不成立：公开日志中没有这一条",
        );
    }
}

fn judge_keys(verdict: &mut Verdict, asked: &Use<'_>, [issuer, log]: [Option<&ManifestKey>; 2]) {
    let standing = |key: Option<&ManifestKey>, index| {
        key.map_or(Standing::Bad("the manifest does not know it"), |key| key.standing(&Use { index, ..*asked }))
    };
    let issuer = standing(issuer, asked.index);
    let log = standing(log, asked.checkpoint.size.saturating_sub(1));
    for (key, zh, standing) in [("issuer", "签发", issuer), ("log", "日志", log)] {
        match standing {
            Standing::Good => verdict.pass(
                Subject::Keys,
                format!("the {key} key was good for this entry"),
                format!("{zh}密钥对这一条目有效"),
            ),
            Standing::Bad(why) => verdict.fail(
                Subject::Keys,
                format!("the {key} key was not good for this entry: {why}"),
                format!("{zh}密钥对这一条目无效（尚未启用或已停用）"),
            ),
            Standing::NeedsFrozenProof => verdict.doubt(
                Subject::Keys,
                format!("the {key} key is compromised; only a proof to the checkpoint frozen in the manifest counts, or one to a checkpoint that a witness saw before"),
                format!("{zh}密钥已失密，须另行取得指向清单所载检查点的日志证明，或失密之前经见证人签名的检查点的证明"),
            ),
        }
    }
}

fn judge_answer(verdict: &mut Verdict, answer: &[u8], manifest: &Manifest) {
    let about = verdict.statement.as_ref().map(EncodedStatement::hash);
    let good = SignedAnswer::decode(answer).ok().filter(|signed| {
        manifest.issuer(signed.answer.key_id).is_some_and(|(public, key)| {
            key.answers(signed.answer.at, signed.answer.tree_size) == Standing::Good && signed.verify(&public)
        })
    });
    match good {
        Some(signed) if Some(signed.answer.about) == about => {
            let at = signed.answer.at;
            let (en, zh) = state_words(signed.answer.state);
            verdict.pass(
                Subject::Answer,
                format!("the association answered at {}: {en}", at.rfc3339()),
                format!("协会{}答复：{zh}", at.zh()),
            );
            verdict.answer = Some(signed.answer);
        }
        Some(_) => {
            verdict.doubt(Subject::Answer, "the answer is about another certificate", "所附答复针对的是另一份证明");
        }
        None => verdict.doubt(Subject::Answer, "the answer is not signed by a key in service", "所附答复没有有效签名"),
    }
}

/// An answer's state in English and Chinese.
pub fn state_words(state: AnswerState) -> (&'static str, &'static str) {
    match state {
        AnswerState::InForce => ("in force", "有效"),
        AnswerState::Expired => ("expired", "已过期"),
        AnswerState::Revoked => ("revoked", "已撤销"),
        AnswerState::Replaced => ("replaced by a newer one", "已换发"),
        AnswerState::CopyCancelled => ("this copy is cancelled", "此份已作废"),
        AnswerState::NotOurs => ("not ours", "查无此证"),
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
