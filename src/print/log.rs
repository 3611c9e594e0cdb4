//! The log of an index run for programs, in the shape of `schema/log.v1.schema.json`: one JSON object an event.

use std::io::{self, Stderr, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::json::harmless;
use super::output::message;
use super::so_far::SoFar;
use crate::corpus::{Counts, Notice, Outcome};
use crate::index::build::{FileDone, Watch};
use crate::index::place::IndexPlace;
use crate::index::{Changes, Generation, Summary};

/// Something that happened in a run.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Listed { files: u64, bytes: u64 },
    Progress(SoFar),
    Skipped(&'a Notice),
    Failed(&'a Notice),
    Committing,
    Committed { generation: u64 },
    Summary(Ended<'a>),
    Error { message: String },
}

/// How a run ended.
#[derive(Serialize)]
struct Ended<'a> {
    #[serde(flatten)]
    so_far: SoFar,
    dry_run: bool,
    stopped: bool,
    counts: &'a Counts,
    changes: &'a Changes,
    index: Option<Made>,
}

/// The generation that a run made.
#[derive(Serialize)]
struct Made {
    generation: u64,
    complete: bool,
    text_bytes: u64,
    index_bytes: u64,
}

impl Made {
    fn of(generation: &Generation, place: &IndexPlace) -> Made {
        let &Generation { number, complete, bytes, .. } = generation;
        Made { generation: number, complete, text_bytes: bytes, index_bytes: place.bytes() }
    }
}

/// A line of the log.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    event: Event<'a>,
    /// Since the run began.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
}

impl Line<'_> {
    fn write(&self, out: &mut impl Write) {
        let Ok(line) = serde_json::to_string(self) else { return };
        // In one piece, as others may write there. A closed stderr leaves nobody to tell.
        let _ = out.write_all((harmless(&line) + "\n").as_bytes());
    }
}

/// Tells an error that ends a run.
pub fn error(error: &anyhow::Error) {
    Line { event: Event::Error { message: message(error) }, seconds: None }.write(&mut io::stderr());
}

/// Progress is told so often, at most.
const EVERY: Duration = Duration::from_secs(1);

/// Tells the events of a run as they come.
pub struct Log<W: Write + Send = Stderr> {
    told: Mutex<Told<W>>,
    began: Instant,
    every: Duration,
    stop: Arc<AtomicBool>,
}

struct Told<W> {
    out: W,
    so_far: SoFar,
    /// When progress was told.
    last: Instant,
}

impl Log {
    /// A log on stderr; the run stops when `stop` turns true.
    pub fn new(stop: Arc<AtomicBool>) -> Log {
        Log::on(io::stderr(), EVERY, stop)
    }
}

impl<W: Write + Send> Log<W> {
    fn on(out: W, every: Duration, stop: Arc<AtomicBool>) -> Log<W> {
        let began = Instant::now();
        Log { told: Mutex::new(Told { out, so_far: SoFar::default(), last: began }), began, every, stop }
    }

    /// Tells what the run came to; the last event.
    pub fn summary(&self, summary: &Summary, place: &IndexPlace, dry_run: bool) {
        let Summary { generation, counts, changes, stopped } = summary;
        let index = generation.as_ref().map(|generation| Made::of(generation, place));
        let mut told = self.told();
        let ended = Ended { so_far: told.so_far, dry_run, stopped: *stopped, counts, changes, index };
        self.tell(&mut told, Event::Summary(ended));
    }

    fn told(&self) -> MutexGuard<'_, Told<W>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, told: &mut Told<W>, event: Event<'_>) {
        // To the millisecond.
        let seconds = self.began.elapsed().as_millis() as f64 / 1000.0;
        Line { event, seconds: Some(seconds) }.write(&mut told.out);
    }

    fn notice(&self, told: &mut Told<W>, notice: &Notice) {
        let is_failure = notice.outcome() == Outcome::Failed;
        self.tell(told, if is_failure { Event::Failed(notice) } else { Event::Skipped(notice) });
    }
}

impl<W: Write + Send> Watch for Log<W> {
    fn listed(&self, files: u64, bytes: u64) {
        let mut told = self.told();
        told.so_far = SoFar::default();
        self.tell(&mut told, Event::Listed { files, bytes });
    }

    fn done(&self, file: &FileDone<'_>) {
        let mut told = self.told();
        told.so_far.done(file);
        file.notices.iter().for_each(|notice| self.notice(&mut told, notice));
        if told.last.elapsed() >= self.every {
            told.last = Instant::now();
            let so_far = told.so_far;
            self.tell(&mut told, Event::Progress(so_far));
        }
    }

    fn left_out(&self, notice: &Notice) {
        let mut told = self.told();
        told.so_far.left_out(notice);
        self.notice(&mut told, notice);
    }

    fn committing(&self) {
        self.tell(&mut self.told(), Event::Committing);
    }

    fn committed(&self, generation: u64) {
        self.tell(&mut self.told(), Event::Committed { generation });
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::corpus::Reason;

    /// The log of a small run, without its times.
    fn log(every: Duration) -> String {
        let reasons = BTreeMap::from([(Reason::BadRecord, 1)]);
        let notices = [Notice::new("a.jsonl#2", Reason::BadRecord).with("no \u{1b}[1mobject")];
        let feed = FileDone { bytes: 30, is_read: true, stories: 2, reasons: &reasons, notices: &notices };
        let log = Log::on(Vec::new(), every, Arc::default());
        log.listed(2, 50);
        log.left_out(&Notice::new(".b", Reason::Hidden));
        log.done(&feed);
        log.done(&FileDone { bytes: 20, reasons: &BTreeMap::new(), notices: &[], ..feed });
        log.committing();
        log.committed(7);
        let counts = Counts { indexed: 4, skipped: 1, failed: 1, reasons };
        let changes = Changes { new: 2, ..Changes::default() };
        let summary = Summary { generation: None, counts, changes, stopped: false };
        let nowhere = IndexPlace { dir: "nowhere".into(), archive: "nowhere".into() };
        log.summary(&summary, &nowhere, true);
        let text = String::from_utf8(log.told.into_inner().unwrap().out).unwrap();
        text.lines().map(|line| line.rsplit_once(",\"seconds\":").unwrap().0.to_owned() + "\n").collect()
    }

    #[test]
    fn each_event_is_a_line() {
        insta::assert_snapshot!(log(Duration::ZERO), @r#"
        {"event":"listed","files":2,"bytes":50
        {"event":"skipped","address":".b","reason":"hidden","detail":null
        {"event":"failed","address":"a.jsonl#2","reason":"bad_record","detail":"no \u001b[1mobject"
        {"event":"progress","files":1,"stories":2,"bytes":30,"skipped":1,"failed":1
        {"event":"progress","files":2,"stories":4,"bytes":50,"skipped":1,"failed":1
        {"event":"committing"
        {"event":"committed","generation":7
        {"event":"summary","files":2,"stories":4,"bytes":50,"skipped":1,"failed":1,"dry_run":true,"stopped":false,"counts":{"indexed":4,"skipped":1,"failed":1,"reasons":{"bad_record":1}},"changes":{"new":2,"changed":0,"moved":0,"unchanged":0,"gone":0,"failed":0},"index":null
        "#);
    }

    #[test]
    fn progress_waits_for_its_time() {
        assert!(!log(Duration::MAX).contains("progress"));
    }
}
