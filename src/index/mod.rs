//! The archive's index: a tantivy index of stories with the side tables of its generation.
//!
//! [`layout`] turns a story into terms at positions, [`document`] into a tantivy document,
//! [`mod@build`] indexes an archive in one commit, [`open`] opens what a commit left, [`names`] is the
//! table that maps the names stories use to today's identities.

pub mod build;
pub mod checkup;
mod damage;
mod directory;
pub mod document;
pub mod error;
pub mod fields;
mod frames;
pub mod generation;
pub mod layout;
mod ledger;
pub mod lexicon;
mod lock;
pub mod names;
pub mod open;
pub mod packed;
pub mod place;
mod stamps;
pub mod terms;
mod turn;

pub use build::{BuildOptions, Changes, Summary, build};
pub use checkup::{Checkup, examine};
pub use error::IndexError;
pub use fields::Fields;
pub use generation::Generation;
pub use names::{Edits, NameTable, Names, Reasons};
pub use open::Archive;
