//! Walks the documents in which all slots can be filled, and verifies positions.

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::bm25::{Saturation, on_grid};
use super::cursor::Cursor;
use super::stretch::Stretches;
use crate::query::matching::Range;

/// How a matching document is scored.
pub(super) struct Scoring {
    pub(super) weight: f32,
    pub(super) saturation: Saturation,
    /// What a document earns on top if it has the exact form: all its words are of that, if none is here.
    pub(super) exact: Option<Exact>,
    /// What it earns for the same words in its headline.
    pub(super) headline: Option<Bonus>,
}

impl Scoring {
    /// What a document earns in which the words were found so often.
    pub(super) fn earned(&mut self, doc: DocId, frequency: u32) -> Score {
        let found = self.saturation.of_frequency(frequency, doc);
        let exact = match &mut self.exact {
            Some(Exact { weight, cursor: None }) => *weight * found,
            Some(Exact { weight, cursor: Some(cursor) }) => match cursor.seek(doc) == doc {
                true => *weight * self.saturation.of_frequency(cursor.frequency(doc), doc),
                false => 0.0,
            },
            None => 0.0,
        };
        let headline = self.headline.as_mut().map_or(0.0, |headline| headline.earned(doc));
        on_grid(self.weight * found + exact + headline)
    }

    /// What a saturated frequency in the searched lines is worth, if all words are of the exact form.
    pub(super) fn most(&self) -> f32 {
        self.weight + self.exact.as_ref().map_or(0.0, |exact| exact.weight)
    }

    /// What the length of a document comes to.
    pub(super) fn norm(&self, doc: DocId) -> f32 {
        self.saturation.norm(doc)
    }

    /// What a document earns that has the words so often in its headline.
    pub(super) fn of_headline(&self, doc: DocId, frequency: u32) -> Score {
        self.headline.as_ref().map_or(0.0, |headline| headline.of_frequency(frequency, doc))
    }
}

/// What the form as typed earns beyond its inflections.
pub(super) struct Exact {
    pub(super) weight: f32,
    /// Absent where the segment has no inflection of it: then all that was found is this form.
    pub(super) cursor: Option<Cursor>,
}

/// Something a document may earn on top, from another field.
pub(super) struct Bonus {
    pub(super) cursor: Cursor,
    pub(super) weight: f32,
    pub(super) saturation: Saturation,
}

impl Bonus {
    fn earned(&mut self, doc: DocId) -> Score {
        match self.cursor.seek(doc) == doc {
            true => self.of_frequency(self.cursor.frequency(doc), doc),
            false => 0.0,
        }
    }

    fn of_frequency(&self, frequency: u32, doc: DocId) -> Score {
        self.weight * self.saturation.of_frequency(frequency, doc)
    }
}

/// Documents with the slots filled side by side.
pub(super) struct LocatedScorer {
    slots: Vec<Stretches>,
    /// Paragraph starts; absent when there is one slot only.
    paragraphs: Option<Cursor>,
    /// Starts of the wanted zone, and of any zone.
    zone: Option<(Cursor, Cursor)>,
    scoring: Option<Scoring>,
    doc: DocId,
    /// Of the matches in the document; not counted yet where that takes no reading of positions.
    frequency: Option<u32>,
    found: Vec<Range>,
    next: Vec<Range>,
    buffer: Vec<u32>,
}

impl LocatedScorer {
    pub(super) fn new(
        slots: Vec<Stretches>,
        paragraphs: Option<Cursor>,
        zone: Option<(Cursor, Cursor)>,
        scoring: Option<Scoring>,
    ) -> Self {
        LocatedScorer {
            slots,
            paragraphs,
            zone,
            scoring,
            doc: 0,
            frequency: None,
            found: Vec::new(),
            next: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// The same on its first document.
    pub(super) fn settled(mut self) -> Self {
        self.settle(0);
        self
    }

    /// What a document earns; documents must be asked for in ascending order.
    pub(super) fn score_in(&mut self, doc: DocId) -> Score {
        let all = self.slots.iter_mut().all(|slot| slot.seek(doc) == doc);
        self.doc = doc;
        if all && self.holds() { self.score() } else { 0.0 }
    }

    /// Whether it is one word wherever it stands: then all documents that have it match.
    fn is_plain(&self) -> bool {
        self.slots.len() == 1 && self.zone.is_none()
    }

    /// Whether the slots are filled side by side in the current document, in which all of them are.
    fn holds(&mut self) -> bool {
        if self.is_plain() {
            self.frequency = None;
            self.found.clear();
            return true;
        }
        self.fill();
        if !self.found.is_empty() {
            self.keep_within_paragraphs();
            self.keep_within_zone();
        }
        self.frequency = Some(self.found.len() as u32);
        !self.found.is_empty()
    }

    /// The first document at or after `target` that every slot has.
    fn agree(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for slot in &mut self.slots {
                let doc = slot.seek(target);
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
    }

    /// The matches of the current document, ascending.
    pub(super) fn places(&mut self) -> &[Range] {
        if self.found.is_empty() {
            self.slots[0].read(self.doc, &mut self.found);
        }
        &self.found
    }

    /// What so many matches in a document earn by themselves, without what other fields add.
    pub(super) fn earned(&mut self, doc: DocId, frequency: u32) -> Score {
        let Some(scoring) = &self.scoring else { return 0.0 };
        scoring.weight * scoring.saturation.of_frequency(frequency, doc)
    }

    /// What fills the first slot and is followed by all others. Ends ascend with starts: two rows that meet
    /// go on alike.
    fn fill(&mut self) {
        let doc = self.doc;
        self.slots[0].read(doc, &mut self.found);
        for slot in self.slots.iter_mut().skip(1) {
            if self.found.is_empty() {
                return;
            }
            slot.read(doc, &mut self.next);
            let mut there = self.next.iter().copied().peekable();
            self.found.retain_mut(|row| {
                while there.next_if(|next| next.start < row.end).is_some() {}
                let follows = there.peek().filter(|next| next.start == row.end);
                follows.is_some_and(|next| {
                    row.end = next.end;
                    true
                })
            });
        }
    }

    fn keep_within_paragraphs(&mut self) {
        let Some(paragraphs) = &mut self.paragraphs else { return };
        paragraphs.seek(self.doc);
        paragraphs.positions(self.doc, &mut self.buffer);
        let starts = &self.buffer;
        self.found.retain(|row| {
            let next = starts.partition_point(|&s| s <= row.start);
            starts.get(next).is_none_or(|&s| s >= row.end)
        });
    }

    /// A zone reaches from its mark to the next mark of any zone.
    fn keep_within_zone(&mut self) {
        let Some((wanted, any)) = &mut self.zone else { return };
        any.seek(self.doc);
        any.positions(self.doc, &mut self.buffer);
        let mut own = Vec::new();
        wanted.seek(self.doc);
        wanted.positions(self.doc, &mut own);
        let starts = &self.buffer;
        self.found.retain(|row| {
            let before = starts.partition_point(|&s| s <= row.start);
            before.checked_sub(1).is_some_and(|i| own.binary_search(&starts[i]).is_ok())
        });
    }
}

/// A scorer that looks for its next document itself.
pub(super) trait Settles {
    /// The document it stands on.
    fn here(&mut self) -> &mut DocId;
    /// Moves to the first matching document at or after `target`.
    fn settle(&mut self, target: DocId) -> DocId;

    /// Moves on by one.
    fn step(&mut self) -> DocId {
        match *self.here() {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    /// Moves to the first matching document at or after `target`, never back.
    fn step_to(&mut self, target: DocId) -> DocId {
        let here = self.here();
        if target == TERMINATED {
            *here = TERMINATED;
        }
        if *here >= target { *here } else { self.settle(target) }
    }
}

impl Settles for LocatedScorer {
    fn here(&mut self) -> &mut DocId {
        &mut self.doc
    }

    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = self.agree(target);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            if self.holds() {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }
}

impl DocSet for LocatedScorer {
    fn advance(&mut self) -> DocId {
        self.step()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.step_to(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.slots.iter().map(Stretches::size_hint).min().unwrap_or(0)
    }
}

impl Scorer for LocatedScorer {
    fn score(&mut self) -> Score {
        let Some(scoring) = &mut self.scoring else { return 0.0 };
        let frequency = self.frequency.unwrap_or_else(|| self.slots[0].frequency(self.doc));
        scoring.earned(self.doc, frequency)
    }
}
