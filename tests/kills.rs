//! Index runs that are killed: after each kill the index is sound, and the next run ends with the truth.
//!
//! `MORGUE_KILLS=200 cargo test --release --test kills` is the whole of it; without it there are a few.

#![allow(clippy::unwrap_used, reason = "a test may fail by unwrap")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use common::Unwatched;
use common::changing::{Dice, answers, happen, place, texts};
use morgue::index::build::{FileDone, Watch};
use morgue::index::place::IndexPlace;
use morgue::index::{BuildOptions, IndexError, build, examine};

/// Where the archive and its index lie, for the process that is killed.
const FOLDER: &str = "MORGUE_KILLED_FOLDER";
/// Few files a commit, so that a run has many.
const BATCH: u64 = 3;

/// Says on stderr when a commit begins and when it is over.
#[derive(Default)]
struct Speaking {
    commits: AtomicBool,
}

impl Speaking {
    fn say(&self, what: &str, commits: bool) {
        if self.commits.swap(commits, Ordering::SeqCst) != commits {
            std::io::stderr().write_all(what.as_bytes()).unwrap();
        }
    }
}

impl Watch for Speaking {
    fn listed(&self, _: u64, _: u64) {}
    fn done(&self, _: &FileDone<'_>) {
        self.say("over\n", false);
    }
    fn committing(&self) {
        self.say("over\n", false);
        self.say("commit\n", true);
    }
    fn stopped(&self) -> bool {
        false
    }
}

fn options() -> BuildOptions {
    BuildOptions { jobs: 2, batch: BATCH, ..BuildOptions::default() }
}

fn archive(folder: &Path) -> IndexPlace {
    place(&folder.join("archive"), &folder.join("index"))
}

#[test]
#[ignore = "the process that is killed"]
fn a_run_to_be_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    build(&archive(&folder), &options(), &Speaking::default(), None).unwrap();
    std::io::stderr().write_all(b"end\n").unwrap();
}

fn begun(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["a_run_to_be_killed", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// When a run is killed.
#[derive(Clone, Copy, Debug)]
enum When {
    /// So long after it began.
    After(Duration),
    /// So long after its commit with this number, from 0, began.
    InCommit(usize, Duration),
}

/// Kills a run; gives whether it was within a commit, or none if it had ended.
fn killed(folder: &Path, when: When) -> Option<bool> {
    let mut child = begun(folder);
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut said = Vec::new();
    match when {
        When::After(pause) => thread::sleep(pause),
        When::InCommit(number, pause) => {
            said.extend(lines.by_ref().filter(|line| line == "commit").take(number + 1));
            thread::sleep(pause);
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(lines);
    let last = said.last().map(String::as_str);
    (last != Some("end")).then_some(last == Some("commit"))
}

fn when(dice: &mut Dice) -> When {
    if dice.below(3) == 0 {
        return When::After(Duration::from_millis(dice.below(400) as u64));
    }
    // How long a commit takes differs a lot between machines.
    let most = 2 << dice.below(15);
    When::InCommit(dice.below(4), Duration::from_micros(dice.below(most) as u64))
}

/// Whatever was committed is sound.
fn is_sound(place: &IndexPlace) {
    match examine(place, true) {
        Ok(checkup) => assert!(checkup.ill.is_empty(), "{checkup:?}"),
        Err(IndexError::Missing { .. } | IndexError::Unfinished { .. }) => {}
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_run_may_be_killed_at_any_instant() {
    let kills = std::env::var("MORGUE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    let (texts, mut dice) = (texts(), Dice::new(0));
    let (mut made, mut within) = (0, 0);
    while made < kills {
        let folder = tempfile::tempdir().unwrap();
        let place = archive(folder.path());
        fs::create_dir(&place.archive).unwrap();
        // First runs, later ones, and many of these, so that segments are merged.
        for round in 0..12 {
            (0..8).for_each(|_| happen(&place.archive, dice.event(), &texts));
            if let Some(in_commit) = killed(folder.path(), when(&mut dice)) {
                (made, within) = (made + 1, within + usize::from(in_commit));
            }
            is_sound(&place);
            if round % 4 == 3 {
                build(&place, &options(), &Unwatched, None).unwrap();
                is_sound(&place);
                let fresh = self::place(&place.archive, &folder.path().join(format!("fresh{round}")));
                build(&fresh, &BuildOptions::default(), &Unwatched, None).unwrap();
                assert_eq!(answers(&place), answers(&fresh));
            }
        }
    }
    println!("{made} kills, {within} of them within a commit");
    // Of a few it may be any number.
    assert!(made < 100 || within * 4 > made, "{within} of {made} within a commit");
}
