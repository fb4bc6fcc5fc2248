//! 核验回执 on a file: that it is not one as this association issued it. It is about the file's SHA-256; nothing else of
//! the file is known or kept here.

use data_encoding::HEXLOWER;
use serde_json::json;

use crate::app::receipt::{Form, Made, Signed, check_of, reference};
use crate::app::refused::Refused;
use crate::app::sheet;
use crate::app::verify::{Found, by_code, by_hash};
use crate::app::world::World;
use crate::crypto::answer::AnswerState;
use crate::crypto::hash::Hash;
use crate::domain::sheet::Check;
use crate::store::blobs::Blobs;

/// A receipt for a file with this SHA-256 in hex. With a code it passes for that certificate and is not as issued; without
/// one it is none of ours. `None` where that is not so.
pub fn make(world: &World, hash: &str, code: Option<&str>, typed: &str, form: Form) -> Result<Option<Made>, Refused> {
    let reference = reference(world, typed)?;
    let Some(about) = HEXLOWER.decode(hash.as_bytes()).ok().and_then(|bytes| Hash::try_from(bytes).ok()) else {
        return Ok(None);
    };
    let found = match code {
        Some(code) => by_code(world, code)?,
        None => None,
    };
    if by_hash(world, hash)?.is_some() || code.is_some() && found.is_none() {
        return Ok(None);
    }
    let state = if found.is_some() { AnswerState::NotAsIssued } else { AnswerState::NotOurs };
    let signed = Signed::new(world, about, state, reference)?;
    let mut told = json!({
        "number": found.as_ref().map(|found| &found.statement.number),
        "issuer": world.store.read()?.settings()?.association,
        "state": if found.is_some() { "not-as-issued" } else { "not-ours" },
        "file_sha256": hash,
    });
    let json = signed.json(world, &mut told)?;
    let bytes = match form {
        Form::Json => json,
        Form::Pdf => {
            let sheet = told_on_paper(world, hash, found.as_ref(), &signed)?;
            signed.print(world, sheet, &json)?
        }
    };
    Ok(Some(Made { name: format!("核验回执_{}.{}", &hash[..8], form.ending()), bytes }))
}

fn told_on_paper(
    world: &World,
    hash: &str,
    found: Option<&Found>,
    signed: &Signed,
) -> Result<crate::domain::sheet::Sheet, Refused> {
    let groups: Vec<&str> = (0..hash.len()).step_by(8).map(|at| &hash[at..at + 8]).collect();
    let mut rows = vec![("文件的SHA-256", groups.join(" "))];
    let (paragraph, check) = match found {
        Some(found) => {
            rows.push(("所称证明编号", found.statement.number.clone()));
            rows.push(("答复", "与出具的文件不一致".to_owned()));
            let said = "经核验，送验的电子文件载有上列编号的证明，但它不是本会出具的原文件：文件在出具后被改动、重新保存或重新生成过。证明本身的状态，请以核验码核验的结果为准。";
            (said, check_of(world, &found.code)?)
        }
        None => {
            rows.push(("答复", "不是本会出具的文件".to_owned()));
            ("经核验，送验的电子文件不是本会出具的文件。", check_of_none(world)?)
        }
    };
    signed.sheet(world, paragraph.to_owned(), rows, check)
}

/// The foot of a receipt that is about no certificate.
fn check_of_none(world: &World) -> Result<Check, Refused> {
    let url = sheet::verify_url(&world.store.read()?.settings()?);
    let fingerprint = world.fingerprint()?.to_string();
    Ok(Check {
        qr: url.to_uppercase(), code: "无（送验文件不是本会出具的）".to_owned(), url, fingerprint
    })
}
