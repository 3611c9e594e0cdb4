//! The generation's name tables: from the names that stories use to today's identities.
//!
//! Segments keep each story's own values; which of them are one person (or place, organisation),
//! and in which country a place lies, is decided here, in one small immutable file a generation, so
//! that it can change without touching a segment. [`counter`] makes the tables while an index is
//! built, [`places`] puts countries and regions above places, [`lookup`] finds identities by name.
//! This version merges spellings that differ in case, accents, hyphens and points only.

pub mod counter;
pub mod lookup;
pub mod places;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use counter::NameCounters;
pub use places::{PlaceKind, Whereabouts, place_value};

/// The tables of one generation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// People, for the columns of people named and quoted.
    pub people: NameTable,
    /// Places, for the columns of places named and of the dateline's place.
    pub places: NameTable,
    /// Organisations.
    pub orgs: NameTable,
}

/// Which column values count for which identities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameTable {
    /// The identities; the number of one is its index here.
    pub identities: Vec<Identity>,
    /// Every column value, ascending by bytes as in the dictionary of a segment, with the numbers of
    /// the identities it counts for, each once: first the one that it names, then those that it lies
    /// in (a place's region and country). A value that counts for none has no numbers.
    pub values: BTreeMap<String, Vec<usize>>,
}

/// One person, place or organisation of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name to show.
    pub name: String,
    /// What and where it is; of places only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Whereabouts>,
}
