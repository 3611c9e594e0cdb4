//! People, places and organisations of one story.
//!
//! One pass over the words (`tokens`), then over the runs of capitalised words (`regions`):
//! each run is cut at titles, nationalities and days (`cut`) and each piece is judged by its words
//! and neighbours (`judge`). A second pass reads the pieces again with the names that the first
//! one found (`second`). Mentions are then grouped: `people`, `places`, `orgs`.
//!
//! Word classes come from `schema/entity-words.v1.tsv` (`classes`), names and common words from
//! `models/gazetteer/lexicon.fst` (`lexicon`), places from `models/gazetteer/places.*`
//! (`gazetteer`).

mod classes;
mod context;
mod cut;
mod dateline;
mod gazetteer;
mod gender;
mod given;
mod judge;
pub mod known;
mod lexicon;
mod nicknames;
mod orgs;
mod people;
mod places;
mod regions;
mod resolve;
mod second;
mod tokens;
mod types;
mod upper;

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
    let mut pieces = regions::pieces(&tokens);
    nicknames::join(&tokens, &mut pieces);
    second::read_again(&tokens, &mut pieces);
    dateline::mark(&tokens, dateline, &mut pieces);
    let pieces: Vec<_> =
        pieces.into_iter().filter(|p| p.kind.is_some() && !places::is_street(&tokens, p)).collect();
    grouped(&tokens, dateline, pieces)
}

/// Groups judged pieces: what overlaps an earlier piece is left out.
fn grouped(tokens: &Tokens<'_>, dateline: Option<&Dateline>, mut pieces: Vec<Piece>) -> Entities {
    pieces.sort_by_key(|p| (p.first, p.end));
    pieces.dedup_by(|later, earlier| later.first < earlier.end);
    let of = |kind| pieces.iter().filter(|p| p.kind == Some(kind)).cloned().collect::<Vec<_>>();
    let (people, places, orgs) = (of(Kind::Person), of(Kind::Place), of(Kind::Org));
    Entities {
        people: people::group(tokens, &people),
        places: places::group(tokens, dateline, &places),
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
