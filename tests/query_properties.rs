//! Whatever is typed can be read; what is printed reads back; and neither takes more than linear time.
//! `MORGUE_CASES` sets the number of queries, half of them random, half of them mutated.

mod cases;

use std::time::{Duration, Instant};

use jiff::civil::date;
use morgue::query::{
    DateRange, Distance, Field, Has, LengthRange, Near, Node, NodeKind, PathPart, Unit, Value, Weight, Zone,
    parse,
};
use morgue::segment::LineKind;
use morgue::text::Span;
use proptest::prelude::*;

/// What holds for every text.
fn check(typed: &str) {
    let query = parse(typed);
    let reading = query.reading();
    let again = parse(&reading);
    assert_eq!(again.root, query.root, "typed {typed:?}, reading {reading:?}");
    assert!(again.repairs.is_empty(), "typed {typed:?}, reading {reading:?}: {:?}", again.repairs);
    assert_eq!(again.reading(), reading, "typed {typed:?}");
    for repair in &query.repairs {
        assert!(typed.get(repair.span.start..repair.span.end).is_some(), "{typed:?}: {repair:?}");
    }
    normal(&query.root, typed);
}

/// The promises of the tree: no And in And, no Or in Or, no Not in Not, nothing empty, spans inside.
fn normal(node: &Node, typed: &str) {
    assert!(typed.get(node.span.start..node.span.end).is_some(), "{typed:?}: {node:?}");
    match &node.kind {
        NodeKind::And(parts) => {
            assert!(
                parts.len() > 1 && parts.iter().all(|p| !matches!(p.kind, NodeKind::And(_) | NodeKind::All))
            );
            parts.iter().for_each(|p| normal(p, typed));
        }
        NodeKind::Or(parts) => {
            assert!(
                parts.len() > 1 && parts.iter().all(|p| !matches!(p.kind, NodeKind::Or(_) | NodeKind::All))
            );
            parts.iter().for_each(|p| normal(p, typed));
        }
        NodeKind::Not(inner) => {
            assert!(!matches!(inner.kind, NodeKind::Not(_) | NodeKind::All));
            normal(inner, typed);
        }
        NodeKind::Within(_, inner)
        | NodeKind::Scope(_, inner)
        | NodeKind::AtLeast(_, inner)
        | NodeKind::First(_, inner)
        | NodeKind::Boost(_, inner) => normal(inner, typed),
        NodeKind::Near(near) => {
            assert!(near.left.has_words());
            normal(&near.left, typed);
            normal(&near.right, typed);
        }
        NodeKind::Word(text)
        | NodeKind::Prefix(text)
        | NodeKind::Phrase(text)
        | NodeKind::Loose(text, _)
        | NodeKind::Cased(text)
        | NodeKind::Fuzzy(text, _) => {
            assert!(morgue::text::words::words(text).next().is_some(), "{typed:?}: {text:?}");
        }
        _ => {}
    }
}

/// A small generator of numbers (xorshift), so that the soup is the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

const SOUP: &[&str] = &[
    " ",
    " ",
    " ",
    "\t",
    "\n",
    "\0",
    "\u{7f}",
    "\u{200b}",
    "\u{feff}",
    "\u{202e}",
    "AND",
    "OR",
    "NOT",
    "or",
    "and",
    "|",
    "||",
    "&&",
    "-",
    "--",
    "+",
    "(",
    ")",
    "(",
    ")",
    "(s)",
    "\"",
    "\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "‘",
    "’",
    "'",
    "\\",
    "\\\\",
    "*",
    "?",
    "~1",
    "~",
    "^2",
    "^",
    ":",
    "=",
    "==",
    "/",
    ".",
    ",",
    "..",
    "person:",
    "place:",
    "org:",
    "speaker:",
    "agency:",
    "source:",
    "body:",
    "headline:",
    "date:",
    "in:",
    "byline:",
    "lead:",
    "words:",
    "has:",
    "PERSON:",
    "2017",
    "2017-11",
    "2017-11-21",
    "2018-02..",
    "..2017",
    ">=2017",
    "<",
    ">",
    "30d",
    "footer",
    "all",
    "sign-off",
    "caption",
    "w/5",
    "w/s",
    "pre/3",
    "NEAR/5",
    "sentence(",
    "quote(",
    "para(",
    "headline(",
    "atleast3(",
    "first50",
    "first50(",
    "w/p",
    "NOT w/5",
    "w/0",
    "/a.c/",
    "/[/",
    "hlead:",
    "quotes:",
    "path:",
    "file:",
    "id:",
    "lang:",
    "words:>800",
    "words:1..",
    "has:quote",
    "has:headline",
    "date:30d",
    "date:[2017 TO *]",
    ")^2",
    "^0.5",
    "^1000",
    "~2",
    "~9",
    "\"~3",
    "putin",
    "Putin's",
    "O’Reilly",
    "AT&T",
    "US-China",
    "U.S.",
    "3.5",
    "1,000",
    "é",
    "ß",
    "東京",
    "e\u{301}",
    "\u{301}",
    "İ",
    "a",
    "B",
    "https://x.org/a_(b)?c=*",
    "www.",
    "ann@example.org",
    "#",
    "@",
    "$",
    "%",
    "–",
    "—",
    "−",
    "…",
    "\u{ad}",
    "\u{200d}",
    "😀",
    "[",
    "]",
    "{",
    "}",
    "!",
    "<=",
];

fn soup(dice: &mut Dice) -> String {
    let parts = 1 + dice.roll(14);
    let mut typed = String::new();
    for _ in 0..parts {
        match dice.roll(12) {
            0 => typed.extend(u32::try_from(dice.roll(0x11_0000)).ok().and_then(char::from_u32)),
            1 => typed.extend(u32::try_from(dice.roll(0x300)).ok().and_then(char::from_u32)),
            _ => typed.push_str(SOUP[dice.roll(SOUP.len())]),
        }
        if dice.roll(3) == 0 {
            typed.push(' ');
        }
    }
    typed
}

/// What is documented to be typed, and what the table of boxes types, as its source has it.
fn examples() -> Vec<String> {
    let document = include_str!("../docs/QUERY.md").lines().filter(|line| line.starts_with("| `"));
    let documented = document.flat_map(|line| line.split('`').skip(1).step_by(2));
    let boxes = include_str!("query_boxes.rs").lines();
    let typed =
        boxes.filter_map(|line| line.trim().strip_prefix("(\"")?.split_once("\", ")).map(|(typed, _)| typed);
    let mut all: Vec<String> = documented.chain(typed).map(str::to_owned).collect();
    all.sort();
    all.dedup();
    all
}

/// A place between two characters.
fn gap(dice: &mut Dice, text: &str) -> usize {
    let at = dice.roll(text.len() + 1);
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A stretch of some characters, or of a word.
fn stretch(dice: &mut Dice, text: &str) -> std::ops::Range<usize> {
    let from = gap(dice, text);
    let word = text[from..].find(' ').map_or(text.len(), |blank| from + blank);
    let letters = text[from..].char_indices().nth(1 + dice.roll(3)).map_or(text.len(), |(at, _)| from + at);
    from..if dice.roll(2) == 0 { word } else { letters }
}

/// An example with some parts of it put in, left out, changed about, doubled, or put in from another one.
fn mutated(dice: &mut Dice, examples: &[String]) -> String {
    let mut text = examples[dice.roll(examples.len())].clone();
    for _ in 0..1 + dice.roll(5) {
        let (at, cut) = (gap(dice, &text), stretch(dice, &text));
        match dice.roll(6) {
            0 => text.insert_str(at, SOUP[dice.roll(SOUP.len())]),
            1 => text.insert(at, char::from(dice.roll(128) as u8)),
            2 => text.replace_range(cut, ""),
            3 => text.insert_str(cut.end, &text[cut.clone()].repeat(1 + dice.roll(3))),
            4 => {
                let moved = text[cut.clone()].to_owned();
                text.replace_range(cut, "");
                text.insert_str(gap(dice, &text), &moved);
            }
            _ => {
                let other = &examples[dice.roll(examples.len())];
                text.insert_str(at, &other[stretch(dice, other)]);
            }
        }
    }
    text
}

/// What CI tries.
const USUAL: usize = 200_000;

#[test]
fn escaped_blanks_are_one_blank() {
    check("wordl\\\t\\\u{19}~dl~");
}

#[test]
fn random_queries_read_print_and_read_back() {
    let mut dice = Dice(0x2017_1121);
    (0..cases::cases(USUAL) / 2).for_each(|_| check(&soup(&mut dice)));
}

#[test]
fn mutated_examples_read_print_and_read_back() {
    let (mut dice, examples) = (Dice(0x2026_1126), examples());
    assert!(examples.len() > 300, "{}", examples.len());
    (0..cases::cases(USUAL) / 2).for_each(|_| check(&mutated(&mut dice, &examples)));
}

/// The time that reading a text takes.
fn reads_in(typed: &str) -> Duration {
    let begun = Instant::now();
    parse(typed).reading();
    begun.elapsed()
}

/// A quadratic reader takes 64 times as long. The machine may be busy, so the shortest of some times counts.
#[test]
fn eight_times_as_long_a_query_takes_eight_times_as_long() {
    const TRIES: usize = 30;
    let (mut dice, examples) = (Dice(0x2016_0310), examples());
    for _ in 0..60 {
        let kind = format!("{} ", mutated(&mut dice, &examples));
        let many = 1 + 8_000 / kind.len();
        let (short, long) = (kind.repeat(many), kind.repeat(8 * many));
        let (mut shorts, mut longs) = (Duration::MAX, Duration::MAX);
        let linear = (0..TRIES).any(|_| {
            shorts = shorts.min(reads_in(&short));
            longs = longs.min(reads_in(&long));
            longs < 24 * shorts + Duration::from_millis(5)
        });
        assert!(linear, "{kind:?}: {shorts:?}, then {longs:?}");
    }
}

/// Inputs that made other parsers hang, overflow or take quadratic time, a megabyte of each.
#[test]
fn a_megabyte_of_each_nasty_kind_is_read() {
    let kinds = [
        "(",
        ")",
        "()",
        "\"",
        "“",
        "“a ",
        "„",
        "a\"",
        "“ a \"b ",
        "\\",
        "-",
        "- ",
        "--a ",
        "*",
        "* ",
        "a* ",
        "*a ",
        "?a",
        "a?",
        ":",
        "a:",
        "person:",
        "person: ",
        "date:",
        "date: ",
        "date:> ",
        "date:2017..",
        "in:",
        "in:a ",
        "in:footer ",
        "in:footer a OR ",
        "body:",
        "body:(",
        "lead:",
        "words:a",
        "-(",
        "(a ",
        "(a OR ",
        "((a OR b) c OR ",
        "OR ",
        "AND ",
        "NOT ",
        "NOT (",
        "|",
        "a|",
        "^2",
        "a^2 ",
        "a~1",
        "~",
        "w/5 ",
        "sentence(",
        "(s)",
        "/a/ ",
        "=",
        "=a ",
        "https://a(",
        "www.",
        "\0",
        "\u{301}",
        "a",
        "a ",
        "a.",
        "a-",
        "é",
        "東",
        "«",
        "»a«",
        "\"a\"~1",
        "\"*a ",
        "\\ ",
        "a'",
        "'",
    ];
    for kind in kinds {
        let typed = kind.repeat(1_000_000 / kind.len());
        let query = parse(&typed);
        assert!(query.repairs.len() < 30, "{kind:?}");
        // Reading back is checked on a piece: it is linear too, but it is done twice for each word.
        check(&kind.repeat(300));
    }
}

#[test]
fn ten_thousand_brackets_leave_a_shallow_tree() {
    for (open, close) in
        [("(", ")"), ("-(a ", ")"), ("(a OR (b ", "))"), ("body:(a OR ", ")"), ("(in:all a OR ", ")")]
    {
        check(&format!("{}x{}", open.repeat(10_000), close.repeat(10_000)));
        check(&format!("{}x{}", open.repeat(49), close.repeat(49)));
        check(&format!("{}x{}", open.repeat(99), close.repeat(99)));
    }
    let query = parse(&format!("{}x{}", "(".repeat(10_000), ")".repeat(10_000)));
    assert_eq!(query.root.kind, NodeKind::Word("x".to_owned()));
    assert_eq!(query.repairs.len(), 1);
}

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// Words as the lexer can make them: any character, trimmed to word characters.
fn words() -> impl Strategy<Value = String> {
    let odd = "[a-zA-Zé'’&:/@.,?*~^()|\"“”„«»\\\\ =+#0-9-]{0,8}".prop_map(|s| format!("a{s}z"));
    let plain = prop_oneof![
        Just("OR"),
        Just("AND"),
        Just("NOT"),
        Just("w/5"),
        Just("US-China"),
        Just("person:x"),
        Just("in:all")
    ];
    prop_oneof![3 => "[a-z]{1,8}", 2 => odd, 1 => plain.prop_map(str::to_owned)]
}

fn phrases() -> impl Strategy<Value = String> {
    "[a-zA-Zé'’&:/.,?*()\"“”„«»\\\\ -]{0,12}x"
        .prop_map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn fields() -> impl Strategy<Value = NodeKind> {
    let field = prop::sample::select(vec![
        Field::Person,
        Field::Place,
        Field::Dateline,
        Field::Org,
        Field::Speaker,
        Field::Agency,
        Field::Source,
        Field::Language,
    ]);
    let value = prop_oneof![
        words().prop_map(Value::Words),
        words().prop_map(Value::Prefix),
        phrases().prop_map(Value::Exact)
    ];
    (field, value).prop_map(|(field, value)| NodeKind::Field(field, value))
}

fn zones() -> impl Strategy<Value = Zone> {
    let kinds = LineKind::ALL.into_iter().filter(|&k| k != LineKind::Footer).map(Zone::Kind);
    let others = [Zone::Unsearched, Zone::Everything, Zone::Lead, Zone::HeadlineAndLead, Zone::Quotes];
    prop::sample::select(kinds.chain(others).collect::<Vec<_>>())
}

fn dates() -> impl Strategy<Value = DateRange> {
    let day = || {
        (1i16..=9999, 1i8..=12, prop_oneof![Just(1i8), Just(28), 1i8..=28])
            .prop_map(|(y, m, d)| date(y, m, d))
    };
    let end =
        || prop_oneof![day().prop_map(|d| d.last_of_month()), day().prop_map(|d| d.last_of_year()), day()];
    (prop::option::of(day()), prop::option::of(end())).prop_map(|(first, last)| match (first, last) {
        (Some(a), Some(b)) if b < a => DateRange { first: Some(b), last: Some(a) },
        (first, last) => DateRange { first, last },
    })
}

fn nodes() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        4 => words().prop_map(NodeKind::Word),
        1 => words().prop_map(NodeKind::Prefix),
        2 => phrases().prop_map(NodeKind::Phrase),
        1 => (phrases(), 0..99u32).prop_map(|(text, n)| NodeKind::Loose(text, n)),
        1 => words().prop_map(NodeKind::Cased),
        1 => prop::sample::select(vec!["a?b", "*a", "*a*", "Mart?n*s", "*US-China", "x-*y"])
            .prop_map(|text| NodeKind::Wild(text.to_owned())),
        1 => prop::sample::select(vec!["a(b|c)d", "x+", "dimitr[iyu]", "a\\/b", ".*\"a"])
            .prop_map(|text| NodeKind::Regex(text.to_owned())),
        1 => ("[a-z]{1,8}", 1..3u8).prop_map(|(text, n)| NodeKind::Fuzzy(text, n)),
        1 => fields(),
        1 => dates().prop_map(NodeKind::Date),
        1 => zones().prop_filter("a zone of lines", |z| {
            !matches!(z, Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes)
        }).prop_map(NodeKind::In),
        1 => (prop::sample::select(vec![PathPart::Path, PathPart::File, PathPart::Id]), phrases())
            .prop_map(|(part, text)| NodeKind::Path(part, text)),
        1 => (0..999u64, prop::option::of(0..999u64)).prop_map(|(least, more)| {
            NodeKind::Length(LengthRange { least, most: more.map(|more| least + more) })
        }),
        1 => prop::sample::select(vec![Has::Quote, Has::Person, Has::Date, Has::Source]).prop_map(NodeKind::Has),
    ]
    .prop_map(node);
    leaf.prop_recursive(6, 40, 4, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(and),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(or),
            1 => inner.clone().prop_map(not),
            1 => (prop::sample::select(Unit::ALL.to_vec()), inner.clone())
                .prop_map(|(unit, n)| node(NodeKind::Scope(unit, Box::new(n)))),
            1 => (1..99u32, inner.clone()).prop_map(|(n, i)| node(NodeKind::AtLeast(n, Box::new(i)))),
            1 => (1..99u32, inner.clone()).prop_map(|(n, i)| node(NodeKind::First(n, Box::new(i)))),
            1 => (1..10_000u32, inner.clone())
                .prop_map(|(n, i)| node(NodeKind::Boost(Weight(n), Box::new(i)))),
            2 => (inner.clone(), inner.clone(), distances(), any::<bool>()).prop_map(near),
            1 => (zones(), inner).prop_map(|(zone, n)| node(NodeKind::Within(zone, Box::new(n)))),
        ]
    })
}

fn distances() -> impl Strategy<Value = Distance> {
    prop_oneof![
        (1..99u32).prop_map(Distance::Words),
        (1..99u32).prop_map(Distance::Before),
        Just(Distance::Sentence),
        Just(Distance::Paragraph),
    ]
}

/// Two things near each other, as far as the language knows such: words on both sides, no NOT on the left.
fn near((left, right, how, without): (Node, Node, Distance, bool)) -> Node {
    let chained = |n: &Node| matches!(n.kind, NodeKind::Near(_));
    if !left.has_words() || !right.has_words() || chained(&left) || chained(&right) {
        return left;
    }
    let right = if without { not(right) } else { right };
    node(NodeKind::Near(Box::new(Near { left, right, how })))
}

fn and(parts: Vec<Node>) -> Node {
    let flat = parts.into_iter().flat_map(|n| match n.kind {
        NodeKind::And(inner) => inner,
        _ => vec![n],
    });
    node(NodeKind::And(flat.collect()))
}

fn or(parts: Vec<Node>) -> Node {
    let flat = parts.into_iter().flat_map(|n| match n.kind {
        NodeKind::Or(inner) => inner,
        _ => vec![n],
    });
    node(NodeKind::Or(flat.collect()))
}

fn not(n: Node) -> Node {
    match n.kind {
        NodeKind::Not(inner) => *inner,
        _ => node(NodeKind::Not(Box::new(n))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_tree_reads_back_as_itself(tree in nodes()) {
        let printed = tree.to_string();
        let read = parse(&printed);
        prop_assert_eq!(&read.root, &tree, "{}", printed);
        prop_assert!(read.repairs.is_empty(), "{}: {:?}", printed, read.repairs);
    }

    #[test]
    fn any_text_reads_and_reads_back(typed in any::<String>()) {
        check(&typed);
    }
}
