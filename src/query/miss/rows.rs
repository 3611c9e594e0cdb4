//! A phrase that is not there: which word of it is missing, or how its words stand.

use super::{Judge, Miss};
use crate::query::ast::Zone;
use crate::query::leaf::{Matcher, Slot};
use crate::query::matching::{REST, Range};
use crate::text::Span;
use crate::text::analyze::Token;

impl Judge<'_> {
    /// Why words do not stand side by side, or with at most `slop` others between in any order.
    pub(super) fn row(&self, slots: &[Slot], zone: Option<Zone>, slop: Option<u32>) -> Miss {
        let found: Vec<Vec<u32>> = slots.iter().map(|slot| self.fitting(slot, zone)).collect();
        if let Some(missing) = found.iter().position(Vec::is_empty) {
            return Miss::Word { asked: shown(&slots[missing]), like: self.like(&slots[missing], zone) };
        }
        let almost = if slop.is_none() { self.almost(slots, zone) } else { None };
        almost.unwrap_or_else(|| self.closest(slots, &found, slop))
    }

    /// The positions of the words that fit, ascending.
    fn fitting(&self, slot: &Slot, zone: Option<Zone>) -> Vec<u32> {
        let run = |run: Range| {
            let tokens = self.page.tokens(run).iter().zip(run.start..);
            let joined = |token: &Token| token.joined.as_ref().is_some_and(|both| slot.fits_joined(both));
            let fitting = tokens.filter(|(token, _)| slot.fits(token) || joined(token));
            fitting.map(|(_, at)| at).collect::<Vec<u32>>()
        };
        self.looked_at(zone).flat_map(run).collect()
    }

    /// A place where all words of a phrase of three or more stand but one.
    fn almost(&self, slots: &[Slot], zone: Option<Zone>) -> Option<Miss> {
        let length = u32::try_from(slots.len()).ok().filter(|length| *length > 2)?;
        for run in self.looked_at(zone) {
            for start in run.start..(run.end + 1).saturating_sub(length) {
                let here = Range::new(start, start + length);
                let tokens = self.page.tokens(here);
                let mut wrong = slots.iter().zip(tokens).filter(|(slot, token)| !slot.fits(token));
                if let (Some((slot, token)), None) = (wrong.next(), wrong.next()) {
                    let at = self.span(here)?;
                    return Some(Miss::Row { at, asked: shown(slot), instead: token.span });
                }
            }
        }
        None
    }

    /// The shortest stretch that has all the words.
    fn closest(&self, slots: &[Slot], found: &[Vec<u32>], slop: Option<u32>) -> Miss {
        let kinds: Vec<usize> = slots.iter().map(|slot| first_like(slots, slot)).collect();
        let mut wanted = vec![0; slots.len()];
        kinds.iter().for_each(|&kind| wanted[kind] += 1);
        let mut places: Vec<(u32, usize)> = Vec::new();
        for (kind, many) in wanted.iter().enumerate().filter(|(_, many)| **many > 0) {
            if found[kind].len() < *many {
                return self.too_few(&found[kind], *many);
            }
            places.extend(found[kind].iter().map(|&at| (at, kind)));
        }
        places.sort_unstable();
        let stretch = shortest(&places, &wanted, &kinds);
        let order: Vec<usize> = stretch.iter().map(|(_, kind)| *kind).collect();
        let at = stretch.iter().filter_map(|(at, _)| self.span(Range::new(*at, at + 1))).collect();
        let between = match (stretch.first(), stretch.last()) {
            (Some((first, _)), Some((last, _))) if last - first < REST / 2 => {
                (last - first + 1).saturating_sub(slots.len() as u32)
            }
            _ => 0,
        };
        Miss::Spread { at, between, allowed: slop.unwrap_or(0), turned: slop.is_none() && order != kinds }
    }

    fn too_few(&self, found: &[u32], wanted: usize) -> Miss {
        let at: Vec<Span> = found.iter().filter_map(|at| self.span(Range::new(*at, at + 1))).collect();
        Miss::Often { found: at.len() as u32, at, wanted: wanted as u32 }
    }
}

/// The first of the slots that is equal to one.
fn first_like(slots: &[Slot], slot: &Slot) -> usize {
    slots.iter().position(|other| other == slot).unwrap_or(0)
}

/// The shortest stretch of places that has so many of each kind, with no other places in it than those
/// needed; of several the first, those in the order of `kinds` before others.
fn shortest(places: &[(u32, usize)], wanted: &[usize], kinds: &[usize]) -> Vec<(u32, usize)> {
    let mut counts = vec![0; wanted.len()];
    let (mut first, mut best, mut least) = (0, Vec::new(), (u32::MAX, true));
    for (last, &(at, kind)) in places.iter().enumerate() {
        counts[kind] += 1;
        while counts.iter().zip(wanted).all(|(count, wanted)| count >= wanted) {
            let width = at - places[first].0;
            if (width, false) < least {
                let stretch = needed(&places[first..=last], wanted);
                let turned = !stretch.iter().map(|(_, kind)| kind).eq(kinds);
                if (width, turned) < least {
                    (best, least) = (stretch, (width, turned));
                }
            }
            counts[places[first].1] -= 1;
            first += 1;
        }
    }
    best
}

/// So many places of each kind, those nearest to the last one.
fn needed(places: &[(u32, usize)], wanted: &[usize]) -> Vec<(u32, usize)> {
    let mut left = wanted.to_vec();
    let mut kept: Vec<(u32, usize)> = Vec::new();
    for &(at, kind) in places.iter().rev() {
        if left[kind] > 0 {
            left[kind] -= 1;
            kept.push((at, kind));
        }
    }
    kept.reverse();
    kept
}

/// A slot as it would be typed.
pub(super) fn shown(slot: &Slot) -> String {
    match slot {
        Slot::Stem { form, .. } | Slot::Form(form) | Slot::Cased(form, _) => form.clone(),
        Slot::Beginning(form) => format!("{form}*"),
        Slot::Matching(Matcher::Near(word, most)) => format!("{}~{most}", word.iter().collect::<String>()),
        Slot::Matching(Matcher::Pattern(regex)) => {
            regex.as_str().trim_start_matches('^').trim_end_matches('$').replace(".*", "*")
        }
    }
}
