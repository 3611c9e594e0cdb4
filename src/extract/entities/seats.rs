//! The town or county at the head of a local body's name is a place that the story names: `Lima Police
//! Department`, `Kent County Council`, `Oxford Crown Court`.
//!
//! Bodies of states and nations, firms and clubs name no seat: `Ohio State University`, `Bristol City`.

use super::gazetteer::PlaceKind;
use super::place_names::longest;
use super::regions::Piece;
use super::tokens::Tokens;
use super::types::Kind;

/// The places at the heads of the organisations among `pieces`, in order.
pub(super) fn of(tokens: &Tokens<'_>, pieces: &[Piece]) -> Vec<Piece> {
    pieces.iter().filter(|p| p.kind == Kind::Org).filter_map(|p| seat(tokens, p)).collect()
}

fn seat(tokens: &Tokens<'_>, org: &Piece) -> Option<Piece> {
    // What is left must say what the body is, in words that local bodies have.
    let (end, postings) = longest(tokens, org.first, org.end)?;
    // `Police` is a town too: in a body's name it is what it says.
    let plain = (org.first..end).any(|i| names_body(tokens.folded(i)));
    let rest = || (end..org.end).map(|i| tokens.folded(i));
    if plain || !rest().any(names_body) || !rest().all(|word| names_body(word) || goes_with_body(word)) {
        return None;
    }
    let (best, alternate) = postings.best()?;
    let local = matches!(best.kind, PlaceKind::City | PlaceKind::County) && !alternate;
    local.then(|| Piece { end, kind: Kind::Place, places: Some(postings), ..org.clone() })
}

/// Words for bodies of a town or county.
fn names_body(word: &str) -> bool {
    matches!(
        word,
        "police"
            | "pd"
            | "sheriff"
            | "sheriffs"
            | "council"
            | "councils"
            | "court"
            | "courts"
            | "courthouse"
            | "school"
            | "schools"
            | "library"
            | "fire"
            | "jail"
            | "board"
            | "commission"
            | "commissioners"
            | "supervisors"
            | "selectmen"
            | "constabulary"
            | "hospital"
            | "prosecutor"
            | "coroner"
    )
}

/// Words that stand beside them.
fn goes_with_body(word: &str) -> bool {
    matches!(
        word,
        "city"
            | "town"
            | "township"
            | "county"
            | "borough"
            | "district"
            | "municipal"
            | "circuit"
            | "superior"
            | "magistrates"
            | "crown"
            | "common"
            | "pleas"
            | "family"
            | "juvenile"
            | "high"
            | "middle"
            | "junior"
            | "elementary"
            | "primary"
            | "secondary"
            | "grammar"
            | "public"
            | "independent"
            | "community"
            | "memorial"
            | "general"
            | "office"
            | "department"
            | "dept"
            | "station"
            | "health"
            | "emergency"
            | "rescue"
            | "of"
            | "and"
            | "education"
            | "planning"
            | "zoning"
            | "housing"
            | "for"
            | "the"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Page;
    use crate::segment::whole;

    /// The seat of a text that is one name of an organisation.
    fn seat_of(name: &str) -> Option<String> {
        let anatomy = whole(name);
        let tokens = Tokens::read(Page { text: name, anatomy: &anatomy });
        let org = Piece { first: 0, end: tokens.len(), kind: Kind::Org, places: None };
        of(&tokens, &[org]).first().map(|p| tokens.span(p.first, p.end).of(name).to_owned())
    }

    #[test]
    fn local_bodies_name_their_seat() {
        for (name, seat) in [
            ("Toledo Police Department", "Toledo"),
            ("Walker County Sheriff's Office", "Walker County"),
            ("Leeds City Council", "Leeds"),
            ("Leeds Crown Court", "Leeds"),
            ("Fort Wayne Public Library", "Fort Wayne"),
        ] {
            assert_eq!(seat_of(name).as_deref(), Some(seat), "{name}");
        }
    }

    #[test]
    fn other_bodies_name_none() {
        for name in [
            "Ohio State University",
            "Bristol City",
            "Texas Supreme Court",
            "London Stock Exchange",
            "Police Board",
        ] {
            assert_eq!(seat_of(name), None, "{name}");
        }
    }
}
