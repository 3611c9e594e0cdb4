//! Story → tantivy document.

use std::ops::{AddAssign, SubAssign};

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use super::layout::{self, Words};
use super::lexicon::{Lexicon, Vocabulary};
use super::names::place_value;
use super::packed::Packer;
use super::terms::Terms;
use super::{Fields, IndexError};
use crate::segment::LineKind;
use crate::story::{Story, id_number};

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
    /// Number of words in the searched lines; [`DocumentMaker`] counts them.
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

/// Makes documents of stories.
pub struct DocumentMaker {
    fields: Fields,
    packer: Packer,
    lexicon: Lexicon,
}

impl DocumentMaker {
    /// For an index with these fields, stories packed by `packer`.
    pub fn new(fields: Fields, packer: Packer) -> DocumentMaker {
        DocumentMaker { fields, packer, lexicon: Lexicon::default() }
    }

    /// The document of a story, with its lengths.
    ///
    /// # Errors
    /// When the story cannot be encoded; a bug.
    pub fn document(&mut self, mut stored: Stored) -> Result<(TantivyDocument, Lengths), IndexError> {
        let (mut doc, fields, story) = (TantivyDocument::default(), &self.fields, &stored.story);
        doc.add_text(fields.address, &stored.address);
        doc.add_u64(fields.id, id_column(&story.id));
        let words = layout::words(story);
        let lengths = add_words(&mut doc, fields, story, &words, &mut self.lexicon);
        stored.words = words.searched.spans.len() as u64;
        doc.add_u64(fields.words, stored.words);
        add_names(&mut doc, fields, story);
        add_facts(&mut doc, fields, story);
        doc.add_bytes(fields.story, &self.packer.pack(&stored)?);
        Ok((doc, lengths))
    }

    /// How many terms the document of a story has.
    pub fn lengths(&mut self, story: &Story) -> Lengths {
        lengths(story, &mut self.lexicon)
    }
}

/// How many terms the document of a story has.
pub fn lengths(story: &Story, lexicon: &mut Lexicon) -> Lengths {
    Lengths::of(&ScoredTerms::of(story, &layout::words(story), lexicon.of(story.language.as_deref())))
}

/// The terms of a story in the fields that are scored by their lengths.
struct ScoredTerms {
    body: Terms,
    rest: Terms,
    headline: Terms,
}

impl ScoredTerms {
    fn of(story: &Story, words: &Words, vocabulary: &mut Vocabulary) -> ScoredTerms {
        let headline = story.lines.iter().filter(|line| line.kind == LineKind::Headline);
        ScoredTerms {
            body: layout::searched_terms(vocabulary, story, &words.searched),
            rest: layout::rest_terms(vocabulary, story, &words.rest),
            headline: layout::bag(vocabulary, &story.text, &words.searched, headline.map(|line| line.span)),
        }
    }
}

impl Lengths {
    fn of(terms: &ScoredTerms) -> Lengths {
        let length = |terms: &Terms| terms.len() as i64;
        Lengths { body: length(&terms.body), rest: length(&terms.rest), headline: length(&terms.headline) }
    }
}

fn add_words(
    doc: &mut TantivyDocument,
    fields: &Fields,
    story: &Story,
    words: &Words,
    lexicon: &mut Lexicon,
) -> Lengths {
    let vocabulary = lexicon.of(story.language.as_deref());
    let terms = ScoredTerms::of(story, words, vocabulary);
    let quotes = story.quotes.iter().map(|quote| quote.span);
    let quotes = layout::bag(vocabulary, &story.text, &words.searched, quotes);
    let all = [
        (fields.body, &terms.body),
        (fields.rest, &terms.rest),
        (fields.headline, &terms.headline),
        (fields.quotes, &quotes),
    ];
    for (field, terms) in all.into_iter().filter(|(_, terms)| !terms.is_empty()) {
        doc.add_text(field, &*terms.written());
    }
    Lengths::of(&terms)
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
