//! The addresses that a file of our own leads to: they stand in plain text among its annotations.

use memchr::memmem;

/// The text of the QR code and the address in print; `None` in a file that is not as our writer writes it.
pub fn read(pdf: &[u8]) -> Option<(String, String)> {
    const KEY: &[u8] = b"/S/URI/URI(";
    let found: Vec<String> = memmem::find_iter(pdf, KEY)
        .filter_map(|at| {
            let rest = &pdf[at + KEY.len()..];
            let text = &rest[..memchr::memchr(b')', rest)?];
            // Addresses hold no bracket and no stroke that would have to be escaped.
            (!text.contains(&b'\\')).then(|| String::from_utf8(text.to_vec()).ok())?
        })
        .collect();
    let [qr, url] = <[String; 2]>::try_from(found).ok()?;
    Some((qr, url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::press_tests::PRESS;
    use crate::pdf::sample;

    #[test]
    fn the_addresses_of_a_printed_page_are_found() {
        let sheet = sample::firm();
        let pdf = PRESS.print(&sheet, &sample::meta(), &[]).unwrap();
        assert_eq!(read(&pdf), Some((sheet.check.qr, sheet.check.url)));
        assert_eq!(read(b"%PDF-1.7"), None);
    }
}
