//! The progress of an index run, on a terminal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::index::build::Watch;

/// A bar with files, MB/s and time left; nothing where stderr is no terminal.
pub struct Progress {
    bar: ProgressBar,
    files: AtomicU64,
    done: AtomicU64,
    stop: Arc<AtomicBool>,
}

const LISTING: &str = "{spinner} {msg}";
const RUNNING: &str = "{bar:24} {msg}  {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";

impl Progress {
    /// A bar that has not begun; the run stops when `stop` turns true.
    pub fn new(stop: Arc<AtomicBool>) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(LISTING) {
            bar.set_style(style);
        }
        bar.set_message("listing files");
        Progress { bar, files: AtomicU64::new(0), done: AtomicU64::new(0), stop }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn listed(&self, files: u64, bytes: u64) {
        self.files.store(files, Ordering::Relaxed);
        // The time for listing says nothing about the time for reading.
        self.bar.reset();
        self.bar.set_length(bytes);
        self.bar.set_message(format!("0/{files} files"));
        if let Ok(style) = ProgressStyle::with_template(RUNNING) {
            self.bar.set_style(style);
        }
    }

    fn done(&self, bytes: u64) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.inc(bytes);
        if done.is_multiple_of(64) {
            self.bar.set_message(format!("{done}/{} files", self.files.load(Ordering::Relaxed)));
        }
    }

    fn committing(&self) {
        self.bar.set_message("writing the index");
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}
