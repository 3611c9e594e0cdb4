//! What an archive costs as it grows: time, memory and size of an index, time of a search; beside raw tantivy,
//! which indexes nothing but the text.
//!
//!     MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench scale
//!
//! takes archives of 1,000, 3,000, 10,000 … stories out of FOLDER (hard links), indexes each in a process of its
//! own, morgue and tantivy in turn, and asks both the same queries. The rows go to `benches/runs`, under the day's
//! date; `docs/plots` is drawn anew from them. Memory and processor time are read from `/proc`, so only on Linux.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

mod peer;
mod plots;
mod process;
mod queries;

use std::error::Error;
use std::path::{Path, PathBuf};

use morgue::corpus::{Entry, WalkOptions, walk};
use process::Cost;
use queries::Latency;

/// Fails with whatever went wrong.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// Threads of each index run.
const JOBS: &str = "2";

/// What one archive cost.
struct Row {
    stories: usize,
    text: u64,
    index: Cost,
    again: Cost,
    size: u64,
    search: Latency,
    peer: Cost,
    peer_search: Latency,
}

/// A column of the table: its name, and its figure.
type Column = (&'static str, fn(&Row) -> f64);

const COLUMNS: [Column; 14] = [
    ("stories", |row| row.stories as f64),
    ("text MB", |row| row.text as f64 / 1e6),
    ("processor s", |row| row.index.processor),
    ("wall s", |row| row.index.wall),
    ("RssAnon MB", |row| row.index.memory),
    ("again processor s", |row| row.again.processor),
    ("index / text", |row| row.size as f64 / row.text as f64),
    ("search p50 ms", |row| row.search.median),
    ("search slowest ms", |row| row.search.slowest),
    ("tantivy processor s", |row| row.peer.processor),
    ("tantivy RssAnon MB", |row| row.peer.memory),
    ("tantivy p50 ms", |row| row.peer_search.median),
    ("tantivy slowest ms", |row| row.peer_search.slowest),
    ("speed to tantivy", |row| row.peer.processor / row.index.processor),
];

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().collect();
    if let [_, raw, archive, index] = args.as_slice()
        && raw == peer::ARGUMENT
    {
        return peer::index(Path::new(archive), Path::new(index));
    }
    let Some(archive) = std::env::var_os("MORGUE_BENCH_ARCHIVE") else {
        println!("skipped: name an archive of some 100,000 stories in MORGUE_BENCH_ARCHIVE");
        return Ok(());
    };
    let files = files(Path::new(&archive))?;
    let mut rows = Vec::new();
    for stories in sizes(files.len()) {
        rows.push(row(&files, stories)?);
        println!("{}", table(&rows[rows.len() - 1..]));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d");
    std::fs::write(root.join(format!("benches/runs/scale-{today}.tsv")), table(&rows))?;
    plots::draw(&rows, &root.join("docs/plots"))
}

fn files(archive: &Path) -> Outcome<Vec<PathBuf>> {
    let files = walk(archive, &WalkOptions::default())?.filter_map(|entry| match entry {
        Entry::File(file) => Some(file.path),
        Entry::Notice(_) => None,
    });
    Ok(files.collect())
}

/// 1,000, 3,000, 10,000 … stories, and all.
fn sizes(all: usize) -> Vec<usize> {
    let steps = (3..).flat_map(|power| [10_usize.pow(power), 3 * 10_usize.pow(power)]);
    steps.take_while(|&size| size < all).chain([all]).collect()
}

/// Makes an archive of so many stories, spread over all of them, and measures it.
fn row(files: &[PathBuf], stories: usize) -> Outcome<Row> {
    let room = tempfile::tempdir_in(files[0].parent().unwrap_or(Path::new(".")))?;
    let (archive, index, raw) =
        (room.path().join("archive"), room.path().join("index"), room.path().join("raw"));
    let mut text = 0;
    for n in 0..stories {
        let from = &files[n * files.len() / stories];
        let to = archive.join((n / 1000).to_string());
        std::fs::create_dir_all(&to)?;
        std::fs::hard_link(from, to.join(format!("{n}.txt")))?;
        text += from.metadata()?.len();
    }
    let morgue = Path::new(env!("CARGO_BIN_EXE_morgue"));
    let args = [Path::new("index"), &archive, Path::new("--index"), &index, "-j".as_ref(), JOBS.as_ref()];
    let own = std::env::current_exe()?;
    Ok(Row {
        stories,
        text,
        index: process::run(morgue, &args)?,
        again: process::run(morgue, &args)?,
        size: size_of(&index)?,
        search: queries::of_morgue(&index)?,
        peer: process::run(&own, &[peer::ARGUMENT.as_ref(), &archive, &raw])?,
        peer_search: queries::of_tantivy(&raw)?,
    })
}

fn size_of(folder: &Path) -> Outcome<u64> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum()
}

fn table(rows: &[Row]) -> String {
    let head: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let line = |row: &Row| -> String {
        let figures = COLUMNS.iter().map(|(_, of)| format!("{:.3}", of(row)));
        figures
            .map(|figure| figure.trim_end_matches('0').trim_end_matches('.').to_owned())
            .collect::<Vec<_>>()
            .join("\t")
    };
    let lines = rows.iter().map(line);
    std::iter::once(head.join("\t")).chain(lines).map(|line| line + "\n").collect()
}
