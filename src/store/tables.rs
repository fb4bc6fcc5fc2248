//! Every table, declared once. Keys and values are bytes; ids are eight bytes, big-endian, so that order is kept.

use redb::TableDefinition;

/// The one type of table on disk.
pub type Bytes = TableDefinition<'static, &'static [u8], &'static [u8]>;

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $on_disk:literal;)*) => {
        $($(#[$doc])* pub const $name: Bytes = TableDefinition::new($on_disk);)*
        /// Every table, for creation; a test compares it with what the file holds.
        pub const ALL: &[(&str, Bytes)] = &[$(($on_disk, $name)),*];
    };
}

tables! {
    /// Name → value: schema version, settings, loaded register tables.
    META = "meta";
    /// Name → u64: record ids and certificate serials.
    COUNTERS = "counters";
    /// Index name, NUL, value, NUL, record key → nothing.
    INDEX = "index";
    FIRMS = "firms";
    LAWYERS = "lawyers";
    DISCIPLINE = "discipline";
    DUES = "dues";
    HONOURS = "honours";
    REPORTS = "reports";
    KINDS = "kinds";
    /// Versions of kinds that are being written.
    KIND_DRAFTS = "kind-drafts";
    APPLICATIONS = "applications";
    /// Application and lawyer → the lawyer's answer to being named.
    CONSENTS = "consents";
    CERTIFICATES = "certificates";
    /// Certificate id → signed statement bundle.
    STATEMENTS = "statements";
    /// Certificate id → finished PDF.
    FILES = "files";
    PAPER_COPIES = "paper-copies";
    /// Paper copy id → signed statement bundle.
    COPY_STATEMENTS = "copy-statements";
    /// Paper copy id → finished PDF.
    COPY_FILES = "copy-files";
    LETTERS = "letters";
    /// Firm or lawyer → 常用收件地址.
    ADDRESS_BOOKS = "address-books";
    JOBS = "jobs";
    ACCOUNTS = "accounts";
    /// SHA-256 of a session token → session.
    SESSIONS = "sessions";
    /// SHA-256 of an invitation or reset token → what it allows.
    TICKETS = "tickets";
    /// Form token → path of the answer that the post got.
    FORM_TOKENS = "form-tokens";
    /// Login and address → failed sign-ins.
    LOCKS = "locks";
    /// Dry runs of imports, until committed or replaced.
    DRY_RUNS = "dry-runs";
    /// The file of each dry run.
    DRY_RUN_FILES = "dry-run-files";
    AUDIT = "audit";
    /// Index of an entry of the audit → its personal values.
    AUDIT_PARTICULARS = "audit-particulars";
    /// Level (1 byte) and index → hash of the log's tree.
    TLOG_HASHES = "tlog-hashes";
    TLOG_LEAVES = "tlog-leaves";
    /// Tree size → signed checkpoint.
    CHECKPOINTS = "checkpoints";
    /// Tree size (8 bytes), the hash of a witness's key (4 bytes) and its name → its cosignature of that checkpoint.
    COSIGNATURES = "cosignatures";
    /// Position → signed key manifest.
    MANIFESTS = "manifests";
    /// SHA-256 in hex → when it was put in (8 bytes, milliseconds), and the bytes of a logo or seal.
    ARTWORK = "artwork";
    /// Area of the settings, NUL, version (4 bytes) → what was written then, by whom.
    REVISIONS = "revisions";
}
