//! The report of a run (`--report FILE.jsonl`): one JSON object a story or a file that has none,
//! in the shape of
//! `schema/report.v1.schema.json`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::decode::Decoding;
use super::notice::{Notice, Outcome, Reason};

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

    /// Adds other counts.
    pub fn add(&mut self, other: &Counts) {
        self.indexed += other.indexed;
        self.skipped += other.skipped;
        self.failed += other.failed;
        other.reasons.iter().for_each(|(&reason, count)| *self.reasons.entry(reason).or_default() += count);
    }

    /// Counts an input that was not indexed.
    pub fn notice(&mut self, notice: &Notice) {
        self.left_out(notice.reason, 1);
    }

    /// Counts inputs that were not indexed for one reason.
    pub fn left_out(&mut self, reason: Reason, inputs: u64) {
        match reason.outcome() {
            Outcome::Indexed => self.indexed += inputs,
            Outcome::Skipped => self.skipped += inputs,
            Outcome::Failed => self.failed += inputs,
        }
        *self.reasons.entry(reason).or_default() += inputs;
    }
}

/// What is told of a story that lost bytes.
const LOSSY: &str = "some bytes are no text and were replaced";

/// What a run found of a file, held against the run before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was not there.
    New,
    /// It has other bytes, or could not be read.
    Changed,
    /// It was there under another address.
    Moved,
    /// It is as it was.
    Unchanged,
    /// It is there no more.
    Gone,
}

/// A file in a report.
#[derive(Clone, Copy, Debug)]
pub struct FileReport<'a> {
    /// Its address.
    pub address: &'a str,
    /// Where it lies; null in the report if that is not UTF-8.
    pub path: &'a Path,
    /// What a run found of it.
    pub change: Change,
    /// The address that it had before it was moved.
    pub from: Option<&'a str>,
}

#[derive(Default, Serialize)]
struct Line<'a> {
    address: &'a str,
    path: Option<&'a str>,
    change: Option<Change>,
    from: Option<&'a str>,
    outcome: Option<Outcome>,
    reason: Option<Reason>,
    detail: Option<&'a str>,
    encoding: Option<&'a str>,
    guessed: Option<bool>,
}

impl<'a> Line<'a> {
    fn of(file: &FileReport<'a>) -> Line<'a> {
        let FileReport { address, path, change, from } = *file;
        Line { address, path: path.to_str(), change: Some(change), from, ..Line::default() }
    }

    fn with(self, notice: &'a Notice) -> Line<'a> {
        let (reason, detail) = (Some(notice.reason), notice.detail.as_deref());
        Line { outcome: Some(notice.outcome()), reason, detail, ..self }
    }
}

/// Writes a report and keeps count.
///
/// ```
/// use morgue::corpus::{Notice, Reason, ReportWriter};
///
/// let mut report = ReportWriter::new(Vec::new());
/// report.notice(&Notice::new("logo.png", Reason::Binary))?;
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

    /// Writes that a story is in the index, decoded like this, with what is to be told of it beyond that.
    ///
    /// # Errors
    /// What the writer says.
    pub fn indexed(
        &mut self,
        file: &FileReport<'_>,
        decoding: &Decoding,
        remark: Option<&str>,
    ) -> io::Result<()> {
        self.counts.indexed();
        self.line(&Line {
            outcome: Some(Outcome::Indexed),
            detail: remark.or(decoding.lossy.then_some(LOSSY)),
            encoding: Some(&decoding.encoding),
            guessed: Some(decoding.guessed),
            ..Line::of(file)
        })
    }

    /// Writes that a file is there no more.
    ///
    /// # Errors
    /// What the writer says.
    pub fn gone(&mut self, address: &str) -> io::Result<()> {
        self.line(&Line { address, change: Some(Change::Gone), ..Line::default() })
    }

    /// Writes why a file was not indexed.
    ///
    /// # Errors
    /// What the writer says.
    pub fn left_out(&mut self, file: &FileReport<'_>, notice: &Notice) -> io::Result<()> {
        self.counts.notice(notice);
        self.line(&Line { address: &notice.address, ..Line::of(file).with(notice) })
    }

    /// Writes why something is not read.
    ///
    /// # Errors
    /// What the writer says.
    pub fn notice(&mut self, notice: &Notice) -> io::Result<()> {
        self.counts.notice(notice);
        self.line(&Line { address: &notice.address, ..Line::default() }.with(notice))
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
        let read = read(&entry, &WalkOptions::default()).unwrap();
        let file =
            |address| FileReport { address, path: Path::new("/x"), change: Change::Moved, from: Some("b") };
        report.indexed(&file("a.txt"), &read.decoded.decoding(), None).unwrap();
        report.gone("e.txt").unwrap();
        for reason in EVERY_REASON {
            report.left_out(&file("b"), &Notice::new("b", reason).with("why")).unwrap();
        }
        report.notice(&Notice::new("c", Reason::Empty)).unwrap();
        let counts = report.counts().clone();
        (String::from_utf8(report.finish().unwrap()).unwrap(), counts)
    }

    #[test]
    fn every_line_fits_the_schema() {
        let schema: Value = serde_json::from_str(include_str!("../../schema/report.v1.schema.json")).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        let (text, _) = report();
        assert_eq!(text.lines().count(), 22);
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
