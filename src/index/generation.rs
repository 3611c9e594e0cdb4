//! A generation: what one commit made, as its payload tells.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::document::Lengths;
use super::frames::Hashing;
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
    /// Version of the extractor that read its stories, see [`EXTRACTOR`](crate::story::EXTRACTOR).
    pub extractor: u32,
    /// How files were read that are not just a text: the cap on sizes, and the fields of JSON Lines.
    pub reading: String,
    /// File name of the ledger, in the index folder.
    pub ledger: String,
    /// File name of what stories tell of names, from which the name tables are made.
    pub counts: String,
    /// File name of the name tables.
    pub names: String,
    /// File name of the reasons why names of people are one entry or not.
    pub reasons: String,
    /// File name of the dictionary that stories are packed with; absent where they are packed without.
    pub dictionary: Option<String>,
    /// Number of documents.
    pub stories: u64,
    /// Terms of its stories.
    pub lengths: Lengths,
    /// Bytes of the files that were indexed.
    pub bytes: u64,
    /// Files that failed.
    pub failed: u64,
    /// Files skipped by rule.
    pub skipped: u64,
    /// Whether all of the archive is in it; `false` while the first run goes on, and after Ctrl-C.
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

    /// File names of its side tables.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        let all = [&self.ledger, &self.counts, &self.names, &self.reasons];
        all.into_iter().chain(&self.dictionary).map(String::as_str)
    }
}

/// What the side tables of a generation are called.
const TABLES: [&str; 6] = [LEDGER, COUNTS, NAMES, REASONS, DICTIONARY, STEPS];
/// The files of the archive.
pub const LEDGER: &str = "ledger";
/// What stories tell of names.
pub const COUNTS: &str = "counts";
/// The name tables.
pub const NAMES: &str = "names";
/// Why names of people are one entry or not.
pub const REASONS: &str = "reasons";
/// What stories are packed with.
pub const DICTIONARY: &str = "dictionary";
/// What a run has to do; part of no generation.
pub const STEPS: &str = "steps";

/// How side tables are packed: more saves little and takes longer.
const LEVEL: i32 = 3;
/// They go to the packer in pieces of so many bytes.
const PIECE: usize = 1 << 16;

/// Writes a side table of generation `number`, packed by zstd, and gives the name of its file, which tells what
/// must stand in it: `names-00000007-2f0c9d1e5a7b3c48.bin` ends with the hash of its bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table<T: Serialize>(
    dir: &Path,
    table: &str,
    number: u64,
    content: &T,
) -> Result<String, IndexError> {
    let mut out = TableWriter::create(dir, table, number)?;
    out.push(content)?;
    out.finish()
}

/// Writes a side table part by part, so that it need not be in memory as a whole.
pub(super) struct TableWriter<'a> {
    dir: &'a Path,
    table: &'a str,
    number: u64,
    out: BufWriter<zstd::Encoder<'static, Hashing>>,
}

impl<'a> TableWriter<'a> {
    /// For a table of generation `number`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn create(dir: &'a Path, table: &'a str, number: u64) -> Result<TableWriter<'a>, IndexError> {
        let path = unfinished(dir, table, number);
        let made = || zstd::Encoder::new(Hashing::create(&path)?, LEVEL);
        let out = BufWriter::with_capacity(PIECE, made().map_err(IndexError::io("cannot write", &path))?);
        Ok(TableWriter { dir, table, number, out })
    }

    /// Gives the table its name, which is returned.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn finish(self) -> Result<String, IndexError> {
        let TableWriter { dir, table, number, out } = self;
        let end = || out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?.finish();
        let hash = end().map_err(IndexError::io("cannot write", unfinished(dir, table, number)))?;
        finished(dir, table, number, hash)
    }
}

/// What the parts of a table are written to, one behind the other.
pub(super) trait Parts {
    /// Writes a part.
    ///
    /// # Errors
    /// When that is not possible.
    fn push<T: Serialize + ?Sized>(&mut self, part: &T) -> Result<(), IndexError>;

    /// Writes a list, as [`Parts::push`] writes one that is in memory.
    ///
    /// # Errors
    /// When that is not possible.
    fn list<T: Serialize>(&mut self, list: impl ExactSizeIterator<Item = T>) -> Result<(), IndexError> {
        self.push(&list.len())?;
        list.into_iter().try_for_each(|item| self.push(&item))
    }
}

impl Parts for TableWriter<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, part: &T) -> Result<(), IndexError> {
        let written = postcard::to_io(part, Unflushed(&mut self.out)).map_err(io::Error::other);
        written
            .map(drop)
            .map_err(IndexError::io("cannot write", unfinished(self.dir, self.table, self.number)))
    }
}

/// Passes bytes on, and nothing else: a part ends with a flush, after which a packer begins anew.
struct Unflushed<'a, W>(&'a mut W);

impl<W: Write> Write for Unflushed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Parts for Vec<u8> {
    fn push<T: Serialize + ?Sized>(&mut self, part: &T) -> Result<(), IndexError> {
        postcard::to_io(part, self).map(drop).map_err(|e| IndexError::Story(e.to_string()))
    }
}

/// Where a side table of generation `number` is written; [`finished`] gives it its name.
pub(super) fn unfinished(dir: &Path, table: &str, number: u64) -> PathBuf {
    dir.join(format!("{}.tmp", prefix(table, number)))
}

/// Gives a side table with this hash its name; the name is returned.
///
/// # Errors
/// When the system refuses.
pub(super) fn finished(
    dir: &Path,
    table: &str,
    number: u64,
    hash: blake3::Hash,
) -> Result<String, IndexError> {
    let file = format!("{}{}.bin", prefix(table, number), shortened(hash));
    let path = dir.join(&file);
    std::fs::rename(unfinished(dir, table, number), &path).map_err(IndexError::io("cannot write", path))?;
    Ok(file)
}

fn prefix(table: &str, number: u64) -> String {
    format!("{table}-{number:08}-")
}

pub(super) fn shortened(hash: blake3::Hash) -> String {
    hash.to_hex()[..16].to_owned()
}

/// Whether a file is a side table of some generation, finished or not.
pub(super) fn is_table(file: &str) -> bool {
    let Some((table, rest)) = file.split_once('-') else { return false };
    TABLES.contains(&table) && (rest.ends_with(".bin") || rest.ends_with(".tmp"))
}

/// Whether the name of a side table tells that this is the hash of its bytes.
fn is_named_after(file: &str, hash: blake3::Hash) -> bool {
    file.ends_with(&format!("-{}.bin", shortened(hash)))
}

/// Holds a side table against its name; gives its size in bytes.
///
/// # Errors
/// When the file is missing or has other bytes; `Err` tells what is wrong, in words.
pub(super) fn check_table(dir: &Path, file: &str) -> Result<u64, String> {
    let mut hasher = blake3::Hasher::new();
    let mut read = || io::copy(&mut File::open(dir.join(file))?, &mut hasher);
    let size = read().map_err(|e| format!("{file}: {e}"))?;
    if is_named_after(file, hasher.finalize()) { Ok(size) } else { Err(format!("{file} changed")) }
}

/// Reads a side table of a generation.
///
/// # Errors
/// When the file is missing or damaged; `Err` tells what is wrong, in words.
pub(super) fn read_table<T: DeserializeOwned>(dir: &Path, file: &str) -> Result<T, String> {
    let bytes = std::fs::read(dir.join(file)).map_err(|e| format!("{file}: {e}"))?;
    if !is_named_after(file, blake3::hash(&bytes)) {
        return Err(format!("{file} changed"));
    }
    let unpacked = zstd::decode_all(&bytes[..]).map_err(|e| format!("{file}: {e}"))?;
    postcard::from_bytes(&unpacked).map_err(|e| format!("{file}: {e}"))
}

/// So long after it was written a table may still be asked for by a reader that opened its generation.
const YOUNG: Duration = Duration::from_secs(600);

fn is_young(written: SystemTime) -> bool {
    // A clock that was ahead may have been set right since.
    written.elapsed().unwrap_or_else(|ahead| ahead.duration()) < YOUNG
}

/// Removes the finished side tables that none of these generations names, once no reader is likely to want
/// them.
pub(super) fn remove_other_tables(dir: &Path, kept: &[&Generation]) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    let is_kept = |name: &str| kept.iter().any(|generation| generation.tables().any(|table| table == name));
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_young = || entry.metadata().and_then(|m| m.modified()).is_ok_and(is_young);
        if is_table(&name) && name.ends_with(".bin") && !is_kept(&name) && !is_young() {
            // A file that cannot be removed now is removed by a later run.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_a_clock_that_was_somewhat_ahead_is_young() {
        let (now, minute, hour) = (SystemTime::now(), Duration::from_secs(60), Duration::from_secs(3600));
        assert!(is_young(now - minute) && is_young(now + minute));
        assert!(!is_young(now - hour) && !is_young(now + hour));
    }
}
