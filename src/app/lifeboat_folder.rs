//! A lifeboat's folder on disk: written beside, synced, and put in place by one exchange, so that whoever reads it, a web
//! server for one, finds the old one whole or the new one whole. What was there before stays beside it for a while.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

use data_encoding::BASE64;
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::app::lifeboat::COVER;
use crate::crypto::lifeboat::Cover;
use crate::domain::time::Moment;

/// When the lifeboat in a folder was made, as it says itself; none where none lies there.
pub fn made_at(dir: &Path) -> Option<Moment> {
    let text = fs::read_to_string(dir.join(COVER)).ok()?;
    let data = text.strip_prefix("goodstanding.cover(")?.trim_end().strip_suffix(");")?;
    let data: serde_json::Value = serde_json::from_str(data).ok()?;
    Cover::made_at(&BASE64.decode(data.get("cover")?.as_str()?.as_bytes()).ok()?)
}

/// Puts a lifeboat into a folder. An older one there is replaced and kept beside it, `keep` in all with the new one; a
/// folder with something else in it is refused.
pub fn put(dir: &Path, files: &[(String, Vec<u8>)], keep: usize) -> io::Result<()> {
    let occupied = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !dir.join(COVER).exists() {
        let why = format!("{} has something else in it than a lifeboat; name another folder", dir.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
    }
    let before = made_at(dir);
    let new = beside(dir, "new");
    clear(&new)?;
    let done = write_all(&new, files).and_then(|()| exchange(&new, dir));
    if done.is_err() {
        clear(&new)?;
        return done;
    }
    // What stood in its place lies at `new` now.
    if new.exists() {
        match before.filter(|_| keep > 1) {
            Some(at) => {
                let old = beside(dir, &stamp(at));
                clear(&old)?;
                fs::rename(&new, old)?;
            }
            None => clear(&new)?,
        }
    }
    for old in earlier(dir)?.into_iter().skip(keep.max(1) - 1) {
        clear(&old)?;
    }
    sync(dir.parent().unwrap_or(Path::new(".")))
}

/// The earlier lifeboats that lie beside a folder, newest first.
pub fn earlier(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let prefix = format!("{}.", dir.file_name().unwrap_or_default().to_string_lossy());
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for entry in fs::read_dir(parent)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        let is_stamp = |rest: &str| rest.split_once('-').is_some_and(|(day, at)| digits(day, 8) && digits(at, 6));
        if name.strip_prefix(&prefix).is_some_and(is_stamp) {
            found.push(parent.join(name));
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    Ok(found)
}

/// `20261124-030000`, in Asia/Shanghai.
fn stamp(at: Moment) -> String {
    let digits: String = at.rfc3339()[..19].chars().filter(char::is_ascii_digit).collect();
    format!("{}-{}", &digits[..8], &digits[8..])
}

fn beside(dir: &Path, word: &str) -> PathBuf {
    let mut name: OsString = dir.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{word}"));
    dir.with_file_name(name)
}

fn clear(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Readable by all: it is for the public, whatever the server's own files are.
fn write_all(dir: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let folder = |path: &Path| DirBuilder::new().recursive(true).mode(0o755).create(path);
    folder(dir)?;
    let mut folders = vec![dir.to_owned()];
    for (path, bytes) in files {
        let path = Path::new(path);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::other(format!("a path that leaves the folder: {}", path.display())));
        }
        let file = dir.join(path);
        if let Some(parent) = file.parent().filter(|parent| !folders.iter().any(|known| known == parent)) {
            folder(parent)?;
            folders.push(parent.to_owned());
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o644).open(file)?;
        file.write_all(bytes)?;
        file.sync_data()?;
    }
    readable(dir)?;
    folders.iter().try_for_each(|folder| sync(folder))
}

/// Modes as above, whatever the process's mask took away.
fn readable(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    mode(dir, 0o755)?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            readable(&entry.path())?;
        } else {
            mode(&entry.path(), 0o644)?;
        }
    }
    Ok(())
}

fn sync(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// The new folder takes the old one's name, and the old one the new one's, in one step where the file system has it.
fn exchange(new: &Path, dir: &Path) -> io::Result<()> {
    if !dir.exists() {
        return fs::rename(new, dir);
    }
    match renameat_with(CWD, new, CWD, dir, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
            let old = beside(dir, "old");
            clear(&old)?;
            fs::rename(dir, &old)?;
            fs::rename(new, dir)?;
            fs::rename(old, new)
        }
        Err(error) => Err(error.into()),
    }
}
