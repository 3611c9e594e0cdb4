//! The course of the story before a pronoun: whom `he` or `she` means.
//!
//! From the pronoun backwards each of the reporter's sentences offers who speaks in it, whom its
//! clauses are about and whoever else it names; a quote passed on the way offers its speaker. Nearer
//! sentences weigh more. A sentence about `he` goes on with the one before it and costs no distance.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::attribution::{Found, Said};
use super::cast::Cast;
use super::clauses::verb_of;
use super::cues::Cue;
use super::phrases::{Phrase, Who, cue_at, phrase, phrase_behind_verb};
use super::speakers::{figure_of, holder};
use super::tokens::{Script, Token, tokens};
use super::window;
use super::words::title_gender;
use crate::extract::Gender;
use crate::text::Span;

/// Sentences looked at, and bytes of one stretch between two quotes.
const SENTENCES: i64 = 6;
const STRETCH: usize = 700;

/// Stretches whose tokens are kept.
const KEPT: usize = 12;

/// Points, set by hand over development stories: what somebody does in a sentence…
const SPEAKS: i64 = 1000;
const MAIN: i64 = 800;
const CLAUSE: i64 = 450;
const OWNS: i64 = 500;
const NAMED: i64 = 150;
const CONTENT: i64 = 250;
/// …whose quote was passed…
const QUOTED: i64 = 700;
/// …how far off…
const SENTENCE: i64 = 250;
const PARAGRAPH: i64 = 50;
/// …and what is known of him or her: a gender that the story tells; no more than a capitalised run.
const GENDER_KNOWN: i64 = 200;
const OUTSIDER: i64 = -600;
/// Fewer points than this are nobody.
const LEAST: i64 = -1200;

/// A story as far as it is attributed.
#[derive(Clone, Copy)]
pub(super) struct Course<'a, 't> {
    /// The text.
    pub text: &'t str,
    /// Its body.
    pub paragraphs: &'a [Span],
    /// All quotes.
    pub said: &'a [Said],
    /// What was found about the first of them.
    pub found: &'a [Found],
    /// Who is who.
    pub cast: &'a Cast,
    /// Stretches that were read.
    pub read: &'a Stretches<'t>,
}

/// The stretches that were last read, with their tokens: pronouns that stand near each other look at the same.
pub(super) struct Stretches<'t> {
    script: Script<'t>,
    last: RefCell<VecDeque<(Span, Rc<Vec<Token<'t>>>)>>,
}

impl<'t> Stretches<'t> {
    /// Of a text.
    pub fn of(script: Script<'t>) -> Stretches<'t> {
        Stretches { script, last: RefCell::default() }
    }

    /// The tokens of a stretch.
    fn tokens(&self, stretch: Span) -> Rc<Vec<Token<'t>>> {
        let mut last = self.last.borrow_mut();
        if let Some((_, tokens)) = last.iter().find(|(span, _)| *span == stretch) {
            return Rc::clone(tokens);
        }
        let tokens = Rc::new(tokens(self.script, stretch));
        last.truncate(KEPT - 1);
        last.push_front((stretch, Rc::clone(&tokens)));
        tokens
    }
}

/// Somebody a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// Index into the cast.
    Figure(usize),
    /// Only a role is told: `a spokesman for the town`.
    Role(Span),
}

/// Whom a pronoun means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    /// Who.
    pub whom: Whom,
    /// Points ahead of the next one.
    pub lead: i64,
}

impl Course<'_, '_> {
    /// Whom the pronoun at byte `at` means.
    pub fn meant(&self, at: usize, gender: Gender) -> Option<Meant> {
        let mut walk = Walk { course: *self, gender, hopefuls: Vec::new(), away: 0, read: 0 };
        walk.back(at);
        walk.winner()
    }
}

/// The way back from a pronoun.
struct Walk<'a, 't> {
    course: Course<'a, 't>,
    gender: Gender,
    /// Everybody offered, with the best points.
    hopefuls: Vec<(Whom, i64)>,
    /// Points lost by distance.
    away: i64,
    read: i64,
}

impl Walk<'_, '_> {
    fn back(&mut self, at: usize) {
        let Course { text, paragraphs, said, .. } = self.course;
        let mut end = at;
        // The pronoun stands near the quote in hand, the first one without a finding.
        let here = self.course.found.len();
        let mut quotes = border(said, here, |s| s.mark.outer.start < at);
        let here = said.get(here).map_or(0, |s| s.mark.paragraph);
        let mut place = border(paragraphs, here, |p| p.start <= at);
        while let Some(paragraph) = place.checked_sub(1).and_then(|i| paragraphs.get(i)) {
            let passed = quotes.checked_sub(1).filter(|&q| said[q].mark.outer.end > paragraph.start);
            let floor = passed.map_or(paragraph.start, |q| said[q].mark.outer.end.min(end));
            let stretch = window::before(text, floor, end, STRETCH);
            self.sentences(stretch);
            if stretch.start > floor || self.read >= SENTENCES || self.settled() {
                return;
            }
            if let Some(q) = passed {
                self.pass(q);
                end = said[q].mark.outer.start;
                quotes = q;
            } else {
                self.away += PARAGRAPH;
                place -= 1;
                end = place.checked_sub(1).map_or(0, |i| paragraphs[i].end);
            }
        }
    }

    /// Nobody further off can come near the best.
    fn settled(&self) -> bool {
        let best = self.hopefuls.iter().map(|h| h.1).max();
        best.is_some_and(|b| SPEAKS + GENDER_KNOWN - self.away < b - GENDER_KNOWN)
    }

    fn pass(&mut self, quote: usize) {
        let found = self.course.found.get(quote);
        if let Some(figure) = found.and_then(|f| f.speaker.as_ref()?.figure) {
            self.offer(figure, QUOTED);
        }
    }

    fn sentences(&mut self, stretch: Span) {
        let all = self.course.read.tokens(stretch);
        let mut end = all.len();
        while end > 0 && self.read < SENTENCES {
            let start = all[..end - 1].iter().rposition(Token::ends_sentence).map_or(0, |i| i + 1);
            if all[start..end].iter().any(|t| !t.punct) {
                self.read += 1;
                let content = self.away == 0 && self.read == 1 && is_content(&all[start..end]);
                let goes_on = self.sentence(&all[start..end], if content { CONTENT } else { MAIN });
                self.away += if goes_on { 0 } else { SENTENCE };
            }
            end = start;
        }
    }

    /// Offers everybody of a sentence; true where it is about somebody the same pronoun stands for.
    fn sentence(&mut self, tokens: &[Token], about: i64) -> bool {
        let mut main = about;
        let mut goes_on = false;
        for (start, hangs) in clause_starts(tokens) {
            let subject = self.clause(tokens, start, if hangs { main.min(CLAUSE) } else { main });
            if hangs || matches!(subject, Subject::Other) {
                continue;
            }
            goes_on |= matches!(subject, Subject::Same) && main == about;
            main = main.min(CLAUSE);
        }
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return goes_on };
        let named = self.course.cast.within(Span::new(first.span.start, last.span.end));
        for mention in named.iter().filter(|m| !m.quoted) {
            self.offer(mention.figure, NAMED);
        }
        goes_on
    }

    fn clause(&mut self, tokens: &[Token], start: usize, main: i64) -> Subject {
        let Course { text, cast, .. } = self.course;
        let Some(first) = tokens.get(start) else { return Subject::Other };
        if let Some(who) = contracted(&first.low) {
            return if who == self.gender { self.spoken_of(first.span) } else { Subject::Other };
        }
        let verb = cue_at(tokens, start).filter(|f| f.cue == Cue::Speech && f.finite());
        if verb.is_some() && !first.capital {
            let found = phrase_behind_verb(tokens, start + 1).and_then(|p| figure_of(text, cast, &p));
            return self.somebody(found, SPEAKS);
        }
        let Some(found) = phrase(tokens, start) else { return Subject::Other };
        if let Some(owner) = owner(cast, tokens, start, &found) {
            return self.somebody(Some(owner), OWNS);
        }
        let figure = match found.who {
            Who::Name => figure_of(text, cast, &found),
            Who::Role => holder(text, cast, found.span),
            _ => None,
        };
        if figure.is_none() && found.who == Who::Role && self.is_speaking(tokens, start, &found) {
            self.enter(Whom::Role(found.span), SPEAKS);
            return Subject::Somebody;
        }
        let speaks = figure.is_some() && verb_of(tokens, &found).is_some();
        self.somebody(figure, if speaks { SPEAKS } else { main })
    }

    /// `A spokesman for the town criticised`: one person by a role, with a cue verb.
    fn is_speaking(&self, tokens: &[Token], start: usize, found: &Phrase) -> bool {
        let words = &tokens[start..found.end.min(tokens.len())];
        let head = words.iter().take_while(|t| !t.class().is_preposition()).last();
        let person = head.is_some_and(|t| {
            t.class().is_office() && title_gender(&t.low).is_none_or(|gender| gender == self.gender)
        });
        let cued = || cue_at(tokens, found.end).is_some_and(|f| f.finite() && f.cue != Cue::Naming);
        // `the president` is mostly somebody who has a name.
        let new = words.first().is_some_and(|t| matches!(t.low.as_ref(), "a" | "an" | "one" | "another"));
        person && new && (cued() || verb_of(tokens, found).is_some())
    }

    fn somebody(&mut self, figure: Option<usize>, points: i64) -> Subject {
        let Some(figure) = figure else { return Subject::Other };
        self.offer(figure, points);
        Subject::Somebody
    }

    /// The pronoun is a quote's that was attributed before: its speaker is known.
    fn spoken_of(&mut self, pronoun: Span) -> Subject {
        let found = self.course.found.iter().rev().take(4).filter_map(|f| f.speaker.as_ref());
        let known = found.into_iter().find(|s| s.written == pronoun).and_then(|s| s.figure);
        if let Some(figure) = known {
            self.offer(figure, SPEAKS);
        }
        Subject::Same
    }

    fn offer(&mut self, figure: usize, points: i64) {
        let cast = self.course.cast;
        let known = match cast.figures[figure].gender {
            Some(gender) if gender == self.gender => GENDER_KNOWN,
            Some(_) => return,
            None => 0,
        };
        let outsider = if cast.has_people && cast.figures[figure].id.is_none() { OUTSIDER } else { 0 };
        self.enter(Whom::Figure(figure), points + known + outsider);
    }

    fn enter(&mut self, whom: Whom, points: i64) {
        let points = points - self.away;
        match self.hopefuls.iter_mut().find(|h| h.0 == whom) {
            Some(hopeful) => hopeful.1 = hopeful.1.max(points),
            None => self.hopefuls.push((whom, points)),
        }
    }

    fn winner(&self) -> Option<Meant> {
        let best = self.hopefuls.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let others = self.hopefuls.iter().filter(|h| h.0 != best.0);
        let next = others.map(|h| h.1).max().unwrap_or(LEAST);
        (best.1 > LEAST).then_some(Meant { whom: best.0, lead: best.1 - next })
    }
}

/// Where those that are `before` end, looked for from `guess` on both sides.
fn border<T>(all: &[T], guess: usize, before: impl Fn(&T) -> bool) -> usize {
    let guess = guess.min(all.len());
    let behind = all[guess..].iter().take_while(|&one| before(one)).count();
    let back = all[..guess].iter().rev().take_while(|&one| !before(one)).count();
    guess + behind - back
}

/// What a clause is about.
enum Subject {
    /// Somebody by name or role.
    Somebody,
    /// The pronoun's own gender.
    Same,
    /// Something else.
    Other,
}

/// `Doe is no liberal, he said`, `Doe is “no liberal,” he said`: the pronoun closes the sentence, which is
/// what he said, not who he is.
fn is_content(tokens: &[Token]) -> bool {
    let leads_on = |t: &Token| {
        t.class().is_preposition()
            || matches!(t.low.as_ref(), "when" | "while" | "as" | "if" | "asked" | "after")
    };
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    !leads_on(first) && (last.is(",") || !last.punct) && !matches!(last.low.as_ref(), "and" | "but")
}

/// `he`, `he's`, `she'd`.
fn contracted(low: &str) -> Option<Gender> {
    match low.split('\'').next()? {
        "he" => Some(Gender::Male),
        "she" => Some(Gender::Female),
        _ => None,
    }
}

/// `Doe's first term`: whose the subject is.
fn owner(cast: &Cast, tokens: &[Token], start: usize, found: &Phrase) -> Option<usize> {
    let words = &tokens[start..found.end.min(tokens.len())];
    let owner = words.iter().take(4).find(|t| t.capital && t.possessive())?;
    if found.who == Who::Role { cast.at(owner.span) } else { None }
}

/// Where the clauses of a sentence may begin, small words before the subject passed; and whether the
/// clause hangs on another: `As Doe had done, …`.
fn clause_starts<'t>(tokens: &'t [Token]) -> impl Iterator<Item = (usize, bool)> + 't {
    let opens = |at: usize| at == 0 || breaks(&tokens[at - 1]);
    (0..tokens.len()).filter(move |&at| opens(at)).filter_map(|at| {
        let skipped = tokens[at..].iter().take(3).take_while(|t| !t.punct && passes(t)).count();
        let hangs = tokens[at.saturating_sub(1)..at + skipped].iter().any(subordinates);
        tokens.get(at + skipped).filter(|t| !t.punct).map(|_| (at + skipped, hangs))
    })
}

fn subordinates(token: &Token) -> bool {
    matches!(token.low.as_ref(), "that" | "because" | "when" | "while" | "as" | "if" | "although" | "though")
}

fn breaks(token: &Token) -> bool {
    subordinates(token) || matches!(token.low.as_ref(), "," | ";" | "—" | "(" | ")" | "and" | "but")
}

fn passes(token: &Token) -> bool {
    let small =
        matches!(token.low.as_ref(), "and" | "but" | "so" | "yet" | "even" | "that" | "when" | "while");
    small || token.class().is_aside() && !token.class().is_determiner() && !token.low.contains('\'')
}
