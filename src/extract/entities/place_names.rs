//! Which name of the gazetteer a mention bears: as it stands, or without the words for what and where
//! it is (`Sichuan Province`, `northern Iraq`, `Jackson and Barrow counties`).

use super::gazetteer::{PlaceKind, Postings, Walk, entry};
use super::regions::Piece;
use super::resolve::Named;
use super::tokens::{Gap, Tokens};
use super::types::Kind;
use crate::text::hash::hash;

/// What kind of place the words around a mention say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    Country,
    State,
    /// A state, a county or an area.
    Region,
    City,
    County,
}

impl Cue {
    /// Is a place of this kind meant?
    pub(super) fn fits(self, kind: PlaceKind) -> bool {
        match self {
            Cue::Country => kind == PlaceKind::Country,
            Cue::State => kind == PlaceKind::State,
            Cue::Region => matches!(kind, PlaceKind::State | PlaceKind::County | PlaceKind::Region),
            Cue::City => kind == PlaceKind::City,
            Cue::County => kind == PlaceKind::County,
        }
    }

    /// What a word for places says.
    fn of(word: &str) -> Option<Cue> {
        Some(match word {
            "state" | "states" | "province" | "provinces" | "oblast" | "governorate" | "prefecture" => {
                Cue::State
            }
            "region" | "regions" | "district" | "districts" | "territory" | "regency" => Cue::Region,
            "city" | "town" | "township" | "village" | "suburb" | "municipality" => Cue::City,
            "county" | "counties" | "parish" | "parishes" | "borough" => Cue::County,
            _ => return None,
        })
    }
}

/// Most words from a name to the `counties` that closes its list.
const LIST: usize = 8;

/// The gazetteer's places for a piece.
pub(super) fn named(tokens: &Tokens<'_>, p: &Piece) -> Option<Named> {
    let (first, end) = (p.first, p.end);
    if let Some(postings) = county(tokens, first, end) {
        return Some(Named { postings, cue: None });
    }
    if let Some(postings) = exact(tokens, first, end) {
        return Some(Named { postings, cue: around(tokens, first, end) });
    }
    (end - first > 1).then(|| shorter(tokens, first, end)).flatten()
}

/// The walk behind word `i`.
pub(super) fn begin(tokens: &Tokens<'_>, i: usize) -> Option<Walk> {
    let token = tokens.all.get(i)?;
    let entry = if token.capital() { token.entry } else { entry(token.hash) };
    entry.map(|entry| Walk::first(token.hash, entry))
}

/// The places of the words `first..end`.
pub(super) fn exact(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Postings> {
    walk(tokens, first, end)?.here()
}

/// The longest name of the gazetteer that begins at word `first`, of words before `end` with blanks
/// between: where it ends, and its places.
pub(super) fn longest(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<(usize, Postings)> {
    let mut walk = begin(tokens, first)?;
    let mut found = walk.here().map(|postings| (first + 1, postings));
    for i in first + 1..end {
        let Some(next) = walk.next(tokens.all[i].hash) else { break };
        walk = next;
        found = walk.here().map(|postings| (i + 1, postings)).or(found);
    }
    found
}

fn walk(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Walk> {
    let mut walk = begin(tokens, first)?;
    for i in first + 1..end {
        walk = walk.next(tokens.all[i].hash)?;
    }
    Some(walk)
}

/// Makes one piece of two places whose names make one with `and`: `Trinidad and Tobago`.
pub(super) fn join_pairs(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    pieces.dedup_by(|later, earlier| {
        let pair = earlier.kind == Kind::Place
            && later.kind == Kind::Place
            && later.first == earlier.end + 1
            && tokens.folded(earlier.end) == "and"
            && tokens.gap_before(earlier.end) == Gap::Blank
            && tokens.gap_before(later.first) == Gap::Blank;
        let places = if pair { exact(tokens, earlier.first, later.end) } else { None };
        if places.is_some() {
            (earlier.end, earlier.places) = (later.end, places);
        }
        places.is_some()
    });
}

/// `Barrow` in `Jackson and Barrow counties`; `Rapides` in `Rapides parish`.
fn county(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Postings> {
    let kind = match tokens.folded(end) {
        "county" if tokens.gap_before(end) == Gap::Blank => "county",
        "parish" if tokens.gap_before(end) == Gap::Blank => "parish",
        _ => match list_of(tokens, first, end)? {
            "counties" => "county",
            _ => "parish",
        },
    };
    walk(tokens, first, end)?.next(hash(kind.as_bytes()))?.here()
}

/// The `counties` or `parishes` that close a list of names with `and`, in which the words stand.
fn list_of<'t>(tokens: &'t Tokens<'_>, first: usize, end: usize) -> Option<&'t str> {
    let mut and = first > 0 && matches!(tokens.folded(first - 1), "and" | "or");
    for i in end..(end + LIST).min(tokens.len()) {
        match (tokens.folded(i), tokens.gap_before(i)) {
            (_, Gap::Blank | Gap::Comma) if tokens.all[i].capital() => {}
            ("and" | "or", Gap::Blank | Gap::Comma) => and = true,
            (word @ ("counties" | "parishes"), Gap::Blank) => return and.then_some(word),
            _ => return None,
        }
    }
    None
}

/// The name without a word for what it is, or without a direction.
fn shorter(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Named> {
    if let Some(cue) = Cue::of(tokens.folded(end - 1)).filter(|&c| c != Cue::City)
        && let Some(postings) = exact(tokens, first, end - 1)
    {
        return Some(Named { postings, cue: Some(cue) });
    }
    if end - first > 2
        && tokens.folded(first + 1) == "of"
        && let Some(cue) = Cue::of(tokens.folded(first))
        && let Some(postings) = exact(tokens, first + 2, end)
    {
        return Some(Named { postings, cue: Some(cue) });
    }
    let from = first + usize::from(is_direction(tokens.folded(first)));
    let postings = (from > first).then(|| exact(tokens, from, end)).flatten()?;
    let (best, _) = postings.best()?;
    // `South Lakeview` is no part of one of the Lakeviews.
    let parted = best.kind < PlaceKind::City || best.log_population > LARGE;
    parted.then(|| Named { postings, cue: around(tokens, from, end) })
}

/// Binary logarithm of the people of a town large enough to speak of its parts: 100,000.
const LARGE: f64 = 16.6;

/// Words that point at a part of a place.
fn is_direction(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "upper"
            | "lower"
            | "greater"
            | "inner"
            | "downtown"
            | "midtown"
            | "metropolitan"
            | "suburban"
            | "rural"
            | "mainland"
            | "occupied"
            | "post"
            | "old"
    )
}

/// `Washington state`, `the province of Limburg`, `New York Governor`.
fn around(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Cue> {
    let blank = |i: usize| tokens.gap_before(i) == Gap::Blank;
    let lower = |i: usize| tokens.all.get(i).is_some_and(|t| !t.capital());
    if blank(end) {
        let word = tokens.folded(end);
        let cue = Cue::of(word).filter(|_| lower(end) && !tokens.all[end - 1].possessive);
        let governs = is_of_states(word) || (word == "attorney" && tokens.folded(end + 1) == "general");
        if cue.is_some() || governs {
            return cue.or(Some(Cue::State));
        }
    }
    if first >= 2 && tokens.folded(first - 1) == "of" && blank(first) && blank(first - 1) {
        return Cue::of(tokens.folded(first - 2));
    }
    None
}

/// People and bodies that states have and cities have not.
fn is_of_states(word: &str) -> bool {
    matches!(
        word,
        "governor" | "gov" | "legislature" | "legislators" | "lawmakers" | "senator" | "senators" | "sen"
    )
}
