use super::*;
use crate::domain::id::Id;
use crate::domain::import::grid::{Cell, Row};
use crate::domain::import::plan::{Change, Entry, Planned};
use crate::domain::line::Mapped;
use crate::domain::name::PersonName;
use crate::domain::register::{Discipline, Dues, Firm, FirmState, Honour, Lawyer, LawyerState, Measure, Member};
use crate::domain::uscc::Uscc;

const LINGNAN: (&str, &str) = ("示例岭南律师事务所", "31447000MDX000001U");
const ZHUJIANG: (&str, &str) = ("示例珠江（滨海）律师事务所", "31447000MDX000002Y");
const ZHANG: &str = "14470201210900001";
const LI: &str = "14470201511900002";

fn grid(rows: &[&[&str]]) -> Grid {
    let rows = rows
        .iter()
        .zip(1..)
        .map(|(cells, line)| Row { line, cells: cells.iter().map(|text| Cell::Text((*text).to_owned())).collect() });
    Grid { rows: rows.collect(), notes: vec![] }
}

fn today() -> Day {
    Day::new(2026, 11, 23).unwrap()
}

/// What a store would hold: plans are applied to it as the deed does.
#[derive(Default)]
struct Tables {
    firms: Vec<Firm>,
    lawyers: Vec<Lawyer>,
    discipline: Vec<Discipline>,
    dues: Vec<Dues>,
    honours: Vec<Honour>,
}

impl Tables {
    fn register(&self) -> Register<'_> {
        Register::new(&self.firms, &self.lawyers, &self.discipline, &self.dues, &self.honours)
    }

    fn plan(&self, table: Table, rows: &[&[&str]]) -> Plan {
        plan(table, &grid(rows), &self.register(), today(), &|_| vec![])
    }

    fn store(&mut self, plan: Plan) {
        assert!(plan.can_commit(), "{:#?}", plan.refused);
        for planned in plan.new.into_iter().chain(plan.changed) {
            match planned.entry {
                Entry::NewFirm(firm) => self.firms.push(firm.with_id(Id::new(self.firms.len() as u64 + 1))),
                Entry::NewLawyer(lawyer) => self.lawyers.push(lawyer.with_id(Id::new(self.lawyers.len() as u64 + 1))),
                Entry::Firm(firm) => {
                    let place = self.firms.iter().position(|old| old.id == firm.id).unwrap();
                    self.firms[place] = firm;
                }
                Entry::Lawyer(lawyer) => {
                    let place = self.lawyers.iter().position(|old| old.id == lawyer.id).unwrap();
                    self.lawyers[place] = lawyer;
                }
                Entry::Discipline(entry) => {
                    self.discipline.retain(|old| (old.member, &old.document) != (entry.member, &entry.document));
                    self.discipline.push(entry);
                }
                Entry::Dues(entry) => {
                    self.dues.retain(|old| (old.firm, old.year) != (entry.firm, entry.year));
                    self.dues.push(entry);
                }
                Entry::Honour(entry) => {
                    self.honours.retain(|old| (old.member, &old.title) != (entry.member, &entry.title));
                    self.honours.push(entry);
                }
            }
        }
    }

    fn import(&mut self, table: Table, rows: &[&[&str]]) {
        let plan = self.plan(table, rows);
        self.store(plan);
    }
}

const FIRM_HEADER: &[&str] = &["律所名称", "统一社会信用代码", "状态"];
const LAWYER_HEADER: &[&str] = &["姓名", "执业证号", "律所名称", "状态", "首次执业日期"];

/// Two firms, 张㛃 in the first, two of the name 李静宜, one in each.
fn members() -> Tables {
    let mut tables = Tables::default();
    tables.import(Table::Firms, &[FIRM_HEADER, &[LINGNAN.0, LINGNAN.1, "正常"], &[ZHUJIANG.0, ZHUJIANG.1, "正常"]]);
    tables.import(
        Table::Lawyers,
        &[
            LAWYER_HEADER,
            &["张㛃", ZHANG, LINGNAN.0, "执业", "2012-03-14"],
            &["李静宜", LI, LINGNAN.0, "执业", ""],
            &["李静宜", "14470201511900003", ZHUJIANG.0, "执业", ""],
        ],
    );
    tables
}

fn sentences(plan: &Plan) -> Vec<(u32, &str, &str)> {
    plan.refused.iter().map(|one| (one.line, one.column.as_str(), one.sentence.as_str())).collect()
}

#[test]
fn a_first_import_is_all_new_and_a_second_one_all_unchanged() {
    let rows: &[&[&str]] = &[FIRM_HEADER, &[LINGNAN.0, LINGNAN.1, "正常"], &[ZHUJIANG.0, ZHUJIANG.1, "注销"]];
    let mut tables = Tables::default();
    let plan = tables.plan(Table::Firms, rows);
    assert_eq!((plan.read, plan.new.len(), plan.unchanged, plan.absent), (2, 2, 0, 0));
    tables.store(plan);
    assert_eq!(tables.firms[1].state, FirmState::Closed);
    assert_eq!(tables.firms[1].id, Id::new(2));
    let again = tables.plan(Table::Firms, rows);
    assert_eq!((again.new.len(), again.changed.len(), again.unchanged), (0, 0, 2));
    assert!(again.can_commit());
}

#[test]
fn a_change_is_told_by_column_and_missing_columns_change_nothing() {
    let mut tables = members();
    let full: &[&str] = &["律所名称", "统一社会信用代码", "状态", "负责人", "联系地址", "电话"];
    tables.import(Table::Firms, &[full, &[LINGNAN.0, LINGNAN.1, "正常", "欧阳清越", "示例路 1 号", "000-1"]]);
    let plan = tables.plan(Table::Firms, &[FIRM_HEADER, &["示例新岭南律师事务所", LINGNAN.1, "停业整顿"]]);
    assert_eq!(plan.absent, 1);
    let [Planned { line: 2, changes, entry: Entry::Firm(firm), .. }] = &plan.changed[..] else { panic!("{plan:?}") };
    assert_eq!(
        changes[..],
        [
            Change { column: "律所名称", from: LINGNAN.0.into(), to: "示例新岭南律师事务所".into() },
            Change { column: "状态", from: "正常".into(), to: "停业整顿".into() },
        ]
    );
    assert_eq!((firm.id, firm.head.as_ref().map(PersonName::as_str)), (Id::new(1), Some("欧阳清越")));
    let cleared = tables.plan(Table::Firms, &[full, &[LINGNAN.0, LINGNAN.1, "正常", "", "示例路 1 号", "000-1"]]);
    assert_eq!(cleared.changed[0].changes, [Change { column: "负责人", from: "欧阳清越".into(), to: String::new() }]);
}

#[test]
fn refusals_name_row_column_value_and_reason_and_one_row_shows_all_its_faults() {
    let plan = members().plan(
        Table::Lawyers,
        &[
            LAWYER_HEADER,
            &["张3", "1447020", "示例无此律师事务所", "在职", "2030-01-01"],
            &["", "14470201210900009", LINGNAN.0, "执业", "去年"],
        ],
    );
    assert_eq!(
        sentences(&plan),
        [
            (2, "姓名", "姓名中有数字“3”，请核对。"),
            (2, "执业证号", "律师执业证号应为 17 位数字，这里是 7 位。"),
            (2, "律所名称", "登记簿中没有这家律师事务所，请核对名称，或先导入律师事务所表。"),
            (2, "状态", "律师状态应为：执业、停止执业、注销。"),
            (2, "首次执业日期", "日期晚于今天（2026-11-23），请核对。"),
            (3, "姓名", "必填，不能为空。"),
            (3, "首次执业日期", "不是日期，请写成 2026-11-23 这样的年月日。"),
        ]
    );
    assert_eq!(plan.refused[1].value, "1447020");
    assert!(!plan.can_commit() && plan.new.is_empty());
}

#[test]
fn codes_are_checked_and_no_law_firms_code_only_warns() {
    let tables = Tables::default();
    let plan = tables.plan(
        Table::Firms,
        &[
            FIRM_HEADER,
            &["示例甲律师事务所", "31447000MDX000001V", "正常"],
            &["示例乙律师事务所", "91350100M000100Y43", "正常"],
        ],
    );
    assert_eq!(plan.refused.len(), 1);
    assert!(plan.refused[0].sentence.contains("第 18 位“V”"), "{}", plan.refused[0].sentence);
    assert_eq!((plan.warnings[0].line, plan.new.len()), (3, 1));
}

#[test]
fn a_repeated_row_is_refused_on_the_later_line() {
    let plan = members().plan(
        Table::Lawyers,
        &[
            LAWYER_HEADER,
            &["张㛃", ZHANG, LINGNAN.0, "执业", ""],
            &[],
            &["张 㛃", "1447 0201 2109 00001", LINGNAN.0, "执业", ""],
        ],
    );
    assert_eq!(sentences(&plan), [(4, "执业证号", "与第 2 行重复，请只保留一行。")]);
}

#[test]
fn two_living_firms_of_one_name_are_refused_against_the_register_and_within_the_file() {
    let mut tables = members();
    let third = "31447000MDB0000000";
    let mut code =
        (0..31).map(|n| format!("{}{}", &third[..17], "0123456789ABCDEFGHJKLMNPQRTUWXY".as_bytes()[n] as char));
    let code = code.find_map(|code| Uscc::parse(&code).ok()).unwrap();
    let clash = tables.plan(Table::Firms, &[FIRM_HEADER, &["示例珠江(滨海)律师事务所", code.as_str(), "正常"]]);
    assert_eq!(clash.refused.len(), 1);
    assert!(clash.refused[0].sentence.starts_with("与登记簿中的另一家律师事务所（31447000MDX000002Y）同名"));
    let moved = tables
        .plan(Table::Firms, &[FIRM_HEADER, &[ZHUJIANG.0, code.as_str(), "正常"], &[ZHUJIANG.0, ZHUJIANG.1, "注销"]]);
    tables.store(moved);
    let joins = tables.plan(Table::Lawyers, &[LAWYER_HEADER, &["张㛃", ZHANG, ZHUJIANG.0, "执业", ""]]);
    let Entry::Lawyer(lawyer) = &joins.changed[0].entry else { panic!("{joins:?}") };
    assert_eq!(lawyer.firm, Id::new(3), "the living firm, not the closed one of the same name");
    let within = Tables::default()
        .plan(Table::Firms, &[FIRM_HEADER, &[LINGNAN.0, LINGNAN.1, "正常"], &[LINGNAN.0, ZHUJIANG.1, "正常"]]);
    assert_eq!((within.refused[0].line, within.refused[0].sentence.contains("第 2 行")), (3, true));
}

#[test]
fn a_lawyer_who_moves_changes_firm_by_name_or_by_code() {
    let tables = members();
    let header: &[&str] = &["姓名", "执业证号", "单位名称", "信用代码", "执业状态"];
    let by_code = tables.plan(Table::Lawyers, &[header, &["张㛃", ZHANG, "", ZHUJIANG.1, "执业"]]);
    assert_eq!(
        by_code.changed[0].changes,
        [Change { column: "律所名称", from: LINGNAN.0.into(), to: ZHUJIANG.0.into() }]
    );
    let by_name = tables.plan(Table::Lawyers, &[header, &["张㛃", ZHANG, "示例珠江(滨海) 律师事务所", "", "执业"]]);
    assert_eq!(by_name.changed, by_code.changed);
    let torn = tables.plan(Table::Lawyers, &[header, &["张㛃", ZHANG, LINGNAN.0, ZHUJIANG.1, "执业"]]);
    assert_eq!(sentences(&torn), [(2, "单位名称", "与信用代码不符：该代码属于“示例珠江（滨海）律师事务所”，请核对。")]);
}

#[test]
fn mapped_characters_are_reported_with_their_cell() {
    let plan = members().plan(Table::Lawyers, &[LAWYER_HEADER, &["王\u{E863}", LI, LINGNAN.0, "执业", ""]]);
    assert_eq!(plan.mapped.len(), 1);
    assert_eq!((plan.mapped[0].line, plan.mapped[0].column.as_str()), (2, "姓名"));
    assert_eq!(plan.mapped[0].mapped, Mapped { from: '\u{E863}', to: '䶮' });
    let Entry::Lawyer(lawyer) = &plan.changed[0].entry else { panic!() };
    assert_eq!(lawyer.name.as_str(), "王䶮");
}

#[test]
fn characters_that_no_font_draws_are_refused_and_shown() {
    let tables = members();
    let file = grid(&[LAWYER_HEADER, &["张\u{30EDE}", ZHANG, LINGNAN.0, "执业", ""]]);
    let undrawable = |text: &str| text.chars().filter(|c| *c == '\u{30EDE}').collect();
    let plan = plan(Table::Lawyers, &file, &tables.register(), today(), &undrawable);
    let [refused] = &plan.refused[..] else { panic!("{plan:?}") };
    assert_eq!((refused.line, refused.column.as_str()), (2, "姓名"));
    assert_eq!(refused.sentence, "证明所用的字体没有“\u{30EDE}”（U+30EDE），印不出来，请核对是否为标准字。");
}

#[test]
fn unreadable_cells_of_known_columns_are_refused_with_the_readers_sentence() {
    let mut file = grid(&[LAWYER_HEADER, &["张㛃", "", LINGNAN.0, "执业", ""]]);
    file.rows[1].cells[1] = Cell::Unreadable { shown: "1.447E+16".into(), sentence: "位数已丢失。".into() };
    let plan = plan(Table::Lawyers, &file, &members().register(), today(), &|_| vec![]);
    assert_eq!(sentences(&plan), [(2, "执业证号", "位数已丢失。")]);
    assert_eq!(plan.refused[0].value, "1.447E+16");
}

#[test]
fn discipline_names_its_member_by_number_by_name_or_by_firm() {
    let tables = members();
    let header: &[&str] = &["对象", "姓名", "执业证号", "律所名称", "处分种类", "决定日期", "决定文号"];
    let row = |kind, name, licence, firm| -> [&str; 7] {
        [kind, name, licence, firm, "公开谴责", "2024-05-20", "示律协处〔2024〕3号"]
    };
    let member = |cells: [&str; 7]| {
        let plan = tables.plan(Table::Discipline, &[header, &cells]);
        match plan.new.first().map(|planned| &planned.entry) {
            Some(Entry::Discipline(entry)) => Ok(entry.member),
            _ => Err(plan.refused[0].sentence.clone()),
        }
    };
    let zhang = Ok(Member::Lawyer(Id::new(1)));
    assert_eq!(member(row("", "张㛃", ZHANG, LINGNAN.0)), zhang);
    assert_eq!(member(row("", "张㛃", ZHANG, "从前的示例律师事务所")), zhang);
    assert_eq!(member(row("律师", "张㛃", "", "")), zhang);
    assert_eq!(member(row("", "李静宜", "", ZHUJIANG.0)), Ok(Member::Lawyer(Id::new(3))));
    assert_eq!(member(row("", "", "", LINGNAN.0)), Ok(Member::Firm(Id::new(1))));
    assert_eq!(member(row("律师事务所", "张㛃", "", LINGNAN.0)), Ok(Member::Firm(Id::new(1))));
    assert_eq!(member(row("", "李静宜", "", "")), Err("登记簿中有 2 位同名律师，请填写执业证号。".into()));
    assert_eq!(member(row("", "王五", ZHANG, "")), Err("与执业证号不符：该证号属于“张㛃”，请核对。".into()));
    assert_eq!(member(row("律师", "", "", LINGNAN.0)), Err("没有写明是哪位律师，请填写执业证号。".into()));
    assert_eq!(member(row("", "", "", "")), Err("必填，不能为空。".into()));
    assert_eq!(member(row("客户", "", "", LINGNAN.0)), Err("对象应为：律师、律师事务所。".into()));
    assert_eq!(
        member(row("", "", "14470201210900099", "")),
        Err("登记簿中没有这个执业证号的律师，请先导入律师表。".into())
    );
}

#[test]
fn only_the_six_measures_are_discipline_and_a_decision_counts_once() {
    let mut tables = members();
    let header: &[&str] = &["执业证号", "处分种类", "决定日期", "决定文号"];
    let document = "示律协处〔2024〕3号";
    let plan = tables.plan(Table::Discipline, &[header, &[ZHANG, "罚款", "2024-05-20", document]]);
    assert!(
        plan.refused[0]
            .sentence
            .starts_with("行业处分只有六种：训诫、警告、通报批评、公开谴责、中止会员权利、取消会员资格")
    );
    for measure in Measure::ALL {
        let plan = tables.plan(Table::Discipline, &[header, &[ZHANG, measure.zh(), "2024-05-20", document]]);
        assert_eq!(plan.new.len(), 1, "{measure:?}");
    }
    tables.import(Table::Discipline, &[header, &[ZHANG, "训诫", "2024-05-20", document]]);
    let changed = tables.plan(
        Table::Discipline,
        &[header, &[ZHANG, "警告", "2024-05-20", document], &[ZHANG, "警告", "2024-05-20", document]],
    );
    assert_eq!(changed.changed[0].changes, [Change { column: "处分种类", from: "训诫".into(), to: "警告".into() }]);
    assert_eq!(sentences(&changed), [(3, "决定文号", "与第 2 行重复，请只保留一行。")]);
}

#[test]
fn an_empty_list_of_discipline_is_an_answer_and_one_of_members_is_not() {
    let tables = members();
    let none = tables.plan(Table::Discipline, &[&["执业证号", "处分种类", "决定日期", "决定文号"]]);
    assert!(none.can_commit());
    assert_eq!(none.warnings[0].sentence, "表头下没有数据行：导入后，截至数据日期没有新的行业处分记录。");
    assert!(!tables.plan(Table::Lawyers, &[LAWYER_HEADER]).can_commit());
}

#[test]
fn dues_need_a_year_and_the_day_of_payment() {
    let mut tables = members();
    let header: &[&str] = &["律所", "会费年度", "到账日期", "备注"];
    let plan = tables.plan(
        Table::Dues,
        &[
            header,
            &[LINGNAN.0, "2026年度", "2026/3/16", ""],
            &[ZHUJIANG.0, "２０２５", "2025年3月2日", ""],
            &[ZHUJIANG.0, "26", "2026-03-02", ""],
            &[ZHUJIANG.0, "2026", "", "未缴"],
        ],
    );
    assert_eq!(
        sentences(&plan),
        [
            (4, "会费年度", "年度应为四位年份，如 2026，且不晚于明年。"),
            (5, "到账日期", "缴纳日期为空；只导入已缴清的年度，未缴清的行请删除。"),
        ]
    );
    assert_eq!(plan.ignored().collect::<Vec<_>>(), ["备注"]);
    assert_eq!(plan.new.len(), 2);
    tables.import(Table::Dues, &[header, &[LINGNAN.0, "2026", "2026-03-16", ""]]);
    assert_eq!(tables.dues, [Dues { firm: Id::new(1), year: 2026, paid: Day::new(2026, 3, 16).unwrap() }]);
}

#[test]
fn practice_and_latin_names_are_read_and_bad_ones_refused() {
    let mut tables = members();
    let header: &[&str] = &["姓名", "执业证号", "律所名称", "状态", "英文姓名", "执业经历"];
    let history = "示例乙律师事务所 2015-07-01至今\n2010年3月1日至2015年6月30日 示例甲律师事务所";
    tables.import(Table::Lawyers, &[header, &["张㛃", ZHANG, LINGNAN.0, "执业", "Zhang Jie", history]]);
    let lawyer = &tables.lawyers[0];
    assert_eq!(lawyer.state, LawyerState::Practising);
    assert_eq!(lawyer.first_practice, Day::new(2012, 3, 14));
    assert_eq!(lawyer.practice[0].firm, "示例甲律师事务所");
    assert_eq!((lawyer.practice[1].to, lawyer.latin_name.as_deref()), (None, Some("Zhang Jie")));
    let again = tables.plan(Table::Lawyers, &[header, &["张㛃", ZHANG, LINGNAN.0, "执业", "Zhang Jie", history]]);
    assert_eq!(again.unchanged, 1);
    let bad = tables.plan(
        Table::Lawyers,
        &[header, &["张㛃", ZHANG, LINGNAN.0, "执业", "张 Jie", "示例甲律师事务所 2015-06-30至2010-03-01"]],
    );
    assert_eq!(
        sentences(&bad),
        [
            (2, "英文姓名", "英文姓名只能用拉丁字母，这里有“张”。"),
            (2, "执业经历", "“示例甲律师事务所 2015-06-30至2010-03-01”的起止日期不对，请核对。"),
        ]
    );
}

#[test]
fn the_wrong_file_is_given_up_early() {
    let row: &[&str] = &["张㛃", "1", "无", "无", ""];
    let mut rows = vec![LAWYER_HEADER];
    rows.extend(std::iter::repeat_n(row, 5_000));
    let plan = members().plan(Table::Lawyers, &rows);
    assert!(plan.refused.len() <= MOST_REFUSALS + 5, "{}", plan.refused.len());
    assert!(plan.refused.last().unwrap().sentence.contains("从这一行起没有再检查"));
}

#[test]
fn ten_thousand_lawyers_are_planned_whole() {
    let mut tables = members();
    let numbers: Vec<(String, String)> = (0..10_000)
        .map(|n| (format!("示例{}", ['甲', '乙', '丙', '丁'][n % 4]), format!("144702015109{n:05}")))
        .collect();
    let mut rows: Vec<Vec<&str>> = vec![LAWYER_HEADER.to_vec()];
    rows.extend(numbers.iter().map(|(name, licence)| vec![name.as_str(), licence, LINGNAN.0, "执业", "2015-03-01"]));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    tables.import(Table::Lawyers, &rows);
    let file = grid(&rows);
    let register = tables.register();
    let plan = plan(Table::Lawyers, &file, &register, today(), &|_| vec![]);
    assert_eq!((plan.unchanged, plan.absent), (10_000, 3));
}
