//! Pages made of two: behind a story and its footer stands what other sites put there, a rail of long
//! titles or a second story; nothing of that is body. Or a box of links comes again and again between
//! the paragraphs, and the story goes on behind it. Pages like these are rare in the sets and common on
//! the web.

use morgue::text::hash::{hash, mix};

use crate::pages::{self, Page};

/// Partners come from the same of so many groups of sites, so that a page that is left out of a fit, in four
/// parts or in five, stands in no made page of it either.
const GROUPS: usize = 20;

/// Words that a line of a rail has.
const RAIL: std::ops::RangeInclusive<usize> = 9..=30;

/// Made pages of one page, with how much each counts.
pub type Made = Vec<(Page, f32)>;

/// For each page those that are made of it and others.
pub fn made(pages: &[Page]) -> Vec<Made> {
    let groups = pages::folds(pages, GROUPS);
    let partners = |i: usize| -> Vec<&Page> {
        let fits = |j: &usize| groups[*j] == groups[i] && pages[*j].site != pages[i].site;
        let mut all: Vec<usize> = (0..pages.len()).filter(fits).collect();
        all.sort_by_key(|&j| mix(hash(pages[i].id.as_bytes()), hash(pages[j].id.as_bytes())));
        all.into_iter().map(|j| &pages[j]).collect()
    };
    let of = |i: usize| {
        let (page, partners) = (&pages[i], partners(i));
        let brief = brief(page, &partners, i);
        vec![(longer(page, &partners, i), 0.7), (alone(&brief), 0.2), (brief, 0.5)]
    };
    (0..pages.len()).map(of).collect()
}

/// A short story as most archives hold them: the first lines of the body, with the page's own end behind it or
/// a stretch of others' furniture; on every other page with blank lines between.
fn brief(page: &Page, partners: &[&Page], turn: usize) -> Page {
    let tail = page.tail();
    let last = tail.body.iter().rposition(|&body| body).map_or(0, |last| last + 1);
    let keep = 4 + turn * 7 % 19;
    let mut made = Page { lines: Vec::new(), body: Vec::new(), ..tail.clone() };
    for (line, &body) in tail.lines[..last].iter().zip(&tail.body) {
        if made.body.iter().filter(|&&body| body).count() < keep {
            made.lines.push(line.clone());
            made.body.push(body);
        }
    }
    let strange = partners.iter().flat_map(|p| p.furniture_lines());
    match turn % 3 {
        0 => made.lines.extend_from_slice(&tail.lines[last..]),
        _ => made.lines.extend(strange.skip(turn * 5 % 60).take(5 + turn % 11).map(str::to_owned)),
    }
    made.body.resize(made.lines.len(), false);
    if turn.is_multiple_of(2) { spaced(&made) } else { made }
}

/// The page with a blank line behind each line.
fn spaced(page: &Page) -> Page {
    let lines = page.lines.iter().flat_map(|line| [line.clone(), String::new()]).collect();
    let body = page.body.iter().flat_map(|&body| [body, false]).collect();
    Page { lines, body, ..page.clone() }
}

/// The story without any furniture.
fn alone(page: &Page) -> Page {
    let kept = |i: &usize| page.body[*i] || page.lines[*i].is_empty();
    let kept: Vec<usize> = (0..page.lines.len()).filter(kept).collect();
    let lines = kept.iter().map(|&i| page.lines[i].clone()).collect();
    Page { lines, body: kept.iter().map(|&i| page.body[i]).collect(), ..page.clone() }
}

/// The page from its first body line, with other sites' texts behind it.
fn longer(page: &Page, partners: &[&Page], turn: usize) -> Page {
    let mut made = page.tail();
    if turn % 3 == 2 {
        let boxed = partners.iter().flat_map(|p| p.furniture_lines()).skip(turn % 40).take(3 + turn % 9);
        return interrupted(&made, &boxed.collect::<Vec<_>>(), 4 + turn % 7);
    }
    let rail = || partners.iter().flat_map(|p| p.body_lines()).filter_map(title).take(6 << (turn % 5));
    // Half of the second stories stand in place of the page's own footer.
    if turn % 4 == 1 {
        let last = made.body.iter().rposition(|&body| body).map_or(0, |last| last + 1);
        made.lines.truncate(last);
    }
    match (turn % 2, partners.first()) {
        (1, Some(other)) => {
            let first = other.body.iter().position(|&body| body).unwrap_or(0);
            made.lines.extend(other.lines[first.saturating_sub(4)..].iter().cloned());
        }
        _ => made.lines.extend(rail()),
    }
    made.body.resize(made.lines.len(), false);
    made
}

/// The page with the lines of a box after every so many lines of its body.
fn interrupted(page: &Page, boxed: &[&str], every: usize) -> Page {
    let mut made = Page { lines: Vec::new(), body: Vec::new(), ..page.clone() };
    let mut count = 0;
    for (line, &body) in page.lines.iter().zip(&page.body) {
        made.lines.push(line.clone());
        made.body.push(body);
        count += usize::from(body);
        if body && count % every == 0 {
            made.lines.extend(boxed.iter().map(|&line| line.to_owned()));
            made.body.resize(made.lines.len(), false);
        }
    }
    made
}

/// A line's first sentence without its stop, as titles in a rail are.
fn title(line: &str) -> Option<String> {
    let sentence = line.split_inclusive(". ").next()?.trim().trim_end_matches('.');
    RAIL.contains(&sentence.split_whitespace().count()).then(|| sentence.to_owned())
}
