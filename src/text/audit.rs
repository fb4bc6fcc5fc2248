//! The acts of the audit, in words.

const ACTS: &[(&str, &str)] = &[
    ("account.sign-in", "登录"),
    ("account.sign-in-refused", "登录失败"),
    ("account.sign-out", "退出登录"),
    ("account.invite", "新建或邀请账号"),
    ("account.reset-asked", "申请重设密码"),
    ("account.password-set", "设置密码"),
    ("account.password-change", "修改密码"),
    ("account.password-change-refused", "修改密码失败"),
    ("account.switch-on", "启用账号"),
    ("account.switch-off", "停用账号"),
    ("account.unlock", "解锁账号"),
    ("association.found", "初始化"),
    ("audit.export", "导出审计记录"),
    ("application.submit", "提交申请"),
    ("application.approve", "审核通过"),
    ("application.refuse", "审核不通过"),
    ("application.withdraw", "撤回申请"),
    ("application.discard", "删除草稿"),
    ("address.forget", "删除常用收件地址"),
    ("certificate.make", "制成证明文件"),
    ("certificate.download", "下载证明"),
    ("certificate.mail", "发送证明"),
    ("certificate.revoke", "撤销证明"),
    ("certificate.reinstate", "恢复证明"),
    ("certificate.replace", "换发证明"),
    ("application.replace", "发起换发"),
    ("reasons.change", "修改公开原因"),
    ("letter.sent", "邮件已发送"),
    ("letter.failed", "邮件发送失败"),
    ("paper.step", "纸质证明流转"),
    ("report.leave", "报错"),
    ("report.close", "处理报错"),
    ("register.import", "导入登记表"),
    ("settings.change", "修改设置"),
    ("kind.switch", "修改证明种类"),
];

/// 登录, 审核通过 …; an act that has no words yet is shown as it stands in the log.
pub fn act(word: &str) -> &str {
    ACTS.iter().find(|(known, _)| *known == word).map_or(word, |(_, words)| words)
}
