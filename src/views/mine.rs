//! 我的证明: all records of this applicant, with filters; a table on a wide screen, cards on a phone.

use maud::{Markup, html};

use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::state;
use crate::text::state::CertificateState;
use crate::text::step::Step;
use crate::views::apply_facts::step_path;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Input, Style, act, ask, button, link_button};
use crate::views::tags;

/// The page at `/mine`; filters by `q`, `stage`, `kind`, `from`, `to`, `page`.
#[derive(Clone, Debug)]
pub struct Mine {
    pub rows: Vec<RecordRow>,
    /// The filters as chosen.
    pub form: Form,
    /// Slug and name of the kinds that may be filtered by.
    pub kinds: Vec<(String, String)>,
    pub pager: Pager,
}

/// One application.
#[derive(Clone, Debug)]
pub struct RecordRow {
    pub id: String,
    /// The certificate's number once there is one, the application's before.
    pub number: String,
    /// None for a draft without a kind.
    pub kind: Option<String>,
    /// `赵一鸣等 12 名`; empty for kinds about the firm.
    pub lawyers: String,
    /// When it was submitted; a draft's last change.
    pub at: Moment,
    pub stage: StageName,
    /// The certificate's own state, once issued.
    pub certificate: Option<CertificateState>,
    pub may: May,
}

/// What this person may do with a record now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one button, independent of the others")]
pub struct May {
    /// 下载证明.
    pub download: bool,
    /// 发送邮箱.
    pub mail: bool,
    /// 撤回申请.
    pub withdraw: bool,
    /// 重新申请.
    pub again: bool,
    /// 申请换发.
    pub replace: bool,
    /// 继续填写, at this step.
    pub resume: Option<Step>,
}

impl Page for Mine {
    fn title(&self) -> String {
        "我的证明".to_owned()
    }

    fn place(&self) -> Place {
        Place::Mine
    }

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        Some(html! { a class="button primary wide-only" href=(paths::apply()) { (icon(Icon::Plus)) "我要申请" } })
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (self.filters())
            @if self.rows.is_empty() && !self.is_filtered() {
                div class="empty" {
                    (icon(Icon::Files))
                    p { b { "还没有申请过证明" } }
                    p { "从“我要申请”开始，按五个步骤填写，通常几分钟即可提交。" }
                    (link_button(Style::Primary, &paths::apply(), "我要申请"))
                }
            } @else if self.rows.is_empty() {
                div class="empty" {
                    (icon(Icon::Search))
                    p { b { "没有符合条件的记录" } }
                    (link_button(Style::Plain, &paths::mine(), "清除筛选条件"))
                }
            } @else {
                (self.table(frame))
                (self.pager.render("条记录"))
            }
        }
    }
}

impl Mine {
    fn is_filtered(&self) -> bool {
        ["q", "stage", "kind", "from", "to"].iter().any(|name| !self.form.value(name).is_empty())
    }

    fn filters(&self) -> Markup {
        let stages: Vec<_> =
            StageName::ALL.iter().map(|stage| (stage.slug().to_owned(), state::stage(*stage).to_owned())).collect();
        ask(
            &paths::mine(),
            &html! {
                div class="search-line" {
                    (Field::new("q", "查找").input(Input::Search).most(40).hint("编号、律师姓名或用途").line(&self.form))
                    (button(Style::Plain, "查询"))
                    @if self.is_filtered() { (link_button(Style::Quiet, &paths::mine(), "清除")) }
                }
                details class="more-filters" open[self.is_filtered()] {
                    summary { (icon(Icon::Down)) "更多条件" }
                    div class="filter-row" {
                        (Field::new("stage", "状态").select(&self.form, Some("全部状态"), &stages))
                        (Field::new("kind", "类型").select(&self.form, Some("全部类型"), &self.kinds))
                        (Field::new("from", "申请时间从").input(Input::Date).line(&self.form))
                        (Field::new("to", "到").input(Input::Date).line(&self.form))
                    }
                }
            },
        )
    }

    fn table(&self, frame: &Frame) -> Markup {
        html! {
            table class="cards records" {
                thead { tr {
                    th scope="col" { "编号" } th scope="col" { "类型" } th scope="col" class="lawyers" { "涉及律师" }
                    th scope="col" { "申请时间" } th scope="col" { "状态" } th scope="col" { "操作" }
                } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            td data-label="编号" class="code" { (row.number) }
                            th scope="row" class="card-title" {
                                a href=(row.href()) { (row.kind.as_deref().unwrap_or("尚未选择类型")) }
                            }
                            td data-label="涉及律师" { @if row.lawyers.is_empty() { "—" } @else { (row.lawyers) } }
                            td data-label="申请时间" { span class="whole" { (row.at.day().zh()) } " " span class="whole" { (row.at.clock()) } }
                            td data-label="状态" class="card-state" {
                                (tags::stage(row.stage))
                                @if let Some(state) = row.certificate { " " (tags::certificate(state)) }
                            }
                            td class="acts" { (row.acts(frame)) }
                        }
                    }
                }
            }
        }
    }
}

impl RecordRow {
    fn href(&self) -> String {
        self.may.resume.map_or_else(|| paths::record(&self.id), |step| step_path(&self.id, step))
    }

    /// The one likely act as a button, the rest under 更多.
    fn acts(&self, frame: &Frame) -> Markup {
        let May { download, mail, withdraw, again, resume, .. } = self.may;
        let name = self.kind.as_deref().unwrap_or("申请");
        html! {
            div class="row-acts" {
                @if let Some(step) = resume {
                    (link_button(Style::Plain, &step_path(&self.id, step), "继续填写"))
                } @else if download {
                    (link_button(Style::Plain, &paths::record_download(&self.id), "下载证明"))
                } @else {
                    (link_button(Style::Plain, &paths::record(&self.id), "查看"))
                }
                @if download || mail || withdraw || again || resume.is_some() {
                    details class="more" data-menu {
                        summary class="button quiet" { "更多" span class="unseen" { "操作：" (name) } (icon(Icon::Down)) }
                        ul class="float" {
                            @if download { li { a class="row" href=(paths::record(&self.id)) { (icon(Icon::Eye)) "查看" } } }
                            @if mail { li { a class="row" href=(paths::record_mail(&self.id)) { (icon(Icon::Mail)) "发送邮箱" } } }
                            @if withdraw { li { (act(frame, paths::record_withdraw(&self.id), Style::Quiet, "撤回申请")) } }
                            @if again { li { (act(frame, paths::record_again(&self.id), Style::Quiet, "重新申请")) } }
                            @if resume.is_some() { li { (act(frame, format!("{}?back=mine", paths::apply_discard(&self.id)), Style::Quiet, "删除草稿")) } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl Mine {
    pub fn sample() -> Self {
        use crate::views::sample;
        let none = May::default();
        let issued = May { download: true, mail: true, ..none };
        let rows = [
            (StageName::Draft, None, May { resume: Some(Step::Form), ..none }),
            (StageName::Pending, None, May { withdraw: true, ..none }),
            (StageName::Issuing, None, none),
            (StageName::Approved, Some(CertificateState::Valid), issued),
            (StageName::Approved, Some(CertificateState::Expired), May { again: true, ..issued }),
            (StageName::Approved, Some(CertificateState::Revoked), issued),
            (StageName::Approved, Some(CertificateState::Replaced), issued),
            (StageName::Refused, None, May { again: true, ..none }),
            (StageName::Withdrawn, None, May { again: true, ..none }),
        ];
        let kinds = ["律师会员证明", "会费缴纳证明", "律师事务所及全体律师无行业处分证明"];
        let rows: Vec<_> = rows
            .into_iter()
            .enumerate()
            .map(|(at, (stage, certificate, may))| RecordRow {
                id: (at + 41).to_string(),
                number: if certificate.is_some() {
                    format!("穗律证〔2026〕第{:06}号", at + 120)
                } else {
                    format!("SQ2026-{:06}", at + 41)
                },
                kind: Some(kinds[at % 3].to_owned()),
                lawyers: match at % 3 {
                    0 => "赵一鸣等 12 名".to_owned(),
                    1 => String::new(),
                    _ => sample::LONG_NAME.to_owned(),
                },
                at: sample::at(9 + at as u64, 5),
                stage,
                certificate,
                may,
            })
            .collect();
        Self {
            rows,
            form: Form::new(),
            kinds: vec![("lawyer-member".to_owned(), "律师会员证明".to_owned())],
            pager: Pager { href: paths::mine(), page: 2, pages: 4, total: 74 },
        }
    }

    pub fn sample_empty() -> Self {
        Self { rows: Vec::new(), pager: Pager::whole(paths::mine(), 0), ..Self::sample() }
    }

    pub fn sample_unfound() -> Self {
        Self { form: Form::new().with("q", "不存在").with("stage", "refused"), ..Self::sample_empty() }
    }
}
