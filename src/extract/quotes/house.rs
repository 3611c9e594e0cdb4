//! House style: what the marks of one story tell about each other.
//!
//! American papers put double marks around what is said and single ones into headlines, decks and
//! crossheads, which are nobody's statements. And of words marked in one row all are said, or none.

use super::attribution::Said;
use super::marks::Marked;
use crate::text::Span;

/// Bytes of the longest heading.
const HEADING: usize = 130;
/// Bytes between two marks of a row.
const GAP: usize = 16;

/// What is told by all marks of a story together.
pub(super) struct House {
    doubles: bool,
    british: bool,
}

impl House {
    /// Looks at the marks of a story.
    pub fn of(marked: &[Marked]) -> House {
        let doubles = marked.iter().filter(|m| m.closed && !m.single).count();
        let singles = marked.iter().filter(|m| m.closed && m.single).count();
        House { doubles: doubles > singles, british: singles > doubles }
    }

    /// Whether it quotes with single marks, as British papers do.
    pub fn is_british(&self) -> bool {
        self.british
    }

    /// Single marks in a headline, a deck or a crosshead of a story that quotes with double ones.
    pub fn is_heading(&self, text: &str, paragraphs: &[Span], mark: &Marked) -> bool {
        let paragraph = paragraphs[mark.paragraph];
        if !(self.doubles && mark.single && mark.closed && paragraph.len() <= HEADING) {
            return false;
        }
        let alone = |s: &str| !s.contains(char::is_alphanumeric);
        let before = Span::new(paragraph.start, mark.outer.start).of(text);
        let behind = Span::new(mark.outer.end, paragraph.end).of(text);
        let whole = paragraph.of(text);
        let doubles = whole.contains(['"', '“', '”']);
        alone(before) && alone(behind) || mark.paragraph < 2 && !doubles
    }
}

/// `a "liar," a "cheat" and a "thief"`: few words in a row with words that are said.
pub(super) fn in_row(text: &str, before: &Said, mark: &Marked) -> bool {
    let gap = Span::new(before.mark.outer.end, mark.outer.start.max(before.mark.outer.end));
    let small = |word: &str| matches!(word, "" | "a" | "an" | "the" | "and" | "or" | "nor" | "but");
    before.mark.paragraph == mark.paragraph
        && gap.len() <= GAP
        && gap.of(text).split_whitespace().all(|w| small(w.trim_matches(',')))
        && gap.of(text).contains([' ', ','])
        && mark.inner.of(text).starts_with(char::is_lowercase)
}
