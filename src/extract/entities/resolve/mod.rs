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
use super::gazetteer::{Postings, Record};
use super::place_names::{self, Cue};
use super::regions::Piece;
use super::tokens::Tokens;
use name::Name;

/// What a mention in the dateline counts against one in the text.
const DATELINE: f32 = 3.0;

/// A piece's places, and what kind of place the words around say it is.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) postings: Postings,
    pub(super) cue: Option<Cue>,
}

/// What tells two senses of one name apart: what kind of place the text says it is, and where it lies.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Sense {
    name: u64,
    cue: Option<Cue>,
    within: Option<u64>,
}

/// The names of a story and which of them each piece bears.
struct Story {
    names: Vec<Name>,
    of_piece: Vec<Option<usize>>,
}

/// The place of each piece; the pieces are in order and all places.
pub(super) fn resolve(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
) -> Vec<Option<Record>> {
    let named: Vec<_> = pieces.iter().map(|p| place_names::named(tokens, p)).collect();
    let links = links::read(tokens, pieces, &named);
    let mut story = gather(tokens, dateline, pieces, &named, &links);
    links::weigh(&links, &mut story);
    votes::settle(&mut story.names, &demonyms::counts(tokens));
    story.of_piece.iter().map(|at| at.and_then(|at| story.names[at].chosen())).collect()
}

fn gather(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
    named: &[Option<Named>],
    links: &[links::Link],
) -> Story {
    let own = |p: &Piece| dateline.is_some_and(|d| d.span.contains(tokens.all[p.first].span));
    let mut story = Story { names: Vec::new(), of_piece: Vec::with_capacity(pieces.len()) };
    let mut index: HashMap<Sense, usize, Fast> = HashMap::default();
    let mut kin: HashMap<u64, usize, Fast> = HashMap::default();
    for ((p, named), link) in pieces.iter().zip(named).zip(links) {
        let Some(Named { postings, cue }) = *named else {
            story.of_piece.push(None);
            continue;
        };
        let cue = cue.or(link.listed);
        let sense = Sense { name: postings.key(), cue, within: link.within.map(|(key, _)| key) };
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
        story.names[at].weight += if own(p) { DATELINE } else { 1.0 };
        story.of_piece.push(Some(at));
    }
    story
}

#[cfg(test)]
mod tests;
