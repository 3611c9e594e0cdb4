//! The story's own data: headline, byline, dateline, agency, source, date, language.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Given, Page};
use crate::text::Span;

/// A value with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// What it was read from.
    pub origin: Origin,
}

/// Where a story's source or date was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The caller: a configuration, sidecar or the input record.
    Given,
    /// The story's text: dateline, time stamp, copyright or disclaimer line.
    Text,
    /// The path: a folder's name, a dated path.
    Path,
}

/// The opening `MOSCOW, Nov 20 (AP) -` of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// From the place's first letter to behind the dash.
    pub span: Span,
    /// The place as written.
    pub place: Option<String>,
    /// The day as written: `Nov 20`.
    pub date: Option<String>,
    /// The agency as written.
    pub agency: Option<String>,
}

/// The facts of one story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The paper.
    pub source: Option<Sourced<String>>,
    /// Day of publication.
    pub date: Option<Sourced<Date>>,
    /// The news agency, under its usual short name: `IANS`, `Reuters`.
    pub agency: Option<String>,
    /// Who wrote it, without `By`.
    pub byline: Option<String>,
    /// The headline's text; a wrapped headline with single blanks.
    pub headline: Option<String>,
    /// The dateline at the head of the first paragraph, or on a line of its own.
    pub dateline: Option<Dateline>,
    /// ISO 639-1 code of the language, where it can be told.
    pub language: Option<String>,
}

/// Reads the facts of a story from its parts and from what the caller knows.
pub fn facts(page: Page<'_>, given: &Given) -> Facts {
    let _ = (page, given);
    Facts::default()
}
