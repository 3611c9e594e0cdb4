//! Groups mentions of organisations: one entry a name, under its fullest form in the story.
//!
//! `Ministry of Health` is `Health Ministry`, `Ford` is `Ford Motor Co` where the story has no other
//! Ford, and `WHO` is the World Health Organization where the story says so: in brackets, or by having
//! the full name too. What only the world knows is for others to merge.

mod names;

use crate::text::blanks::collapsed;

use super::regions::Piece;
use super::tokens::{Case, Gap, Shape, Tokens};
use super::types::Org;
use names::Names;

/// Most words of a name that are compared, and most names that may begin alike: keep hostile texts linear.
const LONGEST: usize = 12;
const ALIKE: usize = 8;

/// One entry a name, in order of first mention.
pub(super) fn group(tokens: &Tokens<'_>, pieces: &[Piece]) -> Vec<Org> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let mut names = Names::new(pieces.len());
    let said: Vec<usize> = pieces.iter().map(|p| names.read(tokens, p)).collect();
    let mut register = Register::new(&names);
    register.brackets(tokens, pieces, &said);
    register.shorten();
    register.orgs(tokens, pieces, &said)
}

/// Which names are one organisation's.
struct Register<'a> {
    names: &'a Names,
    /// The name under which each one goes.
    owner: Vec<usize>,
}

impl<'a> Register<'a> {
    fn new(names: &'a Names) -> Register<'a> {
        Register { names, owner: (0..names.all.len()).collect() }
    }

    fn owner(&self, name: usize) -> usize {
        let mut at = name;
        while self.owner[at] != at {
            at = self.owner[at];
        }
        at
    }

    /// `short` goes under `long` from now on, unless it goes under another already.
    fn join(&mut self, short: usize, long: usize) {
        let long = self.owner(long);
        if self.owner[short] == short && short != long {
            self.owner[short] = long;
        }
    }

    /// `World Health Organization (WHO)`, `WHO (World Health Organization)`.
    fn brackets(&mut self, tokens: &Tokens<'_>, pieces: &[Piece], said: &[usize]) {
        for (k, p) in pieces.iter().enumerate() {
            let Some(end) = bracket(tokens, p.end) else { continue };
            let (here, long) = (&self.names.all[said[k]], self.names.words(said[k]).len() > 1);
            let capitals = end == p.end + 1 && long && tokens.all[p.end].shape == Shape::Upper;
            let short = capitals.then(|| self.names.called(tokens.all[p.end].hash)).flatten();
            if let Some(short) = short {
                self.join(short, said[k]);
            } else if here.acronym
                && let Some(next) = pieces.get(k + 1).filter(|n| n.first == p.end && n.end == end)
                && next.end - next.first > 1
            {
                self.join(said[k], said[k + 1]);
            }
        }
    }

    /// Finds the full name of initials and of names cut short, where only one will do.
    fn shorten(&mut self) {
        let longer = self.beginnings();
        if longer.is_empty() {
            return;
        }
        for name in 0..self.names.all.len() {
            let Some(&first) = self.names.words(name).first() else { continue };
            let alike = |key: u64| {
                let from = longer.partition_point(|b| b.0 < key);
                let same = longer[from..].iter().take_while(move |b| b.0 == key);
                same.map(|b| b.1 as usize).take(ALIKE)
            };
            let initials = |&n: &usize| self.names.all[name].acronym && self.names.all[n].initials == first;
            let full = self.only(alike(first).filter(initials));
            let full = full.or_else(|| self.only(alike(first).filter(|&n| self.longer(name, n))));
            if let Some(full) = full {
                self.join(name, full);
            }
        }
    }

    /// The longer names by what may stand for them: their initials, their first and last words, and the
    /// first word behind a country; in order.
    fn beginnings(&self) -> Vec<(u64, u32)> {
        let mut found = Vec::new();
        for (number, name) in self.names.all.iter().enumerate() {
            let words = self.names.words(number);
            let [first, .., last] = words else { continue };
            let keys = [name.initials, *first, *last];
            found.extend(keys.into_iter().map(|key| (key, number as u32)));
            if name.country > 0 {
                found.extend(words.get(name.country).map(|&w| (w, number as u32)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The organisation that all of some names are, if there is just one.
    fn only(&self, names: impl Iterator<Item = usize>) -> Option<usize> {
        let mut owners = names.map(|n| self.owner(n));
        let first = owners.next()?;
        owners.all(|o| o == first).then_some(first)
    }

    /// Does another name open with the words of `name`, close with its single word, or put a country before it?
    fn longer(&self, name: usize, other: usize) -> bool {
        let (words, long) = (self.names.words(name), self.names.words(other));
        let begins = long.starts_with(words) && self.names.all[other].cut_at(words.len());
        let part = begins || words.len() == 1 && long.last() == words.first();
        let country = self.names.all[other].country;
        let national = country > 0 && words.len() > 1 && long.get(country..) == Some(words);
        let short = &self.names.all[name];
        long.len() > words.len() && !short.complete && (short.own && part || national)
    }

    fn orgs(&self, tokens: &Tokens<'_>, pieces: &[Piece], said: &[usize]) -> Vec<Org> {
        let mut orgs: Vec<(Org, Rank, usize)> = Vec::new();
        let mut entry: Vec<Option<usize>> = vec![None; self.names.all.len()];
        for (k, p) in pieces.iter().enumerate() {
            let owner = self.owner(said[k]);
            let at = *entry[owner].get_or_insert(orgs.len());
            if at == orgs.len() {
                orgs.push((Org::default(), Rank::default(), k));
            }
            let (org, best, shown) = &mut orgs[at];
            org.mentions.push(tokens.span(p.first, p.end));
            let rank = rank(tokens, p);
            if rank > *best {
                (*best, *shown) = (rank, k);
            }
        }
        orgs.into_iter()
            .map(|(org, _, k)| {
                let span = tokens.span(pieces[k].first, pieces[k].end);
                Org { name: collapsed(span.of(tokens.text)), ..org }
            })
            .collect()
    }
}

/// How fully a mention names: words and length, better from the text than from a line of capitals.
type Rank = (bool, usize);

fn rank(tokens: &Tokens<'_>, p: &Piece) -> Rank {
    let running = tokens.all[p.first].case != Case::Upper;
    (running, tokens.all[p.end - 1].span.end - tokens.all[p.first].span.start)
}

/// One past the last word of the bracket that opens before word `first`.
fn bracket(tokens: &Tokens<'_>, first: usize) -> Option<usize> {
    let before = first.checked_sub(1)?;
    let gap = |i: usize| {
        let start = tokens.all.get(i)?.span.end;
        let end = tokens.all.get(i + 1).map_or(tokens.text.len().min(start + 8), |t| t.span.start);
        tokens.text.get(start..end)
    };
    if tokens.gap_before(first) != Gap::Bracket || !gap(before)?.trim_start().starts_with('(') {
        return None;
    }
    (first..(first + LONGEST).min(tokens.len()))
        .find(|&i| gap(i).is_some_and(|g| g.starts_with(')')))
        .map(|i| i + 1)
}
