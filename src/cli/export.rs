//! `goodstanding export`: files for the public.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::{Args, Subcommand};

use crate::admin::{Answer, Request};
use crate::app::lifeboat::COVER;
use crate::cli::place::Place;
use crate::cli::{Failed, say};

/// Write files for the public
#[derive(Debug, Subcommand)]
pub enum Export {
    Verification(Verification),
}

/// Write the lifeboat: all that third parties need to verify certificates without this server
///
/// A folder of static, signed files that works from a USB stick, from any web server, or opened in a browser as it lies.
/// It publishes no names: each entry opens only for who holds the certificate's code or its file. Publish it somewhere
/// that does not fall with this server, and make it anew every night.
#[derive(Debug, Args)]
pub struct Verification {
    /// Where to write; an older lifeboat there is replaced, any other folder with something in it is refused
    dir: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Export {
    pub fn run(&self) -> Result<(), Failed> {
        match self {
            Self::Verification(verification) => verification.run(),
        }
    }
}

impl Verification {
    fn run(&self) -> Result<(), Failed> {
        let files = self.place.ask_with_keys(Request::ExportVerification)?;
        let count = replace_with(&self.dir, files)?;
        say(&format!("{count} files in {}; open index.html\n", self.dir.display()))
    }
}

/// Puts a new lifeboat in the place of an older one; the older one stays until the new one is whole.
fn replace_with(dir: &Path, files: Answer) -> Result<usize, Failed> {
    let occupied = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !dir.join(COVER).exists() {
        return Err(format!("{} has something else in it than a lifeboat; name another folder", dir.display()).into());
    }
    let beside = |word: &str| {
        let mut name = dir.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{word}-{}", std::process::id()));
        dir.with_file_name(name)
    };
    let (new, old) = (beside("new"), beside("old"));
    let count = write_files(&new, files).inspect_err(|_| drop(fs::remove_dir_all(&new)))?;
    if dir.exists() {
        fs::rename(dir, &old)?;
    }
    fs::rename(&new, dir)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(count)
}

/// Writes the files of an answer below a folder; how many.
pub fn write_files(folder: &Path, files: Answer) -> Result<usize, Failed> {
    let Answer::Files(files) = files else { return Err("an answer that does not fit".into()) };
    for (path, text) in &files {
        let bytes = data_encoding::BASE64.decode(text.as_bytes())?;
        write(folder, Path::new(path), &bytes)?;
    }
    Ok(files.len())
}

/// Writes one file below the folder. The paths are our own; one that left the folder would be a fault.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(format!("a path that leaves the folder: {}", path.display()).into());
    }
    let file = folder.join(path);
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(file, bytes)?)
}
