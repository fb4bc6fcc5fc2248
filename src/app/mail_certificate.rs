//! 发送邮箱: the certificate as an attachment, to the stored mailbox or to another one.

use crate::app::download::{issued, may_be_sent};
use crate::app::outbox::{Words, put};
use crate::app::own_record::owned;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::audit::Change;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::{About, Letter, parse_address};
use crate::domain::settings::Settings;
use crate::paths;
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::text::letters::{self, LetterKind};

/// Letters with one certificate that may be written within a day: it is for handing on a document, not for mass mail.
const MOST_A_DAY: usize = 20;

/// Writes the letter. `to` none: the mailbox of the application. The same form token writes one letter.
pub fn mail(
    world: &World,
    person: &Person,
    id: Id<Application>,
    to: Option<&str>,
    form_token: &str,
) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut application = owned(writing, person, id)?;
        let certificate = may_be_sent(issued(writing, &application)?)?;
        let stored = application.submission.as_ref().map_or("", |submission| submission.email.as_str());
        let to = parse_address(to.unwrap_or(stored)).map_err(|sentence| Refused::field("mail", sentence))?;
        if writing.take_form_token(form_token, "")?.is_some() {
            return Ok(());
        }
        let letters: Vec<Letter> = writing.marked("letter-application", id_key(id))?;
        let lately = letters.iter().filter(|letter| letter.attach.is_some() && letter.written.day() == now.day());
        if lately.count() >= MOST_A_DAY {
            let sentence = format!("每份证明每天最多发送 {MOST_A_DAY} 次，请明天再试，或者下载后自行发送。");
            return Err(Refused::TooMany(sentence));
        }
        let settings = writing.settings()?;
        put(writing, world, &settings, words(&settings, &certificate, &to))?;
        let note = masked(&to);
        let who = person.account.name.clone();
        application.history.push(Event { at: now, who, act: HistoryAct::Mailed, note });
        writing.put(&application)?;
        let object = format!("certificate/{}", certificate.id);
        let values = world.beside(vec![Change::new("收件邮箱", "", &to)]);
        writing.audit_with(now, person.actor(), "certificate.mail", &object, "", values)?;
        Ok(())
    })?;
    world.wake();
    Ok(())
}

fn words(settings: &Settings, certificate: &Certificate, to: &str) -> Words {
    let (number, link) = (certificate.serial.show(), format!("{}{}", settings.base_url, paths::verify()));
    let values = [
        (letters::TITLE, certificate.title.as_str()),
        (letters::NUMBER, number.as_str()),
        (letters::LINK, link.as_str()),
    ];
    let (subject, text) = letters::words(settings, LetterKind::Sent, &values);
    let (attach, about) = (Some(certificate.id), About::Application(certificate.application));
    Words { to: to.to_owned(), subject, text, attach, about }
}

/// `o***e@firm.example`: the first and last character of the name, and where it is.
pub fn masked(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return "***".to_owned() };
    let mut chars = local.chars();
    let first = chars.next().map(String::from).unwrap_or_default();
    let last = chars.next_back().filter(|_| local.chars().count() > 3).map(String::from).unwrap_or_default();
    format!("{first}***{last}@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_still_says_where() {
        assert_eq!(masked("office@firm.example"), "o***e@firm.example");
        assert_eq!(masked("abc@firm.example"), "a***@firm.example");
        assert_eq!(masked("a@firm.example"), "a***@firm.example");
        assert_eq!(masked("no address"), "***");
    }
}
