//! Searches while an index run goes on: every answer is of one whole generation.
//!
//! `MORGUE_SECONDS=120 cargo test --release --test readers` is the whole of it; without it there are some
//! seconds.

#![allow(clippy::unwrap_used, reason = "a test may fail by unwrap")]

mod common;

use std::fs;
use std::path::Path;
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

#[test]
fn whoever_searches_during_a_run_sees_one_generation() {
    let seconds = std::env::var("MORGUE_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(4);
    let folder = tempfile::tempdir().unwrap();
    let place = place(&folder.path().join("archive"), &folder.path().join("index"));
    fs::create_dir(&place.archive).unwrap();
    write(&place.archive, 0);
    let options = BuildOptions { jobs: 2, ..BuildOptions::default() };
    build(&place, &options, &Unwatched, None).unwrap();
    let (over, answers) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut edition = 0;
    thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| search(&place, &over, &answers))).collect();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(seconds) && !readers.iter().any(|r| r.is_finished()) {
            edition += 1;
            write(&place.archive, edition);
            build(&place, &options, &Unwatched, None).unwrap();
        }
        over.store(true, Ordering::SeqCst);
    });
    println!("{edition} runs, {} answers", answers.into_inner());
    assert!(edition > 1);
}
