//! The registrar and the system administrator at their pages, through the whole router.

use axum::http::StatusCode;
use goodstanding::app::{report, submit, withdraw};
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::audit::Entry;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::kind::{Kind, Review};
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Lawyer, Table};
use goodstanding::store::Look;

use crate::core_trip::{FIRM, drafted, lawyers, loaded, read, run_jobs};
use crate::desk::{Desk, form, signed_in};
use crate::house::{House, house, load, person};

const IMPORT: &str = "/register/import";
const XLSX: &[u8] = include_bytes!("../fixtures/lawyers.xlsx");

fn upload(browser: &Desk, table: &str, file: (&str, &[u8])) -> String {
    let page = form(&browser.page(IMPORT), IMPORT);
    browser.send_file(&page, &[("table", table), ("data_date", "2026-11-20")], "file", file).to()
}

#[test]
fn a_spreadsheet_is_tried_then_taken_in_whole_and_once() {
    let house = house();
    load(&house.world, Table::Firms);
    let (browser, _) = signed_in(&house, "registrar", &[Role::Registrar], None);
    let dry_run = upload(&browser, "lawyers", ("会员名册.xlsx", XLSX));
    let page = browser.page(&dry_run);
    for words in [
        "试算结果：律师",
        "会员名册.xlsx，数据日期 2026年11月20日",
        "只读取了工作表“会员名册”，没有读取：“备注”。",
        "非标准字符 U+E863 已改为标准字符“䶮”。",
        "没有读取的列：序号。",
        "确认导入",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let figures: Vec<&str> =
        page.split("class=\"figure\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(figures, ["4 行", "0 行", "0 行", "0 行"]);
    assert!(house.world.store.read().unwrap().all::<Lawyer>().unwrap().is_empty(), "a dry run stores nothing");

    let commit = browser.fill(&dry_run, &dry_run, &[]);
    assert_eq!(commit.to(), "/register");
    assert!(browser.follow(&commit).contains("导入完成。"));
    assert_eq!(house.world.store.read().unwrap().all::<Lawyer>().unwrap().len(), 4);
    assert!(browser.page("/register/1").contains("王䶮"));

    let again = browser.send(&form(&page, &dry_run), &[]);
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("这次试导入已过期或已入库，请重新上传文件。"));
    assert_eq!(browser.get(&dry_run).status, StatusCode::CONFLICT);

    let unchanged = browser.page(&upload(&browser, "lawyers", ("会员名册.xlsx", XLSX)));
    assert!(unchanged.contains("class=\"figure\">4 行") && unchanged.contains("确认导入"));
}

#[test]
fn what_cannot_be_imported_says_why_and_keeps_what_was_typed() {
    let house = house();
    let (browser, _) = signed_in(&house, "registrar", &[Role::Registrar], None);
    let page = form(&browser.page(IMPORT), IMPORT);
    let nothing = browser.send_file(&page, &[("data_date", "昨天")], "file", ("", b""));
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = nothing.text();
    for words in
        ["请选择这份文件是哪一张登记表。", "请填写数据日期，例如 2026-01-31。", "请选择文件。", "value=\"昨天\""]
    {
        assert!(said.contains(words), "no {words} in {said}");
    }
    let future = [("table", "lawyers"), ("data_date", "2026-12-31")];
    let future = browser.send_file(&page, &future, "file", ("a.xlsx", XLSX));
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(future.text().contains("数据日期不能晚于今天。") && future.text().contains("value=\"2026-12-31\""));
    let fields = [("table", "lawyers"), ("data_date", "2026-11-20")];
    let broken = browser.send_file(&page, &fields, "file", ("a.xlsx", &XLSX[..900]));
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);

    // No firm is registered yet: every row is refused, and there is nothing to commit.
    let dry_run = upload(&browser, "lawyers", ("会员名册.xlsx", XLSX));
    let refused = browser.page(&dry_run);
    assert!(refused.contains("有 4 行不能导入") && !refused.contains("确认导入"), "{refused}");
    let huge = vec![b'x'; 21 << 20];
    let huge = browser.send_file(&page, &fields, "file", ("a.csv", &huge));
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.text().contains("最多可以上传 20 MB 的文件"));
}

#[test]
fn a_dry_run_that_the_register_overtook_is_shown_as_it_is_now() {
    let house = house();
    load(&house.world, Table::Firms);
    let (browser, _) = signed_in(&house, "registrar", &[Role::Registrar], None);
    let header = "律所名称,统一社会信用代码,状态\n";
    let first =
        upload(&browser, "firms", ("a.csv", format!("{header}示例新律师事务所,31440000MDX000003B,正常\n").as_bytes()));
    let page = browser.page(&first);
    assert!(page.contains("确认导入"), "{page}");
    let taken = format!("{header}示例新律师事务所,31440000MDX000004E,正常\n");
    let second = upload(&browser, "firms", ("b.csv", taken.as_bytes()));
    browser.fill(&second, &second, &[]).to();
    let overtaken = browser.send(&form(&page, &first), &[]);
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    assert!(overtaken.text().contains("同名") && !overtaken.text().contains("确认导入"), "{}", overtaken.text());
}

#[test]
fn a_firms_file_tells_what_was_never_loaded() {
    let house = house();
    load(&house.world, Table::Firms);
    load(&house.world, Table::Lawyers);
    load(&house.world, Table::Discipline);
    let (browser, _) = signed_in(&house, "registrar", &[Role::Registrar], None);
    let page = browser.page("/register/1");
    assert!(page.contains("训诫（示律协处〔2024〕3号）"), "{page}");
    assert_eq!(page.matches("这张登记表尚未导入").count(), 2, "dues and honours");
    assert_eq!(browser.page("/register").matches("尚未导入").count(), 2);
    assert_eq!(browser.get("/register/99").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_report_is_answered_once() {
    let house = loaded();
    let clerk = person(&house.world, "clerk", &[Role::FirmClerk], Some(FIRM));
    report::leave(&house.world, &clerk, "负责人\n应为示例人。", "once").unwrap();
    let (first, _) = signed_in(&house, "one", &[Role::Registrar], None);
    let (second, _) = signed_in(&house, "two", &[Role::Registrar], None);
    let (list, act) = ("/register/reports", "/register/reports/1/close");
    let on_screen = second.page(list);
    let empty = first.fill(list, act, &[("answer", "")]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("请写明处理结果，申请人会看到。") && empty.text().contains("#report-1-answer"));
    let closed = first.fill(list, act, &[("answer", "已更正。")]);
    assert!(first.follow(&closed).contains("报错已处理，申请人会看到答复。"));
    let late = second.send(&form(&on_screen, act), &[("answer", "也更正了。")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("这条报错已由他人处理"));
    let done = second.page("/register/reports?closed=yes");
    assert!(done.contains("已更正。") && done.contains("one（示例）"));
}

/// Details of the entries of one act.
pub fn audited(house: &House, act: &str) -> Vec<String> {
    let entries: Vec<Entry> = house.world.store.read().unwrap().all().unwrap();
    entries.into_iter().filter(|entry| entry.act == act).map(|entry| entry.detail).collect()
}

fn kind(house: &House, slug: &str) -> Kind {
    house.world.store.read().unwrap().get(slug.as_bytes()).unwrap().unwrap()
}

#[test]
fn what_decides_makes_a_new_version_and_what_is_issued_keeps_its_own() {
    let house = loaded();
    let world = &house.world;
    let (clerk, issued) = drafted(&house, "firm-membership", Form::default());
    submit::submit(world, &clerk, issued).unwrap();
    run_jobs(&house);
    let (browser, _) = signed_in(&house, "system", &[Role::SystemAdmin], None);
    let act = "/settings/kinds/firm-membership";
    let manual =
        [("offered", "yes"), ("answers_today", "yes"), ("review", "manual"), ("working_days", "3"), ("paper", "yes")];
    let saved = browser.fill("/settings/kinds", act, &manual);
    assert!(browser.follow(&saved).contains("人工审核，预计 3 个工作日"));
    let now = kind(&house, "firm-membership");
    assert_eq!(now.versions.len(), 2);
    assert_eq!(now.versions[0].review, Review::Automatic);
    assert_eq!((now.versions[1].number, now.versions[1].effective), (2, world.today()));
    assert_eq!(now.versions[1].review, Review::Manual { working_days: 3 });
    assert_eq!(audited(&house, "kind.switch"), ["review version 2"]);
    let certificate: Certificate = read(&house, read(&house, issued).certificate().unwrap());
    assert_eq!(certificate.kind_version, 1);

    let (clerk, waiting) = drafted(&house, "firm-membership", Form::default());
    assert_eq!(submit::submit(world, &clerk, waiting).unwrap(), submit::Submitted::ForReview);
    assert_eq!(read::<Application>(&house, waiting).kind_version, 2);
    withdraw::withdraw(world, &clerk, waiting).unwrap();

    // The same again changes nothing; a switch alone makes no version.
    browser.fill("/settings/kinds", act, &manual).to();
    assert_eq!(kind(&house, "firm-membership").versions.len(), 2);
    let mut closed = manual;
    closed[0].1 = "no";
    browser.fill("/settings/kinds", act, &closed).to();
    let now = kind(&house, "firm-membership");
    assert!(!now.offered && now.versions.len() == 2);
}

#[test]
fn kinds_that_need_consent_or_speak_of_discipline_keep_their_bounds() {
    let house = loaded();
    let (browser, _) = signed_in(&house, "system", &[Role::SystemAdmin], None);
    let change = |slug: &str, offered: &str, answers: &str, days: &str| {
        let act = format!("/settings/kinds/{slug}");
        let fields = [
            ("offered", offered),
            ("answers_today", answers),
            ("review", "manual"),
            ("working_days", days),
            ("paper", "no"),
        ];
        browser.fill("/settings/kinds", &act, &fields)
    };
    for (slug, offered, answers, days, words) in [
        ("lawyer-no-discipline", "yes", "no", "3", "须经律师本人同意。"),
        ("firm-no-discipline", "yes", "yes", "3", "不公开答复今日是否仍成立"),
        ("practice-history", "yes", "no", "0", "承诺工作日请填写 1 至 60 的整数。"),
        ("practice-history", "yes", "no", "三天", "承诺工作日请填写 1 至 60 的整数。"),
    ] {
        let refused = change(slug, offered, answers, days);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{slug}");
        let said = refused.text();
        assert!(said.contains(words), "{slug}: no {words}");
        assert!(said.contains(&format!("value=\"{days}\"")), "{slug}: what was typed is kept");
        assert_eq!(kind(&house, slug).versions.len(), 1);
    }
    change("practice-history", "yes", "no", "10").to();
    let now = kind(&house, "practice-history");
    assert!(!now.versions[1].paper && now.versions[1].review == Review::Manual { working_days: 10 });
    let (clerk, id) = drafted(&house, "practice-history", Form { lawyers: lawyers(&house, 1), ..Form::default() });
    submit::submit(&house.world, &clerk, id).unwrap();
}
