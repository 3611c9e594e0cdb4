//! Damage: what tantivy says or does when its files are not as it wrote them, as an error that tells
//! what to do.
//!
//! tantivy trusts its files. Where one is cut or overwritten, the answer may be an error, a panic or
//! silence; each file ends with a checksum, which it does not look at by itself.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::{Index, TantivyError};

use super::place::IndexPlace;
use super::{IndexError, lock, stamps};

/// An index of up to this many bytes is checked whole whenever it is opened: that takes some
/// milliseconds. Of larger ones those files that are not as they were noted, and all when something went wrong.
const CHECKED_ON_OPEN: u64 = 64 << 20;

/// Opens something; a panic on the way is damage.
pub(super) fn opening<T>(
    place: &IndexPlace,
    open: impl FnOnce() -> Result<T, IndexError>,
) -> Result<T, IndexError> {
    let opened = catch_unwind(AssertUnwindSafe(open));
    opened.unwrap_or_else(|_| Err(place.damaged("a file of it makes no sense".to_owned())))
}

/// Reads from an open index; a failure or a panic is damage where a file is not as it was written.
pub(super) fn reading<T>(
    place: &IndexPlace,
    index: &Index,
    read: impl FnOnce() -> Result<T, IndexError>,
) -> Result<T, IndexError> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Err(IndexError::Tantivy(error))) => Err(explain(place, error)),
        Ok(Err(IndexError::Story(what))) => Err(place.damaged(format!("a story cannot be read: {what}"))),
        Ok(result) => result,
        Err(panic) => match check(place, index) {
            Ok(()) => resume_unwind(panic),
            Err(damaged) => Err(damaged),
        },
    }
}

/// Checks a small index whole, of a large one what was written since its last run.
pub(super) fn check_on_open(place: &IndexPlace, index: &Index) -> Result<(), IndexError> {
    match folder_bytes(&place.dir) > CHECKED_ON_OPEN {
        true => stamps::check(place, index),
        false => check(place, index),
    }
}

/// Checks an index whole, by the checksums that its files end with.
pub(super) fn check(place: &IndexPlace, index: &Index) -> Result<(), IndexError> {
    let mut wrong: Vec<String> = index
        .validate_checksum()
        .map_err(|error| explain(place, error))?
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    wrong.sort();
    if wrong.is_empty() { Ok(()) } else { Err(place.damaged(format!("{} changed", wrong.join(", ")))) }
}

fn folder_bytes(dir: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(dir) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}

/// What an error of tantivy means to the user.
pub(super) fn explain(place: &IndexPlace, error: TantivyError) -> IndexError {
    match error {
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => place.missing(),
        TantivyError::IncompatibleIndex(what)
        | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(what)) => {
            place.other_format(format!("{what:?}"))
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            place.damaged(format!("{} is missing", path.display()))
        }
        other => match system_error(&other) {
            Some(error) => IndexError::io("cannot read the index in", &place.dir)(error),
            None => place.damaged(shortened(&other.to_string())),
        },
    }
}

/// The first words of a message: some quote the whole file.
fn shortened(message: &str) -> String {
    const MOST: usize = 120;
    match message.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

/// What an error of tantivy means to the user while an index is written.
pub(super) fn writing(place: &IndexPlace, error: TantivyError) -> IndexError {
    match (system_error(&error), error) {
        (Some(error), _) => IndexError::io("cannot write the index in", &place.dir)(error),
        (None, TantivyError::LockFailure(LockError::LockBusy, _)) => lock::busy(&place.dir),
        (None, other) => IndexError::Tantivy(other),
    }
}

/// The system's error behind an error of tantivy, unless it is about what stands in a file.
fn system_error(error: &TantivyError) -> Option<io::Error> {
    let io = match error {
        TantivyError::IoError(io)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: io, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: io, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: io, .. })
        | TantivyError::LockFailure(LockError::IoError(io), _) => io,
        _ => return None,
    };
    // An error that the system did not give has no number, and comes from reading wrong bytes.
    io.raw_os_error().map(io::Error::from_raw_os_error)
}
