//! The second pass: the story's own sure names tell what its unsure pieces are.

use std::collections::{HashMap, HashSet};

use super::classes::{AND, Fast, LOCATIVE, PAIR_NOUN, PARTICLE, PLACE_PREP, SPEECH, THE};
use super::context::{class_before, speech_after};
use super::gazetteer::Postings;
use super::people::{last_word, shares_surname};
use super::regions::{Kind, Piece, UNDECIDED, capital};
use super::tokens::{Case, Gap, Shape, Tokens};

/// What the first pass is sure of.
#[derive(Default)]
struct Known {
    /// Last words of people's names.
    surnames: HashSet<String, Fast>,
    /// All but the last words of people's names of two words or more.
    given: HashSet<String, Fast>,
    /// Words that follow each other in people's names.
    chains: HashSet<(String, String), Fast>,
    /// People's names of two words or more.
    full: HashSet<String, Fast>,
    /// Names of places that were told with certainty.
    places: HashMap<String, Option<Postings>, Fast>,
}

/// Points from which a place is sure.
const SURE: f32 = 3.5;

/// Reads the pieces again.
pub(super) fn read_again(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let known = Known::of(tokens, pieces);
    let mut out = Vec::with_capacity(pieces.len());
    let mut skip = 0;
    for (k, piece) in pieces.iter().enumerate() {
        if piece.first < skip {
            continue;
        }
        if let Some(merged) = known.full_name(tokens, piece, pieces.get(k + 1)) {
            skip = merged.end;
            out.push(merged);
        } else if let Some(pair) = known.pair(tokens, piece) {
            out.extend(pair);
        } else {
            let next = pieces.get(k + 1);
            let floor = out.last().map_or(0, |p: &Piece| p.end);
            out.push(known.stretched(tokens, known.again(tokens, piece.clone(), next), floor));
        }
    }
    *pieces = out;
}

impl Known {
    fn of(tokens: &Tokens<'_>, pieces: &[Piece]) -> Known {
        let mut known = Known::default();
        for p in pieces {
            match p.kind {
                Some(Kind::Person) => known.add_person(tokens, p),
                Some(Kind::Place) if p.score >= SURE => {
                    known.places.insert(tokens.joined(p.first, p.end), p.places);
                }
                _ => {}
            }
        }
        known
    }

    fn add_person(&mut self, tokens: &Tokens<'_>, p: &Piece) {
        let end = last_word(tokens, p) + 1;
        if end - p.first > 1 {
            for i in p.first + 1..end {
                self.chains.insert((tokens.folded(i - 1).to_owned(), tokens.folded(i).to_owned()));
            }
            self.full.insert(tokens.joined(p.first, end));
            self.given.extend((p.first..end - 1).map(|i| tokens.folded(i).to_owned()));
            self.surnames.insert(tokens.folded(end - 1).to_owned());
        } else if p.score >= 2.2 {
            self.surnames.insert(tokens.folded(p.first).to_owned());
        }
    }

    fn surname(&self, tokens: &Tokens<'_>, i: usize) -> bool {
        self.surnames.contains(tokens.folded(i))
    }

    /// A person's piece with the words before it that a known name has there too: `van der Meulen`.
    fn stretched(&self, tokens: &Tokens<'_>, mut p: Piece, floor: usize) -> Piece {
        let joined = |i: usize| {
            matches!(tokens.gap_before(i), Gap::Blank | Gap::Hyphen)
                && !tokens.all[i - 1].possessive
                && self.chains.contains(&(tokens.folded(i - 1).to_owned(), tokens.folded(i).to_owned()))
        };
        let least = p.first.saturating_sub(4).max(floor);
        while p.kind == Some(Kind::Person) && p.first > least && joined(p.first) {
            p.first -= 1;
        }
        p
    }

    /// Two pieces of one word that together are a person's known name, as in a headline in capitals.
    fn full_name(&self, tokens: &Tokens<'_>, a: &Piece, b: Option<&Piece>) -> Option<Piece> {
        let b = b?;
        let adjacent =
            a.end == b.first && tokens.gap_before(b.first) == Gap::Blank && !tokens.all[b.first].opens;
        let unsure = a.kind.is_none() || tokens.all[a.first].case != Case::Text;
        let told =
            adjacent && unsure && b.end - a.first <= 4 && self.full.contains(&tokens.joined(a.first, b.end));
        told.then_some(Piece {
            first: a.first,
            end: b.end,
            kind: Some(Kind::Person),
            score: 3.0,
            places: None,
        })
    }

    /// `Okoro-Lind talks`, `Lind-García Márquez talks`: two people.
    fn pair(&self, tokens: &Tokens<'_>, p: &Piece) -> Option<[Piece; 2]> {
        if p.end - p.first < 2
            || p.end - p.first > 5
            || !capital(tokens, p.first)
            || p.kind == Some(Kind::Org)
        {
            return None;
        }
        let opens = |k: usize| capital(tokens, k) || tokens.class(k).any(PARTICLE);
        let mut hyphens = (p.first + 1..p.end).filter(|&k| tokens.gap_before(k) == Gap::Hyphen && opens(k));
        let cut = hyphens.find(|&k| self.parts(tokens, p, k))?;
        let person = |first, end| Piece { first, end, kind: Some(Kind::Person), score: 3.0, places: None };
        Some([person(p.first, cut), person(cut, p.end)])
    }

    /// Does the hyphen before word `cut` stand between two people?
    fn parts(&self, tokens: &Tokens<'_>, p: &Piece, cut: usize) -> bool {
        let left = self.surname(tokens, cut - 1)
            && (cut - p.first == 1 || self.full.contains(&tokens.joined(p.first, cut)));
        let right = self.surname(tokens, p.end - 1);
        let noun = tokens.class(p.end).any(PAIR_NOUN) && tokens.gap_before(p.end) == Gap::Blank;
        (left && right) || (noun && p.end - p.first == 2 && (left || right))
    }

    /// One piece in the light of the others.
    fn again(&self, tokens: &Tokens<'_>, mut p: Piece, next: Option<&Piece>) -> Piece {
        if p.kind == Some(Kind::Org) {
            return p;
        }
        let single = last_word(tokens, &p) == p.first;
        let person = if single {
            self.single_person(tokens, &p) || shares_surname(tokens, &p, next)
        } else {
            p.kind.is_none() && self.inner_name(tokens, &mut p)
        };
        if person {
            p.kind = Some(Kind::Person);
        } else if p.kind != Some(Kind::Place)
            && let Some(places) = self.places.get(&tokens.joined(p.first, p.end))
        {
            p.kind = Some(Kind::Place);
            p.places = *places;
        }
        p
    }

    /// Is the word a known person's surname, or given name, rather than what the first pass said?
    fn single_person(&self, tokens: &Tokens<'_>, p: &Piece) -> bool {
        let i = last_word(tokens, p);
        let surname = self.surname(tokens, i);
        let before = class_before(tokens, p.first);
        if p.score <= UNDECIDED {
            let speaks = speech_after(tokens, p.end) > 0.9;
            let known = surname && (speaks || tokens.all[i].possessive);
            return (known || speaks && self.given.contains(tokens.folded(i))) && !before.any(THE);
        }
        match p.kind {
            Some(Kind::Person) => true,
            Some(Kind::Place) => {
                let acts = speech_after(tokens, p.end) > 0.9 && !before.any(PLACE_PREP);
                let unsure =
                    p.score < 4.0 && !before.any(LOCATIVE) && !self.places.contains_key(tokens.folded(i));
                surname && (unsure || acts)
            }
            _ if tokens.all[i].weights.common() > 0 && (before.any(PLACE_PREP) || number(tokens, p.end)) => {
                false
            }
            _ if before.any(THE) && !attributive(tokens, p.end) => false,
            _ => {
                surname
                    || (self.given.contains(tokens.folded(i))
                        && (speech_after(tokens, p.end) > 0.9
                            || tokens.all[i].weights.given() >= 2 && p.places.is_none()))
            }
        }
    }

    /// A known full name inside a longer piece that was not told.
    fn inner_name(&self, tokens: &Tokens<'_>, p: &mut Piece) -> bool {
        for first in p.first..p.end.min(p.first + 6) {
            for end in (first + 2..=p.end.min(first + 4)).rev() {
                if self.full.contains(&tokens.joined(first, end)) {
                    (p.first, p.end) = (first, end);
                    return true;
                }
            }
        }
        false
    }
}

/// `May 5`.
fn number(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all.get(i).is_some_and(|t| t.shape == Shape::Number && t.gap == Gap::Blank)
}

/// A noun goes on behind the name: `the Okoro administration`.
fn attributive(tokens: &Tokens<'_>, end: usize) -> bool {
    tokens.gap_before(end) == Gap::Blank
        && !capital(tokens, end)
        && !tokens.class(end).any(AND.or(SPEECH).or(PLACE_PREP))
}
