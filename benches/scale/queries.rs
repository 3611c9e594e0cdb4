//! How long a search takes, in process, ten stories with their snippets.

use std::path::Path;
use std::time::{Duration, Instant};

use morgue::index::Archive;
use morgue::index::place::IndexPlace;
use morgue::query::parse;
use morgue::search::{Engine, LocalEngine, Request, Want};
use morgue::snippet::Excerpts;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, TantivyDocument};

use super::{Outcome, peer};

/// Milliseconds: the median over the queries of the median of each, and the slowest of these.
#[derive(Clone, Copy, Debug, Default)]
pub struct Latency {
    pub median: f64,
    pub slowest: f64,
}

/// Rounds that count; one more goes before them.
const ROUNDS: usize = 15;
const PAGE: usize = 10;
const FRAGMENTS: usize = 3;

/// Written as morgue reads them; tantivy reads them the same way.
const QUERIES: [&str; 16] = [
    "oil",
    "Putin",
    "said",
    "government",
    "inflation",
    "terrorist",
    "oil AND prices",
    "bank AND rates",
    "company AND shareholders",
    "strike AND union",
    "cocoa OR coffee OR sugar",
    "president OR said OR government",
    "\"interest rates\"",
    "\"prime minister\"",
    "\"board of directors\"",
    "\"Tony Blair\"",
];

/// Of an index of morgue's.
pub fn of_morgue(index: &Path) -> Outcome<Latency> {
    let engine = LocalEngine::new(Archive::open(&IndexPlace::of_index(index)?)?);
    measured(|typed| {
        let want = Want::Snippets(Excerpts::of(FRAGMENTS));
        let request = Request { query: parse(typed), sort: None, offset: 0, limit: Some(PAGE), want };
        Ok(engine.search(&request)?.hits.len())
    })
}

/// Of an index of the peer's.
pub fn of_tantivy(index: &Path) -> Outcome<Latency> {
    let index = Index::open_in_dir(index)?;
    let searcher = index.reader()?.searcher();
    let [_, title, body] = peer::fields(&index.schema())?;
    let mut parser = QueryParser::for_index(&index, vec![title, body]);
    parser.set_conjunction_by_default();
    measured(|typed| {
        let query = parser.parse_query(typed)?;
        let (found, _) = searcher.search(&query, &(TopDocs::with_limit(PAGE).order_by_score(), Count))?;
        let snippets = SnippetGenerator::create(&searcher, &query, body)?;
        for (_, address) in &found {
            let document: TantivyDocument = searcher.doc(*address)?;
            std::hint::black_box(snippets.snippet_from_doc(&document).to_html());
        }
        Ok(found.len())
    })
}

fn measured(mut ask: impl FnMut(&str) -> Outcome<usize>) -> Outcome<Latency> {
    let mut medians = Vec::new();
    for typed in QUERIES {
        std::hint::black_box(ask(typed)?);
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            std::hint::black_box(ask(typed)?);
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        medians.push(times[ROUNDS / 2]);
    }
    medians.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    Ok(Latency { median: ms(medians[medians.len() / 2]), slowest: ms(medians[medians.len() - 1]) })
}
