//! Invented archives, invented queries: what the engine finds, orders, counts and marks is what a
//! naive evaluation over lists of words gives. `MORGUE_CASES` sets the number of queries.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod cases;
mod naive;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use jiff::civil::{Date, date};
use morgue::extract::entities::known::called;
use morgue::extract::{Org, Origin, Person, Place, Quote, QuoteKind, Sourced};
use morgue::index::names::{NameTable, PlaceKind};
use morgue::query::clauses::Join;
use morgue::query::{
    DateRange, Distance, Field, Has, LengthRange, Near, Node, NodeKind, PathPart, Query, Unit, Value, Weight,
    Zone, parse,
};
use morgue::search::{
    ClauseCount, Engine, ExplainRequest, Facet, FacetOrder, Hit, Judged, LocalEngine, Request, Sort, Want,
};
use morgue::segment::{Line, LineKind};
use morgue::snippet::{Excerpts, Snippet};
use morgue::story::{Options, Story, id_of};
use morgue::text::Span;
use naive::archive::indexed;
use naive::judge::{ANYWHERE, Judge, Known, Page, glob, plain};
use naive::typed::{CONSTRUCTS, Dice, Writer, last_days};
use naive::{Atlas, Names, Reader, facet, node, orgs_of, people_in, places_of, query_of, same_place};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestError, TestRunner};

/// Few enough that queries find something; in every spelling that should, or should not, be one.
const WORDS: [&str; 54] = [
    "attack",
    "Attacks",
    "attacked",
    "attack’s",
    "the",
    "The",
    "of",
    "rebel",
    "Rebels'",
    "rebels",
    "O'Reilly",
    "O’Reilly’s",
    "oreilly",
    "U.S",
    "US",
    "us",
    "U.S.A",
    "café",
    "cafe\u{301}",
    "CAFE\u{301}'s",
    "cafés",
    "Erdoğan",
    "US-China",
    "US–China",
    "al-Assad",
    "Al",
    "1,000",
    "1000",
    "3.5",
    "3",
    "AT&T",
    "co\u{AD}operate",
    "cooperated",
    "Straße",
    "STRASSE",
    "news",
    "new",
    "東京",
    "--",
    "run/walk",
    "cease-fire",
    "ceasefires",
    "Cease-Fires",
    "fire",
    "re-bel",
    "rebel-s",
    "co-operate",
    "coop-er-ate",
    "co-\noperation",
    "F-16",
    "f16",
    "Häuser",
    "Haus",
    "서울에서",
];

const PREFIXES: [&str; 14] =
    ["att", "Reb", "o'r", "us-ch", "u", "1", "CAF", "erd", "al-as", "東", "stras", "coop", "the att", "zzz"];

const KINDS: [LineKind; 9] = [
    LineKind::Body,
    LineKind::Body,
    LineKind::Body,
    LineKind::Headline,
    LineKind::Crosshead,
    LineKind::Footer,
    LineKind::SignOff,
    LineKind::Caption,
    LineKind::Promo,
];

const NAMES: [&str; 8] = [
    "Ana Petrova",
    "ana petrova",
    "Petrova",
    "Bram Osei-Tutu",
    "Bram Osei Tutu",
    "O'Neil Çelik",
    "Ana Celik",
    "U.S. Grant",
];

/// Names of a country, of a region and of towns in them; one name of two places, one of a town and
/// its region, one in two spellings; a name that no gazetteer knows, and an area in no country.
fn place(i: usize) -> Place {
    let atlas = Atlas::default();
    let town = |name: &str, country: &str, region: Option<&str>, id: u32| Place {
        name: name.to_owned(),
        country: (!country.is_empty()).then(|| country.to_owned()),
        region: region.map(str::to_owned),
        lat: Some(1.0),
        geonames: (id > 0).then_some(id),
        ..Place::default()
    };
    match i {
        0 => town("Paris", "FR", None, 1),
        1 => town("PARIS", "FR", None, 1),
        2 => town("Paris", "US", Some("Texas"), 2),
        3 => town("New York", "US", Some("New York"), 3),
        4 => atlas.region("US", "New York").unwrap().clone(),
        5 => atlas.region("US", "Texas").unwrap().clone(),
        6 => atlas.country("US").unwrap().clone(),
        7 => town("São Tomé", "ST", None, 4),
        8 => town("Middle East", "", None, 0),
        _ => Place { name: "Texas".to_owned(), ..Place::default() },
    }
}

const PLACES: usize = 10;

fn days() -> [Date; 6] {
    [
        date(1912, 4, 15),
        date(1969, 12, 31),
        date(1970, 1, 1),
        date(2017, 11, 20),
        date(2017, 11, 21),
        date(2018, 1, 1),
    ]
}

// Stories.

#[derive(Clone, Debug)]
struct Paragraph {
    kind: LineKind,
    /// Words, each with what stands behind it.
    sentences: Vec<Vec<(&'static str, &'static str)>>,
    blank_behind: bool,
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let behind = select(vec![" ", " ", " ", " ", ", ", "” ", "\n", " – "]);
    let word = (select(WORDS.to_vec()), behind);
    let length = prop_oneof![30 => 1..7usize, 1 => 60..90usize];
    let sentence = length.prop_flat_map(move |n| prop::collection::vec(word.clone(), n));
    (select(KINDS.to_vec()), prop::collection::vec(sentence, 1..4), any::<bool>())
        .prop_map(|(kind, sentences, blank_behind)| Paragraph { kind, sentences, blank_behind })
}

/// Text, lines, paragraphs and sentences.
fn laid_out(paragraphs: &[Paragraph]) -> Story {
    let (mut text, mut kinds) = (String::new(), Vec::new());
    let (mut spans, mut sentences) = (Vec::new(), Vec::new());
    for paragraph in paragraphs {
        let start = text.len();
        let searched = paragraph.kind.is_searched();
        for words in &paragraph.sentences {
            let first = text.len();
            for (i, (word, behind)) in words.iter().enumerate() {
                text.push_str(word);
                match i + 1 < words.len() {
                    true => text.push_str(if searched { behind } else { " " }),
                    false => text.push('.'),
                }
            }
            if searched {
                sentences.push(Span::new(first, text.len()));
            }
            text.push(' ');
        }
        text.pop();
        if searched {
            spans.push(Span::new(start, text.len()));
        }
        kinds.push((start..text.len(), paragraph.kind));
        text.push_str(if paragraph.blank_behind { "\n\n" } else { "\n" });
    }
    let kind = |at: usize| kinds.iter().find(|(span, _)| span.contains(&at)).map_or(LineKind::Blank, |k| k.1);
    let line = |span: Span| Line { kind: kind(span.start), span, why: Vec::new() };
    let lines = morgue::text::lines::lines(&text).into_iter().map(line).collect();
    let empty = Story::from_text("", &Options::default());
    Story { id: id_of(&text), lines, paragraphs: spans, sentences, text, ..empty }
}

fn story() -> impl Strategy<Value = Story> {
    let person = (select(NAMES.to_vec()), 0..4usize, 0..2u32);
    (
        prop::collection::vec(paragraph(), 1..7),
        prop::option::of(select(days().to_vec())),
        prop::collection::vec(person, 0..5),
        (prop::collection::vec((0..PLACES, 1..4usize), 0..4), prop::option::of(0..PLACES)),
        prop::collection::vec((select(NAMES.to_vec()), 1..4usize), 0..3),
        (
            prop::option::of(select(vec!["Daily Planet", "The Planet"])),
            prop::option::of(select(vec!["NPA", "Ana News Agency"])),
        ),
        prop_oneof![3 => Just(None), 1 => select(vec![Some("en"), Some("de"), Some("zh")])],
    )
        .prop_map(|(paragraphs, day, people, (places, dateline), orgs, (source, agency), language)| Story {
            language: language.map(str::to_owned),
            date: day.map(|value| Sourced { value, origin: Origin::Given }),
            people: people.into_iter().map(person_of).collect(),
            places: places.into_iter().map(|(i, n)| Place { mentions: spans(n), ..place(i) }).collect(),
            dateline_places: dateline.into_iter().map(place).collect(),
            orgs: orgs.into_iter().map(|(o, n)| Org { name: o.to_owned(), mentions: spans(n) }).collect(),
            agency: agency.map(str::to_owned),
            source: source.map(|s| Sourced { value: s.to_owned(), origin: Origin::Given }),
            ..laid_out(&paragraphs)
        })
        .prop_map(with_quotes)
}

/// Every third sentence of the story is a quote, some of somebody it names.
fn with_quotes(mut story: Story) -> Story {
    let quoted = story.sentences.iter().enumerate().filter(|(i, _)| i % 3 == story.text.len() % 3);
    let speaker = |i: usize| {
        let said = story.people.iter().filter(|p| p.quotes > 0).nth(i % 3)?;
        Some(said.name.clone())
    };
    let quotes = quoted.map(|(i, &span)| Quote {
        span,
        kind: QuoteKind::Direct,
        speaker: speaker(i),
        speaker_id: None,
        as_written: None,
        cue: None,
        relay: None,
        rule: String::new(),
        confidence: 1.0,
        group: i as u32,
    });
    story.quotes = quotes.collect();
    story
}

fn person_of((name, mentions, quotes): (&str, usize, u32)) -> Person {
    Person { name: name.to_owned(), mentions: spans(mentions), quotes, ..Person::default() }
}

/// So many mentions.
fn spans(many: usize) -> Vec<Span> {
    (0..many).map(|i| Span::new(i, i + 1)).collect()
}

/// Stories with addresses; the first stands there twice.
fn archive() -> impl Strategy<Value = Vec<(String, Story)>> {
    prop::collection::vec(story(), 5..30).prop_map(|mut stories| {
        stories.push(stories[0].clone());
        let address = |i: usize| format!("{}/{i}.txt", ["b", "a"][i % 2]);
        stories.into_iter().enumerate().map(|(i, story)| (address(i), story)).collect()
    })
}

// Queries.

fn zone() -> impl Strategy<Value = Zone> {
    prop_oneof![
        2 => select(KINDS.to_vec()).prop_map(Zone::Kind),
        1 => select(vec![
            Zone::Unsearched, Zone::Everything, Zone::Lead, Zone::HeadlineAndLead, Zone::Quotes
        ]),
    ]
}

/// Words that make a word of the query language: with a word character in them.
fn typed_word() -> impl Strategy<Value = String> {
    select(WORDS.into_iter().filter(|w| *w != "--").collect::<Vec<_>>()).prop_map(str::to_owned)
}

fn text_part() -> impl Strategy<Value = Node> {
    prop_oneof![
        4 => typed_word().prop_map(NodeKind::Word),
        1 => (typed_word(), typed_word()).prop_map(|(a, b)| NodeKind::Word(format!("{a}-{b}"))),
        2 => select(PREFIXES.to_vec()).prop_map(|p| NodeKind::Prefix(p.to_owned())),
        3 => prop::collection::vec(typed_word(), 1..4).prop_map(|w| NodeKind::Phrase(w.join(" "))),
        1 => (prop::collection::vec(typed_word(), 1..4), 0..6u32)
            .prop_map(|(w, n)| NodeKind::Loose(w.join(" "), n)),
        1 => typed_word().prop_map(NodeKind::Cased),
        1 => select(vec!["*s", "r?bel", "att*s", "*e*", "??", "u?", "*o*per*"])
            .prop_map(|t| NodeKind::Wild(t.to_owned())),
        1 => select(vec!["reb.*", "u.", ".*s", "att.*k", "n.*w", "[ac].*s?", "reb(el)+s?", "new(s|er)?", ".{0,3}"]).prop_map(|t| NodeKind::Regex(t.to_owned())),
        1 => (select(vec!["rebel", "atack", "nwe", "teh", "erdogann"]), 1..3u8)
            .prop_map(|(t, n)| NodeKind::Fuzzy(t.to_owned(), n)),
    ]
    .prop_map(node)
}

fn distance() -> impl Strategy<Value = Distance> {
    prop_oneof![
        3 => (1..9u32).prop_map(Distance::Words),
        2 => (1..9u32).prop_map(Distance::Before),
        2 => Just(Distance::Sentence),
        1 => Just(Distance::Paragraph),
    ]
}

fn near((left, right, how, without): (Node, Node, Distance, bool)) -> Node {
    let right = if without { negated(right) } else { right };
    node(NodeKind::Near(Box::new(Near { left, right, how })))
}

fn value() -> impl Strategy<Value = Value> {
    let texts = [
        "petrova",
        "ana",
        "bram osei",
        "oneil",
        "CELIK",
        "paris",
        "sao",
        "planet",
        "grant us",
        "nobody",
        "texas",
        "states",
        "east",
        "america",
        "npa",
        "news",
    ];
    prop_oneof![
        select(texts.to_vec()).prop_map(|t| Value::Words(t.to_owned())),
        select(
            [
                &NAMES[..],
                &[
                    "paris",
                    "Sao Tome",
                    "the planet",
                    "npa",
                    "ana news agency",
                    "united states",
                    "New York",
                    "France",
                    "U.S.",
                    "Paris, Texas",
                    "New York (New York, US)",
                    "Paris (FR)",
                    "Texas, United States",
                    "Texas, New York"
                ]
            ]
            .concat()
        )
        .prop_map(|t| Value::Exact(t.to_owned())),
        select(vec!["pet", "Ç", "os", "s", "u.s", "plan", "ana p", "osei-t", "são t", "tex", "united s"])
            .prop_map(|t| Value::Prefix(t.to_owned())),
    ]
}

fn range() -> impl Strategy<Value = DateRange> {
    let day = || select(days().to_vec());
    let first =
        prop_oneof![day(), day().prop_map(|d| d.first_of_month()), day().prop_map(|d| d.first_of_year())];
    let last =
        prop_oneof![day(), day().prop_map(|d| d.last_of_month()), day().prop_map(|d| d.last_of_year())];
    let ends = (prop::option::of(first), prop::option::of(last)).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => DateRange { first: Some(a.min(b)), last: Some(a.max(b)) },
        (first, last) => DateRange { first, last },
    });
    let whole = |first: Date, last: Date| DateRange { first: Some(first), last: Some(last) };
    prop_oneof![
        3 => ends,
        1 => day().prop_map(move |d| whole(d, d)),
        1 => day().prop_map(move |d| whole(d.first_of_month(), d.last_of_month())),
        1 => day().prop_map(move |d| whole(d.first_of_year(), d.last_of_year())),
        1 => select(vec![1, 30, 3_000, 3_500, 21_000, 99_999]).prop_map(last_days),
    ]
}

fn leaf() -> impl Strategy<Value = Node> {
    let fields = vec![
        Field::Person,
        Field::Place,
        Field::Place,
        Field::Dateline,
        Field::Org,
        Field::Speaker,
        Field::Source,
        Field::Agency,
    ];
    prop_oneof![
        8 => text_part(),
        1 => range().prop_map(|r| node(NodeKind::Date(r))),
        1 => zone().prop_filter("a zone of lines", |z| {
            !matches!(z, Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes)
        }).prop_map(|z| node(NodeKind::In(z))),
        1 => (prop_oneof![Just(0), 0..40u64], prop_oneof![Just(None), Just(Some(0)), (0..60u64).prop_map(Some)]).prop_map(|(least, more)| {
            node(NodeKind::Length(LengthRange { least, most: more.map(|more| least + more) }))
        }),
        1 => select(vec![
            Has::Quote, Has::Person, Has::Place, Has::Org, Has::Source, Has::Agency, Has::Date
        ]).prop_map(|what| node(NodeKind::Has(what))),
        2 => (select(fields), value()).prop_map(|(f, v)| node(NodeKind::Field(f, v))),
        1 => select(vec!["en", "de", "zh", "fr"])
            .prop_map(|code| node(NodeKind::Field(Field::Language, Value::Words(code.to_owned())))),
        1 => paper(),
        1 => path(),
    ]
}

/// Who printed it.
fn paper() -> impl Strategy<Value = Node> {
    let words = select(vec!["planet", "daily", "the planet", "npa", "ana agency"]).prop_map(str::to_owned);
    let names = select(vec!["Daily Planet", "the planet", "NPA", "Ana News Agency"]).prop_map(str::to_owned);
    let begins = select(vec!["pla", "dai", "np", "ana n"]).prop_map(str::to_owned);
    let value = prop_oneof![
        words.prop_map(Value::Words),
        names.prop_map(Value::Exact),
        begins.prop_map(Value::Prefix)
    ];
    (select(vec![Field::Source, Field::Agency]), value).prop_map(|(f, v)| node(NodeKind::Field(f, v)))
}

fn path() -> impl Strategy<Value = Node> {
    let path = select(vec!["a", "b", "b/2.txt", "3.txt", "*1*", "b/*", "2", "c"]);
    let file = select(vec!["0", "1.txt", "?", "1*", "*.txt", "a"]);
    prop_oneof![
        path.prop_map(|text| node(NodeKind::Path(PathPart::Path, text.to_owned()))),
        file.prop_map(|text| node(NodeKind::Path(PathPart::File, text.to_owned()))),
    ]
}

/// A part that has one thing and not the other.
fn without() -> impl Strategy<Value = Node> {
    (select(Unit::ALL.to_vec()), text_part(), text_part()).prop_map(|(unit, some, none)| {
        node(NodeKind::Scope(unit, Box::new(all_of(vec![some, negated(none)]))))
    })
}

/// What somebody says.
fn said() -> impl Strategy<Value = Node> {
    let speaker = || value().prop_map(|value| node(NodeKind::Field(Field::Speaker, value)));
    let both = (speaker(), text_part()).prop_map(|(speaker, words)| all_of(vec![speaker, words]));
    let either = (speaker(), text_part()).prop_map(|(speaker, words)| any_of(vec![speaker, words]));
    let inner = prop_oneof![1 => speaker(), 3 => both, 1 => either];
    inner.prop_map(|inner| node(NodeKind::Scope(Unit::Quote, Box::new(inner))))
}

fn any_of(parts: Vec<Node>) -> Node {
    let flat = parts.into_iter().flat_map(|part| match part.kind {
        NodeKind::Or(parts) => parts,
        _ => vec![part],
    });
    node(NodeKind::Or(flat.collect()))
}

fn all_of(parts: Vec<Node>) -> Node {
    let flat = parts.into_iter().flat_map(|part| match part.kind {
        NodeKind::And(parts) => parts,
        _ => vec![part],
    });
    node(NodeKind::And(flat.collect()))
}

fn negated(inner: Node) -> Node {
    match inner.kind {
        NodeKind::Not(inner) => *inner,
        _ => node(NodeKind::Not(Box::new(inner))),
    }
}

fn tree(leaf: BoxedStrategy<Node>, with_not: bool) -> BoxedStrategy<Node> {
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let many = || prop::collection::vec(inner.clone(), 2..4);
        let within = (zone(), inner.clone()).prop_map(|(z, n)| node(NodeKind::Within(z, Box::new(n))));
        let not = inner.clone().prop_map(move |n| if with_not { negated(n) } else { n });
        let scoped = (select(Unit::ALL.to_vec()), inner.clone())
            .prop_map(|(unit, n)| node(NodeKind::Scope(unit, Box::new(n))));
        let near = (inner.clone(), inner.clone(), distance(), any::<bool>())
            .prop_map(move |(a, b, how, without)| near((a, b, how, without && with_not)));
        let often =
            (1..4u32, inner.clone()).prop_map(|(n, inner)| node(NodeKind::AtLeast(n, Box::new(inner))));
        let first =
            (1..30u32, inner.clone()).prop_map(|(n, inner)| node(NodeKind::First(n, Box::new(inner))));
        let weighed = inner.clone().prop_map(|n| node(NodeKind::Boost(Weight(250), Box::new(n))));
        prop_oneof![
            2 => many().prop_map(all_of),
            3 => many().prop_map(any_of),
            1 => not,
            1 => within,
            3 => scoped,
            3 => near,
            1 => often,
            1 => first,
            1 => weighed,
        ]
    })
    .boxed()
}

fn query() -> impl Strategy<Value = Node> {
    prop_oneof![
        1 => Just(node(NodeKind::All)),
        6 => text_part(),
        2 => said(),
        1 => without(),
        3 => leaf(),
        14 => tree(leaf().boxed(), true),
        6 => tree(text_part().boxed(), false),
    ]
}

// The naive engine.

fn named(reader: &Reader, name: &str, value: &Value) -> bool {
    let has = reader.forms(name);
    match value {
        Value::Words(text) => reader.forms(text).iter().all(|word| has.contains(word)),
        Value::Exact(text) => reader.name_key(name) == reader.name_key(text),
        Value::Prefix(text) => {
            let mut wanted = reader.forms(text);
            let beginning = wanted.pop().unwrap();
            wanted.iter().all(|word| has.contains(word)) && has.iter().any(|w| w.starts_with(&beginning))
        }
    }
}

fn has_value(eyes: &Eyes, story: &Story, field: Field, value: &Value) -> bool {
    let Eyes { reader, atlas, .. } = eyes;
    let names: Vec<&str> = match field {
        Field::Person => story.people.iter().flat_map(|p| eyes.names_of(&p.name)).collect(),
        Field::Speaker => {
            story.people.iter().filter(|p| p.quotes > 0).flat_map(|p| eyes.names_of(&p.name)).collect()
        }
        Field::Place => return story.places.iter().any(|p| has_place(reader, atlas, p, value)),
        Field::Dateline => return story.dateline_places.iter().any(|p| has_place(reader, atlas, p, value)),
        Field::Org => story.orgs.iter().map(|o| o.name.as_str()).collect(),
        Field::Source => story.source.iter().map(|s| s.value.as_str()).collect(),
        Field::Agency => story.agency.iter().map(String::as_str).collect(),
        Field::Language => story.language.iter().map(String::as_str).collect(),
    };
    names.into_iter().any(|name| named(reader, name, value))
}

/// Every way to name a place: its name, and with where it lies behind it.
fn ways_to_name(atlas: &Atlas, place: &Place) -> Vec<String> {
    let around = atlas.within(place);
    let of = |kind| around.iter().skip(1).find(|(k, _)| *k == kind).map(|(_, p)| *p);
    let country = of(PlaceKind::Country);
    let mut out = vec![place.name.clone()];
    for region in [None, of(PlaceKind::Region)] {
        let region = region.map_or(place.name.clone(), |region| format!("{} {}", place.name, region.name));
        out.extend(country.map(|country| format!("{region} {}", country.name)));
        out.extend(country.map(|country| format!("{region} {}", country.country.clone().unwrap())));
        out.push(region);
    }
    out
}

/// The place, or something that it lies in.
fn has_place(reader: &Reader, atlas: &Atlas, place: &Place, value: &Value) -> bool {
    let known_as = |around: &Place, typed: &str| called(typed).iter().any(|p| same_place(p, around));
    atlas.within(place).into_iter().any(|(_, around)| match value {
        Value::Exact(typed) => {
            let names = ways_to_name(atlas, around);
            names.iter().any(|name| named(reader, name, value)) || known_as(around, typed)
        }
        Value::Words(typed) => named(reader, &around.name, value) || known_as(around, typed),
        Value::Prefix(_) => named(reader, &around.name, value),
    })
}

/// What a naive look at a story needs.
#[derive(Default)]
struct Eyes {
    reader: Reader,
    atlas: Atlas,
    /// All names of the person that a name is today's name for.
    people: BTreeMap<String, Vec<String>>,
}

impl Eyes {
    fn names_of<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        self.people.get(name).map_or(vec![name], |names| names.iter().map(String::as_str).collect())
    }

    /// Takes over who is who from the archive's table; that it is right is for other tests.
    fn meet(&mut self, people: &NameTable) {
        let mut by_number: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for entry in people.values.iter() {
            by_number.entry(entry.of[0]).or_default().push(entry.value.to_owned());
        }
        for names in by_number.into_values() {
            names.iter().for_each(|name| drop(self.people.insert(name.clone(), names.clone())));
        }
    }
}

/// Does a story pass a filter?
fn passes(eyes: &Eyes, story: &Story, page: &Page, node: &Node) -> bool {
    match &node.kind {
        NodeKind::All => true,
        NodeKind::Field(field, value) => has_value(eyes, story, *field, value),
        NodeKind::Date(range) => story.date.as_ref().is_some_and(|day| {
            range.first.is_none_or(|first| first <= day.value)
                && range.last.is_none_or(|last| day.value <= last)
        }),
        NodeKind::In(Zone::Everything) => true,
        NodeKind::In(zone) => page.has_line(*zone),
        NodeKind::Length(range) => {
            let words = page.length();
            range.least <= words as u64 && range.most.is_none_or(|most| words as u64 <= most)
        }
        NodeKind::Has(what) => match what {
            Has::Quote => story
                .quotes
                .iter()
                .any(|q| !eyes.reader.words(&story.text[q.span.start..q.span.end]).is_empty()),
            Has::Person => !story.people.is_empty(),
            Has::Place => !story.places.is_empty(),
            Has::Org => !story.orgs.is_empty(),
            Has::Source => story.source.is_some(),
            Has::Agency => story.agency.is_some(),
            Has::Date => story.date.is_some(),
        },
        NodeKind::Path(part, text) => lies_at(*part, text, &page.address, story),
        other => unreachable!("{other:?}"),
    }
}

fn lies_at(part: PathPart, text: &str, address: &str, story: &Story) -> bool {
    let fits =
        |address: &str| glob(&text.chars().collect::<Vec<char>>(), &address.chars().collect::<Vec<char>>());
    let (folder, file) = address.split_once('/').unwrap();
    match part {
        PathPart::Path if text.contains('*') => fits(address),
        PathPart::Path => [folder, file, address].contains(&text),
        PathPart::File => fits(file) || fits(file.strip_suffix(".txt").unwrap()),
        PathPart::Id => text == story.id,
    }
}

fn judged<T>(eyes: &Eyes, story: &Story, page: &Page, ask: impl FnOnce(&Judge) -> T) -> T {
    let passes = |node: &Node| passes(eyes, story, page, node);
    let meant =
        |name: &str, value: &Value| eyes.names_of(name).iter().any(|name| named(&eyes.reader, name, value));
    let known = Known { passes: &passes, meant: &meant };
    ask(&Judge { reader: &eyes.reader, story, page, known })
}

fn holds(eyes: &Eyes, story: &Story, page: &Page, root: &Node) -> bool {
    judged(eyes, story, page, |judge| judge.holds(&plain(root, None), ANYWHERE))
}

/// The words that make a story match; where they overlap, they are one.
fn marks(eyes: &Eyes, story: &Story, page: &Page, root: &Node) -> Vec<Range<usize>> {
    let places = judged(eyes, story, page, |judge| judge.marks(&plain(root, None), ANYWHERE));
    let mut all: Vec<Range<usize>> = places.into_iter().map(|place| page.bytes(place)).collect();
    all.sort_by_key(|place| (place.start, place.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for place in all {
        match out.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}

/// Whether only words, prefixes and phrases are asked for, none of them under NOT.
fn only_words(node: &Node) -> bool {
    match &node.kind {
        kind if kind.is_text() => true,
        NodeKind::Within(_, inner) | NodeKind::Boost(_, inner) => only_words(inner),
        NodeKind::And(parts) | NodeKind::Or(parts) => parts.iter().all(only_words),
        _ => false,
    }
}

// The comparison.

struct Bench {
    eyes: Eyes,
    stories: Vec<(String, Story)>,
    pages: Vec<Page>,
    engines: [LocalEngine; 2],
}

impl Bench {
    fn new(
        folder: &std::path::Path,
        stories: Vec<(String, Story)>,
        cuts: (usize, usize),
        merge: bool,
    ) -> Bench {
        let mut eyes = Eyes::default();
        let pages = stories.iter().map(|(address, story)| Page::of(&eyes.reader, address, story)).collect();
        let (a, b) = (cuts.0 % stories.len(), cuts.1 % stories.len());
        let (head, rest) = stories.split_at(a.min(b));
        let (middle, tail) = rest.split_at(a.max(b) - a.min(b));
        let whole = indexed(&folder.join("whole"), &[&stories], false);
        let parts = indexed(&folder.join("parts"), &[tail, head, middle], merge);
        eyes.meet(&whole.archive().names().unwrap().people);
        Bench { eyes, stories, pages, engines: [whole, parts] }
    }

    fn found(&self, root: &Node) -> Vec<usize> {
        let hit = |&i: &usize| holds(&self.eyes, &self.stories[i].1, &self.pages[i], root);
        (0..self.stories.len()).filter(hit).collect()
    }

    /// Asks one of the engines for all that a query finds: the same stories, as many, with the same words marked.
    fn looked_up(&self, query: &Query, sort: Option<Sort>) -> Vec<usize> {
        let found = self.found(&query.root);
        let engine = &self.engines[varied(&query.root) % 2];
        let want = Want::Snippets(Excerpts::of(1000));
        let request = Request { query: query.clone(), sort, offset: 0, limit: None, want };
        let all = engine.search(&request).unwrap();
        assert_eq!((all.total, all.exact, all.cursor), (found.len() as u64, true, None));
        let addresses: BTreeSet<&str> = all.hits.iter().map(|h| h.address.as_str()).collect();
        assert_eq!(addresses, found.iter().map(|&i| self.stories[i].0.as_str()).collect());
        all.hits.iter().for_each(|hit| self.marked(hit, &query.root));
        found
    }

    /// What else depends on a query: orders, pages, facets, advice, explanations; on segments it must not depend.
    fn looked_through(&self, query: &Query, found: &[usize], sort: Option<Sort>, size: usize) {
        let root = &query.root;
        let expected: BTreeSet<&str> = found.iter().map(|&i| self.stories[i].0.as_str()).collect();
        let mut orders = Vec::new();
        for engine in &self.engines {
            let hits = self.pages_of(engine, query, sort, size, expected.len());
            let addresses: BTreeSet<&str> = hits.iter().map(|h| h.address.as_str()).collect();
            assert_eq!(addresses, expected);
            assert_eq!(hits.len(), expected.len(), "a document twice");
            self.in_order(
                &hits,
                sort.unwrap_or(if root.has_words() { Sort::Relevance } else { Sort::Newest }),
            );
            hits.iter().for_each(|hit| self.marked(hit, root));
            self.facets(engine, query, found);
            self.advised(engine, query, found.len() as u64);
            orders.push(hits.into_iter().map(|h| (h.address, h.score.to_bits())).collect::<Vec<_>>());
        }
        assert_eq!(orders[0], orders[1], "order or scores depend on the segments");
        self.explained(&self.engines[varied(root) % 2], query, &expected);
    }

    /// What is explained of a query is what its search finds, for every clause and story.
    fn explained(&self, engine: &LocalEngine, query: &Query, expected: &BTreeSet<&str>) {
        let explain =
            |story: Option<String>| engine.explain(&ExplainRequest { query: query.clone(), story }).unwrap();
        let whole = explain(None);
        assert_eq!((whole.clause.stories, whole.exact), (expected.len() as u64, true));
        assert!(whole.stories.is_empty());
        for (address, story) in &self.stories {
            let verdicts = explain(Some(address.clone())).stories;
            let [verdict] = verdicts.as_slice() else { panic!("{} verdicts", verdicts.len()) };
            assert_eq!((&verdict.address, &verdict.story.id), (address, &story.id));
            assert_eq!(verdict.clause.holds, expected.contains(address.as_str()), "{address}");
            assert_eq!(verdict.clause.first_failed().is_none(), verdict.clause.holds);
            sound(&verdict.clause, story);
        }
        if is_readable(&query.root) {
            self.finds_what_it_says(engine, &whole.clause);
        }
    }

    /// The text of each clause is a query that finds as many stories.
    fn finds_what_it_says(&self, engine: &LocalEngine, clause: &ClauseCount) {
        assert_eq!(total(engine, &parse(&clause.text)), clause.stories, "{}", clause.text);
        let left = clause.parts.iter().filter_map(|part| part.left);
        assert!(left.is_sorted_by(|a, b| a >= b), "{}", clause.text);
        if clause.join == Join::All && clause.more == 0 {
            assert_eq!(
                clause.parts.last().and_then(|part| part.left),
                Some(clause.stories),
                "{}",
                clause.text
            );
        }
        clause.parts.iter().for_each(|part| self.finds_what_it_says(engine, part));
    }

    /// Where nothing is found there is a way out, and it is one.
    fn advised(&self, engine: &LocalEngine, query: &Query, found: u64) {
        let advice = engine.advice(query, found > 0).unwrap();
        assert_eq!(advice.doctor.is_some(), found == 0);
        let Some(doctor) = advice.doctor else { return };
        assert!(!doctor.ways.is_empty(), "no way out");
        for way in &doctor.ways {
            assert!(way.stories > 0, "{way:?}");
            if is_readable(&query.root) {
                assert_eq!(total(engine, &parse(&way.query)), way.stories, "{way:?}");
            }
        }
    }

    /// All hits; the same page by page.
    fn pages_of(
        &self,
        engine: &LocalEngine,
        query: &Query,
        sort: Option<Sort>,
        size: usize,
        total: usize,
    ) -> Vec<Hit> {
        let request = |offset, limit, want| Request { query: query.clone(), sort, offset, limit, want };
        let all = engine.search(&request(0, None, Want::Snippets(Excerpts::of(1000)))).unwrap();
        assert_eq!((all.total, all.exact, all.cursor), (total as u64, true, None));
        let mut paged = Vec::new();
        loop {
            let page = engine.search(&request(paged.len(), Some(size), Want::Addresses)).unwrap();
            assert_eq!(page.total, total as u64);
            assert!(page.hits.iter().zip(paged.len() + 1..).all(|(hit, rank)| hit.rank == rank));
            paged.extend(page.hits.into_iter().map(|h| h.address));
            assert_eq!(page.cursor.is_some(), paged.len() < total);
            if page.cursor.is_none() {
                break;
            }
        }
        assert!(all.hits.iter().map(|h| &h.address).eq(&paged), "the pages are not the whole");
        all.hits
    }

    fn in_order(&self, hits: &[Hit], sort: Sort) {
        let story = |hit: &Hit| &self.stories.iter().find(|(address, _)| *address == hit.address).unwrap().1;
        let day = |hit: &Hit| story(hit).date.as_ref().map(|d| d.value);
        let words = |hit: &Hit| -> usize {
            story(hit)
                .paragraphs
                .iter()
                .map(|p| self.eyes.reader.words(&story(hit).text[p.start..p.end]).len())
                .sum()
        };
        let tie = |hit: &Hit| (hit.id.clone(), hit.address.clone());
        let sorted = match sort {
            Sort::Relevance | Sort::Recent(_) => {
                hits.is_sorted_by(|a, b| b.score.total_cmp(&a.score).then(tie(a).cmp(&tie(b))).is_lt())
            }
            Sort::Newest => hits.is_sorted_by_key(|h| (std::cmp::Reverse(day(h)), tie(h))),
            Sort::Oldest => hits.is_sorted_by_key(|h| (day(h).is_none(), day(h), tie(h))),
            Sort::Length => hits.is_sorted_by_key(|h| (std::cmp::Reverse(words(h)), tie(h))),
            Sort::Path => hits.is_sorted_by_key(|h| h.address.clone()),
        };
        assert!(sorted, "not in order of {sort:?}");
    }

    fn marked(&self, hit: &Hit, root: &Node) {
        let i = self.stories.iter().position(|(address, _)| *address == hit.address).unwrap();
        let story = &self.stories[i].1;
        let expected = marks(&self.eyes, story, &self.pages[i], root);
        let mut found: Vec<Range<usize>> = hit.snippets.iter().flat_map(|s| marks_of(s, story)).collect();
        found.sort_by_key(|mark| mark.start);
        let shown =
            |m: &&Range<usize>| hit.snippets.iter().any(|s| s.span.start <= m.start && m.end <= s.span.end);
        let visible: Vec<Range<usize>> = expected.iter().filter(shown).cloned().collect();
        let text = |marks: &[Range<usize>]| {
            marks.iter().map(|m| &story.text[m.clone()]).collect::<Vec<_>>().join("|")
        };
        assert_eq!(
            found,
            visible,
            "marked {}, but {} matches in {}",
            text(&found),
            text(&expected),
            story.text
        );
        // The headline is shown anyway, so its matches need no snippet beside others.
        let of_headline = |m: &&Range<usize>| story.kind_at(m.start) == LineKind::Headline;
        let others = expected.iter().filter(|m| !of_headline(m)).count();
        let cut = hit.snippets.iter().any(|s| s.text.contains('…'));
        assert!(visible.len() >= others || cut, "a match is not shown");
        assert!(!only_words(root) || !found.is_empty(), "nothing is marked");
    }

    fn facets(&self, engine: &LocalEngine, query: &Query, found: &[usize]) {
        let Eyes { reader, atlas, .. } = &self.eyes;
        let people = &engine.archive().names().unwrap().people;
        let stories = || self.stories.iter().map(|(_, story)| story);
        for (what, names) in [
            (Facet::People, Names::new(stories().map(|s| people_in(people, s)))),
            (Facet::Places, Names::new(stories().map(|s| places_of(reader, atlas, s)))),
            (Facet::Orgs, Names::new(stories().map(|s| orgs_of(reader, s)))),
        ] {
            for by in [FacetOrder::Stories, FacetOrder::Mentions] {
                let (total, counted) = facet(engine, query, what, by);
                assert_eq!(total, found.len() as u64);
                assert_eq!(counted, names.counted(found.iter().copied(), by), "{what:?} by {by:?}");
            }
        }
    }
}

/// Is it a tree that can be typed?
fn is_readable(root: &Node) -> bool {
    parse(&root.to_string()).root == *root
}

/// A number that differs from query to query.
fn varied(root: &Node) -> usize {
    root.to_string().len()
}

fn total(engine: &LocalEngine, query: &Query) -> u64 {
    let (query, want) = (query.clone(), Want::Addresses);
    engine.search(&Request { query, sort: None, offset: 0, limit: Some(0), want }).unwrap().total
}

/// A clause that holds shows where, one that does not says why or has a part that does.
fn sound(clause: &Judged, story: &Story) {
    let failed = |part: &Judged| !part.holds;
    let text = parse(&clause.text).root;
    let is_text = match &text.kind {
        NodeKind::Within(_, inner) => inner.kind.is_text(),
        kind => kind.is_text(),
    };
    match (clause.holds, clause.join) {
        (true, Join::Leaf) => assert!(!is_text || clause.places > 0, "{}", clause.text),
        (true, _) | (false, Join::Not) => {}
        (false, Join::Any) => assert!(clause.parts.iter().all(failed), "{}", clause.text),
        (false, Join::Leaf) => assert!(clause.miss.is_some(), "{}", clause.text),
        (false, _) => {
            assert!(clause.miss.is_some() || clause.parts.iter().any(failed), "{}", clause.text);
        }
    }
    let miss = clause.miss.iter().flat_map(|miss| miss.places());
    for span in clause.at.iter().copied().chain(miss) {
        assert!(span.start < span.end && story.text.get(span.start..span.end).is_some(), "{span:?}");
    }
    clause.parts.iter().for_each(|part| sound(part, story));
}

/// The marks of a snippet as places in the story, after a look at its text.
fn marks_of(snippet: &Snippet, story: &Story) -> Vec<Range<usize>> {
    const CUT: &str = "… ";
    let before = if snippet.text.starts_with(CUT) { CUT.len() } else { 0 };
    let plain = story.text[snippet.span.start..snippet.span.end].replace('\n', " ");
    assert_eq!(&snippet.text[before..before + plain.len()], plain);
    let above = story.text[..snippet.span.start].matches('\n').count();
    assert_eq!((snippet.line, snippet.part), (above + 1, story.kind_at(snippet.span.start)));
    assert!(snippet.marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{snippet:?}");
    let place = |m: &Span| m.start - before + snippet.span.start..m.end - before + snippet.span.start;
    snippet.marks.iter().map(place).collect()
}

fn sorts() -> impl Strategy<Value = Option<Sort>> {
    let all = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Length, Sort::Path];
    prop_oneof![3 => Just(None), 2 => select(all.to_vec()).prop_map(Some)]
}

/// How often each construct was written, and in how many queries its part by itself found something.
#[derive(Default)]
struct Tally(Mutex<BTreeMap<&'static str, (u64, u64)>>);

impl Tally {
    fn adds(&self, bench: &Bench, used: &[(&'static str, Node)]) {
        for (what, node) in used {
            let known = self.0.lock().unwrap().get(what).is_some_and(|&(_, found)| found > 0);
            let finds = !known && !bench.found(node).is_empty();
            let mut counts = self.0.lock().unwrap();
            let count = counts.entry(what).or_default();
            *count = (count.0 + 1, count.1 + u64::from(finds));
        }
    }

    /// A generator that never writes a construct, or only where it finds nothing, tests nothing.
    fn finish(self) {
        let counts = self.0.into_inner().unwrap();
        let unknown: Vec<_> = counts.keys().filter(|what| !CONSTRUCTS.contains(what)).collect();
        assert!(unknown.is_empty(), "not in the list: {unknown:?}");
        let found = |what: &&&str| counts.get(**what).is_some_and(|&(_, found)| found > 0);
        let never: Vec<_> = CONSTRUCTS.iter().filter(|what| !found(what)).collect();
        assert!(never.is_empty(), "never found: {never:?}");
    }
}

#[derive(Clone, Debug)]
struct Asked {
    root: Node,
    sort: Option<Sort>,
    /// Hits to a page.
    size: usize,
    /// For the spelling.
    seed: u64,
}

fn asked() -> impl Strategy<Value = Asked> {
    (query(), sorts(), 1..8usize, 1..u64::MAX).prop_map(|(root, sort, size, seed)| Asked {
        root,
        sort,
        size,
        seed,
    })
}

/// One query, typed in one of its spellings where that can be, looked up and every so often looked through.
fn check(bench: &Bench, asked: &Asked, thoroughly: bool, tally: &Tally) {
    let mut dice = Dice(asked.seed);
    let mut writer = Writer::new(&mut dice);
    let mut query = query_of(asked.root.clone());
    if is_readable(&asked.root) {
        query = parse(&writer.text(&asked.root));
        assert!(query.repairs.is_empty(), "typed {}: {:?}", query.typed, query.repairs);
        assert_eq!(query.root, asked.root, "typed {}", query.typed);
        tally.adds(bench, &writer.used);
    }
    let found = bench.looked_up(&query, asked.sort);
    if thoroughly {
        bench.looked_through(&query, &found, asked.sort, asked.size);
    }
}

/// Queries of an archive: making its index takes as long as asking some dozens.
const AN_ARCHIVE: usize = 100;
/// One query of so many is looked through, which takes as long as looking up some dozens.
const THOROUGHLY: usize = 20;
/// What CI tries; enough that every construct finds something.
const USUAL: usize = 10_000;

#[test]
fn the_engine_is_a_naive_scan() {
    let (cases, tally) = (cases::cases(USUAL), Tally::default());
    let threads = std::thread::available_parallelism().map_or(1, |many| many.get()).min(4);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| scan(cases.div_ceil(threads * AN_ARCHIVE) as u32, &tally));
        }
    });
    if cases >= USUAL {
        tally.finish();
    }
}

fn scan(archives: u32, tally: &Tally) {
    let config =
        Config { cases: archives, max_shrink_iters: 300, failure_persistence: None, ..Config::default() };
    let cuts = (0..30usize, 0..30usize);
    let all = (archive(), cuts, any::<bool>(), prop::collection::vec(asked(), AN_ARCHIVE));
    let ran = TestRunner::new(config).run(&all, |(stories, cuts, merge, all)| {
        let folder = tempfile::tempdir().unwrap();
        let bench = Bench::new(folder.path(), stories, cuts, merge);
        for (i, asked) in all.iter().enumerate() {
            let check = || check(&bench, asked, i % THOROUGHLY == 0, tally);
            prop_assert!(catch_unwind(AssertUnwindSafe(check)).is_ok(), "query {}, {asked:?}", asked.root);
        }
        Ok(())
    });
    if let Err(TestError::Fail(why, (stories, ..))) = &ran {
        let texts: Vec<_> = stories.iter().map(|(address, story)| (address, &story.text)).collect();
        panic!("{why}, in {texts:#?}");
    }
    ran.unwrap();
}
