//! Letters as files, for nobody but the server to read, since some hold links that open accounts. A letter appears under its name only when it is whole, and a second try replaces the first.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use crate::mail::Undelivered;
use crate::mail::message::Message;

/// Writes `{Message-ID}.eml`; the name is the reply.
pub fn put(folder: &Path, message: &Message, text: &[u8]) -> Result<String, Undelivered> {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "-_@.".contains(c) { c } else { '_' };
    let name: String = message.message_id.chars().map(safe).collect();
    let name = format!("{}.eml", name.trim_start_matches('.'));
    let write = || {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let unfinished = folder.join(format!(".{name}.part"));
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&unfinished, folder.join(&name))
    };
    match write() {
        Ok(()) => Ok(format!("written as {name}")),
        Err(error) => Err(Undelivered::Later(format!("{}: {error}", folder.display()))),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::mail::Transport;
    use crate::mail::message::tests::sample;

    #[test]
    fn a_letter_sent_twice_lies_there_once_and_whole() {
        let folder = std::env::temp_dir().join(format!("goodstanding-mail-{}", std::process::id()));
        let transport = Transport::Folder(folder.clone());
        assert_eq!(transport.send(&sample()).unwrap(), "written as abc@bar.example.eml");
        transport.send(&sample()).unwrap();
        let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["abc@bar.example.eml"]);
        assert!(fs::read(folder.join(&names[0])).unwrap().starts_with(b"From: "));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(&names[0]))), (0o700, 0o600));
        fs::remove_dir_all(&folder).unwrap();
        fs::write(&folder, "in the way").unwrap();
        assert!(matches!(transport.send(&sample()), Err(Undelivered::Later(_))));
        fs::remove_file(&folder).unwrap();
    }

    #[test]
    fn a_message_id_leads_nowhere_else() {
        let folder = std::env::temp_dir().join(format!("goodstanding-mail-id-{}", std::process::id()));
        let message = Message { message_id: "../../x/y".into(), ..sample() };
        Transport::Folder(folder.clone()).send(&message).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }
}
