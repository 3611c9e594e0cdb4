//! `morgue batch`: a file of queries, one record each.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::Context;

use crate::cli::args::BatchArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::batch::{self, Answered};
use crate::print::{Output, json, tables};
use crate::search::{Engine, LocalEngine};

/// Longest line of a batch, in bytes.
const LONGEST: usize = 64 * 1024;
/// Stories named for each query in JSON, unless the user says otherwise.
const DEFAULT_TOP: usize = 3;

pub(super) fn run(args: &BatchArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let mut lines = open(&args.file)?;
    let engine = super::engine(&args.place, out)?;
    let most = args.max_count.unwrap_or(if args.json { DEFAULT_TOP } else { 0 });
    let (mut found, mut failed, mut number) = (false, false, 0);
    if args.csv {
        tables::batch_titles(out)?;
    }
    while let Some(line) = next_line(&mut lines).with_context(|| unreadable(&args.file))? {
        number += 1;
        let Some(answered) = answer(&engine, line, number == 1, most)? else { continue };
        match &answered {
            Answered::Found(_, response, _) => found |= response.total > 0,
            Answered::Failed(_) => failed = true,
        }
        match (args.json, args.csv) {
            (true, _) => json::batch(out, number, &answered)?,
            (_, true) => tables::batch(out, number, &answered)?,
            _ => batch::line(out, engine.archive(), number, &answered)?,
        }
    }
    out.flush()?;
    Ok(if failed { Exit::SomeFailed } else { Exit::found(found) })
}

fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| unreadable(file))?;
    Ok(Box::new(BufReader::new(opened)))
}

fn unreadable(file: &Path) -> String {
    format!("cannot read {}: check its name and your rights", file.display())
}

/// A line without its end, or no more of it than shows that it is too long; none behind the last.
fn next_line(lines: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    (&mut *lines).take(LONGEST as u64 + 2).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.truncate(line.len() - 1);
    } else if line.len() > LONGEST {
        lines.skip_until(b'\n')?;
    }
    if line.ends_with(b"\r") {
        line.truncate(line.len() - 1);
    }
    Ok(Some(line))
}

/// What becomes of a line; nothing where it is empty or a remark.
fn answer(engine: &LocalEngine, line: Vec<u8>, first: bool, most: usize) -> anyhow::Result<Option<Answered>> {
    if line.len() > LONGEST {
        return Ok(Some(Answered::Failed(format!("longer than {LONGEST} bytes: shorten it"))));
    }
    let text = match String::from_utf8(line) {
        Ok(text) => text,
        Err(_) => return Ok(Some(Answered::Failed("not UTF-8: convert the file".to_owned()))),
    };
    let text = if first { text.trim_start_matches('\u{feff}') } else { &text }.trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    let request = plan::batch_request(text, most);
    let response = super::ask(engine, || engine.search(&request))?;
    let nothing = response.total == 0;
    let advice = nothing.then(|| super::advice(engine, &request.query, false)).transpose()?;
    Ok(Some(Answered::Found(request.query, Box::new(response), Box::new(advice.unwrap_or_default()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_either_end_and_long_ones_are_cut() {
        let long = "x".repeat(LONGEST + 1);
        let whole = "y".repeat(LONGEST);
        let text = format!("a\r\n\n{long}{long}\n{whole}\r\nb");
        let mut lines = text.as_bytes();
        let mut read = Vec::new();
        while let Some(line) = next_line(&mut lines).unwrap() {
            read.push(line.len());
        }
        assert_eq!((read[0], read[1], read[3], read[4]), (1, 0, LONGEST, 1));
        assert!(read[2] > LONGEST && read.len() == 5);
    }
}
