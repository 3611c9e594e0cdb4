//! Disks that are full or read-only, and files that may not grow.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cases;
use crate::common::changing::Dice;
use crate::support::Room;
use crate::trial::{INDEX, Trial};

/// A small disk; it is gone with the value.
struct Disk(PathBuf);

impl Disk {
    /// None where we may not have one.
    fn at(folder: &Path) -> Option<Disk> {
        fs::create_dir_all(folder).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "morgue-test"]).arg(folder).output();
        let mounted = mount.is_ok_and(|output| output.status.success());
        mounted.then(|| Disk(folder.to_path_buf()))
    }

    fn resize(&self, bytes: u64) {
        let size = format!("remount,size={bytes}");
        assert!(Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap().success());
    }

    fn used(&self) -> u64 {
        let files = fs::read_dir(&self.0).unwrap().flatten();
        files.map(|file| file.metadata().unwrap().blocks() * 512).sum()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

const PLENTY: u64 = 1 << 30;

#[test]
fn a_disk_that_fills_up_costs_nothing_but_the_run() {
    let (mut dice, mut full) = (Dice::new(1), 0);
    for case in 0..cases() {
        let trial = Trial::new(&mut dice, case % 3 > 0);
        let Some(disk) = Disk::at(&trial.room.path("index")) else {
            println!("skipped: no tmpfs can be mounted");
            return;
        };
        let mut needed = PLENTY;
        // Once to see what is needed.
        for pages in [usize::MAX, dice.below(40), dice.below(1 << 30), dice.below(1 << 30)] {
            trial.begin();
            let used = disk.used();
            let free = (pages as u64).checked_mul(4096).map_or(PLENTY, |free| free % needed);
            disk.resize((used + free).max(4096));
            let run = trial.room.run(&INDEX);
            let what = format!("{free} bytes free");
            if trial.holds_after(&run, &what) {
                full += 1;
                run.says(&["No space left on device"]);
            }
            disk.resize(PLENTY);
            trial.mends(&what);
            needed = (disk.used() - used.min(disk.used())).max(1 << 16) * 2;
        }
    }
    println!("{full} runs found the disk full");
    assert!(full > 0);
}

#[test]
fn a_file_that_may_not_grow_costs_nothing_but_the_run() {
    let (mut dice, mut refused) = (Dice::new(2), 0);
    for case in 0..cases() {
        let trial = Trial::new(&mut dice, case % 3 > 0);
        for _ in 0..3 {
            trial.begin();
            let most = 2 << dice.below(8);
            let blocks = (1 + dice.below(most)).to_string();
            let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", &blocks];
            let run = trial.room.run_under(&limited, &INDEX);
            let what = format!("no file may have more than {blocks} blocks");
            if trial.holds_after(&run, &what) {
                refused += 1;
                run.says(&["File too large"]);
            }
            trial.mends(&what);
        }
    }
    println!("{refused} runs were refused a larger file");
    assert!(refused > 0);
}

/// Runs a command where the archive is on a read-only disk.
const READ_ONLY: &str = "mount --bind archive archive && mount -o remount,ro,bind archive && exec \"$@\"";

#[test]
fn an_archive_on_a_read_only_disk_has_its_index_in_the_cache_folder() {
    let room = Room::with_archive();
    let around = ["unshare", "-m", "sh", "-c", READ_ONLY, "sh"];
    let mut probe = Command::new(around[0]);
    probe.args(&around[1..]).arg("true").current_dir(room.path(""));
    if !probe.output().is_ok_and(|output| output.status.success()) {
        println!("skipped: nothing can be mounted");
        return;
    }
    let index = ["index", "archive"];
    room.run_under(&around, &index).ends(0).says(&["indexed 1 story", "cache/morgue/"]);
    let search = ["search", "-a", "archive", "-l", "rain"];
    assert_eq!(room.run_under(&around, &search).ends(0).out(), "archive/good.txt\n");
    // What was added on another machine is seen by the next run.
    room.write("archive/more.txt", "Rain fell on Hull, too.\n");
    room.run_under(&around, &index).ends(0).says(&["1 new", "1 unchanged"]);
    assert_eq!(room.run_under(&around, &search).ends(0).lines().len(), 2);
    room.run_under(&around, &["doctor", "-a", "archive", "--deep"]).ends(0);
    assert!(!room.path("archive/.morgue").exists());
    // An index that was made elsewhere is searched where it lies, and cannot be written.
    room.run(&index).ends(0);
    assert_eq!(room.run_under(&around, &search).ends(0).lines().len(), 2);
    room.write("archive/third.txt", "Rain fell on York, too.\n");
    let refused = room.run_under(&around, &index).ends(2);
    refused.says(&["cannot write", "archive/.morgue", "Read-only file system"]);
    assert_eq!(room.run_under(&around, &search).ends(0).lines().len(), 2);
}
