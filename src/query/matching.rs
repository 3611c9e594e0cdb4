//! Whether the words of one story have what is asked, and which of them make it so.
//!
//! Everything is a question about a window, the whole story at first: a word stands in it, two words of it
//! are near each other, a sentence of it has it all. Positions count the words of the searched lines; those
//! of other lines follow at [`REST`].

use std::cmp::Reverse;

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
pub fn parts(starts: &[u32], end: u32) -> impl Iterator<Item = Range> {
    let last = starts.last().map(|&start| Range::new(start, end));
    starts.windows(2).map(|pair| Range::new(pair[0], pair[1])).chain(last)
}

/// The parts of one kind: `own` are their starts, `any` those of all kinds.
pub fn parts_of(own: &[u32], any: &[u32], end: u32) -> impl Iterator<Item = Range> {
    parts(any, end).filter(|part| own.binary_search(&part.start).is_ok())
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

    /// The parts that a scope is about and that may have what is asked.
    fn parts_for(&self, cond: &Cond, unit: Unit, rest: bool, window: Range) -> impl Iterator<Item = Range> {
        let mut places = self.telling(cond);
        self.scope(unit, rest, window).filter(move |part| {
            let Some(places) = &mut places else { return true };
            let before = places.iter().take_while(|place| place.start < part.start).count();
            *places = &places[before..];
            places.first().is_some_and(|place| place.start < part.end)
        })
    }

    /// The fewest places that one leaf has without which a condition does not hold; none where there is no
    /// such leaf.
    fn telling(&self, cond: &Cond) -> Option<&[Range]> {
        match cond {
            Cond::Leaf(leaf) => Some(&self.leaves[*leaf]),
            Cond::Window(leaves, _) => {
                leaves.iter().map(|(leaf, _)| &*self.leaves[*leaf]).min_by_key(|places| places.len())
            }
            Cond::All(parts) => {
                parts.iter().filter_map(|part| self.telling(part)).min_by_key(|places| places.len())
            }
            Cond::Near(sides, _) => {
                let sides = [self.telling(&sides.0), self.telling(&sides.1)];
                sides.into_iter().flatten().min_by_key(|places| places.len())
            }
            Cond::AtLeast(0, _) => None,
            Cond::Scope(_, _, inner) | Cond::AtLeast(_, inner) | Cond::First(_, inner) => self.telling(inner),
            Cond::Any(_) | Cond::Either(_) | Cond::Not(_) | Cond::Flag(_) | Cond::Speaker(_) => None,
        }
    }

    /// The parts of a kind that have what is asked.
    pub fn units_with(&self, unit: Unit, cond: &Cond) -> Vec<Range> {
        self.units_in(unit, WHOLE).filter(|&window| self.holds(cond, window)).collect()
    }

    fn found(&self, leaf: usize, window: Range) -> impl ExactSizeIterator<Item = Found> + '_ {
        self.leaf_in(leaf, window).iter().map(move |&range| Found { range, leaf })
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
            Cond::Any(parts) | Cond::Either(parts) => {
                parts.iter().any(|part| self.sure(part, window, unknown))
            }
            Cond::Not(inner) => !self.sure(inner, window, !unknown),
            Cond::Near(sides, how) => self.near(&sides.0, &sides.1, *how, window).is_some(),
            Cond::Scope(unit, rest, inner) => {
                self.parts_for(inner, *unit, *rest, window).any(|part| self.sure(inner, part, unknown))
            }
            Cond::AtLeast(n, inner) => self.often(inner, *n, window, &mut Vec::new()),
            Cond::First(n, inner) => {
                window.cut(Range::new(0, *n)).is_some_and(|part| self.sure(inner, part, unknown))
            }
        }
    }

    /// The words that make a condition hold in a window, by place; none where it does not hold.
    pub fn words(&self, cond: &Cond, window: Range) -> Vec<Found> {
        let mut out = Vec::new();
        self.read_words(cond, window, &mut out);
        out
    }

    /// The same in place of those in `out`; gives whether the condition holds.
    pub fn read_words(&self, cond: &Cond, window: Range, out: &mut Vec<Found>) -> bool {
        out.clear();
        let holds = self.collect(cond, window, out);
        if !out.is_sorted_by(|a, b| a < b) {
            out.sort_unstable();
            out.dedup();
        }
        holds
    }

    /// Whether a condition holds in a window; if so, adds the words that make it hold. Each part is looked at
    /// once, as brackets may be a hundred deep.
    fn collect(&self, cond: &Cond, window: Range, out: &mut Vec<Found>) -> bool {
        let before = out.len();
        match cond {
            Cond::Leaf(leaf) => out.extend(self.found(*leaf, window)),
            Cond::Window(leaves, width) => self.crowded(leaves, *width, window, out),
            Cond::Flag(_) | Cond::Speaker(_) | Cond::Not(_) => return self.holds(cond, window),
            Cond::All(parts) => return all(parts, out, |part, out| self.collect(part, window, out)),
            Cond::Any(parts) | Cond::Either(parts) => {
                return any(parts, |part| self.collect(part, window, out));
            }
            Cond::Near(sides, how) => {
                let (left, right) = self.near(&sides.0, &sides.1, *how, window).unwrap_or_default();
                out.extend(left.into_iter().chain(right));
            }
            Cond::Scope(unit, rest, inner) => {
                let parts = self.parts_for(inner, *unit, *rest, window);
                return any(parts, |part| self.collect(inner, part, out));
            }
            Cond::AtLeast(n, inner) => return self.often(inner, *n, window, out),
            Cond::First(n, inner) => {
                let part = window.cut(Range::new(0, *n));
                return part.is_some_and(|part| self.collect(inner, part, out));
            }
        }
        out.len() > before
    }

    /// Whether something stands there so many times: of all parts each, of alternatives together, of two
    /// things near each other the first, of parts of the story so many. If so, adds its words.
    fn often(&self, cond: &Cond, n: u32, window: Range, out: &mut Vec<Found>) -> bool {
        let before = out.len();
        let count = match cond {
            Cond::All(parts) => return all(parts, out, |part, out| self.often(part, n, window, out)),
            Cond::Flag(_) | Cond::Speaker(_) | Cond::Not(_) => return self.holds(cond, window),
            Cond::Scope(unit, rest, inner) => {
                let parts = self.parts_for(inner, *unit, *rest, window);
                parts.filter(|&part| self.collect(inner, part, out)).count()
            }
            Cond::Near(sides, how) => {
                let (left, right) = self.near(&sides.0, &sides.1, *how, window).unwrap_or_default();
                let count = places(if left.is_empty() { &right } else { &left });
                out.extend(left.into_iter().chain(right));
                count
            }
            Cond::First(m, inner) => {
                let part = window.cut(Range::new(0, *m));
                return part.is_some_and(|part| self.often(inner, n, part, out));
            }
            _ => {
                self.collect(cond, window, out);
                places(&out[before..])
            }
        };
        if count < n as usize {
            out.truncate(before);
        }
        count >= n as usize
    }

    /// The words of all these leaves in stretches of at most `width` words that have each often enough; two
    /// words joined by a hyphen count as one where a stretch begins or ends with them.
    fn crowded(&self, wanted: &[(usize, usize)], width: u32, window: Range, out: &mut Vec<Found>) {
        let mut words: Vec<(Found, usize)> = Vec::new();
        for (slot, (leaf, _)) in wanted.iter().enumerate() {
            words.extend(self.found(*leaf, window).map(|found| (found, slot)));
        }
        // Of two that begin together the longer first: a stretch that begins with it reaches as far or further.
        words.sort_unstable_by_key(|(f, slot)| (f.range.start, Reverse(f.range.end), f.leaf, *slot));
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
        // Many words beside many words would be too many pairs; together they have the same ones near. Not so
        // beside a bracket: one of them must be near all that it asks for.
        let together = right.is_words() || matches!(right, Cond::Not(_));
        let (left, right) = (self.side(left, window, together), self.side(right, window, true));
        self.beside(&left, &right, how, window)
    }

    /// One side, with the words of each of its parts; alternatives that are words are one part where they are
    /// held `together`.
    fn side(&self, cond: &Cond, window: Range, together: bool) -> Side {
        let sides = |parts: &[Cond]| parts.iter().map(|part| self.side(part, window, together)).collect();
        match cond {
            _ if !cond.has_words() => Side::Filter(self.holds(cond, window)),
            Cond::All(parts) => Side::All(sides(parts)),
            Cond::Any(parts) if !together || !cond.is_words() => Side::Any(sides(parts)),
            Cond::Not(inner) => Side::Not(self.words(inner, window)),
            // Most sides are one word; its places are in order.
            Cond::Leaf(leaf) => Side::Words(self.found(*leaf, window).collect()),
            _ => Side::Words(self.words(cond, window)),
        }
    }

    fn beside(&self, left: &Side, right: &Side, how: Distance, window: Range) -> Option<Sides> {
        let swap = |(a, b): Sides| (b, a);
        let paired = |left, right, has| self.paired(left, right, how, window, has);
        match (left, right) {
            (Side::Filter(_), _) | (_, Side::Filter(_)) | (Side::Not(_), Side::Not(_)) => None,
            (Side::All(_) | Side::Any(_), _) => left.by_parts(|part| self.beside(part, right, how, window)),
            (_, Side::All(_) | Side::Any(_)) => {
                right.by_parts(|part| self.beside(left, part, how, window).map(swap)).map(swap)
            }
            (Side::Not(left), Side::Words(right)) => {
                let (_, right) = paired(left, right, false);
                (!right.is_empty()).then(|| (Vec::new(), right))
            }
            (Side::Words(left), Side::Not(right)) => {
                let (left, _) = paired(left, right, false);
                (!left.is_empty()).then(|| (left, Vec::new()))
            }
            // Most alternatives of many do not stand in the story.
            (Side::Words(words), _) | (_, Side::Words(words)) if words.is_empty() => None,
            (Side::Words(left), Side::Words(right)) => {
                let both = paired(left, right, true);
                (!both.0.is_empty()).then_some(both)
            }
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
        match has {
            true => self.together(left, right, unit, window),
            false => self.apart(left, right, unit, window),
        }
    }

    /// The words that have one of the other side in their sentence or paragraph. Only the parts are looked at
    /// that both sides may have a word in.
    fn together(&self, mut left: &[Found], mut right: &[Found], unit: Unit, window: Range) -> Sides {
        let mut sides = (Vec::with_capacity(left.len()), Vec::with_capacity(right.len()));
        let mut parts = self.units_in(unit, window);
        while let (Some(one), Some(other)) = (left.first(), right.first()) {
            let at = one.range.start.max(other.range.start);
            let Some(part) = parts.find(|part| part.end > at) else { break };
            let (of_left, of_right) = (take_within(&mut left, part), take_within(&mut right, part));
            if !of_left.is_empty() && !of_right.is_empty() {
                sides.0.extend(beside_any(of_left, of_right, part));
                sides.1.extend(beside_any(of_right, of_left, part));
            }
        }
        sides
    }

    /// The words that have none of the other side in their sentence or paragraph.
    fn apart(&self, left: &[Found], right: &[Found], unit: Unit, window: Range) -> Sides {
        let near = self.together(left, right, unit, window);
        let others = |all: &[Found], near: Vec<Found>| {
            let mut near = near;
            near.sort_unstable();
            all.iter().filter(|found| near.binary_search(found).is_err()).copied().collect::<Vec<_>>()
        };
        (others(left, near.0), others(right, near.1))
    }
}

/// One side of two things near each other.
enum Side {
    /// These words.
    Words(Vec<Found>),
    /// None of these.
    Not(Vec<Found>),
    /// All of these.
    All(Vec<Side>),
    /// One of these.
    Any(Vec<Side>),
    /// No words, but something that holds or not.
    Filter(bool),
}

impl Side {
    /// What a side gives whose parts are each held against the other side by `near`, which tells the words
    /// of the part first.
    fn by_parts(&self, near: impl Fn(&Side) -> Option<Sides>) -> Option<Sides> {
        let mut found = Sides::default();
        let mut any = false;
        let (Side::All(parts) | Side::Any(parts)) = self else { return near(self) };
        for part in parts {
            match near(part) {
                Some(sides) => {
                    add(&mut found, sides);
                    any = true;
                }
                None if matches!(self, Side::Any(_)) || matches!(part, Side::Filter(true)) => {}
                None => return None,
            }
        }
        any.then_some(found)
    }
}

/// Whether all parts hold; words are added only then.
fn all(parts: &[Cond], out: &mut Vec<Found>, holds: impl Fn(&Cond, &mut Vec<Found>) -> bool) -> bool {
    let before = out.len();
    let held = parts.iter().all(|part| holds(part, out));
    if !held {
        out.truncate(before);
    }
    held
}

/// Whether one of all parts holds; each is looked at, for its words.
fn any<T>(parts: impl IntoIterator<Item = T>, mut holds: impl FnMut(T) -> bool) -> bool {
    parts.into_iter().fold(false, |held, part| holds(part) | held)
}

/// Words of the one and of the other side.
type Sides = (Vec<Found>, Vec<Found>);

fn add(all: &mut Sides, more: Sides) {
    all.0.extend(more.0);
    all.1.extend(more.1);
}

/// Takes the words from the front of a list that begin before a part of the story ends; gives those that begin
/// in it.
fn take_within<'a>(words: &mut &'a [Found], part: Range) -> &'a [Found] {
    let begin = |at| move |found: &&Found| found.range.start < at;
    let before = words.iter().take_while(begin(part.start)).count();
    let (all, rest) = words.split_at(before + words[before..].iter().take_while(begin(part.end)).count());
    *words = rest;
    &all[before..]
}

/// The words of a list that lie in a part of the story, and do not overlap with all of `others` that do.
fn beside_any<'a>(words: &'a [Found], others: &[Found], part: Range) -> impl Iterator<Item = Found> + 'a {
    let inside = move |found: &&Found| found.range.end <= part.end;
    let bounds =
        |(first, last): (u32, u32), other: &Found| (first.min(other.range.end), last.max(other.range.start));
    let (first, last) = others.iter().filter(inside).fold((u32::MAX, 0), bounds);
    let apart = move |range: Range| range.end <= last || first <= range.start;
    words.iter().filter(inside).filter(move |found| apart(found.range)).copied()
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
