//! The index folder as tantivy sees it, so that everyone who may read an archive may search it.
//!
//! tantivy's own directory writes its meta files for their owner only, and wants to lock the folder
//! even to read. An archive on a read-only disk, or indexed by a colleague, could not be searched.
//!
//! All files of tantivy's but one end with a checksum: the one that names the others, and holds what is
//! known of a generation. Here it gets its own.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle,
    WritePtr,
};

use super::generation::shortened;
use super::place::META;

/// A folder of index files.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    files: MmapDirectory,
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, which must be there.
    pub(super) fn open(path: &Path) -> Result<Folder, OpenDirectoryError> {
        Ok(Folder { files: MmapDirectory::open(path)?, path: path.to_owned() })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let data = self.files.atomic_read(path)?;
        if path != Path::new(META) {
            return Ok(data);
        }
        let changed = || io::Error::new(io::ErrorKind::InvalidData, format!("{META} changed"));
        unsealed(data).ok_or_else(|| OpenReadError::wrap_io_error(changed(), path.to_path_buf()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        match path == Path::new(META) {
            true => self.files.atomic_write(path, &sealed(data))?,
            false => self.files.atomic_write(path, data)?,
        }
        share(&self.path, path);
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let mut tries = TRIES;
        loop {
            match self.files.acquire_lock(lock) {
                Err(LockError::LockBusy) if tries > 0 => std::thread::sleep(PAUSE),
                taken => return or_without(taken, lock),
            }
            tries -= 1;
        }
    }
}

/// How often, and after what time, a lock is asked for again. A run has its own, so that no other one holds this;
/// a process that was just begun has it open, too, for a moment.
const TRIES: usize = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// A lock, or leave to go on without where none can be had.
fn or_without(taken: Result<DirectoryLock, LockError>, lock: &Lock) -> Result<DirectoryLock, LockError> {
    match taken {
        // It keeps a writer from removing files while a reader opens them; whoever cannot lock
        // takes the risk of having to try again.
        Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && is_refused(&error) => {
            Ok(DirectoryLock::from(Box::new(())))
        }
        other => other,
    }
}

fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// What a sealed file begins with.
const SEAL: &[u8] = b"{\"checksum\":\"";
/// What stands behind the checksum.
const SEALED: &[u8] = b"\",";
/// Digits of the checksum.
const DIGITS: usize = 16;

/// An object in JSON, with its checksum as one more member.
fn sealed(object: &[u8]) -> Vec<u8> {
    match object.strip_prefix(b"{") {
        Some(members) => [SEAL, checksum(members).as_bytes(), SEALED, members].concat(),
        None => object.to_vec(),
    }
}

/// The object without its checksum; nothing where it has another one. One without any is taken as it is.
fn unsealed(data: Vec<u8>) -> Option<Vec<u8>> {
    let Some((sum, rest)) = data.strip_prefix(SEAL).and_then(|rest| rest.split_at_checked(DIGITS)) else {
        return Some(data);
    };
    let Some(members) = rest.strip_prefix(SEALED) else { return Some(data) };
    (sum == checksum(members).as_bytes()).then(|| [b"{", members].concat())
}

fn checksum(members: &[u8]) -> String {
    shortened(blake3::hash(members))
}

/// Gives a file the permissions that the user's files have by default, which a file of ours shows.
#[cfg(unix)]
fn share(folder: &Path, file: &Path) {
    let Ok(model) = std::fs::metadata(folder.join(super::place::IGNORE)) else { return };
    // A file that stays private can still be read by its owner.
    let _ = std::fs::set_permissions(folder.join(file), model.permissions());
}

#[cfg(not(unix))]
fn share(_: &Path, _: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_that_is_flipped_in_a_sealed_file_is_noticed() {
        let object = br#"{"segments":[],"payload":"7"}"#;
        let whole = sealed(object);
        assert!(serde_json::from_slice::<serde_json::Value>(&whole).is_ok());
        assert_eq!(unsealed(whole.clone()).as_deref(), Some(&object[..]));
        assert_eq!(unsealed(object.to_vec()).as_deref(), Some(&object[..]));
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 4;
            let back = unsealed(bytes);
            // A seal that is none leaves what was sealed.
            let harmless =
                at < SEAL.len() || at >= SEAL.len() + DIGITS && at < SEAL.len() + DIGITS + SEALED.len();
            assert!(back.is_none() || harmless, "{at}");
        }
    }
}
