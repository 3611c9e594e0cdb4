//! What a process costs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Outcome;

/// Seconds, and megabytes of anonymous memory at most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub processor: f64,
    pub wall: f64,
    pub memory: f64,
}

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// Clock ticks a second, in which `/proc` counts.
const TICKS: f64 = 100.0;

/// Runs a program to its end.
pub fn run(program: &Path, args: &[&Path]) -> Outcome<Cost> {
    let mut command = Command::new(program);
    let mut child = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let (begun, proc, mut cost) =
        (Instant::now(), Path::new("/proc").join(child.id().to_string()), Cost::default());
    let status = loop {
        cost.processor = processor(&proc).unwrap_or(0.0).max(cost.processor);
        cost.memory = memory(&proc).unwrap_or(0.0).max(cost.memory);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(LOOK);
    };
    if !status.success() {
        return Err(format!("{} {args:?} ended with {status}", program.display()).into());
    }
    Ok(Cost { wall: begun.elapsed().as_secs_f64(), ..cost })
}

/// User and system time so far.
fn processor(proc: &Path) -> Option<f64> {
    let stat = std::fs::read_to_string(proc.join("stat")).ok()?;
    // Behind the name, which may hold blanks, in brackets: the state is the third field, the times are 14 and 15.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

fn memory(proc: &Path) -> Option<f64> {
    let status = std::fs::read_to_string(proc.join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
