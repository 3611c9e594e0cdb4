//! Counts over a real archive of 23,803 news stories against a naive scan of all of them.
//!
//! Where the archive comes from tells `corpora`; without it the test says that it skips.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod corpora;
mod naive;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::time::Instant;

use corpora::{corpora, gathered};
use morgue::corpus::{FileEntry, WalkOptions, read};
use morgue::extract::entities::known::called;
use morgue::extract::{Given, Place, Quote};
use morgue::index::build::{FileDone, Watch};
use morgue::index::names::PlaceKind;
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, BuildOptions, build};
use morgue::query::{Field, Node, NodeKind, Query, Unit, Value, parse};
use morgue::search::{Engine, Facet, FacetOrder, LocalEngine, QuotesRequest, Request, Sort, Want};
use morgue::story::{Options, Story};
use naive::{
    Atlas, Counted, Names, Reader, cut, facet, node, orgs_of, people_in, places_of, query_of, same_place,
};

const WORDS: usize = 500;
const PHRASES: usize = 200;
/// Pairs of words; also beginnings of words.
const PAIRS: usize = 50;
const FACET_QUERIES: usize = 20;
const ORDERS: [FacetOrder; 2] = [FacetOrder::Stories, FacetOrder::Mentions];
/// Countries and regions, the commonest first.
const DIVISIONS: usize = 100;

/// Numbers that are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

struct Quiet;

impl Watch for Quiet {
    fn listed(&self, _: u64, _: u64) {}
    fn done(&self, _: &FileDone<'_>) {}
    fn committing(&self) {}
    fn stopped(&self) -> bool {
        false
    }
}

/// Number of files with nothing but white space: the only ones that a rule may leave out here.
fn blank_files(archive: &Path) -> u64 {
    let paths = fs::read_dir(archive).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| fs::read(path).unwrap().iter().all(u8::is_ascii_whitespace)).count() as u64
}

fn indexed(archive: &Path, dir: &Path, files: u64) -> LocalEngine {
    let place = IndexPlace { dir: dir.to_path_buf(), archive: archive.to_path_buf() };
    let jobs = std::thread::available_parallelism().map_or(2, usize::from);
    let options = BuildOptions { jobs, ..BuildOptions::default() };
    let mut report = Vec::new();
    let summary = build(&place, &options, &Quiet, Some(Box::new(&mut report))).unwrap();
    let (counts, blank) = (&summary.counts, blank_files(archive));
    assert_eq!((counts.indexed, counts.skipped, counts.failed), (files - blank, blank, 0), "{counts:?}");
    assert_eq!(report.iter().filter(|&&b| b == b'\n').count() as u64, files, "a line for each file");
    println!("{} stories, {blank} files with nothing but white space", files - blank);
    LocalEngine::new(Archive::open(&place).unwrap())
}

/// The addresses that the engine finds, ascending.
fn addresses(engine: &LocalEngine, query: &Query) -> Vec<String> {
    let (query, sort, want) = (query.clone(), Some(Sort::Path), Want::Addresses);
    let response = engine.search(&Request { query, sort, offset: 0, limit: None, want }).unwrap();
    assert_eq!((response.total, response.exact), (response.hits.len() as u64, true));
    response.hits.into_iter().map(|hit| hit.address).collect()
}

/// Every story of the index with its address, in the order of addresses.
fn stories(engine: &LocalEngine) -> Vec<(String, Story)> {
    let mut out = Vec::new();
    for address in addresses(engine, &query_of(node(NodeKind::All))) {
        let mut found = engine.find(&address).unwrap();
        assert_eq!(found.len(), 1, "{address}");
        out.extend(found.pop().map(|found| (address, found.story)));
    }
    out
}

/// The stories are those of the files: the text of all, everything of some.
fn check_stories(archive: &Path, stories: &[(String, Story)]) {
    const EVERY: usize = 50;
    let options = WalkOptions::default();
    for (i, (address, story)) in stories.iter().enumerate() {
        let (address, path) = (address.clone(), archive.join(address));
        let size = fs::metadata(&path).unwrap().len();
        let file = read(&FileEntry { address, path, size, modified: None }, &options).unwrap();
        assert_eq!(file.decoded.text, story.text, "{}", file.address);
        if i % EVERY == 0 {
            let given = Given { path: Some(file.address.clone()), ..Given::default() };
            let encoding = Some(file.decoded.encoding.to_owned());
            let again =
                Story::from_text(&file.decoded.text, &Options { given, encoding, ..Options::default() });
            assert_eq!(&again, story, "{}", file.address);
        }
    }
}

/// All words of an archive as numbers of their forms, each paragraph by itself.
#[derive(Default)]
struct Scan {
    reader: Reader,
    /// From a word as written to its form's number.
    written: HashMap<String, u32>,
    forms: Vec<String>,
    numbers: HashMap<String, u32>,
    stems: Vec<String>,
    stories: Vec<Vec<Row>>,
}

/// Words in a row, and those that two of them make where a hyphen joins them, by the place of the first.
#[derive(Default)]
struct Row {
    words: Vec<u32>,
    joined: HashMap<usize, u32>,
}

impl Row {
    fn all(&self) -> impl Iterator<Item = u32> {
        self.words.iter().chain(self.joined.values()).copied()
    }

    /// Whether a run stands at a place.
    fn has(&self, run: &[u32], mut at: usize) -> bool {
        run.iter().all(|form| {
            let joined = self.joined.get(&at) == Some(form);
            let fits = joined || self.words.get(at) == Some(form);
            at += 1 + usize::from(joined);
            fits
        })
    }
}

impl Scan {
    fn of(stories: &[(String, Story)]) -> Scan {
        let mut scan = Scan::default();
        for (address, story) in stories {
            assert_eq!(story.language.as_deref().unwrap_or("en"), "en", "{address}: other stems");
            let paragraphs: Vec<Row> =
                story.paragraphs.iter().map(|p| scan.read(&story.text[p.start..p.end])).collect();
            let searched = story.lines.iter().filter(|l| l.kind.is_searched());
            let of_lines: Vec<u32> =
                searched.flat_map(|l| scan.read(&story.text[l.span.start..l.span.end]).words).collect();
            let words: Vec<u32> = paragraphs.iter().flat_map(|row| row.words.iter().copied()).collect();
            assert_eq!(words, of_lines, "{address}: paragraphs are not the searched lines");
            scan.stories.push(paragraphs);
        }
        scan
    }

    fn read(&mut self, text: &str) -> Row {
        let borders = cut(text);
        let mut row = Row::default();
        for (at, (&(start, end), joined)) in borders.iter().zip(naive::joined(text, &borders)).enumerate() {
            row.words.push(self.number(&text[start..end]));
            if let Some(written) = joined {
                row.joined.insert(at, self.number(&written));
            }
        }
        row
    }

    fn number(&mut self, written: &str) -> u32 {
        if let Some(&number) = self.written.get(written) {
            return number;
        }
        let form = naive::fold(written);
        let next = self.forms.len() as u32;
        let number = *self.numbers.entry(form.clone()).or_insert(next);
        if number == next {
            self.stems.push(self.reader.stem(&form));
            self.forms.push(form);
        }
        self.written.insert(written.to_owned(), number);
        number
    }

    /// Stories that have a word of each of these stems.
    fn with_stems(&self, wanted: &BTreeSet<String>) -> HashMap<String, BTreeSet<usize>> {
        let mut found: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for (i, story) in self.stories.iter().enumerate() {
            let forms: BTreeSet<u32> = story.iter().flat_map(Row::all).collect();
            for stem in forms.iter().map(|&f| &self.stems[f as usize]).filter(|s| wanted.contains(*s)) {
                found.entry(stem.clone()).or_default().insert(i);
            }
        }
        found
    }

    /// Stories that have each of these runs of forms in one paragraph.
    fn with_runs(&self, runs: &[Vec<Vec<u32>>]) -> Vec<BTreeSet<usize>> {
        let mut by_first: HashMap<u32, Vec<(usize, &Vec<u32>)>> = HashMap::new();
        for (i, run) in
            runs.iter().enumerate().flat_map(|(i, spellings)| spellings.iter().map(move |r| (i, r)))
        {
            by_first.entry(run[0]).or_default().push((i, run));
        }
        let mut found = vec![BTreeSet::new(); runs.len()];
        for (story, paragraphs) in self.stories.iter().enumerate() {
            for paragraph in paragraphs {
                for at in 0..paragraph.words.len() {
                    let first = [Some(&paragraph.words[at]), paragraph.joined.get(&at)];
                    for (i, run) in
                        first.into_iter().flatten().filter_map(|form| by_first.get(form)).flatten()
                    {
                        if paragraph.has(run, at) {
                            found[*i].insert(story);
                        }
                    }
                }
            }
        }
        found
    }

    /// The runs that a phrase may stand as.
    fn spellings(&mut self, phrase: &str) -> Vec<Vec<u32>> {
        let spellings = self.reader.spellings(phrase).into_iter();
        spellings.map(|phrase| self.read(&phrase).words).collect()
    }
}

/// Words as written: half of them any of the vocabulary, half of them any of the running text.
fn draw_words(scan: &Scan, stories: &[(String, Story)], dice: &mut Dice) -> Vec<String> {
    let vocabulary: BTreeSet<&String> = scan.written.keys().collect();
    let vocabulary: Vec<&String> = vocabulary.into_iter().collect();
    let mut out = BTreeSet::new();
    while out.len() < WORDS / 2 {
        out.insert(vocabulary[dice.below(vocabulary.len())].clone());
    }
    while out.len() < WORDS {
        out.insert(draw_run(stories, 1, dice));
    }
    out.into_iter().collect()
}

/// Words of a story as they stand there, with single blanks between.
fn draw_run(stories: &[(String, Story)], length: usize, dice: &mut Dice) -> String {
    loop {
        let (_, story) = &stories[dice.below(stories.len())];
        if story.paragraphs.is_empty() {
            continue;
        }
        let paragraph = story.paragraphs[dice.below(story.paragraphs.len())];
        let text = &story.text[paragraph.start..paragraph.end];
        let words = cut(text);
        if words.len() >= length {
            let at = dice.below(words.len() - length + 1);
            return joined(text, &words[at..at + length]);
        }
    }
}

fn joined(text: &str, words: &[(usize, usize)]) -> String {
    words.iter().map(|&(start, end)| &text[start..end]).collect::<Vec<_>>().join(" ")
}

/// The last words of a paragraph with the first ones of the next.
fn draw_border(stories: &[(String, Story)], length: usize, dice: &mut Dice) -> String {
    loop {
        let (_, story) = &stories[dice.below(stories.len())];
        if story.paragraphs.len() < 2 {
            continue;
        }
        let at = dice.below(story.paragraphs.len() - 1);
        let (one, two) = (story.paragraphs[at], story.paragraphs[at + 1]);
        let (one, two) = (&story.text[one.start..one.end], &story.text[two.start..two.end]);
        let (before, after) = (cut(one), cut(two));
        let left = 1 + dice.below(length - 1);
        if before.len() >= left && after.len() >= length - left {
            let (left_words, right_words) = (&before[before.len() - left..], &after[..length - left]);
            return format!("{} {}", joined(one, left_words), joined(two, right_words));
        }
    }
}

/// Phrases from inside stories, some over a paragraph's end, some of words that never met.
fn draw_phrases(stories: &[(String, Story)], dice: &mut Dice) -> Vec<String> {
    let mut out = BTreeSet::new();
    while out.len() < PHRASES * 7 / 10 {
        let length = 2 + dice.below(4);
        out.insert(draw_run(stories, length, dice));
    }
    while out.len() < PHRASES * 17 / 20 {
        let length = 2 + dice.below(4);
        out.insert(draw_border(stories, length, dice));
    }
    while out.len() < PHRASES {
        let words: Vec<String> = (0..2 + dice.below(4)).map(|_| draw_run(stories, 1, dice)).collect();
        out.insert(words.join(" "));
    }
    out.into_iter().collect()
}

/// The engine finds exactly these stories, asked by the tree and as typed.
fn check(engine: &LocalEngine, all: &[(String, Story)], kind: NodeKind, expected: &BTreeSet<usize>) {
    let query = query_of(node(kind));
    let found = addresses(engine, &query);
    let wanted: Vec<&String> = expected.iter().map(|&i| &all[i].0).collect();
    assert!(found.iter().eq(wanted.iter().copied()), "{:?}: {found:?} instead of {wanted:?}", query.root);
    let query = parse(&query.reading());
    let request = Request { query, sort: None, offset: 0, limit: Some(0), want: Want::Addresses };
    let total = engine.search(&request).unwrap().total;
    assert_eq!(total, expected.len() as u64, "{}", request.query.reading());
}

fn check_words(engine: &LocalEngine, all: &[(String, Story)], scan: &Scan, words: &[String]) {
    let stem = |word: &String| scan.stems[scan.written[word] as usize].clone();
    let found = scan.with_stems(&words.iter().map(stem).collect());
    for word in words {
        check(engine, all, NodeKind::Word(word.clone()), &found[&stem(word)]);
    }
    println!("{} words agree", words.len());
    for (a, b) in words.iter().zip(words.iter().rev()).take(PAIRS) {
        let (with_a, with_b) = (&found[&stem(a)], &found[&stem(b)]);
        let word = |word: &String| node(NodeKind::Word(word.clone()));
        let not = |part: Node| node(NodeKind::Not(Box::new(part)));
        check(engine, all, NodeKind::And(vec![word(a), word(b)]), &(with_a & with_b));
        check(engine, all, NodeKind::Or(vec![word(a), word(b)]), &(with_a | with_b));
        check(engine, all, NodeKind::And(vec![not(word(a)), word(b)]), &(with_b - with_a));
    }
    println!("{PAIRS} pairs of words under AND, OR and NOT agree");
}

fn check_beginnings(engine: &LocalEngine, all: &[(String, Story)], scan: &Scan, words: &[String]) {
    let forms = words.iter().map(|word| &scan.forms[scan.written[word] as usize]);
    let beginnings: BTreeSet<String> =
        forms.step_by(WORDS / PAIRS).map(|f| f.chars().take(4).collect()).collect();
    // The point of a number is none at its end.
    let whole = |beginning: &&String| scan.reader.forms(beginning) == [beginning.as_str()];
    let beginnings: Vec<&String> = beginnings.iter().filter(whole).collect();
    for &beginning in &beginnings {
        let begins: BTreeSet<u32> =
            (0..).zip(&scan.forms).filter(|(_, form)| form.starts_with(beginning)).map(|(i, _)| i).collect();
        let holds =
            |story: &Vec<Row>| story.iter().flat_map(|row| &row.words).any(|form| begins.contains(form));
        let found = (0..all.len()).filter(|&i| holds(&scan.stories[i])).collect();
        check(engine, all, NodeKind::Prefix(beginning.clone()), &found);
    }
    println!("{} beginnings of words agree", beginnings.len());
}

fn check_phrases(engine: &LocalEngine, all: &[(String, Story)], scan: &mut Scan, phrases: &[String]) {
    let runs: Vec<Vec<Vec<u32>>> = phrases.iter().map(|phrase| scan.spellings(phrase)).collect();
    let found = scan.with_runs(&runs);
    for (phrase, expected) in phrases.iter().zip(&found) {
        check(engine, all, NodeKind::Phrase(phrase.clone()), expected);
    }
    let none = found.iter().filter(|stories| stories.is_empty()).count();
    assert!(none > PHRASES / 20 && none < PHRASES / 2, "{none} phrases stand nowhere");
    println!("{} phrases agree, {none} of them stand nowhere", phrases.len());
}

fn check_facets(engine: &LocalEngine, all: &[(String, Story)], scan: &Scan, words: &[String]) {
    let (reader, atlas) = (&scan.reader, &Atlas::default());
    let people = &engine.archive().names().unwrap().people;
    let stories = || all.iter().map(|(_, story)| story);
    let tables = [
        (Facet::People, Names::new(stories().map(|s| people_in(people, s)))),
        (Facet::Places, Names::new(stories().map(|s| places_of(reader, atlas, s)))),
        (Facet::Orgs, Names::new(stories().map(|s| orgs_of(reader, s)))),
    ];
    let stem = |word: &String| scan.stems[scan.written[word] as usize].clone();
    let found = scan.with_stems(&words.iter().map(stem).collect());
    let everything = (NodeKind::All, (0..all.len()).collect());
    let by_word = words.iter().map(|word| (NodeKind::Word(word.clone()), found[&stem(word)].clone()));
    let mut values = 0;
    for (kind, stories) in std::iter::once(everything).chain(by_word) {
        let query = query_of(node(kind));
        for ((what, table), by) in tables.iter().flat_map(|t| ORDERS.map(|by| (t, by))) {
            let (total, counted) = facet(engine, &query, *what, by);
            assert_eq!(total, stories.len() as u64, "{:?}", query.root);
            let expected = table.counted(stories.iter().copied(), by);
            let first = counted.iter().zip(&expected).find(|(a, b)| a != b);
            assert!(counted == expected, "{what:?} by {by:?} of {:?}: {first:?}", query.root);
            values += counted.len();
        }
    }
    println!("{values} facet values agree, over {} queries, 3 facets and 2 orders", words.len() + 1);
}

/// Quotes with each of some words, and the stories that `quote(…)` finds, against a look at each quote.
fn check_quotes(engine: &LocalEngine, all: &[(String, Story)], scan: &Scan, words: &[String]) {
    let stem = |word: &str| scan.stems[scan.written[word] as usize].clone();
    let said: Vec<Vec<BTreeSet<String>>> = all
        .iter()
        .map(|(_, story)| {
            let stems = |quote: &Quote| {
                let text = &story.text[quote.span.start..quote.span.end];
                let words = scan.reader.words(text).into_iter();
                words.flat_map(|w| [Some(w.stem), w.joined.map(|both| both.1)]).flatten().collect()
            };
            story.quotes.iter().map(stems).collect()
        })
        .collect();
    let mut found = 0;
    for word in words {
        let wanted = stem(word);
        let of = |quotes: &Vec<BTreeSet<String>>| quotes.iter().filter(|q| q.contains(&wanted)).count();
        let stories: BTreeSet<usize> = (0..all.len()).filter(|&i| of(&said[i]) > 0).collect();
        let quotes: usize = said.iter().map(of).sum();
        let quoted = NodeKind::Scope(Unit::Quote, Box::new(node(NodeKind::Word(word.clone()))));
        check(engine, all, quoted, &stories);
        let about = Some(query_of(node(NodeKind::Word(word.clone()))));
        let query = query_of(node(NodeKind::All));
        let (by, unattributed, min_confidence, limit) = (None, false, None, None);
        let request = QuotesRequest { query, by, about, unattributed, min_confidence, limit };
        let response = engine.quotes(&request).unwrap();
        assert_eq!((response.total, response.stories), (quotes as u64, stories.len() as u64), "{word}");
        found += quotes;
    }
    println!("{} words agree in {found} quotes", words.len());
}

/// Stories with a place in each of the commonest countries and regions, and stories that come from
/// there, found by `place:` and `dateline:`.
fn check_divisions(engine: &LocalEngine, all: &[(String, Story)], reader: &Reader) {
    let atlas = &Atlas::default();
    let table = Names::new(all.iter().map(|(_, s)| places_of(reader, atlas, s)));
    let counted = table.counted(0..all.len(), FacetOrder::Stories);
    let is_division = |c: &&Counted| {
        c.place.as_ref().is_some_and(|(kind, ..)| matches!(kind, PlaceKind::Country | PlaceKind::Region))
    };
    let around = |place: &Place| -> Vec<Place> {
        atlas
            .within(place)
            .into_iter()
            .map(|(_, around)| Place { mentions: Vec::new(), ..around.clone() })
            .collect()
    };
    let named = |(_, s): &(String, Story)| s.places.iter().flat_map(around).collect();
    let written_in = |(_, s): &(String, Story)| s.dateline_places.iter().flat_map(around).collect();
    let fields: [(Field, Vec<Vec<Place>>); 2] = [
        (Field::Place, all.iter().map(named).collect()),
        (Field::Dateline, all.iter().map(written_in).collect()),
    ];
    let (mut values, mut stories) = (0, 0);
    for name in counted.iter().filter(is_division).take(DIVISIONS).map(|c| &c.name) {
        let known = called(name);
        let fits = |place: &Place| place.name == *name || known.iter().any(|p| same_place(p, place));
        for (field, of_stories) in &fields {
            let expected: BTreeSet<usize> =
                (0..all.len()).filter(|&i| of_stories[i].iter().any(fits)).collect();
            check(engine, all, NodeKind::Field(*field, Value::Exact(name.clone())), &expected);
            (values, stories) = (values + 1, stories + expected.len());
        }
    }
    println!("{values} countries and regions of places and datelines agree, {stories} stories");
}

#[test]
fn counts_over_a_real_archive_are_those_of_a_naive_scan() {
    let folders = match corpora() {
        Ok(folders) => folders,
        Err(why) => return println!("skipped: {why}"),
    };
    let clock = Instant::now();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let archive = folder.path().join("news");
    let files = gathered(&folders, &archive);
    let engine = indexed(&archive, &folder.path().join(".morgue"), files);
    println!("{:.1} s: indexed", clock.elapsed().as_secs_f64());
    let all = stories(&engine);
    check_stories(&archive, &all);
    println!("{:.1} s: stories are those of the files", clock.elapsed().as_secs_f64());
    let mut scan = Scan::of(&all);
    println!("{:.1} s: scanned, {} words as written", clock.elapsed().as_secs_f64(), scan.written.len());
    let dice = &mut Dice(1912);
    let words = draw_words(&scan, &all, dice);
    check_words(&engine, &all, &scan, &words);
    check_beginnings(&engine, &all, &scan, &words);
    let phrases = draw_phrases(&all, dice);
    check_phrases(&engine, &all, &mut scan, &phrases);
    let step = words.len() / FACET_QUERIES;
    let chosen: Vec<String> = words.iter().step_by(step).take(FACET_QUERIES).cloned().collect();
    check_facets(&engine, &all, &scan, &chosen);
    check_quotes(&engine, &all, &scan, &chosen);
    check_divisions(&engine, &all, &scan.reader);
    println!("{:.1} s: all compared", clock.elapsed().as_secs_f64());
}
