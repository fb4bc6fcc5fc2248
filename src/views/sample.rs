//! Invented frames and values that the pages' samples share: long names and rare characters among them.

use crate::domain::permission::Role;
use crate::domain::rule::Outcome;
use crate::domain::time::{Day, Moment};
use crate::text::Lang;
use crate::views::checklist::{CheckLine, Checklist};
use crate::views::facts::Fact;
use crate::views::frame::{Association, Frame, Notice, Who};
use crate::views::sheets::Sheets;
use crate::views::timeline::Event;

pub const FIRM: &str = "北京示例某某（广州南沙自由贸易区）律师事务所粤港澳大湾区联营办公室筹备处";
pub const LONG_NAME: &str = "古丽米热·阿卜杜热合曼·买买提艾力·伊敏江·图尔荪";

/// 2026-11-23 at the given time in Shanghai.
pub fn at(hour: u64, minute: u64) -> Moment {
    Moment::start_of(day(2026, 11, 23)).plus_seconds(hour * 3600 + minute * 60)
}

pub fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn frame(who: Option<Who>) -> Frame {
    Frame {
        association: Association {
            name: "示例市律师协会".to_owned(),
            short: "示例市律协".to_owned(),
            latin: "Shili Lawyers Association".to_owned(),
            domain: "verify.shili-lawyers.example".to_owned(),
            logo: None,
            accent: None,
        },
        who,
        form_token: "k3m9qwx7".to_owned(),
        large_type: false,
        lang: Lang::Zh,
        notice: None,
        banners: Vec::new(),
        here: "/mine".to_owned(),
    }
}

fn person(name: &str, of: &str, roles: &[Role]) -> Frame {
    frame(Some(Who { name: name.to_owned(), of: of.to_owned(), roles: roles.to_vec() }))
}

pub fn firm_admin() -> Frame {
    person("许青禾", FIRM, &[Role::FirmAdmin])
}

pub fn lawyer() -> Frame {
    person("张示例", FIRM, &[Role::Lawyer])
}

pub fn noticed() -> Frame {
    Frame {
        notice: Some(Notice::Good("已撤回申请，可以用“重新申请”再次提交。".to_owned())), ..firm_admin()
    }
}

pub fn staff(role: Role) -> Frame {
    person("林知远", "示例市律师协会", &[role])
}

pub fn stranger() -> Frame {
    Frame { here: "/verify".to_owned(), ..frame(None) }
}

pub fn foreigner() -> Frame {
    Frame { lang: Lang::En, ..stranger() }
}

pub fn sheets(pages: usize, path: impl Fn(usize) -> String) -> Sheets {
    Sheets {
        pages: (1..=pages).map(path).collect(), alt: "律师会员证明，穗律证〔2026〕第000123号".to_owned()
    }
}

pub fn lawyers() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        ("赵一鸣", "zym", "14401201810123456"),
        (LONG_NAME, "glmra", "16501201911234567"),
        ("欧阳文清", "oywq", "14401200510345678"),
        ("钱㐭", "ql", "14401202011456789"),
        ("孙𠮷野", "sjy", "14401201510567890"),
        ("李可欣", "lkx", "14401201711678901"),
        ("周砚", "zy", "14401201210789012"),
        ("吴小满", "wxm", "14401202111890123"),
        ("郑和平", "zhp", "14401199910901234"),
        ("王雨桐", "wyt", "14401201911012345"),
        ("冯建国", "fjg", "14401200110112233"),
        ("陈思源", "csy", "14401201610223344"),
    ]
}

pub fn firm_facts() -> Vec<Fact> {
    vec![
        Fact::new("律师事务所名称", FIRM),
        Fact::new("统一社会信用代码", "31440000MD0123456X"),
        Fact::new("执业许可证号", "24401201810123456"),
        Fact::new("状态", "正常"),
        Fact::new("负责人", LONG_NAME),
        Fact::new("成立日期", "2018年3月12日"),
        Fact::new("住所", "示例省示例市天河区珠江新城华夏路示例大厦东塔三十八层整层及三十九层3901—3908单元"),
        Fact::new("联系电话", ""),
        Fact::new("执业律师人数", "60 人"),
    ]
}

pub fn good_checks() -> Checklist {
    let lines = lawyers()
        .into_iter()
        .flat_map(|(name, _, _)| {
            [("执业状态为“执业”", "登记状态：执业"), ("属于本所", "登记律所与申请律所一致")].map(|(rule, why)| {
                CheckLine {
                    subject: name.to_owned(),
                    rule: rule.to_owned(),
                    outcome: Outcome::Pass,
                    why: why.to_owned(),
                    remedy: None,
                }
            })
        })
        .collect();
    Checklist { lines }
}

pub fn mixed_checks() -> Checklist {
    let mut list = good_checks();
    list.lines[2].outcome = Outcome::Fail;
    "登记状态：停止执业（2026年9月1日起）".clone_into(&mut list.lines[2].why);
    list.lines[2].remedy = Some("请从名单中移除该律师；如登记有误，请在“信息确认”页报错。".to_owned());
    list.lines.push(CheckLine {
        subject: FIRM.to_owned(),
        rule: "2025年度会费已缴清".to_owned(),
        outcome: Outcome::Unknown,
        why: "本会尚未导入会费登记，无法判断。".to_owned(),
        remedy: Some("可以继续提交，由审核员人工核实。".to_owned()),
    });
    list
}

pub fn history() -> Vec<Event> {
    let event = |hour, what: &str, who: &str, note: Option<&str>| Event {
        at: at(hour, 5),
        what: what.to_owned(),
        who: who.to_owned(),
        note: note.map(str::to_owned),
    };
    vec![
        event(15, "证明出具", "系统", Some("编号 穗律证〔2026〕第000123号")),
        event(14, "审核通过", "林知远（审核员）", None),
        event(10, "提交申请", "许青禾（律所管理员）", None),
        event(9, "新建草稿", "许青禾（律所管理员）", None),
    ]
}
