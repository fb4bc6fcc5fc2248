//! The command's side of the socket.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use crate::admin::{Answer, Request, place};

/// As long as the server allows itself.
const TIME: Duration = Duration::from_mins(5);

/// Asks the living server of a data folder; none where none lives.
pub fn ask(data_dir: &Path, request: &Request) -> Result<Option<Answer>, String> {
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
    BufReader::new(stream).read_line(&mut told).map_err(broken)?;
    if told.is_empty() {
        return Err("the running server does not listen to this user; run the command as the server's user".to_owned());
    }
    serde_json::from_str(&told).map(Some).map_err(|error| format!("the running server gave an unknown answer: {error}"))
}
