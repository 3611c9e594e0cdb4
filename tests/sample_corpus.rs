//! The sample archive is what its README says: readable stories, and hand-made truth that fits them.
//!
//! Nothing here asks the extractor; these are the checks of the yardstick, not of what it measures.

// clippy allows this in `#[test]` functions only, not in the helpers beside them.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use morgue::segment::LineKind;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    address: String,
    lines: Vec<Line>,
    quotes: Vec<Quote>,
    people: Vec<Person>,
    places: Vec<Place>,
    dateline: Option<Dateline>,
    agency: Option<String>,
    source: Option<Sourced>,
    date: Option<Sourced>,
    headline: Option<String>,
    byline: Option<String>,
    language: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quote {
    start: usize,
    end: usize,
    kind: String,
    speaker: Option<String>,
    as_written: Option<String>,
    group: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    name: String,
    country: Option<String>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mention {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dateline {
    start: usize,
    end: usize,
    place: Option<String>,
    date: Option<String>,
    agency: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sourced {
    value: String,
    origin: String,
}

/// A truth file with the story it speaks of, as code points and as lines `[start, end)` of them.
struct Case {
    truth: Truth,
    name: String,
    text: Vec<char>,
    lines: Vec<(usize, usize)>,
}

impl Case {
    fn slice(&self, start: usize, end: usize) -> String {
        self.text[start..end].iter().collect()
    }

    fn kind_at(&self, point: usize) -> LineKind {
        let line = self.lines.iter().position(|&(start, end)| start <= point && point < end);
        let line = line.unwrap_or_else(|| panic!("{}: {point} is outside of every line", self.name));
        LineKind::from_str(&self.truth.lines[line].kind).unwrap()
    }

    fn mentions(&self) -> impl Iterator<Item = (&str, &Mention)> {
        let people = self.truth.people.iter().map(|p| (p.name.as_str(), &p.mentions));
        let places = self.truth.places.iter().map(|p| (p.name.as_str(), &p.mentions));
        people.chain(places).flat_map(|(name, mentions)| mentions.iter().map(move |m| (name, m)))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus")
}

/// Every file of the archive that is to be indexed or skipped as unreadable: (address, bytes).
fn archive() -> Vec<(String, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(root()).sort_by_file_name();
    let files = walk.into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files
        .map(|e| (e.path().strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"), e.into_path()))
        .filter(|(address, _)| address.starts_with(|c: char| c.is_ascii_digit()))
        .map(|(address, path)| (address, fs::read(path).unwrap()))
        .collect()
}

/// The text of a story, and the encoding's name; nothing for what is empty or no text.
fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, malformed) = encoding.decode_with_bom_removal(bytes);
        return (!malformed).then(|| (text.into_owned(), encoding.name()));
    }
    if bytes.is_empty() || bytes.contains(&0) {
        return None;
    }
    let utf8 = String::from_utf8(bytes.to_vec()).ok().map(|text| (text, "UTF-8"));
    utf8.or_else(|| Some((encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), "windows-1252")))
}

fn stories() -> Vec<(String, String)> {
    archive().into_iter().filter_map(|(address, bytes)| Some((address, decode(&bytes)?.0))).collect()
}

fn cases() -> Vec<Case> {
    let walk = walkdir::WalkDir::new(root().join("truth")).sort_by_file_name();
    let files = walk.into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files.map(|e| case(e.path())).collect()
}

fn case(path: &Path) -> Case {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let truth: Truth =
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
    let bytes = fs::read(root().join(&truth.address)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let text: Vec<char> = decode(&bytes).unwrap_or_else(|| panic!("{name}: no text")).0.chars().collect();
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split(|&c| c == '\n') {
        lines.push((start, start + line.len()));
        start += line.len() + 1;
    }
    Case { truth, name, text, lines }
}

fn words(s: &str) -> BTreeSet<String> {
    s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn single_spaced(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn eighty_stories_or_more_lie_in_dated_folders() {
    let stories = stories();
    assert!(stories.len() >= 80, "only {}", stories.len());
    for (address, text) in &stories {
        let parts: Vec<&str> = address.split('/').collect();
        let [year, month, day, _] = parts[..] else { panic!("{address} is not YYYY/MM/DD/name") };
        let (year, month, day) = (year.parse().unwrap(), month.parse().unwrap(), day.parse().unwrap());
        let date = jiff::civil::Date::new(year, month, day).unwrap();
        assert!((1987..=2024).contains(&date.year()), "{address}");
        assert!(!text.trim().is_empty(), "{address}");
    }
}

#[test]
fn file_names_are_unique_so_that_truth_can_be_named_by_them() {
    let names: Vec<String> =
        archive().iter().map(|(a, _)| a.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for case in cases() {
        let file = Path::new(&case.truth.address).file_stem().unwrap().to_str().unwrap().to_owned();
        assert_eq!(case.name, file);
    }
}

#[test]
fn every_kind_of_bytes_is_there() {
    let archive = archive();
    let kinds: BTreeSet<&str> = archive.iter().filter_map(|(_, bytes)| Some(decode(bytes)?.1)).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["UTF-16LE", "UTF-8", "windows-1252"]);
    let some = |what: &dyn Fn(&[u8]) -> bool| archive.iter().any(|(_, bytes)| what(bytes));
    assert!(some(&|b| b.is_empty()), "an empty file");
    assert!(some(&|b| b.contains(&0) && decode(b).is_none()), "a binary file");
    assert!(some(&|b| b.starts_with(b"\xef\xbb\xbf")), "a UTF-8 mark");
    assert!(some(&|b| b.windows(2).any(|w| w == b"\r\n") && decode(b).is_some()), "CRLF");
    assert!(some(&|b| b.contains(&0x1b) && decode(b).is_some()), "terminal escapes");
    assert!(some(&|b| b.windows(3).any(|w| w == "\u{202e}".as_bytes())), "a bidirectional override");
    assert!(some(&|b| decode(b).is_some_and(|(text, _)| !text.contains('\n'))), "a story of one line");
}

#[test]
fn the_ignore_file_hides_what_is_no_story() {
    let ignored = fs::read_to_string(root().join(".morgueignore")).unwrap();
    assert_eq!(ignored.lines().collect::<Vec<_>>(), ["/truth/", "/README.md", "/LICENSE"]);
}

#[test]
fn the_readme_lists_every_file() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for (address, _) in archive() {
        assert!(readme.contains(&format!("`{address}`")), "{address} is missing");
    }
}

#[test]
fn forty_truths_or_more_label_every_line() {
    let cases = cases();
    assert!(cases.len() >= 40, "only {}", cases.len());
    for case in &cases {
        assert_eq!(case.truth.lines.len(), case.lines.len(), "{}", case.name);
        for (line, &(start, end)) in case.truth.lines.iter().zip(&case.lines) {
            let kind =
                LineKind::from_str(&line.kind).unwrap_or_else(|()| panic!("{}: {}", case.name, line.kind));
            let blank = case.slice(start, end).trim().is_empty();
            assert_eq!(kind == LineKind::Blank, blank, "{}: {:?}", case.name, case.slice(start, end));
        }
    }
}

#[test]
fn every_kind_of_line_occurs() {
    let seen: BTreeSet<String> = cases().into_iter().flat_map(|c| c.truth.lines).map(|l| l.kind).collect();
    let missing: Vec<&str> = LineKind::ALL.iter().map(|k| k.name()).filter(|&k| !seen.contains(k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_quote_stands_between_marks_in_the_body() {
    for case in cases() {
        let quotes = &case.truth.quotes;
        for (n, q) in quotes.iter().enumerate() {
            let place = format!("{}: quote {n}", case.name);
            assert!(q.start < q.end && q.end <= case.text.len(), "{place}");
            assert!("\"“‘`".contains(case.text[q.start - 1]), "{place}: no opening mark");
            assert_eq!(case.kind_at(q.start), LineKind::Body, "{place}");
            let next = quotes.get(n + 1);
            let continued =
                next.is_some_and(|next| next.group == q.group && case.text[q.end].is_whitespace());
            assert!(continued || "\"”’'".contains(case.text[q.end]), "{place}: no closing mark");
            assert!(next.is_none_or(|next| q.end < next.start), "{place}: not in order");
            assert!(matches!(q.kind.as_str(), "direct" | "partial"), "{place}: {}", q.kind);
        }
    }
}

#[test]
fn groups_count_up_and_have_one_speaker() {
    for case in cases() {
        let mut last = None;
        for q in &case.truth.quotes {
            match last {
                None => assert_eq!(q.group, 0, "{}", case.name),
                Some((group, speaker)) if group == q.group => {
                    assert_eq!(speaker, &q.speaker, "{}", case.name)
                }
                Some((group, _)) => assert_eq!(q.group, group + 1, "{}", case.name),
            }
            last = Some((q.group, &q.speaker));
        }
    }
}

#[test]
fn a_speaker_is_a_person_of_the_story_or_stands_in_its_text() {
    for case in cases() {
        let text = single_spaced(&case.slice(0, case.text.len()));
        for q in &case.truth.quotes {
            let Some(speaker) = &q.speaker else { continue };
            let person = case.truth.people.iter().any(|p| &p.name == speaker);
            assert!(person || text.contains(speaker.as_str()), "{}: {speaker}", case.name);
            let written = q.as_written.as_ref().is_none_or(|w| text.contains(w.as_str()));
            assert!(written, "{}: {:?}", case.name, q.as_written);
        }
    }
}

#[test]
fn mentions_stand_in_searched_lines_and_touch_no_other() {
    for case in cases() {
        let mut spans: Vec<(usize, usize)> = case.mentions().map(|(_, m)| (m.start, m.end)).collect();
        spans.sort_unstable();
        for &(start, end) in &spans {
            assert!(start < end && end <= case.text.len(), "{}: {start}..{end}", case.name);
            assert!(case.kind_at(start).is_searched(), "{}: {}", case.name, case.slice(start, end));
            let (first, last) = (case.text[start], case.text[end - 1]);
            assert!(!first.is_whitespace() && !last.is_whitespace(), "{}: {start}..{end}", case.name);
            let inside = |at: usize| case.text.get(at).is_some_and(|c| c.is_alphanumeric());
            assert!(!inside(end) && (start == 0 || !inside(start - 1)), "{}: {start} in a word", case.name);
        }
        assert!(spans.windows(2).all(|w| w[0].1 <= w[1].0), "{}: mentions overlap", case.name);
    }
}

#[test]
fn a_persons_mention_shares_a_word_with_the_name() {
    for case in cases() {
        for person in &case.truth.people {
            assert!(!person.mentions.is_empty(), "{}: {}", case.name, person.name);
            for m in &person.mentions {
                let written = case.slice(m.start, m.end);
                assert!(!words(&written).is_disjoint(&words(&person.name)), "{}: {written}", case.name);
            }
            let fullest = person.mentions.iter().any(|m| {
                single_spaced(&case.slice(m.start, m.end)).to_lowercase() == person.name.to_lowercase()
            });
            assert!(fullest, "{}: {} is never named in full", case.name, person.name);
        }
    }
}

#[test]
fn places_have_a_country_code_or_lie_in_none() {
    for case in cases() {
        for place in &case.truth.places {
            assert!(!place.mentions.is_empty(), "{}: {}", case.name, place.name);
            let code = place.country.as_ref();
            let valid = code.is_none_or(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()));
            assert!(valid, "{}: {code:?}", case.name);
        }
    }
}

#[test]
fn facts_are_written_in_the_story() {
    for case in cases() {
        let of = |kind: LineKind| {
            let lines = case.truth.lines.iter().zip(&case.lines).filter(|(l, _)| l.kind == kind.name());
            single_spaced(&lines.map(|(_, &(s, e))| case.slice(s, e)).collect::<Vec<_>>().join(" "))
        };
        let truth = &case.truth;
        assert_eq!(truth.headline.clone().unwrap_or_default(), of(LineKind::Headline), "{}", case.name);
        let byline = truth.byline.as_ref().is_none_or(|b| of(LineKind::Byline).contains(b.as_str()));
        assert!(byline, "{}: {:?}", case.name, truth.byline);
        let text = case.slice(0, case.text.len());
        let named = |value: &Option<String>| value.as_ref().is_none_or(|v| text.contains(v.as_str()));
        assert!(named(&truth.agency), "{}: {:?}", case.name, truth.agency);
        if let Some(d) = &truth.dateline {
            let written = single_spaced(&case.slice(d.start, d.end));
            let kind = case.kind_at(d.start);
            assert!(matches!(kind, LineKind::Body | LineKind::Dateline), "{}: {kind}", case.name);
            for part in [&d.place, &d.date, &d.agency].into_iter().flatten() {
                assert!(written.contains(part.as_str()), "{}: {part} in {written}", case.name);
            }
        }
        for fact in [&truth.source, &truth.date].into_iter().flatten() {
            assert!(matches!(fact.origin.as_str(), "text" | "path"), "{}: {}", case.name, fact.origin);
        }
        if let Some(source) = &truth.source {
            assert!(text.contains(&source.value), "{}: {}", case.name, source.value);
        }
        let day = truth.date.as_ref().map(|d| d.value.parse::<jiff::civil::Date>().unwrap());
        assert!(day.is_some(), "{}: every story has a day", case.name);
        assert_eq!(truth.language.len(), 2, "{}", case.name);
    }
}

#[test]
fn ceasefire_talks_are_told_of_in_four_stories_or_more_and_not_equally_often() {
    let counts: Vec<usize> = stories()
        .iter()
        .map(|(_, text)| text.to_lowercase().matches("ceasefire talks").count())
        .filter(|&n| n > 0)
        .collect();
    assert!(counts.len() >= 4, "{counts:?}");
    assert!(counts.iter().collect::<BTreeSet<_>>().len() >= 3, "{counts:?}");
}
