//! Where output goes: stdout for results, stderr for everything that is said about them.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::time::Duration;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use super::safe::safe;
use super::style::{DIM, styled};
use crate::index::Archive;
use crate::query::Query;
use crate::search::Response;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On a terminal, unless the user's environment says no (`NO_COLOR`, `TERM=dumb`).
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The process's output. Writing to it writes to stdout, buffered and byte for byte;
/// [`Output::line`] takes colours out where they are not wanted.
pub struct Output {
    out: BufWriter<Stdout>,
    colors: bool,
    errors: AutoStream<io::Stderr>,
    terminal: bool,
}

impl Output {
    /// Output of this process.
    pub fn new(when: When) -> Output {
        let stdout = io::stdout();
        let choice = |auto: ColorChoice| match when {
            When::Auto => auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        let terminal = stdout.is_terminal();
        let out = choice(AutoStream::choice(&stdout));
        let errors = choice(AutoStream::choice(&io::stderr()));
        Output {
            out: BufWriter::new(stdout),
            colors: out != ColorChoice::Never,
            errors: AutoStream::new(io::stderr(), errors),
            terminal,
        }
    }

    /// Whether results go to a terminal.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Columns of a line: those that `COLUMNS` names, else those of the terminal, else 80.
    pub fn width(&self) -> usize {
        let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        let terminal = || terminal_size::terminal_size().filter(|_| self.terminal);
        let named = named.filter(|&columns| columns > 0);
        named.or_else(|| terminal().map(|(width, _)| usize::from(width.0))).unwrap_or(80)
    }

    /// Whether what is said about results goes to a terminal.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Writes a line that may hold colours.
    ///
    /// # Errors
    /// When stdout is closed.
    pub fn line(&mut self, line: fmt::Arguments<'_>) -> io::Result<()> {
        if self.colors {
            return writeln!(self.out, "{line}");
        }
        writeln!(self.out, "{}", strip_str(&line.to_string()))
    }

    /// Says something about the results on stderr.
    ///
    /// # Errors
    /// When stderr is closed.
    pub fn note(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.errors, "{}", safe(text))
    }

    /// Says something about the results on stderr, to people at a terminal only.
    ///
    /// # Errors
    /// When stderr is closed.
    pub fn remark(&mut self, text: &str) -> io::Result<()> {
        if io::stderr().is_terminal() { self.note(text) } else { Ok(()) }
    }

    /// Tells what was changed in a query to give it a meaning.
    ///
    /// # Errors
    /// When stderr is closed.
    pub fn repairs(&mut self, query: &Query) -> io::Result<()> {
        for repair in &query.repairs {
            let instead = repair.instead.as_ref().map(|i| format!(" (to have it otherwise: {i})"));
            self.note(&format!("note: {}{}", repair.message, instead.unwrap_or_default()))?;
        }
        Ok(())
    }

    /// Tells which clauses of a query were cut, so that the count is not exact.
    ///
    /// # Errors
    /// When stderr is closed.
    pub fn cuts(&mut self, cut: &[String]) -> io::Result<()> {
        cut.iter().try_for_each(|clause| {
            self.note(&format!(
                "note: {clause} stands for too many words: only a part of them was looked for; write more letters"
            ))
        })
    }

    /// Tells, on a terminal, how the query was read and what answered.
    ///
    /// # Errors
    /// When stderr is closed.
    pub fn reading(
        &mut self,
        query: &Query,
        response: &Response,
        archive: &Archive,
        took: Duration,
    ) -> io::Result<()> {
        if !io::stderr().is_terminal() {
            return Ok(());
        }
        let certain = certainty(response.complete, response.exact);
        let stories = plural(response.total, "story", "stories");
        let made = archive.generation.made.get(..16).unwrap_or_default().replace('T', " ");
        let line = format!(
            "reading: {}   {stories} · {certain} · {} ms · index of {made} UTC",
            query.reading(),
            took.as_millis()
        );
        writeln!(self.errors, "{}", styled(DIM, &line))?;
        query
            .hints
            .iter()
            .try_for_each(|hint| writeln!(self.errors, "{}", styled(DIM, &format!("hint: {hint}"))))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Tells an error with its causes on stderr.
pub fn error(error: &anyhow::Error) {
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(io::stderr(), "morgue: {}", safe(&message(error)));
}

/// An error with its causes; some errors tell their cause themselves.
pub(super) fn message(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.contains(&cause) {
            let colon = if text.is_empty() { "" } else { ": " };
            text.push_str(colon);
            text.push_str(&cause);
        }
    }
    text
}

/// How far a count can be trusted.
pub(super) fn certainty(complete: bool, exact: bool) -> &'static str {
    match (complete, exact) {
        (true, _) => "exact",
        (false, true) => "of an interrupted index run",
        (false, false) => "not exact",
    }
}

/// The same of several counts.
pub(super) fn certainties(complete: bool, exact: bool) -> &'static str {
    match (complete, exact) {
        (true, _) => "counts are exact",
        (false, true) => "counts of an interrupted index run",
        (false, false) => "counts are not exact",
    }
}

/// `1 story`, `2 stories`.
pub(super) fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
