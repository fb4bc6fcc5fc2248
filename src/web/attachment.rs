//! A file to be saved: its name in Chinese for browsers that know RFC 8187, and in ASCII for the rest (RFC 6266).

use axum::http::header;
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// `attr-char` of RFC 8187: everything else is percent-encoded.
const ATTR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The value of `Content-Disposition`. `ascii` must hold neither quotes nor backslashes.
pub fn disposition(name: &str, ascii: &str) -> String {
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ATTR))
}

/// A PDF to be looked at, and printed from there.
pub fn pdf_inline(bytes: Vec<u8>) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, "inline".to_owned())];
    (headers, bytes).into_response()
}

/// A PDF under both of its names.
pub fn pdf(name: &str, ascii: &str, bytes: Vec<u8>) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition(name, ascii))];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_travels_beside_an_ascii_one() {
        assert_eq!(
            disposition("律 〔1〕'a'.pdf", "a-1.pdf"),
            "attachment; filename=\"a-1.pdf\"; filename*=UTF-8''%E5%BE%8B%20%E3%80%941%E3%80%95%27a%27.pdf"
        );
    }
}
