//! A generation: what one commit made, as its payload tells.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{IndexError, fields};

/// The payload of a commit. It names every side table, so that the swap of tantivy's meta file
/// changes index and tables at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// Version of `schema/index.v1.json`.
    pub format: u32,
    /// Hash of `schema/index.v1.json`.
    pub schema: String,
    /// The morgue that wrote it.
    pub morgue: String,
    /// 1 for the first commit, then one more for each.
    pub number: u64,
    /// When it was made, RFC 3339.
    pub made: String,
    /// File name of the name tables, in the index folder.
    pub names: String,
    /// File name of the reasons why names of people are one entry or not.
    pub reasons: String,
    /// File name of the dictionary that stories are packed with; absent where they are packed without.
    pub dictionary: Option<String>,
    /// Number of documents.
    pub stories: u64,
    /// Bytes of the files that were indexed.
    pub bytes: u64,
    /// Files that failed.
    pub failed: u64,
    /// Files skipped by rule.
    pub skipped: u64,
    /// Whether the run came to its end; `false` after Ctrl-C.
    pub complete: bool,
}

impl Generation {
    /// The format that this version of morgue writes: `1/2f0c…`.
    ///
    /// # Errors
    /// When the declaration is not valid; a bug.
    pub fn current_format() -> Result<(u32, String), IndexError> {
        Ok((fields::declaration()?.version, fields::declared_hash()))
    }
}

/// What the side tables of a generation are called.
const TABLES: [&str; 3] = [NAMES, REASONS, DICTIONARY];
/// The name tables.
pub const NAMES: &str = "names";
/// Why names of people are one entry or not.
pub const REASONS: &str = "reasons";
/// What stories are packed with.
pub const DICTIONARY: &str = "dictionary";

/// Writes a side table of generation `number` and gives the name of its file, which tells what must
/// stand in it: `names-00000007-2f0c9d1e5a7b3c48.bin` ends with the hash of its bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table<T: Serialize>(
    dir: &Path,
    table: &str,
    number: u64,
    content: &T,
) -> Result<String, IndexError> {
    let bytes = postcard::to_stdvec(content).map_err(|e| IndexError::Story(e.to_string()))?;
    let file = format!("{}{}.bin", prefix(table, number), hash(&bytes));
    let path = dir.join(&file);
    std::fs::write(&path, bytes).map_err(IndexError::io("cannot write", path))?;
    Ok(file)
}

fn prefix(table: &str, number: u64) -> String {
    format!("{table}-{number:08}-")
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// Whether a file is a side table of some generation.
pub(super) fn is_table(file: &str) -> bool {
    let Some((table, rest)) = file.split_once('-') else { return false };
    TABLES.contains(&table) && rest.ends_with(".bin")
}

/// Reads a side table of a generation.
///
/// # Errors
/// When the file is missing or damaged; `Err` tells what is wrong, in words.
pub(super) fn read_table<T: DeserializeOwned>(dir: &Path, file: &str) -> Result<T, String> {
    let bytes = std::fs::read(dir.join(file)).map_err(|e| format!("{file}: {e}"))?;
    if !file.ends_with(&format!("-{}.bin", hash(&bytes))) {
        return Err(format!("{file} changed"));
    }
    postcard::from_bytes(&bytes).map_err(|e| format!("{file}: {e}"))
}

/// Removes the side tables of generations before the last one; a reader may still use that.
pub(super) fn remove_old_tables(dir: &Path, number: u64) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    let kept = |name: &str| {
        let of = |number: u64| TABLES.iter().any(|table| name.starts_with(&prefix(table, number)));
        of(number) || of(number.saturating_sub(1))
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_table(&name) && !kept(&name) {
            // A file that cannot be removed now is removed by a later run.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
