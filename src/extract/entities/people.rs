//! Groups mentions of people: one entry a person, under the fullest name of the story.
//!
//! Names of more than one word are compared with each other first ([`alike`]). A bare surname, given
//! name or nickname then goes to the person whose name has it; where several have, the words around it
//! and the course of the story decide ([`namesakes`]), and a mention for which they do not is nobody's:
//! it stands in [`Person::unsure`] of those who may be meant.

mod aliases;
mod alike;
mod evidence;
mod forms;
mod namesakes;
mod near;
mod register;

use std::collections::HashMap;

use crate::text::blanks::collapsed;

use super::classes::{AND, Class, Fast, HE, SHE};
use super::gender;
use super::regions::{Kind, Piece};
use super::tokens::{Case, Gap, Tokens};
use super::types::{Gender, Person};
use evidence::Evidence;
use forms::Forms;
use namesakes::{Candidate, Doubt, Verdict};
use register::{Owner, Register, Role};

/// Namesakes looked at for one mention: keeps hostile texts linear.
const NAMESAKES: usize = 16;

/// One mention on its way to a person.
struct Mention {
    form: usize,
    /// The surname is that of the next name: `Bill` in `Bill and Hillary Clinton`.
    shared: Option<usize>,
    evidence: Evidence,
}

/// Groups the pieces, which are in order and all people.
pub(super) fn group(tokens: &Tokens<'_>, pieces: &[Piece]) -> Vec<Person> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let mut forms = Forms::new(pieces.len());
    let mentions: Vec<Mention> = (0..pieces.len())
        .map(|k| {
            let (p, next) = (&pieces[k], pieces.get(k + 1));
            let shared = forms::shared_surname(tokens, p, next);
            Mention { form: forms.read(tokens, p, shared), shared, evidence: Evidence::of(tokens, p) }
        })
        .collect();
    let mut grouping = Grouping {
        pieces,
        mentions: &mentions,
        register: Register::new(tokens, &forms, &mentions),
        owners: vec![Told::Nobody; pieces.len()],
    };
    grouping.aliases();
    grouping.settle();
    let votes = grouping.votes();
    let votes = if grouping.weigh(&votes) { grouping.votes() } else { votes };
    grouping.people(&votes)
}

/// Whose a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Nobody,
    One(usize),
    Pending,
    Either(usize, usize),
}

struct Grouping<'a, 't> {
    pieces: &'a [Piece],
    mentions: &'a [Mention],
    register: Register<'a, 't>,
    owners: Vec<Told>,
}

impl Grouping<'_, '_> {
    /// Lets the second name of `Eva Lind, known as Puck` lead to the first.
    fn aliases(&mut self) {
        for k in 1..self.pieces.len() {
            if !aliases::cue(self.register.tokens, &self.pieces[k - 1], &self.pieces[k]) {
                continue;
            }
            let (a, b) = (self.mentions[k - 1].form, self.mentions[k].form);
            match (self.register.owners[a], self.register.owners[b]) {
                (Owner::One(x), Owner::One(y)) => self.register.merge(x, y),
                (Owner::One(x), Owner::Bare) => self.register.alias(b, x),
                (Owner::Bare, Owner::One(y)) => self.register.alias(a, y),
                _ => {}
            }
        }
    }

    /// Gives every mention to its person that can be no one else's.
    fn settle(&mut self) {
        for k in 0..self.mentions.len() {
            let m = &self.mentions[k];
            let told = match self.register.owner(m.form) {
                Owner::One(person) if self.other_age(person, m) => {
                    // A namesake: later mentions may be of either.
                    self.register.owners[m.form] = Owner::Many;
                    Told::One(self.register.add(m.form, k))
                }
                Owner::One(person) => Told::One(person),
                Owner::Many => Told::Pending,
                Owner::Bare => self.bare(k),
            };
            self.owners[k] = told;
            if let Told::One(person) = told {
                self.register.people[person].learn(&m.evidence);
            }
        }
    }

    /// `Juhani Berg, 44`, and `Juhani Berg, 51`.
    fn other_age(&self, person: usize, m: &Mention) -> bool {
        let known = self.register.people[person].age;
        let words = self.register.forms.words(m.form);
        let named = words.len() > 1 && !words[0].initial;
        named && m.evidence.age.zip(known).is_some_and(|(a, b)| a != b)
    }

    /// A surname, given name or nickname alone.
    fn bare(&mut self, k: usize) -> Told {
        let m = &self.mentions[k];
        let found = self.found(m);
        match found.as_slice() {
            [] => self.stranger(k),
            &[(person, role)] => {
                let given = role == Role::First;
                self.register.people[person].by_given |= given;
                Told::One(person)
            }
            _ => self.only_named(k, &found).map_or(Told::Pending, Told::One),
        }
    }

    /// The only one of several people that the text has named before a mention.
    fn only_named(&self, k: usize, found: &[(usize, Role)]) -> Option<usize> {
        let tokens = self.register.tokens;
        let draft = |person: usize| &self.register.people[person];
        let mut named = found.iter().filter(|f| f.1 < Role::Inner && draft(f.0).sure > 0);
        let only = named.next().filter(|_| named.next().is_none())?.0;
        let running = tokens.all[self.pieces[draft(only).first].first].case == Case::Text;
        (running && self.mentions[k].evidence.senior.is_none()).then_some(only)
    }

    /// The people whom the mention may mean, each once, by the likeliest part of the name.
    fn found(&self, m: &Mention) -> Vec<(usize, Role)> {
        let mut found: Vec<(usize, Role)> = Vec::new();
        if self.register.owners[m.form] == Owner::Many {
            let words = self.register.forms.words(m.form);
            let whole = words.iter().filter(|w| !w.initial).flat_map(|w| self.register.find(w.key));
            for (person, _) in whole {
                if !found.iter().any(|f| f.0 == person) && self.register.may_say(m.form, person) {
                    found.push((person, Role::Whole));
                }
            }
            return found;
        }
        let Some(word) = self.register.bare_word(m.form) else { return found };
        for (person, role) in self.register.find(word.key) {
            match found.iter_mut().find(|f| f.0 == person) {
                Some(known) => known.1 = known.1.min(role),
                None if self.fits(m, person, role) => found.push((person, role)),
                None => {}
            }
        }
        found
    }

    /// May a bare mention mean this person, as far as title and generation tell?
    fn fits(&self, m: &Mention, person: usize, role: Role) -> bool {
        let draft = &self.register.people[person];
        let generation = self.register.forms.all[m.form].generation;
        // `Dow Senior` is not the Dow who was named in full without it.
        let senior = generation == forms::SENIOR && draft.generation != generation;
        if senior || alike::apart(generation, draft.generation) {
            return false;
        }
        if m.evidence.crowned && !draft.crowned && role != Role::Whole {
            return false;
        }
        // Where the family name comes first (`Ms Wong` for `Wong Siew Lan`) it leans to no gender.
        let lean = if role == Role::First { draft.gender() } else { self.leaning(person) };
        m.evidence.told.is_none() || lean.is_none_or(|g| Some(g) == m.evidence.told)
    }

    /// The gender that titles tell, else the one that the given name leans to.
    fn leaning(&self, person: usize) -> Option<Gender> {
        let draft = &self.register.people[person];
        let words = self.register.forms.words(draft.form);
        let given = words.first().filter(|w| words.len() > 1 && !w.initial);
        let weights = given.map(|w| self.register.tokens.all[w.token as usize].weights);
        draft.gender().or_else(|| weights.filter(|w| w.given() > 3)?.leaning())
    }

    /// A word that no full name has: another spelling, a short form, a family, or somebody new.
    fn stranger(&mut self, k: usize) -> Told {
        let m = &self.mentions[k];
        if let Some(person) = self.junior(m.form) {
            return Told::One(person);
        }
        let (tokens, p) = (self.register.tokens, &self.pieces[k]);
        let speaks = evidence::speaks(tokens, p);
        let near = self.register.bare_word(m.form).and_then(|w| self.register.near(w, speaks));
        match near.filter(|&p| self.fits(m, p, Role::Last)) {
            Some(person) => {
                self.register.owners[m.form] = Owner::One(person);
                Told::One(person)
            }
            None => Told::One(self.register.add(m.form, k)),
        }
    }

    /// `Junior` alone: the only one of that generation.
    fn junior(&self, form: usize) -> Option<usize> {
        let word = self.register.bare_word(form)?;
        let generation = forms::generation(self.register.tokens, word.token as usize)?;
        let mut heirs =
            (0..self.register.people.len()).filter(|&p| self.register.people[p].generation == generation);
        heirs.next().filter(|_| heirs.next().is_none())
    }

    /// The gender of each person by pronouns.
    fn votes(&self) -> Vec<Option<Gender>> {
        let owner = |k: usize| match self.owners[k] {
            Told::One(person) => Some(person),
            _ => None,
        };
        gender::pronouns(self.register.tokens, self.pieces, owner, self.register.people.len())
    }

    /// Judges the mentions that several people may be meant by, in the order of the story; says whether
    /// there were any.
    fn weigh(&mut self, votes: &[Option<Gender>]) -> bool {
        if !self.owners.contains(&Told::Pending) {
            return false;
        }
        let mut course = Course::new(self.register.people.len());
        for k in 0..self.mentions.len() {
            course.reach(self.register.tokens, self.pieces[k].first);
            if self.owners[k] == Told::Pending {
                self.owners[k] = self.verdict(k, &course, votes);
            }
            if let Told::One(person) = self.owners[k] {
                let form = self.mentions[k].form;
                let bare = self.register.owners[form] == Owner::Bare;
                let word = self.register.bare_word(form).filter(|_| bare).map(|w| w.key);
                course.name(person, word);
            }
        }
        true
    }

    fn verdict(&mut self, k: usize, course: &Course, votes: &[Option<Gender>]) -> Told {
        let m = &self.mentions[k];
        let found = self.found(m);
        let word = self.register.bare_word(m.form).map_or(0, |w| w.key);
        let candidates: Vec<Candidate<'_>> =
            found.iter().map(|&f| self.candidate(f, k, word, course, votes)).collect();
        let particles = self.register.forms.all[m.form].particles;
        let doubt = Doubt { evidence: &m.evidence, gender: self.pronoun(k), particles };
        match namesakes::choose(doubt, &candidates) {
            Some(Verdict::One(person)) => {
                let given = found.contains(&(person, Role::First));
                let draft = &mut self.register.people[person];
                draft.by_given |= given;
                draft.learn(&m.evidence);
                Told::One(person)
            }
            Some(Verdict::Either(a, b)) => Told::Either(a, b),
            None => self.stranger(k),
        }
    }

    /// One whom mention `k` may mean by the word whose hash is `word`.
    fn candidate<'d>(
        &'d self,
        (person, role): (usize, Role),
        k: usize,
        word: u64,
        course: &Course,
        votes: &[Option<Gender>],
    ) -> Candidate<'d> {
        let draft = &self.register.people[person];
        let vote = votes.get(person).copied().flatten();
        Candidate {
            person,
            role,
            draft,
            gender: draft.gender().or(vote).or_else(|| self.leaning(person)),
            introduced: self.sentence(draft.first),
            ago: course.seen(person).map(|sentence| course.sentence - sentence),
            called: course.called.get(&(person, word)).copied().unwrap_or(0),
            spelled: self.spelled(person, k),
            particles: self.register.forms.all[draft.form].particles,
        }
    }

    /// The sentence of a mention.
    fn sentence(&self, k: usize) -> usize {
        let word = self.pieces[k].first;
        self.register.tokens.sentences.partition_point(|&first| first <= word)
    }

    /// Does the last word of a mention stand letter by letter in the person's name: `Tóth`, not `Toth`?
    fn spelled(&self, person: usize, k: usize) -> bool {
        let tokens = self.register.tokens;
        let written = |token: usize| tokens.all[token].span.of(tokens.text);
        let last = written(self.pieces[k].end - 1);
        let words = self.register.forms.words(self.register.people[person].form);
        words.iter().any(|w| written(w.token as usize) == last)
    }

    /// The pronoun behind a mention, in its sentence and before the next person.
    fn pronoun(&self, k: usize) -> Option<Gender> {
        let tokens = self.register.tokens;
        let end = self.pieces[k].end;
        let next = self.pieces.get(k + 1).map_or(tokens.len(), |p| p.first);
        let behind = (end..next.min(end + 12)).take_while(|&i| i == end || !tokens.all[i].first);
        let class = behind.fold(Class::default(), |c, i| c.or(tokens.class(i)));
        match (class.any(HE), class.any(SHE)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    /// The entries, in order of first mention.
    fn people(&self, votes: &[Option<Gender>]) -> Vec<Person> {
        let tokens = self.register.tokens;
        let mut out: Vec<Entry> = self.register.people.iter().map(|_| Entry::default()).collect();
        for (k, told) in self.owners.iter().enumerate() {
            let span = tokens.span(self.pieces[k].first, self.pieces[k].end);
            match *told {
                Told::One(person) => out[person].take(k, span, &self.mentions[k], self.rank(k)),
                Told::Either(a, b) => {
                    out[a].person.unsure.push(span);
                    out[b].person.unsure.push(span);
                }
                _ => {}
            }
        }
        let named = |(person, entry): (usize, Entry)| {
            let mut p = entry.person;
            p.name = self.display(entry.best?.1);
            p.title = entry.title.map(|(span, _)| collapsed(span.of(tokens.text)));
            p.gender = self.register.people[person].gender().or(votes.get(person).copied().flatten());
            Some(p)
        };
        let mut people: Vec<Person> = out.into_iter().enumerate().filter_map(named).collect();
        people.sort_by_key(|p| p.mentions.first().map(|m| m.start));
        people
    }

    /// How well a mention names the person: words, then letters, better from the text than from a headline.
    fn rank(&self, k: usize) -> (bool, usize, bool, bool, usize) {
        let (tokens, p) = (self.register.tokens, &self.pieces[k]);
        let shared = self.mentions[k].shared.is_some();
        let words = (p.first + 1..p.end).filter(|&i| tokens.gap_before(i) != Gap::Hyphen).count() + 1;
        let headline = tokens.all[p.first].case == Case::Upper;
        let turned = self.register.forms.all[self.mentions[k].form].turned;
        let length = tokens.all[p.end - 1].span.end - tokens.all[p.first].span.start;
        (!headline || words > 1, words + usize::from(shared), !turned, !headline, length)
    }

    /// The name as shown.
    fn display(&self, k: usize) -> String {
        let tokens = self.register.tokens;
        let mut name = collapsed(tokens.span(self.pieces[k].first, self.pieces[k].end).of(tokens.text));
        if name.matches('"').count() == 1 {
            // The other mark stands before the first word.
            name.retain(|c| c != '"');
        }
        match self.mentions[k].shared {
            Some(surname) => format!("{name} {}", tokens.all[surname].span.of(tokens.text)),
            None if self.register.forms.all[self.mentions[k].form].turned => turned(&name),
            None => name,
        }
    }
}

/// `Graham Bell` for `BELL, Graham`.
fn turned(name: &str) -> String {
    let Some((last, first)) = name.split_once(',') else { return name.to_owned() };
    format!("{} {}", first.trim(), recased(last))
}

/// A surname in capitals as in running text: `Kofler-Haid` for `KOFLER-HAID`.
fn recased(word: &str) -> String {
    if word.chars().any(char::is_lowercase) {
        return word.to_owned();
    }
    let mut inside = false;
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        inside = c.is_alphabetic();
    }
    out
}

/// How good a name is as the one to show, best last.
type Rank = (bool, usize, bool, bool, usize);

/// A person as it goes into the record.
#[derive(Default)]
struct Entry {
    person: Person,
    best: Option<(Rank, usize)>,
    title: Option<(crate::text::Span, bool)>,
}

impl Entry {
    fn take(
        &mut self,
        k: usize,
        span: crate::text::Span,
        m: &Mention,
        rank: (bool, usize, bool, bool, usize),
    ) {
        self.person.mentions.push(span);
        if self.best.is_none_or(|(best, _)| rank > best) {
            self.best = Some((rank, k));
        }
        let better =
            matches!((self.title, m.evidence.title), (None, _) | (Some((_, false)), Some((_, true))));
        if better && m.shared.is_none() {
            self.title = m.evidence.title;
        }
    }
}

/// Who was named when, up to the mention that is judged.
struct Course {
    sentence: usize,
    /// Sentence of the last mention of each person.
    seen: Vec<Option<usize>>,
    /// How often each person was called by a word alone.
    called: HashMap<(usize, u64), u32, Fast>,
}

impl Course {
    fn new(people: usize) -> Course {
        Course { sentence: 0, seen: vec![None; people], called: HashMap::default() }
    }

    /// Goes on to the sentence of a word.
    fn reach(&mut self, tokens: &Tokens<'_>, word: usize) {
        while tokens.sentences.get(self.sentence + 1).is_some_and(|&next| next <= word) {
            self.sentence += 1;
        }
    }

    fn seen(&self, person: usize) -> Option<usize> {
        self.seen.get(person).copied().flatten()
    }

    fn name(&mut self, person: usize, word: Option<u64>) {
        if person >= self.seen.len() {
            self.seen.resize(person + 1, None);
        }
        self.seen[person] = Some(self.sentence);
        if let Some(word) = word {
            *self.called.entry((person, word)).or_default() += 1;
        }
    }
}

/// `Bill` in `Bill and Hillary Clinton`.
fn shares_surname(tokens: &Tokens<'_>, p: &Piece, next: Option<&Piece>) -> bool {
    let Some(next) = next else { return false };
    tokens.all[p.first].weights.given() >= 3
        && tokens.class(p.end).any(AND)
        && tokens.gap_before(p.end) == Gap::Blank
        && next.first == p.end + 1
        && next.kind == Kind::Person
        && next.end - next.first == 2
        && tokens.gap_before(next.first + 1) == Gap::Blank
        && tokens.all[next.first].weights.given() >= 3
}
