//! Lawyers' consent: asked at submission, answered by the lawyer alone, and nothing is approved without it.

use axum::http::StatusCode;
use goodstanding::app::person::Person;
use goodstanding::app::refused::Refused;
use goodstanding::app::submit::{self, Submitted};
use goodstanding::app::{replace, review, verify};
use goodstanding::domain::account::Account;
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::audit::Entry;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::letter::Letter;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::Lawyer;
use goodstanding::domain::stage::StageName;
use goodstanding::domain::verdict::Answer;
use goodstanding::store::Look;

use crate::core_trip::{FIRM, drafted, lawyers, loaded, period, read, run_jobs};
use crate::desk::{Desk, again, form, signed_in};
use crate::house::{House, person};

/// An account of this lawyer.
fn lawyer(house: &House, login: &str, id: Id<Lawyer>) -> (Desk, Person) {
    let Person { account, session } = person(&house.world, login, &[Role::Lawyer], Some(FIRM));
    let account = Account { lawyer: Some(id), ..account };
    house.world.store.write(|writing| writing.put(&account)).unwrap();
    let person = Person { account, session };
    (again(house, &person), person)
}

/// A house that asks for consent and offers a kind that needs it.
fn asking() -> House {
    let house = loaded();
    let (admin, _) = signed_in(&house, "wang", &[Role::SystemAdmin], None);
    let area = "/settings/association";
    let on = admin.fill(area, area, &[("consent", "yes"), ("uscc", "51447000MJX0000014"), ("go", "save")]);
    assert_eq!(on.status, StatusCode::SEE_OTHER, "{}", on.text());
    let offered = [("offered", "yes"), ("review", "manual"), ("working_days", "3")];
    admin.fill("/settings/kinds", "/settings/kinds/lawyer-no-discipline", &offered).to();
    house
}

fn submitted(house: &House, chosen: &[Id<Lawyer>]) -> (Person, Id<Application>) {
    let mut entries = Form { lawyers: chosen.to_vec(), ..Form::default() };
    period(&mut entries);
    let (clerk, id) = drafted(house, "lawyer-no-discipline", entries);
    assert_eq!(submit::submit(&house.world, &clerk, id).unwrap(), Submitted::ForReview);
    (clerk, id)
}

fn not_yet(house: &House, reviewer: &Person, id: Id<Application>, says: &str) {
    let refused = review::approve(&house.world, reviewer, id, "已电话核实").unwrap_err().to_string();
    assert!(refused.contains(says), "{refused}");
    assert!(read::<Application>(house, id).is(StageName::Pending));
}

#[test]
fn nothing_is_approved_before_every_lawyer_named_has_consented() {
    let house = asking();
    let named = lawyers(&house, 3);
    let (first, _) = lawyer(&house, "first", named[0]);
    let (second, _) = lawyer(&house, "second", named[1]);
    let (stranger, _) = lawyer(&house, "third", named[2]);
    let (clerk, id) = submitted(&house, &named[..2]);
    let (_, reviewer) = signed_in(&house, "zhou", &[Role::Reviewer], None);
    not_yet(&house, &reviewer, id, "还有 2 名律师没有答复");
    let clerk = again(&house, &clerk);
    let record = clerk.page(&format!("/mine/{id}"));
    assert!(record.contains("还有 2 名律师没有同意") && record.contains("本人尚未答复"), "{record}");
    let letters: Vec<Letter> = house.world.store.read().unwrap().all().unwrap();
    let asked = letters.iter().filter(|letter| letter.subject.contains("请答复是否同意出具律师无行业处分证明")).count();
    assert_eq!(asked, 2, "each of the two is written to");

    let (answer, picture) = (format!("/consents/{id}"), format!("/consents/{id}/page/1"));
    let page = first.page("/consents");
    for words in ["律师无行业处分证明", "示例岭南律师事务所", "待您答复", "2025年1月1日至2026年11月20日", &picture]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(first.get(&picture).text().starts_with("<svg"));
    assert!(stranger.page("/consents").contains("目前没有需要您同意的证明"));
    assert_eq!(stranger.get(&picture).status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get("/consents").status, StatusCode::NOT_FOUND, "nobody answers for a lawyer");

    let on_screen = form(&page, &answer);
    let given = first.send(&on_screen.clone().with("answer", "given"), &[]);
    assert!(first.follow(&given).contains("已同意出具"));
    not_yet(&house, &reviewer, id, "还有 1 名律师没有答复");
    let declined = second.send(&form(&second.page("/consents"), &answer).with("answer", "declined"), &[]);
    assert!(second.follow(&declined).contains("不同意"));
    not_yet(&house, &reviewer, id, "有 1 名律师不同意");
    let forged = stranger.send(&form(&second.page("/consents"), &answer).with("answer", "given"), &[]);
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "another session's form");

    second.send(&form(&second.page("/consents"), &answer).with("answer", "given"), &[]).to();
    review::approve(&house.world, &reviewer, id, "").unwrap();
    run_jobs(&house);
    let application: Application = read(&house, id);
    assert!(application.is(StageName::Approved));
    let facts = application.decision.unwrap().facts;
    assert!(facts.lawyers.iter().all(|lawyer| lawyer.consented && !lawyer.declined));
    let late = first.send(&on_screen.with("answer", "declined"), &[]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("已经办结或撤回"));

    let audit: Vec<Entry> = house.world.store.read().unwrap().all().unwrap();
    let acts: Vec<(&str, &str)> = audit
        .iter()
        .filter(|entry| entry.act.starts_with("consent."))
        .map(|entry| (entry.act.as_str(), entry.detail.as_str()))
        .collect();
    let of = |act| (act, "lawyer-no-discipline version 1");
    assert_eq!(acts, [of("consent.give"), of("consent.decline"), of("consent.give")]);
}

#[test]
fn a_lawyer_who_applies_consents_by_that() {
    let house = asking();
    let own = lawyers(&house, 1)[0];
    let (_, applicant) = lawyer(&house, "first", own);
    let id = goodstanding::app::draft::begin(&house.world, &applicant, "own").unwrap();
    goodstanding::app::draft::choose_kind(&house.world, &applicant, id, "lawyer-no-discipline").unwrap();
    let mut entries = Form { email: "first@example.org".into(), ..Form::default() };
    period(&mut entries);
    goodstanding::app::draft::save_form(&house.world, &applicant, id, entries).unwrap();
    submit::submit(&house.world, &applicant, id).unwrap();
    let (_, reviewer) = signed_in(&house, "zhou", &[Role::Reviewer], None);
    review::approve(&house.world, &reviewer, id, "").unwrap();
    assert!(read::<Application>(&house, id).is(StageName::Issuing));
}

/// What staff do on the certificate's page, and what comes of it.
#[test]
fn lawyers_are_asked_again_where_staff_replace_a_certificate_that_needs_consent() {
    let house = asking();
    let named = lawyers(&house, 2);
    let (first, _) = lawyer(&house, "first", named[0]);
    let (second, _) = lawyer(&house, "second", named[1]);
    let (_, id) = submitted(&house, &named);
    let (desk, reviewer) = signed_in(&house, "zhou", &[Role::Reviewer], None);
    let answer = |desk: &Desk, id, word| {
        let action = format!("/consents/{id}");
        desk.send(&form(&desk.page("/consents"), &action).with("answer", word), &[]).to();
    };
    answer(&first, id, "given");
    answer(&second, id, "given");
    review::approve(&house.world, &reviewer, id, "").unwrap();
    run_jobs(&house);
    let old = read::<Application>(&house, id).certificate().unwrap();
    let code = read::<Certificate>(&house, old).code;
    let letters = |house: &House| {
        let all: Vec<Letter> = house.world.store.read().unwrap().all().unwrap();
        all.into_iter().filter(|letter| letter.subject.contains("请答复是否同意")).count()
    };
    assert_eq!(letters(&house), 2);

    let page = format!("/certificates/{old}");
    let action = format!("/certificates/{old}/replace");
    assert!(desk.page(&page).contains("会再请所涉律师答复"));
    let typed = [("reason", "other"), ("other", "登记信息更正。"), ("sure", "yes")];
    let began = desk.fill(&page, &action, &typed).to();
    let next: Id<Application> = Id::parse(began.rsplit('/').next().unwrap()).unwrap();
    assert_eq!(letters(&house), 4, "both are written to again");
    not_yet(&house, &reviewer, next, "还有 2 名律师没有答复");
    assert!(desk.page(&began).contains("本人尚未答复"));
    answer(&first, next, "given");
    answer(&second, next, "declined");
    not_yet(&house, &reviewer, next, "有 1 名律师不同意");
    let state = |code: &str| verify::by_code(&house.world, code).unwrap().unwrap().answer;
    assert_eq!(state(&code), Answer::Valid, "until all have consented the old one stands");
    answer(&second, next, "given");
    review::approve(&house.world, &reviewer, next, "").unwrap();
    run_jobs(&house);
    assert_eq!(state(&code), Answer::Revoked);

    // Where consent can no longer be asked for, nothing is begun that could never be approved.
    let new = read::<Application>(&house, next).certificate().unwrap();
    let mut settings = goodstanding::store::blobs::Blobs::settings(&house.world.store.read().unwrap()).unwrap();
    settings.consent = false;
    house.world.store.write(|writing| writing.put_settings(&settings)).unwrap();
    let refused = replace::begin(&house.world, &reviewer, new, "登记信息更正。").unwrap_err();
    assert!(matches!(&refused, Refused::Conflict(why) if why.contains("没有开通在线同意")), "{refused}");
}
