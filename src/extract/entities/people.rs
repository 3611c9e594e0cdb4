//! Groups mentions of people: one entry a person, under the fullest name of the story.
//!
//! Names of more than one word are compared with each other first ([`alike`]). A bare surname, given
//! name or nickname then goes to the person whose name has it; where several have, the words around it
//! and the course of the story decide ([`namesakes`]), and a mention for which they do not is nobody's:
//! it stands in [`Person::unsure`] of those who may be meant.

mod aliases;
mod alike;
mod course;
mod entries;
mod evidence;
mod forms;
mod namesakes;
mod near;
mod register;

use super::classes::{AND, Class, HE, SHE};
use super::gender;
use super::regions::{Kind, Piece};
use super::tokens::{Case, Gap, Tokens};
use super::types::{Gender, Person};
use course::Course;
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
    grouping.crown();
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

    /// Tells kings and popes from others of the name before any of them is called by it alone.
    fn crown(&mut self) {
        for m in self.mentions.iter().filter(|m| m.evidence.crowned) {
            if let Owner::One(person) = self.register.owner(m.form) {
                self.register.people[person].crowned = true;
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
            None => {
                let person = self.register.add(m.form, k);
                if self.register.bare_word(m.form).is_none() {
                    // `W.` cannot be looked up by its word.
                    self.register.owners[m.form] = Owner::One(person);
                }
                Told::One(person)
            }
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
            called: course.called(person, word),
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
