//! Which documents pass the filters of a query: what is marked in a story may hang on them.

use std::collections::HashSet;

use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;

use crate::index::{Archive, IndexError};
use crate::query::Node;
use crate::query::plan::Planner;

/// The documents that pass each of some filters.
#[derive(Default)]
pub(super) struct Filters(Vec<HashSet<DocAddress>>);

impl Filters {
    pub(super) fn of(archive: &Archive, filters: &[Node]) -> Result<Filters, IndexError> {
        let mut all = Vec::with_capacity(filters.len());
        if !filters.is_empty() {
            let planner = Planner::new(archive)?;
            for filter in filters {
                all.push(archive.searcher().search(&planner.plan(filter)?, &DocSetCollector)?);
            }
        }
        Ok(Filters(all))
    }

    /// Which of the filters a document passes, in their order.
    pub(super) fn passed_by(&self, doc: DocAddress) -> Vec<bool> {
        self.0.iter().map(|docs| docs.contains(&doc)).collect()
    }
}
