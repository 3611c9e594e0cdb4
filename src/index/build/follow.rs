//! The ledger of the next generation, written while a pass goes through its steps, and the report beside it.

use std::cmp::Ordering;
use std::io::{self, Write};
use std::iter::Peekable;

use crate::corpus::address::walk_order;
use crate::corpus::{Change, Counts, FileReport, ReportWriter};
use crate::index::IndexError;
use crate::index::frames::Rows;
use crate::index::ledger::{LedgerWriter, Row};
use crate::index::place::IndexPlace;

/// What a run tells of each file.
pub(super) type Report<'a> = ReportWriter<Box<dyn Write + 'a>>;

/// What the rows of a ledger come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// Bytes of the files that have stories.
    pub(super) bytes: u64,
    /// Stories, and what came to none.
    pub(super) counts: Counts,
}

impl Sums {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &Row) {
        self.bytes += row.state.as_ref().filter(|_| row.stories > 0).map_or(0, |state| state.size);
        self.counts.indexed += row.stories;
        row.reasons.iter().for_each(|(&reason, &many)| self.counts.left_out(reason, many));
    }
}

/// Goes through the old ledger beside the steps, and writes the new one.
pub(super) struct Follow<'a> {
    old: Peekable<Rows<Row>>,
    ledger: LedgerWriter<'a>,
    /// Whether what is kept is to be told: once in a run.
    tells_kept: bool,
    place: &'a IndexPlace,
    sums: Sums,
}

impl<'a> Follow<'a> {
    /// A new ledger with the rows of the old one.
    pub(super) fn new(
        old: Rows<Row>,
        ledger: LedgerWriter<'a>,
        tells_kept: bool,
        place: &'a IndexPlace,
    ) -> Follow<'a> {
        Follow { old: old.peekable(), ledger, tells_kept, place, sums: Sums::default() }
    }

    /// Keeps the rows before `address`, and drops its own.
    pub(super) fn up_to(&mut self, address: &str, report: &mut Report<'_>) -> Result<(), IndexError> {
        while let Some(row) = self.old.next_if(|row| is_before(row, address)) {
            self.keep(row, report)?;
        }
        self.old.next_if(|row| row.as_ref().is_ok_and(|row| row.address == address));
        Ok(())
    }

    /// Writes a row.
    pub(super) fn push(&mut self, row: &Row) -> Result<(), IndexError> {
        self.sums.add(row);
        self.ledger.push(row)
    }

    /// Keeps all other rows; gives the name of the new ledger, and what its rows come to.
    pub(super) fn finish(mut self, report: &mut Report<'_>) -> Result<(String, Sums), IndexError> {
        while let Some(row) = self.old.next() {
            self.keep(row, report)?;
        }
        Ok((self.ledger.finish()?, self.sums))
    }

    fn keep(&mut self, row: Result<Row, String>, report: &mut Report<'_>) -> Result<(), IndexError> {
        let row = row.map_err(|what| self.place.damaged(what))?;
        if self.tells_kept {
            tell(report, self.place, &row, Change::Unchanged, None).map_err(unreported())?;
        }
        self.push(&row)
    }
}

fn is_before(row: &Result<Row, String>, address: &str) -> bool {
    row.as_ref().map_or(true, |row| walk_order(&row.address, address) == Ordering::Less)
}

/// Tells of a file that was not read again, in one line for all its stories.
pub(super) fn tell(
    report: &mut Report<'_>,
    place: &IndexPlace,
    row: &Row,
    change: Change,
    from: Option<&str>,
) -> io::Result<()> {
    let path = place.path_of(&row.address);
    let file = FileReport { address: &row.address, path: &path, change, from };
    row.decoding.iter().try_for_each(|decoding| report.indexed(&file, decoding, None))?;
    row.notices.iter().try_for_each(|notice| report.left_out(&file, notice))
}

/// The error for a report that cannot be written.
pub(super) fn unreported() -> impl FnOnce(io::Error) -> IndexError {
    IndexError::io("cannot write", "--report")
}
