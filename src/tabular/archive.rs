//! How much a workbook unpacks to, before a library unpacks it: an XLSX file is a ZIP archive, and 20 MB of archive can
//! hold 20 GB of zeros. The sizes that an archive declares may lie, so each entry is inflated into nothing and counted.

use std::io::Read;

use crate::tabular::TabularError;

/// Bytes of all entries together; a register of 200,000 rows unpacks to far less.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;
/// A workbook has a few dozen entries.
const MOST_ENTRIES: u16 = 2_000;

const END_RECORD: [u8; 4] = *b"PK\x05\x06";
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL_ENTRY: [u8; 4] = *b"PK\x03\x04";
/// Fixed parts of the three records (APPNOTE 4.3.16, 4.3.12, 4.3.7).
const END_LENGTH: usize = 22;
const DIRECTORY_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;

/// Refuses an archive that unpacks to more than a workbook needs, one that is damaged, and ZIP64, which no file of at
/// most 20 MB has a use for.
pub fn check(bytes: &[u8]) -> Result<(), TabularError> {
    let damaged = |why: &str| TabularError::Damaged { why: why.to_owned() };
    let end = bytes
        .windows(END_LENGTH)
        .rposition(|window| window.starts_with(&END_RECORD))
        .ok_or_else(|| damaged("no end of the archive's directory"))?;
    let entries = number16(bytes, end + 10).ok_or_else(|| damaged("short end record"))?;
    if entries > MOST_ENTRIES {
        return Err(TabularError::UnpacksTooBig { limit: MOST_UNPACKED });
    }
    let mut at = number32(bytes, end + 16).ok_or_else(|| damaged("short end record"))?;
    let mut left = MOST_UNPACKED;
    for _ in 0..entries {
        let (packed, length) = entry(bytes, at).ok_or_else(|| damaged("a broken directory entry"))?;
        let unpacked = unpacked_size(&packed, left).map_err(|error| damaged(&error.to_string()))?;
        left = left.checked_sub(unpacked).ok_or(TabularError::UnpacksTooBig { limit: MOST_UNPACKED })?;
        at += length;
    }
    Ok(())
}

/// An entry's bytes as they lie in the archive.
enum Packed<'a> {
    Stored(&'a [u8]),
    Deflated(&'a [u8]),
}

/// The entry whose directory record is at `at`, with that record's length.
fn entry(bytes: &[u8], at: usize) -> Option<(Packed<'_>, usize)> {
    if bytes.get(at..at + 4)? != DIRECTORY_ENTRY {
        return None;
    }
    let method = number16(bytes, at + 10)?;
    let size = number32(bytes, at + 20)?;
    let local = number32(bytes, at + 42)?;
    let tails = [28, 30, 32].map(|offset| number16(bytes, at + offset).map(usize::from));
    let length = DIRECTORY_LENGTH + tails[0]? + tails[1]? + tails[2]?;
    if bytes.get(local..local + 4)? != LOCAL_ENTRY {
        return None;
    }
    let start =
        local + LOCAL_LENGTH + usize::from(number16(bytes, local + 26)?) + usize::from(number16(bytes, local + 28)?);
    let content = bytes.get(start..start.checked_add(size)?)?;
    match method {
        0 => Some((Packed::Stored(content), length)),
        8 => Some((Packed::Deflated(content), length)),
        _ => None,
    }
}

/// Unpacks into nothing, at most one byte more than `limit`.
fn unpacked_size(packed: &Packed<'_>, limit: u64) -> std::io::Result<u64> {
    match packed {
        Packed::Stored(content) => Ok(content.len() as u64),
        Packed::Deflated(content) => {
            let inflated = flate2::read::DeflateDecoder::new(*content);
            std::io::copy(&mut inflated.take(limit + 1), &mut std::io::sink())
        }
    }
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn number32(bytes: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    usize::try_from(number).ok()
}
