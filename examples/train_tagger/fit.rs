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

/// Fits whose mean is taken.
const FITS: u64 = 4;

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
        let own: Vec<Vec<Sequence>> = stories.iter().map(|story| of_story(story, None)).collect();
        let all = || own.iter().flatten().collect::<Vec<_>>();
        let others = |part: usize| {
            let kept = own.iter().enumerate().filter(|(i, _)| i % PARTS != part);
            kept.flat_map(|(_, sequences)| sequences).collect::<Vec<_>>()
        };
        // Two threads; what each fits does not depend on the other.
        let (first, parts) = thread::scope(|scope| {
            let odd = scope
                .spawn(|| (1..PARTS).step_by(2).map(|part| Crf::fit(&others(part), 1)).collect::<Vec<_>>());
            let mut parts: Vec<Crf> = (0..PARTS).step_by(2).map(|part| Crf::fit(&others(part), 1)).collect();
            let first = Crf::fit_mean(&all(), FITS);
            let odd = odd.join().unwrap_or_default();
            odd.into_iter().enumerate().for_each(|(k, crf)| parts.insert(2 * k + 1, crf));
            (first, parts)
        });
        let again: Vec<Sequence> = stories
            .iter()
            .zip(&own)
            .enumerate()
            .flat_map(|(i, (story, sequences))| {
                let labels: Vec<Label> = sequences.iter().flat_map(|s| parts[i % PARTS].decode(s)).collect();
                of_story(story, Some(&labels))
            })
            .collect();
        Tagger { first, second: Crf::fit_mean(&again.iter().collect::<Vec<_>>(), FITS) }
    }

    /// What the tagger finds in a text.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let anatomy = whole(text);
        let lesson = Lesson::new(Page { text, anatomy: &anatomy });
        let free = vec![ANY; lesson.len()];
        let label = |crf: &Crf, labels: Option<&[Label]>| -> Vec<Label> {
            sequences(&lesson, labels, &free, 1.0).iter().flat_map(|s| crf.decode(s)).collect()
        };
        let first = label(&self.first, None);
        lesson.mentions(&label(&self.second, Some(&first)))
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

/// The stretches of a story with what they may be labelled; with the first pass's labels, as the second
/// pass sees them.
fn of_story(story: &Story, first: Option<&[Label]>) -> Vec<Sequence> {
    let anatomy = whole(&story.text);
    let lesson = Lesson::new(Page { text: &story.text, anatomy: &anatomy });
    let truth = lesson.labels(&story.names);
    let truth: Vec<u16> = truth.into_iter().map(|label| allowed(label, story.others)).collect();
    sequences(&lesson, first, &truth, story.weight)
}

fn sequences(lesson: &Lesson, first: Option<&[Label]>, allowed: &[u16], weight: f32) -> Vec<Sequence> {
    let mut rows = lesson.rows();
    let more = first.map(|labels| lesson.rows_again(labels)).unwrap_or_default();
    rows.iter_mut().zip(more).for_each(|(rows, more)| rows.extend(more));
    rows.iter_mut().flatten().for_each(|row| *row %= ROWS as u32);
    let (mut rows, mut allowed) = (rows.into_iter(), allowed.iter().copied());
    let lengths = lesson.stretches.iter().map(std::ops::Range::len);
    lengths
        .map(|length| Sequence {
            rows: rows.by_ref().take(length).collect(),
            allowed: allowed.by_ref().take(length).collect(),
            weight,
        })
        .collect()
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
