//! The numbers that the trees read: of a block itself, of its neighbours, of what stands above it, and, in
//! the second pass, of the first pass's scores and the run that they name.

use std::ops::Range;

use super::LineKind;
use super::features::Facts;
use super::tallies::{Bits, Sums};

/// What the columns are, as reasons say them.
pub const NAMES: [&str; COLUMNS] = [
    "words",
    "function words",
    "capitals",
    "digits",
    "length of words",
    "sentences",
    "words a sentence",
    "commas",
    "ends as a sentence",
    "ends with a question mark",
    "quote marks",
    "verb of speech",
    "you",
    "we",
    "I",
    "he, she, they",
    "words of furniture",
    "past and future",
    "says how long ago",
    "link",
    "price",
    "cut off",
    "ends with a colon",
    "bars or bullets",
    "no lower case",
    "begins in lower case",
    "begins with a digit",
    "in brackets",
    "stands twice",
    "blank line below",
    "other stories that have the line",
    "claimed as navigation",
    "claimed as footer",
    "claimed as promotion",
    "claimed as link",
    "claimed as caption",
    "claimed as byline or time",
    "claimed as disclaimer",
    "claimed as author or contact",
    "claimed as sign-off",
    "claimed at all",
    "opens with a dateline",
    "prose 1 above",
    "prose 2 above",
    "prose 1 below",
    "prose 2 below",
    "prose 4 above",
    "prose 4 below",
    "prose 10 above",
    "prose 10 below",
    "prose 30 above",
    "prose 30 below",
    "claimed 1 above",
    "claimed 1 below",
    "claimed 5 above",
    "claimed 5 below",
    "short lines 5 above",
    "short lines 5 below",
    "sentence ends 3 above",
    "sentence ends 3 below",
    "sentence ends 12 above",
    "sentence ends 12 below",
    "words a line 8 above",
    "words a line 8 below",
    "words of furniture 5 above",
    "words of furniture 5 below",
    "capitals 3 above",
    "capitals 3 below",
    "repeated lines 10 above",
    "repeated lines 10 below",
    "words of the line above",
    "words of the line below",
    "first person 5 above",
    "first person 5 below",
    "ages 6 around",
    "bylines and times 6 below",
    "since a sign-off",
    "since a head of links",
    "since a promotion",
    "since a footer line",
    "since comments",
    "since a byline",
    "since a time",
    "since an author's note",
    "prose so far",
    "prose to come",
    "lines so far",
    "share of lines so far",
    "share of prose on the page",
    "length of the page",
    // Of the second pass.
    "first score",
    "first score 1 above",
    "first score 1 below",
    "first score 2 above",
    "first score 2 below",
    "first scores 4 above",
    "first scores 4 below",
    "first scores 12 above",
    "first scores 12 below",
    "best first score 5 above",
    "best first score 5 below",
    "inside the sure stretch",
    "lines from the run's start",
    "lines from the run's end",
    "words from the run's start",
    "words from the run's end",
    "story between here and the run",
    "furniture between here and the run",
    "length of the run",
    "mean score of the run",
    "words shared with the run",
    "names shared with the run",
    "words shared with the run's opening",
    "words shared, 3 lines around",
    "bylines and times since the run's start",
    "first person more than in the run",
    "lines of furniture between here and the run",
    "claimed lines between here and the run",
    "length of lines against the run's",
];

/// Columns of the first pass.
pub const FIRST: usize = 90;
/// Columns of the second pass: those of the first and more.
pub const COLUMNS: usize = 119;
/// Places of a row, a power of two: any byte, cut down to it, is one of them.
pub const WIDTH: usize = 128;

/// The numbers of one block, as many as there are columns, then zeros.
pub type Row = [f32; WIDTH];

/// Blocks that open the run.
const OPENING: usize = 3;

/// How far apart two lines are counted.
const FAR: u8 = 60;
/// Kinds of landmarks that [`Above`] counts from.
const LANDMARKS: usize = 8;

/// What is summed up of the blocks before the first pass.
#[derive(Clone, Copy)]
enum Sum {
    Prose,
    Hit,
    Short,
    Ends,
    Furniture,
    Capitals,
    Repeated,
    Person,
    Age,
    Heading,
    Words,
}

/// What is summed up of the first pass's scores.
#[derive(Clone, Copy)]
enum Scored {
    /// The scores.
    All,
    /// The words of blocks that score as story.
    Good,
    /// The words of blocks that score as furniture.
    Bad,
    /// Such blocks.
    BadLines,
    /// Words shared with the run.
    Shared,
}

/// The rows of one page, made one by one.
pub struct Rows<'a> {
    facts: &'a [Facts],
    sums: Sums<11>,
    /// The logarithm of the page's words.
    length: f32,
    above: Vec<[u8; LANDMARKS]>,
}

/// What the first pass found: its scores, and the stretch that is surely story.
pub struct First<'a> {
    scores: &'a [f32],
    run: Range<usize>,
    sums: Sums<5>,
    content: Bits,
    names: Bits,
    opening: Bits,
    mean: f32,
}

impl<'a> Rows<'a> {
    /// Gathers what rows need to know of the whole page.
    pub fn of(facts: &'a [Facts]) -> Rows<'a> {
        let sums = Sums::of(facts.iter().map(summed));
        let length = sums.sum(Sum::Words as usize, 0..facts.len()).ln_1p();
        Rows { sums, length, above: landmarks(facts), facts }
    }

    fn sum(&self, which: Sum, range: Range<usize>) -> f32 {
        self.sums.sum(which as usize, range)
    }

    fn mean(&self, which: Sum, i: usize, from: isize, to: isize) -> f32 {
        self.sums.mean(which as usize, i, from, to)
    }

    /// The row of a block, as far as the first pass reads it.
    pub fn first(&self, i: usize, row: &mut Row) {
        let mut cells = Cells { row, at: 0 };
        own(&self.facts[i], &mut cells);
        self.around(i, &mut cells);
        for since in self.above[i] {
            cells.push(f32::from(since));
        }
        self.place(i, &mut cells);
    }

    fn around(&self, i: usize, cells: &mut Cells<'_>) {
        for (from, to) in
            [(-1, -1), (-2, -2), (1, 1), (2, 2), (-4, -1), (1, 4), (-10, -1), (1, 10), (-30, -1), (1, 30)]
        {
            cells.push(self.mean(Sum::Prose, i, from, to));
        }
        for (which, reach) in [
            (Sum::Hit, 1),
            (Sum::Hit, 5),
            (Sum::Short, 5),
            (Sum::Ends, 3),
            (Sum::Ends, 12),
            (Sum::Words, 8),
            (Sum::Furniture, 5),
            (Sum::Capitals, 3),
            (Sum::Repeated, 10),
            (Sum::Words, 1),
            (Sum::Person, 5),
        ] {
            cells.push(self.mean(which, i, -reach, -1));
            cells.push(self.mean(which, i, 1, reach));
        }
        cells.push(self.mean(Sum::Age, i, -6, 6));
        cells.push(self.mean(Sum::Heading, i, 1, 6));
    }

    fn place(&self, i: usize, cells: &mut Cells<'_>) {
        let count = self.facts.len();
        let all = self.sum(Sum::Prose, 0..count);
        let so_far = self.sum(Sum::Prose, 0..i);
        cells.push(so_far);
        cells.push(self.sum(Sum::Prose, i + 1..count));
        cells.push(i as f32);
        cells.push(i as f32 / count as f32);
        cells.push(all / count as f32);
        cells.push(self.length);
    }

    /// The rest of the row, for the second pass.
    pub fn second(&self, first: &First<'_>, i: usize, row: &mut Row) {
        let mut cells = Cells { row, at: FIRST };
        let score = |at: Option<usize>| at.and_then(|at| first.scores.get(at)).copied().unwrap_or(-10.0);
        cells.push(first.scores[i]);
        cells.push(score(i.checked_sub(1)));
        cells.push(score(Some(i + 1)));
        cells.push(score(i.checked_sub(2)));
        cells.push(score(Some(i + 2)));
        for (from, to) in [(-4, -1), (1, 4), (-12, -1), (1, 12)] {
            cells.push(first.sums.mean(Scored::All as usize, i, from, to));
        }
        let best = |range: Range<usize>| first.scores[range].iter().copied().fold(-10.0, f32::max);
        cells.push(best(i.saturating_sub(5)..i));
        cells.push(best((i + 1).min(first.scores.len())..(i + 6).min(first.scores.len())));
        self.beside_run(first, i, &mut cells);
        self.shared(first, i, &mut cells);
    }

    fn beside_run(&self, first: &First<'_>, i: usize, cells: &mut Cells<'_>) {
        let run = &first.run;
        let between = if i < run.start { i + 1..run.start } else { run.end..i };
        let signed = |to: usize, words: f32| if i < to { -words } else { words };
        let apart = |to: usize| self.sum(Sum::Words, i.min(to)..i.max(to)).ln_1p();
        cells.push(flag(run.contains(&i)));
        cells.push(i as f32 - run.start as f32);
        cells.push(i as f32 - run.end as f32);
        cells.push(signed(run.start, apart(run.start)));
        cells.push(signed(run.end, apart(run.end)));
        cells.push(first.sum(Scored::Good, between.clone()).ln_1p());
        cells.push(first.sum(Scored::Bad, between).ln_1p());
        cells.push(self.sum(Sum::Words, run.clone()).ln_1p());
        cells.push(first.mean);
    }

    fn shared(&self, first: &First<'_>, i: usize, cells: &mut Cells<'_>) {
        let f = &self.facts[i];
        let opening = first.run.start..(first.run.start + OPENING).min(first.run.end);
        cells.push(first.content.share(&f.content, first.run.contains(&i)));
        cells.push(first.names.share(&f.names, first.run.contains(&i)));
        cells.push(first.opening.share(&f.content, opening.contains(&i)));
        cells.push(first.sums.mean(Scored::Shared as usize, i, -3, 3));
        let heads = if i > first.run.start { self.sum(Sum::Heading, first.run.start..i) } else { 0.0 };
        cells.push(heads);
        let run = self.sum(Sum::Person, first.run.clone()) / first.run.len().max(1) as f32;
        cells.push(first_person(f) - run);
        let between = if i < first.run.start { i + 1..first.run.start } else { first.run.end..i };
        cells.push(first.sum(Scored::BadLines, between.clone()));
        cells.push(self.sum(Sum::Hit, between));
        let line = self.sum(Sum::Words, first.run.clone()) / first.run.len().max(1) as f32;
        cells.push((f.words + 1.0).ln() - (line + 1.0).ln());
    }
}

impl<'a> First<'a> {
    /// Gathers what the second pass needs of the first.
    pub fn of(facts: &'a [Facts], scores: &'a [f32], run: Range<usize>) -> First<'a> {
        let inside = || facts[run.clone()].iter();
        let content = Bits::of(inside().flat_map(|f| &f.content));
        let mean = scores[run.clone()].iter().sum::<f32>() / run.len().max(1) as f32;
        let scored = |((f, &score), i): ((&Facts, &f32), usize)| {
            let if_so = |yes: bool, value: f32| if yes { value } else { 0.0 };
            let (good, bad) = (if_so(score > 0.0, f.words), if_so(score < 0.0, f.words));
            [score, good, bad, flag(score < 0.0), content.share(&f.content, run.contains(&i))]
        };
        First {
            sums: Sums::of(facts.iter().zip(scores).zip(0..).map(scored)),
            names: Bits::of(inside().flat_map(|f| &f.names)),
            opening: Bits::of(inside().take(OPENING).flat_map(|f| &f.content)),
            content,
            mean,
            scores,
            run,
        }
    }

    fn sum(&self, which: Scored, range: Range<usize>) -> f32 {
        self.sums.sum(which as usize, range)
    }
}

/// The values of a block in the order of [`Sum`].
fn summed(f: &Facts) -> [f32; 11] {
    [
        if f.is_prose() { f.words.ln_1p() } else { 0.0 },
        hit_strength(f),
        flag(f.words <= 6.0),
        flag(f.ends_sentence),
        f.furniture,
        f.capitals,
        flag(f.repeated),
        first_person(f),
        flag(f.age && f.words <= 8.0),
        flag(is_heading(f)),
        f.words,
    ]
}

/// A row that is being filled.
struct Cells<'a> {
    row: &'a mut Row,
    at: usize,
}

impl Cells<'_> {
    fn push(&mut self, value: f32) {
        self.row[self.at] = value;
        self.at += 1;
    }
}

fn own(f: &Facts, cells: &mut Cells<'_>) {
    let share = |kinds: &[LineKind]| kinds.iter().map(|&k| f.share(k)).fold(0.0, f32::max);
    let values = [
        f.words,
        f.stop,
        f.capitals,
        f.digits,
        f.word_length,
        f.sentences,
        f.words / f.sentences.max(1.0),
        f.commas,
        flag(f.ends_sentence),
        flag(f.asks),
        flag(f.quoted),
        flag(f.speech),
        f.you,
        f.we,
        f.i,
        f.they,
        f.furniture,
        f.past,
        flag(f.age),
        flag(f.link),
        flag(f.price),
        flag(f.cut_off),
        flag(f.colon),
        flag(f.bars),
        flag(!f.lower),
        flag(f.begins_lower),
        flag(f.begins_digit),
        flag(f.bracketed),
        flag(f.repeated),
        flag(f.blank_below),
        f.elsewhere.map_or(-1.0, |n| n.min(3) as f32),
        share(&[LineKind::Navigation]),
        share(&[LineKind::Footer]),
        share(&[LineKind::Promo]),
        share(&[LineKind::Related]),
        share(&[LineKind::Caption]),
        share(&[LineKind::Byline, LineKind::Timestamp, LineKind::Dateline]),
        share(&[LineKind::Disclaimer, LineKind::Correction]),
        share(&[LineKind::AuthorBio, LineKind::Contact]),
        share(&[LineKind::SignOff, LineKind::Initials]),
        hit_strength(f),
        flag(f.dateline),
    ];
    values.into_iter().for_each(|value| cells.push(value));
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

fn first_person(f: &Facts) -> f32 {
    f.i + f.we + f.you
}

/// A byline or time stamp.
fn is_heading(f: &Facts) -> bool {
    let kind = f.hits.first().filter(|h| h.whole).map(|h| h.family.kind);
    matches!(kind, Some(LineKind::Byline | LineKind::Timestamp | LineKind::Dateline))
}

/// How strongly any family claims the block.
pub fn hit_strength(f: &Facts) -> f32 {
    f.hits.iter().map(|h| h.share).fold(0.0, f32::max)
}

/// For each block, how many blocks above it the last landmark of each sort stands, at most [`FAR`].
fn landmarks(facts: &[Facts]) -> Vec<[u8; LANDMARKS]> {
    let mut since = [FAR; LANDMARKS];
    let step = |f: &Facts| {
        let here = since;
        since.iter_mut().for_each(|n| *n = (*n + 1).min(FAR));
        if let Some(sort) = landmark(f) {
            since[sort] = 1;
        }
        here
    };
    facts.iter().map(step).collect()
}

/// Which sort of landmark a block is, if any.
fn landmark(f: &Facts) -> Option<usize> {
    let hit = f.hits.first().filter(|h| h.whole || h.share >= 0.5)?;
    match hit.family.kind {
        _ if hit.family.name == "comments" => Some(4),
        LineKind::SignOff | LineKind::Initials | LineKind::Disclaimer | LineKind::Correction => Some(0),
        LineKind::Related => Some(1),
        LineKind::Promo => Some(2),
        LineKind::Footer => Some(3),
        LineKind::Byline | LineKind::Dateline => Some(5),
        LineKind::Timestamp => Some(6),
        LineKind::AuthorBio | LineKind::Contact => Some(7),
        _ => None,
    }
}
