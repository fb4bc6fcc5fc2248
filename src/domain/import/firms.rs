//! Rows of the firms' table. A firm is known by its 统一社会信用代码.

use std::collections::HashMap;

use crate::domain::id::Id;
use crate::domain::import::column::Field;
use crate::domain::import::plan::{Entry, New, Plan, Refused};
use crate::domain::import::register::{Register, folded};
use crate::domain::import::row::{Facts, LONGEST_LINE, RowReader, shown};
use crate::domain::register::{Firm, FirmState};

const LONGEST_ADDRESS: usize = 120;
const LONGEST_NUMBER: usize = 30;

pub(in crate::domain::import) fn read_row(reader: &mut RowReader<'_, '_>, register: &Register<'_>) {
    let name = reader.required(Field::FirmName).and_then(|text| reader.line(Field::FirmName, text, LONGEST_LINE));
    let code = reader.required(Field::FirmCode).and_then(|text| reader.code(Field::FirmCode, text));
    let state = reader.required(Field::FirmState).and_then(|text| {
        let state = FirmState::parse(text);
        if state.is_none() {
            let words = FirmState::ALL.map(FirmState::zh).join("、");
            reader.refuse(Field::FirmState, format!("律所状态应为：{words}。"));
        }
        state
    });
    let licence =
        reader.given(Field::FirmLicence, |reader, text| reader.line(Field::FirmLicence, text, LONGEST_NUMBER));
    let head = reader.given(Field::FirmHead, |reader, text| reader.person(Field::FirmHead, text));
    let founded = reader.given(Field::Founded, |reader, text| reader.day(Field::Founded, text));
    let address = reader.given(Field::Address, |reader, text| reader.line(Field::Address, text, LONGEST_ADDRESS));
    let phone = reader.given(Field::Phone, |reader, text| reader.line(Field::Phone, text, LONGEST_LINE));

    let old = code.as_ref().and_then(|code| register.firm_by_code(code));
    if let Some(code) = &code {
        reader.once(Field::FirmCode, code.as_str().to_owned(), old.is_some());
        if !code.is_law_firm() {
            reader.warn(Field::FirmCode, "律师事务所的统一社会信用代码通常以 31 开头，请核对。".to_owned());
        }
    }
    let (Some(name), Some(uscc), Some(state)) = (name, code, state) else { return };
    let firm = Firm {
        id: old.map_or(Id::new(0), |old| old.id),
        name,
        uscc,
        state,
        licence: licence.over(old.and_then(|old| old.licence.clone())),
        head: head.over(old.and_then(|old| old.head.clone())),
        founded: founded.over(old.and_then(|old| old.founded)),
        address: address.over(old.and_then(|old| old.address.clone())),
        phone: phone.over(old.and_then(|old| old.phone.clone())),
    };
    let title = firm.name.clone();
    match old {
        None => reader.add(title, Entry::NewFirm(New::of(firm))),
        Some(old) => {
            let (before, after) = (facts(old), facts(&firm));
            reader.replace(title, Entry::Firm(firm), before, after);
        }
    }
}

fn facts(firm: &Firm) -> Facts {
    vec![
        ("律所名称", firm.name.clone()),
        ("状态", firm.state.zh().to_owned()),
        ("执业许可证号", shown(firm.licence.as_ref())),
        ("负责人", firm.head.as_ref().map(|head| head.as_str().to_owned()).unwrap_or_default()),
        ("成立日期", shown(firm.founded.as_ref())),
        ("联系地址", shown(firm.address.as_ref())),
        ("电话", shown(firm.phone.as_ref())),
    ]
}

/// Refuses rows after which two living firms would bear one name: files name firms by it.
pub(in crate::domain::import) fn refuse_shared_names(plan: &mut Plan, register: &Register<'_>) {
    let written: HashMap<&str, (u32, &Firm)> = plan
        .new
        .iter()
        .chain(&plan.changed)
        .filter_map(|planned| match &planned.entry {
            Entry::NewFirm(firm) => Some((planned.line, firm.record())),
            Entry::Firm(firm) => Some((planned.line, firm)),
            _ => None,
        })
        .map(|(line, firm)| (firm.uscc.as_str(), (line, firm)))
        .collect();
    let mut after: Vec<(u32, &Firm)> = written.values().copied().collect();
    after
        .extend(register.firms().iter().filter(|firm| !written.contains_key(firm.uscc.as_str())).map(|firm| (0, firm)));
    after.retain(|(_, firm)| firm.state != FirmState::Closed);
    // Records that stay (line 0) come first, so that the row to blame is the one of the file.
    after.sort_by_key(|(line, firm)| (*line, firm.id));
    let mut bearers: HashMap<String, (u32, &Firm)> = HashMap::with_capacity(after.len());
    let mut refused = Vec::new();
    for (line, firm) in after {
        let Some((earlier, other)) = bearers.insert(folded(&firm.name), (line, firm)) else { continue };
        if line == 0 {
            continue;
        }
        let place = if earlier == 0 { "登记簿中".to_owned() } else { format!("第 {earlier} 行") };
        let sentence =
            format!("与{place}的另一家律师事务所（{}）同名，请核对；已不存在的请先改为注销。", other.uscc.as_str());
        refused.push(Refused { line, column: "律所名称".to_owned(), value: firm.name.clone(), sentence });
    }
    plan.refused.extend(refused);
}
