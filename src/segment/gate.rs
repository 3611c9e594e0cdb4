//! Which regular expressions can match a line at all.
//!
//! A line is held against more than a hundred expressions, and nearly all of them fail. From each
//! expression three necessary conditions are read off: strings one of which every match has in it, the
//! first byte of a match, and its least and greatest length. One search for all strings at once then leaves a
//! handful to try. The conditions only spare work: they never change what matches. Phrases that a caller
//! looks for in the same lines are found on the way.

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex_syntax::hir::{Class, Hir, HirKind};

/// Most strings that stand for one part of an expression.
const MOST: usize = 48;

/// An expression of lines no longer than this many bytes is tried on few.
const BRIEF: usize = 130;
/// So is one that begins with no more than this many bytes.
const FEW: usize = 16;

/// The conditions of a list of expressions, at most 128, and phrases.
pub struct Gate {
    /// The phrases, then the strings that expressions ask for.
    strings: Option<AhoCorasick>,
    phrases: usize,
    /// For each string behind the phrases, the expressions that ask for it.
    asked: Vec<u128>,
    /// Expressions that ask for no string.
    free: u128,
    /// For each byte, the expressions that may begin with it.
    first: Box<[u128; 256]>,
    /// Least and greatest length of a match of the whole line.
    lengths: Vec<(usize, usize)>,
}

impl Gate {
    /// Reads the conditions off the expressions; `folded` is the form that lines are searched in, and the
    /// phrases are in.
    pub fn of<'a>(
        patterns: impl Iterator<Item = &'a str>,
        phrases: Vec<String>,
        folded: fn(&str) -> String,
    ) -> Gate {
        let mut gate = Gate {
            strings: None,
            phrases: phrases.len(),
            asked: Vec::new(),
            free: 0,
            first: Box::new([0; 256]),
            lengths: Vec::new(),
        };
        let mut strings = phrases;
        for (i, pattern) in patterns.enumerate().take(128) {
            let bit = 1u128 << i;
            let Ok(hir) = regex_syntax::parse(pattern) else {
                gate.lengths.push((0, usize::MAX));
                continue;
            };
            gate.lengths.push(lengths(&hir));
            let first = first_bytes(&hir);
            (0..256).filter(|&b| first[b]).for_each(|b| gate.first[b] |= bit);
            // Short strings stand in every line: where the first byte or the length tells enough, none is asked for.
            let few = gate.lengths[i].1 <= BRIEF || first.iter().filter(|&&b| b).count() <= FEW;
            let least = if few { 3 } else { 1 };
            match needed(&hir).filter(|needed| needed.iter().all(|s| s.trim().len() >= least)) {
                Some(needed) => {
                    gate.asked.extend(needed.iter().map(|_| bit));
                    strings.extend(needed.iter().map(|s| folded(s)));
                }
                None => gate.free |= bit,
            }
        }
        gate.strings = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(strings).ok();
        gate
    }

    /// What stands in a folded line.
    pub fn search(&self, folded: &str) -> Found {
        let mut found = Found { asked: 0, phrases: Vec::new() };
        let Some(strings) = &self.strings else { return found };
        for m in strings.find_overlapping_iter(folded) {
            match m.pattern().as_usize().checked_sub(self.phrases) {
                Some(at) => found.asked |= self.asked[at],
                None => found.phrases.push((m.range(), m.pattern().as_usize())),
            }
        }
        found
    }

    /// The numbers of the expressions that may match a line in which this was found, ascending.
    pub fn open(&self, line: &str, found: &Found) -> impl Iterator<Item = usize> + '_ {
        let mut open = self.free | found.asked;
        open &= line.bytes().next().map_or(0, |b| self.first[usize::from(b)]);
        let length = line.len();
        std::iter::from_fn(move || {
            let i = open.trailing_zeros() as usize;
            open &= open.wrapping_sub(1);
            (i < 128).then_some(i)
        })
        .filter(move |&i| (self.lengths[i].0..=self.lengths[i].1).contains(&length))
    }
}

/// What a search of a line found.
pub struct Found {
    /// Expressions that have what they ask for.
    asked: u128,
    /// Where phrases stand and which, in any order.
    phrases: Vec<(Range<usize>, usize)>,
}

impl Found {
    /// The phrases from the left, the longest of those that begin at one place; none overlaps another.
    pub fn phrases(mut self) -> impl Iterator<Item = (Range<usize>, usize)> {
        self.phrases.sort_unstable_by_key(|(range, _)| (range.start, Reverse(range.end)));
        let mut end = 0;
        self.phrases.into_iter().filter(move |(range, _)| {
            let free = range.start >= end;
            end = if free { range.end } else { end };
            free
        })
    }
}

/// Least and greatest length of a line that the expression matches; only one tied to both ends has the latter.
fn lengths(hir: &Hir) -> (usize, usize) {
    use regex_syntax::hir::Look::{End, Start};
    let properties = hir.properties();
    let tied = properties.look_set_prefix().contains(Start) && properties.look_set_suffix().contains(End);
    let most = properties.maximum_len().filter(|_| tied).unwrap_or(usize::MAX);
    (properties.minimum_len().unwrap_or(0), most)
}

/// The bytes that a match may begin with, where it must begin with the line; else all.
fn first_bytes(hir: &Hir) -> [bool; 256] {
    let mut bytes = [false; 256];
    let tied = hir.properties().look_set_prefix().contains(regex_syntax::hir::Look::Start);
    if !tied || !add_first(hir, &mut bytes) {
        bytes = [true; 256];
    }
    bytes
}

/// Adds the bytes that `hir` may begin with; false if it may be empty.
fn add_first(hir: &Hir, bytes: &mut [bool; 256]) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.first().is_some_and(|&b| {
            bytes[usize::from(b)] = true;
            true
        }),
        HirKind::Class(class) => {
            ranges(class).for_each(|(low, high)| {
                let byte = |c: u32| if c < 128 { c as usize } else { 128 };
                bytes[byte(low)..=byte(high)].fill(true);
                if high >= 128 {
                    bytes[128..].fill(true);
                }
            });
            true
        }
        HirKind::Repetition(repetition) => add_first(&repetition.sub, bytes) && repetition.min > 0,
        HirKind::Capture(capture) => add_first(&capture.sub, bytes),
        HirKind::Concat(parts) => parts.iter().any(|part| add_first(part, bytes)),
        HirKind::Alternation(parts) => {
            // Each part is asked, also behind one that may be empty.
            let full: Vec<bool> = parts.iter().map(|part| add_first(part, bytes)).collect();
            !full.contains(&false)
        }
    }
}

/// The ranges of characters of a class.
fn ranges(class: &Class) -> impl Iterator<Item = (u32, u32)> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => class.iter().map(|r| (u32::from(r.start()), u32::from(r.end()))).collect(),
        Class::Bytes(class) => class.iter().map(|r| (u32::from(r.start()), u32::from(r.end()))).collect(),
    };
    ranges.into_iter()
}

/// Strings in lower case one of which every match has in it, if the expression tells any.
fn needed(hir: &Hir) -> Option<Vec<String>> {
    if let Some(exact) = exact(hir) {
        return Some(exact);
    }
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Concat(parts) => needed_of_row(parts),
        HirKind::Alternation(parts) => {
            let all: Vec<Vec<String>> = parts.iter().map(needed).collect::<Option<_>>()?;
            Some(all.concat()).filter(|all| all.len() <= 4 * MOST)
        }
        _ => None,
    }
}

/// The best of what the parts of a row need: the strings that are longest.
fn needed_of_row(parts: &[Hir]) -> Option<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut run = vec![String::new()];
    for part in parts {
        let longer = exact(part).and_then(|next| joined(&run, &next));
        if let Some(longer) = longer {
            run = longer;
            continue;
        }
        found.push(std::mem::replace(&mut run, vec![String::new()]));
        found.extend(needed(part));
    }
    found.push(run);
    let worth = |strings: &Vec<String>| strings.iter().map(String::len).min().unwrap_or(0);
    found.into_iter().max_by_key(worth).filter(|strings| worth(strings) > 0)
}

/// All that an expression matches, in lower case, if that is a short list.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_lowercase()]),
        HirKind::Class(class) => small_class(class),
        HirKind::Capture(capture) => exact(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |row, part| joined(&row, &exact(part)?))
        }
        HirKind::Alternation(parts) => {
            let all: Vec<Vec<String>> = parts.iter().map(exact).collect::<Option<_>>()?;
            Some(all.concat()).filter(|all| all.len() <= MOST)
        }
        HirKind::Repetition(_) => None,
    }
}

/// The characters of a class of few, in lower case. The long s and the Kelvin sign that go with `s` and `k`
/// where case is ignored are left out: newspapers have neither.
fn small_class(class: &Class) -> Option<Vec<String>> {
    let ranges: Vec<(u32, u32)> = ranges(class).collect();
    let size: u32 = ranges.iter().map(|(low, high)| high - low + 1).sum();
    if size > 12 {
        return None;
    }
    let all = ranges.into_iter().flat_map(|(low, high)| low..=high).filter_map(char::from_u32);
    let mut all: Vec<String> =
        all.filter(|c| !matches!(c, 'ſ' | '\u{212a}')).map(|c| c.to_lowercase().collect()).collect();
    all.sort();
    all.dedup();
    Some(all)
}

/// Each string of `a` with each of `b` behind it; none if that is too many.
fn joined(a: &[String], b: &[String]) -> Option<Vec<String>> {
    let all = a.len() * b.len();
    (all <= MOST).then(|| a.iter().flat_map(|a| b.iter().map(move |b| format!("{a}{b}"))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(patterns: &[&str], line: &str) -> Vec<usize> {
        let gate = Gate::of(patterns.iter().copied(), Vec::new(), str::to_lowercase);
        gate.open(line, &gate.search(&line.to_lowercase())).collect()
    }

    #[test]
    fn what_can_match_is_let_through() {
        let patterns =
            ["(?i)^follow us (?:on|at).{0,9}$", "^--[A-Z]+$", "\\d+ (?:comments?|replies)", "^.+$"];
        assert_eq!(open(&patterns, "FOLLOW us ON X"), [0, 3]);
        assert_eq!(open(&patterns, "--IANS"), [1, 3]);
        assert_eq!(open(&patterns, "We have 3 replies"), [2, 3]);
        let long = format!("follow us on {}", "the long way home ".repeat(9));
        assert_eq!(open(&patterns, &long), [3]);
    }

    #[test]
    fn phrases_are_the_leftmost_longest() {
        let phrases = ["read", "read more", "more news", "news"].map(str::to_owned).to_vec();
        let gate = Gate::of(std::iter::empty(), phrases, str::to_lowercase);
        let found: Vec<usize> = gate.search("read more news").phrases().map(|(_, phrase)| phrase).collect();
        assert_eq!(found, [1, 3]);
    }
}
