//! The file around the pages: page tree, resources, outline, metadata, colour, associated files.

use data_encoding::HEXUPPER;
use sha2::{Digest, Sha256};

use crate::domain::sheet::Sheet;
use crate::pdf::description;
use crate::pdf::draw::{self, Figures};
use crate::pdf::face::Faces;
use crate::pdf::fonts::{Fonts, KeptFonts};
use crate::pdf::objects::{Deflater, Number, Objects, ascii_string, date, name, references, text_string};
use crate::pdf::plan::{LEFT, Leaf, PAGE_HEIGHT, PAGE_WIDTH, Part, TOP_FIRST};
use crate::pdf::press::{Attachment, Meta, PressError};
use crate::pdf::tag_tree;

/// sRGB, made by `LittleCMS` from its own primaries and curve, version 4.
static SRGB: &[u8] = include_bytes!("srgb.icc");

/// How hard to press what is pressed for one file only: half the time of the level above, a hundredth more bytes.
const LEVEL: u32 = 4;

/// Writes a file from planned pages.
pub fn write(
    faces: &Faces,
    sheet: &Sheet,
    meta: &Meta,
    attachments: &[Attachment],
    leaves: &[Leaf],
    figures: Figures,
    kept: &KeptFonts,
) -> Result<Vec<u8>, PressError> {
    let mut deflater = Deflater::new(LEVEL);
    let fonts = Fonts::of(faces, sheet, meta, leaves, kept, &mut deflater)?;
    let drawn = draw::pages(sheet, leaves, &fonts, figures)?;
    let mut objects = Objects::new();
    let [catalog, page_tree] = [(); 2].map(|()| objects.take());
    let pages: Vec<Number> = leaves.iter().map(|_| objects.take()).collect();
    let resources = resources(&mut objects, &fonts, figures);
    let contents: Vec<Number> = drawn
        .contents
        .iter()
        .map(|content| objects.add_stream("/Filter/FlateDecode", &deflater.deflate(content)))
        .collect();
    let bookmarks = bookmarks(sheet, &drawn.content, &drawn.areas);
    let tree = tag_tree::write(&mut objects, sheet, drawn, &pages)?;
    for (at, (page, content)) in pages.iter().zip(contents).enumerate() {
        let annotations = &tree.annotations[at];
        let annotations =
            if annotations.is_empty() { String::new() } else { format!("/Annots[{}]", references(annotations)) };
        let body = format!(
            "<</Type/Page/Parent {page_tree} 0 R/MediaBox[0 0 {PAGE_WIDTH:.2} {PAGE_HEIGHT:.2}]/Resources {resources} 0 R\
             /Contents {content} 0 R/StructParents {at}/Tabs/S{annotations}>>"
        );
        objects.put(*page, &body);
    }
    objects.put(page_tree, &format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), references(&pages)));
    let outline = outline(&mut objects, &bookmarks, &pages);
    let files = embed(&mut objects, attachments, meta, &mut deflater)?;
    let profile = objects.add_stream("/N 3/Filter/FlateDecode", &deflater.deflate(SRGB));
    let identity = HEXUPPER.encode(&Sha256::digest(format!("{}\n{}", meta.author, sheet.number))[..16]);
    let instance = HEXUPPER.encode(&Sha256::digest(objects.bytes())[..16]);
    let about = description::About { sheet, meta, identity: &identity, instance: &instance };
    let metadata = objects.add_stream("/Type/Metadata/Subtype/XML", about.xmp().as_bytes());
    let information = objects.add(&about.dictionary());
    let body = format!(
        "<</Type/Catalog/Pages {page_tree} 0 R/Metadata {metadata} 0 R/Outlines {outline} 0 R/Lang{}\
         /MarkInfo<</Marked true/Suspects false>>/StructTreeRoot {} 0 R\
         /ViewerPreferences<</DisplayDocTitle true/Direction/L2R>>\
         /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)\
         /DestOutputProfile {profile} 0 R>>]{files}>>",
        ascii_string(&meta.language),
        tree.root
    );
    objects.put(catalog, &body);
    let trailer = format!("/Root {catalog} 0 R/Info {information} 0 R/ID[<{identity}><{instance}>]");
    objects.finish(&trailer).ok_or_else(|| PressError::Writer("文件中有未写出的对象".into()))
}

/// Fonts and figures by the names that the pages' operators use; all pages share them.
fn resources(objects: &mut Objects, fonts: &Fonts, figures: Figures) -> Number {
    let fonts: Vec<String> =
        fonts.put(objects).iter().enumerate().map(|(at, number)| format!("/F{at} {number} 0 R")).collect();
    let seal = figures.seal.put(objects);
    let mark = figures.mark.map_or_else(String::new, |mark| format!("/Mark {} 0 R", mark.put(objects)));
    objects.add(&format!("<</Font<<{}>>/XObject<</Seal {seal} 0 R{mark}>>>>", fonts.concat()))
}

/// Title, page and height of each bookmark.
type Bookmark = (String, usize, f32);

/// The certificate; the seal's page where that is another one; the foot by which it is checked.
fn bookmarks(
    sheet: &Sheet,
    content: &std::collections::BTreeMap<Part, Vec<(usize, usize)>>,
    areas: &std::collections::BTreeMap<Part, draw::Area>,
) -> Vec<Bookmark> {
    let page_of = |part: Part| content.get(&part).and_then(|pieces| pieces.first()).map_or(0, |(page, _)| *page);
    let top_of = |part: Part| areas.get(&part).map_or(PAGE_HEIGHT, |area| area[3] + 6.0);
    let mut list = vec![(format!("{} {}", sheet.title, sheet.number), 0, PAGE_HEIGHT - TOP_FIRST)];
    if sheet.table.is_some() {
        list.push(("名单".into(), page_of(Part::Head(0)), top_of(Part::Head(0))));
    }
    list.push(("署名与印章".into(), page_of(Part::Seal), top_of(Part::Seal)));
    list.push(("核验方法".into(), page_of(Part::Qr), top_of(Part::Qr)));
    list
}

fn outline(objects: &mut Objects, bookmarks: &[Bookmark], pages: &[Number]) -> Number {
    let root = objects.take();
    let numbers: Vec<Number> = bookmarks.iter().map(|_| objects.take()).collect();
    for (at, (title, page, top)) in bookmarks.iter().enumerate() {
        let before = at.checked_sub(1).map_or_else(String::new, |at| format!("/Prev {} 0 R", numbers[at]));
        let after = numbers.get(at + 1).map_or_else(String::new, |next| format!("/Next {next} 0 R"));
        let body = format!(
            "<</Title{}/Parent {root} 0 R{before}{after}/Dest[{} 0 R/XYZ {LEFT:.2} {top:.2} null]>>",
            text_string(title),
            pages[*page]
        );
        objects.put(numbers[at], &body);
    }
    let ends = numbers.first().zip(numbers.last());
    let ends = ends.map_or_else(String::new, |(first, last)| format!("/First {first} 0 R/Last {last} 0 R"));
    objects.put(root, &format!("<</Type/Outlines{ends}/Count {}>>", numbers.len()));
    root
}

/// Associated files of the whole document (ISO 19005-3, 6.8): the entries of the catalog.
fn embed(
    objects: &mut Objects,
    attachments: &[Attachment],
    meta: &Meta,
    deflater: &mut Deflater,
) -> Result<String, PressError> {
    let mut named: Vec<(&str, Number)> = Vec::new();
    for file in attachments {
        let (kind, rest) = file.mime.split_once('/').unwrap_or_default();
        let fits =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+._".contains(&b));
        let named_well = !file.name.is_empty() && file.name.bytes().all(|b| b.is_ascii_graphic());
        if !fits(kind) || !fits(rest) || !named_well || named.iter().any(|(known, _)| *known == file.name) {
            return Err(PressError::Attachment(file.name.clone()));
        }
        let day = date(meta.created);
        let entries = format!(
            "/Type/EmbeddedFile/Subtype{}/Params<</Size {}/ModDate{day}>>/Filter/FlateDecode",
            name(&file.mime),
            file.bytes.len()
        );
        let stream = objects.add_stream(&entries, &deflater.deflate(&file.bytes));
        let label = ascii_string(&file.name);
        let specification = objects.add(&format!(
            "<</Type/Filespec/F{label}/UF{label}/Desc{}/AFRelationship/Data/EF<</F {stream} 0 R/UF {stream} 0 R>>>>",
            text_string(&file.description)
        ));
        named.push((&file.name, specification));
    }
    if named.is_empty() {
        return Ok(String::new());
    }
    let associated: Vec<Number> = named.iter().map(|(_, number)| *number).collect();
    named.sort_unstable();
    let names: Vec<String> =
        named.iter().map(|(label, number)| format!("{}{number} 0 R", ascii_string(label))).collect();
    Ok(format!("/AF[{}]/Names<</EmbeddedFiles<</Names[{}]>>>>", references(&associated), names.concat()))
}
