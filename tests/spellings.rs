//! Two spellings that a reader takes for one find each other, and are marked as what they are.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod naive;

use morgue::query::parse;
use morgue::search::{Engine, Hit, LocalEngine, Request, Want};
use morgue::snippet::Excerpts;
use morgue::story::{Options, Story};
use morgue::text::Span;
use naive::archive::indexed;

const PAIRS: &str = include_str!("data/spellings.tsv");

/// One spelling a story.
fn engine(dir: &std::path::Path, spellings: &[String]) -> LocalEngine {
    let story = |spelling: &String| {
        let text = format!("Here stands {spelling} all by itself.");
        let story = Story::from_text(&text, &Options { segment: false, ..Options::default() });
        // One paragraph, also where a line ends inside of the word.
        let all = vec![Span::new(0, text.len())];
        Story { paragraphs: all.clone(), sentences: all, ..story }
    };
    let numbered = spellings.iter().enumerate().map(|(i, s)| (format!("{i:04}.txt"), story(s)));
    let stories: Vec<_> = numbered.collect();
    indexed(dir, &[&stories], false)
}

fn hits(engine: &LocalEngine, query: &str) -> Vec<Hit> {
    let query = parse(query);
    assert!(query.repairs.is_empty(), "{}: {:?}", query.typed, query.repairs);
    let request =
        Request { query, sort: None, offset: 0, limit: None, want: Want::Snippets(Excerpts::of(1)) };
    engine.search(&request).unwrap().hits
}

/// As one would type it: one word bare, more than one as a phrase.
fn typed(spelling: &str) -> String {
    let line_end = spelling.split_once("-\n").map(|(a, b)| format!("{a}-{}", b.trim_start()));
    let spelling = line_end.unwrap_or_else(|| spelling.to_owned());
    if spelling.contains(char::is_whitespace) { format!("\"{spelling}\"") } else { spelling }
}

fn bare(marked: &str) -> String {
    marked
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap().replace("\\n", "\n");
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(&rest.replace("\\n", "\n"));
    }
    out
}

#[test]
fn two_spellings_of_one_thing_find_and_mark_each_other() {
    let lines = PAIRS.lines().filter(|line| !line.starts_with('#'));
    let pairs: Vec<(String, String)> = lines
        .map(|line| {
            let mut cells = line.split('\t').skip(1).map(unescaped);
            (cells.next().unwrap(), cells.next().unwrap())
        })
        .collect();
    assert!(pairs.len() >= 200, "{}", pairs.len());
    let dir = tempfile::tempdir().unwrap();
    let spellings: Vec<String> = pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
    let engine = engine(dir.path(), &spellings);
    let mut wrong = Vec::new();
    for (i, (a, b)) in pairs.iter().enumerate() {
        for query in [a, b] {
            let hits = hits(&engine, &typed(query));
            for (number, spelling) in [(2 * i, a), (2 * i + 1, b)] {
                let hit = hits.iter().find(|hit| hit.address == format!("{number:04}.txt"));
                let marked = hit.map(|hit| {
                    let snippet = &hit.snippets[0];
                    snippet.marks.iter().map(|mark| bare(mark.of(&snippet.text))).collect::<Vec<_>>()
                });
                let expected = bare(spelling.trim_end_matches("'s"));
                let fits = marked.as_ref().is_some_and(
                    |marked| matches!(marked.as_slice(), [one] if *one == bare(spelling) || *one == expected),
                );
                if !fits {
                    wrong.push(format!("{query:?} in {spelling:?}: {marked:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What looks alike and is not one word.
#[test]
fn words_side_by_side_without_a_hyphen_are_two() {
    let dir = tempfile::tempdir().unwrap();
    let texts = [
        "in formation",
        "information",
        "in-formation",
        "to day",
        "a part",
        "apart",
        "re sign",
        "resign",
        "re-sign",
        "2017-18",
        "201718",
        "state-of-the-art",
        "stateof",
        "12-year",
        "12year",
        "co op eration",
        "U S",
        "us",
        "Vice, president",
    ];
    let engine = engine(dir.path(), &texts.map(str::to_owned));
    let found = |query: &str| -> Vec<&str> {
        let hits = hits(&engine, query);
        let mut numbers: Vec<usize> = hits.iter().map(|h| h.address[..4].parse().unwrap()).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|n| texts[n]).collect()
    };
    assert_eq!(found("=information"), ["information", "in-formation"]);
    assert_eq!(found("today"), [""; 0]);
    assert_eq!(found("apart"), ["apart"]);
    assert_eq!(found("=resign"), ["resign", "re-sign"]);
    assert_eq!(found("201718"), ["201718"]);
    assert_eq!(found("stateof"), ["stateof"]);
    assert_eq!(found("12year"), ["12year"]);
    assert_eq!(found("cooperation"), [""; 0]);
    assert_eq!(found("US"), ["us"]);
    assert_eq!(found("vicepresident"), [""; 0]);
    assert_eq!(found("\"in formation\""), ["in formation", "in-formation"]);
}

/// Inflections are those of the story's language; its words are found in every spelling.
#[test]
fn a_story_is_read_in_its_language() {
    let dir = tempfile::tempdir().unwrap();
    let of = |language: &str, text: &str| {
        let story = Story::from_text(text, &Options { segment: false, ..Options::default() });
        (format!("{language}-{}.txt", text.len()), Story { language: Some(language.to_owned()), ..story })
    };
    let stories = [
        of("de", "Die alten Häuser am Fluss wurden verkauft."),
        of("de", "Das Haus steht leer, rats und Rates sind Wörter."),
        of("fr", "Les gouvernements et les élections nationales."),
        of("ru", "Путин говорил о выборах в городах."),
        of("zh", "東京都知事は京都を訪れた。"),
        of("ko", "서울에서 열린 회담."),
        of("th", "กรุงเทพมหานคร"),
        of("en", "Rates of houses rise in cities."),
    ];
    let engine = indexed(dir.path(), &[&stories], false);
    let marked = |query: &str| -> Vec<String> {
        let hits = hits(&engine, query).into_iter();
        let mut marks: Vec<String> = hits
            .flat_map(|hit| {
                let snippet = hit.snippets[0].clone();
                snippet.marks.iter().map(|mark| mark.of(&snippet.text).to_owned()).collect::<Vec<_>>()
            })
            .collect();
        marks.sort();
        marks
    };
    assert_eq!(marked("haus"), ["Haus", "Häuser"]);
    assert_eq!(marked("HAUSER"), ["Haus", "Häuser"]);
    assert_eq!(marked("=haus"), ["Haus"]);
    assert_eq!(marked("house"), ["houses"]);
    assert_eq!(marked("gouvernement election"), ["gouvernements", "élections"]);
    assert_eq!(marked("выборы"), ["выборах"]);
    assert_eq!(marked("город"), ["городах"]);
    assert_eq!(marked("東京"), ["東京"]);
    assert_eq!(marked("京都"), ["京都", "京都"]);
    assert_eq!(marked("서울"), ["서울"]);
    assert_eq!(marked("มหา"), ["มหา"]);
}
