//! What is known of one block: the measures that tell prose from page furniture.
//!
//! The choice follows the boilerplate removal literature (Kohlschütter et al., WSDM 2010; Pasternack
//! and Roth, WWW 2009): length, share of function words, share of capitals, sentence ends. All are
//! cheap and linear; a block is looked at up to a fixed length.

use std::cell::RefCell;
use std::ops::Range;

use super::LineKind;
use super::boilerplate::{self, Hit};
use super::bytes::Bytes;
use super::capitals;
use super::furniture::Furniture;
use super::lexicon::{Word, classes};
use super::memo::Memo;
use crate::text::Span;
use crate::text::hash::hash;
use crate::text::wrap::{Block, ends_sentence};

/// A block is looked at up to this many bytes; beyond it is prose anyway.
const LOOK: usize = 2048;
/// A dateline has ended after this many bytes.
const DATELINE: usize = 70;
/// Blocks of up to this many bytes are held against each other.
const SHORT: usize = 400;

/// What is known of one block.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Words, scaled up from what was looked at.
    pub words: f32,
    /// Share of function words.
    pub stop: f32,
    /// Share of words with a capital first letter, the first word left out.
    pub capitals: f32,
    /// Share of characters that are digits.
    pub digits: f32,
    /// Mean letters a word.
    pub word_length: f32,
    /// Sentence ends inside and at the end.
    pub sentences: f32,
    /// Commas a word.
    pub commas: f32,
    /// It ends as a sentence does.
    pub ends_sentence: bool,
    /// It ends with a question mark.
    pub asks: bool,
    /// It has a quote mark.
    pub quoted: bool,
    /// It has a verb of speech.
    pub speech: bool,
    /// Share of words that speak to the reader (`you`, `your`).
    pub you: f32,
    /// Share of words that speak as the house (`we`, `our`, `us`).
    pub we: f32,
    /// Share of words that speak as one person (`I`, `my`).
    pub i: f32,
    /// Share of words that speak of others (`he`, `her`, `they`).
    pub they: f32,
    /// Share of words of menus, buttons and appeals.
    pub furniture: f32,
    /// Share of words that tell what was or will be.
    pub past: f32,
    /// It says how long ago: `2 hours ago`.
    pub age: bool,
    /// It has a web address, mail address or handle.
    pub link: bool,
    /// It has a currency sign.
    pub price: bool,
    /// It ends with an ellipsis.
    pub cut_off: bool,
    /// It stands in brackets.
    pub bracketed: bool,
    /// It ends with a colon.
    pub colon: bool,
    /// It has a `|`, bullet or guillemet.
    pub bars: bool,
    /// It has a lower case letter.
    pub lower: bool,
    /// It begins with a lower case letter.
    pub begins_lower: bool,
    /// It begins with a digit.
    pub begins_digit: bool,
    /// It begins as an item of a list does.
    pub listed: bool,
    /// It is a short line that names something and, behind a colon, what of it.
    pub pair: bool,
    /// It opens as stories of agencies do: `PARIS, May 3 -`.
    pub dateline: bool,
    /// It opens so, with the agency in brackets: `PARIS, May 3 (AP) -`.
    pub signed_dateline: bool,
    /// It is a turn of an interview.
    pub turn: bool,
    /// It breaks off at a comma, as a verse does.
    pub runs_on: bool,
    /// It has a letter or digit at all.
    pub any: bool,
    /// A blank line follows.
    pub blank_below: bool,
    /// The same text stands elsewhere on the page too.
    pub repeated: bool,
    /// How many other stories of the source have the line; `None`: not known.
    pub elsewhere: Option<u32>,
    /// Boilerplate families, best first.
    pub hits: Vec<Hit>,
    /// Hashes of its content words, sorted, for the overlap with the story.
    pub content: Vec<u32>,
    /// Those of them that are written with a capital and do not begin the block.
    pub names: Vec<u32>,
}

impl Facts {
    /// Reads a sentence of running prose: long enough, ended, with function words.
    pub fn is_prose(&self) -> bool {
        self.words >= 8.0 && self.ends_sentence && self.stop >= 0.2
    }

    /// Its sentence may go on below.
    pub fn is_open(&self) -> bool {
        !self.ends_sentence && !self.blank_below
    }

    /// The mark of an agency that no list has: `--QNS`. The same shape signs letters and pull quotes.
    pub fn is_unlisted_mark(&self) -> bool {
        self.hits.first().is_some_and(|h| h.whole && h.family.name == "unlisted agency")
    }

    /// It stands in several other stories of the source.
    pub fn is_common(&self) -> bool {
        self.elsewhere.is_some_and(|n| n >= 2)
    }

    /// A family claims all of it, or other stories have it too. Menus are no sentences.
    pub fn is_claimed(&self) -> bool {
        let claims = |h: &Hit| h.whole && !(h.family.kind == LineKind::Navigation && self.is_prose());
        self.is_common() || self.hits.iter().any(claims) && !self.is_unlisted_mark()
    }

    /// What closes an agency's story: its mark, or the credit of its reporters.
    pub fn is_sign_off(&self) -> bool {
        let closes = |h: &Hit| h.family.kind == LineKind::SignOff || h.family.name == "reporting credit";
        self.hits.iter().any(|h| h.whole && closes(h))
    }

    /// Two to four capitalised words, like a writer's name.
    pub fn is_bare_name(&self) -> bool {
        (2.0..=4.0).contains(&self.words) && self.capitals >= 1.0 && self.digits == 0.0 && self.lower
    }

    /// One word in capitals: an agency's mark where it stands alone under a story.
    pub fn is_lone_capitals(&self) -> bool {
        self.words == 1.0
            && !self.lower
            && self.digits == 0.0
            && self.word_length >= 3.0
            && self.hits.is_empty()
    }

    /// Wholly the furniture of a page: menu, link, promotion, footer. A bare number or span of time is not.
    pub fn is_furniture(&self) -> bool {
        use LineKind::{AuthorBio, Contact, Footer, Navigation, Promo, Related};
        let kind = self.hits.first().filter(|h| h.whole).map(|h| h.family.kind);
        self.is_common()
            || matches!(kind, Some(Navigation | Footer | Promo | Related | Contact | AuthorBio))
                && (self.digits == 0.0 || self.words > 2.0)
    }

    /// The strongest hit of a kind, as the share of the block that it accounts for.
    pub fn share(&self, kind: LineKind) -> f32 {
        self.hits.iter().filter(|h| h.family.kind == kind).map(|h| h.share).fold(0.0, f32::max)
    }
}

/// The facts of all blocks of a text with these lines.
pub fn facts(text: &str, lines: &[Span], blocks: &[Block], furniture: Option<&Furniture>) -> Vec<Facts> {
    let short = |b: &Block| b.span.len() <= SHORT;
    let keys: Vec<u64> =
        blocks.iter().map(|b| if short(b) { hash(b.span.of(text).as_bytes()) } else { 0 }).collect();
    let repeated =
        repeated(blocks.iter().zip(&keys).filter(|(b, _)| short(b)).map(|(_, &key)| key).collect());
    let below = blocks.iter().skip(1).map(|b| b.first).chain([0]);
    let mut room = Room::default();
    let mut fact = |memo: &mut Memo, ((b, &key), below): ((&Block, &u64), usize)| Facts {
        repeated: short(b) && repeated.binary_search(&key).is_ok(),
        elsewhere: furniture.map(|furniture| furniture.count_block(text, lines, b)),
        blank_below: below > b.last + 1,
        ..memo.facts(b.span.of(text), key, || of_block(b.span.of(text), &mut room))
    };
    let all = blocks.iter().zip(&keys).zip(below);
    let mut facts: Vec<Facts> = MEMO.with_borrow_mut(|memo| all.map(|of| fact(memo, of)).collect());
    capitals::discount(&mut facts);
    facts
}

thread_local! {
    /// What this thread found out of blocks that come again and again.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// The keys that come twice, sorted.
fn repeated(mut keys: Vec<u64>) -> Vec<u64> {
    keys.sort_unstable();
    keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

/// Room that one block after the other is read in.
#[derive(Default)]
struct Room {
    low: Vec<u8>,
    boilerplate: boilerplate::Room,
}

fn of_block(block: &str, room: &mut Room) -> Facts {
    let look = prefix(block, LOOK);
    let bytes = Bytes::of(look);
    let Room { low, boilerplate } = room;
    boilerplate::write_low(look, low);
    let marks = Marks::of(look, &bytes);
    let mut tally = Tally::of(look, low, &bytes);
    let turn = is_turn(block);
    if turn {
        (tally.you, tally.we, tally.i) = (0, 0, 0);
    }
    let scale = block.len() as f32 / look.len().max(1) as f32;
    let share = |n: u32| n as f32 / tally.words.max(1) as f32;
    let first = block.chars().next();
    Facts {
        words: tally.words as f32 * scale,
        stop: share(tally.stop),
        capitals: tally.capitals as f32 / tally.words.saturating_sub(1).max(1) as f32,
        digits: tally.digits as f32 / tally.chars.max(1) as f32,
        word_length: tally.letters as f32 / tally.words.max(1) as f32,
        sentences: tally.sentences as f32 * scale,
        commas: share(tally.commas),
        ends_sentence: ends_sentence(block),
        asks: block.ends_with('?'),
        quoted: marks.quote,
        speech: tally.speech,
        you: share(tally.you),
        we: share(tally.we),
        i: share(tally.i),
        they: share(tally.they),
        furniture: share(tally.furniture),
        past: share(tally.past),
        age: tally.age,
        link: marks.at
            || bytes.has(b'p') && look.contains("http")
            || bytes.has(b'w') && look.contains("www."),
        price: marks.price,
        cut_off: block.ends_with('…') || block.ends_with("..."),
        bracketed: block.starts_with('(') && block.ends_with(')'),
        colon: block.ends_with(':'),
        bars: marks.bar,
        lower: marks.lower,
        begins_lower: first.is_some_and(char::is_lowercase),
        begins_digit: first.is_some_and(char::is_numeric),
        listed: is_item(block),
        pair: tally.words <= 14 && block.contains(": "),
        dateline: opens_with_dateline(block),
        signed_dateline: opens_with_signed_dateline(block),
        turn,
        runs_on: block.ends_with([',', ';']),
        any: block.contains(char::is_alphanumeric),
        repeated: false,
        blank_below: false,
        elsewhere: None,
        hits: boilerplate::hits(block, &bytes, low, boilerplate),
        content: tally.content,
        names: tally.names,
    }
}

/// Does a word in capitals open the block, and a dash follow soon, with more behind?
fn opens_with_dateline(block: &str) -> bool {
    let head = prefix(block, DATELINE);
    opens_in_capitals(block)
        && ["- ", "– ", "— "].iter().any(|dash| head.find(dash).is_some_and(|at| at + 30 < block.len()))
}

/// Is the first word one of at least three letters, all in capitals?
fn opens_in_capitals(block: &str) -> bool {
    let first = block.split([' ', ',', '.']).next().unwrap_or_default();
    first.chars().count() >= 3 && first.chars().all(char::is_uppercase)
}

/// Does the block open with a place in capitals, maybe a day, and an agency in brackets, with a mark or a capital
/// behind?
fn opens_with_signed_dateline(block: &str) -> bool {
    let head = prefix(block, DATELINE);
    let Some(open) = head.find(['(', '[']).filter(|_| opens_in_capitals(block)) else { return false };
    let Some(close) = head[open..].find([')', ']']) else { return false };
    let (place, agency, rest) = (&head[..open], &head[open + 1..open + close], &head[open + close + 1..]);
    let is_agency = (2..=12).contains(&agency.len())
        && agency.starts_with(char::is_uppercase)
        && agency.chars().all(char::is_alphabetic);
    let behind = rest.trim_start();
    let is_dated = place.contains(',') && place.contains(|c: char| c.is_ascii_digit());
    is_agency
        && (behind.starts_with(['-', '–', '—', ':'])
            || is_dated && behind.starts_with(|c: char| !c.is_lowercase()))
}

/// Is the block a turn of an interview? There `I` and `you` are no reader's or house's words.
fn is_turn(block: &str) -> bool {
    block.starts_with(['Q', 'A']) && matches!(block.get(1..3), Some(": " | ". "))
}

/// Does the block begin with a dash, a bullet or a number as lists have them?
fn is_item(block: &str) -> bool {
    let behind = block.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = behind.len() < block.len() && behind.starts_with([')', '.']) && behind[1..].starts_with(' ');
    number || ["- ", "– ", "— ", "* ", "• ", "· "].iter().any(|mark| block.starts_with(mark))
}

fn prefix(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    &text[..end]
}

#[derive(Default)]
struct Tally {
    words: u32,
    stop: u32,
    capitals: u32,
    digits: u32,
    letters: u32,
    chars: u32,
    commas: u32,
    sentences: u32,
    you: u32,
    we: u32,
    i: u32,
    they: u32,
    furniture: u32,
    past: u32,
    age: bool,
    speech: bool,
    content: Vec<u32>,
    names: Vec<u32>,
}

impl Tally {
    /// Tallies a text with these bytes; `low` is the text with its ASCII letters in lower case.
    fn of(text: &str, low: &[u8], bytes: &Bytes) -> Tally {
        let digits =
            if bytes.meets(&Bytes::DIGITS) { text.bytes().filter(u8::is_ascii_digit).count() } else { 0 };
        let mut tally = Tally { digits: digits as u32, ..Tally::default() };
        tally.content.reserve(text.len() / 12);
        each_token(text, |span| tally.token(&text[span.clone()], &low[span]));
        for hashes in [&mut tally.content, &mut tally.names] {
            hashes.sort_unstable();
            hashes.dedup();
        }
        tally
    }

    fn token(&mut self, token: &str, low: &[u8]) {
        self.chars += token.len() as u32;
        let last = token.bytes().last().unwrap_or_default();
        self.sentences += u32::from(!last.is_ascii_alphanumeric() && last != b',' && ends_sentence(token));
        self.commas += u32::from(last == b',');
        let bare = bare(token);
        let (word, low) = (&token[bare.clone()], &low[bare]);
        let Some(first) = word.chars().next() else { return };
        self.words += 1;
        let capital = self.words > 1 && (first.is_uppercase() || first.is_numeric());
        self.capitals += u32::from(capital);
        if word.is_ascii() {
            self.word(low, word.len(), capital);
        } else {
            let low = word.to_lowercase().replace('’', "'");
            self.word(low.as_bytes(), word.chars().count(), capital);
        }
    }

    /// Counts a word in lower case with straight apostrophes.
    fn word(&mut self, low: &[u8], letters: usize, capital: bool) {
        self.letters += letters as u32;
        let key = hash(low);
        let class = classes(key);
        self.class(class, low.ends_with(b"ed"));
        if !class.is(Word::STOP) && low.len() >= 4 {
            let key = without_plural(low).map_or(key, hash) as u32;
            self.content.push(key);
            if capital {
                self.names.push(key);
            }
        }
    }

    fn class(&mut self, class: Word, ed: bool) {
        if class == Word::default() && !ed {
            return;
        }
        let one = |of| u32::from(class.is(of));
        self.stop += one(Word::STOP);
        self.you += one(Word::YOU);
        self.we += one(Word::WE);
        self.i += one(Word::I);
        self.they += one(Word::THEY);
        self.furniture += one(Word::FURNITURE);
        self.past += u32::from(ed || class.is(Word::PAST));
        self.age |= class.is(Word::AGE);
        self.speech |= class.is(Word::SPEECH);
    }
}

/// Shows where the stretches without white space stand.
fn each_token(text: &str, mut show: impl FnMut(Range<usize>)) {
    let (mut start, mut at) = (0, 0);
    while let Some(&byte) = text.as_bytes().get(at) {
        let blank = match byte {
            b' ' | b'\t'..=b'\r' => 1,
            // The first bytes of white space beyond ASCII.
            0xC2 | 0xE1..=0xE3 => blank_at(text, at),
            _ => 0,
        };
        if blank > 0 && at > start {
            show(start..at);
        }
        at += blank.max(1);
        start = if blank > 0 { at } else { start };
    }
    if text.len() > start {
        show(start..text.len());
    }
}

/// The width of the white space that stands there; 0 for anything else.
fn blank_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8)
}

/// Where a token's punctuation ends at its start, and begins at its end.
fn bare(token: &str) -> Range<usize> {
    let bytes = token.as_bytes();
    let inner = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii();
    let (Some(start), Some(last)) = (bytes.iter().position(inner), bytes.iter().rposition(inner)) else {
        return 0..0;
    };
    if bytes[start].is_ascii() && bytes[last].is_ascii() {
        return start..last + 1;
    }
    let start = token.len() - token.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    start..start + token[start..].trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

/// A word without its plural or possessive s, if it has one.
fn without_plural(word: &[u8]) -> Option<&[u8]> {
    let until = |word: &[u8], tail: u8| word.iter().rposition(|&b| b != tail).map_or(0, |last| last + 1);
    let stem = &word[..until(word, b's')];
    let stem = &stem[..until(stem, b'\'')];
    (stem.len() < word.len()).then_some(stem)
}

/// Which marks a text has.
#[derive(Default)]
struct Marks {
    quote: bool,
    price: bool,
    bar: bool,
    at: bool,
    lower: bool,
}

impl Marks {
    fn of(text: &str, bytes: &Bytes) -> Marks {
        let mut marks = Marks {
            quote: bytes.has(b'"'),
            price: bytes.has(b'$'),
            bar: bytes.has(b'|'),
            at: bytes.has(b'@'),
            lower: bytes.meets(&Bytes::SMALL),
        };
        if bytes.meets(&Bytes::WIDE) {
            text.chars().filter(|c| !c.is_ascii()).for_each(|c| marks.add(c));
        }
        marks
    }

    fn add(&mut self, c: char) {
        self.quote |= matches!(c, '“' | '”' | '«' | '»' | '„');
        self.price |= matches!(c, '€' | '£' | '₹' | '¥');
        self.bar |= matches!(c, '•' | '»' | '›' | '·');
        self.lower |= c.is_lowercase();
    }
}
