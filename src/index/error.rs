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
    #[error("no index in {dir}: run `morgue index {archive}`", dir = .0.display(), archive = .1.display())]
    Missing(PathBuf, PathBuf),
    /// The index was made by another version of morgue.
    #[error("the index in {dir} has another format ({found}, this morgue writes {wanted}): rebuild it with `morgue index {archive}`",
        dir = .dir.display(), archive = .archive.display())]
    OtherFormat {
        /// The index folder.
        dir: PathBuf,
        /// The archive it belongs to.
        archive: PathBuf,
        /// Its format.
        found: String,
        /// Ours.
        wanted: String,
    },
    /// Files of the index are damaged or missing.
    #[error("the index in {dir} is damaged ({what}): rebuild it with `morgue index {archive}`",
        dir = .dir.display(), archive = .archive.display())]
    Damaged {
        /// The index folder.
        dir: PathBuf,
        /// The archive it belongs to.
        archive: PathBuf,
        /// What was found.
        what: String,
    },
    /// A folder with other things in it was named as index folder.
    #[error("{dir} is not a morgue index and not empty: name another folder with --index", dir = .0.display())]
    NotOurs(PathBuf),
    /// The archive cannot be listed.
    #[error(transparent)]
    Walk(#[from] crate::corpus::WalkError),
    /// Another process writes to the index.
    #[error("another morgue is indexing {dir}: wait for it to end, then try again", dir = .0.display())]
    Busy(PathBuf),
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
    #[error("the index failed: {0}")]
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
