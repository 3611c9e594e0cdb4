//! What a file is at one moment: its size, its time and a hash of its bytes.

use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, Read};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::notice::{Notice, Reason};
use super::walk::FileEntry;

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970; absent where a later write could show the same
    /// time.
    pub modified: Option<i128>,
    /// The first half of the BLAKE3 hash of its bytes; absent where they were not read to their end.
    pub content: Option<[u8; 16]>,
}

/// Systems may round the time of a write to so much (FAT does).
const COARSEST: Duration = Duration::from_secs(2);

impl FileState {
    /// Reads a listed file through. It is not kept in memory.
    ///
    /// # Errors
    /// The [`Notice`] of a file that is gone, is no regular one any more, or that the system refuses to
    /// open or read.
    pub fn of(entry: &FileEntry) -> Result<FileState, Notice> {
        let failed = |error: io::Error| Notice::from_io(&entry.address, &error);
        // A pipe that has taken the file's place would block when opened.
        if !fs::metadata(&entry.path).map_err(failed)?.is_file() {
            return Err(Notice::new(&entry.address, Reason::NotRegular));
        }
        let file = File::open(&entry.path).map_err(failed)?;
        FileState::read(&file, SystemTime::now()).map_err(failed)
    }

    /// A listed file by what can be told without reading it.
    ///
    /// # Errors
    /// The [`Notice`] of a file that is gone, or that the system does not let us look at.
    pub fn listed(entry: &FileEntry) -> Result<FileState, Notice> {
        let metadata = fs::metadata(&entry.path).map_err(|e| Notice::from_io(&entry.address, &e))?;
        let modified =
            metadata.modified().ok().filter(|&time| is_past(time, SystemTime::now())).map(nanoseconds);
        Ok(FileState { size: metadata.len(), modified, content: None })
    }

    /// What is known of a file whose bytes were read, but not when they were written.
    pub(super) fn of_bytes(bytes: &[u8]) -> FileState {
        let content = Some(half(&blake3::hash(bytes)));
        FileState { size: bytes.len() as u64, modified: None, content }
    }

    /// The same file once its stories were read, of which `read` tells the bytes where they are known: what it
    /// was before may not be what they were made from. `written` is whether it was written meanwhile.
    pub fn once_read(self, read: Option<FileState>, written: bool) -> FileState {
        match read {
            Some(read) if read.content == self.content => self,
            Some(read) => read,
            None if written => FileState { modified: None, content: None, ..self },
            None => self,
        }
    }

    fn read(file: &File, now: SystemTime) -> io::Result<FileState> {
        let before = file.metadata()?;
        let mut hasher = blake3::Hasher::new();
        let size = io::copy(&mut BufReader::with_capacity(1 << 16, file).by_ref(), &mut hasher)?;
        let after = file.metadata()?;
        let settled = unchanged(&before, &after) && size == after.len();
        let modified = after.modified().ok().filter(|&time| settled && is_past(time, now)).map(nanoseconds);
        Ok(FileState { size, modified, content: Some(half(&hasher.finalize())) })
    }

    /// Whether a listed file is this one still, by all that can be told without reading it.
    pub fn is_still(&self, entry: &FileEntry) -> bool {
        let modified = entry.modified.map(nanoseconds);
        self.modified.is_some() && self.modified == modified && self.size == entry.size
    }
}

/// What a write to a file changes, as far as can be told without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Option<(u64, Option<SystemTime>)>);

impl Stamp {
    /// The stamp of a listed file now.
    pub fn of(entry: &FileEntry) -> Stamp {
        Stamp(fs::metadata(&entry.path).ok().map(|metadata| (metadata.len(), metadata.modified().ok())))
    }
}

fn half(hash: &blake3::Hash) -> [u8; 16] {
    std::array::from_fn(|i| hash.as_bytes()[i])
}

/// Files may be older than 1970: archivists give them the day of the story.
fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

fn unchanged(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

/// Whether whatever is written from `now` on gets another time than `time`.
fn is_past(time: SystemTime, now: SystemTime) -> bool {
    now.duration_since(time).is_ok_and(|age| age > COARSEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(path: &std::path::Path) -> FileEntry {
        let metadata = fs::metadata(path).unwrap();
        let address = "a.txt".to_owned();
        FileEntry { address, path: path.to_owned(), size: metadata.len(), modified: metadata.modified().ok() }
    }

    fn aged(path: &std::path::Path, seconds: u64) {
        let time = SystemTime::now() - Duration::from_secs(seconds);
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn an_old_file_is_known_by_size_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        aged(&path, 60);
        let state = FileState::of(&listed(&path)).unwrap();
        assert_eq!(state.size, 3);
        assert!(state.is_still(&listed(&path)));
        aged(&path, 30);
        assert!(!state.is_still(&listed(&path)));
        assert_eq!(FileState::of(&listed(&path)).unwrap().content, state.content);
    }

    #[test]
    fn a_file_may_be_older_than_1970() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let of = |years: u64| UNIX_EPOCH - Duration::from_secs(years * 365 * 86_400);
        File::options().write(true).open(&path).unwrap().set_modified(of(5)).unwrap();
        let state = FileState::of(&listed(&path)).unwrap();
        assert_eq!(postcard::from_bytes(&postcard::to_stdvec(&state).unwrap()), Ok(state.clone()));
        assert!(state.is_still(&listed(&path)));
        File::options().write(true).open(&path).unwrap().set_modified(of(6)).unwrap();
        assert!(!state.is_still(&listed(&path)));
    }

    #[test]
    fn a_file_written_just_now_or_in_the_future_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let state = FileState::of(&listed(&path)).unwrap();
        assert!(!state.is_still(&listed(&path)));
        let future = SystemTime::now() + Duration::from_secs(3600);
        File::options().write(true).open(&path).unwrap().set_modified(future).unwrap();
        assert!(!FileState::of(&listed(&path)).unwrap().is_still(&listed(&path)));
    }

    #[test]
    fn what_was_read_counts_and_not_what_was_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        aged(&path, 60);
        let (before, stamp) = (FileState::of(&listed(&path)).unwrap(), Stamp::of(&listed(&path)));
        assert_eq!(before.clone().once_read(Some(FileState::of_bytes(b"one")), false), before);
        assert_eq!(before.clone().once_read(None, stamp != Stamp::of(&listed(&path))), before);
        let other = FileState::of_bytes(b"another");
        assert_eq!(before.clone().once_read(Some(other.clone()), false), other);
        fs::write(&path, "two").unwrap();
        let unknown = before.once_read(None, stamp != Stamp::of(&listed(&path)));
        assert_eq!((unknown.modified, unknown.content), (None, None));
    }

    #[test]
    fn other_bytes_of_the_same_size_and_time_are_other_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let one = FileState::of(&listed(&path)).unwrap();
        fs::write(&path, "two").unwrap();
        assert_ne!(FileState::of(&listed(&path)).unwrap().content, one.content);
    }
}
