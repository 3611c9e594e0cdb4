//! The `morgue` binary: hands over to [`morgue::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::cli::main()
}
