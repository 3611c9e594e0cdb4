//! The progress of an index run, in one line on a terminal.

use std::fmt;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState};

use super::output::plural;
use super::so_far::SoFar;
use crate::corpus::Notice;
use crate::index::build::{FileDone, Watch};

/// A bar with files, stories, MB/s and time left; nothing where stderr is no terminal.
pub struct Progress {
    bar: ProgressBar,
    state: Arc<Mutex<State>>,
    began: Instant,
    stop: Arc<AtomicBool>,
}

/// What a run is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Listing,
    Reading,
    Committing,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    phase: Phase,
    /// Files to be looked at.
    files: u64,
    so_far: SoFar,
}

/// Where it is not known how much is left.
const SPINNER: &str = "{spinner} {line}";
const BAR: &str = "{bar:10} {line}";
/// Columns of a bar, or a spinner, and the blank behind it.
const BEFORE: usize = 11;
/// So often the line is drawn where nothing happens: the time left runs on.
const TICK: Duration = Duration::from_millis(200);

impl Progress {
    /// A bar that has not begun; the run stops when `stop` turns true.
    pub fn new(stop: Arc<AtomicBool>) -> Progress {
        let progress = Progress::on(ProgressDrawTarget::stderr(), columns, stop);
        if std::io::stderr().is_terminal() {
            progress.bar.enable_steady_tick(TICK);
        }
        progress
    }

    fn on(target: ProgressDrawTarget, columns: fn() -> usize, stop: Arc<AtomicBool>) -> Progress {
        let state = Arc::new(Mutex::new(State::default()));
        let shown = Arc::clone(&state);
        let line = move |bar: &ProgressState, out: &mut dyn fmt::Write| {
            let line = of(&shown).line(bar.per_sec(), bar.eta(), columns().saturating_sub(BEFORE));
            // What cannot be written is drawn again at once.
            let _ = out.write_str(&line);
        };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(bar.style().with_key("line", line));
        let progress = Progress { bar, state, began: Instant::now(), stop };
        progress.look(SPINNER);
        progress
    }

    /// Takes the bar away; gives what was done, and how long it took.
    pub fn end(&self) -> (SoFar, Duration) {
        self.bar.finish_and_clear();
        (of(&self.state).so_far, self.began.elapsed())
    }

    fn look(&self, template: &str) {
        if let Ok(style) = self.bar.style().template(template) {
            self.bar.set_style(style);
        }
    }

    /// Goes on to another phase.
    fn enter(&self, phase: Phase) {
        let mut state = of(&self.state);
        if state.phase != phase {
            state.phase = phase;
            let is_bar = phase == Phase::Reading && state.files > 0;
            drop(state);
            self.look(if is_bar { BAR } else { SPINNER });
            self.bar.tick();
        }
    }
}

fn of(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Columns of the terminal that a person looks at.
fn columns() -> usize {
    terminal_size::terminal_size_of(std::io::stderr()).map_or(80, |(width, _)| usize::from(width.0))
}

impl Watch for Progress {
    fn listed(&self, files: u64, bytes: u64) {
        *of(&self.state) = State { files, ..State::default() };
        // The time for listing says nothing about the time for reading.
        self.bar.reset();
        self.bar.set_length(bytes);
        self.enter(Phase::Reading);
    }

    fn done(&self, file: &FileDone<'_>) {
        of(&self.state).so_far.done(file);
        self.enter(Phase::Reading);
        // What is not read takes no time.
        if file.is_read {
            self.bar.inc(file.bytes);
        } else {
            self.bar.dec_length(file.bytes);
        }
    }

    fn left_out(&self, notice: &Notice) {
        of(&self.state).so_far.left_out(notice);
    }

    fn committing(&self) {
        self.enter(Phase::Committing);
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

impl State {
    /// The line; what is least needed is left out where it does not fit.
    fn line(&self, bytes_per_second: f64, left: Duration, columns: usize) -> String {
        let mut parts = self.parts(bytes_per_second, left);
        let line = |parts: &[(u8, String)]| {
            parts.iter().map(|(_, part)| part.as_str()).collect::<Vec<_>>().join(" · ")
        };
        while parts.len() > 1 && line(&parts).chars().count() > columns {
            let least = parts.iter().map(|(need, _)| *need).min();
            parts.retain(|(need, _)| Some(*need) != least);
        }
        line(&parts).chars().take(columns).collect()
    }

    /// The parts of a line, each with how much it is needed; no two alike.
    fn parts(&self, bytes_per_second: f64, left: Duration) -> Vec<(u8, String)> {
        let State { phase, files, so_far } = self;
        let stories = (0, plural(so_far.stories, "story", "stories"));
        let mut parts = match phase {
            Phase::Listing => return vec![(5, "listing files".to_owned())],
            Phase::Committing => vec![(5, "writing the index".to_owned()), stories],
            Phase::Reading if *files == 0 => return vec![(5, "no file to read".to_owned())],
            Phase::Reading => vec![
                (5, format!("{}/{files} files", so_far.files)),
                stories,
                (1, format!("{:.1} MB/s", bytes_per_second / 1e6)),
            ],
        };
        if *phase == Phase::Reading && !left.is_zero() {
            parts.push((3, format!("{:#} left", HumanDuration(left))));
        }
        let left_out = [(2, so_far.skipped, "skipped"), (4, so_far.failed, "failed")];
        let left_out = left_out.iter().filter(|(_, inputs, _)| *inputs > 0);
        parts.extend(left_out.map(|(need, inputs, what)| (*need, format!("{inputs} {what}"))));
        parts
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io;

    use super::*;
    use crate::corpus::Reason;

    fn state(phase: Phase, files: u64, skipped: u64, failed: u64) -> State {
        State { phase, files, so_far: SoFar { files: 1234, stories: 1180, bytes: 0, skipped, failed } }
    }

    const SPEED: f64 = 4_123_456.0;
    const LEFT: Duration = Duration::from_secs(190);

    #[test]
    fn a_line_says_how_far_a_run_is() {
        let line = |state: State| state.line(SPEED, LEFT, 80);
        insta::assert_snapshot!(line(State::default()), @"listing files");
        insta::assert_snapshot!(
            line(state(Phase::Reading, 5000, 0, 0)),
            @"1234/5000 files · 1180 stories · 4.1 MB/s · 3m left"
        );
        insta::assert_snapshot!(
            line(state(Phase::Reading, 5000, 12, 1)),
            @"1234/5000 files · 1180 stories · 4.1 MB/s · 3m left · 12 skipped · 1 failed"
        );
        insta::assert_snapshot!(
            line(state(Phase::Committing, 5000, 0, 1)),
            @"writing the index · 1180 stories · 1 failed"
        );
        insta::assert_snapshot!(line(state(Phase::Reading, 0, 0, 0)), @"no file to read");
    }

    #[test]
    fn time_is_left_out_where_none_is_known_to_be_left() {
        let line = state(Phase::Reading, 5000, 0, 0).line(0.0, Duration::ZERO, 80);
        insta::assert_snapshot!(line, @"1234/5000 files · 1180 stories · 0.0 MB/s");
    }

    #[test]
    fn a_narrow_terminal_gets_what_is_needed_most() {
        let state = state(Phase::Reading, 5000, 12, 1);
        let lines: Vec<String> = [70, 55, 42, 38, 30, 20, 6].map(|n| state.line(SPEED, LEFT, n)).into();
        insta::assert_snapshot!(lines.join("\n"), @"
        1234/5000 files · 4.1 MB/s · 3m left · 12 skipped · 1 failed
        1234/5000 files · 3m left · 12 skipped · 1 failed
        1234/5000 files · 3m left · 1 failed
        1234/5000 files · 3m left · 1 failed
        1234/5000 files · 1 failed
        1234/5000 files
        1234/5
        ");
    }

    /// A terminal of 40 columns, and all lines that were ever drawn on it.
    #[derive(Clone, Debug, Default)]
    struct Terminal(Arc<Mutex<Vec<String>>>);

    impl indicatif::TermLike for Terminal {
        fn width(&self) -> u16 {
            40
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            let text = anstream::adapter::strip_str(text).to_string().trim_end().to_owned();
            let mut lines = self.0.lock().unwrap();
            if !text.is_empty() && lines.last() != Some(&text) {
                lines.push(text);
            }
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What a person sees, without the figures of bar, speed and time, which vary.
    fn seen(run: impl FnOnce(&Progress)) -> Vec<String> {
        let terminal = Terminal::default();
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        let progress = Progress::on(target, || 40, Arc::default());
        run(&progress);
        progress.end();
        let lines = terminal.0.lock().unwrap();
        assert!(lines.iter().all(|line| line.chars().count() <= 40), "one line each: {lines:?}");
        let mut lines: Vec<String> = lines
            .iter()
            .filter_map(|line| Some(line.split_once(' ')?.1.split(" · ").next()?.to_owned()))
            .collect();
        lines.dedup();
        lines
    }

    fn file(is_read: bool) -> FileDone<'static> {
        static NONE: BTreeMap<Reason, u64> = BTreeMap::new();
        FileDone { bytes: 1000, is_read, stories: 1, reasons: &NONE, notices: &[] }
    }

    #[test]
    fn a_terminal_shows_the_phases_of_a_run_in_one_line() {
        let lines = seen(|progress| {
            progress.bar.tick();
            progress.listed(3, 3000);
            progress.done(&file(true));
            progress.done(&file(false));
            progress.committing();
            progress.committed(1);
            progress.done(&file(true));
            progress.committing();
        });
        insta::assert_snapshot!(lines.join("\n"), @"
        listing files
        0/3 files
        1/3 files
        2/3 files
        writing the index
        3/3 files
        writing the index
        ");
    }

    #[test]
    fn what_is_not_read_is_no_part_of_the_work() {
        let progress = Progress::on(ProgressDrawTarget::hidden(), || 80, Arc::default());
        progress.listed(2, 2000);
        progress.done(&file(false));
        progress.done(&file(true));
        assert_eq!((progress.bar.position(), progress.bar.length()), (1000, Some(1000)));
        assert_eq!(progress.end().0, SoFar { files: 2, stories: 2, bytes: 1000, skipped: 0, failed: 0 });
    }
}
