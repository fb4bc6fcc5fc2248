//! Invented sheets for the tests of this room.

use crate::domain::sheet::{Check, Mark, Seal, Sheet, Table};
use crate::domain::statement::Copy;
use crate::domain::time::Day;
use crate::pdf::press::{Attachment, Meta};

pub const ASSOCIATION: &str = "示例市律师协会";
pub const FIRM: &str = "广东示例（深圳）律师事务所";
/// Rare characters of GB 18030 level 3, an Ext-B one, and a minority name.
pub const RARE_NAMES: [&str; 8] = ["张𬱖", "李𬍛", "王𬣙", "㛃文", "䶮一鸣", "赵㙍", "陈𠀾宇", "阿卜杜热合曼·买买提"];

const LONG_PAYLOAD: &str = "AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBOGAZDINRYHI6D4QCCIRDEQSSMJZIFEVCWLBNFYXTAMJSGM2DKNRXHA4TUOZ4HU7D6QCBIJBUIRKGI5EESSSLJRGU4T2QKFJFGVCVKZLVQWK2LNOF2XS7MBQWEY3EMVTGO2DJNJVWY3LON5YHC4TTOR2XM53YPF5HW7D5PZ7YBAMCQOCILBUHRCEYVC4MRWHI7EERSKJZJFMWS6MJTGU3TSO4T2UKGIVUKS2OZ6TBEDWX6SVWV3LXPBPQ";

fn check(long: bool) -> Check {
    let short = "HTTPS://ZM.EXAMPLE.ORG/V/7K3M9QWXTB4HR2D8";
    Check {
        qr: if long { format!("{short}#{LONG_PAYLOAD}") } else { short.into() },
        code: "7K3M-9QWX-TB4H-R2D8".into(),
        url: "https://zm.example.org/verify".into(),
        fingerprint: "b3e1 90c4 27fa 5d08 e6b1 4f73 9a2c 81d5 06ee 3b9f c417 2a60 d8f5 71b4 0c9e 62a3".into(),
    }
}

/// A one-page certificate of a firm's membership.
pub fn firm() -> Sheet {
    Sheet {
        title: "律师事务所会员证明".into(),
        number: "穗律证〔2026〕第000123号".into(),
        addressee: Some("致：示例市公共资源交易中心".into()),
        paragraphs: vec![
            format!("兹证明{FIRM}（统一社会信用代码：31440000MD0123456X）系本会团体会员，执业状态为正常，自2011年3月8日起加入本会，截至2026年11月20日未退会。该所现有执业律师60名，其中专职律师57名、兼职律师3名。"),
            "本证明以本会截至2026年11月20日的登记信息为准，仅用于“示例市2026—2028年度法律顾问服务采购项目（第二次）”投标；用于其他事项的，请另行申请……本证明未尽事宜——包括但不限于执业许可、年度考核——以司法行政机关的登记为准。".into(),
        ],
        table: None,
        closing: "特此证明。".into(),
        signer: ASSOCIATION.into(),
        date_line: "2026年11月23日".into(),
        validity: Some("有效期至2027年5月22日".into()),
        seal: Seal::drawn(ASSOCIATION),
        check: check(true),
        copy: Copy { index: 0, of: 0 },
        mark: Mark::None,
    }
}

fn name_of(at: usize) -> String {
    const FAMILY: [&str; 12] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "欧阳", "司马"];
    const GIVEN: [&str; 11] = ["示", "例一", "样本", "文", "明远", "思齐", "子衿", "清", "若水", "知行", "守正"];
    RARE_NAMES
        .get(at)
        .map_or_else(|| format!("{}{}", FAMILY[at % 12], GIVEN[(at * 7 + at / 12) % 11]), ToString::to_string)
}

/// A certificate over `count` lawyers with a table, rare names first.
pub fn lawyers(count: usize) -> Sheet {
    let rows = (0..count)
        .map(|at| {
            vec![
                (at + 1).to_string(),
                name_of(at),
                format!("1440120{}1{:07}", 10 + at % 10, at * 7919 % 10_000_000),
                "专职律师".into(),
                "执业".into(),
            ]
        })
        .collect();
    Sheet {
        title: "律师无行业处分证明".into(),
        number: "穗律证〔2026〕第000124号".into(),
        addressee: None,
        paragraphs: vec![format!(
            "兹证明下列{count}名律师系{FIRM}执业律师、本会会员，自2023年11月20日至2026年11月20日，未受到本会的行业处分（训诫、警告、通报批评、公开谴责、中止会员权利、取消会员资格）。"
        )],
        table: Some(Table {
            columns: ["序号", "姓名", "律师执业证号", "执业类别", "状态"].map(String::from).to_vec(),
            rows,
        }),
        copy: Copy { index: 1, of: 2 },
        ..firm()
    }
}

pub fn meta() -> Meta {
    let mut names: Vec<String> = RARE_NAMES.map(String::from).to_vec();
    names.extend([FIRM.to_string(), ASSOCIATION.to_string()]);
    Meta { language: "zh-CN".into(), author: ASSOCIATION.into(), created: Day::new(2026, 11, 23).unwrap(), names }
}

pub fn attachments() -> Vec<Attachment> {
    vec![
        Attachment {
            name: "statement.bin".into(),
            mime: "application/octet-stream".into(),
            description: "证明内容（签名原文）".into(),
            bytes: (0..=255).collect(),
        },
        Attachment {
            name: "proof.txt".into(),
            mime: "text/plain".into(),
            description: "公开日志收录证明".into(),
            bytes: b"proof\n".to_vec(),
        },
    ]
}

/// The Chinese and English certificate of one lawyer's standing.
pub fn bilingual() -> Sheet {
    Sheet {
        title: "Certificate of Standing 律师执业状况证明".into(),
        number: "穗律证〔2026〕第000125号".into(),
        addressee: None,
        paragraphs: vec![
            "兹证明陈𠀾宇律师（执业证号：14401201610047514）自2016年5月9日起执业，现为广东示例（深圳）律师事务所律师，截至2026年11月20日执业状态为正常。".into(),
            "This is to certify that Mr. CHEN Shanyu (licence No. 14401201610047514), first licensed on 9 May 2016, is a lawyer of Guangdong Shili (Shenzhen) Law Firm and, according to the register of this Association as of 20 November 2026, is in good standing; no disciplinary measure of this Association has been taken against him from 20 November 2021 to 20 November 2026.".into(),
        ],
        date_line: "二〇二六年十一月二十三日".into(),
        ..firm()
    }
}

/// Long names everywhere, a table with long cells, an association with thirty characters.
pub fn long() -> Sheet {
    let firm = "内蒙古自治区示例与买买提及合伙人（呼和浩特市赛罕区如意开发区）联合律师事务所";
    let name = "示例特别行政区暨粤港澳大湾区涉外律师与仲裁员联合会筹备委员会";
    let mut sheet = lawyers(12);
    sheet.title = "律师事务所及全体律师无行业处分证明".into();
    sheet.addressee =
        Some("致：示例特别行政区人民政府办公厅政府采购与招标投标综合管理服务中心（含各分中心及派出机构）".into());
    sheet.paragraphs = vec![format!(
        "兹证明{firm}及下列律师自2023年11月20日至2026年11月20日期间，未受到本会的行业处分（训诫、警告、通报批评、公开谴责、中止会员权利、取消会员资格）。"
    )];
    sheet.signer = name.into();
    sheet.seal.name = name.into();
    if let Some(table) = &mut sheet.table {
        table.columns.push("执业机构".into());
        for (at, row) in table.rows.iter_mut().enumerate() {
            row.push(firm.into());
            if at == 3 {
                row[1] = "阿卜杜热合曼·买买提吐尔逊·伊敏阿布都克里木·艾合买提".into();
            }
        }
    }
    sheet
}

/// Lawyers whose names have 2 to 25 characters, every second with 间隔号, and their names in Latin letters.
pub fn names() -> Sheet {
    let name = |length: usize| -> String {
        let plain = "示例样本范文甲乙丙丁".chars().cycle();
        let dotted = "示例样本·范文甲乙丙".chars().cycle();
        let name: String =
            if length % 2 == 1 && length > 5 { dotted.take(length).collect() } else { plain.take(length).collect() };
        name.strip_suffix('·').map(|cut| format!("{cut}丁")).unwrap_or(name)
    };
    let mut sheet = lawyers(24);
    if let Some(table) = &mut sheet.table {
        table.columns = ["序号", "姓名", "姓名（拼音）", "律师执业证号"].map(String::from).to_vec();
        for (at, row) in table.rows.iter_mut().enumerate() {
            let latin = format!("SHI Li{}", "yangben".repeat(at / 6));
            *row = vec![row[0].clone(), name(at + 2), latin, row[2].clone()];
        }
    }
    sheet
}
