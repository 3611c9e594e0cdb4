//! Reads where the parts of stories begin and end from the marks of the index.

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
    sentences: Option<Cursor>,
    paragraphs: Option<Cursor>,
    /// Lines that are not searched by default.
    lines: Option<Cursor>,
    zones: Option<Cursor>,
    headlines: Option<Cursor>,
    bodies: Option<Cursor>,
    quotes: Option<(Cursor, Cursor)>,
    stories: u32,
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
        let open = |needed: bool, field, mark: &str| {
            needed.then(|| Cursor::terms(reader, field, &[mark.to_owned()])).transpose()
        };
        let (body, lead) = (fields.body, [Unit::Lead]);
        let either = [Unit::Sentence, Unit::Paragraph];
        let starts = open(needs(&[Unit::Quote]), body, QUOTE_START)?;
        let ends = open(needs(&[Unit::Quote]), body, QUOTE_END)?;
        Ok(UnitReader {
            wanted: wanted.to_vec(),
            sentences: open(needs(&[Unit::Sentence]), body, SENTENCE)?,
            paragraphs: open(needs(&[Unit::Paragraph, Unit::Lead]), body, PARAGRAPH)?,
            lines: open(rest && needs(&either), fields.rest, PARAGRAPH)?,
            zones: open(needs(&[Unit::Lead, Unit::Headline]), body, ZONE)?,
            headlines: open(needs(&[Unit::Headline]), body, &zone_mark(LineKind::Headline))?,
            bodies: open(needs(&lead), body, &zone_mark(LineKind::Body))?,
            quotes: starts.zip(ends),
            stories: reader.max_doc(),
        })
    }

    /// Number of documents of the segment, deleted ones included.
    pub(super) fn stories(&self) -> u32 {
        self.stories
    }

    /// The first document at or after `target` that may have such a part.
    pub(super) fn least(&mut self, unit: Unit, target: DocId) -> DocId {
        let cursor = match unit {
            Unit::Quote => self.quotes.as_mut().map(|(starts, _)| starts),
            Unit::Headline => self.headlines.as_mut(),
            _ => None,
        };
        match cursor {
            Some(cursor) if target != TERMINATED => cursor.seek(target),
            _ => target,
        }
    }

    /// Reads the parts of a story.
    pub(super) fn read(&mut self, doc: DocId, units: &mut [Vec<Range>; 5], buffer: &mut Vec<u32>) {
        let mut starts = |cursor: &mut Option<Cursor>| {
            let Some(cursor) = cursor else { return Vec::new() };
            cursor.seek(doc);
            cursor.positions(doc, buffer);
            buffer.clone()
        };
        let paragraphs = parts(&starts(&mut self.paragraphs), REST);
        let lines: Vec<u32> = starts(&mut self.lines).into_iter().map(|at| at + REST).collect();
        let zones = starts(&mut self.zones);
        for &unit in &self.wanted {
            let with_lines = |mut own: Vec<Range>| {
                own.extend(parts(&lines, u32::MAX));
                own
            };
            units[unit as usize] = match unit {
                Unit::Sentence => with_lines(parts(&starts(&mut self.sentences), REST)),
                Unit::Paragraph => with_lines(paragraphs.clone()),
                Unit::Lead => lead(&paragraphs, &parts_of(&starts(&mut self.bodies), &zones, REST)),
                Unit::Headline => parts_of(&starts(&mut self.headlines), &zones, REST),
                Unit::Quote => quotes(&mut self.quotes, &mut starts),
            };
        }
    }
}

fn quotes(
    marks: &mut Option<(Cursor, Cursor)>,
    starts: &mut impl FnMut(&mut Option<Cursor>) -> Vec<u32>,
) -> Vec<Range> {
    let Some((first, last)) = marks.take() else { return Vec::new() };
    let (mut first, mut last) = (Some(first), Some(last));
    let (begins, ends) = (starts(&mut first), starts(&mut last));
    *marks = first.zip(last);
    begins.into_iter().zip(ends).map(|(start, end)| Range::new(start, end + 1)).collect()
}
