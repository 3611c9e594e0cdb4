//! Why a clause does not hold in a story, and what came nearest: over the story's own words, with no engine.

mod pairs;
mod rows;
mod scopes;
mod words;

use super::ast::{Node, NodeKind, Unit, Value, Zone};
use super::compile::Cond;
use super::highlight::{Highlight, Match, Page};
use super::matching::{Facts, REST, Range, WHOLE};
use crate::segment::LineKind;
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// What is missing for a clause to hold, with the places in the text that come nearest.
#[derive(Clone, Debug, PartialEq)]
pub enum Miss {
    /// A word stands nowhere; the one most like it.
    Word {
        /// What was asked for.
        asked: String,
        /// What stands there instead.
        like: Option<Like>,
    },
    /// It stands only in lines that were not asked about.
    Elsewhere {
        /// Where, with the kinds of these lines.
        at: Vec<(LineKind, Span)>,
        /// The query that finds it there.
        finds: String,
    },
    /// Of a phrase all but one word stand side by side.
    Row {
        /// The words that stand there.
        at: Span,
        /// The word that was asked for.
        asked: String,
        /// What stands in its place.
        instead: Span,
    },
    /// All words of a phrase stand there, but not so.
    Spread {
        /// The words where they are closest, ascending.
        at: Vec<Span>,
        /// Number of other words between them.
        between: u32,
        /// So many are allowed.
        allowed: u32,
        /// Whether they are in another order than asked for, where that matters.
        turned: bool,
    },
    /// Two things are too far from each other.
    Apart {
        /// The closest two, the left one of the query first.
        at: [Span; 2],
        /// How many words the one is on from the other; 1 for side by side.
        words: u32,
        /// So many are allowed.
        allowed: u32,
        /// Whether they are in the other order, where that matters.
        turned: bool,
    },
    /// Two things stand in different sentences or paragraphs.
    Parted {
        /// Which parts of the story.
        unit: Unit,
        /// The closest two, the left one of the query first.
        at: [Span; 2],
        /// How many sentences or paragraphs the one is on from the other.
        apart: u32,
    },
    /// Whatever stands there has the other near, which must not be.
    Beside {
        /// The first that has, with what stands near it.
        at: [Span; 2],
    },
    /// No part of the story has it all.
    Together {
        /// Which parts.
        unit: Unit,
        /// The part that has most of it.
        best: Span,
        /// What of the query it has.
        has: Vec<String>,
        /// What it has not.
        lacks: Vec<String>,
        /// The nearest part that has the first of these, and how many parts on it is.
        other: Option<(Span, u32)>,
    },
    /// It stands in the story, but in no such part.
    Outside {
        /// Which part.
        unit: Unit,
        /// Where it stands; nowhere where it is not a matter of words.
        at: Vec<Span>,
    },
    /// It stands there too few times.
    Often {
        /// Where.
        at: Vec<Span>,
        /// How often.
        found: u32,
        /// How often it was asked for.
        wanted: u32,
    },
    /// It comes too late in the story.
    Late {
        /// Where it stands first.
        at: Span,
        /// The number of its last word, from 1.
        word: u32,
    },
    /// What is asked is no word and stands nowhere, so that nothing is near it.
    Placeless,
    /// A filter: what the story has itself.
    Own(Vec<String>),
}

impl Miss {
    /// Its name in records.
    pub fn name(&self) -> &'static str {
        match self {
            Miss::Word { .. } => "word",
            Miss::Elsewhere { .. } => "elsewhere",
            Miss::Row { .. } => "row",
            Miss::Spread { .. } => "spread",
            Miss::Apart { .. } => "apart",
            Miss::Parted { .. } => "parted",
            Miss::Beside { .. } => "beside",
            Miss::Together { .. } => "together",
            Miss::Outside { .. } => "outside",
            Miss::Often { .. } => "often",
            Miss::Late { .. } => "late",
            Miss::Placeless => "placeless",
            Miss::Own(_) => "own",
        }
    }

    /// The places of the text that came nearest.
    pub fn places(&self) -> Vec<Span> {
        match self {
            Miss::Word { like, .. } => like.iter().map(|like| like.at).collect(),
            Miss::Elsewhere { at, .. } => at.iter().map(|(_, span)| *span).collect(),
            Miss::Row { at, .. } | Miss::Late { at, .. } => vec![*at],
            Miss::Spread { at, .. } | Miss::Outside { at, .. } | Miss::Often { at, .. } => at.clone(),
            Miss::Apart { at, .. } | Miss::Parted { at, .. } | Miss::Beside { at } => at.to_vec(),
            Miss::Together { best, other, .. } => {
                [*best].into_iter().chain(other.map(|(span, _)| span)).collect()
            }
            Miss::Placeless | Miss::Own(_) => Vec::new(),
        }
    }
}

/// A word that is like another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    /// Where it stands.
    pub at: Span,
    /// How it is like it.
    pub how: Likeness,
}

/// How two words are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same but for capitals.
    Capitals,
    /// Another inflection.
    Inflection,
    /// Another spelling, so many letters away.
    Letters(usize),
}

/// Most places that are told of one thing.
const PLACES: usize = 5;

/// Judges clauses over the words of one story.
pub struct Judge<'a> {
    /// The words, those of all lines.
    pub page: Page,
    /// How words are read.
    pub analyzer: &'a Analyzer,
    /// The numbers of the people that a value of `speaker:` means, ascending.
    pub speakers: &'a dyn Fn(&Value) -> Vec<usize>,
    /// Whether the story passes a filter.
    pub passes: &'a dyn Fn(&Node) -> bool,
}

impl Judge<'_> {
    fn plan(&self, node: &Node) -> Highlight {
        Highlight::of_node(node, self.analyzer, self.speakers)
    }

    /// Whether the story has what is asked.
    pub fn holds(&self, node: &Node) -> bool {
        self.read(node, |cond, facts| facts.holds(cond, WHOLE))
    }

    fn read<T>(&self, node: &Node, ask: impl FnOnce(&Cond, &Facts) -> T) -> T {
        let plan = self.plan(node);
        let (cond, facts) = plan.judged(&self.page, self.passes);
        ask(cond, &facts)
    }

    /// The words that make a clause hold, ascending; none where it does not hold, or is no matter of words.
    pub fn places(&self, node: &Node) -> Vec<Match> {
        let mut places = self.read(node, |cond, facts| {
            let matched = |range: Range, leaf| Some(Match { range, span: self.page.span(range)?, leaf });
            let found = facts.words(cond, WHOLE);
            found.iter().filter_map(|found| matched(found.range, found.leaf)).collect::<Vec<Match>>()
        });
        places.dedup_by_key(|place| place.range);
        places
    }

    /// Why a clause does not hold; none where one of its parts tells, or what came nearest is not known by
    /// the words of the story.
    pub fn miss(&self, node: &Node) -> Option<Miss> {
        match &node.kind {
            kind if kind.is_text() => self.words(node, None),
            NodeKind::Within(zone, inner) if inner.kind.is_text() => self.words(inner, Some(*zone)),
            NodeKind::Near(near) => self.near(near),
            NodeKind::Scope(unit, inner) => self.scope(*unit, inner),
            NodeKind::AtLeast(n, inner) => self.often(*n, inner),
            NodeKind::First(_, inner) => self.late(inner),
            NodeKind::And(parts) => {
                parts.iter().find(|part| !self.holds(part)).and_then(|part| self.miss(part))
            }
            NodeKind::Or(parts) => parts.iter().find_map(|part| self.miss(part)),
            _ => None,
        }
    }

    /// The runs of words that are looked at in a zone.
    fn looked_at(&self, zone: Option<Zone>) -> impl Iterator<Item = Range> {
        let runs = self.page.runs.iter();
        runs.filter(move |(kind, _)| super::highlight::looks_at(zone, *kind)).map(|(_, run)| *run)
    }

    /// The text under some words; a range may reach beyond the last one.
    fn span(&self, range: Range) -> Option<Span> {
        let (words, from) = if range.start >= REST { (&self.page.rest, REST) } else { (&self.page.words, 0) };
        let end = range.end.min(from + words.len() as u32);
        self.page.span(Range::new(range.start, end.max(range.start)))
    }

    fn spans(&self, places: &[Match]) -> Vec<Span> {
        places.iter().take(PLACES).map(|place| place.span).collect()
    }
}
