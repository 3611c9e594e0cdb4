//! Errors at single system calls, given by `strace` in the system's place.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use crate::cases;
use crate::common::changing::Dice;
use crate::support::{Room, Run};
use crate::trial::{INDEX, Trial};

/// System calls, and how they may fail.
const FAULTS: [(&str, &[&str]); 11] = [
    ("write", &["ENOSPC", "EIO", "EDQUOT"]),
    ("read", &["EIO"]),
    ("pread64", &["EIO"]),
    ("openat", &["EMFILE", "EACCES", "ENOSPC", "EIO"]),
    ("fsync,fdatasync", &["EIO", "ENOSPC"]),
    ("rename,renameat,renameat2", &["EIO", "ENOSPC", "EACCES"]),
    ("statx,fstat,newfstatat", &["EIO", "EACCES"]),
    ("getdents64", &["EIO"]),
    ("flock", &["ENOLCK", "EINTR"]),
    ("unlink,unlinkat", &["EIO", "EBUSY", "EACCES"]),
    ("mkdir,mkdirat,chmod,fchmod,fchmodat,ftruncate", &["EIO", "ENOSPC"]),
];

/// Where `strace` tells what it did.
const LOG: &str = "trace.log";

fn is_there() -> bool {
    let asked = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let there = asked.is_ok_and(|status| status.success());
    if !there {
        println!("skipped: there is no strace");
    }
    there
}

/// Runs with faults at system calls: `read:error=EIO:when=3`.
fn traced(room: &Room, fault: &str, args: &[&str]) -> Run {
    let calls = fault.split(':').next().unwrap();
    let (trace, inject) = (format!("trace={calls}"), format!("inject={fault}"));
    let strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", LOG, "-e", &trace, "-e", &inject];
    room.run_under(&strace, args)
}

/// The calls that failed, without those of the loader of programs, before `main`.
fn injected(room: &Room) -> Vec<String> {
    let log = fs::read_to_string(room.path(LOG)).unwrap();
    let lines = log.lines().filter(|line| line.contains("(INJECTED)"));
    lines.map(str::to_owned).collect()
}

fn is_of_the_loader(call: &str) -> bool {
    ["/lib", "/etc/ld.so", "/usr/lib", "/opt"]
        .iter()
        .any(|path| call.contains(&format!("\"{path}")) || call.contains(&format!("<{path}")))
}

/// How often the thread that calls most does so in a run without faults.
fn most_calls(trial: &Trial, calls: &str) -> usize {
    trial.begin();
    // An error that is none.
    traced(&trial.room, &format!("{calls}:delay_exit=0"), &INDEX);
    let log = fs::read_to_string(trial.room.path(LOG)).unwrap();
    let mut threads: BTreeMap<&str, usize> = BTreeMap::new();
    log.lines().for_each(|line| *threads.entry(line.split(' ').next().unwrap()).or_default() += 1);
    threads.into_values().max().unwrap_or(0)
}

#[test]
fn a_call_that_fails_is_told_or_does_no_harm() {
    if !is_there() {
        return;
    }
    let (mut dice, mut met, mut failed) = (Dice::new(3), 0, 0);
    let mut trial = Trial::new(&mut dice, true);
    let mut counted = BTreeMap::new();
    for case in 0..cases() * 2 {
        if case % 20 == 19 {
            trial = Trial::new(&mut dice, case % 60 < 40);
            counted.clear();
        }
        let (calls, errors) = FAULTS[dice.below(FAULTS.len())];
        let most = *counted.entry(calls).or_insert_with(|| most_calls(&trial, calls));
        let when = 1 + dice.below(most.max(1));
        // Once, or from then on.
        let (error, on) = (errors[dice.below(errors.len())], ["", "+"][dice.below(2)]);
        let fault = format!("{calls}:error={error}:when={when}{on}");
        trial.begin();
        let run = traced(&trial.room, &fault, &INDEX);
        let hit = injected(&trial.room);
        if hit.is_empty() || hit.iter().any(|call| is_of_the_loader(call)) {
            continue;
        }
        met += 1;
        let what = format!("{fault} at {}", hit[0]);
        if trial.holds_after(&run, &what) {
            failed += 1;
            // Whom standard error fails cannot be told.
            let is_mute = hit.iter().any(|call| call.contains("write(2<"));
            assert!(
                is_mute || run.err.starts_with("morgue: ") || run.err.contains("error"),
                "{what}: {}",
                run.err
            );
        }
        trial.mends(&what);
    }
    println!("{met} runs met a fault, {failed} of them failed");
    assert!(failed > 0);
}

#[test]
fn a_call_that_is_interrupted_is_made_again() {
    if !is_there() {
        return;
    }
    let (mut dice, mut met) = (Dice::new(4), 0);
    let trial = Trial::new(&mut dice, true);
    let calls = "read,write,pread64,openat,fsync,fdatasync,ftruncate,flock";
    for case in 0..cases() {
        trial.begin();
        let fault = format!("{calls}:error=EINTR:when={}+{}", 1 + dice.below(9), 2 + case % 7);
        let run = traced(&trial.room, &fault, &INDEX);
        let hit = injected(&trial.room);
        if hit.is_empty() || hit.iter().any(|call| is_of_the_loader(call)) {
            continue;
        }
        met += 1;
        // The C library does not open folders again.
        match hit.iter().any(|call| call.contains("O_DIRECTORY")) {
            true => drop(trial.holds_after(&run, &fault)),
            false => trial.is_done(&run, &fault),
        }
        trial.mends(&fault);
    }
    println!("{met} runs were interrupted");
    assert!(met > 0);
}
