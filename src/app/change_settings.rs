//! What the association says of itself: read and changed by the system administrator. The base URL is not among it: the
//! operator sets it where certificates of servers and proxies are set.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::complete::{Problem, text_line};
use crate::domain::letter::parse_address;
use crate::domain::permission::Right;
use crate::domain::settings::{Hotline, Question, Settings};
use crate::domain::stage::StageName;
use crate::domain::uscc::Uscc;
use crate::store::blobs::Blobs;
use crate::store::{Look, Writing};
use crate::text::help;

/// Most entries of 常见问题.
const MOST_QUESTIONS: usize = 40;

/// Settings as typed. The field names of problems are those of this struct; those of a question are `question_n` and
/// `answer_n`, counted from 1.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub association: String,
    pub short: String,
    pub latin: String,
    pub uscc: String,
    pub consent: bool,
    pub hotline_phone: String,
    pub hotline_hours: String,
    pub hotline_email: String,
    pub mail_from: String,
    pub collect_at: String,
    /// Question and answer; a pair of two empty ones is left out.
    pub faq: Vec<(String, String)>,
}

/// The settings, 常见问题 as the public reads it.
pub fn read(world: &World, person: &Person) -> Result<Settings, Refused> {
    person.needs(Right::ChangeSettings)?;
    Ok(shown(world.store.read()?.settings()?))
}

/// Until staff have edited 常见问题, the built-in one is shown.
fn shown(settings: Settings) -> Settings {
    if !settings.faq.is_empty() {
        return settings;
    }
    let built_in = help::QUESTIONS
        .iter()
        .map(|(question, answer)| Question { question: (*question).to_owned(), answer: (*answer).to_owned() });
    Settings { faq: built_in.collect(), ..settings }
}

/// Changes them; the names of the fields that changed. Where none did, nothing is written.
pub fn change(world: &World, person: &Person, typed: &Typed) -> Result<Vec<&'static str>, Refused> {
    person.needs(Right::ChangeSettings)?;
    let now = world.now();
    world.store.write(|writing| {
        let old = shown(writing.settings()?);
        let new = check(world, &old, typed)?;
        let changed = differences(&old, &new);
        if changed.is_empty() {
            return Ok(changed);
        }
        if changed.contains(&"association") || changed.contains(&"uscc") {
            nothing_in_the_making(writing)?;
        }
        writing.put_settings(&new)?;
        writing.audit(now, person.actor(), "settings.change", "settings", &changed.join(" "))?;
        Ok(changed)
    })
}

/// Files of numbered certificates are made under the name that they were signed under.
fn nothing_in_the_making(writing: &Writing) -> Result<(), Refused> {
    match writing.count_marked("application-stage", StageName::Issuing.slug())? {
        0 => Ok(()),
        count => Err(Refused::field(
            "association",
            format!("有 {count} 份证明正在出具，协会名称和代码要等出具完毕后才能更改，请稍后再保存。"),
        )),
    }
}

/// Every problem at once, in the page's order.
fn check(world: &World, old: &Settings, typed: &Typed) -> Result<Settings, Refused> {
    let mut form = Check { world, problems: Vec::new() };
    let association = form.required("association", &typed.association, 40, "协会名称");
    let short = form.required("short", &typed.short, 12, "简称");
    let latin = form.required("latin", &typed.latin, 120, "英文名称");
    if !latin.is_ascii() {
        form.refuse("latin", "英文名称只能用英文字母、数字和英文标点。");
    }
    let uscc = form.uscc(&typed.uscc);
    let hotline = Hotline {
        phone: form.line("hotline_phone", &typed.hotline_phone, 30),
        hours: form.line("hotline_hours", &typed.hotline_hours, 80),
        email: if typed.hotline_email.trim().is_empty() {
            String::new()
        } else {
            form.address("hotline_email", &typed.hotline_email)
        },
    };
    let mail_from = form.address("mail_from", &typed.mail_from);
    let collect_at = form.line("collect_at", &typed.collect_at, 120);
    let faq = form.faq(&typed.faq);
    if !form.problems.is_empty() {
        return Err(Refused::Invalid(form.problems));
    }
    Ok(Settings {
        association,
        short,
        latin,
        uscc,
        consent: typed.consent,
        hotline,
        faq,
        mail_from,
        collect_at,
        ..old.clone()
    })
}

struct Check<'a> {
    world: &'a World,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn refuse(&mut self, field: &str, sentence: impl Into<String>) {
        self.problems.push(Problem::new(field, sentence));
    }

    fn line(&mut self, field: &str, typed: &str, most: usize) -> String {
        let line = text_line(typed, most, &|text| self.world.press.undrawable(text));
        line.unwrap_or_else(|sentence| {
            self.refuse(field, sentence);
            String::new()
        })
    }

    fn required(&mut self, field: &str, typed: &str, most: usize, what: &str) -> String {
        if typed.trim().is_empty() {
            self.refuse(field, format!("请填写{what}。"));
            return String::new();
        }
        self.line(field, typed, most)
    }

    fn address(&mut self, field: &str, typed: &str) -> String {
        parse_address(typed).unwrap_or_else(|sentence| {
            self.refuse(field, sentence);
            String::new()
        })
    }

    fn uscc(&mut self, typed: &str) -> String {
        match Uscc::parse(typed) {
            Ok(code) if code.is_association() => return code.as_str().to_owned(),
            Ok(_) => self.refuse("uscc", "协会是社会团体，其统一社会信用代码应以 51 开头，请核对。"),
            Err(error) => self.refuse("uscc", error.sentence()),
        }
        String::new()
    }

    fn faq(&mut self, typed: &[(String, String)]) -> Vec<Question> {
        let mut faq = Vec::new();
        for (n, (question, answer)) in (1..).zip(typed) {
            let (question, answer) = (question.trim(), answer.trim().replace("\r\n", "\n"));
            if question.is_empty() && answer.is_empty() {
                continue;
            }
            if question.is_empty() {
                self.refuse(&format!("question_{n}"), "请填写问题，或者把问题和回答都清空。");
            }
            if answer.is_empty() {
                self.refuse(&format!("answer_{n}"), "请填写回答，或者把问题和回答都清空。");
            }
            let length = answer.chars().count();
            if length > 1000 {
                self.refuse(&format!("answer_{n}"), format!("最多 1000 个字，现有 {length} 个。"));
            }
            let question = self.line(&format!("question_{n}"), question, 80);
            faq.push(Question { question, answer });
        }
        if faq.len() > MOST_QUESTIONS {
            self.refuse("question_1", format!("常见问题最多 {MOST_QUESTIONS} 条，请删去一些。"));
        }
        faq
    }
}

fn differences(old: &Settings, new: &Settings) -> Vec<&'static str> {
    let fields = [
        ("association", old.association != new.association),
        ("short", old.short != new.short),
        ("latin", old.latin != new.latin),
        ("uscc", old.uscc != new.uscc),
        ("consent", old.consent != new.consent),
        ("hotline", old.hotline != new.hotline),
        ("faq", old.faq != new.faq),
        ("mail_from", old.mail_from != new.mail_from),
        ("collect_at", old.collect_at != new.collect_at),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}
