//! Reading `names.toml`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_spanned::Spanned;

use super::Paths;
use crate::index::IndexError;

/// What the user's file says.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// Where it lies, or would.
    pub path: PathBuf,
    /// Names that are one person.
    pub merges: Vec<Merge>,
    /// Names that are taken out of their entries.
    pub splits: Vec<Split>,
    /// Names to show.
    pub pins: Vec<Pin>,
    /// Names of nobody.
    pub ignores: Vec<Ignore>,
}

/// `[[merge]]`
#[derive(Clone, Debug)]
pub struct Merge {
    /// Line of the entry, from 1.
    pub line: usize,
    /// The names, two or more.
    pub names: Vec<String>,
    /// The name to show.
    pub shown: Option<String>,
}

/// `[[split]]`
#[derive(Clone, Debug)]
pub struct Split {
    /// Line of the entry, from 1.
    pub line: usize,
    /// The name that leaves its entry.
    pub name: String,
    /// The name to show, or the entry that it goes to.
    pub shown: Option<String>,
    /// Only in stories of these paths.
    pub paths: Option<Paths>,
}

/// `[[pin]]`
#[derive(Clone, Debug)]
pub struct Pin {
    /// Line of the entry, from 1.
    pub line: usize,
    /// A name of the entry.
    pub name: String,
    /// The name to show, if it is another.
    pub shown: Option<String>,
}

/// `[[ignore]]`
#[derive(Clone, Debug)]
pub struct Ignore {
    /// Line of the entry, from 1.
    pub line: usize,
    /// A name of the entry.
    pub name: String,
}

impl Edits {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.merges.is_empty() && self.splits.is_empty() && self.pins.is_empty() && self.ignores.is_empty()
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    merge: Vec<Spanned<MergeTable>>,
    split: Vec<Spanned<NameTable>>,
    pin: Vec<Spanned<PinTable>>,
    ignore: Vec<Spanned<IgnoreTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeTable {
    names: Vec<String>,
    #[serde(rename = "as")]
    shown: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameTable {
    name: String,
    #[serde(rename = "as")]
    shown: Option<String>,
    #[serde(default)]
    paths: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinTable {
    name: String,
    #[serde(rename = "as")]
    shown: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnoreTable {
    name: String,
}

/// Reads the file at `path`; none there says nothing.
///
/// # Errors
/// When it cannot be read or means nothing; with the line and what to write instead.
pub fn read(path: &Path) -> Result<Edits, IndexError> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, path),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok(Edits { path: path.to_owned(), ..Edits::default() })
        }
        Err(error) => Err(IndexError::io("cannot read", path)(error)),
    }
}

/// Reads the text of the file at `path`.
///
/// # Errors
/// As for [`read`].
pub fn parse(text: &str, path: &Path) -> Result<Edits, IndexError> {
    let lines = Lines { text, path };
    let file: File = lines.decode()?;
    let merges = file.merge.into_iter().map(|t| lines.merge(t)).collect::<Result<_, _>>()?;
    let splits = file.split.into_iter().map(|t| lines.split(t)).collect::<Result<_, _>>()?;
    let pins = file.pin.into_iter().map(|t| {
        let (line, PinTable { name, shown }) = lines.at(t);
        Pin { line, name, shown }
    });
    let ignores = file.ignore.into_iter().map(|t| {
        let (line, IgnoreTable { name }) = lines.at(t);
        Ignore { line, name }
    });
    Ok(Edits { path: path.to_owned(), merges, splits, pins: pins.collect(), ignores: ignores.collect() })
}

/// The text, for messages with line numbers.
struct Lines<'a> {
    text: &'a str,
    path: &'a Path,
}

impl Lines<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }

    fn wrong(&self, line: usize, what: String) -> IndexError {
        IndexError::NamesFile { path: self.path.to_owned(), line, what }
    }

    fn decode<T: DeserializeOwned>(&self) -> Result<T, IndexError> {
        toml_edit::de::from_str(self.text).map_err(|error| {
            let line = error.span().map_or(1, |span| self.line(span.start));
            let what = error.message().lines().next().unwrap_or("not TOML").trim_end_matches('.').to_owned();
            self.wrong(line, format!("{what}; see `morgue names --help` for what the file may hold"))
        })
    }

    fn at<T>(&self, table: Spanned<T>) -> (usize, T) {
        (self.line(table.span().start), table.into_inner())
    }

    fn merge(&self, table: Spanned<MergeTable>) -> Result<Merge, IndexError> {
        let (line, MergeTable { names, shown }) = self.at(table);
        if names.len() < 2 {
            return Err(
                self.wrong(line, "a merge joins two names or more: names = [\"A\", \"B\"]".to_owned())
            );
        }
        Ok(Merge { line, names, shown })
    }

    fn split(&self, table: Spanned<NameTable>) -> Result<Split, IndexError> {
        let (line, NameTable { name, shown, paths }) = self.at(table);
        if !paths.is_empty() && shown.is_none() {
            let what = "a split by paths says who is meant there: as = \"NAME (PAPER)\"";
            return Err(self.wrong(line, what.to_owned()));
        }
        let globs =
            Paths::of(&paths).map_err(|e| self.wrong(line, format!("{e}: write it as in \"hull/**\"")))?;
        Ok(Split { line, name, shown, paths: (!paths.is_empty()).then_some(globs) })
    }
}
