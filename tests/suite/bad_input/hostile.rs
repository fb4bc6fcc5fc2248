//! What people, programs and attackers put into fields, queries, paths and bodies.

/// Whether a field may hold it at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Some fields may; whether this one does is its own matter.
    Perhaps,
    /// No field of ours may: neither whole nor in part.
    Never,
}

/// One value. `mark` is what must not be found in the store where `sort` is `Never`.
pub struct Value {
    pub name: &'static str,
    pub sort: Sort,
    /// Percent-encoded, as it travels.
    pub sent: Sent,
    pub mark: &'static [u8],
}

pub enum Sent {
    Text(&'static str),
    Times(&'static str, usize),
}

impl Value {
    pub fn encoded(&self) -> String {
        match self.sent {
            Sent::Text(text) => text.to_owned(),
            Sent::Times(text, times) => text.repeat(times),
        }
    }
}

const fn perhaps(name: &'static str, sent: &'static str) -> Value {
    Value { name, sort: Sort::Perhaps, sent: Sent::Text(sent), mark: b"" }
}

const fn never(name: &'static str, sent: &'static str, mark: &'static [u8]) -> Value {
    Value { name, sort: Sort::Never, sent: Sent::Text(sent), mark }
}

const fn long(name: &'static str, sent: &'static str, times: usize, mark: &'static [u8]) -> Value {
    Value { name, sort: Sort::Never, sent: Sent::Times(sent, times), mark }
}

pub const VALUES: &[Value] = &[
    perhaps("empty", ""),
    perhaps("blanks", "+++%E3%80%80%09"),
    perhaps("markup", "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E"),
    perhaps("formula", "%3D1%2B1%7Ccmd"),
    perhaps("path", "..%2F..%2F..%2Fetc%2Fpasswd"),
    perhaps("quote", "%27%3B+DROP+TABLE+firms%3B--"),
    perhaps("negative", "-1"),
    perhaps("nought", "0"),
    perhaps("huge", "99999999999999999999999999"),
    perhaps("largest", "18446744073709551615"),
    perhaps("not a number", "NaN"),
    perhaps("exponent", "1e309"),
    perhaps("full width", "%EF%BC%91%EF%BC%92"),
    perhaps("no such day", "2026-02-30"),
    perhaps("day nought", "0000-00-00"),
    perhaps("last day", "9999-12-31"),
    perhaps("far year", "99999-01-01"),
    perhaps("foreign address", "https%3A%2F%2Fevil.example%2F"),
    perhaps("two addresses", "a%40example.org%2Cb%40example.org"),
    perhaps("percent signs", "%25%2525%25zz%"),
    perhaps("emoji", "%F0%9F%91%A9%E2%80%8D%E2%9A%96%EF%B8%8F"),
    never("header", "x%40example.org%0D%0ABcc%3A+GSMARK%40evil.example", b"\nBcc: GSMARK"),
    never("control characters", "GSCTRL%01%07%1B%5B31mx", b"GSCTRL\\u0001"),
    never("C1 control", "GSC1%C2%85x", "GSC1\u{85}".as_bytes()),
    never("turned right to left", "GSRTL%E2%80%AEgpj.exe", "GSRTL\u{202e}".as_bytes()),
    never("NUL", "GSNUL%00x", b"GSNUL\\u0000"),
    never("noncharacter", "GSNON%EF%BF%BFx", "GSNON\u{ffff}".as_bytes()),
    never("no UTF-8", "GSRAW%FF%FEx", b"GSRAW"),
    never("half a surrogate", "GSSUR%ED%A0%80x", b"GSSUR"),
    never("GB 18030", "GSGBK%BA%CE%CC%EF", b"GSGBK"),
    long("hundred kilobytes", "GSLONG9999", 10_000, b"GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999GSLONG9999"),
    long("a megabyte", "GSMEGA9999", 100_000, b"GSMEGA9999"),
    long("many marks on one letter", "%CC%81", 30_000, "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}".as_bytes()),
];

/// A whole body. `FORM` in it stands for the form as it should be, `TOKEN` for its token.
pub struct Body {
    pub name: &'static str,
    pub kind: &'static str,
    pub sent: &'static str,
    /// No form of ours looks like this, so it must not be taken.
    pub broken: bool,
}

const FORM: &str = "application/x-www-form-urlencoded";

pub const BODIES: &[Body] = &[
    Body { name: "nothing", kind: FORM, sent: "", broken: true },
    Body { name: "no token", kind: FORM, sent: "a=1", broken: true },
    Body { name: "token alone", kind: FORM, sent: "form_token=TOKEN", broken: false },
    Body { name: "token twice", kind: FORM, sent: "form_token=TOKEN&FORM&form_token=TOKEN", broken: false },
    Body { name: "each field twice", kind: FORM, sent: "FORM&FORM", broken: false },
    Body {
        name: "an unknown field",
        kind: FORM,
        sent: "FORM&account.roles=security-admin&id=1&__proto__=1",
        broken: false,
    },
    Body { name: "no content type", kind: "", sent: "FORM", broken: false },
    Body { name: "as JSON", kind: "application/json", sent: "{\"form_token\":\"TOKEN\"}", broken: true },
    Body {
        name: "as XML",
        kind: "text/xml",
        sent: "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        broken: true,
    },
    Body { name: "multipart without a boundary", kind: "multipart/form-data", sent: "FORM", broken: true },
    Body {
        name: "multipart cut short",
        kind: "multipart/form-data; boundary=x",
        sent: "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nTOKEN",
        broken: true,
    },
    Body {
        name: "multipart of lies",
        kind: "multipart/form-data; boundary=x",
        sent: "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nTOKEN\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../x.xlsx\"\r\nContent-Type: application/x-evil\r\n\r\nPK\u{3}\u{4}nothing\r\n--x--\r\n",
        broken: false,
    },
    Body {
        name: "a field name too long",
        kind: FORM,
        sent: "FORM&nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn=1",
        broken: true,
    },
];

/// In a query, percent-encoded.
pub const QUERIES: &[&str] = &[
    "",
    "-1",
    "0",
    "99999999999999999999",
    "%00",
    "%FF%FE",
    "%E2%80%AE",
    "%3Cscript%3E",
    "2026-02-30",
    "9999-12-31",
    "..%2F..%2F",
    "%0D%0ASet-Cookie%3A+x%3D1",
    "%25%25%",
    "%F0%9F%91%A9",
];

/// In a path, percent-encoded.
pub const PIECES: &[&str] = &[
    "0",
    "-1",
    "00",
    "1.0",
    "1e3",
    "99999999999999999999",
    "18446744073709551615",
    "%EF%BC%91",
    "%00",
    "%FF%FE",
    "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e",
    "%3Cscript%3E",
    "%E2%80%AE1",
    "%0D%0Ax",
    "nonsense",
    "%F0%9F%91%A9",
    "1%20",
    "+1",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];
