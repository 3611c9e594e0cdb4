//! Where an archive's index lies.

use std::io;
use std::path::{Path, PathBuf};

use super::IndexError;

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
        let archive = match std::fs::read_to_string(dir.join(ROOT_NOTE)) {
            Ok(root) => PathBuf::from(root.trim_end()),
            Err(_) if dir.file_name().is_some_and(|name| name == FOLDER) => parent_of(dir),
            Err(_) => return Err(IndexError::Missing(dir.to_path_buf(), PathBuf::from("ARCHIVE"))),
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

    /// Whether an index was ever made there.
    pub fn exists(&self) -> bool {
        has_meta(&self.dir)
    }

    /// Creates the index folder.
    ///
    /// # Errors
    /// When the system refuses, or something else than an index is in the folder.
    pub(super) fn create(&self) -> Result<(), IndexError> {
        std::fs::create_dir_all(&self.dir).map_err(IndexError::io("cannot create", &self.dir))?;
        let mut inside = std::fs::read_dir(&self.dir).map_err(IndexError::io("cannot read", &self.dir))?;
        if inside.next().is_some() && self.dir.file_name().is_none_or(|name| name != FOLDER) {
            return Err(IndexError::NotOurs(self.dir.clone()));
        }
        // Neither git nor a walk over an archive around this folder shall look into it.
        let ignore = self.dir.join(IGNORE);
        std::fs::write(&ignore, "*\n").map_err(IndexError::io("cannot write", ignore))?;
        self.write_note()
    }

    /// Removes the files of an index that cannot be read, and nothing else.
    pub(super) fn clear(&self) -> Result<(), IndexError> {
        let entries = std::fs::read_dir(&self.dir).map_err(IndexError::io("cannot read", &self.dir))?;
        for entry in entries.flatten() {
            if is_index_file(&entry.file_name().to_string_lossy()) {
                let path = entry.path();
                std::fs::remove_file(&path).map_err(IndexError::io("cannot remove", path))?;
            }
        }
        Ok(())
    }

    /// The error for a damaged index.
    pub fn damaged(&self, what: String) -> IndexError {
        IndexError::Damaged { dir: self.dir.clone(), archive: self.archive.clone(), what }
    }

    /// Notes the archive's root in an index folder that lies elsewhere.
    pub(super) fn write_note(&self) -> Result<(), IndexError> {
        if self.dir == self.archive.join(FOLDER) {
            return Ok(());
        }
        let note = self.dir.join(ROOT_NOTE);
        let absolute = std::path::absolute(&self.archive).unwrap_or_else(|_| self.archive.clone());
        let root = absolute.to_string_lossy().into_owned();
        std::fs::write(&note, root).map_err(IndexError::io("cannot write", note))
    }
}

/// Names the archive of an index that lies outside of it.
const ROOT_NOTE: &str = "archive.txt";
/// Keeps others out of the folder.
const IGNORE: &str = ".gitignore";

/// A file that tantivy or we write: `meta.json`, `names-….json`, `32 hex digits.ext`.
fn is_index_file(name: &str) -> bool {
    let (stem, _) = name.split_once('.').unwrap_or((name, ""));
    let segment = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    let names = name.starts_with("names-") && name.ends_with(".json");
    segment
        || names
        || matches!(
            name,
            "meta.json"
                | ".managed.json"
                | ".tantivy-meta.lock"
                | ".tantivy-writer.lock"
                | ROOT_NOTE
                | IGNORE
        )
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
    let absolute = std::path::absolute(archive).unwrap_or_else(|_| archive.to_path_buf());
    let hash = blake3::hash(absolute.as_os_str().as_encoded_bytes()).to_hex();
    cache.join(&hash[..16])
}

/// Whether a folder holds a tantivy index.
fn has_meta(dir: &Path) -> bool {
    dir.join("meta.json").exists()
}
