//! Quotation or not, and whose: hand-made cases that were written without sight of the code.
//!
//! The passages of `quotations.tsv` are all here. The stories of `pronoun-speakers.tsv` are not part of the
//! repository: without the development sets beside the checkout that test says that it skips.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use morgue::{Options, Story};
use serde_json::Value;

/// The rows of a table, without its comments.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').collect()).collect()
}

fn whole(text: &str) -> Story {
    Story::from_text(text, &Options { segment: false, ..Options::default() })
}

#[test]
fn what_people_say_is_told_from_titles_nicknames_and_so_calleds() {
    let table = rows(include_str!("data/quotations.tsv"));
    assert_eq!(table.len(), 300);
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for row in &table {
        let [id, label, passage] = row[..] else { panic!("{row:?}") };
        let quoted = !whole(&passage.replace("\\n", "\n")).quotes.is_empty();
        (found, wanted) = (found + usize::from(quoted), wanted + usize::from(label == "quote"));
        right += usize::from(quoted && label == "quote");
        if quoted != (label == "quote") {
            println!("{id} {label} {passage}");
        }
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    println!("precision {precision:.3} recall {recall:.3}");
    assert!(precision >= 0.97 && recall >= 0.97, "precision {precision:.3} recall {recall:.3}");
}

/// The last word of a name, folded: what the labels have.
fn surname(name: &str) -> String {
    morgue::text::fold::fold(name.rsplit([' ', '-']).next().unwrap_or(name))
}

#[test]
fn he_and_she_are_whom_a_reader_takes_them_for() {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/quotes/polnear-train.jsonl");
    let Ok(text) = fs::read_to_string(&set) else {
        return println!("skipped: there is no {}", set.display());
    };
    let stories: HashMap<String, String> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .map(|story: Value| {
            (story["id"].as_str().unwrap().to_owned(), story["text"].as_str().unwrap().to_owned())
        })
        .collect();
    let table = rows(include_str!("data/pronoun-speakers.tsv"));
    assert_eq!(table.len(), 150);
    let mut right = 0;
    for row in &table {
        let (start, end): (usize, usize) = (row[1].parse().unwrap(), row[2].parse().unwrap());
        let story = whole(&stories[row[0]]);
        let at = |point: usize| story.text.char_indices().nth(point).map_or(story.text.len(), |(at, _)| at);
        let (start, end) = (at(start), at(end));
        let overlap = |q: &&morgue::extract::Quote| q.span.start < end && start < q.span.end;
        let speaker = story.quotes.iter().find(overlap).and_then(|q| q.speaker.as_deref());
        right += usize::from(match (row[3], speaker) {
            ("-", speaker) => speaker.is_none(),
            (name, Some(speaker)) => surname(speaker) == surname(name),
            (_, None) => false,
        });
    }
    let share = right as f64 / table.len() as f64;
    println!("{right} of {} right: {share:.3}", table.len());
    assert!(share >= 0.88, "{share:.3}");
}
