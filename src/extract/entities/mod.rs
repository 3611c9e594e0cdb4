//! People, places and organisations of one story.
//!
//! One pass over the words (`tokens`, `seen`), then the [`tagger`] tells which of them are names, twice
//! over: the second time it knows what the first one found. Mentions are then grouped and resolved:
//! `people`, `places`, `orgs`.
//!
//! Word classes come from `schema/entity-words.v1.tsv` (`classes`), names and common words from
//! `models/gazetteer/lexicon.bin` (`lexicon`), places from `models/gazetteer/places.bin`
//! (`gazetteer`).

mod classes;
mod context;
mod country_words;
mod dateline;
mod firms;
mod gazetteer;
mod gender;
mod given;
pub mod known;
mod lexicon;
mod mend;
mod nicknames;
mod orgs;
mod people;
mod place_names;
mod places;
mod regions;
mod resolve;
mod seats;
mod seen;
mod table;
pub mod tagger;
mod tokens;
mod types;

pub(super) use classes::Fast;
pub use dateline::dateline_places;
pub use given::from_mentions;
pub use types::{Entities, Gender, Kind, Mention, Org, Person, Place};

use super::{Dateline, Page};
use regions::Piece;
use tokens::Tokens;

/// Finds the people, places and organisations named in the searched lines.
///
/// `dateline` is where the story opens with place and agency; its place is a place mention too.
pub fn entities(page: Page<'_>, dateline: Option<&Dateline>) -> Entities {
    let tokens = Tokens::read(page);
    let pieces = mended(&tokens, dateline, tagger::tag(&tokens));
    let seats = seats::of(&tokens, &pieces);
    grouped(&tokens, dateline, &pieces, seats)
}

/// What the tagger found, put right by what single labels cannot say.
fn mended(tokens: &Tokens<'_>, dateline: Option<&Dateline>, mut pieces: Vec<Piece>) -> Vec<Piece> {
    mend::mend(tokens, &mut pieces);
    firms::mark(tokens, &mut pieces);
    nicknames::join(tokens, &mut pieces);
    dateline::mark(tokens, dateline, &mut pieces);
    pieces.retain(|p| !places::is_street(tokens, p));
    let mut pieces = parted(pieces);
    place_names::join_pairs(tokens, &mut pieces);
    pieces
}

/// Puts the pieces in order; what overlaps an earlier one is left out.
fn parted(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by_key(|p| (p.first, p.end));
    pieces.dedup_by(|later, earlier| later.first < earlier.end);
    pieces
}

/// Groups names; `seats` are places inside names of organisations.
fn grouped(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
    seats: Vec<Piece>,
) -> Entities {
    let of = |kind| pieces.iter().filter(|p| p.kind == kind).cloned().collect::<Vec<_>>();
    let (people, mut places, orgs) = (of(Kind::Person), of(Kind::Place), of(Kind::Org));
    places.extend(seats);
    places.sort_by_key(|p| p.first);
    Entities {
        people: people::group(tokens, &people),
        places: places::group(tokens, dateline, &places, &orgs),
        orgs: orgs::group(tokens, &orgs),
    }
}

/// The gender that most bearers of a given name have, where the lists agree: no more than a hint.
pub(super) fn leaning(given: &str) -> Option<Gender> {
    lexicon::Weights::of(&crate::text::fold::fold(given)).leaning()
}

/// How common a folded word is as a given name and as a surname, by lists of names: from 0, not listed,
/// to 15, where one more is about half as many bearers again.
pub fn commonness(word: &str) -> (u16, u16) {
    let weights = lexicon::Weights::of(word);
    (weights.given(), weights.surname())
}
