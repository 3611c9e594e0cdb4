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
