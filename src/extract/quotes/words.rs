//! Small closed word classes of English that attribution reads: determiners, auxiliaries, titles.
//! The lists are `schema/speaker-words.v1.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::phrases::Who;
use super::shapes::Shapes;
use crate::extract::Gender;
use crate::extract::entities::Fast;

/// The classes, in the order of their bits.
const CLASSES: [&str; 11] = [
    "determiner",
    "preposition",
    "particle",
    "not_adverb",
    "aside",
    "stop",
    "time",
    "title",
    "office",
    "role",
    "body",
];
const DETERMINER: u16 = 1;
const PREPOSITION: u16 = 1 << 1;
const PARTICLE: u16 = 1 << 2;
const NOT_ADVERB: u16 = 1 << 3;
const ASIDE: u16 = 1 << 4;
const STOP: u16 = 1 << 5;
const TIME: u16 = 1 << 6;
const TITLE: u16 = 1 << 7;
const OFFICE: u16 = 1 << 8;
const ROLE: u16 = 1 << 9;
const BODY: u16 = 1 << 10;

/// The words with their classes.
struct Table {
    classes: HashMap<String, u16, Fast>,
    shapes: Shapes,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../../schema/speaker-words.v1.json")).unwrap_or_default();
    let mut table = Table { classes: HashMap::default(), shapes: Shapes::new() };
    for (bit, class) in CLASSES.iter().enumerate() {
        let lines = file[class].as_array().into_iter().flatten().filter_map(|line| line.as_str());
        for word in lines.flat_map(|line| line.split(' ')) {
            *table.classes.entry(word.to_owned()).or_insert(0) |= 1 << bit;
            table.shapes.add(word);
        }
    }
    table
});

fn has(low: &str, classes: u16) -> bool {
    let table = &*TABLE;
    table.shapes.may_be(low) && table.classes.get(low).is_some_and(|bits| bits & classes != 0)
}

/// What a pronoun says of its person.
pub(super) fn pronoun(low: &str) -> Option<Who> {
    match low {
        "he" => Some(Who::Pronoun(Gender::Male)),
        "she" => Some(Who::Pronoun(Gender::Female)),
        "they" | "it" | "i" | "we" | "you" => Some(Who::Other),
        _ => None,
    }
}

/// Words that open a noun phrase.
pub(super) fn is_determiner(low: &str) -> bool {
    has(low, DETERMINER)
}

/// Prepositions that go on a noun phrase.
pub(super) fn is_preposition(low: &str) -> bool {
    has(low, PREPOSITION)
}

/// Small words inside names: `Ursula von der Leyen`, `Osama bin Laden`.
pub(super) fn is_particle(low: &str) -> bool {
    has(low, PARTICLE)
}

/// Words between a subject and its verb: adverbs and auxiliaries.
pub(super) fn is_aside(low: &str) -> bool {
    has(low, ASIDE) || (low.len() > 4 && low.ends_with("ly") && !has(low, NOT_ADVERB))
}

/// Words that a speaker's phrase never runs over.
pub(super) fn is_stop(low: &str) -> bool {
    has(low, STOP)
}

/// Stops and determiners: no name begins with one.
pub(super) fn is_small(low: &str) -> bool {
    has(low, STOP | DETERMINER)
}

/// Days and the like: `said Monday`.
pub(super) fn is_time(low: &str) -> bool {
    has(low.trim_end_matches('.'), TIME)
}

/// Titles before a name; all up to the last one is left out of the name.
pub(super) fn is_title(low: &str) -> bool {
    has(low.trim_end_matches('.'), TITLE | OFFICE)
}

/// Offices that stand before a name or alone.
pub(super) fn is_office(low: &str) -> bool {
    has(low, OFFICE)
}

/// Nouns for people and bodies that speak: a phrase without an article may open with one.
pub(super) fn is_role(low: &str) -> bool {
    has(low, ROLE | OFFICE)
}

/// Words of names that are not people's: `University`, `Street`.
pub(super) fn is_body(low: &str) -> bool {
    has(low.trim_end_matches("'s"), BODY)
}

/// What somebody writes or says at length: `Doe's letter` speaks for Doe.
pub(super) fn is_writing(low: &str) -> bool {
    matches!(
        low,
        "letter"
            | "post"
            | "tweet"
            | "email"
            | "op-ed"
            | "column"
            | "memo"
            | "response"
            | "reply"
            | "message"
            | "answer"
            | "memoir"
            | "statement"
            | "note"
    )
}

/// Gender told by a title.
pub(super) fn title_gender(low: &str) -> Option<Gender> {
    match low.trim_end_matches('.') {
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "chairman" | "spokesman" | "actor"
        | "businessman" | "pope" | "councilman" | "father" | "imam" | "bishop" | "archbishop"
        | "cardinal" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "baroness" | "congresswoman"
        | "chairwoman" | "spokeswoman" | "actress" | "businesswoman" | "councilwoman" | "sister" => {
            Some(Gender::Female)
        }
        _ => None,
    }
}
