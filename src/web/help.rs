//! 常见问题 and 服务热线.

use axum::response::Response;

use crate::views::faq::Faq;
use crate::views::hotline::Hotline;
use crate::web::visit::Visit;

pub async fn faq(visit: Visit) -> Response {
    let written = &visit.seen().settings.faq;
    let questions = written.iter().map(|entry| (entry.question.clone(), entry.answer.clone())).collect();
    let page = if written.is_empty() { Faq::default() } else { Faq { questions } };
    visit.page(&page)
}

pub async fn hotline(visit: Visit) -> Response {
    let settings = &visit.seen().settings;
    let mut page = Hotline::of(settings.association.clone(), settings.hotline.phone.clone());
    if !settings.hotline.hours.is_empty() {
        page.hours.clone_from(&settings.hotline.hours);
    }
    if !settings.hotline.email.is_empty() {
        page.more.push(("电子邮箱".to_owned(), settings.hotline.email.clone()));
    }
    visit.page(&page)
}
