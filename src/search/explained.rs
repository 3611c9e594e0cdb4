//! What is explained of a query: what its clauses find, why a story is found or not, and the ways out where
//! nothing is.

use serde::Serialize;

use crate::query::Query;
use crate::query::clauses::Join;
use crate::query::miss::Miss;
use crate::story::Story;
use crate::text::Span;

/// A query to explain.
#[derive(Clone, Debug)]
pub struct ExplainRequest {
    /// The query.
    pub query: Query,
    /// Address or id of a story that is to be in its results or not.
    pub story: Option<String>,
}

/// The answer to an [`ExplainRequest`].
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The whole query; its parts are its clauses.
    pub clause: ClauseCount,
    /// The stories asked about; several where exact twins share an id, none where there is no such story.
    pub stories: Vec<Verdict>,
    /// What there is to say of its words, and of why it finds nothing.
    pub advice: Advice,
    /// Whether the counts are exact.
    pub exact: bool,
    /// Whether nothing was cut: `false` when the index run was interrupted, or a clause was.
    pub complete: bool,
    /// Clauses of the query with too many different words: only a part of these was looked for.
    pub cut: Vec<String>,
    /// The index generation that answered.
    pub generation: u64,
}

/// A clause with what it finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseCount {
    /// The query that finds the same.
    pub text: String,
    /// How its parts make it up.
    pub join: Join,
    /// Stories that it finds alone.
    pub stories: u64,
    /// Where all of several clauses must hold: stories left with this one and those before it.
    pub left: Option<u64>,
    /// Its parts.
    pub parts: Vec<ClauseCount>,
    /// Number of parts that were left out because the query has too many.
    pub more: usize,
}

/// Whether a story is among what a query finds, and why.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Its address.
    pub address: String,
    /// The story.
    pub story: Story,
    /// The whole query, judged.
    pub clause: Judged,
}

/// A clause judged on one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The query that finds the same.
    pub text: String,
    /// How its parts make it up.
    pub join: Join,
    /// Whether it holds.
    pub holds: bool,
    /// The words that make it hold, in bytes of the story's text, the first few; none where it is no matter
    /// of words.
    pub at: Vec<Span>,
    /// Number of all such places.
    pub places: usize,
    /// What is missing, where it does not hold and no part of it tells.
    pub miss: Option<Miss>,
    /// Its parts.
    pub parts: Vec<Judged>,
}

impl Judged {
    /// The first clause because of which it does not hold: the one that tells why. None where it holds.
    pub fn first_failed(&self) -> Option<&Judged> {
        if self.holds {
            return None;
        }
        let below = match self.join {
            Join::All | Join::Near | Join::Inner => self.parts.iter().find_map(Judged::first_failed),
            _ => None,
        };
        Some(below.unwrap_or(self))
    }
}

/// Another spelling of a word, offered and never used by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spelling {
    /// The word, or value of a field, as it was asked for.
    pub word: String,
    /// Stories that have it.
    pub stories: u64,
    /// What may have been meant, the likeliest first.
    pub meant: Vec<Meant>,
}

/// What a misspelt word may have been meant to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meant {
    /// The word or name; what to type for it.
    pub text: String,
    /// Stories that have it.
    pub stories: u64,
    /// Whether it is part of a name that stories have.
    pub name: bool,
}

/// What is said of a query's words beside its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Other spellings of words and names that no story has, or hardly any.
    pub suggestions: Vec<Spelling>,
    /// Where nothing is found, why, and the ways out.
    pub doctor: Option<Doctor>,
}

/// Why a query finds nothing, and the ways out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Doctor {
    /// The clauses of which all must hold, or the whole query; of very many the last ones as one.
    pub clauses: Vec<Ailing>,
    /// The first and the last day of the archive, where a clause that asks for days finds nothing.
    pub dates: Option<[String; 2]>,
    /// Queries that find something, the closest to the query first.
    pub ways: Vec<Way>,
}

/// A clause of a query that finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ailing {
    /// The clause as a query.
    pub text: String,
    /// Stories that it finds alone.
    pub stories: u64,
    /// Stories that the query would find without it; null where it is the whole query.
    pub without: Option<u64>,
}

/// A query that finds something where another finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// What was done to the query.
    pub how: How,
    /// The clause that was changed or left out.
    pub clause: String,
    /// The query to type.
    pub query: String,
    /// Stories that it finds.
    pub stories: u64,
}

/// What is done to a query that finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A word is spelled as stories have it.
    Spell,
    /// A word is looked for in the lines that are not searched by default.
    Elsewhere,
    /// Less is asked of a clause.
    Loosen,
    /// A clause is left out.
    Drop,
    /// Only the clauses that find something together are kept.
    Keep,
}
