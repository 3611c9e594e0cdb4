//! Stories and page furniture that were written without sight of the code: `tests/data/furniture`.
//!
//! Whatever furniture stands behind a story, every line of the story stays body.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use morgue::segment::{Line, LineKind, segment};

/// The most of all furniture lines, in a hundred, that may be taken for story.
const TAKEN: usize = 8;

/// The files of one kind with their names, in order.
fn files(kind: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/furniture");
    let names = (1..=20).map(|i| format!("{kind}-{i:02}"));
    let read = |name: &String| fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
    names.map(|name| (name.clone(), read(&name))).collect()
}

/// Whether a line of a story is read as it should be. One that opens the text may be taken for its title.
fn is_story(at: usize, line: &Line) -> bool {
    match line.kind {
        LineKind::Headline => at == 0,
        kind => matches!(kind, LineKind::Body | LineKind::Crosshead | LineKind::Blank),
    }
}

#[test]
fn stories_alone_are_all_body() {
    for (name, story) in files("story") {
        for (at, line) in segment(&story, None, false).lines.iter().enumerate() {
            assert!(is_story(at, line), "{name}: {} is {}", line.span.of(&story), line.kind);
        }
    }
}

#[test]
fn no_furniture_costs_a_story_a_line() {
    let (mut lost, mut taken, mut furniture_lines) = (Vec::new(), 0, 0);
    for (story_name, story) in files("story") {
        for (furniture_name, furniture) in files("furniture") {
            let page = format!("{}\n\n{furniture}", story.trim_end());
            let lines = segment(&page, None, false).lines;
            let count = story.trim_end().lines().count();
            for (at, line) in lines[..count].iter().enumerate().filter(|(at, line)| !is_story(*at, line)) {
                let line = format!("{} is {}", line.span.of(&page), line.kind);
                lost.push(format!("{story_name} with {furniture_name}, line {}: {line}", at + 1));
            }
            let behind = lines[count..].iter().filter(|line| line.kind != LineKind::Blank);
            furniture_lines += behind.clone().count();
            taken += behind.filter(|line| line.kind.is_searched()).count();
        }
    }
    println!("{} lines lost, {taken} of {furniture_lines} lines of furniture taken", lost.len());
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(taken * 100 <= furniture_lines * TAKEN, "{taken} of {furniture_lines}");
}
