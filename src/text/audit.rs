//! The acts of the audit, in words.

const ACTS: &[(&str, &str)] = &[
    ("account.sign-in", "登录"),
    ("account.sign-in-refused", "登录失败"),
    ("account.lock", "登录失败，锁定账号"),
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
    ("audit.anchor", "把审计记录的末端记入公开日志"),
    ("audit.erase", "按期删除审计中的个人信息"),
    ("right.refuse", "越权访问被拒绝"),
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
    ("lifeboat.make", "生成离线核验包"),
    ("keys.install", "更换密钥"),
    ("certificate.reinstate", "恢复证明"),
    ("certificate.replace", "换发证明"),
    ("application.replace", "发起换发"),
    ("reasons.change", "修改公开原因"),
    ("letter.sent", "邮件已发送"),
    ("letter.failed", "邮件发送失败"),
    ("letter.resend", "重新发送邮件"),
    ("paper.step", "纸质证明流转"),
    ("paper.make", "制成纸质证明文件"),
    ("paper.reissue", "补制纸质证明"),
    ("paper.download", "下载纸质证明文件"),
    ("paper.print", "打印纸质证明"),
    ("paper.labels", "打印地址标签"),
    ("paper.erase", "删除收件信息"),
    ("report.leave", "报错"),
    ("report.close", "处理报错"),
    ("register.import", "导入登记表"),
    ("settings.change", "修改设置"),
    ("store.backup", "备份数据"),
    ("store.restore", "从备份恢复"),
    ("kind.switch", "修改证明种类"),
    ("consent.give", "同意出具"),
    ("consent.decline", "不同意出具"),
    ("kind.draft", "起草证明种类"),
    ("kind.publish", "发布证明种类"),
    ("kind.unschedule", "撤下未生效的一版"),
    ("kind.discard", "删除证明种类的草稿"),
    ("kind.move", "调整证明种类的顺序"),
    ("kind.retire", "停用证明种类"),
    ("kind.restore", "恢复证明种类"),
    ("kind.export", "导出证明种类"),
    ("kind.import", "导入证明种类"),
];

/// 登录, 审核通过 …; an act that has no words yet is shown as it stands in the log.
pub fn act(word: &str) -> &str {
    ACTS.iter().find(|(known, _)| *known == word).map_or(word, |(_, words)| words)
}

/// Every act that has words.
pub fn acts() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACTS.iter().copied()
}

/// What checking the entries of one page said, where they fit.
pub fn chain_here() -> String {
    "本页记录首尾相接，没有改动。".to_owned()
}

/// What checking the chain said, where it is whole. `hash` is that of the last entry.
pub fn chain(count: u64, hash: &str) -> String {
    format!("记录链完整，共 {count} 条，没有缺失或改动。链尾哈希 {}", &hash.get(..16).unwrap_or(hash))
}

/// The same where it is broken at the entry with this index.
pub fn broken_chain(index: u64) -> String {
    format!("记录链在第 {} 条处断开：该条或其后的记录被改动或删除。", index + 1)
}
