//! Samples of the settings' pages for the gallery.

use crate::domain::revision::Area;
use crate::text::letters::LetterKind;
use crate::views::area::{AreaPage, Overtaken, Preview};
use crate::views::area_fields::Fields;
use crate::views::area_history::{AreaHistory, AreaVersion, VersionLine};
use crate::views::area_sample::Sample;
use crate::views::faq::Faq;
use crate::views::form::Form;
use crate::views::hotline::Hotline;
use crate::views::sample;

fn page(area: Area, fields: Fields, form: Form) -> AreaPage {
    let last = Some(("王系统（示例）".to_owned(), sample::at(10, 42)));
    AreaPage { area, fields, form, base: 3, last, overtaken: None, preview: None }
}

fn previewed(page: AreaPage, shown: Sample) -> AreaPage {
    let changes = vec![("电话".to_owned(), "0000-1234-5678".to_owned(), "0000-8765-4321".to_owned())];
    AreaPage { preview: Some(Preview { changes, sample: shown }), ..page }
}

fn hotline() -> AreaPage {
    let form = Form::typed([("hotline_phone", "0000-8765-4321"), ("hotline_hours", "工作日 9:00–17:00")]);
    page(Area::Hotline, Fields::Hotline, form)
}

fn letter() -> AreaPage {
    let kind = LetterKind::Refused;
    let mut form =
        Form::typed([("subject", "【{协会简称}】申请审核不通过"), ("body", "您好：\n\n理由：{理油}\n\n{链接}")]);
    form.refuse("body", "第 3 行的“{理油}”不是这种信函可以插入的内容，是不是 {理由}？");
    page(Area::Letter(kind.slug().to_owned()), Fields::Letter(kind), form)
}

fn association() -> AreaPage {
    let mut form = Form::typed([
        ("association", "示例市律师协会"),
        ("short", "示例市律协"),
        ("latin", "Shili Lawyers Association"),
        ("uscc", "91350100M000100Y4Z"),
        ("mail_from", "cert@shili-lawyers.example"),
    ]);
    form.refuse("uscc", "统一社会信用代码校验码不符，最后一位应为 3；协会的代码应以 51 开头。");
    page(Area::Association, Fields::Association, form)
}

fn faq() -> Form {
    let pair = [("question_1", "怎样知道申请是否审核通过？"), ("answer_1", "打开“我的证明”，每条申请都写有状态。")];
    Form::typed(
        pair.into_iter()
            .chain([("question_2", "申请提交后，怎样撤回？"), ("answer_2", "在详情页下方点击“撤回申请”。")]),
    )
}

/// Name of the file, and the page.
pub fn samples() -> Vec<(&'static str, AreaPage)> {
    let notices = Form::typed([
        ("notice_1", "10月1日至7日放假，期间不审核。"),
        ("from_1", "2026-09-25"),
        ("until_1", "2026-10-07"),
    ]);
    let days = Form::typed([("off", "10月1日至10月7日 国庆节"), ("on", "10月10日 国庆节")]);
    let mut looks = Form::typed([("accent", "#4096ff"), ("logo", "")]);
    looks.refuse("accent", "这个颜色太浅：与白色的对比度是 2.99:1，与页面底色的是 2.78:1，两者都至少要 4.5:1，否则按钮和链接上的文字看不清。请选深一些的颜色。");
    let hash = "3f1c".to_owned();
    let overtaken = Overtaken {
        who: "冯系统（示例）".to_owned(),
        at: sample::at(10, 58),
        changes: vec![("工作时间".to_owned(), "工作日 9:00–17:30".to_owned(), "工作日 9:00–17:00".to_owned())],
    };
    let seal = page(Area::Seal, Fields::Seal, Form::typed([("seal", hash.as_str())]));
    let body = "您好：\n\n您提交的申请（SQ000128）审核不通过。".to_owned();
    vec![
        ("settings-association", association()),
        ("settings-looks", page(Area::Looks, Fields::Looks, looks)),
        ("settings-seal", page(Area::Seal, Fields::Seal, Form::new())),
        ("settings-seal-preview", previewed(seal, Sample::Seal(Some((hash, 86_000))))),
        ("settings-hotline-preview", previewed(hotline(), Sample::Hotline(Hotline::sample()))),
        ("settings-hotline-overtaken", AreaPage { overtaken: Some(overtaken), ..hotline() }),
        ("settings-faq", page(Area::Faq, Fields::Faq(2), faq())),
        ("settings-faq-preview", previewed(page(Area::Faq, Fields::Faq(2), faq()), Sample::Faq(Faq::default()))),
        ("settings-notices", page(Area::Notices, Fields::Notices(1), notices)),
        ("settings-places", page(Area::Places, Fields::Places, Form::new())),
        ("settings-letter", letter()),
        (
            "settings-letter-preview",
            previewed(letter(), Sample::Letter { subject: "【示例市律协】申请审核不通过".to_owned(), body }),
        ),
        ("settings-workdays", page(Area::Workdays(2026), Fields::Workdays { year: 2026, built_in: true }, days)),
    ]
}

impl AreaHistory {
    pub fn sample() -> Self {
        let line = |version, from, changed: &[&str]| VersionLine {
            version,
            at: sample::at(10, 40 + u64::from(version)),
            who: if version == 0 { "系统" } else { "王系统（示例）" }.to_owned(),
            from,
            changed: changed.iter().map(|term| (*term).to_owned()).collect(),
        };
        let versions = vec![
            line(3, Some(1), &["电话"]),
            line(2, None, &["电话", "工作时间"]),
            line(1, None, &["电话"]),
            line(0, None, &[]),
        ];
        Self { area: Area::Hotline, versions }
    }
}

impl AreaVersion {
    pub fn sample() -> Self {
        Self {
            area: Area::Hotline,
            version: 2,
            at: sample::at(10, 42),
            who: "王系统（示例）".to_owned(),
            told: vec![("电话".to_owned(), "0000-1234-5678".to_owned()), ("工作时间".to_owned(), String::new())],
            artwork: None,
            current: 3,
            changes: vec![("电话".to_owned(), "0000-8765-4321".to_owned(), "0000-1234-5678".to_owned())],
        }
    }
}
