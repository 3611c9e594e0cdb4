//! The index folder as tantivy sees it, so that everyone who may read an archive may search it.
//!
//! tantivy's own directory writes its meta files for their owner only, and wants to lock the folder
//! even to read. An archive on a read-only disk, or indexed by a colleague, could not be searched.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle,
    WritePtr,
};

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
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)?;
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
        match self.files.acquire_lock(lock) {
            // It keeps a writer from removing files while a reader opens them; whoever cannot lock
            // takes the risk of having to try again.
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && is_refused(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }
}

fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
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
