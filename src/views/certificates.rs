//! 证明管理: every certificate, for staff.

use maud::{Markup, html};

use crate::domain::time::Day;
use crate::paths;
use crate::text::state::CertificateState;
use crate::views::facts::joined_names;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Input, Style, ask, button, link_button};
use crate::views::tags;

/// The page at `/certificates`; filters by `q`, `state`, `kind`, `from`, `to`, `page`.
#[derive(Clone, Debug)]
pub struct Certificates {
    pub rows: Vec<CertificateRow>,
    pub form: Form,
    pub kinds: Vec<(String, String)>,
    pub pager: Pager,
}

#[derive(Clone, Debug)]
pub struct CertificateRow {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub firm: String,
    pub lawyers: String,
    pub issued: Day,
    /// Inclusive.
    pub expiry: Option<Day>,
    pub state: CertificateState,
    /// Decided, but the file is still being made.
    pub issuing: bool,
}

impl Page for Certificates {
    fn title(&self) -> String {
        "证明管理".to_owned()
    }

    fn place(&self) -> Place {
        Place::Certificates
    }

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        Some(link_button(Style::Plain, &paths::balance(), "月度平衡"))
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let states: Vec<_> =
            CertificateState::ALL.iter().map(|state| (state.slug().to_owned(), state.word().to_owned())).collect();
        html! {
            (ask(&paths::certificates(), &html! {
                div class="filter-row" {
                    (Field::new("q", "查找").input(Input::Search).most(40).hint("编号、核验码、律所或律师").line(&self.form))
                    (Field::new("state", "状态").select(&self.form, Some("全部状态"), &states))
                    (Field::new("kind", "类型").select(&self.form, Some("全部类型"), &self.kinds))
                    (Field::new("from", "出具日期从").input(Input::Date).line(&self.form))
                    (Field::new("to", "到").input(Input::Date).line(&self.form))
                }
                div class="filter-acts" { (button(Style::Plain, "查询")) (link_button(Style::Quiet, &paths::certificates(), "清除")) }
            }))
            @if self.rows.is_empty() {
                div class="empty" { (icon(Icon::Seal)) p { b { "没有符合条件的证明" } } }
            } @else {
                table class="cards" {
                    thead { tr {
                        th scope="col" { "编号" } th scope="col" { "类型" } th scope="col" { "律所" } th scope="col" { "涉及律师" }
                        th scope="col" { "出具日期" } th scope="col" { "有效期至" } th scope="col" { "状态" }
                    } }
                    tbody {
                        @for row in &self.rows {
                            tr {
                                th scope="row" class="card-title code" { a href=(paths::certificate(&row.id)) { (row.number) } }
                                td data-label="类型" { (row.kind) }
                                td data-label="律所" { (row.firm) }
                                td data-label="涉及律师" { (joined_names(&row.lawyers)) }
                                td data-label="出具日期" { span class="whole" { (row.issued.zh()) } }
                                td data-label="有效期至" { span class="whole" { @match row.expiry { Some(day) => { (day.zh()) } None => { "不设期限" } } } }
                                td data-label="状态" {
                                    @if row.issuing { (tags::stage(crate::domain::stage::StageName::Issuing)) }
                                    @else { (tags::certificate(row.state)) }
                                }
                            }
                        }
                    }
                }
                (self.pager.render("份证明"))
            }
        }
    }
}

#[cfg(test)]
impl Certificates {
    pub fn sample() -> Self {
        use crate::views::sample;
        let rows = CertificateState::ALL
            .into_iter()
            .enumerate()
            .map(|(at, state)| CertificateRow {
                id: (at + 1).to_string(),
                number: format!("穗律证〔2026〕第{:06}号", at + 120),
                kind: ["律师会员证明", "律师事务所及全体律师无行业处分证明"][at % 2].to_owned(),
                firm: sample::FIRM.to_owned(),
                lawyers: if at == 1 { String::new() } else { "赵一鸣等 12 名".to_owned() },
                issued: sample::day(2026, 11, 20),
                expiry: (at != 2).then(|| sample::day(2027, 5, 19)),
                state,
                issuing: at == 2,
            })
            .collect();
        Self { rows, form: Form::new(), kinds: Vec::new(), pager: Pager::whole(paths::certificates(), 4) }
    }

    pub fn sample_empty() -> Self {
        Self { rows: Vec::new(), ..Self::sample() }
    }
}
