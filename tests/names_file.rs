//! The user's file of names: what it says holds at once, counts are exact, nothing is indexed again.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod naive;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use morgue::Story;
use morgue::extract::Person;
use morgue::index::Archive;
use morgue::index::place::IndexPlace;
use morgue::query::parse;
use morgue::search::{
    Because, Engine, Facet, FacetOrder, FacetRequest, LocalEngine, Request, Want, WhyRequest,
};
use morgue::snippet::Excerpts;
use morgue::story::Options;
use morgue::text::Span;
use naive::archive::indexed;
use proptest::prelude::*;

/// A story's people with their mentions.
type People = Vec<(&'static str, usize)>;

fn story(number: usize, people: &People) -> Story {
    let people = people.iter().map(|&(name, mentions)| Person {
        name: name.to_owned(),
        mentions: (0..mentions).map(|at| Span::new(at, at + 1)).collect(),
        quotes: 1,
        ..Person::default()
    });
    Story {
        people: people.collect(),
        ..Story::from_text(&format!("story number {number}"), &Options::default())
    }
}

/// Thirty stories of three papers.
fn thirty() -> Vec<(String, People)> {
    let paper = |i: usize| ["hull", "york", "leeds/2017"][i % 3];
    let people = |i: usize| {
        let mut people = vec![("Vladimir Putin", 1 + i % 3)];
        people.extend((i < 8).then_some(("Bashar al-Assad", 2)));
        // Two of these stories hold both forms of the name.
        people.extend((6..12).contains(&i).then_some(("Bashar Assad", 1)));
        people.extend((12..15).contains(&i).then_some(("Assad", 1)));
        people.extend((15..24).contains(&i).then_some(("John Smith", 3)));
        people.extend((20..23).contains(&i).then_some(("Tom Wolfe", 1)));
        people.extend((24..28).contains(&i).then_some(("Thomas Wolfe", 1)));
        people.extend((i.is_multiple_of(6)).then_some(("Getty Images", 1)));
        people
    };
    (0..30).map(|i| (format!("{}/{i:02}.txt", paper(i)), people(i))).collect()
}

struct Room {
    folder: tempfile::TempDir,
    stories: Vec<(String, People)>,
}

impl Room {
    fn new(mut stories: Vec<(String, People)>) -> Room {
        stories.sort();
        let folder = tempfile::tempdir().unwrap();
        let told: Vec<(String, Story)> = stories
            .iter()
            .enumerate()
            .map(|(i, (address, people))| (address.clone(), story(i, people)))
            .collect();
        let parts: Vec<&[(String, Story)]> = told.chunks(told.len().div_ceil(2).max(1)).collect();
        indexed(folder.path(), &parts, false);
        Room { folder, stories }
    }

    /// The archive as it is opened anew, with this file of names.
    fn with(&self, names: &str) -> LocalEngine {
        std::fs::write(self.folder.path().join("names.toml"), names).unwrap();
        self.open()
    }

    fn open(&self) -> LocalEngine {
        let place =
            IndexPlace { dir: self.folder.path().join(".morgue"), archive: self.folder.path().to_owned() };
        LocalEngine::new(Archive::open(&place).unwrap())
    }

    /// Who is who by a function from name and address, counted one story after the other.
    fn counted(&self, who: impl Fn(&str, &str) -> Option<String>) -> BTreeMap<String, (u64, u64)> {
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (address, people) in &self.stories {
            let mut seen = BTreeSet::new();
            for (name, mentions) in people {
                let Some(person) = who(name, address) else { continue };
                let count = counts.entry(person.clone()).or_default();
                count.0 += u64::from(seen.insert(person));
                count.1 += *mentions as u64;
            }
        }
        counts
    }
}

/// Stories and mentions of each person.
fn facet(engine: &LocalEngine, query: &str) -> BTreeMap<String, (u64, u64)> {
    let request = FacetRequest {
        query: parse(query),
        facet: Facet::People,
        prefix: None,
        by: FacetOrder::Stories,
        top: None,
    };
    let response = engine.facet(&request).unwrap();
    assert!(response.exact);
    let counts: BTreeMap<_, _> =
        response.values.iter().map(|v| (v.name.clone(), (v.stories, v.mentions))).collect();
    assert_eq!(counts.len(), response.values.len(), "no two entries bear one name");
    counts
}

fn total(engine: &LocalEngine, query: &str) -> u64 {
    let want = Want::Addresses;
    engine
        .search(&Request { query: parse(query), sort: None, offset: 0, limit: Some(0), want })
        .unwrap()
        .total
}

/// Facet, `person:`, `speaker:` and the people of hits agree with a naive count.
fn check(room: &Room, engine: &LocalEngine, who: impl Fn(&str, &str) -> Option<String>) {
    let wanted = room.counted(&who);
    let counts = facet(engine, "");
    assert_eq!(counts, wanted);
    for (name, (stories, _)) in &wanted {
        assert_eq!(total(engine, &format!("person:{name:?}")), *stories, "person:{name}");
        assert_eq!(total(engine, &format!("speaker:{name:?}")), *stories, "speaker:{name}");
    }
    let request = Request {
        query: parse(""),
        sort: None,
        offset: 0,
        limit: None,
        want: Want::Everything(Excerpts::of(0)),
    };
    let mut listed: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for hit in engine.search(&request).unwrap().hits {
        let names: BTreeSet<&str> = hit.people.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names.len(), hit.people.len(), "{}: nobody is listed twice", hit.address);
        for person in hit.people {
            let count = listed.entry(person.name).or_default();
            *count = (count.0 + 1, count.1 + person.mentions);
        }
    }
    assert_eq!(listed, wanted);
}

/// The entries without a file of names.
fn automatic(name: &str, _: &str) -> Option<String> {
    Some(match name {
        "Bashar Assad" => "Bashar al-Assad".to_owned(),
        "Tom Wolfe" => "Thomas Wolfe".to_owned(),
        other => other.to_owned(),
    })
}

#[test]
fn without_a_file_the_archive_decides() {
    let room = Room::new(thirty());
    let engine = room.open();
    check(&room, &engine, automatic);
    assert_eq!(facet(&engine, "")["Bashar al-Assad"], (12, 22), "two stories hold both names and count once");
}

#[test]
fn a_merge_counts_each_story_once() {
    let room = Room::new(thirty());
    let merged = |name: &str, address: &str| match name {
        "Assad" => Some("Bashar al-Assad".to_owned()),
        _ => automatic(name, address),
    };
    let text = "[[merge]]\nnames = [\"assad\", \"Bashar Assad\"]\n";
    let engine = room.with(text);
    check(&room, &engine, merged);
    assert_eq!(facet(&engine, "")["Bashar al-Assad"].0, 15);
    assert_eq!(total(&engine, "person:\"assad\""), 15);
    // The entry taken out again undoes it, without a run of the index.
    check(&room, &room.with("# nothing\n"), automatic);
    std::fs::remove_file(room.folder.path().join("names.toml")).unwrap();
    check(&room, &room.open(), automatic);
}

#[test]
fn a_split_undoes_what_was_put_together() {
    let room = Room::new(thirty());
    let apart = |name: &str, address: &str| match name {
        "Tom Wolfe" => Some(name.to_owned()),
        _ => automatic(name, address),
    };
    check(&room, &room.with("[[split]]\nname = \"Tom Wolfe\"\n"), apart);
    let other = |name: &str, address: &str| match name {
        "Tom Wolfe" => Some("Tom Wolfe (Leeds)".to_owned()),
        _ => automatic(name, address),
    };
    check(&room, &room.with("[[split]]\nname = \"Tom Wolfe\"\nas = \"Tom Wolfe (Leeds)\"\n"), other);
    // Even the name that the entry was listed under.
    let renamed = |name: &str, address: &str| match name {
        "Bashar al-Assad" | "Bashar Assad" => Some(name.to_owned()),
        _ => automatic(name, address),
    };
    check(&room, &room.with("[[split]]\nname = \"Bashar al-Assad\"\n"), renamed);
}

#[test]
fn paths_tell_namesakes_apart() {
    let room = Room::new(thirty());
    let text = "[[split]]\nname = \"John Smith\"\nas = \"John Smith (Hull)\"\npaths = [\"hull/**\"]\n\n\
                [[split]]\nname = \"John Smith\"\nas = \"Thomas Wolfe\"\npaths = [\"leeds\"]\n";
    let engine = room.with(text);
    let told = |name: &str, address: &str| match (name, &address[..4]) {
        ("John Smith", "hull") => Some("John Smith (Hull)".to_owned()),
        ("John Smith", "leed") => Some("Thomas Wolfe".to_owned()),
        _ => automatic(name, address),
    };
    check(&room, &engine, told);
    assert_eq!(facet(&engine, "")["John Smith"].0, 3);
    // Words find all that are called so somewhere: the two, and Wolfe wherever he is.
    assert_eq!(total(&engine, "person:smith"), 9 + 4);
    assert_eq!(facet(&engine, "person:\"john smith hull\"").get("John Smith"), None);
    // The three in Leeds are Wolfe, who is in two of these stories under his own name too.
    assert_eq!(facet(&engine, "")["Thomas Wolfe"].0, 3 + 3 + 4 - 1);
}

#[test]
fn pins_show_and_ignores_hide() {
    let room = Room::new(thirty());
    let text = "[[pin]]\nname = \"Bashar Assad\"\n\n[[pin]]\nname = \"vladimir putin\"\nas = \"Putin, Vladimir\"\n\n\
                [[ignore]]\nname = \"Getty Images\"\n";
    let told = |name: &str, address: &str| match name {
        "Bashar al-Assad" | "Bashar Assad" => Some("Bashar Assad".to_owned()),
        "Vladimir Putin" => Some("Putin, Vladimir".to_owned()),
        "Getty Images" => None,
        _ => automatic(name, address),
    };
    let engine = room.with(text);
    check(&room, &engine, told);
    assert_eq!(total(&engine, "person:getty"), 0);
    assert_eq!(total(&engine, "person:\"Vladimir Putin\""), 30);
    let (_, applied) = engine.archive().edits().unwrap();
    assert_eq!(applied.warnings, [""; 0]);
}

#[test]
fn a_file_that_means_nothing_is_told_where_names_are_asked_for_and_nowhere_else() {
    let room = Room::new(thirty());
    let engine = room.with("[[merge]]\nnames = [\"A\"]\n");
    let request = FacetRequest {
        query: parse(""),
        facet: Facet::People,
        prefix: None,
        by: FacetOrder::Stories,
        top: None,
    };
    let told = engine.facet(&request).unwrap_err().to_string();
    assert!(told.contains("names.toml:1: a merge joins two names or more"), "{told}");
    assert_eq!(total(&engine, "story"), 30);
}

#[test]
fn why_tells_names_links_and_lines() {
    let room = Room::new(thirty());
    let why = |engine: &LocalEngine, name: &str| {
        let request = WhyRequest { name: name.to_owned(), query: parse(""), top: None };
        engine.why(&request).unwrap()
    };
    let engine = room.with("[[merge]]\nnames = [\"Assad\", \"Bashar Assad\"]\n");
    let people = why(&engine, "bashar assad").people;
    let told: Vec<(&str, u64, String)> = people[0]
        .names
        .iter()
        .map(|n| {
            let because = match &n.because {
                Because::First => String::new(),
                Because::Name(other, rules) => {
                    format!("{other}: {}", rules.iter().map(|r| r.name()).collect::<Vec<_>>().join(" "))
                }
                Because::Edit(line) => format!("line {line}"),
            };
            (n.name.as_str(), n.stories, because)
        })
        .collect();
    let wanted = [
        ("Bashar al-Assad", 8, String::new()),
        ("Bashar Assad", 6, "Bashar al-Assad: particle".to_owned()),
        ("Assad", 3, "line 1".to_owned()),
    ];
    assert_eq!((told, people[0].stories), (wanted.to_vec(), 15));
    let engine = room.with("[[split]]\nname = \"John Smith\"\nas = \"Smith (Hull)\"\npaths = [\"hull\"]\n");
    let people = why(&engine, "smith").people;
    let told: Vec<(&str, u64, u64)> =
        people.iter().map(|p| (p.name.as_str(), p.stories, p.names[0].stories)).collect();
    assert_eq!(told, [("John Smith", 6, 6), ("Smith (Hull)", 3, 3)]);
    let engine = room.with("\n[[ignore]]\nname = \"Getty Images\"\n");
    assert_eq!(why(&engine, "Getty Images").nobody, [2]);
}

#[test]
fn surnames_alone_and_names_that_nearly_met_are_suggested() {
    let mut stories = thirty();
    stories[0].1.push(("Putin", 1));
    stories[1].1.extend([("John B. Smith", 1), ("Caspar Weinberger", 1)]);
    let room = Room::new(stories);
    let names = |engine: &LocalEngine| -> Vec<[String; 2]> {
        let all = engine.suggestions(None).unwrap();
        assert_eq!(all.iter().take(1).count(), engine.suggestions(Some(1)).unwrap().len());
        all.into_iter().map(|s| s.people.map(|(name, _)| name)).collect()
    };
    let pair = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    let found = names(&room.open());
    // All but one of the thirty stories give the name in full: that one is no question.
    assert!(!found.contains(&pair("Vladimir Putin", "Putin")), "{found:?}");
    assert!(found.contains(&pair("John Smith", "John B. Smith")), "{found:?}");
    assert!(found.contains(&pair("Bashar al-Assad", "Assad")), "{found:?}");
    let found =
        names(&room.with(
            "[[merge]]\nnames = [\"Putin\", \"Vladimir Putin\"]\n[[split]]\nname = \"John B. Smith\"\n",
        ));
    assert!(
        !found.iter().flatten().any(|name| name.contains("Putin") || name.contains("Smith")),
        "{found:?}"
    );
}

const NAMES: [&str; 10] = [
    "Bashar al-Assad",
    "Bashar Assad",
    "Assad",
    "Muammar Gaddafi",
    "Moammar Qaddafi",
    "Jon B. Okafor",
    "Jon R. Okafor",
    "Jon Okafor",
    "Ana Petrova",
    "Tom Quill",
];

/// One entry of a file.
#[derive(Clone, Debug)]
enum Entry {
    Merge(usize, usize),
    Split(usize),
    SplitAs(usize, usize),
    ByPath(usize, &'static str),
    Pin(usize),
    Ignore(usize),
}

fn entry() -> impl Strategy<Value = Entry> {
    let name = || 0..NAMES.len();
    prop_oneof![
        (name(), name()).prop_filter("two", |(a, b)| a != b).prop_map(|(a, b)| Entry::Merge(a, b)),
        name().prop_map(Entry::Split),
        (name(), name()).prop_filter("two", |(a, b)| a != b).prop_map(|(a, b)| Entry::SplitAs(a, b)),
        (name(), prop_oneof![Just("hull"), Just("york")]).prop_map(|(a, p)| Entry::ByPath(a, p)),
        name().prop_map(Entry::Pin),
        name().prop_map(Entry::Ignore),
    ]
}

fn written(entries: &[Entry]) -> String {
    let of = |entry: &Entry| match *entry {
        Entry::Merge(a, b) => format!("[[merge]]\nnames = [{:?}, {:?}]\n", NAMES[a], NAMES[b]),
        Entry::Split(a) => format!("[[split]]\nname = {:?}\n", NAMES[a]),
        Entry::SplitAs(a, b) => format!("[[split]]\nname = {:?}\nas = {:?}\n", NAMES[a], NAMES[b]),
        Entry::ByPath(a, path) => {
            format!(
                "[[split]]\nname = {:?}\nas = \"{} ({path})\"\npaths = [\"{path}\"]\n",
                NAMES[a], NAMES[a]
            )
        }
        Entry::Pin(a) => format!("[[pin]]\nname = {:?}\n", NAMES[a]),
        Entry::Ignore(a) => format!("[[ignore]]\nname = {:?}\n", NAMES[a]),
    };
    entries.iter().map(of).collect::<Vec<_>>().join("\n")
}

/// The entries of a file laid over the automatic groups, as the file's documentation has it: splits,
/// merges, pins, ignores; a set of slots, each a name or a name on a path, for each person.
struct Naive {
    /// The person of each slot.
    of: BTreeMap<(String, String), usize>,
    /// Names that the user gave.
    given: BTreeMap<usize, String>,
    ignored: BTreeSet<usize>,
    stories: BTreeMap<String, u64>,
}

impl Naive {
    fn people(&self, name: &str) -> BTreeSet<usize> {
        let given: BTreeSet<usize> = self.given.iter().filter(|(_, n)| *n == name).map(|(p, _)| *p).collect();
        if !given.is_empty() {
            return given;
        }
        self.of.get(&(name.to_owned(), String::new())).copied().into_iter().collect()
    }

    fn rename(&mut self, from: usize, into: usize) {
        self.of.values_mut().filter(|p| **p == from).for_each(|p| *p = into);
        if let Some(name) = self.given.remove(&from) {
            self.given.entry(into).or_insert(name);
        }
    }

    fn shown(&self, person: usize) -> String {
        let values =
            self.of.iter().filter(|((_, path), p)| **p == person && path.is_empty()).map(|((n, _), _)| n);
        let first = |n: &&String| {
            (std::cmp::Reverse(self.stories[*n]), std::cmp::Reverse(n.chars().count()), (*n).clone())
        };
        self.given.get(&person).cloned().unwrap_or_else(|| values.min_by_key(first).unwrap().clone())
    }

    fn apply(&mut self, entries: &[Entry]) {
        let mut fresh = 1000;
        for entry in entries {
            let mut target = |naive: &mut Naive, shown: Option<&str>| {
                let known = shown.and_then(|s| naive.people(s).first().copied());
                known.unwrap_or_else(|| {
                    fresh += 1;
                    naive.given.extend(shown.map(|s| (fresh, s.to_owned())));
                    fresh
                })
            };
            match *entry {
                Entry::Split(a) => {
                    let to = target(self, None);
                    self.of.insert((NAMES[a].to_owned(), String::new()), to);
                }
                Entry::SplitAs(a, b) => {
                    let to = target(self, Some(NAMES[b]));
                    self.of.insert((NAMES[a].to_owned(), String::new()), to);
                }
                Entry::ByPath(a, path) => {
                    let to = target(self, Some(&format!("{} ({path})", NAMES[a])));
                    self.of.entry((NAMES[a].to_owned(), path.to_owned())).or_insert(to);
                }
                _ => {}
            }
        }
        for entry in entries {
            if let Entry::Merge(a, b) = *entry {
                let all: Vec<usize> = [a, b].into_iter().flat_map(|n| self.people(NAMES[n])).collect();
                all[1..].iter().filter(|p| **p != all[0]).for_each(|&p| self.rename(p, all[0]));
            }
        }
        for entry in entries {
            if let Entry::Pin(a) = *entry {
                for person in self.people(NAMES[a]) {
                    self.given.insert(person, NAMES[a].to_owned());
                }
            }
        }
        for entry in entries {
            if let Entry::Ignore(a) = *entry {
                let people = self.people(NAMES[a]);
                self.ignored.extend(people);
            }
        }
    }

    fn who(&self, name: &str, address: &str) -> Option<String> {
        let folder = address.split('/').next().unwrap().to_owned();
        let slot = |path: String| self.of.get(&(name.to_owned(), path));
        let person = *slot(folder).or_else(|| slot(String::new()))?;
        (!self.ignored.contains(&person)).then(|| format!("{person}"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn counts_equal_a_naive_scan_with_the_file_laid_over(
        stories in proptest::collection::vec((proptest::sample::subsequence(NAMES.to_vec(), 0..5), 0..3usize), 6..16),
        entries in proptest::collection::vec(entry(), 0..7),
    ) {
        let all: Vec<(String, People)> = stories
            .iter()
            .enumerate()
            .map(|(i, (names, paper))| {
                let people = names.iter().map(|name| (*name, 1 + i % 3)).collect();
                (format!("{}/{i:02}.txt", ["hull", "york", "leeds"][*paper]), people)
            })
            .collect();
        let room = Room::new(all);
        // Entries that name nobody of this archive are told and do nothing.
        let known: BTreeSet<&str> = room.stories.iter().flat_map(|(_, p)| p.iter().map(|(n, _)| *n)).collect();
        let knows = |n: usize| known.contains(NAMES[n]);
        let entries: Vec<Entry> = entries
            .into_iter()
            .filter(|e| match *e {
                Entry::Merge(a, b) | Entry::SplitAs(a, b) => knows(a) && knows(b),
                Entry::Split(a) | Entry::ByPath(a, _) | Entry::Pin(a) | Entry::Ignore(a) => knows(a),
            })
            .collect();
        let plain = room.open();
        let table = &plain.archive().names().unwrap().people;
        let mut naive = Naive {
            of: table.values.iter().map(|e| ((e.value.to_owned(), String::new()), e.of[0] as usize)).collect(),
            given: BTreeMap::new(),
            ignored: BTreeSet::new(),
            stories: table.values.iter().map(|e| (e.value.to_owned(), u64::from(e.stories))).collect(),
        };
        naive.apply(&entries);
        let engine = room.with(&written(&entries));
        prop_assert_eq!(&engine.archive().edits().unwrap().1.warnings, &Vec::<String>::new());
        let by_person = room.counted(|name, address| naive.who(name, address));
        let named = |person: &String| {
            let person: usize = person.parse().unwrap();
            let alone = naive.of.iter().any(|((_, path), p)| *p == person && path.is_empty());
            if alone || naive.given.contains_key(&person) { naive.shown(person) } else { String::new() }
        };
        let mut wanted: Vec<(String, (u64, u64))> = by_person.iter().map(|(p, c)| (named(p), *c)).collect();
        wanted.sort();
        let request = FacetRequest { query: parse(""), facet: Facet::People, prefix: None, by: FacetOrder::Stories, top: None };
        let mut found: Vec<(String, (u64, u64))> =
            engine.facet(&request).unwrap().values.into_iter().map(|v| (v.name, (v.stories, v.mentions))).collect();
        found.sort();
        prop_assert_eq!(found, wanted, "{}", written(&entries));
    }
}

#[test]
fn the_file_in_the_index_folder_holds_where_the_archive_has_none() {
    let room = Room::new(thirty());
    let text = "[[ignore]]\nname = \"Getty Images\"\n";
    let inside: &Path = &room.folder.path().join(".morgue/names.toml");
    std::fs::write(inside, text).unwrap();
    assert_eq!(facet(&room.open(), "").get("Getty Images"), None);
    assert_eq!(facet(&room.with("# the archive's own\n"), "")["Getty Images"].0, 5);
}
