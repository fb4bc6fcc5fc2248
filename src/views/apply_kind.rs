//! Step 2, 选择电子证明类型: one card per kind, with the first page of its template.

use maud::{Markup, html};

use crate::domain::kind::Review;
use crate::paths;
use crate::text::state;
use crate::text::step::Step;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Pick, Post, back_link, error_summary, hidden};

/// The page at `/apply/{id}/kind`; its POST sends `kind`, a slug.
#[derive(Clone, Debug)]
pub struct ApplyKind {
    pub id: String,
    pub kinds: Vec<KindCard>,
    /// `kind` as chosen before, and errors.
    pub form: Form,
    /// Whether the person came from the preview and wants to go back there.
    pub from_preview: bool,
}

/// One kind of certificate, offered to this applicant or not.
#[derive(Clone, Debug)]
pub struct KindCard {
    pub slug: String,
    pub name: String,
    /// One sentence of what it proves.
    pub proves: String,
    /// For whom: `本所`, `部分律师`.
    pub scope: String,
    pub review: Review,
    pub paper: bool,
    /// Why this applicant may not choose it; such cards stand last.
    pub refused: Option<String>,
}

impl Page for ApplyKind {
    fn title(&self) -> String {
        Step::Kind.title().to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn step(&self) -> Option<Step> {
        Some(Step::Kind)
    }

    fn back(&self) -> Option<String> {
        Some(paths::apply())
    }

    fn lead(&self) -> Option<String> {
        Some("点击图片可放大预览证明模板。".to_owned())
    }

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        Some(
            html! { button type="submit" form="kinds" class="button primary wide-only" { "下一步：填写信息" (icon(Icon::Right)) } },
        )
    }

    fn body(&self, frame: &Frame) -> Markup {
        let (offered, refused): (Vec<_>, Vec<_>) = self.kinds.iter().partition(|kind| kind.refused.is_none());
        let form = html! {
            @if self.from_preview { (hidden("back", "preview")) }
            @if offered.is_empty() {
                p class="empty" { (icon(Icon::Info)) "目前没有可以申请的证明种类。如有疑问，请致电服务热线。" }
            } @else {
                fieldset class="bare" id="kind" {
                    legend class="unseen" { "电子证明类型" }
                    div class="kinds" { @for kind in &offered { (card(kind, &self.form)) } }
                }
            }
            @if !refused.is_empty() {
                h2 class="apart" { "暂不可申请" }
                div class="kinds" { @for kind in &refused { (card(kind, &self.form)) } }
            }
            div class="actions" {
                (back_link(&paths::apply()))
                @if !offered.is_empty() {
                    button type="submit" class="button primary narrow-only" { "下一步：填写申请信息" }
                    button type="submit" class="button primary wide-only" { "下一步：填写信息" }
                }
            }
        };
        html! {
            (error_summary(&self.form))
            (Post { id: Some("kinds"), ..Post::to(paths::apply_kind(&self.id)) }.render(frame, &form))
        }
    }
}

fn card(kind: &KindCard, form: &Form) -> Markup {
    let usable = kind.refused.is_none();
    let pick = Pick { many: false, name: "kind", value: &kind.slug, chosen: form.holds("kind", &kind.slug), usable };
    html! {
        div class=(if usable { "kind" } else { "kind off" }) {
            div class="kind-text" {
                (pick.render(&html! { b { (kind.name) } }))
                p { (kind.proves) }
                @if let Some(reason) = &kind.refused { p class="reason" { (icon(Icon::Info)) (reason) } }
                ul class="traits" {
                    li { (icon(Icon::Users)) (kind.scope) }
                    li { (icon(Icon::Clock)) (state::review_sentence(kind.review)) }
                    li { (icon(Icon::Print)) @if kind.paper { "可要纸质证明" } @else { "仅电子证明" } }
                }
            }
            a class="thumb" href=(paths::template(&kind.slug)) data-enlarge=(paths::template_page(&kind.slug, 1)) {
                img src=(format!("{}?size=small", paths::template_page(&kind.slug, 1))) srcset=(dense(&kind.slug)) width="120" height="170" loading="lazy" alt=(format!("{}模板，放大预览", kind.name));
                span aria-hidden="true" { (icon(Icon::Search)) "预览模板" }
            }
        }
    }
}

/// The small picture of a template for phones with three pixels to a point.
fn dense(kind: &str) -> String {
    let page = paths::template_page(kind, 1);
    format!("{page}?size=small 2x, {page}?size=small3 3x")
}

#[cfg(test)]
impl ApplyKind {
    pub fn sample() -> Self {
        let kind = |slug: &str, name: &str, proves: &str, scope: &str, days: u16, paper| KindCard {
            slug: slug.to_owned(),
            name: name.to_owned(),
            proves: proves.to_owned(),
            scope: scope.to_owned(),
            review: if days == 0 { Review::Automatic } else { Review::Manual { working_days: days } },
            paper,
            refused: None,
        };
        let mut kinds = vec![
            kind("firm-member", "律师事务所会员证明", "证明本所是本会团体会员，状态正常。", "本所", 0, true),
            kind("lawyer-member", "律师会员证明", "证明所选律师是本会个人会员，在本所执业。", "部分律师", 0, true),
            kind("dues", "会费缴纳证明", "证明本所已缴清某一年度的会费。", "本所", 0, false),
            kind(
                "firm-and-lawyers-no-discipline",
                "律师事务所及全体律师无行业处分证明",
                "证明一段期间内，本会没有对本所及本所全体律师作出行业处分。",
                "本所及全体律师",
                3,
                true,
            ),
            kind(
                "standing",
                "Certificate of Standing 律师执业状况证明（中英文）",
                "以中英文证明一名律师的执业状况。",
                "一名律师",
                5,
                true,
            ),
            kind(
                "lawyer-no-discipline",
                "律师无行业处分证明",
                "证明一段期间内，本会没有对所选律师作出行业处分。",
                "部分律师",
                3,
                true,
            ),
        ];
        kinds[5].refused = Some("需要每名律师本人同意，本会尚未开通这一功能。".to_owned());
        Self { id: "41".to_owned(), kinds, form: Form::new().with("kind", "lawyer-member"), from_preview: false }
    }

    pub fn sample_unchosen() -> Self {
        let mut form = Form::new();
        form.refuse("kind", "请选择一种电子证明。");
        Self { form, from_preview: true, ..Self::sample() }
    }

    pub fn sample_empty() -> Self {
        Self { kinds: Vec::new(), form: Form::new(), ..Self::sample() }
    }
}
