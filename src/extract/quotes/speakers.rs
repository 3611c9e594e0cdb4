//! From the speaker's words to somebody of the story.

use super::cast::{Cast, Mention};
use super::phrases::{Phrase, Who};
use super::words::{is_office, title_gender};
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

/// Mentions looked at before a pronoun.
const LOOK_BACK: usize = 24;

/// Weights of salience, in bytes of nearness, tuned on development stories: the subject of its
/// sentence or of a verb of speech, the last speaker when no such subject came since, a gender that
/// the story tells.
const SUBJECT: i64 = 600;
const SPOKE_LAST: i64 = 350;
const GENDER_KNOWN: i64 = 200;
/// A capitalised run that the extractor of names did not take for a person.
const OUTSIDER: i64 = -600;

/// Resolves a phrase. `last` is the figure that spoke last, and where.
pub(super) fn resolve(
    text: &str,
    cast: &Cast,
    phrase: &Phrase,
    last: Option<(usize, usize)>,
) -> Option<Speaker> {
    match phrase.who {
        Who::Name => Some(by_name(text, cast, phrase)),
        Who::Role => by_role(text, cast, phrase),
        Who::Pronoun(gender) => by_pronoun(cast, phrase.span, gender, last),
        Who::Other => None,
    }
}

fn by_name(text: &str, cast: &Cast, phrase: &Phrase) -> Speaker {
    let span = phrase.name.unwrap_or(phrase.span);
    let words = span.of(text);
    let lead = Span::new(phrase.span.start.min(span.start), span.start).of(text).to_lowercase();
    let gender = lead.split_whitespace().rev().find_map(title_gender);
    let last = words.split_whitespace().next_back().unwrap_or(words);
    let single = !words.trim().contains(char::is_whitespace);
    let figure = cast
        .at(span)
        .or_else(|| cast.find(last, gender).filter(|&f| single || same_first(&cast.figures[f].name, words)));
    let name = figure.map_or_else(|| plain(words), |f| cast.figures[f].name.clone());
    Speaker { name, figure, written: phrase.span, percent: if figure.is_some() { 100 } else { 95 } }
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
    let known = words
        .get(..4)
        .filter(|w| w.eq_ignore_ascii_case("the "))
        .and_then(|_| titled(cast, words, phrase.span.start));
    let name = known.map_or_else(|| plain(words), |f| cast.figures[f].name.clone());
    Some(Speaker {
        name,
        figure: known,
        written: phrase.span,
        percent: if known.is_some() { 80 } else { 90 },
    })
}

fn titled(cast: &Cast, words: &str, at: usize) -> Option<usize> {
    let low = words.to_lowercase();
    if low.contains(" of ") || low.contains(" for ") {
        return None;
    }
    let head = low.split_whitespace().next_back().filter(|h| is_office(h))?;
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

/// The most salient person of that gender: nearness, subjects and the last speaker count.
fn by_pronoun(cast: &Cast, span: Span, gender: Gender, last: Option<(usize, usize)>) -> Option<Speaker> {
    let mut best: Option<(i64, usize)> = None;
    let mut subject_since = false;
    for mention in cast.before(span.start).take(LOOK_BACK).filter(|m| !m.quoted) {
        let Some(fit) = fit(cast, mention.figure, gender) else { continue };
        let away = (span.start.saturating_sub(mention.span.start)) as i64;
        let bonus = if mention.subject { SUBJECT } else { 0 };
        let score = bonus + fit - away;
        subject_since |= mention.subject && last.is_some_and(|(_, at)| at <= mention.span.start);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, mention.figure));
        }
    }
    if let Some((figure, at)) = last
        && let Some(fit) = fit(cast, figure, gender)
    {
        let bonus = if subject_since { 0 } else { SPOKE_LAST };
        let score = bonus + fit - (span.start.saturating_sub(at)) as i64;
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, figure));
        }
    }
    let (_, figure) = best.filter(|&(score, _)| score > -2500)?;
    Some(Speaker {
        name: cast.figures[figure].name.clone(),
        figure: Some(figure),
        written: span,
        percent: 72,
    })
}

/// What the figure's gender and standing add; `None` where the gender differs.
fn fit(cast: &Cast, figure: usize, wanted: Gender) -> Option<i64> {
    let figure = &cast.figures[figure];
    let outsider = if cast.has_people && figure.id.is_none() { OUTSIDER } else { 0 };
    match figure.gender {
        Some(gender) if gender == wanted => Some(GENDER_KNOWN + outsider),
        Some(_) => None,
        None => Some(outsider),
    }
}
