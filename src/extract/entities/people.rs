//! Groups mentions of people: one entry a person, under the fullest name of the story.
//!
//! Full names come first; a bare surname goes to the person of that surname named last before it,
//! else to the first one after it, unless a title or given name tells otherwise.

use crate::text::blanks::collapsed;
use std::collections::HashMap;

use super::classes::{AND, Class, FEMALE, Fast, MALE, PARTICLE, SUFFIX};
use super::context::{Title, title_before};
use super::gender;
use super::regions::{Kind, Piece};
use super::tokens::{Case, Gap, Tokens};
use super::types::{Gender, Person};
use crate::text::Span;

/// Namesakes looked at for one mention: keeps hostile texts linear.
const NAMESAKES: usize = 16;

/// A person in the making.
#[derive(Default)]
struct Draft {
    words: Vec<String>,
    name: String,
    /// A name from a line with capitals is replaced by one from the text.
    from_headline: bool,
    mentions: Vec<Span>,
    title: Option<(String, bool)>,
    told: Option<Gender>,
    /// Last mention seen so far, in the order of the text.
    seen: Option<usize>,
}

/// One mention on its way to a person.
struct Mention {
    words: Vec<String>,
    name: String,
    headline: bool,
    /// From running text, where capitals end a name.
    running: bool,
    span: Span,
    title: Option<(String, bool)>,
    told: Option<Gender>,
    /// A given name that shares the surname of the next name.
    shared: bool,
}

/// Groups the pieces, which are in order and all people.
pub(super) fn group(tokens: &Tokens<'_>, pieces: &[Piece]) -> Vec<Person> {
    let mentions: Vec<Mention> =
        pieces.iter().enumerate().map(|(k, p)| mention(tokens, p, pieces.get(k + 1))).collect();
    let mut register = Register::default();
    let mut owner: Vec<Option<usize>> =
        mentions.iter().map(|m| (m.words.len() > 1).then(|| register.full(m))).collect();
    for (k, m) in mentions.iter().enumerate() {
        let person = owner[k].unwrap_or_else(|| register.bare(m));
        owner[k] = Some(person);
        register.drafts[person].take(k, m);
    }
    let owners: Vec<(usize, &Piece)> =
        owner.iter().zip(pieces).filter_map(|(o, p)| Some(((*o)?, p))).collect();
    let votes = gender::pronouns(tokens, &owners, register.drafts.len());
    let mut people: Vec<Person> = register.drafts.into_iter().zip(votes).map(|(d, v)| d.person(v)).collect();
    people.retain(|p| !p.mentions.is_empty());
    people.sort_by_key(|p| p.mentions[0].start);
    people
}

fn mention(tokens: &Tokens<'_>, p: &Piece, next: Option<&Piece>) -> Mention {
    let last = last_word(tokens, p);
    let mut words: Vec<String> = (p.first..=last).map(|i| tokens.folded(i).to_owned()).collect();
    let mut name = collapsed(tokens.span(p.first, p.end).of(tokens.text));
    let shared = words.len() == 1 && shares_surname(tokens, p, next);
    if let Some(next) = next.filter(|_| shared) {
        words.push(tokens.folded(next.end - 1).to_owned());
        name = format!("{name} {}", tokens.all[next.end - 1].span.of(tokens.text));
    }
    while words.len() > 1
        && super::classes::class_of(&words[0]).any(PARTICLE)
        && tokens.all[p.first].span.of(tokens.text).starts_with(char::is_lowercase)
    {
        words.remove(0);
    }
    let title = title_before(tokens, p.first);
    let headline = tokens.all[p.first].case == Case::Upper;
    let plain = |i: usize| {
        i > p.first && tokens.seen_lower(i) || tokens.all[i].weights.common() >= 3 && i > p.first + 1
    };
    let running =
        tokens.all[p.first].case == Case::Text && !(tokens.all[p.first].opens && (p.first..=last).any(plain));
    let told = gender_of_title(tokens, title, p.first);
    let title = title.span.map(|s| (collapsed(s.of(tokens.text)), title.title));
    Mention { words, name, headline, running, span: tokens.span(p.first, p.end), title, told, shared }
}

fn gender_of_title(tokens: &Tokens<'_>, title: Title, first: usize) -> Option<Gender> {
    let from = if title.role { first.saturating_sub(1) } else { title.first };
    let class = (from..first).fold(Class::default(), |c, i| c.or(tokens.class(i)));
    let plain = title.honorific || title.title || title.role;
    match (plain && class.any(MALE), plain && class.any(FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// The people found so far, by the last and first words of their names.
#[derive(Default)]
struct Register {
    drafts: Vec<Draft>,
    by_last: HashMap<String, Vec<usize>, Fast>,
    by_first: HashMap<String, Vec<usize>, Fast>,
    by_any: HashMap<String, Vec<usize>, Fast>,
}

impl Register {
    /// The person of a name of two or more words, new if need be.
    fn full(&mut self, m: &Mention) -> usize {
        let last = m.words.last().map_or("", String::as_str);
        let same = self.by_last.get(last).into_iter().flatten().rev().take(NAMESAKES).copied();
        let found = same.into_iter().find(|&i| compatible(&self.drafts[i].words, &m.words));
        let person = found.or_else(|| self.part(m)).unwrap_or_else(|| self.add(m));
        self.rename(person, m);
        person
    }

    /// The person whose name holds all of this one, or lies in it: `Quispe Choque` is
    /// `Juan Manuel Quispe Choque`.
    fn part(&self, m: &Mention) -> Option<usize> {
        let near = |w: &String| self.by_any.get(w).into_iter().flatten().rev().take(NAMESAKES).copied();
        let mut candidates = m.words.iter().take(4).filter(|_| m.running).flat_map(near);
        candidates.find(|&i| {
            let known = &self.drafts[i].words;
            known.len() > 1 && (holds(known, &m.words) || holds(&m.words, known))
        })
    }

    /// Lets the person take over a fuller name, and be found by its words.
    fn rename(&mut self, person: usize, m: &Mention) {
        if self.drafts[person].rename(m) {
            self.index(person, m);
        }
    }

    fn index(&mut self, person: usize, m: &Mention) {
        let (Some(first), Some(last)) = (m.words.first(), m.words.last()) else { return };
        let enter = |map: &mut HashMap<String, Vec<usize>, Fast>, word: &String| {
            let people = map.entry(word.clone()).or_default();
            if people.last() != Some(&person) {
                people.push(person);
            }
        };
        enter(&mut self.by_last, last);
        if m.words.len() > 1 {
            enter(&mut self.by_first, first);
            // `Okoro Hails Lind` of a headline holds other names than its own.
            m.words.iter().take(6).filter(|_| m.running).for_each(|w| enter(&mut self.by_any, w));
        }
    }

    /// The person of a single word: by surname, then by given name, else a new one.
    fn bare(&mut self, m: &Mention) -> usize {
        let word = m.words.first().map_or("", String::as_str);
        let by_last = self.choose(self.by_last.get(word), m);
        let by_first = || self.choose(self.by_first.get(word), m);
        let by_any = || self.choose(self.by_any.get(word), m);
        let person = by_last.or_else(by_first).or_else(by_any).unwrap_or_else(|| self.add(m));
        self.rename(person, m);
        person
    }

    /// The one of `candidates` named last before this mention, else the first one named after it.
    fn choose(&self, candidates: Option<&Vec<usize>>, m: &Mention) -> Option<usize> {
        // Where the family name comes first (`Ms Wong` for `Wong Siew Lan`) it leans to no gender.
        let lean = |d: &Draft| if d.words.first() == m.words.first() { d.told } else { d.leaning() };
        let fits = |&i: &usize| m.told.is_none() || lean(&self.drafts[i]).is_none_or(|g| Some(g) == m.told);
        let near: Vec<usize> = candidates?.iter().rev().take(NAMESAKES).copied().filter(fits).collect();
        let earlier = near
            .iter()
            .copied()
            .filter(|&i| self.drafts[i].seen.is_some())
            .max_by_key(|&i| self.drafts[i].seen);
        earlier.or_else(|| near.last().copied())
    }

    fn add(&mut self, m: &Mention) -> usize {
        let person = self.drafts.len();
        self.index(person, m);
        self.drafts.push(Draft { told: m.told, ..Draft::default() });
        person
    }
}

/// Do the words of `name` stand side by side in the longer `whole`?
fn holds(whole: &[String], name: &[String]) -> bool {
    name.len() > 1 && name.len() < whole.len() && whole.windows(name.len()).any(|part| part == name)
}

/// Can two names with the same last word be one person's: same given name, or its initial?
fn compatible(a: &[String], b: &[String]) -> bool {
    if a.len() < 2 || b.len() < 2 {
        return true;
    }
    let (x, y) = (a[0].as_str(), b[0].as_str());
    let initial = |s: &str, t: &str| s.len() <= 2 && t.chars().next() == s.chars().next();
    x == y || initial(x, y) || initial(y, x) || (a.len() > 2 && a[1] == *y) || (b.len() > 2 && b[1] == *x)
}

impl Draft {
    /// Takes over the name of `m` if it is fuller; says whether it did.
    fn rename(&mut self, m: &Mention) -> bool {
        let rank = |words: &[String], name: &str, headline: bool| {
            (!headline || words.len() > 1, words.len(), !headline, name.len())
        };
        let better = self.words.is_empty()
            || rank(&m.words, &m.name, m.headline) > rank(&self.words, &self.name, self.from_headline);
        if better {
            (self.words, self.name, self.from_headline) = (m.words.clone(), m.name.clone(), m.headline);
        }
        better
    }

    /// Takes mention number `k`.
    fn take(&mut self, k: usize, m: &Mention) {
        self.seen = Some(k);
        self.mentions.push(m.span);
        self.told = self.told.or(m.told);
        let better = matches!((&self.title, &m.title), (None, _) | (Some((_, false)), Some((_, true))));
        if better && !m.shared {
            self.title.clone_from(&m.title);
        }
    }

    /// The gender that titles tell, else the one that the given name leans to.
    fn leaning(&self) -> Option<Gender> {
        let given = self.words.first().filter(|_| self.words.len() > 1);
        self.told.or_else(|| given.and_then(|g| super::lexicon::Weights::of(g).leaning()))
    }

    fn person(self, vote: Option<Gender>) -> Person {
        Person {
            name: self.name,
            mentions: self.mentions,
            title: self.title.map(|(title, _)| title),
            gender: self.told.or(vote),
            quotes: 0,
        }
    }
}

fn shares_surname(tokens: &Tokens<'_>, p: &Piece, next: Option<&Piece>) -> bool {
    let Some(next) = next else { return false };
    tokens.all[p.first].weights.given() >= 3
        && tokens.class(p.end).any(AND)
        && tokens.gap_before(p.end) == Gap::Blank
        && next.first == p.end + 1
        && next.kind == Kind::Person
        && next.end - next.first == 2
        && tokens.all[next.first].weights.given() >= 3
}

/// The last word of a name, `Jr` left out.
fn last_word(tokens: &Tokens<'_>, p: &Piece) -> usize {
    let mut last = p.end.saturating_sub(1);
    while last > p.first && tokens.class(last).any(SUFFIX) {
        last -= 1;
    }
    last
}
