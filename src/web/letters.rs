//! 邮件: what became of each letter, and sending again.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::letters::{self, Filter, Line};
use crate::app::refused::Refused;
use crate::domain::id::Id;
use crate::domain::letter::{About, Post, masked};
use crate::paths;
use crate::text::state::MailState;
use crate::views::letters::{LetterLine, Letters};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::list::pager;
use crate::web::notice::Done;
use crate::web::told;
use crate::web::visit::Visit;

const FILTERS: [&str; 2] = ["q", "state"];

fn line(line: Line) -> LetterLine {
    let letter = line.letter;
    let mail = told::mail(&letter);
    LetterLine {
        id: letter.id.to_string(),
        to: masked(&letter.to),
        about: match letter.about {
            About::Application(_) => format!("申请 {}", line.about),
            About::Account(_) => format!("账号 {}", line.about),
        },
        firm: line.firm,
        subject: letter.subject,
        at: letter.written,
        tries: letter.tries,
        state: mail.state,
        // What the firm is told to do is not for staff: they read the server's words alone.
        reply: match letter.post {
            Post::Failed { reply, .. } => Some(reply),
            _ => mail.reply,
        },
    }
}

async fn page(visit: &Visit, status: StatusCode, conflict: Option<String>) -> Result<Response, Fail> {
    let filter = Filter { state: MailState::parse(visit.query("state")), search: visit.query("q").to_owned() };
    let slice = visit.slice();
    let found = visit.act(move |world, person| letters::list(world, person, &filter, slice)).await?;
    let page = Letters {
        waiting: found.waiting,
        failed: found.failed,
        lines: found.lines.into_iter().map(line).collect(),
        filter: visit.asked(&FILTERS),
        pager: pager(visit, &paths::letters(), &FILTERS, found.total),
        conflict,
    };
    Ok(visit.page_with(status, &page))
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, None).await
}

pub async fn resend(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let once = posted.once.clone();
    match visit.act(move |world, person| letters::resend(world, person, id, &once)).await {
        Ok(()) => Ok(visit.done(&paths::letters(), Done::Resent)),
        Err(fail) => page(&visit, StatusCode::CONFLICT, Some(fail.into_conflict()?)).await,
    }
}
