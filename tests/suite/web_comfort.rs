//! What spares people work: postal addresses chosen from lists and remembered, and several applications approved at once.

use axum::http::StatusCode;
use goodstanding::app::submit;
use goodstanding::domain::address_book::AddressBook;
use goodstanding::domain::application::{Application, Form, PaperForm};
use goodstanding::domain::audit::Entry;
use goodstanding::domain::id::Id;
use goodstanding::domain::paper::{Delivery, PaperCopy};
use goodstanding::domain::permission::Role;
use goodstanding::domain::stage::StageName;
use goodstanding::paths;

use crate::browserless::{Browser, Sheet, server};
use crate::core_trip::{drafted, period};
use crate::desk::{form, signed_in};
use crate::house::House;
use crate::web_trip::{LARGE, SMALL, all, begun, clerk, loaded, read, run_jobs};

const STREET: &str = "示例路 1 号 20 楼";

/// Posted paper, with everything but 省市区.
fn posted(form: Sheet) -> Sheet {
    form.with("paper.wanted", "yes")
        .with("paper.copies", "1")
        .with("paper.delivery", "post")
        .with("paper.recipient", "许青禾")
        .with("paper.phone", "13800000000")
        .with("paper.address", STREET)
        .with("paper.remember", "yes")
}

/// An application that posts paper to the address and asks to remember it; its id.
async fn applied(browser: &mut Browser) -> String {
    let (id, path) = begun(browser, "firm-membership").await;
    let form = posted(browser.page(&path).await.form(&path));
    let form = form.with("paper.province", "44").with("paper.city", "4401").with("paper.district", "440106");
    let preview = browser.send(&form.with("go", "next")).await;
    let preview = browser.follow(&preview).await;
    assert!(preview.says("广东省广州市天河区"), "{}", preview.words());
    let done = browser.send(&preview.form(&paths::apply_submit(&id))).await;
    assert_eq!(done.to(), paths::apply_done(&id));
    id
}

#[tokio::test]
async fn without_script_each_list_leads_to_the_next() {
    let house = loaded();
    let mut browser = Browser::of(&server(&house), &house, &clerk(&house, "clerk", LARGE));
    let (_, path) = begun(&mut browser, "firm-membership").await;
    let missing = posted(browser.page(&path).await.form(&path)).with("go", "next");
    let missing = browser.send(&missing).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.says("请选择省、市和区县。") && !missing.text().contains("海淀区"), "{}", missing.words());
    let form = missing.form(&path).with("paper.province", "44").with("go", "region");
    let cities = browser.send(&form).await;
    assert_eq!(cities.to(), format!("{path}#paper.region"));
    let cities = browser.follow(&cities).await;
    assert!(cities.text().contains("深圳市") && cities.form(&path).value("paper.address") == STREET);
    let districts = browser.send(&cities.form(&path).with("paper.city", "4401").with("go", "region")).await;
    let districts = browser.follow(&districts).await;
    assert!(districts.text().contains("天河区") && districts.text().contains("其他区县"));
    // Another province: what was chosen below it no longer counts. 北京 has one city, which is chosen with it.
    let other = browser.send(&districts.form(&path).with("paper.province", "11").with("go", "region")).await;
    let other = browser.follow(&other).await;
    assert_eq!(other.form(&path).value("paper.city"), "1101");
    assert!(other.text().contains("海淀区") && !other.text().contains("天河区"));
    // What no list has is no choice.
    let odd = other.form(&path).with("paper.province", "<b>").with("paper.district", "999999").with("go", "next");
    assert_eq!(browser.send(&odd).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_address_is_remembered_for_its_firm_filled_in_and_erased() {
    let house = loaded();
    let server = server(&house);
    let mut browser = Browser::of(&server, &house, &clerk(&house, "clerk", LARGE));
    let id = applied(&mut browser).await;
    run_jobs(&house);
    let copies: Vec<PaperCopy> = all(&house);
    let Delivery::Post(to) = &copies[0].delivery else { panic!("not posted") };
    assert_eq!((to.region.as_str(), to.street.as_str()), ("广东省广州市天河区", STREET));
    assert!(read::<Application>(&house, Id::parse(&id).unwrap()).form.paper.remember);

    // A colleague's next form has it; another firm's has not.
    let mut colleague = Browser::of(&server, &house, &clerk(&house, "colleague", LARGE));
    let (_, path) = begun(&mut colleague, "firm-membership").await;
    let next = colleague.page(&path).await;
    assert!(next.says("常用收件地址（1）") && next.says("138****0000"), "{}", next.words());
    assert_eq!(
        (next.form(&path).value("paper.recipient"), next.form(&path).value("paper.district")),
        ("许青禾", "440106")
    );
    let mut stranger = Browser::of(&server, &house, &clerk(&house, "stranger", SMALL));
    let (_, other) = begun(&mut stranger, "firm-membership").await;
    let page = stranger.page(&other).await;
    assert!(!page.says("常用收件地址（") && !page.text().contains("许青禾") && !page.text().contains(STREET));
    let stolen = stranger.send(&page.form(&other).with("go", "address:1")).await;
    assert!(!stranger.follow(&stolen).await.text().contains(STREET));

    // Emptied and filled in again; then erased for good, which the audit says without saying which.
    let emptied = next.form(&path).with("paper.recipient", "").with("paper.address", "").with("go", "address:1");
    let filled = colleague.send(&emptied).await;
    let filled = colleague.follow(&filled).await;
    assert_eq!(filled.form(&path).value("paper.address"), STREET);
    let gone = colleague.send(&filled.form(&path).with("go", "forget:1")).await;
    let gone = colleague.follow(&gone).await;
    assert!(gone.says("已删除这条常用收件地址。") && !gone.says("138****0000"), "{}", gone.words());
    assert!(all::<AddressBook>(&house).is_empty());
    let entries: Vec<Entry> = all(&house);
    let told = format!("{entries:?}");
    assert!(told.contains("address.forget"));
    for secret in ["许青禾", "13800000000", STREET] {
        assert!(!told.contains(secret), "the audit says {secret}");
    }
}

/// A submitted application that a person must decide; every rule passes for a lawyer, none can judge the firm.
fn waiting(house: &House, kind: &str) -> Id<Application> {
    let mut entries = Form { paper: PaperForm::default(), ..Form::default() };
    period(&mut entries);
    let (person, id) = drafted(house, kind, entries);
    submit::submit(&house.world, &person, id).unwrap();
    id
}

#[test]
fn the_chosen_ones_are_approved_and_the_others_say_why_not() {
    let house = loaded();
    let ids: Vec<Id<Application>> = (0..3).map(|_| waiting(&house, "firm-no-discipline")).collect();
    let (reviewer, _) = signed_in(&house, "lin", &[Role::Reviewer], None);
    let page = reviewer.page(&paths::review());
    let nobody = reviewer.send(&form(&page, &paths::review_approve_many()), &[]);
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    assert!(nobody.says("请选择要通过的申请"));

    // Somebody was faster with the first: the second goes through all the same.
    let (faster, _) = signed_in(&house, "gu", &[Role::Reviewer], None);
    faster.fill(&format!("/review/{}", ids[0]), &paths::review_approve(ids[0]), &[]);
    let chosen = ids[..2]
        .iter()
        .fold(form(&page, &paths::review_approve_many()), |sheet, id| sheet.ticked("application", &id.to_string()));
    let partly = reviewer.send(&chosen, &[]);
    assert_eq!(partly.status, StatusCode::CONFLICT);
    assert!(partly.says("1 份申请没有通过") && partly.says("另有 1 份已通过"), "{}", partly.words());
    assert!(partly.says("这份申请已由gu（示例）处理为“审核通过”"), "{}", partly.words());
    let page = reviewer.page(&paths::review());
    let last = form(&page, &paths::review_approve_many()).ticked("application", &ids[2].to_string());
    let done = reviewer.send(&last, &[]);
    assert!(reviewer.follow(&done).contains("所选的申请都已通过"));
    for id in ids {
        assert!(matches!(read(&house, id).stage.name(), StageName::Issuing | StageName::Approved));
    }
}
