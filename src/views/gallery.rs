//! Draws every page's samples: checks that each is well-formed, and writes them as files to look at.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use crate::assets;
use crate::domain::permission::Role;
use crate::text::Lang;
use crate::views::frame::{Frame, Page};
use crate::views::sample;

/// Name of the file, and the document.
type Picture = (&'static str, String);

fn draw(name: &'static str, page: &impl Page, frame: &Frame) -> Picture {
    (name, page.render(frame).into_string())
}

fn trip() -> Vec<Picture> {
    use crate::views::apply_done::ApplyDone;
    use crate::views::apply_facts::ApplyFacts;
    use crate::views::apply_form::ApplyForm;
    use crate::views::apply_kind::ApplyKind;
    use crate::views::apply_lawyers::ApplyLawyers;
    use crate::views::apply_preview::ApplyPreview;
    let frame = sample::firm_admin();
    vec![
        draw("apply-1-facts", &ApplyFacts::sample(), &frame),
        draw("apply-1-blocked", &ApplyFacts::sample_blocked(), &sample::noticed()),
        draw("apply-2-kind", &ApplyKind::sample(), &frame),
        draw("apply-2-unchosen", &ApplyKind::sample_unchosen(), &frame),
        draw("apply-2-empty", &ApplyKind::sample_empty(), &frame),
        draw("apply-3-form", &ApplyForm::sample(), &frame),
        draw("apply-3-refused", &ApplyForm::sample_refused(), &frame),
        draw("apply-3-new", &ApplyForm::sample_new(), &frame),
        draw("apply-3-lawyers", &ApplyLawyers::sample(), &frame),
        draw("apply-3-nobody", &ApplyLawyers::sample_nobody(), &frame),
        draw("apply-4-preview", &ApplyPreview::sample(), &frame),
        draw("apply-4-blocked", &ApplyPreview::sample_blocked(), &frame),
        draw("apply-5-pending", &ApplyDone::sample(), &frame),
        draw("apply-5-issued", &ApplyDone::sample_issued(), &frame),
    ]
}

fn records() -> Vec<Picture> {
    use crate::views::mine::Mine;
    use crate::views::record::Record;
    use crate::views::record_mail::RecordMail;
    let frame = sample::firm_admin();
    vec![
        draw("mine", &Mine::sample(), &sample::noticed()),
        draw("mine-empty", &Mine::sample_empty(), &frame),
        draw("mine-unfound", &Mine::sample_unfound(), &frame),
        draw("record", &Record::sample(), &frame),
        draw("record-pending", &Record::sample_pending(), &frame),
        draw("record-refused", &Record::sample_refused(), &frame),
        draw("record-mail", &RecordMail::sample(), &frame),
        draw("record-mail-refused", &RecordMail::sample_refused(), &frame),
    ]
}

fn people() -> Vec<Picture> {
    use crate::views::clerks::Clerks;
    use crate::views::consents::Consents;
    use crate::views::faq::Faq;
    use crate::views::hotline::Hotline;
    use crate::views::own_account::OwnAccount;
    use crate::views::password_forgot::PasswordForgot;
    use crate::views::password_set::PasswordSet;
    use crate::views::problem::ProblemPage;
    use crate::views::report::Report;
    use crate::views::sign_in::SignIn;
    use crate::views::template::Template;
    let (frame, nobody) = (sample::firm_admin(), sample::stranger());
    let mut all = vec![
        draw("report", &Report::sample(), &frame),
        draw("template", &Template::sample(), &frame),
        draw("clerks", &Clerks::sample(), &frame),
        draw("consents", &Consents::sample(), &sample::lawyer()),
        draw("consents-none", &Consents::default(), &sample::lawyer()),
        draw("faq", &Faq::default(), &frame),
        draw("hotline", &Hotline::sample(), &frame),
        draw("sign-in", &SignIn::sample(), &nobody),
        draw("sign-in-refused", &SignIn::sample_refused(), &nobody),
        draw("password-forgot", &PasswordForgot::sample(), &nobody),
        draw("password-asked", &PasswordForgot::sample_asked(), &nobody),
        draw("password-set", &PasswordSet::sample(), &nobody),
        draw("own-account", &OwnAccount::sample(), &frame),
        draw("problem-open", &ProblemPage::samples()[0], &nobody),
    ];
    let names = ["problem-404", "problem-409", "problem-429", "problem-500", "problem-unknown"];
    all.extend(names.into_iter().zip(ProblemPage::samples()).map(|(name, page)| draw(name, &page, &frame)));
    all
}

fn reviewing() -> Vec<Picture> {
    use crate::views::balance::Balance;
    use crate::views::certificate_one::CertificateOne;
    use crate::views::certificates::Certificates;
    use crate::views::paper_desk::PaperDesk;
    use crate::views::review_one::ReviewOne;
    use crate::views::review_queue::ReviewQueue;
    let (reviewer, paper) = (sample::staff(Role::Reviewer), sample::staff(Role::PaperClerk));
    vec![
        draw("review-queue", &ReviewQueue::sample(), &reviewer),
        draw("review-left", &ReviewQueue::sample_left(), &reviewer),
        draw("review-decided", &ReviewQueue::sample_decided(), &reviewer),
        draw("review-empty", &ReviewQueue::sample_empty(), &reviewer),
        draw("review-one", &ReviewOne::sample(), &reviewer),
        draw("review-one-refused", &ReviewOne::sample_refused(), &reviewer),
        draw("review-one-decided", &ReviewOne::sample_decided(), &reviewer),
        draw("certificates", &Certificates::sample(), &reviewer),
        draw("balance", &Balance::sample(), &reviewer),
        draw("certificates-empty", &Certificates::sample_empty(), &reviewer),
        draw("certificate-one", &CertificateOne::sample(), &reviewer),
        draw("certificate-revoked", &CertificateOne::sample_revoked(), &reviewer),
        draw("paper", &PaperDesk::sample(), &paper),
        draw("paper-empty", &PaperDesk::sample_empty(), &paper),
    ]
}

fn keeping() -> Vec<Picture> {
    use crate::views::accounts::Accounts;
    use crate::views::area_history::{AreaHistory, AreaVersion};
    use crate::views::audit_log::AuditLog;
    use crate::views::kind_edit::KindEdit;
    use crate::views::kind_history::KindHistory;
    use crate::views::kind_import::{KindImport, KindImportLook};
    use crate::views::kind_new::KindNew;
    use crate::views::kind_publish::KindPublish;
    use crate::views::kinds::Kinds;
    use crate::views::letters::Letters;
    use crate::views::operation::OperationPage;
    use crate::views::reasons::ReasonsPage;
    use crate::views::register::Register;
    use crate::views::register_dry_run::RegisterDryRun;
    use crate::views::register_firm::RegisterFirm;
    use crate::views::register_import::RegisterImport;
    use crate::views::register_reports::RegisterReports;
    use crate::views::settings::SettingsPage;
    let (registrar, system) = (sample::staff(Role::Registrar), sample::staff(Role::SystemAdmin));
    vec![
        draw("register", &Register::sample(), &registrar),
        draw("register-empty", &Register::sample_empty(), &registrar),
        draw("register-firm", &RegisterFirm::sample(), &registrar),
        draw("register-import", &RegisterImport::sample(), &registrar),
        draw("register-dry-run", &RegisterDryRun::sample(), &registrar),
        draw("register-dry-run-refused", &RegisterDryRun::sample_refused(), &registrar),
        draw("letters", &Letters::sample(), &system),
        draw("letters-empty", &Letters::sample_empty(), &system),
        draw("register-reports", &RegisterReports::sample(), &registrar),
        draw("register-reports-empty", &RegisterReports::sample_empty(), &registrar),
        draw("settings", &SettingsPage::sample(), &system),
        draw("reasons", &ReasonsPage::sample(), &system),
        draw("operation", &OperationPage::sample(), &system),
        draw("settings-history", &AreaHistory::sample(), &system),
        draw("settings-version", &AreaVersion::sample(), &system),
        draw("kinds", &Kinds::sample(), &system),
        draw("kind-edit", &KindEdit::sample(), &system),
        draw("kind-new", &KindNew::sample(), &system),
        draw("kind-publish", &KindPublish::sample(), &system),
        draw("kind-history", &KindHistory::sample(), &system),
        draw("kind-import", &KindImport::default(), &system),
        draw("kind-import-look", &KindImportLook::sample(), &system),
        draw("kind-import-refused", &KindImportLook::sample_refused(), &system),
        draw("accounts", &Accounts::sample(), &sample::staff(Role::SecurityAdmin)),
        draw("audit", &AuditLog::sample(), &sample::staff(Role::Auditor)),
    ]
}

fn strangers() -> Vec<Picture> {
    use crate::views::file_check::FileCheck;
    use crate::views::verdict::Verdict;
    use crate::views::verify::Verify;
    let frame = |lang| if lang == Lang::En { sample::foreigner() } else { sample::stranger() };
    let mut all = vec![
        draw("verify", &Verify::sample(), &frame(Lang::Zh)),
        draw("verify-en", &Verify::sample_en(), &frame(Lang::En)),
        draw("verify-refused", &Verify::sample_refused(), &frame(Lang::Zh)),
        draw("verify-refused-en", &Verify::sample_refused_en(), &frame(Lang::En)),
    ];
    let names =
        ["verdict-valid", "verdict-expired", "verdict-revoked", "verdict-unknown", "verdict-unavailable", "verdict-en"];
    all.extend(names.into_iter().zip(Verdict::samples()).map(|(name, page)| draw(name, &page, &frame(page.lang))));
    let names = ["file-identical", "file-altered", "file-foreign", "file-unstored", "file-unreadable", "file-en"];
    all.extend(names.into_iter().zip(FileCheck::samples()).map(|(name, page)| draw(name, &page, &frame(page.lang))));
    all
}

/// Each area of the settings as it is opened, refused, previewed and overtaken.
fn settings() -> Vec<Picture> {
    let frame = sample::staff(Role::SystemAdmin);
    let samples = crate::views::area_gallery::samples();
    samples.into_iter().map(|(name, page)| draw(name, &page, &frame)).collect()
}

fn all() -> Vec<Picture> {
    [trip(), records(), people(), reviewing(), keeping(), settings(), strangers()].concat()
}

/// One tag of a document.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }
}

/// Reads the tags of a document written by maud: names in lower case, values in double quotes.
fn tags(html: &str) -> Result<Vec<Tag<'_>>, String> {
    const VOID: [&str; 8] = ["meta", "link", "img", "input", "br", "hr", "path", "circle"];
    let mut all = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
    while let Some(at) = rest.find('<') {
        let inside = &rest[at + 1..];
        let end = inside.find('>').ok_or("an unclosed tag")?;
        let text = &inside[..end];
        rest = &inside[end + 1..];
        if let Some(name) = text.strip_prefix('/') {
            match open.pop() {
                Some(opened) if opened == name => continue,
                other => return Err(format!("</{name}> closes {other:?}")),
            }
        }
        let text = text.trim_end_matches('/');
        let (name, mut words) = text.split_once(' ').unwrap_or((text, ""));
        let mut attributes = Vec::new();
        while !words.trim_start().is_empty() {
            words = words.trim_start();
            let cut = words.find(['=', ' ']).unwrap_or(words.len());
            let (key, after) = words.split_at(cut);
            if let Some(value) = after.strip_prefix("=\"") {
                let close = value.find('"').ok_or(format!("{key} has no end"))?;
                attributes.push((key, &value[..close]));
                words = &value[close + 1..];
            } else {
                attributes.push((key, ""));
                words = after;
            }
        }
        if !VOID.contains(&name) && !inside[..end].ends_with('/') {
            open.push(name);
        }
        all.push(Tag { name, attributes });
    }
    if open.is_empty() { Ok(all) } else { Err(format!("never closed: {open:?}")) }
}

/// Whether a path is one that the router knows.
fn is_known(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    [include_str!("../paths.rs"), include_str!("../paths/after_issue.rs")]
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|line| line.trim().strip_prefix("pub const ")?.split('"').nth(1))
        .any(|template| {
            template.split('/').count() == path.split('/').count()
                && template
                    .split('/')
                    .zip(path.split('/'))
                    .all(|(want, have)| if want.starts_with('{') { !have.is_empty() } else { want == have })
        })
}

fn faults(html: &str) -> Vec<String> {
    let tags = match tags(html) {
        Ok(tags) => tags,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    let unique: HashSet<&str> = ids.iter().copied().collect();
    if unique.len() != ids.len() {
        let twice: Vec<_> = ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        faults.push(format!("ids twice: {twice:?}"));
    }
    let labelled: HashSet<&str> =
        tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.get("for")).collect();
    for tag in &tags {
        for (key, value) in &tag.attributes {
            if *key == "style" || key.starts_with("on") {
                faults.push(format!("inline {key} on <{}>", tag.name));
            }
            if matches!(*key, "for" | "aria-labelledby" | "aria-describedby" | "form") {
                for id in value.split(' ').filter(|id| !unique.contains(id)) {
                    faults.push(format!("{key} names no id: {id}"));
                }
            }
            if matches!(*key, "href" | "action" | "src") {
                if let Some(id) = value.strip_prefix('#') {
                    if !unique.contains(id) {
                        faults.push(format!("a link to no id: #{id}"));
                    }
                } else if !is_known(value) && !value.starts_with("tel:") && !value.starts_with("mailto:") {
                    faults.push(format!("{key} leads nowhere: {value}"));
                }
            }
        }
        let typed = tag.get("type").unwrap_or_default();
        if matches!(tag.name, "select" | "textarea") || (tag.name == "input" && typed != "hidden") {
            match tag.get("id") {
                Some(id) if labelled.contains(id) => {}
                id => faults.push(format!("no label for {id:?}")),
            }
        }
        if tag.name == "img" && tag.get("alt").is_none() {
            faults.push("an image without alt".to_owned());
        }
        if tag.name == "button" && tag.get("type").is_none() {
            faults.push("a button without type".to_owned());
        }
    }
    let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
    for once in ["html", "head", "body", "main", "h1", "title"] {
        if count(once) != 1 {
            faults.push(format!("{} of <{once}>", count(once)));
        }
    }
    let posts = tags.iter().filter(|tag| tag.name == "form" && tag.get("method") == Some("post")).count();
    let tokens = tags.iter().filter(|tag| tag.get("name") == Some("form_token")).count();
    if posts != tokens {
        faults.push(format!("{posts} post forms, {tokens} tokens"));
    }
    faults
}

#[test]
fn every_page_is_well_formed() {
    let mut wrong = Vec::new();
    for (name, html) in all() {
        for fault in faults(&html) {
            wrong.push(format!("{name}: {fault}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_finds_what_is_wrong() {
    let page = |body: &str| {
        format!("<!DOCTYPE html><html><head><title>t</title></head><body><main><h1>h</h1>{body}</main></body></html>")
    };
    assert_eq!(faults(&page("")), Vec::<String>::new());
    for bad in [
        "<p><b>x</p></b>",
        "<p style=\"color:red\"></p>",
        "<button type=\"submit\" onclick=\"x()\"></button>",
        "<form method=\"post\" action=\"/apply\"></form>",
        "<input type=\"text\" id=\"a\">",
        "<a href=\"/nowhere\">x</a>",
        "<a href=\"#gone\">x</a>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<img src=\"/assets/mark.svg\">",
        "<p>",
    ] {
        assert!(!faults(&page(bad)).is_empty(), "{bad}");
    }
}

#[test]
fn hostile_text_stays_text() {
    use crate::views::apply_form::ApplyForm;
    let mut page = ApplyForm::sample();
    page.kind = "<script>alert(1)</script>".to_owned();
    page.form.set("email", "\"><img src=x onerror=alert(1)>");
    page.form.refuse("email", "<b>bad</b>");
    let html = page.render(&sample::firm_admin()).into_string();
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x") && !html.contains("<b>bad"));
    assert_eq!(faults(&html), Vec::<String>::new());
}

/// Leaves the gallery under `target/tmp/gallery`, laid out as a server would answer.
#[test]
fn the_gallery_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/gallery");
    fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, html) in all() {
        fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
    for name in ["style.css", "script.js", "mark.svg"] {
        fs::write(folder.join("assets").join(name), assets::get(name).unwrap().1).unwrap();
    }
}
