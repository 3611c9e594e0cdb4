//! Words asked for one after the other that stand side by side: they make a story a better one.
//!
//! Reading positions of every story would make common words dear; so only the best stories by their words
//! are looked at, always as many, whatever page is asked for.

use std::sync::Arc;

use tantivy::query::EnableScoring;
use tantivy::{DocAddress, Score, Searcher};

use super::Planner;
use super::located::{Located, LocatedWeight};
use crate::query::ast::{Node, NodeKind};
use crate::query::leaf::slots;

/// So many of the best stories are looked at.
pub const LOOKED_AT: usize = 200;
/// What two words side by side earn, in shares of a word as rare as the commoner one; chosen on known items,
/// see `docs/DESIGN.md`.
const WORTH: f32 = 0.1;
/// So many pairs of a query count, from the first on.
const PAIRS: usize = 32;

/// The pairs of neighbours in a query.
pub struct Neighbours(Vec<Located>);

impl Planner<'_> {
    /// The words of a query that stand next to each other in it.
    pub fn neighbours(&self, root: &Node) -> Neighbours {
        let mut pairs = Vec::new();
        pairs_of(root, &mut pairs);
        let cuts = self.cuts.watch(root);
        let located = |(a, b): (&Node, &Node)| {
            let slots = [a, b].map(|word| slots(&word.kind, &self.analyzer)).concat();
            self.located(self.terms(&slots), self.fields.body, None, WORTH, Arc::clone(&cuts))
        };
        Neighbours(pairs.into_iter().map(located).collect())
    }
}

fn pairs_of<'a>(node: &'a Node, out: &mut Vec<(&'a Node, &'a Node)>) {
    let (NodeKind::And(parts) | NodeKind::Or(parts)) = &node.kind else { return };
    let is_word = |node: &Node| matches!(node.kind, NodeKind::Word(_));
    let beside = parts.windows(2).filter(|pair| pair.iter().all(is_word));
    out.extend(beside.map(|pair| (&pair[0], &pair[1])));
    parts.iter().for_each(|part| pairs_of(part, out));
    out.truncate(PAIRS);
}

impl Neighbours {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with what scoring needs to know of an archive.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn weighed<'s>(&self, searcher: &'s Searcher) -> tantivy::Result<Weighed<'s>> {
        let weigh =
            |pair: &Located| Ok(pair.weigh(EnableScoring::enabled_from_searcher(searcher))?.by_commonest());
        Ok(Weighed { pairs: self.0.iter().map(weigh).collect::<tantivy::Result<_>>()?, searcher })
    }
}

/// [`Neighbours`] in an archive.
pub struct Weighed<'a> {
    pairs: Vec<LocatedWeight>,
    searcher: &'a Searcher,
}

impl Weighed<'_> {
    /// No document earns more.
    pub fn most(&self) -> Score {
        self.pairs.iter().map(LocatedWeight::most).sum()
    }

    /// What they earn in each of some documents.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn earned(&self, docs: &[DocAddress]) -> tantivy::Result<Vec<Score>> {
        let mut order: Vec<usize> = (0..docs.len()).collect();
        order.sort_unstable_by_key(|&i| docs[i]);
        let mut earned = vec![0.0; docs.len()];
        for pair in &self.pairs {
            for run in order.chunk_by(|&a, &b| docs[a].segment_ord == docs[b].segment_ord) {
                let segment = self.searcher.segment_reader(docs[run[0]].segment_ord);
                let mut reader = pair.reader(segment, 1.0)?;
                for &i in run {
                    earned[i] += reader.score_in(docs[i].doc_id);
                }
            }
        }
        Ok(earned)
    }
}
