//! What a dropped file is: the one that was issued, the same content saved again, altered, or none of ours; and for a
//! photo or a scan, whose QR code it shows.
//!
//! "The same" is said only where every object of the file is that of the original which lies in the store. Whatever was
//! drawn anew, by however honest a program, is called that, and the answer sends people to the content shown here.

use crate::app::issued::Issued;
use crate::app::open_file::{Foot, differences};
use crate::app::reader::Reader;
use crate::app::refused::Refused;
use crate::app::seal::{self, Seen};
use crate::app::standing;
use crate::app::verify::{Found, by_code, found, mark};
use crate::app::world::World;
use crate::crypto::bundle::{Bundle, FILE_NAME};
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::sha256;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::verify::{Evidence, Outcome as Judged, Verdict, judge};
use crate::pdf::addresses;
use crate::pdf::inspect::Inspection;
use crate::pdf::likeness::{Added, Likeness, Part};
use crate::photo;
use crate::store::blobs::Blobs;

/// What a dropped file is. Sentences name what differs, in Chinese, with the words of the certificate.
#[derive(Debug)]
pub enum FileAnswer {
    /// Byte for byte the file that was issued.
    Identical(Box<Found>),
    /// Every object is the original's: another program has saved it again, and changed nothing.
    Resaved(Box<Found>),
    /// Its words, and its pages as they are seen, are those of the original, but it was made anew (printed to a file,
    /// redrawn by another program), so that nothing in it proves that.
    Redrawn(Box<Found>),
    /// It passes for this certificate, and differs in this.
    Altered { found: Box<Found>, differs: Vec<String> },
    /// Signed by this association, and not in this store.
    NotStored,
    /// A statement that this association did not sign, or nothing of ours at all; the sentences say why.
    NotOurs { why: Vec<String> },
    /// A photo or a scan with a QR code of a certificate of ours.
    Printed(Box<Printed>),
    /// A photo or a scan in which no QR code could be read.
    NoCode,
    /// A QR code that is not of our certificates: what it says.
    StrangeCode { text: String },
    /// No PDF, damaged, or too complicated to read; the sentence says which.
    Unreadable { why: String },
}

/// What a photo showed.
#[derive(Debug)]
pub struct Printed {
    pub found: Found,
    /// The seal in the QR code, checked; it has none where the code holds only an address.
    pub seen: Seen,
    pub payload: Option<String>,
    /// The address in the QR code, where it is not this server's.
    pub elsewhere: Option<String>,
}

/// SHA-256 of a file, in hex: by what it is known.
pub fn file_hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&sha256(bytes))
}

/// Answers for a file. `reader` reads what is foreign; it is asked only where the file is not ours byte for byte.
pub fn by_file(world: &World, bytes: &[u8], reader: &Reader) -> Result<FileAnswer, Refused> {
    let since = mark(world);
    let look = world.store.read()?;
    if let Some(issued) = Issued::by_file(&look, &file_hash(bytes))? {
        return Ok(FileAnswer::Identical(Box::new(found(world, &look, issued, since)?)));
    }
    drop(look);
    if photo::format(bytes).is_some() {
        return by_picture(world, bytes, reader);
    }
    let read = match (reader.inspect)(bytes) {
        Ok(read) => read,
        Err(why) => return Ok(FileAnswer::Unreadable { why }),
    };
    match read.attachment(FILE_NAME).map(|file| file.bytes.clone()) {
        Some(bundle) => by_bundle(world, bytes, &read, &bundle, reader),
        None if read.page_texts.iter().all(|page| page.trim().is_empty()) => by_picture(world, bytes, reader),
        None => by_words(world, bytes, &read, Signed::Missing, reader),
    }
}

/// A PDF with a bundle in it, which may be of the very certificate, of another one, or nobody's.
fn by_bundle(
    world: &World,
    bytes: &[u8],
    read: &Inspection,
    bundle: &[u8],
    reader: &Reader,
) -> Result<FileAnswer, Refused> {
    let Ok(opened) = Bundle::decode(bundle) else {
        return by_words(world, bytes, read, Signed::Spoilt, reader);
    };
    let verdict = judge_bundle(world, bundle, &opened)?;
    if verdict.outcome != Judged::Genuine {
        let why = verdict.steps.into_iter().filter(|step| step.outcome != Judged::Genuine).map(|step| step.zh);
        return Ok(FileAnswer::NotOurs { why: why.collect() });
    }
    let issued = Issued::by_leaf(&world.store.read()?, opened.proof.index)?;
    match issued {
        Some(issued) => beside_original(world, bytes, read, issued, Signed::Genuine, reader),
        None => Ok(FileAnswer::NotStored),
    }
}

/// A PDF without a bundle that counts: the code in its words says what it passes for.
fn by_words(
    world: &World,
    bytes: &[u8],
    read: &Inspection,
    signed: Signed,
    reader: &Reader,
) -> Result<FileAnswer, Refused> {
    let code = VerifyCode::parse(&Foot::of(read).code).ok();
    let look = world.store.read()?;
    let issued = match &code {
        Some(code) => Issued::by_code(&look, code.canonical())?,
        None => None,
    };
    drop(look);
    match issued {
        Some(issued) => beside_original(world, bytes, read, issued, signed, reader),
        None => Ok(FileAnswer::NotOurs { why: signed.sentence().into_iter().map(str::to_owned).collect() }),
    }
}

/// The signed data in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signed {
    Genuine,
    Missing,
    /// There is something in its place.
    Spoilt,
}

impl Signed {
    fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Genuine => None,
            Self::Missing => Some("文件中没有本会证明的签名数据"),
            Self::Spoilt => Some("文件中的签名数据已损坏或被替换"),
        }
    }
}

/// Holds a file against the original that it passes for.
fn beside_original(
    world: &World,
    bytes: &[u8],
    read: &Inspection,
    issued: Issued,
    signed: Signed,
    reader: &Reader,
) -> Result<FileAnswer, Refused> {
    let since = mark(world);
    let look = world.store.read()?;
    let (_, statement) = issued.statement(&look)?;
    let original = issued.file(&look)?;
    let found = Box::new(found(world, &look, issued, since)?);
    drop(look);
    let mut differs = differing_words(read, &statement, original.as_deref());
    let Some(original) = original else { return Ok(FileAnswer::Altered { found, differs }) };
    let Ok(likeness) = (reader.liken)(&original, bytes) else {
        differs.push("文件过于复杂，无法与出具的文件比对。".to_owned());
        return Ok(FileAnswer::Altered { found, differs });
    };
    if differs.is_empty() && signed == Signed::Genuine && likeness.same_objects {
        return Ok(FileAnswer::Resaved(found));
    }
    differs.extend(unlike(&likeness));
    if !likeness.places.is_empty() {
        differs.extend(other_codes(&original, bytes, reader));
    }
    if differs.is_empty() && signed != Signed::Spoilt {
        return Ok(FileAnswer::Redrawn(found));
    }
    differs.extend(signed.sentence().map(str::to_owned));
    Ok(FileAnswer::Altered { found, differs })
}

fn differing_words(read: &Inspection, statement: &EncodedStatement, original: Option<&[u8]>) -> Vec<String> {
    let mut differs = differences(read, statement);
    // The original is of our own making, and small: it is read here.
    if let Some(own) = original.and_then(|own| crate::pdf::inspect::inspect(own).ok()) {
        differs.extend(Foot::of(&own).differences(&Foot::of(read)));
    }
    differs
}

/// What the comparison of the pages found, in sentences.
fn unlike(likeness: &Likeness) -> Vec<String> {
    let mut said = Vec::new();
    let [ours, theirs] = likeness.pages;
    if ours != theirs {
        said.push(format!("出具的文件共{ours}页，这个文件有{theirs}页"));
    }
    if likeness.appended {
        said.push("在出具的文件之后追加了内容（例如另加的签名、批注或表单），追加的不是本会出具的".to_owned());
    }
    said.extend(likeness.added.iter().map(|added| {
        let what = match added {
            Added::Actions => "脚本或打开文件时自动执行的动作",
            Added::Layers => "可以开关的图层",
            Added::Notes => "批注、图章或表单",
            Added::Files => "附件",
        };
        format!("加入了出具的文件中没有的{what}")
    }));
    for place in &likeness.places {
        let part = match place.part {
            Part::Head => "上部",
            Part::Middle => "中部",
            Part::Foot => "下部",
            Part::All => "多处",
        };
        said.push(format!("第{}页的画面与出具的文件不同（{part}）", place.page));
    }
    said
}

/// QR codes on the pages that are not the original's: whoever scans them is led astray.
fn other_codes(original: &[u8], bytes: &[u8], reader: &Reader) -> Vec<String> {
    let own = addresses::read(original).map(|(qr, _)| qr);
    let codes = (reader.codes)(bytes).unwrap_or_default();
    let strange = codes.into_iter().filter(|code| Some(code) != own.as_ref());
    strange.map(|code| format!("二维码被换过，扫出的是“{}”", short(&code))).collect()
}

/// A text of a stranger's choosing, for a sentence.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    let plain: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.chars().count() > MOST { plain + "…" } else { plain }
}

/// A photo, or a PDF that is one.
fn by_picture(world: &World, bytes: &[u8], reader: &Reader) -> Result<FileAnswer, Refused> {
    if photo::format(bytes) == Some(photo::Format::Heif) {
        let why = "这种图片（HEIC、AVIF）读不了，请改用 JPEG 或 PNG 格式。".to_owned();
        return Ok(FileAnswer::Unreadable { why });
    }
    let texts = match (reader.codes)(bytes) {
        Ok(texts) => texts,
        Err(why) => return Ok(FileAnswer::Unreadable { why }),
    };
    let Some(first) = texts.first().map(|text| short(text)) else { return Ok(FileAnswer::NoCode) };
    for text in texts {
        let (code, payload) = seal::parts(&text);
        let Some(found) = by_code(world, &code)? else { continue };
        let seen = seal::look(world, &found, payload.as_deref())?;
        let base = world.store.read()?.settings()?.base_url.to_ascii_uppercase();
        let ours = text.to_ascii_uppercase().starts_with(&format!("{base}/V/"));
        let elsewhere = (!ours).then(|| short(text.split('#').next().unwrap_or_default()));
        return Ok(FileAnswer::Printed(Box::new(Printed { found, seen, payload, elsewhere })));
    }
    Ok(FileAnswer::StrangeCode { text: first })
}

fn judge_bundle(world: &World, bundle: &[u8], opened: &Bundle) -> Result<Verdict, Refused> {
    let (root, keys) = (world.fingerprint()?, world.keys()?);
    let proof = standing::fresh_proof(&world.store.read()?, &keys.manifest, opened)?.map(|proof| proof.encode());
    let manifest = Some(keys.manifest_note.as_str());
    Ok(judge(&Evidence { bundle, root: Some(&root), manifest, proof: proof.as_deref(), ..Evidence::default() }))
}
