//! Searches while an index run goes on: every answer is of one whole generation.
//!
//! Once the readers are threads beside the run, once they and the run are processes of their own.
//! `MORGUE_SECONDS=120 cargo test --release --test readers` is the whole of it; without it there are some
//! seconds.

#![allow(clippy::unwrap_used, reason = "a test may fail by unwrap")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::Unwatched;
use common::changing::place;
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, BuildOptions, build};
use morgue::query::parse;
use morgue::search::{Engine, Facet, FacetOrder, FacetRequest, LocalEngine, Request, Want};

/// Stories of the archive; each names the edition and one person who is in this edition only.
const STORIES: usize = 60;

fn write(root: &Path, edition: usize) {
    for i in 0..STORIES {
        let text = format!(
            "LEEDS, March {} - The harbour of edition{edition} stays shut, Vera Hale{} said on Monday.\n",
            i % 28 + 1,
            letters(edition)
        );
        fs::write(root.join(format!("{i}.txt")), text).unwrap();
    }
}

/// A number as letters, to make a surname of.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// The editions that an answer has, with their stories.
fn editions(engine: &LocalEngine) -> (u64, Vec<String>) {
    let request =
        Request { query: parse("harbour"), sort: None, offset: 0, limit: None, want: Want::Addresses };
    let total = engine.search(&request).unwrap().total;
    let request = FacetRequest {
        query: parse("harbour"),
        facet: Facet::People,
        prefix: None,
        by: FacetOrder::Stories,
        top: None,
    };
    let facet = engine.facet(&request).unwrap();
    (total, facet.values.into_iter().map(|value| format!("{} {}", value.name, value.stories)).collect())
}

fn search(place: &IndexPlace, over: &AtomicBool, answers: &AtomicU64) {
    while !over.load(Ordering::SeqCst) {
        let engine = LocalEngine::new(Archive::open(place).unwrap());
        for _ in 0..3 {
            let (total, people) = editions(&engine);
            assert_eq!((total, people.len()), (STORIES as u64, 1), "{people:?}");
            assert!(people[0].ends_with(&format!(" {STORIES}")), "{people:?}");
            answers.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// How long searches go on.
fn duration() -> Duration {
    let seconds = std::env::var("MORGUE_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(4);
    Duration::from_secs(seconds)
}

/// An archive with its first edition indexed.
fn archive(folder: &Path) -> IndexPlace {
    let place = place(&folder.join("archive"), &folder.join("index"));
    fs::create_dir(&place.archive).unwrap();
    write(&place.archive, 0);
    build(&place, &options(), &Unwatched, None).unwrap();
    place
}

fn options() -> BuildOptions {
    BuildOptions { jobs: 2, ..BuildOptions::default() }
}

#[test]
fn whoever_searches_during_a_run_sees_one_generation() {
    let folder = tempfile::tempdir().unwrap();
    let place = archive(folder.path());
    let (over, answers) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut edition = 0;
    thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| search(&place, &over, &answers))).collect();
        let begun = Instant::now();
        while begun.elapsed() < duration() && !readers.iter().any(|r| r.is_finished()) {
            edition += 1;
            write(&place.archive, edition);
            build(&place, &options(), &Unwatched, None).unwrap();
        }
        over.store(true, Ordering::SeqCst);
    });
    println!("{edition} runs, {} answers", answers.into_inner());
    assert!(edition > 1);
}

/// Where the archive and its index lie, for the processes.
const FOLDER: &str = "MORGUE_READ_FOLDER";

/// The place that a process of ours was given; none in a run of all tests.
fn given() -> Option<IndexPlace> {
    let folder = std::env::var_os(FOLDER).map(PathBuf::from)?;
    Some(place(&folder.join("archive"), &folder.join("index")))
}

#[test]
#[ignore = "the process that indexes"]
fn indexing() {
    let Some(place) = given() else { return };
    let begun = Instant::now();
    let mut edition = 0;
    while begun.elapsed() < duration() {
        edition += 1;
        write(&place.archive, edition);
        build(&place, &options(), &Unwatched, None).unwrap();
    }
    println!("\n{edition} done");
}

#[test]
#[ignore = "a process that searches"]
fn searching() {
    let Some(place) = given() else { return };
    let (over, answers) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        let reader = scope.spawn(|| search(&place, &over, &answers));
        let begun = Instant::now();
        while begun.elapsed() < duration() && !reader.is_finished() {
            thread::sleep(Duration::from_millis(50));
        }
        over.store(true, Ordering::SeqCst);
    });
    println!("\n{} done", answers.into_inner());
}

fn process(test: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// How much a process did.
fn done(process: Child) -> u64 {
    let output = process.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    out.lines().find_map(|line| line.strip_suffix(" done")).unwrap().parse().unwrap()
}

#[test]
fn processes_that_search_beside_one_that_indexes_see_one_generation() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path());
    let indexing = process("indexing", folder.path());
    let searching: Vec<Child> = (0..4).map(|_| process("searching", folder.path())).collect();
    let answers: Vec<u64> = searching.into_iter().map(done).collect();
    let runs = done(indexing);
    println!("{runs} runs, {answers:?} answers");
    assert!(runs > 1 && answers.iter().all(|answers| *answers > 0));
}
