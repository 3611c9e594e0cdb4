//! The commands of `README.md` and `docs/GUIDE.md` do what these pages say.
//!
//! A fenced block that opens with `console` is a transcript. A line `$ COMMAND` is run by `sh`; the lines behind it,
//! up to the next command, are what it prints, stdout and stderr together. All blocks of a page run in order in one
//! new folder that holds a copy of the sample archive; `$ cd FOLDER` holds for the commands after it. A command
//! must end with 0 or 1, or with the code in a comment behind it (`# exit 3`). What it prints must be what the page
//! shows, if the page shows anything, except that
//!
//! - a line `…` stands for any number of lines,
//! - `…` in a line stands for any text: what was cut to keep the page readable, and what no two runs have in common
//!   (times, scores, versions of the index),
//! - what only terminals get, a first line `reading: …` or a last line `… counts are exact`, is compared with what the
//!   same command says with `--json`.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes what is printed today into each transcript that does not fit. Long
//! lines are cut, and a transcript that ended with a line `…` keeps its length. Read the diff before you commit it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by unwrap")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const ANYTHING: &str = "…";
/// How the lines begin and end that only terminals get.
const READING: &str = "reading: ";
const COUNTS: &str = "; counts are ";
/// Longer lines are cut when a page is updated; JSON is cut by hand.
const WIDEST: usize = 110;

/// A command of a page and what it is said to print.
#[derive(Debug)]
struct Step<'a> {
    /// Line of the page, from 0.
    at: usize,
    command: &'a str,
    output: Vec<&'a str>,
}

fn steps(page: &str) -> Vec<Step<'_>> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (at, line) in page.lines().enumerate() {
        match line.strip_prefix("$ ") {
            _ if line.starts_with("```") => inside = line == "```console",
            Some(command) if inside => steps.push(Step { at, command, output: Vec::new() }),
            None if inside => steps.last_mut().expect("output before a command").output.push(line),
            _ => {}
        }
    }
    steps
}

/// A folder to run the commands of a page in.
struct Place {
    _temporary: tempfile::TempDir,
    home: PathBuf,
    now: PathBuf,
}

impl Place {
    fn new() -> Place {
        let temporary = tempfile::tempdir().unwrap();
        let home = temporary.path().to_path_buf();
        copy(&Path::new(ROOT).join("sample-corpus"), &home.join("sample-corpus"));
        Place { _temporary: temporary, now: home.clone(), home }
    }

    /// What a command prints, line by line, and its exit code.
    fn run(&mut self, command: &str) -> (Vec<String>, i32) {
        if let Some(folder) = command.strip_prefix("cd ") {
            self.now.push(folder);
            return (Vec::new(), 0);
        }
        let morgue = Path::new(env!("CARGO_BIN_EXE_morgue")).parent().unwrap();
        let path = format!("{}:{}", morgue.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("exec 2>&1\n{command}")).current_dir(&self.now);
        shell.env("PATH", path).env("HOME", &self.home).env("XDG_CACHE_HOME", self.home.join("cache"));
        for name in ["MORGUE_INDEX", "CLICOLOR_FORCE"] {
            shell.env_remove(name);
        }
        let done = shell.output().unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        let lines = text.lines().map(|line| line.trim_end().to_owned()).collect();
        (lines, done.status.code().unwrap_or(-1))
    }

    /// What a command says of its answer on a terminal only.
    fn aside(&mut self, command: &str) -> String {
        let (lines, _) = self.run(&format!("{command} --json"));
        let record = |line: Option<&String>| -> serde_json::Value {
            serde_json::from_str(line.expect("a record")).expect("JSON")
        };
        let (query, summary) = (record(lines.first()), record(lines.last()));
        let certain = if summary["exact"] == true { "exact" } else { "not exact" };
        let (stories, values) = (&summary["stories"], &summary["values"]);
        if let Some(quotes) = summary["quotes"].as_u64() {
            let count = |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
            let (quotes, stories) =
                (count(quotes, "quote", "quotes"), count(stories.as_u64().unwrap(), "story", "stories"));
            return format!("{} of {quotes} in {stories}{COUNTS}{certain}", lines.len() - 2);
        }
        if values.is_null() {
            let reading = query["reading"].as_str().expect("a reading");
            return format!("{READING}{reading}   {stories} stories · {certain} · {ANYTHING}");
        }
        let what = match command.split_whitespace().nth(1) {
            Some("orgs") => "organisations",
            command => command.expect("a command"),
        };
        let unresolved = match summary["unresolved"].as_u64() {
            Some(0) => String::new(),
            n => format!(" ({} unresolved)", n.expect("a number")),
        };
        format!("{} of {values} {what}{unresolved} in {stories} stories{COUNTS}{certain}", lines.len() - 2)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && name != ".morgue" {
            copy(&path, &to.join(name));
        } else if path.is_file() {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Whether the lines of a page stand for what was printed.
fn fits(shown: &[&str], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&ANYTHING, rest)) => (0..=printed.len()).any(|n| fits(rest, &printed[n..])),
        Some((line, rest)) => {
            printed.split_first().is_some_and(|(first, more)| line_fits(line, first) && fits(rest, more))
        }
    }
}

fn line_fits(shown: &str, printed: &str) -> bool {
    let pieces: Vec<&str> = shown.trim_end().split(ANYTHING).collect();
    let [first, middle @ .., last] = &pieces[..] else { return shown.trim_end() == printed };
    let Some(mut rest) = printed.strip_prefix(first) else { return false };
    for piece in middle {
        let Some((_, behind)) = rest.split_once(piece) else { return false };
        rest = behind;
    }
    rest.ends_with(last)
}

/// The exit code that a command must end with.
fn wanted(command: &str) -> Vec<i32> {
    match command.rsplit_once("# exit ") {
        Some((_, code)) => vec![code.trim().parse().expect("a number behind # exit")],
        None => vec![0, 1],
    }
}

/// What is wrong with a step, and the lines that would be right.
fn check(step: &Step, place: &mut Place) -> Result<(), (String, Vec<String>)> {
    let (mut printed, code) = place.run(step.command);
    let mut shown: Vec<&str> = step.output.iter().copied().filter(|line| !line.is_empty()).collect();
    let mut right = wanted(step.command).contains(&code);
    if shown.first().is_some_and(|line| line.starts_with(READING)) {
        let aside = place.aside(step.command);
        // It ends with times, on the page too or not.
        right &= line_fits(&aside, shown.remove(0));
        right &= fits(&shown, &full(&printed));
        printed.insert(0, aside);
    } else if shown.last().is_some_and(|line| line.contains(COUNTS)) {
        printed.push(place.aside(step.command));
        right &= fits(&shown, &full(&printed));
    } else {
        right &= shown.is_empty() || fits(&shown, &full(&printed));
    }
    let message = || {
        format!(
            "line {}: $ {}\nends with {code} and prints\n{}",
            step.at + 1,
            step.command,
            printed.join("\n")
        )
    };
    if right { Ok(()) } else { Err((message(), printed)) }
}

/// The lines that are not empty.
fn full(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| !line.is_empty()).cloned().collect()
}

/// What was printed, as a page shows it.
fn as_shown(step: &Step, printed: &[String]) -> Vec<String> {
    let kept = match step.output.last() {
        Some(&ANYTHING) => step.output.len() - 1,
        _ => printed.len(),
    };
    let as_before = |line: &str| step.output.iter().find(|o| **o != ANYTHING && line_fits(o, line)).copied();
    let now = |line: &String| as_before(line).map_or_else(|| shortened(line), str::to_owned);
    let mut lines: Vec<String> = printed.iter().take(kept).map(now).collect();
    lines.extend((kept < printed.len()).then(|| ANYTHING.to_owned()));
    lines
}

fn shortened(line: &str) -> String {
    let Some((end, _)) = line.char_indices().nth(WIDEST).filter(|_| !line.starts_with('{')) else {
        return line.to_owned();
    };
    let cut = line[..end].rfind(' ').unwrap_or(end);
    format!("{} {ANYTHING}", line[..cut].trim_end())
}

fn run_page(name: &str) {
    let path = Path::new(ROOT).join(name);
    let page = fs::read_to_string(&path).unwrap();
    let steps = steps(&page);
    assert!(steps.len() > 5, "{name} has no transcripts");
    let mut place = Place::new();
    let mut wrong = Vec::new();
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    let found: Vec<_> = steps.iter().map(|step| check(step, &mut place)).collect();
    // From the end, so that the places of those before stay as they are.
    for (step, result) in steps.iter().zip(found).rev() {
        let Err((message, printed)) = result else { continue };
        wrong.push(message);
        lines.splice(step.at + 1..=step.at + step.output.len(), as_shown(step, &printed));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        return;
    }
    wrong.reverse();
    assert!(
        wrong.is_empty(),
        "{name}: {} of {} commands\n\n{}",
        wrong.len(),
        steps.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn the_readme_says_what_is_printed() {
    run_page("README.md");
}

#[test]
fn the_guide_says_what_is_printed() {
    run_page("docs/GUIDE.md");
}

#[test]
fn lines_fit_when_all_but_the_dots_agree() {
    assert!(line_fits("3 stories", "3 stories"));
    assert!(!line_fits("3 stories", "3 stories · exact"));
    assert!(line_fits("3 … exact", "3 stories · exact"));
    assert!(!line_fits("3 … exact", "3 stories · not sure"));
    assert!(line_fits("made …", "made 2026") && line_fits("…ms", "12 ms"));
    assert!(line_fits("a…b…c", "a1b2c") && !line_fits("a…b…c", "a1c2b"));
}

#[test]
fn a_transcript_fits_line_by_line() {
    let printed: Vec<String> = ["one", "two", "three"].map(str::to_owned).to_vec();
    assert!(fits(&["one", "two", "three"], &printed) && fits(&["one", "…"], &printed));
    assert!(fits(&["…", "three"], &printed) && fits(&["one", "…", "three"], &printed));
    assert!(!fits(&["one"], &printed) && !fits(&["two", "…"], &printed));
}

#[test]
fn steps_are_found_in_console_blocks_only() {
    let page = "```sh\n$ no\n```\n```console\n$ morgue stats # exit 2\nout\n$ two\n```\n$ no\n";
    let found = steps(page);
    assert_eq!(
        (found.len(), found[0].command, &found[0].output[..]),
        (2, "morgue stats # exit 2", &["out"][..])
    );
    assert_eq!((wanted(found[0].command), wanted(found[1].command)), (vec![2], vec![0, 1]));
}
