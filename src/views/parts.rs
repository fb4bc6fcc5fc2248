//! The parts of forms, each with its label, hint and error together. No `<input>`, `<select>` or `<textarea>` is
//! written anywhere else. The browser's own checks are off (`novalidate`): the server answers in our words, and a
//! half-filled form can always be saved.

use maud::{Markup, html};

use crate::domain::time::Day;
use crate::views::form::Form;
use crate::views::frame::Frame;
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// A form that changes something: carries the page's token, if it has one, and works without script.
pub struct Post<'a> {
    pub action: String,
    pub id: Option<&'a str>,
    pub class: Option<&'a str>,
    /// Whether files travel with it.
    pub files: bool,
    /// Where script saves half-filled content while the person types.
    pub autosave: Option<String>,
}

impl Post<'_> {
    pub fn to(action: String) -> Self {
        Self { action, id: None, class: None, files: false, autosave: None }
    }

    pub fn render(self, frame: &Frame, body: &Markup) -> Markup {
        html! {
            form method="post" action=(self.action) id=[self.id] class=[self.class] novalidate
                enctype=[self.files.then_some("multipart/form-data")] data-autosave=[self.autosave] {
                @if !frame.form_token.is_empty() { (hidden("form_token", &frame.form_token)) }
                (body)
            }
        }
    }
}

/// A post form without further wishes.
pub fn post(frame: &Frame, action: String, body: &Markup) -> Markup {
    Post::to(action).render(frame, body)
}

/// A form of one button, to stand in a row of actions.
pub fn act(frame: &Frame, action: String, style: Style, label: &str) -> Markup {
    Post { class: Some("inline"), ..Post::to(action) }.render(frame, &button(style, label))
}

/// A form that only asks: filters and searches.
pub fn ask(action: &str, body: &Markup) -> Markup {
    html! { form method="get" action=(action) class="filters" role="search" novalidate { (body) } }
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The one likely act of the page.
    Primary,
    Plain,
    /// An act that takes something away.
    Danger,
    /// As quiet as a link.
    Quiet,
}

impl Style {
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

pub fn button(style: Style, label: &str) -> Markup {
    html! { button type="submit" class=(style.class()) { (label) } }
}

/// A button that says by name and value which of a form's acts is meant.
pub fn button_of(style: Style, name: &str, value: &str, label: &str) -> Markup {
    html! { button type="submit" class=(style.class()) name=(name) value=(value) { (label) } }
}

/// A button that sends its form elsewhere, for a file that opens beside the page.
pub fn button_beside(style: Style, action: &str, label: &str) -> Markup {
    html! { button type="submit" class=(style.class()) formaction=(action) formtarget="_blank" { (label) } }
}

/// A box that belongs to a form elsewhere on the page; the label is for those who do not see where it stands.
pub fn pick_for(form: &str, name: &str, value: &str, label: &str) -> Markup {
    let id = format!("{name}-{value}");
    html! {
        span class="pick" {
            input type="checkbox" form=(form) id=(id) name=(name) value=(value);
            label for=(id) { span class="unseen" { (label) } }
        }
    }
}

/// The way back to the step before; a phone has ‹ in its bar instead.
pub fn back_link(href: &str) -> Markup {
    html! { a class="button wide-only" href=(href) { "上一步" } }
}

pub fn link_button(style: Style, href: &str, label: &str) -> Markup {
    html! { a class=(style.class()) href=(href) { (label) } }
}

pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Which field a person fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Text,
    Email,
    Phone,
    Number,
    Date,
    Search,
    Password,
}

/// How wide a field is; a hint for the eye about what belongs in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Full,
    Half,
    Short,
}

/// One labelled field.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'a str,
    label: &'a str,
    id: String,
    hint: Option<&'a str>,
    required: bool,
    input: Input,
    width: Width,
    most: Option<usize>,
    autocomplete: Option<&'a str>,
}

impl<'a> Field<'a> {
    pub fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            id: name.to_owned(),
            hint: None,
            required: false,
            input: Input::Text,
            width: Width::Full,
            most: None,
            autocomplete: None,
        }
    }

    /// Where several forms of a page ask for the same name, a prefix keeps their ids apart.
    #[must_use]
    pub fn within(mut self, scope: &str) -> Self {
        self.id = format!("{scope}-{}", self.name);
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = (!hint.is_empty()).then_some(hint);
        self
    }

    /// Marks the field with the red asterisk.
    #[must_use]
    pub fn required(self) -> Self {
        self.required_if(true)
    }

    #[must_use]
    pub fn required_if(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// The most characters that the browser lets in.
    #[must_use]
    pub fn most(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, word: &'a str) -> Self {
        self.autocomplete = Some(word);
        self
    }

    fn described(&self, form: &Form) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.id));
        let error = form.error(self.name).map(|_| format!("{}-error", self.id));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    fn class(&self, form: &Form) -> &'static str {
        match (self.width, form.error(self.name).is_some()) {
            (Width::Full, false) => "field",
            (Width::Full, true) => "field wrong",
            (Width::Half, false) => "field half",
            (Width::Half, true) => "field half wrong",
            (Width::Short, false) => "field short",
            (Width::Short, true) => "field short wrong",
        }
    }

    fn caption(&self) -> Markup {
        html! {
            (self.label)
            @if self.required { span class="star" aria-hidden="true" { "*" } span class="unseen" { "（必填）" } }
        }
    }

    fn words(&self, form: &Form) -> Markup {
        html! {
            @if let Some(hint) = self.hint { p class="hint" id=(format!("{}-hint", self.id)) { (hint) } }
            @if let Some(error) = form.error(self.name) {
                p class="error" id=(format!("{}-error", self.id)) { (icon(Icon::Alert)) (error) }
            }
        }
    }

    fn around(&self, form: &Form, control: &Markup) -> Markup {
        html! {
            div class=(self.class(form)) {
                label for=(self.id) { (self.caption()) }
                (self.words(form))
                (control)
            }
        }
    }

    /// A line to type in.
    pub fn line(&self, form: &Form) -> Markup {
        let value = form.value(self.name);
        let wrong = form.error(self.name).is_some();
        // A date that the calendar does not have would vanish from a date input: keep what was typed as text.
        let odd_date = !value.is_empty() && Day::parse(value).is_none_or(|day| day.to_string() != value);
        let (kind, mode) = match self.input {
            Input::Date if !odd_date => ("date", None),
            Input::Text | Input::Date => ("text", None),
            Input::Email => ("email", Some("email")),
            Input::Phone => ("tel", Some("tel")),
            Input::Number => ("text", Some("numeric")),
            Input::Search => ("search", None),
            Input::Password => ("password", None),
        };
        // A password never travels back to the browser.
        let value = if self.input == Input::Password { "" } else { value };
        self.around(
            form,
            &html! {
                input type=(kind) inputmode=[mode] id=(self.id) name=(self.name) value=(value)
                    maxlength=[self.most] autocomplete=[self.autocomplete] aria-required=[self.required.then_some("true")]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[self.described(form)];
            },
        )
    }

    /// Several lines to type in.
    pub fn area(&self, form: &Form, rows: u8) -> Markup {
        let wrong = form.error(self.name).is_some();
        self.around(
            form,
            &html! {
                textarea id=(self.id) name=(self.name) rows=(rows) maxlength=[self.most]
                    aria-required=[self.required.then_some("true")] aria-invalid=[wrong.then_some("true")]
                    aria-describedby=[self.described(form)] { "\n" (form.value(self.name)) }
            },
        )
    }

    /// One of a list; `empty` is the entry for "nothing chosen".
    pub fn select(&self, form: &Form, empty: Option<&str>, options: &[(String, String)]) -> Markup {
        let wrong = form.error(self.name).is_some();
        self.around(
            form,
            &html! {
                div class="select" {
                    select id=(self.id) name=(self.name) aria-required=[self.required.then_some("true")]
                        aria-invalid=[wrong.then_some("true")] aria-describedby=[self.described(form)] {
                        @if let Some(empty) = empty { option value="" { (empty) } }
                        @for (value, label) in options {
                            option value=(value) selected[form.holds(self.name, value)] { (label) }
                        }
                    }
                    (icon(Icon::Down))
                }
            },
        )
    }

    /// A file to choose; script turns it into a place to drop one.
    pub fn file(&self, form: &Form, accept: &str) -> Markup {
        let wrong = form.error(self.name).is_some();
        self.around(
            form,
            &html! {
                div class="drop" data-drop {
                    (icon(Icon::Upload))
                    input type="file" id=(self.id) name=(self.name) accept=(accept)
                        aria-required=[self.required.then_some("true")] aria-invalid=[wrong.then_some("true")]
                        aria-describedby=[self.described(form)];
                }
            },
        )
    }

    fn group(&self, form: &Form, choices: &Markup, many: bool) -> Markup {
        html! {
            fieldset class=(self.class(form)) id=(self.id) aria-describedby=[self.described(form)] {
                legend { (self.caption()) }
                (self.words(form))
                div class=(if many { "choices many" } else { "choices" }) { (choices) }
            }
        }
    }

    /// One of a few, all seen at once.
    pub fn radios(&self, form: &Form, options: &[Choice]) -> Markup {
        self.group(form, &self.ticks(form, "radio", options), false)
    }

    /// Any of a few.
    pub fn checks(&self, form: &Form, options: &[Choice]) -> Markup {
        self.group(form, &self.ticks(form, "checkbox", options), options.len() > 5)
    }

    fn ticks(&self, form: &Form, kind: &str, options: &[Choice]) -> Markup {
        html! {
            @for (at, option) in options.iter().enumerate() {
                @let id = format!("{}-{}", self.id, at + 1);
                @let hint = option.hint.as_ref().map(|_| format!("{id}-hint"));
                div class="choice" {
                    input type=(kind) id=(id) name=(self.name) value=(option.value)
                        checked[form.holds(self.name, &option.value)] aria-describedby=[hint.as_deref()];
                    label for=(id) { (option.label) }
                    @if let Some(text) = &option.hint { p class="hint" id=[hint.as_deref()] { (text) } }
                }
            }
        }
    }
}

/// One value that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One yes-or-no box on its own; the value sent is `yes`.
pub fn tick(form: &Form, name: &str, label: &str) -> Markup {
    tick_as(form, name, name, label)
}

/// The same where several forms of a page have a box of this name.
pub fn tick_within(form: &Form, scope: &str, name: &str, label: &str) -> Markup {
    tick_as(form, &format!("{scope}-{name}"), name, label)
}

fn tick_as(form: &Form, id: &str, name: &str, label: &str) -> Markup {
    let error = form.error(name);
    let error_id = error.map(|_| format!("{id}-error"));
    html! {
        div class="choice" {
            input type="checkbox" id=(id) name=(name) value="yes" checked[form.holds(name, "yes")]
                aria-invalid=[error.map(|_| "true")] aria-describedby=[error_id.as_deref()];
            label for=(id) { (label) }
        }
        @if let Some(sentence) = error { p class="error" id=[error_id.as_deref()] { (icon(Icon::Alert)) (sentence) } }
    }
}

/// A box or a dot in a list whose label is richer than a text; the label is everything inside.
pub struct Pick<'a> {
    pub many: bool,
    pub name: &'a str,
    pub value: &'a str,
    pub chosen: bool,
    pub usable: bool,
}

impl Pick<'_> {
    pub fn render(&self, label: &Markup) -> Markup {
        let id = format!("{}-{}", self.name, self.value);
        html! {
            input type=(if self.many { "checkbox" } else { "radio" }) id=(id) name=(self.name) value=(self.value)
                checked[self.chosen && self.usable] disabled[!self.usable];
            label for=(id) { (label) }
        }
    }
}

/// The errors of a form, on top of the page, each leading to its field.
pub fn error_summary(form: &Form) -> Markup {
    summary(form, "")
}

/// The same for a form whose fields stand `within` a scope.
pub fn error_summary_within(form: &Form, scope: &str) -> Markup {
    summary(form, &format!("{scope}-"))
}

fn summary(form: &Form, prefix: &str) -> Markup {
    html! {
        @if form.is_refused() {
            div class="summary" role="alert" tabindex="-1" data-focus {
                h2 { (icon(Icon::Alert)) "有内容需要更正" }
                p { "已填写的内容都保留着，更正后请再次提交。" }
                ul {
                    @for note in form.notes() { li { (note) } }
                    @for (name, sentence) in form.errors() { li { a href=(format!("#{prefix}{name}")) { (sentence) } } }
                }
            }
        }
    }
}
