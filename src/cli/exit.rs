//! The exit codes: a contract with scripts.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Found something, or done.
    Done,
    /// Done, and nothing was found.
    Nothing,
    /// A usage or I/O error.
    Error,
    /// Done, but some inputs failed.
    SomeFailed,
    /// Stopped by Ctrl-C.
    Interrupted,
}

impl Exit {
    /// [`Exit::Done`] if something was found.
    pub(super) fn found(any: bool) -> Exit {
        if any { Exit::Done } else { Exit::Nothing }
    }

    fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::Error => 2,
            Exit::SomeFailed => 3,
            Exit::Interrupted => 130,
        }
    }
}

/// A run that was to answer a question was stopped by Ctrl-C before it could.
#[derive(Debug, thiserror::Error)]
#[error("stopped: what was indexed so far can be searched")]
pub(super) struct Stopped;

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
