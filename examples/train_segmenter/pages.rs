//! Labelled pages: the public set as JSON lines, our own as text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use morgue::segment::{Furniture, LineKind, line_key};
use morgue::text::hash::hash;
use serde_json::Value;

use crate::Outcome;

/// A page with a label a line.
#[derive(Clone)]
pub struct Page {
    /// What scorers know it by.
    pub id: String,
    /// The site it comes from.
    pub site: String,
    /// Whether it is one of our own.
    pub own: bool,
    /// Its lines.
    pub lines: Vec<String>,
    /// Whether each line is body.
    pub body: Vec<bool>,
}

impl Page {
    /// The page from its first body line to the end.
    pub fn tail(&self) -> Page {
        let first = self.body.iter().position(|&b| b).unwrap_or(0);
        let (lines, body) = (self.lines[first..].to_vec(), self.body[first..].to_vec());
        Page { id: self.id.clone(), site: self.site.clone(), own: self.own, lines, body }
    }

    /// The lines that are body.
    pub fn body_lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().zip(&self.body).filter(|(_, body)| **body).map(|(line, _)| line.as_str())
    }

    /// The lines that are not.
    pub fn furniture_lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().zip(&self.body).filter(|(_, body)| !**body).map(|(line, _)| line.as_str())
    }

    /// The page's text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

/// All labelled pages below these folders, those of other people's sets (`*.jsonl`) first.
pub fn read(sets: Option<&Path>, own: &Path) -> Outcome<Vec<Page>> {
    let mut pages = Vec::new();
    for file in sets.map(|sets| files(sets, "jsonl")).transpose()?.unwrap_or_default() {
        for line in fs::read_to_string(file)?.lines() {
            pages.extend(public(&serde_json::from_str(line)?));
        }
    }
    for file in if own.is_dir() { files(own, "txt")? } else { BTreeSet::new() } {
        pages.extend(ours(&fs::read_to_string(&file)?)?);
    }
    Ok(pages)
}

fn files(folder: &Path, ending: &str) -> Outcome<BTreeSet<std::path::PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path()));
    let paths: BTreeSet<_> = paths.collect::<Result<_, _>>()?;
    Ok(paths.into_iter().filter(|p| p.extension().is_some_and(|e| e == ending)).collect())
}

/// A page of the public set; none where too little of the article was found in its lines.
fn public(page: &Value) -> Option<Page> {
    let list = |key: &str| page[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines: Vec<String> = list("lines").iter().map(text).collect();
    let body: Vec<bool> = list("labels").iter().map(|label| label.as_u64() == Some(1)).collect();
    let whole = page["coverage"].as_f64().unwrap_or(1.0) >= 0.8;
    let fits = whole && lines.len() == body.len() && body.contains(&true);
    fits.then(|| Page { id: text(&page["id"]), site: text(&page["site"]), own: false, lines, body })
}

/// Pages of one of our own files: `=== site/name`, then lines `kind<TAB>text`.
fn ours(file: &str) -> Outcome<Vec<Page>> {
    let mut pages: Vec<Page> = Vec::new();
    for row in file.lines().filter(|row| !row.starts_with('#')) {
        if let Some(name) = row.strip_prefix("=== ") {
            let site = name.split('/').next().unwrap_or(name).to_owned();
            let id = name.to_owned();
            pages.push(Page { id, site, own: true, lines: Vec::new(), body: Vec::new() });
        } else if let Some(page) = pages.last_mut().filter(|_| !row.is_empty()) {
            let (kind, line) = row.split_once('\t').unwrap_or((row, ""));
            let kind: LineKind = kind.parse().map_err(|()| format!("{}: no kind of line: {row}", page.id))?;
            page.body.push(matches!(kind, LineKind::Body | LineKind::Crosshead));
            page.lines.push(line.to_owned());
        }
    }
    pages.retain(|page| page.body.contains(&true));
    Ok(pages)
}

/// The part that a page is left out with: pages of one site together, and sites dealt out evenly, the
/// public ones by themselves, so that our own do not move them.
pub fn folds(pages: &[Page], folds: usize) -> Vec<usize> {
    let key = |p: &Page| (p.own, hash(p.site.as_bytes()));
    let fold = |own: bool| {
        let sites: BTreeSet<(bool, u64)> = pages.iter().filter(|p| p.own == own).map(key).collect();
        sites.into_iter().enumerate().map(move |(i, site)| (site, i % folds)).collect::<Vec<_>>()
    };
    let fold: HashMap<(bool, u64), usize> = [false, true].into_iter().flat_map(fold).collect();
    pages.iter().map(|page| fold[&key(page)]).collect()
}

/// For each page whose site has others: in how many of those its lines stand.
pub fn furniture(pages: &[Page]) -> Vec<Option<Furniture>> {
    let mut counts: BTreeMap<&str, (u32, HashMap<u64, u32>)> = BTreeMap::new();
    let keys = |page: &Page| page.lines.iter().map(|line| line_key(line)).collect::<BTreeSet<_>>();
    for page in pages {
        let (count, lines) = counts.entry(page.site.as_str()).or_default();
        *count += 1;
        keys(page).into_iter().for_each(|key| *lines.entry(key).or_default() += 1);
    }
    let others = |page: &Page| {
        let (count, lines) = &counts[page.site.as_str()];
        (*count > 1).then(|| keys(page).into_iter().map(|key| (key, lines[&key] - 1)).collect())
    };
    pages.iter().map(others).collect()
}
