//! The people of a story as they go into the record: name, mentions, title, gender.

use super::{Grouping, Mention, Told};
use crate::extract::entities::tokens::{Case, Gap};
use crate::extract::entities::types::{Gender, Person};
use crate::text::Span;
use crate::text::blanks::collapsed;

/// How well a mention names its person, compared from left to right.
type Rank = (bool, usize, bool, bool, usize);

impl Grouping<'_, '_> {
    /// The entries, in order of first mention.
    pub(super) fn people(&self, votes: &[Option<Gender>]) -> Vec<Person> {
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
    fn rank(&self, k: usize) -> Rank {
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

/// A person as it goes into the record.
#[derive(Default)]
struct Entry {
    person: Person,
    best: Option<(Rank, usize)>,
    title: Option<(Span, bool)>,
}

impl Entry {
    fn take(&mut self, k: usize, span: Span, m: &Mention, rank: Rank) {
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
