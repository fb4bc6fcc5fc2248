//! One certificate as staff see it: what it says, how it came about, its letters and its paper copies. Where the copies
//! go to is told at the paper desk only.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::staff_picture;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::kind::{Kind, KindVersion};
use crate::domain::letter::Letter;
use crate::domain::paper::PaperCopy;
use crate::domain::permission::Right;
use crate::domain::statement::Statement;
use crate::store::Look;
use crate::store::records::id_key;
use crate::text::state::CertificateState;

/// Everything about it.
#[derive(Clone, Debug)]
pub struct Detail {
    pub certificate: Certificate,
    pub state: CertificateState,
    /// The signed words.
    pub statement: Statement,
    pub application: Application,
    /// The version of the kind that it was issued under.
    pub version: KindVersion,
    /// Newest first.
    pub letters: Vec<Letter>,
    pub copies: Vec<PaperCopy>,
    /// Verification code in groups, as printed.
    pub code: String,
    /// 0 while the file is being made.
    pub pages: usize,
}

/// Reads it.
pub fn open(world: &World, person: &Person, id: Id<Certificate>) -> Result<Detail, Refused> {
    person.needs(Right::SeeCertificates)?;
    let look = world.store.read()?;
    let certificate: Certificate = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let application: Application = look.get(&id_key(certificate.application))?.ok_or(Refused::NotFound)?;
    let kind: Kind = look.get(certificate.kind.as_str().as_bytes())?.ok_or(Refused::NotFound)?;
    let version = kind.version(certificate.kind_version).cloned();
    let (_, encoded) = signed::read(&look, &certificate)?;
    let mut letters: Vec<Letter> = look.marked("letter-application", id_key(application.id))?;
    letters.reverse();
    Ok(Detail {
        state: certificate.state(world.today()).into(),
        statement: encoded.statement().clone(),
        version: version.ok_or_else(|| Refused::broken("a certificate of a version that its kind lacks"))?,
        letters,
        copies: look.marked("paper-application", id_key(application.id))?,
        code: VerifyCode::parse(&certificate.code).map(|code| code.to_string()).unwrap_or_default(),
        pages: staff_picture::count(world, &look, &certificate)?,
        application,
        certificate,
    })
}
