//! Import a table of the register: upload. Nothing changes before the dry run was looked at.

use maud::{Markup, html};

use crate::domain::register::Table;
use crate::paths;
use crate::text::register;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Choice, Field, Input, Post, Style, Width, button, error_summary, link_button};

/// The page at `/register/import`; its POST (multipart) sends `table`, `data_date` and `file`.
#[derive(Clone, Debug, Default)]
pub struct RegisterImport {
    pub form: Form,
}

impl Page for RegisterImport {
    fn title(&self) -> String {
        "导入登记表".to_owned()
    }

    fn place(&self) -> Place {
        Place::Register
    }

    fn back(&self) -> Option<String> {
        Some(paths::register())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some("先试算，列出新增、变更和有问题的行；确认之后才写入登记。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let tables: Vec<_> = Table::ALL
            .iter()
            .map(|table| Choice::new(table.slug(), register::table(*table)).hint(register::columns(*table)))
            .collect();
        let body = html! {
            section class="card" {
                (Field::new("table", "哪一张登记表").required().radios(&self.form, &tables))
                (Field::new("data_date", "数据日期").required().input(Input::Date).width(Width::Half)
                    .hint("这份表格截至哪一天，会印在证明上。").line(&self.form))
                (Field::new("file", "文件").required().hint("XLSX 或 CSV（UTF-8、GB 18030 均可），不超过 20 MB；第一行为列名。")
                    .file(&self.form, ".xlsx,.csv"))
            }
            div class="actions" {
                (link_button(Style::Plain, &paths::register(), "返回"))
                (button(Style::Primary, "上传并试算"))
            }
        };
        html! {
            (error_summary(&self.form))
            (Post { files: true, ..Post::to(paths::register_import()) }.render(frame, &body))
        }
    }
}

#[cfg(test)]
impl RegisterImport {
    pub fn sample() -> Self {
        let mut form = Form::typed([("table", "lawyers"), ("data_date", "2026-11-20")]);
        form.refuse("file", "文件中没有名为“执业证号”的列。请检查第一行的列名。");
        Self { form }
    }
}
