//! The words of a letter as typed: each place in them must be one that this kind fills.

use crate::app::change_settings::Check;
use crate::app::refused::Refused;
use crate::app::revise::Typed;
use crate::domain::revision::{Area, Content};
use crate::domain::settings::LetterText;
use crate::text::letters::{LetterKind, Piece, pieces};

/// `built_in` (`yes`) goes back to the built-in words; so do words that are the same.
pub fn letter(form: &mut Check, kind: &str) -> Result<Content, Refused> {
    let kind = LetterKind::parse(kind).ok_or(Refused::NotFound)?;
    if form.text("built_in") == "yes" {
        return Ok(Content::Letter(None));
    }
    let subject = if form.text("subject").trim().is_empty() {
        form.refuse("subject", "请填写邮件主题。");
        String::new()
    } else {
        form.line("subject", 100)
    };
    let body = form.block("body", 2000);
    if body.is_empty() {
        form.refuse("body", "请填写邮件正文。");
    }
    places(form, kind, "subject", &subject);
    places(form, kind, "body", &body);
    for slot in kind.slots().iter().filter(|slot| slot.needed) {
        if !body.is_empty() && !pieces(&body).contains(&Piece::Slot(slot.word)) {
            form.refuse("body", format!("正文里缺少 {{{}}}，收信人没有它就无法办理，请加上。", slot.word));
        }
    }
    let text = LetterText { subject, body };
    Ok(Content::Letter((text != kind.built_in()).then_some(text)))
}

/// Refuses each place that cannot be filled, with its line and the nearest that can.
fn places(form: &mut Check, kind: LetterKind, field: &str, text: &str) {
    let slots = kind.slots();
    let mut line = 1;
    for piece in pieces(text) {
        let at = if field == "body" { format!("第 {line} 行的") } else { String::new() };
        match piece {
            Piece::Slot(word) if !slots.iter().any(|slot| slot.word == word) => {
                let near = slots.iter().map(|slot| slot.word).min_by_key(|known| distance(word, known));
                let near = near.filter(|known| distance(word, known) <= 2);
                let hint = near
                    .map_or_else(|| "请从“可以插入的内容”中选择。".to_owned(), |known| format!("是不是 {{{known}}}？"));
                form.refuse(field, format!("{at}“{{{word}}}”不是这种信函可以插入的内容，{hint}"));
            }
            Piece::Torn(rest) => {
                let rest: String = rest.chars().take(12).collect();
                form.refuse(
                    field,
                    format!("{at}“{rest}”的花括号不成对，请写成 {{{}}} 这样，或者删去花括号。", slots[0].word),
                );
            }
            Piece::Plain(words) => line += words.matches('\n').count(),
            Piece::Slot(_) => {}
        }
    }
}

/// How many characters one word is away from another.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let cost = before + usize::from(a != *b);
            before = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

pub fn fields(area: &Area, text: Option<&LetterText>) -> Typed {
    let kind = match area {
        Area::Letter(kind) => LetterKind::parse(kind),
        _ => None,
    };
    let text = text.cloned().or_else(|| kind.map(LetterKind::built_in)).unwrap_or_default();
    Typed::from([("subject".to_owned(), text.subject), ("body".to_owned(), text.body)])
}
