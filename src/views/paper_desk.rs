//! 制证: the paper copies that were asked for, each with its next step.

use maud::{Markup, html};

use crate::domain::paper::{PaperState, REASONS};
use crate::domain::time::Moment;
use crate::paths;
use crate::text::state;
use crate::text::state::Delivery;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{
    Field, Input, Post, Style, act, ask, button, button_beside, button_of, error_summary_within, link_button, pick_for,
    post, tick,
};
use crate::views::tags;

/// The page at `/paper`; filters by `q`, `state`, `page`.
#[derive(Clone, Debug)]
pub struct PaperDesk {
    pub copies: Vec<DeskCopy>,
    pub filter: Form,
    pub pager: Pager,
    /// What was refused, with what was typed and why.
    pub refused: Option<Refusal>,
    /// Why a step was not done: somebody was faster.
    pub conflict: Option<String>,
}

/// A form of the desk that was refused.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The step of one copy, by its id.
    One(String, Form),
    /// What was to be done with those that were ticked.
    Batch(Form),
}

/// One numbered copy; its step form posts `to` (a state's slug) and what the step asks for.
#[derive(Clone, Debug)]
pub struct DeskCopy {
    pub id: String,
    /// For the way to the certificate.
    pub certificate: String,
    /// The certificate's number.
    pub number: String,
    pub kind: String,
    pub firm: String,
    /// Copy `index` of `of`.
    pub index: u16,
    pub of: u16,
    pub delivery: Delivery,
    /// 收件信息 line by line, for post; says so when erased.
    pub address: Vec<String>,
    pub state: PaperState,
    /// The states that may be set next.
    pub next: Vec<PaperState>,
    /// Why it cannot be handed out now.
    pub hindered: Option<String>,
    pub changed: Moment,
    /// Collector, or courier and tracking number, or why it was cancelled.
    pub note: String,
    /// Whether its own signed file can be fetched.
    pub has_file: bool,
    /// Whether 补制 is offered.
    pub reissue: bool,
}

/// What staff do to bring a copy into a state.
fn verb(state: PaperState) -> &'static str {
    match state {
        PaperState::Waiting => "重新制证",
        PaperState::Ready => "已制好，通知领取",
        PaperState::Posted => "寄出",
        PaperState::Collected => "确认领取",
        PaperState::Delivered => "确认签收",
        PaperState::Cancelled => "作废",
    }
}

/// The scope of a copy's forms: each step and 作废 have their own.
fn scope(id: &str, to: &str) -> String {
    let form = if to == PaperState::Cancelled.slug() { "void" } else { "copy" };
    format!("{form}-{id}")
}

impl Page for PaperDesk {
    fn title(&self) -> String {
        "制证".to_owned()
    }

    fn place(&self) -> Place {
        Place::Paper
    }

    fn body(&self, frame: &Frame) -> Markup {
        let states = PaperState::ALL.map(|copy| (copy.slug().to_owned(), state::paper(copy).to_owned()));
        let deliveries = [Delivery::Collect, Delivery::Post].map(|way| (way.slug().to_owned(), way.word().to_owned()));
        html! {
            (ask(&paths::paper(), &html! {
                div class="filter-row" {
                    (Field::new("q", "查找").input(Input::Search).most(40).hint("编号、律所、收件人、单号或核验码").line(&self.filter))
                    (Field::new("state", "状态").select(&self.filter, Some("全部状态"), &states))
                    (Field::new("delivery", "领取方式").select(&self.filter, Some("全部方式"), &deliveries))
                }
                div class="filter-acts" { (button(Style::Plain, "查询")) (link_button(Style::Quiet, &paths::paper(), "清除")) }
            }))
            @match &self.refused {
                Some(Refusal::One(id, form)) => (error_summary_within(form, &scope(id, form.value("to")))),
                Some(Refusal::Batch(form)) => (error_summary_within(form, BATCH)),
                None => {},
            }
            @if let Some(sentence) = &self.conflict {
                div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (sentence) } }
            }
            @if self.copies.is_empty() {
                div class="empty" { (icon(Icon::Print)) p { b { "没有需要处理的纸质证明" } } p { "证明出具后，要求纸质证明的申请会出现在这里。" } }
            } @else {
                ul class="desk" { @for copy in &self.copies { li class="card" { (self.copy(copy, frame)) } } }
                (self.batch(frame))
                (self.pager.render("份纸质证明"))
            }
        }
    }
}

impl PaperDesk {
    fn copy(&self, copy: &DeskCopy, frame: &Frame) -> Markup {
        html! {
            div class="desk-what" {
                p class="status-line" {
                    (pick_for(BATCH, "copy", &copy.id, &format!("选择{}第 {} 份", copy.number, copy.index)))
                    (tags::paper(copy.state)) span class="meta" { (copy.changed.zh()) }
                }
                h2 { (copy.kind) }
                p { a class="code" href=(paths::certificate(&copy.certificate)) { (copy.number) } " · " span class="whole" { "第 " (copy.index) " 份，共 " (copy.of) " 份" } }
                p class="meta" { (copy.firm) }
                @if copy.has_file {
                    p class="meta" { a href=(paths::paper_file(&copy.id)) { "下载这一份的签名文件" span class="unseen" { "，" (copy.number) "第 " (copy.index) " 份" } } }
                }
            }
            div class="desk-where" {
                p { b { (copy.delivery.word()) } }
                @for line in &copy.address { p { (line) } }
                @if !copy.note.is_empty() { p class="meta" { (copy.note) } }
            }
            @if !copy.next.is_empty() || copy.reissue { div class="desk-steps" {
                @if let Some(why) = &copy.hindered { p class="reason" { (icon(Icon::Alert)) (why) } }
                (self.steps(copy, frame))
                @if copy.next.contains(&PaperState::Cancelled) { (self.cancelling(copy, frame)) }
                @if copy.reissue { (act(frame, paths::paper_reissue(&copy.id), Style::Plain, "补制一份")) }
            } }
        }
    }

    /// What was typed for this copy and step, where it was refused.
    fn typed(&self, copy: &DeskCopy, cancelling: bool) -> Option<&Form> {
        let Some(Refusal::One(id, form)) = &self.refused else { return None };
        let meant = form.value("to") == PaperState::Cancelled.slug();
        (*id == copy.id && meant == cancelling).then_some(form)
    }

    fn steps(&self, copy: &DeskCopy, frame: &Frame) -> Markup {
        let form = self.typed(copy, false).cloned().unwrap_or_default();
        let steps: Vec<_> = copy.next.iter().filter(|next| **next != PaperState::Cancelled).collect();
        let scope = scope(&copy.id, "");
        html! {
            @if !steps.is_empty() {
                (post(frame, paths::paper_step(&copy.id), &html! {
                    @for next in &steps { (asked(**next, &scope, &form)) }
                    div class="row-acts" {
                        @for next in steps { (button_of(Style::Plain, "to", next.slug(), verb(*next))) }
                    }
                }))
            }
        }
    }

    fn cancelling(&self, copy: &DeskCopy, frame: &Frame) -> Markup {
        let to = PaperState::Cancelled;
        let typed = self.typed(copy, true);
        let form = typed.cloned().unwrap_or_default();
        html! {
            details class="fold" open[typed.is_some()] {
                summary { (icon(Icon::Right)) (verb(to)) span class="unseen" { "第 " (copy.index) " 份" } }
                (post(frame, paths::paper_step(&copy.id), &html! {
                    (asked(to, &scope(&copy.id, to.slug()), &form))
                    div class="row-acts" { (button_of(Style::Danger, "to", to.slug(), "作废这一份")) }
                }))
            }
        }
    }
}

impl PaperDesk {
    /// What may be done with the ticked ones together.
    fn batch(&self, frame: &Frame) -> Markup {
        let typed = match &self.refused {
            Some(Refusal::Batch(form)) => Some(form),
            _ => None,
        };
        let form = typed.cloned().unwrap_or_default();
        let field = |name, label| Field::new(name, label).within(BATCH).most(60);
        let step = |to: PaperState| button_of(Style::Plain, "to", to.slug(), verb(to));
        let bar = html! {
            div class="batch" data-batch {
                p id=(format!("{BATCH}-copy")) tabindex="-1" { "已选 " b data-count { "0" } " 份" }
                button type="button" class="button quiet" data-all data-scripted hidden { "全选本页" }
                (button_beside(Style::Primary, &paths::paper_print(), "打印所选证明"))
                details class="fold" open[typed.is_some()] {
                    summary { (icon(Icon::Right)) "打印设置与批量处理" }
                    div class="desk-batch" {
                        (tick(&form, "duplex", "双面打印：每份从新的一张纸开始"))
                        div class="desk-row" {
                            (Field::new("layout", "地址标签").within(BATCH).select(&form, None, &layouts()))
                            (Field::new("used", "从第几格开始").within(BATCH).select(&form, None, &places()))
                            div class="row-acts" { (button_beside(Style::Plain, &paths::paper_labels(), "打印地址标签")) }
                        }
                        div class="row-acts" { (step(PaperState::Ready)) (step(PaperState::Delivered)) }
                        div class="desk-row" {
                            (field("courier", "快递公司").line(&form)) (field("tracking", "快递单号").line(&form))
                            div class="row-acts" { (step(PaperState::Posted)) }
                        }
                        div class="desk-row" {
                            (field("collector", "领取人姓名").line(&form))
                            div class="row-acts" { (step(PaperState::Collected)) }
                        }
                    }
                }
            }
        };
        Post { id: Some(BATCH), ..Post::to(paths::paper_steps()) }.render(frame, &bar)
    }
}

/// What labels are printed on.
fn layouts() -> [(String, String); 2] {
    [("sheet", "A4，每页 14 格（99.1×38.1 毫米）"), ("single", "标签打印机，每页 1 张（100×70 毫米）")]
        .map(|(value, label)| (value.to_owned(), label.to_owned()))
}

/// A sheet that was begun is used up: the value counts the labels that are gone.
fn places() -> Vec<(String, String)> {
    (0..14).map(|used| (used.to_string(), format!("第 {} 格", used + 1))).collect()
}

/// The form of those that are ticked, and the scope of its fields.
const BATCH: &str = "batch";

/// The fields of a step.
fn asked(to: PaperState, scope: &str, form: &Form) -> Markup {
    let field = |name, label| Field::new(name, label).within(scope).most(60);
    match to {
        PaperState::Posted => html! {
            (field("courier", "快递公司").required().line(form))
            (field("tracking", "快递单号").required().line(form))
        },
        PaperState::Collected => {
            field("collector", "领取人姓名").required().hint("请核对领取人的身份证件或介绍信").line(form)
        }
        PaperState::Cancelled => {
            let mut reasons = REASONS.map(|reason| (reason.to_owned(), reason.to_owned())).to_vec();
            reasons.push(("other".to_owned(), "其他（请在下面写明）".to_owned()));
            html! {
                (field("reason", "作废原因").required().hint("有人核验这一份时会看到。").select(form, Some("请选择"), &reasons))
                (field("other", "其他原因").hint("同样会公开，请勿写入个人信息。").line(form))
                (field("remark", "补充说明").hint("只给律所看，可以不填。").line(form))
            }
        }
        _ => html! {},
    }
}

#[cfg(test)]
impl PaperDesk {
    pub fn sample() -> Self {
        use crate::views::sample;
        let copy = |id: &str, delivery, state, next: &[PaperState], note: &str| DeskCopy {
            id: id.to_owned(),
            certificate: "1".to_owned(),
            hindered: (id == "8").then(|| "证明已撤销，不能再发放，请作废这份纸质证明。".to_owned()),
            number: "穗律证〔2026〕第000123号".to_owned(),
            kind: "律师会员证明".to_owned(),
            firm: sample::FIRM.to_owned(),
            index: 1,
            of: 2,
            delivery,
            address: if delivery == Delivery::Post {
                vec![
                    format!("{} 13800000000", sample::LONG_NAME),
                    "示例省示例市天河区".to_owned(),
                    "珠江新城华夏路示例大厦东塔三十八层整层及三十九层3901—3908单元 510000".to_owned(),
                ]
            } else {
                Vec::new()
            },
            state,
            next: next.to_vec(),
            changed: sample::at(15, 5),
            note: note.to_owned(),
            has_file: state != PaperState::Cancelled,
            reissue: state == PaperState::Cancelled,
        };
        let mut form = Form::typed([("to", "posted")]);
        form.refuse("courier", "请填写快递公司。");
        form.refuse("tracking", "请填写快递单号。");
        Self {
            copies: vec![
                copy("7", Delivery::Post, PaperState::Waiting, &[PaperState::Posted, PaperState::Cancelled], ""),
                copy("8", Delivery::Collect, PaperState::Ready, &[PaperState::Cancelled], ""),
                copy(
                    "9",
                    Delivery::Post,
                    PaperState::Posted,
                    &[PaperState::Delivered, PaperState::Cancelled],
                    "示例速递 SL20261123000456",
                ),
                copy("10", Delivery::Collect, PaperState::Collected, &[PaperState::Cancelled], "领取人 何田"),
                copy("11", Delivery::Collect, PaperState::Cancelled, &[], "遗失"),
            ],
            filter: Form::new(),
            pager: Pager::whole(paths::paper(), 5),
            refused: Some(Refusal::One("7".to_owned(), form)),
            conflict: None,
        }
    }

    pub fn sample_empty() -> Self {
        Self { copies: Vec::new(), refused: None, conflict: None, ..Self::sample() }
    }
}
