//! Sets of documents, a bit each: what clauses find alone is searched for once, and put together without.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::index::{Archive, IndexError};
use crate::query::Node;
use crate::query::plan::Planner;

/// Documents of an archive, by segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set(Vec<Vec<u64>>);

impl Set {
    /// The documents that a query finds.
    pub(super) fn of(archive: &Archive, planner: &Planner<'_>, node: &Node) -> Result<Set, IndexError> {
        Ok(Set::of_each(archive, planner, &[node])?.pop().unwrap_or_default())
    }

    /// The documents that each of some queries finds; patterns in them are looked for together.
    pub(super) fn of_each(
        archive: &Archive,
        planner: &Planner<'_>,
        nodes: &[&Node],
    ) -> Result<Vec<Set>, IndexError> {
        let searcher = archive.searcher();
        let weight = |query: Box<dyn Query>| query.weight(EnableScoring::disabled_from_searcher(searcher));
        let weights = planner.plan_each(nodes)?.into_iter().map(weight).collect::<Result<Vec<_>, _>>()?;
        let mut fruits = vec![Vec::new(); weights.len()];
        for (ord, reader) in (0..).zip(searcher.segment_readers()) {
            for (weight, fruits) in weights.iter().zip(&mut fruits) {
                fruits.push(Setting.collect_segment(&**weight, ord, reader)?);
            }
        }
        Ok(fruits.into_iter().map(|fruits| Setting.merge_fruits(fruits)).collect::<Result<_, _>>()?)
    }

    /// Number of documents.
    pub(super) fn len(&self) -> u64 {
        self.0.iter().flatten().map(|bits| u64::from(bits.count_ones())).sum()
    }

    pub(super) fn has(&self, doc: DocAddress) -> bool {
        let bits = self.0.get(doc.segment_ord as usize).and_then(|bits| bits.get(doc.doc_id as usize / 64));
        bits.is_some_and(|bits| bits >> (doc.doc_id % 64) & 1 == 1)
    }

    /// The documents that are in both.
    pub(super) fn and(&self, other: &Set) -> Set {
        let both = |(a, b): (&Vec<u64>, &Vec<u64>)| a.iter().zip(b).map(|(a, b)| a & b).collect();
        Set(self.0.iter().zip(&other.0).map(both).collect())
    }
}

/// Collects a [`Set`].
struct Setting;

impl Collector for Setting {
    type Fruit = Set;
    type Child = SegmentSet;

    fn for_segment(&self, ord: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentSet> {
        Ok(SegmentSet { ord, bits: vec![0; (reader.max_doc() as usize).div_ceil(64)] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, mut fruits: Vec<(SegmentOrdinal, Vec<u64>)>) -> tantivy::Result<Set> {
        fruits.sort_unstable_by_key(|(ord, _)| *ord);
        Ok(Set(fruits.into_iter().map(|(_, bits)| bits).collect()))
    }
}

/// [`Setting`] of one segment.
struct SegmentSet {
    ord: SegmentOrdinal,
    bits: Vec<u64>,
}

impl SegmentCollector for SegmentSet {
    type Fruit = (SegmentOrdinal, Vec<u64>);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.bits[doc as usize / 64] |= 1 << (doc % 64);
    }

    fn harvest(self) -> Self::Fruit {
        (self.ord, self.bits)
    }
}
