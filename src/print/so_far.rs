//! What an index run has done so far, as its watchers count it.

use serde::Serialize;

use crate::corpus::{Notice, Outcome, Reason};
use crate::index::build::FileDone;

/// What a run has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SoFar {
    /// Files that are done.
    pub files: u64,
    /// Stories in them.
    pub stories: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Inputs that a rule left out.
    pub skipped: u64,
    /// Inputs that failed.
    pub failed: u64,
}

impl SoFar {
    /// Counts a file.
    pub(super) fn done(&mut self, file: &FileDone<'_>) {
        self.files += 1;
        self.stories += file.stories;
        self.bytes += if file.is_read { file.bytes } else { 0 };
        file.reasons.iter().for_each(|(&reason, &inputs)| self.add(reason, inputs));
    }

    /// Counts something that is not read.
    pub(super) fn left_out(&mut self, notice: &Notice) {
        self.add(notice.reason, 1);
    }

    fn add(&mut self, reason: Reason, inputs: u64) {
        match reason.outcome() {
            Outcome::Indexed => {}
            Outcome::Skipped => self.skipped += inputs,
            Outcome::Failed => self.failed += inputs,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn bytes_are_those_that_were_read_and_all_that_was_left_out_is_counted() {
        let reasons = BTreeMap::from([(Reason::BadRecord, 200), (Reason::TooLarge, 3)]);
        let notices = [Notice::new("a#1", Reason::BadRecord)];
        let feed = FileDone { bytes: 10, is_read: true, stories: 7, reasons: &reasons, notices: &notices };
        let film = FileDone { bytes: 4000, is_read: false, stories: 0, ..feed };
        let mut so_far = SoFar::default();
        so_far.done(&feed);
        so_far.done(&FileDone { reasons: &BTreeMap::from([(Reason::Binary, 1)]), ..film });
        so_far.left_out(&Notice::new("b", Reason::Hidden));
        assert_eq!(so_far, SoFar { files: 2, stories: 7, bytes: 10, skipped: 5, failed: 200 });
    }
}
