//! The text of pages that hold nothing but what our own pages hold: marked content, upright text in embedded fonts with
//! Identity-H, paths and pictures. Read by operators and by the file's own tables, without interpreting what is painted.
//! Pages with anything else in them are left to `page_text`, which interprets them.

use hayro_interpret::TransformExt;
use hayro_interpret::hayro_cmap::CMap;
use hayro_interpret::kurbo::{Affine, Point};
use hayro_syntax::Pdf;
use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::page::Page;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use crate::pdf::inspect::text_string;
use crate::pdf::page_text::Words;

/// The text of each page in the order of drawing; `None` where a page holds something else.
pub fn read(pdf: &Pdf) -> Option<Vec<String>> {
    let mut fonts = Vec::new();
    pdf.pages().iter().map(|page| Reader::new(page, &mut fonts).read()).collect()
}

/// An embedded font, as far as its text goes.
struct Font {
    id: ObjectIdentifier,
    characters: CMap,
    glyphs: u32,
}

impl Font {
    fn load(dict: &Dict) -> Option<Self> {
        let is = |dict: &Dict, key: &str, name: &str| dict.get::<Name>(key).is_some_and(|own| own.as_str() == name);
        let own = dict.get::<Array>("DescendantFonts")?.iter::<Dict>().next()?;
        let known = is(dict, "Subtype", "Type0")
            && is(dict, "Encoding", "Identity-H")
            && is(&own, "Subtype", "CIDFontType2")
            && is(&own, "CIDToGIDMap", "Identity");
        if !known {
            return None;
        }
        let program = own.get::<Dict>("FontDescriptor")?.get::<Stream>("FontFile2")?.decoded_data().ok()?;
        let program = FontRef::new(&program).ok()?;
        program.outline_glyphs().format()?;
        let characters = CMap::parse(&dict.get::<Stream>("ToUnicode")?.decoded_data().ok()?, |_| None)?;
        Some(Self { id: dict.obj_id()?, characters, glyphs: program.maxp().ok()?.num_glyphs().into() })
    }
}

struct Reader<'a, 'p> {
    page: &'p Page<'a>,
    fonts: &'p mut Vec<Font>,
    words: Words,
    /// Maps the page's space; the one in force is last.
    spaces: Vec<Affine>,
    line: Affine,
    font: Option<usize>,
}

impl<'a, 'p> Reader<'a, 'p> {
    fn new(page: &'p Page<'a>, fonts: &'p mut Vec<Font>) -> Self {
        let spaces = vec![page.initial_transform(true).to_kurbo()];
        Self { page, fonts, words: Words::default(), spaces, line: Affine::IDENTITY, font: None }
    }

    fn read(mut self) -> Option<String> {
        let mut annotations = self.page.raw().get::<Array>("Annots").into_iter().flat_map(|all| all.iter::<Dict>());
        if annotations.any(|annotation| annotation.contains_key("AP")) {
            return None;
        }
        let page = self.page;
        let mut operations = page.operations();
        while let Some(operation) = operations.next() {
            self.step(&operation)?;
        }
        Some(self.words.finish())
    }

    fn step(&mut self, operation: &Instruction) -> Option<()> {
        let mut operands = operation.operands();
        match &**operation.operator {
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" | b"f" | b"f*" | b"n" | b"cs" | b"sc" | b"scn" | b"g"
            | b"rg" | b"w" => {}
            b"q" => self.spaces.push(*self.spaces.last()?),
            b"Q" => {
                self.spaces.pop();
            }
            b"cm" => *self.spaces.last_mut()? *= matrix(operands)?,
            b"BT" => self.line = Affine::IDENTITY,
            b"ET" => {}
            b"Tr" => matches!(operands.next(), Some(Object::Number(mode)) if mode.as_i64() == 0).then_some(())?,
            b"Tf" => self.font = Some(self.choose(operands.next()?)?),
            b"Tm" => self.line = matrix(operands)?,
            b"Tj" => self.say(operands.next()?)?,
            b"TJ" => {
                let Object::Array(pieces) = operands.next()? else { return None };
                for piece in pieces.iter::<Object>().filter(|piece| !matches!(piece, Object::Number(_))) {
                    self.say(&piece)?;
                }
            }
            b"BMC" => self.words.open(None),
            b"BDC" => self.mark(operands.next()?, operands.next()?)?,
            b"EMC" => self.words.close(),
            b"Do" => {
                let Object::Name(name) = operands.next()? else { return None };
                let picture = self.page.resources().get_x_object(name)?;
                picture.dict().get::<Name>("Subtype").filter(|kind| kind.as_str() == "Image")?;
            }
            _ => return None,
        }
        Some(())
    }

    fn choose(&mut self, name: &Object) -> Option<usize> {
        let Object::Name(name) = name else { return None };
        let dict = self.page.resources().get_font(name)?;
        let id = dict.obj_id()?;
        let known = self.fonts.iter().position(|font| font.id == id);
        if known.is_none() {
            self.fonts.push(Font::load(&dict)?);
        }
        Some(known.unwrap_or(self.fonts.len() - 1))
    }

    /// Marked content; optional content may be hidden, and properties by name are not ours.
    fn mark(&mut self, tag: &Object, properties: &Object) -> Option<()> {
        let (Object::Name(tag), Object::Dict(properties)) = (tag, properties) else { return None };
        if tag.as_str() == "OC" {
            return None;
        }
        self.words.open(properties.get::<PdfString>("ActualText").map(|own| text_string(&own)));
        Some(())
    }

    fn say(&mut self, text: &Object) -> Option<()> {
        let Object::String(text) = text else { return None };
        let font = &self.fonts[self.font?];
        let place = *self.spaces.last()? * self.line;
        let [_, slope, ..] = place.as_coeffs();
        let (codes, []) = text.as_bytes().as_chunks::<2>() else { return None };
        if slope != 0.0 || codes.is_empty() {
            return (slope == 0.0).then_some(());
        }
        self.words.move_to((place * Point::ORIGIN).y);
        for code in codes {
            let code = u32::from(u16::from_be_bytes(*code));
            if code >= font.glyphs {
                return None;
            }
            self.words.say(font.characters.lookup_bf_string(code));
        }
        Some(())
    }
}

fn matrix<'b>(operands: impl Iterator<Item = &'b Object<'b>>) -> Option<Affine> {
    let numbers = operands.map(|operand| match operand {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    });
    let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
    Some(Affine::new(numbers.try_into().ok()?))
}
