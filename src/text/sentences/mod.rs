//! Sentences of a paragraph: a rule-based splitter for English news that leaves other languages usable.
//!
//! A stop ends a sentence by what stands on its two sides: the word before (title, abbreviation,
//! initial), the closing marks behind it, and the first letter of what follows. Every look to
//! either side is bounded, so the work is linear in the paragraph's length.

mod abbreviations;
mod stops;

use super::Span;
use stops::Paragraph;

/// The sentences of the paragraph `span` of `text`: they part it whole, white space between them
/// left out. Line breaks inside a paragraph are blanks.
///
/// ```
/// use morgue::text::{Span, sentences::sentences};
///
/// let text = "\"We won!\" he said. Gov. J. Roe left at 9 p.m. The U.S. team stayed.";
/// let parts: Vec<&str> = sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect();
/// assert_eq!(parts, ["\"We won!\" he said.", "Gov. J. Roe left at 9 p.m.", "The U.S. team stayed."]);
/// ```
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let whole = paragraph.trimmed(text);
    let inside = whole.of(text);
    if inside.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = 0;
    let scan = Paragraph::new(inside);
    let mut at = 0;
    while let Some(stop) = scan.next_stop(at) {
        let run = scan.run(stop);
        at = run.end;
        if let Some(end) = scan.cut(start, &run) {
            push(&mut out, inside, Span::new(start, end), whole.start);
            start = scan.skip_blanks(end);
            at = at.max(end);
        }
    }
    push(&mut out, inside, Span::new(start, inside.len()), whole.start);
    out
}

fn push(out: &mut Vec<Span>, inside: &str, piece: Span, shift: usize) {
    let piece = piece.trimmed(inside);
    if !piece.is_empty() {
        out.push(piece.shifted(shift));
    }
}

#[cfg(test)]
mod tests;
