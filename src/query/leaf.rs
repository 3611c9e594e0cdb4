//! What a word of a query stands for: for the index and for the words of one story alike.

use regex::{Regex, RegexBuilder};

use super::ast::NodeKind;
use crate::text::analyze::{Analyzer, Token};
use crate::text::fold::fold;
use crate::text::words::{Capitals, is_word_char};

/// What may stand at one place of a row of words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Any form with the stem of this form.
    Stem {
        /// The stem; the form itself where that is its own stem.
        stem: String,
        /// The form as typed.
        form: String,
    },
    /// This form.
    Form(String),
    /// This form with these capitals.
    Cased(String, Capitals),
    /// Any form that begins so.
    Beginning(String),
    /// Any form that passes a test.
    Matching(Matcher),
}

impl Slot {
    /// Whether a word of a text may stand here.
    pub fn fits(&self, token: &Token) -> bool {
        match self {
            Slot::Stem { stem, .. } => stem_of(token) == stem,
            Slot::Form(form) => token.form == *form,
            Slot::Cased(form, capitals) => token.form == *form && token.capitals == *capitals,
            Slot::Beginning(form) => token.form.starts_with(form.as_str()),
            Slot::Matching(matcher) => matcher.fits(&token.form),
        }
    }
}

/// The stem of a token, which is its form where that is its own stem.
pub fn stem_of(token: &Token) -> &str {
    token.stem.as_deref().unwrap_or(&token.form)
}

/// A test of folded forms.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// A pattern that must match the whole form.
    Pattern(Regex),
    /// A word and how many letters another one may be away from it.
    Near(Vec<char>, usize),
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Matcher) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Matcher {}

impl std::hash::Hash for Matcher {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Matcher {
    fn key(&self) -> (String, usize) {
        match self {
            Matcher::Pattern(regex) => (regex.as_str().to_owned(), usize::MAX),
            Matcher::Near(word, most) => (word.iter().collect(), *most),
        }
    }

    /// Whether a folded form passes.
    pub fn fits(&self, form: &str) -> bool {
        match self {
            Matcher::Pattern(regex) => regex.is_match(form),
            Matcher::Near(word, most) => is_near(word, form, *most),
        }
    }
}

/// Memory that a pattern may take when it is compiled, in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// The test of `/pattern/`; `None` where it is no pattern, or one too large.
pub fn pattern(text: &str) -> Option<Matcher> {
    compiled(&format!("^(?:{text})$"))
}

fn compiled(pattern: &str) -> Option<Matcher> {
    let regex = RegexBuilder::new(pattern).case_insensitive(true).size_limit(PATTERN_SIZE).build().ok()?;
    Some(Matcher::Pattern(regex))
}

fn is_near(word: &[char], form: &str, most: usize) -> bool {
    distance(word, form, most).is_some()
}

/// How many letters two words are apart, if at most `most`: one more, one less, another one, or two
/// neighbours changed about (optimal string alignment).
pub fn distance(word: &[char], form: &str, most: usize) -> Option<usize> {
    if word.len().abs_diff(form.chars().count()) > most {
        return None;
    }
    let form: Vec<char> = form.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=form.len()).collect();
    for (i, a) in word.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in form.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == form[j - 1] && word[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|&d| d > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&d| d <= most)
}

/// How far a word that is meant may be from the one that was typed, in letters: short ones have too many
/// neighbours.
pub fn tolerance(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    }
}

/// The slots of a word, phrase or pattern, side by side; none for other nodes.
pub fn slots(kind: &NodeKind, analyzer: &Analyzer) -> Vec<Slot> {
    let tokens = |text: &str| analyzer.tokens(text);
    let forms = |text: &str| tokens(text).into_iter().map(|t| Slot::Form(t.form)).collect::<Vec<_>>();
    match kind {
        NodeKind::Word(text) => tokens(text).into_iter().map(inflected).collect(),
        NodeKind::Phrase(text) | NodeKind::Loose(text, _) => forms(text),
        NodeKind::Cased(text) => tokens(text).into_iter().map(|t| Slot::Cased(t.form, t.capitals)).collect(),
        NodeKind::Prefix(text) => {
            let mut slots = forms(text);
            if let Some(Slot::Form(last)) = slots.pop() {
                slots.push(Slot::Beginning(last));
            }
            slots
        }
        NodeKind::Wild(text) => wild(text, analyzer),
        NodeKind::Regex(text) => pattern(text).map(Slot::Matching).into_iter().collect(),
        NodeKind::Fuzzy(text, most) => {
            let near = |t: Token| Slot::Matching(Matcher::Near(t.form.chars().collect(), usize::from(*most)));
            tokens(text).into_iter().map(near).collect()
        }
        _ => Vec::new(),
    }
}

fn inflected(token: Token) -> Slot {
    let stem = stem_of(&token).to_owned();
    Slot::Stem { stem, form: token.form }
}

/// The parts of a word with wildcards: what stands between signs that part words.
fn wild(text: &str, analyzer: &Analyzer) -> Vec<Slot> {
    let inside = |c: char| is_word_char(c) || matches!(c, '*' | '?' | '\'' | '’' | '.' | '&');
    let parts = text.split(|c| !inside(c)).filter(|part| part.chars().any(|c| c != '\'' && c != '.'));
    parts.flat_map(|part| wild_part(part, analyzer)).collect()
}

fn wild_part(part: &str, analyzer: &Analyzer) -> Vec<Slot> {
    if !part.contains(['*', '?']) {
        return analyzer.tokens(part).into_iter().map(|t| Slot::Form(t.form)).collect();
    }
    let mut pattern = String::from("^");
    for piece in part.split_inclusive(['*', '?']) {
        let plain = piece.trim_end_matches(['*', '?']);
        if plain.chars().any(is_word_char) {
            pattern.push_str(&regex::escape(&fold(plain)));
        }
        match piece.chars().next_back() {
            Some('*') => pattern.push_str(".*"),
            Some('?') => pattern.push('.'),
            _ => {}
        }
    }
    pattern.push('$');
    compiled(&pattern).map(Slot::Matching).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(kind: &NodeKind, word: &str) -> bool {
        let analyzer = Analyzer::default();
        let slots = slots(kind, &analyzer);
        slots.len() == 1 && slots[0].fits(&analyzer.tokens(word)[0])
    }

    #[test]
    fn stars_and_question_marks_stand_for_letters() {
        let wild = |text: &str| NodeKind::Wild(text.to_owned());
        for word in ["Martin", "Martén", "martyn's"] {
            assert!(fits(&wild("Mart?n"), word), "{word}");
        }
        assert!(!fits(&wild("Mart?n"), "Martn") && !fits(&wild("Mart?n"), "Martinez"));
        assert!(fits(&wild("*stan"), "Kazakhstan") && fits(&wild("*stan"), "Stan"));
        assert!(fits(&wild("*ist*"), "historian") && !fits(&wild("*ist*"), "story"));
    }

    #[test]
    fn a_pattern_matches_the_whole_word() {
        let regex = |text: &str| NodeKind::Regex(text.to_owned());
        assert!(fits(&regex("dimitr[iyu]"), "Dimitry") && !fits(&regex("dimitr[iyu]"), "Dimitrys"));
        assert!(fits(&regex("a|bc"), "bc") && !fits(&regex("a|bc"), "abc"));
        assert!(pattern("(").is_none() && pattern("(a{1000}){1000}").is_none());
    }

    #[test]
    fn near_words_are_a_letter_away() {
        let fuzzy = |text: &str, most| NodeKind::Fuzzy(text.to_owned(), most);
        for word in ["putin", "puton", "ptin", "puttin", "uptin", "Pútin"] {
            assert!(fits(&fuzzy("putin", 1), word), "{word}");
        }
        assert!(!fits(&fuzzy("putin", 1), "pton") && fits(&fuzzy("putin", 2), "pton"));
    }
}
