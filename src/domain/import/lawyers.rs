//! Rows of the lawyers' table. A lawyer is known by the 执业证号 and belongs to a firm of the register.

use crate::domain::id::Id;
use crate::domain::import::column::Field;
use crate::domain::import::plan::{Entry, New};
use crate::domain::import::practice;
use crate::domain::import::register::Register;
use crate::domain::import::row::{Facts, LONGEST_LINE, RowReader, shown};
use crate::domain::licence::LicenceNumber;
use crate::domain::register::{FirmState, Lawyer, LawyerState};

pub(in crate::domain::import) fn read_row(reader: &mut RowReader<'_, '_>, register: &Register<'_>) {
    let name = reader.required(Field::PersonName).and_then(|text| reader.person(Field::PersonName, text));
    let licence = reader.required(Field::Licence).and_then(|text| read_licence(reader, text));
    let firm = reader.firm(register);
    let state = reader.required(Field::LawyerState).and_then(|text| {
        let state = LawyerState::parse(text);
        if state.is_none() {
            let words = LawyerState::ALL.map(LawyerState::zh).join("、");
            reader.refuse(Field::LawyerState, format!("律师状态应为：{words}。"));
        }
        state
    });
    let first = reader.given(Field::FirstPractice, |reader, text| reader.day(Field::FirstPractice, text));
    let latin = reader.given(Field::LatinName, |reader, text| {
        let latin = reader.line(Field::LatinName, text, LONGEST_LINE)?;
        if let Some(other) = latin.chars().find(|c| !is_latin(*c)) {
            reader.refuse(Field::LatinName, format!("英文姓名只能用拉丁字母，这里有“{other}”。"));
            return None;
        }
        Some(latin)
    });
    let history = reader.given(Field::Practice, practice::read);

    let old = licence.as_ref().and_then(|licence| register.lawyer_by_licence(licence));
    if let Some(licence) = &licence {
        reader.once(Field::Licence, licence.as_str().to_owned(), old.is_some());
    }
    let (Some(name), Some(licence), Some(firm), Some(state)) = (name, licence, firm, state) else { return };
    if state == LawyerState::Practising && firm.state == FirmState::Closed {
        reader.warn(Field::LawyerState, format!("“{}”已注销，而律师仍为执业，请核对。", firm.name));
    }
    let lawyer = Lawyer {
        id: old.map_or(Id::new(0), |old| old.id),
        name,
        latin_name: latin.over(old.and_then(|old| old.latin_name.clone())),
        licence,
        firm: firm.id,
        state,
        first_practice: first.over(old.and_then(|old| old.first_practice)),
        practice: history.over(old.map(|old| old.practice.clone())).unwrap_or_default(),
    };
    let title = format!("{}（{}）", lawyer.name.as_str(), lawyer.licence.as_str());
    match old {
        None => reader.add(title, Entry::NewLawyer(New::of(lawyer))),
        Some(old) => {
            let (before, after) = (facts(old, register), facts(&lawyer, register));
            reader.replace(title, Entry::Lawyer(lawyer), before, after);
        }
    }
}

/// A licence number with its doubts told.
pub(in crate::domain::import) fn read_licence(reader: &mut RowReader<'_, '_>, text: &str) -> Option<LicenceNumber> {
    match LicenceNumber::parse(text) {
        Ok((licence, doubts)) => {
            for doubt in doubts {
                reader.warn(Field::Licence, doubt.sentence());
            }
            if licence.first_year().is_some_and(|year| year > reader.today().year()) {
                reader.warn(Field::Licence, "执业证号第 6 至 9 位的首次执业年份晚于今年，请核对。".to_owned());
            }
            Some(licence)
        }
        Err(error) => {
            reader.refuse(Field::Licence, error.sentence());
            None
        }
    }
}

fn is_latin(character: char) -> bool {
    matches!(character, ' ' | '-' | '\'' | '\u{2019}' | '.' | ',' | '\u{300}'..='\u{36F}')
        || (character.is_alphabetic() && u32::from(character) < 0x250)
        || matches!(character, '\u{1E00}'..='\u{1EFF}')
}

fn facts(lawyer: &Lawyer, register: &Register<'_>) -> Facts {
    vec![
        ("姓名", lawyer.name.as_str().to_owned()),
        ("律所名称", register.firm(lawyer.firm).map(|firm| firm.name.clone()).unwrap_or_default()),
        ("状态", lawyer.state.zh().to_owned()),
        ("首次执业日期", shown(lawyer.first_practice.as_ref())),
        ("英文姓名", shown(lawyer.latin_name.as_ref())),
        ("执业经历", practice::shown(&lawyer.practice)),
    ]
}
