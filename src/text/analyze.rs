//! The analyzer: from a text to index tokens. Index, query and highlighter all call this one.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::Span;
use super::fold::{fold, without_possessive};
use super::words::{Capitals, words};

/// Longest form in bytes. What is longer (a dump of base64, a line of dashes and letters) is known by
/// its beginning; the index library would drop it.
const LONGEST: usize = 512;

/// Between the language of a stem and the stem.
const OF_LANGUAGE: char = '\u{1f}';

/// A word as the index sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands in the text, in bytes.
    pub span: Span,
    /// Its folded form, see [`fold`].
    pub form: String,
    /// Its stem, where that differs from the form; in other languages than English always, with the
    /// language before it, so that stems of two languages never meet.
    pub stem: Option<String>,
    /// Its capitals.
    pub capitals: Capitals,
    /// The one word that it makes with the next, where a hyphen joins just the two: `co-operation`.
    pub joined: Option<Box<Joined>>,
}

/// Two words joined by a hyphen, written as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The folded form: `cooperation`.
    pub form: String,
    /// The stem, as that of a [`Token`].
    pub stem: Option<String>,
}

/// Turns text into [`Token`]s. Inflections are undone by the Snowball algorithm of the text's language
/// (Porter 2 for English); English is the default, also for languages that have none.
pub struct Analyzer {
    stemmer: Stemmer,
    /// ISO 639-1 code; none for English.
    language: Option<String>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer { stemmer: Stemmer::new(Algorithm::English), language: None }
    }
}

impl Analyzer {
    /// The analyzer of texts in a language, by its ISO 639-1 code.
    ///
    /// ```
    /// use morgue::text::analyze::Analyzer;
    /// let stems = |text: &str| {
    ///     Analyzer::of(Some("de")).tokens(text).into_iter().map(|t| t.stem).collect::<Vec<_>>()
    /// };
    /// assert_eq!(stems("Häuser"), stems("Haus"));
    /// ```
    pub fn of(language: Option<&str>) -> Analyzer {
        let known = |code: &&str| code.len() == 2 && *code != "en";
        let found = language.filter(known).and_then(|code| Some((code, Algorithm::from_name(code).ok()?)));
        match found {
            Some((code, algorithm)) => {
                Analyzer { stemmer: Stemmer::new(algorithm), language: Some(code.to_owned()) }
            }
            None => Analyzer::default(),
        }
    }

    /// Whether it reads texts as English.
    pub fn is_english(&self) -> bool {
        self.language.is_none()
    }

    /// The tokens of `text`, in order; the position of a token is its index.
    ///
    /// ```
    /// let tokens = morgue::text::analyze::Analyzer::default().tokens("Rebels' cease-fire");
    /// assert_eq!(tokens[0].stem.as_deref(), Some("rebel"));
    /// assert_eq!(tokens[1].joined.as_ref().map(|j| j.form.as_str()), Some("ceasefire"));
    /// ```
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        self.tokens_beginning(text, Beginnings::ANY)
    }

    /// The same, but only words that may begin so are read: the others have their places, and no form.
    pub fn tokens_beginning(&self, text: &str, wanted: Beginnings) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.read(text, Span::new(0, text.len()), [&Beginnings::ANY, &wanted], &mut tokens);
        tokens
    }

    /// Adds the tokens of a stretch of a text, of which only words that may begin as those wanted are read;
    /// none where no word of it may begin as one of those needed.
    pub fn read(
        &self,
        text: &str,
        stretch: Span,
        [needed, wanted]: [&Beginnings; 2],
        tokens: &mut Vec<Token>,
    ) {
        let part = stretch.of(text);
        // A word of a paper and what stands behind it have some six bytes.
        let mut spans: Vec<Span> = Vec::with_capacity(part.len() / 5);
        spans.extend(words(part));
        let may = |begin: &Beginnings, word: &Span| begin.may_begin(&part.as_bytes()[word.start..]);
        if !spans.iter().any(|word| may(needed, word)) {
            return;
        }
        let first = tokens.len();
        tokens.extend(spans.iter().map(|word| {
            let span = word.shifted(stretch.start);
            if may(wanted, word) { self.token(text, span) } else { Token { span, ..Token::default() } }
        }));
        for at in hyphened(part, &spans) {
            let token = &mut tokens[first + at];
            if !token.form.is_empty() {
                token.joined = self.joined(spans[at].of(part), spans[at + 1].of(part)).map(Box::new);
            }
        }
    }

    fn token(&self, text: &str, span: Span) -> Token {
        let word = span.of(text);
        let (form, stem) = self.form_and_stem(word);
        Token { span, form, stem, capitals: Capitals::of(word), joined: None }
    }

    /// The folded form of a word and its stem, as a [`Token`] has them.
    pub fn form_and_stem(&self, word: &str) -> (String, Option<String>) {
        let form = folded(word);
        let stem = self.stem_of(&form, word);
        (form, stem)
    }

    /// The one word that two make which a hyphen joins, where they make one.
    pub fn joined(&self, first: &str, second: &str) -> Option<Joined> {
        let mut form = folded(first);
        let behind = form.len();
        form.push_str(&folded(second));
        if !are_joinable(&form[..behind], &form[behind..]) {
            return None;
        }
        form.truncate(form.floor_char_boundary(LONGEST));
        Some(Joined { stem: self.stem_of(&form, &format!("{first}{second}")), form })
    }

    /// The English stem of a folded form, where it differs from the form.
    pub fn english_stem(form: &str) -> Option<String> {
        if !form.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let stemmer = Stemmer::new(Algorithm::English);
        let stem = stemmer.stem(form);
        (stem != form).then(|| stem.to_string())
    }

    fn stem_of(&self, form: &str, written: &str) -> Option<String> {
        let Some(language) = &self.language else { return Analyzer::english_stem(form) };
        if form.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        // Without its accents a Latin word is stemmed as those who leave them out write it; letters of
        // other scripts are more than their bases (`й` is no `и`).
        let stem = match form.is_ascii() {
            true => self.stemmer.stem(form).to_string(),
            false => {
                let lower: String = without_possessive(written).nfc().flat_map(char::to_lowercase).collect();
                fold(&self.stemmer.stem(&lower))
            }
        };
        Some(format!("{language}{OF_LANGUAGE}{stem}"))
    }
}

/// The form of a word, cut where it is too long.
fn folded(word: &str) -> String {
    let mut form = fold(word);
    form.truncate(form.floor_char_boundary(LONGEST));
    form
}

/// What words that are looked for may begin with: most words of a text need no second look.
///
/// ```
/// use morgue::text::analyze::{Analyzer, Beginnings};
/// let wanted = Beginnings::NONE.with("rebel");
/// let tokens = Analyzer::default().tokens_beginning("The Rebels left", wanted);
/// assert_eq!(tokens.iter().map(|t| t.form.as_str()).collect::<Vec<_>>(), ["", "rebels", ""]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beginnings {
    /// For each letter of ASCII the next ones, as bits: of first, second and third letters.
    next: [[u32; 128]; KEPT - 1],
}

/// So many letters of a beginning are kept.
const KEPT: usize = 4;

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings::NONE
    }
}

impl Beginnings {
    /// With anything.
    pub const ANY: Beginnings = Beginnings { next: [[u32::MAX; 128]; KEPT - 1] };
    /// With no letter of ASCII.
    pub const NONE: Beginnings = Beginnings { next: [[0; 128]; KEPT - 1] };

    /// These, and what a folded form or its English stem begins with. Folding and stemming keep the letters
    /// of ASCII but for the last one of a stem, and the first two of any, but for a `y` that becomes an `i`
    /// (`dying`, `die`); a word may begin with any other letter, and have anything else behind the first one.
    pub fn with(mut self, form: &str) -> Beginnings {
        if form.is_empty() {
            return Beginnings::ANY;
        }
        if !form.starts_with(|c: char| c.is_ascii()) {
            return self;
        }
        let kept = &form.as_bytes()[..length(form)];
        for (place, next) in self.next.iter_mut().enumerate() {
            match kept.get(place..) {
                Some(&[here, after, ..]) => next[usize::from(plain(here))] |= next_bit(after),
                Some(&[last]) => next[usize::from(plain(last))] = u32::MAX,
                _ => *next = [u32::MAX; 128],
            }
        }
        self
    }

    /// Whether a text may begin with such a word.
    fn may_begin(&self, text: &[u8]) -> bool {
        let mut here = match text.first() {
            Some(first) if first.is_ascii() => usize::from(plain(*first)),
            _ => return true,
        };
        for (next, at) in self.next.iter().zip(1..) {
            let after = bits_at(text, at);
            if next[here] & after == 0 {
                return false;
            }
            if after.count_ones() > 1 || after == END {
                return true;
            }
            here = usize::from(plain(text[at]));
        }
        true
    }
}

/// So many bytes of a form are what all words begin with that have the form, or that as their stem.
fn length(form: &str) -> usize {
    let plain = form.bytes().take_while(u8::is_ascii_lowercase).count();
    plain.min(form.len() - 1).clamp(2, KEPT).min(plain.max(1))
}

/// The letter in small, a `y` as an `i`.
fn plain(letter: u8) -> u8 {
    match letter.to_ascii_lowercase() {
        b'y' => b'i',
        low => low,
    }
}

/// That a word ends, among the bits of letters.
const END: u32 = 1 << 31;

/// The bit of a letter of a form.
fn next_bit(letter: u8) -> u32 {
    1 << (plain(letter) - b'a')
}

/// What stands at a place of a text, as bits: a letter, the end of a word, or, where that is not plain to see,
/// anything.
fn bits_at(text: &[u8], at: usize) -> u32 {
    let goes_on = || text.get(at + 1).is_some_and(|b| !b.is_ascii() || b.is_ascii_alphanumeric());
    match text.get(at) {
        Some(b) if b.is_ascii_alphabetic() => next_bit(*b),
        Some(b'0'..=b'9' | b'-' | 0x80..) => u32::MAX,
        Some(b'\'' | b'&' | b'.' | b',') if goes_on() => u32::MAX,
        _ => END,
    }
}

/// The words of a text (by their index) that a hyphen joins to the next one, and to that alone:
/// `Rebels cease-fire`, but not `man-of-war`.
pub fn hyphened(text: &str, words: &[Span]) -> impl Iterator<Item = usize> {
    let joins = |at: usize| words.get(at + 1).is_some_and(|next| is_hyphen(text, words[at].end, next.start));
    let (mut chained, mut next) = (false, joins(0));
    (0..words.len().saturating_sub(1)).filter(move |at| {
        let hyphen = next;
        next = joins(at + 1);
        let alone = hyphen && !chained && !next;
        chained = hyphen;
        alone
    })
}

/// Is there nothing but a hyphen between two words, or one that a line ends with?
fn is_hyphen(text: &str, from: usize, to: usize) -> bool {
    const LONGEST: usize = 8;
    let may_be = matches!(text.as_bytes().get(from), Some(b'-' | 0xE2));
    if !may_be || to.saturating_sub(from) > LONGEST {
        return false;
    }
    let between = text.get(from..to).unwrap_or_default();
    let Some(behind) = between.strip_prefix(['-', '\u{2010}', '\u{2011}']) else { return false };
    behind.is_empty()
        || (behind.starts_with(['\n', '\r'])
            && behind.chars().all(char::is_whitespace)
            && text[to..].starts_with(char::is_lowercase))
}

/// Words that may be written as one: letters, and letters or digits.
fn are_joinable(first: &str, second: &str) -> bool {
    first.chars().all(char::is_alphabetic) && second.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Words whose stems are listed in Porter 2, or end beside their second letter.
    #[test]
    fn irregular_words_are_read_by_their_stems() {
        let analyzer = Analyzer::default();
        for word in "skis skies dying lying tying idly gently ugly early only singly sky news die ties dye by"
            .split(' ')
        {
            let token = analyzer.tokens(word).swap_remove(0);
            for form in [Some(token.form.as_str()), token.stem.as_deref()].into_iter().flatten() {
                let wanted = Beginnings::NONE.with(form);
                assert_eq!(analyzer.tokens_beginning(word, wanted)[0], token, "{word} by {form}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_word_is_read_by_the_beginning_of_its_form_and_of_its_stem(
            text in r"([A-Za-z]{1,9}|['’.,&-]|[0-9]|\u{AD}|[éßŒİÆ]|\PC| ){0,30}",
        ) {
            let analyzer = Analyzer::default();
            for (at, token) in analyzer.tokens(&text).into_iter().enumerate() {
                let joined = token.joined.iter().flat_map(|j| [Some(&j.form), j.stem.as_ref()]);
                let looked_for = [Some(&token.form), token.stem.as_ref()].into_iter().chain(joined).flatten();
                for form in looked_for {
                    let wanted = Beginnings::NONE.with(form);
                    prop_assert_eq!(&analyzer.tokens_beginning(&text, wanted)[at], &token, "{}", form);
                    let (mut read, all) = (Vec::new(), Span::new(0, text.len()));
                    analyzer.read(&text, all, [&wanted, &Beginnings::NONE.with("")], &mut read);
                    prop_assert_eq!(read.get(at), Some(&token), "{}", form);
                }
            }
        }
    }
}
