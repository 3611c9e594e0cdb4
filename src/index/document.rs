//! Story → tantivy document.

use std::ops::{AddAssign, SubAssign};

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::tokenizer::{PreTokenizedString, Token as TantivyToken};

use super::layout::{self, Placed, Words};
use super::names::place_value;
use super::packed::Packer;
use super::{Fields, IndexError};
use crate::segment::LineKind;
use crate::story::{Story, id_number};
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// The date column's value for an undated story: below every day, so that descending order puts
/// such stories last.
pub const UNDATED: i64 = i64::MIN;

/// What the index keeps of a document beside its terms and columns; with what columns have too and every
/// hit shows: to open a column takes longer than to read a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its address.
    pub address: String,
    /// The whole story.
    pub story: Story,
    /// Number of words in the searched lines; [`document`] counts them.
    pub words: u64,
    /// Where the text begins in the file, in bytes, if offsets of the text are offsets of the file.
    pub file_bytes: Option<u64>,
}

/// How many terms stories have in the fields that are scored by their lengths. What tantivy knows of its
/// segments counts stories that were taken out, and is an estimate after a merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lengths {
    /// Terms of the searched lines.
    pub body: i64,
    /// Terms of all other lines.
    pub rest: i64,
    /// Terms of headlines.
    pub headline: i64,
}

impl Lengths {
    /// Those of one story.
    pub fn of(story: &Story) -> Lengths {
        Terms::of(story, &layout::words(&Analyzer::of(story.language.as_deref()), story)).lengths()
    }
}

impl AddAssign for Lengths {
    fn add_assign(&mut self, more: Lengths) {
        self.body += more.body;
        self.rest += more.rest;
        self.headline += more.headline;
    }
}

impl SubAssign for Lengths {
    fn sub_assign(&mut self, less: Lengths) {
        self.body -= less.body;
        self.rest -= less.rest;
        self.headline -= less.headline;
    }
}

/// The document of a story, with its lengths.
///
/// # Errors
/// When the story cannot be encoded; a bug.
pub fn document(
    fields: &Fields,
    mut stored: Stored,
    packer: &mut Packer,
) -> Result<(TantivyDocument, Lengths), IndexError> {
    let mut doc = TantivyDocument::default();
    let story = &stored.story;
    doc.add_text(fields.address, &stored.address);
    doc.add_u64(fields.id, id_column(&story.id));
    let words = layout::words(&Analyzer::of(story.language.as_deref()), story);
    let terms = Terms::of(story, &words);
    let lengths = terms.lengths();
    terms.add(&mut doc, fields);
    stored.words = words.searched.len() as u64;
    doc.add_u64(fields.words, stored.words);
    add_names(&mut doc, fields, story);
    add_facts(&mut doc, fields, story);
    doc.add_bytes(fields.story, &packer.pack(&stored)?);
    Ok((doc, lengths))
}

/// The terms of a story in the fields of words.
struct Terms {
    body: Vec<Placed>,
    rest: Vec<Placed>,
    headline: Vec<Placed>,
    quotes: Vec<Placed>,
}

impl Terms {
    fn of(story: &Story, words: &Words) -> Terms {
        let headline: Vec<Span> =
            story.lines.iter().filter(|l| l.kind == LineKind::Headline).map(|l| l.span).collect();
        let quotes: Vec<Span> = story.quotes.iter().map(|q| q.span).collect();
        Terms {
            body: layout::searched_terms(story, &words.searched),
            rest: layout::rest_terms(story, &words.rest),
            headline: layout::bag(&words.searched, &headline),
            quotes: layout::bag(&words.searched, &quotes),
        }
    }

    fn lengths(&self) -> Lengths {
        let length = |terms: &Vec<Placed>| terms.len() as i64;
        Lengths { body: length(&self.body), rest: length(&self.rest), headline: length(&self.headline) }
    }

    fn add(self, doc: &mut TantivyDocument, fields: &Fields) {
        add_terms(doc, fields.body, self.body);
        add_terms(doc, fields.rest, self.rest);
        add_terms(doc, fields.headline, self.headline);
        add_terms(doc, fields.quotes, self.quotes);
    }
}

fn add_terms(doc: &mut TantivyDocument, field: Field, terms: Vec<Placed>) {
    if terms.is_empty() {
        return;
    }
    let tokens = terms
        .into_iter()
        .map(|placed| TantivyToken { position: placed.position, text: placed.term, ..Default::default() })
        .collect();
    doc.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
}

fn add_names(doc: &mut TantivyDocument, fields: &Fields, story: &Story) {
    for person in &story.people {
        doc.add_text(fields.people, &person.name);
        doc.add_u64(fields.people_mentions, person.mentions.len() as u64);
        if person.quotes > 0 {
            doc.add_text(fields.people_quoted, &person.name);
        }
    }
    for place in &story.places {
        doc.add_text(fields.places, place_value(place));
        doc.add_u64(fields.places_mentions, place.mentions.len() as u64);
    }
    for place in &story.dateline_places {
        doc.add_text(fields.dateline, place_value(place));
    }
    for org in &story.orgs {
        doc.add_text(fields.orgs, &org.name);
        doc.add_u64(fields.orgs_mentions, org.mentions.len() as u64);
    }
}

fn add_facts(doc: &mut TantivyDocument, fields: &Fields, story: &Story) {
    let texts = [
        (fields.source, story.source.as_ref().map(|s| s.value.as_str())),
        (fields.agency, story.agency.as_deref()),
        (fields.language, story.language.as_deref()),
    ];
    for (field, value) in texts.into_iter().filter_map(|(field, value)| Some((field, value?))) {
        doc.add_text(field, value);
    }
    doc.add_i64(fields.date, story.date.as_ref().map_or(UNDATED, |d| day_number(d.value)));
    doc.add_bool(fields.extracted, story.extracted);
}

/// The id column's value of a story's id.
pub fn id_column(id: &str) -> u64 {
    id_number(id)
}

/// Days since 1970-01-01.
pub fn day_number(day: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.duration_until(day).as_hours() / 24
}

/// The day of a [`day_number`]; `None` for [`UNDATED`] and what lies outside the calendar.
pub fn day_of(number: i64) -> Option<jiff::civil::Date> {
    let days = i32::try_from(number).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_before_and_after_the_epoch_come_back() {
        for day in ["1912-04-15", "1969-12-31", "1970-01-01", "2017-11-21"] {
            let day: jiff::civil::Date = day.parse().unwrap();
            assert_eq!(day_of(day_number(day)), Some(day));
        }
        assert_eq!(day_number("1969-12-31".parse().unwrap()), -1);
        assert_eq!(day_of(UNDATED), None);
    }
}
