//! Words of the register: its tables and the states of its members.

use crate::domain::register::{FirmState, LawyerState, Measure, Table};

pub fn firm_state(state: FirmState) -> &'static str {
    match state {
        FirmState::Normal => "正常",
        FirmState::Suspended => "停业整顿",
        FirmState::Closed => "注销",
    }
}

pub fn lawyer_state(state: LawyerState) -> &'static str {
    match state {
        LawyerState::Practising => "执业",
        LawyerState::Suspended => "停止执业",
        LawyerState::Cancelled => "注销",
    }
}

/// The six measures of 行业处分.
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Admonition => "训诫",
        Measure::Warning => "警告",
        Measure::Criticism => "通报批评",
        Measure::Censure => "公开谴责",
        Measure::RightsSuspended => "中止会员权利",
        Measure::Expulsion => "取消会员资格",
    }
}

pub fn table(table: Table) -> &'static str {
    match table {
        Table::Firms => "律师事务所",
        Table::Lawyers => "律师",
        Table::Discipline => "行业处分",
        Table::Dues => "会费",
        Table::Honours => "荣誉",
    }
}

/// The columns that a file for this table needs; shown beside the upload.
pub fn columns(table: Table) -> &'static str {
    match table {
        Table::Firms => "名称、统一社会信用代码、状态；可选：执业许可证号、负责人、成立日期、地址、电话",
        Table::Lawyers => "姓名、执业证号、律所统一社会信用代码、状态；可选：英文姓名（拼音）、首次执业日期、执业经历",
        Table::Discipline => "执业证号或统一社会信用代码、处分种类、决定日期、决定文号",
        Table::Dues => "统一社会信用代码、年度、缴清日期",
        Table::Honours => "执业证号或统一社会信用代码、荣誉名称、授予日期、授予单位",
    }
}
