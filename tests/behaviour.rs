//! What a reporter relies on, asked of the sample archive: each test is named by what holds.

// clippy allows this in `#[test]` functions only, not in the helpers beside them.
#![allow(clippy::unwrap_used)]

mod common;

use common::SampleArchive;
use morgue::query::parse;
use morgue::search::{Engine, Facet, FacetOrder, FacetRequest, Hit, Request, Sort, Want};
use morgue::segment::LineKind;
use morgue::snippet::Excerpts;

impl SampleArchive {
    fn hits(&self, query: &str) -> Vec<Hit> {
        let want = Want::Snippets(Excerpts::of(3));
        let request = Request { query: parse(query), sort: None, offset: 0, limit: None, want };
        self.engine.search(&request).unwrap().hits
    }

    fn sorted(&self, query: &str, sort: Sort) -> Vec<Hit> {
        let want = Want::Snippets(Excerpts::of(0));
        let request = Request { query: parse(query), sort: Some(sort), offset: 0, limit: None, want };
        self.engine.search(&request).unwrap().hits
    }
}

#[test]
fn a_footer_is_never_found_unless_asked_for() {
    let archive = SampleArchive::indexed();
    assert!(archive.stems("\"e-paper\" deccan press").is_empty());
    assert_eq!(
        archive.stems("in:footer \"Twenty subscriber-only reports\" hyderabad"),
        archive.stems("in:footer hyderabad")
    );
    assert!(archive.stems("in:footer hyderabad").contains(&"000_117e30".to_owned()));
    assert!(archive.stems("in:all hyderabad").len() >= archive.stems("in:footer hyderabad").len());
}

#[test]
fn ceasefire_talks_give_at_least_four_ranked_hits_with_marks() {
    let archive = SampleArchive::indexed();
    let hits = archive.hits("ceasefire talks");
    assert!(hits.len() >= 4);
    assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    for hit in &hits {
        let marked: String = hit
            .snippets
            .iter()
            .flat_map(|s| s.marks.iter().map(|m| m.of(&s.text).to_lowercase() + " "))
            .collect();
        assert!(marked.contains("ceasefire") && marked.contains("talk"), "{}: {marked}", hit.address);
    }
}

#[test]
fn snippets_are_whole_sentences_of_searched_lines() {
    let archive = SampleArchive::indexed();
    for query in ["ceasefire", "said", "\"ceasefire talks\" OR river", "report*"] {
        for hit in archive.hits(query) {
            let story = &archive.engine.find(&hit.address).unwrap()[0].story;
            for snippet in &hit.snippets {
                assert!(snippet.part.is_searched());
                let whole = |s: &&morgue::text::Span| s.start == snippet.span.start;
                let cut = snippet.text.starts_with('…');
                assert!(cut || story.sentences.iter().any(|s| whole(&s)), "{:?}", snippet.text);
                assert!(snippet.marks.windows(2).all(|m| m[0].end <= m[1].start));
            }
        }
    }
}

#[test]
fn a_phrase_is_marked_as_one_and_a_word_under_not_never() {
    let archive = SampleArchive::indexed();
    let marks = |query: &str| -> Vec<String> {
        let hits = archive.hits(query);
        hits.iter()
            .flat_map(|h| &h.snippets)
            .flat_map(|s| s.marks.iter().map(|m| m.of(&s.text).to_lowercase()))
            .collect()
    };
    assert!(marks("\"ceasefire talks\"").iter().all(|m| m == "ceasefire talks"));
    assert!(marks("talks NOT ceasefire").iter().all(|m| m.starts_with("talk")));
}

#[test]
fn a_query_of_filters_shows_the_lead_newest_first() {
    let archive = SampleArchive::indexed();
    let hits = archive.hits("date:2016");
    assert!(hits.len() > 3);
    let days: Vec<String> =
        hits.iter().filter_map(|h| h.date.as_ref().map(|d| d.value.to_string())).collect();
    assert_eq!(days.len(), hits.len());
    assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "{days:?}");
    for hit in hits {
        assert_eq!(hit.snippets.len(), 1);
        assert!(hit.snippets[0].marks.is_empty());
        assert_eq!(hit.snippets[0].part, LineKind::Body);
    }
}

#[test]
fn undated_stories_sort_last_in_every_order_of_dates() {
    let archive = SampleArchive::indexed();
    for sort in [Sort::Newest, Sort::Oldest] {
        let hits = archive.sorted("*", sort);
        let undated = hits.iter().position(|h| h.date.is_none()).unwrap_or(hits.len());
        assert!(hits[undated..].iter().all(|h| h.date.is_none()));
        assert!(undated > 30);
    }
}

#[test]
fn a_person_is_one_facet_value_and_finds_the_stories_it_counts() {
    let archive = SampleArchive::indexed();
    let (query, by) = (parse("ceasefire"), FacetOrder::Stories);
    let request = FacetRequest { query, facet: Facet::People, prefix: None, by, top: None };
    let response = archive.engine.facet(&request).unwrap();
    assert!(response.exact && response.complete);
    for value in &response.values {
        let found = archive.stems(&format!("ceasefire person:\"{}\"", value.name));
        assert_eq!(found.len() as u64, value.stories, "{}", value.name);
        assert!(value.mentions >= value.stories);
    }
}

#[test]
fn indexing_again_changes_nothing_but_the_generation() {
    let archive = SampleArchive::indexed();
    let again = common::index(archive.folder.path());
    assert_eq!(again.generation.number, archive.engine.archive().generation.number + 1);
    let second = SampleArchive { engine: morgue::search::LocalEngine::new(again), ..archive };
    let first = SampleArchive::indexed();
    for query in ["ceasefire talks", "*", "person:salonga OR river"] {
        let list = |a: &SampleArchive| -> Vec<(String, f32)> {
            a.hits(query).into_iter().map(|h| (h.address, h.score)).collect()
        };
        assert_eq!(list(&first), list(&second));
    }
}
