//! 证明管理: every certificate, found by number, code, firm or lawyer.

use crate::app::issued::Issued;
use crate::app::names::{self, Names};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::kind::KindId;
use crate::domain::permission::Right;
use crate::domain::time::Day;
use crate::store::Look;
use crate::text::state::CertificateState;

/// Which certificates are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A number or a part of one, a code, or part of a firm's or a lawyer's name.
    pub search: String,
    pub state: Option<CertificateState>,
    pub kind: Option<KindId>,
    /// Issued on this day or later.
    pub from: Option<Day>,
    /// Inclusive.
    pub to: Option<Day>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    pub certificate: Certificate,
    pub firm: String,
    /// `赵一鸣等 12 名`.
    pub lawyers: String,
    pub state: CertificateState,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct Certificates {
    pub lines: Vec<Line>,
    /// How many there are in all.
    pub total: usize,
    /// For the filter.
    pub kinds: Vec<(KindId, String)>,
}

/// Lists certificates, newest first.
pub fn list(world: &World, person: &Person, filter: &Filter, slice: Slice) -> Result<Certificates, Refused> {
    person.needs(Right::SeeCertificates)?;
    let look = world.store.read()?;
    let today = world.today();
    let mut names = Names::new(&look);
    // A paper copy's code leads to its certificate too.
    let of_code = match VerifyCode::parse(&filter.search) {
        Ok(code) => Issued::by_code(&look, code.canonical())?.map(|issued| issued.certificate.id),
        Err(_) => None,
    };
    let mut wanted = Vec::new();
    for certificate in look.newest::<Certificate>(usize::MAX)? {
        if filter.finds(&mut names, &certificate, of_code, today)? {
            wanted.push(certificate);
        }
    }
    let total = wanted.len();
    let mut lines = Vec::new();
    for certificate in slice.of(wanted) {
        lines.push(Line {
            firm: names.firm(certificate.firm)?.to_owned(),
            lawyers: names.lawyers(&certificate.lawyers)?,
            state: certificate.state(today).into(),
            certificate,
        });
    }
    Ok(Certificates { lines, total, kinds: names::kinds(&look, today)? })
}

impl Filter {
    fn finds<L: Look>(
        &self,
        names: &mut Names<L>,
        certificate: &Certificate,
        of_code: Option<Id<Certificate>>,
        today: Day,
    ) -> Result<bool, Refused> {
        let fits = self.state.is_none_or(|state| state == certificate.state(today).into())
            && self.kind.as_ref().is_none_or(|kind| *kind == certificate.kind)
            && self.from.is_none_or(|from| certificate.issue_date >= from)
            && self.to.is_none_or(|to| certificate.issue_date <= to);
        let search = self.search.trim();
        if !fits || search.is_empty() {
            return Ok(fits);
        }
        if of_code == Some(certificate.id) || certificate.serial.show().contains(search) {
            return Ok(true);
        }
        names.found(search, certificate.firm, &certificate.lawyers)
    }
}
