//! Colours, and words marked in them.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::safe::safe;
use crate::text::Span;

/// A matched word.
pub(super) const MARK: Style = AnsiColor::Red.on_default().bold();
/// A path.
pub(super) const PATH: Style = AnsiColor::Magenta.on_default();
/// A line number, a count.
pub(super) const NUMBER: Style = AnsiColor::Green.on_default();
/// A date, a source, a label.
pub(super) const META: Style = AnsiColor::Cyan.on_default();
/// A headline.
pub(super) const TITLE: Style = Style::new().bold();
/// What is less important.
pub(super) const DIM: Style = Style::new().dimmed();

/// A text in a style, made safe.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", safe(text))
}

/// A text with its marks in [`MARK`], made safe.
pub(super) fn marked(text: &str, marks: &[Span]) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 16);
    let mut at = 0;
    for &mark in marks {
        let before = text.get(at..mark.start).unwrap_or_default();
        // Writing to a String does not fail.
        let _ = write!(out, "{}{}", safe(before), styled(MARK, mark.of(text)));
        at = mark.end;
    }
    out.push_str(&safe(text.get(at..).unwrap_or_default()));
    out
}
