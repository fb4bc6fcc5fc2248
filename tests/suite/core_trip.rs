//! The main job without a browser: apply, decide, issue, verify, revoke.

use goodstanding::app::reader::{HERE, Reader};
use goodstanding::app::refused::Refused;
use goodstanding::app::review_queue::Filter;
use goodstanding::app::slice::Slice;
use goodstanding::app::submit::Submitted;
use goodstanding::app::verify::by_code;
use goodstanding::app::verify_file::{FileAnswer, by_file};
use goodstanding::app::{
    copies, draft, issue, open_file, review, review_queue, revoke, sheet, signed, submit, withdraw,
};
use goodstanding::crypto::bundle::FILE_NAME;
use goodstanding::crypto::code::VerifyCode;
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Firm, Lawyer, Table};
use goodstanding::domain::stage::StageName;
use goodstanding::domain::verdict::{Answer, Today};
use goodstanding::pdf::press::Attachment;
use goodstanding::store::Look;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::jobs::{Job, Task};
use goodstanding::store::records::id_key;

use crate::house::{House, house, load, person};

pub const FIRM: Id<Firm> = Id::new(1);

pub fn loaded() -> House {
    let house = house();
    for table in Table::ALL {
        load(&house.world, table);
    }
    house
}

pub fn read<T: goodstanding::store::Record>(house: &House, id: Id<T>) -> T {
    house.world.store.read().unwrap().get(&id_key(id)).unwrap().unwrap()
}

pub fn lawyers(house: &House, count: usize) -> Vec<Id<Lawyer>> {
    use goodstanding::store::register::RegisterLook;
    let all = house.world.store.read().unwrap().lawyers_of(FIRM).unwrap();
    all.into_iter()
        .filter(|lawyer| lawyer.state == goodstanding::domain::register::LawyerState::Practising)
        .take(count)
        .map(|lawyer| lawyer.id)
        .collect()
}

/// A draft of this kind, filled in.
pub fn drafted(house: &House, kind: &str, form: Form) -> (goodstanding::app::person::Person, Id<Application>) {
    let login = format!("clerk-{}", house.world.now().0);
    let clerk = person(&house.world, &login, &[Role::FirmClerk], Some(FIRM));
    let id = draft::begin(&house.world, &clerk, &login).unwrap();
    draft::choose_kind(&house.world, &clerk, id, kind).unwrap();
    draft::save_form(&house.world, &clerk, id, Form { email: "clerk@example.org".into(), ..form }).unwrap();
    (clerk, id)
}

/// Runs every job that is left, as the worker does.
pub fn run_jobs(house: &House) {
    let jobs: Vec<Job> = house.world.store.read().unwrap().all().unwrap();
    for job in jobs {
        match job.task {
            Task::Issue(id) => issue::make(&house.world, id).unwrap(),
            Task::IssueCopy(id) => copies::make(&house.world, id).unwrap(),
            Task::Mail(_) => {}
        }
        house.world.store.write(|writing| writing.end_job(job.id)).unwrap();
    }
}

pub fn period(form: &mut Form) {
    form.values.insert("period.from".into(), "2025-01-01".into());
    form.values.insert("period.to".into(), "2026-11-20".into());
}

#[test]
fn rules_alone_issue_a_certificate_that_anybody_can_check() {
    let house = loaded();
    let world = &house.world;
    let form = Form { lawyers: lawyers(&house, 12), ..Form::default() };
    let (clerk, id) = drafted(&house, "lawyer-membership", form);
    assert_eq!(submit::submit(world, &clerk, id).unwrap(), Submitted::Decided);
    assert_eq!(submit::submit(world, &clerk, id).unwrap(), Submitted::Already);
    assert!(read(&house, id).is(StageName::Issuing));
    run_jobs(&house);
    let application = read(&house, id);
    assert!(application.is(StageName::Approved));
    let certificate: Certificate = read(&house, application.certificate().unwrap());
    assert_eq!(certificate.serial.show(), "示律证〔2026〕第000001号");

    let pdf = world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    let again = issue::draw(world, &world.store.read().unwrap(), &certificate).unwrap();
    assert_eq!(pdf, again, "every retry makes the same bytes");

    let found = by_code(world, &certificate.code).unwrap().unwrap();
    assert_eq!((found.answer, found.today), (Answer::Valid, Today::StillHolds));
    assert_eq!(found.statement.subjects.len(), 12);
    assert!(matches!(by_file(world, &pdf, &HERE).unwrap(), FileAnswer::Identical(_)));

    let root = world.fingerprint().unwrap();
    assert_eq!(open_file::check_file(&pdf, Some(&root), None).exit_code, 0);
    assert_eq!(open_file::check_file(&pdf, None, None).exit_code, 2, "no root given: cannot tell");
    let stranger = crate::house::house().world.fingerprint().unwrap();
    assert_eq!(open_file::check_file(&pdf, Some(&stranger), None).exit_code, 1);
}

#[test]
fn altered_files_are_never_genuine() {
    let house = loaded();
    let world = &house.world;
    let (clerk, id) = drafted(&house, "firm-membership", Form::default());
    submit::submit(world, &clerk, id).unwrap();
    run_jobs(&house);
    let certificate: Certificate = read(&house, read(&house, id).certificate().unwrap());
    let pdf = world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    let root = world.fingerprint().unwrap();
    let judged = |bytes: &[u8]| open_file::check_file(bytes, Some(&root), None).exit_code;
    assert_eq!(judged(&pdf), 0);
    for place in (0..pdf.len()).step_by(pdf.len() / 97) {
        let mut flipped = pdf.clone();
        flipped[place] ^= 0x01;
        assert_ne!(judged(&flipped), 0, "a bit flipped at byte {place}");
        let answer = by_file(world, &flipped, &HERE).unwrap();
        assert!(!matches!(answer, FileAnswer::Identical(_)));
    }
    assert_ne!(judged(&[&pdf[..], b"\n%%EOF\n"].concat()), 0, "an appended update");
    assert_ne!(judged(&pdf[..pdf.len() / 2]), 0, "a truncated file");
    assert_ne!(judged(b"%PDF-1.7 nothing"), 0);
}

#[test]
fn review_approves_refuses_and_revokes_with_one_winner() {
    let house = loaded();
    let world = &house.world;
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let mut form = Form::default();
    period(&mut form);
    let (clerk, id) = drafted(&house, "firm-no-discipline", form.clone());
    assert_eq!(submit::submit(world, &clerk, id).unwrap(), Submitted::ForReview);
    let all = Slice { page: 1, rows: 50 };
    assert_eq!(review_queue::list(world, &reviewer, &Filter::default(), all).unwrap().total, 1);
    assert!(matches!(review::approve(world, &clerk, id, ""), Err(Refused::NotFound)), "a clerk is no reviewer");
    review::approve(world, &reviewer, id, "").unwrap();
    assert!(matches!(review::approve(world, &reviewer, id, ""), Err(Refused::Conflict(_))));
    assert!(matches!(withdraw::withdraw(world, &clerk, id), Err(Refused::Conflict(_))));
    assert!(matches!(review::refuse(world, &reviewer, id, "不行"), Err(Refused::Conflict(_))));
    run_jobs(&house);
    let certificate: Certificate = read(&house, read(&house, id).certificate().unwrap());
    let found = by_code(world, &certificate.code).unwrap().unwrap();
    assert_eq!((found.answer, found.today), (Answer::Valid, Today::NotAnswered), "discipline is not told in public");
    revoke::revoke(world, &reviewer, certificate.id, "材料不实").unwrap();
    assert!(matches!(revoke::revoke(world, &reviewer, certificate.id, "再次"), Err(Refused::Conflict(_))));
    let found = by_code(world, &certificate.code).unwrap().unwrap();
    assert_eq!(found.answer, Answer::Revoked);
    assert_eq!(found.end.map(|end| end.reason).as_deref(), Some("材料不实"));

    let next = draft::again(world, &clerk, id, "again").unwrap();
    assert_eq!(draft::again(world, &clerk, id, "again").unwrap(), next, "posted twice: one draft");
    submit::submit(world, &clerk, next).unwrap();
    review::refuse(world, &reviewer, next, "请补充材料").unwrap();
    assert!(read(&house, next).is(StageName::Refused));
}

#[test]
fn a_register_never_loaded_cannot_pass_and_a_penalty_fails() {
    let house = house();
    let world = &house.world;
    for table in [Table::Firms, Table::Lawyers] {
        load(world, table);
    }
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let mut form = Form::default();
    period(&mut form);
    let (clerk, id) = drafted(&house, "firm-no-discipline", form);
    submit::submit(world, &clerk, id).unwrap();
    assert!(matches!(review::approve(world, &reviewer, id, ""), Err(Refused::Invalid(_))), "无法判断 is never a pass");
    let mut form = Form::default();
    form.values.insert("year".into(), "2025".into());
    let (dues_clerk, dues) = drafted(&house, "dues", form);
    let submitted = submit::submit(world, &dues_clerk, dues).unwrap();
    assert_eq!(submitted, Submitted::ForReview, "rules that cannot judge leave it to a person");
    load(world, Table::Discipline);
    review::approve(world, &reviewer, id, "").unwrap();
    load(world, Table::Dues);
    let mut form = Form::default();
    form.values.insert("year".into(), "1999".into());
    let (late_clerk, late) = drafted(&house, "dues", form);
    assert!(matches!(submit::submit(world, &late_clerk, late), Err(Refused::Invalid(_))));
}

#[test]
fn a_page_printed_with_another_certificates_code_is_found_out() {
    let house = loaded();
    let world = &house.world;
    let certificates: Vec<Certificate> = ["firm-membership", "lawyer-count"]
        .into_iter()
        .map(|kind| {
            let (clerk, id) = drafted(&house, kind, Form::default());
            submit::submit(world, &clerk, id).unwrap();
            run_jobs(&house);
            read(&house, read(&house, id).certificate().unwrap())
        })
        .collect();
    let look = world.store.read().unwrap();
    let (_, statement) = signed::read(&look, &certificates[0]).unwrap();
    let own = VerifyCode::parse(&certificates[0].code).unwrap();
    let mut page = sheet::issued(world, &look.settings().unwrap(), None, &statement, &own).unwrap();
    page.check.code = VerifyCode::parse(&certificates[1].code).unwrap().to_string();
    let pdf = look.file(certificates[0].id).unwrap().unwrap();
    let bundle = open_file::bundle(&pdf).unwrap();
    let attachment = Attachment {
        name: FILE_NAME.into(),
        mime: "application/octet-stream".into(),
        description: "Signed statement".into(),
        bytes: bundle,
    };
    let forged = world.press.print(&page, &sheet::meta(statement.statement()), &[attachment]).unwrap();
    match by_file(world, &forged, &HERE).unwrap() {
        FileAnswer::Altered { differs, .. } => {
            assert!(differs.iter().any(|words| words.contains("不是这份证明的核验码")), "{differs:?}");
        }
        other => panic!("{other:?}"),
    }
    let root = world.fingerprint().unwrap();
    assert_eq!(open_file::check_file(&forged, Some(&root), None).exit_code, 1);
}

#[test]
fn a_file_that_names_another_site_to_check_is_called_altered() {
    let house = loaded();
    let world = &house.world;
    let (clerk, id) = drafted(&house, "firm-membership", Form::default());
    submit::submit(world, &clerk, id).unwrap();
    run_jobs(&house);
    let certificate: Certificate = read(&house, read(&house, id).certificate().unwrap());
    let pdf = world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    let elsewhere = Reader {
        inspect: |pdf| {
            let mut found = (HERE.inspect)(pdf)?;
            for text in &mut found.page_texts {
                assert!(text.contains("https://cert.example.org/verify"));
                *text = text.replace("cert.example.org", "cert.examp1e.org");
            }
            Ok(found)
        },
        ..HERE
    };
    let resaved = [&pdf[..], b"\n"].concat();
    match by_file(world, &resaved, &elsewhere).unwrap() {
        FileAnswer::Altered { differs, .. } => assert!(differs[0].contains("examp1e.org"), "{differs:?}"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(by_file(world, &resaved, &HERE).unwrap(), FileAnswer::Resaved(_)));
    match by_file(world, &[&pdf[..], b"% more"].concat(), &HERE).unwrap() {
        FileAnswer::Altered { differs, .. } => assert!(differs[0].contains("追加"), "{differs:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn wrong_codes_all_get_the_same_answer() {
    let house = loaded();
    for typed in ["", "0000-0000", "7K3M9QWX7K3M9QWX7K3M", "不是核验码", &"9".repeat(5000)] {
        assert!(by_code(&house.world, typed).unwrap().is_none(), "{typed}");
    }
}
