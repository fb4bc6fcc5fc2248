//! The meaning of columns: which headers people write for which field, and which fields a table cannot do without.

use unicode_normalization::UnicodeNormalization;

use crate::domain::import::grid::{Grid, Row};
use crate::domain::import::plan::{ColumnUse, Refused};
use crate::domain::register::Table;

/// How many rows above the data may hold titles before the header.
const HEADER_WITHIN: usize = 10;

/// A field that a column may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    FirmName,
    FirmCode,
    FirmState,
    FirmLicence,
    FirmHead,
    Founded,
    Address,
    Phone,
    PersonName,
    Licence,
    LawyerState,
    FirstPractice,
    LatinName,
    Practice,
    MemberKind,
    Measure,
    Decided,
    Document,
    Year,
    Paid,
    Honour,
    Granted,
    GrantedBy,
}

/// Headers of one field: the first is its name on pages and in templates.
struct Heading {
    field: Field,
    needed: bool,
    words: &'static [&'static str],
}

const fn needed(field: Field, words: &'static [&'static str]) -> Heading {
    Heading { field, needed: true, words }
}

const fn optional(field: Field, words: &'static [&'static str]) -> Heading {
    Heading { field, needed: false, words }
}

const FIRM_NAME: &[&str] = &[
    "律所名称",
    "律师事务所",
    "律师事务所名称",
    "律所",
    "单位名称",
    "执业机构",
    "执业机构名称",
    "所在律所",
    "事务所名称",
    "机构名称",
];
const FIRM_CODE: &[&str] =
    &["统一社会信用代码", "信用代码", "社会信用代码", "律所统一社会信用代码", "律所信用代码", "机构信用代码"];
const PERSON: &[&str] = &["姓名", "律师姓名", "律师"];
const LICENCE: &[&str] = &["执业证号", "律师执业证号", "执业证号码", "律师执业证号码", "律师证号", "执业证书号"];
const STATE: &[&str] = &["状态", "执业状态", "律师状态", "律所状态", "机构状态"];
const MEMBER_KIND: &[&str] = &["对象", "对象类别", "会员类别", "处分对象", "被处分人类别", "授予对象"];

const FIRMS: &[Heading] = &[
    needed(
        Field::FirmName,
        &["律所名称", "律师事务所", "律师事务所名称", "律所", "单位名称", "名称", "执业机构", "机构名称", "事务所名称"],
    ),
    needed(Field::FirmCode, FIRM_CODE),
    needed(Field::FirmState, STATE),
    optional(Field::FirmLicence, &["执业许可证号", "许可证号", "律所执业许可证号", "执业许可证号码"]),
    optional(Field::FirmHead, &["负责人", "律所负责人", "负责人姓名", "主任"]),
    optional(Field::Founded, &["成立日期", "设立日期", "成立时间", "批准设立日期"]),
    optional(Field::Address, &["联系地址", "地址", "办公地址", "住所", "执业场所", "住所地址"]),
    optional(Field::Phone, &["电话", "联系电话", "办公电话", "律所电话"]),
];

const LAWYERS: &[Heading] = &[
    needed(Field::PersonName, PERSON),
    needed(Field::Licence, LICENCE),
    optional(Field::FirmName, FIRM_NAME),
    optional(Field::FirmCode, FIRM_CODE),
    needed(Field::LawyerState, STATE),
    optional(Field::FirstPractice, &["首次执业日期", "首次执业时间", "初次执业日期", "首次发证日期", "首次领证日期"]),
    optional(Field::LatinName, &["英文姓名", "拼音", "姓名拼音", "英文名", "拼音姓名", "外文姓名"]),
    optional(Field::Practice, &["执业经历", "执业履历", "历任执业机构"]),
];

const DISCIPLINE: &[Heading] = &[
    optional(Field::MemberKind, MEMBER_KIND),
    optional(Field::PersonName, PERSON),
    optional(Field::Licence, LICENCE),
    optional(Field::FirmName, FIRM_NAME),
    optional(Field::FirmCode, FIRM_CODE),
    needed(Field::Measure, &["处分种类", "处分类型", "处分", "行业处分", "处分类别"]),
    needed(Field::Decided, &["决定日期", "处分日期", "处分决定日期", "决定时间"]),
    needed(Field::Document, &["决定文号", "文号", "处分文号", "处分决定文号", "决定书文号"]),
];

const DUES: &[Heading] = &[
    optional(Field::FirmName, FIRM_NAME),
    optional(Field::FirmCode, FIRM_CODE),
    needed(Field::Year, &["年度", "会费年度", "缴费年度", "年份", "缴纳年度"]),
    needed(Field::Paid, &["缴纳日期", "缴费日期", "到账日期", "缴纳时间", "缴费时间", "缴清日期"]),
];

const HONOURS: &[Heading] = &[
    optional(Field::MemberKind, MEMBER_KIND),
    optional(Field::PersonName, PERSON),
    optional(Field::Licence, LICENCE),
    optional(Field::FirmName, FIRM_NAME),
    optional(Field::FirmCode, FIRM_CODE),
    needed(Field::Honour, &["荣誉名称", "荣誉", "荣誉称号", "奖项名称", "奖项", "表彰名称"]),
    needed(Field::Granted, &["授予日期", "获奖日期", "授予时间", "表彰日期", "颁发日期", "获奖时间"]),
    needed(Field::GrantedBy, &["授予单位", "颁发单位", "授予机关", "表彰单位", "颁奖单位"]),
];

fn headings(table: Table) -> &'static [Heading] {
    match table {
        Table::Firms => FIRMS,
        Table::Lawyers => LAWYERS,
        Table::Discipline => DISCIPLINE,
        Table::Dues => DUES,
        Table::Honours => HONOURS,
    }
}

/// The columns of an empty template of a table, with whether each is required.
pub fn template(table: Table) -> Vec<(&'static str, bool)> {
    headings(table).iter().map(|heading| (heading.words[0], heading.needed)).collect()
}

/// The header that was found.
pub(in crate::domain::import) struct Columns {
    /// The header's own line.
    pub line: u32,
    pub uses: Vec<ColumnUse>,
    /// Index of the cell, field, header as written.
    pub known: Vec<(usize, Field, String)>,
}

impl Columns {
    /// Finds the header among the first rows: the row that names most fields. Refuses a header that lacks a required
    /// column or names a field twice.
    pub fn find(table: Table, grid: &Grid) -> Result<Self, Refused> {
        let candidates = grid.rows.iter().filter(|row| !row.is_blank()).take(HEADER_WITHIN);
        let mut best: Option<(&Row, Self)> = None;
        for row in candidates {
            let columns = Self::read(table, row);
            if best.as_ref().is_none_or(|(_, earlier)| columns.known.len() > earlier.known.len()) {
                best = Some((row, columns));
            }
        }
        let refuse = |line, column: &str, value: String, sentence: String| Refused {
            line,
            column: column.to_owned(),
            value,
            sentence,
        };
        let Some((row, columns)) = best else {
            return Err(refuse(1, "", String::new(), "文件里没有内容。".to_owned()));
        };
        for (index, (_, field, header)) in columns.known.iter().enumerate() {
            if let Some((_, _, twin)) = columns.known[..index].iter().find(|(_, earlier, _)| earlier == field) {
                let sentence = format!("列“{twin}”与“{header}”表示同一内容，请只保留一列。");
                return Err(refuse(row.line, header, header.clone(), sentence));
            }
        }
        let mut missing: Vec<String> = headings(table)
            .iter()
            .filter(|heading| heading.needed && !columns.has(heading.field))
            .map(|heading| format!("“{}”", heading.words[0]))
            .collect();
        let who_is_missing = match table {
            Table::Firms => None,
            Table::Lawyers | Table::Dues => (!columns.has(Field::FirmName) && !columns.has(Field::FirmCode))
                .then_some("“律所名称”或“统一社会信用代码”"),
            Table::Discipline | Table::Honours => [Field::FirmName, Field::FirmCode, Field::Licence, Field::PersonName]
                .into_iter()
                .all(|field| !columns.has(field))
                .then_some("“执业证号”或“律所名称”"),
        };
        missing.extend(who_is_missing.map(str::to_owned));
        if missing.is_empty() {
            return Ok(columns);
        }
        let found: Vec<String> =
            row.cells.iter().filter(|cell| !cell.is_blank()).map(|cell| format!("“{}”", cell.shown())).collect();
        let sentence =
            format!("{}表缺少必需的列：{}。找到的表头是：{}。", table.zh(), missing.join("、"), found.join("、"));
        Err(refuse(row.line, "", String::new(), sentence))
    }

    fn read(table: Table, row: &Row) -> Self {
        let mut known = Vec::new();
        let mut uses = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            if cell.is_blank() {
                continue;
            }
            let heading = meaning(table, cell.shown());
            if let Some(heading) = heading {
                known.push((index, heading.field, cell.shown().to_owned()));
            }
            uses.push(ColumnUse { header: cell.shown().to_owned(), field: heading.map(|heading| heading.words[0]) });
        }
        Self { line: row.line, uses, known }
    }

    pub fn has(&self, field: Field) -> bool {
        self.known.iter().any(|(_, known, _)| *known == field)
    }
}

/// The heading that a header names. Marks of required columns, spaces, and a remark in brackets at the end
/// (`决定日期（年-月-日）`) are passed over.
fn meaning(table: Table, header: &str) -> Option<&'static Heading> {
    let plain: String =
        header.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '★' | '\u{FEFF}')).collect();
    let base = plain.split('(').next().unwrap_or_default();
    let named = |text: &str| headings(table).iter().find(|heading| heading.words.contains(&text));
    named(&plain).or_else(|| named(base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::import::grid::Cell;

    fn grid(rows: &[&[&str]]) -> Grid {
        let rows = rows.iter().zip(1..).map(|(cells, line)| Row {
            line,
            cells: cells.iter().map(|text| Cell::Text((*text).to_owned())).collect(),
        });
        Grid { rows: rows.collect(), notes: vec![] }
    }

    #[test]
    fn synonyms_marks_and_titles_above_are_understood() {
        let file = grid(&[
            &["示例市律师协会会员名册", "", ""],
            &[],
            &[" 姓 名*", "律师执业证号（17位）", "单位名称", "执业状态：", "身份证号", "首次执业日期(年-月-日)"],
            &["张三", "14470201510900012", "示例岭南律师事务所", "执业", "", ""],
        ]);
        let columns = Columns::find(Table::Lawyers, &file).unwrap_or_else(|refused| panic!("{}", refused.sentence));
        assert_eq!(columns.line, 3);
        let fields: Vec<Field> = columns.known.iter().map(|(_, field, _)| *field).collect();
        assert_eq!(
            fields,
            [Field::PersonName, Field::Licence, Field::FirmName, Field::LawyerState, Field::FirstPractice]
        );
        assert_eq!(columns.uses[4], ColumnUse { header: "身份证号".into(), field: None });
    }

    #[test]
    fn a_missing_column_is_named_with_what_was_found() {
        let refused = Columns::find(Table::Lawyers, &grid(&[&["姓名", "备注"]])).err().unwrap();
        assert_eq!(
            refused.sentence,
            "律师表缺少必需的列：“执业证号”、“状态”、“律所名称”或“统一社会信用代码”。找到的表头是：“姓名”、“备注”。"
        );
        assert_eq!(Columns::find(Table::Dues, &grid(&[])).err().unwrap().sentence, "文件里没有内容。");
    }

    #[test]
    fn two_columns_for_one_field_are_refused() {
        let file = grid(&[&["律所名称", "律师事务所", "年度", "缴纳日期"]]);
        let refused = Columns::find(Table::Dues, &file).err().unwrap();
        assert_eq!(refused.sentence, "列“律所名称”与“律师事务所”表示同一内容，请只保留一列。");
    }

    #[test]
    fn no_word_means_two_fields_of_one_table() {
        for table in Table::ALL {
            let words: Vec<&str> = headings(table).iter().flat_map(|heading| heading.words).copied().collect();
            for (index, word) in words.iter().enumerate() {
                assert!(!words[..index].contains(word), "{word}");
            }
            assert!(!template(table).is_empty());
        }
    }
}
