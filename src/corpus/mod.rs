//! Finding and reading files: a folder in, decoded texts and notices out.
//!
//! [`walk`] lists what is there in a stable order, [`stories`] opens one file, be it a text, a
//! container or JSON Lines, and [`decode`] turns bytes into text. Whatever is not read becomes a
//! [`Notice`] with its [`Reason`]: no file is passed over in silence, and no bad file ends a run.
//! [`ReportWriter`] writes one JSON line a story.
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use morgue::corpus::{Entry, WalkOptions, stories, walk};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("story.txt"), "Rain fell on Leeds.\n")?;
//! let options = WalkOptions::default();
//! for entry in walk(folder.path(), &options)? {
//!     match entry {
//!         Entry::File(found) => drop(stories(&found, &options, &mut |story| {
//!             match story {
//!                 Ok(story) => assert_eq!(story.decoded.text, "Rain fell on Leeds.\n"),
//!                 Err(notice) => eprintln!("{notice}"),
//!             }
//!             ControlFlow::Continue(())
//!         })),
//!         Entry::Notice(notice) => eprintln!("{notice}"),
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod address;
mod decode;
mod guess;
mod ignore_rules;
mod kind;
mod limits;
mod lines;
mod mapping;
mod members;
mod notice;
mod report;
mod source;
mod state;
mod stories;
mod walk;

pub use decode::{Decoded, Decoding, Undecodable, decode};
pub use kind::has_lines;
pub use mapping::{Mapping, MappingError};
pub use notice::{Notice, Outcome, Reason};
pub use report::{Change, Counts, FileReport, ReportWriter};
pub use source::SourceFile;
pub use state::{FileState, Stamp};
pub use stories::{Taker, read, stories};
pub use walk::{DEFAULT_MAX_SIZE, Entry, FileEntry, OWN_FILE, Walk, WalkError, WalkOptions, walk};
