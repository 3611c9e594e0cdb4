//! The tagger: which words are people, places, organisations.
//!
//! Only `stretches` of capitals and the small words between them are looked at. Each of their words
//! gets points for each label from some fifty hashed features (`signs`, `features`; weights in `model`),
//! and the best row of labels is found (`decode`). A second pass does so again with what the first one
//! told of the story's words (`memory`): a surname is a person where the full name was one.
//!
//! The method is that of linear-chain conditional random fields (Lafferty, McCallum, Pereira 2001)
//! with hashed features; `examples/train_tagger.rs` fits the weights, through [`learning`].

mod decode;
mod features;
mod labels;
pub mod learning;
mod memory;
mod model;
mod signs;
mod stretches;

use std::ops::Range;

use super::classes::SUFFIX;
use super::regions::Piece;
use super::tokens::{Gap, Tokens};
use decode::{Decoder, Scores};
use labels::{Label, OUT, Part, named};
use memory::Memory;
use model::{STEPS_OF, Sums};
use signs::{AROUND, Listed, Signs};

/// Finds the names of a story, ascending, none inside another.
pub(super) fn tag(tokens: &Tokens<'_>) -> Vec<Piece> {
    let stretches = stretches::stretches(tokens);
    let mut room = Room::default();
    let (first, sums) = room.first(tokens, &stretches);
    let second = room.second(tokens, &stretches, &first, sums);
    pieces(&stretches, &second, &room.listed)
}

/// Stretches whose weights are called up together.
const BATCH: usize = 4;

/// Buffers, kept from stretch to stretch.
#[derive(Default)]
struct Room {
    signs: Vec<Signs>,
    rows: Vec<u32>,
    listed: Vec<Listed>,
    decoder: Decoder,
    scores: Vec<Scores>,
}

impl Room {
    /// The first pass: the labels of all stretches, and what each word's own features say in the second one.
    fn first(&mut self, tokens: &Tokens<'_>, stretches: &[Range<usize>]) -> (Vec<Label>, Vec<Sums>) {
        let words = stretches.iter().map(Range::len).sum();
        let (mut labels, mut sums) = (Vec::with_capacity(words), Vec::with_capacity(words));
        for batch in stretches.chunks(BATCH) {
            self.rows.clear();
            for stretch in batch {
                signs::read(tokens, stretch, &mut self.signs, &mut self.listed);
                (0..stretch.len()).for_each(|at| features::rows(&self.signs, AROUND + at, &mut self.rows));
            }
            model::call_up(&self.rows);
            let words = batch.iter().flat_map(Clone::clone);
            for (i, rows) in words.zip(self.rows.chunks_exact(features::TEMPLATES)) {
                let mut own = Sums::of(rows);
                if parted(tokens, i) {
                    own.iter_mut().for_each(Sums::begin_anew);
                }
                self.scores.push(own[0].scores());
                sums.push(own[1]);
            }
            self.decode(batch, 0, &mut labels);
        }
        (labels, sums)
    }

    /// The second pass: the labels of all stretches, after what the first one told.
    fn second(
        &mut self,
        tokens: &Tokens<'_>,
        stretches: &[Range<usize>],
        first: &[Label],
        mut sums: Vec<Sums>,
    ) -> Vec<Label> {
        let memory = Memory::of(tokens, stretches, first);
        let mut labels = Vec::with_capacity(first.len());
        let mut labelled = labelled(stretches, first);
        for batch in stretches.chunks(BATCH) {
            self.rows.clear();
            for (stretch, own) in labelled.by_ref().take(batch.len()) {
                let at = |at: usize| (stretch.start + at, around(own, at));
                (0..own.len()).map(at).for_each(|(i, labels)| memory.rows(tokens, i, labels, &mut self.rows));
            }
            model::call_up(&self.rows);
            for (sums, rows) in sums[labels.len()..].iter_mut().zip(self.rows.chunks_exact(memory::TEMPLATES))
            {
                sums.add_second(rows);
                self.scores.push(sums.scores());
            }
            self.decode(batch, 1, &mut labels);
        }
        labels
    }

    /// Appends the best labels of some stretches, and uses the scores of their words up.
    fn decode(&mut self, batch: &[Range<usize>], pass: usize, labels: &mut Vec<Label>) {
        let mut scores = self.scores.as_slice();
        for stretch in batch {
            let (own, rest) = scores.split_at(stretch.len());
            self.decoder.decode(own, &STEPS_OF[pass], labels);
            scores = rest;
        }
        self.scores.clear();
    }
}

/// Does no name of a person or place go on with the word? Not over a comma, a bracket or a possessive.
fn parted(tokens: &Tokens<'_>, i: usize) -> bool {
    let token = &tokens.all[i];
    match token.gap {
        Gap::Comma => !token.class.any(SUFFIX),
        Gap::Bracket | Gap::Other => true,
        // `People's Republic of China` is one name.
        _ => i > 0 && tokens.all[i - 1].possessive && tokens.folded(i - 1) != "people",
    }
}

/// The stretches with their labels.
fn labelled<'a>(
    stretches: &'a [Range<usize>],
    mut labels: &'a [Label],
) -> impl Iterator<Item = (&'a Range<usize>, &'a [Label])> {
    stretches.iter().map(move |stretch| {
        let (own, rest) = labels.split_at(stretch.len());
        labels = rest;
        (stretch, own)
    })
}

/// The labels before, on and behind word `at` of a stretch.
fn around(labels: &[Label], at: usize) -> [Label; 3] {
    let label = |k: Option<usize>| k.and_then(|k| labels.get(k)).copied().unwrap_or(OUT);
    [label(at.checked_sub(1)), labels[at], label(Some(at + 1))]
}

/// Labels → pieces, with the places that the gazetteer has under their names.
fn pieces(stretches: &[Range<usize>], labels: &[Label], listed: &[Listed]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut start = None;
    let mut listed = listed.iter().peekable();
    for (i, &label) in stretches.iter().flat_map(Clone::clone).zip(labels) {
        let Some((kind, part)) = named(label) else { continue };
        if matches!(part, Part::First | Part::Only) {
            start = Some(i);
        }
        if let (Part::Last | Part::Only, Some(first)) = (part, start) {
            while listed.next_if(|l| l.first < first).is_some() {}
            let places = listed.peek().filter(|l| (l.first, l.end) == (first, i + 1)).map(|l| l.places);
            out.push(Piece { first, end: i + 1, kind, places });
        }
    }
    out
}
