//! Plain outputs for pipes: paths and counts.

use std::io::{self, Write};

use super::output::Output;
use super::safe::safe;
use crate::index::Archive;
use crate::search::Hit;

/// The path of a hit, ended by `end`. A terminal gets no control characters; a pipe gets the
/// path as it is.
///
/// # Errors
/// When stdout is closed.
pub fn path(out: &mut Output, archive: &Archive, hit: &Hit, end: u8) -> io::Result<()> {
    let path = archive.shown_path_of(&hit.address);
    if out.is_terminal() {
        write!(out, "{}", safe(&path.to_string_lossy()))?;
    } else {
        out.write_all(path.as_os_str().as_encoded_bytes())?;
    }
    out.write_all(&[end])
}

/// `path:line:column:text` for each mark of a hit, for editors; columns are in bytes, from 1.
///
/// # Errors
/// When stdout is closed.
pub fn marks(out: &mut Output, archive: &Archive, hit: &Hit) -> io::Result<()> {
    for mark in &hit.lines {
        path(out, archive, hit, b':')?;
        writeln!(out, "{}:{}:{}", mark.line, mark.column, safe(&mark.text))?;
    }
    Ok(())
}

/// The number of matching documents.
///
/// # Errors
/// When stdout is closed.
pub fn count(out: &mut Output, total: u64) -> io::Result<()> {
    writeln!(out, "{total}")?;
    out.flush()
}
