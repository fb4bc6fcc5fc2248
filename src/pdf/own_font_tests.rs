//! The association's own fonts, tried with a real one: 文鼎ＰＬ简中楷 (Debian fonts-arphic-gkai00mp), which has GB 2312
//! alone and permits embedding for viewing and printing.

use std::process::Command;
use std::sync::LazyLock;

use crate::domain::sheet::{Mark, Sheet};
use crate::pdf::agreement::text_agrees;
use crate::pdf::extraction_tests::misread_by;
use crate::pdf::face::Faces;
use crate::pdf::inspect::inspect;
use crate::pdf::own_font::{FontRefused, OwnFont, OwnFonts};
use crate::pdf::press::Press;
use crate::pdf::press_tests::keep_in;
use crate::pdf::sample;

const KAI: &str = "/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf";

fn file(path: &str) -> Vec<u8> {
    std::fs::read(path)
        .unwrap_or_else(|error| panic!("{path} (Debian fonts-arphic-gkai00mp, tests/install.sh): {error}"))
}

fn kai() -> OwnFonts {
    static KAI_FONT: LazyLock<OwnFont> = LazyLock::new(|| OwnFont::read(file(KAI)).unwrap());
    OwnFonts { title: Some(KAI_FONT.clone()), body: Some(KAI_FONT.clone()) }
}

/// Where a table lies in a font file.
fn table(bytes: &[u8], tag: [u8; 4]) -> usize {
    let entry = bytes[12..].chunks_exact(16).find(|entry| entry[..4] == tag).unwrap();
    u32::from_be_bytes(entry[8..12].try_into().unwrap()) as usize
}

#[test]
fn what_may_not_or_cannot_be_embedded_is_refused_with_its_reason() {
    let with_rights = |rights: u16| {
        let mut bytes = file(KAI);
        let at = table(&bytes, *b"OS/2") + 8;
        bytes[at..at + 2].copy_from_slice(&rights.to_be_bytes());
        OwnFont::read(bytes).map(|font| font.name)
    };
    assert!(with_rights(0).is_ok() && with_rights(4).is_ok() && with_rights(8).is_ok());
    for rights in [2, 0x100, 0x204] {
        assert_eq!(with_rights(rights), Err(FontRefused::Restricted(rights)));
    }
    let refused = |bytes: Vec<u8>| OwnFont::read(bytes).err();
    assert_eq!(refused(file("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")), Some(FontRefused::Collection));
    let kai = file(KAI);
    let renamed = |from: &[u8; 4], to: &[u8; 4]| {
        let mut bytes = kai.clone();
        let at = 12 + 16 * bytes[12..].chunks_exact(16).position(|entry| &entry[..4] == from).unwrap();
        bytes[at..at + 4].copy_from_slice(to);
        bytes
    };
    assert_eq!(refused(renamed(b"OS/2", b"OS/3")), Some(FontRefused::Silent));
    assert_eq!(refused(renamed(b"glyf", b"glyg")), Some(FontRefused::Unreadable));
    assert_eq!(refused(kai[..kai.len() / 2].to_vec()), Some(FontRefused::Unreadable));
    assert_eq!(refused(Vec::new()), Some(FontRefused::Unreadable));
    assert_eq!(refused(b"wOF2 and so on".to_vec()), Some(FontRefused::Web));
    // The faces of the demo's own Latin: no Chinese.
    let latin = Command::new("fc-match").args(["-f", "%{file}", "DejaVu Serif"]).output().unwrap();
    let latin = String::from_utf8(latin.stdout).unwrap();
    assert_eq!(refused(file(&latin)), Some(FontRefused::Foreign), "{latin}");
}

#[test]
fn a_certificate_is_set_in_them_and_what_they_lack_in_the_built_in_ones() {
    let press = Press::with(kai());
    let mut sheets =
        [sample::firm(), sample::lawyers(30), sample::long(), sample::bilingual(), sample::names()].to_vec();
    sheets.push(Sheet { mark: Mark::Preview, ..sample::firm() });
    for (at, sheet) in sheets.iter().enumerate() {
        let pdf = press.print(sheet, &sample::meta(), &sample::attachments()).unwrap();
        let path = keep_in("kinds", &format!("own-fonts-{at}.pdf"), &pdf);
        assert_eq!(text_agrees(&inspect(&pdf).unwrap(), sheet), Ok(()), "{at}");
        let misread = misread_by(&Faces::with(&kai()), sheet, &sample::meta(), &path);
        assert!(misread.is_empty(), "{at}: {misread:#?}");
        let fonts = Command::new("pdffonts").arg(&path).output().expect("pdffonts (Debian poppler-utils) is needed");
        let fonts = String::from_utf8(fonts.stdout).unwrap();
        let embedded: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(embedded.iter().any(|line| line.contains("Kai")), "{fonts}");
        assert!(embedded.iter().all(|line| line.contains(" yes yes yes ")), "{fonts}");
    }
    // 䶮 and 𠀾 are beyond GB 2312.
    assert_eq!(press.falling_back("张䶮一鸣陈𠀾宇张", false), ['䶮', '𠀾']);
    assert!(press.undrawable("张䶮一鸣陈𠀾宇").is_empty());
    assert_eq!(Press::new().falling_back("张䶮", true), []);
}

#[test]
fn fonts_are_known_by_one_line() {
    let (own, plain) = (Press::with(kai()), Press::new());
    assert_ne!(own.fonts(), plain.fonts());
    assert!(plain.fonts().starts_with("built-in "), "{}", plain.fonts());
    let font = kai().title.unwrap();
    assert_eq!(own.fonts(), format!("title {0}, body {0}, {1}", font.mark(), plain.fonts()));
    assert!(font.name.contains("Kai") || font.name.contains('楷'), "{}", font.name);
    let again = Press::with(kai()).print(&sample::firm(), &sample::meta(), &[]).unwrap();
    assert_eq!(own.print(&sample::firm(), &sample::meta(), &[]).unwrap(), again);
    assert_ne!(plain.print(&sample::firm(), &sample::meta(), &[]).unwrap(), again);
}
