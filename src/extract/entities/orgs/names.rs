//! The names of a story's organisations, word by word.

use super::super::classes::{AND, DEMONYM, FUNCTION, OF, ORG, ORG_FIRST, ORG_NAME, THE};
use super::super::gazetteer::PlaceKind;
use super::super::regions::{Piece, capital, place_at};
use super::super::table::{FREE, Table};
use super::super::tokens::{Shape, Tokens};
use super::LONGEST;
use crate::text::hash::{hash, mix};

/// What a mention says: its words, small ones and `Co` or `Ltd` left out.
pub(super) struct Name {
    start: u32,
    end: u32,
    /// One word of capitals.
    pub(super) acronym: bool,
    /// The first letters of its words, hashed.
    pub(super) initials: u64,
    /// Words before what is left without the country: one in `US State Department`.
    pub(super) country: usize,
    /// Has a word that not every other body has: not just `Bank` or `Ministry`.
    pub(super) own: bool,
    /// Said with `Co` or `Ltd` behind it somewhere, so that it is no part of a longer name.
    pub(super) complete: bool,
    /// One bit for each word behind which the name cannot be cut: `Grain` in `Grain and Feed Board`, `GKN` in `GKN's Axles`.
    tied: u16,
}

impl Name {
    /// May the name be called by its first words?
    pub(super) fn cut_at(&self, words: usize) -> bool {
        self.tied & (1 << words.saturating_sub(1)) == 0
    }
}

/// All names of a story, each once: those with the same words, in any order, are one.
pub(super) struct Names {
    words: Vec<u64>,
    pub(super) all: Vec<Name>,
    index: Table,
}

impl Names {
    /// Room for the names of some mentions.
    pub(super) fn new(mentions: usize) -> Names {
        let (words, all) = (Vec::with_capacity(mentions * 2), Vec::with_capacity(mentions));
        Names { words, all, index: Table::new(mentions) }
    }

    pub(super) fn words(&self, name: usize) -> &[u64] {
        &self.words[self.all[name].start as usize..self.all[name].end as usize]
    }

    /// The acronym that is this word.
    pub(super) fn called(&self, word: u64) -> Option<usize> {
        let found = self.index.get(key(&[word])).map(|n| n as usize);
        found.filter(|&n| self.all[n].acronym)
    }

    /// The number of the name that `p` says.
    pub(super) fn read(&mut self, tokens: &Tokens<'_>, p: &Piece) -> usize {
        let start = self.words.len();
        let mut letters = [0u8; LONGEST];
        let (mut own, mut complete, mut tied) = (false, false, 0u16);
        for i in p.first..p.end {
            let (class, count) = (tokens.class(i), self.words.len() - start);
            if class.any(OF.or(THE).or(AND).or(FUNCTION)) && !capital(tokens, i) {
                tied |= u16::from(class.any(AND)) << count.saturating_sub(1);
                continue;
            }
            if count == LONGEST || count > 0 && legal(tokens.folded(i)) {
                complete |= i + 1 == p.end;
                continue;
            }
            letters[count] = tokens.folded(i).bytes().next().unwrap_or(0);
            own |= !class.any(ORG.or(ORG_FIRST).or(FUNCTION));
            tied |= u16::from(tokens.all[i].possessive) << count;
            self.words.push(tokens.all[i].hash);
        }
        let words = &self.words[start..];
        let entry = self.index.entry(key(words));
        if *entry != FREE {
            let number = *entry as usize;
            self.words.truncate(start);
            self.all[number].complete |= complete;
            return number;
        }
        let number = self.all.len();
        *entry = number as u32;
        let initials = hash(letters.get(..words.len()).unwrap_or_default());
        let acronym = words.len() == 1 && is_acronym(tokens, p.first);
        let country = if words.len() > 2 { country(tokens, p.first) } else { 0 };
        let (start, end) = (start as u32, self.words.len() as u32);
        self.all.push(Name { start, end, acronym, initials, country, own, complete, tied });
        number
    }
}

/// Two letters stand for too much, but for `UN`, `EU`.
fn is_acronym(tokens: &Tokens<'_>, i: usize) -> bool {
    let token = &tokens.all[i];
    token.shape == Shape::Upper && (tokens.folded(i).len() > 2 || token.class.any(ORG_NAME))
}

/// A sum knows no order: `Ministry of Health`, `Health Ministry`.
fn key(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |sum, &w| sum.wrapping_add(mix(w, 1)))
}

/// How many words at `first` name a country or its people.
fn country(tokens: &Tokens<'_>, first: usize) -> usize {
    if tokens.class(first).any(DEMONYM) {
        return 1;
    }
    let found =
        place_at(tokens, first).filter(|(_, p)| p.best().is_some_and(|(r, _)| r.kind == PlaceKind::Country));
    found.map_or(0, |(words, _)| words)
}

/// What a firm may have behind its name or not.
fn legal(folded: &str) -> bool {
    matches!(
        folded,
        "co" | "corp"
            | "corporation"
            | "inc"
            | "ltd"
            | "limited"
            | "plc"
            | "llc"
            | "llp"
            | "gmbh"
            | "ag"
            | "sa"
            | "nv"
            | "spa"
            | "group"
            | "holdings"
            | "company"
    )
}
