//! Which regular expressions can match a line at all.
//!
//! A line is held against more than a hundred expressions, and nearly all of them fail. From each
//! expression necessary conditions are read off: the first and the last byte of a match, its least and
//! greatest length, which bytes it may have and which it must have, and strings one of which it has in it.
//! What is cheap is asked first and leaves a handful to try. The conditions only spare work: they never
//! change what matches.

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::bytes::Bytes;
use super::finder::Finder;

/// Lengths of lines that are told apart.
const LENGTHS: usize = 512;
/// Most strings that stand for one part of an expression.
const MOST: usize = 48;
/// Shorter strings, blanks left out, are not looked for: they stand in every line.
const SHORTEST: usize = 3;
/// Bytes that nearly every line has.
const COMMON: &str = " etaoinshrdl";

/// The conditions of a list of expressions, at most 128.
pub struct Gate {
    /// For each byte, the expressions that may begin with it, and those that may end with it.
    first: Box<[u128; 256]>,
    last: Box<[u128; 256]>,
    /// For each length of a line, up to the greatest that is told, those that may match one.
    lengths: Box<[u128; LENGTHS]>,
    others: Vec<Others>,
    /// Expressions that ask for a string.
    asking: u128,
    strings: Finder<SHORTEST>,
    /// For each string, the expressions that ask for it.
    asked: Vec<u128>,
}

/// Conditions of one expression on the bytes of a line, asked one by one.
struct Others {
    /// The bytes that the line may have.
    may: Bytes,
    /// Sets of each of which the line must have a byte.
    must: Vec<Bytes>,
}

impl Gate {
    /// Reads the conditions off the expressions; `folded` is the form that lines are searched in.
    pub fn of<'a>(patterns: impl Iterator<Item = &'a str>, folded: impl Fn(&str) -> String) -> Gate {
        let mut asked: BTreeMap<String, u128> = BTreeMap::new();
        let mut gate = Gate {
            first: Box::new([0; 256]),
            last: Box::new([0; 256]),
            lengths: Box::new([0; LENGTHS]),
            others: Vec::new(),
            asking: 0,
            strings: Finder::of(Vec::new()),
            asked: Vec::new(),
        };
        for (i, pattern) in patterns.enumerate().take(128) {
            let bit = 1u128 << i;
            let hir = regex_syntax::parse(pattern).unwrap_or_else(|_| Hir::empty());
            let (first, last) = ends(&hir);
            (0..=u8::MAX).filter(|&b| first.has(b)).for_each(|b| gate.first[usize::from(b)] |= bit);
            (0..=u8::MAX).filter(|&b| last.has(b)).for_each(|b| gate.last[usize::from(b)] |= bit);
            let (least, most) = lengths(&hir);
            let told = least.min(LENGTHS - 1)..=most.min(LENGTHS - 1);
            gate.lengths[told].iter_mut().for_each(|open| *open |= bit);
            gate.others.push(Others::of(&hir));
            if let Some(needed) = needed(&hir).filter(|all| all.iter().all(|s| s.trim().len() >= SHORTEST)) {
                gate.asking |= bit;
                needed.iter().for_each(|s| *asked.entry(folded(s)).or_default() |= bit);
            }
        }
        let (strings, asked) = asked.into_iter().unzip();
        (gate.strings, gate.asked) = (Finder::of(strings), asked);
        gate
    }

    /// The numbers of the expressions that may match a line with these bytes, ascending; `folded` is the
    /// form it is searched in.
    pub fn open(&self, line: &str, bytes: &Bytes, folded: &[u8]) -> impl Iterator<Item = usize> + use<> {
        let (Some(&first), Some(&last)) = (line.as_bytes().first(), line.as_bytes().last()) else {
            return Ones(0);
        };
        let ends = self.first[usize::from(first)] & self.last[usize::from(last)];
        let likely = Ones(ends & self.lengths[line.len().min(LENGTHS - 1)]);
        let mut open = likely.filter(|&i| self.others[i].fit(bytes)).fold(0, |open, i| open | 1 << i);
        if open & self.asking != 0 {
            let mut found = !self.asking;
            let wanted = |string: usize| self.asked[string] & open != 0;
            self.strings.each(folded, wanted, |_, string| found |= self.asked[string]);
            open &= found;
        }
        Ones(open)
    }
}

impl Others {
    fn of(hir: &Hir) -> Others {
        let common = Bytes::of(COMMON);
        let mut may = Bytes::default();
        add_all(hir, &mut may);
        let mut must = needed_bytes(hir);
        must.retain(|set| !set.meets(&common));
        must.sort_by_key(Bytes::count);
        must.dedup();
        Others { may: if tied(hir) == (true, true) { may } else { Bytes::ALL }, must }
    }

    fn fit(&self, bytes: &Bytes) -> bool {
        bytes.within(&self.may) && self.must.iter().all(|set| set.meets(bytes))
    }
}

/// The places of the bits that are set, ascending.
struct Ones(u128);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let place = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (place < 128).then_some(place)
    }
}

/// Whether a match begins with the line, and whether it ends with it.
fn tied(hir: &Hir) -> (bool, bool) {
    let properties = hir.properties();
    (properties.look_set_prefix().contains(Look::Start), properties.look_set_suffix().contains(Look::End))
}

/// Least and greatest length of a line that the expression matches; only one tied to both ends has the latter.
fn lengths(hir: &Hir) -> (usize, usize) {
    let properties = hir.properties();
    let most = properties.maximum_len().filter(|_| tied(hir) == (true, true)).unwrap_or(usize::MAX);
    (properties.minimum_len().unwrap_or(0), most)
}

/// The bytes that a line may begin and end with, where a match must do so with it; else all.
fn ends(hir: &Hir) -> (Bytes, Bytes) {
    let of = |tied: bool, end: End| {
        let mut bytes = Bytes::default();
        if tied && add_end(hir, end, &mut bytes) { bytes } else { Bytes::ALL }
    };
    let (start, end) = tied(hir);
    (of(start, End::First), of(end, End::Last))
}

/// An end of a match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// Adds the bytes that `hir` may begin or end with; false if it may be empty.
fn add_end(hir: &Hir, end: End, bytes: &mut Bytes) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => {
            let byte = if end == End::First { literal.0.first() } else { literal.0.last() };
            byte.map(|&b| bytes.add(b)).is_some()
        }
        HirKind::Class(class) => {
            bytes.add_all(&bytes_of(class));
            true
        }
        HirKind::Repetition(repetition) => add_end(&repetition.sub, end, bytes) && repetition.min > 0,
        HirKind::Capture(capture) => add_end(&capture.sub, end, bytes),
        HirKind::Concat(parts) if end == End::First => parts.iter().any(|part| add_end(part, end, bytes)),
        HirKind::Concat(parts) => parts.iter().rev().any(|part| add_end(part, end, bytes)),
        HirKind::Alternation(parts) => {
            // Each part is asked, also behind one that may be empty.
            let full: Vec<bool> = parts.iter().map(|part| add_end(part, end, bytes)).collect();
            !full.contains(&false)
        }
    }
}

/// Adds every byte that a match of `hir` can have.
fn add_all(hir: &Hir, bytes: &mut Bytes) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => literal.0.iter().for_each(|&b| bytes.add(b)),
        HirKind::Class(class) => bytes.add_all(&bytes_of(class)),
        HirKind::Repetition(repetition) => add_all(&repetition.sub, bytes),
        HirKind::Capture(capture) => add_all(&capture.sub, bytes),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| add_all(part, bytes));
        }
    }
}

/// Sets of bytes of each of which every match has one.
fn needed_bytes(hir: &Hir) -> Vec<Bytes> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Vec::new(),
        HirKind::Literal(literal) => literal.0.iter().map(|&b| Bytes::range(b, b)).collect(),
        HirKind::Class(class) => vec![bytes_of(class)],
        HirKind::Repetition(repetition) if repetition.min == 0 => Vec::new(),
        HirKind::Repetition(repetition) => needed_bytes(&repetition.sub),
        HirKind::Capture(capture) => needed_bytes(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(needed_bytes).collect(),
        HirKind::Alternation(parts) => {
            // One of the smallest set of each part.
            let mut either = Bytes::default();
            let smallest = |part| needed_bytes(part).into_iter().min_by_key(Bytes::count);
            parts.iter().for_each(|part| either.add_all(&smallest(part).unwrap_or(Bytes::ALL)));
            vec![either]
        }
    }
}

/// The bytes of the characters of a class; one beyond ASCII stands for all of those.
fn bytes_of(class: &Class) -> Bytes {
    let mut bytes = Bytes::default();
    for (low, high) in ranges(class) {
        match (u8::try_from(low), u8::try_from(high.min(127))) {
            (Ok(low), Ok(high)) if low <= high => bytes.add_all(&Bytes::range(low, high)),
            _ => {}
        }
        if high > 127 {
            bytes.add_all(&Bytes::WIDE);
        }
    }
    bytes
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
        let gate = Gate::of(patterns.iter().copied(), str::to_lowercase);
        gate.open(line, &Bytes::of(line), line.to_lowercase().as_bytes()).collect()
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
    fn what_cannot_match_is_kept_out() {
        assert!(open(&["^[a-z]+x?$"], "ab9").is_empty(), "ends with a byte that no match ends with");
        assert!(open(&["^[a-z]+.?[a-z]+$"], "Ab").is_empty(), "begins with such a byte");
        assert!(open(&["^[a-z -]+$"], "a, b").is_empty(), "has a byte that no match has");
        assert!(open(&["(?:\\||@)[a-z]"], "a b").is_empty(), "has none of the bytes that one must have");
        assert!(open(&["[a-z](?:read|watch) "], "I write it").is_empty(), "has none of the strings");
        assert!(open(&["^[a-z]{3,5}$"], "abcdef").is_empty(), "is too long");
        assert!(open(&["^é+$"], "è").is_empty(), "has another letter");
    }
}
