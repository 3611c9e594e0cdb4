//! The order of quotes: that of a rarer word comes first, however its inflections are kept.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod naive;

use morgue::query::parse;
use morgue::search::{Engine, QuotesRequest};
use morgue::story::{Options, Story};
use naive::archive::indexed;

fn said(number: usize, words: &str) -> (String, Story) {
    let text = format!("Rain fell on Leeds.\n\n“{words}” said Ana Petrova, the mayor.\n");
    (format!("{number}.txt"), Story::from_text(&text, &Options::default()))
}

#[test]
fn a_word_is_as_rare_as_all_its_inflections_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let houses = (0..6).map(|i| {
        let (address, story) = said(i, "The Haus was there before the water came.");
        (address, Story { language: Some("de".to_owned()), ..story })
    });
    let rivers = (6..10).map(|i| said(i, "We watch all rivers before the water came."));
    let others = (10..20).map(|i| said(i, "We have seen it all before the water came."));
    let stories: Vec<(String, Story)> = houses.chain(rivers).chain(others).collect();
    let engine = indexed(folder.path(), &[&stories], false);
    let request = QuotesRequest {
        query: parse(""),
        by: None,
        about: Some(parse("Häuser OR rivers")),
        unattributed: false,
        min_confidence: None,
        limit: None,
    };
    let found = engine.quotes(&request).unwrap().quotes;
    let rarer: Vec<bool> = found.iter().map(|quote| quote.text.contains("rivers")).collect();
    assert_eq!(rarer, [[true; 4].as_slice(), &[false; 6]].concat());
}
