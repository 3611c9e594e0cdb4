//! The story's own data: headline, byline, dateline, agency, source, date, language.
//!
//! Each fact looks only at the lines of its own kinds, gathered once in `parts::Parts`.

mod agencies;
mod agency;
mod byline;
mod date;
mod dateline;
mod days;
mod headline;
mod language;
mod parts;
mod place;
mod source;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Given, Page};
use crate::text::Span;
use parts::Parts;

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
///
/// - *source*: given, else a copyright or disclaimer line, else the first folder of the path that
///   is no date.
/// - *date*: given, else a time stamp or the dateline (whose missing year the path or a time stamp
///   may give), else the path. Days that no calendar has and years outside 1700 to 2100 are none.
/// - *agency*: sign-off, else dateline, else credit.
/// - *language*: only where it is beyond doubt; English is the careful guess.
pub fn facts(page: Page<'_>, given: &Given) -> Facts {
    let parts = Parts::of(page);
    let dateline = parts.dateline(page.text);
    Facts {
        source: source::source(&parts, given),
        date: date::date(&parts, dateline.as_ref(), given),
        agency: agency::agency(&parts, dateline.as_ref()),
        byline: byline::byline(&parts),
        headline: headline::headline(&parts),
        dateline,
        language: language::language(page),
    }
}

#[cfg(test)]
mod tests;
