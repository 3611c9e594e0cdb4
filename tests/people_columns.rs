//! The columns of people and of their mentions run side by side, through the sort of a segment and
//! through merges: the n-th number belongs to the n-th name.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod naive;

use morgue::extract::{Origin, Person, Sourced};
use morgue::query::NodeKind;
use morgue::search::{Facet, LocalEngine};
use morgue::story::{Options, Story};
use morgue::text::Span;
use naive::archive::indexed;
use naive::{Names, Reader, facet, node, people_of, query_of};

const NAMES: [&str; 7] = [
    "Zora Quill",
    "Ana Petrova",
    "Milo Zane",
    "ana petrova",
    "Bram Osei-Tutu",
    "Çelik Aydın",
    "Lyudmila Ivanova Sorokina",
];

/// Story `i` of a set in which dates fall in no order, every third story is undated, and people
/// come neither in the order of their names nor of their mentions.
fn story(i: usize) -> (String, Story) {
    let people = (0..i % 6).map(|k| {
        let mentions = (0..1 + (i * 7 + k * 5) % 9).map(|at| Span::new(at, at + 1)).collect();
        Person { name: NAMES[(i * 3 + k * 4) % NAMES.len()].to_owned(), mentions, ..Person::default() }
    });
    let day = jiff::civil::date(2017, 1 + (i * 5 % 12) as i8, 1 + (i * 11 % 28) as i8);
    let story = Story {
        people: people.collect(),
        date: (!i.is_multiple_of(3)).then_some(Sourced { value: day, origin: Origin::Given }),
        ..Story::from_text(&format!("story number {i}"), &Options::default())
    };
    (format!("{i:03}.txt"), story)
}

/// Address, then name and mentions of each person, for all documents in the order of the index.
fn columns(engine: &LocalEngine) -> Vec<(String, Vec<(String, u64)>)> {
    let mut out = Vec::new();
    for segment in engine.archive().searcher().segment_readers() {
        let columns = segment.fast_fields();
        let addresses = columns.str("address").unwrap().unwrap();
        let names = columns.str("people").unwrap();
        let mentions = columns.u64("people_mentions").unwrap();
        for doc in 0..segment.max_doc() {
            let text = |column: &tantivy::columnar::StrColumn, ord| {
                let mut text = String::new();
                column.ord_to_str(ord, &mut text).unwrap();
                text
            };
            let address = text(&addresses, addresses.term_ords(doc).next().unwrap());
            let people = names.iter().flat_map(|c| c.term_ords(doc).map(|ord| text(c, ord)));
            let people: Vec<String> = people.collect();
            let mentions: Vec<u64> = mentions.values_for_doc(doc).collect();
            assert_eq!(people.len(), mentions.len(), "{address}");
            out.push((address, people.into_iter().zip(mentions).collect()));
        }
    }
    out
}

fn check(parts: &[&[(String, Story)]], merge: bool) {
    let folder = tempfile::tempdir().unwrap();
    let engine = indexed(folder.path(), parts, merge);
    let stories: Vec<&(String, Story)> = parts.iter().flat_map(|part| part.iter()).collect();
    let mut found = columns(&engine);
    if merge {
        let date = |address: &str| stories.iter().find(|(a, _)| a == address).unwrap().1.date.as_ref();
        let dates: Vec<_> = found.iter().map(|(address, _)| date(address).map(|d| d.value)).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "the newest come first: {dates:?}");
    }
    found.sort();
    let expected: Vec<(String, Vec<(String, u64)>)> = stories
        .iter()
        .map(|(address, story)| {
            let people = story.people.iter().map(|p| (p.name.clone(), p.mentions.len() as u64));
            (address.clone(), people.collect())
        })
        .collect();
    assert_eq!(found, expected);
    let names = Names::new(&Reader::default(), stories.iter().map(|(_, s)| people_of(s)));
    let counted = facet(&engine, &query_of(node(NodeKind::All)), Facet::People).1;
    assert_eq!(counted, names.counted(0..stories.len()));
}

#[test]
fn mentions_stay_with_their_names_through_sort_and_merge() {
    let stories: Vec<(String, Story)> = (0..120).map(story).collect();
    assert!(stories.iter().filter(|(_, s)| s.people.len() > 2).count() > 50);
    check(&[&stories], false);
    let parts: Vec<&[(String, Story)]> = stories.chunks(25).collect();
    check(&parts, false);
    check(&parts, true);
}

#[test]
fn a_segment_without_people_merges_with_others() {
    let stories: Vec<(String, Story)> = (0..30).map(story).collect();
    let (none, some): (Vec<_>, Vec<_>) = stories.into_iter().partition(|(_, s)| s.people.is_empty());
    let mut all: Vec<(String, Story)> = none.iter().chain(&some).cloned().collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    for merge in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let engine = indexed(folder.path(), &[&none, &some], merge);
        let mut found = columns(&engine);
        found.sort();
        let counts: Vec<usize> = found.iter().map(|(_, people)| people.len()).collect();
        assert_eq!(counts, all.iter().map(|(_, s)| s.people.len()).collect::<Vec<_>>());
    }
}
