//! The table of forms of given names, `schema/name-forms.v1.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::rule::Rule;

static TEXT: &str = include_str!("../../schema/name-forms.v1.tsv");

static TABLE: LazyLock<HashMap<&'static str, Vec<Entry>, RandomState>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Vec<Entry>, RandomState> = HashMap::default();
    for (row, line) in TEXT.lines().filter(|l| !l.starts_with('#')).enumerate() {
        let mut cells = line.split('\t');
        let Some(kind) = cells.next().and_then(RowKind::named) else { continue };
        for (cell, short) in cells.zip([false, true]) {
            for word in cell.split_whitespace() {
                table.entry(word).or_default().push(Entry { row, kind, short });
            }
        }
    }
    table
});

/// What a row of the table speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    /// Given names in Latin letters from the start.
    Latin,
    /// Names that are transcribed from other letters, or spelled in many ways.
    Transcribed,
    /// A name and what other languages make of it.
    Abroad,
    /// Surnames that say little.
    Common,
}

impl RowKind {
    fn named(name: &str) -> Option<RowKind> {
        match name {
            "en" => Some(RowKind::Latin),
            "ar" | "sl" | "gr" | "he" | "in" => Some(RowKind::Transcribed),
            "abroad" => Some(RowKind::Abroad),
            "common" => Some(RowKind::Common),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    row: usize,
    kind: RowKind,
    short: bool,
}

/// How two different given names are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// `Mohammed`, `Muhammad`.
    Transcribed,
    /// `Katherine`, `Catherine`.
    Variant,
    /// `Bill`, `William`.
    Short,
    /// `Peter`, `Pyotr`.
    Abroad,
}

impl Form {
    /// The rule by which names with such forms are one.
    pub(super) fn rule(self) -> Rule {
        match self {
            Form::Transcribed => Rule::Transcribed,
            Form::Variant => Rule::Variant,
            Form::Short => Rule::ShortForm,
            Form::Abroad => Rule::Abroad,
        }
    }
}

fn entries(word: &str) -> &'static [Entry] {
    TABLE.get(word).map_or(&[], Vec::as_slice)
}

/// What two different words are to each other as given names, by the table.
pub(super) fn form(a: &str, b: &str) -> Option<Form> {
    let pairs = entries(a).iter().flat_map(|x| entries(b).iter().map(move |y| (x, y)));
    pairs.filter(|(x, y)| x.row == y.row).filter_map(|(x, y)| one(x, y, a, b)).min()
}

fn one(x: &Entry, y: &Entry, a: &str, b: &str) -> Option<Form> {
    match (x.kind, x.short || y.short) {
        (RowKind::Common, _) => None,
        (RowKind::Abroad, _) => Some(Form::Abroad),
        // Two short forms of one name are one if one is made from the other: Ted and Teddy, not Ted and Ned.
        (_, true) if x.short && y.short => (a.starts_with(b) || b.starts_with(a)).then_some(Form::Short),
        (_, true) => Some(Form::Short),
        (RowKind::Transcribed, false) => Some(Form::Transcribed),
        (RowKind::Latin, false) => Some(Form::Variant),
    }
}

/// The rows that a given name stands in, as keys under which its other forms are found.
pub(super) fn rows(word: &str) -> impl Iterator<Item = usize> {
    entries(word).iter().filter(|e| e.kind != RowKind::Common).map(|e| e.row)
}

/// Whether it is a name that is transcribed from other letters, so that it and its neighbours are
/// spelled in many ways.
pub(super) fn is_transcribed(word: &str) -> bool {
    entries(word).iter().any(|e| e.kind == RowKind::Transcribed)
}

/// Whether it is listed as a given name.
pub(super) fn is_given(word: &str) -> bool {
    entries(word).iter().any(|e| e.kind != RowKind::Common)
}

/// Whether it is a surname of millions.
pub(super) fn is_common(word: &str) -> bool {
    entries(word).iter().any(|e| e.kind == RowKind::Common)
}

/// The first letters of the full names that a short form may stand for.
pub(super) fn stands_for_letter(short: &str, letter: char) -> bool {
    entries(short)
        .iter()
        .filter(|e| e.short)
        .any(|e| FULL.get(e.row).is_some_and(|all| all.starts_with(letter)))
}

/// The first full form of each row.
static FULL: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows = TEXT.lines().filter(|l| !l.starts_with('#'));
    rows.map(|l| l.split(['\t', ' ']).nth(1).unwrap_or_default()).collect()
});

/// Whether `short` is a short form of `full`.
pub(super) fn is_short_of(short: &str, full: &str) -> bool {
    let pairs = entries(short).iter().flat_map(|x| entries(full).iter().map(move |y| (x, y)));
    pairs.into_iter().any(|(x, y)| x.row == y.row && x.short && !y.short)
}
