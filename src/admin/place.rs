//! Where the socket lies. Paths of sockets are short by law of the system (108 bytes), so a data folder with a long
//! name has its socket elsewhere, and a file that says where.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Longest path of a socket that we use, in bytes.
const LONGEST: usize = 100;

const NAME: &str = "admin.sock";
const POINTER: &str = "admin.sock.path";

/// Where a server that begins is to put its socket; writes the pointer where one is needed.
pub fn choose(data_dir: &Path) -> io::Result<PathBuf> {
    let data_dir = data_dir.canonicalize()?;
    let usual = data_dir.join(NAME);
    let pointer = data_dir.join(POINTER);
    if usual.as_os_str().len() <= LONGEST {
        let _ = std::fs::remove_file(pointer);
        return Ok(usual);
    }
    let folder = std::env::var_os("XDG_RUNTIME_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let digest = HEXLOWER.encode(&Sha256::digest(data_dir.as_os_str().as_bytes()));
    let elsewhere = folder.join(format!("goodstanding-{}.sock", &digest[..16]));
    std::fs::write(pointer, elsewhere.as_os_str().as_bytes())?;
    Ok(elsewhere)
}

/// Where the socket of a server on this data folder would be.
pub fn find(data_dir: &Path) -> PathBuf {
    match std::fs::read(data_dir.join(POINTER)) {
        Ok(path) => PathBuf::from(std::ffi::OsStr::from_bytes(&path)),
        Err(_) => data_dir.join(NAME),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_folder_has_its_socket_elsewhere_and_both_sides_find_it() {
        let short = std::env::temp_dir().join(format!("gs-place-{}", std::process::id()));
        let long = short.join("x".repeat(120));
        std::fs::create_dir_all(&long).unwrap();
        assert_eq!(choose(&short).unwrap(), short.canonicalize().unwrap().join(NAME));
        let elsewhere = choose(&long).unwrap();
        assert!(elsewhere.as_os_str().len() <= LONGEST);
        assert_eq!(find(&long), elsewhere);
        assert_eq!(find(&short), short.join(NAME));
        std::fs::remove_dir_all(&short).unwrap();
    }
}
