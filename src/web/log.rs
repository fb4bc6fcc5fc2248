//! The public log under stable addresses: the newest checkpoint, C2SP tlog-tiles, checkpoints and proofs of any size. What
//! can never change may be cached for ever; the newest checkpoint for a moment.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::app::log_files;
use crate::app::refused::Refused;
use crate::web::error::Fail;
use crate::web::visit::Visit;

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// For what never changes once it is there.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For tiles that are not full yet.
const AN_HOUR: &str = "public, max-age=3600";

/// For the newest checkpoint.
const A_MOMENT: &str = "public, max-age=5";

/// For what changes only with the configuration.
const A_WHILE: &str = "public, max-age=300";

/// A public file, with the mark by which whoever has it already asks again; who does is told that nothing changed.
fn public(asked: &HeaderMap, kind: &'static str, cache: &'static str, bytes: Vec<u8>) -> Response {
    let tag = format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&bytes)[..16]));
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let same = known.flat_map(|value| value.split(',')).any(|one| {
        let one = one.trim();
        one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag
    });
    let headers = [
        (header::CACHE_CONTROL, cache),
        // Monitors of other origins read the log.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    let tagged = (headers, [(header::ETAG, tag)]);
    if same {
        return (StatusCode::NOT_MODIFIED, tagged).into_response();
    }
    (tagged, [(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// How long a tile may be kept. A partial one never changes either, but nobody asks for it again once the full one is there.
fn kept(tile: &str) -> &'static str {
    if tile.contains(".p/") { AN_HOUR } else { FOR_EVER }
}

fn number(text: &str) -> Result<u64, Refused> {
    let plain = text.len() <= 19 && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain).ok_or(Refused::NotFound)
}

pub async fn checkpoint(visit: Visit, asked: HeaderMap) -> Result<Response, Fail> {
    Ok(public(&asked, TEXT, A_MOMENT, visit.deed(log_files::newest).await?))
}

pub async fn tile(visit: Visit, asked: HeaderMap, Path(tile): Path<String>) -> Result<Response, Fail> {
    let cache = kept(&tile);
    let bytes = visit.deed(move |world| log_files::tile(world, &format!("tile/{tile}"))).await?;
    Ok(public(&asked, BYTES, cache, bytes))
}

pub async fn of_size(visit: Visit, asked: HeaderMap, Path(size): Path<String>) -> Result<Response, Fail> {
    let size = number(&size)?;
    Ok(public(&asked, TEXT, FOR_EVER, visit.deed(move |world| log_files::of_size(world, size)).await?))
}

pub async fn proof(
    visit: Visit,
    asked: HeaderMap,
    Path((size, index)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (size, index) = (number(&size)?, number(&index)?);
    Ok(public(&asked, TEXT, FOR_EVER, visit.deed(move |world| log_files::proof(world, index, size)).await?))
}

pub async fn witnessed(visit: Visit, asked: HeaderMap, Path(index): Path<String>) -> Result<Response, Fail> {
    let index = number(&index)?;
    Ok(public(&asked, TEXT, A_WHILE, visit.deed(move |world| log_files::witnessed(world, index)).await?))
}

pub async fn consistency(
    visit: Visit,
    asked: HeaderMap,
    Path((old, size)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (old, size) = (number(&old)?, number(&size)?);
    Ok(public(&asked, TEXT, FOR_EVER, visit.deed(move |world| log_files::consistency(world, old, size)).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_tiles_are_kept_for_ever_and_others_for_a_while() {
        assert_eq!([kept("0/000"), kept("entries/x001/000")], [FOR_EVER; 2]);
        assert_eq!([kept("0/000.p/7"), kept("entries/x001/000.p/255")], [AN_HOUR; 2]);
    }

    #[test]
    fn who_has_it_already_is_told_so() {
        let answer = |asked: &HeaderMap| public(asked, TEXT, A_MOMENT, b"a checkpoint".to_vec());
        let first = answer(&HeaderMap::new());
        let tag = first.headers()[header::ETAG].clone();
        assert_eq!(
            (first.status(), first.headers()[header::CONTENT_TYPE].as_bytes()),
            (StatusCode::OK, TEXT.as_bytes())
        );
        let with = |value: &str| HeaderMap::from_iter([(header::IF_NONE_MATCH, value.parse().unwrap())]);
        let tag = tag.to_str().unwrap();
        for same in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            assert_eq!(answer(&with(&same)).status(), StatusCode::NOT_MODIFIED, "{same}");
        }
        assert_eq!(answer(&with("\"x\"")).status(), StatusCode::OK);
    }
}
