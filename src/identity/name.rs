//! A name cut to words: order of a comma undone, initials apart, particles and suffix known.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::text::fold::fold;

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Word {
    /// What it is.
    pub(super) kind: Kind,
    /// Whether a hyphen joins it to the word before.
    pub(super) joined: bool,
    /// It folded, accents off: `muller`.
    text: Box<str>,
    /// It with digraphs for its accents: `mueller`.
    digraphs: Box<[Box<str>]>,
}

/// Kinds of words in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A given name, a surname.
    Plain,
    /// One letter that stands for a given name.
    Initial,
    /// `de`, `van`, `al`: says little, and is often left out.
    Particle,
}

/// Tells namesakes of one family apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Suffix {
    /// Jr.
    Junior,
    /// Sr.
    Senior,
    /// I, II, III …
    Number(u8),
}

impl Word {
    /// The same word where it is of another kind.
    pub(super) fn turned(&self, kind: Kind) -> Word {
        Word { kind, ..self.clone() }
    }

    /// The folded word.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The folded spellings: the word, then what it is where accents are written out.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.text).chain(&self.digraphs).map(|spelling| &**spelling)
    }

    /// Whether both have a spelling in common.
    pub(super) fn meets(&self, other: &Word) -> bool {
        self.spellings().any(|a| other.spellings().any(|b| a == b))
    }

    /// The first letter.
    pub(super) fn letter(&self) -> Option<char> {
        self.text().chars().next()
    }
}

/// A name cut at commas and blanks.
pub(super) struct Cut<'a> {
    /// Its chunks in the order in which they are said.
    pub(super) chunks: Vec<&'a str>,
    /// What tells a son from his father.
    pub(super) suffix: Option<Suffix>,
    /// Whether it has no lower case.
    pub(super) capitals: bool,
}

/// A name in composed characters.
pub(super) fn composed(value: &str) -> Cow<'_, str> {
    if value.is_ascii() || is_nfc(value) { Cow::Borrowed(value) } else { Cow::Owned(value.nfc().collect()) }
}

/// Cuts a name of composed characters.
pub(super) fn cut(value: &str) -> Cut<'_> {
    let (mut chunks, mut suffix) = match value.contains(',') {
        true => at_commas(value),
        false => (value.split_whitespace().collect(), None),
    };
    if let Some(found) = chunks.last().filter(|_| chunks.len() > 1).and_then(|c| suffix_of(c)) {
        suffix = Some(found);
        chunks.pop();
    }
    Cut { chunks, suffix, capitals: !value.chars().any(char::is_lowercase) }
}

/// The chunks of a name with commas in the order in which they are said, and a suffix behind a comma.
fn at_commas(value: &str) -> (Vec<&str>, Option<Suffix>) {
    let mut parts: Vec<&str> = value.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    let mut suffix = None;
    while let Some(found) = parts.last().filter(|_| parts.len() > 1).and_then(|p| suffix_of(p)) {
        suffix = Some(found);
        parts.pop();
    }
    // `Merkel, Angela` is Angela Merkel; more commas than that are no order of words.
    if let [_, _] = parts[..] {
        parts.reverse();
    }
    (parts.iter().flat_map(|p| p.split_whitespace()).collect(), suffix)
}

fn suffix_of(chunk: &str) -> Option<Suffix> {
    match chunk.trim_end_matches('.') {
        "Jr" | "jr" | "JR" | "Jnr" => Some(Suffix::Junior),
        "Sr" | "sr" | "SR" | "Snr" => Some(Suffix::Senior),
        // `I` with a point is an initial.
        "I" if !chunk.ends_with('.') => Some(Suffix::Number(1)),
        "II" => Some(Suffix::Number(2)),
        "III" => Some(Suffix::Number(3)),
        "IV" => Some(Suffix::Number(4)),
        _ => None,
    }
}

/// Particles that open a name in lower case or stand inside of one. Articles of Arabic are among
/// them; `bin`, `ibn` and `ben` are not, for they make another name.
const PARTICLES: [&str; 37] = [
    "al", "el", "ul", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "la", "le", "les",
    "lo", "los", "las", "van", "von", "der", "den", "ten", "ter", "te", "zu", "zur", "vom", "zum", "af",
    "av", "y", "wa", "und", "of", "the",
];

/// Prefixes that are written together with the surname by some: `DiCaprio`, `ElBaradei`.
const PREFIXES: [&str; 12] = ["Al", "El", "Di", "De", "Du", "Da", "La", "Le", "Van", "Von", "Del", "Ben"];

/// The words of one chunk; `first` says whether none stands before them, `capitals` is [`Cut::capitals`].
pub(super) fn words_of(chunk: &str, capitals: bool, first: bool) -> Vec<Word> {
    let mut words = Vec::new();
    let mut joined = false;
    for part in chunk.split(['-', '‐', '‑', '–', '_']) {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        for piece in pieces(part, capitals) {
            words.extend(word_of(piece, joined, first && words.is_empty()));
            joined = false;
        }
        joined = !part.is_empty() || joined;
    }
    words
}

/// `J.K.` and `JD` are two initials, `DiCaprio` is a particle and a name.
fn pieces(part: &str, capitals: bool) -> Vec<&str> {
    let dotted = part.contains('.') && part.split('.').all(|p| p.chars().count() <= 2);
    if dotted {
        return part.split('.').filter(|p| !p.is_empty()).collect();
    }
    let letters = part.chars().count();
    if !capitals && (2..=3).contains(&letters) && part.chars().all(|c| c.is_ascii_uppercase()) {
        return part.split("").filter(|p| !p.is_empty()).collect();
    }
    let prefix = PREFIXES.iter().find(|p| {
        let rest = part.strip_prefix(**p).unwrap_or_default();
        rest.chars().next().is_some_and(char::is_uppercase) && rest.chars().any(char::is_lowercase)
    });
    match prefix.and_then(|p| part.split_at_checked(p.len())) {
        Some((particle, rest)) => vec![particle, rest],
        None => vec![part],
    }
}

fn word_of(piece: &str, joined: bool, first: bool) -> Option<Word> {
    let text = fold(piece);
    if text.is_empty() {
        return None;
    }
    let kind = match () {
        () if text.chars().count() == 1 && (first || text != "y" || piece != "y") => Kind::Initial,
        // Lower case tells a particle where it stands first; inside a name the word itself does.
        () if PARTICLES.contains(&text.as_str()) && (!first || piece.starts_with(char::is_lowercase)) => {
            Kind::Particle
        }
        () => Kind::Plain,
    };
    Some(Word { kind, joined, digraphs: digraphs(piece), text: text.into() })
}

/// `Al-Assad` opens with an article, `Al Gore` with a name.
pub(super) fn opens_with_article(first: &Word, second: &Word) -> bool {
    second.joined && matches!(first.text(), "al" | "el")
}

/// Letters with an accent that print without accents writes with two letters.
const DIGRAPHS: [(char, &str); 6] =
    [('ü', "ue"), ('ö', "oe"), ('ä', "ae"), ('ø', "oe"), ('å', "aa"), ('đ', "dj")];
/// Accented letters of a word that are written out in all ways: more would be no name.
const MOST_DIGRAPHS: usize = 3;

/// What a word is where accents are written out.
fn digraphs(piece: &str) -> Box<[Box<str>]> {
    let mut all = Vec::new();
    if piece.is_ascii() {
        return all.into();
    }
    let lower = piece.to_lowercase();
    let at: Vec<(usize, char, &str)> = lower
        .char_indices()
        .filter_map(|(i, c)| DIGRAPHS.iter().find(|(from, _)| *from == c).map(|(from, to)| (i, *from, *to)))
        .take(MOST_DIGRAPHS)
        .collect();
    for mask in 1u32..1 << at.len() {
        let mut out = lower.clone();
        for (bit, (i, from, to)) in at.iter().enumerate().rev() {
            if mask >> bit & 1 == 1 {
                out.replace_range(*i..i + from.len_utf8(), to);
            }
        }
        all.push(fold(&out).into());
    }
    all.into()
}
