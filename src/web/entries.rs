//! What an applicant entered, as lines to read: for the list to check before submitting, and for the record.

use crate::domain::application::Submission;
use crate::domain::kind::{Entry, KindVersion};
use crate::domain::paper::Delivery;
use crate::views::facts::Fact;

/// The kind's own fields in its order: name in the form, and the fact.
pub fn fields(version: &KindVersion, submission: &Submission) -> Vec<(String, Fact)> {
    let value = |key: &str, entry: &Entry| match (entry, key) {
        (Entry::Period, _) => submission.period.map(|period| format!("{}至{}", period.from.zh(), period.to.zh())),
        (Entry::Year, _) => submission.year.map(|year| format!("{year} 年")),
        (Entry::Honour, _) => submission.honour.clone(),
        (_, "purpose") => submission.purpose.clone(),
        (_, "addressee") => submission.addressee.clone(),
        (_, key) => submission.fields.iter().find(|field| field.key == key).map(|field| field.value.clone()),
    };
    let fact = |label: &str, value: Option<String>| Fact::new(label, value.unwrap_or_default());
    version
        .fields
        .iter()
        .map(|field| (field.key.clone(), fact(&field.label, value(&field.key, &field.entry))))
        .collect()
}

/// `12 名律师` with all names; none for kinds about the firm alone.
pub fn lawyers(names: &[String]) -> Option<Fact> {
    let term = if names.len() > 1 { format!("{} 名律师", names.len()) } else { "律师".to_owned() };
    (!names.is_empty()).then(|| Fact::names(term, names))
}

/// 纸质证明 and, where it is posted, to whom.
pub fn paper(submission: &Submission) -> Vec<Fact> {
    let Some(wish) = &submission.paper else { return vec![Fact::new("纸质证明", "不需要")] };
    match &wish.delivery {
        Delivery::Collect => vec![Fact::new("纸质证明", format!("{} 份，自取", wish.copies))],
        Delivery::PostErased => vec![
            Fact::new("纸质证明", format!("{} 份，邮寄", wish.copies)),
            Fact::new("收件信息", crate::text::state::ADDRESS_ERASED),
        ],
        Delivery::Post(to) => {
            let postcode = to.postcode.as_deref().unwrap_or_default();
            let place = format!("{} {} {postcode}", to.region, to.street);
            let values = vec![format!("{}　{}", to.recipient, to.phone), place.trim_end().to_owned()];
            vec![
                Fact::new("纸质证明", format!("{} 份，邮寄", wish.copies)),
                Fact { values, ..Fact::new("收件信息", "") },
            ]
        }
    }
}
