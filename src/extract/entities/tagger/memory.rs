//! What the first pass told of a story's words, for the second pass: a bare `Assad` is whom the
//! full name was.

use std::ops::Range;

use super::super::tokens::Tokens;
use super::super::types::Kind;
use super::features::row;
use super::labels::{Label, OUT, Part, named};
use crate::text::hash::mix;

/// How a word was labelled: the counts of one word of the story, each up to 3.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    print: u32,
    of: [u8; ROLES],
}

/// Person: first of several words, inner, last, only; place: alone, part; organisation: alone, part;
/// other name; none.
const ROLES: usize = 10;

/// The roles that labels gave to the words of one story.
#[derive(Default)]
pub(super) struct Memory {
    slots: Vec<Counts>,
}

/// Number of the second pass's own templates starts here.
const TEMPLATES: u64 = 100;

impl Memory {
    /// Reads the labels of all stretches.
    pub(super) fn read(&mut self, tokens: &Tokens<'_>, stretches: &[Range<usize>], labels: &[Label]) {
        // Room for each word and each pair of neighbours, half of it free.
        let size = (labels.len() * 4).next_power_of_two();
        self.slots.clear();
        self.slots.resize(size, Counts::default());
        let words = stretches.iter().flat_map(Clone::clone);
        let mut before = (usize::MAX, OUT);
        for (i, &label) in words.zip(labels) {
            let token = &tokens.all[i];
            if token.capital() && (label != OUT || !token.first) {
                self.count(token.hash, role(label));
            }
            if before.0.wrapping_add(1) == i && both_person(before.1, label) {
                self.count(mix(tokens.all[i - 1].hash, token.hash), 1);
            }
            before = (i, label);
        }
    }

    fn count(&mut self, hash: u64, role: usize) {
        let at = self.slot(hash);
        let counts = &mut self.slots[at];
        counts.print = print(hash);
        counts.of[role] = (counts.of[role] + 1).min(3);
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].print != 0 && self.slots[at].print != print(hash) {
            at = (at + 1) & mask;
        }
        at
    }

    fn of(&self, hash: u64) -> [u8; ROLES] {
        if self.slots.is_empty() { [0; ROLES] } else { self.slots[self.slot(hash)].of }
    }

    /// The rows of the second pass's own features for word `i` of a stretch, labelled `own` before, between
    /// words labelled `before` and `after`.
    pub(super) fn rows(
        &self,
        tokens: &Tokens<'_>,
        i: usize,
        [before, own, after]: [Label; 3],
        out: &mut Vec<u32>,
    ) {
        let token = &tokens.all[i];
        let here = summary(self.of(token.hash));
        let side = |k: usize| {
            tokens.all.get(k).map_or(0, |t| if t.capital() { summary(self.of(t.hash)) } else { 0 })
        };
        let (left, right) = (side(i.wrapping_sub(1)), side(i + 1));
        let pair = |a: usize, b: usize| match (tokens.all.get(a), tokens.all.get(b)) {
            (Some(a), Some(b)) => u64::from(self.of(mix(a.hash, b.hash))[1]),
            _ => 0,
        };
        let pairs = pair(i.wrapping_sub(1), i) | pair(i, i + 1) << 4;
        let gaps = (token.gap as u64) << 4 | tokens.all.get(i + 1).map_or(9, |t| t.gap as u64);
        let class = |k: usize| tokens.class(k).bits();
        let counts = self.of(token.hash);
        let person = u64::from(counts[2].max(counts[0])) << 8 | u64::from(counts[3]);
        let signs = [
            (here, 0),
            (here, u64::from(token.first) | gaps << 8),
            (here, class(i.wrapping_sub(1))),
            (here, class(i + 1)),
            (left, here),
            (here, right),
            (pairs, gaps),
            (person, u64::from(counts[4]) << 8 | u64::from(counts[6])),
            (u64::from(own), here),
            (u64::from(own), u64::from(before) << 8 | u64::from(after) << 16),
            (u64::from(counts[9]), u64::from(own) << 8 | person << 16),
        ];
        out.extend(signs.iter().enumerate().map(|(k, &(a, b))| row(TEMPLATES + k as u64, a, b)));
    }
}

fn print(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

fn both_person(before: Label, after: Label) -> bool {
    let person = |label| named(label).is_some_and(|(kind, _)| kind == Kind::Person);
    person(before) && matches!(named(after), Some((Kind::Person, Part::Inner | Part::Last)))
}

fn role(label: Label) -> usize {
    match named(label) {
        Some((Kind::Person, Part::First)) => 0,
        Some((Kind::Person, Part::Inner)) => 1,
        Some((Kind::Person, Part::Last)) => 2,
        Some((Kind::Person, Part::Only)) => 3,
        Some((Kind::Place, Part::Only)) => 4,
        Some((Kind::Place, _)) => 5,
        Some((Kind::Org, Part::Only)) => 6,
        Some((Kind::Org, _)) => 7,
        None if label == OUT => 9,
        None => 8,
    }
}

/// Which roles the word had at all.
fn summary(counts: [u8; ROLES]) -> u64 {
    counts.iter().enumerate().fold(1 << 20, |bits, (role, &count)| bits | u64::from(count > 0) << role)
}
