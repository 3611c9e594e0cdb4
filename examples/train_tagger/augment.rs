//! Stories made from others: openings in capitals, as headlines are, and names of other cultures.

use morgue::extract::entities::Kind;
use morgue::text::Span;

use crate::crf::Random;
use crate::data::Story;

/// Longest opening that is made a headline, in bytes.
const HEADLINE: usize = 110;

/// Adds made stories to those given.
pub fn add(stories: &mut Vec<Story>) {
    let mut random = Random::new(7);
    let headlines: Vec<Story> = stories
        .iter()
        .filter(|_| random.below(4) == 0)
        .filter_map(|story| headed(story, random_case(story)))
        .collect();
    stories.extend(headlines);
}

/// Capitals for two of three stories, Title Case for the third.
fn random_case(story: &Story) -> fn(&str) -> String {
    if story.number % 3 == 0 { title_case } else { str::to_uppercase }
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
