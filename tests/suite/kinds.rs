//! Kinds by staff: invented at the editor, published, applied for, issued and checked; versions over the change of a day;
//! carried to another association as a file.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{StatusCode, header};
use goodstanding::app::review;
use goodstanding::app::submit::{self, Submitted};
use goodstanding::app::verify::by_code;
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::audit::Entry;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::kind::Kind;
use goodstanding::domain::kind_form::KindForm;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::Table;
use goodstanding::domain::stage::StageName;
use goodstanding::domain::statement::Statement;
use goodstanding::domain::time::Moment;
use goodstanding::store::{Look, Store};

use crate::browserless::Sheet;
use crate::core_trip::{FIRM, drafted, lawyers, loaded, period, read, run_jobs};
use crate::desk::{Desk, again, form, signed_in};
use crate::house::{House, START, house_on_clock, load};

fn admin(house: &House, login: &str) -> Desk {
    signed_in(house, login, &[Role::SystemAdmin], None).0
}

fn kind(house: &House, id: &str) -> Kind {
    house.world.store.read().unwrap().get(id.as_bytes()).unwrap().unwrap()
}

/// The editor's form as it stands.
fn editor(desk: &Desk, id: &str) -> Sheet {
    let path = format!("/settings/kinds/{id}/edit");
    form(&desk.page(&path), &path)
}

/// Presses a button of the editor; the page that it leads to.
fn press(desk: &Desk, sheet: &Sheet, go: &str) -> String {
    let answer = desk.send(&sheet.clone().with("go", go), &[]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{go}: {}", answer.text());
    answer.to()
}

/// Publishes what is written; the page after it.
fn publish(desk: &Desk, id: &str, effective: &str) -> String {
    let path = format!("/settings/kinds/{id}/publish");
    let answer = desk.send(&form(&desk.page(&path), &path).with("effective", effective), &[]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    desk.follow(&answer)
}

/// A new kind made at the editor alone: about some lawyers, with two fields of its own.
fn invent(desk: &Desk) {
    let begun = desk.fill("/settings/kinds/new", "/settings/kinds/new", &[("id", "project-undertaking")]);
    assert_eq!(begun.to(), "/settings/kinds/project-undertaking/edit");
    let edit = "/settings/kinds/project-undertaking/edit";
    assert_eq!(
        press(desk, &editor(desk, "project-undertaking").with("add", "text"), "field-add"),
        format!("{edit}#fields")
    );
    press(desk, &editor(desk, "project-undertaking").with("add", "choice"), "field-add");
    let third = editor(desk, "project-undertaking").with("field.3.label", "项目名称").with("field.3.max", "40");
    press(desk, &third.with("field.4.label", "业务类别").with("field.4.options", "诉讼\r\n非诉讼\r\n"), "save");
    press(desk, &editor(desk, "project-undertaking"), "field-up:3");
    let sheet = editor(desk, "project-undertaking")
        .with("name", "法律服务项目承办证明")
        .with("proves", "证明所选律师正在承办某一项目。")
        .with("scope", "some-lawyers")
        .with("title", "法律服务项目承办证明")
        .with("body", "兹证明{律所名称}指派{律师名单}承办“{项目名称}”（{业务类别}）。\r\n\r\n以上内容以本会截至{数据日期}的登记信息为准。")
        .with("rules", "lawyers-practising")
        .ticked("rules", "lawyers-of-firm")
        .with("review", "automatic")
        .with("validity", "30")
        .with("date_style", "chinese")
        .with("column.1", "name")
        .with("column.2", "licence")
        .with("column.3", "");
    let published = press(desk, &sheet, "publish");
    assert_eq!(published, "/settings/kinds/project-undertaking/publish", "{}", desk.page(&published));
}

fn entries(house: &House) -> Form {
    let mut entries = Form { lawyers: lawyers(house, 3), ..Form::default() };
    entries.values.insert("f1".into(), "示例市轨道交通三期工程".into());
    entries.values.insert("f2".into(), "非诉讼".into());
    entries
}

/// Applies, has it issued, and reads what was signed.
fn issued(house: &House, kind: &str, entries: Form) -> (Certificate, Statement) {
    let (clerk, id) = drafted(house, kind, entries);
    assert_eq!(submit::submit(&house.world, &clerk, id).unwrap(), Submitted::Decided);
    run_jobs(house);
    let application: Application = read(house, id);
    assert!(application.is(StageName::Approved));
    let certificate: Certificate = read(house, application.certificate().unwrap());
    let found = by_code(&house.world, &certificate.code).unwrap().unwrap();
    (certificate, found.statement)
}

#[test]
fn a_kind_invented_at_the_editor_is_applied_for_issued_and_verified() {
    let house = loaded();
    let desk = admin(&house, "wang");
    invent(&desk);
    let before = desk.page("/settings/kinds");
    assert!(before.contains("还没有发布") && before.contains("法律服务项目承办证明"), "a draft is listed");
    let review = desk.page("/settings/kinds/project-undertaking/publish");
    assert!(review.contains("这是新的证明种类"));
    for sample in ["shortest", "typical", "longest"] {
        let picture = desk.get(&format!("/settings/kinds/project-undertaking/sample/1?sample={sample}"));
        assert_eq!(picture.status, StatusCode::OK, "{sample}");
        assert!(picture.text().starts_with("<svg"));
    }
    assert!(publish(&desk, "project-undertaking", "2026-11-23").contains("已发布，从生效日期起按新版申请。"));
    let made = kind(&house, "project-undertaking");
    assert_eq!((made.offered, made.position, made.versions.len()), (true, 11, 1));

    // The applicant meets it at the pages of the trip.
    let (clerk, _) = signed_in(&house, "chen", &[Role::FirmClerk], Some(FIRM));
    let begun = clerk.fill("/apply", "/apply", &[]).to();
    let choosing = clerk.page(&begun);
    assert!(choosing.contains("法律服务项目承办证明"));
    let chosen = clerk.send(&form(&choosing, &begun).with("kind", "project-undertaking"), &[]).to();
    let asked = clerk.page(&chosen);
    for words in ["项目名称", "业务类别", "非诉讼"] {
        assert!(asked.contains(words), "{words}");
    }

    let (certificate, statement) = issued(&house, "project-undertaking", entries(&house));
    assert_eq!(statement.paragraphs.len(), 2);
    let first = &statement.paragraphs[0];
    assert!(first.contains("指派下表所列3名律师承办“示例市轨道交通三期工程”（非诉讼）。"), "{first}");
    assert_eq!(statement.columns, ["姓名", "律师执业证号"]);
    assert_eq!(statement.date_line, "二〇二六年十一月二十三日");
    assert_eq!(statement.expiry.unwrap().to_string(), "2026-12-23");
    let public = crate::desk::stranger(&house).page(&format!("/V/{}", certificate.code));
    assert!(public.contains("法律服务项目承办证明") && public.contains("示例市轨道交通三期工程"));

    let audit: Vec<Entry> = house.world.store.read().unwrap().all().unwrap();
    let acts: Vec<&str> = audit.iter().map(|entry| entry.act.as_str()).filter(|act| act.starts_with("kind.")).collect();
    assert_eq!(acts, ["kind.draft", "kind.publish"]);
}

#[test]
fn faults_are_said_at_their_place_and_what_was_typed_is_kept() {
    let house = loaded();
    let desk = admin(&house, "wang");
    for (id, says) in [("", "请填写标识"), ("Dues", "小写英文字母"), ("dues", "已被使用"), ("import", "已被使用")]
    {
        let refused = desk.fill("/settings/kinds/new", "/settings/kinds/new", &[("id", id)]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
        assert!(refused.text().contains(says), "{id}");
    }
    let sheet = editor(&desk, "dues").with("body", "{律所名称}已缴{月亮}。").with("validity", "半年");
    let back = press(&desk, &sheet, "publish");
    assert_eq!(back, "/settings/kinds/dues/edit?check=yes");
    let page = desk.page(&back);
    for words in [
        "“月亮”不是可以插入的内容",
        "有效期的天数请填写 1 至 3650 的整数",
        "{月亮}",
        "value=\"半年\"",
        "href=\"#body\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("正文里有无法填入的内容"), "no sample where it cannot be drawn");
    let hasty = desk.get("/settings/kinds/dues/publish");
    assert_eq!(hasty.to(), back, "a draft with faults is not published");
    assert_eq!(kind(&house, "dues").versions.len(), 1);
    let gone = desk.fill("/settings/kinds/dues/edit", "/settings/kinds/dues/discard", &[]);
    assert!(desk.follow(&gone).contains("草稿已删除"));
    assert!(!desk.page("/settings/kinds/dues/edit").contains("月亮"));
    assert!(desk.follow(&desk.get("/settings/kinds/dues/publish")).contains("没有可以发布的内容"));
    press(&desk, &editor(&desk, "dues"), "save");
    assert!(house.world.store.read().unwrap().all::<goodstanding::domain::kind_form::KindDraft>().unwrap().is_empty());
}

#[test]
fn every_seeded_kind_saved_unchanged_at_the_editor_says_the_same() {
    let house = loaded();
    let desk = admin(&house, "wang");
    let kinds: Vec<Kind> = house.world.store.read().unwrap().all().unwrap();
    for kind in kinds {
        let id = kind.id.as_str();
        let (path, act) = (format!("/settings/kinds/{id}/edit"), format!("/settings/kinds/{id}/edit"));
        // A change and its undoing: the draft then holds what the browser sent for every entry.
        press(&desk, &editor(&desk, id).with("name", "改"), "save");
        let name = kind.versions[0].name.clone();
        press(&desk, &form(&desk.page(&path), &act).with("name", &name), "save");
        let draft: goodstanding::domain::kind_form::KindDraft =
            house.world.store.read().unwrap().get(id.as_bytes()).unwrap().unwrap();
        assert_eq!(draft.form, KindForm::of(&kind.versions[0]), "{id}");
        assert!(desk.page(&path).contains("可以发布。"), "{id}");
    }
}

#[test]
fn two_who_write_at_once_are_told_of_each_other() {
    let house = loaded();
    let (first, second) = (admin(&house, "wang"), admin(&house, "li"));
    let (mine, theirs) = (editor(&first, "dues"), editor(&second, "dues"));
    press(&first, &mine.with("validity", "60"), "save");
    let late = second.send(&theirs.with("validity", "90").with("go", "save"), &[]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.text();
    assert!(page.contains("wang（示例） 已于") && page.contains("value=\"90\""), "{page}");
    press(&second, &form(&page, "/settings/kinds/dues/edit"), "save");
    let path = "/settings/kinds/dues/publish";
    let on_screen = form(&first.page(path), path);
    press(&second, &editor(&second, "dues").with("validity", "91"), "save");
    let stale = first.send(&on_screen, &[]);
    assert_eq!(stale.status, StatusCode::CONFLICT, "what was looked at is not what would be published");
    assert!(stale.text().contains("li（示例） 已于"));
    publish(&first, "dues", "2026-11-23");
    assert_eq!(kind(&house, "dues").versions[1].validity_days, Some(91));
    let twice = first.send(&on_screen, &[]);
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(kind(&house, "dues").versions.len(), 2);
}

/// A house whose day can be changed.
fn house_of_days() -> (House, Arc<AtomicU64>) {
    let now = Arc::new(AtomicU64::new(START));
    let hand = Arc::clone(&now);
    let clock = Box::new(move || Moment(hand.fetch_add(1000, Ordering::Relaxed)));
    let house = house_on_clock(Store::in_memory().unwrap(), clock);
    for table in Table::ALL {
        load(&house.world, table);
    }
    (house, now)
}

#[test]
fn a_version_takes_effect_on_its_day_and_drafts_move_over_with_a_notice() {
    let (house, now) = house_of_days();
    let desk = admin(&house, "wang");
    let mut clean = Form::default();
    period(&mut clean);
    let (waiting_clerk, waiting) = drafted(&house, "firm-no-discipline", clean.clone());
    submit::submit(&house.world, &waiting_clerk, waiting).unwrap();

    press(&desk, &editor(&desk, "firm-no-discipline").with("add", "text"), "field-add");
    let sheet = editor(&desk, "firm-no-discipline").with("field.4.label", "招标项目").with("validity", "30");
    let body = sheet.value("body").replace("没有受过", "未受过").replace("经查", "就{招标项目}，经查");
    press(&desk, &sheet.with("body", &body), "publish");
    for (day, says) in [("2026-11-22", "不能早于今天"), ("2028-01-01", "不能晚于一年之后"), ("", "请填写生效日期")]
    {
        let path = "/settings/kinds/firm-no-discipline/publish";
        let refused = desk.send(&form(&desk.page(path), path).with("effective", day), &[]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(refused.text().contains(says), "{day}");
    }
    let list = publish(&desk, "firm-no-discipline", "2026-11-25");
    assert!(list.contains("第 2 版定于 2026年11月25日 生效") || list.contains("版定于"), "{list}");
    let history = desk.page("/settings/kinds/firm-no-discipline/history");
    assert!(history.contains("尚未生效") && history.contains("招标项目") && history.contains("现行"));

    // Today the version of today still holds.
    let (clerk, half) = signed_in(&house, "chen", &[Role::FirmClerk], Some(FIRM));
    let id = goodstanding::app::draft::begin(&house.world, &half, "half").unwrap();
    goodstanding::app::draft::choose_kind(&house.world, &half, id, "firm-no-discipline").unwrap();
    let mut form_so_far = Form { email: "chen@example.org".into(), ..clean };
    form_so_far.values.insert("purpose".into(), "用于投标".into());
    goodstanding::app::draft::save_form(&house.world, &half, id, form_so_far).unwrap();
    let path = format!("/apply/{id}/form");
    let today = clerk.page(&path);
    assert!(!today.contains("招标项目") && !today.contains("有更新"));

    now.fetch_add(2 * 24 * 3600 * 1000, Ordering::Relaxed);
    let clerk = crate::desk::again(&house, &half);
    let moved = clerk.page(&path);
    for words in ["现为第 2 版，2026年11月25日起", "新增“招标项目”，请填写。", "有效期改为 30 天。", "用于投标"]
    {
        assert!(moved.contains(words), "{words}: {moved}");
    }
    let blocked = clerk.send(&form(&moved, &path).with("go", "next"), &[]);
    assert_eq!(blocked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blocked.text().contains("请填写招标项目。"));

    // What was submitted before is decided, and stays, under its own version.
    let (_, reviewer) = signed_in(&house, "zhou", &[Role::Reviewer], None);
    review::approve(&house.world, &reviewer, waiting, "").unwrap();
    run_jobs(&house);
    let certificate: Certificate = read(&house, read::<Application>(&house, waiting).certificate().unwrap());
    assert_eq!(certificate.kind_version, 1);
    let found = by_code(&house.world, &certificate.code).unwrap().unwrap();
    assert!(found.statement.paragraphs[0].contains("没有受过") && !found.statement.paragraphs[0].contains("招标"));
}

#[test]
fn a_version_not_in_force_yet_can_be_taken_back_and_a_new_kind_waits_for_its_day() {
    let house = loaded();
    let desk = admin(&house, "wang");
    invent(&desk);
    publish(&desk, "project-undertaking", "2026-12-01");
    let clerk = crate::house::person(&house.world, "chen", &[Role::FirmClerk], Some(FIRM));
    let id = goodstanding::app::draft::begin(&house.world, &clerk, "early").unwrap();
    let early = goodstanding::app::draft::choose_kind(&house.world, &clerk, id, "project-undertaking").unwrap_err();
    assert!(format!("{early:?}").contains("尚未到开始申请的日期"), "{early:?}");
    let path = "/settings/kinds/project-undertaking/history";
    let back = desk.fill(path, "/settings/kinds/project-undertaking/unschedule", &[]);
    assert!(desk.follow(&back).contains("还没有发布"), "it is a draft again");
    assert!(desk.page("/settings/kinds/project-undertaking/edit").contains("项目名称"));

    // A version that is in force is not taken back.
    assert!(!desk.page("/settings/kinds/dues/history").contains("unschedule"));
    let (_, person) = signed_in(&house, "li", &[Role::SystemAdmin], None);
    let dues = kind(&house, "dues").id;
    let late = goodstanding::app::publish_kind::unschedule(&house.world, &person, &dues, 1).unwrap_err();
    assert!(late.to_string().contains("已经生效"), "{late}");
}

#[test]
fn a_retired_kind_is_not_offered_and_what_is_under_way_is_finished() {
    let house = loaded();
    let desk = admin(&house, "wang");
    let mut clean = Form::default();
    period(&mut clean);
    let (clerk, waiting) = drafted(&house, "firm-no-discipline", clean.clone());
    submit::submit(&house.world, &clerk, waiting).unwrap();
    let (other, half) = drafted(&house, "firm-no-discipline", clean);
    let retire = "/settings/kinds/firm-no-discipline/retire";
    let list = desk.follow(&desk.fill("/settings/kinds", retire, &[("to", "retired")]));
    assert!(list.contains("已停用，不再接受申请") && list.contains("恢复"));
    let refused = submit::submit(&house.world, &other, half).unwrap_err();
    assert!(format!("{refused:?}").contains("本会已停止出具这类证明"), "{refused:?}");
    let (_, reviewer) = signed_in(&house, "zhou", &[Role::Reviewer], None);
    review::approve(&house.world, &reviewer, waiting, "").unwrap();
    run_jobs(&house);
    assert!(read::<Application>(&house, waiting).is(StageName::Approved));
    let offered = [("offered", "yes"), ("review", "manual"), ("working_days", "3")];
    let hindered = desk.fill("/settings/kinds", "/settings/kinds/firm-no-discipline", &offered);
    assert_eq!(hindered.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.fill("/settings/kinds", retire, &[("to", "restored")]).to();
    desk.fill("/settings/kinds", "/settings/kinds/firm-no-discipline", &offered).to();
    submit::submit(&house.world, &other, half).unwrap();
}

#[test]
fn a_kind_carried_to_another_association_says_the_same() {
    let (here, there) = (loaded(), loaded());
    let (desk, far) = (admin(&here, "wang"), admin(&there, "li"));
    invent(&desk);
    publish(&desk, "project-undertaking", "2026-11-23");
    let file = desk.get("/settings/kinds/project-undertaking/export?version=1");
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("project-undertaking.json"));

    let page = far.page("/settings/kinds/import");
    let sheet = form(&page, "/settings/kinds/import");
    let empty = far.send_file(&sheet, &[], "file", ("x.json", b"{}"));
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("不是从“证明种类”导出的文件"));
    let broken = file.text().replace("{f1}", "{moon}");
    let refused = far.send_file(&sheet, &[], "file", ("x.json", broken.as_bytes()));
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("“moon”不是可以插入的内容") && !refused.text().contains("导入为草稿</button>"));

    let looked = far.send_file(&sheet, &[], "file", ("x.json", &file.bytes));
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.text().contains("法律服务项目承办证明") && looked.text().contains("{项目名称}"));
    let take = form(&looked.text(), "/settings/kinds/import/draft");
    let odd = far.send(&take.clone().with("id", "No Good"), &[]);
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.text().contains("小写英文字母"));
    let taken = far.send(&take, &[]);
    assert_eq!(taken.to(), "/settings/kinds/project-undertaking/edit");
    assert_eq!(far.send(&take, &[]).to(), taken.to(), "the same form again leads where it led");
    let sheet = form(&far.page("/settings/kinds/import"), "/settings/kinds/import");
    let looked = far.send_file(&sheet, &[], "file", ("x.json", &file.bytes));
    let again = far.send(&form(&looked.text(), "/settings/kinds/import/draft"), &[]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "there is a draft with this id now");
    publish(&far, "project-undertaking", "2026-11-23");

    let (_, ours) = issued(&here, "project-undertaking", entries(&here));
    let (_, theirs) = issued(&there, "project-undertaking", entries(&there));
    let words = |statement: &Statement| {
        let Statement { title, paragraphs, columns, rows, closing, date_line, fields, .. } = statement.clone();
        (title, paragraphs, columns, rows, closing, date_line, fields)
    };
    assert_eq!(words(&ours), words(&theirs));
}

#[test]
fn a_bilingual_certificate_says_the_same_twice_and_is_refused_without_a_latin_name() {
    use goodstanding::domain::register::Lawyer;
    let house = loaded();
    let desk = admin(&house, "wang");
    // Without the rules about consent, so that it can be issued here; every word of the body stays.
    let sheet = editor(&desk, "certificate-of-standing");
    let rules: Vec<String> = sheet.values("rules").into_iter().map(str::to_owned).collect();
    let mut kept = rules.iter().filter(|rule| *rule != "lawyers-consent");
    let sheet = sheet.with("rules", kept.next().unwrap());
    let sheet = kept.fold(sheet, |sheet, rule| sheet.ticked("rules", rule));
    press(&desk, &sheet, "publish");
    publish(&desk, "certificate-of-standing", "2026-11-23");
    let offered = [("offered", "yes"), ("review", "manual"), ("working_days", "5")];
    desk.fill("/settings/kinds", "/settings/kinds/certificate-of-standing", &offered).to();
    let mut entries = Form { lawyers: lawyers(&house, 1), ..Form::default() };
    period(&mut entries);
    let (clerk, id) = drafted(&house, "certificate-of-standing", entries.clone());
    submit::submit(&house.world, &clerk, id).unwrap();
    let (_, reviewer) = signed_in(&house, "zhou", &[Role::Reviewer], None);
    review::approve(&house.world, &reviewer, id, "").unwrap();
    run_jobs(&house);
    let certificate: Certificate = read(&house, read::<Application>(&house, id).certificate().unwrap());
    let statement = by_code(&house.world, &certificate.code).unwrap().unwrap().statement;
    let lawyer: Lawyer = read(&house, lawyers(&house, 1)[0]);
    let latin = lawyer.latin_name.clone().unwrap();
    let (chinese, english) = (statement.paragraphs[..2].join(""), statement.paragraphs[2..].join(" "));
    let admitted = lawyer.first_practice.unwrap();
    for (zh, en) in [
        (lawyer.name.as_str().to_owned(), latin),
        (admitted.zh(), admitted.en()),
        ("2025年1月1日至2026年11月20日".to_owned(), "from 1 January 2025 to 20 November 2026".to_owned()),
        ("截至2026年11月20日".to_owned(), "as of 20 November 2026".to_owned()),
        (lawyer.licence.as_str().to_owned(), lawyer.licence.as_str().to_owned()),
        ("示例岭南律师事务所".to_owned(), "示例岭南律师事务所".to_owned()),
    ] {
        assert!(chinese.contains(&zh), "{zh}: {chinese}");
        assert!(english.contains(&en), "{en}: {english}");
    }

    house.world.store.write(|writing| writing.put(&Lawyer { latin_name: None, ..lawyer })).unwrap();
    let (clerk, id) = drafted(&house, "certificate-of-standing", entries);
    let check = submit::self_check(&house.world, &clerk, id).unwrap();
    assert!(!check.is_ready());
    assert!(submit::submit(&house.world, &clerk, id).is_err(), "nothing is left for a reviewer to guess");
}

#[test]
fn staff_put_the_kinds_in_order() {
    let house = loaded();
    let desk = admin(&house, "wang");
    let order = || {
        let mut kinds: Vec<Kind> = house.world.store.read().unwrap().all().unwrap();
        kinds.sort_by_key(|kind| kind.position);
        kinds.into_iter().map(|kind| kind.id.to_string()).collect::<Vec<_>>()
    };
    let before = order();
    let moved = |kind: &str, to: &str| {
        let answer = desk.fill("/settings/kinds", &format!("/settings/kinds/{kind}/move"), &[("to", to)]);
        assert_eq!(answer.to(), format!("/settings/kinds#row-{kind}"));
    };
    moved("dues", "up");
    moved("firm-membership", "down");
    let mut wanted = before.clone();
    wanted.swap(1, 2);
    wanted.swap(0, 1);
    assert_eq!(wanted[..3], ["dues", "firm-membership", "lawyer-membership"]);
    assert_eq!(order(), wanted);
    // The first has no 上移, the last no 下移; asked for all the same, nothing happens.
    let page = desk.page("/settings/kinds");
    assert_eq!((page.matches(">上移<").count(), page.matches(">下移<").count()), (before.len() - 1, before.len() - 1));
    moved("dues", "up");
    assert_eq!(order(), wanted);
    let (clerk, draft) = drafted(&house, "dues", Form::default());
    let cards = again(&house, &clerk).page(&format!("/apply/{draft}/kind"));
    let place = |kind: &str| cards.find(&format!("/kinds/{kind}/page/1")).unwrap();
    assert!(place("dues") < place("firm-membership") && place("firm-membership") < place("lawyer-membership"));
    let audit: Vec<Entry> = house.world.store.read().unwrap().newest(3).unwrap();
    assert_eq!(audit.iter().filter(|entry| entry.act == "kind.move").count(), 2);
}
