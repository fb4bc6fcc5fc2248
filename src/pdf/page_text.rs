//! The text of pages as a reader would copy it out: glyphs mapped back to characters by the file's own tables.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use crate::pdf::face::same_glyph;
use crate::pdf::inspect::text_string;
use crate::pdf::plain_text;

/// The text of each page in the order of drawing.
pub fn read(pdf: &Pdf) -> Vec<String> {
    plain_text::read(pdf).unwrap_or_else(|| interpret(pdf))
}

/// The same by an interpreter, which reads pages of every sort.
fn interpret(pdf: &Pdf) -> Vec<String> {
    let cache = InterpreterCache::new();
    let mut texts = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, area, &cache, page.xref(), InterpreterSettings::default());
        let mut listener = Listener::default();
        interpret_page(page, &mut context, &mut listener);
        texts.push(listener.0.finish());
    }
    texts
}

/// Words as they come, with the marked content around them.
#[derive(Default)]
pub struct Words {
    text: String,
    baseline: Option<f64>,
    /// Each open marked content.
    open: Vec<Marked>,
}

/// A piece of content that may bring its own text.
#[derive(Default)]
struct Marked {
    own: Option<String>,
    /// What its glyphs say.
    heard: String,
}

impl Marked {
    /// Its own text counts where its glyphs say the same, or say nothing that can be understood; where they say something
    /// else, it is the glyphs that the eye sees. A glyph that draws two characters alike says either.
    fn words(self) -> String {
        match self.own {
            Some(own) if self.heard.is_empty() || self.heard.contains(char::REPLACEMENT_CHARACTER) => own,
            Some(own) if looks_alike(&own, &self.heard) => own,
            _ => self.heard,
        }
    }
}

fn looks_alike(own: &str, heard: &str) -> bool {
    let mut heard = heard.chars().filter(|c| *c != '\n');
    own.chars().all(|c| heard.next().is_some_and(|other| c == other || same_glyph(c, other))) && heard.next().is_none()
}

impl Words {
    /// All words; content that was never closed is closed here.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    /// The next words stand at this height.
    pub fn move_to(&mut self, y: f64) {
        if self.baseline.is_some_and(|known| (known - y).abs() > 1.0) {
            self.innermost().push('\n');
        }
        self.baseline = Some(y);
    }

    /// A glyph and what it says.
    pub fn say(&mut self, glyph: Option<BfString>) {
        let text = self.innermost();
        match glyph {
            Some(BfString::Char(c)) => text.push(c),
            Some(BfString::String(words)) => text.push_str(&words),
            None => text.push(char::REPLACEMENT_CHARACTER),
        }
    }

    /// Marked content begins, which may bring its own text.
    pub fn open(&mut self, own: Option<String>) {
        self.open.push(Marked { own, heard: String::new() });
    }

    pub fn close(&mut self) {
        if let Some(marked) = self.open.pop() {
            let words = marked.words();
            self.innermost().push_str(&words);
        }
    }

    fn innermost(&mut self) -> &mut String {
        self.open.last_mut().map_or(&mut self.text, |marked| &mut marked.heard)
    }
}

/// A device that draws nothing and writes down what the glyphs say.
#[derive(Default)]
struct Listener(Words);

impl<'a> Device<'a> for Listener {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.0.move_to(((props.transform * glyph.transform()) * Point::ORIGIN).y);
            self.0.say(glyph.as_unicode());
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let own = properties.and_then(|properties| properties.get::<PdfString>("ActualText"));
        self.0.open(own.map(|own| text_string(&own)));
    }

    fn end_marked_content(&mut self) {
        self.0.close();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::press::Press;
    use crate::pdf::sample;

    #[test]
    fn our_own_pages_are_plain_and_both_readers_agree_on_them() {
        let press = Press::new();
        for sheet in [sample::firm(), sample::lawyers(30)] {
            let printed = press.print(&sheet, &sample::meta(), &sample::attachments()).unwrap();
            let file = Pdf::new(printed).unwrap();
            let plain = plain_text::read(&file).unwrap();
            assert!(plain.concat().contains(&sheet.closing));
            assert_eq!(plain, interpret(&file));
        }
    }
}
