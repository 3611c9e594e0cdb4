//! A cursor over the documents in which a slot can be filled, with the positions.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

use super::cuts::{Cuts, Held};
use super::terms::Terms;
use crate::index::layout::{CAPITALS_MARKS, JOIN, MARK, STEM, capitals_mark};
use crate::text::words::Capitals;

/// Documents and positions of a slot, ascending.
pub(super) enum Cursor {
    /// A few terms.
    Terms(Union),
    /// What many terms gave, gathered at once.
    Gathered(Gathered),
}

/// The union of a few terms' postings; where each stands is kept beside them, since postings are large and
/// most of them need not be touched for a document.
pub(super) struct Union {
    postings: Vec<SegmentPostings>,
    docs: Vec<DocId>,
    /// The first of them.
    doc: DocId,
}

/// Positions by document, with a place to read from.
#[derive(Default)]
pub(super) struct Gathered {
    /// Documents with where their positions begin.
    docs: Vec<(DocId, u32)>,
    positions: Vec<u32>,
    at: usize,
    _held: Held,
}

impl Cursor {
    /// Opens a slot in a field of a segment. What a pattern has too many places of is cut, and told.
    pub(super) fn open(
        reader: &SegmentReader,
        field: Field,
        terms: &Terms,
        cuts: &Arc<Cuts>,
    ) -> tantivy::Result<Cursor> {
        Ok(match terms {
            Terms::Any { any, .. } => Cursor::terms(reader, field, any)?,
            Terms::Cased(form, capitals) => Cursor::Gathered(cased(reader, field, form, *capitals)?),
            Terms::Beginning(prefix) => {
                let within = |form: &str| form.starts_with(prefix.as_str());
                Cursor::Gathered(gather(reader, field, prefix, within, cuts)?)
            }
            Terms::Matching(matcher) => {
                Cursor::Gathered(gather(reader, field, "", |form| matcher.fits(form), cuts)?)
            }
        })
    }

    /// Opens the union of some terms.
    pub(super) fn terms(reader: &SegmentReader, field: Field, terms: &[String]) -> tantivy::Result<Cursor> {
        let index = reader.inverted_index(field)?;
        let mut postings = Vec::with_capacity(terms.len());
        for term in terms {
            let term = Term::from_field_text(field, term);
            postings.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Cursor::Terms(Union::of(postings)))
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Cursor::Terms(union) => union.doc,
            Cursor::Gathered(all) => all.docs.get(all.at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// Moves to the first document at or after `target`; stays where that lies behind.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Terms(union) => union.seek(target),
            Cursor::Gathered(all) => all.at += all.docs[all.at..].partition_point(|(doc, _)| *doc < target),
        }
        self.doc()
    }

    /// Whether it stands on no document.
    pub(super) fn is_empty(&self) -> bool {
        self.doc() == TERMINATED
    }

    /// How often the slot is filled in the document it stands on, if that is `doc`.
    pub(super) fn frequency(&self, doc: DocId) -> u32 {
        match self {
            Cursor::Terms(union) => union.frequency(doc),
            Cursor::Gathered(all) => all.here(doc).len() as u32,
        }
    }

    /// The positions in document `doc`, ascending, if it stands there; else none.
    pub(super) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        out.clear();
        match self {
            Cursor::Terms(union) => {
                for postings in union.postings.iter_mut().filter(|p| p.doc() == doc) {
                    postings.append_positions_with_offset(0, out);
                }
                out.sort_unstable();
                out.dedup();
            }
            Cursor::Gathered(all) => out.extend_from_slice(all.here(doc)),
        }
    }

    /// An upper bound of the number of documents left.
    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Cursor::Terms(union) => union.postings.iter().map(DocSet::size_hint).fold(0, u32::saturating_add),
            Cursor::Gathered(all) => all.docs.len() as u32,
        }
    }
}

impl Union {
    fn of(postings: Vec<SegmentPostings>) -> Union {
        let docs: Vec<DocId> = postings.iter().map(DocSet::doc).collect();
        Union { doc: docs.iter().copied().min().unwrap_or(TERMINATED), postings, docs }
    }

    fn seek(&mut self, target: DocId) {
        if self.doc >= target {
            return;
        }
        self.doc = TERMINATED;
        for (doc, postings) in self.docs.iter_mut().zip(&mut self.postings) {
            if *doc < target {
                *doc = postings.seek(target);
            }
            self.doc = self.doc.min(*doc);
        }
    }

    fn frequency(&self, doc: DocId) -> u32 {
        if self.doc > doc {
            return 0;
        }
        let here = self.docs.iter().zip(&self.postings).filter(|(at, _)| **at == doc);
        here.map(|(_, postings)| postings.term_freq()).sum()
    }
}

impl Gathered {
    /// From places in any order.
    fn of(mut places: Vec<(DocId, u32)>) -> Gathered {
        places.sort_unstable();
        let mut docs: Vec<(DocId, u32)> = Vec::new();
        for (at, (doc, _)) in places.iter().enumerate() {
            if docs.last().is_none_or(|(last, _)| last != doc) {
                docs.push((*doc, at as u32));
            }
        }
        Gathered {
            docs,
            positions: places.into_iter().map(|(_, position)| position).collect(),
            at: 0,
            _held: Held::default(),
        }
    }

    /// The positions of the document it stands on, if that is `doc`.
    fn here(&self, doc: DocId) -> &[u32] {
        let Some(&(_, from)) = self.docs.get(self.at).filter(|(here, _)| *here == doc) else { return &[] };
        let to = self.docs.get(self.at + 1).map_or(self.positions.len(), |(_, next)| *next as usize);
        &self.positions[from as usize..to]
    }
}

/// The places of all forms from `first` on that pass.
fn gather(
    reader: &SegmentReader,
    field: Field,
    first: &str,
    fits: impl Fn(&str) -> bool,
    cuts: &Cuts,
) -> tantivy::Result<Gathered> {
    let index = reader.inverted_index(field)?;
    let (mut places, room) = (Vec::new(), cuts.room());
    let mut stream = index.terms().range().ge(first.as_bytes()).into_stream()?;
    while stream.advance() && stream.key().starts_with(first.as_bytes()) {
        let form = std::str::from_utf8(stream.key()).unwrap_or_default();
        if form.starts_with([STEM, MARK, JOIN]) || !fits(form) {
            continue;
        }
        gather_term(&index, stream.value(), &mut places, room)?;
        if places.len() > room {
            cuts.tell();
            break;
        }
    }
    let held = cuts.hold(places.len());
    Ok(Gathered { _held: held, ..Gathered::of(places) })
}

/// The places of a term, up to where there are more than `room`.
fn gather_term(
    index: &InvertedIndexReader,
    term: &tantivy::postings::TermInfo,
    places: &mut Vec<(DocId, u32)>,
    room: usize,
) -> tantivy::Result<()> {
    let mut postings = index.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
    let mut here = Vec::new();
    while postings.doc() != TERMINATED && places.len() <= room {
        here.clear();
        postings.append_positions_with_offset(0, &mut here);
        places.extend(here.iter().map(|&position| (postings.doc(), position)));
        postings.advance();
    }
    Ok(())
}

/// The places of a form at which the mark of its capitals stands; for a form without any, those at which
/// none does.
fn cased(reader: &SegmentReader, field: Field, form: &str, capitals: Capitals) -> tantivy::Result<Gathered> {
    let wanted = capitals_mark(capitals);
    let marks: Vec<String> = match wanted {
        Some(mark) => vec![mark.to_owned()],
        None => CAPITALS_MARKS.iter().map(|(_, mark)| (*mark).to_owned()).collect(),
    };
    let mut forms = Cursor::terms(reader, field, &[form.to_owned()])?;
    let mut marks = Cursor::terms(reader, field, &marks)?;
    let (mut here, mut marked, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut doc = forms.doc();
    while doc != TERMINATED {
        forms.positions(doc, &mut here);
        marks.seek(doc);
        marks.positions(doc, &mut marked);
        let kept = here.iter().filter(|at| marked.binary_search(at).is_ok() == wanted.is_some());
        places.extend(kept.map(|&at| (doc, at)));
        doc = forms.seek(doc + 1);
    }
    Ok(Gathered::of(places))
}
