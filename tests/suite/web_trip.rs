//! The applicant's trip, walked by forms alone: no script, only what the pages themselves send.

use axum::http::{Method, StatusCode};
use goodstanding::app::issue;
use goodstanding::app::person::Person;
use goodstanding::app::work;
use goodstanding::domain::application::{Application, HistoryAct};
use goodstanding::domain::audit::Entry;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::letter::Letter;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Firm, Lawyer, LawyerState, Table};
use goodstanding::domain::stage::StageName;
use goodstanding::paths;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::jobs::Task;
use goodstanding::store::records::id_key;
use goodstanding::store::register::RegisterLook;
use goodstanding::store::{Look, Record};

use crate::browserless::{Answer, Browser, Sheet, server};
use crate::house::{House, house, load, person};

pub const LARGE: Id<Firm> = Id::new(1);
pub const SMALL: Id<Firm> = Id::new(2);

pub fn loaded() -> House {
    let house = house();
    for table in Table::ALL {
        load(&house.world, table);
    }
    house
}

pub fn read<T: Record>(house: &House, id: Id<T>) -> T {
    house.world.store.read().unwrap().get(&id_key(id)).unwrap().unwrap()
}

pub fn all<T: Record>(house: &House) -> Vec<T> {
    house.world.store.read().unwrap().all().unwrap()
}

pub fn clerk(house: &House, login: &str, firm: Id<Firm>) -> Person {
    person(&house.world, login, &[Role::FirmClerk], Some(firm))
}

pub fn practising(house: &House, count: usize) -> Vec<Lawyer> {
    let lawyers = house.world.store.read().unwrap().lawyers_of(LARGE).unwrap();
    lawyers.into_iter().filter(|lawyer| lawyer.state == LawyerState::Practising).take(count).collect()
}

/// Makes what is numbered; letters wait.
pub fn run_jobs(house: &House) {
    for job in work::due(&house.world).unwrap().now {
        if let Task::Issue(id) = job.task {
            issue::make(&house.world, id).unwrap();
            house.world.store.write(|writing| writing.end_job(job.id)).unwrap();
        }
    }
}

/// Steps 1 and 2: the path of step 3 of a new draft.
pub async fn begun(browser: &mut Browser, kind: &str) -> (String, String) {
    let facts = browser.page("/apply").await;
    let kinds = browser.send(&facts.form("/apply")).await;
    let path = kinds.to();
    let kinds = browser.page(&path).await;
    let form = browser.send(&kinds.form(&path).with("kind", kind)).await.to();
    let id = form.split('/').nth(2).unwrap().to_owned();
    assert_eq!(form, paths::apply_form(&id));
    (id, form)
}

/// A submitted application about the firm; `kind` needs nothing but the mailbox.
pub async fn submitted(browser: &mut Browser, kind: &str) -> String {
    let (id, path) = begun(browser, kind).await;
    let mut form = browser.page(&path).await.form(&path).with("go", "next");
    if kind == "firm-no-discipline" {
        form = form.with("period.from", "2025-01-01").with("period.to", "2026-11-20");
    }
    let preview = browser.send(&form).await;
    let preview = browser.follow(&preview).await;
    let done = browser.send(&preview.form(&paths::apply_submit(&id))).await;
    assert_eq!(done.to(), paths::apply_done(&id));
    id
}

/// 选择律师 without script: search by number, by sound, 全选 and 清空, and one after the other.
async fn choose_twelve(browser: &mut Browser, id: &str, lawyers: &[Lawyer]) {
    let path = paths::apply_lawyers(id);
    let page = browser.page(&path).await;
    let everybody = page.form(&path);
    let found = browser.send(&everybody.clone().with("q", lawyers[3].licence.as_str()).with("go", "search")).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.says(lawyers[3].name.as_str()) && !found.says(lawyers[4].licence.as_str()));
    let one = found.form(&path).ticked("lawyers", &lawyers[3].id.to_string());
    let nobody = browser.send(&one.clone().with("q", "qqqqq").with("go", "search")).await;
    assert!(nobody.says("没有找到") && nobody.says("已选 1 / 60"), "{}", nobody.words());
    let every = browser.send(&everybody.clone().with("go", "all")).await;
    let ticked = every.form(&path).values("lawyers").len();
    assert!((50..=60).contains(&ticked), "全选 takes those who can be named: {ticked}");
    let none = browser.send(&every.form(&path).with("go", "none")).await;
    assert_eq!(none.form(&path).values("lawyers").len(), 0);
    let mut form = browser.send(&one.with("q", "").with("go", "search")).await.form(&path);
    assert_eq!(form.values("lawyers"), [lawyers[3].id.to_string()]);
    for lawyer in lawyers.iter().filter(|lawyer| lawyer.id != lawyers[3].id) {
        form = form.ticked("lawyers", &lawyer.id.to_string());
    }
    let back = browser.send(&form.with("go", "done")).await;
    assert_eq!(back.to(), format!("{}#lawyers", paths::apply_form(id)));
}

#[tokio::test]
async fn a_clerk_applies_for_twelve_of_sixty_with_two_posted_copies() {
    let house = loaded();
    let server = server(&house);
    let someone = clerk(&house, "clerk", LARGE);
    let mut browser = Browser::of(&server, &house, &someone);
    let lawyers = practising(&house, 12);
    let facts = browser.page("/apply").await;
    assert!(
        facts.says("示例岭南律师事务所") && facts.says("以本会截至 2026年11月20日 的登记信息为准"),
        "{}",
        facts.words()
    );
    let (id, path) = begun(&mut browser, "lawyer-membership").await;

    let empty = browser_form(&mut browser, &path).await.with("email", "").with("go", "next");
    let empty = browser.send(&empty).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says("请选择律师，至少一名。") && empty.says("请填写邮箱。"), "{}", empty.words());
    let filled = empty
        .form(&path)
        .with("email", "office@firm.example")
        .with("purpose", "参加示例市轨道交通集团法律顾问服务采购项目投标")
        .with("paper.wanted", "yes")
        .with("paper.copies", "2")
        .with("paper.delivery", "post")
        .with("paper.recipient", "许青禾")
        .with("paper.phone", "138 0000 0000")
        .with("paper.province", "44")
        .with("paper.city", "4401")
        .with("paper.district", "440106")
        .with("paper.address", "示例路 1 号 20 楼")
        .with("go", "lawyers");
    assert_eq!(browser.send(&filled).await.to(), paths::apply_lawyers(&id));
    choose_twelve(&mut browser, &id, &lawyers).await;

    // Another day, another browser: everything is as it was left.
    let mut browser = Browser::of(&server, &house, &someone);
    assert!(browser.page("/apply").await.says("未完成的申请 律师会员证明"));
    let form = browser.page(&path).await;
    assert!(form.says("已选 12 / 60"), "{}", form.words());
    let form = form.form(&path);
    assert_eq!((form.value("paper.copies"), form.value("paper.phone")), ("2", "138 0000 0000"));
    let less = browser.send(&form.with("go", &format!("remove:{}", lawyers[0].id))).await;
    let form = browser.follow(&less).await;
    assert!(form.says("已选 11 / 60"));
    let form = form.form(&path).ticked("lawyers", &lawyers[0].id.to_string());
    let preview = browser.send(&form.with("go", "next")).await;
    assert_eq!(preview.to(), paths::apply_preview(&id));

    let preview = browser.follow(&preview).await;
    for lawyer in &lawyers {
        assert!(preview.says(lawyer.name.as_str()), "{} is missing", lawyer.name.as_str());
    }
    assert!(preview.says("2 份，邮寄") && preview.says("许青禾") && preview.says("自动审核，提交后即时出具"));
    let pictures = preview.pictures();
    assert_eq!(pictures[0], paths::apply_preview_page(&id, 1));
    for picture in &pictures {
        assert_is_picture(&browser.get(picture).await);
    }
    assert_eq!(browser.get(&paths::apply_preview_page(&id, 9)).await.status, StatusCode::NOT_FOUND);

    let done = browser.send(&preview.form(&paths::apply_submit(&id))).await;
    let done = browser.follow(&done).await;
    assert!(done.says("提交成功") && done.says("再次申请") && done.says("查看证明"), "{}", done.words());
    assert!(done.says("纸质证明 2 份"));
    assert_eq!(done.header("refresh"), "3", "the file will be there in a moment");
    assert!(browser.page(&paths::record(&id)).await.says("出具中"));
    assert_eq!(browser.get(&paths::record_download(&id)).await.status, StatusCode::CONFLICT);
    run_jobs(&house);
    collect(&house, &mut browser, &id, &lawyers).await;
}

pub async fn browser_form(browser: &mut Browser, path: &str) -> Sheet {
    browser.page(path).await.form(path)
}

pub fn assert_is_picture(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "image/svg+xml; charset=utf-8");
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    let svg = answer.text();
    assert!(svg.starts_with("<svg") && !svg.contains("<script") && !svg.contains("href=\"http"));
}

/// 详情, 下载证明 and 发送邮箱 of what was issued.
async fn collect(house: &House, browser: &mut Browser, id: &str, lawyers: &[Lawyer]) {
    let record = browser.page(&paths::record(id)).await;
    assert_eq!(record.header("refresh"), "");
    for words in [
        "审核通过",
        "有效",
        "示律证〔2026〕第000001号",
        "第 1 份，共 2 份",
        "第 2 份，共 2 份",
        "待制证",
        "138",
        "证明出具",
    ] {
        assert!(record.says(words), "{words}: {}", record.words());
    }
    assert!(lawyers.iter().all(|lawyer| record.says(lawyer.name.as_str())));
    assert_is_picture(&browser.get(&record.pictures()[0]).await);

    let file = browser.get(&paths::record_download(id)).await;
    let certificate: Certificate = all(house).pop().unwrap();
    let issued = house.world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    assert_eq!((file.status, &file.bytes[..]), (StatusCode::OK, &issued[..]), "the bytes that were issued");
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"certificate-2026-000001.pdf\"; filename*=UTF-8''\
         %E5%BE%8B%E5%B8%88%E4%BC%9A%E5%91%98%E8%AF%81%E6%98%8E_%E7%A4%BA%E5%BE%8B%E8%AF%81\
         %E3%80%942026%E3%80%95%E7%AC%AC000001%E5%8F%B7.pdf"
    );
    browser.ask(Method::HEAD, &paths::record_download(id), None).await;
    browser.get(&paths::record_download(id)).await;
    let audits: Vec<Entry> = all(house);
    assert_eq!(audits.iter().filter(|entry| entry.act == "certificate.download").count(), 2, "HEAD takes nothing");
    let application: Application = read(house, Id::parse(id).unwrap());
    assert_eq!(application.history.iter().filter(|event| event.act == HistoryAct::Download).count(), 1);

    let path = paths::record_mail(id);
    let form = browser.page(&path).await.form(&path);
    let wrong = browser.send(&form.clone().with("to", "other").with("mail", "招标办")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("邮箱格式不正确"));
    assert_eq!(wrong.form(&path).value("mail"), "招标办");
    let before = letters(house).len();
    let to_other = wrong.form(&path).with("to", "other").with("mail", "bids@example.com");
    assert_eq!(browser.send(&to_other).await.to(), paths::record(id));
    assert_eq!(browser.send(&to_other).await.to(), paths::record(id));
    assert_eq!(letters(house).len(), before + 1, "posted twice: one letter");
    let letter = letters(house).pop().unwrap();
    assert_eq!((letter.to.as_str(), letter.attach), ("bids@example.com", Some(certificate.id)));
    let record = browser.page(&paths::record(id)).await;
    assert!(record.says("邮件已放入发送队列") && record.says("b***s@example.com") && record.says("待发送"));
    assert_eq!(browser.send(&form).await.to(), paths::record(id), "to the stored mailbox");
    assert_eq!(letters(house).pop().unwrap().to, "office@firm.example");
}

fn letters(house: &House) -> Vec<Letter> {
    all(house)
}

#[tokio::test]
async fn what_is_wrong_is_kept_and_said_and_never_submitted() {
    let house = loaded();
    let server = server(&house);
    let mut browser = Browser::of(&server, &house, &clerk(&house, "clerk", SMALL));
    let facts = browser.page("/apply").await;
    let kinds = browser.send(&facts.form("/apply")).await.to();
    assert_eq!(browser.get(&kinds.replace("kind", "form")).await.to(), kinds, "no kind yet");
    let none = browser.page(&kinds).await.form(&kinds);
    let none = browser.send(&none).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.says("请选择一种证明。"));
    let consent = browser.send(&none.form(&kinds).with("kind", "lawyer-no-discipline")).await;
    assert_eq!(consent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(consent.says("须经律师本人同意"));
    let path = browser.send(&consent.form(&kinds).with("kind", "dues")).await.to();
    let id = path.split('/').nth(2).unwrap().to_owned();

    // The small firm has not paid for 2026: the rules say so, and nothing goes on.
    let form = browser_form(&mut browser, &path).await;
    let long = "长".repeat(61);
    let wrong = form.with("email", "not@mail").with("year", "2026").with("purpose", &long).with("go", "next");
    let wrong = wrong.with("paper.wanted", "yes").with("paper.copies", "21").with("paper.delivery", "post");
    let again = browser.send(&wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in
        ["邮箱格式不正确", "最多 60 个字", "1 至 20 的整数", "请填写收件人", "请填写手机号", "申请前自检未通过"]
    {
        assert!(again.says(words), "{words}: {}", again.words());
    }
    assert!(again.says("会费登记中没有该年度的缴清记录"), "{}", again.words());
    let kept = browser_form(&mut browser, &path).await;
    let typed = ["email", "year", "purpose", "paper.copies"].map(|name| kept.value(name));
    assert_eq!(typed, ["not@mail", "2026", &*long, "21"], "wrong entries are saved too");
    let preview = browser.get(&paths::apply_preview(&id)).await;
    assert_eq!(preview.to(), format!("{path}?check=yes"));
    let told = browser.follow(&preview).await;
    assert!(told.says("还有内容需要填写或更正") && told.says("请填写收件人"));
    let token = kept.value("form_token").to_owned();
    let forced =
        Sheet { action: paths::apply_submit(&id), fields: vec![("form_token".to_owned(), token)], offered: vec![] };
    assert_eq!(browser.send(&forced).await.to(), format!("{path}?check=yes"), "the submission itself is refused");
    assert!(read::<Application>(&house, Id::parse(&id).unwrap()).is(StageName::Draft));

    // A form without the page's token, and one with a stranger's.
    let bare = Sheet { action: path.clone(), fields: vec![], offered: vec![] };
    assert_eq!(browser.send(&bare).await.status, StatusCode::FORBIDDEN);
    let report = browser.page("/report").await.form("/report");
    let empty = browser.send(&report.clone().with("about", "负责人")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(empty.form("/report").value("about"), "负责人");
    let sent = empty.form("/report").with("text", "应为许青禾。");
    assert_eq!(browser.send(&sent).await.to(), "/apply");
    assert_eq!(browser.send(&sent).await.to(), "/apply");
    let told = browser.page("/report").await.words();
    assert_eq!(told.matches("负责人：应为许青禾。").count(), 1, "{told}");
}

#[tokio::test]
async fn changing_the_kind_or_the_tab_loses_nothing() {
    let house = loaded();
    let server = server(&house);
    let mut browser = Browser::of(&server, &house, &clerk(&house, "clerk", LARGE));
    let lawyers = practising(&house, 3);
    let (id, path) = begun(&mut browser, "lawyer-membership").await;
    let old_tab = browser_form(&mut browser, &path).await;
    let mut form = old_tab.clone().with("purpose", "投标").with("addressee", "示例公司");
    for lawyer in &lawyers {
        form = form.ticked("lawyers", &lawyer.id.to_string());
    }
    browser.send(&form.with("go", "save")).await.to();

    // A kind about the firm alone asks for no lawyers, and has other fields.
    let kinds = paths::apply_kind(&id);
    let choose = browser.page(&format!("{kinds}?back=preview")).await.form(&kinds).with("kind", "dues");
    let preview = browser.send(&choose).await;
    assert_eq!(preview.to(), paths::apply_preview(&id), "back to the preview, as asked");
    let form = browser.page(&path).await.form(&path);
    assert_eq!((form.value("purpose"), form.values("lawyers").len()), ("投标", 0));
    let preview = browser.send(&form.with("year", "2025").with("go", "next")).await;
    let seen = browser.follow(&preview).await.form(&paths::apply_submit(&id));

    // The old tab still shows the first kind: what it sends is kept under its own names, and nothing is submitted.
    let mut late = old_tab.with("purpose", "另一个用途").with("go", "next");
    for lawyer in &lawyers {
        late = late.ticked("lawyers", &lawyer.id.to_string());
    }
    let told = browser.send(&late).await;
    assert!(browser.follow(&told).await.says("证明类型在另一个页面改过"));
    let edited = browser.send(&seen).await;
    assert_eq!(edited.to(), paths::apply_preview(&id), "what would be submitted is not what was seen");
    assert!(browser.follow(&edited).await.says("另一个用途"));
    let kept: Application = read(&house, Id::parse(&id).unwrap());
    assert_eq!((kept.form.lawyers.len(), kept.form.values["year"].as_str()), (3, "2025"));
    assert!(kept.is(StageName::Draft));

    // Foreign lawyers cannot be named, not even by a forged form.
    let back = browser.page(&kinds).await.form(&kinds).with("kind", "lawyer-membership");
    browser.send(&back).await.to();
    let foreign = house.world.store.read().unwrap().lawyers_of(SMALL).unwrap()[0].id.to_string();
    let forged = browser_form(&mut browser, &path).await.ticked("lawyers", &foreign).with("go", "save");
    browser.send(&forged).await.to();
    assert_eq!(read::<Application>(&house, Id::parse(&id).unwrap()).form.lawyers.len(), 3);

    let saved = browser_form(&mut browser, &path).await.with("purpose", "自动保存");
    let saved = Sheet { action: paths::apply_save(&id), ..saved };
    let answer = browser.send(&saved).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().starts_with("{\"saved\":\"10:"), "{}", answer.text());
    assert_eq!(browser_form(&mut browser, &path).await.value("purpose"), "自动保存");
}

#[tokio::test]
async fn posted_again_it_is_one_application() {
    let house = loaded();
    let server = server(&house);
    let someone = clerk(&house, "clerk", LARGE);
    let mut browser = Browser::of(&server, &house, &someone);
    let begin = browser.page("/apply").await.form("/apply");
    let first = browser.send(&begin).await.to();
    assert_eq!(browser.send(&begin).await.to(), first, "a double click begins one draft");
    let id = submitted(&mut browser, "firm-no-discipline").await;
    let application = Id::<Application>::parse(&id).unwrap();
    let (form, done, record) = (paths::apply_form(&id), paths::apply_done(&id), paths::record(&id));

    // The back button, and everything that can be pressed there.
    for page in [&form, &paths::apply_kind(&id), &paths::apply_preview(&id), &paths::apply_lawyers(&id)] {
        assert_eq!(browser.get(page).await.to(), record);
        assert!(browser.page(&record).await.says("这份申请已经提交"), "{page}");
    }
    let token = begin.value("form_token").to_owned();
    let again = |action: String| Sheet {
        offered: Vec::new(),
        action,
        fields: vec![("form_token".to_owned(), token.clone()), ("kind".to_owned(), "dues".to_owned())],
    };
    for action in [form, paths::apply_kind(&id), paths::apply_lawyers(&id), paths::apply_discard(&id)] {
        assert_eq!(browser.send(&again(action.clone())).await.to(), record, "{action}");
    }
    assert_eq!(browser.send(&again(paths::apply_save(&id))).await.status, StatusCode::CONFLICT);
    assert_eq!(browser.send(&again(paths::apply_submit(&id))).await.to(), done);
    assert!(browser.page(&done).await.says("3 个工作日"));
    let pending = browser.page("/mine?stage=pending").await.words();
    assert_eq!(
        pending.matches("待审批").count() - "状态 全部状态 草稿 待审批".matches("待审批").count(),
        1,
        "{pending}"
    );

    // Withdrawn twice, copied twice.
    let withdraw = browser.page(&record).await.form(&paths::record_withdraw(&id));
    assert_eq!(browser.send(&withdraw).await.to(), record);
    assert_eq!(browser.send(&withdraw).await.to(), record);
    let copy = browser.page(&record).await.form(&paths::record_again(&id));
    let next = browser.send(&copy).await.to();
    assert_eq!(browser.send(&copy).await.to(), next);
    assert_eq!(browser_form(&mut browser, &next).await.value("period.from"), "2025-01-01");
    assert_eq!(browser.send(&again(paths::apply_submit(&id))).await.to(), done);
    assert_eq!(browser.get(&done).await.to(), record, "withdrawn: no 提交成功 any more");
    assert!(read::<Application>(&house, application).is(StageName::Withdrawn));

    // A draft thrown away twice.
    let copied = next.split('/').nth(2).unwrap().to_owned();
    let discard = browser.page("/mine").await.form(&paths::apply_discard(&copied));
    assert_eq!(browser.send(&discard).await.to(), "/mine");
    assert_eq!(browser.send(&discard).await.to(), "/mine");
    assert_eq!(browser.get(&next).await.status, StatusCode::NOT_FOUND);
    assert_eq!(all::<Application>(&house).len(), 2);
}
