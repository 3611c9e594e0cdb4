//! The command line: what was typed → a validated plan → a run → an exit code.
//!
//! The only place that knows clap.

mod args;
mod exit;
mod hyphen;
mod interrupt;
mod panics;
mod plan;
mod run;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::Args;
use exit::{Exit, Stopped};

/// Runs morgue with the arguments of this process.
pub fn main() -> ExitCode {
    let typed = hyphen::query_last(&Args::command(), std::env::args_os().collect());
    let args = match Args::try_parse_from(typed) {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    let tell = if args.log_json() { crate::print::log::error } else { crate::print::error };
    match panics::told(|| run::run(args)) {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => Exit::Done.into(),
        Err(error) if error.is::<Stopped>() => {
            tell(&error);
            Exit::Interrupted.into()
        }
        Err(error) => {
            tell(&error);
            Exit::Error.into()
        }
    }
}

/// Help and version go to stdout and are no failure; clap prints both kinds where they belong.
fn usage(error: &clap::Error) -> ExitCode {
    let exit = if error.use_stderr() { Exit::Error } else { Exit::Done };
    match error.print() {
        Ok(()) => exit.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit.into(),
        Err(_) => Exit::Error.into(),
    }
}

/// The reader of our output has seen enough: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
