//! 常见问题 and 服务热线, and what else the association says to its firms in its own words.

use axum::response::Response;

use crate::domain::settings::Settings;
use crate::views::faq::Faq;
use crate::views::hotline::Hotline;
use crate::web::visit::Visit;

pub async fn faq(visit: Visit) -> Response {
    visit.page(&faq_page(&visit.seen().settings))
}

pub fn faq_page(settings: &Settings) -> Faq {
    let questions = settings.faq.iter().map(|entry| (entry.question.clone(), entry.answer.clone())).collect();
    if settings.faq.is_empty() { Faq::default() } else { Faq { questions } }
}

pub async fn hotline(visit: Visit) -> Response {
    visit.page(&hotline_page(&visit.seen().settings))
}

pub fn hotline_page(settings: &Settings) -> Hotline {
    let mut page = Hotline::of(settings.association.clone(), settings.hotline.phone.clone());
    if !settings.hotline.hours.is_empty() {
        page.hours.clone_from(&settings.hotline.hours);
    }
    if !settings.hotline.email.is_empty() {
        page.more.push(("电子邮箱".to_owned(), settings.hotline.email.clone()));
    }
    page
}

/// Where and when paper copies are handed over.
pub fn collect_at(settings: &Settings) -> &str {
    match settings.collect_at.as_str() {
        "" => "制好后通知您到本会领取，地点和时间请见“服务热线”。",
        place => place,
    }
}

/// How a 报错 is dealt with.
pub fn report_note(settings: &Settings) -> &str {
    match settings.report_note.as_str() {
        "" => "会员管理员核实后会更正登记信息。更正之前，证明仍按现有登记出具。",
        note => note,
    }
}
