//! What a form knows when it is shown again: the values that were typed, the sentence for each field that could not
//! be taken, and sentences about the form as a whole.

use std::collections::BTreeMap;

/// Values and errors of one form. A fresh page starts from stored values, a refused post from what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<(String, String)>,
    notes: Vec<String>,
}

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    /// A form filled with what was posted; names may repeat.
    pub fn typed<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.values.entry(name.into()).or_default().push(value.into());
        }
        form
    }

    /// Sets the one value of a field, replacing what was there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), vec![value.into()]);
    }

    /// The same in a chain.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// The first value of a field, or an empty text.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|all| all.first()).map_or("", String::as_str)
    }

    /// Whether the form has this field at all, empty or not.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Every value of a field that may be given several times.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.get(name).into_iter().flatten().map(String::as_str)
    }

    /// Whether this value of a choice was picked.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|held| held == value)
    }

    /// Says why a field cannot be taken.
    pub fn refuse(&mut self, name: &str, sentence: impl Into<String>) {
        self.errors.push((name.to_owned(), sentence.into()));
    }

    /// Says why the form as a whole cannot be taken.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }

    /// The sentence beside a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, sentence)| sentence.as_str())
    }

    /// All fields with errors, in the order in which they were refused.
    pub fn errors(&self) -> &[(String, String)] {
        &self.errors
    }

    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether the page must answer 422.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty() || !self.notes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_beside_its_error() {
        let mut form = Form::typed([("mail", "not a mailbox"), ("lawyer", "3"), ("lawyer", "7")]);
        assert!(!form.is_refused());
        form.refuse("mail", "请填写正确的邮箱地址。");
        assert_eq!(form.value("mail"), "not a mailbox");
        assert_eq!(form.error("mail"), Some("请填写正确的邮箱地址。"));
        assert_eq!(form.values("lawyer").collect::<Vec<_>>(), ["3", "7"]);
        assert!(form.holds("lawyer", "7") && !form.holds("lawyer", "8"));
        assert!(form.is_refused());
    }
}
