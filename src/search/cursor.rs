//! Where a page ends and the next begins: bound to the generation that the page came from.

/// A place in the hits of one generation, written `GENERATION:OFFSET`.
///
/// ```
/// use morgue::search::Cursor;
/// let cursor: Cursor = "3:20".parse().unwrap();
/// assert_eq!((cursor.offset_in(3).unwrap(), cursor.to_string()), (20, "3:20".to_owned()));
/// assert!(cursor.offset_in(4).unwrap_err().to_string().contains("start again"));
/// assert!("20".parse::<Cursor>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The generation whose hits were counted.
    pub generation: u64,
    /// Hits before the place.
    pub offset: usize,
}

/// Why a cursor leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// It is none.
    #[error("{0:?} is no cursor: take it from `next` in the summary of the page before, as in 3:20")]
    Unreadable(String),
    /// It belongs to hits that are gone.
    #[error(
        "the cursor {cursor} is of version {} of the index, which is now at {now}: start again without it",
        cursor.generation
    )]
    Outdated {
        /// The cursor.
        cursor: Cursor,
        /// The generation at hand.
        now: u64,
    },
}

impl Cursor {
    /// The hits to leave out at the front, if this is the generation that it belongs to.
    ///
    /// # Errors
    /// When it belongs to another one.
    pub fn offset_in(self, generation: u64) -> Result<usize, CursorError> {
        match self.generation == generation {
            true => Ok(self.offset),
            false => Err(CursorError::Outdated { cursor: self, now: generation }),
        }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.generation, self.offset)
    }
}

impl std::str::FromStr for Cursor {
    type Err = CursorError;

    fn from_str(typed: &str) -> Result<Cursor, CursorError> {
        let parts = typed.trim().split_once(':');
        let read =
            parts.and_then(|(g, o)| Some(Cursor { generation: g.parse().ok()?, offset: o.parse().ok()? }));
        read.ok_or_else(|| CursorError::Unreadable(typed.to_owned()))
    }
}
