//! Names and paths that few programs expect, and folders of very many files.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::changing::Dice;
use crate::support::Room;
use crate::{cases, scaled};

#[test]
fn names_of_any_bytes_are_indexed_moved_and_taken_out() {
    let (room, mut dice) = (Room::new(), Dice::new(6));
    let any_name = |dice: &mut Dice| -> Vec<u8> {
        let bytes = (0..1 + dice.below(40)).map(|_| 1 + dice.below(255) as u8);
        let name: Vec<u8> = bytes.filter(|byte| *byte != b'/').collect();
        // Dots at the beginning hide a file; white space and marks have no meaning.
        [b"x".to_vec(), name].concat()
    };
    let mut paths = BTreeSet::new();
    for _ in 0..cases() * 10 {
        let folder = room.path("archive").join(OsStr::from_bytes(&any_name(&mut dice)));
        fs::create_dir_all(&folder).unwrap();
        paths.insert(folder.join(OsStr::from_bytes(&any_name(&mut dice))));
    }
    for (i, path) in paths.iter().enumerate() {
        fs::write(path, format!("A zebra ran in Hull on day {i}.\n")).unwrap();
    }
    let all = paths.len();
    let index = ["index", "archive", "--report", "r.jsonl"];
    room.run(&index).ends(0).says(&[&format!("indexed {all} stories, skipped 0, failed 0")]);
    let found = room.run(&["search", "-a", "archive", "-0", "zebra"]).ends(0);
    let found: BTreeSet<&[u8]> = found.bytes.split(|b| *b == 0).filter(|path| !path.is_empty()).collect();
    let relative: BTreeSet<Vec<u8>> = paths
        .iter()
        .map(|path| path.strip_prefix(room.path("")).unwrap().as_os_str().as_bytes().to_vec())
        .collect();
    // What is printed is the file's name, byte by byte.
    assert_eq!(found, relative.iter().map(Vec::as_slice).collect());
    for (i, path) in paths.iter().enumerate() {
        match i % 3 {
            0 => fs::rename(path, path.with_file_name(OsStr::from_bytes(&any_name(&mut dice)))).unwrap(),
            1 => fs::remove_file(path).unwrap(),
            _ => {}
        }
    }
    let (moved, gone) = (all.div_ceil(3), (all + 1) / 3);
    let told = format!("{moved} moved, {} unchanged, {gone} gone, 0 failed", all - moved - gone);
    room.run(&index).ends(0).says(&[&told]);
    assert_eq!(room.run(&["search", "-a", "archive", "-c", "zebra"]).out(), format!("{}\n", all - gone));
    room.run(&["doctor", "-a", "archive", "--deep"]).ends(0);
}

/// Folders inside one another, each with a story, that many.
fn chain(top: &Path, folders: usize) -> PathBuf {
    let mut folder = top.to_path_buf();
    for i in 0..folders {
        folder.push(format!("{i:0100}"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("story.txt"), "A zebra ran in Hull.\n").unwrap();
    }
    folder
}

#[test]
fn paths_longer_than_the_system_takes_are_told_and_the_others_indexed() {
    let room = Room::with_archive();
    fs::create_dir(room.path("below")).unwrap();
    let lowest = chain(&room.path("archive"), 30);
    chain(&room.path("below"), 30);
    fs::rename(room.path("below"), lowest.join("below")).unwrap();
    let run = room.run(&["index", "archive", "--report", "r.jsonl"]).ends(3);
    let stories = room.run(&["search", "-a", "archive", "-l", "zebra"]).ends(0).lines().len();
    // The system takes 4,095 bytes: of these `archive/`, folders of 101 with their slashes, and the name.
    assert_eq!(stories, (4095 - "archive/below/story.txt".len()) / 101);
    run.says(&[&format!("indexed {} stories, skipped 0, failed 1", stories + 1), "1 cannot be read"]);
    let lines = room.jsonl("r.jsonl");
    let failed: Vec<_> = lines.iter().filter(|line| line["outcome"] == "failed").collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0]["detail"].as_str().unwrap().contains("File name too long"), "{}", failed[0]);
    room.run(&["index", "archive"]).ends(3);
    room.run(&["doctor", "-a", "archive", "--deep"]).ends(0);
}

/// Largest anonymous memory of a process while it runs, in KiB, and how long it ran.
fn watched(mut child: Child) -> (u64, Duration, i32) {
    let (begun, mut most) = (Instant::now(), 0);
    let status = format!("/proc/{}/status", child.id());
    loop {
        if let Some(ended) = child.try_wait().unwrap() {
            return (most, begun.elapsed(), ended.code().unwrap_or(-1));
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
        most = most.max(line.trim_end_matches("kB").trim().parse().unwrap_or(0));
        thread::sleep(Duration::from_millis(20));
    }
}

fn run_watched(room: &Room, what: &str) -> String {
    let mut command = room.command(&["index", "archive"]);
    let err = fs::File::create(room.path("err")).unwrap();
    let (most, time, code) = watched(command.stdout(Stdio::null()).stderr(err).spawn().unwrap());
    println!("{what}: {:.1} s, {} MB of anonymous memory at most", time.as_secs_f64(), most / 1024);
    let err = fs::read_to_string(room.path("err")).unwrap();
    assert_eq!(code, 0, "{err}");
    err
}

#[test]
fn a_folder_of_very_many_files_is_an_archive_as_any_other() {
    let files = scaled("MORGUE_FILES", 3000);
    let room = Room::with_archive();
    let path = |i: usize| room.path(&format!("archive/wire-{i}.txt"));
    for i in 0..files {
        fs::write(path(i), format!("HULL, March {} - Rain fell on street {i}.\n", i % 28 + 1)).unwrap();
    }
    let err = run_watched(&room, &format!("{files} files in one folder"));
    assert!(err.contains(&format!("indexed {} stories, skipped 0, failed 0", files + 1)), "{err}");
    let err = run_watched(&room, "again");
    assert!(err.contains(&format!("{} unchanged", files + 1)), "{err}");
    fs::remove_file(path(files / 2)).unwrap();
    fs::rename(path(1), path(files)).unwrap();
    let err = run_watched(&room, "with one file gone and one moved");
    assert!(err.contains(&format!("0 new, 0 changed, 1 moved, {} unchanged, 1 gone", files - 1)), "{err}");
    let count = room.run(&["search", "-a", "archive", "-c", "hull"]).ends(0);
    assert_eq!(count.out(), format!("{}\n", files - 1));
}
