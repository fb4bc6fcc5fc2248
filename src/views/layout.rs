//! The document around every page: head, bar, menu, notices, foot. The only place where raw markup is let through.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::assets;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::Lang;
use crate::text::step::Step;
use crate::views::frame::{Breadth, Frame, Notice, Page, Place, Who};
use crate::views::icon::Icon;
use crate::views::menu::{self, Entry};
use crate::views::parts::{Post, Style, button_of, hidden};

/// One icon, inline, so that it takes the colour of its text and needs no request.
pub fn icon(icon: Icon) -> Markup {
    PreEscaped(icon.svg().to_owned())
}

/// The address of an embedded file, with the version of its content.
pub fn asset(name: &str) -> String {
    format!("{}?v={}", paths::asset(name), assets::version(name))
}

/// The whole document of a page.
pub fn document(page: &impl Page, frame: &Frame) -> Markup {
    let class = match (&frame.who, page.place()) {
        (Some(who), place) if place != Place::Public => {
            if who.is_member() {
                "framed member"
            } else {
                "framed staff"
            }
        }
        _ if page.breadth() == Breadth::Narrow => "open slim",
        _ => "open",
    };
    html! {
        (DOCTYPE)
        html lang=(frame.lang.tag()) class=[frame.large_type.then_some("large")] {
            (head(page, frame))
            body class=(class) {
                a class="skip" href="#main" { (zh_en(frame, "跳到正文", "Skip to content")) }
                p class="old-browser" {
                    (zh_en(frame, "您的浏览器版本过低，页面可能显示不正常。请换用新版的 Chrome、Edge、Firefox，或把 360、QQ 浏览器切换到极速模式。",
                        "Your browser is too old for this page. Please use a current version of Chrome, Edge, Firefox or Safari."))
                }
                @match &frame.who {
                    Some(who) if class.starts_with("framed") => { (framed(page, frame, who)) }
                    _ => { (open(page, frame)) }
                }
            }
        }
    }
}

fn zh_en<'a>(frame: &Frame, zh: &'a str, en: &'a str) -> &'a str {
    match frame.lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn head(page: &impl Page, frame: &Frame) -> Markup {
    let owner = zh_en(frame, &frame.association.name, &frame.association.latin);
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            meta name="renderer" content="webkit";
            meta name="referrer" content="no-referrer";
            meta name="robots" content="noindex, nofollow";
            meta name="format-detection" content="telephone=no, email=no, address=no";
            meta name="color-scheme" content="light dark";
            title { (page.title()) " – " (owner) }
            link rel="icon" href=(logo(frame));
            link rel="stylesheet" href=(asset("style.css"));
            @if let Some(accent) = &frame.association.accent { link rel="stylesheet" href=(accent); }
            @if page.place() == Place::Public { script src=(asset("verifier.js")) defer {} }
            script src=(asset("script.js")) defer {}
        }
    }
}

/// Address of the association's logo, or of the built-in mark.
fn logo(frame: &Frame) -> String {
    frame.association.logo.clone().unwrap_or_else(|| asset("mark.svg"))
}

/// The logo beside the association's name, which says all that it does.
fn mark(frame: &Frame) -> Markup {
    let own = frame.association.logo.is_some();
    html! { img src=(logo(frame)) alt="" width="32" height="32" class=[own.then_some("own")]; }
}

/// A sentence of the association to its members.
pub fn banner(sentence: &str) -> Markup {
    html! { div class="notice wait banner" { (icon(Icon::Flag)) p { (sentence) } } }
}

fn framed(page: &impl Page, frame: &Frame, who: &Who) -> Markup {
    html! {
        div class="frame" {
            (sidebar(page.place(), frame, who))
            div class="stage" {
                (bar(page, frame, who))
                (main(page, frame))
            }
        }
        @if who.is_member() { (tabs(page.place())) }
    }
}

fn link(entry: &Entry, place: Place) -> Markup {
    html! {
        a href=(entry.href) aria-current=[(entry.place == place).then_some("page")] {
            (icon(entry.icon)) span { (entry.word) }
        }
    }
}

fn sidebar(place: Place, frame: &Frame, who: &Who) -> Markup {
    html! {
        div class="sidebar" {
            nav aria-label="主菜单" {
                a class="brand" href=(paths::home()) {
                    (mark(frame))
                    span { b { (frame.association.short) } small { "电子证明系统" } }
                }
                ul {
                    @if who.is_member() {
                        li {
                            p class="branch" { (icon(Icon::Seal)) "电子证明申请" }
                            ul { @for entry in menu::trip() { li { (link(&entry, place)) } } }
                        }
                    }
                    @for entry in menu::rest(who) { li { (link(&entry, place)) } }
                }
            }
        }
    }
}

fn bar(page: &impl Page, frame: &Frame, who: &Who) -> Markup {
    let section = menu::word(page.place()).map_or_else(|| page.title(), str::to_owned);
    html! {
        header class="bar" {
            @if let Some(back) = page.back() {
                a class="back" href=(back) { (icon(Icon::Left)) span class="unseen" { "返回" } }
            }
            p class="section" { (section) }
            @if let Some(step) = page.step() {
                p class="count" { span class="unseen" { "第 " } (step.number()) " / 5" span class="unseen" { " 步" } }
            }
            div class="tools wide-only" { (large_type(frame)) }
            details class="account" data-menu {
                summary {
                    (icon(Icon::User)) span class="who" { (who.of) } span class="unseen" { "账号菜单" } (icon(Icon::Down))
                }
                div class="float" {
                    p class="person" {
                        b { (who.name) }
                        span { (who.of) }
                        span { @for (at, role) in who.roles.iter().enumerate() {
                            @if at > 0 { "、" } (crate::text::role::role(*role))
                        } }
                    }
                    ul class="narrow-only" {
                        @for entry in menu::rest(who) { li { (link(&entry, page.place())) } }
                    }
                    ul {
                        li { a href=(paths::own_account()) { (icon(Icon::Lock)) span { "我的账号" } } }
                        li class="narrow-only" { (large_type(frame)) }
                        li { (sign_out(frame)) }
                    }
                }
            }
        }
        @if let Some(step) = page.step() { (progress(step)) }
    }
}

/// The switch for 大字 mode; comes back to this page.
fn large_type(frame: &Frame) -> Markup {
    let word = match (frame.large_type, frame.lang) {
        (false, Lang::Zh) => "大字版",
        (true, Lang::Zh) => "标准字号",
        (false, Lang::En) => "Large type",
        (true, Lang::En) => "Normal type",
    };
    Post { class: Some("inline"), ..Post::to(paths::large_type()) }.render(
        frame,
        &html! {
            (hidden("back", &frame.here))
            button type="submit" class="row" name="on" value=(if frame.large_type { "no" } else { "yes" }) {
                (icon(Icon::Type)) span { (word) }
            }
        },
    )
}

fn sign_out(frame: &Frame) -> Markup {
    Post { class: Some("inline"), ..Post::to(paths::sign_out()) }
        .render(frame, &html! { button type="submit" class="row" { (icon(Icon::Out)) span { "退出登录" } } })
}

fn progress(now: Step) -> Markup {
    html! {
        nav aria-label="申请步骤" { ol class="steps" {
            @for step in Step::ALL {
                @let class = match step.cmp(&now) {
                    std::cmp::Ordering::Less => "past",
                    std::cmp::Ordering::Equal => "now",
                    std::cmp::Ordering::Greater => "ahead",
                };
                li class=(class) aria-current=[(step == now).then_some("step")] {
                    span class="dot" {
                        @if step < now || now == Step::Done { (icon(Icon::Check)) } @else { (step.number()) }
                    }
                    span class="word" { (step.short()) }
                    @if step < now { span class="unseen" { "（已完成）" } }
                }
            }
        } }
    }
}

fn main(page: &impl Page, frame: &Frame) -> Markup {
    let class = match page.breadth() {
        Breadth::Narrow => "main narrow",
        Breadth::Form => "main form-wide",
        Breadth::Table => "main",
        Breadth::Full => "main full",
    };
    let action = page.head_action(frame);
    html! {
        main id="main" class=(class) tabindex="-1" {
            @for sentence in &frame.banners { (banner(sentence)) }
            @if let Some(notice) = &frame.notice { (notice_box(notice)) }
            @if !page.has_own_heading() {
                div class=(if action.is_some() { "head with-action" } else { "head" }) {
                    div {
                        h1 { (page.title()) }
                        @if let Some(lead) = page.lead() { p class="lead" { (lead) } }
                    }
                    @if let Some(action) = action { div class="head-action" { (action) } }
                }
            }
            (page.body(frame))
        }
    }
}

fn notice_box(notice: &Notice) -> Markup {
    let (class, role, mark, sentence) = match notice {
        Notice::Good(sentence) => ("notice good", "status", Icon::Check, sentence),
        Notice::Wait(sentence) => ("notice wait", "status", Icon::Info, sentence),
        Notice::Bad(sentence) => ("notice bad", "alert", Icon::Alert, sentence),
    };
    html! { div class=(class) role=(role) { (icon(mark)) p { (sentence) } } }
}

fn tabs(place: Place) -> Markup {
    html! {
        nav class="tabs" aria-label="底部菜单" {
            @for entry in menu::trip() {
                a href=(entry.href) aria-current=[(entry.place == place).then_some("page")] {
                    (icon(entry.icon))
                    span { @if entry.place == Place::Mine { "我的申请" } @else { (entry.word) } }
                }
            }
        }
    }
}

fn open(page: &impl Page, frame: &Frame) -> Markup {
    let public = page.place() == Place::Public;
    html! {
        header class="masthead" {
            div class="inner" {
                a class="brand" href=(if public { paths::verify() } else { paths::home() }) {
                    (mark(frame))
                    span {
                        b { (zh_en(frame, &frame.association.name, &frame.association.latin)) }
                        small { (zh_en(frame, if public { "证明核验" } else { "电子证明系统" }, "Certificate verification")) }
                    }
                }
                div class="tools" {
                    @if public {
                        (button_language(frame))
                    }
                    (large_type(frame))
                }
            }
        }
        (main(page, frame))
        footer class="foot" {
            p { (zh_en(frame, &frame.association.name, &frame.association.latin)) }
            p {
                @if public {
                    (zh_en(frame, "核验网址的域名：", "Domain of this service: ")) b { (frame.association.domain) }
                } @else {
                    a href=(paths::verify()) { "证明核验" }
                }
            }
        }
    }
}

/// Chinese and English are two addresses of one page, so that a link can be handed on in either.
fn button_language(frame: &Frame) -> Markup {
    let (other, word) = match frame.lang {
        Lang::Zh => (Lang::En, "English"),
        Lang::En => (Lang::Zh, "中文"),
    };
    let path = frame.here.split('?').next().unwrap_or_default();
    html! {
        a class="row" href=(format!("{path}?lang={}", other.slug())) lang=(other.tag()) hreflang=(other.tag()) {
            (icon(Icon::Globe)) span { (word) }
        }
    }
}

/// A day and a clock time, neither broken over lines.
pub fn moment(at: Moment) -> Markup {
    html! { span class="whole" { (at.day().zh()) } " " span class="whole" { (at.clock()) } }
}

/// The row of acts at the end of a form; on a phone it stays in reach of the thumb.
pub fn actions(acts: &Markup) -> Markup {
    html! { div class="actions" { (acts) } }
}

/// A next-step button that says what follows.
pub fn next_button(label: &str) -> Markup {
    button_of(Style::Primary, "go", "next", label)
}
