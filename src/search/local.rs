//! The engine over a tantivy index on this machine.

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::beside::candidates;
use super::collect::{Place, Pruned, Ranked, Ranking};
use super::counted::{Candidates, FacetRequest, FacetResponse};
use super::cursor::Cursor;
use super::days::{ends, timeline};
use super::doctor::doctor;
use super::engine::{Answer, Engine};
use super::explain::{Defendant, Searched};
use super::explained::{Advice, ExplainRequest, Explanation};
use super::filters::Filters;
use super::hits::{hit, lines};
use super::people::{Suggestion, WhyRequest, WhyResponse};
use super::periods::{TimelineRequest, TimelineResponse};
use super::quotes::Finder;
use super::said::{QuotesRequest, QuotesResponse};
use super::spelling::spellings;
use super::stats::stats;
use super::suggest::suggestions;
use super::tally::facet;
use super::types::{Found, Hit, Request, Response, SearchError, Sort, Stats, Want};
use super::why::why;
use crate::index::document::Stored;
use crate::index::{Archive, IndexError, NameTable};
use crate::query::highlight::Outside;
use crate::query::plan::{LOOKED_AT, Neighbours, Planner, people_meant, tells_all};
use crate::query::{Query as QueryText, Value};
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

    /// Who is who; it is looked up only for what is asked of quotes.
    fn people(&self) -> Option<&NameTable> {
        self.archive.names().ok().map(|names| &names.people)
    }

    /// The maker of a query's snippets.
    fn snippets(&self, query: &QueryText) -> Snippets {
        let meant = |value: &Value| self.people().map(|table| people_meant(table, value)).unwrap_or_default();
        Snippets::of(query, &meant)
    }

    fn hit(
        &self,
        rank: usize,
        mut place: Place,
        want: Want,
        (snippets, filters): (&Snippets, &Filters),
    ) -> Result<Hit, IndexError> {
        let (most, people) = match want {
            Want::Addresses => return Ok(place.hit(rank)),
            Want::Snippets(most) | Want::Lines(most) => (most, None),
            Want::Everything(most) => (most, Some(&self.archive.names()?.people)),
        };
        let stored = match want {
            Want::Everything(_) => self.archive.stored(place.doc)?,
            _ => self.archive.shown(place.doc, place.story_id())?,
        };
        let who = |name: &str| -> Vec<usize> {
            let of = self.people().map(|table| table.at_address(name, &stored.address)).unwrap_or_default();
            of.iter().map(|&i| i as usize).collect()
        };
        let outside = Outside { who: &who, passes: &filters.passed_by(place.doc) };
        let snippets = snippets.best(&stored.story, most, outside);
        place.address.clone_from(&stored.address);
        let mut hit = hit(rank, place, &stored, snippets, people);
        if matches!(want, Want::Lines(_)) {
            hit.lines = lines(&stored.story, &hit.snippets);
        }
        Ok(hit)
    }

    /// How to rank what a request asks for.
    fn ranking(&self, request: &Request) -> Result<Ranking, IndexError> {
        let sort = match request.sort {
            Some(Sort::Recent(_)) if !request.query.has_words() => Sort::Newest,
            Some(sort) => sort,
            None if request.query.has_words() => Sort::Relevance,
            None => Sort::Newest,
        };
        let documents = self.archive.searcher().num_docs() as usize;
        let keep = request.limit.map_or(documents, |limit| request.offset.saturating_add(limit));
        let ends = if matches!(sort, Sort::Recent(_)) { ends(&self.archive)? } else { None };
        Ok(Ranking { sort, keep: keep.min(documents), ends })
    }

    /// The best documents of a query, those in which its words stand side by side before others.
    fn ranked(
        &self,
        query: &dyn Query,
        ranking: &Ranking,
        neighbours: &Neighbours,
    ) -> Result<Ranked, IndexError> {
        let searcher = self.archive.searcher();
        let best = |ranking: &Ranking| match ranking.sort == Sort::Relevance && tells_all(query) {
            true => searcher.search(query, &Pruned(ranking)),
            false => searcher.search(query, ranking),
        };
        if ranking.sort != Sort::Relevance || ranking.keep == 0 || neighbours.is_empty() {
            return Ok(best(ranking)?);
        }
        let mut ranked = best(&Ranking { keep: ranking.keep.max(LOOKED_AT), ..*ranking })?;
        let neighbours = neighbours.weighed(searcher)?;
        // Those that are too far behind for a place among the kept are not looked at.
        let least = ranked.best.get(ranking.keep - 1).map_or(0.0, |last| last.score - neighbours.most());
        let near = ranked.best.partition_point(|place| place.score >= least).min(LOOKED_AT);
        let docs: Vec<DocAddress> = ranked.best[..near].iter().map(|place| place.doc).collect();
        for (place, more) in ranked.best.iter_mut().zip(neighbours.earned(&docs)?) {
            place.earns(more);
        }
        ranked.keep(ranking.sort, ranking.keep)?;
        Ok(ranked)
    }

    fn planned(&self, query: &QueryText) -> Result<Box<dyn Query>, IndexError> {
        Planner::new(&self.archive)?.plan(&query.root)
    }

    /// The documents with this address or id.
    fn located(&self, address_or_id: &str) -> Result<Vec<(DocAddress, Stored)>, IndexError> {
        let fields = &self.archive.fields;
        let address = Term::from_field_text(fields.address, address_or_id);
        let id = Term::from_field_u64(fields.id, id_number(address_or_id));
        let either = [address, id].map(|term| {
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(either.into());
        let ranking =
            Ranking { sort: Sort::Path, keep: self.archive.searcher().num_docs() as usize, ends: None };
        let ranked = self.archive.searcher().search(&query, &ranking)?;
        let mut found = Vec::new();
        for place in ranked.best {
            let stored = self.archive.stored(place.doc)?;
            // Other texts than ids have a number too.
            if stored.address == address_or_id || stored.story.id == address_or_id {
                found.push((place.doc, stored));
            }
        }
        Ok(found)
    }
}

impl Engine for LocalEngine {
    fn stream<'a>(&'a self, request: &'a Request) -> Result<Answer<'a>, SearchError> {
        let (planner, ranking) = (Planner::new(&self.archive)?, self.ranking(request)?);
        let query = planner.plan(&request.query.root)?;
        let mut ranked = self.ranked(&*query, &ranking, &planner.neighbours(&request.query.root))?;
        let generation = &self.archive.generation;
        let end = ranked.best.len();
        // Whoever reads the stories has them from there.
        if request.want == Want::Addresses {
            ranked.read_addresses(request.offset.min(end)..end).map_err(IndexError::from)?;
        }
        let more = (end as u64) < ranked.total && end > request.offset;
        let cursor = Cursor { generation: generation.number, offset: end };
        let snippets = self.snippets(&request.query);
        let filters = match request.want {
            Want::Addresses => Filters::default(),
            _ => Filters::of(&self.archive, snippets.filters())?,
        };
        let cut = planner.cut();
        let places = ranked.best.into_iter().enumerate().skip(request.offset);
        let hits =
            places.map(move |(i, place)| Ok(self.hit(i + 1, place, request.want, (&snippets, &filters))?));
        let response = Response {
            hits: Vec::new(),
            total: ranked.total,
            exact: cut.is_empty(),
            complete: generation.complete && cut.is_empty(),
            cut,
            generation: generation.number,
            sort: ranking.sort,
            cursor: more.then(|| cursor.to_string()),
        };
        Ok(Answer { response, hits: Box::new(hits) })
    }

    fn facet(&self, request: &FacetRequest) -> Result<FacetResponse, SearchError> {
        let planner = Planner::new(&self.archive)?;
        let counted = facet(&self.archive, request, &*planner.plan(&request.query.root)?)?;
        let cut = planner.cut();
        let (exact, complete) = (cut.is_empty(), counted.complete && cut.is_empty());
        Ok(FacetResponse { exact, complete, cut, ..counted })
    }

    fn timeline(&self, request: &TimelineRequest) -> Result<TimelineResponse, SearchError> {
        let planner = Planner::new(&self.archive)?;
        let counted = timeline(&self.archive, request, &*planner.plan(&request.query.root)?)?;
        let cut = planner.cut();
        let (exact, complete) = (cut.is_empty(), counted.complete && cut.is_empty());
        Ok(TimelineResponse { exact, complete, cut, ..counted })
    }

    fn candidates(&self, query: &QueryText) -> Result<Vec<Candidates>, SearchError> {
        Ok(candidates(&self.archive, query, || self.planned(query))?)
    }

    fn quotes(&self, request: &QuotesRequest) -> Result<QuotesResponse, SearchError> {
        Finder { archive: &self.archive, stored: &|doc| self.archive.stored(doc) }.answer(request)
    }

    fn find(&self, address_or_id: &str) -> Result<Vec<Found>, SearchError> {
        let found = self.located(address_or_id)?.into_iter();
        Ok(found.map(|(_, Stored { address, story, .. })| Found { address, story }).collect())
    }

    fn why(&self, request: &WhyRequest) -> Result<WhyResponse, SearchError> {
        Ok(why(&self.archive, request, &*self.planned(&request.query)?)?)
    }

    fn suggestions(&self, most: Option<usize>) -> Result<Vec<Suggestion>, SearchError> {
        let mut all = suggestions(&self.archive)?;
        all.truncate(most.unwrap_or(usize::MAX));
        Ok(all)
    }

    fn explain(&self, request: &ExplainRequest) -> Result<Explanation, SearchError> {
        let planner = Planner::new(&self.archive)?;
        let query = Searched::of(&self.archive, &planner, &request.query.root)?;
        let mut stories = Vec::new();
        let asked = request.story.as_deref().map(|story| self.located(story)).transpose()?;
        for (doc, Stored { address, story, words, .. }) in asked.unwrap_or_default() {
            let found = Found { address, story };
            let defendant = Defendant { archive: &self.archive, planner: &planner, doc, found, words };
            stories.push(defendant.judged(&query)?);
        }
        let cut = planner.cut();
        let clause = query.counts();
        let advice = self.advice(&request.query, clause.stories > 0)?;
        Ok(Explanation {
            clause,
            stories,
            advice,
            exact: cut.is_empty(),
            complete: self.archive.generation.complete && cut.is_empty(),
            cut,
            generation: self.archive.generation.number,
        })
    }

    fn advice(&self, query: &QueryText, found: bool) -> Result<Advice, SearchError> {
        let suggestions = spellings(&self.archive, &query.root)?;
        let doctor = (!found).then(|| doctor(&self.archive, query, &suggestions)).transpose()?;
        Ok(Advice { suggestions, doctor })
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        Ok(stats(&self.archive)?)
    }
}
