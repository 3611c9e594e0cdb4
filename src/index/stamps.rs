//! Which files of an index are as they were written, by their sizes and times, which the run that wrote them
//! notes. One that is another now is read by its checksum before a search trusts it: a large index cannot be
//! read through whenever it is opened.
//!
//! What changes on a disk without a write shows in neither size nor time; `morgue doctor --deep` reads all.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use tantivy::{Index, TantivyError};

use super::IndexError;
use super::damage;
use super::place::IndexPlace;

/// Where they are noted.
pub(super) const STAMPS: &str = "stamps.json";

/// Size and time, in nanoseconds since 1970, of files by name.
type Stamps = BTreeMap<String, (u64, u64)>;

/// Notes the files of the last commit as they are now. Those that could not be noted are read by the next who
/// opens the index.
pub(super) fn note(place: &IndexPlace, index: &Index) {
    if let Ok(stamps) = now(place, index) {
        let _ = write(&place.dir, &stamps);
    }
}

/// Reads those files by their checksums that are not as they were noted, and notes them. Where no note can be
/// written, on a read-only disk, none is read: it would be so each time.
///
/// # Errors
/// When a file has other bytes than were written.
pub(super) fn check(place: &IndexPlace, index: &Index) -> Result<(), IndexError> {
    let (noted, now) = (noted(&place.dir), now(place, index).map_err(|error| damage::explain(place, error))?);
    let is_new = |name: &&String| noted.get(*name) != now.get(*name);
    let new: Vec<&String> = now.keys().filter(is_new).collect();
    if new.is_empty() || write(&place.dir, &noted).is_err() {
        return Ok(());
    }
    for name in new {
        let sound = index.directory().validate_checksum(Path::new(name));
        if !sound.map_err(|error| damage::explain(place, error.into()))? {
            return Err(place.damaged(format!("{name} changed")));
        }
    }
    // What could not be noted now is read again.
    let _ = write(&place.dir, &now);
    Ok(())
}

/// The files of the last commit.
fn now(place: &IndexPlace, index: &Index) -> Result<Stamps, TantivyError> {
    let mut stamps = Stamps::new();
    for file in index.load_metas()?.list_segment_files() {
        // Not every segment has all the files that it may have.
        if let Ok(metadata) = place.dir.join(&file).metadata() {
            let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let time = since.map_or(0, |since| since.as_nanos() as u64);
            stamps.insert(file.to_string_lossy().into_owned(), (metadata.len(), time));
        }
    }
    Ok(stamps)
}

/// What was noted; nothing of a note that makes no sense.
fn noted(dir: &Path) -> Stamps {
    let text = std::fs::read(dir.join(STAMPS)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

fn write(dir: &Path, stamps: &Stamps) -> io::Result<()> {
    // A name of this process's own; a run sweeps away what has such a one.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    let unfinished = dir.join(format!(".tmp{:06x}", (std::process::id() ^ since) & 0xFF_FFFF));
    std::fs::write(&unfinished, serde_json::to_vec(stamps)?)?;
    std::fs::rename(unfinished, dir.join(STAMPS))
}
