//! A cursor over the documents in which a slot can be filled, with the positions.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::cuts::Cuts;
use super::patterns::Pattern;
use super::places::{Gatherer, Places, Sink};
use super::terms::Terms;
use crate::index::layout::{CAPITALS_MARKS, capitals_mark};
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

/// Places with where to read on.
pub(super) struct Gathered {
    places: Arc<Places>,
    at: usize,
}

impl Cursor {
    /// Opens a slot in a field of a segment; words known by a pattern are only `counted` if that is enough.
    /// What a pattern has too many places of is cut, and told.
    pub(super) fn open(
        reader: &SegmentReader,
        field: Field,
        terms: &Terms,
        counted: bool,
        cuts: &Arc<Cuts>,
    ) -> tantivy::Result<Cursor> {
        let places = match terms {
            Terms::Any { any, .. } => return Cursor::terms(reader, field, any),
            Terms::Cased(form, capitals) => Arc::new(cased(reader, field, form, *capitals)?),
            Terms::Beginning(prefix) => beginning(reader, field, prefix, counted, cuts)?,
            Terms::Matching(matcher) => {
                let pattern = Pattern { field, matcher: matcher.clone(), counted };
                cuts.patterns.find(reader, &pattern, cuts)?
            }
        };
        Ok(Cursor::Gathered(Gathered { places, at: 0 }))
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
            Cursor::Gathered(all) => all.places.doc(all.at),
        }
    }

    /// Moves to the first document at or after `target`; stays where that lies behind.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Terms(union) => union.seek(target),
            Cursor::Gathered(all) => all.at = all.places.seek(all.at, target),
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
            Cursor::Gathered(all) if self.doc() == doc => all.places.frequency(all.at),
            Cursor::Gathered(_) => 0,
        }
    }

    /// The positions in document `doc`, ascending, if it stands there; else none.
    pub(super) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        out.clear();
        match self {
            Cursor::Terms(union) => {
                let here = union.docs.iter().zip(&mut union.postings).filter(|(at, _)| **at == doc);
                let terms = here.map(|(_, postings)| postings.append_positions_with_offset(0, out)).count();
                if terms > 1 {
                    out.sort_unstable();
                }
                out.dedup();
            }
            Cursor::Gathered(all) if all.places.doc(all.at) == doc => {
                out.extend_from_slice(all.places.positions(all.at));
            }
            Cursor::Gathered(_) => {}
        }
    }

    /// An upper bound of the number of documents left.
    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Cursor::Terms(union) => union.postings.iter().map(DocSet::size_hint).fold(0, u32::saturating_add),
            Cursor::Gathered(all) => all.places.len() as u32,
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

/// The places of all forms that begin so.
fn beginning(
    reader: &SegmentReader,
    field: Field,
    prefix: &str,
    counted: bool,
    cuts: &Cuts,
) -> tantivy::Result<Arc<Places>> {
    let index = reader.inverted_index(field)?;
    let mut gatherer = Gatherer::new(&index, cuts.room());
    let mut sinks = [Sink::new(reader, counted)];
    let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
    while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
        gatherer.take(stream.value(), &mut sinks, &[0])?;
    }
    let [sink] = sinks;
    let (places, cut) = sink.found(cuts);
    if cut {
        cuts.tell();
    }
    Ok(places)
}

/// The places of a form at which the mark of its capitals stands; for a form without any, those at which
/// none does.
fn cased(reader: &SegmentReader, field: Field, form: &str, capitals: Capitals) -> tantivy::Result<Places> {
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
    Ok(Places::of(places))
}
