//! Terms at word positions on their way into tantivy: written into one string, and read from it again by
//! tantivy's tokenizer.
//!
//! tantivy takes texts or ready tokens; the latter go through JSON twice. A string of our own costs a copy. For
//! each term it has the gap from the position of the term before, the term's length in bytes, and the
//! term; numbers are written by 14 bits a character, so that the string is one.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Name of the tokenizer in the schema of an index.
pub const TOKENIZER: &str = "placed";

/// Bits of a number that one character holds, below those that part it from the last one.
const BITS: u32 = 14;
/// Set in all characters of a number but the last.
const MORE: u32 = 1 << BITS;

/// Terms of a field, ascending by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    written: String,
    position: usize,
    len: usize,
}

/// Terms that stand at one position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pile {
    written: String,
    len: usize,
}

impl Pile {
    /// Adds a term.
    pub fn push(&mut self, term: &str) {
        // The first is written by who knows the gap before it.
        if self.len > 0 {
            write_number(0, &mut self.written);
        }
        write_number(term.len(), &mut self.written);
        self.written.push_str(term);
        self.len += 1;
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn written(&self) -> &str {
        &self.written
    }
}

impl Terms {
    /// Adds a term at a position that is not before that of the last one.
    pub fn push(&mut self, position: usize, term: &str) {
        self.move_to(position);
        write_number(term.len(), &mut self.written);
        self.written.push_str(term);
        self.len += 1;
    }

    /// Adds terms at such a position.
    pub fn push_all(&mut self, position: usize, terms: &Pile) {
        self.push_written(position, &terms.written, terms.len);
    }

    /// Adds so many terms, as [`Pile::written`] gave them, at such a position.
    pub(super) fn push_written(&mut self, position: usize, written: &str, len: usize) {
        if len > 0 {
            self.move_to(position);
            self.written.push_str(written);
            self.len += len;
        }
    }

    fn move_to(&mut self, position: usize) {
        write_number(position.saturating_sub(self.position), &mut self.written);
        self.position = position;
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The string that [`register`]ed tokenizers read.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Each term with its position.
    ///
    /// ```
    /// let mut terms = morgue::index::terms::Terms::default();
    /// terms.push(0, "talks");
    /// terms.push(2, "failed");
    /// assert_eq!(terms.iter().collect::<Vec<_>>(), [(0, "talks"), (2, "failed")]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        let (mut rest, mut position) = (self.written.as_str(), 0);
        std::iter::from_fn(move || {
            let (gap, term);
            (gap, term, rest) = first(rest)?;
            position += gap;
            Some((position, term))
        })
    }
}

/// The gap before the first term, that term, and what is behind it; none where nothing is left.
fn first(text: &str) -> Option<(usize, &str, &str)> {
    let (gap, rest) = number(text)?;
    let (length, rest) = number(rest)?;
    let (term, rest) = rest.split_at_checked(length)?;
    Some((gap, term, rest))
}

fn write_number(number: usize, out: &mut String) {
    let (low, high) = (number as u32 & (MORE - 1), number >> BITS);
    if high > 0 {
        write_more(high, out);
    }
    out.extend(char::from_u32(low));
}

fn write_more(number: usize, out: &mut String) {
    if number >> BITS > 0 {
        write_more(number >> BITS, out);
    }
    out.extend(char::from_u32(number as u32 & (MORE - 1) | MORE));
}

fn number(text: &str) -> Option<(usize, &str)> {
    let mut chars = text.chars();
    let mut number = 0;
    loop {
        let part = u32::from(chars.next()?);
        number = number << BITS | (part & (MORE - 1)) as usize;
        if part & MORE == 0 {
            return Some((number, chars.as_str()));
        }
    }
}

/// Tells an index how its fields of words are read.
pub fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(TOKENIZER, TextAnalyzer::from(PlacedTokenizer::default()));
}

/// Reads [`Terms::written`].
#[derive(Clone, Default)]
struct PlacedTokenizer {
    token: Token,
}

impl Tokenizer for PlacedTokenizer {
    type TokenStream<'a> = PlacedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PlacedStream<'a> {
        self.token.reset();
        self.token.position = 0;
        PlacedStream { rest: text, token: &mut self.token }
    }
}

struct PlacedStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for PlacedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((gap, term, rest)) = first(self.rest) else { return false };
        self.rest = rest;
        self.token.position += gap;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn terms_come_back_from_tantivys_side(
            placed in prop::collection::vec((prop_oneof![0..3_usize, 0..1_000_000_000_usize], r"\PC{0,9}"), 0..20),
        ) {
            let (mut terms, mut expected, mut position) = (Terms::default(), Vec::new(), 0);
            for (gap, term) in placed {
                position += gap;
                terms.push(position, &term);
                let mut pile = Pile::default();
                pile.push(&term);
                pile.push("second");
                terms.push_all(position, &pile);
                expected.extend([(position, term.clone()), (position, term), (position, "second".to_owned())]);
            }
            let mut tokenizer = PlacedTokenizer::default();
            let (mut stream, mut read) = (tokenizer.token_stream(terms.written()), Vec::new());
            stream.process(&mut |token| read.push((token.position, token.text.clone())));
            prop_assert_eq!(&read, &expected);
            prop_assert_eq!(terms.len(), expected.len());
            let again: Vec<_> = terms.iter().map(|(position, term)| (position, term.to_owned())).collect();
            prop_assert_eq!(again, expected);
        }
    }

    #[test]
    fn a_long_term_keeps_its_length() {
        let (mut terms, long) = (Terms::default(), "ä".repeat(40_000));
        terms.push(3, &long);
        assert_eq!(terms.iter().collect::<Vec<_>>(), [(3, long.as_str())]);
    }
}
