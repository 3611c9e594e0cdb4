//! Fits the weights of the tagger: `models/tagger/tagger.bin`.
//!
//!     cargo run --release --example train_tagger -- --sets ../shared/eval/entities
//!
//! reads the stories of `models/training` and, from the folder of sets, those that may be trained on
//! (`models/README.md` lists them with their licences), and writes the weights. Same data, same seed,
//! same bytes. `--folds 5 --set gum_news` fits five times without a fifth of that set each, and writes
//! what is found in the fifth left out, for scorers; `--try FILE` prints scores over labelled stories.

#![allow(clippy::print_stdout, reason = "a command of the workshop prints what it does")]
#![allow(
    clippy::needless_range_loop,
    clippy::type_complexity,
    reason = "tables of labels read best by number"
)]

mod augment;
mod crf;
mod data;
mod fit;
mod marked;
mod score;

use std::fs;
use std::path::PathBuf;

use clap::Parser;

use data::Story;
use fit::Tagger;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Fits the weights of the tagger.
#[derive(Parser)]
struct Args {
    /// Folder of the labelled sets, with `train/` in it; without one, only our own stories are read.
    #[arg(long)]
    sets: Option<PathBuf>,
    /// Folder of our own labelled stories.
    #[arg(long, default_value = "models/training")]
    own: PathBuf,
    /// Where the weights go.
    #[arg(long, default_value = "models/tagger/tagger.bin")]
    out: PathBuf,
    /// Leave out a part of `--set` in turn, and write what is found in it; writes no weights.
    #[arg(long, requires = "set")]
    folds: Option<usize>,
    /// The set that is left out in parts.
    #[arg(long)]
    set: Option<String>,
    /// Where what is found goes.
    #[arg(long, default_value = "found.jsonl")]
    found: PathBuf,
    /// Print exact F1 over these labelled stories after the fit.
    #[arg(long = "try")]
    tries: Vec<PathBuf>,
    /// Leave a source out of the training: a set, `own`, or `augment` for the stories made from others.
    #[arg(long)]
    without: Vec<String>,
}

fn main() -> Outcome<()> {
    let args = Args::parse();
    let stories = data::read(args.sets.as_deref(), &args.own, &args.without)?;
    println!("{} stories", stories.len());
    if let (Some(folds), Some(set)) = (args.folds, &args.set) {
        return cross_validate(&args, &stories, folds, set);
    }
    let tagger = Tagger::fit(&training(&args, &stories, |_| true));
    for path in &args.tries {
        let stories = data::labelled(path, "try")?;
        let found = stories.iter().map(|story| tagger.find(&story.text));
        println!("{}: {}", path.display(), score::exact(stories.iter().zip(found)));
    }
    fs::write(&args.out, tagger.packed())?;
    Ok(())
}

/// The stories to fit on, with those made from them.
fn training(args: &Args, stories: &[Story], keep: impl Fn(&Story) -> bool) -> Vec<Story> {
    let mut kept: Vec<Story> = stories.iter().filter(|s| keep(s)).cloned().collect();
    if !args.without.iter().any(|w| w == "augment") {
        augment::add(&mut kept);
    }
    kept
}

/// Fits `folds` times, each time without a part of the set `set`, and writes what is found there.
fn cross_validate(args: &Args, stories: &[Story], folds: usize, set: &str) -> Outcome<()> {
    let held = |story: &Story, fold: usize| story.set == set && story.number % folds == fold;
    let mut out = String::new();
    for fold in 0..folds {
        let tagger = Tagger::fit(&training(args, stories, |story| !held(story, fold)));
        let left_out: Vec<&Story> = stories.iter().filter(|s| held(s, fold)).collect();
        let found: Vec<_> = left_out.iter().map(|story| tagger.find(&story.text)).collect();
        println!("fold {fold}: {}", score::exact(left_out.iter().copied().zip(found.iter().cloned())));
        for (story, found) in left_out.iter().zip(&found) {
            out.push_str(&score::record(story, found));
            out.push('\n');
        }
    }
    fs::write(&args.found, out)?;
    Ok(())
}
