//! A copy of the store by the socket: the server hands over the pieces of one snapshot, the command writes them down
//! where its own user may write. So the server needs no right outside its data folder, and a relative path means what
//! the operator means.
//!
//! After the line `"follows"` come frames, a byte for the kind and then parts, each with its length in 4 bytes,
//! big-endian: 1 a table's name; 2 a row's key and value; 0 the end, with the sum of everything; 9 a fault, in words.

use std::io::{self, Read, Write};

use crate::app::backup::{self, Piece, Tally};
use crate::app::refused::Refused;
use crate::app::work::cause;
use crate::app::world::World;
use crate::domain::audit::Actor;

const END: u8 = 0;
const TABLE: u8 = 1;
const ROW: u8 = 2;
const FAULT: u8 = 9;

/// Longest part that is believed: a row is never as large.
const LONGEST: u32 = 1 << 30;

/// The server's side. Blocks; writes are bounded by the socket's own time limit.
pub fn hand_over(world: &World, actor: Actor, out: &mut impl Write) -> io::Result<()> {
    let mut broken = None;
    let done = backup::hand_over(world, actor, &mut |piece| {
        let written = match piece {
            Piece::Table(name) => frame(out, TABLE, &[name.as_bytes()]),
            Piece::Row(key, value) => frame(out, ROW, &[key, value]),
        };
        written.map_err(|error| {
            let why = Refused::broken(format!("the copy was broken off: {error}"));
            broken = Some(error);
            why
        })
    });
    match (done, broken) {
        (_, Some(error)) => return Err(error),
        (Ok(tally), None) => frame(out, END, &[&tally.sum()])?,
        (Err(refused), None) => frame(out, FAULT, &[cause(&refused).as_bytes()])?,
    }
    out.flush()
}

fn frame(out: &mut impl Write, kind: u8, parts: &[&[u8]]) -> io::Result<()> {
    out.write_all(&[kind])?;
    for part in parts {
        let length = u32::try_from(part.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        out.write_all(&length.to_be_bytes())?;
        out.write_all(part)?;
    }
    Ok(())
}

/// The command's side: hands each piece to `take`; what they were, at the end.
pub fn take_in<E>(input: &mut impl Read, take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>) -> Result<Tally, String>
where
    E: std::fmt::Display,
{
    let broken = |error: io::Error| format!("the running server broke off: {error}");
    let mut tally = Tally::default();
    let mut handed = |tally: &mut Tally, piece: Piece<'_>| {
        tally.take(piece);
        take(piece).map_err(|error| error.to_string())
    };
    loop {
        let mut kind = [0];
        input.read_exact(&mut kind).map_err(broken)?;
        let mut part = || part(input).map_err(broken);
        match kind[0] {
            TABLE => {
                let name = String::from_utf8(part()?).map_err(|error| error.to_string())?;
                handed(&mut tally, Piece::Table(&name))?;
            }
            ROW => {
                let (key, value) = (part()?, part()?);
                handed(&mut tally, Piece::Row(&key, &value))?;
            }
            END if part()? == tally.sum() => return Ok(tally),
            END => return Err("the copy did not arrive as it was sent".to_owned()),
            FAULT => return Err(String::from_utf8_lossy(&part()?).into_owned()),
            other => return Err(format!("the running server sent something unknown ({other})")),
        }
    }
}

fn part(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == u64::from(length) { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::world::test::World as TestWorld;

    #[test]
    fn what_is_handed_over_arrives_and_anything_else_is_noticed() {
        let world = TestWorld::founded();
        let mut sent = Vec::new();
        hand_over(&world, Actor::Operator { uid: 0 }, &mut sent).unwrap();
        let mut seen = 0;
        let take = &mut |_: Piece<'_>| {
            seen += 1;
            Ok::<_, String>(())
        };
        let tally = take_in(&mut sent.as_slice(), take).unwrap();
        assert_eq!(seen, tally.tables + tally.rows);
        let mut bad = 0;
        for place in 0..sent.len() {
            let mut spoilt = sent.clone();
            spoilt[place] ^= 1;
            bad += usize::from(take_in(&mut spoilt.as_slice(), &mut |_| Ok::<_, String>(())).is_err());
        }
        assert_eq!(bad, sent.len());
        for cut in 0..sent.len() {
            assert!(take_in(&mut &sent[..cut], &mut |_| Ok::<_, String>(())).is_err());
        }
    }
}
