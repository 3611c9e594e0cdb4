//! The names of a story as data: people, places, organisations.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One human being.
    Person,
    /// A country, region, town, county, landmark or piece of nature.
    Place,
    /// A firm, body of state, party, club, paper.
    Org,
}

/// A name that the caller found: where it stands, and what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub span: Span,
    /// What it names.
    pub kind: Kind,
}

/// A person of a story, under the fullest name it uses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// Fullest name, without title.
    pub name: String,
    /// Where the person is named (pronouns and roles are not mentions), ascending.
    pub mentions: Vec<Span>,
    /// Where the story names this person or a namesake, and nothing tells which; ascending. Such a
    /// mention is in the list of both and in the [`mentions`](Person::mentions) of neither.
    pub unsure: Vec<Span>,
    /// Title or role as written at a mention: `Russian President`.
    pub title: Option<String>,
    /// Told by titles and pronouns; `None` when nothing tells.
    pub gender: Option<Gender>,
    /// Number of quotes (pieces of one split quote count once) by this person.
    pub quotes: u32,
}

/// Gender as the text's own words give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Mrs, she, her, woman.
    Female,
    /// Mr, he, his, man.
    Male,
}

/// A place of a story. Unresolved places have no country and no coordinates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Name in the gazetteer, or as written when unresolved: `United States` for `the US`.
    pub name: String,
    /// ISO 3166-1 alpha-2 code: `RU`.
    pub country: Option<String>,
    /// First-level region, by name.
    pub region: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Where the story names the place, ascending.
    pub mentions: Vec<Span>,
}

impl Place {
    /// Whether the gazetteer knows it.
    pub fn is_resolved(&self) -> bool {
        self.lat.is_some()
    }
}

/// An organisation of a story, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Org {
    /// Fullest form of the name.
    pub name: String,
    /// Where the story names it, ascending.
    pub mentions: Vec<Span>,
}

/// The names of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entities {
    /// People, in order of first mention.
    pub people: Vec<Person>,
    /// Places, in order of first mention.
    pub places: Vec<Place>,
    /// Organisations, in order of first mention.
    pub orgs: Vec<Org>,
}
