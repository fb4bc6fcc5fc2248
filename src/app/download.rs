//! 下载证明: the bytes that were frozen at issue, under a name that people can file.

use crate::app::own_record::{certificate, file, owned};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::certificate::{Certificate, Life};
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::stage::StageName;
use crate::store::Look;
use crate::store::records::id_key;

/// A file to hand out.
pub struct Download {
    /// `律师会员证明_示律证〔2026〕第000001号.pdf`
    pub name: String,
    /// The same for clients that know ASCII only.
    pub ascii_name: String,
    pub pdf: Vec<u8>,
}

/// The certificate of an approved application of one's own; refuses where it is not 审核通过.
pub fn issued(look: &impl Look, application: &Application) -> Result<Certificate, Refused> {
    let certificate = certificate(look, application)?;
    certificate
        .filter(|certificate| application.is(StageName::Approved) && certificate.file_hash.is_some())
        .ok_or_else(|| Refused::Conflict("审核通过并出具之后才能下载或发送，请稍后到“我的证明”查看。".to_owned()))
}

/// The certificate of one's own application where it may be sent to others: approved, and not revoked.
pub fn sendable(world: &World, person: &Person, id: Id<Application>) -> Result<Certificate, Refused> {
    let look = world.store.read()?;
    may_be_sent(issued(&look, &owned(&look, person, id)?)?)
}

/// Refuses a revoked certificate.
pub fn may_be_sent(certificate: Certificate) -> Result<Certificate, Refused> {
    match certificate.life {
        Life::Standing => Ok(certificate),
        Life::Revoked { .. } => Err(Refused::Conflict("这份证明已被撤销，不能再发送。".to_owned())),
        Life::Replaced { .. } => Err(Refused::Conflict("这份证明已换发，请发送新的证明。".to_owned())),
    }
}

/// Hands out the file, and notes who took it. `notes` is false where only the headers are asked for.
pub fn download(world: &World, person: &Person, id: Id<Application>, notes: bool) -> Result<Download, Refused> {
    let look = world.store.read()?;
    let application = owned(&look, person, id)?;
    let certificate = issued(&look, &application)?;
    let pdf = file(&look, &certificate)?;
    drop(look);
    if notes {
        note(world, person, id, certificate.id)?;
    }
    Ok(Download { name: file_name(&certificate), ascii_name: ascii_name(&certificate), pdf })
}

/// The same for staff, who print it; in the audit only.
pub fn for_staff(world: &World, person: &Person, id: Id<Certificate>, notes: bool) -> Result<Download, Refused> {
    person.needs(Right::SeeCertificates)?;
    let look = world.store.read()?;
    let certificate: Certificate = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    if certificate.file_hash.is_none() {
        return Err(Refused::Conflict("证明文件正在生成，请稍后再下载。".to_owned()));
    }
    let pdf = file(&look, &certificate)?;
    drop(look);
    if notes {
        let (now, object) = (world.now(), format!("certificate/{id}"));
        world.store.write(|writing| writing.audit(now, person.actor(), "certificate.download", &object, ""))?;
    }
    Ok(Download { name: file_name(&certificate), ascii_name: ascii_name(&certificate), pdf })
}

/// Each download is in the audit. The history that the applicant reads has one line a day for each person.
fn note(world: &World, person: &Person, id: Id<Application>, certificate: Id<Certificate>) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut application: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        let who = &person.account.name;
        let today = |event: &Event| event.act == HistoryAct::Download && event.at.day() == now.day();
        if !application.history.iter().any(|event| today(event) && event.who == *who) {
            let event = Event { at: now, who: who.clone(), act: HistoryAct::Download, note: String::new() };
            application.history.push(event);
            writing.put(&application)?;
        }
        writing.audit(now, person.actor(), "certificate.download", &format!("certificate/{certificate}"), "")?;
        Ok(())
    })
}

/// Title and number, without what no file system takes.
pub fn file_name(certificate: &Certificate) -> String {
    let name = format!("{}_{}", certificate.title, certificate.serial.show());
    let name: String = name.chars().filter(|c| !c.is_control() && !"/\\:*?\"<>|".contains(*c)).collect();
    format!("{name}.pdf")
}

fn ascii_name(certificate: &Certificate) -> String {
    format!("certificate-{}-{:06}.pdf", certificate.serial.year, certificate.serial.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::certificate::Serial;
    use crate::domain::kind::KindId;
    use crate::domain::time::{Day, Moment};

    #[test]
    fn a_file_is_named_after_title_and_number() {
        let mut certificate = Certificate {
            id: Id::new(1),
            application: Id::new(1),
            serial: Serial { prefix: "示律证".into(), year: 2026, number: 1 },
            kind: KindId::parse("lawyer-membership").unwrap(),
            kind_version: 1,
            title: "律师会员证明".into(),
            firm: Id::new(1),
            lawyers: Vec::new(),
            code: String::new(),
            issued: Moment(0),
            issue_date: Day::new(2026, 11, 23).unwrap(),
            expiry: None,
            leaf: 0,
            manifest: 0,
            life: Life::Standing,
            earlier: Vec::new(),
            seal: None,
            file_hash: None,
            fonts: None,
            failures: 0,
            last_failure: None,
        };
        assert_eq!(file_name(&certificate), "律师会员证明_示律证〔2026〕第000001号.pdf");
        assert_eq!(ascii_name(&certificate), "certificate-2026-000001.pdf");
        certificate.title = "a/b:\"c\"\n".into();
        assert_eq!(file_name(&certificate), "abc_示律证〔2026〕第000001号.pdf");
    }
}
