//! What the body of a kind may leave open: each item has a name in the stored text (`{firm}`) and a label that staff
//! read (`律所名称`). Forms carry labels, the store carries names, so that nobody has to learn the names and a label may
//! change without touching the text.

use crate::domain::kind::Scope;
use crate::domain::kind_form::{FieldForm, KindForm};

/// Something that a body may leave open, to be filled from the register or from what the applicant entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub label: String,
    pub asks: Asks,
    /// For the English half of a bilingual kind.
    pub english: bool,
}

/// What an item needs in order to have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Always has one.
    Nothing,
    /// Some lawyer, one or more.
    Lawyers,
    /// Exactly one lawyer: with several it would name only the first.
    OneLawyer,
    /// A required field of the kind.
    Field,
}

impl Asks {
    /// Whether a kind about these has a value for it.
    pub fn fits(self, scope: Scope) -> bool {
        match self {
            Self::Nothing | Self::Field => true,
            Self::Lawyers => matches!(scope, Scope::SomeLawyers | Scope::OneLawyer | Scope::FirmAndAllLawyers),
            Self::OneLawyer => scope == Scope::OneLawyer,
        }
    }
}

/// Items that come from the register and the association: name, label, what they need, English.
const OF_REGISTER: [(&str, &str, Asks, bool); 19] = [
    ("firm", "律所名称", Asks::Nothing, false),
    ("uscc", "律所信用代码", Asks::Nothing, false),
    ("lawyers", "律师名单", Asks::Lawyers, false),
    ("count", "律师人数", Asks::Lawyers, false),
    ("lawyer", "律师姓名", Asks::OneLawyer, false),
    ("licence", "律师执业证号", Asks::OneLawyer, false),
    ("member", "律所或律师", Asks::Nothing, false),
    ("first_practice", "首次执业日期", Asks::OneLawyer, false),
    ("practice", "执业经历", Asks::OneLawyer, false),
    ("practising", "执业律师总数", Asks::Nothing, false),
    ("data_date", "数据日期", Asks::Nothing, false),
    ("issue_date", "出具日期", Asks::Nothing, false),
    ("association", "协会名称", Asks::Nothing, false),
    ("latin_name", "拉丁字母姓名", Asks::OneLawyer, false),
    ("first_practice_en", "首次执业日期（英文）", Asks::OneLawyer, true),
    ("data_date_en", "数据日期（英文）", Asks::Nothing, true),
    ("issue_date_en", "出具日期（英文）", Asks::Nothing, true),
    ("association_en", "协会名称（英文）", Asks::Nothing, true),
    ("period_en", "期间（英文）", Asks::Field, true),
];

/// Items that stand for a field of their own; the rest of a kind's fields go by their keys.
const OF_FIELDS: [&str; 5] = ["period", "year", "honour", "purpose", "addressee"];

/// Whether a name is one that a body may always use, so that no field may bear it as its key.
pub fn is_of_register(name: &str) -> bool {
    OF_REGISTER.iter().any(|(known, ..)| *known == name)
}

/// Whether a name stands for the one field of its type.
pub fn is_of_one_field(name: &str) -> bool {
    OF_FIELDS.contains(&name)
}

/// Whether a label is taken by an item of the register.
pub fn is_label(label: &str) -> bool {
    OF_REGISTER.iter().any(|(_, known, ..)| *known == label)
}

/// Everything that the body of this form may name, and what it may not name in its scope: for labels.
pub fn items(form: &KindForm) -> Vec<Item> {
    let of_register = OF_REGISTER.iter().map(|(name, label, asks, english)| Item {
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        asks: *asks,
        english: *english,
    });
    let of_fields = form.fields.iter().map(|field: &FieldForm| Item {
        name: field.key.clone(),
        label: field.label.trim().to_owned(),
        asks: Asks::Field,
        english: false,
    });
    of_register.chain(of_fields).collect()
}

/// The items that can be put into the body of this form as it stands.
pub fn offered(form: &KindForm) -> Vec<Item> {
    let scope = form.scope();
    let bilingual = form.is_bilingual();
    let has_period = form.fields.iter().any(|field| field.entry == "period" && field.required);
    let may_lack = |item: &Item| form.fields.iter().any(|field| field.key == item.name && !field.required);
    let fits = |item: &Item| {
        item.asks.fits(scope)
            && !item.label.is_empty()
            && !may_lack(item)
            && (bilingual || !(item.english || item.name == "latin_name"))
            && (item.name != "period_en" || has_period)
            && (item.name != "member" || scope == Scope::FirmOrOneLawyer || scope == Scope::Firm)
    };
    items(form).into_iter().filter(fits).collect()
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// What stands between braces.
    Open(&'a str),
    /// A brace without its partner: the rest of the text from there.
    Broken(&'a str),
}

/// Takes a text apart.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        if at > 0 {
            found.push(Piece::Words(&rest[..at]));
        }
        let open = &rest[at..];
        match open.strip_prefix('{').and_then(|after| after.find(['{', '}']).map(|end| (after, end))) {
            Some((after, end)) if after.as_bytes()[end] == b'}' => {
                found.push(Piece::Open(&after[..end]));
                rest = &after[end + 1..];
            }
            _ => {
                found.push(Piece::Broken(open));
                return found;
            }
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

fn rewritten(text: &str, new: impl Fn(&str) -> Option<String>) -> String {
    pieces(text).into_iter().fold(String::with_capacity(text.len()), |written, piece| match piece {
        Piece::Words(words) | Piece::Broken(words) => written + words,
        Piece::Open(name) => format!("{written}{{{}}}", new(name).unwrap_or_else(|| name.to_owned())),
    })
}

/// The stored text as staff read it: `{律所名称}` for `{firm}`.
pub fn with_labels(text: &str, items: &[Item]) -> String {
    let label = |name: &str| items.iter().find(|item| item.name == name && !item.label.is_empty());
    rewritten(text, |name| label(name).map(|item| item.label.clone()))
}

/// The text as staff wrote it, as it is stored. `shown` are the items that the page was made with: a label changed in
/// the same post still means the field that bore it. What is no label stays as it is, to be refused where it stands.
pub fn with_names(text: &str, shown: &[Item], now: &[Item]) -> String {
    let find = |items: &[Item], label: &str| items.iter().find(|item| item.label == label.trim()).cloned();
    rewritten(text, |label| find(shown, label).or_else(|| find(now, label)).map(|item| item.name))
}

/// Whether a paragraph is English: it has Latin letters outside its items, and no Chinese character.
pub fn is_english(paragraph: &str) -> bool {
    let words = pieces(paragraph).into_iter().filter_map(|piece| match piece {
        Piece::Words(words) => Some(words),
        _ => None,
    });
    let mut letters = false;
    for c in words.flat_map(str::chars) {
        if crate::domain::name::is_han(c) {
            return false;
        }
        letters |= c.is_ascii_alphabetic();
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_at_its_braces() {
        assert_eq!(pieces("兹证明{firm}系"), [Piece::Words("兹证明"), Piece::Open("firm"), Piece::Words("系")]);
        assert_eq!(pieces("{a}{b}"), [Piece::Open("a"), Piece::Open("b")]);
        assert_eq!(pieces("a{b"), [Piece::Words("a"), Piece::Broken("{b")]);
        assert_eq!(pieces("a{b{c}"), [Piece::Words("a"), Piece::Broken("{b{c}")]);
        assert_eq!(pieces("a}b"), [Piece::Words("a"), Piece::Broken("}b")]);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn labels_and_names_are_exchanged_and_a_renamed_field_is_still_meant() {
        let field = |label: &str| FieldForm { key: "f1".into(), label: label.into(), ..FieldForm::default() };
        let before = KindForm { fields: vec![field("项目")], ..KindForm::default() };
        let after = KindForm { fields: vec![field("项目名称")], ..KindForm::default() };
        let shown = with_labels("{firm}承办{f1}。{odd}", &items(&before));
        assert_eq!(shown, "{律所名称}承办{项目}。{odd}");
        assert_eq!(with_names(&shown, &items(&before), &items(&after)), "{firm}承办{f1}。{odd}");
        assert_eq!(with_names("{项目名称}", &items(&before), &items(&after)), "{f1}");
    }

    #[test]
    fn english_is_told_by_its_letters() {
        assert!(is_english("{latin_name} was admitted on {first_practice_en}."));
        assert!(!is_english("兹证明 {firm} Ltd"));
        assert!(!is_english("{firm}"));
    }
}
