//! The house as tables: which floor a room stands on, what it may name, and which room is the only home of a library.

/// Floors from the ground up. A room may name rooms below its floor; on its own floor only where `NEIGHBOURS` says so.
pub const FLOORS: [(&str, &[&str]); 5] = [
    ("ground", &["domain", "paths", "text", "assets"]),
    ("tools", &["store", "crypto", "pdf", "mail", "views", "tabular", "reading", "artwork", "witness"]),
    ("deeds", &["app"]),
    ("doors", &["web", "jobs", "admin"]),
    ("roof", &["cli", "config"]),
];

/// Same floor, one way: the left may name the right.
pub const NEIGHBOURS: [(&str, &str); 3] = [("paths", "domain"), ("text", "domain"), ("cli", "config")];

/// Doors meet the tools only through `app`; these are the exceptions.
pub const DOOR_TOOLS: [(&str, &str); 1] = [("web", "views")];

/// A library (as named in code) and the rooms that may name it.
pub const HOMES: &[(&str, &[&str])] = &[
    ("redb", &["store"]),
    ("krilla", &["pdf"]),
    ("hayro", &["pdf"]),
    ("hayro_interpret", &["pdf"]),
    ("hayro_svg", &["pdf"]),
    ("hayro_syntax", &["pdf"]),
    ("skrifa", &["pdf"]),
    ("qrcode", &["pdf"]),
    ("rayon", &["pdf", "app"]),
    ("png", &["pdf", "artwork"]),
    ("usvg", &["artwork"]),
    ("flate2", &["assets", "pdf", "tabular"]),
    ("maud", &["views"]),
    ("rust_embed", &["assets"]),
    ("ed25519_dalek", &["crypto"]),
    ("p256", &["crypto"]),
    ("ring", &["crypto"]),
    ("x509_cert", &["crypto"]),
    ("chacha20poly1305", &["crypto"]),
    ("der", &["crypto"]),
    ("spki", &["crypto"]),
    ("pkcs8", &["crypto"]),
    ("const_oid", &["crypto"]),
    ("signature", &["crypto"]),
    ("argon2", &["crypto"]),
    ("mail_send", &["mail"]),
    ("smtp_proto", &["mail"]),
    ("axum", &["web"]),
    ("hyper", &["web", "witness"]),
    ("hyper_util", &["web", "witness"]),
    ("http_body_util", &["witness"]),
    ("tower", &["web"]),
    ("tower_http", &["web"]),
    ("tokio_io_timeout", &["web"]),
    ("rustls", &["web", "config", "mail", "witness"]),
    ("tokio_rustls", &["web", "config", "mail", "witness"]),
    ("rustls_platform_verifier", &["mail"]),
    ("clap", &["cli"]),
    ("tracing_subscriber", &["cli"]),
    ("rlimit", &["cli"]),
    ("rpassword", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("rustix", &["app"]),
    ("prometheus_client", &["app"]),
    ("toml", &["config"]),
    ("strsim", &["config", "cli"]),
    ("calamine", &["tabular"]),
    ("csv", &["tabular"]),
    ("encoding_rs", &["tabular"]),
    ("pinyin", &["reading"]),
    ("jiff", &["domain", "app"]),
    ("getrandom", &["app"]),
    ("idna", &["domain"]),
];

/// The one file that asks the machine for the time and for random bytes.
pub const WORLD: &str = "src/app/world.rs";

pub fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|(_, rooms)| rooms.contains(&room))
}

/// Why `from` may not name `to`, if it may not.
pub fn refusal(from: &str, to: &str) -> Option<String> {
    if from == to || NEIGHBOURS.contains(&(from, to)) || DOOR_TOOLS.contains(&(from, to)) {
        return None;
    }
    let (Some(here), Some(there)) = (floor(from), floor(to)) else {
        let stranger = if floor(from).is_none() { from } else { to };
        return Some(format!("the room `{stranger}` stands on no floor (tests/suite/tidy/rooms.rs, ARCHITECTURE.md)"));
    };
    let name = |floor: usize| FLOORS[floor].0;
    if here < there {
        Some(format!("imports go downward: `{from}` ({}) names `{to}` ({})", name(here), name(there)))
    } else if here == there {
        Some(format!("rooms of one floor are strangers ({}): `{from}` names `{to}`", name(here)))
    } else if name(here) == "doors" && name(there) == "tools" {
        Some(format!("doors meet tools only through `app`: `{from}` names `{to}`"))
    } else {
        None
    }
}
