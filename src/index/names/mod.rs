//! The generation's name tables: from the names that stories use to today's identities.
//!
//! Segments keep each story's own values; which of them are one person (or place, organisation),
//! and in which country a place lies, is decided here, in small immutable files a generation, so that
//! it can change without touching a segment. [`counter`] counts while an index is built, `runs` takes
//! what outgrows memory, `counts` keeps what was counted for the next run, `totals` makes the tables of it,
//! `people` puts people's names together, `plain` writes tables without making them, [`places`] puts countries and regions above places,
//! [`lookup`] finds identities by name. [`edits`] is the user's own `names.toml`, which is laid over
//! the table of people each time it is opened. Places and organisations meet when their spellings
//! differ in case, accents, hyphens and points only.

pub mod counter;
pub(super) mod counts;
pub mod edits;
pub mod lookup;
mod people;
pub mod places;
mod plain;
pub mod reasons;
pub(super) mod runs;
mod totals;
pub mod values;

use serde::{Deserialize, Serialize};

pub use counter::NameCounters;
pub use edits::Edits;
pub use places::{PlaceKind, Whereabouts, place_value};
pub use reasons::Reasons;
pub use values::Values;

use edits::ByPath;

/// The tables of one generation. `totals` writes them one after the other, in the order in which they stand here.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Names {
    /// People, for the columns of people named and quoted.
    pub people: NameTable,
    /// Places, for the columns of places named and of the dateline's place.
    pub places: NameTable,
    /// Organisations.
    pub orgs: NameTable,
}

/// Which column values count for which identities.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameTable {
    /// The identities; the number of one is its index here.
    pub identities: Vec<Identity>,
    /// Every column value, with the numbers of the identities it counts for.
    pub values: Values,
    /// The values that count for other identities in stories of some paths, ascending. They count for
    /// the identities in `values` in all other stories.
    #[serde(skip)]
    pub by_path: Vec<ByPath>,
    /// Identities whose names the user gave, which need not be the name of a value; ascending.
    #[serde(skip)]
    given: Vec<u32>,
}

/// One person, place or organisation of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name to show.
    pub name: String,
    /// What and where it is; of places only.
    pub place: Option<Box<Whereabouts>>,
}
