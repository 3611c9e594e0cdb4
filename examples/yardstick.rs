//! Answers for a yardstick that compares search engines on the same files: the very function that the
//! command line calls, with its defaults (exact total, snippets).
//!
//!     cargo run --release --example yardstick -- bench INDEX QUERIES ROUNDS
//!     cargo run --release --example yardstick -- trec INDEX TOPICS
//!
//! QUERIES holds rows of `kind<TAB>words` (term, and, or, phrase), TOPICS of `id<TAB>words`; topics are sent
//! as words joined by OR.

#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use morgue::index::Archive;
use morgue::index::place::IndexPlace;
use morgue::query::parse;
use morgue::search::{Engine, LocalEngine, Request, Want};
use morgue::snippet::Excerpts;
use morgue::text::words::words;

/// Stories on a page, and fragments of each, as the command line has them.
const PAGE: (usize, usize) = (10, 3);
/// Stories told of a topic.
const RANKED: usize = 1000;

/// That of the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<&str>>().as_slice() {
        ["bench", index, queries, rounds] => bench(&open(index)?, queries, rounds.parse()?),
        ["trec", index, topics] => trec(&open(index)?, topics),
        _ => bail!("usage: yardstick bench INDEX QUERIES ROUNDS | trec INDEX TOPICS"),
    }
}

fn open(index: &str) -> anyhow::Result<LocalEngine> {
    let place = IndexPlace::of_index(&PathBuf::from(index))?;
    Ok(LocalEngine::new(Archive::open(&place)?))
}

fn rows(path: &str) -> anyhow::Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let row = |line: &str| line.split_once('\t').map(|(a, b)| (a.to_owned(), b.to_owned()));
    Ok(text.lines().filter_map(row).collect())
}

fn asked(kind: &str, words: &str) -> String {
    match kind {
        "or" => any_of(words),
        "phrase" => format!("\"{words}\""),
        _ => words.to_owned(),
    }
}

/// The words of a text joined by OR, in small letters: a text all in capitals has no operators in it, and its
/// quote marks ask for no phrase.
fn any_of(text: &str) -> String {
    words(text).map(|word| word.of(text).to_lowercase()).collect::<Vec<_>>().join(" OR ")
}

fn request(typed: &str, limit: usize, want: Want) -> Request {
    Request { query: parse(typed), sort: None, offset: 0, limit: Some(limit), want }
}

fn bench(engine: &LocalEngine, queries: &str, rounds: usize) -> anyhow::Result<()> {
    let asked: Vec<String> = rows(queries)?.iter().map(|(kind, words)| asked(kind, words)).collect();
    let wants = [("with snippets", Want::Snippets(Excerpts::of(PAGE.1))), ("without", Want::Addresses)];
    for (name, want) in wants {
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); asked.len()];
        for round in 0..=rounds {
            for (typed, times) in asked.iter().zip(&mut times) {
                let begun = Instant::now();
                let response = engine.search(&request(typed, PAGE.0, want))?;
                std::hint::black_box(response);
                if round > 0 {
                    times.push(begun.elapsed());
                }
            }
        }
        let mut medians: Vec<Duration> = times.into_iter().map(|times| at(times, 0.5)).collect();
        medians.sort_unstable();
        let ms = |share: f64| at(medians.clone(), share).as_secs_f64() * 1e3;
        println!(
            "morgue query medians {name}: n={} p50={:.3}ms p99={:.3}ms max={:.3}ms",
            medians.len(),
            ms(0.5),
            ms(0.99),
            ms(1.0)
        );
    }
    Ok(())
}

fn at(mut times: Vec<Duration>, share: f64) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

fn trec(engine: &LocalEngine, topics: &str) -> anyhow::Result<()> {
    for (topic, words) in rows(topics)? {
        let response = engine.search(&request(&asked("or", &words), RANKED, Want::Addresses))?;
        for hit in response.hits {
            let story = Path::new(&hit.address).file_stem().unwrap_or_default().to_string_lossy();
            println!("{topic} Q0 {story} {} {} morgue", hit.rank, hit.score);
        }
    }
    Ok(())
}
