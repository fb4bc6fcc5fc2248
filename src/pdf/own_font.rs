//! A font file of the association's own: read whole, checked, and known by its hash. Only what can be embedded as the
//! built-in faces are is taken: one TrueType face with outlines of its own, whose maker permits it to be embedded.

use std::collections::{HashMap, HashSet};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use thiserror::Error;

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FontRefused {
    #[error("it is a collection of fonts (.ttc): extract the one face that is wanted, and name that file")]
    Collection,
    #[error("it is a font for the web (WOFF): take the TrueType file (.ttf)")]
    Web,
    #[error("it is no TrueType font that can be read")]
    Unreadable,
    #[error(
        "its outlines are PostScript ones (CFF): readers of PDF/A disagree about the widths of such fonts; take the \
         TrueType version (.ttf)"
    )]
    PostScript,
    #[error("it is a variable font: take a file with the one weight that is wanted")]
    Variable,
    #[error("its maker does not permit it to be embedded (OS/2 fsType {0:#06x}): ask for a licence and a file that do")]
    Restricted(u16),
    #[error("it does not say whether it may be embedded (no OS/2 table)")]
    Silent,
    #[error("it draws none of the characters 律师协会证明: is it a Chinese font?")]
    Foreign,
}

/// A font that may be used.
#[derive(Clone, Debug)]
pub struct OwnFont {
    /// Kept until the process ends: faces point into it.
    pub data: &'static [u8],
    /// Its full name, in Chinese where it has one.
    pub name: String,
    /// What its maker says of its licence; none: nothing.
    pub licence: Option<String>,
    /// SHA-256 of the file, in hex.
    pub hash: String,
    /// Characters drawn by a glyph that also draws another: they are left to the built-in faces, since a reader could
    /// not tell from the glyph which of the two was meant.
    pub doubles: HashSet<char>,
}

/// The association's fonts, as far as it has any.
#[derive(Clone, Debug, Default)]
pub struct OwnFonts {
    /// Draws the title of a certificate.
    pub title: Option<OwnFont>,
    /// Draws everything else that is not bold.
    pub body: Option<OwnFont>,
}

/// `OS/2` `fsType`: no embedding at all; no subsets; bitmaps only.
const FORBIDDEN: [u16; 3] = [0x0002, 0x0100, 0x0200];

impl OwnFont {
    /// Checks a font file. The bytes stay in memory until the process ends.
    pub fn read(bytes: Vec<u8>) -> Result<Self, FontRefused> {
        match bytes.get(..4) {
            Some(b"ttcf") => return Err(FontRefused::Collection),
            Some(b"wOFF" | b"wOF2") => return Err(FontRefused::Web),
            _ => {}
        }
        let found = Found::of(&bytes)?;
        let hash = HEXLOWER.encode(&Sha256::digest(&bytes));
        Ok(Self { name: found.name, licence: found.licence, hash, doubles: found.doubles, data: bytes.leak() })
    }

    /// The beginning of the hash, enough to tell two files apart.
    pub fn mark(&self) -> &str {
        self.hash.get(..16).unwrap_or(&self.hash)
    }
}

struct Found {
    name: String,
    licence: Option<String>,
    doubles: HashSet<char>,
}

impl Found {
    fn of(bytes: &[u8]) -> Result<Self, FontRefused> {
        let file = FontRef::new(bytes).map_err(|_| FontRefused::Unreadable)?;
        if file.cff().is_ok() || file.cff2().is_ok() {
            return Err(FontRefused::PostScript);
        }
        if file.fvar().is_ok() {
            return Err(FontRefused::Variable);
        }
        if file.glyf().is_err() || file.loca(None).is_err() || file.hmtx().is_err() || file.cmap().is_err() {
            return Err(FontRefused::Unreadable);
        }
        let rights = file.os2().map_err(|_| FontRefused::Silent)?.fs_type();
        if FORBIDDEN.iter().any(|bit| rights & bit != 0) {
            return Err(FontRefused::Restricted(rights));
        }
        if !"律师协会证明".chars().any(|c| file.charmap().map(c).is_some()) {
            return Err(FontRefused::Foreign);
        }
        let text = |id: StringId| -> Option<String> {
            let chinese =
                file.localized_strings(id).find(|name| name.language().is_some_and(|of| of.starts_with("zh")));
            let name = chinese.or_else(|| file.localized_strings(id).english_or_first())?;
            Some(name.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Ok(Self {
            name: text(StringId::FULL_NAME).or_else(|| text(StringId::FAMILY_NAME)).unwrap_or_else(|| "?".to_owned()),
            licence: text(StringId::LICENSE_DESCRIPTION).or_else(|| text(StringId::COPYRIGHT_NOTICE)),
            doubles: doubles(&file),
        })
    }
}

/// All characters of a glyph but the first.
fn doubles(file: &FontRef) -> HashSet<char> {
    let mut first = HashMap::new();
    let mut doubles = HashSet::new();
    let mut mapped: Vec<(u32, u32)> = file.charmap().mappings().map(|(c, glyph)| (c, glyph.to_u32())).collect();
    mapped.sort_unstable();
    for (c, glyph) in mapped {
        if *first.entry(glyph).or_insert(c) != c {
            doubles.extend(char::from_u32(c));
        }
    }
    doubles
}
