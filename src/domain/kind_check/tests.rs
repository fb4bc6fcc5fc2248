//! Every refusal of the editor, each at its place.

use super::*;
use crate::domain::kind::KindId;
use crate::domain::seed;

fn today() -> Day {
    Day::new(2026, 11, 25).unwrap()
}

/// A seeded kind as its editor shows it.
fn seeded(id: &str) -> KindForm {
    let id = KindId::parse(id).unwrap();
    let kind = seed::kinds("示律证", today()).into_iter().find(|kind| kind.id == id).unwrap();
    KindForm::of(&kind.versions[0])
}

fn problems(form: &KindForm) -> Vec<Problem> {
    check(form, 2, today(), &|text| text.chars().filter(|c| *c == '😀').collect()).problems
}

/// After this change the form is refused at this place, and only there, with a sentence that says this.
#[track_caller]
fn refused(id: &str, change: impl FnOnce(&mut KindForm), place: &str, says: &str) {
    let mut form = seeded(id);
    assert_eq!(problems(&form), []);
    change(&mut form);
    let found = problems(&form);
    assert!(!found.is_empty(), "nothing is refused at {place}");
    for problem in &found {
        assert_eq!(problem.field, place, "{found:?}");
    }
    assert!(found.iter().any(|problem| problem.sentence.contains(says)), "{found:?}");
}

#[test]
fn lines_are_there_short_and_drawable() {
    refused("dues", |form| form.name.clear(), "name", "请填写名称");
    refused("dues", |form| form.name = "长".repeat(41), "name", "最多 40 个字，现有 41 个");
    refused("dues", |form| form.proves = "  ".into(), "proves", "请填写说明");
    refused("dues", |form| form.title = "证明😀".into(), "title", "“😀”（U+1F600）无法印在证明上");
    refused("dues", |form| form.title = "{firm}证明".into(), "title", "不能有花括号");
    refused("dues", |form| form.closing.clear(), "closing", "请填写结束语");
    refused("dues", |form| form.prefix = "示律证2026".into(), "prefix", "前缀里不要有数字");
    refused("dues", |form| form.prefix = "示律证〔".into(), "prefix", "前缀里不要有数字");
    refused("dues", |form| form.body += "\n示例😀。", "body", "第 3 段：字符“😀”");
}

#[test]
fn choices_are_among_those_offered() {
    refused("dues", |form| form.date_style.clear(), "date_style", "请选择日期的写法");
    refused("dues", |form| form.language = "en".into(), "language", "请选择语言");
    refused("dues", |form| form.review.clear(), "review", "请选择审核方式");
    refused("firm-membership", |form| form.applicants = "nobody".into(), "applicants", "请选择由谁申请");
    refused("dues", |form| form.rules.push("moon-is-full".into()), "rules", "没有“moon-is-full”这条规则");
    refused("firm-no-discipline", |form| form.firm_measures = vec!["fine".into()], "rules", "种类无法识别");
}

#[test]
fn numbers_are_within_bounds() {
    for days in ["0", "61", "三", "-1", ""] {
        refused("firm-no-discipline", |form| form.working_days = days.into(), "working_days", "1 至 60 的整数");
    }
    for days in ["0", "3651", "半年"] {
        refused("dues", |form| form.validity = days.into(), "validity", "1 至 3650 的整数");
    }
    let mut none = seeded("firm-membership");
    none.validity = " ".into();
    assert_eq!(check(&none, 2, today(), &|_| Vec::new()).version.validity_days, None);
}

#[test]
fn a_kind_about_a_firm_is_applied_for_by_the_firm() {
    refused("dues", |form| form.applicants = "both".into(), "applicants", "由律师事务所申请");
    refused("dues", |form| form.applicants = "lawyer".into(), "applicants", "由律师事务所申请");
}

#[test]
fn fields_are_named_once_and_asked_rightly() {
    let text = |form: &mut KindForm, label: &str| {
        form.add_field("text");
        form.fields.last_mut().unwrap().label = label.into();
    };
    refused("dues", |form| text(form, ""), "field.4.label", "请填写名称");
    refused("dues", |form| text(form, "用途"), "field.4.label", "已有一项叫“用途”");
    refused("dues", |form| text(form, "律所名称"), "field.4.label", "是本会登记信息的名称");
    refused("dues", |form| form.add_field("year"), "field.4.label", "“年度”只能有一项");
    refused("dues", |form| form.fields[1].key = "firm".into(), "field.2.label", "内部名称无效");
    refused("dues", |form| form.fields[1].entry = "ghost".into(), "field.2.label", "类型无法识别");
    refused("dues", |form| form.fields[1].hint = "长".repeat(81), "field.2.hint", "最多 80 个字");
    for max in ["0", "201", "很多"] {
        refused("dues", |form| form.fields[1].max = max.into(), "field.2.max", "1 至 200 的整数");
    }
    let choice = |options: &'static str| {
        move |form: &mut KindForm| {
            form.add_field("choice");
            let field = form.fields.last_mut().unwrap();
            (field.label, field.options) = ("类别".into(), options.into());
        }
    };
    refused("dues", choice("只有一个"), "field.4.options", "2 至 20 个选项");
    refused("dues", choice("甲\n乙\n甲"), "field.4.options", "选项“甲”重复");
    let many = |form: &mut KindForm| {
        for n in 0..10 {
            form.add_field("date");
            form.fields.last_mut().unwrap().label = format!("日期{n}");
        }
    };
    refused("dues", many, "fields", "最多 12 项，现有 13 项");
}

#[test]
fn impossible_rules_are_refused() {
    let optional = |at: usize| move |form: &mut KindForm| form.fields[at].required = false;
    let mut form = seeded("dues");
    form.remove_field(0);
    let sentences: Vec<String> = problems(&form).into_iter().map(|problem| problem.sentence).collect();
    assert!(
        sentences.iter().any(|one| one.contains("规则“所填年度的会费已缴清”：填写内容里没有必填的“年度”")),
        "{sentences:?}"
    );
    assert!(sentences.iter().any(|one| one.contains("用到了“年度”，但填写内容里没有这一项")), "{sentences:?}");
    optional(0)(&mut form);
    for (id, rule, says) in [
        ("firm-membership", "dues-paid", "没有必填的“年度”"),
        ("firm-membership", "firm-undisciplined", "没有必填的“期间”"),
        ("lawyer-membership", "lawyers-undisciplined", "没有必填的“期间”"),
        ("firm-membership", "honour-on-record", "没有必填的“荣誉”"),
        ("firm-membership", "lawyers-practising", "不涉及律师"),
        ("firm-membership", "latin-name-known", "不涉及律师"),
    ] {
        let mut form = seeded(id);
        form.rules.push(rule.into());
        let found = problems(&form);
        assert!(found.iter().any(|one| one.field == "rules" && one.sentence.contains(says)), "{id} {rule}: {found:?}");
    }
    let honours = |form: &mut KindForm| {
        form.add_field("honour");
        form.rules.push("honour-on-record".into());
        form.body += "\n获得{honour}。";
    };
    refused("lawyer-membership", honours, "rules", "不能用在关于多名律师的证明里");
}

#[test]
fn automatic_review_needs_rules_and_cannot_wait_for_consent() {
    refused("firm-membership", |form| form.rules.clear(), "review", "至少要有一条规则");
    refused("lawyer-no-discipline", |form| form.review = "automatic".into(), "review", "请选择人工审核");
}

#[test]
fn a_body_names_only_what_has_a_value() {
    refused("dues", |form| form.body.clear(), "body", "请填写正文");
    refused("dues", |form| form.body += "\n{moon}", "body", "第 3 段：“moon”不是可以插入的内容");
    refused("dues", |form| form.body += "\n{firm", "body", "第 3 段：有单独的花括号");
    refused("dues", |form| form.body += "\nfirm}", "body", "单独的花括号");
    refused("dues", |form| form.body += "\n{period}", "body", "用到了“期间”，但填写内容里没有这一项");
    refused("dues", |form| form.body += "\n{purpose}", "body", "用到了“用途”，它不是必填项");
    refused("dues", |form| form.body += "\n{lawyers}", "body", "“律师名单”只能用在涉及律师的证明里");
    refused(
        "lawyer-membership",
        |form| form.body += "\n{licence}",
        "body",
        "“律师执业证号”只能用在只关于一名律师的证明里",
    );
    refused("dues", |form| form.body += "\n{data_date_en}", "body", "只能用在中英文证明里");
    refused("dues", |form| form.body += &"\n示例。".repeat(11), "body", "最多 12 段，现有 13 段");
    refused("dues", |form| form.body += &format!("\n{}", "长".repeat(801)), "body", "最多 800 个字");
}

#[test]
fn a_body_says_everything_that_it_must() {
    let without = |name: &'static str| move |form: &mut KindForm| form.body = form.body.replace(name, "某");
    refused("dues", without("{firm}"), "body", "没有写明是哪家律师事务所");
    refused("dues", without("{data_date}"), "body", "没有写明数据日期");
    refused("dues", without("{year}"), "body", "审查了会费年度");
    refused("honour", without("{honour}"), "body", "审查了荣誉");
    refused("honour", without("{member}"), "body", "哪家律所或哪名律师");
    refused("firm-no-discipline", without("{period}"), "body", "审查了一段期间");
    refused("lawyer-membership", without("{lawyers}"), "body", "没有写明是哪些律师");
    refused("practice-history", without("{lawyers}"), "body", "没有写明是哪名律师");
    refused("firm-and-lawyers-no-discipline", without("{lawyers}"), "body", "没有写明是哪些律师");
    let unknown = |form: &mut KindForm| form.rules.retain(|rule| rule != "first-practice-known");
    refused("practice-history", unknown, "rules", "请勾选规则“登记有首次执业日期”");
}

#[test]
fn both_languages_say_the_same() {
    let id = "certificate-of-standing";
    let without = |name: &'static str| move |form: &mut KindForm| form.body = form.body.replace(name, "a");
    refused(id, without("{latin_name}"), "body", "英文段落没有写明律师");
    refused(id, without("{data_date_en}"), "body", "英文段落没有写明数据日期");
    refused(id, without("{period_en}"), "body", "中文写了“期间”，英文段落没有");
    refused(id, without("{first_practice_en}"), "body", "中文写了“首次执业日期”，英文段落没有");
    let chinese_date = |form: &mut KindForm| form.body = form.body.replace("{data_date_en}", "{data_date}");
    refused(id, chinese_date, "body", "英文段落里请用“数据日期（英文）”");
    let english_date = |form: &mut KindForm| form.body = form.body.replace("截至{data_date}的", "截至{data_date_en}的");
    refused(id, english_date, "body", "“数据日期（英文）”只用在英文段落里");
    let mut several = seeded(id);
    several.scope = "some-lawyers".into();
    assert!(problems(&several).iter().any(|one| one.field == "language" && one.sentence.contains("只能关于一名律师")));
    let unknown = |form: &mut KindForm| form.rules.retain(|rule| rule != "latin-name-known");
    refused(id, unknown, "rules", "请勾选规则“登记有拉丁字母姓名”");
}

#[test]
fn a_table_says_whom_and_has_no_column_twice() {
    let columns = |slugs: &'static [&'static str]| {
        move |form: &mut KindForm| form.columns = slugs.iter().map(|slug| (*slug).to_owned()).collect()
    };
    refused("lawyer-membership", columns(&["index", "licence"]), "column.1", "要有“姓名”一栏");
    refused("lawyer-membership", columns(&["name", "", "name"]), "column.3", "“姓名”重复");
    refused("lawyer-membership", columns(&["name", "moon"]), "column.2", "没有这一栏");
    refused("lawyer-membership", columns(&["name", "first-practice"]), "rules", "“首次执业日期”一栏");
    let mut none = seeded("lawyer-membership");
    none.columns.clear();
    assert_eq!(problems(&none), []);
}

#[test]
fn all_six_measures_are_the_same_as_any() {
    let mut form = seeded("firm-no-discipline");
    form.firm_measures = Measure::ALL.iter().map(|one| crate::domain::kind_words::measure_slug(*one).into()).collect();
    let checked = check(&form, 2, today(), &|_| Vec::new());
    assert!(checked.version.rules.contains(&Rule::FirmUndisciplined { measures: vec![] }));
    form.firm_measures.truncate(2);
    let checked = check(&form, 2, today(), &|_| Vec::new());
    let two = vec![Measure::Admonition, Measure::Warning];
    assert!(checked.version.rules.contains(&Rule::FirmUndisciplined { measures: two }));
}
