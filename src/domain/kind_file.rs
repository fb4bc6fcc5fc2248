//! A kind as a file, to be carried from one association to another: JSON, described by `packaging/kind.schema.json`.
//! What it holds is what the editor holds; reading it decides nothing, the editor's own check does.

use serde::{Deserialize, Serialize};

use crate::domain::kind_form::KindForm;

/// What the file says it is.
pub const FORMAT: &str = "goodstanding-kind";
/// Raised where an older program could not read a newer file rightly.
pub const VERSION: u32 = 1;
/// Most bytes of a file.
pub const MOST_BYTES: usize = 128 << 10;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    version: u32,
    id: String,
    kind: KindForm,
}

/// What is read first, so that a newer file is named as such.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    format: String,
    #[serde(default)]
    version: u32,
}

/// A kind as the text of a file.
pub fn write(id: &str, kind: &KindForm) -> Result<String, serde_json::Error> {
    let file = File { format: FORMAT.to_owned(), version: VERSION, id: id.to_owned(), kind: kind.clone() };
    serde_json::to_string_pretty(&file).map(|text| text + "\n")
}

/// Reads a file: the id that the kind had, and its entries; or a sentence on why it is no such file.
pub fn read(text: &str) -> Result<(String, KindForm), String> {
    if text.len() > MOST_BYTES {
        return Err(format!("文件太大，证明种类的文件不超过 {} KB。", MOST_BYTES >> 10));
    }
    let text = text.trim_start_matches('\u{FEFF}');
    let head: Head = serde_json::from_str(text).map_err(|error| {
        format!("这不是证明种类的文件（第 {} 行第 {} 字符处无法读取）。", error.line(), error.column())
    })?;
    if head.format != FORMAT {
        return Err("这不是从“证明种类”导出的文件。".to_owned());
    }
    if head.version != VERSION {
        return Err(format!("这份文件的格式是第 {} 版，本系统只认得第 {VERSION} 版，请先升级。", head.version));
    }
    let file: File = serde_json::from_str(text).map_err(|error| {
        format!("文件里有本系统不认得的内容（第 {} 行第 {} 字符处），没有导入。", error.line(), error.column())
    })?;
    Ok((file.id, file.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seed;
    use crate::domain::time::Day;

    #[test]
    fn every_seeded_kind_goes_into_a_file_and_comes_back() {
        for kind in seed::kinds("示律证", Day::new(2026, 1, 1).unwrap()) {
            let form = KindForm::of(&kind.versions[0]);
            let text = write(kind.id.as_str(), &form).unwrap();
            assert_eq!(read(&text).unwrap(), (kind.id.to_string(), form));
        }
    }

    #[test]
    fn what_is_no_such_file_is_refused_with_a_sentence() {
        let fine = write("dues", &KindForm::blank("示律证")).unwrap();
        for (text, sentence) in [
            ("{".to_owned(), "这不是证明种类的文件（第 1 行"),
            ("[]".to_owned(), "这不是从“证明种类”导出的文件。"),
            ("{}".to_owned(), "这不是从“证明种类”导出的文件。"),
            (fine.replace("\"version\": 1", "\"version\": 2"), "格式是第 2 版"),
            (fine.replace("\"closing\"", "\"script\""), "本系统不认得的内容"),
            (fine.replace("\"paper\": true", "\"paper\": \"yes\""), "本系统不认得的内容"),
            (format!("{fine}{}", " ".repeat(MOST_BYTES)), "文件太大"),
        ] {
            let refused = read(&text).unwrap_err();
            assert!(refused.contains(sentence), "{refused}");
        }
        assert!(read(&format!("\u{FEFF}{fine}")).is_ok());
    }

    /// The names that a schema allows in an object.
    fn names(schema: &serde_json::Value) -> Vec<String> {
        let mut names: Vec<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    }

    #[test]
    fn the_schema_names_exactly_what_a_file_holds() {
        let schema: serde_json::Value = serde_json::from_str(include_str!("../../packaging/kind.schema.json")).unwrap();
        let text = write("dues", &KindForm::blank("示律证")).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let held = |value: &serde_json::Value| {
            let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
            names.sort();
            names
        };
        assert_eq!(names(&schema), held(&file));
        assert_eq!(names(&schema["properties"]["kind"]), held(&file["kind"]));
        let field = &schema["properties"]["kind"]["properties"]["fields"]["items"];
        assert_eq!(names(field), held(&file["kind"]["fields"][0]));
        let listed = |pointer: &str| {
            let list = schema.pointer(pointer).unwrap().as_array().unwrap();
            list.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let rules: Vec<&str> = crate::domain::kind_words::RULES.iter().map(|(slug, ..)| *slug).collect();
        assert_eq!(listed("/properties/kind/properties/rules/items/enum"), rules);
        let entries: Vec<&str> = crate::domain::kind_words::ENTRIES.iter().map(|(slug, ..)| *slug).collect();
        assert_eq!(listed("/properties/kind/properties/fields/items/properties/entry/enum"), entries);
    }
}
