//! The token in every form: it shows that the form came from this server for this session, and that it was not posted
//! before. It says when it was made (8 hex digits of seconds), is random (32 hex digits), and ends with a digest over
//! both and the session, which only the server can make.

use data_encoding::HEXLOWER;

use crate::app::refused::Refused;
use crate::app::secret::digest;
use crate::app::world::World;
use crate::domain::time::Moment;
use crate::store::Look;
use crate::store::tables;

/// Seconds for which a form may lie open: as long as a session can last.
pub const LIFE: u64 = 12 * 60 * 60;

const NONCE: usize = 40;
const WHOLE: usize = NONCE + 64;

/// A token for a form shown to this session. `bound_to` is the session's name, or for visitors that of their cookie.
pub fn make(world: &World, bound_to: &str) -> String {
    let mut random = [0; 16];
    world.random(&mut random);
    let nonce = format!("{}{}", stamp(world.now()), HEXLOWER.encode(&random));
    let seal = seal(&nonce, bound_to);
    nonce + &seal
}

/// Checks a token. Answers with the name under which the store remembers that a form was posted, to be given to
/// `Writing::take_form_token`; it holds the path too, since all forms of one page carry the same token.
pub fn check(world: &World, token: &str, bound_to: &str, path: &str) -> Option<String> {
    if token.len() != WHOLE || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let (nonce, given) = token.split_at(NONCE);
    let made = u64::from_str_radix(&nonce[..8], 16).ok()?;
    let now = world.now().seconds();
    // A clock that was set back a little does not spoil forms that lie open.
    if made > now + 300 || now > made + LIFE {
        return None;
    }
    let fits = subtle::ConstantTimeEq::ct_eq(given.as_bytes(), seal(nonce, bound_to).as_bytes());
    bool::from(fits).then(|| format!("{nonce}:{path}"))
}

/// Forgets tokens too old to be posted again; how many.
pub fn sweep(world: &World) -> Result<usize, Refused> {
    let before = stamp(Moment(world.now().0.saturating_sub(LIFE * 1000)));
    world.store.write(|writing| {
        let old: Vec<Vec<u8>> = writing
            .scan(tables::FORM_TOKENS, b"", false, 10_000)?
            .into_iter()
            .map(|(key, _)| key)
            .take_while(|key| key.as_slice() < before.as_bytes())
            .collect();
        for key in &old {
            writing.remove_bytes(tables::FORM_TOKENS, key)?;
        }
        Ok(old.len())
    })
}

fn stamp(at: Moment) -> String {
    format!("{:08x}", u32::try_from(at.seconds()).unwrap_or(u32::MAX))
}

fn seal(nonce: &str, bound_to: &str) -> String {
    digest(&["goodstanding/form/v1", bound_to, nonce])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::world::test::World as Invented;

    #[test]
    fn a_token_holds_for_its_session_and_its_time_only() {
        let world = Invented::new();
        let token = make(&world, "session-a");
        assert!(check(&world, &token, "session-a", "/report").is_some_and(|once| once.ends_with(":/report")));
        assert_eq!(check(&world, &token, "session-b", "/report"), None);
        let mut forged = token.clone();
        forged.replace_range(10..11, if &token[10..11] == "0" { "1" } else { "0" });
        assert_eq!(check(&world, &forged, "session-a", "/report"), None);
        for bad in ["", "x", &token[1..], "é"] {
            assert_eq!(check(&world, bad, "session-a", "/"), None);
        }
        world.pass(LIFE + 1);
        assert_eq!(check(&world, &token, "session-a", "/report"), None);
    }

    #[test]
    fn the_store_forgets_what_cannot_be_posted_again() {
        let world = Invented::new();
        let once = check(&world, &make(&world, "s"), "s", "/report").unwrap();
        let take = |once: &str| world.store.write(|writing| writing.take_form_token(once, "/done")).unwrap();
        assert_eq!(take(&once), None);
        assert_eq!(take(&once).as_deref(), Some("/done"));
        assert_eq!(sweep(&world).unwrap(), 0);
        world.pass(LIFE + 1);
        assert_eq!(sweep(&world).unwrap(), 1);
    }
}
