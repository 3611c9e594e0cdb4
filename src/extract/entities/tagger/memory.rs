//! What the first pass told of a story's words, for the second pass: a bare `Assad` is whom the
//! full name was.

use std::ops::Range;

use super::super::table::{FREE, Table};
use super::super::tokens::Tokens;
use super::super::types::Kind;
use super::features::row;
use super::labels::{Label, OUT, Part, named};
use crate::text::hash::mix;

/// How a word of the story was labelled: one bit for each role that it had, and above them how often, up to
/// 3, in two bits a role.
#[derive(Clone, Copy)]
struct Counts(u32);

/// Person: first of several words, inner, last, only; place: alone, part; organisation: alone, part;
/// other name; none.
const ROLES: usize = 10;

impl Counts {
    fn add(&mut self, role: usize) {
        self.0 |= 1 << role;
        if self.of(role) < 3 {
            self.0 += 1 << (ROLES + 2 * role);
        }
    }

    fn of(self, role: usize) -> u64 {
        u64::from(self.0 >> (ROLES + 2 * role) & 3)
    }

    /// Which roles the word had at all.
    fn summary(self) -> u64 {
        1 << 20 | u64::from(self.0) & ((1 << ROLES) - 1)
    }
}

/// The roles that labels gave to the words of one story, and to pairs of neighbours.
pub(super) struct Memory {
    counts: Table,
}

/// Templates of the second pass.
pub(super) const TEMPLATES: usize = 11;

/// Their numbers start here.
const NUMBERED: u64 = 100;

impl Memory {
    /// Reads the labels of all stretches.
    pub(super) fn of(tokens: &Tokens<'_>, stretches: &[Range<usize>], labels: &[Label]) -> Memory {
        let mut memory = Memory { counts: Table::new(labels.len()) };
        let words = stretches.iter().flat_map(Clone::clone);
        let mut before = (usize::MAX, OUT);
        for (i, &label) in words.zip(labels) {
            let token = &tokens.all[i];
            if token.capital() && (label != OUT || !token.first) {
                memory.count(token.hash, role(label));
            }
            if before.0.wrapping_add(1) == i && both_person(before.1, label) {
                memory.count(mix(tokens.all[i - 1].hash, token.hash), 1);
            }
            before = (i, label);
        }
        memory
    }

    fn count(&mut self, hash: u64, role: usize) {
        let entry = self.counts.entry(hash);
        let mut counts = Counts(if *entry == FREE { 0 } else { *entry });
        counts.add(role);
        *entry = counts.0;
    }

    fn counts(&self, hash: u64) -> Counts {
        Counts(self.counts.get(hash).unwrap_or(0))
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
        let counts = self.counts(token.hash);
        let here = counts.summary();
        let side = |k: usize| {
            tokens.all.get(k).map_or(0, |t| if t.capital() { self.counts(t.hash).summary() } else { 0 })
        };
        let (left, right) = (side(i.wrapping_sub(1)), side(i + 1));
        let pair = |a: usize, b: usize| match (tokens.all.get(a), tokens.all.get(b)) {
            (Some(a), Some(b)) => self.counts(mix(a.hash, b.hash)).of(1),
            _ => 0,
        };
        let pairs = pair(i.wrapping_sub(1), i) | pair(i, i + 1) << 4;
        let gaps = (token.gap as u64) << 4 | tokens.all.get(i + 1).map_or(9, |t| t.gap as u64);
        let class = |k: usize| tokens.class(k).bits();
        let person = counts.of(2).max(counts.of(0)) << 8 | counts.of(3);
        let signs: [(u64, u64); TEMPLATES] = [
            (here, 0),
            (here, u64::from(token.first) | gaps << 8),
            (here, class(i.wrapping_sub(1))),
            (here, class(i + 1)),
            (left, here),
            (here, right),
            (pairs, gaps),
            (person, counts.of(4) << 8 | counts.of(6)),
            (u64::from(own), here),
            (u64::from(own), u64::from(before) << 8 | u64::from(after) << 16),
            (counts.of(9), u64::from(own) << 8 | person << 16),
        ];
        out.extend(signs.iter().enumerate().map(|(k, &(a, b))| row(NUMBERED + k as u64, a, b)));
    }
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
