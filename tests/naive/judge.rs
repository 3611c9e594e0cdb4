//! Whether a story has what a query asks, by trying every word with every other.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use morgue::Story;
use morgue::query::{Distance, Field, Node, NodeKind, Unit, Value, Zone};
use morgue::segment::LineKind;
use morgue::text::Span;
use regex::Regex;

use super::{Reader, Word};

/// Words of lines that are not searched by default stand far behind the others.
const FAR: usize = 1_000_000;

/// From one word to before another, by position.
pub type Stretch = (usize, usize);

/// A word with its place.
struct Placed {
    position: usize,
    kind: LineKind,
    /// Which paragraph or line, of all.
    unit: usize,
    word: Word,
}

/// A story as lists of words.
pub struct Page {
    /// Where the story lies.
    pub address: String,
    words: Vec<Placed>,
    units: [Vec<Stretch>; 5],
    quotes: Vec<(Stretch, Option<String>)>,
}

/// What is known of a story beside its words.
pub struct Known<'a> {
    /// Whether the story passes a filter.
    pub passes: &'a dyn Fn(&Node) -> bool,
    /// Whether a speaker's name is meant by a value.
    pub meant: &'a dyn Fn(&str, &Value) -> bool,
}

fn is_searched(kind: LineKind) -> bool {
    [LineKind::Headline, LineKind::Standfirst, LineKind::Body, LineKind::Crosshead].contains(&kind)
}

impl Page {
    pub fn of(reader: &Reader, address: &str, story: &Story) -> Page {
        let mut units: Vec<(LineKind, Span)> =
            story.paragraphs.iter().map(|&p| (story.kind_at(p.start), p)).collect();
        let rest = story.lines.iter().filter(|l| l.kind != LineKind::Blank && !is_searched(l.kind));
        units.extend(rest.map(|l| (l.kind, l.span)));
        let (mut words, mut near, mut far) = (Vec::new(), 0, FAR);
        for (unit, (kind, span)) in units.into_iter().enumerate() {
            let language = story.language.as_deref();
            for mut word in reader.words_in(&story.text[span.start..span.end], language) {
                (word.start, word.end) = (word.start + span.start, word.end + span.start);
                let next = if is_searched(kind) { &mut near } else { &mut far };
                words.push(Placed { position: *next, kind, unit, word });
                *next += 1;
            }
        }
        let mut page =
            Page { address: address.to_owned(), words, units: Default::default(), quotes: Vec::new() };
        page.units = page.all_units(story);
        let quotes = story.quotes.iter().filter_map(|q| Some((page.covered(q.span)?, q.speaker.clone())));
        page.quotes = quotes.collect();
        page.units[Unit::Quote as usize] = page.quotes.iter().map(|(stretch, _)| *stretch).collect();
        page
    }

    fn covered(&self, span: Span) -> Option<Stretch> {
        let inside = |w: &&Placed| w.position < FAR && span.start <= w.word.start && w.word.start < span.end;
        let positions: Vec<usize> = self.words.iter().filter(inside).map(|w| w.position).collect();
        Some((*positions.first()?, positions.last()? + 1))
    }

    fn all_units(&self, story: &Story) -> [Vec<Stretch>; 5] {
        let mut paragraphs: Vec<(Stretch, LineKind)> = Vec::new();
        for placed in &self.words {
            match paragraphs.last_mut() {
                Some((open, _)) if self.unit_at(open.0) == placed.unit => open.1 = placed.position + 1,
                _ => paragraphs.push(((placed.position, placed.position + 1), placed.kind)),
            }
        }
        let all: Vec<Stretch> = paragraphs.iter().map(|(stretch, _)| *stretch).collect();
        let far = all.iter().filter(|s| s.0 >= FAR).copied();
        let sentences = story.sentences.iter().filter_map(|&s| self.covered(s)).chain(far).collect();
        let body = paragraphs.iter().filter(|(_, kind)| *kind == LineKind::Body).map(|(s, _)| *s);
        let lead: Vec<Stretch> = body.take(2).collect();
        let lead = match lead[..] {
            [(from, a), (b, to)] if a == b => vec![(from, to)],
            _ => lead,
        };
        let mut headline: Vec<Stretch> = Vec::new();
        for &(stretch, kind) in &paragraphs {
            match headline.last_mut() {
                Some(open) if kind == LineKind::Headline && open.1 == stretch.0 => open.1 = stretch.1,
                _ if kind == LineKind::Headline => headline.push(stretch),
                _ => {}
            }
        }
        [sentences, all, lead, Vec::new(), headline]
    }

    fn unit_at(&self, position: usize) -> usize {
        self.words.iter().find(|w| w.position == position).unwrap().unit
    }

    /// The text under a stretch.
    pub fn bytes(&self, (from, to): Stretch) -> std::ops::Range<usize> {
        let at = |position: usize| self.words.iter().find(|w| w.position == position).unwrap();
        at(from).word.start..at(to - 1).word.end
    }

    /// Words of the searched lines.
    pub fn length(&self) -> usize {
        self.words.iter().filter(|w| w.position < FAR).count()
    }

    pub fn has_line(&self, zone: Zone) -> bool {
        self.words.iter().any(|w| lies_in(w.kind, Some(zone)))
    }
}

fn lies_in(kind: LineKind, zone: Option<Zone>) -> bool {
    match zone {
        Some(Zone::Kind(wanted)) => kind == wanted,
        Some(Zone::Unsearched) => !is_searched(kind),
        Some(Zone::Everything) => true,
        _ => is_searched(kind),
    }
}

pub fn glob(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('*', rest)) => (0..=word.len()).any(|n| glob(rest, &word[n..])),
        Some(('?', rest)) => !word.is_empty() && glob(rest, &word[1..]),
        Some((c, rest)) => word.first() == Some(c) && glob(rest, &word[1..]),
    }
}

/// All words that one change of a letter makes of one.
fn changed(word: &[char], letters: &[char]) -> BTreeSet<Vec<char>> {
    let mut out = BTreeSet::from([word.to_vec()]);
    for at in 0..=word.len() {
        for &letter in letters {
            out.insert([&word[..at], &[letter], &word[at..]].concat());
            if at < word.len() {
                out.insert([&word[..at], &[letter], &word[at + 1..]].concat());
            }
        }
        if at < word.len() {
            out.insert([&word[..at], &word[at + 1..]].concat());
        }
        if at + 1 < word.len() {
            out.insert([&word[..at], &[word[at + 1], word[at]], &word[at + 2..]].concat());
        }
    }
    out
}

/// Does it take at most so many changes to make one word of the other?
fn apart(wanted: &str, form: &str, most: u8) -> bool {
    thread_local! {
        /// Trying all changes takes long, and the words are few.
        static KNOWN: RefCell<HashMap<(String, String, u8), bool>> = RefCell::default();
    }
    let asked = (wanted.to_owned(), form.to_owned(), most);
    let known = KNOWN.with_borrow(|known| known.get(&asked).copied());
    known.unwrap_or_else(|| {
        let (wanted, form): (Vec<char>, Vec<char>) = (wanted.chars().collect(), form.chars().collect());
        let once = changed(&wanted, &form);
        let twice = || most == 2 && once.iter().any(|w| changed(w, &form).contains(&form));
        let apart = once.contains(&form) || twice();
        KNOWN.with_borrow_mut(|known| known.insert(asked, apart));
        apart
    })
}

/// Lower case, first letter, all letters, something else.
fn capitals(word: &str) -> u8 {
    let bare =
        ["'s", "’s", "'S", "’S", "ʼs", "＇s"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
    let upper: Vec<bool> = bare.chars().filter(|c| c.is_alphabetic()).map(char::is_uppercase).collect();
    match upper.iter().filter(|u| **u).count() {
        0 => 0,
        1 if upper[0] => 1,
        n if n == upper.len() => 2,
        _ => 3,
    }
}

/// Is a word asked for, even to be absent?
fn has_words(node: &Node) -> bool {
    match &node.kind {
        NodeKind::And(parts) | NodeKind::Or(parts) => parts.iter().any(has_words),
        NodeKind::Near(near) => has_words(&near.left) || has_words(&near.right),
        NodeKind::Not(inner)
        | NodeKind::Within(_, inner)
        | NodeKind::Scope(_, inner)
        | NodeKind::AtLeast(_, inner)
        | NodeKind::First(_, inner)
        | NodeKind::Boost(_, inner) => has_words(inner),
        kind => kind.is_text(),
    }
}

/// Are words asked for in lines that are not searched by default?
fn reaches_far(node: &Node, zone: Option<Zone>) -> bool {
    let zoned = |node: &Node| reaches_far(node, zone);
    match &node.kind {
        NodeKind::Within(zone, inner) => reaches_far(inner, Some(*zone)),
        NodeKind::And(parts) | NodeKind::Or(parts) => parts.iter().any(zoned),
        NodeKind::Near(near) => zoned(&near.left) || zoned(&near.right),
        NodeKind::Not(inner)
        | NodeKind::Scope(_, inner)
        | NodeKind::AtLeast(_, inner)
        | NodeKind::First(_, inner)
        | NodeKind::Boost(_, inner) => zoned(inner),
        kind if kind.is_text() => match zone {
            Some(Zone::Kind(kind)) => !is_searched(kind),
            Some(Zone::Unsearched | Zone::Everything) => true,
            _ => false,
        },
        _ => false,
    }
}

/// The same query with every zone right around the words that it holds for, and without weights.
pub fn plain(node: &Node, zone: Option<Zone>) -> Node {
    let inside = |inner: &Node| Box::new(plain(inner, zone));
    let kind = match &node.kind {
        kind if kind.is_text() => match zone {
            Some(zone) => NodeKind::Within(zone, Box::new(node.clone())),
            None => return node.clone(),
        },
        NodeKind::Within(zone, inner) => return plain(inner, Some(*zone)),
        NodeKind::Boost(_, inner) => return plain(inner, zone),
        NodeKind::And(parts) => NodeKind::And(parts.iter().map(|part| plain(part, zone)).collect()),
        NodeKind::Or(parts) => NodeKind::Or(parts.iter().map(|part| plain(part, zone)).collect()),
        NodeKind::Not(inner) => NodeKind::Not(inside(inner)),
        NodeKind::Scope(unit, inner) => NodeKind::Scope(*unit, inside(inner)),
        NodeKind::AtLeast(n, inner) => NodeKind::AtLeast(*n, inside(inner)),
        NodeKind::First(n, inner) => NodeKind::First(*n, inside(inner)),
        NodeKind::Near(near) => NodeKind::Near(Box::new(morgue::query::Near {
            left: plain(&near.left, zone),
            right: plain(&near.right, zone),
            how: near.how,
        })),
        kind => kind.clone(),
    };
    Node { kind, span: node.span }
}

/// One story and what is asked.
pub struct Judge<'a> {
    pub reader: &'a Reader,
    pub story: &'a Story,
    pub page: &'a Page,
    pub known: Known<'a>,
}

#[derive(Clone, Copy)]
pub struct At {
    zone: Option<Zone>,
    from: usize,
    to: usize,
    quoted: bool,
}

pub const ANYWHERE: At = At { zone: None, from: 0, to: usize::MAX, quoted: false };

impl At {
    fn cut(self, (from, to): Stretch) -> Option<At> {
        let cut = At { from: self.from.max(from), to: self.to.min(to), ..self };
        (cut.from < cut.to).then_some(cut)
    }
}

type Places = BTreeSet<Stretch>;

type JoinedTest = Box<dyn Fn(&(String, String)) -> bool>;
type WordTest = Box<dyn Fn(&Judge<'_>, &Placed) -> bool>;

/// What a word must pass, and what two words joined by a hyphen must, to stand for it.
struct Test {
    word: WordTest,
    joined: Option<JoinedTest>,
}

impl Judge<'_> {
    /// The parts that a scope is about: lines outside of the story only where words are asked for there.
    fn scope(&self, unit: Unit, inner: &Node, at: At) -> Vec<At> {
        let far = reaches_far(inner, at.zone);
        self.units(unit, at)
            .into_iter()
            .filter(|part| far || part.from < FAR)
            .map(|part| scoped(part, unit))
            .collect()
    }

    fn units(&self, unit: Unit, at: At) -> Vec<At> {
        self.page.units[unit as usize].iter().filter_map(|&stretch| at.cut(stretch)).collect()
    }

    /// Where a word, phrase or pattern stands.
    fn places(&self, kind: &NodeKind, at: At) -> Places {
        let parts: &[Unit] = match at.zone {
            Some(Zone::Lead) => &[Unit::Lead],
            Some(Zone::HeadlineAndLead) => &[Unit::Headline, Unit::Lead],
            Some(Zone::Quotes) => &[Unit::Quote],
            _ => return self.places_in(kind, at),
        };
        let within = |unit: &Unit| self.units(*unit, At { zone: None, ..at });
        parts.iter().flat_map(within).flat_map(|part| self.places_in(kind, part)).collect()
    }

    fn places_in(&self, kind: &NodeKind, at: At) -> Places {
        if let NodeKind::Loose(text, slop) = kind {
            let all = self.reader.spellings(text).into_iter();
            return all.flat_map(|text| self.crowded(&text, *slop as usize, at)).collect();
        }
        let here: Vec<&Placed> = self
            .page
            .words
            .iter()
            .filter(|w| at.from <= w.position && w.position < at.to && lies_in(w.kind, at.zone))
            .collect();
        let again = |text: String| match kind {
            NodeKind::Word(_) => NodeKind::Word(text),
            NodeKind::Phrase(_) => NodeKind::Phrase(text),
            _ => NodeKind::Prefix(text),
        };
        let kinds = match kind {
            NodeKind::Word(text) | NodeKind::Phrase(text) | NodeKind::Prefix(text) => {
                self.reader.spellings(text).into_iter().map(again).collect()
            }
            kind => vec![kind.clone()],
        };
        let rows = kinds.iter().map(|kind| self.tests(kind));
        rows.flat_map(|row| (0..here.len()).filter_map(|i| self.row(&row, &here[i..])).collect::<Vec<_>>())
            .collect()
    }

    /// The row of words that passes the tests one by one, beginning with the first; two words that a hyphen
    /// joins may pass as one.
    fn row(&self, tests: &[Test], words: &[&Placed]) -> Option<Stretch> {
        let mut at = 0;
        for test in tests {
            let placed = words.get(at).filter(|p| p.unit == words[0].unit)?;
            let joined = |test: &Test| {
                let both = placed.word.joined.as_ref();
                both.is_some_and(|both| test.joined.as_ref().is_some_and(|test| test(both)))
            };
            at += match joined(test) {
                true => 2,
                false if (test.word)(self, placed) => 1,
                false => return None,
            };
        }
        let unbroken = words.get(..at)?.windows(2).all(|p| p[0].position + 1 == p[1].position);
        unbroken.then(|| (words[0].position, words[at - 1].position + 1))
    }

    fn tests(&self, kind: &NodeKind) -> Vec<Test> {
        let words = |text: &str| self.reader.words_in(text, self.story.language.as_deref());
        let form = |wanted: Word| -> Test {
            let (a, b) = (wanted.form.clone(), wanted.form);
            Test {
                word: Box::new(move |_, placed| placed.word.form == a),
                joined: Some(Box::new(move |both| both.0 == b)),
            }
        };
        let only = |word: WordTest| Test { word, joined: None };
        match kind {
            NodeKind::Word(text) => {
                let stem = |wanted: Word| -> Test {
                    let own = self.reader.own(&wanted.form);
                    let fits = move |form: &String, stem: &String| {
                        *stem == wanted.stem || own.as_ref() == Some(form)
                    };
                    let again = fits.clone();
                    Test {
                        word: Box::new(move |_, placed| fits(&placed.word.form, &placed.word.stem)),
                        joined: Some(Box::new(move |(form, stem)| again(form, stem))),
                    }
                };
                words(text).into_iter().map(stem).collect()
            }
            NodeKind::Phrase(text) => words(text).into_iter().map(form).collect(),
            NodeKind::Prefix(text) => {
                let mut wanted = words(text);
                let last = wanted.pop().unwrap();
                let mut tests: Vec<_> = wanted.into_iter().map(form).collect();
                tests.push(only(Box::new(move |_, placed| placed.word.form.starts_with(&last.form))));
                tests
            }
            NodeKind::Cased(text) => {
                let cased = |wanted: Word| -> Test {
                    let class = capitals(&text[wanted.start..wanted.end]);
                    only(Box::new(move |judge, placed| {
                        let written = &judge.story.text[placed.word.start..placed.word.end];
                        placed.word.form == wanted.form && capitals(written) == class
                    }))
                };
                words(text).into_iter().map(cased).collect()
            }
            NodeKind::Regex(text) => {
                let whole = Regex::new(&format!("^(?:{text})$")).unwrap();
                vec![only(Box::new(move |_, placed| whole.is_match(&placed.word.form)))]
            }
            NodeKind::Wild(text) => {
                let pattern: Vec<char> = text.chars().collect();
                vec![only(Box::new(move |_, placed| {
                    glob(&pattern, &placed.word.form.chars().collect::<Vec<char>>())
                }))]
            }
            NodeKind::Fuzzy(text, most) => {
                let (wanted, most) = (words(text).remove(0).form, *most);
                vec![only(Box::new(move |_, placed| apart(&wanted, &placed.word.form, most)))]
            }
            other => unreachable!("{other:?}"),
        }
    }

    /// Words of a loose phrase in stretches that are short enough and have all of them.
    fn crowded(&self, text: &str, slop: usize, at: At) -> Places {
        let wanted: Vec<String> = self.reader.words(text).into_iter().map(|w| w.form).collect();
        let width = wanted.len() + slop;
        let here: Vec<&Placed> = self
            .page
            .words
            .iter()
            .filter(|w| at.from <= w.position && w.position < at.to && lies_in(w.kind, at.zone))
            .collect();
        let mut found: Vec<(Stretch, &String)> = Vec::new();
        for (placed, form) in here.iter().flat_map(|w| wanted.iter().map(move |form| (w, form))) {
            let at = placed.position;
            let both = placed.word.joined.as_ref().filter(|_| here.iter().any(|w| w.position == at + 1));
            let joined = both.is_some_and(|both| both.0 == *form);
            if joined {
                found.push(((at, at + 2), form));
            } else if placed.word.form == *form {
                found.push(((at, at + 1), form));
            }
        }
        found.sort();
        found.dedup();
        let mut out = Places::new();
        for &((first, behind), _) in &found {
            let inside = found.iter().filter(|((from, _), _)| first <= *from && *from < behind + width - 1);
            let inside: Vec<&(Stretch, &String)> = inside.collect();
            let often = |form: &String| inside.iter().filter(|(_, f)| *f == form).count();
            let asked = |form: &String| wanted.iter().filter(|f| *f == form).count();
            if wanted.iter().all(|form| often(form) >= asked(form)) {
                out.extend(inside.iter().map(|(stretch, _)| *stretch));
            }
        }
        out
    }

    pub fn holds(&self, node: &Node, at: At) -> bool {
        match &node.kind {
            kind if kind.is_text() => !self.places(kind, at).is_empty(),
            NodeKind::Field(Field::Speaker, value) if at.quoted => {
                let says = |(stretch, speaker): &(Stretch, Option<String>)| {
                    let within = stretch.0 <= at.from && at.to <= stretch.1;
                    within && speaker.as_ref().is_some_and(|name| (self.known.meant)(name, value))
                };
                self.page.quotes.iter().any(says)
            }
            NodeKind::Within(zone, inner) => self.holds(inner, At { zone: Some(*zone), ..at }),
            NodeKind::And(parts) => parts.iter().all(|part| self.holds(part, at)),
            NodeKind::Or(parts) => parts.iter().any(|part| self.holds(part, at)),
            NodeKind::Not(inner) => !self.holds(inner, at),
            NodeKind::Boost(_, inner) => self.holds(inner, at),
            NodeKind::Near(near) => self.near(&near.left, &near.right, near.how, at).is_some(),
            NodeKind::Scope(unit, inner) => {
                self.scope(*unit, inner, at).into_iter().any(|part| self.holds(inner, part))
            }
            NodeKind::AtLeast(n, inner) => self.often(inner, *n as usize, at),
            NodeKind::First(n, inner) => at.cut((0, *n as usize)).is_some_and(|part| self.holds(inner, part)),
            _ => (self.known.passes)(node),
        }
    }

    /// The words that make it hold.
    pub fn marks(&self, node: &Node, at: At) -> Places {
        if !self.holds(node, at) {
            return Places::new();
        }
        match &node.kind {
            kind if kind.is_text() => self.places(kind, at),
            NodeKind::Within(zone, inner) => self.marks(inner, At { zone: Some(*zone), ..at }),
            NodeKind::And(parts) | NodeKind::Or(parts) => {
                parts.iter().flat_map(|part| self.marks(part, at)).collect()
            }
            NodeKind::Boost(_, inner) | NodeKind::AtLeast(_, inner) => self.marks(inner, at),
            NodeKind::Near(near) => {
                let (left, right) = self.near(&near.left, &near.right, near.how, at).unwrap();
                left.into_iter().chain(right).collect()
            }
            NodeKind::Scope(unit, inner) => {
                let parts = self.scope(*unit, inner, at).into_iter();
                parts.flat_map(|part| self.marks(inner, part)).collect()
            }
            NodeKind::First(n, inner) => self.marks(inner, at.cut((0, *n as usize)).unwrap()),
            _ => Places::new(),
        }
    }

    fn often(&self, node: &Node, n: usize, at: At) -> bool {
        match &node.kind {
            NodeKind::And(parts) => parts.iter().all(|part| self.often(part, n, at)),
            NodeKind::Not(_) => self.holds(node, at),
            kind if kind.is_filter() => self.holds(node, at),
            NodeKind::Scope(unit, inner) => {
                let parts = self.scope(*unit, inner, at).into_iter();
                parts.filter(|&part| self.holds(inner, part)).count() >= n
            }
            NodeKind::Near(near) => self
                .near(&near.left, &near.right, near.how, at)
                .is_some_and(|(left, right)| if left.is_empty() { right } else { left }.len() >= n),
            NodeKind::First(m, inner) => {
                at.cut((0, *m as usize)).is_some_and(|part| self.often(inner, n, part))
            }
            _ => self.marks(node, at).len() >= n,
        }
    }

    /// The words of each side that are near one of the other side; none where there are none.
    fn near(&self, left: &Node, right: &Node, how: Distance, at: At) -> Option<(Places, Places)> {
        if !has_words(left) || !has_words(right) {
            return None;
        }
        if let Some(found) = self.by_parts(left, at, &|part, at| self.near(part, right, how, at)) {
            return found;
        }
        let swapped = |part: &Node, at: At| self.near(left, part, how, at).map(|(a, b)| (b, a));
        if let Some(found) = self.by_parts(right, at, &swapped) {
            return found.map(|(a, b)| (b, a));
        }
        let is_near = |a: &Stretch, b: &Stretch| self.is_near(*a, *b, how, at);
        let (mut lefts, mut rights) = (self.side(left, at), self.side(right, at));
        match (&left.kind, &right.kind) {
            (NodeKind::Not(_), NodeKind::Not(_)) => return None,
            (NodeKind::Not(_), _) => {
                rights.retain(|b| !lefts.iter().any(|a| is_near(a, b)));
                return (!rights.is_empty()).then_some((Places::new(), rights));
            }
            (_, NodeKind::Not(_)) => {
                lefts.retain(|a| !rights.iter().any(|b| is_near(a, b)));
                return (!lefts.is_empty()).then_some((lefts, Places::new()));
            }
            _ => {}
        }
        let all = lefts.clone();
        lefts.retain(|a| rights.iter().any(|b| is_near(a, b)));
        rights.retain(|b| all.iter().any(|a| is_near(a, b)));
        (!lefts.is_empty()).then_some((lefts, rights))
    }

    fn side(&self, node: &Node, at: At) -> Places {
        match &node.kind {
            NodeKind::Not(inner) => self.marks(inner, at),
            _ => self.marks(node, at),
        }
    }

    #[allow(clippy::type_complexity)]
    fn by_parts(
        &self,
        side: &Node,
        at: At,
        near: &dyn Fn(&Node, At) -> Option<(Places, Places)>,
    ) -> Option<Option<(Places, Places)>> {
        let mut both = (Places::new(), Places::new());
        let mut add = |(a, b): (Places, Places)| {
            both.0.extend(a);
            both.1.extend(b);
        };
        match &side.kind {
            NodeKind::And(parts) => {
                for part in parts {
                    match near(part, at) {
                        Some(found) => add(found),
                        None if !has_words(part) && self.holds(part, at) => {}
                        None => return Some(None),
                    }
                }
                Some(Some(both))
            }
            NodeKind::Or(parts) => {
                let found: Vec<_> = parts.iter().filter_map(|part| near(part, at)).collect();
                let any = !found.is_empty();
                found.into_iter().for_each(add);
                Some(any.then_some(both))
            }
            _ => None,
        }
    }

    fn is_near(&self, a: Stretch, b: Stretch, how: Distance, at: At) -> bool {
        let (ahead, behind) = (b.0 >= a.1, a.0 >= b.1);
        let far = if ahead { b.0 - a.1 + 1 } else { a.0.wrapping_sub(b.1).wrapping_add(1) };
        let together = |unit: Unit| {
            let inside = |part: &At, s: Stretch| part.from <= s.0 && s.1 <= part.to;
            self.units(unit, at).iter().any(|part| inside(part, a) && inside(part, b))
        };
        match how {
            Distance::Words(n) => (ahead || behind) && far <= n as usize,
            Distance::Before(n) => ahead && far <= n as usize,
            Distance::Sentence => (ahead || behind) && together(Unit::Sentence),
            Distance::Paragraph => (ahead || behind) && together(Unit::Paragraph),
        }
    }
}

fn scoped(at: At, unit: Unit) -> At {
    At { quoted: at.quoted || unit == Unit::Quote, ..at }
}
