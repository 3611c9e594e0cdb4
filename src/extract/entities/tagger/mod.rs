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
    let sums = room.sums(tokens, &stretches);
    let first = room.labels(&stretches, sums.iter().map(|sums| sums.scores(0)), 0);
    let second = room.again(tokens, &stretches, &first, sums);
    pieces(&stretches, &second, &room.listed)
}

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
    /// The weights of each word's own features.
    fn sums(&mut self, tokens: &Tokens<'_>, stretches: &[Range<usize>]) -> Vec<Sums> {
        let mut out = Vec::with_capacity(stretches.iter().map(Range::len).sum());
        for stretch in stretches {
            signs::read(tokens, stretch, &mut self.signs, &mut self.listed);
            self.rows.clear();
            for at in 0..stretch.len() {
                features::rows(&self.signs, AROUND + at, &mut self.rows);
            }
            model::call_up(&self.rows);
            for (at, rows) in self.rows.chunks_exact(features::TEMPLATES).enumerate() {
                let mut sums = Sums::ZERO;
                sums.add_all(rows);
                if parted(tokens, stretch.start + at) {
                    sums.begin_anew();
                }
                out.push(sums);
            }
        }
        out
    }

    /// The best labels of all stretches.
    fn labels(
        &mut self,
        stretches: &[Range<usize>],
        mut scores: impl Iterator<Item = Scores>,
        pass: usize,
    ) -> Vec<Label> {
        let mut labels = Vec::with_capacity(scores.size_hint().0);
        for stretch in stretches {
            self.scores.clear();
            self.scores.extend(scores.by_ref().take(stretch.len()));
            self.decoder.decode(&self.scores, &STEPS_OF[pass], &mut labels);
        }
        labels
    }

    /// The second pass.
    fn again(
        &mut self,
        tokens: &Tokens<'_>,
        stretches: &[Range<usize>],
        first: &[Label],
        mut sums: Vec<Sums>,
    ) -> Vec<Label> {
        let mut memory = Memory::default();
        memory.read(tokens, stretches, first);
        for (at, i, around) in words(stretches, first) {
            self.rows.clear();
            memory.rows(tokens, i, around, &mut self.rows);
            sums[at].add_all(&self.rows);
        }
        self.labels(stretches, sums.iter().map(|sums| sums.scores(1)), 1)
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

/// Each word of the stretches: its number there, its token, and the labels before, on and behind it.
fn words<'a>(
    stretches: &'a [Range<usize>],
    labels: &'a [Label],
) -> impl Iterator<Item = (usize, usize, [Label; 3])> + 'a {
    let mut base = 0;
    stretches.iter().flat_map(move |stretch| {
        let own = &labels[base..base + stretch.len()];
        let from = base;
        base += stretch.len();
        (0..own.len()).map(move |k| {
            let label = |k: Option<usize>| k.and_then(|k| own.get(k)).copied().unwrap_or(OUT);
            (from + k, stretch.start + k, [label(k.checked_sub(1)), own[k], label(Some(k + 1))])
        })
    })
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
