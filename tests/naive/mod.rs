//! What the engine does, once more and as simply as can be: words by one look at each character,
//! matches by trying every place. Shares with the product nothing but the stemmer's library and
//! the story itself, and with `people_in` the table of who is who.

// Each test crate uses a part of it; the lint knows `#[test]` functions only, not their helpers.
#![allow(dead_code, clippy::unwrap_used)]

pub mod archive;
pub mod judge;
pub mod typed;

use std::collections::BTreeMap;

use frostem::{Algorithm, Stemmer};
use morgue::Story;
use morgue::extract::entities::known::{Division, divisions};
use morgue::extract::{Person, Place};
use morgue::index::names::{NameTable, PlaceKind};
use morgue::query::{Node, NodeKind, Query};
use morgue::search::{Engine, Facet, FacetOrder, FacetRequest, LocalEngine};
use morgue::text::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text: where it stands, its folded form and its stem; the same of the word that it makes with
/// the next one, where a hyphen joins just the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    pub form: String,
    pub stem: String,
    pub joined: Option<(String, String)>,
}

pub struct Reader {
    stemmer: Stemmer,
}

impl Default for Reader {
    fn default() -> Self {
        Reader { stemmer: Stemmer::new(Algorithm::English) }
    }
}

impl Reader {
    pub fn words(&self, text: &str) -> Vec<Word> {
        self.words_in(text, None)
    }

    pub fn words_in(&self, text: &str, language: Option<&str>) -> Vec<Word> {
        let borders = cut(text);
        let joined = joined(text, &borders).into_iter();
        let word = |(&(start, end), joined): (&(usize, usize), Option<String>)| {
            let form = fold(&text[start..end]);
            let both = |written: String| (fold(&written), self.stem_in(&fold(&written), language));
            Word { start, end, stem: self.stem_in(&form, language), form, joined: joined.map(both) }
        };
        borders.iter().zip(joined).map(word).collect()
    }

    /// In German, of which these tests know words without a letter beyond ASCII once folded.
    fn stem_in(&self, form: &str, language: Option<&str>) -> String {
        match language {
            Some("de") if form.chars().all(|c| !c.is_ascii_digit()) && form.is_ascii() => {
                format!("de {}", Stemmer::new(Algorithm::German).stem(form))
            }
            Some("de") if form.chars().all(|c| !c.is_ascii_digit()) => format!("de {form}"),
            _ => self.stem(form),
        }
    }

    /// The English stem, if it is a form of its own.
    pub fn own(&self, form: &str) -> Option<String> {
        let stem = self.stem(form);
        (self.stem(&stem) == stem).then_some(stem)
    }

    /// A text as typed, and with up to three of its hyphens left out, in every choice.
    pub fn spellings(&self, text: &str) -> Vec<String> {
        let words = self.words(text);
        let pairs = words.windows(2).filter(|pair| pair[0].joined.is_some());
        let hyphens: Vec<(usize, usize)> = pairs.map(|pair| (pair[0].end, pair[1].start)).take(3).collect();
        let spelling = |choice: usize| {
            let left_out = |at: usize| {
                let in_hyphen = |(i, &(from, to)): (usize, &(usize, usize))| {
                    choice >> i & 1 == 1 && (from..to).contains(&at)
                };
                hyphens.iter().enumerate().any(in_hyphen)
            };
            text.char_indices().filter(|&(at, _)| !left_out(at)).map(|(_, c)| c).collect()
        };
        (0..1 << hyphens.len()).map(spelling).collect()
    }

    pub fn forms(&self, text: &str) -> Vec<String> {
        self.words(text).into_iter().map(|w| w.form).collect()
    }

    pub fn stem(&self, form: &str) -> String {
        match form.chars().all(|c| c.is_ascii_lowercase()) {
            true => self.stemmer.stem(form).to_string(),
            false => form.to_owned(),
        }
    }

    /// The name under which spellings meet: folded words with blanks between.
    pub fn name_key(&self, name: &str) -> String {
        let forms = self.forms(name);
        if forms.is_empty() { name.to_owned() } else { forms.join(" ") }
    }
}

/// For each word what it makes with the next one, where nothing but a hyphen stands between them (or one
/// that a line ends with, before a small letter) and neither has another hyphen.
pub fn joined(text: &str, words: &[(usize, usize)]) -> Vec<Option<String>> {
    let hyphen = |i: usize| {
        let (Some(&(_, from)), Some(&(to, _))) = (words.get(i), words.get(i + 1)) else { return false };
        let behind = text[from..to].strip_prefix(['-', '\u{2010}', '\u{2011}']);
        let line_end = |behind: &str| {
            let blank = behind.starts_with('\n') && behind.trim().is_empty() && behind.len() < 8;
            blank && text[to..].chars().next().unwrap().is_lowercase()
        };
        behind.is_some_and(|behind| behind.is_empty() || line_end(behind))
    };
    let one = |i: usize| {
        let alone = hyphen(i) && !hyphen(i + 1) && (i == 0 || !hyphen(i - 1));
        let ((a, b), (c, d)) = alone.then(|| (words[i], words[i + 1]))?;
        let (first, second) = (fold(&text[a..b]), fold(&text[c..d]));
        let letters = first.chars().all(char::is_alphabetic) && second.chars().all(char::is_alphanumeric);
        letters.then(|| format!("{}{}", &text[a..b], &text[c..d]))
    };
    (0..words.len()).map(one).collect()
}

fn is_cjk(c: char) -> bool {
    let ranges = [
        ('\u{0E00}', '\u{0EFF}'),
        ('\u{1000}', '\u{109F}'),
        ('\u{1780}', '\u{17FF}'),
        ('\u{AC00}', '\u{D7A3}'),
        ('\u{3040}', '\u{30FF}'),
        ('\u{31F0}', '\u{31FF}'),
        ('\u{3400}', '\u{4DBF}'),
        ('\u{4E00}', '\u{9FFF}'),
        ('\u{F900}', '\u{FAFF}'),
        ('\u{FF66}', '\u{FF9D}'),
        ('\u{20000}', '\u{323AF}'),
    ];
    ranges.iter().any(|&(from, to)| (from..=to).contains(&c))
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Borders of the words: runs of characters of which each is part of a word or joins two parts.
pub fn cut(text: &str) -> Vec<(usize, usize)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut inside = vec![false; chars.len()];
    for i in 0..chars.len() {
        inside[i] = is_part(chars[i].1) || joins(&chars, &inside, i);
    }
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, &(at, c)) in chars.iter().enumerate().filter(|&(i, _)| inside[i]) {
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(open) if i > 0 && inside[i - 1] && !is_cjk(c) && !is_cjk(chars[i - 1].1) => open.1 = end,
            _ => out.push((at, end)),
        }
    }
    out
}

fn joins(chars: &[(usize, char)], inside: &[bool], i: usize) -> bool {
    let at = |i: usize| chars.get(i).map_or(' ', |&(_, c)| c);
    let (before, after) = (if i > 0 { at(i - 1) } else { ' ' }, at(i + 1));
    if !is_part(before) || !is_part(after) || is_cjk(before) || is_cjk(after) {
        return false;
    }
    // Of a letter and its accents, the letter counts.
    let mut base = i - 1;
    while base > 0 && is_combining_mark(at(base)) {
        base -= 1;
    }
    let before = at(base);
    let letters = before.is_alphabetic() && after.is_alphabetic();
    match at(i) {
        '\'' | '’' | 'ʼ' | '＇' | '&' => letters,
        '\u{AD}' | '\u{200C}' | '\u{200D}' => true,
        ',' => before.is_ascii_digit() && (i + 1..).take_while(|&j| at(j).is_ascii_digit()).count() == 3,
        '.' if before.is_ascii_digit() => after.is_ascii_digit(),
        '.' => {
            let single_before = base == 0 || !inside[base - 1] || at(base - 1) == '.' || is_cjk(at(base - 1));
            let next = (i + 2..).find(|&j| !is_combining_mark(at(j))).unwrap();
            letters && single_before && !is_part(at(next))
        }
        _ => false,
    }
}

const BASES: [(&str, &str); 11] = [
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ø", "o"),
    ("ł", "l"),
    ("đ", "d"),
    ("ð", "d"),
    ("þ", "th"),
    ("ı", "i"),
    ("ħ", "h"),
    ("ς", "σ"),
];

/// Lower case, compatibility forms resolved, accents, possessive, apostrophes, points between
/// letters, thousands commas and invisible joiners off.
pub fn fold(word: &str) -> String {
    let possessives: Vec<String> =
        ["'", "’", "ʼ", "＇"].iter().flat_map(|a| [format!("{a}s"), format!("{a}S")]).collect();
    let bare = possessives.iter().find_map(|p| word.strip_suffix(p.as_str())).filter(|w| !w.is_empty());
    let decomposed: String = bare.unwrap_or(word).nfkd().collect();
    let mut plain: String = decomposed.to_lowercase().nfkd().filter(|&c| !is_combining_mark(c)).collect();
    for (letter, base) in BASES {
        plain = plain.replace(letter, base);
    }
    let chars: Vec<char> = plain.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let kept = |(i, &c): (usize, &char)| match c {
        '\'' | '’' | 'ʼ' | '＇' | ',' | '\u{AD}' | '\u{200C}' | '\u{200D}' => None,
        '.' => (i > 0 && digit(i - 1) && digit(i + 1)).then_some(c),
        _ => Some(c),
    };
    let out: String = chars.iter().enumerate().filter_map(kept).collect();
    if out.is_empty() { word.to_lowercase() } else { out }
}

/// What and where a place is: kind, country, region, GeoNames id.
pub type Where = (PlaceKind, Option<String>, Option<String>, Option<u32>);

/// A name of an archive as facets show it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    pub name: String,
    pub place: Option<Where>,
    pub stories: u64,
    pub mentions: u64,
}

/// A name as one story has it.
pub struct Named {
    /// The same for all names that are one.
    pub key: String,
    pub name: String,
    /// Whether the story itself uses the name; else it is one above a place that it names.
    pub used: bool,
    pub place: Option<Where>,
    pub mentions: u64,
}

/// The names of all stories: which spellings are one, and how to show them.
pub struct Names {
    shown: Vec<(String, Option<Where>)>,
    /// Of each story: number of the name, mentions.
    of: Vec<Vec<(usize, u64)>>,
}

impl Names {
    pub fn new(stories: impl Iterator<Item = Vec<Named>>) -> Names {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut spellings: Vec<BTreeMap<String, u64>> = Vec::new();
        let mut places: Vec<Option<Where>> = Vec::new();
        let mut of = Vec::new();
        for names in stories {
            let mut story = Vec::new();
            for Named { key, name, used, place, mentions } in names {
                let number = *numbers.entry(key).or_insert_with(|| {
                    spellings.push(BTreeMap::new());
                    places.push(place);
                    spellings.len() - 1
                });
                *spellings[number].entry(name).or_default() += u64::from(used);
                story.push((number, mentions));
            }
            of.push(story);
        }
        let commonest = |spellings: BTreeMap<String, u64>| {
            let most = *spellings.values().max().unwrap();
            spellings.into_iter().find(|&(_, n)| n == most).unwrap().0
        };
        let shown = spellings.into_iter().map(commonest).zip(places).collect();
        Names { shown, of }
    }

    /// Names by stories or mentions, then by name, over the stories with these numbers.
    pub fn counted(&self, stories: impl IntoIterator<Item = usize>, by: FacetOrder) -> Vec<Counted> {
        let mut counts = vec![(0, 0); self.shown.len()];
        for story in stories {
            let names = &self.of[story];
            for (i, &(number, mentions)) in names.iter().enumerate() {
                counts[number].0 += u64::from(names[..i].iter().all(|&(n, _)| n != number));
                counts[number].1 += mentions;
            }
        }
        let both = self.shown.iter().zip(counts).filter(|&(_, (stories, _))| stories > 0);
        let mut out: Vec<Counted> = both
            .map(|((name, place), (stories, mentions))| Counted {
                name: name.clone(),
                place: place.clone(),
                stories,
                mentions,
            })
            .collect();
        let first = |c: &Counted| if by == FacetOrder::Stories { c.stories } else { c.mentions };
        out.sort_by(|a, b| {
            let counts =
                first(b).cmp(&first(a)).then((b.stories + b.mentions).cmp(&(a.stories + a.mentions)));
            counts.then_with(|| a.cmp(b))
        });
        out
    }
}

fn named(reader: &Reader, name: &str, mentions: usize) -> Named {
    let (key, name) = (reader.name_key(name), name.to_owned());
    Named { key, name, used: true, place: None, mentions: mentions as u64 }
}

pub fn people_of(reader: &Reader, story: &Story) -> Vec<Named> {
    story.people.iter().map(|p| named(reader, &p.name, p.mentions.len())).collect()
}

/// People by the identities of an archive's table: which names are one person is for other tests to
/// tell, how often each is counted for this one.
pub fn people_in(table: &NameTable, story: &Story) -> Vec<Named> {
    let one = |p: &Person| {
        let numbers = table.values.get(&p.name).unwrap();
        assert_eq!(numbers.len(), 1, "{}", p.name);
        let name = table.identities[numbers[0] as usize].name.clone();
        let (key, mentions) = (numbers[0].to_string(), p.mentions.len() as u64);
        Named { key, name, used: true, place: None, mentions }
    };
    story.people.iter().map(one).collect()
}

pub fn orgs_of(reader: &Reader, story: &Story) -> Vec<Named> {
    story.orgs.iter().map(|o| named(reader, &o.name, o.mentions.len())).collect()
}

/// The countries and first-level regions of the gazetteer, by code and name; countries have none.
pub struct Atlas(BTreeMap<(String, String), Place>);

impl Default for Atlas {
    fn default() -> Self {
        let mut all = BTreeMap::new();
        for Division { place, .. } in divisions() {
            let key = (place.country.clone().unwrap(), place.region.clone().unwrap_or_default());
            all.entry(key).or_insert(place);
        }
        Atlas(all)
    }
}

impl Atlas {
    pub fn country(&self, code: &str) -> Option<&Place> {
        self.region(code, "")
    }

    pub fn region(&self, code: &str, name: &str) -> Option<&Place> {
        self.0.get(&(code.to_owned(), name.to_owned()))
    }

    /// The place, then the region and the country that it lies in.
    pub fn within<'a>(&'a self, place: &'a Place) -> Vec<(PlaceKind, &'a Place)> {
        if place.lat.is_none() {
            return vec![(PlaceKind::Unresolved, place)];
        }
        let code = place.country.as_deref().unwrap_or_default();
        let country = self.country(code).map(|p| (PlaceKind::Country, p));
        let region = place.region.as_deref().and_then(|name| self.region(code, name));
        let region = region.map(|p| (PlaceKind::Region, p));
        let same = |(_, p): &(PlaceKind, &Place)| (&p.name, p.geonames) == (&place.name, place.geonames);
        if country.as_ref().is_some_and(same) {
            return vec![(PlaceKind::Country, place)];
        }
        if region.as_ref().is_some_and(same) {
            return [(PlaceKind::Region, place)].into_iter().chain(country).collect();
        }
        [(PlaceKind::Place, place)].into_iter().chain(region).chain(country).collect()
    }
}

/// Whether two stories name one place.
pub fn same_place(a: &Place, b: &Place) -> bool {
    (&a.name, &a.country, &a.region, a.geonames) == (&b.name, &b.country, &b.region, b.geonames)
}

pub fn places_of(reader: &Reader, atlas: &Atlas, story: &Story) -> Vec<Named> {
    let mut out = Vec::new();
    for place in &story.places {
        for (i, (kind, at)) in atlas.within(place).into_iter().enumerate() {
            let place_at: Where = (kind, at.country.clone(), at.region.clone(), at.geonames);
            let key = format!("{} {place_at:?}", reader.name_key(&at.name));
            let mut one = named(reader, &at.name, place.mentions.len());
            (one.key, one.used, one.place) = (key, i == 0, Some(place_at));
            out.push(one);
        }
    }
    out
}

/// What the engine counts, in the naive shape.
pub fn facet(engine: &LocalEngine, query: &Query, facet: Facet, by: FacetOrder) -> (u64, Vec<Counted>) {
    let request = FacetRequest { query: query.clone(), facet, prefix: None, by, top: None };
    let response = engine.facet(&request).unwrap();
    assert_eq!(response.distinct as usize, response.values.len());
    let unresolved = response.values.iter().filter(|v| v.is_unresolved()).count();
    assert_eq!(response.unresolved as usize, unresolved);
    let values = response.values.into_iter().map(|v| {
        let place = v.place.map(|p| (p.kind, p.country, p.region, p.geonames));
        Counted { name: v.name, place, stories: v.stories, mentions: v.mentions }
    });
    (response.stories, values.collect())
}

/// A query that was not typed.
pub fn query_of(root: Node) -> Query {
    Query { typed: String::new(), root, repairs: Vec::new(), hints: Vec::new() }
}

pub fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}
