//! `morgue extract`: text in, records out, no index.
//!
//! Records come out in the order they go in, whatever the number of threads, and memory does not
//! grow with their number.

use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cli::args::ExtractArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::corpus::{FileEntry, Mapping, Notice, Reason, SourceFile, WalkOptions, stories};
use crate::extract::Given;
use crate::print::{Output, json::harmless};
use crate::segment::Furniture;
use crate::story::{Options, Story};

/// A batch is handed out when it holds so many records or bytes.
const BATCH_RECORDS: usize = 256;
const BATCH_BYTES: usize = 8 << 20;

/// One input.
enum Input {
    Story(Result<SourceFile, Notice>),
    Line(Vec<u8>),
}

/// A record that could not be read.
struct Bad {
    id: Value,
    error: String,
}

#[derive(Deserialize)]
struct Typed {
    id: Value,
    text: String,
    source: Option<String>,
    date: Option<String>,
    path: Option<String>,
}

pub(super) fn run(args: &ExtractArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let furniture = args.furniture.as_deref().map(furniture).transpose()?;
    let options = Options { segment: !args.no_segment, furniture, why: args.why, ..Options::default() };
    let jobs = plan::threads(args.jobs);
    let mut bad = 0;
    if args.jsonl {
        let mut stdin = io::stdin().lock();
        loop {
            let batch = next_batch(&mut stdin)?;
            if batch.is_empty() {
                break;
            }
            bad += write_batch(&batch, &options, jobs, out)?;
        }
    } else {
        let mapping = args.map.clone().unwrap_or_default();
        bad = read_files(&args.files, mapping, &mut |batch| write_batch(batch, &options, jobs, out))?;
    }
    out.flush()?;
    Ok(if bad > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// Reads what is known of the lines of other stories.
fn furniture(path: &Path) -> anyhow::Result<Arc<Furniture>> {
    let table = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let furniture = Furniture::read(&table).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))?;
    Ok(Arc::new(furniture))
}

fn next_batch(from: &mut dyn BufRead) -> io::Result<Vec<Input>> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
        let mut line = Vec::new();
        if from.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        bytes += line.len();
        if !line.trim_ascii().is_empty() {
            batch.push(Input::Line(line));
        }
    }
    Ok(batch)
}

/// Reads the stories of some files in batches; gives the number of bad ones, as `write` does.
fn read_files(
    files: &[PathBuf],
    mapping: Mapping,
    write: &mut dyn FnMut(&[Input]) -> io::Result<usize>,
) -> io::Result<usize> {
    // Whoever names a file means it, however large it is.
    let options = WalkOptions { max_size: u64::MAX, mapping, ..WalkOptions::default() };
    let (mut batch, mut bytes, mut bad, mut failed) = (Vec::new(), 0, 0, None);
    for path in files {
        let address = path.to_string_lossy().into_owned();
        let entry = FileEntry { address, path: path.clone(), size: 0, modified: None };
        stories(&entry, &options, &mut |read| {
            bytes += read.as_ref().map_or(0, |story| story.decoded.text.len());
            batch.push(Input::Story(read));
            if batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
                return ControlFlow::Continue(());
            }
            bytes = 0;
            match write(&std::mem::take(&mut batch)) {
                Ok(more) => bad += more,
                Err(error) => failed = Some(error),
            }
            if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if let Some(error) = failed {
            return Err(error);
        }
    }
    Ok(bad + write(&batch)?)
}

/// Extracts a batch on some threads and writes its records in order; gives the number of bad ones.
fn write_batch(batch: &[Input], options: &Options, jobs: usize, out: &mut Output) -> io::Result<usize> {
    let share = batch.len().div_ceil(jobs).max(1);
    let parts: Vec<Vec<Result<String, String>>> = thread::scope(|scope| {
        let workers: Vec<_> = batch
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(|input| line(input, options)).collect()))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    let mut bad = 0;
    for record in parts.into_iter().flatten() {
        bad += usize::from(record.is_err());
        let (Ok(line) | Err(line)) = record;
        writeln!(out, "{line}")?;
    }
    Ok(bad)
}

/// The record of an input as a line of JSON; `Err` for the line of one that could not be read.
fn line(input: &Input, options: &Options) -> Result<String, String> {
    let record = match input {
        Input::Story(read) => from_file(read, options),
        Input::Line(line) => from_json(line, options),
    };
    record.map_err(|bad| harmless(&json!({"id": bad.id, "error": bad.error}).to_string()))
}

fn from_file(read: &Result<SourceFile, Notice>, options: &Options) -> Result<String, Bad> {
    let bad = |address: &str, error: String| Bad { id: Value::from(address), error };
    let file = read.as_ref().map_err(|notice| bad(&notice.address, words(notice)))?;
    // Where a file lies says nothing here: the path may begin anywhere.
    let path = file.given.path.clone().filter(|path| !file.address.starts_with(path.as_str()));
    let given = Given { path, ..file.given.clone() };
    let encoding = Some(file.decoded.encoding.to_owned());
    let options = Options { given, encoding, ..options.clone() };
    record(&file.decoded.text, &options, None, Some(&file.address)).map_err(|e| bad(&file.address, e))
}

/// What the system says of a file that it does not open needs no more words.
fn words(notice: &Notice) -> String {
    let detail = notice.detail.clone().filter(|_| matches!(notice.reason, Reason::Gone | Reason::Unreadable));
    detail.unwrap_or_else(|| notice.to_string())
}

fn from_json(line: &[u8], options: &Options) -> Result<String, Bad> {
    let value: Value =
        serde_json::from_slice(line).map_err(|e| Bad { id: Value::Null, error: wrong_shape(&e) })?;
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let bad = |error: String| Bad { id: id.clone(), error };
    let typed: Typed = serde_json::from_value(value).map_err(|e| bad(wrong_shape(&e)))?;
    let date = typed.date.map(|d| d.parse().map_err(|e| bad(format!("date {d:?}: {e}")))).transpose()?;
    let given = Given { source: typed.source, date, path: typed.path.clone() };
    let options = Options { given, ..options.clone() };
    let name = match &typed.id {
        Value::String(name) => name.clone(),
        other => other.to_string(),
    };
    record(&typed.text, &options, Some(&name), typed.path.as_deref()).map_err(bad)
}

fn wrong_shape(error: &serde_json::Error) -> String {
    format!("{error}; write one JSON object a line, with an \"id\" and a \"text\"")
}

fn record(text: &str, options: &Options, id: Option<&str>, address: Option<&str>) -> Result<String, String> {
    let story = catch_unwind(AssertUnwindSafe(|| Story::from_text(text, options)))
        .map_err(|_| "the extractor failed on it; please report it".to_owned())?;
    let json = serde_json::to_string(&story.record(id, address)).map_err(|e| e.to_string())?;
    Ok(harmless(&json))
}
