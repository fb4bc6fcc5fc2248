//! Kill the program at every commit of the trip, and in the middle of each; start again; go on; compare with the run
//! that nothing disturbed.
//!
//! The store runs on a backend that keeps a diary of every operation. A crash at the n-th sync is the file as that
//! sync left it ("failed, but written", which is also what the next commit that failed leaves); a torn one has half of
//! the operations up to the next sync. From each such file a new world is opened, the same journey is walked again by
//! the same deeds, and what it comes to must be equal: the same stages and serials, no gap and no double, every file
//! there, no job left, no letter twice, and the store in accord with its log.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use goodstanding::app::mail_out::Mailer;
use goodstanding::app::person::Person;
use goodstanding::app::world::World;
use goodstanding::app::{draft, found, import, paper_step, review, revoke, submit, verify_log, withdraw, work};
use goodstanding::crypto::keyring::Keyring;
use goodstanding::domain::account::Account;
use goodstanding::domain::application::{Application, Form, PaperForm};
use goodstanding::domain::audit::Actor;
use goodstanding::domain::certificate::{Certificate, Life};
use goodstanding::domain::id::Id;
use goodstanding::domain::letter::{Letter, Post};
use goodstanding::domain::paper::{PaperCopy, PaperState};
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::Firm;
use goodstanding::domain::stage::StageName;
use goodstanding::domain::time::Day;
use goodstanding::mail::Transport;
use goodstanding::pdf::press::Press;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::jobs::Job;
use goodstanding::store::records::id_key;
use goodstanding::store::{Look, Store};
use redb::StorageBackend;

use crate::house::{START, keys_in, person, scratch, settings, ticking_clock};

/// One operation on the file.
#[derive(Clone, Debug)]
enum Step {
    Write(u64, Vec<u8>),
    Length(u64),
    Sync,
}

/// A file in memory that keeps a diary.
#[derive(Clone, Debug, Default)]
struct Diary(Arc<Mutex<(Vec<u8>, Vec<Step>)>>);

impl Diary {
    fn of(image: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new((image, Vec::new()))))
    }

    fn steps(&self) -> Vec<Step> {
        self.0.lock().unwrap().1.clone()
    }

    fn image(&self) -> Vec<u8> {
        self.0.lock().unwrap().0.clone()
    }
}

fn apply(image: &mut Vec<u8>, step: &Step) {
    match step {
        Step::Write(offset, data) => {
            let start = usize::try_from(*offset).unwrap();
            image[start..start + data.len()].copy_from_slice(data);
        }
        Step::Length(length) => image.resize(usize::try_from(*length).unwrap(), 0),
        Step::Sync => {}
    }
}

impl StorageBackend for Diary {
    fn len(&self) -> Result<u64, io::Error> {
        Ok(self.0.lock().unwrap().0.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        let inner = self.0.lock().unwrap();
        let start = usize::try_from(offset).unwrap();
        let bytes =
            inner.0.get(start..start + out.len()).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        out.copy_from_slice(bytes);
        Ok(())
    }

    fn set_len(&self, length: u64) -> Result<(), io::Error> {
        self.note(Step::Length(length));
        Ok(())
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        self.note(Step::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.note(Step::Write(offset, data.to_vec()));
        Ok(())
    }
}

impl Diary {
    fn note(&self, step: Step) {
        let mut inner = self.0.lock().unwrap();
        apply(&mut inner.0, &step);
        inner.1.push(step);
    }
}

/// What outlives a crash beside the store: keys and delivered mail.
struct Outside {
    folder: PathBuf,
}

impl Outside {
    /// A program started on this file, `hours` after the beginning.
    fn world(&self, diary: &Diary, hours: u64) -> World {
        let store = Store::on(diary.clone()).unwrap();
        let keys = Keyring::load(&self.folder.join("keys"), None).unwrap();
        let press = Arc::clone(PRESS.get_or_init(|| Arc::new(Press::new())));
        World::new(Arc::new(store), press, Some(keys), ticking_clock(START + hours * 3_600_000))
    }
}

static PRESS: std::sync::OnceLock<Arc<Press>> = std::sync::OnceLock::new();

const FIRM: Id<Firm> = Id::new(1);

fn one(world: &World, login: &str) -> Person {
    let account: Account = world.store.read().unwrap().the("account-login", login).unwrap().unwrap();
    Person { account, session: String::new() }
}

fn application(world: &World, id: Id<Application>) -> Application {
    world.store.read().unwrap().get(&id_key(id)).unwrap().unwrap()
}

/// A person's way to a submitted application; walked again, it goes on where it stopped.
fn apply_for(world: &World, token: &str, kind: &str, values: &[(&str, &str)]) -> Id<Application> {
    let clerk = one(world, "clerk");
    let id = draft::begin(world, &clerk, token).unwrap();
    if application(world, id).is(StageName::Draft) {
        draft::choose_kind(world, &clerk, id, kind).unwrap();
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let wanted = token == "first";
        let paper = PaperForm { wanted, copies: "2".into(), delivery: "collect".into(), ..PaperForm::default() };
        let form = Form { email: "clerk@example.org".into(), values, paper, ..Form::default() };
        draft::save_form(world, &clerk, id, form).unwrap();
    }
    submit::submit(world, &clerk, id).unwrap();
    id
}

fn run_jobs(world: &World, mail: &Path) {
    let mailer = Mailer::new(Transport::Folder(mail.to_owned()));
    loop {
        let due = work::due(world).unwrap();
        if due.now.is_empty() {
            return;
        }
        for job in due.now {
            work::run(world, &mailer, &job).unwrap();
        }
    }
}

/// The trip: rules decide one, a reviewer approves one and refuses one, one is withdrawn, one revoked.
fn walk(world: &World, mail: &Path) {
    let reviewer = one(world, "reviewer");
    let period = [("period.from", "2025-01-01"), ("period.to", "2026-11-20")];
    let first = apply_for(world, "first", "firm-membership", &[]);
    run_jobs(world, mail);
    lose_the_second_copy(world, first);
    let second = apply_for(world, "second", "firm-no-discipline", &period);
    if application(world, second).is(StageName::Pending) {
        review::approve(world, &reviewer, second, "").unwrap();
    }
    run_jobs(world, mail);
    let third = apply_for(world, "third", "firm-no-discipline", &period);
    if application(world, third).is(StageName::Pending) {
        review::refuse(world, &reviewer, third, "请补充说明").unwrap();
    }
    let fourth = apply_for(world, "fourth", "firm-no-discipline", &period);
    withdraw::withdraw(world, &one(world, "clerk"), fourth).unwrap();
    let certificate = application(world, second).certificate().unwrap();
    let standing: Certificate = world.store.read().unwrap().get(&id_key(certificate)).unwrap().unwrap();
    if standing.life == Life::Standing {
        revoke::revoke(world, &reviewer, certificate, "材料不实").unwrap();
    }
    run_jobs(world, mail);
}

/// The second paper copy is cancelled, and one made in its place.
fn lose_the_second_copy(world: &World, id: Id<Application>) {
    let clerk = one(world, "paper-clerk");
    let copies: Vec<PaperCopy> = world.store.read().unwrap().marked("paper-application", id_key(id)).unwrap();
    let typed = paper_step::Typed { reason: "遗失".into(), ..paper_step::Typed::default() };
    paper_step::step(world, &clerk, &[copies[1].id], PaperState::Cancelled, &typed).unwrap();
    paper_step::reissue(world, &clerk, copies[1].id).unwrap();
}

/// What the journey came to, in words that do not depend on when it was walked.
fn outcome(world: &World) -> Vec<String> {
    let look = world.store.read().unwrap();
    let mut lines = Vec::new();
    for application in look.all::<Application>().unwrap() {
        let history: Vec<String> = application.history.iter().map(|event| format!("{:?}", event.act)).collect();
        lines.push(format!("{} {} {}", application.id, application.stage.name().slug(), history.join(" ")));
    }
    for certificate in look.all::<Certificate>().unwrap() {
        let file = look.file(certificate.id).unwrap().is_some();
        let standing = certificate.life == Life::Standing;
        lines.push(format!("{} leaf {} file {file} standing {standing}", certificate.serial.show(), certificate.leaf));
    }
    for copy in look.all::<PaperCopy>().unwrap() {
        let (file, state) = (look.copy_file(copy.id).unwrap().is_some(), copy.state.slug());
        lines.push(format!("copy {} leaf {} file {file} {state}", copy.index, copy.issue.unwrap().leaf));
    }
    for letter in look.all::<Letter>().unwrap() {
        lines.push(format!("{} {} sent {}", letter.to, letter.subject, matches!(letter.post, Post::Sent { .. })));
    }
    lines.push(format!("{} jobs", look.all::<Job>().unwrap().len()));
    let held = verify_log::verify(world).unwrap();
    lines.push(format!("{} leaves, {} audit entries, {:?}", held.leaves, held.audit_entries, held.faults));
    lines
}

#[test]
fn a_crash_at_any_commit_of_the_trip_changes_nothing() {
    let folder = scratch("crash");
    keys_in(&folder);
    let outside = Outside { folder: folder.clone() };
    let before = Diary::default();
    {
        let world = outside.world(&before, 0);
        found::found(&world, &settings(), "示律证", Actor::Operator { uid: 0 }).unwrap();
        for (table, name, bytes) in goodstanding::domain::sample::FILES {
            let day = Day::new(2026, 11, 20).unwrap();
            import::load(&world, Actor::Program, table, name, bytes, day).unwrap();
        }
        person(&world, "clerk", &[Role::FirmClerk], Some(FIRM));
        person(&world, "reviewer", &[Role::Reviewer], None);
        person(&world, "paper-clerk", &[Role::PaperClerk], None);
    }
    let begin = before.image();

    let undisturbed = Diary::of(begin.clone());
    let expected = {
        let world = outside.world(&undisturbed, 1);
        walk(&world, &folder.join("mail"));
        outcome(&world)
    };
    assert!(expected.iter().any(|line| line.contains("示律证〔2026〕第000002号")), "{expected:#?}");
    assert!(expected.last().unwrap().ends_with("[]"), "{expected:#?}");

    let steps = undisturbed.steps();
    let syncs: Vec<usize> =
        steps.iter().enumerate().filter(|(_, step)| matches!(step, Step::Sync)).map(|(place, _)| place).collect();
    assert!(syncs.len() > 30, "the trip has many commits: {}", syncs.len());
    let (mut image, mut done) = (begin, 0);
    for (number, sync) in syncs.iter().enumerate() {
        let next = syncs.get(number + 1).copied().unwrap_or(steps.len());
        for step in &steps[done..=*sync] {
            apply(&mut image, step);
        }
        done = sync + 1;
        let mut torn = image.clone();
        for step in steps[done..next].iter().step_by(2) {
            apply_torn(&mut torn, step);
        }
        for (what, crashed) in [("after", image.clone()), ("torn after", torn)] {
            let diary = Diary::of(crashed);
            let world = outside.world(&diary, 2);
            walk(&world, &folder.join(format!("mail-{number}")));
            assert_eq!(outcome(&world), expected, "crashed {what} sync {number} of {}", syncs.len());
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// As `apply`, where an earlier change of the file's length may be among what was lost.
fn apply_torn(image: &mut Vec<u8>, step: &Step) {
    if let Step::Write(offset, data) = step {
        let end = usize::try_from(*offset).unwrap() + data.len();
        if image.len() < end {
            image.resize(end, 0);
        }
    }
    apply(image, step);
}
