//! Areas of the settings as typed: what may stand in each, and the fields of each as they are shown. The base URL is
//! not among them: the operator sets it where certificates of servers and proxies are set.

use crate::app::refused::Refused;
use crate::app::revise::Typed;
use crate::app::world::World;
use crate::app::{change_faq, change_letter, change_looks, change_workdays};
use crate::domain::complete::{Problem, text_line};
use crate::domain::letter::parse_address;
use crate::domain::revision::{Area, Content};
use crate::domain::settings::Hotline;
use crate::domain::stage::StageName;
use crate::domain::uscc::Uscc;
use crate::store::{Look, Writing};

/// Every problem at once, in the page's order; the field names of problems are those of the page.
pub fn check(world: &World, area: &Area, typed: &Typed) -> Result<Content, Refused> {
    let mut form = Check { world, typed, problems: Vec::new() };
    let content = match area {
        Area::Association => association(&mut form),
        Area::Looks => change_looks::looks(&mut form)?,
        Area::Seal => change_looks::seal(&mut form)?,
        Area::Hotline => hotline(&mut form),
        Area::Faq => change_faq::faq(&mut form),
        Area::Notices => change_faq::notices(&mut form),
        Area::Places => {
            let address_days = address_days(&mut form);
            Content::Places {
                collect_at: form.line("collect_at", 120),
                report_note: form.block("report_note", 300),
                address_days,
            }
        }
        Area::Letter(kind) => change_letter::letter(&mut form, kind)?,
        Area::Workdays(year) => change_workdays::year(&mut form, *year),
    };
    if form.problems.is_empty() { Ok(content) } else { Err(Refused::Invalid(form.problems)) }
}

/// The fields that a content is edited by: `check` makes the same content of them again.
pub fn fields(area: &Area, content: &Content) -> Typed {
    let mut fields = Typed::new();
    let mut set = |name: &str, value: &str| {
        fields.insert(name.to_owned(), value.to_owned());
    };
    match content {
        Content::Association { name, short, latin, uscc, mail_from, consent } => {
            set("association", name);
            set("short", short);
            set("latin", latin);
            set("uscc", uscc);
            set("mail_from", mail_from);
            set("consent", if *consent { "yes" } else { "" });
        }
        Content::Hotline(hotline) => {
            set("hotline_phone", &hotline.phone);
            set("hotline_hours", &hotline.hours);
            set("hotline_email", &hotline.email);
        }
        Content::Places { collect_at, report_note, address_days } => {
            set("address_days", &address_days.map(|days| days.to_string()).unwrap_or_default());
            set("collect_at", collect_at);
            set("report_note", report_note);
        }
        Content::Looks { logo, accent } => {
            set("logo", logo.as_deref().unwrap_or_default());
            set("accent", accent.as_deref().unwrap_or_default());
        }
        Content::Seal(seal) => set("seal", seal.as_deref().unwrap_or_default()),
        Content::Faq(faq) => return change_faq::faq_fields(faq),
        Content::Notices(notices) => return change_faq::notice_fields(notices),
        Content::Letter(text) => return change_letter::fields(area, text.as_ref()),
        Content::Workdays(list) => return change_workdays::fields(area, list.as_ref()),
    }
    fields
}

/// Days for which postal addresses are kept: a number, or nothing for what is usual.
fn address_days(form: &mut Check) -> Option<u16> {
    let typed = form.text("address_days").trim().to_owned();
    if typed.is_empty() {
        return None;
    }
    let days = typed.parse().ok().filter(|days| (1..=3650).contains(days));
    if days.is_none() {
        form.refuse("address_days", "收件信息保存天数请填写 1 至 3650 的整数，或者不填。");
    }
    days
}

/// Files of numbered certificates are made under the name that they were signed under.
pub fn nothing_in_the_making(writing: &Writing) -> Result<(), Refused> {
    match writing.count_marked("application-stage", StageName::Issuing.slug())? {
        0 => Ok(()),
        count => Err(Refused::field(
            "association",
            format!("有 {count} 份证明正在出具，协会名称和代码要等出具完毕后才能更改，请稍后再保存。"),
        )),
    }
}

fn association(form: &mut Check) -> Content {
    let name = form.required("association", 40, "协会名称");
    let short = form.required("short", 12, "简称");
    let latin = form.required("latin", 120, "英文名称");
    if !latin.is_ascii() {
        form.refuse("latin", "英文名称只能用英文字母、数字和英文标点。");
    }
    let uscc = form.uscc();
    let mail_from = form.address("mail_from");
    let consent = form.text("consent") == "yes";
    Content::Association { name, short, latin, uscc, mail_from, consent }
}

fn hotline(form: &mut Check) -> Content {
    Content::Hotline(Hotline {
        phone: form.line("hotline_phone", 30),
        hours: form.line("hotline_hours", 80),
        email: if form.text("hotline_email").trim().is_empty() { String::new() } else { form.address("hotline_email") },
    })
}

/// A form under examination.
pub struct Check<'a> {
    pub world: &'a World,
    pub typed: &'a Typed,
    pub problems: Vec<Problem>,
}

impl Check<'_> {
    pub fn refuse(&mut self, field: &str, sentence: impl Into<String>) {
        self.problems.push(Problem::new(field, sentence));
    }

    /// As typed.
    pub fn text(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }

    pub fn line(&mut self, field: &str, most: usize) -> String {
        let line = text_line(self.text(field), most, &|text| self.world.press.undrawable(text));
        line.unwrap_or_else(|sentence| {
            self.refuse(field, sentence);
            String::new()
        })
    }

    pub fn required(&mut self, field: &str, most: usize, what: &str) -> String {
        if self.text(field).trim().is_empty() {
            self.refuse(field, format!("请填写{what}。"));
            return String::new();
        }
        self.line(field, most)
    }

    /// Several lines.
    pub fn block(&mut self, field: &str, most: usize) -> String {
        let text = self.text(field).trim().replace("\r\n", "\n");
        let length = text.chars().count();
        if length > most {
            self.refuse(field, format!("最多 {most} 个字，现有 {length} 个。"));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            self.refuse(field, "不能包含制表符等控制字符。");
        }
        text
    }

    fn address(&mut self, field: &str) -> String {
        parse_address(self.text(field)).unwrap_or_else(|sentence| {
            self.refuse(field, sentence);
            String::new()
        })
    }

    fn uscc(&mut self) -> String {
        match Uscc::parse(self.text("uscc")) {
            Ok(code) if code.is_association() => return code.as_str().to_owned(),
            Ok(_) => self.refuse("uscc", "协会是社会团体，其统一社会信用代码应以 51 开头，请核对。"),
            Err(error) => self.refuse("uscc", error.sentence()),
        }
        String::new()
    }
}
