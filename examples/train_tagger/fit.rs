//! From stories to weights: first pass, its labels on stories that it has not seen, second pass.

use std::thread;

use morgue::extract::Page;
use morgue::extract::entities::Mention;
use morgue::extract::entities::tagger::learning::{LABELS, Label, Lesson, OTHER, OUT, ROWS, SIZE, WIDTH};
use morgue::segment::whole;

use crate::crf::{Crf, Sequence};
use crate::data::Story;

/// Parts of the stories, each labelled by a first pass that was fitted on the others.
const PARTS: usize = 4;

/// Points of one unit of the fitted weights; the stored ones are whole numbers from -127 to 127.
const SCALE: f32 = 20.0;

/// Both passes.
pub struct Tagger {
    first: Crf,
    second: Crf,
}

impl Tagger {
    /// Fits both passes on the stories.
    pub fn fit(stories: &[Story]) -> Tagger {
        let sequences: Vec<Vec<Sequence>> = stories.iter().map(|story| sequences(story, None)).collect();
        let part = |part: usize| {
            let kept = sequences.iter().enumerate().filter(|(i, _)| i % PARTS != part);
            Crf::fit(&kept.flat_map(|(_, s)| s).collect::<Vec<_>>())
        };
        let (parts, first) = thread::scope(|scope| {
            let halves: Vec<_> = (0..2)
                .map(|half| scope.spawn(move || (half..PARTS).step_by(2).map(part).collect::<Vec<_>>()))
                .collect();
            let halves: Vec<Vec<Crf>> = halves.into_iter().filter_map(|h| h.join().ok()).collect();
            let first = Crf::fit(&sequences.iter().flatten().collect::<Vec<_>>());
            (halves, first)
        });
        let again: Vec<Vec<Sequence>> = stories
            .iter()
            .enumerate()
            .zip(&sequences)
            .map(|((i, story), own)| {
                let of = i % PARTS;
                let labels = own.iter().flat_map(|s| parts[of % 2][of / 2].decode(s)).collect::<Vec<_>>();
                sequences_again(story, own, &labels)
            })
            .collect();
        let second = Crf::fit(&again.iter().flatten().collect::<Vec<_>>());
        Tagger { first, second }
    }

    /// What the tagger finds in a text.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let anatomy = whole(text);
        let lesson = Lesson::new(Page { text, anatomy: &anatomy });
        let own = bare(&lesson);
        let first: Vec<Label> = own.iter().flat_map(|s| self.first.decode(s)).collect();
        let again = extended(&lesson, &own, &first);
        let labels: Vec<Label> = again.iter().flat_map(|s| self.second.decode(s)).collect();
        lesson.mentions(&labels)
    }

    /// The file that the library embeds; its head says how it is laid out.
    pub fn packed(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(SIZE);
        let whole = |w: f32| (w * SCALE).round();
        for pass in [&self.first, &self.second] {
            out.extend(pass.steps.iter().flatten().flat_map(|&w| (whole(w) as i16).to_le_bytes()));
        }
        let byte = |w: &f32| whole(*w).clamp(-127.0, 127.0) as i8 as u8;
        for row in 0..ROWS {
            for pass in [&self.first, &self.second] {
                out.extend(pass.rows[row * WIDTH..(row + 1) * WIDTH].iter().map(byte));
            }
        }
        out
    }
}

/// The stretches of a story with what they may be labelled.
fn sequences(story: &Story, labels: Option<&[Label]>) -> Vec<Sequence> {
    let anatomy = whole(&story.text);
    let lesson = Lesson::new(Page { text: &story.text, anatomy: &anatomy });
    let own = lesson.rows();
    let truth = lesson.labels(&story.names);
    let more = labels.map(|labels| lesson.rows_again(labels));
    let mut rows = own.into_iter().zip(more.into_iter().flatten().map(Some).chain(std::iter::repeat(None)));
    let mut truth = truth.into_iter();
    let sequence = |length: usize| Sequence {
        rows: rows
            .by_ref()
            .take(length)
            .map(|(own, more)| {
                own.into_iter().chain(more.into_iter().flatten()).map(|r| r % ROWS as u32).collect()
            })
            .collect(),
        allowed: truth.by_ref().take(length).map(|label| allowed(label, story.others)).collect(),
        weight: story.weight,
    };
    lesson.stretches.iter().map(std::ops::Range::len).map(sequence).collect()
}

fn sequences_again(story: &Story, _: &[Sequence], labels: &[Label]) -> Vec<Sequence> {
    sequences(story, Some(labels))
}

/// Which labels a word may have, one bit each.
fn allowed(label: Label, others: bool) -> u16 {
    let bit = |label: Label| 1u16 << label;
    match label {
        OUT if !others => bit(OUT) | bit(OTHER[0]) | bit(OTHER[1]),
        label => bit(label),
    }
}

const ANY: u16 = (1 << LABELS) - 1;

fn bare(lesson: &Lesson) -> Vec<Sequence> {
    let mut rows = lesson.rows().into_iter();
    let sequence = |length: usize| Sequence {
        rows: rows.by_ref().take(length).map(|r| r.into_iter().map(|r| r % ROWS as u32).collect()).collect(),
        allowed: vec![ANY; length],
        weight: 1.0,
    };
    lesson.stretches.iter().map(std::ops::Range::len).map(sequence).collect()
}

fn extended(lesson: &Lesson, own: &[Sequence], labels: &[Label]) -> Vec<Sequence> {
    let mut more = lesson.rows_again(labels).into_iter();
    let mut out = own.to_vec();
    for rows in out.iter_mut().flat_map(|s| &mut s.rows) {
        rows.extend(more.next().into_iter().flatten().map(|r| r % ROWS as u32));
    }
    out
}
