//! Which place of a name is meant.
//!
//! Each name starts from the size of its places. What the text says beside a mention (`links`) decides
//! first: `City, State`, `province of X`, a list of states. Then the names of the story speak for each
//! other (`votes`): places that lie near, in one region, in one country, and words like `Syrian` for their country.
//! One sense a name and story, unless the text itself tells two apart. What the gazetteer does not know
//! stays unresolved.

mod links;
mod name;
mod votes;

use std::collections::HashMap;

use super::super::Dateline;
use super::classes::Fast;
use super::country_words;
use super::gazetteer::Postings;
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
    of_piece: Vec<u32>,
}

/// A piece whose name the gazetteer does not have.
const UNKNOWN: u32 = u32::MAX;

/// Most names that are told apart by where the text says they lie: keeps hostile texts small.
const SENSES: usize = 4096;

impl Story {
    fn name_of(&self, piece: usize) -> Option<usize> {
        self.of_piece.get(piece).filter(|&&at| at != UNKNOWN).map(|&at| at as usize)
    }
}

/// The record of the place of each of `pieces`, which are in order and all places; the names of
/// organisations only bear witness with the places inside them.
pub(super) fn resolve(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
    orgs: &[Piece],
) -> Vec<Option<u32>> {
    let named: Vec<Option<Named>> = pieces.iter().map(|p| place_names::named(tokens, p)).collect();
    let links = links::read(tokens, pieces, &named);
    let own = |p: &Piece| dateline.is_some_and(|d| d.span.contains(tokens.all[p.first].span));
    let mut gather = Gather::new(pieces.len());
    let mut orgs = orgs.iter().peekable();
    for (k, p) in pieces.iter().enumerate() {
        while let Some(org) = orgs.next_if(|o| o.first < p.first) {
            gather.witnesses(tokens, org);
        }
        let Some(named_here) = named[k] else { continue };
        let outer = links[k].within.and_then(|o| named[o as usize]);
        let at = gather.hear(named_here, links[k].listed, outer, if own(p) { DATELINE } else { 1.0 });
        gather.story.of_piece[k] = at as u32;
    }
    orgs.for_each(|org| gather.witnesses(tokens, org));
    let mut story = gather.story;
    links::weigh(&links, &mut story);
    votes::settle(&mut story.names, || country_words::votes(tokens));
    (0..pieces.len()).map(|k| story.name_of(k).and_then(|at| story.names[at].chosen())).collect()
}

/// Brings the names together, one sense each, in the order of the text.
struct Gather {
    story: Story,
    index: HashMap<u64, usize, Fast>,
    kin: HashMap<u64, usize, Fast>,
}

impl Gather {
    fn new(pieces: usize) -> Gather {
        let story = Story { names: Vec::new(), of_piece: vec![UNKNOWN; pieces] };
        Gather { story, index: HashMap::default(), kin: HashMap::default() }
    }

    /// The number of the name that is heard here, by what kind of place the text says it is and in which
    /// other one it lies.
    fn hear(&mut self, named: Named, listed: Option<Cue>, outer: Option<Named>, weight: f32) -> usize {
        let cue = named.cue.or(listed);
        let key = named.postings.key();
        let next = self.story.names.len();
        let outer = outer.filter(|_| next < SENSES).map_or(0, |o| 1 + o.postings.key());
        let sense = outer << 35 | cue.map_or(0, |c| 1 + c as u64) << 32 | key;
        let at = *self.index.entry(sense).or_insert(next);
        if at == next {
            let mut name = Name::of(named.postings, cue);
            let first = *self.kin.entry(key).or_insert(next);
            if first != next {
                name.kin = Some(first);
                self.story.names[first].kin = Some(next);
            }
            self.story.names.push(name);
        }
        self.story.names[at].weight += weight;
        at
    }

    /// Hears the places named inside the name of an organisation: `Kent State University`.
    fn witnesses(&mut self, tokens: &Tokens<'_>, org: &Piece) {
        let mut at = org.first;
        while at < org.end {
            let found = place_names::longest(tokens, at, org.end);
            if let Some((_, postings)) = found {
                self.hear(Named { postings, cue: None }, None, None, WITNESS);
            }
            at = found.map_or(at + 1, |(past, _)| past);
        }
    }
}

#[cfg(test)]
mod tests;
