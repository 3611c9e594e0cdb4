//! A story that was read, and where it was read.

use std::path::PathBuf;
use std::time::SystemTime;

use super::decode::Decoded;
use crate::story::Given;

/// A story that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// See [`crate::corpus::address`].
    pub address: String,
    /// The file that was opened.
    pub path: PathBuf,
    /// Its text, and what it was decoded from.
    pub decoded: Decoded,
    /// Bytes read for it, unpacked.
    pub size: u64,
    /// When the file was last written, as of opening: a write while we read shows as a later time.
    pub modified: Option<SystemTime>,
    /// What is known of it beyond its text: where it lies, and what a JSON record says.
    pub given: Given,
    /// Where the text begins in the file, in bytes, if offsets of the text are offsets of the file.
    pub file_bytes: Option<u64>,
    /// What is to be told of it in the report.
    pub remark: Option<String>,
}
