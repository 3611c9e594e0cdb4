//! The columns of names (people, places, organisations) and of their mentions run side by side,
//! through the sort of a segment and through merges: the n-th number belongs to the n-th name.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod naive;

use morgue::extract::{Org, Origin, Person, Place, Sourced};
use morgue::query::NodeKind;
use morgue::search::{Facet, FacetOrder, LocalEngine};
use morgue::story::{Options, Story};
use morgue::text::Span;
use naive::archive::indexed;
use naive::{Atlas, Named, Names, Reader, facet, node, orgs_of, people_of, places_of, query_of};
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

const NAMES: [&str; 7] = [
    "Zora Quill",
    "Ana Petrova",
    "Milo Zane",
    "ana petrova",
    "Bram Osei-Tutu",
    "Çelik Aydın",
    "Lyudmila Ivanova Sorokina",
];

/// Name and mentions.
type Row = (String, u64);

/// Names of story `i`, neither in the order of the alphabet nor of their mentions; `step` makes sets
/// that differ.
fn names(i: usize, step: usize) -> impl Iterator<Item = (String, Vec<Span>)> {
    (0..i % 6).map(move |k| {
        let mentions = (0..1 + (i * 7 + k * 5 * step) % 9).map(|at| Span::new(at, at + 1)).collect();
        (NAMES[(i * 3 + k * 4 * step) % NAMES.len()].to_owned(), mentions)
    })
}

/// Story `i` of a set in which dates fall in no order and every third story is undated.
fn story(i: usize) -> (String, Story) {
    let people = names(i, 1).map(|(name, mentions)| Person { name, mentions, ..Person::default() });
    let places = names(i, 2).map(|(name, mentions)| Place { name, mentions, ..Place::default() });
    let orgs = names(i, 3).map(|(name, mentions)| Org { name, mentions });
    let day = jiff::civil::date(2017, 1 + (i * 5 % 12) as i8, 1 + (i * 11 % 28) as i8);
    let story = Story {
        people: people.collect(),
        places: places.collect(),
        orgs: orgs.collect(),
        date: (!i.is_multiple_of(3)).then_some(Sourced { value: day, origin: Origin::Given }),
        ..Story::from_text(&format!("story number {i}"), &Options::default())
    };
    (format!("{i:03}.txt"), story)
}

/// People, places and organisations of a story, one behind the other.
fn rows(story: &Story) -> Vec<Row> {
    let row = |name: &str, mentions: &[Span]| (name.to_owned(), mentions.len() as u64);
    let people = story.people.iter().map(|p| row(&p.name, &p.mentions));
    let places = story.places.iter().map(|p| row(&p.name, &p.mentions));
    people.chain(places).chain(story.orgs.iter().map(|o| row(&o.name, &o.mentions))).collect()
}

/// Address and the columns' rows for all documents, in the order of the index.
fn columns(engine: &LocalEngine) -> Vec<(String, Vec<Row>)> {
    let mut out = Vec::new();
    for segment in engine.archive().searcher().segment_readers() {
        let addresses = segment.fast_fields().str("address").unwrap().unwrap();
        for doc in 0..segment.max_doc() {
            let address = text(&addresses, addresses.term_ords(doc).next().unwrap());
            let rows = ["people", "places", "orgs"].map(|name| rows_of(segment, name, doc));
            out.push((address, rows.concat()));
        }
    }
    out
}

fn text(column: &StrColumn, ord: u64) -> String {
    let mut text = String::new();
    column.ord_to_str(ord, &mut text).unwrap();
    text
}

fn rows_of(segment: &SegmentReader, column: &str, doc: u32) -> Vec<Row> {
    let columns = segment.fast_fields();
    let names = columns.str(column).unwrap();
    let names: Vec<String> = names.iter().flat_map(|c| c.term_ords(doc).map(|ord| text(c, ord))).collect();
    let mentions = columns.u64(&format!("{column}_mentions")).unwrap();
    let mentions: Vec<u64> = mentions.values_for_doc(doc).collect();
    assert_eq!(names.len(), mentions.len(), "{column}");
    names.into_iter().zip(mentions).collect()
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
    let expected: Vec<(String, Vec<Row>)> =
        stories.iter().map(|(address, story)| (address.clone(), rows(story))).collect();
    assert_eq!(found, expected);
    let (reader, atlas) = (&Reader::default(), &Atlas::default());
    let of = |names: &dyn Fn(&Story) -> Vec<Named>| Names::new(stories.iter().map(|(_, story)| names(story)));
    for (what, names) in [
        (Facet::People, of(&|s| people_of(reader, s))),
        (Facet::Places, of(&|s| places_of(reader, atlas, s))),
        (Facet::Orgs, of(&|s| orgs_of(reader, s))),
    ] {
        for by in [FacetOrder::Stories, FacetOrder::Mentions] {
            let counted = facet(&engine, &query_of(node(NodeKind::All)), what, by).1;
            assert_eq!(counted, names.counted(0..stories.len(), by), "{what:?}");
        }
    }
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
fn a_segment_without_names_merges_with_others() {
    let stories: Vec<(String, Story)> = (0..30).map(story).collect();
    let (none, some): (Vec<_>, Vec<_>) = stories.into_iter().partition(|(_, s)| s.people.is_empty());
    let mut all: Vec<(String, Story)> = none.iter().chain(&some).cloned().collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    for merge in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let engine = indexed(folder.path(), &[&none, &some], merge);
        let mut found = columns(&engine);
        found.sort();
        let counts: Vec<usize> = found.iter().map(|(_, rows)| rows.len()).collect();
        assert_eq!(counts, all.iter().map(|(_, s)| rows(s).len()).collect::<Vec<_>>());
    }
}
