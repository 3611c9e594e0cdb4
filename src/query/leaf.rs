//! What a word of a query stands for: for the index and for the words of one story alike.

use regex::{Regex, RegexBuilder};

use super::ast::NodeKind;
use crate::text::analyze::{Analyzer, Joined, Token};
use crate::text::fold::fold;
use crate::text::words::{Capitals, is_word_char};

/// What may stand at one place of a row of words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Any form with the stem of this word.
    Stem {
        /// The stem; the form itself where that is its own stem.
        stem: String,
        /// The English stem, if it is a form of its own: a word that matches in any language.
        own: Option<String>,
        /// The form as typed.
        form: String,
        /// The word as typed, for the stems of other languages.
        typed: String,
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
            Slot::Stem { stem, own, .. } => stem_of(token) == stem || own.as_ref() == Some(&token.form),
            Slot::Form(form) => token.form == *form,
            Slot::Cased(form, capitals) => token.form == *form && token.capitals == *capitals,
            Slot::Beginning(form) => token.form.starts_with(form.as_str()),
            Slot::Matching(matcher) => matcher.fits(&token.form),
        }
    }

    /// Whether two words that a hyphen joins may stand here as one.
    pub fn fits_joined(&self, joined: &Joined) -> bool {
        match self {
            Slot::Stem { stem, own, .. } => {
                joined.stem.as_ref().unwrap_or(&joined.form) == stem || own.as_ref() == Some(&joined.form)
            }
            Slot::Form(form) => joined.form == *form,
            Slot::Cased(..) | Slot::Beginning(_) | Slot::Matching(_) => false,
        }
    }

    /// Whether it fits the words that another one fits; patterns are only like themselves.
    pub fn is_like(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::Stem { stem, .. }, Slot::Stem { stem: other, .. }) => stem == other,
            _ => self == other,
        }
    }
}

/// A longer row takes the hyphens of a text as they are: two words joined by one stay two.
pub const LONGEST_JOINING: usize = 16;

/// Where a row of words that fit `slots` and begins with the first of `tokens` ends; two words that a hyphen
/// joins fill one slot where they can (`govern-ment`: not `govern` alone). None where there is no such row.
pub fn row(slots: &[Slot], tokens: &[Token]) -> Option<usize> {
    let mut at = 0;
    for slot in slots {
        let token = tokens.get(at)?;
        let joins = || token.joined.as_ref().is_some_and(|joined| slot.fits_joined(joined));
        at += match slots.len() <= LONGEST_JOINING && joins() {
            true => 2,
            false if slot.fits(token) => 1,
            false => return None,
        };
    }
    Some(at)
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
        match (self, other) {
            (Matcher::Pattern(one), Matcher::Pattern(other)) => one.as_str() == other.as_str(),
            (Matcher::Near(word, most), Matcher::Near(other, at_most)) => word == other && most == at_most,
            _ => false,
        }
    }
}

impl Eq for Matcher {}

impl std::hash::Hash for Matcher {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match self {
            Matcher::Pattern(regex) => regex.as_str().hash(state),
            Matcher::Near(word, most) => (word, most).hash(state),
        }
    }
}

impl Matcher {
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
/// neighbours changed about (optimal string alignment). Takes time linear in their length.
pub fn distance(word: &[char], form: &str, most: usize) -> Option<usize> {
    let letters = form.chars().count();
    if word.len().abs_diff(letters) > most {
        return None;
    }
    // A letter more, less or another one changes at most one kind of letters that there are of either.
    let kinds = |letters: u64, c: char| letters | 1 << (u32::from(c) % u64::BITS);
    let (a, b) = (word.iter().copied().fold(0, kinds), form.chars().fold(0, kinds));
    if (a & !b).count_ones().max((b & !a).count_ones()) as usize > most {
        return None;
    }
    let form: Vec<char> = form.chars().collect();
    // Of each row of the table only the cells near the diagonal: cell `k` of row `i` is column `i + k - most`.
    let far = most + 1;
    let mut before = vec![far; 2 * most + 1];
    let mut last: Vec<usize> = (0..=2 * most).map(|k| k.checked_sub(most).unwrap_or(far)).collect();
    let mut row = last.clone();
    for i in 1..=word.len() {
        for k in 0..row.len() {
            row[k] = match (i + k).checked_sub(most).filter(|&j| j <= letters) {
                None => far,
                Some(0) => i,
                Some(j) => {
                    let (a, b) = (word[i - 1], form[j - 1]);
                    let beside = row[..k].last().unwrap_or(&far).min(last.get(k + 1).unwrap_or(&far)) + 1;
                    let turned = i > 1 && j > 1 && a == form[j - 2] && word[i - 2] == b;
                    let turned = if turned { before[k] + 1 } else { far };
                    beside.min(last[k] + usize::from(a != b)).min(turned)
                }
            };
        }
        if row.iter().all(|&d| d > most) {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.get(letters + most - word.len()).copied().filter(|&d| d <= most)
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

/// The rows of slots that a word, phrase or pattern may fill, the one as typed first; none for other nodes.
/// Where a hyphen was typed (`co-operation`), the words may also stand as one.
pub fn rows(kind: &NodeKind, analyzer: &Analyzer) -> Vec<Vec<Slot>> {
    let text = match kind {
        NodeKind::Word(text) | NodeKind::Phrase(text) | NodeKind::Loose(text, _) | NodeKind::Prefix(text) => {
            text
        }
        _ => return Some(slots(kind, analyzer)).filter(|row| !row.is_empty()).into_iter().collect(),
    };
    let with_text = |text: String| match kind {
        NodeKind::Word(_) => NodeKind::Word(text),
        NodeKind::Prefix(_) => NodeKind::Prefix(text),
        _ => NodeKind::Phrase(text),
    };
    let spellings = spellings(text, analyzer).into_iter();
    spellings.map(|text| slots(&with_text(text), analyzer)).filter(|row| !row.is_empty()).collect()
}

/// Hyphens of a text, from the first on, that are tried as not written.
const HYPHENS: usize = 3;

/// A text with each of its hyphens as it is and left out.
fn spellings(text: &str, analyzer: &Analyzer) -> Vec<String> {
    let tokens = analyzer.tokens(text);
    let joined = tokens.windows(2).filter(|pair| pair[0].joined.is_some());
    let mut all = vec![text.to_owned()];
    let hyphens: Vec<(usize, usize)> =
        joined.map(|pair| (pair[0].span.end, pair[1].span.start)).take(HYPHENS).collect();
    // From the last on, so that those before it stay where they are.
    for (from, to) in hyphens.into_iter().rev() {
        let without = |text: &String| format!("{}{}", &text[..from], &text[to..]);
        all.extend(all.iter().map(without).collect::<Vec<_>>());
    }
    all
}

/// The slots of a word, phrase or pattern as typed, side by side; none for other nodes.
pub fn slots(kind: &NodeKind, analyzer: &Analyzer) -> Vec<Slot> {
    let tokens = |text: &str| analyzer.tokens(text);
    let forms = |text: &str| tokens(text).into_iter().map(|t| Slot::Form(t.form)).collect::<Vec<_>>();
    match kind {
        NodeKind::Word(text) => tokens(text).into_iter().map(|t| inflected(t, text, analyzer)).collect(),
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

fn inflected(token: Token, text: &str, analyzer: &Analyzer) -> Slot {
    let own = (!analyzer.is_english()).then(|| own_stem(&token.form)).flatten();
    let typed = token.span.of(text).to_owned();
    Slot::Stem { stem: stem_of(&token).to_owned(), own, form: token.form, typed }
}

/// The English stem of a form, if it is its own stem: the index has a stem only where it differs from the
/// form, so words of stem `s` are those marked `s`, and the form `s` itself.
pub fn own_stem(form: &str) -> Option<String> {
    let stem = Analyzer::english_stem(form).unwrap_or_else(|| form.to_owned());
    Analyzer::english_stem(&stem).is_none().then_some(stem)
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
        let rows = rows(kind, &analyzer);
        rows.len() == 1 && row(&rows[0], &analyzer.tokens(word)) == Some(1)
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
