//! Which of several people a mention means: `Clinton` in a story of Bill and Hillary Clinton.
//!
//! Every candidate gets points for what speaks for him or her: gender and office at the mention, who
//! was named last, who is mostly called so, who was brought in as somebody's son. If the best two are
//! too close, nobody can tell.

use super::evidence::{Evidence, Senior};
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
    /// Sentences since the person was named last; none if not yet.
    pub(super) ago: Option<usize>,
    /// Named last of all candidates.
    pub(super) latest: bool,
    /// Times that the person was called so by now.
    pub(super) called: u32,
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
const CLEAR: f32 = 0.6;

/// Chooses one of at least one candidate.
pub(super) fn choose(candidates: &[Candidate<'_>], evidence: &Evidence, gender: Option<Gender>, particles: bool) -> Option<Verdict> {
    let mut best: Option<(f32, usize)> = None;
    let mut second: Option<(f32, usize)> = None;
    for c in candidates {
        let scored = (points(c, candidates, evidence, gender, particles), c.person);
        if best.is_none_or(|b| scored.0 > b.0) {
            second = best;
            best = Some(scored);
        } else if second.is_none_or(|s| scored.0 > s.0) {
            second = Some(scored);
        }
    }
    let (points, person) = best?;
    match second {
        Some((other, rival)) if points - other < CLEAR => Some(Verdict::Either(person, rival)),
        _ => Some(Verdict::One(person)),
    }
}

fn points(c: &Candidate<'_>, all: &[Candidate<'_>], evidence: &Evidence, gender: Option<Gender>, particles: bool) -> f32 {
    let mut points = match c.role {
        Role::Whole => 2.0,
        Role::Last => 2.0,
        Role::Middle => 1.2,
        Role::First => 1.0,
        Role::Inner => 0.0,
    };
    points += agreement(c.gender, gender, 1.0);
    points += agreement(c.gender, evidence.told, 3.0);
    if let Some(office) = evidence.office {
        let held = c.draft.offices.contains(&office);
        points += if held { 2.0 } else { 0.0 };
    }
    if let Some(senior) = evidence.senior.filter(|_| !evidence.kin) {
        points += match seniority(c, all) {
            Some(own) if own == senior => 3.0,
            Some(_) => -3.0,
            None => 0.0,
        };
    }
    if c.latest {
        points += 1.0;
    }
    points += match c.ago {
        Some(0) => 0.6,
        Some(1) => 0.5,
        Some(n) if n < 4 => 0.2,
        Some(_) => 0.0,
        None => -0.8,
    };
    points += 0.5 * ((1 + c.called.min(3)) as f32).log2();
    points += 0.3 * ((1 + c.draft.sure.min(7)) as f32).log2();
    if c.draft.kin {
        points -= 1.0;
    }
    if c.draft.by_given && c.role != Role::First {
        points -= 0.7;
    }
    if particles && c.particles {
        points += 1.0;
    }
    if evidence.other && c.latest {
        points -= 2.5;
    }
    points
}

fn agreement(a: Option<Gender>, b: Option<Gender>, weight: f32) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) if a == b => weight,
        (Some(_), Some(_)) => -weight,
        _ => 0.0,
    }
}

/// Is the candidate the elder or the younger of all?
fn seniority(c: &Candidate<'_>, all: &[Candidate<'_>]) -> Option<Senior> {
    use super::forms::{JUNIOR, SENIOR};
    let rest = || all.iter().filter(|o| o.person != c.person);
    match c.draft.generation {
        JUNIOR => return Some(Senior::Younger),
        SENIOR => return Some(Senior::Elder),
        _ => {}
    }
    if let Some(age) = c.draft.age {
        let ages = || rest().filter_map(|o| o.draft.age);
        if ages().next().is_some() {
            return match (ages().all(|a| a < age), ages().all(|a| a > age)) {
                (true, _) => Some(Senior::Elder),
                (_, true) => Some(Senior::Younger),
                _ => None,
            };
        }
    }
    let other = |s: Senior| rest().any(|o| o.draft.senior == Some(s));
    match c.draft.senior {
        None if other(Senior::Younger) => Some(Senior::Elder),
        None if other(Senior::Elder) => Some(Senior::Younger),
        own => own,
    }
}
