//! Queries that are made to hurt: very long, very deep, or with a pattern over a huge dictionary. Each is answered
//! rightly, or says which clause it answers in part, or tells what was changed.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod naive;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use morgue::query::parse;
use morgue::search::{Engine, ExplainRequest, LocalEngine, Request, Response, Want};
use morgue::snippet::Excerpts;
use morgue::story::{Options, Story};
use naive::archive::indexed;

const STORIES: usize = 200;
/// Words that no other story has, in each story.
const OWN_WORDS: usize = 1_000;
/// Stories to a segment.
const PART: usize = 10;

/// An archive with a dictionary of `STORIES * OWN_WORDS` words, and its texts.
struct Hostile {
    _folder: tempfile::TempDir,
    engine: LocalEngine,
    texts: Vec<String>,
}

/// The same for all tests: making it takes longer than any of them.
fn archive() -> &'static Hostile {
    static ARCHIVE: OnceLock<Hostile> = OnceLock::new();
    ARCHIVE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let texts: Vec<String> = (0..STORIES).map(text).collect();
        let stories: Vec<(String, Story)> = texts.iter().enumerate().map(|(i, text)| made(i, text)).collect();
        let parts: Vec<&[(String, Story)]> = stories.chunks(PART).collect();
        let engine = indexed(folder.path(), &parts, false);
        Hostile { _folder: folder, engine, texts }
    })
}

fn made(number: usize, text: &str) -> (String, Story) {
    let options = Options { segment: false, ..Options::default() };
    (format!("{number}.txt"), Story::from_text(text, &options))
}

/// Words of its own, common ones, and a very long one that differs from that of other stories in its last letters.
fn text(story: usize) -> String {
    let own = (0..OWN_WORDS).map(|i| own_word(story * OWN_WORDS + i));
    let common = ["gate", "river", "goats"].into_iter().filter(|word| story.is_multiple_of(word.len()));
    let words: Vec<String> = own.chain(common.map(str::to_owned)).chain([long_word(story)]).collect();
    words.chunks(20).map(|sentence| format!("Then {}.", sentence.join(" "))).collect::<Vec<_>>().join(" ")
}

/// Eight letters, consonants and vowels in turn, that spell a number; no two words have one stem.
fn own_word(number: usize) -> String {
    const CONSONANTS: &[u8] = b"bcdfhjkmpw";
    const VOWELS: &[u8] = b"aeiou";
    let mut rest = number * 7;
    let mut word = String::new();
    for _ in 0..4 {
        word.push(CONSONANTS[rest % 10] as char);
        word.push(VOWELS[rest / 10 % 5] as char);
        rest /= 50;
    }
    word
}

fn long_word(story: usize) -> String {
    format!("{}{}", "z".repeat(480), own_word(story))
}

/// What a query finds; it also has snippets and advice, which must be given as well.
fn answer(query: &str) -> Response {
    let query = parse(query);
    let engine = &archive().engine;
    let want = Want::Snippets(Excerpts::of(3));
    let request = Request { query: query.clone(), sort: None, offset: 0, limit: Some(10), want };
    let response = engine.search(&request).unwrap();
    engine.advice(&query, response.total > 0).unwrap();
    response
}

/// The number of stories that have a word which passes.
fn with_word(passes: impl Fn(&str) -> bool) -> u64 {
    with_text(|text| words(text).any(|word| passes(&word)))
}

fn with_text(passes: impl Fn(&str) -> bool) -> u64 {
    archive().texts.iter().filter(|text| passes(text)).count() as u64
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn has(text: &str, word: &str) -> bool {
    words(text).any(|one| one == word)
}

/// A query that finds `stories` stories, exactly, without being changed.
fn finds(query: &str, stories: u64) {
    let start: String = query.chars().take(60).collect();
    assert!(parse(query).repairs.is_empty(), "{start}: {:?}", parse(query).repairs);
    let response = answer(query);
    assert_eq!(response.total, stories, "{start}");
    assert!(response.exact && response.complete && response.cut.is_empty(), "{start}: {:?}", response.cut);
}

/// A query that is changed, which is told with `message`, and then finds `stories` stories.
fn is_told(query: &str, message: &str, stories: u64) {
    let start: String = query.chars().take(60).collect();
    let repairs = parse(query).repairs;
    assert!(repairs.iter().any(|repair| repair.message.contains(message)), "{start}: {repairs:?}");
    assert_eq!(answer(query).total, stories, "{start}");
}

/// How many letters two words are apart, neighbours changed about counting as one; 99 where their lengths tell that
/// it is more than two.
fn apart(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 2 {
        return 99;
    }
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, n) | (n, 0) => n,
                _ => {
                    let other = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let turned = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let turned = if turned { table[i - 2][j - 2] + 1 } else { other };
                    other.min(turned).min(table[i - 1][j] + 1).min(table[i][j - 1] + 1)
                }
            };
        }
    }
    table[a.len()][b.len()]
}

/// `count` words of the archive's dictionary, spread over all stories, behind `sign` each.
fn many(count: usize, sign: &str, between: &str) -> String {
    let words = (0..count).map(|i| format!("{sign}{}", own_word(i * STORIES * OWN_WORDS / count)));
    words.collect::<Vec<_>>().join(between)
}

#[test]
fn the_dictionary_is_huge() {
    let all: BTreeSet<String> = archive().texts.iter().flat_map(|text| words(text)).collect();
    assert!(all.len() > STORIES * OWN_WORDS, "{}", all.len());
}

#[test]
fn ten_thousand_brackets_are_a_hundred() {
    let stories = with_text(|text| has(text, "gate"));
    assert!(0 < stories && stories < STORIES as u64);
    let nested = |open: &str, many: usize| format!("{}gate{}", open.repeat(many), ")".repeat(many));
    finds(&nested("(", 100), stories);
    finds(&nested("sentence(", 100), stories);
    for open in ["(", "sentence(", "para(", "headline(sentence(", "atleast1(", "first9999("] {
        let depth = "brackets more than 100 deep are ignored";
        let found = if open.starts_with("headline") { 0 } else { stories };
        is_told(&nested(open, 10_000), depth, found);
    }
    // A hundred brackets, and a minus behind them.
    is_told(&nested("-(", 10_000), "brackets more than 100 deep are ignored", STORIES as u64 - stories);
}

/// Each bracket in the other could double the work.
#[test]
fn conditions_within_conditions_are_looked_at_once() {
    let gate = with_text(|text| has(text, "gate"));
    let all = with_text(|text| has(text, "gate") && has(text, "river") && has(text, "goats"));
    let nested =
        |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(50), close.repeat(50));
    finds(&nested("atleast1(first9999(", "gate", "))"), gate);
    finds(&nested("sentence(gate w/30 sentence(river w/30 ", "goats", "))"), all);
    finds(&nested("(gate river) w/30 sentence(", "goats", ")"), all);
    finds(&nested("sentence(gate -sentence(gate ", "gate", "))"), gate);
}

#[test]
fn five_thousand_alternatives_find_what_each_finds() {
    finds(&many(5_000, "", " OR "), STORIES as u64);
    finds(&format!("{} OR gate", many(5_000, "zz", " OR ")), with_text(|text| has(text, "gate")));
}

#[test]
fn five_thousand_words_must_all_be_there() {
    finds(&many(5_000, "", " AND "), 0);
    let all = (0..OWN_WORDS).map(own_word).collect::<Vec<_>>().join(" ");
    finds(&format!("{all} {all} {all} {all} {all}"), 1);
}

#[test]
fn five_thousand_exclusions_leave_the_rest() {
    finds(&many(5_000, "-zz", " "), STORIES as u64);
    finds(&many(5_000, "-", " "), 0);
    // Twenty words of each of the first hundred stories.
    let half = (0..100).flat_map(|story| (0..20).map(move |i| own_word(story * OWN_WORDS + i)));
    let half = half.map(|word| format!("NOT {word}")).collect::<Vec<_>>().join(" ");
    finds(&half, STORIES as u64 / 2);
    is_told(
        &format!("{}gate", "NOT ".repeat(5_000)),
        "two NOT in a row",
        with_text(|text| !has(text, "gate")),
    );
}

#[test]
fn a_phrase_of_a_thousand_words_is_found_as_it_stands() {
    let thousand = words(&archive().texts[7]).take(1_000).collect::<Vec<_>>();
    assert_eq!(thousand.len(), 1_000);
    finds(&format!("\"{}\"", thousand.join(" ")), 1);
    finds(&format!("\"{}\"~10", thousand.join(" ")), 1);
    let mut turned = thousand;
    turned.swap(500, 501);
    finds(&format!("\"{}\"", turned.join(" ")), 0);
    finds(&format!("\"{}\"~10", turned.join(" ")), 1);
}

#[test]
fn a_long_row_of_near_ones_is_cut_and_told() {
    let row = |many: usize| (0..many).map(own_word).collect::<Vec<_>>().join(" w/5 ");
    finds(&row(10), 1);
    is_told(&row(900), "stands in too long a row", 1);
    is_told(&many(2_000, "", " w/5 "), "stands in too long a row", 0);
}

#[test]
fn many_alternatives_may_be_near_as_many() {
    let (left, right) = (many(1_000, "", " OR "), many(1_000, "zz", " OR "));
    finds(&format!("({left}) w/5 ({right})"), 0);
    finds(&format!("({left}) NOT w/5 ({right})"), STORIES as u64);
    let next = (0..1_000).map(|i| own_word(i * STORIES + 1)).collect::<Vec<_>>().join(" OR ");
    finds(&format!("({left}) pre/1 ({next})"), STORIES as u64);
}

#[test]
fn a_pattern_tries_every_word_of_the_dictionary() {
    finds("*a*", with_word(|word| word.contains('a')));
    finds("?*?*?*", STORIES as u64);
    finds("*abe*", with_word(|word| word.contains("abe")));
    finds("/.*a.*b.*/", with_word(|word| word.find('a').is_some_and(|at| word[at..].contains('b'))));
    finds(
        "/b.b.b.b./",
        with_word(|word| {
            let letter = |i: usize| word.as_bytes()[i];
            word.len() == 8 && (0..4).all(|i| letter(2 * i) == b'b')
        }),
    );
}

#[test]
fn many_patterns_find_what_each_finds() {
    let own = |at: usize| own_word(at * OWN_WORDS);
    let exact = (0..20).map(|at| format!("*{}*", own(at))).collect::<Vec<_>>();
    finds(&exact.join(" OR "), with_word(|word| (0..20).any(|at| word.contains(&own(at)))));
    finds(
        "*abe* /.*a.*b.*/ *o*",
        with_text(|text| {
            let some = |passes: &dyn Fn(&str) -> bool| words(text).any(|word| passes(&word));
            some(&|word| word.contains("abe"))
                && some(&|word| word.find('a').is_some_and(|at| word[at..].contains('b')))
        }),
    );
}

#[test]
fn patterns_too_many_to_look_for_are_told() {
    let patterns = (0..500).map(|at| format!("*{}*", own_word(at * 400))).collect::<Vec<_>>();
    let response = answer(&patterns.join(" OR "));
    assert!(!response.complete && !response.exact);
    assert!(response.cut.contains(&patterns[0]), "{:?}", response.cut);
}

#[test]
fn patterns_made_to_explode_do_not() {
    finds("/(a|aa)+$/", with_word(|word| word.bytes().all(|b| b == b'a')));
    finds("/(.*)*mopa/", with_word(|word| word.ends_with("mopa")));
    finds("/(((((a*)*)*)*)*)b/", with_word(|word| word.trim_start_matches('a') == "b"));
    finds("/(.?){100}bu/", with_word(|word| word.ends_with("bu") && word.len() <= 102));
    finds("/.*(z.*){100}/", with_word(|word| word.matches('z').count() >= 100));
    finds("/[a-e]{0,90}[a-u]{0,90}[b-u]{0,90}x/", 0);
    for pattern in ["/a{1000}{1000}/", "/(((a{100}){100}){100})/", "/((/", "/\\w{1000}/"] {
        is_told(pattern, "not a pattern that can be read", answer(&pattern.replace('/', "")).total);
    }
}

#[test]
fn long_words_may_be_spelled_otherwise() {
    for story in [0, STORIES - 1] {
        let word = long_word(story);
        for typed in [word.clone(), format!("y{word}"), word[2..].to_owned(), word.replacen("zb", "bz", 1)] {
            for most in [1, 2] {
                finds(&format!("{typed}~{most}"), with_word(|word| apart(&typed, word) <= most));
            }
        }
    }
    finds(&format!("{}~2", "x".repeat(500)), 0);
    finds(&format!("{} gate", "x".repeat(500)), 0);
}

#[test]
fn numbers_as_large_as_can_be_are_numbers() {
    let gate = with_text(|text| has(text, "gate"));
    let both = with_text(|text| has(text, "gate") && has(text, "river"));
    assert!(both > 0);
    for number in ["4000000000", "4294967295", "4294967296", "99999999999999999999999"] {
        finds(&format!("atleast{number}(gate)"), 0);
        finds(&format!("first{number}(gate)"), gate);
        finds(&format!("gate w/{number} river"), both);
        finds(&format!("gate pre/{number} river"), both);
        finds(&format!("gate NEAR/{number} river"), both);
        finds(&format!("gate NOT w/{number} river"), gate - both);
        is_told(&format!("\"river gate\"~{number}"), "at most 10000 words between", both);
    }
}

#[test]
fn days_out_of_range_are_told_or_find_nothing() {
    finds("date:9999-12-31", 0);
    finds("date:0001..0002", 0);
    for date in ["0000", "10000", "-1", "2017-13-01", "2017-02-30", "99999y", ">9999-12-31", "[* TO 99999]"] {
        is_told(&format!("gate date:{date}"), "not a date that can be read", 0);
    }
}

#[test]
fn what_many_clauses_find_can_be_explained() {
    for query in [many(5_000, "", " AND "), many(5_000, "-", " "), many(2_000, "", " w/5 ")] {
        let request = ExplainRequest { query: parse(&query), story: Some("0.txt".to_owned()) };
        let explained = archive().engine.explain(&request).unwrap();
        assert_eq!((explained.clause.stories, explained.stories.len()), (0, 1));
    }
}
