//! Rows about a member's merits and faults: discipline and honours. Both concern a firm or a lawyer and name it alike.

use crate::domain::id::Id;
use crate::domain::import::column::Field;
use crate::domain::import::lawyers::read_licence;
use crate::domain::import::plan::Entry;
use crate::domain::import::register::{ByName, Register};
use crate::domain::import::row::{Facts, LONGEST_LINE, RowReader};
use crate::domain::register::{Discipline, Firm, Honour, Lawyer, Measure, Member};

pub(in crate::domain::import) fn read_discipline(reader: &mut RowReader<'_, '_>, register: &Register<'_>) {
    let member = read_member(reader, register);
    let measure = reader.required(Field::Measure).and_then(|text| {
        let measure = Measure::parse(text);
        if measure.is_none() {
            let words = Measure::ALL.map(Measure::zh).join("、");
            reader.refuse(Field::Measure, format!("行业处分只有六种：{words}；其他处罚不属于本会行业处分。"));
        }
        measure
    });
    let decided = reader.required(Field::Decided).and_then(|text| reader.day(Field::Decided, text));
    let document = reader.required(Field::Document).and_then(|text| reader.line(Field::Document, text, LONGEST_LINE));

    let (Some((member, who)), Some(document)) = (member, document) else { return };
    let old = register.discipline(member, &document);
    reader.once(Field::Document, format!("{member:?} {document}"), old.is_some());
    let (Some(measure), Some(decided)) = (measure, decided) else { return };
    let title = format!("{who} {document}");
    let entry = Discipline { member, measure, decided, document };
    match old {
        None => reader.add(title, Entry::Discipline(entry)),
        Some(old) => {
            let facts = |entry: &Discipline| -> Facts {
                vec![("处分种类", entry.measure.zh().to_owned()), ("决定日期", entry.decided.to_string())]
            };
            let (before, after) = (facts(old), facts(&entry));
            reader.replace(title, Entry::Discipline(entry), before, after);
        }
    }
}

pub(in crate::domain::import) fn read_honour(reader: &mut RowReader<'_, '_>, register: &Register<'_>) {
    let member = read_member(reader, register);
    let name = reader.required(Field::Honour).and_then(|text| reader.line(Field::Honour, text, LONGEST_LINE));
    let granted = reader.required(Field::Granted).and_then(|text| reader.day(Field::Granted, text));
    let by = reader.required(Field::GrantedBy).and_then(|text| reader.line(Field::GrantedBy, text, LONGEST_LINE));

    let (Some((member, who)), Some(name)) = (member, name) else { return };
    let old = register.honour(member, &name);
    reader.once(Field::Honour, format!("{member:?} {name}"), old.is_some());
    let (Some(granted), Some(granted_by)) = (granted, by) else { return };
    let title = format!("{who} {name}");
    let honour = Honour { member, title: name, granted, granted_by };
    match old {
        None => reader.add(title, Entry::Honour(honour)),
        Some(old) => {
            let facts = |honour: &Honour| -> Facts {
                vec![("授予日期", honour.granted.to_string()), ("授予单位", honour.granted_by.clone())]
            };
            let (before, after) = (facts(old), facts(&honour));
            reader.replace(title, Entry::Honour(honour), before, after);
        }
    }
}

/// The member that a row concerns, with a name for people. A row that names a lawyer concerns the lawyer, and its firm
/// is only where he or she works, unless the column 对象 says otherwise.
fn read_member(reader: &mut RowReader<'_, '_>, register: &Register<'_>) -> Option<(Member, String)> {
    let concerns_lawyer = match reader.text(Field::MemberKind) {
        Some("律师" | "个人" | "律师个人") => true,
        Some("律所" | "律师事务所" | "单位" | "团体" | "事务所") => false,
        Some(_) => {
            reader.refuse(Field::MemberKind, "对象应为：律师、律师事务所。".to_owned());
            return None;
        }
        None => reader.text(Field::Licence).is_some() || reader.text(Field::PersonName).is_some(),
    };
    if !reader.is_clean() {
        // An unreadable number must not turn a lawyer's row into one about the firm.
        return None;
    }
    if concerns_lawyer {
        let lawyer = read_lawyer(reader, register)?;
        return Some((Member::Lawyer(lawyer.id), format!("{}（{}）", lawyer.name.as_str(), lawyer.licence.as_str())));
    }
    let firm = reader.firm(register)?;
    Some((Member::Firm(firm.id), firm.name.clone()))
}

fn read_lawyer<'r>(reader: &mut RowReader<'_, '_>, register: &Register<'r>) -> Option<&'r Lawyer> {
    let name = match reader.text(Field::PersonName) {
        Some(text) => Some(reader.person(Field::PersonName, text)?),
        None => None,
    };
    if let Some(text) = reader.text(Field::Licence) {
        let licence = read_licence(reader, text)?;
        let Some(lawyer) = register.lawyer_by_licence(&licence) else {
            reader.refuse(Field::Licence, "登记簿中没有这个执业证号的律师，请先导入律师表。".to_owned());
            return None;
        };
        if name.is_some_and(|name| name != lawyer.name) {
            let sentence = format!("与执业证号不符：该证号属于“{}”，请核对。", lawyer.name.as_str());
            reader.refuse(Field::PersonName, sentence);
            return None;
        }
        return Some(lawyer);
    }
    let Some(name) = name else {
        reader.refuse(Field::Licence, "没有写明是哪位律师，请填写执业证号。".to_owned());
        return None;
    };
    let firm: Option<Id<Firm>> = match reader.text(Field::FirmCode).or_else(|| reader.text(Field::FirmName)) {
        Some(_) => Some(reader.firm(register)?.id),
        None => None,
    };
    match register.lawyer_by_name(&name, firm) {
        ByName::One(lawyer) => {
            let sentence = format!("没有执业证号，按姓名认定为 {}，请核对。", lawyer.licence.as_str());
            reader.warn(Field::PersonName, sentence);
            Some(lawyer)
        }
        ByName::None => {
            reader.refuse(Field::PersonName, "登记簿中没有这位律师，请核对姓名，或填写执业证号。".to_owned());
            None
        }
        ByName::Several(count) => {
            reader.refuse(Field::PersonName, format!("登记簿中有 {count} 位同名律师，请填写执业证号。"));
            None
        }
    }
}
