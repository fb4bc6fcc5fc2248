//! 常用收件地址: what a firm, or a lawyer who applies alone, asked to have remembered. Personal data: it serves to fill in
//! the next form, is never logged, and is gone when its owner erases it.

use serde::{Deserialize, Serialize};

use crate::domain::application::PaperForm;
use crate::domain::register::Member;
use crate::domain::time::Moment;

/// Most addresses of one owner; the one unused for longest makes room.
pub const MOST_ADDRESSES: usize = 10;

/// The addresses of one owner, the last used first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressBook {
    pub owner: Member,
    pub addresses: Vec<Remembered>,
}

/// One address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Names it in forms; never used twice within a book.
    pub number: u32,
    pub used: Moment,
    pub recipient: String,
    pub phone: String,
    /// As `domain::region` keeps it.
    pub region: String,
    pub address: String,
    pub postcode: String,
}

impl Remembered {
    fn is_same(&self, form: &PaperForm) -> bool {
        let pairs = [
            (&self.recipient, &form.recipient),
            (&self.phone, &form.phone),
            (&self.region, &form.region),
            (&self.address, &form.address),
        ];
        pairs.iter().all(|(own, typed)| own.trim() == typed.trim())
    }

    /// Fills it into a form.
    pub fn fill(&self, form: &mut PaperForm) {
        self.recipient.clone_into(&mut form.recipient);
        self.phone.clone_into(&mut form.phone);
        self.region.clone_into(&mut form.region);
        self.address.clone_into(&mut form.address);
        self.postcode.clone_into(&mut form.postcode);
    }
}

impl AddressBook {
    pub fn new(owner: Member) -> Self {
        Self { owner, addresses: Vec::new() }
    }

    pub fn find(&self, number: u32) -> Option<&Remembered> {
        self.addresses.iter().find(|one| one.number == number)
    }

    /// Puts an address first; one that is there already is not kept twice.
    pub fn remember(&mut self, form: &PaperForm, now: Moment) {
        let next = self.addresses.iter().map(|one| one.number).max().map_or(1, |last| last + 1);
        let known = self.addresses.iter().position(|one| one.is_same(form)).map(|at| self.addresses.remove(at).number);
        self.addresses.insert(
            0,
            Remembered {
                number: known.unwrap_or(next),
                used: now,
                recipient: form.recipient.trim().to_owned(),
                phone: form.phone.trim().to_owned(),
                region: form.region.clone(),
                address: form.address.trim().to_owned(),
                postcode: form.postcode.trim().to_owned(),
            },
        );
        self.addresses.truncate(MOST_ADDRESSES);
    }

    /// Erases one; whether it was there.
    pub fn forget(&mut self, number: u32) -> bool {
        let before = self.addresses.len();
        self.addresses.retain(|one| one.number != number);
        self.addresses.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    fn form(address: &str) -> PaperForm {
        PaperForm {
            recipient: "许青禾".into(),
            region: "440106".into(),
            address: address.into(),
            ..PaperForm::default()
        }
    }

    #[test]
    fn an_address_is_kept_once_and_the_last_used_comes_first() {
        let mut book = AddressBook::new(Member::Firm(Id::new(1)));
        book.remember(&form("甲路 1 号"), Moment(1));
        book.remember(&form("乙路 2 号"), Moment(2));
        book.remember(&form(" 甲路 1 号 "), Moment(3));
        let seen: Vec<_> = book.addresses.iter().map(|one| (one.number, one.address.as_str(), one.used.0)).collect();
        assert_eq!(seen, [(1, "甲路 1 号", 3), (2, "乙路 2 号", 2)]);
        let mut filled = form("丙路");
        book.find(2).unwrap().fill(&mut filled);
        assert_eq!(filled.address, "乙路 2 号");
        assert!(book.forget(1) && !book.forget(1));
        assert_eq!(book.addresses.len(), 1);
    }

    #[test]
    fn a_book_does_not_grow_for_ever() {
        let mut book = AddressBook::new(Member::Firm(Id::new(1)));
        for at in 0..30 {
            book.remember(&form(&format!("{at} 号")), Moment(at));
        }
        assert_eq!(book.addresses.len(), MOST_ADDRESSES);
        assert_eq!(book.addresses[0].address, "29 号");
    }
}
