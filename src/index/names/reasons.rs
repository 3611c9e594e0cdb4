//! Why names of people are one entry or not, as the run that built the index saw it.

use serde::{Deserialize, Serialize};

use crate::identity::{Link, Rules};

/// The links between the people's values of a generation. Read by `people --why` and `names` only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    merges: Vec<(u32, u32, Rules)>,
    near: Vec<(u32, u32, Rules)>,
}

impl Reasons {
    /// The links of a grouping of values that are numbered as in their table.
    pub(super) fn of(merges: &[Link], near: &[Link]) -> Reasons {
        let packed = |links: &[Link]| links.iter().map(|l| (l.a, l.b, l.rules)).collect();
        Reasons { merges: packed(merges), near: packed(near) }
    }

    /// One link for each value that is not the one its entry is named after: to another value of the
    /// entry, and over that one to the entry's name. Values by their numbers.
    pub fn merges(&self) -> impl Iterator<Item = Link> {
        self.merges.iter().map(|&(a, b, rules)| Link { a, b, rules })
    }

    /// Values that nearly met.
    pub fn near(&self) -> impl Iterator<Item = Link> {
        self.near.iter().map(|&(a, b, rules)| Link { a, b, rules })
    }
}
