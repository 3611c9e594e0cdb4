//! What is asked of one part of a story, or of its beginning, or so many times, and is not so.

use super::{Judge, Miss};
use crate::query::ast::{Node, NodeKind, Unit};
use crate::query::compile::Cond;
use crate::query::matching::{REST, Range, WHOLE};
use crate::text::Span;

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

impl Judge<'_> {
    pub(super) fn scope(&self, unit: Unit, inner: &Node) -> Option<Miss> {
        if let NodeKind::And(parts) = &inner.kind
            && let Some(miss) = self.together(unit, inner, parts)
        {
            return Some(miss);
        }
        let places = self.places(inner);
        if !places.is_empty() {
            return Some(Miss::Outside { unit, at: self.spans(&places) });
        }
        self.miss(inner).or_else(|| Some(Miss::Outside { unit, at: Vec::new() }))
    }

    /// The part of the story that has most of what must stand together; none where none has anything of it.
    fn together(&self, unit: Unit, inner: &Node, parts: &[Node]) -> Option<Miss> {
        let scope = node(NodeKind::Scope(unit, Box::new(inner.clone())));
        let (best, holds, other) = self.read(&scope, |cond, facts| {
            let Cond::Scope(_, rest, all) = cond else { return None };
            let Cond::All(conds) = &**all else { return None };
            let units: Vec<Range> = facts.scope(unit, *rest, WHOLE).collect();
            let holds =
                |range: &Range| conds.iter().map(|cond| facts.holds(cond, *range)).collect::<Vec<bool>>();
            let held: Vec<Vec<bool>> = units.iter().map(holds).collect();
            let (best, other) = best_of(&held, parts)?;
            let other = other.map(|other| (units[other], other.abs_diff(best) as u32));
            Some((units[best], held[best].clone(), other))
        })?;
        let told = |wanted: bool| {
            let chosen = parts.iter().zip(&holds).filter(move |(_, holds)| **holds == wanted);
            chosen.map(|(part, _)| part.to_string()).collect::<Vec<String>>()
        };
        let other = other.and_then(|(range, apart)| Some((self.span(range)?, apart)));
        Some(Miss::Together { unit, best: self.span(best)?, has: told(true), lacks: told(false), other })
    }

    /// How often it stands there, where that is not often enough.
    pub(super) fn often(&self, wanted: u32, inner: &Node) -> Option<Miss> {
        let places = self.places(inner);
        if places.is_empty() {
            return self.miss(inner);
        }
        let often = |n: u32| self.holds(&node(NodeKind::AtLeast(n, Box::new(inner.clone()))));
        let (mut found, mut fails) = (0, wanted);
        while found + 1 < fails {
            let middle = found + (fails - found) / 2;
            if often(middle) { found = middle } else { fails = middle }
        }
        Some(Miss::Often { at: self.spans(&places), found, wanted })
    }

    /// The first place of what comes too late.
    pub(super) fn late(&self, inner: &Node) -> Option<Miss> {
        let places = self.places(inner);
        let earliest = places.iter().min_by_key(|place| place.range.end);
        match earliest {
            Some(place) if place.range.start >= REST => {
                Some(Miss::Elsewhere { at: self.with_kinds(&places), finds: inner.to_string() })
            }
            Some(place) => Some(Miss::Late { at: place.span, word: place.range.end }),
            None => self.miss(inner),
        }
    }
}

/// Of parts of a story, by which of the wanted things each holds, the best one: that has most of the words,
/// then most of what must not be there, then the nearest other part with the first thing that it lacks; and
/// that other part. None where no part has any of the words.
fn best_of(held: &[Vec<bool>], wanted: &[Node]) -> Option<(usize, Option<usize>)> {
    let key = |held: &[bool]| {
        let both = || held.iter().zip(wanted).filter(|(holds, _)| **holds);
        (both().filter(|(_, part)| !matches!(part.kind, NodeKind::Not(_))).count(), both().count())
    };
    let most = held.iter().map(|held| key(held)).max().filter(|(words, _)| *words > 0)?;
    let good = (0..held.len()).filter(|&i| key(&held[i]) == most);
    let with_other = good.filter_map(|i| {
        let lacking = held[i].iter().position(|holds| !holds)?;
        let before = (0..i).rev().find(|&other| held[other][lacking]);
        let behind = (i + 1..held.len()).find(|&other| held[other][lacking]);
        let other = [before, behind].into_iter().flatten().min_by_key(|other| other.abs_diff(i));
        Some((i, other))
    });
    with_other.min_by_key(|(i, other)| other.map_or(usize::MAX, |other| other.abs_diff(*i)))
}
