//! A name made ready for comparison.

use std::num::NonZero;

use super::asian;
use super::common::Commonness;
use super::forms;
use super::name::{Kind, Suffix, Word};
use super::names::{Name, Names};
use super::parts::in_parts;
use super::sound::{self, Sounds};
use crate::text::hash::hash;

/// The words of an archive's names, ready for comparison.
pub(super) struct Dictionary<'a> {
    words: Vec<Ready<'a>>,
}

/// A name with all that comparing it needs.
#[derive(Clone, Debug)]
pub(super) struct Subject<'a> {
    /// The name.
    pub(super) name: Name<'a>,
    /// The words that count, ready.
    pub(super) words: Vec<&'a Ready<'a>>,
    /// Spellings of names of Chinese or Korean syllables.
    pub(super) syllables: Vec<String>,
    /// Whether all words are of Japanese syllables.
    pub(super) japanese: bool,
    /// Whether papers transcribe it, so that its spelling is loose.
    pub(super) loose: bool,
}

/// A word with its sounds. An archive has hundreds of thousands of words: what is only ever asked for equality is
/// kept as a hash.
#[derive(Clone, Debug)]
pub(super) struct Ready<'a> {
    /// The word.
    pub(super) word: &'a Word,
    /// Its readings, see [`Ready::readings`].
    packed: Box<[u8]>,
    /// The hashes of all its coarse keys, see [`keys`](super::keys).
    pub(super) keys: Box<[u64]>,
    /// It without the small liberties of print.
    pub(super) plain: u64,
    /// Its Japanese syllables.
    pub(super) japanese: Option<NonZero<u64>>,
    /// How many syllables of pinyin it is, one or two.
    pub(super) syllables: Option<u8>,
    /// Whether two letters of it may stand for an accent.
    pub(super) has_digraph: bool,
    /// How common it is as a given name.
    pub(super) given: u16,
    /// How common it is as a surname.
    pub(super) surname: u16,
    /// Whether it tells a name that papers transcribe.
    is_transcribed: bool,
}

impl<'a> Dictionary<'a> {
    /// Makes the words of names ready.
    pub(super) fn of(names: &'a Names, common: &Commonness) -> Dictionary<'a> {
        let table = names.table();
        let parts = in_parts(table.len(), |part| {
            // The others are put behind the first, which has room for them.
            let room = if part.start == 0 { table.len() } else { part.len() };
            let mut words = Vec::with_capacity(room);
            words.extend(table[part].iter().map(|word| Ready::of(word, common)));
            words
        });
        let joined = parts.into_iter().reduce(|mut words, more| {
            words.extend(more);
            words
        });
        Dictionary { words: joined.unwrap_or_default() }
    }

    /// Makes one of the names ready.
    pub(super) fn subject<'b>(&'b self, name: Name<'b>) -> Subject<'b> {
        let words = name.numbers.iter().map(|&n| &self.words[n as usize]);
        let words: Vec<&Ready> = words.filter(|w| w.word.kind != Kind::Particle).collect();
        Subject {
            syllables: asian::spellings(&words),
            japanese: words.iter().all(|w| w.japanese.is_some()),
            loose: is_loose(&words),
            name,
            words,
        }
    }
}

impl Subject<'_> {
    /// Jr, Sr …
    pub(super) fn suffix(&self) -> Option<Suffix> {
        self.name.suffix
    }

    /// The hashes of the coarse keys of all words written as one, with particles and without.
    pub(super) fn whole(&self) -> [u64; 2] {
        let with = whole(self.name.words());
        [with, if self.words.len() == self.name.numbers.len() { with } else { whole(self.name.main()) }]
    }
}

/// How common a word is of which only the English reading is wanted.
const KNOWN: u16 = 3;

impl<'a> Ready<'a> {
    fn of(word: &'a Word, common: &Commonness) -> Ready<'a> {
        let text = word.text();
        let (given, surname) = (common.given(text), common.surname(text));
        let readings = match text.is_ascii() {
            false => Vec::new(),
            // A well-known word is as it is; the other languages' spellings of it are read.
            true if given.max(surname) >= KNOWN => vec![sound::read_english(text)],
            true => sound::readings(text),
        };
        let readings: Vec<(Sounds, String)> =
            readings.into_iter().map(|r| (sound::coarse(&r), r)).map(|(c, r)| (r, c)).collect();
        let japanese = sound::japanese(text).map(|text| hash(text.as_bytes()));
        Ready {
            keys: coarse_keys(word, &readings).into(),
            packed: packed(&readings),
            has_digraph: DIGRAPHS.iter().any(|digraph| text.contains(digraph)),
            plain: hash(sound::plain(text).as_bytes()),
            japanese: japanese.and_then(|hash| NonZero::new(hash.max(1))),
            syllables: asian::syllables(text),
            given,
            surname,
            is_transcribed: is_transcribed(text, surname),
            word,
        }
    }

    /// The folded word.
    pub(super) fn text(&self) -> &str {
        self.word.text()
    }

    /// Its readings, English first; none for other letters than Latin ones.
    pub(super) fn readings(&self) -> impl Iterator<Item = Reading<'_>> {
        let mut rest = &*self.packed;
        std::iter::from_fn(move || {
            let (coarse, behind) = rest.split_first_chunk()?;
            let (length, behind) = behind.split_first_chunk()?;
            let (sounds, behind) = behind.split_at_checked(u16::from_le_bytes(*length).into())?;
            rest = behind;
            Some(Reading { sounds, coarse: u64::from_le_bytes(*coarse) })
        })
    }
}

/// How a word may be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    /// Its sounds.
    pub(super) sounds: &'a [u8],
    /// The hash of its coarse key.
    pub(super) coarse: u64,
}

/// Readings with their coarse keys, one behind the other: the hash of the key, the number of sounds, the sounds.
fn packed(readings: &[(Sounds, String)]) -> Box<[u8]> {
    let mut out = Vec::new();
    for (sounds, coarse) in readings {
        let sounds = &sounds[..sounds.len().min(u16::MAX.into())];
        out.extend(hash(coarse.as_bytes()).to_le_bytes());
        out.extend((sounds.len() as u16).to_le_bytes());
        out.extend(sounds);
    }
    out.into()
}

/// In hardly any list of surnames.
fn is_rare(surname: u16) -> bool {
    surname <= 2
}

/// The hashes of each coarse key of a word; of the word itself where it has none.
fn coarse_keys(word: &Word, readings: &[(Sounds, String)]) -> Vec<u64> {
    let mut seen: Vec<&str> = Vec::new();
    for (_, coarse) in readings {
        if !coarse.is_empty() && !seen.contains(&coarse.as_str()) {
            seen.push(coarse);
        }
    }
    if seen.is_empty() {
        seen.push(word.text());
    }
    let mut keys: Vec<u64> = seen.iter().map(|key| hash(key.as_bytes())).collect();
    // Spelled-out accents may sound otherwise: Guel, Gül.
    for spelling in word.spellings().skip(1) {
        let key = hash(sound::coarse(&sound::read_english(spelling)).as_bytes());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// All words as one, coarsely.
fn whole<'a>(words: impl Iterator<Item = &'a Word>) -> u64 {
    let mut joined = String::with_capacity(WHOLE);
    words.for_each(|word| joined.push_str(word.text()));
    hash(if joined.is_ascii() { sound::coarse(&sound::read_english(&joined)) } else { joined }.as_bytes())
}

/// Letters of most names.
const WHOLE: usize = 32;

/// Two letters that may stand for an accent.
const DIGRAPHS: [&str; 4] = ["ue", "oe", "ae", "aa"];

/// A word with such letters undone: `mueller` may be Müller, and so may `muller`.
pub(super) fn undone(text: &str) -> String {
    DIGRAPHS.iter().fold(text.to_owned(), |text, digraph| text.replace(digraph, &digraph[..1]))
}

/// Endings and letters that transcription leaves.
const ENDINGS: [&str; 18] = [
    "ov", "ev", "off", "sky", "ski", "skij", "skyy", "enko", "enka", "dze", "dse", "shvili", "yan", "vich",
    "chuk", "ow", "ew", "in",
];
const CLUSTERS: [&str; 9] = ["kh", "zh", "gh", "dzh", "tsch", "dsch", "yy", "iy", "aa"];

/// Whether a word tells a name that papers transcribe.
fn is_transcribed(text: &str, surname: u16) -> bool {
    let ending = || text.len() > 4 && ENDINGS.iter().any(|e| text.ends_with(e));
    let cluster = || CLUSTERS.iter().any(|c| text.contains(c));
    forms::is_transcribed(text) || is_rare(surname) && (ending() || cluster())
}

/// Whether the name is one that papers transcribe: a word of it tells, or no list of names in Latin
/// letters knows any of them.
fn is_loose(words: &[&Ready]) -> bool {
    words.iter().any(|w| w.is_transcribed) || words.iter().all(|w| w.given <= 2 && is_rare(w.surname))
}
