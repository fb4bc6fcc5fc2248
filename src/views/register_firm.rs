//! One firm of the register, with everything that is known about it and its lawyers.

use maud::{Markup, html};

use crate::domain::register::{FirmState, LawyerState};
use crate::domain::time::Day;
use crate::paths;
use crate::text::register;
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::register::firm_tag;
use crate::views::tags::{self, Tone};

/// The page at `/register/{id}`.
#[derive(Clone, Debug)]
pub struct RegisterFirm {
    pub name: String,
    pub state: FirmState,
    pub facts: Vec<Fact>,
    pub lawyers: Vec<LawyerRow>,
    /// 行业处分 of the firm and its lawyers. None, here and below: the table was never loaded.
    pub discipline: Option<Vec<Entry>>,
    pub dues: Option<Vec<Entry>>,
    pub honours: Option<Vec<Entry>>,
}

#[derive(Clone, Debug)]
pub struct LawyerRow {
    pub name: String,
    pub latin_name: Option<String>,
    pub licence: String,
    pub state: LawyerState,
    pub first_practice: Option<Day>,
}

/// One line of discipline, dues or honours.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whom it concerns; the year for dues.
    pub subject: String,
    /// `训诫（穗律纪〔2025〕3号）`.
    pub what: String,
    pub day: Day,
}

impl Page for RegisterFirm {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn place(&self) -> Place {
        Place::Register
    }

    fn back(&self) -> Option<String> {
        Some(paths::register())
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            div class="status-line" { (firm_tag(self.state)) }
            section class="card" { h2 { "登记信息" } (facts(&self.facts)) }
            section aria-labelledby="lawyers" {
                h2 id="lawyers" class="apart" { "律师 " (self.lawyers.len()) " 名" }
                @if self.lawyers.is_empty() { p class="empty small" { "没有登记律师。" } } @else {
                    table class="cards" {
                        thead { tr {
                            th scope="col" { "姓名" } th scope="col" { "执业证号" } th scope="col" { "首次执业" } th scope="col" { "状态" }
                        } }
                        tbody { @for lawyer in &self.lawyers { (row(lawyer)) } }
                    }
                }
            }
            (list("行业处分", self.discipline.as_deref()))
            (list("会费", self.dues.as_deref()))
            (list("荣誉", self.honours.as_deref()))
        }
    }
}

fn row(lawyer: &LawyerRow) -> Markup {
    let (tone, mark) = match lawyer.state {
        LawyerState::Practising => (Tone::Good, Icon::Check),
        LawyerState::Suspended => (Tone::Wait, Icon::Alert),
        LawyerState::Cancelled => (Tone::Quiet, Icon::Ban),
    };
    html! {
        tr {
            th scope="row" class="card-title" {
                span { (lawyer.name) }
                @if let Some(latin) = &lawyer.latin_name { p class="meta" { (latin) } }
            }
            td data-label="执业证号" class="code" { (lawyer.licence) }
            td data-label="首次执业" { @match lawyer.first_practice { Some(day) => { (day.zh()) } None => { "—" } } }
            td data-label="状态" { (tags::tag(tone, mark, register::lawyer_state(lawyer.state))) }
        }
    }
}

fn list(title: &str, entries: Option<&[Entry]>) -> Markup {
    html! {
        section class="card" {
            h2 { (title) }
            @match entries {
                None => { p class="meta" { "这张登记表尚未导入，有关规则回答“无法判断”。" } }
                Some([]) => { p class="meta" { "登记中没有记录。" } }
                Some(_) => {}
            }
            ul class="rows" {
                @for entry in entries.unwrap_or_default() {
                    li { div { b { (entry.subject) } p { (entry.what) } } span class="meta whole" { (entry.day.zh()) } }
                }
            }
        }
    }
}

#[cfg(test)]
impl RegisterFirm {
    pub fn sample() -> Self {
        use crate::views::sample;
        let lawyers = sample::lawyers()
            .into_iter()
            .enumerate()
            .map(|(at, (name, _, licence))| LawyerRow {
                name: name.to_owned(),
                latin_name: (at == 0).then(|| "ZHAO Yiming".to_owned()),
                licence: licence.to_owned(),
                state: if at == 3 { LawyerState::Suspended } else { LawyerState::Practising },
                first_practice: (at != 2).then(|| sample::day(2018, 7, 1)),
            })
            .collect();
        Self {
            name: sample::FIRM.to_owned(),
            state: FirmState::Normal,
            facts: sample::firm_facts(),
            lawyers,
            discipline: Some(vec![Entry {
                subject: "钱㐭".to_owned(),
                what: "训诫（示律纪〔2025〕3号）".to_owned(),
                day: sample::day(2025, 4, 8),
            }]),
            dues: Some(vec![Entry {
                subject: "2026年度".to_owned(),
                what: "已缴清".to_owned(),
                day: sample::day(2026, 3, 2),
            }]),
            honours: None,
        }
    }
}
