//! Wrong flags and values, and archives that were never indexed.

use crate::support::Room;

/// What is typed, and words of the message.
const WRONG: &[(&[&str], &[&str])] = &[
    (&["index", "archive", "--max-size", "many"], &["cannot read the size \"many\"", "64M"]),
    (&["index", "archive", "--max-size", "-1"], &["-1"]),
    (&["index", "archive", "--max-size", "99999999999G"], &["cannot read the size"]),
    (&["index", "archive", "--glob", "{a"], &["bad --glob \"{a\"", "backslash"]),
    (&["index", "archive", "-g", "["], &["bad --glob \"[\""]),
    (&["index", "archive", "-j", "0"], &["--jobs", "0"]),
    (&["index", "archive", "--colour"], &["--colour", "--color"]),
    (&["index", "archive", "-a", "archive"], &["cannot be used with"]),
    (&["search", "-a", "archive", "-m", "x", "rain"], &["--max-count", "'x'"]),
    (&["search", "-a", "archive", "--sort", "best", "rain"], &["best", "relevance"]),
    (&["search", "-a", "archive", "--json", "-c", "rain"], &["cannot be used with"]),
    (&["search", "-a", "archive", "-m", "3", "--all", "rain"], &["cannot be used with"]),
    (&["search", "-a", "archive", "--report", "x", "rain"], &["--report"]),
    (&["people", "-a", "archive", "--top", "-3"], &["-3"]),
    (&["show", "-a", "archive", "good.txt", "--why", "--raw"], &["cannot be used with"]),
    (&["extract"], &["<FILE"]),
    (&["extract", "--jsonl", "good.txt"], &["cannot be used with"]),
    (&["completions", "tcsh"], &["tcsh", "bash"]),
    (&["bogus"], &["bogus"]),
    (&[], &["Usage"]),
];

#[test]
fn wrong_flags_and_values_are_named() {
    let room = Room::with_archive();
    for (typed, words) in WRONG {
        let run = room.run(typed);
        assert_eq!((run.code, run.out()), (2, ""), "{typed:?}: {}", run.err);
        for word in *words {
            assert!(run.err.contains(word), "{typed:?}: no {word:?} in {}", run.err);
        }
    }
    assert!(!room.path("archive/.morgue").exists(), "a wrong flag makes no index");
}

#[test]
fn without_an_index_and_without_a_folder_nothing_is_searched() {
    let room = Room::with_archive();
    for command in [&["search", "rain"][..], &["people"], &["places"], &["stats"], &["show", "good.txt"]] {
        room.run(command).ends(2).says(&["no index here", "`morgue index`", "-a DIR"]);
    }
    room.run(&["search", "--index", "nowhere", "rain"])
        .ends(2)
        .says(&["no index in nowhere", "`morgue index"]);
    room.run(&["search", "--index", "archive", "rain"])
        .ends(2)
        .says(&["no index in archive", "`morgue index"]);
    assert!(!room.path("archive/.morgue").exists());
}

#[test]
fn a_folder_that_is_searched_first_is_indexed_first() {
    for (query, code, out) in [("rain", 0, "archive/good.txt\n"), ("zebra", 1, "")] {
        let room = Room::with_archive();
        room.write("archive/none.txt", "");
        let first = room.run(&["search", "-a", "archive", "-l", query]).ends(code).says(&["indexed 1 story"]);
        assert_eq!(first.out(), out);
        let again = room.run(&["search", "-a", "archive", "-l", query]).ends(code);
        assert_eq!((again.out(), again.err.as_str()), (out, ""));
    }
}

#[test]
fn a_first_search_keeps_its_exit_code_when_files_failed() {
    let room = Room::with_archive().without_powers();
    room.write("archive/shut.txt", "x");
    crate::support::chmod(&room.path("archive/shut.txt"), 0);
    room.run(&["search", "-a", "archive", "-l", "rain"]).ends(0).says(&["failed 1"]);
    let room = Room::with_archive().without_powers();
    room.write("archive/shut.txt", "x");
    crate::support::chmod(&room.path("archive/shut.txt"), 0);
    room.run(&["search", "-a", "archive", "-l", "zebra"]).ends(1).says(&["failed 1"]);
}

#[test]
fn files_that_failed_are_counted_and_skipped_ones_are_not() {
    let room = Room::with_archive().without_powers();
    room.write("archive/none.txt", "");
    room.run(&["index", "archive"]).ends(0).says(&["skipped 1, failed 0"]);
    room.write("archive/shut.txt", "x");
    crate::support::chmod(&room.path("archive/shut.txt"), 0);
    room.run(&["index", "archive"]).ends(3).says(&["skipped 1, failed 1"]);
}
