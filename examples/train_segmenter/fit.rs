//! From pages to trees: first pass, its scores on pages that it has not seen, second pass.

use std::thread;

use morgue::segment::Furniture;
use morgue::segment::learning::{COLUMNS, FIRST, LANES, Lesson, Model, Row, Table, Tree};
use morgue::text::hash::hash;

use crate::augment;
use crate::boost::{self, Example, Plan};
use crate::pages::{self, Page};

/// Parts of the sites, each scored by a first pass that was fitted on the others.
const PARTS: usize = 4;

const FIRST_PLAN: Plan = Plan { trees: 100, rate: 0.12, ridge: 8.0, columns: 24, sites: 0.6, within: FIRST };
const SECOND_PLAN: Plan =
    Plan { trees: 120, rate: 0.1, ridge: 8.0, columns: 32, sites: 0.6, within: COLUMNS };

/// One form of a page, measured, with labels a block.
pub struct Sample {
    /// The part that it is left out with.
    part: usize,
    site: u64,
    lesson: Lesson,
    first: Table,
    body: Vec<bool>,
    weights: Vec<f32>,
}

/// The forms of the pages that are learned from: whole and from the first body line, with what is known of
/// the site and without.
pub fn samples(pages: &[Page]) -> Vec<Vec<Sample>> {
    let parts = pages::folds(pages, PARTS);
    let outside = pages::furniture(pages);
    let made = augment::made(pages);
    let forms =
        |(((page, &part), outside), made): (((&Page, &usize), &Option<Furniture>), &augment::Made)| {
            let tail = page.tail();
            let mut forms = vec![Sample::of(page, None, part, 1.0), Sample::of(&tail, None, part, 1.0)];
            forms.extend(made.iter().map(|(made, share)| Sample::of(made, None, part, *share)));
            if outside.is_some() {
                forms.push(Sample::of(page, outside.as_ref(), part, 1.0));
                forms.push(Sample::of(&tail, outside.as_ref(), part, 1.0));
            }
            forms
        };
    pages.iter().zip(&parts).zip(&outside).zip(&made).map(forms).collect()
}

impl Sample {
    fn of(page: &Page, furniture: Option<&Furniture>, part: usize, share: f32) -> Sample {
        let lesson = Lesson::of(&page.text(), furniture);
        let words_of = |line: &String| line.split_whitespace().count();
        let body: Vec<bool> = lesson
            .blocks
            .iter()
            .map(|b| {
                let lines = b.first..=b.last;
                let all: usize = page.lines[lines.clone()].iter().map(words_of).sum();
                let story = lines.filter(|&i| page.body[i]).map(|i| words_of(&page.lines[i])).sum::<usize>();
                story * 2 > all
            })
            .collect();
        // A word of furniture costs as much of a page's score as the story has few words.
        let story: f32 = (0..body.len()).filter(|&i| body[i]).map(|i| lesson.words(i)).sum::<f32>().max(60.0);
        let weigh = |i: usize| (lesson.words(i).max(1.0) / story).powf(0.8) * share * 8.0;
        let mut weights: Vec<f32> = (0..body.len()).map(weigh).collect();
        let sum: f32 = weights.iter().sum();
        let most = 120.0 * share;
        if sum > most {
            weights.iter_mut().for_each(|w| *w *= most / sum);
        }
        Sample { part, site: hash(page.site.as_bytes()), first: lesson.first(), lesson, body, weights }
    }

    fn examples<'a>(&'a self, rows: &'a Table) -> impl Iterator<Item = Example<'a>> {
        let labels = self.body.iter().zip(&self.weights);
        rows.iter().zip(labels).map(|(row, (&body, &weight))| Example { row, body, weight, site: self.site })
    }
}

/// Fits both passes on samples.
pub fn fit(samples: &[&Sample]) -> Model {
    let first_of = |keep: &dyn Fn(&Sample) -> bool, seed: u64| -> Vec<Tree> {
        let kept = samples.iter().filter(|s| keep(s));
        let examples: Vec<Example<'_>> = kept.flat_map(|s| s.examples(&s.first)).collect();
        boost::fit(&examples, FIRST_PLAN, seed)
    };
    // Each part in a thread of its own; what one fits does not depend on another.
    let (all, others): (Vec<Tree>, Vec<Vec<Tree>>) = thread::scope(|scope| {
        let first_of = &first_of;
        let others: Vec<_> =
            (0..PARTS).map(|part| scope.spawn(move || first_of(&|s| s.part != part, 2))).collect();
        let all = first_of(&|_| true, 1);
        (all, others.into_iter().map(|o| o.join().unwrap_or_default()).collect())
    });
    let others: Vec<Model> = others.into_iter().map(|trees| Model { passes: [trees, Vec::new()] }).collect();
    let second: Vec<Table> = samples.iter().map(|s| second_rows(s, &others[s.part])).collect();
    let examples: Vec<Example<'_>> =
        samples.iter().zip(&second).flat_map(|(s, rows)| s.examples(rows)).collect();
    let trees = boost::fit(&examples, SECOND_PLAN, 3);
    Model { passes: [all, trees] }
}

fn second_rows(sample: &Sample, model: &Model) -> Table {
    let score = |row: &Row| model.scores(0, &[*row; LANES])[0];
    let scores: Vec<f32> = sample.first.iter().map(score).collect();
    sample.lesson.second(&scores)
}
