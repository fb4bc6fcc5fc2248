//! What is well and what is not, one finding for each thing that an operator looks after. Each says what was found and,
//! where it is not well, what to do. This is the store's and the running server's side; what only the machine knows
//! (the configuration's files, the mail server, the clock's source) the command looks at itself.

use serde::{Deserialize, Serialize};

use crate::app::anchor::{self, Behind};
use crate::app::backup;
use crate::app::fonts::{self, FontUse};
use crate::app::lifeboat_nightly;
use crate::app::operation::{self, Witnessing};
use crate::app::ready;
use crate::app::refused::Refused;
use crate::app::seal_picture;
use crate::app::witnesses::Failure;
use crate::app::work::{Task, cause};
use crate::app::world::World;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::tlog;
use crate::domain::audit::Entry;
use crate::domain::letter::{Letter, Post};
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::jobs::Job;
use crate::store::{Look, Snapshot, Store, StoreError};

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// Days before a certificate ends from which on it is a warning.
const SOON: u64 = 30;

/// Characters that certificates cannot do without, a name with a middle dot and a rare one among them.
const SPECIMEN: &str = "律师协会证明〔2026〕第000123号 Certificate 张·三 二〇二六年 𠮷𬱖";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    Good,
    /// It works, and somebody should see to it.
    Warning,
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `store`, `log`, `keys` …
    pub about: String,
    pub health: Health,
    pub sentence: String,
}

impl Finding {
    pub fn new(about: &str, health: Health, sentence: impl Into<String>) -> Self {
        Self { about: about.to_owned(), health, sentence: sentence.into() }
    }

    /// Of something that ends: well, ends soon, has ended.
    pub fn until(about: &str, what: &str, ends: Moment, now: Moment) -> Self {
        let (days, day) = (ends.seconds_since(now) / DAY, ends.day());
        if ends <= now {
            Self::new(about, Health::Bad, format!("{what} ended on {day}: replace it"))
        } else if days < SOON {
            Self::new(about, Health::Warning, format!("{what} ends on {day}, in {days} days: replace it before"))
        } else {
            Self::new(about, Health::Good, format!("{what} is good until {day}, {days} days"))
        }
    }
}

/// Looks at everything that the store and this process know.
pub fn examine(world: &World) -> Result<Vec<Finding>, Refused> {
    let look = world.store.read()?;
    let mut findings = vec![store(world, &look)?, log(world, &look)?];
    findings.push(audit(world, &look)?);
    findings.extend(witnesses(world, &look)?);
    findings.extend(keys(world, &look)?);
    findings.push(jobs(world, &look)?);
    findings.push(letters(world, &look)?);
    findings.push(clock(world, &look)?);
    findings.extend(disk(world));
    findings.extend(tls(world));
    findings.extend(copies(world));
    findings.extend(lifeboat(world));
    findings.push(fonts(world, &look)?);
    findings.push(seal(world, &look)?);
    Ok(findings)
}

fn store(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let settings = look.settings()?;
    let size = world.store.file().and_then(|file| std::fs::metadata(file).ok()).map_or(0, |held| held.len());
    let sentence = format!("{}, schema {}, {} KiB", settings.association, Store::schema(), size.div_ceil(1024));
    Ok(Finding::new("store", Health::Good, sentence))
}

/// The newest checkpoint is of the tree that the stored hashes make. `verify-log` looks at every leaf and record.
fn log(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let bad =
        |sentence: String| Ok(Finding::new("log", Health::Bad, format!("{sentence}: run `goodstanding verify-log`")));
    let size = look.tlog_size()?;
    let note = look.checkpoint(size)?.unwrap_or_default();
    let Ok(keys) = world.keys() else {
        return Ok(Finding::new(
            "log",
            Health::Warning,
            format!("{size} leaves; without keys its signature is not checked"),
        ));
    };
    let root = tlog::root(size, |level, index| Ok::<_, StoreError>(look.tlog_hash(level, index)?.unwrap_or_default()))?;
    let note = String::from_utf8_lossy(&note).into_owned();
    let opened = keys.manifest.logs().find_map(|(key, _)| Checkpoint::open(&note, &keys.manifest.origin(), &key).ok());
    match opened {
        Some(checkpoint) if checkpoint.size == size && checkpoint.root == root => {
            Ok(Finding::new("log", Health::Good, format!("{size} leaves, the newest checkpoint is signed and fits")))
        }
        Some(_) => bad(format!("the checkpoint of {size} leaves is of another tree")),
        None => bad(format!("the checkpoint of {size} leaves is missing or not signed by the association")),
    }
}

/// Lines of the audit that the log does not commit to are held by their own chain alone.
fn audit(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let Behind { lines, since } = anchor::behind(look)?;
    Ok(match since {
        Some(since) if world.now().seconds_since(since) > 2 * DAY => {
            let sentence =
                format!("the log commits to nothing of the audit since {}: is the server running?", since.day());
            Finding::new("audit", Health::Warning, sentence)
        }
        _ => Finding::new("audit", Health::Good, format!("{lines} entries since the log last committed to the trail")),
    })
}

/// Each witness of the configuration.
fn witnesses(world: &World, look: &Snapshot) -> Result<Vec<Finding>, Refused> {
    let size = look.tlog_size()?;
    let one = |witness: Witnessing| {
        let name = witness.name;
        let newest = witness.newest.map_or_else(
            || "it has cosigned nothing yet".to_owned(),
            |(seen, at)| format!("it cosigned {seen} of {size} entries at {}", at.rfc3339()),
        );
        let (health, why) = match witness.failed {
            Some((at, Failure::Alarm(why))) => (Health::Bad, format!("; at {}: {why}", at.rfc3339())),
            Some((at, Failure::Later(why))) => (Health::Warning, format!("; failed at {}: {why}", at.rfc3339())),
            None => (Health::Good, String::new()),
        };
        Finding::new("witness", health, format!("{name}: {newest}{why}"))
    };
    Ok(operation::witnesses(world, look)?.into_iter().map(one).collect())
}

fn keys(world: &World, look: &Snapshot) -> Result<Vec<Finding>, Refused> {
    let Ok(keys) = world.keys() else {
        let sentence =
            "the issuing keys are missing: nothing can be approved; bring them with `goodstanding key import FILE`";
        return Ok(vec![Finding::new("keys", Health::Bad, sentence)]);
    };
    let newest = look.manifests()?.pop().unwrap_or_default();
    let mut findings = Vec::new();
    if String::from_utf8_lossy(&newest) == keys.manifest_note {
        let sentence =
            format!("manifest {}, issuer {}, root {}", keys.manifest.version, keys.issuer.id(), keys.fingerprint());
        findings.push(Finding::new("keys", Health::Good, sentence));
    } else {
        let sentence = "the folder of keys and the store do not have the same key manifest: bring the newest export";
        findings.push(Finding::new("keys", Health::Bad, sentence));
    }
    if let Some(ends) = keys.chain.first().and_then(|der| ready::ends(der)) {
        findings.push(Finding::until("seal-certificate", "the certificate that seals files", ends, world.now()));
    }
    Ok(findings)
}

fn jobs(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let now = world.now();
    let making: Vec<Job> = look.all::<Job>()?.into_iter().filter(|job| !matches!(job.task, Task::Mail(_))).collect();
    let stuck = making.iter().filter(|job| job.tries > 2 || now.seconds_since(job.due) > 600).count();
    Ok(if stuck > 0 {
        let sentence =
            format!("{stuck} certificates are numbered and not made: the trace says why, they are tried again");
        Finding::new("jobs", Health::Bad, sentence)
    } else {
        Finding::new("jobs", Health::Good, format!("{} certificates are being made", making.len()))
    })
}

fn letters(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let now = world.now();
    let (mut waiting, mut late, mut failed, mut why) = (0, 0, 0, String::new());
    for letter in look.all::<Letter>()? {
        match letter.post {
            Post::Waiting { last_failure } => {
                waiting += 1;
                if now.seconds_since(letter.written) > 60 * 60 {
                    late += 1;
                    why = last_failure.unwrap_or_default();
                }
            }
            Post::Failed { at, .. } if now.seconds_since(at) < 7 * DAY => failed += 1,
            _ => {}
        }
    }
    Ok(if late > 0 {
        let sentence = format!("{late} letters have waited for more than an hour; the mail server said: {why}");
        Finding::new("letters", Health::Bad, sentence)
    } else if failed > 0 {
        let sentence =
            format!("{failed} letters of the last seven days were given up: their records show the server's words");
        Finding::new("letters", Health::Warning, sentence)
    } else {
        Finding::new("letters", Health::Good, format!("{waiting} letters wait to be sent"))
    })
}

fn clock(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let now = world.now();
    let last: Option<Entry> = look.newest(1)?.pop();
    Ok(match last {
        Some(last) if last.at > now => {
            let sentence =
                format!("it is {} here, before the last act at {}: set the clock", now.rfc3339(), last.at.rfc3339());
            Finding::new("clock", Health::Bad, sentence)
        }
        _ => Finding::new("clock", Health::Good, format!("{}, after the last act", now.rfc3339())),
    })
}

fn disk(world: &World) -> Option<Finding> {
    let disk = world.running.disk()?;
    let (free, reserve) = (disk.free()?, disk.reserve);
    let sentence = format!("{} MiB free in {}, {} kept in reserve", free >> 20, disk.place.display(), reserve >> 20);
    Some(if free < reserve {
        Finding::new("disk", Health::Bad, format!("{sentence}: new applications are refused; make room"))
    } else if free < reserve.saturating_mul(2) {
        Finding::new("disk", Health::Warning, format!("{sentence}: make room soon"))
    } else {
        Finding::new("disk", Health::Good, sentence)
    })
}

/// The certificate that the running server uses, where it speaks TLS.
fn tls(world: &World) -> Option<Finding> {
    let tls = world.running.tls()?;
    let until = Finding::until("tls-in-use", "the certificate in use", tls.ends, world.now());
    Some(match tls.refused {
        None => until,
        Some(why) => Finding::new(
            "tls-in-use",
            until.health.max(Health::Warning),
            format!("{}; newer files cannot be used: {why}", until.sentence),
        ),
    })
}

fn copies(world: &World) -> Option<Finding> {
    let plan = world.running.backup_plan()?;
    let newest = backup::list(&plan.dir).ok().and_then(|kept| kept.into_iter().next());
    let now = world.now();
    Some(match (world.running.backup().failed, newest) {
        (Some((at, why)), _) => Finding::new("backup", Health::Bad, format!("failed at {}: {why}", at.rfc3339())),
        (None, None) => Finding::new("backup", Health::Bad, format!("there is no copy in {} yet", plan.dir.display())),
        (None, Some(newest)) if now.seconds_since(newest.at) > 2 * plan.every => {
            let sentence = format!("the newest copy is of {}, too old: is the server running?", newest.at.rfc3339());
            Finding::new("backup", Health::Bad, sentence)
        }
        (None, Some(newest)) => {
            let sentence = format!("{}, {} KiB", newest.path.display(), newest.bytes.div_ceil(1024));
            Finding::new("backup", Health::Good, sentence)
        }
    })
}

fn lifeboat(world: &World) -> Option<Finding> {
    let plan = world.running.lifeboat_plan()?;
    let (now, dir) = (world.now(), plan.dir.display());
    let failed = world.running.lifeboat().failed;
    Some(match (failed, lifeboat_nightly::made_at(&plan)) {
        (Some((at, why)), _) => Finding::new("lifeboat", Health::Bad, format!("failed at {}: {why}", at.rfc3339())),
        (None, None) => Finding::new("lifeboat", Health::Bad, format!("there is none in {dir} yet")),
        (None, Some(made)) if now.seconds_since(made) > lifeboat_nightly::OLD => {
            let sentence = format!("the one in {dir} is of {}, too old: is the server running?", made.rfc3339());
            Finding::new("lifeboat", Health::Bad, sentence)
        }
        (None, Some(made)) => Finding::new("lifeboat", Health::Good, format!("{dir}, made at {}", made.rfc3339())),
    })
}

/// What draws certificates, and what falls back.
fn fonts(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let lacking = world.press.undrawable(SPECIMEN);
    if !lacking.is_empty() {
        let sentence = format!("the fonts cannot draw {}", lacking.iter().collect::<String>());
        return Ok(Finding::new("fonts", Health::Bad, sentence));
    }
    let uses = fonts::in_use(world, look, &look.settings()?)?;
    let sentence = uses.iter().map(font).collect::<Vec<_>>().join("; ");
    let health = if uses.iter().all(|font| font.lacking.is_empty()) { Health::Good } else { Health::Warning };
    Ok(Finding::new("fonts", health, sentence))
}

fn font(of: &FontUse) -> String {
    let part = if of.title { "title" } else { "text" };
    let Some((name, _)) = &of.own else { return format!("{part}: built-in") };
    if of.lacking.is_empty() {
        return format!("{part}: {name}");
    }
    let lacking: String = of.lacking.iter().take(40).collect();
    format!(
        "{part}: {name}, which lacks {} characters of the kinds' words, drawn by the built-in ones: {lacking}",
        of.lacking.len()
    )
}

/// The registered seal must be there and readable, or nothing more can be issued.
fn seal(world: &World, look: &Snapshot) -> Result<Finding, Refused> {
    let settings = look.settings()?;
    let Some(hash) = settings.seal else {
        let sentence =
            "the drawn seal says 样章: it is a picture, until the registered seal is loaded under 设置, 印章";
        return Ok(Finding::new("seal", Health::Warning, sentence));
    };
    Ok(match seal_picture::by_hash(world, &settings.association, Some(&hash)) {
        Ok(_) => Finding::new(
            "seal",
            Health::Good,
            format!("the registered seal is loaded ({})", &hash[..hash.len().min(16)]),
        ),
        Err(refused) => {
            Finding::new("seal", Health::Bad, format!("the registered seal cannot be used: {}", cause(&refused)))
        }
    })
}

/// What a world that cannot even be read is told by.
pub fn unreadable(refused: &Refused) -> Finding {
    Finding::new("store", Health::Bad, cause(refused))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::backup::Plan;
    use crate::app::disk::Disk;
    use crate::app::running::Tls;
    use crate::app::world::test::World as TestWorld;
    use crate::domain::audit::Actor;

    fn of(world: &World, about: &str) -> Finding {
        examine(world).unwrap().into_iter().find(|finding| finding.about == about).unwrap()
    }

    #[test]
    fn each_thing_that_is_not_well_is_said() {
        let world = TestWorld::founded();
        assert_eq!(of(&world, "store").health, Health::Good);
        assert_eq!(of(&world, "keys").health, Health::Bad);
        assert_eq!(of(&world, "fonts").health, Health::Good);
        assert!(of(&world, "seal").sentence.contains("样章"));
        let mut settings = world.store.read().unwrap().settings().unwrap();
        settings.seal = Some("00".repeat(32));
        world.store.write(|writing| writing.put_settings(&settings)).unwrap();
        assert!(of(&world, "seal").health == Health::Bad && of(&world, "seal").sentence.contains("is missing"));

        let ends = world.now().plus_seconds(40 * DAY);
        world.running.note_tls(Tls { ends, refused: None });
        assert_eq!(of(&world, "tls-in-use").health, Health::Good);
        world.running.note_tls(Tls { ends, refused: Some("no key".into()) });
        assert!(
            of(&world, "tls-in-use").health == Health::Warning && of(&world, "tls-in-use").sentence.contains("no key")
        );
        world.pass(20 * DAY);
        world.running.note_tls(Tls { ends, refused: None });
        assert_eq!(of(&world, "tls-in-use").health, Health::Warning);
        world.pass(20 * DAY);
        assert_eq!(of(&world, "tls-in-use").health, Health::Bad);

        world.running.watch(Disk { place: std::env::temp_dir(), reserve: 1 });
        assert_eq!(of(&world, "disk").health, Health::Good);
        world.running.watch(Disk { place: std::env::temp_dir(), reserve: u64::MAX });
        assert_eq!(of(&world, "disk").health, Health::Bad);

        let dir = std::env::temp_dir().join(format!("goodstanding-doctor-{}", std::process::id()));
        let plan = Plan { dir: dir.clone(), every: 3600, keep: 2 };
        world.running.plan_backups(plan.clone());
        assert_eq!(of(&world, "backup").health, Health::Bad);
        backup::keep(&world, &plan).unwrap();
        assert_eq!(of(&world, "backup").health, Health::Good);
        world.pass(3 * 3600);
        assert_eq!(of(&world, "backup").health, Health::Bad);
        std::fs::remove_dir_all(dir).unwrap();

        assert_eq!(of(&world, "clock").health, Health::Good);
        let later = world.now().plus_seconds(DAY);
        world.store.write(|writing| writing.audit(later, Actor::Program, "test.act", "thing/1", "")).unwrap();
        assert_eq!(of(&world, "clock").health, Health::Bad);
    }
}
