//! Whether the words of one story have what is asked, and which of them make it so.
//!
//! Everything is a question about a window, the whole story at first: a word stands in it, two words of it
//! are near each other, a sentence of it has it all. Positions count the words of the searched lines; those
//! of other lines follow at [`REST`].

use super::ast::{Distance, Unit};
use super::compile::Cond;

/// Where the positions of the lines begin that are not searched by default.
pub const REST: u32 = 1 << 30;

/// A window that holds every position.
pub const WHOLE: Range = Range { start: 0, end: u32::MAX };

/// Positions from `start` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// The first.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Range {
    /// Positions from `start` to before `end`.
    pub fn new(start: u32, end: u32) -> Range {
        Range { start, end }
    }

    fn holds(self, other: Range) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    fn cut(self, other: Range) -> Option<Range> {
        let both = Range::new(self.start.max(other.start), self.end.min(other.end));
        (both.start < both.end).then_some(both)
    }
}

/// The parts that begin at these places, each up to the next one; the last one ends at `end`.
pub fn parts(starts: &[u32], end: u32) -> Vec<Range> {
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().zip(ends).map(|(&start, end)| Range::new(start, end)).collect()
}

/// The parts of one kind: `own` are their starts, `any` those of all kinds.
pub fn parts_of(own: &[u32], any: &[u32], end: u32) -> Vec<Range> {
    parts(any, end).into_iter().filter(|part| own.binary_search(&part.start).is_ok()).collect()
}

/// How many paragraphs of the body are the lead.
const LEAD: usize = 2;

/// The lead: the first paragraphs that stand in the body.
pub fn lead(paragraphs: &[Range], body: &[Range]) -> Vec<Range> {
    let in_body = |p: &&Range| body.iter().any(|part| part.start <= p.start && p.start < part.end);
    let found: Vec<Range> = paragraphs.iter().filter(in_body).take(LEAD).copied().collect();
    match found.as_slice() {
        [first, second] if first.end == second.start => vec![Range::new(first.start, second.end)],
        _ => found,
    }
}

/// Words that make a condition hold, with the leaf that they fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where they stand.
    pub range: Range,
    /// Number of the leaf.
    pub leaf: usize,
}

/// What is known of a story.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// For each leaf where it stands, ascending; the ends of a leaf ascend as well.
    pub leaves: Vec<Vec<Range>>,
    /// Whether the story passes each filter; `None` where that is not known, and as good as must be.
    pub flags: Vec<Option<bool>>,
    /// For each value of `speaker:` the quotes that such a person says, ascending.
    pub said: Vec<Vec<Range>>,
    /// The parts of the story of each kind, ascending and apart, in the order of [`Unit::ALL`].
    pub units: [Vec<Range>; 5],
}

impl Facts {
    /// The parts of a kind that reach into a window, cut to it.
    pub fn units_in(&self, unit: Unit, window: Range) -> impl Iterator<Item = Range> {
        let all = &self.units[unit as usize];
        let first = all.partition_point(|u| u.end <= window.start);
        let here = all.get(first..).unwrap_or_default().iter();
        here.take_while(move |u| u.start < window.end).filter_map(move |u| u.cut(window))
    }

    /// The parts that a scope is about.
    pub(super) fn scope(&self, unit: Unit, rest: bool, window: Range) -> impl Iterator<Item = Range> {
        self.units_in(unit, window).take_while(move |part| rest || part.start < REST)
    }

    /// The parts of a kind that have what is asked.
    pub fn units_with(&self, unit: Unit, cond: &Cond) -> Vec<Range> {
        self.units_in(unit, WHOLE).filter(|&window| self.holds(cond, window)).collect()
    }

    fn leaf_in(&self, leaf: usize, window: Range) -> &[Range] {
        let all = &self.leaves[leaf];
        let from = all.partition_point(|r| r.start < window.start);
        let to = all.partition_point(|r| r.end <= window.end);
        all.get(from..to).unwrap_or_default()
    }

    /// Whether a window has what is asked.
    pub fn holds(&self, cond: &Cond, window: Range) -> bool {
        self.sure(cond, window, true)
    }

    /// The same; `unknown` is what a filter of unknown outcome counts for.
    fn sure(&self, cond: &Cond, window: Range, unknown: bool) -> bool {
        match cond {
            Cond::Leaf(leaf) => !self.leaf_in(*leaf, window).is_empty(),
            Cond::Window(..) => !self.words(cond, window).is_empty(),
            Cond::Flag(flag) => self.flags[*flag].unwrap_or(unknown),
            Cond::Speaker(number) => {
                let said = &self.said[*number];
                let last = said.partition_point(|r| r.start <= window.start);
                last.checked_sub(1).is_some_and(|i| said[i].holds(window))
            }
            Cond::All(parts) => parts.iter().all(|part| self.sure(part, window, unknown)),
            Cond::Any(parts) => parts.iter().any(|part| self.sure(part, window, unknown)),
            Cond::Not(inner) => !self.sure(inner, window, !unknown),
            Cond::Near(sides, how) => self.near(&sides.0, &sides.1, *how, window).is_some(),
            Cond::Scope(unit, rest, inner) => {
                self.scope(*unit, *rest, window).any(|part| self.sure(inner, part, unknown))
            }
            Cond::AtLeast(n, inner) => self.often(inner, *n, window),
            Cond::First(n, inner) => {
                window.cut(Range::new(0, *n)).is_some_and(|part| self.sure(inner, part, unknown))
            }
        }
    }

    /// The words that make a condition hold in a window, by place; none where it does not hold.
    pub fn words(&self, cond: &Cond, window: Range) -> Vec<Found> {
        let mut out = Vec::new();
        self.collect(cond, window, &mut out);
        out.sort_unstable();
        out.dedup();
        out
    }

    fn collect(&self, cond: &Cond, window: Range, out: &mut Vec<Found>) {
        match cond {
            Cond::Leaf(leaf) => {
                out.extend(self.leaf_in(*leaf, window).iter().map(|&range| Found { range, leaf: *leaf }));
            }
            Cond::Window(leaves, width) => self.crowded(leaves, *width, window, out),
            Cond::Flag(_) | Cond::Speaker(_) | Cond::Not(_) => {}
            Cond::All(parts) => {
                if self.holds(cond, window) {
                    parts.iter().for_each(|part| self.collect(part, window, out));
                }
            }
            Cond::Any(parts) => parts.iter().for_each(|part| self.collect(part, window, out)),
            Cond::Near(sides, how) => {
                if let Some((left, right)) = self.near(&sides.0, &sides.1, *how, window) {
                    out.extend(left.into_iter().chain(right));
                }
            }
            Cond::Scope(unit, rest, inner) => {
                for part in self.scope(*unit, *rest, window).filter(|&part| self.holds(inner, part)) {
                    self.collect(inner, part, out);
                }
            }
            Cond::AtLeast(_, inner) => {
                if self.holds(cond, window) {
                    self.collect(inner, window, out);
                }
            }
            Cond::First(n, inner) => {
                if let Some(part) = window.cut(Range::new(0, *n)) {
                    self.collect(inner, part, out);
                }
            }
        }
    }

    /// Whether something stands there so many times: of all parts each, of alternatives together, of two
    /// things near each other the first, of parts of the story so many.
    fn often(&self, cond: &Cond, n: u32, window: Range) -> bool {
        let many = |count: usize| count >= n as usize;
        match cond {
            Cond::All(parts) => parts.iter().all(|part| self.often(part, n, window)),
            Cond::Flag(_) | Cond::Speaker(_) | Cond::Not(_) => self.holds(cond, window),
            Cond::Scope(unit, rest, inner) => {
                many(self.scope(*unit, *rest, window).filter(|&part| self.holds(inner, part)).count())
            }
            Cond::Near(sides, how) => self
                .near(&sides.0, &sides.1, *how, window)
                .is_some_and(|(left, right)| many(places(if left.is_empty() { &right } else { &left }))),
            Cond::First(m, inner) => {
                window.cut(Range::new(0, *m)).is_some_and(|part| self.often(inner, n, part))
            }
            _ => many(places(&self.words(cond, window))),
        }
    }

    /// The words of all these leaves in stretches of at most `width` words that have each often enough; two
    /// words joined by a hyphen count as one where a stretch begins or ends with them.
    fn crowded(&self, wanted: &[(usize, usize)], width: u32, window: Range, out: &mut Vec<Found>) {
        let mut words: Vec<(Found, usize)> = Vec::new();
        for (slot, (leaf, _)) in wanted.iter().enumerate() {
            words.extend(
                self.leaf_in(*leaf, window).iter().map(|&range| (Found { range, leaf: *leaf }, slot)),
            );
        }
        words.sort_unstable();
        let mut counts = vec![0; wanted.len()];
        let (mut end, mut told) = (0, 0);
        for start in 0..words.len() {
            let limit = words[start].0.range.end.saturating_add(width - 1);
            while let Some((_, slot)) = words.get(end).filter(|(found, _)| found.range.start < limit) {
                counts[*slot] += 1;
                end += 1;
            }
            if wanted.iter().zip(&counts).all(|((_, often), count)| count >= often) {
                out.extend(words[told.max(start)..end].iter().map(|(found, _)| *found));
                told = end;
            }
            counts[words[start].1] -= 1;
        }
    }

    /// The words of either side that are near one of the other side; none where no two are. A bracket is
    /// taken part by part, and words of a side under NOT must not be near.
    fn near(&self, left: &Cond, right: &Cond, how: Distance, window: Range) -> Option<Sides> {
        if !left.has_words() || !right.has_words() {
            return None;
        }
        if let Some(sides) = self.near_parts(left, window, |part| self.near(part, right, how, window)) {
            return sides;
        }
        let swap = |sides: Option<Sides>| sides.map(|(a, b)| (b, a));
        if let Some(sides) = self.near_parts(right, window, |part| swap(self.near(left, part, how, window))) {
            return swap(sides);
        }
        match (left, right) {
            (Cond::Not(_), Cond::Not(_)) => None,
            (Cond::Not(left), _) => {
                let (_, right) =
                    self.paired(&self.words(left, window), &self.words(right, window), how, window, false);
                (!right.is_empty()).then(|| (Vec::new(), right))
            }
            (_, Cond::Not(right)) => {
                let (left, _) =
                    self.paired(&self.words(left, window), &self.words(right, window), how, window, false);
                (!left.is_empty()).then(|| (left, Vec::new()))
            }
            _ => {
                let both =
                    self.paired(&self.words(left, window), &self.words(right, window), how, window, true);
                (!both.0.is_empty()).then_some(both)
            }
        }
    }

    /// What a side gives whose parts are each held against the other side by `near`, which tells the words
    /// of the part first; `None` where it has no such parts.
    fn near_parts(
        &self,
        side: &Cond,
        window: Range,
        near: impl Fn(&Cond) -> Option<Sides>,
    ) -> Option<Option<Sides>> {
        match side {
            Cond::All(parts) => {
                let mut all = Sides::default();
                for part in parts {
                    match near(part) {
                        Some(sides) => add(&mut all, sides),
                        None if !part.has_words() && self.holds(part, window) => {}
                        None => return Some(None),
                    }
                }
                Some(Some(all))
            }
            // Many words beside many words would be too many pairs; together they have the same ones near.
            Cond::Any(_) if side.is_words() => None,
            Cond::Any(parts) => {
                let mut all = Sides::default();
                let mut any = false;
                for sides in parts.iter().filter_map(near) {
                    add(&mut all, sides);
                    any = true;
                }
                Some(any.then_some(all))
            }
            _ => None,
        }
    }

    /// The words of each side that have one of the other near (or have none).
    fn paired(&self, left: &[Found], right: &[Found], how: Distance, window: Range, has: bool) -> Sides {
        let unit = match how {
            Distance::Words(most) => return pairs(left, right, (most, most), has),
            Distance::Before(most) => return pairs(left, right, (0, most), has),
            Distance::Sentence => Unit::Sentence,
            Distance::Paragraph => Unit::Paragraph,
        };
        let mut sides = Sides::default();
        if !has {
            return self.apart(left, right, how, window);
        }
        for part in self.units_in(unit, window) {
            let far = part.end.saturating_sub(part.start);
            add(&mut sides, pairs(&inside(left, part), &inside(right, part), (far, far), true));
        }
        sides
    }

    /// The words that have none of the other side in their sentence or paragraph.
    fn apart(&self, left: &[Found], right: &[Found], how: Distance, window: Range) -> Sides {
        let near = self.paired(left, right, how, window, true);
        let others = |all: &[Found], near: Vec<Found>| {
            let mut near = near;
            near.sort_unstable();
            all.iter().filter(|found| near.binary_search(found).is_err()).copied().collect::<Vec<_>>()
        };
        (others(left, near.0), others(right, near.1))
    }
}

/// Words of the one and of the other side.
type Sides = (Vec<Found>, Vec<Found>);

fn add(all: &mut Sides, more: Sides) {
    all.0.extend(more.0);
    all.1.extend(more.1);
}

/// The words of a list that lie in a part of the story.
fn inside(words: &[Found], part: Range) -> Vec<Found> {
    let from = words.partition_point(|w| w.range.start < part.start);
    let to = words.partition_point(|w| w.range.start < part.end);
    let here = words.get(from..to).unwrap_or_default().iter();
    here.filter(|w| w.range.end <= part.end).copied().collect()
}

/// Number of different places.
fn places(words: &[Found]) -> usize {
    let mut all: Vec<Range> = words.iter().map(|w| w.range).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

/// The words of each side that have (or have not) one of the other side at most so many words before, or
/// behind: `back` and `on` tell how far the right may be from the left.
fn pairs(left: &[Found], right: &[Found], (back, on): (u32, u32), has: bool) -> Sides {
    let (of_left, of_right) = (Ends::of(left), Ends::of(right));
    let keep = |words: &[Found], others: &Ends, back: u32, on: u32| {
        words.iter().filter(|w| others.near(w.range, back, on) == has).copied().collect::<Vec<_>>()
    };
    (keep(left, &of_right, back, on), keep(right, &of_left, on, back))
}

/// First and last positions of some words, each ascending.
struct Ends {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Ends {
    fn of(words: &[Found]) -> Ends {
        let starts = words.iter().map(|w| w.range.start).collect();
        let mut ends: Vec<u32> = words.iter().map(|w| w.range.end).collect();
        ends.sort_unstable();
        Ends { starts, ends }
    }

    /// Whether one of them ends at most `back` words before a place, or begins at most `on` behind it; words
    /// side by side are one apart.
    fn near(&self, place: Range, back: u32, on: u32) -> bool {
        let next = self.starts.partition_point(|&s| s < place.end);
        let behind = self.starts.get(next).is_some_and(|&s| s - place.end < on);
        let last = self.ends.partition_point(|&e| e <= place.start);
        behind || last.checked_sub(1).is_some_and(|i| place.start - self.ends[i] < back)
    }
}
