//! Finding and reading files: a folder in, decoded texts and notices out.
//!
//! [`walk`] lists what is there in a stable order, [`read`] opens one file and [`decode`] turns its
//! bytes into text. Whatever is not read becomes a [`Notice`] with its [`Reason`]: no file is passed
//! over in silence, and no bad file ends a run. [`ReportWriter`] writes one JSON line a file.
//!
//! ```
//! use morgue::corpus::{Entry, WalkOptions, read, walk};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("story.txt"), "Rain fell on Leeds.\n")?;
//! let options = WalkOptions::default();
//! for entry in walk(folder.path(), &options)? {
//!     match entry {
//!         Entry::File(found) => match read(&found, &options) {
//!             Ok(file) => assert_eq!(file.decoded.text, "Rain fell on Leeds.\n"),
//!             Err(notice) => eprintln!("{notice}"),
//!         },
//!         Entry::Notice(notice) => eprintln!("{notice}"),
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod address;
mod decode;
mod guess;
mod ignore_rules;
mod notice;
mod report;
mod source;
mod state;
mod walk;

pub use decode::{Decoded, Decoding, Undecodable, decode};
pub use notice::{Notice, Outcome, Reason};
pub use report::{Change, Counts, FileReport, ReportWriter};
pub use source::{SourceFile, read};
pub use state::FileState;
pub use walk::{DEFAULT_MAX_SIZE, Entry, FileEntry, OWN_FILE, Walk, WalkError, WalkOptions, walk};
