//! The report of a run (`--report FILE.jsonl`): one JSON object a story or a file that has none,
//! in the shape of
//! `schema/report.v1.schema.json`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::notice::{Notice, Outcome, Reason};
use super::source::SourceFile;

/// How many inputs went which way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Inputs that were indexed.
    pub indexed: u64,
    /// Inputs that a rule left out.
    pub skipped: u64,
    /// Inputs that should have been indexed and were not.
    pub failed: u64,
    /// The skipped and failed ones by reason.
    pub reasons: BTreeMap<Reason, u64>,
}

impl Counts {
    /// Counts an indexed input.
    pub fn indexed(&mut self) {
        self.indexed += 1;
    }

    /// Counts an input that was not indexed.
    pub fn notice(&mut self, notice: &Notice) {
        match notice.outcome() {
            Outcome::Indexed => self.indexed += 1,
            Outcome::Skipped => self.skipped += 1,
            Outcome::Failed => self.failed += 1,
        }
        *self.reasons.entry(notice.reason).or_default() += 1;
    }
}

/// What is told of a story that lost bytes.
const LOSSY: &str = "some bytes are no text and were replaced";

#[derive(Serialize)]
struct Line<'a> {
    address: &'a str,
    path: Option<&'a str>,
    outcome: Outcome,
    reason: Option<Reason>,
    detail: Option<&'a str>,
    encoding: Option<&'a str>,
    guessed: Option<bool>,
}

/// Writes a report and keeps count.
///
/// ```
/// use morgue::corpus::{Notice, Reason, ReportWriter};
///
/// let mut report = ReportWriter::new(Vec::new());
/// report.notice(&Notice::new("logo.png", Reason::Binary), None)?;
/// assert_eq!(report.counts().skipped, 1);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct ReportWriter<W: Write> {
    out: W,
    counts: Counts,
}

impl<W: Write> ReportWriter<W> {
    /// A report that is written to `out`; buffer it.
    pub fn new(out: W) -> ReportWriter<W> {
        ReportWriter { out, counts: Counts::default() }
    }

    /// Writes that `file` was indexed.
    ///
    /// # Errors
    /// What the writer says.
    pub fn indexed(&mut self, file: &SourceFile) -> io::Result<()> {
        self.counts.indexed();
        self.line(&Line {
            address: &file.address,
            path: file.path.to_str(),
            outcome: Outcome::Indexed,
            reason: None,
            detail: file.remark.as_deref().or(file.decoded.lossy.then_some(LOSSY)),
            encoding: Some(file.decoded.encoding),
            guessed: Some(file.decoded.guessed),
        })
    }

    /// Writes why something was not indexed; `path` is where it lies, null in the report if it is
    /// not UTF-8 (the address always is).
    ///
    /// # Errors
    /// What the writer says.
    pub fn notice(&mut self, notice: &Notice, path: Option<&Path>) -> io::Result<()> {
        self.counts.notice(notice);
        self.line(&Line {
            address: &notice.address,
            path: path.and_then(Path::to_str),
            outcome: notice.outcome(),
            reason: Some(notice.reason),
            detail: notice.detail.as_deref(),
            encoding: None,
            guessed: None,
        })
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }

    /// How many inputs went which way so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Ends the report and gives the writer back, flushed.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::corpus::{FileEntry, WalkOptions, read};

    const EVERY_REASON: [Reason; 19] = [
        Reason::Ignored,
        Reason::Hidden,
        Reason::Glob,
        Reason::Symlink,
        Reason::NotRegular,
        Reason::TooLarge,
        Reason::Binary,
        Reason::Empty,
        Reason::BadIgnoreRule,
        Reason::Unreadable,
        Reason::Gone,
        Reason::Damaged,
        Reason::BadRecord,
        Reason::Encrypted,
        Reason::Unsupported,
        Reason::Bomb,
        Reason::TooDeep,
        Reason::TooMany,
        Reason::Internal,
    ];

    /// A report with an indexed file and every notice there is.
    fn report() -> (String, Counts) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, b"caf\xe9 au lait").unwrap();
        let entry = FileEntry { address: "a.txt".into(), path, size: 0, modified: None };
        let mut report = ReportWriter::new(Vec::new());
        report.indexed(&read(&entry, &WalkOptions::default()).unwrap()).unwrap();
        for reason in EVERY_REASON {
            report.notice(&Notice::new("b", reason).with("why"), Some(Path::new("/x/b"))).unwrap();
        }
        report.notice(&Notice::new("c", Reason::Empty), None).unwrap();
        let counts = report.counts().clone();
        (String::from_utf8(report.finish().unwrap()).unwrap(), counts)
    }

    #[test]
    fn every_line_fits_the_schema() {
        let schema: Value = serde_json::from_str(include_str!("../../schema/report.v1.schema.json")).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        let (text, _) = report();
        assert_eq!(text.lines().count(), 21);
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            assert!(schema.is_valid(&value), "{line}");
        }
        let wrong = text.replace("\"binary\"", "\"other\"");
        let refused = wrong.lines().filter(|line| !schema.is_valid(&serde_json::from_str(line).unwrap()));
        assert_eq!(refused.count(), 1);
    }

    #[test]
    fn an_indexed_file_tells_its_encoding() {
        let (text, _) = report();
        let line: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(line["outcome"], "indexed");
        assert_eq!(line["encoding"], "windows-1252");
        assert_eq!(line["guessed"], true);
        assert_eq!(line["reason"], Value::Null);
    }

    #[test]
    fn counts_add_up() {
        let (_, counts) = report();
        assert_eq!((counts.indexed, counts.skipped, counts.failed), (1, 13, 7));
        assert_eq!(counts.reasons[&Reason::Empty], 2);
    }
}
