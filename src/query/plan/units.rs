//! Reads where the parts of stories begin and end from the marks of the index.

use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::cursor::Cursor;
use crate::index::Fields;
use crate::index::layout::{PARAGRAPH, QUOTE_END, QUOTE_START, SENTENCE, ZONE, zone_mark};
use crate::query::ast::Unit;
use crate::query::matching::{REST, Range, lead, parts, parts_of};
use crate::segment::LineKind;

/// The marks of a segment that some kinds of parts need.
pub(super) struct UnitReader {
    wanted: Vec<Unit>,
    sentences: Marks,
    paragraphs: Marks,
    /// Lines that are not searched by default.
    lines: Marks,
    zones: Marks,
    headlines: Marks,
    bodies: Marks,
    quotes: Marks,
    /// The last words of quotes.
    ends: Marks,
    stories: u32,
}

/// A mark, if it is needed, with where it stands in the story that was read last.
struct Marks(Option<Cursor>, Vec<u32>);

impl Marks {
    fn open(needed: bool, reader: &SegmentReader, field: Field, mark: &str) -> tantivy::Result<Marks> {
        let open = || Cursor::terms(reader, field, &[mark.to_owned()]);
        Ok(Marks(needed.then(open).transpose()?, Vec::new()))
    }

    /// Where it stands in a story; nowhere if it is not needed.
    fn read(&mut self, doc: DocId) -> &[u32] {
        if let Marks(Some(cursor), places) = self {
            cursor.seek(doc);
            cursor.positions(doc, places);
        }
        &self.1
    }
}

impl UnitReader {
    /// Opens the marks; with those of the other lines where `rest`.
    pub(super) fn open(
        reader: &SegmentReader,
        fields: &Fields,
        wanted: &[Unit],
        rest: bool,
    ) -> tantivy::Result<UnitReader> {
        let needs = |units: &[Unit]| wanted.iter().any(|unit| units.contains(unit));
        let open = |needed, mark: &str| Marks::open(needed, reader, fields.body, mark);
        let lines = rest && needs(&[Unit::Sentence, Unit::Paragraph]);
        Ok(UnitReader {
            wanted: wanted.to_vec(),
            sentences: open(needs(&[Unit::Sentence]), SENTENCE)?,
            paragraphs: open(needs(&[Unit::Paragraph, Unit::Lead]), PARAGRAPH)?,
            lines: Marks::open(lines, reader, fields.rest, PARAGRAPH)?,
            zones: open(needs(&[Unit::Lead, Unit::Headline]), ZONE)?,
            headlines: open(needs(&[Unit::Headline]), &zone_mark(LineKind::Headline))?,
            bodies: open(needs(&[Unit::Lead]), &zone_mark(LineKind::Body))?,
            quotes: open(needs(&[Unit::Quote]), QUOTE_START)?,
            ends: open(needs(&[Unit::Quote]), QUOTE_END)?,
            stories: reader.max_doc(),
        })
    }

    /// Number of documents of the segment, deleted ones included.
    pub(super) fn stories(&self) -> u32 {
        self.stories
    }

    /// The first document at or after `target` that may have such a part.
    pub(super) fn least(&mut self, unit: Unit, target: DocId) -> DocId {
        let marks = match unit {
            Unit::Quote => self.quotes.0.as_mut(),
            Unit::Headline => self.headlines.0.as_mut(),
            _ => None,
        };
        match marks {
            Some(cursor) if target != TERMINATED => cursor.seek(target),
            _ => target,
        }
    }

    /// Reads the parts of a story, in place of those of another.
    pub(super) fn read(&mut self, doc: DocId, units: &mut [Vec<Range>; 5]) {
        for i in 0..self.wanted.len() {
            let unit = self.wanted[i];
            let found = &mut units[unit as usize];
            found.clear();
            match unit {
                Unit::Sentence => {
                    found.extend(parts(self.sentences.read(doc), REST));
                    found.extend(self.lines(doc));
                }
                Unit::Paragraph => {
                    found.extend(parts(self.paragraphs.read(doc), REST));
                    found.extend(self.lines(doc));
                }
                Unit::Lead => found.extend(self.lead(doc)),
                Unit::Headline => {
                    found.extend(parts_of(self.headlines.read(doc), self.zones.read(doc), REST));
                }
                Unit::Quote => {
                    let quotes = self.quotes.read(doc).iter().zip(self.ends.read(doc));
                    found.extend(quotes.map(|(&start, &end)| Range::new(start, end + 1)));
                }
            }
        }
    }

    fn lines(&mut self, doc: DocId) -> impl Iterator<Item = Range> {
        let lines = parts(self.lines.read(doc), u32::MAX - REST);
        lines.map(|line| Range::new(line.start + REST, line.end + REST))
    }

    fn lead(&mut self, doc: DocId) -> Vec<Range> {
        let paragraphs: Vec<Range> = parts(self.paragraphs.read(doc), REST).collect();
        let bodies: Vec<Range> = parts_of(self.bodies.read(doc), self.zones.read(doc), REST).collect();
        lead(&paragraphs, &bodies)
    }
}
