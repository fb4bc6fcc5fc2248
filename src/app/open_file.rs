//! Reading a file that somebody handed in. `read` is pure of the store and runs in a child process of the same binary
//! for files from strangers; `check_file` is the whole offline check, for the command line.

use crate::app::verify::{Foot, Opened};
use crate::crypto::bundle::{Bundle, FILE_NAME};
use crate::crypto::cms;
use crate::crypto::code::VerifyCode;
use crate::crypto::cosignature::Witness;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::keys::{Role, RootPublic};
use crate::crypto::manifest::{Manifest, Standing, Use};
use crate::crypto::proof::LogProof;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::verify::{Evidence, Outcome, Verdict, judge};
use crate::domain::sheet::{Check, Mark, Seal, Sheet};
use crate::pdf::agreement::text_agrees;
use crate::pdf::inspect::{Inspection, inspect};

/// Finds the bundle in a PDF and compares its statement with the words on the pages.
pub fn read(pdf: &[u8]) -> Opened {
    let found = match inspect(pdf) {
        Ok(found) => found,
        Err(error) => return Opened { fault: Some(format!("{error}。")), ..Opened::default() },
    };
    let Some(file) = found.attachment(FILE_NAME) else { return Opened::default() };
    let mut opened = Opened { bundle: Some(file.bytes.clone()), foot: foot(&found), ..Opened::default() };
    if let Ok(bundle) = Bundle::decode(&file.bytes)
        && let Ok(statement) = EncodedStatement::from_bytes(&bundle.statement.bytes)
    {
        opened.differs = differences(&found, &statement);
    }
    opened
}

/// What the pages say in their foot, each after its label.
fn foot(found: &Inspection) -> Foot {
    let pages = found.page_texts.concat();
    let after = |label: &str| {
        let rest = pages.split(label).nth(1).unwrap_or_default();
        rest.lines().next().unwrap_or_default().trim().to_owned()
    };
    Foot { code: after("核验码："), url: after("核验网址："), fingerprint: after("信任根指纹：") }
}

/// Words on the pages that the statement does not say, or the other way round. The foot (code, address, fingerprint)
/// is taken from the file itself: the statement only commits to the code, which `code_agrees` checks; who has the
/// original compares the rest with it.
fn differences(found: &Inspection, statement: &EncodedStatement) -> Vec<String> {
    let Foot { code, url, fingerprint } = foot(found);
    let check = Check { qr: String::new(), code: code.clone(), url, fingerprint };
    let facts = statement.statement();
    let seal = Seal::drawn(facts.issuer.name.clone());
    let sheet = Sheet::of(facts, seal, check, Mark::None);
    let mut differs = text_agrees(found, &sheet).err().unwrap_or_default();
    if !code_agrees(&code, statement) {
        differs.push(format!("核验码“{code}”不是这份证明的核验码。"));
    }
    differs
}

fn code_agrees(code: &str, statement: &EncodedStatement) -> bool {
    VerifyCode::parse(code).is_ok_and(|code| code.commitment() == statement.statement().code_commitment)
}

/// The offline judgement of a whole file.
#[derive(Debug)]
pub struct FileVerdict {
    /// 0 genuine, 1 not genuine, 2 cannot tell, 3 genuine but a supplied answer says no longer in force.
    pub exit_code: u8,
    /// The signed words; none where the file holds none.
    pub verdict: Option<Verdict>,
    /// Whether the file itself is as it was issued: what is wrong with it, in Chinese and English.
    pub file_faults: Vec<(String, String)>,
}

/// Checks a file as a stranger would: the file's seal and form, its words against the signed statement, the statement
/// against the root whose fingerprint was given.
pub fn check_file(pdf: &[u8], root: Option<&Fingerprint>, answer: Option<&[u8]>) -> FileVerdict {
    check_file_beside(pdf, root, &Beside { answer, ..Beside::default() })
}

/// What a stranger has besides the file and the root.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// A signed answer about the same certificate.
    pub answer: Option<&'a [u8]>,
    /// A newer key manifest.
    pub manifest: Option<&'a str>,
    /// A newer proof for the same leaf.
    pub proof: Option<&'a str>,
    /// Witnesses that the stranger trusts.
    pub witnesses: &'a [Witness],
}

/// The same with what is known besides.
pub fn check_file_beside(pdf: &[u8], root: Option<&Fingerprint>, beside: &Beside<'_>) -> FileVerdict {
    let not_genuine = |zh: &str, en: &str| FileVerdict {
        exit_code: 1,
        verdict: None,
        file_faults: vec![(zh.to_owned(), en.to_owned())],
    };
    let found = match inspect(pdf) {
        Ok(found) => found,
        Err(error) => return not_genuine(&format!("{error}。"), "The file is not a readable PDF."),
    };
    let Some(file) = found.attachment(FILE_NAME) else {
        return not_genuine("文件中没有本系统证明的签名数据。", "The file holds no signed statement of this system.");
    };
    let verdict = judge(&Evidence {
        bundle: &file.bytes,
        root,
        manifest: beside.manifest,
        proof: beside.proof,
        answer: beside.answer,
        witnesses: beside.witnesses,
    });
    let mut file_faults = Vec::new();
    let mut fault = |zh: String, en: &str| file_faults.push((zh, en.to_owned()));
    if !found.covers_whole_file || !found.gap_is_exact(pdf) || found.revisions != 2 {
        fault(
            "文件在出具之后被改动或追加过内容。".to_owned(),
            "The file was altered or appended to after it was issued.",
        );
    }
    let seal = seal_fault(pdf, &found, &file.bytes, beside);
    let doubtful = matches!(seal, Some(SealFault::Doubtful));
    match seal {
        None => {}
        Some(SealFault::Wrong(sentence)) => fault(sentence, "The file's seal does not match its bytes."),
        Some(SealFault::Doubtful) => fault(
            "文件的签章所用的密钥已失密，须另行取得指向清单所载检查点的日志证明。".to_owned(),
            "The key of the file's seal is compromised; only a proof to the checkpoint frozen in the manifest counts.",
        ),
    }
    if let Some(statement) = &verdict.statement {
        for words in differences(&found, statement) {
            fault(words, "The pages do not say what was signed.");
        }
    }
    let exit_code = match (verdict.outcome, file_faults.is_empty()) {
        (Outcome::Genuine, false) if doubtful && file_faults.len() == 1 => 2,
        (Outcome::NotGenuine, _) | (Outcome::Genuine, false) => 1,
        _ => verdict.exit_code(),
    };
    FileVerdict { exit_code, verdict: Some(verdict), file_faults }
}

/// What is wrong with a file's seal.
enum SealFault {
    Wrong(String),
    /// Its key was compromised, and no fresh proof says that the file is older.
    Doubtful,
}

/// The P-256 seal must be by a document key of the root-signed manifest, good for the leaf, under its X.509 root.
fn seal_fault(pdf: &[u8], found: &Inspection, bundle: &[u8], beside: &Beside<'_>) -> Option<SealFault> {
    let bundle = Bundle::decode(bundle).ok()?;
    let root = RootPublic::from_bytes(&bundle.root).ok()?;
    let own = Manifest::open(&bundle.manifest, &root).ok()?;
    let newer = beside.manifest.and_then(|note| Manifest::open(note, &root).ok());
    let manifest = newer.filter(|newer| newer.host == own.host && newer.version >= own.version).unwrap_or(own);
    let covered = found.signed_bytes(pdf).map(|parts| parts.concat()).unwrap_or_default();
    let seal = found.cms.as_deref().unwrap_or_default();
    let signer = match cms::verify_pinned(seal, &covered, &manifest.x509_root) {
        Ok(signer) => signer,
        Err(error) => return Some(SealFault::Wrong(format!("文件的签章与内容不符（{error}）。"))),
    };
    let newer = beside.proof.and_then(|proof| LogProof::parse(proof).ok());
    let proof = newer.filter(|newer| newer.index == bundle.proof.index).unwrap_or(bundle.proof);
    let checkpoint = proof.checkpoint().ok()?.1;
    let (note, _) = proof.checkpoint().ok()?;
    let witnessed = beside.witnesses.iter().filter_map(|witness| witness.first_cosigned(&note).ok().flatten()).min();
    let asked = Use { at: bundle.leaf.at, index: proof.index, checkpoint: &checkpoint, witnessed };
    match manifest.key(Role::Document, signer.key_id).map(|key| key.standing(&asked)) {
        Some(Standing::Good) => None,
        Some(Standing::NeedsFrozenProof) => Some(SealFault::Doubtful),
        _ => Some(SealFault::Wrong("文件的签章所用的密钥不是本会当时使用的密钥。".to_owned())),
    }
}
