//! Boilerplate families: what furniture of news pages says, as data.
//!
//! `schema/boilerplate.v1.json` lists families (copyright, newsletter appeals, share buttons, agency
//! sign-offs, …), each with the line kind it speaks for and three sorts of patterns. A match is
//! evidence, never a verdict: a sentence about subscriptions matches the paywall family too.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::LineKind;
use super::gate::{Found, Gate};

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
    lines: HashMap<String, usize>,
    literal_family: Vec<usize>,
    /// One by one, not as a set: a set of this size outgrows the cache of its automaton.
    regexes: Vec<(usize, Regex)>,
    /// Which of them are worth a try; finds the literals too.
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
        // The first family that lists a line keeps it.
        let mut lines = HashMap::new();
        each(|f| &f.lines).for_each(|(i, line)| {
            lines.entry(line.clone()).or_insert(i);
        });
        let (literal_family, literals): (Vec<_>, Vec<String>) =
            each(|f| &f.literals).map(|(i, literal)| (i, literal.clone())).unzip();
        let regexes: Vec<(usize, Regex)> = each(|f| &f.regexes)
            .filter_map(|(i, p)| Regex::new(&spelled_out(p, &parts)).ok().map(|r| (i, r)))
            .collect();
        let gate = Gate::of(regexes.iter().map(|(_, regex)| regex.as_str()), literals, normal);
        Book { lines, literal_family, regexes, gate, families }
    }
}

/// An expression with its parts put in.
fn spelled_out(pattern: &str, parts: &BTreeMap<String, String>) -> String {
    parts.iter().fold(pattern.to_owned(), |all, (name, part)| all.replace(&format!("<<{name}>>"), part))
}

/// The form in which lines and literals are compared: lower case, straight apostrophes, single
/// blanks.
fn normal(line: &str) -> String {
    let line = line.trim();
    let plain = |b: u8| (b' '..=b'~').contains(&b) && b != b'`';
    if line.bytes().all(plain) && !line.contains("  ") {
        return line.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
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
    out
}

/// Every run of digits as one `0`, so that `23 comments` and `4 comments` are one line.
fn digits_folded(normal: &str) -> String {
    let mut out = String::with_capacity(normal.len());
    for c in normal.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('0') {
            out.push('0');
        }
    }
    out
}

/// The families that a block of text matches, best first.
pub fn hits(block: &str) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    if block.len() > LITERAL_LIMIT {
        return out;
    }
    let book = &*BOOK;
    let normal = normal(block);
    let line = Some(&normal).filter(|line| line.len() <= LINE_LIMIT).map(|line| digits_folded(line));
    if let Some(&i) = line.and_then(|line| book.lines.get(&line)) {
        add(&mut out, Hit { family: &book.families[i], share: 1.0, whole: true });
    }
    let found = book.gate.search(&normal);
    if block.len() <= REGEX_LIMIT {
        let open = book.gate.open(block, &found).map(|at| &book.regexes[at]);
        for (i, _) in open.filter(|(_, regex)| regex.is_match(block)) {
            add(&mut out, Hit { family: &book.families[*i], share: 1.0, whole: true });
        }
    }
    literal_hits(book, &normal, found, &mut out);
    out.sort_by(|a, b| b.whole.cmp(&a.whole).then(b.share.total_cmp(&a.share)));
    out
}

fn literal_hits(book: &'static Book, normal: &str, found: Found, out: &mut Vec<Hit>) {
    for (range, literal) in found.phrases().filter(|(range, _)| on_word_borders(normal, range)) {
        let family = &book.families[book.literal_family[literal]];
        let share = range.len() as f32 / normal.len() as f32;
        add(out, Hit { family, share, whole: false });
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
fn on_word_borders(text: &str, range: &Range<usize>) -> bool {
    let (start, end) = (range.start, range.end);
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric());
    let open = start > 0 && word(start - 1) && word(start);
    let closed = end > start && word(end - 1) && word(end);
    !open && !closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_keeps_out_nothing_that_matches() {
        let examples = BOOK.families.iter().flat_map(|f| &f.examples);
        for line in examples {
            let open: Vec<usize> = BOOK.gate.open(line, &BOOK.gate.search(&normal(line))).collect();
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
                let caught = hits(example).iter().any(|h| h.family.name == family.name);
                assert!(caught, "{} does not catch {example:?}", family.name);
            }
        }
    }

    #[test]
    fn patterns_are_in_the_form_they_are_compared_in() {
        for family in &BOOK.families {
            for line in &family.lines {
                assert_eq!(*line, digits_folded(&normal(line)), "{}", family.name);
            }
            for literal in &family.literals {
                assert_eq!(literal.to_lowercase(), *literal, "{}", family.name);
            }
        }
    }

    #[test]
    fn plain_sentences_match_nothing_whole() {
        for line in [
            "The mayor of Leeds said on Monday that the bridge would stay shut until spring.",
            "\"We had no choice,\" she told a crowd outside the town hall.",
            "By Monday the water had fallen and the first families went home.",
        ] {
            assert!(hits(line).iter().all(|h| !h.whole), "{line}");
        }
    }
}
