//! What the association says in its own words: edited by area, previewed, versioned, and seen where it is meant for.

use axum::http::StatusCode;
use goodstanding::app::{review, submit};
use goodstanding::domain::application::Form;
use goodstanding::domain::letter::Letter;
use goodstanding::domain::permission::Role;
use goodstanding::domain::revision::Revision;
use goodstanding::domain::settings::Settings;
use goodstanding::store::Look;
use goodstanding::store::blobs::Blobs;

use crate::core_trip::{drafted, loaded, run_jobs};
use crate::desk::{Desk, form, signed_in};
use crate::house::House;
use crate::staff_register::audited;

pub fn settings(house: &House) -> Settings {
    house.world.store.read().unwrap().settings().unwrap()
}

pub fn admin(house: &House, login: &str) -> Desk {
    signed_in(house, login, &[Role::SystemAdmin], None).0
}

/// Fills in an area, previews it and saves what was previewed.
fn change(desk: &Desk, area: &str, fields: &[(&str, &str)]) {
    let path = format!("/settings/{area}");
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("go", "preview")]).collect();
    let preview = desk.fill(&path, &path, &fields);
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let saved = desk.send(&form(&preview.text(), &path), &[("go", "save")]);
    assert_eq!(saved.to(), "/settings");
}

#[test]
fn what_cannot_stand_is_refused_at_its_place_and_nothing_is_written() {
    let house = loaded();
    let desk = admin(&house, "system");
    let index = desk.page("/settings");
    assert!(!index.contains("name=\"base_url\"") && index.contains("https://cert.example.org"));
    for (area, field, value, words) in [
        ("association", "uscc", "31447000MDX000001U", "应以 51 开头"),
        ("association", "uscc", "91350100M000100Y44", "校验不通过"),
        ("association", "association", "", "请填写协会名称。"),
        ("association", "association", "协会\u{10FFFD}", "无法印在证明上"),
        ("association", "latin", "示例", "英文名称只能用英文字母"),
        ("association", "mail_from", "nobody", "邮箱格式不正确"),
        ("hotline", "hotline_email", "nobody", "邮箱格式不正确"),
        ("hotline", "hotline_phone", "1234567890123456789012345678901234567890", "最多 30 个字"),
        ("faq", "answer_1", "", "请填写回答，或者把问题和回答都清空。"),
        (
            "letter-refused",
            "body",
            "您好\n{理油}\n{理由}{链接}",
            "第 2 行的“{理油}”不是这种信函可以插入的内容，是不是 {理由}？",
        ),
        ("letter-refused", "body", "您好 {链接}", "缺少 {理由}"),
        ("letter-refused", "subject", "{申请编号", "花括号不成对"),
        ("letter-refused", "body", "", "请填写邮件正文"),
        ("workdays-2026", "off", "国庆节", "读不出日期"),
        ("workdays-2026", "on", "10月1日", "同时列在放假"),
        ("looks", "accent", "#4096ff", "对比度是 2.99"),
        ("looks", "logo", "00ff", "请重新选择文件"),
    ] {
        let path = format!("/settings/{area}");
        for go in ["preview", "save"] {
            let refused = desk.fill(&path, &path, &[(field, value), ("go", go)]);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{area} {field} {go}");
            let said = refused.text().replace("&quot;", "\"");
            assert!(said.contains(words), "{area} {field}: no {words} in {said}");
        }
    }
    assert!(audited(&house, "settings.change").is_empty());
    assert!(house.world.store.read().unwrap().all::<Revision>().unwrap().is_empty());
    for nowhere in ["/settings/letter-none", "/settings/workdays-1", "/settings/x", "/settings/faq/history/7"] {
        assert_eq!(desk.get(nowhere).status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[test]
fn a_preview_shows_what_will_be_and_writes_nothing() {
    let house = loaded();
    let desk = admin(&house, "system");
    let path = "/settings/hotline";
    let preview = desk.fill(path, path, &[("hotline_phone", "000-12345678"), ("go", "preview")]);
    assert!(preview.says("将要保存的改动") && preview.says("电话 （空） 000-12345678"), "{}", preview.words());
    assert!(preview.text().contains("href=\"tel:00012345678\""), "the page as it will be");
    assert_eq!(settings(&house).hotline.phone, "");
    let saved = desk.send(&form(&preview.text(), path), &[("go", "save")]);
    assert!(desk.follow(&saved).contains("已保存。"));
    assert_eq!(settings(&house).hotline.phone, "000-12345678");
    assert!(desk.page("/settings").contains("system（示例） 于"));
    assert_eq!(audited(&house, "settings.change"), ["version 1"]);
    let same = desk.fill(path, path, &[("go", "preview")]);
    assert!(same.says("没有需要保存的改动") && !same.says("保存并生效"));
    assert!(desk.follow(&desk.fill(path, path, &[("go", "save")])).contains("内容没有变化"));
    assert_eq!(audited(&house, "settings.change").len(), 1, "saving the same again is no change");
}

#[test]
fn every_version_can_be_looked_at_and_brought_back() {
    let house = loaded();
    let desk = admin(&house, "system");
    assert!(desk.page("/settings/places/history").contains("还没有修改过"));
    change(&desk, "places", &[("collect_at", "一楼窗口")]);
    change(&desk, "places", &[("collect_at", "二楼窗口"), ("report_note", "两天内核实")]);
    let history = desk.page("/settings/places/history");
    for words in ["第 2 版", "第 1 版", "初始内容", "现在生效", "领取地点和时间、报错页面的说明"]
    {
        assert!(history.contains(words), "no {words} in {history}");
    }
    let first = "/settings/places/history/1";
    let page = desk.page(first);
    assert!(page.contains("一楼窗口") && page.contains("恢复后的改动"));
    // A page that was opened before somebody else saved brings nothing back.
    let stale = form(&page, first);
    change(&desk, "places", &[("collect_at", "三楼窗口")]);
    assert_eq!(desk.send(&stale, &[]).status, StatusCode::CONFLICT);
    assert_eq!(settings(&house).collect_at, "三楼窗口");
    let back = desk.fill(first, first, &[]);
    assert!(desk.follow(&back).contains("已恢复，作为新的版本生效。"));
    assert_eq!((settings(&house).collect_at.as_str(), settings(&house).report_note.as_str()), ("一楼窗口", ""));
    assert_eq!(audited(&house, "settings.change").last().unwrap(), "version 4 from 1");
    assert!(desk.page("/settings/places/history/0").contains("（空）"), "what was there before is kept too");
    let all: Vec<Revision> = house.world.store.read().unwrap().all().unwrap();
    assert_eq!(all.len(), 5);
    assert_eq!((all[4].version, all[4].from, all[4].who.as_str()), (4, Some(1), "system（示例）"));
}

#[test]
fn of_two_administrators_the_second_is_told_and_loses_nothing() {
    let house = loaded();
    let (one, other) = (admin(&house, "one"), admin(&house, "other"));
    let path = "/settings/hotline";
    let seen = form(&other.page(path), path);
    change(&one, "hotline", &[("hotline_phone", "000-11111111")]);
    let fields = [("hotline_hours", "工作日全天"), ("hotline_phone", "000-22222222")];
    let told = other.send(&seen, &[fields[0], fields[1], ("go", "save")]);
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.says("one（示例） 已于") && told.says("电话 000-11111111 000-22222222"), "{}", told.words());
    assert_eq!(settings(&house).hotline.phone, "000-11111111", "nothing was overwritten");
    let kept = form(&told.text(), path);
    assert_eq!((kept.value("hotline_hours"), kept.value("base")), ("工作日全天", "1"));
    let preview = other.send(&kept, &[("go", "preview")]);
    other.send(&form(&preview.text(), path), &[("go", "save")]).to();
    assert_eq!(settings(&house).hotline.phone, "000-22222222");
    let all: Vec<Revision> = house.world.store.read().unwrap().all().unwrap();
    let who: Vec<&str> = all.iter().map(|revision| revision.who.as_str()).collect();
    assert_eq!(who, ["系统", "one（示例）", "other（示例）"]);
    // Another area is nobody's obstacle.
    change(&one, "places", &[("collect_at", "一楼窗口")]);
}

#[test]
fn the_name_stays_while_a_certificate_is_being_made() {
    let house = loaded();
    let (clerk, id) = drafted(&house, "firm-membership", Form::default());
    submit::submit(&house.world, &clerk, id).unwrap();
    let desk = admin(&house, "system");
    let (path, fields) = ("/settings/association", [("association", "示例市新律师协会"), ("go", "save")]);
    let refused = desk.fill(path, path, &fields);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("有 1 份证明正在出具") && refused.text().contains("示例市新律师协会"));
    run_jobs(&house);
    desk.fill(path, path, &fields).to();
    assert_eq!(settings(&house).association, "示例市新律师协会");
}

#[test]
fn questions_are_ordered_and_read_by_firms() {
    let house = loaded();
    let desk = admin(&house, "system");
    let path = "/settings/faq";
    let moved = desk.fill(path, path, &[("question_1", "第一问？"), ("go", "down:1")]);
    let sheet = form(&moved.text(), path);
    assert_eq!(sheet.value("question_2"), "第一问？");
    assert!(settings(&house).faq.is_empty(), "moving saves nothing");
    let added = desk.send(&sheet, &[("go", "add")]);
    let sheet = form(&added.text(), path).with("question_7", "新的问题？").with("answer_7", "一行\r\n又一行");
    let preview = desk.send(&sheet, &[("go", "preview")]);
    desk.send(&form(&preview.text(), path), &[("go", "save")]).to();
    let faq = settings(&house).faq;
    assert_eq!((faq.len(), faq[1].question.as_str(), faq[6].answer.as_str()), (7, "第一问？", "一行\n又一行"));
    let (clerk, _) = signed_in(&house, "clerk-f", &[Role::FirmClerk], Some(crate::core_trip::FIRM));
    assert!(clerk.page("/help").contains("新的问题？"));
}

#[test]
fn notices_stand_on_firms_pages_between_their_days() {
    let house = loaded();
    let desk = admin(&house, "system");
    let path = "/settings/notices";
    let mut sheet = form(&desk.page(path), path);
    for _ in 0..3 {
        sheet = form(&desk.send(&sheet, &[("go", "add")]).text(), path);
    }
    let today = house.world.today();
    for (n, text, from, until) in [(1, "今天的通知", 0, 0), (2, "明天的通知", 1, 9), (3, "昨天的通知", -9, -1)]
    {
        for (field, value) in [
            (format!("notice_{n}"), text.to_owned()),
            (format!("from_{n}"), today.plus_days(from).to_string()),
            (format!("until_{n}"), today.plus_days(until).to_string()),
        ] {
            sheet = sheet.with(&field, &value);
        }
    }
    let odd = desk.send(&sheet.clone().with("until_1", "2026-02-30"), &[("go", "preview")]);
    assert!(odd.says("“2026-02-30”不是有效的日期"), "{}", odd.words());
    let early = desk.send(&sheet.clone().with("until_1", "2020-01-01"), &[("go", "preview")]);
    assert!(early.says("结束日期不能早于开始日期"));
    let preview = desk.send(&sheet, &[("go", "preview")]);
    assert!(preview.says("现在显示，到") && preview.says("已过期，不再显示。"));
    desk.send(&form(&preview.text(), path), &[("go", "save")]).to();
    let (clerk, _) = signed_in(&house, "clerk-n", &[Role::FirmClerk], Some(crate::core_trip::FIRM));
    for page in ["/apply", "/mine"] {
        let page = clerk.page(page);
        assert!(page.contains("今天的通知") && !page.contains("明天的通知") && !page.contains("昨天的通知"));
    }
    assert!(!desk.page("/settings/hotline").contains("今天的通知"), "staff are not told");
}

#[test]
fn the_association_s_own_words_are_in_its_letters() {
    let house = loaded();
    let desk = admin(&house, "system");
    let body = "尊敬的会员：\n{申请编号} 未通过：{理由}\n请见 {链接}\n{协会名称}";
    change(&desk, "letter-refused", &[("subject", "{协会简称}审核结果"), ("body", body)]);
    let mut entered = Form::default();
    entered.values.insert("period.from".into(), "2025-01-01".into());
    entered.values.insert("period.to".into(), "2026-11-20".into());
    let (clerk, id) = drafted(&house, "firm-no-discipline", entered);
    submit::submit(&house.world, &clerk, id).unwrap();
    let reviewer = crate::house::person(&house.world, "reviewer-l", &[Role::Reviewer], None);
    review::refuse(&house.world, &reviewer, id, "材料不全{协会名称}").unwrap();
    let letters: Vec<Letter> = house.world.store.read().unwrap().all().unwrap();
    let letter = letters.last().unwrap();
    assert_eq!(letter.subject, "示例市律协审核结果");
    assert!(letter.text.contains("未通过：材料不全{协会名称}\n请见 https://cert.example.org/mine/"), "{}", letter.text);
    assert!(letter.text.ends_with("\n示例市律师协会"));
    change(&desk, "letter-refused", &[("built_in", "yes")]);
    assert!(settings(&house).letters.is_empty());
}

#[test]
fn promised_days_follow_the_association_s_calendar() {
    let house = loaded();
    let desk = admin(&house, "system");
    // The house's clock stands at 2026-11-23, a Monday; the kind promises some working days.
    let mut entered = Form::default();
    entered.values.insert("period.from".into(), "2025-01-01".into());
    entered.values.insert("period.to".into(), "2026-11-20".into());
    let (person, id) = drafted(&house, "firm-no-discipline", entered);
    submit::submit(&house.world, &person, id).unwrap();
    let (clerk, _) = signed_in(&house, "clerk-w", &[Role::FirmClerk], Some(crate::core_trip::FIRM));
    let record = format!("/mine/{id}");
    let before = clerk.page(&record);
    change(&desk, "workdays-2026", &[("off", "11月24日至12月20日 协会搬迁"), ("on", "")]);
    let after = clerk.page(&record);
    let by = |page: &str| {
        let at = page.find("个工作日内（").expect("a promise");
        page[at..].split('（').nth(1).unwrap().split('）').next().unwrap().to_owned()
    };
    assert!(by(&before).starts_with("11月") || by(&before).starts_with("12月"), "{}", by(&before));
    assert!(by(&after).starts_with("12月2"), "{}", by(&after));
    assert!(desk.page("/settings").contains("还没有 2027 年的放假安排"));
}
