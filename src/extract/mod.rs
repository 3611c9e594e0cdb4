//! What a story says and about whom: quotes with speakers, people, places, organisations, and the
//! story's own data (headline, byline, dateline, agency, source, date).
//!
//! Pure functions over a text and its [`Anatomy`]; only searched lines give people, places and
//! quotes. Every finding carries byte spans into the text.

pub mod entities;
pub mod facts;
pub mod quotes;

use serde::{Deserialize, Serialize};

pub use entities::{Entities, Gender, Org, Person, Place};
pub use facts::{Dateline, Facts, Origin, Sourced};
pub use quotes::{Quote, QuoteKind};

use crate::segment::Anatomy;

/// A text and what is known of its parts: the input of every extractor.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The decoded text that all spans point into.
    pub text: &'a str,
    /// Its lines, paragraphs and sentences.
    pub anatomy: &'a Anatomy,
}

/// What the caller knows about a story beyond its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The paper, from a configuration or sidecar.
    pub source: Option<String>,
    /// The day of publication, from a sidecar.
    pub date: Option<jiff::civil::Date>,
    /// Archive-relative path; the fallback for source and date.
    pub path: Option<String>,
}
