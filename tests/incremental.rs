//! Incremental = fresh: after any sequence of changes, an index that followed them step by step answers as
//! a new index of the same files.

#![allow(clippy::unwrap_used, reason = "a test may fail by unwrap")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use common::Unwatched;
use morgue::corpus::Reason;
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, BuildOptions, Changes, Summary, build};
use morgue::query::parse;
use morgue::search::{
    Engine, Facet, FacetOrder, FacetRequest, LocalEngine, Period, QuotesRequest, Request, Sort,
    TimelineRequest, Want,
};
use morgue::snippet::Excerpts;
use morgue::story::{EXTRACTOR, Options, Story};
use proptest::prelude::*;

/// What the engine is asked: words of every frequency, fields of names, all sorts of lines.
const QUERIES: [&str; 12] = [
    "*",
    "said",
    "the minister said",
    "president OR police OR council",
    "\"prime minister\"",
    "said w/5 monday",
    "quote(we)",
    "headline(the)",
    "in:footer copyright",
    "in:all the",
    "*tion -the",
    "has:quote words:>50",
];

/// All answers of an index, as text.
fn answers(place: &IndexPlace) -> Vec<String> {
    let engine = LocalEngine::new(Archive::open(place).unwrap());
    let generation = &engine.archive().generation;
    let mut out = vec![format!(
        "{} stories, {} bytes, {} skipped, {} failed, {:?}, {}",
        generation.stories,
        generation.bytes,
        generation.skipped,
        generation.failed,
        generation.lengths,
        generation.complete
    )];
    for query in QUERIES {
        out.extend([Sort::Relevance, Sort::Newest].map(|sort| found(&engine, query, sort)));
        out.push(timeline(&engine, query));
        let facets = [Facet::People, Facet::Places, Facet::Orgs, Facet::Sources, Facet::Languages];
        out.extend(facets.map(|facet| values(&engine, query, facet)));
    }
    out.push(quotes(&engine));
    out.push(format!("{:?}", engine.archive().reasons().unwrap()));
    out
}

fn found(engine: &LocalEngine, query: &str, sort: Sort) -> String {
    let want = Want::Everything(Excerpts::default());
    let request = Request { query: parse(query), sort: Some(sort), offset: 0, limit: None, want };
    let mut response = engine.search(&request).unwrap();
    (response.generation, response.cursor) = (0, None);
    format!("{query}: {response:?}")
}

fn values(engine: &LocalEngine, query: &str, facet: Facet) -> String {
    let request =
        FacetRequest { query: parse(query), facet, prefix: None, by: FacetOrder::Stories, top: None };
    let mut response = engine.facet(&request).unwrap();
    response.generation = 0;
    format!("{query}, {facet:?}: {response:?}")
}

fn timeline(engine: &LocalEngine, query: &str) -> String {
    let request = TimelineRequest { query: parse(query), by: Period::Month, compare: true };
    let mut response = engine.timeline(&request).unwrap();
    response.generation = 0;
    format!("{query}: {response:?}")
}

fn quotes(engine: &LocalEngine) -> String {
    let request = QuotesRequest {
        query: parse("we OR the"),
        by: None,
        about: None,
        unattributed: false,
        min_confidence: None,
        limit: None,
    };
    let mut response = engine.quotes(&request).unwrap();
    response.generation = 0;
    format!("{response:?}")
}

/// The texts of the sample archive, and what is no story.
fn texts() -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() { folders.push(entry.path()) } else { paths.push(entry.path()) }
        }
    }
    paths.sort();
    let mut texts: Vec<Vec<u8>> = paths.into_iter().map(|path| fs::read(path).unwrap()).collect();
    texts.extend([b"a\0b\0\0c".to_vec(), Vec::new(), b"\n \n".to_vec()]);
    texts
}

/// Names whose order in a walk is not that of their bytes; some tell dates and sources.
const NAMES: [&str; 14] = [
    "a",
    "a.txt",
    "a-b/c.txt",
    "a b/c",
    "b/2001/03/04/x.txt",
    "b/2001/03/x.txt",
    "b/y.txt",
    "c.d/z",
    "c/z",
    "The Herald/1999-12-31/story",
    "é/é.txt",
    "q\\r.txt",
    "s#1",
    "t!u.txt",
];

/// What happens to an archive between two runs.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A file gets a text, whether it was there or not.
    Write {
        name: usize,
        text: usize,
        aged: bool,
    },
    Delete {
        name: usize,
    },
    /// A file takes the place of another.
    Move {
        from: usize,
        to: usize,
    },
    /// A folder gets another name.
    MoveFolder {
        from: usize,
        to: usize,
    },
    /// A file gets a new time and keeps its bytes.
    Touch {
        name: usize,
    },
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let (name, text) = (0..NAMES.len(), 0..1000usize);
    let one = prop_oneof![
        5 => (name.clone(), text, any::<bool>()).prop_map(|(name, text, aged)| Event::Write { name, text, aged }),
        2 => name.clone().prop_map(|name| Event::Delete { name }),
        3 => (name.clone(), name.clone()).prop_map(|(from, to)| Event::Move { from, to }),
        1 => (name.clone(), name.clone()).prop_map(|(from, to)| Event::MoveFolder { from, to }),
        1 => name.prop_map(|name| Event::Touch { name }),
    ];
    prop::collection::vec(one, 0..8)
}

/// Lets it happen; what the file system does not let happen does not.
fn happen(root: &Path, event: Event, texts: &[Vec<u8>]) {
    let at = |name: usize| root.join(NAMES[name]);
    let make_room = |path: &Path| drop(fs::create_dir_all(path.parent().unwrap()));
    match event {
        Event::Write { name, text, aged } => {
            make_room(&at(name));
            if fs::write(at(name), &texts[text % texts.len()]).is_ok() && aged {
                set_age(&at(name), 1000 + text as u64);
            }
        }
        Event::Delete { name } => drop(fs::remove_file(at(name))),
        Event::Move { from, to } => {
            make_room(&at(to));
            drop(fs::rename(at(from), at(to)));
        }
        Event::MoveFolder { from, to } => {
            let (from, to) = (at(from), at(to));
            if from.parent() != Some(root) && to.parent() != Some(root) {
                drop(fs::rename(from.parent().unwrap(), to.parent().unwrap()));
            }
        }
        Event::Touch { name } => set_age(&at(name), 77),
    }
}

fn set_age(path: &Path, seconds: u64) {
    if let Ok(file) = fs::File::options().write(true).open(path) {
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
    }
}

fn run(place: &IndexPlace, options: &BuildOptions) -> Summary {
    build(place, options, &Unwatched, None).unwrap()
}

fn place(root: &Path, dir: &Path) -> IndexPlace {
    IndexPlace { dir: dir.to_path_buf(), archive: root.to_path_buf() }
}

/// All files with their bytes.
fn contents(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                drop(out.insert(path.clone(), fs::read(path).unwrap()))
            }
        }
    }
    out
}

/// The six counts told from two states of an archive: files with one content are moved while there are some
/// that are gone and some that are new.
fn expected(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Changes {
    let mut changes = Changes::default();
    let is_story = |bytes: &[u8]| !bytes.contains(&0) && bytes.iter().any(|b| !b.is_ascii_whitespace());
    let mut gone: BTreeMap<&[u8], u64> = BTreeMap::new();
    for (path, bytes) in before {
        if !after.contains_key(path) {
            changes.gone += 1;
            *gone.entry(bytes).or_default() += u64::from(is_story(bytes));
        }
    }
    for (path, bytes) in after {
        match before.get(path) {
            Some(old) if old == bytes => changes.unchanged += 1,
            Some(_) => changes.changed += 1,
            None => match gone.get_mut(bytes.as_slice()).filter(|n| **n > 0) {
                Some(n) => {
                    *n -= 1;
                    changes.moved += 1;
                    changes.gone -= 1;
                }
                None => changes.new += 1,
            },
        }
    }
    changes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(12)))]

    #[test]
    fn an_index_that_followed_all_changes_is_as_a_new_one(
        rounds in prop::collection::vec((events(), 1..4usize, 1..6u64), 1..5),
    ) {
        let texts = texts();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        fs::create_dir(&root).unwrap();
        let followed = place(&root, &folder.path().join("followed"));
        let mut before = BTreeMap::new();
        for (number, (events, jobs, batch)) in rounds.into_iter().enumerate() {
            events.iter().for_each(|&event| happen(&root, event, &texts));
            let options = BuildOptions { jobs, batch, ..BuildOptions::default() };
            let after = contents(&root);
            let changes = expected(&before, &after);
            let dry = run(&followed, &BuildOptions { dry_run: true, ..options.clone() });
            let summary = run(&followed, &options);
            prop_assert_eq!(summary.changes, changes);
            prop_assert_eq!(dry.changes, changes);
            let fresh = place(&root, &folder.path().join(format!("fresh{number}")));
            run(&fresh, &BuildOptions::default());
            let (one, other) = (answers(&followed), answers(&fresh));
            for (one, other) in one.into_iter().zip(other) {
                prop_assert_eq!(one, other);
            }
            before = after;
        }
    }
}

fn cases(usual: u32) -> u32 {
    std::env::var("MORGUE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// An archive of some files of the sample, in a folder of its own, with its index beside it.
fn sample() -> (tempfile::TempDir, IndexPlace) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    for (name, text) in NAMES.into_iter().zip(texts()).filter(|(name, _)| *name != "a") {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), text).unwrap();
        set_age(&root.join(name), 1000);
    }
    let place = place(&root, &folder.path().join("index"));
    (folder, place)
}

const FILES: u64 = NAMES.len() as u64 - 1;

#[test]
fn an_archive_without_changes_gets_no_new_generation() {
    let (_folder, place) = sample();
    let first = run(&place, &BuildOptions::default());
    assert_eq!(first.changes, Changes { new: FILES, ..Changes::default() });
    let second = run(&place, &BuildOptions::default());
    assert!(second.generation.is_none());
    assert_eq!(second.changes, Changes { unchanged: FILES, ..Changes::default() });
    assert_eq!(second.counts, first.counts);
    let full = run(&place, &BuildOptions { full: true, ..BuildOptions::default() });
    assert_eq!(full.changes.new, FILES);
}

#[test]
fn a_dry_run_makes_no_file() {
    let (folder, place) = sample();
    let dry = BuildOptions { dry_run: true, ..BuildOptions::default() };
    assert_eq!(run(&place, &dry).changes.new, FILES);
    assert!(!folder.path().join("index").exists());
}

/// Changes the payload of the last commit, as if another morgue had made it.
fn with_payload(place: &IndexPlace, change: impl Fn(&mut serde_json::Value)) {
    let path = place.dir.join("meta.json");
    let mut meta: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut payload = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    change(&mut payload);
    meta["payload"] = payload.to_string().into();
    fs::write(path, meta.to_string()).unwrap();
}

#[test]
fn what_another_extractor_read_is_read_again() {
    let (_folder, place) = sample();
    run(&place, &BuildOptions::default());
    with_payload(&place, |payload| payload["extractor"] = 0.into());
    let again = run(&place, &BuildOptions::default());
    assert_eq!((again.changes.new, again.generation.unwrap().number), (FILES, 2));
}

#[test]
fn a_lost_ledger_means_that_all_is_read_again() {
    let (_folder, place) = sample();
    let ledger = run(&place, &BuildOptions::default()).generation.unwrap().ledger;
    let before = answers(&place);
    fs::write(place.dir.join(ledger), "no ledger").unwrap();
    assert_eq!(run(&place, &BuildOptions::default()).changes.new, FILES);
    assert_eq!(answers(&place), before);
}

#[test]
fn a_file_over_the_cap_is_read_once_the_cap_is_higher() {
    let (_folder, place) = sample();
    let mut options = BuildOptions::default();
    options.walk.max_size = 1000;
    let small = run(&place, &options);
    assert!(small.counts.skipped > 0);
    let all = run(&place, &BuildOptions::default());
    assert_eq!(all.changes.new, small.counts.reasons[&Reason::TooLarge]);
    let small = run(&place, &options);
    assert_eq!(small.changes.gone, all.changes.new);
}

#[test]
fn a_change_of_the_extractor_has_a_new_version() {
    // Whoever changes what comes of a text changes `EXTRACTOR` and this hash: older indexes are then read
    // again by the next run.
    let mut hasher = blake3::Hasher::new();
    for text in texts() {
        let text = String::from_utf8_lossy(&text).into_owned();
        let story = Story::from_text(&text, &Options::default());
        hasher.update(&serde_json::to_vec(&story.record(None, None)).unwrap());
    }
    insta::assert_snapshot!(format!("{EXTRACTOR} {}", &hasher.finalize().to_hex()[..16]), @"1 ");
}
