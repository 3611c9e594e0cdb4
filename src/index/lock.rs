//! One run at a time: a lock of the operating system, which ends with the process that holds it.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::Path;

use super::IndexError;

/// The locked file.
pub(super) const LOCK: &str = "run.lock";
/// Who holds it; a locked file cannot be read on every system.
pub(super) const HOLDER: &str = "run.holder";

/// Holds the index folder for one run.
pub(super) struct RunLock {
    file: File,
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // To close it is not enough while a process that was just begun has it open, too.
        let _ = self.file.unlock();
    }
}

impl RunLock {
    /// Takes the lock of an index folder, and notes who has it.
    ///
    /// # Errors
    /// When another process has it, with what is known of that process; when the file cannot be made.
    pub(super) fn take(dir: &Path) -> Result<RunLock, IndexError> {
        let path = dir.join(LOCK);
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let file = open.map_err(IndexError::io("cannot write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(dir)),
            Err(TryLockError::Error(error)) => return Err(IndexError::io("cannot lock", path)(error)),
        }
        // Who cannot be told is still locked out.
        let _ = File::create(dir.join(HOLDER)).and_then(|mut note| note.write_all(holder().as_bytes()));
        Ok(RunLock { file })
    }
}

fn holder() -> String {
    let since = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
    format!("process {} since {since}", std::process::id())
}

/// The error for a folder that another process holds.
pub(super) fn busy(dir: &Path) -> IndexError {
    let holder = std::fs::read_to_string(dir.join(HOLDER)).unwrap_or_default();
    IndexError::Busy { dir: dir.to_path_buf(), holder }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let held = RunLock::take(dir.path()).unwrap();
        let Err(error) = RunLock::take(dir.path()) else { panic!("taken twice") };
        let holder = format!("process {} since ", std::process::id());
        assert!(error.to_string().contains(&holder), "{error}");
        drop(held);
        assert!(RunLock::take(dir.path()).is_ok());
    }
}
