//! Reading one listed file.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::SystemTime;

use super::decode::{Decoded, Undecodable, decode};
use super::notice::{Notice, Reason};
use super::walk::{FileEntry, WalkOptions, too_large};

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Archive-relative, see [`crate::corpus::address`].
    pub address: String,
    /// Where it was opened.
    pub path: PathBuf,
    /// Its text, and what it was decoded from.
    pub decoded: Decoded,
    /// Bytes read.
    pub size: u64,
    /// When it was last written, as of opening: a write while we read shows as a later time.
    pub modified: Option<SystemTime>,
}

/// Opens, reads and decodes a listed file, of at most `options.max_size` bytes.
///
/// # Errors
/// The [`Notice`] of a file that is not text, has grown over the cap, has gone since it was listed,
/// or that the system refuses to open or read.
pub fn read(entry: &FileEntry, options: &WalkOptions) -> Result<SourceFile, Notice> {
    let failed = |error: io::Error| Notice::from_io(&entry.address, &error);
    // A pipe that has taken the file's place would block when opened.
    if !fs::metadata(&entry.path).map_err(failed)?.is_file() {
        return Err(Notice::new(&entry.address, Reason::NotRegular));
    }
    let file = File::open(&entry.path).map_err(failed)?;
    let modified = file.metadata().and_then(|metadata| metadata.modified()).ok();
    let mut bytes = Vec::with_capacity(entry.size.min(options.max_size) as usize + 1);
    file.take(options.max_size.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    let size = bytes.len() as u64;
    if size > options.max_size {
        return Err(too_large(entry.address.clone(), size, options.max_size));
    }
    let decoded = decode(&bytes).map_err(|why| {
        let reason = match why {
            Undecodable::Binary => Reason::Binary,
            Undecodable::Empty => Reason::Empty,
        };
        Notice::new(&entry.address, reason)
    })?;
    Ok(SourceFile { address: entry.address.clone(), path: entry.path.clone(), decoded, size, modified })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;

    fn entry(path: &Path) -> FileEntry {
        FileEntry { address: "a.txt".into(), path: path.to_owned(), size: 3, modified: None }
    }

    fn written(bytes: &[u8]) -> (TempDir, FileEntry) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, bytes).unwrap();
        let entry = entry(&path);
        (folder, entry)
    }

    #[test]
    fn a_file_is_read_with_its_size_and_time() {
        let (_folder, entry) = written(b"\xef\xbb\xbfone");
        let file = read(&entry, &WalkOptions::default()).unwrap();
        assert_eq!((file.decoded.text.as_str(), file.size, file.address.as_str()), ("one", 6, "a.txt"));
        assert!(file.modified.is_some());
    }

    #[test]
    fn a_file_that_vanished_is_gone() {
        let (folder, entry) = written(b"one");
        drop(folder);
        assert_eq!(read(&entry, &WalkOptions::default()).unwrap_err().reason, Reason::Gone);
    }

    #[test]
    fn a_file_that_grew_is_read_no_further_than_the_cap() {
        let (_folder, entry) = written(b"123456");
        let cap = |max_size| WalkOptions { max_size, ..WalkOptions::default() };
        assert_eq!(read(&entry, &cap(5)).unwrap_err().reason, Reason::TooLarge);
        assert_eq!(read(&entry, &cap(6)).unwrap().size, 6);
        assert_eq!(read(&entry, &cap(u64::MAX)).unwrap().size, 6);
    }

    #[test]
    fn what_is_no_text_is_skipped_with_its_reason() {
        for (bytes, reason) in
            [(&b"a\0b\0\0c"[..], Reason::Binary), (b"", Reason::Empty), (b"\n \n", Reason::Empty)]
        {
            let (_folder, entry) = written(bytes);
            assert_eq!(read(&entry, &WalkOptions::default()).unwrap_err(), Notice::new("a.txt", reason));
        }
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_not_opened() {
        let folder = TempDir::new().unwrap();
        let notice = read(&entry(folder.path()), &WalkOptions::default()).unwrap_err();
        assert_eq!(notice.reason, Reason::NotRegular);
    }

    #[cfg(unix)]
    #[test]
    fn a_refusal_keeps_the_words_of_the_system() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, entry) = written(b"one");
        fs::set_permissions(&entry.path, fs::Permissions::from_mode(0o000)).unwrap();
        // The superuser can read everything.
        if File::open(&entry.path).is_err() {
            let notice = read(&entry, &WalkOptions::default()).unwrap_err();
            assert_eq!(notice.reason, Reason::Unreadable);
            assert!(notice.detail.unwrap().contains("ermission denied"));
        }
    }
}
