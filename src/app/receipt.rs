//! 核验回执: the answer for one code, signed for one verifier's own reference, as JSON and as PDF. Made on the spot and
//! kept nowhere. And the check of such a receipt, for the command line.

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

use crate::app::refused::Refused;
use crate::app::seal_picture;
use crate::app::sheet;
use crate::app::verify::{Found, by_code};
use crate::app::world::World;
use crate::crypto::answer::{Answer as SignedAs, AnswerState};
use crate::crypto::cms;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::{Hash, sha256};
use crate::crypto::receipt::Receipt;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::tlog;
use crate::domain::complete::text_line;
use crate::domain::sheet::{Check, Mark, Sheet, Table};
use crate::domain::statement::Copy;
use crate::domain::time::Moment;
use crate::domain::verdict::{Answer, How};
use crate::pdf::inspect::inspect;
use crate::pdf::press::{Attachment, Meta};
use crate::pdf::signature_field::{CMS_ROOM, FieldFacts, Format, prepare};
use crate::store::blobs::Blobs;
use crate::text::Lang;
use crate::text::public;

/// Longest reference, in characters; its UTF-8 is then within the 200 bytes of the specification.
pub const LONGEST_REFERENCE: usize = 60;

/// The file inside a receipt in PDF.
pub const FILE_NAME: &str = "receipt.json";

/// Which form is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Pdf,
    Json,
}

impl Form {
    /// Of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }
}

/// A receipt to hand out.
pub struct Made {
    /// `核验回执_示律证〔2026〕第000001号.pdf`
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A reference as typed, or the sentence why it is none.
pub fn reference(world: &World, typed: &str) -> Result<String, Refused> {
    let reference = text_line(typed, LONGEST_REFERENCE, &|text| world.press.undrawable(text))
        .map_err(|sentence| Refused::field("reference", sentence))?;
    if reference.is_empty() {
        return Err(Refused::field("reference", "请填写您的核验编号。"));
    }
    Ok(reference)
}

/// Answers a code with a signed receipt for this reference; `None` is 查无此证.
pub fn make(world: &World, code: &str, typed: &str, form: Form) -> Result<Option<Made>, Refused> {
    let reference = reference(world, typed)?;
    let Some(found) = by_code(world, code)? else { return Ok(None) };
    let Some(state) = state(&found) else {
        return Err(Refused::Conflict("这份证明暂时无法核验，不能出具回执，请稍后再试。".to_owned()));
    };
    let encoded = EncodedStatement::new(found.statement.clone()).map_err(Refused::broken)?;
    let signed = Signed::new(world, encoded.hash(), state, reference)?;
    let mut told = json!({
        "number": found.statement.number,
        "title": found.statement.title,
        "issuer": found.statement.issuer.name,
        "state": found.answer.slug(),
        "reason": found.end.as_ref().map(|end| end.reason.clone()),
        "statement_sha256": HEXLOWER.encode(&signed.about),
    });
    let json = signed.json(world, &mut told)?;
    let bytes = match form {
        Form::Json => json,
        Form::Pdf => signed.print(world, sheet(world, &found, &signed)?, &json)?,
    };
    Ok(Some(Made { name: format!("核验回执_{}.{}", found.statement.number, form.ending()), bytes }))
}

/// An answer that was signed for one reference, at one moment.
pub struct Signed {
    pub about: Hash,
    pub at: Moment,
    pub tree_size: u64,
    pub reference: String,
    root: Hash,
    answer: Vec<u8>,
}

impl Signed {
    pub fn new(world: &World, about: Hash, state: AnswerState, reference: String) -> Result<Self, Refused> {
        let (at, keys) = (world.now(), world.keys()?);
        let look = world.store.read()?;
        let tree_size = look.tlog_size()?;
        let root = tlog::root(tree_size, |level, index| crate::app::leaf::hash(&look, level, index))?;
        let key_id = keys.issuer.id();
        let answer = SignedAs { key_id, about, state, at, tree_size, root, reference: Some(reference.clone()) };
        let answer = answer.sign(&keys.issuer).and_then(|signed| signed.encode()).map_err(Refused::broken)?;
        Ok(Self { about, at, tree_size, reference, root, answer })
    }

    /// What travels: the signed parts, and what repeats for people what they say.
    pub fn json(&self, world: &World, told: &mut Value) -> Result<Vec<u8>, Refused> {
        let keys = world.keys()?;
        let signed = json!({
            "format": "goodstanding/receipt/v1",
            "at": self.at.rfc3339(),
            "reference": self.reference,
            "tree_size": self.tree_size,
            "root_hash": HEXLOWER.encode(&self.root),
            "fingerprint": world.fingerprint()?.to_string(),
            "answer": BASE64.encode(&self.answer),
            "manifest": keys.manifest_note,
            "root": BASE64.encode(&keys.root.to_bytes()),
        });
        if let (Some(told), Value::Object(signed)) = (told.as_object_mut(), signed) {
            told.extend(signed);
        }
        serde_json::to_vec_pretty(told).map_err(Refused::broken)
    }

    /// The sheet of a receipt: what all of them have in common.
    pub fn sheet(
        &self,
        world: &World,
        paragraph: String,
        rows: Vec<(&str, String)>,
        check: Check,
    ) -> Result<Sheet, Refused> {
        let settings = world.store.read()?.settings()?;
        let mut all = vec![
            ("核验编号", self.reference.clone()),
            ("核验时间", format!("{}{}", self.at.day().zh(), self.at.clock())),
        ];
        all.extend(rows);
        all.push(("公开日志", format!("核验时共{}条", self.tree_size)));
        Ok(Sheet {
            title: "核验回执".to_owned(),
            number: format!("核验编号：{}", self.reference),
            addressee: None,
            paragraphs: vec![paragraph],
            table: Some(Table {
                columns: vec!["项目".to_owned(), "内容".to_owned()],
                rows: all.into_iter().map(|(term, value)| vec![term.to_owned(), value]).collect(),
            }),
            closing: "本回执只对所载核验编号有效。".to_owned(),
            signer: settings.association.clone(),
            date_line: self.at.day().zh(),
            validity: None,
            seal: seal_picture::by_hash(world, &settings.association, settings.seal.as_deref())?,
            check,
            copy: Copy { index: 0, of: 0 },
            mark: Mark::None,
        })
    }

    /// The sheet as a PDF, sealed like a certificate, with the JSON inside.
    pub fn print(&self, world: &World, sheet: Sheet, json: &[u8]) -> Result<Vec<u8>, Refused> {
        let keys = world.keys()?;
        let meta = Meta {
            language: "zh-CN".to_owned(),
            author: sheet.signer.clone(),
            created: self.at.day(),
            names: vec![sheet.signer.clone()],
        };
        let attachment = Attachment {
            name: FILE_NAME.to_owned(),
            mime: "application/json".to_owned(),
            description: "The signed answer of this receipt".to_owned(),
            bytes: json.to_vec(),
        };
        let printed = world.press.print(&sheet, &meta, &[attachment]).map_err(Refused::broken)?;
        let facts = FieldFacts {
            signer: sheet.signer,
            reason: format!("核验回执 {}", self.reference),
            signed_at: self.at,
            format: Format::Pkcs7Detached,
            cms_room: CMS_ROOM,
        };
        let prepared = prepare(&printed, &facts).map_err(Refused::broken)?;
        let digest = sha256(&prepared.signed_bytes().concat());
        let seal = cms::sign(&keys.document, &keys.chain, &digest, self.at).map_err(Refused::broken)?;
        prepared.seal(&seal).map_err(Refused::broken)
    }
}

fn state(found: &Found) -> Option<AnswerState> {
    match (found.answer, found.end.as_ref().map(|end| end.how)) {
        (Answer::Valid, _) => Some(AnswerState::InForce),
        (Answer::Expired, _) => Some(AnswerState::Expired),
        (Answer::Revoked, Some(How::Replaced)) => Some(AnswerState::Replaced),
        (Answer::Revoked, Some(How::CopyCancelled)) => Some(AnswerState::CopyCancelled),
        (Answer::Revoked, _) => Some(AnswerState::Revoked),
        (Answer::Unknown | Answer::Unavailable, _) => None,
    }
}

fn sheet(world: &World, found: &Found, signed: &Signed) -> Result<Sheet, Refused> {
    let statement = &found.statement;
    let word = public::answer_word(found.answer, Lang::Zh);
    let mut rows =
        vec![("证明类型", statement.title.clone()), ("证明编号", statement.number.clone()), ("答复", word.to_owned())];
    if let Some(end) = &found.end {
        let how = match end.how {
            How::Revoked => "",
            How::Replaced => "（已换发）",
            How::CopyCancelled => "（仅这一份纸质证明作废）",
        };
        rows.push(("原因", format!("{}{how}", end.reason)));
    }
    let check = check_of(world, &found.code)?;
    let code = &check.code;
    let paragraph = format!("经核验，核验码为{code}的证明由本会出具；在本回执所载的核验时间，本会的答复为“{word}”。");
    signed.sheet(world, paragraph, rows, check)
}

/// The foot that leads to the certificate with this code.
pub fn check_of(world: &World, code: &str) -> Result<Check, Refused> {
    let code = VerifyCode::parse(code).map_err(Refused::broken)?.to_string();
    let settings = world.store.read()?.settings()?;
    Ok(Check {
        qr: format!("{}{}", settings.base_url, crate::paths::verdict(code.replace('-', ""))).to_uppercase(),
        code,
        url: sheet::verify_url(&settings),
        fingerprint: world.fingerprint()?.to_string(),
    })
}

/// The signed parts of a receipt that somebody was handed, in PDF or JSON; the sentence says why it is none.
pub fn read(bytes: &[u8]) -> Result<Receipt, &'static str> {
    let json = if bytes.starts_with(b"%PDF") {
        let found = inspect(bytes).map_err(|_| "the PDF cannot be read")?;
        found.attachment(FILE_NAME).ok_or("the PDF holds no receipt")?.bytes.clone()
    } else {
        bytes.to_vec()
    };
    let value: Value = serde_json::from_slice(&json).map_err(|_| "it is neither a PDF nor JSON")?;
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let decoded = |name: &str| text(name).and_then(|text| BASE64.decode(text.as_bytes()).ok());
    Ok(Receipt {
        answer: decoded("answer").ok_or("it has no answer")?,
        manifest: text("manifest").ok_or("it has no key manifest")?.to_owned(),
        root: decoded("root").ok_or("it has no root public key")?,
    })
}
