//! Names of roles, as people of the association say them.

use crate::domain::permission::Role;

/// 律所管理员, 经办人, 审核员 …
pub fn role(role: Role) -> &'static str {
    match role {
        Role::FirmAdmin => "律所管理员",
        Role::FirmClerk => "经办人",
        Role::Lawyer => "律师",
        Role::Reviewer => "审核员",
        Role::PaperClerk => "制证员",
        Role::Registrar => "会员管理员",
        Role::SystemAdmin => "系统管理员",
        Role::SecurityAdmin => "安全管理员",
        Role::Auditor => "审计员",
    }
}

/// What a role may do, in one sentence; shown where accounts are made.
pub fn duty(role: Role) -> &'static str {
    match role {
        Role::FirmAdmin => "申请证明，并管理本所经办人",
        Role::FirmClerk => "代表本所申请证明",
        Role::Lawyer => "申请本人的证明",
        Role::Reviewer => "审核申请，撤销证明",
        Role::PaperClerk => "制作、发放和寄送纸质证明",
        Role::Registrar => "维护律所、律师、处分、会费和荣誉登记",
        Role::SystemAdmin => "维护协会信息、证明种类和系统设置",
        Role::SecurityAdmin => "管理账号和角色",
        Role::Auditor => "查阅审计日志",
    }
}
