//! Pure text machinery with no news knowledge: spans, lines, words, sentences.
//!
//! Everything here takes `&str` and gives spans in UTF-8 bytes of it. Nothing allocates copies of
//! the text, so an offset found here is an offset in the file's decoded text.

pub mod analyze;
pub mod blanks;
pub mod calendar;
pub mod codepoints;
pub mod fold;
pub mod hash;
pub mod lines;
pub mod sentences;
pub mod span;
pub mod texts;
pub mod words;
pub mod wrap;

pub use span::Span;
