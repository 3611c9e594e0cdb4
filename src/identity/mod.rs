//! Which names of an archive are one person's.
//!
//! Stories print one person in many ways: `Bashar al-Assad` and `Bashar Assad`, `Gaddafi` and
//! `Qaddafi`, `John F. Kennedy` and `John Fitzgerald Kennedy`, `Bill` and `William Clinton`. A pure
//! function of all names of an archive, with what its stories tell of them: the order in which they
//! come changes nothing.
//!
//! `name` cuts a name to words, `names` does so with all of them; `subject` makes it ready; `keys` gives the keys under which names meet
//! that may be one person's, so that only those are compared (`pairs`). Two names are laid side by
//! side word by word (`align`), by the table of given names (`forms`), by sounds (`sound`) and
//! syllables (`asian`), and `relate` says what comes of it, by how common the shared words are
//! (`common`) and what the stories tell (`hints`). `cluster` puts names together, the surest pairs
//! first, so that no group holds two names that cannot be one person's; `group` is the whole of it.
//! `surnames` adds the surnames that stories print alone, where the archive leaves no doubt whose they are.
//! Each merge keeps the [`Rule`]s it rests on.

mod align;
mod asian;
mod census;
mod classes;
mod cluster;
mod common;
mod forms;
mod group;
mod hints;
mod keys;
mod letters;
mod name;
mod names;
mod pairs;
mod parts;
mod relate;
mod rule;
mod sound;
mod subject;
mod surnames;

pub use census::Census;
pub use group::{Grouping, Link, group, shown_first};
pub use hints::Hints;
pub use rule::{Rule, Rules};
pub use surnames::title_key;

use std::collections::BTreeMap;

/// A name as stories use it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The name.
    pub name: String,
    /// Stories with an entry under it.
    pub stories: u32,
    /// Stories among them that tell of a woman.
    pub women: u32,
    /// Stories among them that tell of a man.
    pub men: u32,
    /// Stories among them with a title, by its [`title_key`].
    pub titles: BTreeMap<String, u32>,
}
