//! The words of a story's searched lines with what the judges need to know of each: shape, what
//! stands before it, word classes, list weights.

use super::super::Page;
use super::classes::{self, ABBREVIATION, Class, class_of, class_of_hash};
use super::gazetteer::{self, Entry};
use super::lexicon::Weights;
use super::seen::Seen;
use crate::text::Span;
use crate::text::fold::{fold_into, without_possessive};
use crate::text::hash::hash;
use crate::text::words::words;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Begins in lower case, or has no case.
    Lower,
    /// Begins with a capital: `Putin`, `McCain`, `d'Estaing`.
    Capital,
    /// Two or more capitals and nothing in lower case: `NATO`, `U.S`.
    Upper,
    /// One capital: `J`.
    Initial,
    /// Begins with a digit.
    Number,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space only.
    Blank,
    /// A hyphen without blanks.
    Hyphen,
    /// A comma and white space.
    Comma,
    /// A point and white space.
    Point,
    /// `&` between blanks.
    Ampersand,
    /// An opening bracket.
    Bracket,
    /// The end of a sentence or paragraph, a quotation mark, anything else.
    Other,
}

/// How far the capitals of a paragraph can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Running text.
    Text,
    /// A headline Set With Capitals.
    Title,
    /// A LINE IN CAPITALS.
    Upper,
}

/// One word.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Where it stands, a possessive `'s` left out.
    pub(super) span: Span,
    /// Hash of its folded form.
    pub(super) hash: u64,
    pub(super) class: Class,
    fold_at: (u32, u32),
    /// List weights; only looked up for words with a capital.
    pub(super) weights: Weights,
    /// Names of the gazetteer that begin so; only looked up for words with a capital.
    pub(super) entry: Option<Entry>,
    pub(super) gap: Gap,
    pub(super) shape: Shape,
    pub(super) case: Case,
    /// What its paragraph looks like: how many numbers, how short, whether it ends as sentences do.
    pub(super) line: u8,
    /// Whether a possessive was cut off.
    pub(super) possessive: bool,
    /// First word of a sentence, a quotation or a paragraph: its capital says little.
    pub(super) first: bool,
    /// First word of a paragraph.
    pub(super) opens: bool,
}

impl Token {
    /// Is it written with a capital?
    pub(super) fn capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Initial)
    }
}

/// All words of a story.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) all: Vec<Token>,
    /// First token of each sentence, ascending; ends with the number of tokens.
    pub(super) sentences: Vec<usize>,
    folds: String,
    seen: Seen,
}

impl<'a> Tokens<'a> {
    /// Reads the searched lines of a page.
    pub(super) fn read(page: Page<'a>) -> Tokens<'a> {
        let text = page.text;
        let mut out = Tokens {
            text,
            all: Vec::with_capacity(text.len() / 6),
            sentences: Vec::with_capacity(page.anatomy.sentences.len() + 1),
            folds: String::with_capacity(text.len() / 4),
            seen: Seen::default(),
        };
        let mut starts = page.anatomy.sentences.iter().map(|s| s.start).peekable();
        for paragraph in &page.anatomy.paragraphs {
            let from = out.all.len();
            let mut end = paragraph.start;
            for word in words(paragraph.of(text)).map(|w| w.shifted(paragraph.start)) {
                let mut begins = false;
                while starts.next_if(|&s| s <= word.start).is_some() {
                    begins = true;
                }
                out.push(word, end, begins, out.all.len() == from);
                end = word.end;
            }
            out.judge_case(from);
        }
        out.sentences.push(out.all.len());
        out.look_up();
        out.seen = Seen::of(&out.all);
        out
    }

    fn push(&mut self, word: Span, before: usize, begins: bool, opens: bool) {
        let written = word.of(self.text);
        let bare = without_possessive(written);
        let between = self.text.get(before..word.start).unwrap_or("");
        let (gap, stop) = match between {
            _ if opens => (Gap::Other, true),
            " " => (Gap::Blank, false),
            ", " => (Gap::Comma, false),
            "-" => (Gap::Hyphen, false),
            _ => self.rare_gap(between),
        };
        let first = stop || begins || gap == Gap::Other;
        if stop || begins {
            self.sentences.push(self.all.len());
        }
        let mut token = Token {
            span: Span::new(word.start, word.start + bare.len()),
            hash: 0,
            class: Class::default(),
            fold_at: (0, 0),
            weights: Weights::default(),
            entry: None,
            gap,
            shape: shape(bare),
            case: Case::Text,
            line: 0,
            possessive: bare.len() < written.len(),
            first,
            opens,
        };
        self.learn(&mut token, bare);
        self.all.push(token);
    }

    /// Adds the hash and the classes of the word.
    fn learn(&mut self, token: &mut Token, bare: &str) {
        if matches!(token.shape, Shape::Lower | Shape::Number) && bare.is_ascii() {
            token.hash = hash(bare.as_bytes());
        } else {
            let start = self.folds.len();
            fold_into(bare, &mut self.folds);
            token.hash = hash(self.folds.as_bytes().get(start..).unwrap_or_default());
            token.fold_at = (start as u32, self.folds.len() as u32);
        }
        if token.shape != Shape::Number {
            token.class = class_of_hash(token.hash);
        }
    }

    /// Looks all words with a capital up, one right after the other: so they wait for memory together.
    fn look_up(&mut self) {
        for token in self.all.iter_mut().filter(|t| t.capital()) {
            token.weights = Weights::of_hash(token.hash);
            token.entry = gazetteer::entry(token.hash);
        }
    }

    /// A gap that is not one of the commonest, and whether it ends a sentence.
    fn rare_gap(&self, between: &str) -> (Gap, bool) {
        let bare = between.trim();
        match bare {
            "" if between.is_empty() => (Gap::Other, false),
            "" => (Gap::Blank, false),
            "‐" | "\u{2011}" if bare.len() == between.len() => (Gap::Hyphen, false),
            "," => (Gap::Comma, false),
            "." if between.len() > 1 && !self.abbreviated() => (Gap::Other, true),
            "." if !self.abbreviated() => (Gap::Other, false),
            "." => (Gap::Point, false),
            ".," | "'," | "’," => (Gap::Comma, false),
            "&" => (Gap::Ampersand, false),
            "(" | "[" | ".(" | ",(" | "'" | "’" | "/" | ")" | "-" | "–" => (Gap::Bracket, false),
            _ => (Gap::Other, bare.contains(['.', '?', '!'])),
        }
    }

    /// Is a point behind the last word that of an abbreviation?
    fn abbreviated(&self) -> bool {
        self.all.last().is_some_and(|last| {
            let length = last.span.len();
            last.shape == Shape::Initial
                || last.class.any(ABBREVIATION)
                || (last.capital() && length <= 5 && last.span.of(self.text).contains('.'))
        })
    }

    /// Tells text from headlines for a paragraph's tokens, those from `from` on.
    fn judge_case(&mut self, from: usize) {
        let count = Count::of(&self.all[from..]);
        let closed = self.ends_sentence(self.all.len());
        let (case, line) = (count.case(closed), count.line(closed));
        self.all[from..].iter_mut().for_each(|t| (t.case, t.line) = (case, line));
    }

    fn ends_sentence(&self, end: usize) -> bool {
        let Some(last) = end.checked_sub(1).and_then(|i| self.all.get(i)) else { return false };
        let rest = self.text.get(last.span.end..).unwrap_or("");
        rest.trim_start_matches(['s', '\'', '’', '"', '”', ')']).starts_with(['.', '?', '!', ':'])
    }

    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The folded form of a word with a capital; a lower-case ASCII word as it stands.
    pub(super) fn folded(&self, i: usize) -> &str {
        let Some(token) = self.all.get(i) else { return "" };
        match token.fold_at {
            (0, 0) => token.span.of(self.text),
            (start, end) => self.folds.get(start as usize..end as usize).unwrap_or(""),
        }
    }

    /// The folded words of `first..end` with single blanks.
    pub(super) fn joined(&self, first: usize, end: usize) -> String {
        let mut out = String::new();
        for i in first..end {
            if i > first {
                out.push(' ');
            }
            out.push_str(self.folded(i));
        }
        out
    }

    /// The stretch of text from one word to another.
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        match (self.all.get(first), end.checked_sub(1).and_then(|i| self.all.get(i))) {
            (Some(a), Some(b)) => Span::new(a.span.start, b.span.end + usize::from(self.pointed(b))),
            _ => Span::default(),
        }
    }

    /// Does the word keep its closing point: `U.S.`, `Jr.`?
    fn pointed(&self, token: &Token) -> bool {
        let state = token.class.any(classes::STATE) && token.gap == Gap::Comma;
        let abbreviation =
            state || token.class.any(classes::SUFFIX) || token.span.of(self.text).contains('.');
        abbreviation
            && !token.possessive
            && self.text.get(token.span.end..).is_some_and(|rest| rest.starts_with('.'))
    }

    /// Does the story write the folded word in lower case somewhere?
    pub(super) fn seen_lower(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| self.seen.lower(t.hash))
    }

    /// Does the story write the folded word with a capital where no sentence begins?
    pub(super) fn seen_capital(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| self.seen.capital(t.hash))
    }

    /// The classes of a word; none behind either end.
    pub(super) fn class(&self, i: usize) -> Class {
        self.all.get(i).map_or(Class::default(), |t| t.class)
    }

    /// The gap before a word.
    pub(super) fn gap_before(&self, i: usize) -> Gap {
        self.all.get(i).map_or(Gap::Other, |t| t.gap)
    }

    /// The longest phrase of the class table that begins at word `i`: its length and classes.
    pub(super) fn phrase(&self, i: usize) -> (usize, Class) {
        let mut best = (1, self.class(i));
        if best.1.any(classes::OPENS_PHRASE) {
            let joins = |&k: &usize| {
                matches!(self.gap_before(k), Gap::Blank | Gap::Hyphen | Gap::Ampersand | Gap::Point)
            };
            let mut joined = self.folded(i).to_owned();
            for k in (i + 1..i + LONGEST_PHRASE).take_while(joins) {
                joined.push(' ');
                joined.push_str(self.folded(k));
                let found = class_of(&joined);
                if found != Class::default() {
                    best = (k + 1 - i, found);
                }
            }
        }
        best
    }
}

/// Most words of a phrase of the class table.
const LONGEST_PHRASE: usize = 5;

/// What the words of a paragraph look like.
#[derive(Default)]
struct Count {
    upper: usize,
    capital: usize,
    lower: usize,
    /// Words in lower case long enough to say something.
    content: usize,
    number: usize,
    words: usize,
}

impl Count {
    fn of(tokens: &[Token]) -> Count {
        let mut count = Count { words: tokens.len(), ..Count::default() };
        for token in tokens {
            match token.shape {
                Shape::Upper => count.upper += 1,
                Shape::Capital => count.capital += 1,
                Shape::Lower => {
                    count.lower += 1;
                    count.content += usize::from(token.span.len() > 4);
                }
                Shape::Number => count.number += 1,
                Shape::Initial => {}
            }
        }
        count
    }

    /// The case of the paragraph; `closed`: it ends as sentences do.
    fn case(&self, closed: bool) -> Case {
        if self.upper > 0 && self.upper >= 2 * (self.capital + self.lower) {
            Case::Upper
        } else if self.capital >= 3 && self.content * 5 <= self.capital && !closed {
            Case::Title
        } else {
            Case::Text
        }
    }

    /// Rows of tables are short and full of numbers.
    fn line(&self, closed: bool) -> u8 {
        let share = match self.number {
            0 => 0,
            n if n * 8 < self.words => 1,
            n if n * 3 < self.words => 2,
            _ => 3,
        };
        share | u8::from(self.words <= 14) << 2 | u8::from(closed) << 3
    }
}

fn shape(word: &str) -> Shape {
    match word.as_bytes() {
        [b'a'..=b'z', rest @ ..] if rest.iter().all(u8::is_ascii_lowercase) => Shape::Lower,
        [b'A'..=b'Z', second, rest @ ..]
            if second.is_ascii_lowercase() && rest.iter().all(u8::is_ascii_alphabetic) =>
        {
            Shape::Capital
        }
        _ => rare_shape(word),
    }
}

/// The shape of words that are not just a capital and letters of ASCII.
fn rare_shape(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = word.chars().next() else { return Shape::Lower };
    if first.is_numeric() {
        return Shape::Number;
    }
    if !first.is_uppercase() {
        let mut rest = word.chars().skip(1);
        let elided = matches!(rest.next(), Some('\'' | '’')) && rest.next().is_some_and(char::is_uppercase);
        return if elided { Shape::Capital } else { Shape::Lower };
    }
    letters.next();
    match (letters.next(), word.chars().any(char::is_lowercase)) {
        (None, _) => Shape::Initial,
        (Some(_), false) => Shape::Upper,
        _ => Shape::Capital,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::whole;

    fn shapes(text: &str) -> Vec<Shape> {
        let anatomy = whole(text);
        Tokens::read(Page { text, anatomy: &anatomy }).all.iter().map(|t| t.shape).collect()
    }

    #[test]
    fn shapes_are_told() {
        use Shape::*;
        assert_eq!(
            shapes("the Khan NATO J. McRae d'Arc 7th U.S."),
            [Lower, Capital, Upper, Initial, Capital, Capital, Number, Upper]
        );
    }

    #[test]
    fn points_of_abbreviations_end_no_sentence() {
        let text = "Gen. Okoro met J. Lind. They spoke.";
        let anatomy = whole(text);
        let tokens = Tokens::read(Page { text, anatomy: &anatomy });
        let first: Vec<_> =
            (0..tokens.len()).filter(|&i| tokens.all[i].first).map(|i| tokens.folded(i)).collect();
        assert_eq!(first, ["gen", "they"]);
    }

    #[test]
    fn headlines_are_told_from_text() {
        let text =
            "TALKS END IN OSLO\nTalks Over River Water End In Oslo\nThe talks ended in Oslo on Monday.";
        let anatomy = whole(text);
        let tokens = Tokens::read(Page { text, anatomy: &anatomy });
        let mut cases: Vec<Case> = tokens.all.iter().map(|t| t.case).collect();
        cases.dedup();
        assert_eq!(cases, [Case::Upper, Case::Title, Case::Text]);
    }
}
