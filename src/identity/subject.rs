//! A name made ready for comparison.

use super::common::Commonness;
use super::name::{Name, Suffix, Word};
use super::sound::{self, Sounds};
use super::{asian, forms};

/// A name with all that comparing it needs.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// The name.
    pub(super) name: Name,
    /// The words that count, ready.
    pub(super) words: Vec<Ready>,
    /// Spellings of names of Chinese or Korean syllables.
    pub(super) syllables: Vec<String>,
    /// Whether all words are of Japanese syllables.
    pub(super) japanese: bool,
    /// Whether papers transcribe it, so that its spelling is loose.
    pub(super) loose: bool,
    /// The coarse keys of all words written as one, with particles and without.
    pub(super) whole: [String; 2],
}

/// A word with its sounds.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    /// The word.
    pub(super) word: Word,
    /// Its readings with their coarse keys, English first; none for other letters than Latin ones.
    pub(super) readings: Vec<(Sounds, String)>,
    /// What is left of it when digraphs for accents are undone.
    pub(super) undigraphed: Option<String>,
    /// It without the small liberties of print.
    pub(super) plain: String,
    /// Its Japanese syllables.
    pub(super) japanese: Option<String>,
    /// How common it is as a given name.
    pub(super) given: u16,
    /// How common it is as a surname.
    pub(super) surname: u16,
}

impl Subject {
    /// Makes a name ready.
    pub(super) fn of(name: Name, common: &Commonness) -> Subject {
        let words: Vec<Ready> = name.main().into_iter().map(|w| Ready::of(w, common)).collect();
        Subject {
            syllables: asian::spellings(&name),
            japanese: words.iter().all(|w| w.japanese.is_some()),
            loose: is_loose(&words),
            whole: [whole(name.words.iter()), whole(name.main().into_iter())],
            name,
            words,
        }
    }

    /// Jr, Sr …
    pub(super) fn suffix(&self) -> Option<Suffix> {
        self.name.suffix
    }
}

/// How common a word is of which only the English reading is wanted.
const KNOWN: u16 = 3;

impl Ready {
    fn of(word: &Word, common: &Commonness) -> Ready {
        let text = word.text();
        let (given, surname) = (common.given(text), common.surname(text));
        let readings = match text.is_ascii() {
            false => Vec::new(),
            // A well-known word is as it is; the other languages' spellings of it are read.
            true if given.max(surname) >= KNOWN => vec![sound::read_english(text)],
            true => sound::readings(text),
        };
        Ready {
            readings: readings.into_iter().map(|r| (sound::coarse(&r), r)).map(|(c, r)| (r, c)).collect(),
            undigraphed: undigraphed(text),
            plain: sound::plain(text),
            japanese: sound::japanese(text),
            given,
            surname,
            word: word.clone(),
        }
    }

    /// The folded word.
    pub(super) fn text(&self) -> &str {
        self.word.text()
    }

    /// In hardly any list of surnames.
    fn is_rare(&self) -> bool {
        self.surname <= 2
    }
}

/// All words as one, coarsely.
fn whole<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    let joined: String = words.map(Word::text).collect();
    if joined.is_ascii() { sound::coarse(&sound::read_english(&joined)) } else { joined }
}

/// `mueller` may be Müller, and so may `muller`.
fn undigraphed(text: &str) -> Option<String> {
    let has = ["ue", "oe", "ae", "aa"].iter().any(|d| text.contains(d));
    has.then(|| text.replace("ue", "u").replace("oe", "o").replace("ae", "a").replace("aa", "a"))
}

/// Endings and letters that transcription leaves.
const ENDINGS: [&str; 18] = [
    "ov", "ev", "off", "sky", "ski", "skij", "skyy", "enko", "enka", "dze", "dse", "shvili", "yan", "vich",
    "chuk", "ow", "ew", "in",
];
const CLUSTERS: [&str; 9] = ["kh", "zh", "gh", "dzh", "tsch", "dsch", "yy", "iy", "aa"];

/// Whether the name is one that papers transcribe: a word of it tells, or no list of names in Latin
/// letters knows any of them.
fn is_loose(words: &[Ready]) -> bool {
    let sign = |w: &Ready| {
        let text = w.text();
        let ending = text.len() > 4 && ENDINGS.iter().any(|e| text.ends_with(e));
        forms::is_transcribed(text) || w.is_rare() && (ending || CLUSTERS.iter().any(|c| text.contains(c)))
    };
    words.iter().any(sign) || words.iter().all(|w| w.given <= 2 && w.is_rare())
}
