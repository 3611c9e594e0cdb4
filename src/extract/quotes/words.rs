//! Small closed word classes of English that attribution reads: determiners, auxiliaries, titles.
//! The lists are `schema/speaker-words.v1.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cues::cue_words;
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

/// The first word of a cue.
const CUE: u16 = 1 << 11;

/// The words with their classes.
struct Table {
    classes: HashMap<String, u16, Fast>,
    shapes: Shapes,
}

impl Table {
    fn add(&mut self, word: &str, class: u16) {
        *self.classes.entry(word.to_owned()).or_insert(0) |= class;
        self.shapes.add(word);
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../../schema/speaker-words.v1.json")).unwrap_or_default();
    let mut table = Table { classes: HashMap::default(), shapes: Shapes::new() };
    for (bit, class) in CLASSES.iter().enumerate() {
        let lines = file[class].as_array().into_iter().flatten().filter_map(|line| line.as_str());
        lines.flat_map(|line| line.split(' ')).for_each(|word| table.add(word, 1 << bit));
    }
    cue_words().for_each(|word| table.add(word, CUE));
    table
});

/// The classes that the lists give a word.
fn listed(low: &str) -> u16 {
    let table = &*TABLE;
    if table.shapes.may_be(low) { table.classes.get(low).copied().unwrap_or_default() } else { 0 }
}

/// What a word is: all that the lists say of it, looked up once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u16);

impl Class {
    /// Of a word in lower case. Times and titles may have a point behind them, bodies a possessive.
    pub fn of(low: &str) -> Class {
        let own = listed(low);
        let pointed = if low.ends_with('.') { listed(low.trim_end_matches('.')) } else { own };
        let owning = if low.ends_with("'s") { listed(low.trim_end_matches("'s")) } else { own };
        let title = if pointed & (TITLE | OFFICE) != 0 { TITLE } else { 0 };
        let adverb = low.len() > 4 && low.ends_with("ly") && own & NOT_ADVERB == 0;
        let aside = if adverb { ASIDE } else { 0 };
        Class(own & !(TIME | TITLE | BODY) | pointed & TIME | title | owning & BODY | aside)
    }

    const fn has(self, classes: u16) -> bool {
        self.0 & classes != 0
    }

    /// Opens a noun phrase.
    pub const fn is_determiner(self) -> bool {
        self.has(DETERMINER)
    }

    /// A preposition that goes on a noun phrase.
    pub const fn is_preposition(self) -> bool {
        self.has(PREPOSITION)
    }

    /// A small word inside names: `Ursula von der Leyen`, `Osama bin Laden`.
    pub const fn is_particle(self) -> bool {
        self.has(PARTICLE)
    }

    /// A word between a subject and its verb: an adverb or auxiliary.
    pub const fn is_aside(self) -> bool {
        self.has(ASIDE)
    }

    /// A word that a speaker's phrase never runs over.
    pub const fn is_stop(self) -> bool {
        self.has(STOP)
    }

    /// A stop or determiner: no name begins with one.
    pub const fn is_small(self) -> bool {
        self.has(STOP | DETERMINER)
    }

    /// A day and the like: `said Monday`.
    pub const fn is_time(self) -> bool {
        self.has(TIME)
    }

    /// A title before a name; all up to the last one is left out of the name.
    pub const fn is_title(self) -> bool {
        self.has(TITLE)
    }

    /// An office that stands before a name or alone.
    pub const fn is_office(self) -> bool {
        self.has(OFFICE)
    }

    /// A noun for people and bodies that speak: a phrase without an article may open with one.
    pub const fn is_role(self) -> bool {
        self.has(ROLE | OFFICE)
    }

    /// A word of names that are not people's: `University`, `Street`.
    pub const fn is_body(self) -> bool {
        self.has(BODY)
    }

    /// The first word of a cue.
    pub const fn is_cue(self) -> bool {
        self.has(CUE)
    }
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
