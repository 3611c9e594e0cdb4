//! What newsroom queries find first in the sample archive, as files that show a change of ranking as a diff.
//!
//! `tests/data/ranks/NN-slug.txt` holds the query; stories that answer it, each behind its grade by hand (3 what was
//! looked for, 2 helps, 1 touches on it); and below `-- ranked` the first ten. `totals.txt` holds the measures.
//! `MORGUE_BLESS=1 cargo test --test ranking` writes anew what is computed; queries and judgements stay.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::SampleArchive;
use morgue::query::parse;
use morgue::search::{Engine, Hit, Request, Want};
use morgue::snippet::Excerpts;

const RANKED: &str = "-- ranked";
const FIRST: usize = 10;
const HEADLINE_CHARS: usize = 48;
/// The columns of totals.txt.
const MEASURES: [&str; 4] = ["recall@3", "recall@10", "MRR", "nDCG@10"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ranks")
}

/// What a person wrote in a file: a query, and a grade for each story that answers it.
struct Judged {
    /// The file's name.
    name: String,
    /// The lines above `-- ranked`, as they stand.
    head: String,
    query: String,
    grades: BTreeMap<String, u32>,
}

impl Judged {
    fn read(name: String) -> Judged {
        let text = fs::read_to_string(folder().join(&name)).unwrap();
        let head: Vec<&str> = text.lines().take_while(|line| *line != RANKED).collect();
        let (query, judgements) = head.split_first().unwrap_or_else(|| panic!("{name}: no query"));
        let mut grades = BTreeMap::new();
        for line in judgements {
            let (grade, address) =
                judgement(line).unwrap_or_else(|| panic!("{name}: no judgement: {line:?}"));
            assert!(grades.insert(address.to_owned(), grade).is_none(), "{name}: judged twice: {address}");
        }
        Judged { query: (*query).to_owned(), head: head.join("\n"), name, grades }
    }

    fn all() -> Vec<Judged> {
        let names = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> =
            names.filter(|name| name.starts_with(|c: char| c.is_ascii_digit())).collect();
        names.sort();
        names.into_iter().map(Judged::read).collect()
    }

    /// The file as it should be.
    fn page(&self, hits: &[Hit]) -> String {
        let lines: Vec<String> = hits.iter().map(|hit| self.line(hit)).collect();
        [vec![self.head.clone(), RANKED.to_owned()], lines].concat().join("\n") + "\n"
    }

    fn line(&self, hit: &Hit) -> String {
        let grade = self.grades.get(&hit.address).map_or(".".to_owned(), u32::to_string);
        let headline: String = hit.headline.as_deref().unwrap_or("").chars().take(HEADLINE_CHARS).collect();
        let headline = headline.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{:>2}  {grade}  {}  {headline}", hit.rank, hit.address).trim_end().to_owned()
    }

    fn measures(&self, addresses: &[String]) -> [f64; 4] {
        let grade = |address: &String| self.grades.get(address).copied().unwrap_or(0);
        let found: Vec<u32> = addresses.iter().take(FIRST).map(grade).collect();
        let mut ideal: Vec<u32> = self.grades.values().copied().collect();
        ideal.sort_by_key(|grade| std::cmp::Reverse(*grade));
        let recall = |k| found.iter().take(k).filter(|g| **g > 0).count() as f64 / ideal.len() as f64;
        // Most of what is found touches on the query, so only what was looked for counts as an answer.
        let first = found.iter().position(|g| *g == 3).map_or(0.0, |before| 1.0 / (before + 1) as f64);
        [recall(3), recall(FIRST), first, gain(&found) / gain(&ideal)]
    }
}

/// `2 1998/02/11/mkts-0007.txt`, a story of the sample archive.
fn judgement(line: &str) -> Option<(u32, &str)> {
    let (grade, address) = line.split_once(' ')?;
    let grade = grade.parse().ok().filter(|grade| (1..=3).contains(grade))?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus").join(address);
    path.is_file().then_some((grade, address))
}

/// Discounted cumulated gain of the first ten (Järvelin and Kekäläinen 2002), with 2^grade - 1 as gain.
fn gain(grades: &[u32]) -> f64 {
    let gain = |(i, grade): (usize, &u32)| f64::from((1 << grade) - 1) / (i as f64 + 2.0).log2();
    // Not `sum`: that of nothing is -0.
    grades.iter().take(FIRST).enumerate().map(gain).fold(0.0, |sum, gain| sum + gain)
}

fn totals(rows: &[(String, [f64; 4])]) -> String {
    let mean = |m: usize| rows.iter().map(|row| row.1[m]).sum::<f64>() / rows.len() as f64;
    let row = |name: &str, cells: [String; 4]| {
        format!("{name:<36}{}\n", cells.map(|cell| format!("{cell:>11}")).concat())
    };
    let numbers = |name: &str, values: [f64; 4]| row(name, values.map(|value| format!("{value:.3}")));
    let mut out = row("", MEASURES.map(str::to_owned));
    out.extend(rows.iter().map(|(name, values)| numbers(name.trim_end_matches(".txt"), *values)));
    out + &numbers("mean", std::array::from_fn(mean))
}

/// The lines by which a file differs, if it does. Git may have changed its line ends.
fn difference(name: &str, computed: &str) -> Option<String> {
    let written = fs::read_to_string(folder().join(name)).unwrap_or_default();
    let (old, new): (Vec<&str>, Vec<&str>) = (written.lines().collect(), computed.lines().collect());
    let only = |sign: char, of: &[&str], other: &[&str]| -> String {
        of.iter().filter(|line| !other.contains(line)).map(|line| format!("{sign} {line}\n")).collect()
    };
    let said = only('-', &old, &new) + &only('+', &new, &old);
    let said = if said.is_empty() { "the same lines in another order\n" } else { &said };
    (old != new).then(|| format!("{name} differs:\n{said}"))
}

#[test]
fn newsroom_queries_are_ranked_as_written() {
    let archive = SampleArchive::indexed();
    let (mut files, mut rows) = (Vec::new(), Vec::new());
    for judged in Judged::all() {
        let query = parse(&judged.query);
        assert!(query.repairs.is_empty(), "{}: {:?}", judged.name, query.repairs);
        let want = Want::Snippets(Excerpts::of(0));
        let request = Request { query, sort: None, offset: 0, limit: Some(FIRST), want };
        let hits = archive.engine.search(&request).unwrap().hits;
        let addresses: Vec<String> = hits.iter().map(|hit| hit.address.clone()).collect();
        rows.push((judged.name.clone(), judged.measures(&addresses)));
        files.push((judged.name.clone(), judged.page(&hits)));
    }
    files.push(("totals.txt".to_owned(), totals(&rows)));
    if std::env::var("MORGUE_BLESS").is_ok_and(|value| value == "1") {
        files.iter().for_each(|(name, text)| fs::write(folder().join(name), text).unwrap());
    }
    let wrong: Vec<String> = files.iter().filter_map(|(name, text)| difference(name, text)).collect();
    let how = "if the new order is meant: MORGUE_BLESS=1 cargo test --test ranking, and commit the diff";
    assert!(wrong.is_empty(), "\n{}\n{how}", wrong.join("\n"));
}

#[test]
fn measures_are_those_of_the_textbook() {
    let grades = [("a", 3), ("b", 2), ("c", 1)].map(|(address, grade)| (address.to_owned(), grade));
    let judged =
        Judged { name: String::new(), head: String::new(), query: String::new(), grades: grades.into() };
    let measures = judged.measures(&["x", "b", "a", "y", "c"].map(str::to_owned));
    // (3/log2 3 + 7/log2 4 + 1/log2 6) / (7/log2 2 + 3/log2 3 + 1/log2 4)
    let wanted = [2.0 / 3.0, 1.0, 1.0 / 3.0, 5.779_642 / 9.392_789];
    measures.iter().zip(wanted).for_each(|(got, want)| assert!((got - want).abs() < 1e-6, "{measures:?}"));
    assert_eq!(judged.measures(&[]), [0.0; 4]);
}
