//! 报错: a member reports what is wrong in the register; the registrar answers.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::report::{Closed, Report};
use crate::store::Look;
use crate::store::records::id_key;

/// Longest report and answer, in characters.
pub const LONGEST: usize = 500;

/// Leaves a report. The same form token leaves one report.
pub fn leave(world: &World, person: &Person, text: &str, form_token: &str) -> Result<(), Refused> {
    person.needs(Right::Apply)?;
    let firm = person.firm()?;
    let text = words("text", text, "请说明哪一项有误、应当是什么。")?;
    let now = world.now();
    world.store.write(|writing| {
        if writing.form_token_answer(form_token)?.is_some() {
            return Ok(());
        }
        let id = writing.next_id::<Report>()?;
        writing.take_form_token(form_token, &id.to_string())?;
        writing.put(&Report { id, firm, account: person.account.id, at: now, text, closed: None })?;
        writing.audit(now, person.actor(), "report.leave", &format!("report/{id}"), "")?;
        Ok(())
    })
}

/// What was reported before, newest first: by the firm's people, or by this lawyer.
pub fn own(world: &World, person: &Person) -> Result<Vec<Report>, Refused> {
    person.needs(Right::Apply)?;
    let mut reports: Vec<Report> = world.store.read()?.marked("report-firm", id_key(person.firm()?))?;
    reports.retain(|report| person.account.lawyer.is_none() || report.account == person.account.id);
    reports.reverse();
    Ok(reports)
}

/// The registrar has dealt with a report.
pub fn close(world: &World, person: &Person, id: Id<Report>, answer: &str) -> Result<(), Refused> {
    person.needs(Right::KeepRegister)?;
    let answer = words("answer", answer, "请写明处理结果，申请人会看到。")?;
    let now = world.now();
    world.store.write(|writing| {
        let mut report: Report = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if report.closed.is_some() {
            return Err(Refused::Conflict("这条报错已由他人处理，请刷新页面。".to_owned()));
        }
        report.closed = Some(Closed { at: now, by: person.account.id, answer });
        writing.put(&report)?;
        writing.audit(now, person.actor(), "report.close", &format!("report/{id}"), "")?;
        Ok(())
    })
}

/// Free text of one to `LONGEST` characters; line breaks are allowed, other control characters are not.
pub fn words(field: &str, text: &str, when_empty: &str) -> Result<String, Refused> {
    let text = text.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length == 0 {
        return Err(Refused::field(field, when_empty));
    }
    if length > LONGEST {
        return Err(Refused::field(field, format!("最多 {LONGEST} 个字，现有 {length} 个。")));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Refused::field(field, "包含无法显示的控制字符，请删除后重试。"));
    }
    Ok(text)
}
