//! Style, script and icons inside the binary. The many small style sheets under `assets/css/` are served as one
//! `style.css`, the scripts under `assets/js/` as one `script.js`, in the order of their names.

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// What is served.
const NAMES: [&str; 5] = ["style.css", "script.js", "verifier.js", "mark.svg", "regions.txt"];

static STYLE: LazyLock<Vec<u8>> = LazyLock::new(|| joined("css/"));
static SCRIPT: LazyLock<Vec<u8>> = LazyLock::new(|| joined("js/"));
static VERIFIER: LazyLock<Vec<u8>> = LazyLock::new(|| joined("verifier/"));

fn joined(folder: &str) -> Vec<u8> {
    let mut names: Vec<Cow<'static, str>> = Files::iter().filter(|name| name.starts_with(folder)).collect();
    names.sort();
    let mut all = Vec::new();
    for file in names.iter().filter_map(|name| Files::get(name)) {
        all.extend_from_slice(&file.data);
        all.push(b'\n');
    }
    all
}

/// One embedded file as it is served: its MIME type and its bytes.
pub fn get(name: &str) -> Option<(&'static str, Cow<'static, [u8]>)> {
    match name {
        "style.css" => Some(("text/css; charset=utf-8", Cow::Borrowed(STYLE.as_slice()))),
        "script.js" => Some(("text/javascript; charset=utf-8", Cow::Borrowed(SCRIPT.as_slice()))),
        "verifier.js" => Some(("text/javascript; charset=utf-8", Cow::Borrowed(VERIFIER.as_slice()))),
        "regions.txt" => Some(("text/plain; charset=utf-8", Files::get(name)?.data)),
        "mark.svg" => Some(("image/svg+xml", Files::get(name)?.data)),
        _ => None,
    }
}

/// The script that checks what is signed: the verification pages and the lifeboat have it.
pub fn verifier() -> String {
    String::from_utf8_lossy(&VERIFIER).into_owned()
}

/// The `OpenAPI` description of the verification API.
pub fn openapi() -> Option<String> {
    Some(String::from_utf8_lossy(&Files::get("openapi.json")?.data).into_owned())
}

/// A part of the lifeboat's page: `page.html`, `page.css` or `page.js`.
pub fn lifeboat(name: &str) -> Option<String> {
    let file = Files::get(&format!("lifeboat/{name}"))?;
    Some(String::from_utf8_lossy(&file.data).into_owned())
}

/// The same bytes gzipped, made once; none for a name that is not served.
pub fn gzipped(name: &str) -> Option<&'static [u8]> {
    static GZIPPED: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
        let packed = |name: &'static str| get(name).and_then(|(_, bytes)| Some((name, gzip(&bytes)?)));
        NAMES.into_iter().filter_map(packed).collect()
    });
    GZIPPED.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes.as_slice())
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).ok()?;
    packer.finish().ok()
}

/// A short word that changes with the file's content, so that browsers may keep the file for ever; empty for a name
/// that is not served.
pub fn version(name: &str) -> String {
    static STYLE_VERSION: LazyLock<String> = LazyLock::new(|| digest(&STYLE));
    static SCRIPT_VERSION: LazyLock<String> = LazyLock::new(|| digest(&SCRIPT));
    match name {
        "style.css" => STYLE_VERSION.clone(),
        "script.js" => SCRIPT_VERSION.clone(),
        _ => get(name).map(|(_, bytes)| digest(&bytes)).unwrap_or_default(),
    }
}

fn digest(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:010x}", hasher.finish() & 0xff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_pages_link_to_is_served_with_a_version() {
        for name in NAMES {
            let (mime, bytes) = get(name).unwrap();
            assert!(!bytes.is_empty() && mime.contains('/'), "{name}");
            assert_eq!(version(name).len(), 10, "{name}");
            let mut unpacked = Vec::new();
            std::io::copy(&mut flate2::read::GzDecoder::new(gzipped(name).unwrap()), &mut unpacked).unwrap();
            assert!(unpacked == *bytes, "{name} gzipped is another file");
        }
        assert!(get("../Cargo.toml").is_none());
        assert!(get("css/10-tokens.css").is_none());
    }

    /// 360, QQ and WeChat still carry Chromium 86, which does not know these.
    #[test]
    fn style_and_script_need_no_newer_browser() {
        const NEWER: [&str; 14] = [
            ":has(",
            "inset:",
            "aspect-ratio:",
            "@container",
            "@layer",
            "color-mix(",
            "dvh",
            "popover",
            "structuredClone",
            ".at(",
            ".findLast",
            "Object.hasOwn",
            ".toSorted(",
            "AbortSignal.timeout",
        ];
        for name in ["style.css", "script.js"] {
            let (_, bytes) = get(name).unwrap();
            let text = String::from_utf8(bytes.into_owned()).unwrap();
            for word in NEWER {
                assert!(!text.contains(word), "{name} uses {word}");
            }
        }
    }

    #[test]
    fn style_and_script_ask_nothing_of_other_hosts() {
        for name in ["style.css", "script.js", "verifier.js"] {
            let (_, bytes) = get(name).unwrap();
            let text = String::from_utf8(bytes.into_owned()).unwrap();
            assert!(!text.contains("//cdn") && !text.contains("@import"), "{name}");
            assert!(!text.contains("http:") && !text.contains("https:"), "{name}");
        }
    }
}
