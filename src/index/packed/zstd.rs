//! zstd (RFC 8878) with a dictionary of the archive's own.

use std::sync::{Mutex, PoisonError};

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::{MAGICNUMBER, get_frame_content_size};

use super::{bytes_of, shown_of, stored_of};
use crate::index::IndexError;
use crate::index::document::Stored;

/// On news 6 saves 4 % of the bytes more, and takes several times as long.
const LEVEL: i32 = 3;
/// Size of a dictionary in bytes, zstd's usual one; more saves nothing on news.
const DICTIONARY: usize = 112 << 10;
/// A dictionary made from less than so many bytes is not worth its own.
const LEAST: usize = 1 << 20;
/// A story of more bytes than these is not what a file of a newspaper holds: the index is damaged.
const MOST: u64 = u32::MAX as u64;

/// What stories of an archive are packed with: all stories of an index with the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packing {
    /// Strings that stories of the archive have in common; empty where there are too few stories.
    dictionary: Vec<u8>,
}

impl Packing {
    /// The packing with a dictionary that [`Packing::dictionary`] gave.
    pub fn of(dictionary: Vec<u8>) -> Packing {
        Packing { dictionary }
    }

    /// What has to be kept to read the stories again.
    pub fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    /// The packing for stories like these.
    ///
    /// # Errors
    /// When a story cannot be encoded; a bug.
    pub fn for_stories(samples: impl Iterator<Item = Stored>) -> Result<Packing, IndexError> {
        let samples = samples.map(|stored| bytes_of(&stored)).collect::<Result<Vec<_>, _>>()?;
        let enough = samples.iter().map(Vec::len).sum::<usize>() >= LEAST;
        // Stories too much alike give none: they are packed well without.
        let made = enough.then(|| zstd::dict::from_samples(&samples, DICTIONARY).ok());
        Ok(Packing { dictionary: made.flatten().unwrap_or_default() })
    }

    /// Packs stories, one after the other.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn packer(&self) -> Result<Packer, IndexError> {
        let mut zstd = Compressor::with_dictionary(LEVEL, &self.dictionary).map_err(failed)?;
        zstd.include_checksum(true).map_err(failed)?;
        zstd.include_dictid(false).map_err(failed)?;
        Ok(Packer(zstd))
    }

    /// Reads packed stories.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn unpacker(&self) -> Result<Unpacker, IndexError> {
        Ok(Unpacker(Mutex::new(Decompressor::with_dictionary(&self.dictionary).map_err(failed)?)))
    }
}

/// Packs stories.
pub struct Packer(Compressor<'static>);

impl Packer {
    /// The bytes that the index keeps of a story.
    ///
    /// # Errors
    /// When it cannot be encoded; a bug.
    pub fn pack(&mut self, stored: &Stored) -> Result<Vec<u8>, IndexError> {
        self.0.compress(&bytes_of(stored)?).map_err(failed)
    }
}

/// Reads packed stories.
pub struct Unpacker(Mutex<Decompressor<'static>>);

impl Unpacker {
    /// Reads what the index keeps of a story.
    ///
    /// # Errors
    /// When the bytes are not a story of this version, or damaged.
    pub fn stored(&self, bytes: &[u8]) -> Result<Stored, IndexError> {
        stored_of(&self.unpacked(bytes)?)
    }

    /// Reads what a page of results shows of the story with this id: all but places and organisations.
    ///
    /// # Errors
    /// As for [`Unpacker::stored`].
    pub fn shown(&self, bytes: &[u8], id: String) -> Result<Stored, IndexError> {
        shown_of(&self.unpacked(bytes)?, id)
    }

    fn unpacked(&self, bytes: &[u8]) -> Result<Vec<u8>, IndexError> {
        let size = get_frame_content_size(bytes).ok().flatten().filter(|&size| size <= MOST);
        let size = size.ok_or_else(|| IndexError::Story("it has no size".to_owned()))?;
        let mut zstd = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        zstd.decompress(bytes, size as usize).map_err(failed)
    }
}

/// What a frame of zstd begins with.
const MAGIC: [u8; 4] = MAGICNUMBER.to_le_bytes();

/// The packed story in the bytes of a document, of which it is all that is kept: it begins after a few bytes of
/// tantivy's, and goes to the end.
pub(in crate::index) fn of_document(bytes: &[u8]) -> &[u8] {
    let start = bytes.windows(MAGIC.len()).position(|bytes| bytes == MAGIC);
    &bytes[start.unwrap_or(bytes.len())..]
}

fn failed(error: std::io::Error) -> IndexError {
    IndexError::Story(error.to_string())
}
