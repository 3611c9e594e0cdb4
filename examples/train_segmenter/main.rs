//! Fits the trees that tell story from furniture: `models/segmenter/segmenter.bin`.
//!
//!     cargo run --release --example train_segmenter -- --pages ../shared/eval/segments
//!
//! reads the labelled pages of `models/training/pages` and, from the folder of sets, the public ones
//! (`models/README.md` tells their licence), and writes the trees. Same data, same seed, same bytes.
//! `--folds 5` fits five times without a fifth of the sites each, prints word F1 on the pages left
//! out, and writes no trees; `--found FILE` writes their labels for scorers, and `--worst N` lists the
//! pages read worst.

#![allow(clippy::print_stdout, reason = "a command of the workshop prints what it does")]

mod augment;
mod boost;
mod fit;
mod pages;
mod score;

use std::fs;
use std::path::PathBuf;

use clap::Parser;
use morgue::segment::Furniture;
use morgue::segment::learning::{Lesson, Model};
use serde_json::json;

use fit::Sample;
use pages::Page;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Fits the trees that tell story from furniture.
#[derive(Parser)]
struct Args {
    /// Folder of public sets, one `.jsonl` each; without one, only our own pages are read.
    #[arg(long)]
    pages: Option<PathBuf>,
    /// Folder of our own labelled pages.
    #[arg(long, default_value = "models/training/pages")]
    own: PathBuf,
    /// Where the trees go.
    #[arg(long, default_value = "models/segmenter/segmenter.bin")]
    out: PathBuf,
    /// Leave out a part of the sites in turn, and print how their pages are read.
    #[arg(long)]
    folds: Option<usize>,
    /// Where labels of the pages left out go, those of the whole page.
    #[arg(long, requires = "folds")]
    found: Option<PathBuf>,
    /// List so many pages that are read worst.
    #[arg(long, requires = "folds", default_value_t = 0)]
    worst: usize,
}

fn main() -> Outcome<()> {
    let args = Args::parse();
    let pages = pages::read(args.pages.as_deref(), &args.own)?;
    let samples = fit::samples(&pages);
    println!("{} pages, {} forms of them", pages.len(), samples.iter().flatten().count());
    if let Some(folds) = args.folds {
        return cross_validate(&args, &pages, &samples, folds);
    }
    let model = fit::fit(&samples.iter().flatten().collect::<Vec<_>>());
    let bytes = model.written();
    println!("{} bytes", bytes.len());
    fs::write(&args.out, bytes)?;
    Ok(())
}

/// How one form of a page was read.
struct Reading<'a> {
    page: &'a Page,
    form: &'static str,
    f1: f64,
    found: Vec<bool>,
}

fn cross_validate(args: &Args, pages: &[Page], samples: &[Vec<Sample>], folds: usize) -> Outcome<()> {
    let fold_of = pages::folds(pages, folds);
    let outside = pages::furniture(pages);
    let mut readings: Vec<Reading<'_>> = Vec::new();
    for fold in 0..folds {
        let kept = samples.iter().zip(&fold_of).filter(|(_, f)| **f != fold).flat_map(|(s, _)| s);
        let model = fit::fit(&kept.collect::<Vec<_>>());
        for (i, page) in pages.iter().enumerate().filter(|(i, _)| fold_of[*i] == fold) {
            let tail = page.tail();
            for (form, form_page) in [("tail", &tail), ("full", page)] {
                readings.push(reading(page, form, form_page, None, &model));
            }
            if outside[i].is_some() {
                readings.push(reading(page, "tail, no evidence", &tail, None, &model));
                readings.push(reading(page, "tail, evidence", &tail, outside[i].as_ref(), &model));
            }
        }
    }
    summary(&readings);
    worst(&readings, args.worst);
    args.found.as_ref().map_or(Ok(()), |path| fs::write(path, records(&readings)).map_err(Into::into))
}

fn reading<'a>(
    page: &'a Page,
    form: &'static str,
    form_page: &Page,
    furniture: Option<&Furniture>,
    model: &Model,
) -> Reading<'a> {
    let lesson = Lesson::of(&form_page.text(), furniture);
    let body = lesson.body(&lesson.scores(model));
    let mut found = vec![false; form_page.lines.len()];
    for (block, _) in lesson.blocks.iter().zip(body).filter(|(_, body)| *body) {
        found[block.first..=block.last].fill(true);
    }
    Reading { page, form, f1: score::f1(&form_page.lines, &form_page.body, &found), found }
}

/// Mean F1 of each form, of the public pages and of our own.
fn summary(readings: &[Reading<'_>]) {
    for (own, whose) in [(false, "public"), (true, "own")] {
        for form in ["tail", "full", "tail, no evidence", "tail, evidence"] {
            let mut f1: Vec<f64> =
                readings.iter().filter(|r| r.page.own == own && r.form == form).map(|r| r.f1).collect();
            f1.sort_by(f64::total_cmp);
            if let Some(&median) = f1.get(f1.len() / 2) {
                let mean = f1.iter().sum::<f64>() / f1.len() as f64;
                let low = f1.iter().filter(|f| **f < 0.9).count();
                println!(
                    "{whose:6} {form:18} F1 {mean:.4}  median {median:.4}  {low} of {} below .9",
                    f1.len()
                );
            }
        }
    }
}

fn worst(readings: &[Reading<'_>], count: usize) {
    let mut worst: Vec<&Reading<'_>> =
        readings.iter().filter(|r| r.form == "tail" || r.form == "full").collect();
    worst.sort_by(|a, b| a.f1.total_cmp(&b.f1));
    for reading in worst.iter().take(count) {
        println!("{:.3} {} {} {}", reading.f1, reading.form, reading.page.site, reading.page.id);
    }
}

/// Labels of whole pages as `score_segments.py` reads them.
fn records(readings: &[Reading<'_>]) -> String {
    let forms = readings.iter().filter(|r| r.form == "tail" || r.form == "full");
    let record = |r: &Reading<'_>| {
        let labels: Vec<u8> = r.found.iter().map(|&found| u8::from(found)).collect();
        json!({"id": r.page.id, "form": r.form, "labels": labels}).to_string() + "\n"
    };
    forms.map(record).collect()
}
