//! What can go wrong with an index, each with what to do next.

use std::io;
use std::path::PathBuf;

/// A failure to build, open or read an index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The embedded schema does not fit the code; a bug.
    #[error("the index declaration is not valid: {0}")]
    Declaration(String),
    /// There is no index there.
    #[error("no index in {dir}: run `{command}`", dir = .dir.display())]
    Missing {
        /// The index folder.
        dir: PathBuf,
        /// What makes one there.
        command: String,
    },
    /// The first run has not come to its end.
    #[error("the index in {dir} is not finished: wait for `{command}` to end, or run it again", dir = .dir.display())]
    Unfinished {
        /// The index folder.
        dir: PathBuf,
        /// What makes the index.
        command: String,
    },
    /// The index was made by another version of morgue.
    #[error("the index in {dir} has another format ({found}, this morgue writes {wanted}): rebuild it with `{command}`",
        dir = .dir.display())]
    OtherFormat {
        /// The index folder.
        dir: PathBuf,
        /// Its format.
        found: String,
        /// Ours.
        wanted: String,
        /// What rebuilds it.
        command: String,
    },
    /// Files of the index are damaged or missing.
    #[error("the index in {dir} is damaged ({what}): rebuild it with `{command}`", dir = .dir.display())]
    Damaged {
        /// The index folder.
        dir: PathBuf,
        /// What was found.
        what: String,
        /// What rebuilds it.
        command: String,
    },
    /// The folder named as index folder is the index of another archive.
    #[error("{dir} is the index of {other}: name another folder with --index, or delete it", dir = .dir.display(),
        other = .other.display())]
    OtherArchive {
        /// The index folder.
        dir: PathBuf,
        /// The archive that it belongs to.
        other: PathBuf,
    },
    /// A folder with other things in it was named as index folder.
    #[error("{dir} is not a morgue index: name a new or empty folder with --index", dir = .0.display())]
    NotOurs(PathBuf),
    /// The archive cannot be listed.
    #[error(transparent)]
    Walk(#[from] crate::corpus::WalkError),
    /// Another process writes to the index.
    #[error("another morgue is indexing {dir}{by}: wait for it to end, then try again", dir = .dir.display(),
        by = if .holder.is_empty() { String::new() } else { format!(" ({})", .holder) })]
    Busy {
        /// The index folder.
        dir: PathBuf,
        /// Which process, since when; empty where that is not known.
        holder: String,
    },
    /// The user's file of names means nothing.
    #[error("{path}:{line}: {what}", path = .path.display())]
    NamesFile {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong, and what to write instead.
        what: String,
    },
    /// The operating system said no.
    #[error("{doing} {path}: {source}", path = .path.display())]
    Io {
        /// What was tried: `cannot create`.
        doing: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The index library said no.
    #[error("the index failed ({0}): try `morgue index` again")]
    Tantivy(#[from] tantivy::TantivyError),
    /// A stored story cannot be read.
    #[error("a stored story cannot be read ({0}): rebuild the index with `morgue index`")]
    Story(String),
}

impl IndexError {
    /// An I/O error with what was tried on which path.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> IndexError {
        let path = path.into();
        move |source| IndexError::Io { doing, path, source }
    }
}
