//! One field of a kind in its editor.

use maud::{Markup, html};

use crate::domain::kind_words::entry_zh;
use crate::views::form::Form;
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Width, hidden, tick};

/// What a field is, beside what stands in its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRow {
    pub key: String,
    /// A slug of `kind_words::ENTRIES`.
    pub entry: String,
    /// Its label as it was kept: the body's text names it by that.
    pub was: String,
}

/// The entries of field number `at` (from 0), with its buttons.
pub fn field_row(at: usize, field: &FieldRow, form: &Form) -> Markup {
    let n = at + 1;
    let name = |part: &str| format!("field.{n}.{part}");
    let (label, hint, max, options, required) =
        (name("label"), name("hint"), name("max"), name("options"), name("required"));
    let shown = if field.was.is_empty() { format!("第 {n} 项") } else { field.was.clone() };
    html! {
        fieldset class="kind-field" {
            legend { "第 " (n) " 项：" (entry_zh(&field.entry)) }
            (hidden(&name("key"), &field.key))
            (hidden(&name("entry"), &field.entry))
            (hidden(&name("was"), &field.was))
            div class="pair" {
                (Field::new(&label, "名称").required().most(20).line(form))
                (Field::new(&hint, "提示（选填）").most(80).line(form))
            }
            @if matches!(field.entry.as_str(), "text" | "purpose" | "addressee") {
                (Field::new(&max, "最多几个字").required().input(Input::Number).width(Width::Short).most(3).line(form))
            }
            @if field.entry == "choice" {
                (Field::new(&options, "选项，每行一个").required().area(form, 4))
            }
            (tick(form, &required, "必填"))
            div class="row-acts" {
                @if at > 0 {
                    button type="submit" class="button quiet" name="go" value=(format!("field-up:{n}")) {
                        "上移" span class="unseen" { (shown) }
                    }
                }
                button type="submit" class="button quiet" name="go" value=(format!("field-remove:{n}")) {
                    (icon(Icon::Bin)) "删除" span class="unseen" { (shown) }
                }
            }
        }
    }
}
