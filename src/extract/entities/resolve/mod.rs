//! Which place of a name is meant.
//!
//! Each name starts from the size of its places. What the text says beside a mention (`links`) decides
//! first: `City, State`, `province of X`, a list of states. Then the names of the story speak for each
//! other (`votes`): places that lie near, in one region, in one country, and demonyms for their country.
//! One sense a name and story, unless the text itself tells two apart. What the gazetteer does not know
//! stays unresolved.

mod links;
mod name;
mod votes;

use std::collections::HashMap;

use super::super::Dateline;
use super::classes::Fast;
use super::demonyms;
use super::gazetteer::{Postings, Record, record};
use super::place_names::{self, Cue};
use super::regions::Piece;
use super::tokens::Tokens;
use name::Name;

/// What a mention in the dateline counts against one in the text.
const DATELINE: f32 = 3.0;

/// What a place inside the name of an organisation counts.
const WITNESS: f32 = 0.5;

/// A piece's places, and what kind of place the words around say it is.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) postings: Postings,
    pub(super) cue: Option<Cue>,
}

/// The names of a story and which of them each piece bears.
struct Story {
    names: Vec<Name>,
    of_piece: Vec<Option<usize>>,
}

/// A name of the story: of a piece, or only heard inside another name (`Kent State University`).
struct Heard {
    first: usize,
    named: Named,
    piece: Option<usize>,
    link: links::Link,
    weight: f32,
}

/// The place of each of `pieces`, which are in order and all places; `orgs` only bear witness.
pub(super) fn resolve(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
    orgs: &[Piece],
) -> Vec<Option<Record>> {
    let named: Vec<_> = pieces.iter().map(|p| place_names::named(tokens, p)).collect();
    let links = links::read(tokens, pieces, &named);
    let own = |p: &Piece| dateline.is_some_and(|d| d.span.contains(tokens.all[p.first].span));
    let mentioned =
        pieces.iter().zip(named).zip(&links).enumerate().filter_map(|(k, ((p, named), &link))| {
            let weight = if own(p) { DATELINE } else { 1.0 };
            Some(Heard { first: p.first, named: named?, piece: Some(k), link, weight })
        });
    let mut heard: Vec<Heard> = mentioned.chain(orgs.iter().flat_map(|p| witnesses(tokens, p))).collect();
    heard.sort_by_key(|h| h.first);
    let mut story = gather(&heard, pieces.len());
    links::weigh(&links, &mut story);
    votes::settle(&mut story.names, || demonyms::counts(tokens));
    story.of_piece.iter().map(|at| at.and_then(|at| story.names[at].chosen()).and_then(record)).collect()
}

/// The places named inside the name of an organisation.
fn witnesses<'t>(tokens: &'t Tokens<'_>, p: &Piece) -> impl Iterator<Item = Heard> + use<'t> {
    let (mut at, end) = (p.first, p.end);
    std::iter::from_fn(move || {
        while at < end {
            let first = at;
            let found = place_names::longest(tokens, first, end);
            at = found.map_or(first + 1, |(past, _)| past);
            if let Some((_, postings)) = found {
                let named = Named { postings, cue: None };
                return Some(Heard {
                    first,
                    named,
                    piece: None,
                    link: links::Link::default(),
                    weight: WITNESS,
                });
            }
        }
        None
    })
}

/// What tells two senses of one name apart: what kind of place the text says it is, and where it lies.
fn sense(postings: Postings, cue: Option<Cue>, link: links::Link) -> u64 {
    let cue = cue.map_or(0, |c| 1 + c as u64);
    let within = link.within.map_or(0, |(key, _)| 1 + key);
    within << 35 | cue << 32 | postings.key()
}

/// Brings the names together, one sense each.
fn gather(heard: &[Heard], pieces: usize) -> Story {
    let mut story = Story { names: Vec::new(), of_piece: vec![None; pieces] };
    let mut index: HashMap<u64, usize, Fast> = HashMap::default();
    let mut kin: HashMap<u64, usize, Fast> = HashMap::default();
    for h in heard {
        let Named { postings, cue } = h.named;
        let cue = cue.or(h.link.listed);
        let sense = sense(postings, cue, h.link);
        let next = story.names.len();
        let at = *index.entry(sense).or_insert(next);
        if at == next {
            let mut name = Name::of(postings, cue);
            let first = *kin.entry(postings.key()).or_insert(next);
            if first != next {
                name.kin = Some(first);
                story.names[first].kin = Some(next);
            }
            story.names.push(name);
        }
        story.names[at].weight += h.weight;
        if let Some(piece) = h.piece {
            story.of_piece[piece] = Some(at);
        }
    }
    story
}

#[cfg(test)]
mod tests;
