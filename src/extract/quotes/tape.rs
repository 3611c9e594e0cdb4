//! Tokens of spans that move on through a text: each part is read once, however many spans have it.

use super::tokens::{Script, Token, is_border, tokens_into};
use crate::text::Span;

/// Tokens before the span in use that are kept, at most.
const KEPT: usize = 1 << 10;

/// The tokens of a stretch of the text that goes on as spans are asked for.
pub(super) struct Tape<'t> {
    script: Script<'t>,
    /// The stretch that was read.
    read: Span,
    tokens: Vec<Token<'t>>,
}

impl<'t> Tape<'t> {
    /// Of a text, nothing of it read.
    pub fn of(script: Script<'t>) -> Tape<'t> {
        Tape { script, read: Span::new(0, 0), tokens: Vec::new() }
    }

    /// The tokens of `span`.
    pub fn tokens(&mut self, span: Span) -> &[Token<'t>] {
        let goes_on = self.read.start <= span.start && span.start <= self.read.end;
        if goes_on && self.parts(span.start) && self.parts(self.read.end.min(span.end)) {
            self.go_on(span.end);
        } else {
            self.tokens.clear();
            tokens_into(self.script, span, &mut self.tokens);
            self.read = span;
        }
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.end <= span.end);
        if from <= KEPT {
            return &self.tokens[from..to];
        }
        self.tokens.drain(..from);
        self.read.start = span.start;
        &self.tokens[..to - from]
    }

    fn go_on(&mut self, end: usize) {
        if end > self.read.end {
            tokens_into(self.script, Span::new(self.read.end, end), &mut self.tokens);
            self.read.end = end;
        }
    }

    /// Whether the words before this place are the same without those behind it, and the other way round.
    fn parts(&self, at: usize) -> bool {
        let (before, behind) = self.script.text.split_at(at);
        let borders = |c: Option<char>| c.is_some_and(is_border);
        // A bracket behind it tells what the point of a word is.
        at == self.read.start
            || borders(before.chars().next_back())
            || !behind.starts_with(')') && borders(behind.chars().next())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tokens::tokens;
    use super::*;

    proptest! {
        #[test]
        fn spans_have_the_tokens_they_have_alone(
            text in "([a-z A-Z0-9]{0,2}[ .,'\"“’)(-]{0,2}(Mr\\.|U\\.S\\.)?){0,30}",
            steps in prop::collection::vec((0usize..6, 0usize..40), 1..40),
        ) {
            let low = text.to_ascii_lowercase();
            let script = Script { text: &text, low: &low };
            let mut tape = Tape::of(script);
            let mut start = 0;
            for (step, length) in steps {
                start = text.ceil_char_boundary((start + step).min(text.len()));
                let span = Span::new(start, text.ceil_char_boundary((start + length).min(text.len())));
                let as_read = |t: &Token<'_>| (t.span, t.low.to_string(), t.capital, t.capitals, t.punct);
                let alone: Vec<_> = tokens(script, span).iter().map(as_read).collect();
                prop_assert_eq!(tape.tokens(span).iter().map(as_read).collect::<Vec<_>>(), alone);
            }
        }
    }
}
