//! From statements to sheets: the foot by which strangers check, the seal, and the mark on what is not issued.

use crate::app::case::Case;
use crate::app::picture::Drawn;
use crate::app::refused::Refused;
use crate::app::seal_picture;
use crate::app::secret::digest;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::crypto::qr_seal::{QrSeal, qr_text};
use crate::crypto::statement::EncodedStatement;
use crate::domain::application::Submission;
use crate::domain::compose::{Grounds, compose};
use crate::domain::kind::{Kind, KindId, KindVersion};
use crate::domain::rule::Facts;
use crate::domain::settings::Settings;
use crate::domain::sheet::{Check, Mark, Sheet};
use crate::domain::specimen::{Sample, specimen};
use crate::domain::statement::{Copy, Party, Statement};
use crate::domain::time::Day;
use crate::pdf::press::Meta;

/// Number on a sheet that has none yet.
const UNNUMBERED: &str = "（审核通过后编号）";

/// The issuing association as a party of the statement.
pub fn issuer(settings: &Settings) -> Party {
    Party { name: settings.association.clone(), uscc: settings.uscc.clone() }
}

/// What the electronic original's `copy` says: original of an application with this many paper copies.
pub fn original(submission: &Submission) -> Copy {
    Copy { index: 0, of: submission.paper.as_ref().map_or(0, |wish| wish.copies) }
}

/// The words of the file's own description.
pub fn meta(statement: &Statement) -> Meta {
    Meta::of(statement)
}

/// The sheet of an issued statement: its QR carries the signed seal, so that paper can be checked without the server.
/// `seal` is the picture in force at the decision.
pub fn issued(
    world: &World,
    settings: &Settings,
    seal: Option<&str>,
    statement: &EncodedStatement,
    code: &VerifyCode,
) -> Result<Sheet, Refused> {
    let keys = world.keys()?;
    let payload = QrSeal::of(statement, code, keys.issuer.id())
        .and_then(|seal| seal.sign(&keys.issuer))
        .and_then(|signed| signed.payload())
        .map_err(Refused::broken)?;
    let check = Check {
        qr: qr_text(&settings.base_url, code, &payload),
        code: code.to_string(),
        url: verify_url(settings),
        fingerprint: world.fingerprint()?.to_string(),
    };
    Ok(Sheet::of(statement.statement(), seal_picture::by_hash(world, &settings.association, seal)?, check, Mark::None))
}

/// Composes the statement of a case as it would be issued today.
pub fn compose_case(
    case: &Case,
    submission: &Submission,
    facts: &Facts,
    number: String,
    code_commitment: [u8; 32],
) -> Result<Statement, Refused> {
    let grounds = Grounds {
        issuer: issuer(&case.settings),
        issuer_latin: &case.settings.latin,
        kind_id: case.kind.id.as_str(),
        kind: &case.version,
        firm: Party { name: case.firm.name.clone(), uscc: case.firm.uscc.as_str().to_owned() },
        facts,
        number,
        issue_date: case.today,
        copy: original(submission),
        code_commitment,
    };
    compose(submission, &grounds).map_err(Refused::broken)
}

/// Step 4: the certificate as it will be, marked 预览.
pub fn preview(world: &World, case: &Case, submission: &Submission, facts: &Facts) -> Result<Unissued, Refused> {
    let statement = compose_case(case, submission, facts, UNNUMBERED.to_owned(), [0; 32])?;
    Unissued::of(world, &case.settings, statement, Mark::Preview)
}

/// A kind's template, marked 样本.
pub fn template(
    world: &World,
    settings: &Settings,
    kind: &Kind,
    version: &KindVersion,
    today: Day,
) -> Result<Unissued, Refused> {
    sample(world, settings, &kind.id, version, today, Sample::Typical)
}

/// A version with invented content of one of three lengths, marked 样本.
pub fn sample(
    world: &World,
    settings: &Settings,
    kind: &KindId,
    version: &KindVersion,
    today: Day,
    sample: Sample,
) -> Result<Unissued, Refused> {
    let (submission, facts, firm) = specimen(version, today, sample);
    let grounds = Grounds {
        issuer: issuer(settings),
        issuer_latin: &settings.latin,
        kind_id: kind.as_str(),
        kind: version,
        firm,
        facts: &facts,
        number: UNNUMBERED.to_owned(),
        issue_date: today,
        copy: Copy { index: 0, of: 0 },
        code_commitment: [0; 32],
    };
    let statement = compose(&submission, &grounds).map_err(Refused::broken)?;
    Unissued::of(world, settings, statement, Mark::Sample)
}

/// What is not issued, composed but not yet printed: 预览 or 样本.
pub struct Unissued {
    statement: Statement,
    sheet: Sheet,
    /// Of everything that its pages show: equal where they would be equal.
    pub hash: String,
}

impl Unissued {
    fn of(world: &World, settings: &Settings, statement: Statement, mark: Mark) -> Result<Self, Refused> {
        let check = Check {
            qr: verify_url(settings).to_uppercase(),
            code: "（出具后生成）".to_owned(),
            url: verify_url(settings),
            fingerprint: world.fingerprint()?.to_string(),
        };
        let words = serde_json::to_string(&statement).map_err(Refused::broken)?;
        let seal = settings.seal.as_deref();
        let hash = digest(&[
            "unissued",
            &format!("{mark:?}"),
            &words,
            &check.url,
            &check.fingerprint,
            seal.unwrap_or_default(),
            &world.press.fonts(),
        ]);
        let seal = seal_picture::by_hash(world, &settings.association, seal)?;
        Ok(Self { sheet: Sheet::of(&statement, seal, check, mark), statement, hash })
    }

    pub fn print(&self, world: &World) -> Result<Vec<u8>, Refused> {
        world.press.print(&self.sheet, &meta(&self.statement), &[]).map_err(Refused::broken)
    }

    /// How many pages it has.
    pub fn count(&self, world: &World) -> Result<usize, Refused> {
        world.pictures.count(&self.hash, || self.print(world))
    }

    /// The picture of one page, counted from 1.
    pub fn page(&self, world: &World, page: usize) -> Result<Drawn, Refused> {
        world.pictures.page(&self.hash, page, || self.print(world))
    }
}

/// Where a person types the code.
pub fn verify_url(settings: &Settings) -> String {
    format!("{}{}", settings.base_url, crate::paths::verify())
}
