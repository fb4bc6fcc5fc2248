//! The command's side of the socket.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use crate::admin::{Answer, Request, place, stream};
use crate::app::backup::{Piece, Tally};

/// As long as the server allows itself.
const TIME: Duration = Duration::from_mins(5);

/// Asks the living server of a data folder; none where none lives.
pub fn ask(data_dir: &Path, request: &Request) -> Result<Option<Answer>, String> {
    Ok(begin(data_dir, request)?.map(|(answer, _)| answer))
}

/// Takes a copy of the store from the living server, piece by piece; none where none lives.
pub fn copy<E: std::fmt::Display>(
    data_dir: &Path,
    take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<Option<Tally>, String> {
    match begin(data_dir, &Request::Backup)? {
        None => Ok(None),
        Some((Answer::Follows, mut rest)) => stream::take_in(&mut rest, take).map(Some),
        Some((Answer::Refused(sentence), _)) => Err(sentence),
        Some((other, _)) => Err(format!("an answer that does not fit: {other:?}")),
    }
}

/// The answer, and the socket for what may follow it.
fn begin(data_dir: &Path, request: &Request) -> Result<Option<(Answer, BufReader<UnixStream>)>, String> {
    let path = place::find(data_dir);
    let mut stream = match UnixStream::connect(&path) {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => return Ok(None),
        Err(error) => return Err(format!("the running server cannot be reached by {}: {error}", path.display())),
    };
    let broken = |error: std::io::Error| format!("the running server broke off: {error}");
    stream.set_read_timeout(Some(TIME)).map_err(broken)?;
    let mut line = serde_json::to_vec(request).map_err(|error| error.to_string())?;
    line.push(b'\n');
    stream.write_all(&line).map_err(broken)?;
    stream.shutdown(Shutdown::Write).map_err(broken)?;
    let mut told = String::new();
    let mut rest = BufReader::with_capacity(1 << 18, stream);
    rest.read_line(&mut told).map_err(broken)?;
    if told.is_empty() {
        return Err("the running server does not listen to this user; run the command as the server's user".to_owned());
    }
    let answer: Answer =
        serde_json::from_str(&told).map_err(|error| format!("the running server gave an unknown answer: {error}"))?;
    Ok(Some((answer, rest)))
}
