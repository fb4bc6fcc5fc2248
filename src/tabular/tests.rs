use std::fmt::Write as _;
use std::io::Write as _;

use super::*;
use crate::domain::id::Id;
use crate::domain::import::plan;
use crate::domain::import::plan::Entry;
use crate::domain::import::register::Register;
use crate::domain::name::PersonName;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer, LawyerState, Table};
use crate::domain::sample;
use crate::domain::time::Day;
use crate::domain::uscc::Uscc;

macro_rules! fixture {
    ($name:literal) => {
        ($name, &include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $name))[..])
    };
}

fn texts(grid: &Grid) -> Vec<(u32, Vec<&str>)> {
    grid.rows.iter().map(|row| (row.line, row.cells.iter().map(Cell::shown).collect())).collect()
}

fn csv(text: &str) -> Vec<(u32, Vec<String>)> {
    let grid = read("a.csv", text.as_bytes()).unwrap();
    texts(&grid).into_iter().map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())).collect()
}

fn bare(error: Result<Grid, TabularError>) -> TabularError {
    error.unwrap_err()
}

#[test]
fn every_encoding_and_separator_of_excel_in_china_reads_the_same() {
    let files = [
        fixture!("firms-utf8.csv"),
        fixture!("firms-utf8-bom.csv"),
        fixture!("firms-gb18030.csv"),
        fixture!("firms-utf16-tab.txt"),
        fixture!("firms-semicolon.csv"),
    ];
    let expected = [
        (1, vec!["律师事务所名称", "统一社会信用代码", "状态", "负责人", "成立日期"]),
        (2, vec!["示例岭南律师事务所", "31447000MDX000001U", "正常", "欧阳清越", "2004/6/18"]),
        (3, vec!["示例珠江（滨海）律师事务所", "31447000mdx000002y", "正常", "沈望舒", "2013年9月2日"]),
    ];
    for (name, bytes) in files {
        let grid = read(name, bytes).unwrap();
        assert_eq!(texts(&grid), expected, "{name}");
    }
}

#[test]
fn a_workbook_reads_as_people_see_it() {
    let (name, bytes) = fixture!("lawyers.xlsx");
    let grid = read(name, bytes).unwrap();
    assert_eq!(grid.notes, ["只读取了工作表“会员名册”，没有读取：“备注”。"]);
    let rows = texts(&grid);
    assert_eq!(rows[0], (1, vec!["示例市律师协会会员名册（2026年）"]));
    assert_eq!(rows[1].0, 3);
    assert_eq!(
        rows[2],
        (4, vec!["1", "张　㛃", "14470201211900001", "示例岭南律师事务所", "执业", "2012-03-14", "Zhang Jie"])
    );
    assert_eq!(rows[3].1[2..6], ["14470201511900002", "示例珠江(滨海)律师事务所", "执业", "2015-12-31"]);
    assert_eq!(rows[4].1[5], "2020.02.29");
    assert_eq!(rows[5].1[1..6], ["王\u{E863}", "190298100123", "示例岭南律师事务所", "执业", "1998-07-01"]);
}

#[test]
fn private_characters_of_gb_18030_2005_end_as_standard_ones() {
    // 张 and the ideograph that was U+E816 until the standard's edition of 2022.
    let grid = read("a.csv", b"\xD5\xC5\xFE\x51\r\n").unwrap();
    let (name, _) = PersonName::read(grid.rows[0].cells[0].shown()).unwrap();
    assert_eq!(name.as_str(), "张\u{20087}");
}

#[test]
fn dates_counted_from_1904_and_plain_years_are_right() {
    let (name, bytes) = fixture!("dues-1904.xlsx");
    let grid = read(name, bytes).unwrap();
    assert_eq!(texts(&grid)[1], (2, vec!["示例岭南律师事务所", "2026", "2026-03-16"]));
}

#[test]
fn numbers_that_lost_digits_and_broken_formulas_are_unreadable() {
    let (name, bytes) = fixture!("lawyers-as-numbers.xlsx");
    let grid = read(name, bytes).unwrap();
    let cells = &grid.rows[1].cells;
    assert!(
        matches!(&cells[1], Cell::Unreadable { shown, sentence }
            if shown == "1.44702012109E+16" && sentence.contains("“文本”格式")),
        "{:?}",
        cells[1]
    );
    assert!(matches!(&cells[4], Cell::Unreadable { shown, .. } if shown == "#DIV/0!"), "{:?}", cells[4]);
    let text = "姓名,执业证号\n张三,1.44702E+16\n";
    let grid = read("a.csv", text.as_bytes()).unwrap();
    assert!(matches!(&grid.rows[1].cells[1], Cell::Unreadable { shown, .. } if shown == "1.44702E+16"));
}

#[test]
fn lines_are_those_of_the_file_whatever_lies_between() {
    let file = "\r\n\r\n姓名,备注\r\n\r\n张三,\"两\r\n行\"\r\n,,\r\n李四,'0123\r\n";
    let expected = [(3, vec!["姓名", "备注"]), (5, vec!["张三", "两\r\n行"]), (8, vec!["李四", "0123"])];
    assert_eq!(csv(file), expected.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())));
    assert_eq!(csv("sep=;\na;b,c\n")[0], (2, vec!["a".to_owned(), "b,c".to_owned()]));
    assert_eq!(csv("a\rb\r\rc\r").iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(csv("a,b,c\n=\"0012\",\"x\"\"y\"\n")[1].1, ["0012", "x\"y"]);
}

#[test]
fn what_is_no_table_is_told_apart() {
    assert_eq!(bare(read("a.csv", b"")), TabularError::Empty);
    assert_eq!(bare(read("a.csv", b"\xEF\xBB\xBF\r\n ,\r\n")), TabularError::Empty);
    assert_eq!(bare(read("a.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1])), TabularError::OldWorkbook);
    assert_eq!(bare(read("a.xls", b"<html><table>")), TabularError::WebPage);
    assert_eq!(bare(read("a.pdf", b"%PDF-1.7\n")), TabularError::NotATable { name: "a.pdf".into() });
    assert_eq!(bare(read("a.png", b"\x89PNG\0\0")), TabularError::NotATable { name: "a.png".into() });
    assert_eq!(bare(read("a.csv", b"\xFF\xFF\xFF,\n")), TabularError::UnknownEncoding);
    assert_eq!(bare(read("a.csv", "姓名,备注\n张三,\"未完\n李四,\n".as_bytes())), TabularError::OpenQuote);
    assert_eq!(bare(read("a.csv", &vec![b'a'; MOST_BYTES + 1])), TabularError::TooBig { found: MOST_BYTES + 1 });
    assert!(matches!(bare(read("a.xlsx", b"PK\x03\x04nothing")), TabularError::Damaged { .. }));
    for error in [
        TabularError::Empty,
        TabularError::TooBig { found: MOST_BYTES + 1 },
        TabularError::OldWorkbook,
        TabularError::Damaged { why: "crc".into() },
    ] {
        assert!(error.sentence().ends_with('。') && !error.sentence().contains("crc"));
    }
}

#[test]
fn rows_columns_and_cells_are_bounded() {
    let wide = format!("{}\n", vec!["a"; MOST_COLUMNS + 1].join(","));
    assert_eq!(bare(read("a.csv", wide.as_bytes())), TabularError::TooManyColumns { line: 1 });
    assert!(read("a.csv", format!("{}\n", vec!["a"; MOST_COLUMNS].join(",")).as_bytes()).is_ok());
    // Trailing separators that hold nothing are no columns.
    assert!(read("a.csv", format!("a{}\n", ",".repeat(500)).as_bytes()).is_ok());
    assert_eq!(bare(read("a.csv", "a\n".repeat(MOST_ROWS + 1).as_bytes())), TabularError::TooManyRows);
    assert_eq!(read("a.csv", "a\n".repeat(MOST_ROWS).as_bytes()).unwrap().rows.len(), MOST_ROWS);
    let grid = read("a.csv", "长".repeat(MOST_CELL_CHARACTERS + 1).as_bytes()).unwrap();
    assert!(matches!(&grid.rows[0].cells[0], Cell::Unreadable { .. }));
}

/// A ZIP archive of deflated entries; `claim` is the unpacked size that its records state.
fn archive(entries: &[(&str, &[u8], Option<u32>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content, claim) in entries {
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        deflate.write_all(content).unwrap();
        let packed = deflate.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let at = u32::try_from(bytes.len()).unwrap();
        let mut facts = Vec::new();
        facts.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
        facts.extend(crc.sum().to_le_bytes());
        facts.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        facts.extend(claim.unwrap_or(u32::try_from(content.len()).unwrap()).to_le_bytes());
        facts.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        facts.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&facts);
        bytes.extend(name.as_bytes());
        bytes.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let length = u32::try_from(directory.len()).unwrap().to_le_bytes();
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend([length, start].concat());
    bytes.extend([0, 0]);
    bytes
}

/// The least workbook that is one, around a sheet's rows.
fn workbook(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let links = format!(
        r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let types = format!(r#"<Types xmlns="{package}/content-types"/>"#);
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    archive(&[
        ("[Content_Types].xml", types.as_bytes(), None),
        ("_rels/.rels", root.as_bytes(), None),
        ("xl/workbook.xml", book.as_bytes(), None),
        ("xl/_rels/workbook.xml.rels", links.as_bytes(), None),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes(), None),
    ])
}

#[test]
fn a_sheet_with_two_far_corners_does_not_fill_the_memory_between() {
    let cell = |at: &str| format!(r#"<row><c r="{at}" t="inlineStr"><is><t>甲</t></is></c></row>"#);
    let grid = read("a.xlsx", &workbook(&format!("{}{}", cell("A1"), cell("C1048576")))).unwrap();
    assert_eq!(texts(&grid), [(1, vec!["甲"]), (1_048_576, vec!["", "", "甲"])]);
    let wide = read("a.xlsx", &workbook(&format!("{}{}", cell("A1"), cell("XFD2"))));
    assert_eq!(bare(wide), TabularError::TooManyColumns { line: 2 });
    let backwards = read("a.xlsx", &workbook(&format!("{}{}", cell("A2"), cell("A1"))));
    assert!(matches!(bare(backwards), TabularError::Damaged { .. }));
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused_whatever_it_claims() {
    let zeros = vec![0; 401 << 20];
    let bomb = archive(&[("xl/workbook.xml", &zeros, Some(10))]);
    assert!(bomb.len() < 8 << 20, "{}", bomb.len());
    assert!(matches!(bare(read("a.xlsx", &bomb)), TabularError::UnpacksTooBig { .. }));
    let other = archive(&[("word/document.xml", b"<a/>", None)]);
    assert_eq!(bare(read("a.docx", &other)), TabularError::NotATable { name: "a.docx".into() });
}

#[test]
fn a_damaged_workbook_is_an_error_and_never_a_panic() {
    let (name, bytes) = fixture!("lawyers.xlsx");
    for cut in (0..bytes.len()).step_by(97) {
        assert!(read(name, &bytes[..cut]).is_err(), "{cut}");
    }
    for at in (0..bytes.len()).step_by(13) {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 0x55;
        // Some bytes do not matter; none may panic.
        let _outcome = read(name, &flipped);
    }
}

#[test]
fn ten_thousand_lawyers_are_read_whole() {
    let mut text = String::from("姓名,执业证号,律所名称,状态\r\n");
    for number in 0..10_000 {
        writeln!(text, "示例人,144702015109{number:05},示例岭南律师事务所,执业\r").unwrap();
    }
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    assert_eq!(read("a.csv", &bytes).unwrap().rows.len(), 10_001);
}

#[test]
fn the_sample_imports_cleanly_by_the_same_road() {
    assert!(Uscc::parse(sample::ASSOCIATION_CODE).unwrap().is_association());
    let (mut firms, mut lawyers): (Vec<Firm>, Vec<Lawyer>) = (vec![], vec![]);
    let (mut discipline, mut dues, mut honours): (Vec<Discipline>, Vec<Dues>, Vec<Honour>) = (vec![], vec![], vec![]);
    let today = Day::parse(sample::DATA_DATE).unwrap();
    for (table, name, bytes) in sample::FILES {
        let grid = read(name, bytes).unwrap();
        let register = Register::new(&firms, &lawyers, &discipline, &dues, &honours);
        let plan = crate::domain::import::plan(table, &grid, &register, today, &|_| vec![]);
        assert!(plan.can_commit() && plan.warnings.is_empty() && plan.mapped.is_empty(), "{name}: {plan:#?}");
        assert_eq!((plan.new.len(), plan.ignored().count()), (plan.read, 0), "{name}");
        for plan::Planned { entry, .. } in plan.new {
            match entry {
                Entry::NewFirm(firm) => firms.push(firm.with_id(Id::new(firms.len() as u64 + 1))),
                Entry::NewLawyer(lawyer) => {
                    lawyers.push(lawyer.with_id(Id::new(lawyers.len() as u64 + 1)));
                }
                Entry::Discipline(entry) => discipline.push(entry),
                Entry::Dues(entry) => dues.push(entry),
                Entry::Honour(entry) => honours.push(entry),
                other => panic!("{other:?}"),
            }
        }
    }
    let of = |name: &str| firms.iter().find(|firm| firm.name == name).map(|firm| firm.id).unwrap();
    let count = |name: &str| lawyers.iter().filter(|lawyer| lawyer.firm == of(name)).count();
    assert_eq!((firms.len(), count(sample::LARGE_FIRM), count(sample::SMALL_FIRM)), (2, 60, 8));
    assert_eq!(lawyers.iter().filter(|lawyer| lawyer.state != LawyerState::Practising).count(), 1);
    assert!(firms.iter().all(|firm| firm.uscc.is_law_firm() && firm.name.contains("示例")));
    let names: String = lawyers.iter().map(|lawyer| lawyer.name.as_str()).collect();
    assert!("㛃䶮㙍𬱖𬍛𬣙𠮷".chars().all(|rare| names.contains(rare)));
    assert!(lawyers.iter().any(|lawyer| lawyer.name.as_str().chars().count() == 25));
    assert_eq!((discipline.len(), dues.len(), honours.len()), (3, 7, 3));
    assert_eq!(Table::ALL.len(), sample::FILES.len());
}
