//! What stands around a mention and tells who is meant: title, gender, age, family, `the elder`.

use super::super::classes::{
    AND, Class, FEMALE, KIN, KIN_ELDER, KIN_HE, KIN_SHE, KIN_YOUNGER, MALE, PLACE_PREP, SAID, SPEECH,
};
use super::super::context::{Title, title_before};
use super::super::regions::{Piece, capital};
use super::super::tokens::{Gap, Shape, Tokens};
use super::super::types::Gender;
use crate::text::Span;
use crate::text::hash::hash;

/// Which of two of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Senior {
    Elder,
    Younger,
}

/// What is known from the words around one mention.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The title as written, and whether it is more than `Mr` or `Dr`.
    pub(super) title: Option<(Span, bool)>,
    /// Hash of the last word of the title, `Mr` and the like left out.
    pub(super) office: Option<u64>,
    /// `King`, `Pope`: the name behind is a given name.
    pub(super) crowned: bool,
    pub(super) told: Option<Gender>,
    /// Named as somebody's wife, son, cousin.
    pub(super) kin: bool,
    /// Elder or younger than the other of the name.
    pub(super) senior: Option<Senior>,
    pub(super) age: Option<u8>,
    /// `the other Berg`.
    pub(super) other: bool,
}

/// Words behind a name in which a relation is looked for.
const REACH: usize = 5;

impl Evidence {
    pub(super) fn of(tokens: &Tokens<'_>, p: &Piece) -> Evidence {
        let title = title_before(tokens, p.first);
        let mut found = Evidence { age: age(tokens, p.end), ..Evidence::default() };
        found.told = gender_of_title(tokens, title, p.first);
        if let Some(span) = title.span {
            found.title = Some((span, title.title));
            let last = p.first - 1;
            found.crowned = crowned(tokens.folded(last));
            found.office = (!tokens.class(last).any(MALE.or(FEMALE))).then(|| hash(full(tokens.folded(last)).as_bytes()));
        }
        let first = if title.span.is_some() { title.first } else { p.first };
        found.relation(kin_before(tokens, first, p.end).or_else(|| kin_after(tokens, p.end)));
        found.adjective(tokens, p.first);
        found
    }

    fn relation(&mut self, kin: Option<Class>) {
        let Some(class) = kin else { return };
        self.kin = true;
        let gender = match (class.any(KIN_HE), class.any(KIN_SHE)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        };
        self.told = self.told.or(gender);
        self.senior = match (class.any(KIN_ELDER), class.any(KIN_YOUNGER)) {
            (true, false) => Some(Senior::Elder),
            (false, true) => Some(Senior::Younger),
            _ => None,
        };
    }

    /// `the elder Berg`, `young Berg`.
    fn adjective(&mut self, tokens: &Tokens<'_>, first: usize) {
        if first == 0 || tokens.gap_before(first) != Gap::Blank {
            return;
        }
        match tokens.folded(first - 1) {
            "elder" | "older" | "senior" | "old" => self.senior = Some(Senior::Elder),
            "younger" | "junior" | "young" | "little" => self.senior = Some(Senior::Younger),
            "other" => self.other = true,
            _ => {}
        }
    }
}

fn gender_of_title(tokens: &Tokens<'_>, title: Title, first: usize) -> Option<Gender> {
    let from = if title.role { first.saturating_sub(1) } else { title.first };
    let class = (from..first).fold(Class::default(), |c, i| c.or(tokens.class(i)));
    let plain = title.honorific || title.title || title.role;
    match (plain && class.any(MALE), plain && class.any(FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// The title that an abbreviation stands for.
fn full(title: &str) -> &str {
    match title {
        "prof" => "professor",
        "dr" => "doctor",
        "sen" => "senator",
        "rep" => "representative",
        "gov" => "governor",
        "pres" => "president",
        "gen" => "general",
        "col" => "colonel",
        "maj" => "major",
        "capt" => "captain",
        "lt" => "lieutenant",
        "sgt" => "sergeant",
        "rev" => "reverend",
        "fr" => "father",
        "cllr" => "councillor",
        "supt" => "superintendent",
        "insp" => "inspector",
        _ => title,
    }
}

/// Titles of those who are called by a given name and a number.
fn crowned(title: &str) -> bool {
    matches!(
        title,
        "king"
            | "queen"
            | "prince"
            | "princess"
            | "pope"
            | "emperor"
            | "empress"
            | "tsar"
            | "czar"
            | "sultan"
    )
}

/// The relation right before a name: `his wife, Eva Lind`, `brother-in-law Tom`.
fn kin_before(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Class> {
    let before = first.checked_sub(1)?;
    // `his mother, Lind said`: no apposition.
    let apposed = tokens.gap_before(first) == Gap::Comma && tokens.gap_before(end) != Gap::Blank;
    if !(apposed || tokens.gap_before(first) == Gap::Blank) || tokens.all.get(first)?.opens {
        return None;
    }
    let at = match tokens.folded(before) {
        "law" if before >= 2 && tokens.folded(before - 1) == "in" => before - 2,
        _ => before,
    };
    let class = tokens.class(at);
    (class.any(KIN) && !capital(tokens, at)).then_some(class)
}

/// The relation behind a name: `Eva Lind, 41, his wife`, `Eva Lind (the councillor's sister)`.
fn kin_after(tokens: &Tokens<'_>, end: usize) -> Option<Class> {
    let mut at = end;
    if tokens.all.get(at)?.shape == Shape::Number {
        at += 1;
    }
    if !matches!(tokens.gap_before(end), Gap::Comma | Gap::Bracket) {
        return None;
    }
    let opens = tokens.all.get(at).filter(|t| !t.opens)?;
    if opens.class.any(KIN) {
        return Some(opens.class);
    }
    let owner = opens.possessive && capital(tokens, at);
    if !owner && !matches!(tokens.folded(at), "his" | "her" | "their" | "the" | "a" | "an") {
        return None;
    }
    let phrase = (at + 1..tokens.len().min(at + REACH)).take_while(|&i| tokens.gap_before(i) == Gap::Blank);
    let mut before_verb = phrase.take_while(|&i| !tokens.class(i).any(SPEECH.or(AND).or(PLACE_PREP)));
    before_verb.find(|&i| tokens.class(i).any(KIN)).map(|i| tokens.class(i))
}

/// Does a verb of speech stand beside a name: `Lind said`, `according to Lind`?
pub(super) fn speaks(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let behind = tokens.class(p.end).any(SAID) && tokens.gap_before(p.end) == Gap::Blank;
    let before = p.first > 0 && tokens.gap_before(p.first) == Gap::Blank;
    let said = |i: usize| tokens.class(i).any(SAID) && !tokens.all[i].capital();
    let according = |i: usize| tokens.folded(i) == "to" && i > 0 && tokens.folded(i - 1) == "according";
    behind && !tokens.all[p.end - 1].possessive || before && (said(p.first - 1) || according(p.first - 1))
}

/// The age right behind a name, between commas: `Eva Lind, 41, said`.
fn age(tokens: &Tokens<'_>, end: usize) -> Option<u8> {
    let token = tokens.all.get(end).filter(|t| t.shape == Shape::Number && t.gap == Gap::Comma)?;
    let closed = tokens.gap_before(end + 1) != Gap::Blank;
    token.span.of(tokens.text).parse().ok().filter(|&age| closed && (14..110).contains(&age))
}
