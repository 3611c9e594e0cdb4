//! The user's own file of names, `names.toml` in the root folder of an archive.
//!
//! ```toml
//! [[merge]]                       # these names are one person
//! names = ["Putin", "Vladimir Putin"]
//!
//! [[split]]                       # this name is not the person that it was put together with
//! name = "Tom Wolfe"
//!
//! [[split]]                       # in stories of these paths the name means someone else
//! name = "John Smith"
//! as = "John Smith (Hull)"
//! paths = ["hull/**"]
//!
//! [[pin]]                         # whoever bears this name is listed under it
//! name = "Volodymyr Zelensky"
//!
//! [[ignore]]                      # this is nobody
//! name = "Getty Images"
//! ```
//!
//! `as` gives the name to show. The file is read with the name table and laid over it: nothing is
//! indexed again. Splits come first, then merges, pins, ignores.

mod apply;
mod read;
mod write;

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

pub use apply::{Applied, Touch, apply};
pub use read::{Edits, Ignore, Merge, Pin, Split, parse, read};
pub use write::{Change, change};

use crate::index::place::IndexPlace;

/// Name of the file.
pub const FILE: &str = crate::corpus::OWN_FILE;

/// Where the user's file of an archive is: in its root folder, or in the index folder where it is
/// there only.
pub fn place_of(place: &IndexPlace) -> PathBuf {
    let [root, index] = [&place.archive, &place.dir].map(|dir: &PathBuf| dir.join(FILE));
    if !root.exists() && (index.exists() || !place.is_archive_writable()) { index } else { root }
}

/// Kinds of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// `[[split]]`
    Split,
    /// `[[merge]]`
    Merge,
    /// `[[pin]]`
    Pin,
    /// `[[ignore]]`
    Ignore,
}

impl EditKind {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            EditKind::Split => "split",
            EditKind::Merge => "merge",
            EditKind::Pin => "pin",
            EditKind::Ignore => "ignore",
        }
    }
}

/// Which paths an entry speaks of: globs in which `*` stays in one folder and `**` does not. A glob
/// that fits a folder fits all in it.
#[derive(Clone, Debug)]
pub struct Paths(GlobSet);

impl Paths {
    /// Compiles globs; none match nothing.
    ///
    /// # Errors
    /// When one is no glob; tells which and why.
    pub fn of(globs: &[String]) -> Result<Paths, String> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let plain = glob.trim_start_matches("./").trim_end_matches('/');
            let built = GlobBuilder::new(plain).literal_separator(true).build();
            set.add(built.map_err(|e| format!("{glob:?} is no path glob ({})", e.kind()))?);
        }
        Ok(Paths(set.build().map_err(|e| e.to_string())?))
    }

    /// Whether the story at an address is in one of the paths.
    pub fn hold(&self, address: &str) -> bool {
        let file = crate::corpus::address::path_of(address);
        let mut whole = file.clone().into_os_string();
        whole.push(crate::corpus::address::inside_of(address));
        let folders = file.ancestors().chain(Path::new(&whole).ancestors());
        folders.filter(|p| !p.as_os_str().is_empty()).any(|p| self.0.is_match(p))
    }
}

/// A value that counts for other identities in stories of some paths.
#[derive(Clone, Debug)]
pub struct ByPath {
    /// Its number.
    pub value: usize,
    /// The first paths that hold a story say for which identity; none for one that is ignored.
    pub rules: Vec<(Paths, Option<u32>)>,
}

impl ByPath {
    /// The identities in the story at an address, if one of the paths holds it.
    pub fn at(&self, address: &str) -> Option<&[u32]> {
        let (_, identity) = self.rules.iter().find(|(paths, _)| paths.hold(address))?;
        Some(identity.as_slice())
    }

    /// All identities of the rules.
    pub fn identities(&self) -> impl Iterator<Item = u32> {
        self.rules.iter().filter_map(|(_, identity)| *identity)
    }
}

#[cfg(test)]
mod tests;
