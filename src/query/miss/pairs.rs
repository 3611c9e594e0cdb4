//! Two things that are not near each other: the closest two there are.

use super::{Judge, Miss};
use crate::query::ast::{Distance, Near, Node, NodeKind, Unit};
use crate::query::highlight::Match;
use crate::query::matching::{REST, Range};
use crate::text::Span;

/// The closest of the left with the closest of the right.
struct Pair {
    left: Range,
    right: Range,
    /// How many words the one is on from the other.
    words: u32,
    /// Whether the right stands before the left.
    turned: bool,
}

impl Judge<'_> {
    pub(super) fn near(&self, near: &Near) -> Option<Miss> {
        if let Some(parted) = self.part_by_part(near) {
            return self.near(&parted);
        }
        let without = |side: &Node| match &side.kind {
            NodeKind::Not(inner) => (self.places(inner), true),
            _ => (self.places(side), false),
        };
        let ((left, not_left), (right, not_right)) = (without(&near.left), without(&near.right));
        if left.is_empty() && !not_left {
            return self.miss(&near.left);
        }
        if right.is_empty() && !not_right {
            return self.miss(&near.right);
        }
        let Some(pair) = closest(&left, &right) else {
            let at = self.spans(&left);
            return Some(Miss::Often { found: left.len() as u32, at, wanted: 2 });
        };
        let at = [self.span(pair.left)?, self.span(pair.right)?];
        Some(match near.how {
            _ if not_left || not_right => Miss::Beside { at },
            Distance::Words(allowed) => Miss::Apart { at, words: pair.words, allowed, turned: false },
            Distance::Before(allowed) => Miss::Apart { at, words: pair.words, allowed, turned: pair.turned },
            Distance::Sentence => self.parted(Unit::Sentence, &pair, at),
            Distance::Paragraph => self.parted(Unit::Paragraph, &pair, at),
        })
    }

    /// The part of a bracket on one side that is not near the other side.
    fn part_by_part(&self, near: &Near) -> Option<Near> {
        let halves = |side: &Node| match &side.kind {
            NodeKind::And(parts) => parts.clone(),
            _ => Vec::new(),
        };
        let fails = |near: &Near| {
            let kind = NodeKind::Near(Box::new(near.clone()));
            near.left.has_words()
                && near.right.has_words()
                && !self.holds(&Node { kind, span: Span::default() })
        };
        let lefts = halves(&near.left).into_iter().map(|left| Near { left, ..near.clone() });
        let rights = halves(&near.right).into_iter().map(|right| Near { right, ..near.clone() });
        lefts.chain(rights).find(fails)
    }

    fn parted(&self, unit: Unit, pair: &Pair, at: [Span; 2]) -> Miss {
        let number =
            |range: Range| self.page.units[unit as usize].partition_point(|u| u.start <= range.start);
        Miss::Parted { unit, at, apart: number(pair.left).abs_diff(number(pair.right)) as u32 }
    }
}

/// So many words before a place are looked at for one that does not overlap it.
const BACK: usize = 8;

/// The closest two that do not overlap; of several the first, those in the order of the query before others.
fn closest(left: &[Match], right: &[Match]) -> Option<Pair> {
    let mut best: Option<Pair> = None;
    for left in left.iter().map(|m| m.range) {
        let next = right.partition_point(|m| m.range.start < left.end);
        let before = right.get(..next).unwrap_or_default().iter().rev().take(BACK);
        let beside = right.get(next).into_iter().chain(before.filter(|m| m.range.end <= left.start));
        for right in beside.map(|m| m.range).filter(|right| (right.start >= REST) == (left.start >= REST)) {
            let turned = right.end <= left.start;
            let words = if turned { left.start - right.end } else { right.start - left.end } + 1;
            let key = |pair: &Pair| (pair.words, pair.turned);
            let pair = Pair { left, right, words, turned };
            if best.as_ref().is_none_or(|best| key(&pair) < key(best)) {
                best = Some(pair);
            }
        }
    }
    best
}
