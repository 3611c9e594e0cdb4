//! Plain outputs for pipes: paths and counts.

use std::io::{self, Write};

use super::output::Output;
use super::safe::safe;
use crate::index::Archive;
use crate::search::Response;

/// One path a hit, each ended by `end`. A terminal gets no control characters; a pipe gets the
/// path as it is.
///
/// # Errors
/// When stdout is closed.
pub fn list(out: &mut Output, archive: &Archive, response: &Response, end: u8) -> io::Result<()> {
    for hit in &response.hits {
        let path = archive.path_of(&hit.address);
        if out.is_terminal() {
            write!(out, "{}", safe(&path.to_string_lossy()))?;
        } else {
            out.write_all(path.as_os_str().as_encoded_bytes())?;
        }
        out.write_all(&[end])?;
    }
    out.flush()
}

/// The number of matching documents.
///
/// # Errors
/// When stdout is closed.
pub fn count(out: &mut Output, total: u64) -> io::Result<()> {
    writeln!(out, "{total}")?;
    out.flush()
}
