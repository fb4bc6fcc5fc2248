//! The paper desk at work: many at once, one print file, labels, and addresses that are erased in time.

use axum::http::{StatusCode, header};
use goodstanding::app::person::Person;
use goodstanding::app::{draft, erase, review, submit, sweep, withdraw};
use goodstanding::domain::application::{Application, Form, PaperForm};
use goodstanding::domain::audit::Entry;
use goodstanding::domain::id::Id;
use goodstanding::domain::paper::{Delivery, PaperCopy, PaperState};
use goodstanding::domain::permission::Role;
use goodstanding::pdf::inspect::inspect;
use goodstanding::store::Look;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::records::id_key;

use crate::core_trip::{drafted, lawyers, loaded, period, read, run_jobs};
use crate::desk::{Desk, form, signed_in};
use crate::house::{House, person};

const STREET: &str = "示例路 9 号示例大厦 1203 室";

fn posted(copies: u16) -> PaperForm {
    PaperForm {
        wanted: true,
        copies: copies.to_string(),
        delivery: "post".into(),
        recipient: "许青禾".into(),
        phone: "13800000000".into(),
        region: "440106".into(),
        address: STREET.into(),
        postcode: "510000".into(),
        ..PaperForm::default()
    }
}

/// An approved application with its files, and who applied.
fn issued(house: &House, paper: PaperForm) -> (Person, Id<Application>) {
    let entries = Form { lawyers: lawyers(house, 2), paper, ..Form::default() };
    let (clerk, id) = drafted(house, "lawyer-membership", entries);
    submit::submit(&house.world, &clerk, id).unwrap();
    run_jobs(house);
    (clerk, id)
}

fn copies_of(house: &House, id: Id<Application>) -> Vec<PaperCopy> {
    house.world.store.read().unwrap().marked("paper-application", id_key(id)).unwrap()
}

fn ticked(copies: &[PaperCopy]) -> Vec<String> {
    copies.iter().map(|copy| copy.id.to_string()).collect()
}

/// Sends the bar's form elsewhere than it says, with these copies ticked.
fn send(desk: &Desk, action: &str, ids: &[String], more: &[(&str, &str)]) -> crate::browserless::Answer {
    let mut sheet = form(&desk.page("/paper"), "/paper/steps");
    sheet.action = action.to_owned();
    sheet.fields.extend(ids.iter().map(|id| ("copy".to_owned(), id.clone())));
    for (name, value) in more {
        sheet.fields.retain(|(own, _)| own != name);
        sheet.fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    desk.send(&sheet, &[])
}

#[test]
fn the_chosen_copies_come_out_of_the_printer_in_one_file() {
    let house = loaded();
    let (_, first) = issued(&house, posted(2));
    let (_, second) = issued(&house, PaperForm { delivery: "collect".into(), ..posted(1) });
    let (desk, _) = signed_in(&house, "gu", &[Role::PaperClerk], None);
    let all = [copies_of(&house, first), copies_of(&house, second)].concat();
    // In any order: what comes out is by certificate and number.
    let mut ids = ticked(&all);
    ids.reverse();
    let printed = send(&desk, "/paper/print", &ids, &[]);
    assert_eq!(printed.status, StatusCode::OK);
    assert_eq!(printed.headers[header::CONTENT_TYPE], "application/pdf");
    let pages = inspect(&printed.bytes).unwrap().page_texts;
    let copy = |page: &String| page.lines().find(|line| line.contains("纸质证明")).map(str::to_owned);
    let told: Vec<String> = pages.iter().filter_map(copy).collect();
    assert_eq!(told, ["纸质证明 第1份/共2份", "纸质证明 第2份/共2份", "纸质证明 第1份/共1份"], "{pages:?}");
    let codes: Vec<String> = all.iter().map(|copy| copy.issue.as_ref().unwrap().code.clone()).collect();
    let shown = pages.concat().replace('-', "");
    assert!(codes.iter().all(|code| shown.contains(code)), "each with its own code");
    let duplex = send(&desk, "/paper/print", &ids, &[("duplex", "yes")]);
    assert_eq!(inspect(&duplex.bytes).unwrap().page_texts.len() % 2, 1, "an empty page behind each but the last");

    let labels = send(&desk, "/paper/labels", &ids, &[("layout", "sheet"), ("used", "13")]);
    let pages = inspect(&labels.bytes).unwrap().page_texts;
    assert_eq!(pages.len(), 1, "one address, one label, on the last place");
    assert!(pages[0].contains("许青禾") && pages[0].contains("1203") && pages[0].contains("第 1、2 份"), "{pages:?}");
    let single = send(&desk, "/paper/labels", &ids[1..], &[("layout", "single")]);
    assert_eq!(inspect(&single.bytes).unwrap().page_texts.len(), 1);
    let none = send(&desk, "/paper/labels", &ids[..1], &[]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("都是自取"));
    for action in ["/paper/print", "/paper/labels", "/paper/steps"] {
        let empty = send(&desk, action, &[], &[("to", "ready")]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}");
        assert!(empty.text().contains("请先勾选纸质证明。"), "{action}");
    }
    let audit: Vec<Entry> = house.world.store.read().unwrap().all().unwrap();
    let count = |act: &str| audit.iter().filter(|entry| entry.act == act).count();
    assert_eq!((count("paper.print"), count("paper.labels")), (6, 4));
}

#[test]
fn many_are_moved_by_one_press() {
    let house = loaded();
    let (_, id) = issued(&house, posted(3));
    let (desk, _) = signed_in(&house, "gu", &[Role::PaperClerk], None);
    let ids = ticked(&copies_of(&house, id));
    let missing = send(&desk, "/paper/steps", &ids, &[("to", "posted"), ("courier", "示例速递")]);
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = missing.text();
    assert!(
        said.contains("请填写快递单号。") && said.contains("href=\"#batch-tracking\"") && said.contains("示例速递")
    );
    let parcel = [("to", "posted"), ("courier", "示例速递"), ("tracking", "SL001")];
    send(&desk, "/paper/steps", &ids, &parcel).to();
    assert!(copies_of(&house, id).iter().all(|copy| copy.state == PaperState::Posted && copy.steps.len() == 1));
    let wrong = send(&desk, "/paper/steps", &ids, &[("to", "collected"), ("collector", "何田")]);
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert_eq!(send(&desk, "/paper/steps", &ids, &[("to", "cancelled")]).status, StatusCode::NOT_FOUND);
    send(&desk, "/paper/steps", &ids, &[("to", "delivered")]).to();
    assert!(copies_of(&house, id).iter().all(|copy| copy.state == PaperState::Delivered && copy.steps.len() == 2));
}

/// Keeps addresses for so many days from now on.
fn keep(house: &House, days: Option<u16>) {
    let world = &house.world;
    world
        .store
        .write(|writing| {
            let mut settings = writing.settings()?;
            settings.address_days = days;
            writing.put_settings(&settings)
        })
        .unwrap();
}

/// Whether any record of the store still says where to.
fn is_told_somewhere(house: &House, id: Id<Application>) -> bool {
    let application = serde_json::to_string(&read(house, id)).unwrap();
    let copies = serde_json::to_string(&copies_of(house, id)).unwrap();
    [STREET, "13800000000", "许青禾", "510000"].iter().any(|part| application.contains(part) || copies.contains(part))
}

#[test]
fn addresses_are_erased_when_nobody_needs_them_any_more() {
    let house = loaded();
    let world = &house.world;
    let reviewer = person(world, "lin", &[Role::Reviewer], None);
    let (desk, _) = signed_in(&house, "gu", &[Role::PaperClerk], None);
    let (clerk, done) = issued(&house, posted(2));
    let (_, waiting) = issued(&house, posted(1));
    let ended = |name: &str| {
        let mut entries = Form { paper: posted(1), ..Form::default() };
        period(&mut entries);
        let (clerk, id) = drafted(&house, "firm-no-discipline", entries);
        if name != "draft" {
            submit::submit(world, &clerk, id).unwrap();
        }
        match name {
            "refused" => review::refuse(world, &reviewer, id, "请补充说明").unwrap(),
            "withdrawn" => withdraw::withdraw(world, &clerk, id).unwrap(),
            _ => {}
        }
        id
    };
    let [draft, pending, refused, withdrawn] = ["draft", "pending", "refused", "withdrawn"].map(ended);
    let ids = ticked(&copies_of(&house, done));
    send(&desk, "/paper/steps", &ids, &[("to", "posted"), ("courier", "示例速递"), ("tracking", "SL001")]).to();
    send(&desk, "/paper/steps", &ids, &[("to", "delivered")]).to();

    keep(&house, None);
    assert_eq!(erase::erase(world).unwrap(), 0, "ninety days are not over");
    keep(&house, Some(0));
    sweep::sweep(world).unwrap();
    for id in [done, draft, refused, withdrawn] {
        assert!(!is_told_somewhere(&house, id), "{:?}", read(&house, id));
    }
    for id in [waiting, pending] {
        assert!(is_told_somewhere(&house, id), "it is still needed");
    }
    assert_eq!(erase::erase(world).unwrap(), 0, "once is enough");
    assert_eq!(copies_of(&house, done)[0].delivery, Delivery::PostErased);
    assert_eq!(read(&house, done).submission.unwrap().paper.unwrap().copies, 2, "how many it were is kept");
    let firm = crate::desk::again(&house, &clerk);
    assert!(firm.page(&format!("/mine/{done}")).contains("已按规定删除"));
    assert!(desk.page("/paper?state=delivered").contains("收件信息已按规定删除"));
    let gone = send(&desk, "/paper/labels", &ids, &[]);
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.text().contains("收件信息已按规定删除"));

    // A lost copy is made anew to be fetched: there is no address any more.
    let void = [("to", "cancelled"), ("reason", "遗失")];
    desk.fill("/paper", &format!("/paper/{}/step", ids[0]), &void).to();
    desk.fill("/paper", &format!("/paper/{}/reissue", ids[0]), &[]).to();
    assert_eq!(copies_of(&house, done)[2].delivery, Delivery::Collect);
    let again = draft::again(world, &clerk_of(&house, refused), refused, "again").unwrap();
    assert!(!is_told_somewhere(&house, again));
    for entry in world.store.read().unwrap().all::<Entry>().unwrap() {
        let told = serde_json::to_string(&entry).unwrap();
        assert!(!told.contains("许青禾") && !told.contains(STREET) && !told.contains("13800000000"), "{told}");
    }
}

/// Who applied.
fn clerk_of(house: &House, id: Id<Application>) -> Person {
    Person { account: read(house, read(house, id).account), session: String::new() }
}
