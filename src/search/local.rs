//! The engine over a tantivy index on this machine.

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, TantivyDocument, Term};

use super::collect::{Place, Ranking};
use super::engine::Engine;
use super::facets::Counting;
use super::filters::Filters;
use super::hits::hit;
use super::people::{Suggestion, WhyRequest, WhyResponse};
use super::quotes::Finder;
use super::said::{QuotesRequest, QuotesResponse};
use super::stats::stats;
use super::suggest::suggestions;
use super::types::{FacetRequest, FacetResponse, Found, Request, Response, SearchError, Sort, Stats, Want};
use super::why::why;
use crate::index::document::{Stored, stored};
use crate::index::{Archive, IndexError};
use crate::query::Value;
use crate::query::highlight::Outside;
use crate::query::plan::{Planner, people_meant};
use crate::snippet::Snippets;
use crate::story::id_number;

/// Answers from an [`Archive`] that is open at one generation.
pub struct LocalEngine {
    archive: Archive,
}

impl LocalEngine {
    /// An engine over an open archive.
    pub fn new(archive: Archive) -> LocalEngine {
        LocalEngine { archive }
    }

    /// The archive it answers from.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    fn stored(&self, doc: DocAddress) -> Result<Stored, IndexError> {
        use tantivy::schema::Value;
        let document: TantivyDocument = self.archive.searcher().doc(doc).map_err(|e| self.damaged(&e))?;
        let fields = &self.archive.fields;
        stored(document.get_first(fields.story).and_then(|v| v.as_bytes()).unwrap_or_default())
    }

    fn address(&self, doc: DocAddress) -> Result<String, IndexError> {
        let columns = self.archive.searcher().segment_reader(doc.segment_ord).fast_fields();
        let mut address = String::new();
        if let Some(column) = columns.str("address").map_err(|e| self.damaged(&e))?
            && let Some(ordinal) = column.term_ords(doc.doc_id).next()
        {
            column.ord_to_str(ordinal, &mut address).map_err(|e| self.damaged(&e))?;
        }
        Ok(address)
    }

    /// Words of the searched lines, as counted when the document was indexed.
    fn words(&self, doc: DocAddress) -> Result<u64, IndexError> {
        let columns = self.archive.searcher().segment_reader(doc.segment_ord).fast_fields();
        let words = columns.u64("words").map_err(|e| self.damaged(&e))?;
        Ok(words.first(doc.doc_id).unwrap_or(0))
    }

    fn damaged(&self, error: &dyn std::fmt::Display) -> IndexError {
        self.archive.place.damaged(error.to_string())
    }

    fn hits(&self, request: &Request, places: Vec<Place>) -> Result<Vec<super::Hit>, IndexError> {
        // Who is who is looked up only for what is asked of quotes.
        let table = || self.archive.names().ok().map(|names| &names.people);
        let meant = |value: &Value| table().map(|table| people_meant(table, value)).unwrap_or_default();
        let snippets = Snippets::of(&request.query, &meant);
        let (most, people) = match request.want {
            Want::Addresses => (None, None),
            Want::Snippets(most) => (Some(most), None),
            Want::Everything(most) => (Some(most), Some(&self.archive.names()?.people)),
        };
        let filters = Filters::of(&self.archive, snippets.filters())?;
        let ranked = places.into_iter().enumerate().skip(request.offset);
        ranked
            .map(|(i, place)| {
                let rank = i + 1;
                let Some(most) = most else { return Ok(place.hit(rank)) };
                let stored = self.stored(place.doc)?;
                let who = |name: &str| -> Vec<usize> {
                    let of = table().map(|table| table.at_address(name, &place.address)).unwrap_or_default();
                    of.iter().map(|&i| i as usize).collect()
                };
                let outside = Outside { who: &who, passes: &filters.passed_by(place.doc) };
                let (words, snippets) = (self.words(place.doc)?, snippets.best(&stored.story, most, outside));
                Ok(hit(rank, place, &stored, words, snippets, people))
            })
            .collect()
    }
}

impl Engine for LocalEngine {
    fn search(&self, request: &Request) -> Result<Response, SearchError> {
        let query = Planner::new(&self.archive)?.plan(&request.query.root)?;
        let by_default = if request.query.has_words() { Sort::Relevance } else { Sort::Newest };
        let sort = request.sort.unwrap_or(by_default);
        let documents = self.archive.searcher().num_docs() as usize;
        let keep =
            request.limit.map_or(documents, |limit| request.offset.saturating_add(limit)).min(documents);
        let ranked =
            self.archive.searcher().search(&query, &Ranking { sort, keep }).map_err(IndexError::from)?;
        let hits = self.hits(request, ranked.best)?;
        let generation = &self.archive.generation;
        let end = request.offset + hits.len();
        let cursor =
            ((end as u64) < ranked.total && !hits.is_empty()).then(|| format!("{}:{end}", generation.number));
        Ok(Response {
            hits,
            total: ranked.total,
            exact: true,
            complete: generation.complete,
            generation: generation.number,
            sort,
            cursor,
        })
    }

    fn facet(&self, request: &FacetRequest) -> Result<FacetResponse, SearchError> {
        let query = Planner::new(&self.archive)?.plan(&request.query.root)?;
        let names = self.archive.names()?;
        let counting = Counting::of(request.facet, names);
        let counts = self.archive.searcher().search(&query, &counting).map_err(IndexError::from)?;
        let generation = &self.archive.generation;
        let mut values = counting.values(&counts, request);
        let distinct = values.len() as u64;
        let unresolved = values.iter().filter(|v| v.is_unresolved()).count() as u64;
        values.truncate(request.top.unwrap_or(usize::MAX));
        Ok(FacetResponse {
            values,
            distinct,
            unresolved,
            stories: counts.documents,
            exact: true,
            complete: generation.complete,
            generation: generation.number,
        })
    }

    fn quotes(&self, request: &QuotesRequest) -> Result<QuotesResponse, SearchError> {
        let stored = |doc| Ok((self.address(doc)?, self.stored(doc)?));
        Finder { archive: &self.archive, stored: &stored }.answer(request)
    }

    fn find(&self, address_or_id: &str) -> Result<Vec<Found>, SearchError> {
        let fields = &self.archive.fields;
        let address = Term::from_field_text(fields.address, address_or_id);
        let id = Term::from_field_u64(fields.id, id_number(address_or_id));
        let either = [address, id].map(|term| {
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(either.into());
        let ranking = Ranking { sort: Sort::Path, keep: self.archive.searcher().num_docs() as usize };
        let ranked = self.archive.searcher().search(&query, &ranking).map_err(IndexError::from)?;
        let mut found = Vec::new();
        for place in ranked.best {
            let Stored { story, .. } = self.stored(place.doc)?;
            let address = place.address;
            // Other texts than ids have a number too.
            if address == address_or_id || story.id == address_or_id {
                found.push(Found { address, story });
            }
        }
        Ok(found)
    }

    fn why(&self, request: &WhyRequest) -> Result<WhyResponse, SearchError> {
        let query = Planner::new(&self.archive)?.plan(&request.query.root)?;
        Ok(why(&self.archive, request, &*query)?)
    }

    fn suggestions(&self, most: Option<usize>) -> Result<Vec<Suggestion>, SearchError> {
        let mut all = suggestions(&self.archive)?;
        all.truncate(most.unwrap_or(usize::MAX));
        Ok(all)
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        Ok(stats(&self.archive)?)
    }
}
