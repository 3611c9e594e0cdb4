//! A query for what words of a story have to do with each other: near each other, in one sentence, said by
//! somebody, so many times.
//!
//! Leaves are looked for in the whole story first; where all that is needed may be there, the condition is
//! judged over their positions by the code that marks words, see [`crate::query::matching`].

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::bm25::on_grid;
use super::cursor::Cursor;
use super::located::{Located, LocatedWeight};
use super::scorer::{LocatedScorer, Settles};
use super::units::UnitReader;
use crate::index::Fields;
use crate::query::ast::Unit;
use crate::query::compile::Cond;
use crate::query::matching::{Facts, Found, REST, Range, WHOLE};

/// A speaker as stories name her or him.
#[derive(Clone, Debug)]
pub(super) struct Speaker {
    /// The mark at the last word of the quotes.
    pub(super) mark: String,
    /// In these stories only.
    pub(super) stories: Option<Arc<dyn Query>>,
}

/// Stories of which a condition holds.
#[derive(Clone, Debug)]
pub(super) struct Spanned {
    pub(super) cond: Arc<Cond>,
    /// For each leaf the queries that find it in the fields that its zone lies in, with whether that field
    /// holds the lines that are not searched by default.
    pub(super) leaves: Vec<Vec<(Located, bool)>>,
    pub(super) flags: Vec<Arc<dyn Query>>,
    pub(super) speakers: Vec<Vec<Speaker>>,
    /// The parts of stories that the condition asks about.
    pub(super) units: Vec<Unit>,
    pub(super) fields: Fields,
}

impl Query for Spanned {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let leaf = |parts: &Vec<(Located, bool)>| {
            parts.iter().map(|(located, rest)| Ok((located.weigh(scoring)?, *rest))).collect()
        };
        let unscored = |query: &Arc<dyn Query>| query.weight(without_scores(scoring));
        let speaker = |speaker: &Speaker| {
            Ok((speaker.mark.clone(), speaker.stories.as_ref().map(unscored).transpose()?))
        };
        let speakers = |all: &Vec<Speaker>| all.iter().map(speaker).collect();
        Ok(Box::new(SpannedWeight {
            leaves: self.leaves.iter().map(leaf).collect::<tantivy::Result<_>>()?,
            flags: self.flags.iter().map(unscored).collect::<tantivy::Result<_>>()?,
            speakers: self.speakers.iter().map(speakers).collect::<tantivy::Result<_>>()?,
            cond: Arc::clone(&self.cond),
            units: self.units.clone(),
            fields: self.fields,
            scored: scoring.is_scoring_enabled(),
        }))
    }
}

/// Filters need no statistics.
fn without_scores(scoring: EnableScoring<'_>) -> EnableScoring<'_> {
    match scoring {
        EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
        disabled => disabled,
    }
}

/// A speaker's mark, and in which stories it counts.
type SpeakerWeight = (String, Option<Box<dyn Weight>>);
/// The same, open in a segment.
type SpeakerReader = (Cursor, Option<Box<dyn Scorer>>);

struct SpannedWeight {
    cond: Arc<Cond>,
    leaves: Vec<Vec<(LocatedWeight, bool)>>,
    flags: Vec<Box<dyn Weight>>,
    speakers: Vec<Vec<SpeakerWeight>>,
    units: Vec<Unit>,
    fields: Fields,
    scored: bool,
}

impl Weight for SpannedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let leaf = |parts: &Vec<(LocatedWeight, bool)>| {
            let open = |(weight, rest): &(LocatedWeight, bool)| {
                Ok(Source { rest: *rest, scorer: weight.open(reader, boost)? })
            };
            parts.iter().map(open).collect::<tantivy::Result<Vec<Source>>>()
        };
        let speaker = |(mark, stories): &SpeakerWeight| {
            let cursor = Cursor::terms(reader, self.fields.body, std::slice::from_ref(mark))?;
            Ok((cursor, stories.as_ref().map(|w| w.scorer(reader, 1.0)).transpose()?))
        };
        let speakers = |all: &Vec<SpeakerWeight>| all.iter().map(speaker).collect();
        let rest = self.leaves.iter().flatten().any(|(_, rest)| *rest);
        let mut scorer = SpannedScorer {
            story: Story {
                leaves: self.leaves.iter().map(leaf).collect::<tantivy::Result<_>>()?,
                flags: self.flags.iter().map(|w| w.scorer(reader, 1.0)).collect::<tantivy::Result<_>>()?,
                speakers: self.speakers.iter().map(speakers).collect::<tantivy::Result<_>>()?,
                units: UnitReader::open(reader, &self.fields, &self.units, rest)?,
            },
            facts: Facts {
                leaves: vec![Vec::new(); self.leaves.len()],
                flags: vec![None; self.flags.len()],
                said: vec![Vec::new(); self.speakers.len()],
                ..Facts::default()
            },
            cond: Arc::clone(&self.cond),
            doc: 0,
            scored: self.scored,
            found: Vec::new(),
            often: vec![[0; 2]; self.leaves.len()],
            buffer: Vec::new(),
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("BM25 of the words that match", scorer.score()))
    }
}

/// A leaf in one field.
struct Source {
    scorer: LocatedScorer,
    rest: bool,
}

/// The readers of a segment.
struct Story {
    leaves: Vec<Vec<Source>>,
    flags: Vec<Box<dyn Scorer>>,
    speakers: Vec<Vec<SpeakerReader>>,
    units: UnitReader,
}

/// Moves a scorer to the first document at or after `target`.
fn reach(scorer: &mut dyn Scorer, target: DocId) -> DocId {
    if scorer.doc() < target { scorer.seek(target) } else { scorer.doc() }
}

impl Story {
    /// A document at or after `target` before which the condition holds of none. No reader moves beyond its
    /// own first document at or after `target`, so that parts may share them.
    fn least(&mut self, cond: &Cond, target: DocId) -> DocId {
        match cond {
            Cond::Leaf(leaf) => self.leaf(*leaf, target),
            Cond::Window(leaves, _) => {
                leaves.iter().map(|(leaf, _)| self.leaf(*leaf, target)).max().unwrap_or(target)
            }
            Cond::Flag(flag) => reach(&mut *self.flags[*flag], target),
            Cond::Speaker(number) => {
                let marks = self.speakers[*number].iter_mut();
                marks.map(|(cursor, _)| cursor.seek(target)).min().unwrap_or(TERMINATED)
            }
            Cond::All(parts) => parts.iter().map(|part| self.least(part, target)).max().unwrap_or(target),
            Cond::Any(parts) | Cond::Either(parts) => {
                parts.iter().map(|part| self.least(part, target)).min().unwrap_or(TERMINATED)
            }
            Cond::Not(_) => target,
            Cond::Near(sides, _) => self.least(&sides.0, target).max(self.least(&sides.1, target)),
            Cond::Scope(unit, _, inner) => {
                let inside = self.least(inner, target);
                inside.max(self.units.least(*unit, target))
            }
            Cond::AtLeast(_, inner) | Cond::First(_, inner) => self.least(inner, target),
        }
    }

    fn leaf(&mut self, leaf: usize, target: DocId) -> DocId {
        let sources = self.leaves[leaf].iter_mut();
        sources.map(|source| reach(&mut source.scorer, target)).min().unwrap_or(TERMINATED)
    }

    /// Reads what is known of a story.
    fn read(&mut self, doc: DocId, facts: &mut Facts, buffer: &mut Vec<u32>) {
        for (sources, ranges) in self.leaves.iter_mut().zip(&mut facts.leaves) {
            ranges.clear();
            for source in sources.iter_mut() {
                if reach(&mut source.scorer, doc) == doc {
                    let from = if source.rest { REST } else { 0 };
                    let places = source.scorer.places().iter();
                    ranges.extend(places.map(|row| Range::new(from + row.start, from + row.end)));
                }
            }
        }
        for (scorer, flag) in self.flags.iter_mut().zip(&mut facts.flags) {
            *flag = Some(reach(&mut **scorer, doc) == doc);
        }
        self.units.read(doc, &mut facts.units);
        let quotes = &facts.units[Unit::Quote as usize];
        for (speakers, said) in self.speakers.iter_mut().zip(&mut facts.said) {
            said.clear();
            for (cursor, stories) in speakers {
                let passes = stories.as_mut().is_none_or(|stories| reach(&mut **stories, doc) == doc);
                if passes && cursor.seek(doc) == doc {
                    cursor.positions(doc, buffer);
                    said.extend(quotes.iter().filter(|q| buffer.binary_search(&(q.end - 1)).is_ok()));
                }
            }
            said.sort_unstable();
        }
    }
}

struct SpannedScorer {
    story: Story,
    facts: Facts,
    cond: Arc<Cond>,
    doc: DocId,
    scored: bool,
    /// The words that make the condition hold, if they are to be scored.
    found: Vec<Found>,
    /// How often each leaf is among these, in the lines that are searched by default and in others.
    often: Vec<[u32; 2]>,
    buffer: Vec<u32>,
}

impl SpannedScorer {
    /// Whether the condition holds of the story that was read.
    fn holds(&mut self) -> bool {
        match self.scored {
            true => self.facts.read_words(&self.cond, WHOLE, &mut self.found),
            false => self.facts.holds(&self.cond, WHOLE),
        }
    }
}

impl Settles for SpannedScorer {
    fn here(&mut self) -> &mut DocId {
        &mut self.doc
    }

    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let doc = self.story.least(&self.cond, target);
            // A condition that something is absent may be met beyond the last story.
            if doc >= self.story.units.stories() {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            if doc > target {
                target = doc;
                continue;
            }
            self.doc = doc;
            self.story.read(doc, &mut self.facts, &mut self.buffer);
            if self.holds() {
                return doc;
            }
            target = doc + 1;
        }
    }
}

impl DocSet for SpannedScorer {
    fn advance(&mut self) -> DocId {
        self.step()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.step_to(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.story.units.stories()
    }
}

impl Scorer for SpannedScorer {
    /// What the words that match earn, each leaf by how often it is among them.
    fn score(&mut self) -> Score {
        self.often.fill([0; 2]);
        for word in &self.found {
            self.often[word.leaf][usize::from(word.range.start >= REST)] += 1;
        }
        let mut score = 0.0;
        for (sources, often) in self.story.leaves.iter_mut().zip(&self.often) {
            for source in sources.iter_mut().filter(|source| often[usize::from(source.rest)] > 0) {
                score += source.scorer.earned(self.doc, often[usize::from(source.rest)]);
            }
        }
        on_grid(score)
    }
}
