//! Our own stories: plain text with the names in square brackets, `[P1 Ana Lind]`, `[L Oslo]`.

use std::fs;
use std::path::Path;

use morgue::extract::entities::Kind;
use morgue::text::Span;

use crate::Outcome;
use crate::data::Story;

/// How much one of our own stories counts.
const WEIGHT: f32 = 3.0;

/// Reads all files of the folder, in the order of their names.
pub fn read(folder: &Path) -> Outcome<Vec<Story>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut out = Vec::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")) {
        let text = fs::read_to_string(path)?;
        for (head, story) in stories(&text) {
            let (text, names) = unmarked(story.trim())?;
            let id = head.split('|').next().unwrap_or_default().trim().to_owned();
            out.push(Story {
                set: "own".to_owned(),
                number: out.len(),
                id,
                text,
                names,
                others: true,
                weight: WEIGHT,
            });
        }
    }
    Ok(out)
}

/// The parts of a file: what stands behind `===`, and the story under it.
fn stories(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split("\n=== ").map(|part| part.trim_start_matches("=== "));
    parts.filter_map(|part| part.split_once('\n'))
}

/// The text without the marks, and the names that they told.
fn unmarked(marked: &str) -> Outcome<(String, Vec<(Option<Kind>, Span)>)> {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once('[') {
        let (inside, after) = behind.split_once(']').ok_or("a bracket is never closed")?;
        let (mark, name) = inside.split_once([' ', '\n']).ok_or_else(|| format!("no name in [{inside}]"))?;
        let kind = match mark.as_bytes().first() {
            Some(b'P') => Some(Kind::Person),
            Some(b'L') => Some(Kind::Place),
            Some(b'O') => Some(Kind::Org),
            Some(b'F' | b'M') => None,
            _ => return Err(format!("unknown mark in [{inside}]").into()),
        };
        text.push_str(before);
        names.push((kind, Span::new(text.len(), text.len() + name.len())));
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    Ok((text, names))
}
