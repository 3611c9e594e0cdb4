//! The names of a story's people, word by word.
//!
//! A form is what a mention says once particles, generations and quoted nicknames are set apart:
//! `Terry "Tank" van der Mills Jr.` is `terry mills`. Mentions that say the same share one form, so
//! that names are compared once a form and not once a mention.

use super::super::classes::{AND, ARABIC, PARTICLE, SUFFIX, THE};
use super::super::regions::Piece;
use super::super::table::{FREE, Table};
use super::super::tokens::{Case, Gap, Shape, Tokens};

/// Most words of a name that are compared: keeps hostile texts linear.
const LONGEST: usize = 8;

/// One word of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Hash of the folded word.
    pub(super) key: u64,
    /// Its first letter, folded.
    pub(super) letter: char,
    /// Where it stands.
    pub(super) token: u32,
    /// A letter that stands for a name.
    pub(super) initial: bool,
    /// Joined to the word before by a hyphen.
    pub(super) joined: bool,
    /// The name of the father: `Rashid` in `Ahmed bin Rashid al-Mansour`.
    pub(super) father: bool,
}

/// `Jr`, `Sr`, `II`: zero if the name has none.
pub(super) type Generation = u8;
pub(super) const JUNIOR: Generation = 1;
pub(super) const SENIOR: Generation = 2;

/// What a mention says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    start: u32,
    end: u32,
    pub(super) generation: Generation,
    /// The word of a quoted nickname.
    pub(super) nick: Option<u32>,
    /// Has `van`, `al-`, `de`.
    pub(super) particles: bool,
    /// The first word may be a particle: `Al Harithi`, `Ben Salah`.
    pub(super) lead: bool,
    /// Begins in its surname, behind which a comma stands: `BELL, Graham`.
    pub(super) turned: bool,
    /// More than a surname or a given name alone.
    pub(super) full: bool,
}

/// All forms of a story, numbered in the order in which they are first said.
pub(super) struct Forms {
    words: Vec<Word>,
    pub(super) all: Vec<Form>,
    index: Table,
}

impl Forms {
    /// Room for the forms of some mentions.
    pub(super) fn new(mentions: usize) -> Forms {
        let (words, all) = (Vec::with_capacity(mentions * 2), Vec::with_capacity(mentions));
        Forms { words, all, index: Table::new(mentions) }
    }

    /// Words of all forms.
    pub(super) fn count_words(&self) -> usize {
        self.words.len()
    }

    /// The words of a form, given name first.
    pub(super) fn words(&self, form: usize) -> &[Word] {
        let form = &self.all[form];
        &self.words[form.start as usize..form.end as usize]
    }

    /// The number of the form that `p` says; `surname` is a word that it shares with the next name.
    pub(super) fn read(&mut self, tokens: &Tokens<'_>, p: &Piece, surname: Option<usize>) -> usize {
        let start = self.words.len();
        let mut reader = Reader { tokens, words: &mut self.words, start, form: blank(start) };
        reader.read(p, surname);
        let form = reader.form;
        let hash = hash_of(&form, &self.words[start..]);
        let entry = self.index.entry(hash);
        if *entry == FREE {
            *entry = self.all.len() as u32;
            self.all.push(form);
        } else {
            self.words.truncate(start);
        }
        *entry as usize
    }
}

fn blank(start: usize) -> Form {
    Form {
        start: start as u32,
        end: start as u32,
        generation: 0,
        nick: None,
        particles: false,
        lead: false,
        turned: false,
        full: false,
    }
}

fn hash_of(form: &Form, words: &[Word]) -> u64 {
    let flags = u64::from(form.generation) << 3 | u64::from(form.particles) << 2 | u64::from(form.turned);
    words.iter().fold(flags, |hash, w| {
        (hash.rotate_left(23) ^ w.key ^ u64::from(w.initial)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Reads one piece.
struct Reader<'r, 't> {
    tokens: &'r Tokens<'t>,
    words: &'r mut Vec<Word>,
    start: usize,
    form: Form,
}

impl Reader<'_, '_> {
    fn read(&mut self, p: &Piece, surname: Option<usize>) {
        let end = self.generation(p);
        let mut quote = None;
        let mut father = false;
        let mut turn = None;
        for i in p.first..end {
            if i > p.first {
                match self.mark(i) {
                    Mark::Opens => quote = Some(self.words.len()),
                    Mark::Closes => self.nickname(quote.take().unwrap_or(self.start)),
                    Mark::Comma if turn.is_none() => turn = Some(self.words.len()),
                    _ => {}
                }
            }
            let end = if turn.is_some() { p.end + 1 } else { end };
            match self.particle(i, p.first, end) {
                Particle::Dropped => {
                    self.form.particles = true;
                    father = matches!(self.tokens.folded(i), "bin" | "ibn" | "bint" | "binti");
                }
                kind => {
                    self.form.lead |= kind == Particle::Perhaps;
                    self.word(i, i == p.first, father, i + 1 == p.end && surname.is_none());
                    father = false;
                }
            }
        }
        if let Some(surname) = surname {
            self.word(surname, false, false, true);
        }
        if let Some(turn) = turn.filter(|&at| at > self.start && at < self.words.len()) {
            self.words[self.start..].rotate_left(turn - self.start);
            self.form.turned = true;
        }
        self.finish();
    }

    /// Sets the generation apart, and says where the name ends before it.
    fn generation(&mut self, p: &Piece) -> usize {
        let mut end = p.end;
        while end > p.first + 1 {
            let Some(generation) = generation(self.tokens, end - 1) else { break };
            self.form.generation = generation;
            end -= 1;
        }
        end
    }

    /// What stands before word `i` of a name.
    fn mark(&self, i: usize) -> Mark {
        match self.tokens.gap_before(i) {
            // `van 't Hof`
            _ if self.tokens.all[i].span.len() == 1 => Mark::None,
            Gap::Comma => Mark::Comma,
            Gap::Other | Gap::Bracket => {
                let (before, here) = (self.tokens.all[i - 1].span.end, self.tokens.all[i].span.start);
                let gap = self.tokens.text.get(before..here).unwrap_or("");
                let quoted = gap.contains(['"', '“', '”', '‘', '’', '\'', '«', '»', '„']);
                match (quoted, gap.starts_with(char::is_whitespace)) {
                    (true, true) => Mark::Opens,
                    (true, false) => Mark::Closes,
                    _ => Mark::None,
                }
            }
            _ => Mark::None,
        }
    }

    /// Takes the words from `at` on for a nickname; one that opens the name stays a word of it.
    fn nickname(&mut self, at: usize) {
        if let Some(last) = self.words.last().filter(|_| at < self.words.len()) {
            self.form.nick = Some(last.token);
            self.words.truncate(at.max(self.start + 1));
        }
    }

    fn particle(&self, i: usize, first: usize, end: usize) -> Particle {
        let token = &self.tokens.all[i];
        let hyphen = self.tokens.gap_before(i + 1) == Gap::Hyphen;
        let arabic = hyphen && token.class.any(ARABIC) && token.span.len() <= 2;
        let short = token.shape == Shape::Lower && i > first || token.shape == Shape::Initial;
        let short = short && token.span.of(self.tokens.text).chars().count() == 1;
        if i + 1 >= end
            || !(token.class.any(PARTICLE.or(THE)) || arabic || short)
            || kept(self.tokens.folded(i))
        {
            let perhaps = i == first && i + 1 < end && matches!(self.tokens.folded(i), "ben" | "bar" | "san");
            return if perhaps { Particle::Perhaps } else { Particle::Not };
        }
        if token.shape == Shape::Initial {
            // `Ó Conghaile`, but not `O. Lind`.
            let irish = token.span.of(self.tokens.text) == "Ó";
            return if irish { Particle::Dropped } else { Particle::Not };
        }
        let plain = i > first || token.shape == Shape::Lower || arabic;
        if plain || self.tokens.class(i + 1).any(PARTICLE) && i + 2 < end || token.weights.given() == 0 {
            Particle::Dropped
        } else {
            Particle::Perhaps
        }
    }

    /// Adds word `i`, or the letters of initials such as `J.K`.
    fn word(&mut self, i: usize, first: bool, father: bool, last: bool) {
        if self.words.len() - self.start >= LONGEST {
            self.words.pop();
        }
        let folded = self.tokens.folded(i);
        let token = i as u32;
        if initials(self.tokens, i, last && !first) {
            for letter in folded.chars().take(4) {
                let key = u64::from(u32::from(letter));
                self.words.push(Word { key, letter, token, initial: true, joined: false, father: false });
            }
            return;
        }
        let letter = folded.chars().next().unwrap_or(' ');
        let kept = self.words[self.start..].last().is_some_and(|w| w.token + 1 == token);
        let joined = kept && self.tokens.gap_before(i) == Gap::Hyphen;
        let key = self.tokens.all[i].hash;
        self.words.push(Word { key, letter, token, initial: false, joined, father });
    }

    fn finish(&mut self) {
        self.form.end = self.words.len() as u32;
        let words = &self.words[self.start..];
        let named = words.iter().any(|w| !w.initial);
        self.form.full = named && (words.len() > 1 || self.form.generation > SENIOR);
    }
}

#[derive(PartialEq)]
enum Mark {
    None,
    Opens,
    Closes,
    Comma,
}

#[derive(PartialEq)]
enum Particle {
    Not,
    Dropped,
    Perhaps,
}

/// Particles without which a name is another one: `Abu Osama` is not `Osama`.
fn kept(folded: &str) -> bool {
    matches!(folded, "abu" | "abd" | "ben" | "bar" | "st" | "san" | "ap" | "ab" | "ould" | "ul" | "ur")
}

/// Is word `i` initials: `J`, `J.K`, `JK`?
fn initials(tokens: &Tokens<'_>, i: usize, last: bool) -> bool {
    let token = &tokens.all[i];
    match token.shape {
        Shape::Initial => true,
        Shape::Upper => {
            let written = token.span.of(tokens.text);
            let letters = written.split('.').all(|part| part.chars().count() <= 1);
            written.contains('.') && letters || !last && token.case == Case::Text && written.len() == 2
        }
        _ => false,
    }
}

/// The generation that word `i` tells.
pub(super) fn generation(tokens: &Tokens<'_>, i: usize) -> Option<Generation> {
    let token = &tokens.all[i];
    match tokens.folded(i) {
        "jr" | "jnr" | "junior" => Some(JUNIOR),
        "sr" | "snr" | "senior" => Some(SENIOR),
        "i" if token.gap == Gap::Blank => Some(SENIOR + 1),
        word if token.shape == Shape::Upper || token.class.any(SUFFIX) => roman(word).map(|n| SENIOR + n),
        _ => None,
    }
}

/// The number of a king or pope, up to 39.
fn roman(word: &str) -> Option<u8> {
    let value = |c: char| match c {
        'i' => Some(1u8),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let (mut total, mut before) = (0u8, 0u8);
    for c in word.chars().rev() {
        let n = value(c)?;
        total = if n < before { total.checked_sub(n)? } else { total.checked_add(n)? };
        before = before.max(n);
    }
    (word.len() > 1 && total > 1 && total < 40).then_some(total)
}

/// `Bill` in `Bill and Hillary Clinton`: the last word of the name with which it shares a surname.
pub(super) fn shared_surname(tokens: &Tokens<'_>, p: &Piece, next: Option<&Piece>) -> Option<usize> {
    let next = next.filter(|n| n.first == p.end + 1 && p.end - p.first == 1)?;
    if !tokens.class(p.end).any(AND) || tokens.gap_before(p.end) != Gap::Blank {
        return None;
    }
    super::shares_surname(tokens, p, Some(next)).then_some(next.end - 1)
}
