//! The people that a story names in full, and where each word of their names leads.

use std::collections::HashMap;

use super::alike::{Name, alike};
use super::evidence::{Evidence, Senior};
use super::forms::{Forms, Generation, JUNIOR, SENIOR, Word};
use super::near;
use super::{Mention, NAMESAKES};
use crate::extract::entities::classes::{Fast, PARTICLE};
use crate::extract::entities::table::{FREE, Table};
use crate::extract::entities::tokens::{Shape, Tokens};
use crate::extract::entities::types::Gender;
use crate::text::hash::hash;

/// What part of a name a word is, likeliest to stand alone first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The whole name, or a nickname.
    Whole,
    /// The surname.
    Last,
    /// The first of two surnames, as in Spanish names; else a middle name.
    Middle,
    /// The given name, or the surname where it comes first.
    First,
    /// Any other word.
    Inner,
}

/// A person in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The fullest form.
    pub(super) form: usize,
    /// The same words in another order.
    pub(super) turned: Option<usize>,
    pub(super) generation: Generation,
    /// Number of the first mention.
    pub(super) first: usize,
    pub(super) crowned: bool,
    /// Mentions that say he and she.
    pub(super) told: (u32, u32),
    pub(super) offices: Vec<u64>,
    pub(super) age: Option<u8>,
    pub(super) senior: Option<Senior>,
    pub(super) kin: bool,
    /// Mentions that are this person's without doubt.
    pub(super) sure: u32,
    /// The story calls the person by the given name alone.
    pub(super) by_given: bool,
}

impl Draft {
    /// Takes over what stands around a mention.
    pub(super) fn learn(&mut self, evidence: &Evidence) {
        self.sure += 1;
        match evidence.told {
            Some(Gender::Male) => self.told.0 += 1,
            Some(Gender::Female) => self.told.1 += 1,
            None => {}
        }
        self.crowned |= evidence.crowned;
        self.kin |= evidence.kin;
        self.age = self.age.or(evidence.age);
        self.senior = self.senior.or(evidence.senior);
        if let Some(office) = evidence.office
            && self.offices.len() < 4
            && !self.offices.contains(&office)
        {
            self.offices.push(office);
        }
    }

    /// What titles and relations tell.
    pub(super) fn gender(&self) -> Option<Gender> {
        match self.told {
            (he, she) if he > she => Some(Gender::Male),
            (he, she) if she > he => Some(Gender::Female),
            _ => None,
        }
    }
}

/// Whose a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// To be found by its last word.
    Bare,
    One(usize),
    /// It fits several people: each mention is judged alone.
    Many,
}

/// All people, and the words they are found by.
pub(super) struct Register<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) forms: &'a Forms,
    pub(super) people: Vec<Draft>,
    pub(super) owners: Vec<Owner>,
    heads: Table,
    links: Vec<Link>,
    /// Who a person turned out to be.
    merged: HashMap<usize, usize, Fast>,
    /// Surnames and given names, for what is spelled otherwise.
    said: Vec<Said>,
}

/// A word of a person's name.
struct Said {
    /// What its first letter sounds like.
    sound: char,
    person: u32,
    token: u32,
    role: Role,
}

/// One person in the list of a word; the newest comes first.
struct Link {
    person: u32,
    role: Role,
    next: u32,
}

/// Words of names among which another spelling of a strange word is looked for.
const NEAR: usize = 128;

impl<'a, 't> Register<'a, 't> {
    /// Groups the forms that are more than one word.
    pub(super) fn new(tokens: &'a Tokens<'t>, forms: &'a Forms, mentions: &[Mention]) -> Register<'a, 't> {
        let mut register = Register {
            tokens,
            forms,
            people: Vec::new(),
            owners: vec![Owner::Bare; forms.all.len()],
            // Nicknames and aliases are words of forms too, or the words beside them.
            heads: Table::new(forms.count_words() + forms.all.len()),
            links: Vec::new(),
            merged: HashMap::default(),
            said: Vec::new(),
        };
        let mut first = vec![usize::MAX; forms.all.len()];
        mentions.iter().enumerate().rev().for_each(|(k, m)| first[m.form] = k);
        let mut order: Vec<usize> = (0..forms.all.len()).filter(|&f| forms.all[f].full).collect();
        order.sort_by_key(|&f| std::cmp::Reverse(forms.words(f).len()));
        for form in order {
            register.enter(form, first[form]);
        }
        register
    }

    fn enter(&mut self, form: usize, first: usize) {
        let matches = self.matches(form, first);
        self.owners[form] = match matches.as_slice() {
            [] if self.may_be_bare(form) => Owner::Bare,
            [] => Owner::One(self.add(form, first)),
            &[person] => {
                let draft = &mut self.people[person];
                draft.first = draft.first.min(first);
                if self.forms.words(form).len() == self.forms.words(draft.form).len() {
                    draft.turned = draft.turned.or(Some(form));
                }
                draft.generation = draft.generation.max(self.forms.all[form].generation);
                self.index(form, person);
                Owner::One(person)
            }
            _ => Owner::Many,
        };
    }

    /// The people whose name this may be.
    fn matches(&self, form: usize, first: usize) -> Vec<usize> {
        let name = self.name(form);
        let found = self.named(name, first);
        let lead = name.form.lead && self.tokens.class(name.words[0].token as usize).any(PARTICLE);
        if found.is_empty() && lead && name.words.len() > 2 {
            // `Van Rompaey-Vos`
            return self.named(Name { words: &name.words[1..], ..name }, first);
        }
        if let ([initial, head], true) = (name.words, found.is_empty()) {
            return self.blend(initial, head);
        }
        found
    }

    /// `J-Lo` for `Jennifer Lopez`.
    fn blend(&self, initial: &Word, head: &Word) -> Vec<usize> {
        let head = |word: &Word| {
            let (short, long) =
                (self.tokens.folded(head.token as usize), self.tokens.folded(word.token as usize));
            initial.initial && head.joined && short.len() < 5 && long.starts_with(short)
        };
        let blended = |person: usize| match self.forms.words(self.people[person].form) {
            [given, .., last] => given.letter == initial.letter && head(last),
            _ => false,
        };
        self.like_letter(initial.letter).map(|n| n.person as usize).filter(|&p| blended(p)).take(1).collect()
    }

    /// The newest names with a first letter that sounds like this one.
    fn like_letter(&self, letter: char) -> impl Iterator<Item = &Said> + '_ {
        let (sound, newest) = (near::sound_of(letter), self.said.len().saturating_sub(NEAR));
        self.said[newest..].iter().filter(move |said| said.sound == sound)
    }

    fn named(&self, name: Name<'_>, first: usize) -> Vec<usize> {
        let last = name.words.iter().rev().find(|w| !w.initial);
        let mut found = Vec::new();
        for word in last.into_iter().chain(name.words.first().filter(|w| !w.initial)) {
            for (person, _) in self.find(word.key) {
                if !found.contains(&person) && self.fits(name, person, first) {
                    found.push(person);
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    fn fits(&self, name: Name<'_>, person: usize, first: usize) -> bool {
        let draft = &self.people[person];
        // `Ray Dow` and, later, `Ray Dow Jr`: his son.
        let heir =
            draft.generation == 0 && matches!(name.form.generation, JUNIOR | SENIOR) && draft.first < first;
        let like = |form: usize| alike(self.tokens, self.name(form), name);
        !heir && (like(draft.form) || draft.turned.is_some_and(like))
    }

    fn name(&self, form: usize) -> Name<'a> {
        Name { form: &self.forms.all[form], words: self.forms.words(form) }
    }

    /// `Al Harithi` may be `al-Harithi`: is there somebody of that surname?
    fn may_be_bare(&self, form: usize) -> bool {
        let words = self.forms.words(form);
        let particle = self.tokens.class(words[0].token as usize).any(PARTICLE);
        let known = |person: usize| self.forms.all[self.people[person].form].particles;
        let lead = self.forms.all[form].lead && particle && words.len() == 2;
        lead && self.find(words[1].key).any(|(person, _)| known(person))
    }

    /// Adds the person that a form names.
    pub(super) fn add(&mut self, form: usize, first: usize) -> usize {
        let person = self.people.len();
        let generation = self.forms.all[form].generation;
        self.people.push(Draft { form, first, generation, ..Draft::default() });
        self.index(form, person);
        person
    }

    fn index(&mut self, form: usize, person: usize) {
        let words = self.forms.words(form);
        let family = self.family(words);
        for (i, word) in words.iter().enumerate().filter(|(_, w)| !w.initial) {
            let role = match i {
                _ if words.len() == 1 && self.forms.all[form].generation == 0 => Role::Whole,
                // Half of `Kofler-Haid` is no surname.
                _ if word.joined || words.get(i + 1).is_some_and(|w| w.joined) => Role::Inner,
                _ if i == family => Role::Last,
                0 => Role::First,
                _ if word.father => continue,
                _ if i + 1 == family && words.len() > 2 => Role::Middle,
                _ => Role::Inner,
            };
            self.link(word.key, person, role);
            if matches!(role, Role::Whole | Role::Last | Role::First) {
                let (sound, person) = (near::sound_of(word.letter), person as u32);
                self.said.push(Said { sound, person, token: word.token, role });
            }
        }
        if let Some(nick) = self.forms.all[form].nick {
            self.link(self.tokens.all[nick as usize].hash, person, Role::Whole);
        }
    }

    /// Which word is the surname: the last one, or the first before a double given name: `Kim Dae-won`.
    fn family(&self, words: &[Word]) -> usize {
        let last = words.iter().rposition(|w| !w.initial).unwrap_or(0);
        let low = |w: &Word| self.tokens.all[w.token as usize].shape == Shape::Lower;
        if words.len() > 2 && last + 1 == words.len() && words[last].joined && low(&words[last]) {
            last - 2
        } else {
            last
        }
    }

    /// Lets a word lead to a person.
    pub(super) fn link(&mut self, key: u64, person: usize, role: Role) {
        let head = self.heads.entry(key);
        let newest = self.links.get(*head as usize);
        if newest.is_some_and(|l| l.person as usize == person && l.role <= role) {
            return;
        }
        let link = Link { person: person as u32, role, next: *head };
        *head = self.links.len() as u32;
        self.links.push(link);
    }

    /// The people that a word leads to, and as what part of their names; the newest first.
    pub(super) fn find(&self, key: u64) -> impl Iterator<Item = (usize, Role)> + '_ {
        let mut at = self.heads.get(key).unwrap_or(FREE);
        let all = std::iter::from_fn(move || {
            let link = self.links.get(at as usize)?;
            at = link.next;
            Some((self.real(link.person as usize), link.role))
        });
        all.take(NAMESAKES)
    }

    /// May a form that fits several people be this one's?
    pub(super) fn may_say(&self, form: usize, person: usize) -> bool {
        alike(self.tokens, self.name(self.people[person].form), self.name(form))
    }

    /// Whose a form is.
    pub(super) fn owner(&self, form: usize) -> Owner {
        match self.owners[form] {
            Owner::One(person) => Owner::One(self.real(person)),
            other => other,
        }
    }

    /// The person that a number stands for.
    pub(super) fn real(&self, person: usize) -> usize {
        self.merged.get(&person).copied().unwrap_or(person)
    }

    /// Makes one person of two, of whom `b` was not merged before.
    pub(super) fn merge(&mut self, a: usize, b: usize) {
        let a = self.real(a);
        if a != b && !self.merged.contains_key(&b) && self.merged.values().all(|&x| x != b) {
            self.merged.insert(b, a);
            self.people[a].first = self.people[a].first.min(self.people[b].first);
        }
    }

    /// Lets a bare form lead to a person whose other name it is.
    pub(super) fn alias(&mut self, form: usize, person: usize) {
        if let Some(word) = self.bare_word(form) {
            self.link(word.key, person, Role::Whole);
        }
    }

    /// The word by which a bare form is looked up.
    pub(super) fn bare_word(&self, form: usize) -> Option<&'a Word> {
        self.forms.words(form).last().filter(|w| !w.initial)
    }

    /// The only person whose name `word` may be in another spelling, or a short form of. One who
    /// speaks has been named in full before, so that a slip of the pen is likely.
    pub(super) fn near(&self, word: &Word, speaks: bool) -> Option<usize> {
        let at = word.token as usize;
        let odd = self.tokens.folded(at);
        let weights = self.tokens.all[at].weights;
        let unlisted = weights.surname() == 0 && weights.given() == 0;
        let mut found = None;
        let mut agree = |person: usize| found.replace(person).is_none_or(|other| other == person);
        for given in near::other_forms(odd).filter(|form| *form != odd) {
            let mut named = self.find(hash(given.as_bytes())).filter(|(_, role)| *role == Role::First);
            if !named.all(|(person, _)| agree(person)) {
                return None;
            }
        }
        for said in self.like_letter(word.letter) {
            let name = self.tokens.folded(said.token as usize);
            let spelled = match near::vowels_apart(odd, name) {
                Some(0) => true,
                Some(1) => unlisted,
                _ if near::plural(odd, name) => false,
                _ if near::plural(name, odd) => speaks && near::slip(odd, name),
                _ => (unlisted || speaks) && near::slip(odd, name),
            };
            let may_clip = match said.role {
                Role::First => odd.len() > 3 || weights.given() > 1,
                Role::Whole => unlisted && odd.len() > 3 || near::pet_form(odd) && odd.len() > 4,
                _ => false,
            };
            if (spelled || may_clip && near::clipped(odd, name)) && !agree(said.person as usize) {
                return None;
            }
        }
        found
    }
}
