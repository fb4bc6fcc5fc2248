//! The structure tree (ISO 32000-1, 14.7): what a page says in reading order, for those who listen to it and for those
//! who copy from it. Title, number, addressee, paragraphs, table, closing, signature, seal, QR code, foot.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::draw::{Area, Drawn, Link};
use crate::pdf::objects::{Number, Objects, ascii_string, references, text_string};
use crate::pdf::plan::Part;
use crate::pdf::press::PressError;

/// What the rest of the file needs to know of the tree.
pub struct Tree {
    pub root: Number,
    /// The annotations of each page.
    pub annotations: Vec<Vec<Number>>,
}

struct Builder<'a> {
    objects: &'a mut Objects,
    pages: &'a [Number],
    content: BTreeMap<Part, Vec<(usize, usize)>>,
    areas: BTreeMap<Part, Area>,
    links: Vec<Link>,
    /// For each mark of each page, the element that it belongs to.
    owners: Vec<Vec<Number>>,
    /// For each annotation, the element that it belongs to, in the order of their keys.
    annotation_owners: Vec<Number>,
    annotations: Vec<Vec<Number>>,
}

/// Writes the tree and the annotations that belong to it.
pub fn write(objects: &mut Objects, sheet: &Sheet, drawn: Drawn, pages: &[Number]) -> Result<Tree, PressError> {
    let root = objects.take();
    let document = objects.take();
    let mut builder = Builder {
        owners: drawn.marks.iter().map(|marks| vec![0; *marks]).collect(),
        annotations: vec![Vec::new(); pages.len()],
        annotation_owners: Vec::new(),
        content: drawn.content,
        areas: drawn.areas,
        links: drawn.links,
        objects,
        pages,
    };
    let children = builder.children(sheet, document);
    builder
        .objects
        .put(document, &format!("<</Type/StructElem/S/Document/P {root} 0 R/K[{}]>>", references(&children)));
    let Builder { objects, owners, annotation_owners, annotations, .. } = builder;
    if owners.iter().flatten().any(|owner| *owner == 0) {
        return Err(PressError::Writer("页面上有未归入文档结构的内容".into()));
    }
    let mut entries = String::new();
    let mut key = 0;
    for owners in &owners {
        let array = objects.add(&format!("[{}]", references(owners)));
        let _ = write!(entries, " {key} {array} 0 R");
        key += 1;
    }
    for owner in annotation_owners {
        let _ = write!(entries, " {key} {owner} 0 R");
        key += 1;
    }
    let parent_tree = format!("<</Nums[{}]>>", entries.trim_start());
    objects.put(
        root,
        &format!("<</Type/StructTreeRoot/K[{document} 0 R]/ParentTree{parent_tree}/ParentTreeNextKey {key}>>"),
    );
    Ok(Tree { root, annotations })
}

impl Builder<'_> {
    fn children(&mut self, sheet: &Sheet, document: Number) -> Vec<Number> {
        let mut children = vec![self.leaf("H1", document, "", Part::Title), self.leaf("P", document, "", Part::Number)];
        if sheet.addressee.is_some() {
            children.push(self.leaf("P", document, "", Part::Addressee));
        }
        for (at, text) in sheet.paragraphs.iter().enumerate() {
            let language = if is_english(text) { "/Lang(en)" } else { "" };
            children.push(self.leaf("P", document, language, Part::Paragraph(at)));
        }
        if let Some(grid) = &sheet.table {
            children.push(self.table(document, grid.columns.len(), grid.rows.len()));
        }
        for part in [Part::Closing, Part::Signer, Part::Date] {
            children.push(self.leaf("P", document, "", part));
        }
        let word = if sheet.seal.picture.is_some() { "印章" } else { "样章（非注册印章）" };
        children.push(self.figure(document, Part::Seal, &format!("{word}：{}", sheet.seal.name)));
        let alt = format!("二维码：扫描后打开核验页面，核验码 {}", sheet.check.code);
        let link = self.objects.take();
        let figure = self.figure(link, Part::Qr, &alt);
        self.link(link, document, Part::Qr, &alt, &format!("{figure} 0 R"));
        children.push(link);
        let mut at = 0;
        while self.content.contains_key(&Part::Check(at)) {
            if at == check_block::URL {
                let paragraph = self.objects.take();
                let link = self.objects.take();
                let (page, marks) = self.marks(Part::Check(at), link);
                let alt = format!("打开核验网址 {}", sheet.check.url);
                self.link(link, paragraph, Part::Check(at), &alt, &marks);
                let body = format!("<</Type/StructElem/S/P/P {document} 0 R{page}/K[{link} 0 R]>>");
                self.objects.put(paragraph, &body);
                children.push(paragraph);
            } else {
                children.push(self.leaf("P", document, "", Part::Check(at)));
            }
            at += 1;
        }
        children
    }

    fn table(&mut self, parent: Number, columns: usize, rows: usize) -> Number {
        let [table, head, head_row, body] = [(); 4].map(|()| self.objects.take());
        let scope = "/A<</O/Table/Scope/Column>>";
        let cells: Vec<Number> = (0..columns).map(|at| self.leaf("TH", head_row, scope, Part::Head(at))).collect();
        self.group("TR", head_row, head, &cells);
        self.group("THead", head, table, &[head_row]);
        let rows: Vec<Number> = (0..rows)
            .map(|row| {
                let number = self.objects.take();
                let cells: Vec<Number> =
                    (0..columns).map(|column| self.leaf("TD", number, "", Part::Cell { row, column })).collect();
                self.group("TR", number, body, &cells);
                number
            })
            .collect();
        self.group("TBody", body, table, &rows);
        self.group("Table", table, parent, &[head, body]);
        table
    }

    fn group(&mut self, kind: &str, number: Number, parent: Number, children: &[Number]) {
        let body = format!("<</Type/StructElem/S/{kind}/P {parent} 0 R/K[{}]>>", references(children));
        self.objects.put(number, &body);
    }

    /// An element that holds what was painted for a part. `extra` goes into its dictionary.
    fn leaf(&mut self, kind: &str, parent: Number, extra: &str, part: Part) -> Number {
        let number = self.objects.take();
        let (page, marks) = self.marks(part, number);
        let body = format!("<</Type/StructElem/S/{kind}/P {parent} 0 R{extra}{page}/K[{marks}]>>");
        self.objects.put(number, &body);
        number
    }

    fn figure(&mut self, parent: Number, part: Part, alt: &str) -> Number {
        let [left, bottom, right, top] = self.areas.get(&part).copied().unwrap_or_default();
        let extra = format!(
            "/Alt{}/A<</O/Layout/Placement/Block/BBox[{left:.2} {bottom:.2} {right:.2} {top:.2}]>>",
            text_string(alt)
        );
        self.leaf("Figure", parent, &extra, part)
    }

    /// A Link element (number already taken) with its annotation; `inside` is what it holds besides.
    fn link(&mut self, number: Number, parent: Number, part: Part, alt: &str, inside: &str) {
        let mut kids = inside.to_owned();
        let mut page_entry = String::new();
        for link in self.links.extract_if(.., |link| link.part == part) {
            let page = self.pages[link.page];
            let key = self.pages.len() + self.annotation_owners.len();
            let [left, bottom, right, top] = link.area;
            let annotation = self.objects.add(&format!(
                "<</Type/Annot/Subtype/Link/Rect[{left:.2} {bottom:.2} {right:.2} {top:.2}]/Border[0 0 0]/F 4\
                 /Contents{}/A<</S/URI/URI{}>>/StructParent {key}>>",
                text_string(alt),
                ascii_string(&link.address)
            ));
            self.annotation_owners.push(number);
            self.annotations[link.page].push(annotation);
            let _ = write!(kids, "<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>");
            page_entry = format!("/Pg {page} 0 R");
        }
        let body = format!("<</Type/StructElem/S/Link/P {parent} 0 R{page_entry}/K[{kids}]>>");
        self.objects.put(number, &body);
    }

    /// The entry that names the page, and the marks of a part, which henceforth belong to `owner`.
    fn marks(&mut self, part: Part, owner: Number) -> (String, String) {
        let pieces = self.content.remove(&part).unwrap_or_default();
        let Some(&(home, _)) = pieces.first() else { return (String::new(), String::new()) };
        let mut marks = String::new();
        for (page, mark) in pieces {
            self.owners[page][mark] = owner;
            let _ = if page == home {
                write!(marks, " {mark}")
            } else {
                write!(marks, "<</Type/MCR/Pg {} 0 R/MCID {mark}>>", self.pages[page])
            };
        }
        (format!("/Pg {} 0 R", self.pages[home]), marks.trim_start().to_owned())
    }
}

/// Whether a paragraph is the English half of a bilingual certificate.
pub fn is_english(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
}
