//! How fast is the extractor, stage by stage, on one core?
//!
//! Reads an archive into memory and runs each stage over all of its stories, several rounds in turn;
//! prints the median of words a second. A word is what stands between blanks. Run it with
//!
//!     MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench extract
//!
//! Without a folder it takes the sample archive, which is small. Beside the stages stands the time of
//! a plain count of words, the least that any reader of the text must spend: ratios to it travel
//! between machines, words a second do not.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use morgue::corpus::{Entry, WalkOptions, read, walk};
use morgue::extract::{Entities, Given, Page, entities, facts, quotes};
use morgue::segment::{self, Anatomy};
use morgue::{Options, Story};

const STORIES: usize = 30_000;
const ROUNDS: usize = 7;

/// A story with what the stages before the one measured have found.
struct Read {
    text: String,
    anatomy: Anatomy,
    facts: facts::Facts,
    names: Entities,
}

/// A stage: its name, and what it does to one story.
type Stage = (&'static str, fn(&Read));

const STAGES: [Stage; 7] = [
    ("count words", |read| {
        black_box(words(&read.text));
    }),
    ("segment", |read| drop(black_box(segment::segment(&read.text, None, false)))),
    ("facts", |read| drop(black_box(facts::facts(page(read), &Given::default())))),
    ("people, places, organisations", |read| {
        drop(black_box(entities::entities(page(read), read.facts.dateline.as_ref())));
    }),
    ("quotes", |read| drop(black_box(quotes::quotes(page(read), &read.names)))),
    ("segment and quotes", |read| {
        drop(black_box(segment::segment(&read.text, None, false)));
        drop(black_box(quotes::quotes(page(read), &read.names)));
    }),
    ("whole story", |read| drop(black_box(Story::from_text(&read.text, &Options::default())))),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus");
    let archive = std::env::var_os("MORGUE_BENCH_ARCHIVE").map_or(sample, PathBuf::from);
    let stories = stories(&archive)?;
    let total: usize = stories.iter().map(|read| words(&read.text)).sum();
    println!("{} stories, {total} words, one core, median of {ROUNDS} rounds", stories.len());
    println!("| stage | Mwords/s | MB/s | x count words |");
    println!("|---|---|---|---|");
    let bytes: usize = stories.iter().map(|read| read.text.len()).sum();
    let seconds = measure(&stories);
    for ((name, _), s) in STAGES.iter().zip(&seconds) {
        let (mwords, mb) = (total as f64 / s / 1e6, bytes as f64 / s / 1e6);
        println!("| {name} | {mwords:.2} | {mb:.1} | {:.1} |", s / seconds[0]);
    }
    Ok(())
}

/// Median seconds of each stage; the stages take turns, so that a slow moment of the machine meets all.
fn measure(stories: &[Read]) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(ROUNDS); STAGES.len()];
    for _ in 0..ROUNDS {
        for ((_, stage), times) in STAGES.iter().zip(&mut times) {
            let start = Instant::now();
            stories.iter().for_each(stage);
            times.push(start.elapsed().as_secs_f64());
        }
    }
    times.iter_mut().for_each(|t| t.sort_by(f64::total_cmp));
    times.iter().map(|t| t[t.len() / 2]).collect()
}

fn stories(archive: &Path) -> Result<Vec<Read>, Box<dyn std::error::Error>> {
    let options = WalkOptions::default();
    let files = walk(archive, &options)?.filter_map(|entry| match entry {
        Entry::File(file) => read(&file, &options).ok(),
        Entry::Notice(_) => None,
    });
    Ok(files.take(STORIES).map(|file| story(file.decoded.text)).collect())
}

fn story(text: String) -> Read {
    let anatomy = segment::segment(&text, None, false);
    let page = Page { text: &text, anatomy: &anatomy };
    let facts = facts::facts(page, &Given::default());
    let names = entities::entities(page, facts.dateline.as_ref());
    Read { anatomy, facts, names, text }
}

fn page(read: &Read) -> Page<'_> {
    Page { text: &read.text, anatomy: &read.anatomy }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
