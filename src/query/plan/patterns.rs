//! Words known by a pattern. One walk through a dictionary serves all patterns of a query, and what they may
//! cost together is bounded: a pattern must be held against every word there is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentReader;
use tantivy::index::SegmentId;
use tantivy::schema::Field;

use super::cuts::Cuts;
use super::places::{Gatherer, Places, Sink};
use super::terms::Terms;
use crate::query::leaf::Matcher;

/// A pattern that a query asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub(super) field: Field,
    pub(super) matcher: Matcher,
    /// Whether it is enough to know how often its words stand in a story.
    pub(super) counted: bool,
}

/// What was found of a pattern, and whether that is a part of it only.
type Outcome = (Arc<Places>, bool);

/// What was found in one field of a segment.
type Found = HashMap<Pattern, Outcome>;

/// All patterns of a planned query.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// Each with its place in the query.
    asked: Mutex<HashMap<Pattern, usize>>,
    /// What was found in the segment that was walked last.
    found: Mutex<HashMap<(SegmentId, Field), Found>>,
    /// Work done, see [`MOST_WORK`].
    work: AtomicU64,
}

/// What the walks of a query may cost, about nanoseconds, beside what one pattern alone costs: that is always
/// looked for in the whole dictionary.
const MOST_WORK: u64 = 1_500_000_000;
/// What it costs to hold a word against a pattern.
const TEST: u64 = 60;
/// The same of more than [`MANY`] patterns: what one of them needs is no longer at hand when its turn comes.
const TEST_OF_MANY: u64 = 400;
/// See [`TEST_OF_MANY`].
const MANY: usize = 64;
/// What each story costs that a word stands in.
const STORY: u64 = 4;

/// All terms that are not words as they stand in a story begin with characters before this one.
const FIRST: &str = "\u{4}";

impl Patterns {
    /// Tells of what may fill a slot, before the first pattern is looked for.
    pub(super) fn ask_terms(&self, field: Field, terms: &Terms, counted: bool) {
        if let Terms::Matching(matcher) = terms {
            self.ask(Pattern { field, matcher: matcher.clone(), counted });
        }
    }

    fn ask(&self, pattern: Pattern) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let number = asked.len();
        asked.entry(pattern).or_insert(number);
    }

    /// Where the words of a pattern stand in a segment. What is too much to hold or to look at is cut, and told.
    pub(super) fn find(
        &self,
        reader: &SegmentReader,
        pattern: &Pattern,
        cuts: &Arc<Cuts>,
    ) -> tantivy::Result<Arc<Places>> {
        self.ask(pattern.clone());
        let segment = reader.segment_id();
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (segment, pattern.field);
        if found.get(&place).is_none_or(|found| !found.contains_key(pattern)) {
            found.retain(|(of, field), _| *of == segment && *field != pattern.field);
            let all = self.asked_in(pattern.field);
            let outcomes = self.walk(reader, &all, cuts)?;
            found.insert(place, all.into_iter().zip(outcomes).collect());
        }
        let outcome = found.get(&place).and_then(|found| found.get(pattern));
        let (places, cut) = outcome.cloned().unwrap_or_default();
        if cut {
            cuts.tell();
        }
        Ok(places)
    }

    fn asked_in(&self, field: Field) -> Vec<Pattern> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut here: Vec<_> = asked.iter().filter(|(pattern, _)| pattern.field == field).collect();
        here.sort_unstable_by_key(|(_, number)| **number);
        here.into_iter().map(|(pattern, _)| pattern.clone()).collect()
    }

    /// Holds the words of a field against patterns.
    fn walk(
        &self,
        reader: &SegmentReader,
        patterns: &[Pattern],
        cuts: &Arc<Cuts>,
    ) -> tantivy::Result<Vec<Outcome>> {
        let mut sinks: Vec<Sink> = patterns.iter().map(|p| Sink::new(reader, p.counted)).collect();
        let Some(field) = patterns.first().map(|pattern| pattern.field) else { return Ok(Vec::new()) };
        let index = reader.inverted_index(field)?;
        let mut gatherer = Gatherer::new(&index, cuts.room());
        let mut stream = index.terms().range().ge(FIRST.as_bytes()).into_stream()?;
        let mut hits = Vec::new();
        let test = if patterns.len() > MANY { TEST_OF_MANY } else { TEST };
        while stream.advance() {
            let form = std::str::from_utf8(stream.key()).unwrap_or_default();
            hits.clear();
            hits.extend((0..patterns.len()).filter(|&i| patterns[i].matcher.fits(form)));
            if !hits.is_empty() {
                gatherer.take(stream.value(), &mut sinks, &hits)?;
            }
            let stories = u64::from(stream.value().doc_freq) * hits.len().saturating_sub(1) as u64;
            let cost = test * patterns.len().saturating_sub(1) as u64 + STORY * stories;
            if self.work.fetch_add(cost, Ordering::Relaxed) > MOST_WORK {
                sinks.iter_mut().for_each(Sink::cut);
                break;
            }
        }
        Ok(sinks.into_iter().map(|sink| sink.found(cuts)).collect())
    }
}
