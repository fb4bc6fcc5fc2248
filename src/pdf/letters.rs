//! Lines of text on krilla's surfaces.

use std::collections::BTreeSet;

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use crate::pdf::face::Faces;
use crate::pdf::figure::{fill, hundredth};
use crate::pdf::line_break::Placed;
use crate::pdf::plan::{Ink, Text};

/// Draws a line in runs of one face. Where the distance between glyphs would mislead a reader, they share one range of
/// the text: krilla then says in words what they are (`ActualText`).
pub fn paint(faces: &Faces, text: &Text, surface: &mut Surface) {
    surface.set_fill(Some(fill(match text.ink {
        Ink::Black => [0; 3],
        Ink::Grey => [0x5B; 3],
    })));
    let mut place = 0.0_f32;
    for run in text.line.placed.chunk_by(|left, right| left.face == right.face) {
        let start = Point::from_xy(hundredth(text.x + em(place) * text.size), hundredth(text.y));
        // Where whole thousandths have brought the glyphs.
        let mut reached = place.round();
        let words: String = run.iter().map(|placed| placed.c).collect();
        let mut glyphs = Vec::with_capacity(run.len());
        let mut from = 0;
        for cluster in clusters(run) {
            let length: usize = cluster.iter().map(|placed| placed.c.len_utf8()).sum();
            for placed in cluster {
                place += placed.advance * 1000.0;
                let (advance, thousandths) = step((place - reached).round());
                reached += thousandths;
                let glyph = GlyphId::new(placed.glyph);
                let range = from..from + length;
                glyphs.push(KrillaGlyph::new(glyph, advance, em(placed.offset * 1000.0), 0.0, 0.0, range, None));
            }
            from += length;
        }
        let font = faces.get(run[0].face).font.clone();
        surface.draw_glyphs(start, &glyphs, font, &words, text.size, false);
    }
}

/// Tells krilla what each glyph of a misleading place says by itself, before it meets them together: a glyph keeps the
/// words of its first meeting. Nothing of this is painted.
pub fn introduce<'a>(faces: &Faces, texts: impl Iterator<Item = &'a Text>, surface: &mut Surface) {
    let mut met = BTreeSet::new();
    let mut builder = surface.stream_builder();
    let mut aside = builder.surface();
    for text in texts {
        let clusters = text.line.placed.chunk_by(|left, right| left.face == right.face).flat_map(clusters);
        for placed in clusters.filter(|cluster| cluster.len() > 1).flatten() {
            if met.insert((placed.face, placed.glyph)) {
                let words = placed.c.to_string();
                let glyph = GlyphId::new(placed.glyph);
                let glyphs = [KrillaGlyph::new(glyph, placed.advance, 0.0, 0.0, 0.0, 0..words.len(), None)];
                let font = faces.get(placed.face).font.clone();
                aside.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font, &words, 1.0, false);
            }
        }
    }
    aside.finish();
    drop(builder.finish());
}

/// Glyphs that are read by themselves, one by one, and those between which no distance may be taken for a space or a new
/// line, together.
fn clusters(run: &[Placed]) -> impl Iterator<Item = &[Placed]> {
    run.chunk_by(|left, _| left.odd)
}

/// An advance of whole thousandths of an em, in em: the wanted one, or its neighbour where krilla's own arithmetic would
/// make a long fraction of it.
fn step(wanted: f32) -> (f32, f32) {
    let exact = |whole: f32| Some((exactly(whole)?, whole));
    let wide = wanted > 1000.0;
    exact(wanted).or_else(|| exact(wanted + 1.0).filter(|_| wide)).unwrap_or((wanted / 1000.0, wanted))
}

/// Thousandths of an em in em.
fn em(thousandths: f32) -> f32 {
    let whole = thousandths.round();
    exactly(whole).unwrap_or(whole / 1000.0)
}

/// Em that krilla makes whole thousandths of again.
fn exactly(whole: f32) -> Option<f32> {
    let near = whole / 1000.0;
    #[expect(clippy::float_cmp, reason = "exactness is what is sought")]
    let exact = |value: &f32| value * 1000.0 == whole;
    [near, near.next_up(), near.next_down()].into_iter().find(exact)
}
