//! The table of lawyers: column widths from the contents, a grid of thin rules, rows that are never split.

use crate::domain::sheet::Table;
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{Class, Mark, STRONG, Style, TABULAR, marks};
use crate::pdf::line_break::{Line, Measure, set, single};
use crate::pdf::plan::{Ink, Item, LEFT, Part, Rule, Shape, Strip, TEXT_WIDTH, Text, baseline};

/// Air left and right of a cell's text, points.
const PAD: f32 = 6.0;
const THIN: f32 = 0.5;
/// Sizes to try before a cell has to be broken into lines: 小四, 五号.
const SIZES: [f32; 2] = [12.0, 10.5];

/// A table cut into strips, and its header as it stands again on later pages.
pub struct Built {
    pub strips: Vec<Strip>,
    pub repeated: Strip,
}

struct Grid {
    size: f32,
    /// Left edges, and the right edge of the last column.
    edges: Vec<f32>,
}

/// Cuts a table into a strip for the header and one for each row.
pub fn strips(faces: &Faces, table: &Table) -> Built {
    let grid = grid(faces, table);
    let head = row_strip(faces, &grid, &table.columns, STRONG, true, Part::Head);
    let repeated =
        Strip { keep: true, ..row_strip(faces, &grid, &table.columns, STRONG, true, |_| Part::RepeatedHead) };
    let mut strips = vec![Strip { keep: true, row: false, ..head }];
    for (row, cells) in table.rows.iter().enumerate() {
        let strip = row_strip(faces, &grid, cells, TABULAR, false, |column| Part::Cell { row, column });
        strips.push(Strip { keep: row == 0, row: true, ..strip });
    }
    Built { strips, repeated }
}

fn grid(faces: &Faces, table: &Table) -> Grid {
    let columns = table.columns.len();
    // For each column the width of its longest text, and of its longest piece that no line may part, in em.
    let mut natural = vec![0.0_f32; columns];
    let mut least = vec![0.0_f32; columns];
    let headed = table.columns.iter().enumerate().map(|(column, text)| (column, text, STRONG));
    let cells = table.rows.iter().flat_map(|row| row.iter().enumerate().take(columns));
    for (column, text, style) in headed.chain(cells.map(|(column, text)| (column, text, TABULAR))) {
        let marks = marks(faces, text, style);
        natural[column] = natural[column].max(single(&marks).width);
        least[column] = least[column].max(longest_word(&marks)).max(natural[column].min(4.0));
    }
    let padded = |widths: &[f32], size: f32| widths.iter().map(|width| width * size + 2.0 * PAD).collect::<Vec<_>>();
    let fits = SIZES.into_iter().find(|&size| padded(&natural, size).iter().sum::<f32>() <= TEXT_WIDTH);
    let size = fits.unwrap_or(SIZES[SIZES.len() - 1]);
    let mut widths = padded(&natural, size);
    let total: f32 = widths.iter().sum();
    if fits.is_none() {
        // Every column gets what it must have; the rest goes where there is more text.
        widths = padded(&least, size);
        let must: f32 = widths.iter().sum();
        let wish = (total - must).max(1.0);
        let rest = (TEXT_WIDTH - must).max(0.0);
        for (column, width) in widths.iter_mut().enumerate() {
            *width += rest * (natural[column] - least[column]) * size / wish;
        }
    }
    let stretch = TEXT_WIDTH / widths.iter().sum::<f32>().max(1.0);
    let mut edges = vec![LEFT];
    for width in widths {
        edges.push(edges[edges.len() - 1] + width * stretch);
    }
    Grid { size, edges }
}

/// Width of the longest run of Latin letters or digits, such as a licence number.
fn longest_word(marks: &[Mark]) -> f32 {
    let words = marks.chunk_by(|left, right| left.class == Class::Word && right.class == Class::Word);
    words.map(|word| word.iter().map(|mark| mark.advance).sum::<f32>()).fold(0.0, f32::max)
}

/// An empty cell holds a space, so that it still is a cell to those who listen to the table.
fn cell_text(cells: &[String], column: usize) -> &str {
    cells.get(column).map(String::as_str).filter(|text| !text.is_empty()).unwrap_or(" ")
}

fn row_strip(
    faces: &Faces,
    grid: &Grid,
    cells: &[String],
    style: Style,
    top_rule: bool,
    part: impl Fn(usize) -> Part,
) -> Strip {
    let size = grid.size;
    let columns = grid.edges.len() - 1;
    let inner = |column: usize| (grid.edges[column + 1] - grid.edges[column] - 2.0 * PAD) / size;
    let lines: Vec<Vec<Line>> = (0..columns)
        .map(|column| {
            let text = cell_text(cells, column);
            // A hair of tolerance: the widest cell defines its column and must not break in it.
            let measure = Measure { width: inner(column) + 0.01, first_indent: 0.0, justify: false };
            set(&marks(faces, text, style), &[], measure)
        })
        .collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let leading = size * 1.4;
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let height = leading * (most as f32 - 1.0) + size * 2.0;
    let mut strip = Strip { height, ..Strip::default() };
    for (column, lines) in lines.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let text_height = leading * (lines.len() as f32 - 1.0) + size;
        let mut y = (height - text_height) / 2.0 + baseline(size, size);
        let room = grid.edges[column + 1] - grid.edges[column];
        for line in lines {
            let x = grid.edges[column] + (room - line.width * size) / 2.0;
            let text = Text { x, y, size, line, ink: Ink::Black };
            strip.items.push(Item { part: part(column), shape: Shape::Text(text) });
            y += leading;
        }
    }
    let (left, right) = (grid.edges[0], grid.edges[columns]);
    let level = |y: f32| Rule { x0: left, y0: y, x1: right, y1: y, width: THIN };
    let mut rules: Vec<Rule> =
        grid.edges.iter().map(|&x| Rule { x0: x, y0: 0.0, x1: x, y1: height, width: THIN }).collect();
    rules.push(level(height));
    if top_rule {
        rules.push(level(0.0));
    }
    strip.items.push(Item { part: Part::Rules, shape: Shape::Rules(rules) });
    strip
}
