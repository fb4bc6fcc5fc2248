//! The editor of a kind: everything that a certificate says and asks, with its samples beside it.

use maud::{Markup, html};

use crate::domain::kind::{Applicants, Column, DateStyle, Language, Scope};
use crate::domain::kind_form::MOST_COLUMNS;
use crate::domain::kind_words::{ENTRIES, RULES, Words, measure_slug};
use crate::domain::register::Measure;
use crate::domain::specimen::Sample;
use crate::domain::time::Moment;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::kind_field::{FieldRow, field_row};
use crate::views::layout::icon;
use crate::views::parts::{
    Choice, Field, Input, Post, Style, Width, act, button_of, error_summary, hidden, link_button,
};
use crate::views::sheets::Sheets;

/// The page at `/settings/kinds/{kind}/edit`.
///
/// Its POST sends `seen`, `go`, the entries of a kind under their names (`field.N.label` for its fields, `column.N` for its
/// table, `rules`, `firm_measures` and `lawyer_measures` once for each ticked one), and for each field `field.N.was`, its
/// label as the page showed it. `go` is `save`, `check`, `publish`, `field-add`, `field-up:N`, `field-remove:N`,
/// `insert:NAME` or `sample:WORD`. Script posts the same to `/settings/kinds/{kind}/save`.
#[derive(Clone, Debug)]
pub struct KindEdit {
    pub slug: String,
    pub name: String,
    /// The version in force, where there is one.
    pub version: Option<u32>,
    /// When the draft was last kept, and by whom; none where nothing was changed yet.
    pub draft: Option<(Moment, String)>,
    /// The draft's last change, to be posted back.
    pub seen: String,
    pub form: Form,
    pub fields: Vec<FieldRow>,
    /// What can be put into the body: name and label.
    pub items: Vec<(String, String)>,
    pub sample: Sample,
    pub sheets: Sheets,
    /// What is still wrong: the entry's name and the sentence.
    pub problems: Vec<(String, String)>,
}

fn choices<T: Words>() -> Vec<Choice> {
    T::LIST.iter().map(|(_, slug, words)| Choice::new(*slug, *words)).collect()
}

impl Page for KindEdit {
    fn title(&self) -> String {
        if self.name.trim().is_empty() { "新的证明种类".to_owned() } else { self.name.clone() }
    }

    fn place(&self) -> Place {
        Place::Kinds
    }

    fn back(&self) -> Option<String> {
        Some(paths::kinds())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Full
    }

    fn lead(&self) -> Option<String> {
        Some(match self.version {
            Some(number) => {
                format!("现行第 {number} 版。这里的修改先存为草稿，发布后才生效；已出具的证明和已提交的申请不受影响。")
            }
            None => "还没有发布过。先存为草稿，发布后才能申请。".to_owned(),
        })
    }

    fn body(&self, frame: &Frame) -> Markup {
        let post = Post { id: Some("kind"), class: Some("kind-form"), ..Post::to(paths::kind_edit(&self.slug)) };
        html! {
            (error_summary(&self.form))
            div class="kind-edit" data-kind=(paths::kind_save(&self.slug)) {
                (post.render(frame, &self.entries()))
                div class="kind-side" id="beside" data-sample=(self.sample.slug()) { (self.beside()) }
            }
            @if self.draft.is_some() {
                div class="kind-end" { (act(frame, paths::kind_discard(&self.slug), Style::Danger, "删除草稿")) }
            }
        }
    }
}

impl KindEdit {
    fn entries(&self) -> Markup {
        html! {
            (hidden("seen", &self.seen))
            // Enter in a field presses the first button of the form: that must keep what was typed, not move a field.
            div class="unseen" aria-hidden="true" { button type="submit" name="go" value="save" tabindex="-1" { "保存草稿" } }
            (self.about())
            (self.body_text())
            (self.asks())
            (self.rules())
            (self.issue())
            p class="meta saved" id="kept" role="status" {
                @if let Some((at, by)) = &self.draft { (icon(Icon::Check)) "草稿保存于 " (at.zh()) "，" (by) }
            }
            div class="actions" {
                (button_of(Style::Plain, "go", "save", "保存草稿"))
                (button_of(Style::Primary, "go", "publish", "检查并发布"))
            }
        }
    }

    fn about(&self) -> Markup {
        let form = &self.form;
        html! {
            section class="card" {
                h2 { "这是什么证明" }
                (Field::new("name", "名称").required().most(40).hint("申请人选择证明种类时看到的名称。").line(form))
                (Field::new("proves", "说明").required().most(100).hint("一句话：它证明什么。").line(form))
                (Field::new("scope", "证明对象").required().radios(form, &choices::<Scope>()))
                (Field::new("applicants", "由谁申请").required().radios(form, &choices::<Applicants>()))
                (Field::new("language", "语言").required().radios(form, &choices::<Language>()))
            }
        }
    }

    fn body_text(&self) -> Markup {
        let form = &self.form;
        let columns: Vec<(String, String)> =
            Column::LIST.iter().map(|(_, slug, words)| ((*slug).to_owned(), (*words).to_owned())).collect();
        html! {
            section class="card" {
                h2 { "证明的文字" }
                (Field::new("title", "标题").required().most(40).line(form))
                div data-chips-editor {
                    (Field::new("body", "正文").required()
                        .hint("每段一行，段首不用空格。花括号里是出具时自动填入的内容，用下面的按钮插入。").area(form, 9))
                }
                div class="items" id="items" {
                    p class="meta" id="items-label" { "插入：" }
                    ul aria-labelledby="items-label" {
                        @for (name, label) in &self.items {
                            li { button type="submit" class="item" name="go" value=(format!("insert:{name}")) data-item=(label) {
                                (icon(Icon::Plus)) (label)
                            } }
                        }
                    }
                }
                (Field::new("closing", "结束语").required().most(60).width(Width::Half).line(form))
                (Field::new("date_style", "落款日期的写法").required().radios(form, &choices::<DateStyle>()))
                fieldset class="field" id="columns" aria-describedby="columns-hint" {
                    legend { "律师表格的栏目" }
                    p class="hint" id="columns-hint" { "涉及三名以上律师时，名单印成表格。栏目从左到右；全部留空，名单就写在正文里。" }
                    div class="columns" {
                        @for n in 1..=MOST_COLUMNS {
                            @let (name, label) = (format!("column.{n}"), format!("第 {n} 栏"));
                            (Field::new(&name, &label).select(form, Some("（无）"), &columns))
                        }
                    }
                }
            }
        }
    }

    fn asks(&self) -> Markup {
        let entries: Vec<(String, String)> =
            ENTRIES.iter().map(|(slug, words, _)| ((*slug).to_owned(), (*words).to_owned())).collect();
        html! {
            section class="card" id="fields" {
                h2 { "申请人要填写什么" }
                p class="hint" { "律师、联系邮箱和纸质证明不用加在这里，申请页面自带。" }
                @if let Some(error) = self.form.error("fields") { p class="error" { (icon(Icon::Alert)) (error) } }
                @if self.fields.is_empty() { p class="empty small" { (icon(Icon::Info)) "没有要填写的内容。" } }
                @for (at, field) in self.fields.iter().enumerate() { (field_row(at, field, &self.form)) }
                div class="search-line add-field" {
                    (Field::new("add", "添加一项").select(&self.form, None, &entries))
                    (button_of(Style::Plain, "go", "field-add", "添加"))
                }
            }
        }
    }

    fn rules(&self) -> Markup {
        let form = &self.form;
        let rules: Vec<Choice> = RULES
            .iter()
            .map(|(slug, words, hint)| {
                let choice = Choice::new(*slug, *words);
                if hint.is_empty() { choice } else { choice.hint(*hint) }
            })
            .collect();
        let measures: Vec<Choice> =
            Measure::ALL.iter().map(|measure| Choice::new(measure_slug(*measure), measure.zh())).collect();
        html! {
            section class="card" {
                h2 { "出具条件" }
                (Field::new("rules", "规则").hint("勾选的规则要全部符合。申请前自检、自动审核和审核员看到的是同一份结果。").checks(form, &rules))
                div class="nested" data-when="rules=firm-undisciplined" {
                    (Field::new("firm_measures", "律所的哪些行业处分算数").hint("都不勾选，就是任何一种都算。").checks(form, &measures))
                }
                div class="nested" data-when="rules=lawyers-undisciplined" {
                    (Field::new("lawyer_measures", "律师的哪些行业处分算数").hint("都不勾选，就是任何一种都算。").checks(form, &measures))
                }
                (Field::new("review", "审核方式").required().radios(form, &[
                    Choice::new("automatic", "自动审核").hint("符合全部规则即时出具；有规则无法判断时转人工。"),
                    Choice::new("manual", "人工审核"),
                ]))
                div class="nested" data-when="review=manual" {
                    (Field::new("working_days", "承诺几个工作日内审核").required().input(Input::Number).width(Width::Short).most(3).line(form))
                }
            }
        }
    }

    fn issue(&self) -> Markup {
        let form = &self.form;
        html! {
            section class="card" {
                h2 { "编号、有效期和纸质证明" }
                (Field::new("prefix", "编号前缀").required().most(10).width(Width::Half)
                    .hint("例如“穗律证”，编号就是“穗律证〔2026〕第000123号”。同一前缀的证明连续编号。").line(form))
                (Field::new("validity", "有效期（天）").input(Input::Number).width(Width::Short).most(4)
                    .hint("从出具之日算起；不填就是不设期限。").line(form))
                (Field::new("paper", "纸质证明").required().radios(form, &[Choice::new("yes", "提供"), Choice::new("no", "不提供")]))
            }
        }
    }

    /// Samples and what is still wrong: the part that script draws anew.
    fn beside(&self) -> Markup {
        html! {
            section class="card" id="preview" {
                h2 { "预览" }
                div class="sample-choice" role="group" aria-label="样本的长短" {
                    @for sample in Sample::ALL {
                        button type="submit" form="kind" name="go" value=(format!("sample:{}", sample.slug()))
                            class="button" aria-pressed=(if sample == self.sample { "true" } else { "false" }) { (sample.zh()) }
                    }
                }
                @if self.sheets.pages.is_empty() {
                    p class="empty small" { (icon(Icon::Info)) "正文里有无法填入的内容，更正后这里会显示样本。" }
                } @else { (self.sheets.render()) }
            }
            section class="card" id="to-mend" aria-live="polite" {
                h2 { "发布前检查" }
                @if self.problems.is_empty() {
                    p class="check-sum" { (icon(Icon::Check)) "可以发布。" }
                } @else {
                    p { "还有 " (self.problems.len()) " 处需要处理：" }
                    ul class="mend" { @for (name, sentence) in &self.problems { li { a href=(format!("#{name}")) { (sentence) } } } }
                }
            }
            @if self.version.is_some() {
                p class="aside" { (link_button(Style::Quiet, &paths::kind_history(&self.slug), "各版记录")) }
            }
        }
    }
}

#[cfg(test)]
impl KindEdit {
    pub fn sample() -> Self {
        use crate::views::sample;
        let mut form = Form::typed([
            ("name", "法律服务项目承办证明"),
            ("proves", "证明本所正在承办某一项目。"),
            ("scope", "some-lawyers"),
            ("applicants", "firm"),
            ("language", "zh"),
            ("title", "法律服务项目承办证明"),
            ("body", "兹证明{律所名称}指派{律师名单}承办{项目名称}。\n以上内容以本会截至{数据日期}的登记信息为准。"),
            ("closing", "特此证明。"),
            ("date_style", "arabic"),
            ("column.1", "name"),
            ("column.2", "licence"),
            ("rules", "firm-normal"),
            ("rules", "lawyers-practising"),
            ("review", "manual"),
            ("working_days", "0"),
            ("prefix", "示律证"),
            ("paper", "yes"),
            ("field.1.label", "项目名称"),
            ("field.1.max", "60"),
            ("field.1.required", "yes"),
            ("field.2.label", "类别"),
            ("field.2.options", "诉讼\n非诉讼"),
        ]);
        form.refuse("working_days", "承诺的工作日请填写 1 至 60 的整数。");
        Self {
            slug: "project".to_owned(),
            name: "法律服务项目承办证明".to_owned(),
            version: Some(2),
            draft: Some((sample::at(10, 42), "王系统（示例）".to_owned())),
            seen: "1".to_owned(),
            form,
            fields: vec![
                FieldRow { key: "f1".to_owned(), entry: "text".to_owned(), was: "项目名称".to_owned() },
                FieldRow { key: "f2".to_owned(), entry: "choice".to_owned(), was: "类别".to_owned() },
            ],
            items: vec![("firm".to_owned(), "律所名称".to_owned()), ("f1".to_owned(), "项目名称".to_owned())],
            sample: Sample::Typical,
            sheets: sample::sheets(1, |page| paths::kind_sample("project", page)),
            problems: vec![("working_days".to_owned(), "承诺的工作日请填写 1 至 60 的整数。".to_owned())],
        }
    }
}
