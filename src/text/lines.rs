//! Lines: a text split at `\n`, the carriage return of CRLF left outside.

use super::Span;

/// The lines of a text, one for each piece between `\n`s; so always one more than there are `\n`s.
///
/// ```
/// let spans = morgue::text::lines::lines("a\r\nb\n");
/// assert_eq!(spans.iter().map(|s| s.of("a\r\nb\n")).collect::<Vec<_>>(), ["a", "b", ""]);
/// ```
pub fn lines(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let end = if at > start && bytes[at - 1] == b'\r' { at - 1 } else { at };
        out.push(Span::new(start, end));
        start = at + 1;
    }
    out
}
