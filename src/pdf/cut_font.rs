//! The part of a face that a certificate needs, cut from its file: glyphs renumbered from 1, their widths, and the
//! table by which readers turn them back into characters.
//!
//! Two characters drawn by one glyph (a dash that is drawn by a stroke) get two numbers, so that both are read back as
//! they were written.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use subsetter::GlyphRemapper;

use crate::pdf::face::Face;
use crate::pdf::objects::{Deflater, Number, Objects, name};

/// A glyph and the character that it stands for.
pub type Use = (u32, char);

/// A cut-down face, ready for the file.
pub struct CutFont {
    codes: HashMap<Use, u16>,
    /// Width by code, thousandths of an em; 0 is the glyph for what is missing.
    widths: Vec<i32>,
    base_name: String,
    /// Entries of the descriptor but for the file.
    descriptor: String,
    program: Vec<u8>,
    program_length: usize,
    to_unicode: Vec<u8>,
    /// Code to glyph, where some glyph has two codes.
    glyph_of: Option<Vec<u8>>,
}

impl CutFont {
    /// Cuts `uses` out of a face; `None` where the file does not hold them.
    pub fn cut(face: &Face, uses: &BTreeSet<Use>, deflater: &mut Deflater) -> Option<Self> {
        let mut mapper = GlyphRemapper::new();
        let mut codes = HashMap::with_capacity(uses.len());
        let mut widths = vec![thousandths(face.advance(0)?)];
        let mut glyphs = vec![0_u16];
        for (code, &(glyph, c)) in (1_u16..).zip(uses) {
            glyphs.push(mapper.remap(u16::try_from(glyph).ok()?));
            widths.push(thousandths(face.advance(glyph)?));
            codes.insert((glyph, c), code);
        }
        let program = subsetter::subset(face.data, 0, &mapper).ok()?;
        let doubled = glyphs.iter().zip(0_u16..).any(|(glyph, code)| *glyph != code);
        let base_name = format!("{}+{}", tag(uses), face.name);
        let build = face.build;
        let [left, bottom, right, top] = build.bounds.map(f32::round);
        let serif = if face.name.contains("Serif") || face.name.contains("Min") { 2 } else { 0 };
        let descriptor = format!(
            "/Type/FontDescriptor/FontName{}/Flags {}/FontBBox[{left} {bottom} {right} {top}]/ItalicAngle 0\
             /Ascent {}/Descent {}/CapHeight {}/StemV {}",
            name(&base_name),
            4 + serif,
            build.ascent.round(),
            build.descent.round(),
            build.cap_height.round(),
            build.stem.round()
        );
        Some(Self {
            codes,
            widths,
            base_name,
            descriptor,
            program_length: program.len(),
            program: deflater.deflate(&program),
            to_unicode: deflater.deflate(to_unicode(uses).as_bytes()),
            glyph_of: doubled
                .then(|| deflater.deflate(&glyphs.iter().flat_map(|g| g.to_be_bytes()).collect::<Vec<_>>())),
        })
    }

    /// The code that shows a glyph for a character.
    pub fn code(&self, used: Use) -> Option<u16> {
        self.codes.get(&used).copied()
    }

    /// Width of a code in thousandths of an em, as readers know it.
    pub fn width(&self, code: u16) -> i32 {
        self.widths.get(usize::from(code)).copied().unwrap_or(1000)
    }

    /// Puts the font into a file.
    pub fn put(&self, objects: &mut Objects) -> Number {
        let name = name(&self.base_name);
        let length = format!("/Length1 {}/Filter/FlateDecode", self.program_length);
        let program = objects.add_stream(&length, &self.program);
        let descriptor = objects.add(&format!("<<{}/FontFile2 {program} 0 R>>", self.descriptor));
        let to_unicode = objects.add_stream("/Filter/FlateDecode", &self.to_unicode);
        let glyph_of = self.glyph_of.as_ref().map_or_else(
            || "/Identity".to_owned(),
            |table| format!(" {} 0 R", objects.add_stream("/Filter/FlateDecode", table)),
        );
        let descendant = objects.add(&format!(
            "<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
             /Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 1000/W[{}]/CIDToGIDMap{glyph_of}>>",
            self.width_list()
        ));
        objects.add(&format!(
            "<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]\
             /ToUnicode {to_unicode} 0 R>>"
        ))
    }

    /// Runs of codes that are not a full em wide.
    fn width_list(&self) -> String {
        let mut list = String::new();
        let numbered: Vec<(usize, i32)> = self.widths.iter().copied().enumerate().collect();
        for run in numbered.chunk_by(|left, right| (left.1 == 1000) == (right.1 == 1000)) {
            if run[0].1 == 1000 {
                continue;
            }
            let widths: Vec<String> = run.iter().map(|(_, width)| width.to_string()).collect();
            let _ = write!(list, "{}[{}]", run[0].0, widths.join(" "));
        }
        list
    }
}

/// Thousandths of an em. Our faces have whole ones but for the rare ideographs, whose em is 1024 units.
#[expect(clippy::cast_possible_truncation, reason = "a glyph's width")]
fn thousandths(em: f32) -> i32 {
    (em * 1000.0).round() as i32
}

/// Six capital letters that name the selection (ISO 32000-1, 9.6.4).
fn tag(uses: &BTreeSet<Use>) -> String {
    // FNV-1a: the letters only have to differ between selections, and to be the same on every machine.
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for (glyph, c) in uses {
        for byte in glyph.to_be_bytes().into_iter().chain(u32::from(*c).to_be_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    (0..6)
        .map(|_| {
            let letter = b'A' + u8::try_from(hash % 26).unwrap_or(0);
            hash /= 26;
            char::from(letter)
        })
        .collect()
}

/// The `CMap` from codes to characters (ISO 32000-1, 9.10.3), a hundred entries in a section at most.
fn to_unicode(uses: &BTreeSet<Use>) -> String {
    // One operator or pair on a line: some readers know no other way to write it.
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let characters: Vec<char> = uses.iter().map(|(_, c)| *c).collect();
    for (section, chunk) in characters.chunks(100).enumerate() {
        let _ = writeln!(map, "{} beginbfchar", chunk.len());
        for (at, c) in chunk.iter().enumerate() {
            let _ = write!(map, "<{:04X}> <", section * 100 + at + 1);
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}
