//! Boilerplate families: what furniture of news pages says, as data.
//!
//! `schema/boilerplate.v1.json` lists families (copyright, newsletter appeals, share buttons, agency
//! sign-offs, …), each with the line kind it speaks for and three sorts of patterns. A match is
//! evidence, never a verdict: a sentence about subscriptions matches the paywall family too.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::LineKind;
use super::bytes::Bytes;
use super::finder::Finder;
use super::gate::Gate;

/// Longest block, in bytes, that literals are looked for in; longer ones are prose.
const LITERAL_LIMIT: usize = 1500;
/// Longest line, in bytes, that is looked up as a whole.
const LINE_LIMIT: usize = 120;
/// Longest block, in bytes, that regular expressions are tried on.
const REGEX_LIMIT: usize = 400;

/// One family of boilerplate.
#[derive(Clone, Debug, Deserialize)]
pub struct Family {
    /// What it is called in reasons: `newsletter`.
    pub name: String,
    /// The line kind it speaks for.
    pub kind: LineKind,
    /// Whole lines, in [`normal`] form.
    lines: Vec<String>,
    /// Phrases inside a line, in [`normal`] form but with digits kept.
    literals: Vec<String>,
    /// Regular expressions on the line as written; `<<agency>>` stands for the part of that name.
    regexes: Vec<String>,
    /// Lines that the family must catch.
    #[cfg_attr(not(test), expect(dead_code))]
    examples: Vec<String>,
}

/// A family that a block matched.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The family.
    pub family: &'static Family,
    /// How much of the block the match accounts for, 0 to 1; whole-line matches have 1.
    pub share: f32,
    /// The block is exactly one of the family's lines or fits one of its expressions.
    pub whole: bool,
}

#[derive(Default, Deserialize)]
struct File {
    /// Alternations that several expressions share, by name.
    parts: BTreeMap<String, String>,
    families: Vec<Family>,
}

struct Book {
    families: Vec<Family>,
    lines: Lines,
    literals: Finder<4>,
    literal_family: Vec<usize>,
    /// One by one, not as a set: a set of this size outgrows the cache of its automaton.
    regexes: Vec<(usize, Regex)>,
    /// Which of them are worth a try.
    gate: Gate,
}

static BOOK: LazyLock<Book> = LazyLock::new(Book::load);

impl Book {
    fn load() -> Book {
        let file: File =
            serde_json::from_str(include_str!("../../schema/boilerplate.v1.json")).unwrap_or_default();
        let (families, parts) = (file.families, file.parts);
        let each = |pick: fn(&Family) -> &Vec<String>| {
            families.iter().enumerate().flat_map(move |(i, f)| pick(f).iter().map(move |p| (i, p)))
        };
        let mut lines = Lines { families: HashMap::new(), lengths: Box::new([0; 256]) };
        each(|f| &f.lines).for_each(|(i, line)| lines.add(line, i));
        let (literal_family, literals): (Vec<_>, Vec<String>) =
            each(|f| &f.literals).map(|(i, literal)| (i, literal.clone())).unzip();
        let regexes: Vec<(usize, Regex)> = each(|f| &f.regexes)
            .filter_map(|(i, p)| Regex::new(&spelled_out(p, &parts)).ok().map(|r| (i, r)))
            .collect();
        let gate = Gate::of(regexes.iter().map(|(_, regex)| regex.as_str()), normal);
        Book { lines, literals: Finder::of(literals), literal_family, regexes, gate, families }
    }
}

/// The whole lines of all families.
struct Lines {
    families: HashMap<Vec<u8>, usize>,
    /// For each first byte the lengths of its lines, as bits: most lines of a text are told by these.
    lengths: Box<[u128; 256]>,
}

impl Lines {
    /// The first family that lists a line keeps it.
    fn add(&mut self, line: &str, family: usize) {
        self.families.entry(line.as_bytes().to_owned()).or_insert(family);
        self.lengths[Lines::first(line.as_bytes())] |= 1 << line.len().min(127);
    }

    fn get(&self, line: &[u8]) -> Option<usize> {
        let may_be = self.lengths[Lines::first(line)] >> line.len().min(127) & 1 != 0;
        if may_be { self.families.get(line).copied() } else { None }
    }

    fn first(line: &[u8]) -> usize {
        line.first().map_or(0, |&b| b.into())
    }
}

/// An expression with its parts put in.
fn spelled_out(pattern: &str, parts: &BTreeMap<String, String>) -> String {
    parts.iter().fold(pattern.to_owned(), |all, (name, part)| all.replace(&format!("<<{name}>>"), part))
}

/// The form in which lines and literals are compared: lower case, straight apostrophes, single
/// blanks.
fn normal(line: &str) -> String {
    let mut out = String::new();
    write_normal(line, &mut out);
    out
}

fn write_normal(line: &str, out: &mut String) {
    for c in line.trim().chars() {
        match c {
            '!'..='_' | 'a'..='~' => out.push(c.to_ascii_lowercase()),
            '’' | '‘' | 'ʼ' | '`' => out.push('\''),
            '“' | '”' => out.push('"'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Writes a block with its ASCII letters in lower case and blanks for all white space of ASCII; most blocks
/// have no other normal form.
pub fn write_low(block: &str, out: &mut Vec<u8>) {
    let low = |b: u8| if matches!(b, b'\t'..=b'\r') { b' ' } else { b.to_ascii_lowercase() };
    out.clear();
    out.extend(block.bytes().map(low));
}

/// Is what [`write_low`] writes of a block with these bytes its normal form?
fn is_normal(low: &[u8], bytes: &Bytes) -> bool {
    let pairs = low.iter().zip(low.iter().skip(1));
    !bytes.meets(&Bytes::WIDE)
        && !bytes.has(b'`')
        && !low.starts_with(b" ")
        && !low.ends_with(b" ")
        && !pairs.fold(false, |double, pair| double | (pair == (&b' ', &b' ')))
}

/// Writes every run of digits as one `0`, so that `23 comments` and `4 comments` are one line.
fn fold_digits(normal: &[u8], out: &mut Vec<u8>) {
    for &b in normal {
        if !b.is_ascii_digit() {
            out.push(b);
        } else if !out.ends_with(b"0") {
            out.push(b'0');
        }
    }
}

/// Room that one block after the other is read in.
#[derive(Default)]
pub struct Room {
    normal: String,
    line: Vec<u8>,
    phrases: Vec<(Range<usize>, usize)>,
}

/// The families that a block of text with these bytes matches, best first; `low` is what [`write_low`] writes
/// of it.
pub fn hits(block: &str, bytes: &Bytes, low: &[u8], room: &mut Room) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    if block.len() > LITERAL_LIMIT {
        return out;
    }
    let book = &*BOOK;
    let Room { normal, line, phrases } = room;
    let normal = if is_normal(low, bytes) {
        low
    } else {
        normal.clear();
        write_normal(block, normal);
        normal.as_bytes()
    };
    if let Some(family) = whole_line(book, normal, bytes, line) {
        add(&mut out, Hit { family, share: 1.0, whole: true });
    }
    if block.len() <= REGEX_LIMIT {
        let open = book.gate.open(block, bytes, normal).map(|at| &book.regexes[at]);
        for (i, _) in open.filter(|(_, regex)| regex.is_match(block)) {
            add(&mut out, Hit { family: &book.families[*i], share: 1.0, whole: true });
        }
    }
    literal_hits(book, normal, phrases, &mut out);
    out.sort_by(|a, b| b.whole.cmp(&a.whole).then(b.share.total_cmp(&a.share)));
    out
}

/// The family that lists all of a line.
fn whole_line(
    book: &'static Book,
    normal: &[u8],
    bytes: &Bytes,
    folded: &mut Vec<u8>,
) -> Option<&'static Family> {
    if normal.len() > LINE_LIMIT {
        return None;
    }
    let mut line = normal;
    if bytes.meets(&Bytes::DIGITS) {
        folded.clear();
        fold_digits(normal, folded);
        line = folded;
    }
    book.lines.get(line).map(|i| &book.families[i])
}

fn literal_hits(
    book: &'static Book,
    normal: &[u8],
    phrases: &mut Vec<(Range<usize>, usize)>,
    out: &mut Vec<Hit>,
) {
    phrases.clear();
    book.literals.each(normal, |_| true, |range, literal| phrases.push((range, literal)));
    // From the left, the longest of those that begin at one place; none overlaps another.
    phrases.sort_unstable_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let mut end = 0;
    for (range, literal) in phrases.drain(..) {
        if range.start < end {
            continue;
        }
        end = range.end;
        if on_word_borders(normal, &range) {
            let family = &book.families[book.literal_family[literal]];
            let share = range.len() as f32 / normal.len() as f32;
            add(out, Hit { family, share, whole: false });
        }
    }
}

fn add(hits: &mut Vec<Hit>, hit: Hit) {
    match hits.iter_mut().find(|h| std::ptr::eq(h.family, hit.family)) {
        Some(old) => {
            old.share = (old.share + hit.share).min(1.0);
            old.whole |= hit.whole;
        }
        None => hits.push(hit),
    }
}

/// Does the match neither begin nor end inside a word?
fn on_word_borders(bytes: &[u8], range: &Range<usize>) -> bool {
    let (start, end) = (range.start, range.end);
    let word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric());
    let open = start > 0 && word(start - 1) && word(start);
    let closed = end > start && word(end - 1) && word(end);
    !open && !closed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits_of(line: &str) -> Vec<Hit> {
        let mut low = Vec::new();
        write_low(line, &mut low);
        hits(line, &Bytes::of(line), &low, &mut Room::default())
    }

    #[test]
    fn the_gate_keeps_out_nothing_that_matches() {
        let examples = BOOK.families.iter().flat_map(|f| &f.examples);
        for line in examples {
            let open: Vec<usize> = BOOK.gate.open(line, &Bytes::of(line), normal(line).as_bytes()).collect();
            for (at, (_, regex)) in BOOK.regexes.iter().enumerate() {
                assert!(!regex.is_match(line) || open.contains(&at), "{line:?} is kept from {regex}");
            }
        }
    }

    #[test]
    fn every_example_is_caught_by_its_family() {
        assert!(BOOK.families.len() >= 20, "the data file did not load");
        let regexes: usize = BOOK.families.iter().map(|f| f.regexes.len()).sum();
        assert_eq!(BOOK.regexes.len(), regexes, "a regular expression does not compile");
        assert!(BOOK.regexes.iter().all(|(_, r)| !r.as_str().contains("<<")), "a part is not declared");
        for family in &BOOK.families {
            assert!(!family.examples.is_empty(), "{} has no example", family.name);
            for example in &family.examples {
                let caught = hits_of(example).iter().any(|h| h.family.name == family.name);
                assert!(caught, "{} does not catch {example:?}", family.name);
            }
        }
    }

    #[test]
    fn patterns_are_in_the_form_they_are_compared_in() {
        for family in &BOOK.families {
            for line in &family.lines {
                let mut folded = Vec::new();
                fold_digits(normal(line).as_bytes(), &mut folded);
                assert_eq!(line.as_bytes(), folded, "{}", family.name);
            }
            for literal in &family.literals {
                assert_eq!(literal.to_lowercase(), *literal, "{}", family.name);
            }
        }
    }

    #[test]
    fn what_is_taken_for_the_normal_form_is_it() {
        for line in ["Read MORE: [9]", "a  b", " a", "a ", "it`s", "it’s", "A\tb", "a\r\nb", "a~\0b", "É"]
        {
            let mut low = Vec::new();
            write_low(line, &mut low);
            let same = normal(line).as_bytes() == low;
            assert_eq!(is_normal(&low, &Bytes::of(line)), same, "{line:?}");
        }
    }

    #[test]
    fn plain_sentences_match_nothing_whole() {
        for line in [
            "The mayor of Leeds said on Monday that the bridge would stay shut until spring.",
            "\"We had no choice,\" she told a crowd outside the town hall.",
            "By Monday the water had fallen and the first families went home.",
        ] {
            assert!(hits_of(line).iter().all(|h| !h.whole), "{line}");
        }
    }
}
