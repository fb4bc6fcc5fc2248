//! The statement as JSON, for people and programs that read no binary: a rendering, never what is signed.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};

use crate::crypto::statement::{EncodedStatement, LABEL};

/// The statement's facts, its label and its hash, indented, keys in alphabetical order: the same statement always makes
/// the same text, so that a verifier can make it again and compare.
pub fn statement_json(statement: &EncodedStatement) -> String {
    let mut facts = match serde_json::to_value(statement.statement()) {
        Ok(Value::Object(facts)) => facts,
        // A statement is a struct of plain fields: serialising it cannot fail.
        _ => Map::new(),
    };
    let hex = |bytes: &[u8]| Value::String(HEXLOWER.encode(bytes));
    facts.insert("code_commitment".into(), hex(&statement.statement().code_commitment));
    facts.insert("format".into(), Value::String(LABEL.into()));
    facts.insert("statement_sha256".into(), hex(&statement.hash()));
    facts.sort_keys();
    format!("{:#}\n", Value::Object(facts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;
    use crate::domain::statement::Statement;

    #[test]
    fn the_rendering_says_everything_that_the_statement_says() {
        let statement = samples::lawyers_statement(3);
        let encoded = EncodedStatement::new(statement.clone()).unwrap();
        let text = statement_json(&encoded);
        assert_eq!(text, statement_json(&encoded));
        let mut value: Value = serde_json::from_str(&text).unwrap();
        let hex = value["code_commitment"].as_str().unwrap().to_owned();
        let bytes = HEXLOWER.decode(hex.as_bytes()).unwrap();
        value["code_commitment"] = serde_json::to_value(bytes).unwrap();
        assert_eq!(serde_json::from_value::<Statement>(value).unwrap(), statement);
    }
}
