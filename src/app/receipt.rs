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
use crate::crypto::hash::sha256;
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
use crate::store::Look;
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

/// A receipt to hand out.
pub struct Made {
    /// `核验回执_示律证〔2026〕第000001号.pdf`
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Answers a code with a signed receipt for this reference; `None` is 查无此证.
pub fn make(world: &World, code: &str, reference: &str, form: Form) -> Result<Option<Made>, Refused> {
    let reference = text_line(reference, LONGEST_REFERENCE, &|text| world.press.undrawable(text))
        .map_err(|sentence| Refused::field("reference", sentence))?;
    if reference.is_empty() {
        return Err(Refused::field("reference", "请填写您的核验编号。"));
    }
    let Some(found) = by_code(world, code)? else { return Ok(None) };
    let Some(state) = state(&found) else {
        return Err(Refused::Conflict("这份证明暂时无法核验，不能出具回执，请稍后再试。".to_owned()));
    };
    let at = world.now();
    let keys = world.keys()?;
    let look = world.store.read()?;
    let tree_size = look.tlog_size()?;
    let root = tlog::root(tree_size, |level, index| crate::app::leaf::hash(&look, level, index))?;
    let encoded = EncodedStatement::new(found.statement.clone()).map_err(Refused::broken)?;
    let about = encoded.hash();
    let answer =
        SignedAs { key_id: keys.issuer.id(), about, state, at, tree_size, root, reference: Some(reference.clone()) };
    let signed = answer.sign(&keys.issuer).and_then(|signed| signed.encode()).map_err(Refused::broken)?;
    let number = found.statement.number.clone();
    let json = json!({
        "format": "goodstanding/receipt/v1",
        "number": number,
        "title": found.statement.title,
        "issuer": found.statement.issuer.name,
        "state": found.answer.slug(),
        "reason": found.end.as_ref().map(|end| end.reason.clone()),
        "at": at.rfc3339(),
        "reference": reference,
        "statement_sha256": HEXLOWER.encode(&about),
        "tree_size": tree_size,
        "root_hash": HEXLOWER.encode(&root),
        "fingerprint": world.fingerprint()?.to_string(),
        "answer": BASE64.encode(&signed),
        "manifest": keys.manifest_note,
        "root": BASE64.encode(&keys.root.to_bytes()),
    });
    let json = serde_json::to_vec_pretty(&json).map_err(Refused::broken)?;
    let name = |ending: &str| format!("核验回执_{number}.{ending}");
    Ok(Some(match form {
        Form::Json => Made { name: name("json"), bytes: json },
        Form::Pdf => Made { name: name("pdf"), bytes: print(world, &look, &found, &reference, at, tree_size, &json)? },
    }))
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

/// The receipt as a sheet, sealed like a certificate, with its JSON inside.
fn print(
    world: &World,
    look: &impl Look,
    found: &Found,
    reference: &str,
    at: Moment,
    tree_size: u64,
    json: &[u8],
) -> Result<Vec<u8>, Refused> {
    let (settings, keys) = (look.settings()?, world.keys()?);
    let code = VerifyCode::parse(&found.code).map_err(Refused::broken)?.to_string();
    let statement = &found.statement;
    let word = public::answer_word(found.answer, Lang::Zh);
    let mut rows = vec![
        ("核验编号", reference.to_owned()),
        ("核验时间", format!("{}{}", at.day().zh(), at.clock())),
        ("证明类型", statement.title.clone()),
        ("证明编号", statement.number.clone()),
        ("答复", word.to_owned()),
    ];
    if let Some(end) = &found.end {
        let how = match end.how {
            How::Revoked => "",
            How::Replaced => "（已换发）",
            How::CopyCancelled => "（仅这一份纸质证明作废）",
        };
        rows.push(("原因", format!("{}{how}", end.reason)));
    }
    rows.push(("公开日志", format!("核验时共{tree_size}条")));
    let sheet = Sheet {
        title: "核验回执".to_owned(),
        number: format!("核验编号：{reference}"),
        addressee: None,
        paragraphs: vec![format!(
            "经核验，核验码为{code}的证明由本会出具；在本回执所载的核验时间，本会的答复为“{word}”。"
        )],
        table: Some(Table {
            columns: vec!["项目".to_owned(), "内容".to_owned()],
            rows: rows.into_iter().map(|(term, value)| vec![term.to_owned(), value]).collect(),
        }),
        closing: "本回执只对所载核验编号有效。".to_owned(),
        signer: settings.association.clone(),
        date_line: at.day().zh(),
        validity: None,
        seal: seal_picture::by_hash(world, &settings.association, settings.seal.as_deref())?,
        check: Check {
            qr: format!("{}{}", settings.base_url, crate::paths::verdict(code.replace('-', ""))).to_uppercase(),
            code,
            url: sheet::verify_url(&settings),
            fingerprint: world.fingerprint()?.to_string(),
        },
        copy: Copy { index: 0, of: 0 },
        mark: Mark::None,
    };
    let meta = Meta { created: at.day(), ..Meta::of(statement) };
    let attachment = Attachment {
        name: FILE_NAME.to_owned(),
        mime: "application/json".to_owned(),
        description: "The signed answer of this receipt".to_owned(),
        bytes: json.to_vec(),
    };
    let printed = world.press.print(&sheet, &meta, &[attachment]).map_err(Refused::broken)?;
    let facts = FieldFacts {
        signer: settings.association,
        reason: format!("核验回执 {reference}"),
        signed_at: at,
        format: Format::Pkcs7Detached,
        cms_room: CMS_ROOM,
    };
    let prepared = prepare(&printed, &facts).map_err(Refused::broken)?;
    let digest = sha256(&prepared.signed_bytes().concat());
    let seal = cms::sign(&keys.document, &keys.chain, &digest, at).map_err(Refused::broken)?;
    prepared.seal(&seal).map_err(Refused::broken)
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
