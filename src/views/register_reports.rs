//! 报错处理: what members say is wrong in the register.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Style, button, error_summary_within, link_button, post};
use crate::views::tags::{self, Tone};

/// The page at `/register/reports`; `?closed=yes` shows those dealt with.
#[derive(Clone, Debug)]
pub struct RegisterReports {
    pub reports: Vec<ReportLine>,
    pub pager: Pager,
    /// Whether closed ones are shown.
    pub closed: bool,
    /// The report whose answer was refused, with what was typed and why.
    pub refused: Option<(String, Form)>,
    /// Why an answer was not taken: somebody was faster.
    pub conflict: Option<String>,
}

/// One 报错; closing posts `answer`.
#[derive(Clone, Debug)]
pub struct ReportLine {
    pub id: String,
    pub firm: String,
    /// For the way to the firm's page.
    pub firm_id: String,
    pub who: String,
    pub at: Moment,
    pub text: String,
    /// When, by whom, and the answer.
    pub closed: Option<(Moment, String, String)>,
}

impl Page for RegisterReports {
    fn title(&self) -> String {
        "报错处理".to_owned()
    }

    fn place(&self) -> Place {
        Place::Reports
    }

    fn body(&self, frame: &Frame) -> Markup {
        let path = paths::register_reports();
        html! {
            nav class="segments" aria-label="状态" {
                a href=(path) aria-current=[(!self.closed).then_some("true")] { "待处理" }
                a href=(format!("{path}?closed=yes")) aria-current=[self.closed.then_some("true")] { "已处理" }
            }
            @if let Some((id, form)) = &self.refused { (error_summary_within(form, &format!("report-{id}"))) }
            @if let Some(sentence) = &self.conflict {
                div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (sentence) } }
            }
            @if self.reports.is_empty() {
                div class="empty" {
                    (icon(Icon::Flag))
                    p { b { @if self.closed { "还没有处理过的报错" } @else { "没有待处理的报错" } } }
                }
            } @else {
                ul class="desk" { @for report in &self.reports { li class="card" { (self.report(report, frame)) } } }
                (self.pager.render("条报错"))
            }
        }
    }
}

impl RegisterReports {
    fn report(&self, report: &ReportLine, frame: &Frame) -> Markup {
        let blank = Form::new();
        let form = match &self.refused {
            Some((id, form)) if *id == report.id => form,
            _ => &blank,
        };
        html! {
            div class="desk-what" {
                p class="status-line" {
                    @if report.closed.is_some() { (tags::tag(Tone::Good, Icon::Check, "已处理")) }
                    @else { (tags::tag(Tone::Wait, Icon::Clock, "待处理")) }
                    span class="meta" { (report.at.zh()) " · " (report.who) }
                }
                h2 { a href=(paths::register_firm(&report.firm_id)) { (report.firm) } }
                p class="said" { (report.text) }
            }
            @if let Some((at, by, answer)) = &report.closed {
                div class="desk-where" { p { b { "答复" } } p { (answer) } p class="meta" { (at.zh()) " · " (by) } }
            } @else {
                (post(frame, paths::register_report_close(&report.id), &html! {
                    (Field::new("answer", "答复").required().within(&format!("report-{}", report.id)).most(500)
                        .hint("报错人会看到，例如：已按执业证更正。").area(form, 2))
                    div class="row-acts" {
                        (button(Style::Plain, "处理完毕"))
                        (link_button(Style::Quiet, &paths::register_firm(&report.firm_id), "查看登记"))
                    }
                }))
            }
        }
    }
}

#[cfg(test)]
impl RegisterReports {
    pub fn sample() -> Self {
        use crate::views::sample;
        let report = |id: &str, text: &str| ReportLine {
            id: id.to_owned(),
            firm: sample::FIRM.to_owned(),
            firm_id: "1".to_owned(),
            who: "许青禾".to_owned(),
            at: sample::at(10, 20),
            text: text.to_owned(),
            closed: None,
        };
        let mut done = report("3", "律师“孙吉野”的姓名用字应为“孙𠮷野”。");
        let mut refused = Form::new();
        refused.refuse("answer", "请写明处理结果，报错人会看到。");
        done.closed = Some((sample::at(11, 0), "林知远".to_owned(), "已按执业证更正。".to_owned()));
        Self {
            reports: vec![
                report("1", "负责人、住所：负责人应为欧阳文清，2026年9月已变更；住所的单元号应为3901—3909。"),
                report("2", "执业律师人数：本所应为61名，缺少2026年10月转入的周砚律师。"),
                done,
            ],
            pager: Pager::whole(paths::register_reports(), 3),
            closed: false,
            refused: Some(("2".to_owned(), refused)),
            conflict: Some("这条报错已由他人处理，请刷新页面。".to_owned()),
        }
    }

    pub fn sample_empty() -> Self {
        Self { reports: Vec::new(), refused: None, conflict: None, ..Self::sample() }
    }
}
