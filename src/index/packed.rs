//! A stored story in few bytes: spans by what lies between them, nothing that the text tells again.
//!
//! What is kept is packed by zstd, each story by itself, so that a hit costs the reading of one story; a
//! dictionary made from stories of the archive (see [`Packing`]) gives back what blocks of several
//! stories would save.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::document::Stored;
use crate::extract::{Dateline, Gender, Org, Person, Place, Quote, QuoteKind, Sourced};
use crate::segment::{Line, LineKind};
use crate::story::{Story, id_of};
use crate::text::Span;
use crate::text::lines::lines;

mod spans;
mod zstd;

use spans::{Spans, packed, unpacked};
pub(super) use zstd::of_document;
pub use zstd::{Packer, Packing, Unpacker};

type Text<'a> = Cow<'a, str>;

/// [`Stored`] as it is written.
#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    #[serde(borrow)]
    shown: Shown<'a>,
    #[serde(borrow)]
    places: Vec<PackedPlace<'a>>,
    #[serde(borrow)]
    orgs: Vec<(Name<'a>, Spans)>,
}

/// What a page of results shows of a story: it stands before the rest, so that this need not be read.
#[derive(Serialize, Deserialize)]
struct Shown<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow)]
    address: Text<'a>,
    words: u64,
    /// Absent where it is the hash of the text, as it should be.
    #[serde(borrow)]
    id: Option<Text<'a>>,
    file_bytes: Option<u64>,
    source: Option<Sourced<String>>,
    date: Option<Sourced<jiff::civil::Date>>,
    #[serde(borrow)]
    agency: Option<Text<'a>>,
    #[serde(borrow)]
    byline: Option<Text<'a>>,
    #[serde(borrow)]
    headline: Option<Text<'a>>,
    dateline: Option<Dateline>,
    #[serde(borrow)]
    dateline_places: Vec<PackedPlace<'a>>,
    #[serde(borrow)]
    language: Option<Text<'a>>,
    #[serde(borrow)]
    encoding: Option<Text<'a>>,
    extracted: bool,
    lines: Lines,
    paragraphs: Spans,
    sentences: Spans,
    #[serde(borrow)]
    quotes: Vec<PackedQuote<'a>>,
    #[serde(borrow)]
    people: Vec<PackedPerson<'a>>,
}

/// A name that the text most likely has.
#[derive(Serialize, Deserialize)]
enum Name<'a> {
    /// That of the mention with this number.
    Mention(u32),
    /// Another.
    #[serde(borrow)]
    Given(Text<'a>),
}

impl<'a> Name<'a> {
    fn of(name: &'a str, mentions: &[Span], text: &str) -> Name<'a> {
        let is_it = |mention: &Span| text.get(mention.start..mention.end) == Some(name);
        let at = mentions.iter().position(is_it).and_then(|at| u32::try_from(at).ok());
        at.map_or(Name::Given(Cow::Borrowed(name)), Name::Mention)
    }

    fn in_text(self, mentions: &[Span], text: &str) -> String {
        match self {
            Name::Given(name) => name.into_owned(),
            Name::Mention(at) => {
                let mention = mentions.get(at as usize).copied().unwrap_or_default();
                text.get(mention.start..mention.end).unwrap_or_default().to_owned()
            }
        }
    }
}

/// The speaker of a quote.
#[derive(Serialize, Deserialize)]
enum Speaker<'a> {
    /// The person with this number, under their name.
    Person(usize),
    Given {
        #[serde(borrow)]
        name: Option<Text<'a>>,
        id: Option<usize>,
    },
}

/// How sure something is.
#[derive(Serialize, Deserialize)]
enum Confidence {
    /// In hundredths.
    Hundredths(u8),
    Given(f32),
}

/// The lines of a text.
#[derive(Serialize, Deserialize)]
enum Lines {
    /// Those that its `\n`s make, by runs of one kind.
    Runs(Vec<(LineKind, u32)>),
    /// Others.
    Given(Vec<Line>),
}

/// Where a place lies.
#[derive(Serialize, Deserialize)]
enum Degrees {
    /// Latitude and longitude in hundredths, as the gazetteer has them.
    Hundredths(i32, i32),
    /// Anything else.
    Given(Option<f64>, Option<f64>),
}

#[derive(Serialize, Deserialize)]
struct PackedPlace<'a> {
    #[serde(borrow)]
    name: Name<'a>,
    #[serde(borrow)]
    country: Option<Text<'a>>,
    #[serde(borrow)]
    region: Option<Text<'a>>,
    degrees: Degrees,
    geonames: Option<u32>,
    mentions: Spans,
}

#[derive(Serialize, Deserialize)]
struct PackedPerson<'a> {
    #[serde(borrow)]
    name: Name<'a>,
    mentions: Spans,
    unsure: Spans,
    #[serde(borrow)]
    title: Option<Text<'a>>,
    gender: Option<Gender>,
    quotes: u32,
}

#[derive(Serialize, Deserialize)]
struct PackedQuote<'a> {
    /// Bytes behind the quote before it, and its length.
    span: (i64, u64),
    kind: QuoteKind,
    #[serde(borrow)]
    speaker: Speaker<'a>,
    #[serde(borrow)]
    as_written: Option<Text<'a>>,
    #[serde(borrow)]
    cue: Option<Text<'a>>,
    #[serde(borrow)]
    relay: Option<Text<'a>>,
    #[serde(borrow)]
    rule: Text<'a>,
    confidence: Confidence,
    group: u32,
}

/// The bytes of what is kept of a story, not yet packed by zstd.
pub(super) fn bytes_of(stored: &Stored) -> Result<Vec<u8>, IndexError> {
    postcard::to_stdvec(&Packed::of(stored)).map_err(|e| IndexError::Story(e.to_string()))
}

/// [`bytes_of`] backwards.
pub(super) fn stored_of(bytes: &[u8]) -> Result<Stored, IndexError> {
    let packed: Packed<'_> = postcard::from_bytes(bytes).map_err(|e| IndexError::Story(e.to_string()))?;
    Ok(packed.stored())
}

/// The same without places and organisations; `id` is that of the story, which need not be worked out then.
pub(super) fn shown_of(bytes: &[u8], id: String) -> Result<Stored, IndexError> {
    let shown: (Shown<'_>, &[u8]) =
        postcard::take_from_bytes(bytes).map_err(|e| IndexError::Story(e.to_string()))?;
    Ok(shown.0.stored(Some(id)))
}

fn borrowed(text: &Option<String>) -> Option<Text<'_>> {
    text.as_deref().map(Cow::Borrowed)
}

fn owned(text: Option<Text<'_>>) -> Option<String> {
    text.map(Cow::into_owned)
}

impl<'a> Packed<'a> {
    fn of(stored: &'a Stored) -> Packed<'a> {
        let story = &stored.story;
        let org = |org: &'a Org| (Name::of(&org.name, &org.mentions, &story.text), packed(&org.mentions));
        Packed {
            shown: Shown::of(stored),
            places: packed_places(&story.places, &story.text),
            orgs: story.orgs.iter().map(org).collect(),
        }
    }

    fn stored(self) -> Stored {
        let mut stored = self.shown.stored(None);
        let text = &stored.story.text;
        let org = |(name, mentions): (Name<'_>, Spans)| {
            let mentions = unpacked(&mentions);
            Org { name: name.in_text(&mentions, text), mentions }
        };
        let orgs = self.orgs.into_iter().map(org).collect();
        stored.story.places = unpacked_places(self.places, text);
        stored.story.orgs = orgs;
        stored
    }
}

impl<'a> Shown<'a> {
    fn of(Stored { address, story, words, file_bytes }: &'a Stored) -> Shown<'a> {
        let own_id = story.id == id_of(&story.text);
        Shown {
            text: Cow::Borrowed(&story.text),
            address: Cow::Borrowed(address),
            words: *words,
            id: (!own_id).then_some(Cow::Borrowed(story.id.as_str())),
            file_bytes: *file_bytes,
            source: story.source.clone(),
            date: story.date.clone(),
            agency: borrowed(&story.agency),
            byline: borrowed(&story.byline),
            headline: borrowed(&story.headline),
            dateline: story.dateline.clone(),
            dateline_places: packed_places(&story.dateline_places, &story.text),
            language: borrowed(&story.language),
            encoding: borrowed(&story.encoding),
            extracted: story.extracted,
            lines: Lines::of(story),
            paragraphs: packed(&story.paragraphs),
            sentences: packed(&story.sentences),
            quotes: packed_quotes(story),
            people: story.people.iter().map(|p| PackedPerson::of(p, &story.text)).collect(),
        }
    }

    /// The story with its id, which is worked out where it is not known.
    fn stored(self, id: Option<String>) -> Stored {
        let text = self.text.into_owned();
        let people: Vec<Person> = self.people.into_iter().map(|person| person.person(&text)).collect();
        let story = Story {
            id: owned(self.id).or(id).unwrap_or_else(|| id_of(&text)),
            source: self.source,
            date: self.date,
            agency: owned(self.agency),
            byline: owned(self.byline),
            headline: owned(self.headline),
            dateline: self.dateline,
            dateline_places: unpacked_places(self.dateline_places, &text),
            language: owned(self.language),
            encoding: owned(self.encoding),
            extracted: self.extracted,
            lines: self.lines.of_text(&text),
            paragraphs: unpacked(&self.paragraphs),
            sentences: unpacked(&self.sentences),
            quotes: unpacked_quotes(self.quotes, &people),
            people,
            places: Vec::new(),
            orgs: Vec::new(),
            text,
        };
        Stored { address: self.address.into_owned(), story, words: self.words, file_bytes: self.file_bytes }
    }
}

impl Lines {
    fn of(story: &Story) -> Lines {
        let as_split = story.lines.iter().map(|line| line.span).eq(lines(&story.text));
        if !as_split || story.lines.iter().any(|line| !line.why.is_empty()) {
            return Lines::Given(story.lines.clone());
        }
        let runs = story.lines.chunk_by(|a, b| a.kind == b.kind);
        Lines::Runs(runs.map(|run| (run[0].kind, run.len() as u32)).collect())
    }

    fn of_text(self, text: &str) -> Vec<Line> {
        match self {
            Lines::Given(lines) => lines,
            Lines::Runs(runs) => {
                let kinds =
                    runs.into_iter().flat_map(|(kind, many)| std::iter::repeat_n(kind, many as usize));
                let line = |(kind, span)| Line { kind, span, why: Vec::new() };
                kinds.zip(lines(text)).map(line).collect()
            }
        }
    }
}

impl Degrees {
    fn of(place: &Place) -> Degrees {
        let hundredths =
            |degrees: f64| Some((degrees * 100.0).round() as i32).filter(|&h| in_degrees(h) == degrees);
        match (place.lat.and_then(hundredths), place.lon.and_then(hundredths)) {
            (Some(lat), Some(lon)) => Degrees::Hundredths(lat, lon),
            _ => Degrees::Given(place.lat, place.lon),
        }
    }

    fn both(self) -> (Option<f64>, Option<f64>) {
        match self {
            Degrees::Hundredths(lat, lon) => (Some(in_degrees(lat)), Some(in_degrees(lon))),
            Degrees::Given(lat, lon) => (lat, lon),
        }
    }
}

fn in_degrees(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

fn packed_places<'a>(places: &'a [Place], text: &str) -> Vec<PackedPlace<'a>> {
    places.iter().map(|place| PackedPlace::of(place, text)).collect()
}

fn unpacked_places(places: Vec<PackedPlace<'_>>, text: &str) -> Vec<Place> {
    places.into_iter().map(|place| place.place(text)).collect()
}

impl<'a> PackedPlace<'a> {
    fn of(place: &'a Place, text: &str) -> PackedPlace<'a> {
        PackedPlace {
            name: Name::of(&place.name, &place.mentions, text),
            country: borrowed(&place.country),
            region: borrowed(&place.region),
            degrees: Degrees::of(place),
            geonames: place.geonames,
            mentions: packed(&place.mentions),
        }
    }

    fn place(self, text: &str) -> Place {
        let (lat, lon) = self.degrees.both();
        let mentions = unpacked(&self.mentions);
        Place {
            name: self.name.in_text(&mentions, text),
            country: owned(self.country),
            region: owned(self.region),
            lat,
            lon,
            geonames: self.geonames,
            mentions,
        }
    }
}

impl<'a> PackedPerson<'a> {
    fn of(person: &'a Person, text: &str) -> PackedPerson<'a> {
        PackedPerson {
            name: Name::of(&person.name, &person.mentions, text),
            mentions: packed(&person.mentions),
            unsure: packed(&person.unsure),
            title: borrowed(&person.title),
            gender: person.gender,
            quotes: person.quotes,
        }
    }

    fn person(self, text: &str) -> Person {
        let mentions = unpacked(&self.mentions);
        Person {
            name: self.name.in_text(&mentions, text),
            mentions,
            unsure: unpacked(&self.unsure),
            title: owned(self.title),
            gender: self.gender,
            quotes: self.quotes,
        }
    }
}

impl<'a> Speaker<'a> {
    fn of(quote: &'a Quote, people: &[Person]) -> Speaker<'a> {
        let Quote { speaker, speaker_id, .. } = quote;
        let known = speaker_id.filter(|&id| people.get(id).map(|person| &person.name) == speaker.as_ref());
        let given = || Speaker::Given { name: borrowed(speaker), id: *speaker_id };
        known.map_or_else(given, Speaker::Person)
    }

    fn both(self, people: &[Person]) -> (Option<String>, Option<usize>) {
        match self {
            Speaker::Person(id) => (people.get(id).map(|person| person.name.clone()), Some(id)),
            Speaker::Given { name, id } => (owned(name), id),
        }
    }
}

impl Confidence {
    fn of(confidence: f32) -> Confidence {
        let hundredths = (confidence * 100.0).round() as u8;
        match f32::from(hundredths) / 100.0 == confidence {
            true => Confidence::Hundredths(hundredths),
            false => Confidence::Given(confidence),
        }
    }

    fn as_share(&self) -> f32 {
        match *self {
            Confidence::Hundredths(hundredths) => f32::from(hundredths) / 100.0,
            Confidence::Given(confidence) => confidence,
        }
    }
}

fn packed_quotes(story: &Story) -> Vec<PackedQuote<'_>> {
    let spans = packed(&story.quotes.iter().map(|quote| quote.span).collect::<Vec<Span>>());
    let quote = |(quote, span)| PackedQuote::of(quote, span, &story.people);
    story.quotes.iter().zip(spans).map(quote).collect()
}

impl<'a> PackedQuote<'a> {
    fn of(quote: &'a Quote, span: (i64, u64), people: &[Person]) -> PackedQuote<'a> {
        PackedQuote {
            span,
            kind: quote.kind,
            speaker: Speaker::of(quote, people),
            as_written: borrowed(&quote.as_written),
            cue: borrowed(&quote.cue),
            relay: borrowed(&quote.relay),
            rule: Cow::Borrowed(&quote.rule),
            confidence: Confidence::of(quote.confidence),
            group: quote.group,
        }
    }

    fn quote(self, span: Span, people: &[Person]) -> Quote {
        let (speaker, speaker_id) = self.speaker.both(people);
        Quote {
            span,
            kind: self.kind,
            speaker,
            speaker_id,
            as_written: owned(self.as_written),
            cue: owned(self.cue),
            relay: owned(self.relay),
            rule: self.rule.into_owned(),
            confidence: self.confidence.as_share(),
            group: self.group,
        }
    }
}

fn unpacked_quotes(quotes: Vec<PackedQuote<'_>>, people: &[Person]) -> Vec<Quote> {
    let spans = unpacked(&quotes.iter().map(|quote| quote.span).collect::<Spans>());
    quotes.into_iter().zip(spans).map(|(quote, span)| quote.quote(span, people)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::Options;

    fn kept(text: &str) -> Stored {
        let story = Story::from_text(text, &Options::default());
        Stored { address: "2001/a.txt".to_owned(), story, words: 7, file_bytes: Some(3) }
    }

    const STORY: &str = "LONDON, Nov 20 (Reuters) - Ana Petrova met reporters in Sofia.\r\n\
        \"The talks will go on,\" Petrova said. She left for Paris, Texas.\n\n--IANS\nsoni/mr\n";

    #[test]
    fn a_story_comes_back_whole() {
        let mut stored = kept(STORY);
        assert!(!stored.story.quotes.is_empty() && !stored.story.places.is_empty());
        assert_eq!(stored_of(&bytes_of(&stored).unwrap()).unwrap(), stored);
        stored.story.id = "another".to_owned();
        stored.story.lines[0].why.push("a reason".to_owned());
        stored.story.places[0].lat = Some(1.0 / 3.0);
        assert_eq!(stored_of(&bytes_of(&stored).unwrap()).unwrap(), stored);
    }

    #[test]
    fn what_is_packed_with_a_dictionary_is_read_with_it_only() {
        let stories: Vec<Stored> = (0..4000).map(|n| kept(&format!("Story {n}.\n{STORY}"))).collect();
        let packing = Packing::for_stories(stories.iter().cloned()).unwrap();
        assert!(!packing.dictionary().is_empty());
        let packed = packing.packer().unwrap().pack(&stories[7]).unwrap();
        assert!(packed.len() < Packing::default().packer().unwrap().pack(&stories[7]).unwrap().len());
        assert_eq!(packing.unpacker().unwrap().stored(&packed).unwrap(), stories[7]);
        assert!(Packing::default().unpacker().unwrap().stored(&packed).is_err());
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let (packing, stored) = (Packing::default(), kept(STORY));
        let packed = packing.packer().unwrap().pack(&stored).unwrap();
        let unpacker = packing.unpacker().unwrap();
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x10;
            let read = unpacker.stored(&damaged);
            assert!(read.as_ref().map_or(true, |read| *read == stored), "byte {at}");
        }
        assert!(unpacker.stored(&packed[..packed.len() - 1]).is_err());
    }

    proptest! {
        #[test]
        fn stories_of_any_text_come_back(text in r#"([A-Z][a-z]{1,6}|said|\n|\r\n|--[A-Z]{3}|["“”.,é ]){0,60}"#) {
            let stored = kept(&text);
                let bytes = bytes_of(&stored).unwrap();
            prop_assert_eq!(&stored_of(&bytes).unwrap(), &stored);
            let shown = shown_of(&bytes, stored.story.id.clone()).unwrap();
            let story = Story { places: Vec::new(), orgs: Vec::new(), ..stored.story.clone() };
            prop_assert_eq!(shown, Stored { story, ..stored });
        }
    }
}
