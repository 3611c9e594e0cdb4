//! What happened to an input that was not indexed, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the index.
    Indexed,
    /// A rule left it out; that is not an error.
    Skipped,
    /// It should be in the index and is not; the run ends with exit code 3.
    Failed,
}

/// Why an input is not in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A rule of a `.gitignore` or `.morgueignore` names it.
    Ignored,
    /// Its name begins with a dot.
    Hidden,
    /// `--glob` leaves it out.
    Glob,
    /// A symbolic link; links are not followed.
    Symlink,
    /// A pipe, socket or device; it is never opened.
    NotRegular,
    /// Over `--max-size`.
    TooLarge,
    /// Not text.
    Binary,
    /// Nothing but white space.
    Empty,
    /// A line of an ignore file that is no glob; the other lines hold.
    BadIgnoreRule,
    /// The system refused to open or read it.
    Unreadable,
    /// It vanished between listing and reading.
    Gone,
    /// It breaks off, or is not what it says it is.
    Damaged,
    /// A line of JSON without a story in it.
    BadRecord,
    /// It needs a password.
    Encrypted,
    /// Packed in a way that is not known here.
    Unsupported,
    /// Far more comes out of it than any text packs into.
    Bomb,
    /// It lies in too many containers.
    TooDeep,
    /// Behind the last member that is read of a container, or the last bad line of JSON Lines.
    TooMany,
    /// A defect of morgue; the file is safe, and the rest of the run too.
    Internal,
}

impl Reason {
    /// Whether this is a rule at work or a failure.
    pub fn outcome(self) -> Outcome {
        match self {
            Reason::Unreadable
            | Reason::Gone
            | Reason::Damaged
            | Reason::BadRecord
            | Reason::Encrypted
            | Reason::Unsupported
            | Reason::Internal => Outcome::Failed,
            _ => Outcome::Skipped,
        }
    }

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Ignored => "ignored",
            Reason::Hidden => "hidden",
            Reason::Glob => "left out by --glob",
            Reason::Symlink => "symlink",
            Reason::NotRegular => "not a regular file",
            Reason::TooLarge => "too large",
            Reason::Binary => "binary",
            Reason::Empty => "empty",
            Reason::BadIgnoreRule => "bad ignore rule",
            Reason::Unreadable => "cannot be read",
            Reason::Gone => "gone",
            Reason::Damaged => "damaged",
            Reason::BadRecord => "bad record",
            Reason::Encrypted => "encrypted",
            Reason::Unsupported => "unknown packing",
            Reason::Bomb => "expands too far",
            Reason::TooDeep => "too many containers inside one another",
            Reason::TooMany => "too many parts",
            Reason::Internal => "internal error",
        }
    }
}

/// An input that was not indexed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which input, see [`crate::corpus::address`]; `.` is the archive's root.
    pub address: String,
    /// Why.
    pub reason: Reason,
    /// What is to be known beyond the reason: the rule, the limit, the system's message.
    pub detail: Option<String>,
}

impl Notice {
    /// A notice without detail.
    pub fn new(address: impl Into<String>, reason: Reason) -> Notice {
        Notice { address: address.into(), reason, detail: None }
    }

    /// The same notice with its detail.
    pub fn with(self, detail: impl Into<String>) -> Notice {
        Notice { detail: Some(detail.into()), ..self }
    }

    /// The notice of an input that the system refused.
    pub(crate) fn from_io(address: impl Into<String>, error: &std::io::Error) -> Notice {
        let gone = error.kind() == std::io::ErrorKind::NotFound;
        let reason = if gone { Reason::Gone } else { Reason::Unreadable };
        Notice::new(address, reason).with(error.to_string())
    }

    /// Whether a rule was at work or something failed.
    pub fn outcome(&self) -> Outcome {
        self.reason.outcome()
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.address, self.reason.words())?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failures_fail() {
        assert_eq!(Reason::Gone.outcome(), Outcome::Failed);
        assert_eq!(Reason::Unreadable.outcome(), Outcome::Failed);
        assert_eq!(Reason::Binary.outcome(), Outcome::Skipped);
    }

    #[test]
    fn a_notice_reads_as_a_line() {
        let notice = Notice::new("a/b", Reason::Symlink).with("not followed");
        assert_eq!(notice.to_string(), "a/b: symlink (not followed)");
    }
}
