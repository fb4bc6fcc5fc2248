//! 会员登记: how fresh each table is, and the firms.

use maud::{Markup, html};

use crate::domain::register::{FirmState, Loaded, Table};
use crate::paths;
use crate::text::register;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Input, Style, ask, button, link_button};
use crate::views::tags::{self, Tone};

/// The page at `/register`; filters by `q`, `page`.
#[derive(Clone, Debug)]
pub struct Register {
    pub tables: Vec<TableState>,
    pub firms: Vec<FirmRow>,
    pub form: Form,
    pub pager: Pager,
}

/// One of the five tables.
#[derive(Clone, Debug)]
pub struct TableState {
    pub table: Table,
    pub rows: u64,
    /// None: never loaded, so that rules answer 无法判断.
    pub loaded: Option<Loaded>,
}

#[derive(Clone, Debug)]
pub struct FirmRow {
    pub id: String,
    pub name: String,
    pub uscc: String,
    pub state: FirmState,
    pub lawyers: u64,
}

/// A firm's state as a tag.
pub fn firm_tag(state: FirmState) -> Markup {
    let (tone, mark) = match state {
        FirmState::Normal => (Tone::Good, Icon::Check),
        FirmState::Suspended => (Tone::Wait, Icon::Alert),
        FirmState::Closed => (Tone::Quiet, Icon::Ban),
    };
    tags::tag(tone, mark, register::firm_state(state))
}

impl Page for Register {
    fn title(&self) -> String {
        "会员登记".to_owned()
    }

    fn place(&self) -> Place {
        Place::Register
    }

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        Some(html! { a class="button primary" href=(paths::register_import()) { (icon(Icon::Upload)) "导入登记表" } })
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            ul class="tiles" {
                @for state in &self.tables {
                    li class="card" {
                        h2 { (register::table(state.table)) }
                        p class="figure" { (state.rows) " 条" }
                        @match state.loaded {
                            Some(loaded) => { p class="meta" { "数据日期 " span class="whole" { (loaded.data_date.zh()) } } }
                            None => {
                                p { (tags::tag(Tone::Wait, Icon::Unknown, "尚未导入")) }
                                p class="meta" { "有关规则回答“无法判断”" }
                            }
                        }
                    }
                }
            }
            (ask(&paths::register(), &html! {
                div class="filter-row" {
                    (Field::new("q", "查找律所").input(Input::Search).most(40).hint("名称、统一社会信用代码或律师姓名").line(&self.form))
                }
                div class="filter-acts" { (button(Style::Plain, "查询")) (link_button(Style::Quiet, &paths::register(), "清除")) }
            }))
            @if self.firms.is_empty() {
                div class="empty" {
                    (icon(Icon::Users))
                    p { b { "没有律所" } }
                    p { "请先导入“律师事务所”登记表，再导入“律师”登记表。" }
                }
            } @else {
                table class="cards" {
                    thead { tr {
                        th scope="col" { "名称" } th scope="col" { "统一社会信用代码" }
                        th scope="col" class="number" { "律师" } th scope="col" { "状态" }
                    } }
                    tbody {
                        @for firm in &self.firms {
                            tr {
                                th scope="row" class="card-title" { a href=(paths::register_firm(&firm.id)) { (firm.name) } }
                                td data-label="统一社会信用代码" class="code" { (firm.uscc) }
                                td data-label="律师" class="number" { (firm.lawyers) " 名" }
                                td data-label="状态" { (firm_tag(firm.state)) }
                            }
                        }
                    }
                }
                (self.pager.render("家律师事务所"))
            }
        }
    }
}

#[cfg(test)]
impl Register {
    pub fn sample() -> Self {
        use crate::views::sample;
        let loaded = Loaded { at: sample::at(9, 0), data_date: sample::day(2026, 11, 20) };
        let tables = Table::ALL
            .into_iter()
            .zip([2, 63, 5, 4, 0])
            .map(|(table, rows)| TableState { table, rows, loaded: (rows > 0).then_some(loaded) })
            .collect();
        let firm = |id: &str, name: &str, state, lawyers| FirmRow {
            id: id.to_owned(),
            name: name.to_owned(),
            uscc: "31440000MD0123456X".to_owned(),
            state,
            lawyers,
        };
        Self {
            tables,
            firms: vec![
                firm("1", sample::FIRM, FirmState::Normal, 60),
                firm("2", "示例和平律师事务所", FirmState::Suspended, 3),
                firm("3", "示例旧日律师事务所", FirmState::Closed, 0),
            ],
            form: Form::new(),
            pager: Pager::whole(paths::register(), 3),
        }
    }

    pub fn sample_empty() -> Self {
        let mut page = Self::sample();
        page.firms.clear();
        for table in &mut page.tables {
            (table.rows, table.loaded) = (0, None);
        }
        page
    }
}
