//! Questions about who is who in an archive, and the answers to them.

use crate::identity::Rules;
use crate::index::names::edits::EditKind;
use crate::query::Query;

/// Asks why names are one person's.
#[derive(Clone, Debug)]
pub struct WhyRequest {
    /// A name of the person: the whole of it, else words of it.
    pub name: String,
    /// Which stories to count.
    pub query: Query,
    /// Most people to tell of; all without a limit.
    pub top: Option<usize>,
}

/// The answer to a [`WhyRequest`].
#[derive(Clone, Debug, Default)]
pub struct WhyResponse {
    /// The people of that name, by falling number of stories.
    pub people: Vec<Why>,
    /// Number of all people of that name, those beyond `top` included.
    pub distinct: u64,
    /// Lines of `names.toml` that say that such a name is nobody's.
    pub nobody: Vec<usize>,
}

/// A person with all names, and what each rests on.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// The name to show.
    pub name: String,
    /// Matching documents that have the person, each counted once.
    pub stories: u64,
    /// The names that stories use, by falling number of stories.
    pub names: Vec<WhyName>,
    /// Names that are not the person's, though they nearly were.
    pub near: Vec<Near>,
    /// The entries of `names.toml` that speak of the person, with their lines.
    pub edits: Vec<(EditKind, usize)>,
}

/// A name of a person.
#[derive(Clone, Debug, Default)]
pub struct WhyName {
    /// As stories write it.
    pub name: String,
    /// Matching documents that use it.
    pub stories: u64,
    /// What makes it a name of this person.
    pub because: Because,
}

/// What makes a name a person's.
#[derive(Clone, Debug, Default)]
pub enum Because {
    /// The others are held against it.
    #[default]
    First,
    /// Another name of the person, and how the two are one.
    Name(String, Rules),
    /// The entry of `names.toml` at this line.
    Edit(usize),
}

/// A name that nearly was a person's.
#[derive(Clone, Debug)]
pub struct Near {
    /// The name of the person.
    pub name: String,
    /// The other name.
    pub other: String,
    /// Under whom the other name is listed.
    pub person: String,
    /// Matching documents that have that other person.
    pub stories: u64,
    /// What speaks for it, and what against.
    pub rules: Rules,
}

/// Two entries that are likely one person.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The names to show, with their stories; the one with more of them first.
    pub people: [(String, u64); 2],
    /// What speaks for it, and what against.
    pub rules: Rules,
}
