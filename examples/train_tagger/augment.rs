//! Stories made from others: openings in capitals, as headlines are, and names of other cultures.

use std::collections::HashMap;

use morgue::extract::entities::Kind;
use morgue::text::Span;

use crate::crf::Random;
use crate::data::Story;

/// Longest opening that is made a headline, in bytes.
const HEADLINE: usize = 110;

/// Adds made stories to those given.
pub fn add(stories: &mut Vec<Story>) {
    let mut random = Random::new(7);
    let names = full_names(stories);
    let mut made = Vec::new();
    for story in stories.iter() {
        if random.below(16) == 0 {
            made.extend(headed(story, random_case(story)));
        }
        if story.set != "gmb" || random.below(8) == 0 {
            made.push(renamed(story, &names, &mut random));
        }
    }
    stories.extend(made);
}

/// Given name and surname of the people of our own stories, who are of all cultures.
fn full_names(stories: &[Story]) -> Vec<(String, String)> {
    let own = stories.iter().filter(|story| story.set == "own");
    let people = own
        .flat_map(|s| s.names.iter().filter(|(k, _)| *k == Some(Kind::Person)).map(|(_, at)| at.of(&s.text)));
    let pairs = people.filter_map(|name| name.split_once(' '));
    let plain = pairs.filter(|(given, rest)| {
        given.len() > 2 && rest.contains(char::is_lowercase) && !rest.contains(['"', ',', '\n'])
    });
    plain.map(|(given, rest)| (given.to_owned(), rest.to_owned())).collect()
}

/// The story with other people: each word of a name becomes the same other word wherever a name has it.
fn renamed(story: &Story, pool: &[(String, String)], random: &mut Random) -> Story {
    let mut new: HashMap<&str, &str> = HashMap::new();
    let mut out =
        Story { text: String::new(), names: Vec::new(), weight: story.weight * RENAMED, ..story.clone() };
    let people = story.names.iter().filter(|(kind, _)| *kind == Some(Kind::Person));
    for name in people.map(|(_, span)| span.of(&story.text)) {
        let words: Vec<&str> = name.split_whitespace().collect();
        if let ([given, .., surname], false) = (words.as_slice(), pool.is_empty()) {
            let (to_given, to_surname) = &pool[random.below(pool.len())];
            new.entry(given).or_insert(to_given);
            new.entry(surname).or_insert(to_surname);
        }
    }
    let mut from = 0;
    for &(kind, span) in &story.names {
        if span.start < from {
            continue;
        }
        out.text.push_str(story.text.get(from..span.start).unwrap_or_default());
        let start = out.text.len();
        out.text.push_str(&match kind {
            Some(Kind::Person) => swapped(span.of(&story.text), &new),
            _ => span.of(&story.text).to_owned(),
        });
        out.names.push((kind, Span::new(start, out.text.len())));
        from = span.end;
    }
    out.text.push_str(story.text.get(from..).unwrap_or_default());
    out
}

/// A name with its first and last word changed, and no middle; one word alone as it is changed elsewhere.
fn swapped(name: &str, new: &HashMap<&str, &str>) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let to = |word: &&str| new.get(word).copied().unwrap_or(word).to_owned();
    match words.as_slice() {
        [only] => to(only),
        [given, .., surname] => format!("{} {}", to(given), to(surname)),
        [] => String::new(),
    }
}

/// How much a story with other names counts.
const RENAMED: f32 = 0.5;

/// Capitals for two of three stories, Title Case for the third.
fn random_case(story: &Story) -> fn(&str) -> String {
    if story.number.is_multiple_of(3) { title_case } else { str::to_uppercase }
}

/// The story with its first sentence above it once more, in another case.
fn headed(story: &Story, case: fn(&str) -> String) -> Option<Story> {
    let end = story.text.find(['.', '\n'])?;
    let opening = story.text.get(..end).filter(|o| o.len() < HEADLINE && o.len() > 20)?;
    let mut names: Vec<(Option<Kind>, Span)> = Vec::new();
    let mut text = String::new();
    let mut from = 0;
    for &(kind, span) in story.names.iter().filter(|(_, span)| span.end <= end) {
        text.push_str(&case(opening.get(from..span.start)?));
        let start = text.len();
        text.push_str(&case(span.of(opening)));
        names.push((kind, Span::new(start, text.len())));
        from = span.end;
    }
    text.push_str(&case(opening.get(from..)?));
    text.push('\n');
    let by = text.len();
    text.push_str(&story.text);
    names.extend(story.names.iter().map(|&(kind, span)| (kind, span.shifted(by))));
    Some(Story { text, names, ..story.clone() })
}

/// Words of four letters and more with a capital.
fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let mut chars = part.chars();
        match chars.next() {
            Some(first) if part.len() > 4 => out.extend(first.to_uppercase().chain(chars)),
            _ => out.push_str(part),
        }
    }
    out
}
