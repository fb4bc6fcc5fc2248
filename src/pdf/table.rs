//! The table of lawyers: column widths from the contents, a grid of thin rules, rows that are never split.

use std::sync::Arc;

use crate::domain::sheet::Table;
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{Class, Mark, STRONG, Style, TABULAR, marks};
use crate::pdf::line_break::{Line, Measure, set, single};
use crate::pdf::plan::{Ink, Item, LEFT, Part, Rule, Shape, Strip, TEXT_WIDTH, Text, baseline};

/// Air left and right of a cell's text, points.
const PAD: f32 = 6.0;
const THIN: f32 = 0.5;
/// From line to line in a cell, as a multiple of the type size.
const LEADING: f32 = 1.4;
/// Sizes to try before a cell has to be broken into lines: 小四, 五号.
const SIZES: [f32; 2] = [12.0, 10.5];
/// The size, 小五, of a table with cells that at 五号 would take more lines than these.
const SMALL: f32 = 9.0;
const FEW_LINES: f32 = 3.0;

/// A table cut into strips, and its header as it stands again on later pages.
pub struct Built {
    pub strips: Vec<Strip>,
    pub repeated: Strip,
}

/// A table whose columns are measured and whose cells are set, but not placed.
pub struct Grid {
    size: f32,
    /// Left edges, and the right edge of the last column.
    edges: Vec<f32>,
    head: Row,
    rows: Vec<Row>,
}

/// The lines of each cell.
type Row = Vec<Vec<Arc<Line>>>;

impl Grid {
    /// Measures and sets a table.
    pub fn of(faces: &Faces, table: &Table) -> Self {
        let (size, edges) = measure(faces, table);
        let cells = |cells: &[String], style: Style| -> Row {
            let columns = edges.windows(2).enumerate();
            columns
                .map(|(at, edge)| cell(faces, cell_text(cells, at), style, (edge[1] - edge[0] - 2.0 * PAD) / size))
                .collect()
        };
        let head = cells(&table.columns, STRONG);
        let rows = table.rows.iter().map(|row| cells(row, TABULAR)).collect();
        Self { size, edges, head, rows }
    }

    /// A strip for the header and one for each row; `row` is a row's height as a multiple of the type size.
    pub fn strips(&self, row: f32) -> Built {
        let head = self.strip(&self.head, row, true, Part::Head);
        let repeated = Strip { keep: true, ..self.strip(&self.head, row, true, |_| Part::RepeatedHead) };
        let mut strips = vec![Strip { keep: true, row: false, ..head }];
        for (at, cells) in self.rows.iter().enumerate() {
            let strip = self.strip(cells, row, false, |column| Part::Cell { row: at, column });
            strips.push(Strip { keep: at == 0, row: true, ..strip });
        }
        Built { strips, repeated }
    }

    /// Height of the header.
    pub fn head_height(&self, row: f32) -> f32 {
        self.height(&self.head, row)
    }

    fn height(&self, cells: &Row, row: f32) -> f32 {
        let most = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let further = most as f32 - 1.0;
        self.size * (LEADING * further + row)
    }

    fn strip(&self, cells: &Row, row: f32, top_rule: bool, part: impl Fn(usize) -> Part) -> Strip {
        let (size, height) = (self.size, self.height(cells, row));
        let leading = size * LEADING;
        let mut strip = Strip { height, ..Strip::default() };
        for (column, lines) in cells.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a few lines")]
            let text_height = leading * (lines.len() as f32 - 1.0) + size;
            let mut y = (height - text_height) / 2.0 + baseline(size, size);
            let (left, room) = (self.edges[column], self.edges[column + 1] - self.edges[column]);
            for line in lines {
                // What takes several lines is read as a text, from the left; the rest stands in the middle.
                let free = room - line.width * size;
                let x = left + if lines.len() > 1 { PAD } else { free / 2.0 };
                let text = Text { x, y, size, line: line.clone(), ink: Ink::Black };
                strip.items.push(Item { part: part(column), shape: Shape::Text(text) });
                y += leading;
            }
        }
        let (left, right) = (self.edges[0], self.edges[self.edges.len() - 1]);
        let level = |y: f32| Rule { x0: left, y0: y, x1: right, y1: y, width: THIN };
        let mut rules: Vec<Rule> =
            self.edges.iter().map(|&x| Rule { x0: x, y0: 0.0, x1: x, y1: height, width: THIN }).collect();
        rules.push(level(height));
        if top_rule {
            rules.push(level(0.0));
        }
        strip.items.push(Item { part: Part::Rules, shape: Shape::Rules(rules) });
        strip
    }
}

/// The lines of a cell with `room` em inside. The parts of a minority name between its 间隔号 stay whole where they can.
fn cell(faces: &Faces, text: &str, style: Style, room: f32) -> Vec<Arc<Line>> {
    let mut parts = Vec::new();
    if text.contains('·') {
        let mut start = 0;
        for part in text.split('·') {
            parts.push(start..start + part.len());
            start += part.len() + '·'.len_utf8();
        }
    }
    // A hair of tolerance: the widest cell defines its column and must not break in it.
    let measure = Measure { width: room + 0.01, first_indent: 0.0, justify: false };
    set(&marks(faces, text, style), &parts, measure).into_iter().map(Arc::new).collect()
}

/// Type size, and the edges of the columns.
fn measure(faces: &Faces, table: &Table) -> (f32, Vec<f32>) {
    let needs = needs(faces, table);
    let room = |size: f32| {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let pads = 2.0 * PAD * needs.len() as f32;
        (TEXT_WIDTH - pads) / size
    };
    let natural: f32 = needs.iter().map(|need| need.natural).sum();
    let lines = |widths: &[f32]| {
        needs.iter().zip(widths).map(|(need, width)| need.natural / width.max(1.0)).fold(0.0, f32::max)
    };
    let (size, widths) = match SIZES.into_iter().find(|&size| natural <= room(size)) {
        Some(size) => (size, needs.iter().map(|need| need.natural).collect()),
        None => {
            let usual = SIZES[SIZES.len() - 1];
            let widths = shares(&needs, room(usual));
            if lines(&widths) <= FEW_LINES { (usual, widths) } else { (SMALL, shares(&needs, room(SMALL))) }
        }
    };
    let widths: Vec<f32> = widths.into_iter().map(|width| width * size + 2.0 * PAD).collect();
    let stretch = TEXT_WIDTH / widths.iter().sum::<f32>().max(1.0);
    let mut edges = vec![LEFT];
    for width in widths {
        edges.push(edges[edges.len() - 1] + width * stretch);
    }
    (size, edges)
}

/// What a column needs, in em.
#[derive(Clone, Copy, Default)]
struct Need {
    /// Width of its longest text.
    natural: f32,
    /// Width of its longest piece that no line may part.
    least: f32,
    /// What all its cells together would have more than that.
    wish: f32,
}

fn needs(faces: &Faces, table: &Table) -> Vec<Need> {
    let mut needs = vec![Need::default(); table.columns.len()];
    let mut widths: Vec<Vec<f32>> = vec![Vec::new(); needs.len()];
    let headed = table.columns.iter().enumerate().map(|(column, text)| (column, text, STRONG));
    let cells = table.rows.iter().flat_map(|row| row.iter().enumerate().take(table.columns.len()));
    for (column, text, style) in headed.chain(cells.map(|(column, text)| (column, text, TABULAR))) {
        let marks = marks(faces, text, style);
        let (need, width) = (&mut needs[column], single(&marks).width);
        need.natural = need.natural.max(width);
        need.least = need.least.max(longest_word(&marks)).max(need.natural.min(4.0));
        widths[column].push(width);
    }
    for (need, widths) in needs.iter_mut().zip(widths) {
        need.wish = widths.into_iter().map(|width| (width - need.least).max(0.0)).sum();
    }
    needs
}

/// Every column gets what it must have; the rest goes where there is more text in all rows together, so that one long
/// name does not make every row high. None gets more than its longest text.
fn shares(needs: &[Need], room: f32) -> Vec<f32> {
    let mut widths: Vec<f32> = needs.iter().map(|need| need.least).collect();
    for _ in needs {
        let rest = room - widths.iter().sum::<f32>();
        let open = |at: usize, width: f32| needs[at].natural - width > 1e-3;
        let wish: f32 =
            needs.iter().enumerate().filter(|(at, _)| open(*at, widths[*at])).map(|(_, need)| need.wish).sum();
        if rest < 1e-3 || wish < 1e-3 {
            break;
        }
        for (at, width) in widths.iter_mut().enumerate() {
            if open(at, *width) {
                *width = (*width + rest * needs[at].wish / wish).min(needs[at].natural);
            }
        }
    }
    widths
}

/// Width of the longest run of Latin letters or digits, such as a licence number, or of a part of a minority name.
fn longest_word(marks: &[Mark]) -> f32 {
    let dotted = marks.iter().any(|mark| mark.c == '·');
    let together = |left: &Mark, right: &Mark| left.class == Class::Word && right.class == Class::Word;
    let words = marks.chunk_by(|left, right| together(left, right) || dotted && left.c != '·');
    words.map(|word| word.iter().map(|mark| mark.advance).sum::<f32>()).fold(0.0, f32::max)
}

/// An empty cell holds a space, so that it still is a cell to those who listen to the table.
fn cell_text(cells: &[String], column: usize) -> &str {
    cells.get(column).map(String::as_str).filter(|text| !text.is_empty()).unwrap_or(" ")
}
