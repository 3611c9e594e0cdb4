//! The analyzer: from a text to index tokens. Index, query and highlighter all call this one.

use frostem::{Algorithm, Stemmer};

use super::Span;
use super::fold::fold;
use super::words::{Capitals, words};

/// Longest form in bytes. What is longer (a dump of base64, a line of dashes and letters) is known by
/// its beginning; the index library would drop it.
const LONGEST: usize = 512;

/// A word as the index sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands in the text, in bytes.
    pub span: Span,
    /// Its folded form, see [`fold`].
    pub form: String,
    /// Its stem, where that differs from the form.
    pub stem: Option<String>,
    /// Its capitals.
    pub capitals: Capitals,
}

/// Turns text into [`Token`]s. English inflections are undone by the Snowball "English" (Porter 2)
/// algorithm; words with letters outside `a-z` keep their form.
pub struct Analyzer {
    stemmer: Stemmer,
}

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer { stemmer: Stemmer::new(Algorithm::English) }
    }
}

impl Analyzer {
    /// The tokens of `text`, in order; the position of a token is its index.
    ///
    /// ```
    /// let tokens = morgue::text::analyze::Analyzer::default().tokens("Rebels' attacks");
    /// assert_eq!(tokens[0].stem.as_deref(), Some("rebel"));
    /// ```
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        words(text).map(|span| self.token(text, span)).collect()
    }

    /// One word as a token.
    pub fn token(&self, text: &str, span: Span) -> Token {
        let mut form = fold(span.of(text));
        form.truncate(form.floor_char_boundary(LONGEST));
        let stem = self.stem(&form);
        Token { span, form, stem, capitals: Capitals::of(span.of(text)) }
    }

    /// The stem of a folded form, where it differs from the form.
    pub fn stem(&self, form: &str) -> Option<String> {
        if !form.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let stem = self.stemmer.stem(form);
        (stem != form).then(|| stem.to_string())
    }
}
