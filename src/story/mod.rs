//! The story: one text with everything that is known about it.

mod id;
mod record;

use std::collections::HashSet;
use std::sync::Arc;

use crate::extract::{
    Dateline, Entities, Facts, Org, Page, Person, Place, Quote, Sourced, entities, facts, quotes,
};
use crate::segment::{self, Anatomy, Furniture, Line, LineKind};
use crate::text::Span;

pub use crate::extract::Given;
pub use id::{id_number, id_of, id_text};
pub use record::Record;

/// Version of all that makes a story of a text, and of what is counted of names and makes people of them: what
/// an older one read is read again by the next run. A test holds it against the stories of the sample archive.
pub const EXTRACTOR: u32 = 3;

/// How to read a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the caller knows about the story.
    pub given: Given,
    /// Tell story from page furniture; off: every line is body.
    pub segment: bool,
    /// In how many other stories of the source lines stand, if that is known.
    pub furniture: Option<Arc<Furniture>>,
    /// Keep the reasons for each line's label.
    pub why: bool,
    /// The encoding the text was decoded from, for the record.
    pub encoding: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options { given: Given::default(), segment: true, furniture: None, why: false, encoding: None }
    }
}

/// A story: its text, the parts of the text, and what was found in it. Spans are UTF-8 bytes of
/// [`Story::text`]; [`Story::record`] gives the JSON shape with code points.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Hash of the text, see [`id_of`].
    pub id: String,
    /// The paper.
    pub source: Option<Sourced<String>>,
    /// Day of publication.
    pub date: Option<Sourced<jiff::civil::Date>>,
    /// The news agency.
    pub agency: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// Place, date and agency at the story's head.
    pub dateline: Option<Dateline>,
    /// The places that the dateline names, each with its mention there: first the one that the story
    /// comes from, then what says where it lies.
    pub dateline_places: Vec<Place>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// What the text was decoded from.
    pub encoding: Option<String>,
    /// Whether people, places and quotes were looked for (English only).
    pub extracted: bool,
    /// The decoded text.
    pub text: String,
    /// One entry for each line of the text.
    pub lines: Vec<Line>,
    /// Paragraphs of the searched lines.
    pub paragraphs: Vec<Span>,
    /// Sentences of the searched lines.
    pub sentences: Vec<Span>,
    /// Quotes, ascending.
    pub quotes: Vec<Quote>,
    /// People, in order of first mention.
    pub people: Vec<Person>,
    /// Places, in order of first mention.
    pub places: Vec<Place>,
    /// Organisations, in order of first mention.
    pub orgs: Vec<Org>,
}

impl Story {
    /// Reads a story out of a decoded text. A pure function: same text and options, same story.
    ///
    /// ```
    /// use morgue::{Options, Story};
    ///
    /// let text = "Ana Petrova met reporters in Sofia on Monday.\n\
    ///             \"The talks will go on until a deal is signed,\" Petrova said.\n\
    ///             --IANS\n";
    /// let story = Story::from_text(text, &Options::default());
    /// assert_eq!(story.quotes[0].speaker.as_deref(), Some("Ana Petrova"));
    /// assert_eq!(story.agency.as_deref(), Some("IANS"));
    /// ```
    pub fn from_text(text: &str, options: &Options) -> Story {
        let anatomy = match options.segment {
            true => segment::segment(text, options.furniture.as_deref(), options.why),
            false => segment::whole(text),
        };
        let page = Page { text, anatomy: &anatomy };
        let facts = facts::facts(page, &options.given);
        let extracted = facts.language.as_deref().is_none_or(|code| code == "en");
        let (names, quotes) = if extracted { named_and_said(page, &facts) } else { Default::default() };
        Story::assemble(text, options, anatomy, facts, names, quotes, extracted)
    }

    /// The same story under another path: what the path alone told of source and date, the new one tells.
    pub fn moved(self, given: &Given) -> Story {
        let Story { text, lines, paragraphs, sentences, .. } = self;
        let anatomy = Anatomy { lines, paragraphs, sentences };
        let facts = facts::facts(Page { text: &text, anatomy: &anatomy }, given);
        let Anatomy { lines, paragraphs, sentences } = anatomy;
        let (source, date, dateline) = (facts.source, facts.date, facts.dateline);
        Story { text, lines, paragraphs, sentences, source, date, dateline, ..self }
    }

    fn assemble(
        text: &str,
        options: &Options,
        anatomy: Anatomy,
        facts: Facts,
        names: Entities,
        quotes: Vec<Quote>,
        extracted: bool,
    ) -> Story {
        let dateline = facts.dateline.as_ref();
        Story {
            id: id_of(text),
            source: facts.source,
            date: facts.date,
            agency: facts.agency,
            byline: facts.byline,
            headline: facts.headline,
            dateline_places: dateline
                .map_or_else(Vec::new, |d| entities::dateline_places(text, d, &names.places)),
            dateline: facts.dateline,
            language: facts.language,
            encoding: options.encoding.clone(),
            extracted,
            text: text.to_owned(),
            lines: anatomy.lines,
            paragraphs: anatomy.paragraphs,
            sentences: anatomy.sentences,
            quotes,
            people: names.people,
            places: names.places,
            orgs: names.orgs,
        }
    }

    /// The kind of the line that byte `offset` lies in.
    pub fn kind_at(&self, offset: usize) -> LineKind {
        let after = self.lines.partition_point(|l| l.span.start <= offset);
        after.checked_sub(1).map_or(LineKind::Blank, |i| self.lines[i].kind)
    }

    /// The number of the line (from 1) that byte `offset` lies in.
    pub fn line_number(&self, offset: usize) -> usize {
        self.lines.partition_point(|l| l.span.start <= offset).max(1)
    }
}

fn named_and_said(page: Page<'_>, facts: &Facts) -> (Entities, Vec<Quote>) {
    let mut names = entities::entities(page, facts.dateline.as_ref());
    let quotes = quotes::quotes(page, &names);
    for (i, person) in names.people.iter_mut().enumerate() {
        let groups: HashSet<u32> =
            quotes.iter().filter(|q| q.speaker_id == Some(i)).map(|q| q.group).collect();
        person.quotes = groups.len() as u32;
    }
    (names, quotes)
}
