//! The place for a signature: an incremental update behind our own finished file, with an invisible field that
//! certifies the document (`DocMDP`, no changes allowed). The CMS that goes into it is made elsewhere.
//!
//! The field is tagged (a Form element with an object reference), outside the page and printable, so that PDF/A-3a and
//! PDF/UA-1 still hold. The `ByteRange` has a fixed width and covers all bytes but the signature's own digits.

use std::fmt::Write as _;
use std::ops::Range;

use thiserror::Error;

use crate::domain::time::Moment;
use crate::pdf::classic_xref::{ClassicXref, flat_array, reference};
use crate::pdf::objects::text_string;

/// DER bytes that a P-256 signature with two certificates and its attributes never exceeds.
pub const CMS_ROOM: usize = 4096;

/// What the signature dictionary says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFacts {
    /// Who signs: the association.
    pub signer: String,
    pub reason: String,
    pub signed_at: Moment,
    pub format: Format,
    /// Bytes kept free for the DER; [`CMS_ROOM`] suits a P-256 key of our own, a public CA's chain needs more.
    pub cms_room: usize,
}

/// `/SubFilter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    Pkcs7Detached,
    /// `PAdES` B-B: no signing-time in the CMS; the time is the dictionary's `/M`.
    CadesDetached,
}

/// Why no field was made or filled.
#[derive(Debug, Error)]
pub enum FieldError {
    #[error("this file was not made by our own writer: {0}")]
    NotOurs(&'static str),
    #[error("the signature is {size} bytes long, the place for it {room}")]
    TooLong { size: usize, room: usize },
    #[error("the signature is no DER sequence")]
    NotDer,
}

/// A file complete but for the signature.
#[derive(Clone, Debug)]
pub struct Prepared {
    bytes: Vec<u8>,
    /// The hexadecimal string with its angle brackets.
    hole: Range<usize>,
}

impl Prepared {
    /// What the signature covers, in two pieces.
    pub fn signed_bytes(&self) -> [&[u8]; 2] {
        [&self.bytes[..self.hole.start], &self.bytes[self.hole.end..]]
    }

    /// Puts the DER-encoded CMS into its place.
    pub fn seal(mut self, cms_der: &[u8]) -> Result<Vec<u8>, FieldError> {
        let room = (self.hole.len() - 2) / 2;
        if cms_der.first() != Some(&0x30) {
            return Err(FieldError::NotDer);
        }
        if cms_der.len() > room {
            return Err(FieldError::TooLong { size: cms_der.len(), room });
        }
        let digits = &mut self.bytes[self.hole.start + 1..self.hole.end - 1];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(cms_der) {
            pair.copy_from_slice(&hex_pair(*byte));
        }
        Ok(self.bytes)
    }
}

fn hex_pair(byte: u8) -> [u8; 2] {
    let digit = |n: u8| if n < 10 { b'0' + n } else { b'A' + n - 10 };
    [digit(byte >> 4), digit(byte & 15)]
}

/// `D:20261123140509+08'00'`.
fn pdf_date(moment: Moment) -> String {
    let digits: String = moment.rfc3339().chars().take(19).filter(char::is_ascii_digit).collect();
    format!("(D:{digits}+08'00')")
}

struct Update {
    bytes: Vec<u8>,
    offsets: Vec<(usize, usize)>,
}

impl Update {
    fn put(&mut self, number: usize, dictionary: &str) {
        self.offsets.push((number, self.bytes.len()));
        self.bytes.extend_from_slice(format!("{number} 0 obj\n<<{dictionary}>>\nendobj\n").as_bytes());
    }

    /// Closes the update: a table with one subsection for each run of numbers, the trailer, the end.
    fn close(mut self, trailer: &str) -> Vec<u8> {
        let start = self.bytes.len();
        self.offsets.sort_unstable();
        let mut table = String::from("xref\n");
        for run in self.offsets.chunk_by(|left, right| left.0 + 1 == right.0) {
            let _ = writeln!(table, "{} {}", run[0].0, run.len());
            for (_, offset) in run {
                let _ = write!(table, "{offset:010} 00000 n\r\n");
            }
        }
        let _ = write!(table, "trailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend_from_slice(table.as_bytes());
        self.bytes
    }
}

/// Appends the field to a file that [`crate::pdf::press::Press::print`] made.
pub fn prepare(pdf: &[u8], facts: &FieldFacts) -> Result<Prepared, FieldError> {
    append(pdf, facts).map_err(FieldError::NotOurs)
}

fn append(pdf: &[u8], facts: &FieldFacts) -> Result<Prepared, &'static str> {
    let file = ClassicXref::read(pdf)?;
    let root = reference(file.trailer, "/Root ").ok_or("the trailer names no catalog")?;
    let catalog = file.dictionary(root)?;
    if catalog.contains("/AcroForm") || catalog.contains("/Perms") {
        return Err("the file has a form already");
    }
    let pages = reference(catalog, "/Pages ").ok_or("the catalog names no pages")?;
    let page_tree = file.dictionary(pages)?;
    let kids = flat_array(page_tree, "/Kids").ok_or("the pages are no flat list")?;
    let page = page_tree[kids].split(' ').next().and_then(|word| word.parse().ok()).ok_or("there is no page")?;
    let page_text = file.dictionary(page)?;
    if page_text.contains("/Kids") || !page_text.contains("/Tabs/S") {
        return Err("the first page is not as we write it");
    }
    let annotations = flat_array(page_text, "/Annots");
    if page_text.contains("/Annots") && annotations.is_none() {
        return Err("the first page's annotations are no flat list");
    }
    let tree = reference(catalog, "/StructTreeRoot ").ok_or("the file is not tagged")?;
    let tree_text = file.dictionary(tree)?;
    let (_, next_key) = tree_text.split_once("/ParentTreeNextKey ").ok_or("the structure tree has no next key")?;
    let key: usize = next_key.trim().parse().map_err(|_| "the structure tree's next key is not last")?;
    let nums = flat_array(tree_text, "/Nums").ok_or("the parent tree is no flat list")?;
    let top = flat_array(tree_text, "/K").ok_or("the structure tree has no top")?;
    let top = tree_text[top].split(' ').next().and_then(|word| word.parse().ok()).ok_or("there is no top element")?;
    let top_text = file.dictionary(top)?;
    let children = flat_array(top_text, "/K").ok_or("the top element has no flat list of children")?;

    let (widget, signature, form) = (file.size(), file.size() + 1, file.size() + 2);
    let mut update = Update { bytes: pdf.to_vec(), offsets: Vec::new() };
    update.bytes.push(b'\n');
    update
        .put(root, &format!("{catalog}/AcroForm<</Fields[{widget} 0 R]/SigFlags 3>>/Perms<</DocMDP {signature} 0 R>>"));
    let page_entries = match annotations {
        Some(list) => format!("{} {widget} 0 R{}", &page_text[..list.end], &page_text[list.end..]),
        None => format!("{page_text}/Annots[{widget} 0 R]"),
    };
    update.put(page, &page_entries);
    let tree_text = format!(
        "{} {key} {form} 0 R{}",
        &tree_text[..nums.end],
        tree_text[nums.end..].replace(&format!("/ParentTreeNextKey {key}"), &format!("/ParentTreeNextKey {}", key + 1))
    );
    update.put(tree, &tree_text);
    update.put(top, &format!("{} {form} 0 R{}", &top_text[..children.end], &top_text[children.end..]));
    let label = text_string(&format!("数字签名：{}", facts.signer));
    update.put(
        widget,
        &format!(
            "/Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU{label}/Contents{label}/Rect[-10 -10 -10 -10]/F 132\
             /P {page} 0 R/V {signature} 0 R/StructParent {key}"
        ),
    );
    update.put(
        form,
        &format!("/Type/StructElem/S/Form/P {top} 0 R/Pg {page} 0 R/Alt{label}/K[<</Type/OBJR/Pg {page} 0 R/Obj {widget} 0 R>>]"),
    );
    let sub_filter = match facts.format {
        Format::Pkcs7Detached => "adbe.pkcs7.detached",
        Format::CadesDetached => "ETSI.CAdES.detached",
    };
    let head = format!(
        "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/{sub_filter}/Name{}/Reason{}/M{}\
         /Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]",
        text_string(&facts.signer),
        text_string(&facts.reason),
        pdf_date(facts.signed_at)
    );
    let numbers_wide = " ".repeat(10);
    let range = format!("/ByteRange[0 {numbers_wide} {numbers_wide} {numbers_wide}]/Contents");
    let object_start = update.bytes.len() + format!("{signature} 0 obj\n<<").len() + head.len();
    let range_start = object_start + "/ByteRange[0 ".len();
    let hole_start = object_start + range.len();
    let hole = hole_start..hole_start + 2 * facts.cms_room + 2;
    update.put(signature, &format!("{head}{range}<{}>", "0".repeat(2 * facts.cms_room)));
    let trailer = file.trailer.replace(&format!("/Size {}", file.size()), &format!("/Size {}", file.size() + 3));
    let mut bytes = update.close(&format!("{trailer}/Prev {}", file.start));
    let numbers = format!("{:>10} {:>10} {:>10}", hole.start, hole.end, bytes.len() - hole.end);
    bytes
        .get_mut(range_start..range_start + numbers.len())
        .ok_or("the range has no room")?
        .copy_from_slice(numbers.as_bytes());
    Ok(Prepared { bytes, hole })
}
