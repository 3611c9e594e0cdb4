//! `morgue doctor`: is an index what its runs wrote?

use std::io::Write;

use crate::cli::args::DoctorArgs;
use crate::cli::exit::Exit;
use crate::cli::{interrupt, plan};
use crate::index::{BuildOptions, IndexError, examine};
use crate::print::Output;

pub(super) fn run(args: &DoctorArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let place = plan::place(&args.place)?;
    let checkup = match examine(&place, args.deep) {
        Err(IndexError::OtherFormat { .. } | IndexError::Unfinished { .. }) if args.repair => None,
        other => Some(other?),
    };
    if let Some(checkup) = &checkup {
        checkup.sound.iter().try_for_each(|what| writeln!(out, "sound    {what}"))?;
        checkup.ill.iter().try_for_each(|what| writeln!(out, "damaged  {what}"))?;
    }
    out.flush()?;
    match checkup {
        Some(checkup) if checkup.ill.is_empty() => Ok(Exit::Done),
        _ if args.repair => {
            let options = BuildOptions { full: true, ..plan::default_build_options() };
            super::index::build_and_tell(&place, &options, None, &interrupt::listen()?, out)
        }
        _ => {
            out.note("make it again from the files of the archive with `morgue doctor --repair`")?;
            Ok(Exit::Error)
        }
    }
}
