//! From statements to sheets: the foot by which strangers check, the seal, and the mark on what is not issued.

use crate::app::case::Case;
use crate::app::refused::Refused;
use crate::app::seal_picture;
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
pub fn preview(world: &World, case: &Case, submission: &Submission, facts: &Facts) -> Result<Vec<u8>, Refused> {
    let statement = compose_case(case, submission, facts, UNNUMBERED.to_owned(), [0; 32])?;
    print_unissued(world, &case.settings, &statement, Mark::Preview)
}

/// A kind's template, marked 样本.
pub fn template(
    world: &World,
    settings: &Settings,
    kind: &Kind,
    version: &KindVersion,
    today: Day,
) -> Result<Vec<u8>, Refused> {
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
) -> Result<Vec<u8>, Refused> {
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
    print_unissued(world, settings, &statement, Mark::Sample)
}

fn print_unissued(world: &World, settings: &Settings, statement: &Statement, mark: Mark) -> Result<Vec<u8>, Refused> {
    let check = Check {
        qr: verify_url(settings).to_uppercase(),
        code: "（出具后生成）".to_owned(),
        url: verify_url(settings),
        fingerprint: world.fingerprint()?.to_string(),
    };
    let sheet = Sheet::of(
        statement,
        seal_picture::by_hash(world, &settings.association, settings.seal.as_deref())?,
        check,
        mark,
    );
    world.press.print(&sheet, &meta(statement), &[]).map_err(Refused::broken)
}

/// Where a person types the code.
pub fn verify_url(settings: &Settings) -> String {
    format!("{}{}", settings.base_url, crate::paths::verify())
}
