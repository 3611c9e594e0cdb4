//! Does a run of words have the shape of the place that opens a dateline?
//!
//! Lists come from `schema/datelines.v1.json`.

use crate::text::calendar::{MONTHS, WEEKDAYS};
use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize, Default)]
struct File {
    cities: Vec<String>,
    labels: Vec<String>,
}

struct Lists {
    cities: HashSet<String>,
    labels: HashSet<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let file: File =
        serde_json::from_str(include_str!("../../../schema/datelines.v1.json")).unwrap_or_default();
    let lower = |words: Vec<String>| words.iter().map(|w| w.to_lowercase()).collect();
    Lists { cities: lower(file.cities), labels: lower(file.labels) }
});

/// Small words inside the names of places.
const PARTICLES: &[&str] = &[
    "al", "am", "an", "and", "aan", "as", "da", "das", "de", "del", "den", "der", "des", "di", "do", "dos",
    "du", "el", "en", "es", "ed", "e", "la", "las", "le", "les", "los", "of", "on", "sur", "the", "upon",
    "y", "zee", "près",
];

/// The most words a place has, state and country included.
const WORDS: usize = 8;

/// What the words of a place look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The first part (before a comma) is in capitals.
    pub(super) capitals: bool,
    /// The first part, or the whole, is a place known to stand alone in datelines.
    pub(super) known: bool,
    /// Some letters of the first part.
    pub(super) letters: usize,
    /// There is a second part: `, Calif.`
    pub(super) parts: usize,
}

/// The shape of `place`, if it can be one: capitalised words, at most three parts, no label, no
/// day or month.
pub(super) fn shape(place: &str) -> Option<Shape> {
    let mut words = 0;
    let mut parts = 0;
    for part in place.split([',', '/']) {
        parts += 1;
        words += part_words(part.trim())?;
    }
    let first = place.split([',', '/']).next()?.trim();
    let known = is_known(first) || is_known(place);
    if parts > 3 || words > WORDS || (is_label(place) && !known) {
        return None;
    }
    Some(Shape {
        capitals: !first.chars().any(char::is_lowercase) && first.chars().any(char::is_uppercase),
        known,
        letters: first.chars().filter(|c| c.is_alphabetic()).count(),
        parts,
    })
}

/// Whether a place of this name is known to stand alone in datelines.
pub(super) fn is_known(name: &str) -> bool {
    LISTS.cities.contains(&name.trim_end_matches('.').to_lowercase())
}

/// Whether the first word, without its marks, is none that opens a place.
fn is_label(place: &str) -> bool {
    let first = place.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
    LISTS.labels.contains(&first.trim_end_matches(['.', ':']).to_lowercase())
}

/// How many words a part has; none if one of them cannot be of a place's name.
fn part_words(part: &str) -> Option<usize> {
    let mut count = 0;
    let mut last_particle = true;
    for word in part.split_whitespace() {
        last_particle = PARTICLES.contains(&word);
        let opens = word.chars().next()?.is_uppercase() || starts_with_caseless(word);
        if !(opens || (last_particle && count > 0)) || !word.chars().all(is_name_char) {
            return None;
        }
        if count > 0 && is_day_or_month(word) {
            return None;
        }
        count += 1;
    }
    (count > 0 && !last_particle).then_some(count)
}

fn starts_with_caseless(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
        || word.strip_prefix(['\'', '’', '‘']).is_some_and(|w| w.starts_with(char::is_alphabetic))
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‘' | '`' | '(' | ')')
}

fn is_day_or_month(word: &str) -> bool {
    WEEKDAYS.iter().chain(&MONTHS).any(|w| w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::{LISTS, shape};

    #[test]
    fn the_lists_are_read() {
        assert!(LISTS.cities.len() > 300 && LISTS.labels.len() > 100);
    }

    #[test]
    fn places_have_the_shape_and_prose_has_not() {
        for place in [
            "MOSCOW",
            "New Delhi",
            "Rio de Janeiro",
            "SAN DIEGO, Calif.",
            "BEIRUT/DAMASCUS",
            "Washington, D.C.",
            "The Hague",
            "Stratford-upon-Avon",
        ] {
            assert!(shape(place).is_some(), "{place}");
        }
        for prose in [
            "The minister",
            "On Monday",
            "Republic of",
            "Born in Sofia",
            "Results",
            "UPDATE 2",
            "",
            "Mr. Roe",
            "in Paris",
        ] {
            assert!(shape(prose).is_none(), "{prose}");
        }
    }
}
