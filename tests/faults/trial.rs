//! An archive that changed since it was indexed, and runs that shall take its index there.

use std::fs;
use std::path::PathBuf;

use morgue::index::place::IndexPlace;
use morgue::index::{BuildOptions, IndexError, build, examine};

use crate::common::changing::{Dice, answers, difference, happen, place, texts};
use crate::common::{Unwatched, copy};
use crate::support::{Room, Run};

/// What is run.
pub const INDEX: [&str; 5] = ["index", "archive", "--index", "index", "--report=report.jsonl"];

/// An archive, the index of a state before (unless it never had one), and what a fresh index of it says.
pub struct Trial {
    pub room: Room,
    before: Option<Vec<String>>,
    after: Vec<String>,
    /// The exit code of a run without fault: some files are no stories.
    code: i32,
}

impl Trial {
    /// An archive of random files, indexed and then changed; or never indexed.
    pub fn new(dice: &mut Dice, is_indexed: bool) -> Trial {
        let (room, texts) = (Room::new(), texts());
        let archive = room.path("archive");
        fs::create_dir(&archive).unwrap();
        let mut change = |many: usize| (0..many).for_each(|_| happen(&archive, dice.event(), &texts));
        change(14);
        let kept = place(&archive, &room.path("kept"));
        let before = is_indexed.then(|| {
            build(&kept, &BuildOptions::default(), &Unwatched, None).unwrap();
            change(8);
            answers(&kept)
        });
        let fresh = place(&archive, &room.path("fresh"));
        let summary = build(&fresh, &BuildOptions::default(), &Unwatched, None).unwrap();
        let code = if summary.counts.failed > 0 { 3 } else { 0 };
        Trial { after: answers(&fresh), before, code, room }
    }

    pub fn index(&self) -> IndexPlace {
        place(&self.room.path("archive"), &self.room.path("index"))
    }

    /// Puts the index of the state before in its place; gives its folder.
    pub fn begin(&self) -> PathBuf {
        let index = self.room.path("index");
        fs::create_dir_all(&index).unwrap();
        for entry in fs::read_dir(&index).unwrap().flatten() {
            fs::remove_file(entry.path()).unwrap();
        }
        if self.before.is_some() {
            copy(&self.room.path("kept"), &index);
        }
        index
    }

    /// What a run left that met a fault: the generation before, or one of its own. Gives whether it failed.
    #[track_caller]
    pub fn holds_after(&self, run: &Run, what: &str) -> bool {
        let told = format!("{what}: code {}, {}", run.code, run.err);
        assert!(!run.err.contains("defect"), "{told}");
        let index = self.index();
        match run.code {
            0 => assert!(self.code == 0 && answers(&index) == self.after, "{told}"),
            // The truth, or some file was not read: then this is told and the rest is sound.
            3 => assert!(run.err.contains("failed"), "{told}"),
            2 => self.is_whole(&told),
            _ => panic!("{told}"),
        }
        self.is_sound(&told);
        run.code == 2
    }

    /// A run has reached the truth, whatever it met.
    #[track_caller]
    pub fn is_done(&self, run: &Run, what: &str) {
        assert_eq!(run.code, self.code, "{what}: {}", run.err);
        assert_eq!(difference(&answers(&self.index()), &self.after), None, "{what}");
        self.is_sound(what);
    }

    /// A run that failed has left one generation or the other.
    fn is_whole(&self, told: &str) {
        if !self.index().exists() || self.before.is_none() && self.is_unfinished() {
            assert!(self.before.is_none(), "the index is lost: {told}");
            return;
        }
        let now = answers(&self.index());
        assert!(now == self.after || Some(&now) == self.before.as_ref(), "neither before nor after: {told}");
    }

    fn is_unfinished(&self) -> bool {
        matches!(examine(&self.index(), false), Err(IndexError::Unfinished { .. }))
    }

    fn is_sound(&self, told: &str) {
        match examine(&self.index(), true) {
            Ok(checkup) => assert!(checkup.ill.is_empty(), "{:?} after {told}", checkup.ill),
            Err(IndexError::Missing { .. } | IndexError::Unfinished { .. }) if self.before.is_none() => {}
            Err(other) => panic!("{other} after {told}"),
        }
    }

    /// A run without fault reaches the truth, and leaves nothing behind that is half written.
    #[track_caller]
    pub fn mends(&self, what: &str) {
        let run = self.room.run(&INDEX);
        self.is_done(&run, &format!("after {what}"));
        let names = fs::read_dir(self.room.path("index")).unwrap().flatten();
        let half: Vec<_> =
            names.map(|e| e.file_name()).filter(|n| n.to_string_lossy().contains("tmp")).collect();
        assert!(half.is_empty(), "{half:?} after {what}");
    }
}
