//! `goodstanding export`: files for the public.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::{Args, Subcommand};

use crate::admin::{Answer, Request};
use crate::app::lifeboat_folder;
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
/// that does not fall with this server. The server makes it anew every night where [lifeboat] in the configuration says so.
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
        let Answer::Files(files) = files else { return Err("an answer that does not fit".into()) };
        let decode = |(path, text): (String, String)| Ok((path, data_encoding::BASE64.decode(text.as_bytes())?));
        let files = files.into_iter().map(decode).collect::<Result<Vec<_>, Failed>>()?;
        lifeboat_folder::put(&self.dir, &files, 1)?;
        say(&format!("{} files in {}; open index.html\n", files.len(), self.dir.display()))
    }
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
