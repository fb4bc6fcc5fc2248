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

use crate::pdf::inspect::text_string;

/// The text of each page in the order of drawing.
pub fn read(pdf: &Pdf) -> Vec<String> {
    let cache = InterpreterCache::new();
    let mut texts = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, area, &cache, page.xref(), InterpreterSettings::default());
        let mut listener = Listener::default();
        interpret_page(page, &mut context, &mut listener);
        texts.push(listener.text);
    }
    texts
}

/// A device that draws nothing and writes down what the glyphs say.
#[derive(Default)]
struct Listener {
    text: String,
    baseline: Option<f64>,
    /// For each open marked content, whether it brings its own text.
    spoken: Vec<bool>,
}

impl Listener {
    fn move_to(&mut self, y: f64) {
        if self.baseline.is_some_and(|known| (known - y).abs() > 1.0) {
            self.text.push('\n');
        }
        self.baseline = Some(y);
    }
}

impl<'a> Device<'a> for Listener {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let place = (props.transform * glyph.transform()) * Point::ORIGIN;
            self.move_to(place.y);
            if self.spoken.contains(&true) {
                continue;
            }
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.text.push(c),
                Some(BfString::String(text)) => self.text.push_str(&text),
                None => self.text.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let own = properties.and_then(|properties| properties.get::<PdfString>("ActualText"));
        self.spoken.push(own.is_some());
        if let Some(own) = own {
            self.text.push_str(&text_string(&own));
        }
    }

    fn end_marked_content(&mut self) {
        self.spoken.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
