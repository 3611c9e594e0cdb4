//! Which of several people a mention means: `Clinton` in a story of Bill and Hillary Clinton.
//!
//! Every candidate gets points for what speaks for him or her: gender and office at the mention, who is
//! mostly called so, who came first, who was brought in as somebody's son. If the best two are too
//! close, nobody can tell. The points were set by hand and then tried one by one on labelled stories;
//! none of them matters by itself, and half or twice of most changes nothing.

use super::evidence::{Evidence, Senior};
use super::forms::{JUNIOR, SENIOR};
use super::register::{Draft, Role};
use crate::extract::entities::types::Gender;

/// One person that a mention may mean, and what the story has said so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) person: usize,
    pub(super) role: Role,
    pub(super) draft: &'a Draft,
    /// By titles, pronouns or the given name.
    pub(super) gender: Option<Gender>,
    /// Sentence of the first mention.
    pub(super) introduced: usize,
    /// Sentences since the person was named last; none if not yet.
    pub(super) ago: Option<usize>,
    /// Times that the person was called so by now.
    pub(super) called: u32,
    /// The name has the word letter by letter, accents and all.
    pub(super) spelled: bool,
    pub(super) particles: bool,
}

/// A mention that several may be meant by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt<'a> {
    pub(super) evidence: &'a Evidence,
    /// By a pronoun behind it.
    pub(super) gender: Option<Gender>,
    pub(super) particles: bool,
}

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    One(usize),
    /// These two are as likely.
    Either(usize, usize),
}

/// Points between the best two from which the best is meant.
const CLEAR: f32 = 0.25;
/// A title or relation at the mention that tells a gender.
const TOLD: f32 = 4.0;
const PRONOUN: f32 = 0.7;
const OFFICE: f32 = 2.0;
const OTHER_OFFICE: f32 = -1.0;
/// `the elder`, `young`.
const SENIORITY: f32 = 3.0;
/// `the other Berg` is not the one named last.
const OTHER: f32 = 3.0;
/// The story had this one before it had the others.
const FIRST: f32 = 0.8;
const RECENT: f32 = 0.5;
const RECENT_SENTENCES: usize = 3;
const NOT_YET: f32 = -2.0;
/// Times twice as many calls by the word alone.
const CALLED: f32 = 0.7;
/// Times twice as many mentions in all.
const NAMED: f32 = 0.3;
/// Somebody's wife or son is called by the full or given name where the surname is the other's.
const KIN: f32 = -1.5;
const BY_GIVEN: f32 = -0.8;
const SPELLED: f32 = 1.0;
const PARTICLES: f32 = 1.5;

/// Chooses among the candidates, of whom there may be none.
pub(super) fn choose(doubt: Doubt<'_>, candidates: &[Candidate<'_>]) -> Option<Verdict> {
    let latest = candidates.iter().filter_map(|c| c.ago).min();
    let mut ranked: Vec<(f32, usize)> = candidates
        .iter()
        .map(|c| {
            let last_named = latest.is_some() && c.ago == latest;
            let other = if doubt.evidence.other && last_named { -OTHER } else { 0.0 };
            (by_mention(c, doubt, candidates) + by_course(c, candidates) + other, c.person)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    match ranked.as_slice() {
        [] => None,
        [(best, person), (next, rival), ..] if best - next < CLEAR => Some(Verdict::Either(*person, *rival)),
        [(_, person), ..] => Some(Verdict::One(*person)),
    }
}

/// Points from the words at the mention.
fn by_mention(c: &Candidate<'_>, doubt: Doubt<'_>, all: &[Candidate<'_>]) -> f32 {
    let evidence = doubt.evidence;
    let office = match evidence.office {
        Some(office) if c.draft.offices.contains(&office) => OFFICE,
        Some(_) if !c.draft.offices.is_empty() => OTHER_OFFICE,
        _ => 0.0,
    };
    let senior = evidence.senior.filter(|_| !evidence.kin);
    let seniority = match (senior, senior.and_then(|_| seniority(c, all))) {
        (Some(told), Some(own)) => {
            if told == own {
                SENIORITY
            } else {
                -SENIORITY
            }
        }
        _ => 0.0,
    };
    agreement(c.gender, doubt.gender) * PRONOUN
        + agreement(c.gender, evidence.told) * TOLD
        + office
        + seniority
        + given(c.spelled, SPELLED)
        + given(doubt.particles && c.particles, PARTICLES)
}

/// Points from the course of the story.
fn by_course(c: &Candidate<'_>, all: &[Candidate<'_>]) -> f32 {
    let role = match c.role {
        Role::Whole => 2.0,
        Role::Last => 1.5,
        Role::First => 1.0,
        Role::Middle => 0.0,
        Role::Inner => -1.5,
    };
    let ago = match c.ago {
        None => NOT_YET,
        Some(n) => given(n <= RECENT_SENTENCES, RECENT),
    };
    let first = all.iter().all(|o| o.person == c.person || o.introduced > c.introduced);
    role + ago
        + given(first, FIRST)
        + CALLED * doublings(c.called.min(3))
        + NAMED * doublings(c.draft.sure.min(7))
        + given(c.draft.kin, KIN)
        + given(c.draft.by_given && c.role != Role::First, BY_GIVEN)
}

fn given(holds: bool, points: f32) -> f32 {
    if holds { points } else { 0.0 }
}

fn doublings(n: u32) -> f32 {
    ((1 + n) as f32).log2()
}

fn agreement(a: Option<Gender>, b: Option<Gender>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) if a == b => 1.0,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    }
}

/// Is the candidate the elder or the younger of all: by generation, by age, by relation?
fn seniority(c: &Candidate<'_>, all: &[Candidate<'_>]) -> Option<Senior> {
    match c.draft.generation {
        JUNIOR => return Some(Senior::Younger),
        SENIOR => return Some(Senior::Elder),
        _ => {}
    }
    let rest = || all.iter().filter(|o| o.person != c.person);
    let ages = || rest().filter_map(|o| o.draft.age);
    if let (Some(age), true) = (c.draft.age, ages().next().is_some()) {
        return match (ages().all(|a| a < age), ages().all(|a| a > age)) {
            (true, _) => Some(Senior::Elder),
            (_, true) => Some(Senior::Younger),
            _ => None,
        };
    }
    let another = |s: Senior| rest().any(|o| o.draft.senior == Some(s));
    match c.draft.senior {
        None if another(Senior::Younger) => Some(Senior::Elder),
        None if another(Senior::Elder) => Some(Senior::Younger),
        own => own,
    }
}
