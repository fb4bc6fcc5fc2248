//! Whose the files are. A command that root runs makes files of root's in a data folder of the service's user, who could
//! then not read them: they are given to the folder's owner.

use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::Path;

use crate::cli::Failed;
use crate::cli::place::own_uid;

/// Gives everything in the folder to the folder's owner, where this process may.
pub fn give_to_owner(folder: &Path) -> Result<(), Failed> {
    if own_uid()? != 0 {
        return Ok(());
    }
    let owner = fs::metadata(folder)?;
    give(folder, owner.uid(), owner.gid()).map_err(|error| format!("{}: {error}", folder.display()).into())
}

fn give(folder: &Path, uid: u32, gid: u32) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let held = entry.metadata()?;
        if held.is_dir() {
            give(&entry.path(), uid, gid)?;
        }
        if (held.uid(), held.gid()) != (uid, gid) {
            lchown(entry.path(), Some(uid), Some(gid))?;
        }
    }
    Ok(())
}
