//! Runs that are stopped, or meet another run.
//!
//! No test here depends on timing: the report of a run goes to a pipe, and the run stands still
//! when the pipe is full, until the test reads on.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::support::{Room, Run};

/// More files than the pipe and the queue of a run hold together.
const FILES: usize = 4000;

fn big_archive() -> Room {
    let room = Room::with_archive();
    for i in 0..FILES {
        room.write(&format!("archive/{}/{i:05}.txt", i % 10), format!("Snow fell on Hull, day {i}.\n"));
    }
    room
}

/// An index run that stands still.
struct Standing {
    child: Child,
    report: BufReader<File>,
}

impl Standing {
    fn begin(room: &Room, flags: &[&str]) -> Standing {
        let pipe = room.path("pipe");
        if !pipe.exists() {
            assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        }
        let mut command = room.command(&[&["index", "archive", "--report", "pipe"], flags].concat());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut report = BufReader::new(File::open(&pipe).unwrap());
        let mut line = String::new();
        report.read_line(&mut line).unwrap();
        assert!(line.contains("\"indexed\""), "{line}");
        Standing { child, report }
    }

    fn stop(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        // Far longer than a signal takes; the run stands still meanwhile.
        thread::sleep(Duration::from_millis(500));
    }

    fn end(mut self) -> Run {
        self.report.read_to_end(&mut Vec::new()).unwrap();
        Run::of(self.child.wait_with_output().unwrap())
    }
}

fn count(room: &Room, query: &str) -> usize {
    let run = room.run(&["search", "-a", "archive", "-c", query]);
    run.out().trim_end().parse().unwrap()
}

#[test]
fn a_first_run_that_is_stopped_keeps_what_it_finished() {
    let room = big_archive();
    let run = Standing::begin(&room, &[]);
    run.stop();
    run.end().ends(130).says(&["stopped", "run `morgue index` again"]);
    let found = count(&room, "hull");
    assert!(0 < found && found < FILES, "{found}");
    let json = room.run(&["search", "-a", "archive", "--json", "hull"]).ends(0).json();
    assert_eq!(json.last().unwrap()["complete"], false);
    let stats = room.run(&["stats", "-a", "archive"]).ends(0);
    assert!(stats.out().contains("interrupted: run `morgue index` again"), "{}", stats.out());
    room.run(&["index", "archive"]).ends(0);
    assert_eq!((count(&room, "hull"), count(&room, "waterworks")), (FILES, 1));
}

#[test]
fn a_later_run_that_is_stopped_keeps_what_it_finished_and_loses_nothing() {
    let room = big_archive();
    room.run(&["index", "archive"]).ends(0);
    for i in 0..FILES {
        room.write(&format!("archive/{}/{i:05}.txt", i % 10), format!("Rain fell on Hull, as on day {i}.\n"));
    }
    let run = Standing::begin(&room, &[]);
    assert_eq!(count(&room, "snow"), FILES, "while a new run is at work");
    run.stop();
    run.end().ends(130).says(&["stopped", "run `morgue index` again"]);
    let (snow, rain) = (count(&room, "snow"), count(&room, "rain hull"));
    assert!(0 < rain && rain < FILES && snow + rain == FILES, "{snow} and {rain}");
    room.run(&["index", "archive"]).ends(0).says(&[&format!("{snow} changed, 0 moved")]);
    assert_eq!((count(&room, "snow"), count(&room, "rain hull")), (0, FILES));
}

#[test]
fn a_full_run_that_is_stopped_leaves_the_old_index_whole() {
    let room = big_archive();
    room.run(&["index", "archive"]).ends(0);
    room.write("archive/new.txt", "A zebra ran.\n");
    let run = Standing::begin(&room, &["--full"]);
    assert_eq!(count(&room, "hull"), FILES, "while a new run is at work");
    run.stop();
    run.end().ends(130).says(&["the index is as it was before"]);
    assert_eq!((count(&room, "hull"), count(&room, "waterworks"), count(&room, "zebra")), (FILES, 1, 0));
    let json = room.run(&["search", "-a", "archive", "--json", "hull"]).ends(0).json();
    assert_eq!(json.last().unwrap()["complete"], true);
}

#[test]
fn a_second_run_at_the_same_time_fails_at_once_and_harms_nothing() {
    let room = big_archive();
    let run = Standing::begin(&room, &[]);
    room.run(&["index", "archive"]).ends(2).says(&["another morgue is indexing archive/.morgue", "wait"]);
    room.run(&["search", "-a", "archive", "hull"]).ends(2).says(&["not finished", "`morgue index archive`"]);
    run.end().ends(0).says(&["indexed 4001 stories"]);
    assert_eq!(count(&room, "hull"), FILES);
}

#[test]
fn a_first_run_that_was_killed_is_made_good_by_the_next() {
    let room = big_archive();
    for place in [&[][..], &["--index", "outside"]] {
        let mut run = Standing::begin(&room, &[]);
        run.child.kill().unwrap();
        run.child.wait().unwrap();
        room.run(&["search", "-a", "archive", "hull"]).ends(2).says(&["not finished", "run it again"]);
        room.run(&[&["index", "archive"], place].concat()).ends(0).says(&["indexed 4001 stories"]);
        if !place.is_empty() {
            continue;
        }
        assert_eq!(count(&room, "hull"), FILES);
        std::fs::remove_dir_all(room.path("archive/.morgue")).unwrap();
    }
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let room = Room::with_archive();
    room.run(&["index", "archive", "--report", "no/such/folder.jsonl"])
        .ends(2)
        .says(&["cannot write no/such"]);
    if Path::new("/dev/full").exists() {
        room.run(&["index", "archive", "--report", "/dev/full"]).ends(2).says(&["cannot write", "--report"]);
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let room = Room::with_archive();
    room.run(&["index", "archive"]).ends(0);
    let commands: [&[&str]; 13] = [
        &["search", "-a", "archive", "rain"],
        &["search", "-a", "archive", "rain", "--json"],
        &["search", "-a", "archive", "rain", "-l"],
        &["search", "-a", "archive", "rain", "-c"],
        &["stats", "-a", "archive"],
        &["stats", "-a", "archive", "--json"],
        &["people", "-a", "archive", "--json"],
        &["show", "-a", "archive", "good.txt"],
        &["show", "-a", "archive", "good.txt", "--raw"],
        &["extract", "archive/good.txt"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
    ];
    for command in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = room.command(command).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let run = Run::of(child.wait_with_output().unwrap());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{command:?}");
    }
}

#[test]
fn a_full_disk_under_the_results_is_an_error() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let room = Room::with_archive();
    room.run(&["index", "archive"]).ends(0);
    let mut command = room.command(&["search", "-a", "archive", "rain"]);
    let child = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    assert_eq!(Run::of(child.wait_with_output().unwrap()).code, 2);
}
