//! 三权分立: no account comes to hold two of the three administrators' roles, by whatever way accounts come to roles; and
//! only the auditor reads and exports the log.

use goodstanding::admin::{self, Answer, Request};
use goodstanding::domain::account::Account;
use goodstanding::domain::audit::Entry;
use goodstanding::domain::permission::Role;
use goodstanding::store::Look;

use crate::browserless::{Browser, server};
use crate::house::{house, person};

const THREE: [Role; 3] = [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor];

fn create(roles: &[&str]) -> Request {
    Request::AccountCreate {
        login: "two".into(),
        name: "两权".into(),
        email: "two@example.org".into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        firm: String::new(),
        lawyer: String::new(),
    }
}

#[tokio::test]
async fn no_account_holds_two_of_the_three() {
    let house = house();
    let server = server(&house);
    let security = person(&house.world, "security", &[Role::SecurityAdmin], None);
    let mut browser = Browser::of(&server, &house, &security);
    let accounts = || house.world.store.read().unwrap().all::<Account>().unwrap();
    let before = accounts();
    for one in THREE {
        for other in THREE.into_iter().filter(|other| *other != one) {
            let pair = [one.slug(), other.slug()];
            let Answer::Refused(why) = admin::answer(&house.world, 0, create(&pair)) else {
                panic!("the command made an account of {pair:?}")
            };
            assert!(why.contains("三权分立"), "{why}");
            let form = browser.page("/accounts").await.form("/accounts");
            let form = form.with("name", "两权").with("email", "two@example.org").with("login", "two");
            let form = form.with("roles", pair[0]).ticked("roles", pair[1]);
            let refused = browser.send(&form).await;
            assert_eq!(refused.status, 422);
            assert!(refused.says("三权分立"), "{}", refused.words());
            assert_eq!(refused.form("/accounts").value("name"), "两权", "what was typed is kept");
        }
        for member in Role::ALL.into_iter().filter(|role| role.is_member()) {
            let mixed = admin::answer(&house.world, 0, create(&[one.slug(), member.slug()]));
            assert!(matches!(mixed, Answer::Refused(_)), "{one:?} {member:?}");
        }
    }
    assert_eq!(accounts(), before, "nothing was made");
    assert!(matches!(admin::answer(&house.world, 0, create(&["auditor"])), Answer::Invited { .. }));
}

#[tokio::test]
async fn the_log_is_the_auditors_alone_and_tells_of_who_tried() {
    let house = house();
    let server = server(&house);
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Auditor) {
        let who = person(&house.world, role.slug(), &[role], None);
        let mut browser = Browser::of(&server, &house, &who);
        for address in ["/audit", "/audit?format=csv", "/audit?format=jsonl"] {
            assert_eq!(browser.get(address).await.status, 404, "{role:?} {address}");
        }
    }
    let auditor = person(&house.world, "auditor", &[Role::Auditor], None);
    let mut browser = Browser::of(&server, &house, &auditor);
    let page = browser.page("/audit?act=right.refuse&who=system-admin").await;
    assert!(page.says("越权访问被拒绝") && page.says("GET /audit") && !page.says("reviewer"), "{}", page.words());
    let entries: Vec<Entry> = house.world.store.read().unwrap().all().unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.act == "right.refuse").count(), 3 * 8);
    let file = browser.page("/audit?format=jsonl&act=right.refuse").await;
    assert_eq!(file.header("content-type"), "application/jsonl; charset=utf-8");
    let lines: Vec<serde_json::Value> = file.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() == 24 && lines.iter().all(|line| line["hash"].as_str().is_some_and(|hash| hash.len() == 64)));
    let table = browser.page("/audit?format=csv&object=/audit").await;
    assert!(table.text().starts_with("\u{FEFF}序号,时间,") && table.text().contains("right.refuse"));
    let exports: Vec<Entry> = house.world.store.read().unwrap().all().unwrap();
    assert_eq!(exports.iter().filter(|entry| entry.act == "audit.export").count(), 2, "an export is an act itself");
}
