//! Own records: found by what people remember, shown to nobody else; templates as pictures.

use axum::http::{Method, StatusCode};
use goodstanding::app::review;
use goodstanding::domain::application::Application;
use goodstanding::domain::audit::Entry;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::{Right, Role};
use goodstanding::paths;
use goodstanding::web::routes::table;

use crate::browserless::{Browser, server};
use crate::house::person;
use crate::web_trip::{
    LARGE, SMALL, all, assert_is_picture, begun, browser_form, clerk, loaded, practising, read, run_jobs, submitted,
};

#[tokio::test]
async fn records_are_found_by_what_people_remember() {
    let house = loaded();
    let server = server(&house);
    let mut browser = Browser::of(&server, &house, &clerk(&house, "clerk", LARGE));
    assert!(browser.page("/mine").await.says("还没有申请过证明"));
    let firm = submitted(&mut browser, "firm-no-discipline").await;
    let (id, path) = begun(&mut browser, "practice-history").await;
    let lawyer = practising(&house, 1).remove(0);
    let form = browser_form(&mut browser, &path).await.with("lawyers", &lawyer.id.to_string());
    browser.send(&form.with("purpose", "落户申请").with("go", "next")).await.to();
    let preview = browser.page(&paths::apply_preview(&id)).await;
    browser.send(&preview.form(&paths::apply_submit(&id))).await.to();
    let numbers = [read::<Application>(&house, Id::parse(&firm).unwrap()), read(&house, Id::parse(&id).unwrap())];
    let [first, second] = numbers.map(|application| application.number());
    for (query, found) in [
        ("", [true, true]),
        ("?q=%E8%90%BD%E6%88%B7", [false, true]),
        ("?q=%E5%BC%A0%E3%9B%83", [false, true]),
        ("?q=zhang", [false, true]),
        ("?stage=pending&kind=firm-no-discipline", [true, false]),
        ("?stage=approved", [false, false]),
        ("?from=2026-11-23&to=2026-11-23", [true, true]),
        ("?from=2026-11-24", [false, false]),
        ("?to=2026-11-22", [false, false]),
        ("?page=99", [true, true]),
    ] {
        let page = browser.page(&format!("/mine{query}")).await;
        assert_eq!([page.says(&first), page.says(&second)], found, "{query}: {}", page.words());
    }
    assert!(browser.page(&format!("/mine?q={}", first.to_lowercase())).await.says(&first));
    let odd = browser.page("/mine?from=31%2F12").await;
    assert!(odd.says("日期应类似 2026-01-31。") && odd.says(&first), "{}", odd.words());

    // A lawyer sees his or her own records only, and may ask for other kinds than a firm.
    let mut own = person(&house.world, "lawyer", &[Role::Lawyer], Some(LARGE));
    own.account.lawyer = Some(lawyer.id);
    house.world.store.write(|writing| writing.put(&own.account)).unwrap();
    let mut alone = Browser::of(&server, &house, &own);
    assert!(alone.page("/apply").await.says(lawyer.licence.as_str()));
    assert!(alone.page("/mine").await.says("还没有申请过证明"));
    assert_eq!(alone.get(&paths::record(&id)).await.status, StatusCode::NOT_FOUND);
    // The audit tells who tried what; of a record that nobody has, or of one's own, it tells nothing.
    assert_eq!(alone.get(&paths::record("999")).await.status, StatusCode::NOT_FOUND);
    let tried = || {
        let entries = all::<Entry>(&house);
        let tried = entries.into_iter().filter(|entry| entry.act == "right.refuse");
        tried.map(|entry| (entry.actor, entry.object, entry.detail)).collect::<Vec<_>>()
    };
    let line = |act: &str| (own.actor(), format!("application/{id}"), act.to_owned());
    assert_eq!(tried(), [line("GET /mine/{id}")]);
    assert_eq!(alone.get(&paths::record_download(&id)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(tried(), [line("GET /mine/{id}"), line("GET /mine/{id}/download")]);
    let (draft, form) = begun(&mut alone, "lawyer-membership").await;
    assert!(!alone.page(&form).await.text().contains("data-lawyers"), "nobody to choose");
    assert_eq!(alone.get(&paths::apply_lawyers(&draft)).await.to(), format!("{form}#lawyers"));
    assert_eq!(browser.get(&form).await.status, StatusCode::NOT_FOUND, "a lawyer's draft is the lawyer's");
    let go = alone.page(&form).await.form(&form).with("go", "next");
    assert_eq!(alone.send(&go).await.to(), paths::apply_preview(&draft));
    assert!(alone.page(&paths::apply_preview(&draft)).await.says(lawyer.name.as_str()));
    let kinds = alone.page(&paths::apply_kind(&draft)).await.words();
    let (offered, refused) = kinds.split_once("暂不可申请").unwrap();
    assert!(offered.contains("律师执业经历证明") && refused.contains("由律师事务所申请。"), "{kinds}");
}

#[tokio::test]
async fn templates_are_pictures_and_unknown_ones_are_not_there() {
    let house = loaded();
    let server = server(&house);
    let mut browser = Browser::of(&server, &house, &clerk(&house, "clerk", LARGE));
    let page = browser.page("/kinds/lawyer-membership").await;
    assert!(page.says("律师会员证明模板") && page.says("180 天"), "{}", page.words());
    for picture in page.pictures() {
        assert_is_picture(&browser.get(&picture).await);
    }
    let small = browser.page("/kinds/lawyer-membership/page/1?size=small").await;
    assert_eq!(small.header("content-type"), "image/png");
    assert!(small.bytes.starts_with(b"\x89PNG") && small.bytes.len() < 20_000, "{} bytes", small.bytes.len());
    assert!(browser.page("/kinds/lawyer-no-discipline").await.says("须经律师本人同意"));
    for missing in [
        "/kinds/nothing",
        "/kinds/%2e%2e",
        "/kinds/dues/page/0",
        "/kinds/dues/page/9",
        "/kinds/dues/page/-1",
        "/mine/x",
    ] {
        assert_eq!(browser.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

/// Every route of the trip with another firm's ids, by every method, for everybody who is not the owner.
#[tokio::test]
async fn others_find_nothing() {
    let house = loaded();
    let server = server(&house);
    let owner = clerk(&house, "owner", LARGE);
    let mut browser = Browser::of(&server, &house, &owner);
    let (draft, _) = begun(&mut browser, "lawyer-membership").await;
    let issued = submitted(&mut browser, "firm-membership").await;
    let pending = submitted(&mut browser, "firm-no-discipline").await;
    let refused = submitted(&mut browser, "firm-no-discipline").await;
    run_jobs(&house);
    let reviewer = person(&house.world, "reviewer", &[Role::Reviewer], None);
    review::refuse(&house.world, &reviewer, Id::parse(&refused).unwrap(), "请补充").unwrap();
    let before: Vec<Application> = all(&house);

    let mut foreign = Browser::of(&server, &house, &clerk(&house, "foreign", SMALL));
    let mut staff = Browser::of(&server, &house, &reviewer);
    let mut nobody = Browser::stranger(&server);
    let token = foreign.page("/apply").await.form("/apply").value("form_token").to_owned();
    let rows: Vec<_> = table().into_iter().filter(|row| row.right == Right::Apply).collect();
    assert!(rows.iter().filter(|row| row.path.contains("{id}")).count() >= 18, "{}", rows.len());
    let mut asked = 0;
    for row in &rows {
        for id in [&draft, &issued, &pending, &refused] {
            let path = row.path.replace("{id}", id).replace("{page}", "1").replace("{kind}", "dues");
            let post = row.method == Method::POST;
            let body =
                |token: &str| post.then(|| format!("form_token={token}&kind=dues&to=stored&go=next&email=a%40b.cn"));
            if row.path.contains("{id}") {
                let answer = foreign.ask(row.method.clone(), &path, body(&token)).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "another firm: {} {path}", row.method);
                let mine = foreign.ask(row.method.clone(), &path, body("")).await;
                assert_eq!(mine.status, if post { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND }, "{path}");
                asked += 1;
            }
            let answer = staff.ask(row.method.clone(), &path, body("")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "staff: {} {path}", row.method);
            let answer = nobody.ask(row.method.clone(), &path, body("")).await;
            assert!(answer.to().starts_with("/sign-in"), "nobody: {} {path}", row.method);
        }
    }
    assert!(asked >= 72, "{asked}");
    assert_eq!(all::<Application>(&house), before, "nothing was changed");
    assert!(!foreign.page("/mine").await.text().contains("示律证"));
}
