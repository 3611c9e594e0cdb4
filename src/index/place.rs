//! Where an archive's index lies.

use std::io;
use std::path::{Path, PathBuf};

use super::generation::is_table;
use super::lock::{HOLDER, LOCK};
use super::names::edits;
use super::stamps::STAMPS;
use super::{Generation, IndexError};

/// Name of the index folder inside an archive.
pub const FOLDER: &str = ".morgue";

/// An index folder and the archive it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPlace {
    /// The index folder.
    pub dir: PathBuf,
    /// The archive's root, as the user wrote it.
    pub archive: PathBuf,
}

impl IndexPlace {
    /// The index of the archive at `archive`: `archive/.morgue`; where that folder cannot be
    /// written and `cache` is given, an entry of the cache folder named after the archive's path.
    pub fn of_archive(archive: &Path, cache: Option<&Path>) -> IndexPlace {
        let inside = archive.join(FOLDER);
        let dir = match cache {
            Some(cache) if !has_meta(&inside) && !is_writable(archive) => cache_entry(archive, cache),
            _ => inside,
        };
        IndexPlace { dir, archive: archive.to_path_buf() }
    }

    /// The index in `dir`; its archive is the folder around `.morgue`, or what the index's own
    /// note says.
    ///
    /// # Errors
    /// When the archive's root cannot be told.
    pub fn of_index(dir: &Path) -> Result<IndexPlace, IndexError> {
        let archive = match noted(dir) {
            Some(root) => root,
            None if dir.file_name().is_some_and(|name| name == FOLDER) => parent_of(dir),
            None => {
                let archive = PathBuf::from("ARCHIVE");
                return Err(IndexPlace { dir: dir.to_path_buf(), archive }.missing());
            }
        };
        Ok(IndexPlace { dir: dir.to_path_buf(), archive })
    }

    /// The index of the folder `start` or of its nearest parent that has one.
    pub fn nearest(start: &Path) -> Option<IndexPlace> {
        let absolute = std::path::absolute(start).ok()?;
        let root = absolute.ancestors().find(|folder| has_meta(&folder.join(FOLDER)))?;
        let archive = if root == absolute { start.to_path_buf() } else { root.to_path_buf() };
        Some(IndexPlace { dir: root.join(FOLDER), archive })
    }

    /// Whether an index was ever made there. Where the system does not let us look, one may be:
    /// opening it will tell.
    pub fn exists(&self) -> bool {
        self.dir.join(META).try_exists().unwrap_or(true)
    }

    /// Bytes of the files in the index folder.
    pub fn bytes(&self) -> u64 {
        let Ok(entries) = std::fs::read_dir(&self.dir) else { return 0 };
        entries.flatten().filter_map(|e| e.metadata().ok()).filter(|m| m.is_file()).map(|m| m.len()).sum()
    }

    /// Creates the index folder, or makes sure that the one there is ours.
    ///
    /// # Errors
    /// When the system refuses, something else than an index is in the folder, or the index of
    /// another archive.
    pub(super) fn create(&self) -> Result<(), IndexError> {
        if self.dir.exists() && !self.dir.is_dir() {
            return Err(IndexError::NotOurs(self.dir.clone()));
        }
        std::fs::create_dir_all(&self.dir).map_err(IndexError::io("cannot create", &self.dir))?;
        if self.is_inside() {
            return self.write(IGNORE, "*\n");
        }
        self.claim()?;
        // The note first: with it, the folder is known as ours even if we are stopped here.
        self.write(ROOT_NOTE, &absolute(&self.archive).to_string_lossy())?;
        // Neither git nor a walk over an archive around this folder shall look into it.
        self.write(IGNORE, "*\n")
    }

    /// Where the file of an address lies.
    pub fn path_of(&self, address: &str) -> PathBuf {
        let relative = crate::corpus::address::path_of(address);
        // `./story.txt` is `story.txt` to a reader.
        if self.archive == Path::new(".") { relative } else { self.archive.join(relative) }
    }

    /// Whether files can be made in the archive's root folder.
    pub(super) fn is_archive_writable(&self) -> bool {
        is_writable(&self.archive)
    }

    /// Whether the index lies in the archive, in the folder that nobody else uses.
    fn is_inside(&self) -> bool {
        self.dir == self.archive.join(FOLDER)
    }

    /// Makes sure that a folder outside of the archive is empty or this archive's index.
    fn claim(&self) -> Result<(), IndexError> {
        let names = self.file_names()?;
        let Some(noted) = noted(&self.dir) else {
            // The archive's own folder may have been named in another way.
            let free = names.is_empty() || real(&self.dir) == real(&self.archive).join(FOLDER);
            return if free { Ok(()) } else { Err(IndexError::NotOurs(self.dir.clone())) };
        };
        if !names.iter().all(|name| is_index_file(name)) {
            return Err(IndexError::NotOurs(self.dir.clone()));
        }
        // An archive that is no longer there was moved, most likely to where it is now.
        if noted.exists() && real(&noted) != real(&self.archive) {
            return Err(IndexError::OtherArchive { dir: self.dir.clone(), other: noted });
        }
        Ok(())
    }

    fn file_names(&self) -> Result<Vec<String>, IndexError> {
        let entries = std::fs::read_dir(&self.dir).map_err(IndexError::io("cannot read", &self.dir))?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    }

    fn write(&self, name: &str, text: &str) -> Result<(), IndexError> {
        let path = self.dir.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        std::fs::write(&path, text).map_err(IndexError::io("cannot write", path))
    }

    /// Removes the files of an index that cannot be read, and nothing else.
    pub(super) fn clear(&self) -> Result<(), IndexError> {
        // The meta file last: without it, what is left is no index.
        let (meta, others): (Vec<String>, Vec<String>) =
            self.file_names()?.into_iter().filter(|n| is_content(n)).partition(|name| name == META);
        for name in others.into_iter().chain(meta) {
            let path = self.dir.join(name);
            std::fs::remove_file(&path).map_err(IndexError::io("cannot remove", path))?;
        }
        Ok(())
    }

    /// Removes what runs that were killed left in the midst of writing.
    pub(super) fn sweep(&self) {
        let unfinished = |name: &String| is_leftover(name) || is_table(name) && name.ends_with(".tmp");
        for name in self.file_names().unwrap_or_default().iter().filter(|name| unfinished(name)) {
            // A file that cannot be removed now is removed by a later run.
            let _ = std::fs::remove_file(self.dir.join(name));
        }
    }

    /// The error for a damaged index.
    pub fn damaged(&self, what: String) -> IndexError {
        // A run that finds all files as they were would leave a damaged table as it is.
        IndexError::Damaged { dir: self.dir.clone(), what, command: format!("{} --full", self.command()) }
    }

    /// The error where there is no index.
    pub fn missing(&self) -> IndexError {
        IndexError::Missing { dir: self.dir.clone(), command: self.command() }
    }

    /// The error for an index whose first run has not come to its end.
    pub(super) fn unfinished(&self) -> IndexError {
        IndexError::Unfinished { dir: self.dir.clone(), command: self.command() }
    }

    /// The error for an index of another version of morgue.
    pub(super) fn other_format(&self, found: String) -> IndexError {
        let wanted = Generation::current_format().map(|(f, h)| format!("{f}/{h}")).unwrap_or_default();
        IndexError::OtherFormat { dir: self.dir.clone(), found, wanted, command: self.command() }
    }

    /// The command that makes this index, for a shell.
    fn command(&self) -> String {
        let archive = quoted(&self.archive);
        if self.is_inside() {
            return format!("morgue index {archive}");
        }
        format!("morgue index {archive} --index {}", quoted(&self.dir))
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if text.chars().all(plain) && !text.is_empty() && !text.starts_with('-') {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A path without links and detours, if it exists.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| absolute(path))
}

/// Names the archive of an index that lies outside of it.
const ROOT_NOTE: &str = "archive.txt";
/// Keeps others out of the folder.
pub(super) const IGNORE: &str = ".gitignore";
/// tantivy's file that names the segments of a commit.
pub(super) const META: &str = "meta.json";

/// The archive that a folder's note names. A note with a wrong byte is one still.
fn noted(dir: &Path) -> Option<PathBuf> {
    let note = std::fs::read(dir.join(ROOT_NOTE)).ok()?;
    Some(PathBuf::from(String::from_utf8_lossy(&note).trim_end()))
}

/// A file that tantivy or we write, its locks, our notes and the user's names included.
fn is_index_file(name: &str) -> bool {
    let locks = [".tantivy-meta.lock", ".tantivy-writer.lock", LOCK, HOLDER];
    let notes = [ROOT_NOTE, IGNORE, STAMPS, edits::FILE];
    is_content(name) || locks.contains(&name) || notes.contains(&name)
}

/// A file that holds a part of the index: `meta.json`, `names-….bin`, `32 hex digits.ext`.
fn is_content(name: &str) -> bool {
    let (stem, _) = name.split_once('.').unwrap_or((name, ""));
    let segment = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    segment || is_leftover(name) || is_table(name) || matches!(name, META | ".managed.json")
}

/// What a process that was killed while it wrote a file leaves: `.tmpA1b2C3`.
fn is_leftover(name: &str) -> bool {
    let random = name.strip_prefix(".tmp").unwrap_or_default();
    random.len() == 6 && random.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether a folder holds a tantivy index.
fn has_meta(dir: &Path) -> bool {
    dir.join(META).exists()
}

fn parent_of(dir: &Path) -> PathBuf {
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Can a folder be made in there? Asked by making one: permission bits do not tell on every system.
fn is_writable(archive: &Path) -> bool {
    let folder = archive.join(FOLDER);
    match std::fs::create_dir(&folder) {
        Ok(()) => std::fs::remove_dir(&folder).is_ok(),
        Err(e) => e.kind() == io::ErrorKind::AlreadyExists && !is_read_only(&folder),
    }
}

fn is_read_only(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|m| m.permissions().readonly())
}

fn cache_entry(archive: &Path, cache: &Path) -> PathBuf {
    let hash = blake3::hash(absolute(archive).as_os_str().as_encoded_bytes()).to_hex();
    cache.join(&hash[..16])
}
