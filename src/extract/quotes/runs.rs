//! Capitalised runs of the text that may be names: what the extractor of names left over.

use super::cues::Cue;
use super::phrases::particle_at;
use super::tokens::{Script, Token, tokens_into};
use super::words::{pronoun, title_gender};
use crate::extract::Gender;
use crate::text::Span;
use crate::text::fold::without_possessive;

/// Bytes of the longest stretch read in one go: bounds the memory for a huge line.
const STRETCH: usize = 1 << 12;
/// Small words inside a name, and their bytes.
const PARTICLES: usize = 2;
const PARTICLE: usize = 5;

/// A capitalised run of the text.
pub(super) struct Run {
    /// The name, titles left out.
    pub span: Span,
    /// Its words, without a possessive.
    pub words: Vec<String>,
    /// The titles before it, lower case.
    pub titles: String,
    /// What the titles tell.
    pub gender: Option<Gender>,
}

/// Where the paragraphs have capitals.
#[derive(Default)]
pub(super) struct Capitals {
    /// Runs of the stretches of several words.
    pub runs: Vec<Run>,
    /// Stretches of one word: a name only where somebody is known by it.
    pub alone: Vec<Span>,
}

/// Names that the extractor of names found.
#[derive(Default)]
pub(super) struct Taken(Vec<Span>);

impl Taken {
    /// Of these, in any order.
    pub fn of(mut names: Vec<Span>) -> Taken {
        names.sort();
        names.dedup();
        Taken(names)
    }

    /// Whether one of the names overlaps `span`.
    fn overlaps(&self, span: Span) -> bool {
        self.before_end(span).iter().any(|name| name.overlaps(span))
    }

    /// Whether one of the names overlaps every part of `span`.
    fn holds(&self, span: Span) -> bool {
        self.before_end(span).iter().any(|name| name.contains(span))
    }

    /// The last two names that begin before the end of `span`.
    fn before_end(&self, span: Span) -> &[Span] {
        let after = self.0.partition_point(|name| name.start < span.end);
        &self.0[after.saturating_sub(2)..after]
    }
}

/// Finds the capitals of the paragraphs, but for names that are `taken`.
pub(super) fn capitals(script: Script<'_>, paragraphs: &[Span], taken: &Taken) -> Capitals {
    let text = script.text;
    let mut out = Capitals::default();
    let mut tokens = Vec::new();
    let mut stretches = Vec::new();
    for &paragraph in paragraphs {
        stretches.clear();
        if capitalised(text, paragraph, &mut stretches) {
            // A headline in capitals: no telling where a name ends.
            continue;
        }
        for &stretch in &stretches {
            if !stretch.of(text).contains(char::is_whitespace) {
                out.alone.extend((!taken.overlaps(stretch)).then_some(stretch));
                continue;
            }
            if taken.holds(without_marks(text, stretch)) {
                continue;
            }
            tokens.clear();
            tokens_into(script, stretch, &mut tokens);
            in_stretch(text, &tokens, taken, &mut out.runs);
        }
    }
    out
}

/// The run in a stretch of one word, if it is one.
pub(super) fn alone(script: Script<'_>, stretch: Span) -> Option<Run> {
    let mut tokens = Vec::new();
    tokens_into(script, stretch, &mut tokens);
    let mut runs = Vec::new();
    in_stretch(script.text, &tokens, &Taken::default(), &mut runs);
    runs.into_iter().next()
}

/// The span without marks at both ends.
fn without_marks(text: &str, span: Span) -> Span {
    let is_mark = |c: char| !c.is_alphanumeric();
    let inside = span.of(text);
    let start = span.start + inside.len() - inside.trim_start_matches(is_mark).len();
    Span::new(start, start + inside.trim_matches(is_mark).len())
}

/// Collects the stretches of a paragraph that begin and end with a word that holds a capital letter,
/// small words between; true where nearly all words begin with one.
fn capitalised(text: &str, paragraph: Span, out: &mut Vec<Span>) -> bool {
    let bytes = paragraph.of(text).as_bytes();
    let mut capitals = 0;
    let mut at = 0;
    while let Some(found) = next_capital(&bytes[at..]) {
        let start =
            bytes[at..at + found].iter().rposition(u8::is_ascii_whitespace).map_or(at, |i| at + i + 1);
        let rest = &bytes[at + found..];
        let end = at + found + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        let first = bytes[start..end].iter().find(|b| b.is_ascii_alphabetic() || is_capital(**b));
        capitals += usize::from(first.is_some_and(|&b| is_capital(b)));
        let word = Span::new(start, end).shifted(paragraph.start);
        match out.last_mut() {
            Some(last) if word.end - last.start <= STRETCH && joined(text, last.end, word.start) => {
                last.end = word.end;
            }
            _ => out.push(word),
        }
        at = end;
    }
    if capitals < 4 {
        return false;
    }
    // More words than that are far too many.
    let words = memchr::memchr_iter(b' ', bytes).take(2 * capitals).count() + 1;
    capitals * 4 > words * 3 && words >= 5
}

/// Nothing but a blank or small words: `van der`, `bin`.
fn joined(text: &str, from: usize, to: usize) -> bool {
    let gap = Span::new(from, to).of(text);
    gap.len() <= (PARTICLES + 1) * (PARTICLE + 1)
        && gap.split_ascii_whitespace().all(|w| w.len() <= PARTICLE)
        && gap.split_ascii_whitespace().count() <= PARTICLES
}

/// Where the first capital stands, sixteen bytes at a look: most have none.
fn next_capital(bytes: &[u8]) -> Option<usize> {
    let none = |part: &&[u8; 16]| !part.iter().fold(false, |any, &b| any | is_capital(b));
    let clear = 16 * bytes.as_chunks().0.iter().take_while(none).count();
    bytes[clear..].iter().position(|&b| is_capital(b)).map(|at| clear + at)
}

/// A capital letter, or the lead byte of a letter that may be one; quotation marks and dashes begin
/// with E2.
fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() | (byte >= 0xC3) & (byte != 0xE2)
}

fn in_stretch(text: &str, tokens: &[Token], taken: &Taken, out: &mut Vec<Run>) {
    let mut at = 0;
    while at < tokens.len() {
        let end = run_end(tokens, at);
        if end > at {
            out.extend(run(text, &tokens[at..end], taken));
        }
        at = end.max(at + 1);
    }
}

fn is_speech(token: &Token) -> bool {
    token.form("").is_some_and(|f| f.cue == Cue::Speech && !f.base)
}

fn run_end(tokens: &[Token], start: usize) -> usize {
    let mut end = start;
    while let Some(token) = tokens.get(end).filter(|_| end < start + 10) {
        let name = token.capital && !token.punct && !token.class().is_time();
        let skip =
            end == start && (token.class().is_small() || pronoun(&token.low).is_some() || is_speech(token));
        let joins = end > start && particle_at(tokens, end);
        if skip || !(name || joins) {
            break;
        }
        end += 1;
        if token.possessive() {
            break;
        }
    }
    end
}

fn run(text: &str, tokens: &[Token], taken: &Taken) -> Option<Run> {
    let before_last = &tokens[..tokens.len().saturating_sub(1)];
    let cut = before_last.iter().rposition(|t| t.class().is_title() || is_party(&t.low)).map_or(0, |i| i + 1);
    let name = tokens.get(cut..).filter(|n| !n.is_empty() && n.len() <= 5)?;
    if name.iter().any(|t| t.class().is_body())
        || name.len() > 1 && name.iter().any(|t| all_capitals(t.span.of(text)))
    {
        return None;
    }
    let span = Span::new(name.first()?.span.start, name.last()?.span.end);
    if taken.overlaps(span) {
        return None;
    }
    let titles: Vec<&str> = tokens[..cut].iter().map(|t| t.low.as_ref()).collect();
    let gender = tokens[..cut].iter().find_map(|t| title_gender(&t.low));
    let words: Vec<String> = name.iter().map(|t| without_possessive(t.span.of(text)).to_owned()).collect();
    Some(Run { span, words, titles: titles.join(" "), gender })
}

fn all_capitals(word: &str) -> bool {
    word.len() > 2 && !word.contains('.') && word.chars().all(|c| c.is_uppercase())
}

fn is_party(low: &str) -> bool {
    matches!(low, "republican" | "democrat" | "democratic" | "conservative" | "liberal" | "former" | "labour")
}
