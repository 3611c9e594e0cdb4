//! The collector behind every search: an exact count of all matches and the best of them.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Range;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, f64_to_u64, i64_to_u64};

use super::types::{Hit, Sort};
use crate::index::document::UNDATED;
use crate::story::id_text;

/// Collects the first `keep` documents of an order, and counts all.
pub(super) struct Ranking {
    pub(super) sort: Sort,
    pub(super) keep: usize,
    /// The days of the oldest and the newest dated document, for [`Sort::Recent`].
    pub(super) ends: Option<(i64, i64)>,
}

/// What [`Ranking`] gives.
pub(super) struct Ranked {
    pub(super) total: u64,
    pub(super) best: Vec<Place>,
    /// The addresses of each segment: reading one costs more than scoring a story.
    addresses: HashMap<SegmentOrdinal, StrColumn>,
}

/// A document in its order.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Smaller is better.
    key: u64,
    id: u64,
    /// Of the address, in its segment.
    ordinal: u64,
    /// Empty until it is read.
    pub(super) address: String,
    pub(super) doc: DocAddress,
    pub(super) score: Score,
}

impl Place {
    /// Moves it to where a better score belongs; for [`Sort::Relevance`] only.
    pub(super) fn earns(&mut self, more: Score) {
        self.score += more;
        self.key = key_of(self.score);
    }

    /// The id of its story.
    pub(super) fn story_id(&self) -> String {
        id_text(self.id)
    }

    /// The hit without its story.
    pub(super) fn hit(self, rank: usize) -> Hit {
        Hit { rank, score: self.score, id: self.story_id(), address: self.address, ..Hit::default() }
    }
}

impl Collector for Ranking {
    type Fruit = Ranked;
    type Child = SegmentRanking;

    fn for_segment(&self, ord: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentRanking> {
        let columns = reader.fast_fields();
        let key = match self.sort {
            Sort::Relevance | Sort::Path => None,
            Sort::Newest | Sort::Oldest | Sort::Recent(_) => Some(KeyColumn::Date(columns.i64("date")?)),
            Sort::Length => Some(KeyColumn::Words(columns.u64("words")?)),
        };
        Ok(SegmentRanking {
            ord,
            sort: self.sort,
            keep: self.keep,
            ends: self.ends,
            key,
            id: columns.u64("id")?,
            address: columns.str("address")?,
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        matches!(self.sort, Sort::Relevance | Sort::Recent(_))
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Ranked>>) -> tantivy::Result<Ranked> {
        let mut all = Ranked { total: 0, best: Vec::new(), addresses: HashMap::new() };
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            all.best.extend(fruit.best);
            all.addresses.extend(fruit.addresses);
        }
        all.keep(self.sort, self.keep)?;
        Ok(all)
    }
}

/// [`Ranking`] by relevance for a query that tells of all documents and scores only the best.
pub(super) struct Pruned<'a>(pub(super) &'a Ranking);

impl Collector for Pruned<'_> {
    type Fruit = Ranked;
    type Child = SegmentRanking;

    fn for_segment(&self, ord: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentRanking> {
        self.0.for_segment(ord, reader)
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Ranked>>) -> tantivy::Result<Ranked> {
        self.0.merge_fruits(fruits)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<tantivy::Result<Ranked>> {
        let (mut segment, alive) = (self.for_segment(ord, reader)?, reader.alive_bitset());
        let mut least = segment.least();
        weight.for_each_pruning(least, reader, &mut |doc, score| {
            if alive.is_some_and(|alive| alive.is_deleted(doc)) {
                return least;
            }
            if score < least {
                segment.total += 1;
            } else {
                segment.collect(doc, score);
                least = segment.least();
            }
            least
        })?;
        Ok(segment.harvest())
    }
}

impl Ranked {
    /// Puts the best first, and drops all but so many.
    pub(super) fn keep(&mut self, sort: Sort, many: usize) -> tantivy::Result<()> {
        if sort == Sort::Path {
            self.read_addresses(0..self.best.len())?;
            self.best.sort_by(|a, b| a.address.cmp(&b.address));
        } else {
            self.best.sort_by_key(|place| (place.key, place.id));
            self.part_twins(many)?;
        }
        self.best.truncate(many);
        Ok(())
    }

    /// Orders those among the first `many` that are equal by their addresses.
    fn part_twins(&mut self, many: usize) -> tantivy::Result<()> {
        let mut from = 0;
        while from < self.best.len().min(many) {
            let rank = |place: &Place| (place.key, place.id);
            let same = self.best[from..].iter().take_while(|p| rank(p) == rank(&self.best[from])).count();
            let run = from..from + same;
            if same > 1 {
                self.read_addresses(run.clone())?;
                self.best[run].sort_by(|a, b| a.address.cmp(&b.address));
            }
            from += same;
        }
        Ok(())
    }

    /// Reads the addresses of some places that are not known yet, in the order of the column: to read one
    /// alone is to unpack a block of them.
    pub(super) fn read_addresses(&mut self, range: Range<usize>) -> tantivy::Result<()> {
        let mut unread: Vec<&mut Place> =
            self.best[range].iter_mut().filter(|place| place.address.is_empty()).collect();
        unread.sort_unstable_by_key(|place| (place.doc.segment_ord, place.ordinal));
        for places in unread.chunk_by_mut(|a, b| a.doc.segment_ord == b.doc.segment_ord) {
            let Some(column) = self.addresses.get(&places[0].doc.segment_ord) else { continue };
            let ordinals: Vec<u64> = places.iter().map(|place| place.ordinal).collect();
            let mut places = places.iter_mut();
            column.dictionary().sorted_ords_to_term_cb(&ordinals, |address| {
                if let Some(place) = places.next() {
                    place.address = String::from_utf8_lossy(address).into_owned();
                }
            })?;
        }
        Ok(())
    }
}

enum KeyColumn {
    Date(Column<i64>),
    Words(Column<u64>),
}

/// [`Ranking`] of one segment.
pub(super) struct SegmentRanking {
    ord: SegmentOrdinal,
    sort: Sort,
    keep: usize,
    ends: Option<(i64, i64)>,
    key: Option<KeyColumn>,
    id: Column<u64>,
    address: Option<StrColumn>,
    total: u64,
    /// The worst of the kept is on top.
    best: BinaryHeap<Candidate>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    key: u64,
    id: u64,
    /// Ordinals of addresses are in the order of addresses.
    address: u64,
    doc: DocId,
    score: Score,
}

impl Candidate {
    fn order(&self) -> (u64, u64, u64) {
        (self.key, self.id, self.address)
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl SegmentRanking {
    /// The least score of those that are kept, so that what scores less is not; of relevance only.
    fn least(&self) -> Score {
        match self.best.peek() {
            Some(worst) if self.best.len() >= self.keep => worst.score,
            None if self.keep == 0 => Score::INFINITY,
            _ => 0.0,
        }
    }

    fn key(&self, doc: DocId, score: Score) -> u64 {
        match (&self.key, self.sort) {
            // In logarithms, so that what is very old keeps an order.
            (Some(KeyColumn::Date(dates)), Sort::Recent(half_life)) => {
                u64::MAX - f64_to_u64(f64::from(score).log2() - self.halvings(dates, doc, half_life))
            }
            (Some(KeyColumn::Date(dates)), Sort::Newest) => {
                u64::MAX - i64_to_u64(first_or(dates, doc, UNDATED))
            }
            (Some(KeyColumn::Date(dates)), _) => match first_or(dates, doc, UNDATED) {
                UNDATED => u64::MAX,
                date => i64_to_u64(date),
            },
            (Some(KeyColumn::Words(words)), _) => u64::MAX - first_or(words, doc, 0),
            (None, Sort::Path) => self.address_ord(doc),
            (None, _) => key_of(score),
        }
    }

    /// How often the score of a document is halved for its age.
    fn halvings(&self, dates: &Column<i64>, doc: DocId, half_life: u32) -> f64 {
        let Some((oldest, newest)) = self.ends else { return 0.0 };
        let day = match first_or(dates, doc, UNDATED) {
            UNDATED => oldest,
            day => day,
        };
        newest.saturating_sub(day) as f64 / f64::from(half_life.max(1))
    }

    /// The score that a hit shows.
    fn shown(&self, doc: DocId, score: Score) -> Score {
        match (&self.key, self.sort) {
            (Some(KeyColumn::Date(dates)), Sort::Recent(half_life)) => {
                (f64::from(score) * (-self.halvings(dates, doc, half_life)).exp2()) as Score
            }
            _ => score,
        }
    }

    fn address_ord(&self, doc: DocId) -> u64 {
        self.address.as_ref().and_then(|a| a.term_ords(doc).next()).unwrap_or(u64::MAX)
    }

    fn place(&self, candidate: Candidate) -> Place {
        Place {
            // Ordinals of two segments cannot be compared; addresses can.
            key: if self.sort == Sort::Path { 0 } else { candidate.key },
            id: candidate.id,
            ordinal: candidate.address,
            address: String::new(),
            doc: DocAddress::new(self.ord, candidate.doc),
            score: candidate.score,
        }
    }
}

/// Scores are never negative, so their bits are in their order.
fn key_of(score: Score) -> u64 {
    u64::from(u32::MAX - score.max(0.0).to_bits())
}

fn first_or<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    doc: DocId,
    default: T,
) -> T {
    column.first(doc).unwrap_or(default)
}

impl SegmentCollector for SegmentRanking {
    type Fruit = tantivy::Result<Ranked>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.keep == 0 {
            return;
        }
        let key = self.key(doc, score);
        let full = self.best.len() >= self.keep;
        if full && self.best.peek().is_some_and(|worst| key > worst.key) {
            return;
        }
        let id = first_or(&self.id, doc, 0);
        let (address, score) = (self.address_ord(doc), self.shown(doc, score));
        let candidate = Candidate { key, id, address, doc, score };
        if full {
            let Some(mut worst) = self.best.peek_mut() else { return };
            if candidate < *worst {
                *worst = candidate;
            }
        } else {
            self.best.push(candidate);
        }
    }

    fn harvest(self) -> Self::Fruit {
        let best = self.best.iter().map(|&c| self.place(c)).collect();
        let addresses = self.address.map(|column| (self.ord, column)).into_iter().collect();
        Ok(Ranked { total: self.total, best, addresses })
    }
}
