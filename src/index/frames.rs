//! Rows in a file, packed by zstd: written and read one after the other, none of them kept.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::IndexError;

/// Rows are read again soon or seldom: speed is worth more than bytes.
const LEVEL: i32 = 1;
/// Rows go to the packer in pieces of about so many bytes.
const PIECE: usize = 1 << 16;
/// Bytes before each row that tell its length.
const LENGTH: usize = size_of::<u32>();
/// A row of more bytes is not one of ours.
const LARGEST: u32 = 64 << 20;

/// A file that is written, and hashed on the way.
pub(super) struct Hashing {
    out: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl Hashing {
    /// A file at `path`; one that is there is replaced.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn create(path: &Path) -> io::Result<Hashing> {
        Ok(Hashing { out: BufWriter::new(File::create(path)?), hasher: blake3::Hasher::new() })
    }

    /// Makes sure that all bytes are on the disk; gives their hash.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(super) fn finish(self) -> io::Result<blake3::Hash> {
        self.out.into_inner()?.sync_all()?;
        Ok(self.hasher.finalize())
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes rows.
pub(super) struct RowWriter<T> {
    path: PathBuf,
    out: zstd::Encoder<'static, Hashing>,
    piece: Vec<u8>,
    rows: PhantomData<T>,
}

impl<T: Serialize> RowWriter<T> {
    /// A file of rows at `path`; one that is there is replaced.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn create(path: PathBuf) -> Result<RowWriter<T>, IndexError> {
        let made = || {
            let mut out = zstd::Encoder::new(Hashing::create(&path)?, LEVEL)?;
            out.include_checksum(true)?;
            Ok(out)
        };
        let out = made().map_err(IndexError::io("cannot write", &path))?;
        Ok(RowWriter { path, out, piece: Vec::new(), rows: PhantomData })
    }

    /// Writes one more row.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn push(&mut self, row: &T) -> Result<(), IndexError> {
        let start = self.piece.len();
        self.piece.extend([0; LENGTH]);
        postcard::to_io(row, &mut self.piece).map_err(|e| IndexError::Story(e.to_string()))?;
        let length = (self.piece.len() - start - LENGTH) as u32;
        self.piece[start..start + LENGTH].copy_from_slice(&length.to_le_bytes());
        if self.piece.len() < PIECE { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> Result<(), IndexError> {
        self.out.write_all(&self.piece).map_err(IndexError::io("cannot write", &self.path))?;
        self.piece.clear();
        Ok(())
    }

    /// Ends a file that is soon read, and not kept.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn close(mut self) -> Result<(), IndexError> {
        self.write()?;
        let end = |out: zstd::Encoder<'static, Hashing>| out.finish()?.flush();
        end(self.out).map_err(IndexError::io("cannot write", self.path))
    }

    /// Makes sure that all rows are on the disk; gives the hash of the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn finish(mut self) -> Result<blake3::Hash, IndexError> {
        self.write()?;
        let end = |out: zstd::Encoder<'static, Hashing>| out.finish()?.finish();
        end(self.out).map_err(IndexError::io("cannot write", self.path))
    }
}

/// Reads rows; an error, in words, is the last item.
pub(super) struct Rows<T> {
    file: String,
    /// None after the last row.
    from: Option<BufReader<zstd::Decoder<'static, BufReader<File>>>>,
    bytes: Vec<u8>,
    rows: PhantomData<T>,
}

impl<T: DeserializeOwned> Rows<T> {
    /// The rows of the file at `path`.
    ///
    /// # Errors
    /// What is wrong with the file, in words.
    pub(super) fn open(path: &Path) -> Result<Rows<T>, String> {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let open = || Ok(BufReader::with_capacity(PIECE, zstd::Decoder::new(File::open(path)?)?));
        let from = open().map_err(|e: io::Error| format!("{file}: {e}"))?;
        Ok(Rows { file, from: Some(from), bytes: Vec::new(), rows: PhantomData })
    }

    /// No rows.
    pub(super) fn none() -> Rows<T> {
        Rows { file: String::new(), from: None, bytes: Vec::new(), rows: PhantomData }
    }

    fn read(&mut self) -> io::Result<Option<T>> {
        let Some(from) = &mut self.from else { return Ok(None) };
        let mut length = [0; LENGTH];
        match from.read(&mut length)? {
            0 => return Ok(None),
            some => from.read_exact(&mut length[some..])?,
        }
        let length = u32::from_le_bytes(length);
        if length > LARGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.bytes.resize(length as usize, 0);
        from.read_exact(&mut self.bytes)?;
        postcard::from_bytes(&self.bytes).map(Some).map_err(io::Error::other)
    }
}

impl<T: DeserializeOwned> Iterator for Rows<T> {
    type Item = Result<T, String>;

    fn next(&mut self) -> Option<Result<T, String>> {
        let row = self.read().map_err(|e| format!("{}: {e}", self.file)).transpose();
        if !matches!(row, Some(Ok(_))) {
            self.from = None;
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[String]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows");
        let mut out = RowWriter::create(path.clone()).unwrap();
        rows.iter().for_each(|row| out.push(row).unwrap());
        let hash = out.finish().unwrap();
        assert_eq!(hash, blake3::hash(&std::fs::read(&path).unwrap()));
        (folder, path)
    }

    #[test]
    fn rows_come_back_in_order() {
        let rows: Vec<String> = (0..5000).map(|i| format!("row {i}").repeat(i % 7)).collect();
        for rows in [&rows[..0], &rows[..1], &rows[..]] {
            let (_folder, path) = written(rows);
            let back: Result<Vec<String>, String> = Rows::open(&path).unwrap().collect();
            assert_eq!(back.unwrap(), rows);
        }
    }

    #[test]
    fn a_cut_or_changed_file_ends_with_an_error() {
        let rows: Vec<String> = (0..500).map(|i| format!("row {i}")).collect();
        let (_folder, path) = written(&rows);
        let whole = std::fs::read(&path).unwrap();
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            let rows = Rows::<String>::open(&path)?;
            rows.collect::<Result<Vec<String>, String>>()
        };
        for cut in 1..whole.len() {
            assert!(read(&whole[..cut]).is_err(), "cut to {cut}");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 4;
            let back = read(&bytes);
            assert!(back.is_err() || back.as_ref() == Ok(&rows), "flipped at {at}");
        }
    }
}
