//! Incremental = fresh: after any sequence of changes, an index that followed them step by step answers as
//! a new index of the same files.

#![allow(clippy::unwrap_used, reason = "a test may fail by unwrap")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::Unwatched;
use common::changing::{Event, NAMES, answers, happen, place, set_age, stories, texts};
use morgue::corpus::{Reason, Undecodable, decode};
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, BuildOptions, Changes, Summary, build};
use morgue::story::{EXTRACTOR, Options, Story};
use proptest::prelude::*;

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

fn run(place: &IndexPlace, options: &BuildOptions) -> Summary {
    build(place, options, &Unwatched, None).unwrap()
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

fn has_lines(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jsonl")
}

/// Whether JSON Lines have a story, or nothing at all, or are no text, which is skipped.
fn has_records(bytes: &[u8]) -> bool {
    decode(bytes) == Err(Undecodable::Binary)
        || bytes.trim_ascii().is_empty()
        || bytes.split(|b| *b == b'\n').any(|line| line.starts_with(b"{\"text\":"))
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
            *gone.entry(bytes).or_default() += u64::from(is_story(bytes) && !has_lines(path));
        }
    }
    for (path, bytes) in after {
        match before.get(path) {
            _ if has_lines(path) && !has_records(bytes) => changes.failed += 1,
            Some(old) if old == bytes => changes.unchanged += 1,
            Some(_) => changes.changed += 1,
            None => match gone.get_mut(bytes.as_slice()).filter(|n| **n > 0 && !has_lines(path)) {
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
            // What is in a file that has its bytes is told by reading it for stories only.
            prop_assert_eq!((dry.changes.moved, dry.changes.gone), (changes.moved, changes.gone));
            prop_assert!(dry.changes == changes || changes.failed > 0);
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
    let names = NAMES.into_iter().filter(|name| *name != "a" && !has_lines(Path::new(name)));
    for (name, text) in names.zip(stories()) {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), text).unwrap();
        set_age(&root.join(name), 1000);
    }
    let place = place(&root, &folder.path().join("index"));
    (folder, place)
}

const FILES: u64 = NAMES.len() as u64 - 3;

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
    meta.as_object_mut().unwrap().remove("checksum");
    fs::write(path, meta.to_string()).unwrap();
}

#[test]
fn what_a_run_left_that_ended_just_before_its_commit_is_in_nobodys_way() {
    let (_folder, place) = sample();
    run(&place, &BuildOptions::default());
    let meta = fs::read(place.dir.join("meta.json")).unwrap();
    fs::remove_file(place.archive.join("c/z")).unwrap();
    let first = run(&place, &BuildOptions::default());
    let dels = fs::read_dir(&place.dir).unwrap().map(|e| e.unwrap().path());
    assert!(dels.filter(|path| path.extension().is_some_and(|end| end == "del")).count() > 0);
    let after = answers(&place);
    fs::write(place.dir.join("meta.json"), meta).unwrap();
    let second = run(&place, &BuildOptions::default());
    assert_eq!((second.changes, second.counts), (first.changes, first.counts));
    assert_eq!(answers(&place), after);
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
    let over = small.counts.reasons[&Reason::TooLarge];
    assert!(over > 0 && over < FILES);
    let all = run(&place, &BuildOptions::default());
    assert_eq!(all.changes, Changes { changed: over, unchanged: FILES - over, ..Changes::default() });
    assert!(!all.counts.reasons.contains_key(&Reason::TooLarge));
    let small_again = run(&place, &options);
    assert_eq!(small_again.counts, small.counts);
    assert!(run(&place, &options).generation.is_none());
}

#[test]
fn many_writers_make_segments_that_are_merged_once() {
    let (_folder, place) = sample();
    for i in 0..300 {
        fs::write(place.archive.join(format!("{i}.txt")), format!("Story {i} of the harbour.")).unwrap();
    }
    for batch in [40, 1000] {
        let options = BuildOptions { jobs: 16, batch, full: true, ..BuildOptions::default() };
        assert_eq!(run(&place, &options).counts.indexed, FILES + 300);
    }
}

#[test]
fn a_story_renamed_to_json_lines_is_read_as_such() {
    let (_folder, place) = sample();
    fs::write(place.archive.join("x.txt"), "{\"text\": \"Rain fell on Leeds.\"}\n").unwrap();
    run(&place, &BuildOptions::default());
    fs::rename(place.archive.join("x.txt"), place.archive.join("x.jsonl")).unwrap();
    assert_eq!(run(&place, &BuildOptions::default()).changes.moved, 0);
    assert_eq!(Archive::open(&place).unwrap().generation.stories, FILES + 1);
}

#[test]
fn a_change_of_the_extractor_has_a_new_version() {
    // Whoever changes what comes of a text changes `EXTRACTOR` and this hash: older indexes are then read
    // again by the next run.
    let mut hasher = blake3::Hasher::new();
    for text in stories() {
        let text = String::from_utf8_lossy(&text).into_owned();
        let story = Story::from_text(&text, &Options::default());
        hasher.update(&serde_json::to_vec(&story.record(None, None)).unwrap());
    }
    insta::assert_snapshot!(format!("{EXTRACTOR} {}", &hasher.finalize().to_hex()[..16]), @"3 a234cdd0664189c8");
}
