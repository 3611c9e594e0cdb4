//! From the speaker's words to somebody of the story.

use super::cast::{Cast, Mention};
use super::course::{Course, Whom};
use super::phrases::{Phrase, Who};
use super::words::{Class, is_writing, title_gender};
use crate::extract::Gender;
use crate::text::Span;
use crate::text::blanks::collapsed;
use crate::text::fold::without_possessive;

/// Who speaks, as far as it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    /// The fullest name, or the words of the text.
    pub name: String,
    /// Index into the cast.
    pub figure: Option<usize>,
    /// The words of the text.
    pub written: Span,
    /// How sure the resolution is, in hundredths.
    pub percent: u32,
}

/// Mentions looked at before a role.
const LOOK_BACK: usize = 24;

/// Resolves a phrase.
pub(super) fn resolve(course: &Course, phrase: &Phrase) -> Option<Speaker> {
    let Course { text, cast, .. } = *course;
    match phrase.who {
        Who::Name => Some(by_name(text, cast, phrase)),
        Who::Role => by_role(text, cast, phrase),
        Who::Pronoun(gender) => by_pronoun(course, phrase.span, gender),
        Who::Other => None,
    }
}

fn by_name(text: &str, cast: &Cast, phrase: &Phrase) -> Speaker {
    let words = phrase.name.unwrap_or(phrase.span).of(text);
    let figure = figure_of(text, cast, phrase);
    let name = figure.map_or_else(|| plain(words), |f| cast.figures[f].name.clone());
    Speaker { name, figure, written: phrase.span, percent: if figure.is_some() { 100 } else { 70 } }
}

/// The figure that a phrase with a name means.
pub(super) fn figure_of(text: &str, cast: &Cast, phrase: &Phrase) -> Option<usize> {
    let span = phrase.name?;
    if let Some(figure) = cast.at(span) {
        return Some(figure);
    }
    if let Some(last) = cast.within(phrase.span).last().filter(|m| closes(text, phrase.span, m.span)) {
        return Some(last.figure);
    }
    let words = span.of(text);
    let lead = Span::new(phrase.span.start.min(span.start), span.start).of(text).to_lowercase();
    let gender = lead.split_whitespace().rev().find_map(title_gender);
    let last = words.split_whitespace().next_back().unwrap_or(words);
    let single = !words.trim().contains(char::is_whitespace);
    cast.find(last, gender).filter(|&f| single || same_first(&cast.figures[f].name, words))
}

/// `Former Secretary of State Jane Doe`: the person at the phrase's end, not behind a preposition.
fn closes(text: &str, phrase: Span, name: Span) -> bool {
    let before = Span::new(phrase.start, name.start.max(phrase.start)).of(text);
    let last = before.split_whitespace().next_back().unwrap_or("");
    let class = || Class::of(last);
    name.end == phrase.end
        && name.start > phrase.start
        && !class().is_preposition()
        && !class().is_determiner()
}

fn same_first(name: &str, words: &str) -> bool {
    name.split_whitespace().next() == words.split_whitespace().next()
}

/// Single blanks, no possessive.
pub(super) fn plain(words: &str) -> String {
    without_possessive(&collapsed(words)).to_owned()
}

/// `the senator` is the senator last named; else the role stands as written.
fn by_role(text: &str, cast: &Cast, phrase: &Phrase) -> Option<Speaker> {
    let words = phrase.span.of(text);
    let known = holder(text, cast, phrase.span).or_else(|| writer(text, cast, phrase.span));
    let name = known.map_or_else(|| plain(words), |f| cast.figures[f].name.clone());
    Some(Speaker {
        name,
        figure: known,
        written: phrase.span,
        percent: if known.is_some() { 80 } else { 94 },
    })
}

/// `Doe's letter`: Doe.
fn writer(text: &str, cast: &Cast, span: Span) -> Option<usize> {
    let words = span.of(text);
    words.split_whitespace().next_back().filter(|w| is_writing(w))?;
    let ends = words.find("'s ").or_else(|| words.find("’s "))?;
    cast.at(Span::new(span.start, span.start + ends))
}

/// Who holds `the office`.
pub(super) fn holder(text: &str, cast: &Cast, span: Span) -> Option<usize> {
    let words = span.of(text);
    words.get(..4).filter(|w| w.eq_ignore_ascii_case("the "))?;
    titled(cast, words, span.start)
}

fn titled(cast: &Cast, words: &str, at: usize) -> Option<usize> {
    words.split_whitespace().next_back().filter(|h| Class::of(&h.to_lowercase()).is_office())?;
    let low = words.to_lowercase();
    if low.contains(" of ") || low.contains(" for ") {
        return None;
    }
    let head = low.split_whitespace().next_back()?;
    let short = short_title(head);
    let holds = |m: &&Mention| {
        let titles = &cast.figures[m.figure].titles;
        titles.split([' ', ',']).any(|t| t == head || t.trim_end_matches('.') == short)
    };
    cast.before(at).take(LOOK_BACK).find(holds).map(|m| m.figure)
}

fn short_title(title: &str) -> &str {
    match title {
        "senator" => "sen",
        "governor" => "gov",
        "representative" | "congressman" | "congresswoman" => "rep",
        "general" => "gen",
        "professor" => "prof",
        _ => title,
    }
}

/// Whom the course of the story makes of a pronoun.
fn by_pronoun(course: &Course, span: Span, gender: Gender) -> Option<Speaker> {
    let meant = course.meant(span.start, gender)?;
    let (name, figure) = match meant.whom {
        Whom::Figure(figure) => (course.cast.figures[figure].name.clone(), Some(figure)),
        Whom::Role(words) => (plain(words.of(course.text)), None),
    };
    Some(Speaker { name, figure, written: span, percent: sureness(meant.lead) })
}

/// How often the figure that leads by so many points was the right one, on the safe side of hand-labelled
/// development stories.
const fn sureness(lead: i64) -> u32 {
    match lead {
        1000.. => 91,
        700.. => 86,
        300.. => 78,
        _ => 70,
    }
}
