//! Pages as planned: rows whole, headers repeated, the signature in company, nothing outside the margins.

use crate::domain::sheet::Sheet;
use crate::pdf::compose::compose;
use crate::pdf::face::Faces;
use crate::pdf::plan::{FLOOR, Item, LEFT, Leaf, MM, PAGE_HEIGHT, PAGE_WIDTH, Part, RIGHT, Shape};
use crate::pdf::qr::Symbol;
use crate::pdf::sample;
use crate::pdf::seal::RADIUS;

fn plan(sheet: &Sheet) -> Vec<Leaf> {
    compose(&Faces::new(), sheet, &sample::meta().names, &Symbol::of(&sheet.check.qr, &mut Vec::new()).unwrap())
}

fn has(leaf: &Leaf, part: Part) -> bool {
    leaf.items.iter().any(|item| item.part == part)
}

fn rows_on(leaf: &Leaf) -> Vec<usize> {
    let mut rows: Vec<usize> = leaf
        .items
        .iter()
        .filter_map(|item| match item.part {
            Part::Cell { row, .. } => Some(row),
            _ => None,
        })
        .collect();
    rows.dedup();
    rows
}

#[test]
fn tables_of_every_length_keep_their_rows_and_the_signature_its_company() {
    for count in (1..80).chain([200, 500]) {
        let leaves = plan(&sample::lawyers(count));
        let rows: Vec<usize> = leaves.iter().flat_map(rows_on).collect();
        assert_eq!(rows, (0..count).collect::<Vec<_>>(), "each row once, whole, in order");
        for (at, leaf) in leaves.iter().enumerate() {
            let last = at + 1 == leaves.len();
            let continued = at > 0 && !rows_on(leaf).is_empty();
            assert_eq!(has(leaf, Part::RepeatedHead), continued, "{count} lawyers, page {at}");
            assert_eq!(has(leaf, Part::RunningHead), at > 0);
            assert_eq!(has(leaf, Part::Seal), last);
            assert_eq!(has(leaf, Part::Qr), last);
            assert!(has(leaf, Part::PageLabel));
            if last {
                assert!(has(leaf, Part::Closing) && has(leaf, Part::Signer) && has(leaf, Part::Date));
                assert!(rows_on(leaf).len() >= 2.min(count), "{count}: the signature travels alone");
            }
        }
    }
}

#[test]
fn nothing_leaves_the_margins_and_the_foot_is_free() {
    let mut sheets: Vec<Sheet> = [0, 3, 9, 30, 200].map(sample::lawyers).into();
    sheets.extend([sample::firm(), sample::long(), sample::bilingual()]);
    for sheet in sheets {
        for leaf in plan(&sheet) {
            let rule = leaf.items.iter().find_map(|item| match (&item.shape, has(&leaf, Part::Qr)) {
                (Shape::Qr { y, .. }, true) => Some(*y),
                _ => None,
            });
            for item in &leaf.items {
                check_place(item, rule);
            }
        }
    }
}

fn check_place(item: &Item, foot: Option<f32>) {
    match &item.shape {
        Shape::Text(text) => {
            let right = text.x + text.line.width * text.size;
            assert!(text.x > LEFT - 0.6 && right < RIGHT + 0.6, "{:?}: {} .. {right}", item.part, text.x);
            assert!(text.y > 20.0 * MM && text.y < PAGE_HEIGHT - 14.0 * MM);
            if !matches!(item.part, Part::Check(_) | Part::PageLabel) {
                assert!(text.y < foot.unwrap_or(FLOOR), "{:?} runs into the foot", item.part);
            }
        }
        Shape::Seal { x, y } => {
            assert!(x + RADIUS < PAGE_WIDTH - 5.0 * MM && x - RADIUS > LEFT);
            assert!(y + RADIUS < foot.unwrap_or(FLOOR) - 2.0, "the seal touches the foot");
        }
        Shape::Qr { y, side, .. } => assert!(y + side <= FLOOR + 0.1),
        Shape::Rules(_) => {}
    }
}

#[test]
fn the_seal_lies_over_signer_and_date_upright() {
    let leaves = plan(&sample::firm());
    let of = |part: Part| leaves[0].items.iter().find(|item| item.part == part).unwrap();
    let Shape::Seal { x, y } = of(Part::Seal).shape else { panic!("no seal") };
    for part in [Part::Signer, Part::Date] {
        let Shape::Text(text) = &of(part).shape else { panic!("no text") };
        let end = text.x + text.line.width * text.size;
        assert!((end - (RIGHT - 64.0)).abs() < 0.1, "four characters' space");
        assert!(end > x - RADIUS && end < x + RADIUS && (text.y - y).abs() < RADIUS);
        if part == Part::Date {
            assert!(y < text.y && text.y - y < 20.0, "a little above the date");
        }
    }
}

#[test]
fn qr_symbols_are_large_enough_to_read() {
    let text = sample::firm().check.qr;
    let long = Symbol::of(&text, &mut Vec::new()).unwrap();
    let short = Symbol::of(text.split('#').next().unwrap(), &mut Vec::new()).unwrap();
    assert!(long.side >= 35.0 * MM - 0.01);
    assert!((short.side - 25.0 * MM).abs() < 0.01);
    assert!(short.quiet_zone() > 3.0);
    assert!(Symbol::of(&"#".repeat(5000), &mut Vec::new()).is_none());
}

#[test]
fn a_firm_certificate_is_one_page_and_the_long_one_holds_together() {
    assert_eq!(plan(&sample::firm()).len(), 1);
    assert_eq!(plan(&sample::lawyers(9)).len(), 1);
    assert_eq!(plan(&sample::lawyers(30)).len(), 2);
    assert_eq!(plan(&sample::long()).len(), 2);
}
