//! Bounded stretches of text on both sides of a quote.

use crate::text::Span;

/// At most `most` bytes before `at`, not before `floor`, cut at a character and, if possible, a blank.
pub(super) fn before(text: &str, floor: usize, at: usize, most: usize) -> Span {
    let mut start = at.saturating_sub(most).max(floor.min(at));
    while start < at && !text.is_char_boundary(start) {
        start += 1;
    }
    if start > floor {
        let skip = Span::new(start, at).of(text).find(char::is_whitespace);
        start += skip.unwrap_or(0);
    }
    Span::new(start, at)
}

/// At most `most` bytes from `at` on, not past `ceiling`, cut at a character and, if possible, a blank.
pub(super) fn after(text: &str, at: usize, ceiling: usize, most: usize) -> Span {
    let mut end = at.saturating_add(most).min(ceiling.max(at));
    while end > at && !text.is_char_boundary(end) {
        end -= 1;
    }
    if end < ceiling {
        let cut = Span::new(at, end).of(text).rfind(char::is_whitespace);
        end = cut.map_or(end, |c| at + c);
    }
    Span::new(at, end)
}
