//! The invented association of the demonstration, as files: they are imported by the same road as a real register.
//! `tests/python/make_register.py sample` makes them.

use crate::domain::register::Table;

/// The invented association.
pub const ASSOCIATION: &str = "示例市律师协会";
/// Its 统一社会信用代码, check character right, of a place that does not exist.
pub const ASSOCIATION_CODE: &str = "51447000MJX0000014";
/// The firm of 60 lawyers, rare names among them.
pub const LARGE_FIRM: &str = "示例岭南律师事务所";
/// The firm of 8 lawyers; dues of 2026 not paid, a discipline entry of its own.
pub const SMALL_FIRM: &str = "示例珠江（滨海）律师事务所";
/// 数据日期: the day up to which the sample vouches. All dates in its files lie before.
pub const DATA_DATE: &str = "2026-11-20";

/// The files, in the order in which they must be imported: members before what is said of them.
pub const FILES: [(Table, &str, &[u8]); 5] = [
    (Table::Firms, "firms.csv", include_bytes!("../../assets/sample/firms.csv")),
    (Table::Lawyers, "lawyers.csv", include_bytes!("../../assets/sample/lawyers.csv")),
    (Table::Discipline, "discipline.csv", include_bytes!("../../assets/sample/discipline.csv")),
    (Table::Dues, "dues.csv", include_bytes!("../../assets/sample/dues.csv")),
    (Table::Honours, "honours.csv", include_bytes!("../../assets/sample/honours.csv")),
];
