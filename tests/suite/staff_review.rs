//! Reviewers and the paper desk at their pages, through the whole router.

use axum::http::{Method, StatusCode, header};
use goodstanding::app::person::Person;
use goodstanding::app::report;
use goodstanding::app::submit;
use goodstanding::domain::application::{Application, Form, PaperForm};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::paper::{PaperCopy, PaperState};
use goodstanding::domain::permission::{Right, Role};
use goodstanding::domain::stage::StageName;
use goodstanding::web::routes::table;

use crate::core_trip::{FIRM, drafted, lawyers, loaded, period, read, run_jobs};
use crate::desk::{Desk, form, signed_in, stranger};
use crate::house::House;

const STREET: &str = "示例路 9 号示例大厦 1203 室";

/// Two copies, to be posted.
fn posted_copies() -> PaperForm {
    PaperForm {
        wanted: true,
        copies: "2".into(),
        delivery: "post".into(),
        recipient: "许青禾".into(),
        phone: "13800000000".into(),
        region: "440106".into(),
        address: STREET.into(),
        postcode: "510000".into(),
        remember: false,
    }
}

/// A submitted application that a person must decide.
fn pending(house: &House) -> (Person, Id<Application>) {
    let mut entries = Form { paper: posted_copies(), ..Form::default() };
    period(&mut entries);
    let (clerk, id) = drafted(house, "firm-no-discipline", entries);
    submit::submit(&house.world, &clerk, id).unwrap();
    (clerk, id)
}

/// An issued certificate about two lawyers, with two copies to be posted.
fn issued(house: &House) -> Id<Certificate> {
    let entries = Form { lawyers: lawyers(house, 2), paper: posted_copies(), ..Form::default() };
    let (clerk, id) = drafted(house, "lawyer-membership", entries);
    submit::submit(&house.world, &clerk, id).unwrap();
    run_jobs(house);
    read(house, id).certificate().unwrap()
}

fn reviewer(house: &House, login: &str) -> Desk {
    signed_in(house, login, &[Role::Reviewer], None).0
}

#[test]
fn every_page_of_every_staff_role_is_drawn() {
    let house = loaded();
    let (clerk, waiting) = pending(&house);
    let certificate = issued(&house);
    report::leave(&house.world, &clerk, "负责人已变更。", "once").unwrap();
    let review = format!("/review/{waiting}");
    let one = format!("/certificates/{certificate}");
    let pages: [(Role, Vec<(&str, &str)>); 4] = [
        (
            Role::Reviewer,
            vec![
                ("/review", "从第一份开始审核"),
                ("/review?state=approved&q=示例", "审核台"),
                (&review, "审核通过，出具证明"),
                ("/certificates", "示律证〔2026〕第000001号"),
                (&one, "撤销证明"),
            ],
        ),
        (Role::PaperClerk, vec![("/paper", STREET), ("/certificates", "律师会员证明"), (&one, "证明内容")]),
        (
            Role::Registrar,
            vec![
                ("/register", "示例岭南律师事务所"),
                ("/register?q=zhangjie", "示例岭南律师事务所"),
                ("/register/1", "2024年度优秀律师事务所"),
                ("/register/import", "上传并试算"),
                ("/register/reports", "负责人已变更。"),
                ("/register/reports?closed=yes", "还没有处理过的报错"),
            ],
        ),
        (
            Role::SystemAdmin,
            vec![("/settings", "https://cert.example.org"), ("/settings/kinds", "律师执业状况证明（中英文）")],
        ),
    ];
    for (role, pages) in pages {
        let (browser, _) = signed_in(&house, role.slug(), &[role], None);
        for (path, words) in pages {
            let page = browser.page(&encoded(path));
            assert!(page.contains(words), "{path} does not say {words}: {page}");
        }
    }
}

/// Chinese in a query as browsers send it.
fn encoded(path: &str) -> String {
    let mut text = String::new();
    for c in path.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            text.push_str(
                &percent_encoding::utf8_percent_encode(&c.to_string(), percent_encoding::NON_ALPHANUMERIC).to_string(),
            );
        }
    }
    text
}

#[test]
fn who_lacks_the_right_is_told_that_there_is_no_such_page() {
    const STAFF: [Right; 5] =
        [Right::Review, Right::SeeCertificates, Right::MakePaper, Right::KeepRegister, Right::ChangeSettings];
    let house = loaded();
    let (_, waiting) = pending(&house);
    issued(&house);
    let nobody = stranger(&house);
    let people: Vec<(Role, Desk)> = Role::ALL
        .into_iter()
        .map(|role| {
            let firm = role.is_member().then_some(FIRM);
            (role, signed_in(&house, role.slug(), &[role], firm).0)
        })
        .collect();
    let mut asked = 0;
    for row in table().into_iter().filter(|row| STAFF.contains(&row.right)) {
        let path = row.path.replace("{id}", &waiting.to_string()).replace("{page}", "1").replace("{kind}", "dues");
        let answer = if row.method == Method::GET { nobody.get(&path) } else { nobody.post_bare(&path) };
        assert!(answer.to().starts_with("/sign-in"), "{path}");
        for (role, browser) in people.iter().filter(|(role, _)| !role.has(row.right)) {
            let answer = if row.method == Method::GET { browser.get(&path) } else { browser.post_bare(&path) };
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path} as {}", row.method, role.slug());
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
}

#[test]
fn a_decision_leads_on_to_the_next_and_the_slower_reviewer_reads_who_was_faster() {
    let house = loaded();
    let ids: Vec<_> = (0..3).map(|_| pending(&house).1).collect();
    let (first, second) = (reviewer(&house, "lin"), reviewer(&house, "gu"));
    let path = |id| format!("/review/{id}");
    let on_screen = second.page(&path(ids[0]));
    assert!(on_screen.contains("待审批 3 份") && on_screen.contains("项检查全部通过"));

    let approved = first.fill(&path(ids[0]), &format!("/review/{}/approve", ids[0]), &[]);
    assert_eq!(approved.to(), path(ids[1]));
    assert!(first.follow(&approved).contains("已通过，证明正在出具。"));

    let late = second.send(&form(&on_screen, &format!("/review/{}/refuse", ids[0])), &[("reason", "材料不全")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    let said = late.text();
    assert!(said.contains("这份申请已由lin（示例）处理为“审核通过”，您的操作没有执行。"), "{said}");
    let late = second.send(&form(&on_screen, &format!("/review/{}/approve", ids[0])), &[]);
    assert_eq!(late.status, StatusCode::CONFLICT);

    let refuse = format!("/review/{}/refuse", ids[2]);
    let empty = second.fill(&path(ids[2]), &refuse, &[("reason", " ")]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("请写明不通过的理由，申请人会看到。"));
    let long = "长".repeat(501);
    let kept = second.fill(&path(ids[2]), &refuse, &[("reason", &long)]);
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.text().contains(&long), "what was typed is kept");
    let refused = second.fill(&path(ids[2]), &refuse, &[("reason", "请补充材料")]);
    assert_eq!(refused.to(), path(ids[1]), "after the last one the first that waits");
    assert!(read(&house, ids[2]).is(StageName::Refused));

    let last = first.fill(&path(ids[1]), &format!("/review/{}/approve", ids[1]), &[]);
    assert_eq!(last.to(), "/review");
    assert!(first.follow(&last).contains("全部审核完毕"));
    let decided = first.page("/review?state=refused");
    assert!(decided.contains(&read(&house, ids[2]).number()) && !decided.contains(&read(&house, ids[1]).number()));
}

#[test]
fn the_firm_that_withdraws_first_wins() {
    let house = loaded();
    let (clerk, id) = pending(&house);
    let browser = reviewer(&house, "lin");
    let on_screen = browser.page(&format!("/review/{id}"));
    goodstanding::app::withdraw::withdraw(&house.world, &clerk, id).unwrap();
    let late = browser.send(&form(&on_screen, &format!("/review/{id}/approve")), &[]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("申请人已撤回这份申请，您的操作没有执行。"));
}

#[test]
fn pages_are_pictures_and_certificates_are_found_by_number_code_and_name() {
    let house = loaded();
    let (_, waiting) = pending(&house);
    let id = issued(&house);
    let browser = reviewer(&house, "lin");
    for path in [format!("/review/{waiting}/page/1"), format!("/certificates/{id}/page/1")] {
        let picture = browser.get(&path);
        assert_eq!(picture.status, StatusCode::OK, "{path}");
        assert_eq!(picture.headers[header::CONTENT_TYPE], "image/svg+xml; charset=utf-8");
        assert!(picture.text().starts_with("<svg"));
        assert_eq!(browser.get(&path.replace("/page/1", "/page/9")).status, StatusCode::NOT_FOUND);
    }
    let certificate: Certificate = read(&house, id);
    let shown = browser.page(&format!("/certificates/{id}"));
    // The page shows the picture under an address that is fixed to the file: kept, and never sent twice.
    let fixed = format!("/certificates/{id}/page/1?v={}", &certificate.file_hash.as_deref().unwrap()[..16]);
    assert!(shown.contains(&format!("src=\"{fixed}\"")), "the page shows the picture");
    let picture = browser.get(&fixed);
    assert_eq!(picture.header("cache-control"), "private, max-age=604800, immutable");
    assert_eq!(browser.get(&format!("/certificates/{id}/page/1")).header("cache-control"), "private, no-cache");
    let waits = browser.get(&format!("/review/{waiting}/page/1"));
    assert_eq!(waits.header("cache-control"), "private, no-cache");
    for (path, first) in [(fixed, picture), (format!("/review/{waiting}/page/1"), waits)] {
        let tag = first.header("etag").to_owned();
        let again = browser.get_with(&path, &[("if-none-match", tag.as_str())]);
        assert_eq!(
            (again.status, again.bytes.len(), again.header("etag")),
            (StatusCode::NOT_MODIFIED, 0, tag.as_str())
        );
        let other = browser.get_with(&path, &[("if-none-match", "\"other\"")]);
        assert!(other.status == StatusCode::OK && other.text().starts_with("<svg"));
    }
    let (clerk, _) = signed_in(&house, "gu", &[Role::PaperClerk], None);
    let file = clerk.get(&format!("/certificates/{id}/download"));
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(file.bytes.starts_with(b"%PDF-") && file.header("content-disposition").starts_with("attachment; "));
    let found =
        |query: &str| browser.page(&encoded(&format!("/certificates?{query}"))).contains(&certificate.serial.show());
    for query in [
        "q=第000001号",
        &format!("q={}", certificate.code.to_lowercase()),
        "q=zhangjie",
        "q=岭南",
        "kind=lawyer-membership",
        "state=valid",
        "from=2026-11-23&to=2026-11-23",
    ] {
        assert!(found(query), "{query}");
    }
    for query in ["q=第000002号", "q=滨海", "kind=dues", "state=revoked", "state=replaced", "to=2026-11-22"] {
        assert!(!found(query), "{query}");
    }
}

#[test]
fn revoking_asks_to_be_sure_and_happens_once() {
    let house = loaded();
    let id = issued(&house);
    let (first, second) = (reviewer(&house, "lin"), reviewer(&house, "gu"));
    let (path, act) = (format!("/certificates/{id}"), format!("/certificates/{id}/revoke"));
    let on_screen = second.page(&path);
    let unsure = first.fill(&path, &act, &[("reason", "other"), ("other", "用途不实")]);
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text().contains("请核对编号后勾选确认。") && unsure.text().contains("用途不实"));
    let empty = first.fill(&path, &act, &[("reason", ""), ("sure", "yes")]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let revoked = first.fill(&path, &act, &[("reason", "other"), ("other", "用途不实"), ("sure", "yes")]);
    let page = first.follow(&revoked);
    assert!(page.contains("证明已撤销，核验页面随即显示。") && page.contains("已撤销"));
    let late = second.send(&form(&on_screen, &act), &[("reason", "other"), ("other", "另一个原因"), ("sure", "yes")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("这份证明已被撤销"));
    assert!(first.page("/certificates?state=revoked").contains("示律证〔2026〕第000001号"));
}

#[test]
fn addresses_are_told_at_the_paper_desk_only() {
    let house = loaded();
    let (_, waiting) = pending(&house);
    let id = issued(&house);
    let (both, _) = signed_in(&house, "gu", &[Role::Reviewer, Role::PaperClerk], None);
    assert!(both.page("/paper").contains(STREET));
    for path in [format!("/review/{waiting}"), format!("/certificates/{id}"), "/certificates".into(), "/review".into()]
    {
        let page = both.page(&path);
        for secret in [STREET, "13800000000", "许青禾", "clerk@example.org"] {
            assert!(!page.contains(secret), "{path} tells {secret}");
        }
    }
    assert!(both.page(&encoded("/paper?q=许青禾")).contains(STREET));
    assert!(!both.page(&encoded("/paper?q=无此人")).contains(STREET));
}

#[test]
fn a_copy_moves_step_by_step_and_not_after_its_certificate_is_revoked() {
    let house = loaded();
    let id = issued(&house);
    let (clerk, _) = signed_in(&house, "gu", &[Role::PaperClerk], None);
    let copy = |number| -> PaperCopy { read(&house, Id::new(number)) };
    let on_screen = clerk.page("/paper");
    let empty = clerk.fill("/paper", "/paper/1/step", &[("to", "posted"), ("courier", "示例速递")]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = empty.text();
    assert!(
        said.contains("请填写快递单号。") && said.contains("href=\"#copy-1-tracking\"") && said.contains("示例速递")
    );
    let posted = [("to", "posted"), ("courier", "示例速递"), ("tracking", "SL001")];
    let moved = clerk.fill("/paper", "/paper/1/step", &posted);
    assert!(clerk.follow(&moved).contains("纸质证明的状态已更新。"));
    assert_eq!(copy(1).state, PaperState::Posted);
    assert_eq!(clerk.send(&form(&on_screen, "/paper/1/step"), &posted).status, StatusCode::SEE_OTHER, "posted twice");
    let other = [("to", "posted"), ("courier", "另一家"), ("tracking", "1")];
    let late = clerk.send(&form(&on_screen, "/paper/1/step"), &other);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("第 1 份，共 2 份已是“已寄出”，您的操作没有执行。"));
    assert!(clerk.page("/paper?state=posted").contains("示例速递 SL001"));

    let (reviewer, _) = signed_in(&house, "lin", &[Role::Reviewer], None);
    let act = format!("/certificates/{id}/revoke");
    reviewer
        .fill(&format!("/certificates/{id}"), &act, &[("reason", "other"), ("other", "用途不实"), ("sure", "yes")])
        .to();
    let hindered = clerk.send(&form(&on_screen, "/paper/2/step"), &posted);
    assert_eq!(hindered.status, StatusCode::CONFLICT);
    assert!(hindered.text().contains("证明已撤销，不能再发放，请作废这份纸质证明。"));
    let unsaid = clerk.fill("/paper", "/paper/2/step", &[("to", "cancelled"), ("reason", "")]);
    assert!(unsaid.text().contains("请选择作废原因。") && unsaid.text().contains("href=\"#void-2-reason\""));
    let bare = clerk.fill("/paper", "/paper/2/step", &[("to", "cancelled"), ("reason", "other")]);
    assert!(bare.text().contains("请写明作废原因。") && bare.text().contains("href=\"#void-2-other\""));
    let void = [("to", "cancelled"), ("reason", "other"), ("other", "证明已撤销")];
    clerk.fill("/paper", "/paper/2/step", &void).to();
    assert_eq!(copy(2).state, PaperState::Cancelled);
    clerk.fill("/paper", "/paper/1/step", &[("to", "delivered")]).to();
    assert_eq!(copy(1).state, PaperState::Delivered);
}
