//! Pairing of quotation marks, paragraph by paragraph.
//!
//! One pass pairs the double marks (straight, curly, guillemets, ``…''), a second one the single
//! marks outside them, where apostrophes are told from closing marks. A mark that never closes
//! reaches the paragraph's end at most, and only where the paragraph opens with it, a colon or
//! comma leads it in, or the next paragraph repeats it. Both passes look at every mark a bounded
//! number of times.

use std::num::NonZeroU32;

use crate::text::Span;

/// A pair of marks, or an opening mark that runs to its paragraph's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    /// All between the marks.
    pub inner: Span,
    /// With the marks.
    pub outer: Span,
    /// Which paragraph it stands in.
    pub paragraph: usize,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether it goes on what the paragraph before left open.
    pub continues: bool,
    /// Between single marks.
    pub single: bool,
}

/// Open marks that may be nested; deeper ones are taken as words of the quote.
const DEPTH: usize = 6;

/// Words of the shortest piece that the next mark opens again.
const REOPENED: usize = 4;

/// Whether `''` opens a quote too, as it does in archives that turned every double mark into two
/// apostrophes. Where this is off, `''` only closes what `` opened.
const DOUBLED_APOSTROPHE_OPENS: bool = true;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Straight,
    Curly,
    Guillemet,
    Ticks,
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    /// Its bytes.
    width: u8,
    family: Family,
    opens: bool,
    closes: bool,
    /// A closing single mark that can hardly be an apostrophe.
    sure: bool,
}

impl Mark {
    fn end(&self) -> usize {
        self.start + usize::from(self.width)
    }
}

/// All top-level quoted stretches of the paragraphs, ascending. `paragraphs` must be ascending.
pub(super) fn marked(text: &str, paragraphs: &[Span]) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut open_before = false;
    let mut opening = paragraphs.first().is_some_and(|&p| opens_with_mark(text, p));
    for (i, &paragraph) in paragraphs.iter().enumerate() {
        let next_opens = paragraphs.get(i + 1).is_some_and(|&p| opens_with_mark(text, p));
        let from = out.len();
        in_paragraph(text, paragraph, next_opens, i, &mut out);
        if let Some(first) = out.get_mut(from) {
            first.continues = open_before && opening && first.outer.start == paragraph.start;
        }
        open_before = out[from..].last().is_some_and(|m| !m.closed);
        opening = next_opens;
    }
    out
}

fn opens_with_mark(text: &str, paragraph: Span) -> bool {
    let mut chars = paragraph.of(text).chars();
    let first = chars.next();
    first.is_some_and(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '‘' | '\'' | '`' | '＂'))
        && chars.next().is_some_and(|c| !c.is_whitespace())
}

fn in_paragraph(text: &str, paragraph: Span, next_opens: bool, index: usize, out: &mut Vec<Marked>) {
    let marks = find_marks(text, paragraph);
    if marks.is_empty() {
        return;
    }
    let pairs = pair_doubles(&marks);
    let runs_on = |i: usize| next_opens || runs_to_end(text, paragraph, &marks, &pairs, i);
    let mut continues = false;
    let mut i = 0;
    while let Some(mark) = marks.get(i) {
        let single = mark.family == Family::Single;
        let mut push = |inner: Span, end: usize, closed| {
            let outer = Span::new(mark.start, end);
            out.push(Marked { inner, outer, paragraph: index, closed, continues, single });
        };
        if let Some(next) = reopened(text, &marks, &pairs, i) {
            let inner = Span::new(mark.end(), marks[next].start).trimmed(text);
            push(inner, inner.end, true);
            (continues, i) = (true, next);
            continue;
        }
        if (Some(i) == pairs.open || continues && pairs.of(i).is_none()) && runs_on(i) {
            push(Span::new(mark.end(), paragraph.end), paragraph.end, false);
            return;
        }
        let close = if single { close_single(&marks, &pairs, i) } else { pairs.of(i) };
        if let Some(mate) = close.and_then(|j| marks.get(j)) {
            push(Span::new(mark.end(), mate.start), mate.end(), true);
        }
        continues = false;
        i = close.unwrap_or(i) + 1;
    }
}

/// The mark that opens again what the one at `i` has open, as at the head of a new paragraph, where the
/// paragraphs of a text were joined: `"It goes on. "It never ends," Doe said.`
fn reopened(text: &str, marks: &[Mark], pairs: &Pairs, i: usize) -> Option<usize> {
    let mark = &marks[i];
    if mark.family == Family::Single || !mark.opens || pairs.of(i).is_some() {
        return None;
    }
    let next = (i + 1..marks.len()).find(|&j| marks[j].family != Family::Single)?;
    let again = &marks[next];
    let words = Span::new(mark.end(), again.start).of(text);
    let again = again.opens && !again.closes && again.family == mark.family;
    let sentence = words.trim_end().ends_with(['.', '!', '?']) && words.ends_with(char::is_whitespace);
    (again && sentence && words.split_whitespace().nth(REOPENED - 1).is_some()).then_some(next)
}

/// How the double marks of a paragraph go together.
struct Pairs {
    /// The closing mark of each opening one, in few bytes: machine text can have millions.
    partner: Vec<Option<NonZeroU32>>,
    /// The first mark that stays open with nothing around it.
    open: Option<usize>,
    /// The first mark that has a partner.
    first: Option<usize>,
    /// The last one of each family.
    last: [Option<usize>; 5],
}

impl Pairs {
    /// The mark that closes the one at `i`.
    fn of(&self, i: usize) -> Option<usize> {
        self.partner[i].map(|mate| mate.get() as usize)
    }
}

fn pair_doubles(marks: &[Mark]) -> Pairs {
    let mut partner = vec![None; marks.len()];
    let mut open: Vec<usize> = Vec::new();
    for (i, mark) in marks.iter().enumerate().filter(|(_, m)| m.family != Family::Single) {
        let mate = open.iter().rposition(|&o| closes_with(marks[o].family, mark.family));
        match mate {
            Some(at) if mark.closes => {
                partner[open[at]] = u32::try_from(i).ok().and_then(NonZeroU32::new);
                open.truncate(at);
            }
            _ if mark.opens && open.len() < DEPTH => open.push(i),
            _ => {}
        }
    }
    let mut last = [None; 5];
    for i in (0..marks.len()).filter(|&i| partner[i].is_some()) {
        last[marks[i].family as usize] = Some(i);
    }
    Pairs { first: partner.iter().position(Option::is_some), open: open.first().copied(), partner, last }
}

/// Whether a mark of one family can close one of another; writers mix straight and curly marks.
fn closes_with(open: Family, close: Family) -> bool {
    use Family::{Curly, Straight, Ticks};
    open == close || matches!((open, close), (Curly, Straight) | (Straight, Curly) | (Ticks, Straight))
}

/// Whether the mark at `i`, which nothing closes, is open to the paragraph's end.
fn runs_to_end(text: &str, paragraph: Span, marks: &[Mark], pairs: &Pairs, i: usize) -> bool {
    let before = Span::new(paragraph.start, marks[i].start).of(text).trim_end();
    // A pair of the same family behind it says that the closing mark was forgotten further up.
    let pair_behind = pairs.last[marks[i].family as usize].is_some_and(|last| last > i);
    // `"…," Doe said. "It goes on`: the second half of a split quote.
    let half = pairs.first.is_some_and(|first| first < i) && before.ends_with('.');
    !pair_behind && (before.is_empty() || before.ends_with([',', ':']) || half)
}

/// The mark that closes the single mark at `open`: sure ones before those that may be apostrophes.
fn close_single(marks: &[Mark], pairs: &Pairs, open: usize) -> Option<usize> {
    if !marks[open].opens {
        return None;
    }
    let mut weak = None;
    let mut i = open + 1;
    while let Some(mark) = marks.get(i) {
        if mark.family != Family::Single {
            i = pairs.of(i).unwrap_or(i) + 1;
            continue;
        }
        if mark.closes && mark.sure {
            return Some(i);
        }
        if mark.opens && !mark.closes {
            break;
        }
        weak = weak.or(mark.closes.then_some(i));
        i += 1;
    }
    weak
}

fn find_marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let part = paragraph.of(text);
    let mut out: Vec<Mark> = Vec::new();
    let mut attribute = false;
    let mut at = 0;
    let plain = part.is_ascii();
    while let Some(skip) = next_mark(&part.as_bytes()[at..], plain) {
        let i = at + skip;
        let Some(c) = part.get(i..).and_then(|rest| rest.chars().next()) else {
            at = i + 1;
            continue;
        };
        let Some((family, width)) = family(&part[i..], c) else {
            at = i + c.len_utf8();
            continue;
        };
        at = i + width;
        let before = part[..i].chars().next_back().unwrap_or(' ');
        let after = part[at..].chars().next().unwrap_or(' ');
        if family == Family::Straight && (before == '=' || attribute) {
            // Markup that was left in the text: `tweet_id="778"`.
            attribute = !attribute;
        } else if !is_measure(part, i, before, after) {
            out.extend(mark(part, i, Span::new(i, at).shifted(paragraph.start), family, before, after));
        }
    }
    out
}

/// Where the next byte stands that may begin a quotation mark; `plain` says that all are ASCII.
fn next_mark(bytes: &[u8], plain: bool) -> Option<usize> {
    if plain { memchr::memchr3(b'"', b'\'', b'`', bytes) } else { bytes.iter().position(|&b| may_mark(b)) }
}

/// The first byte of a quotation mark, or of a character that may be one.
fn may_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xE2 | 0xEF)
}

fn family(rest: &str, c: char) -> Option<(Family, usize)> {
    let found = match c {
        '"' | '＂' => (Family::Straight, c.len_utf8()),
        '“' | '”' | '„' => (Family::Curly, c.len_utf8()),
        '«' | '»' => (Family::Guillemet, c.len_utf8()),
        '`' if rest.starts_with("``") => (Family::Ticks, 2),
        '\'' if rest.starts_with("''") => (Family::Ticks, 2),
        '’' if rest.starts_with("’’") => (Family::Curly, 6),
        '‘' if rest.starts_with("‘‘") => (Family::Curly, 6),
        '\'' | '‘' | '’' | '`' => (Family::Single, c.len_utf8()),
        _ => return None,
    };
    Some(found)
}

fn mark(part: &str, i: usize, at: Span, family: Family, before: char, after: char) -> Option<Mark> {
    let c = part[i..].chars().next()?;
    if family == Family::Single {
        return single_mark(part, i, at, c, before, after);
    }
    let left = opens_here(before, after);
    let right = !before.is_whitespace() && (after.is_whitespace() || is_closing_context(after));
    let (opens, closes) = match c {
        '“' | '„' | '«' | '`' | '‘' => (!right || left, right && !left),
        // Turned the wrong way round, but nothing stands before it to be closed.
        '”' | '»' if i == 0 && after.is_whitespace() => (true, false),
        '”' | '»' | '’' => (left && !right && after.is_alphanumeric(), !left || right),
        '\'' if !DOUBLED_APOSTROPHE_OPENS => (false, true),
        _ => (left || before.is_whitespace() == after.is_whitespace(), right || !left),
    };
    Some(Mark { start: at.start, width: at.len() as u8, family, opens, closes, sure: true })
}

fn single_mark(part: &str, i: usize, at: Span, c: char, before: char, after: char) -> Option<Mark> {
    let next = i + c.len_utf8();
    let opens =
        c != '’' && opens_here(before, after) && after.is_alphanumeric() && !is_elision(&part[next..])
            || c == '‘'
                && opens_here(before, after)
                && matches!(after, '"' | '“' | '…' | '.' | '[' | '(' | '£' | '$');
    let closes = c != '‘' && c != '`' && !before.is_whitespace() && !after.is_alphanumeric() && !opens;
    let word_end = before.is_alphanumeric();
    let dropped_letter = before == 's' || before == 'z' || part[..i].ends_with("in");
    let sure = !word_end || matches!(after, ',' | ';' | ':' | '?' | '!' | ')') || !dropped_letter;
    (opens || closes).then_some(Mark {
        start: at.start,
        width: at.len() as u8,
        family: Family::Single,
        opens,
        closes,
        sure,
    })
}

fn opens_here(before: char, after: char) -> bool {
    let clear = before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '>' | '"' | '“' | '‘' | '\'' | '…');
    clear && !after.is_whitespace() && !matches!(after, ',' | ';' | ')' | '?' | '!' | ']')
}

fn is_closing_context(after: char) -> bool {
    matches!(
        after,
        ',' | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '—'
            | '–'
            | '-'
            | '’'
            | '”'
            | '\''
            | '"'
            | '<'
            | '/'
            | '…'
    )
}

/// `'90s`, `'em`, `'tis`: a mark for letters left out.
fn is_elision(rest: &str) -> bool {
    const CUT: [&str; 15] = [
        "em", "tis", "twas", "til", "till", "cause", "cos", "n", "round", "bout", "neath", "nuff", "twill",
        "im", "tude",
    ];
    let word: &str = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let digits = word.trim_end_matches('s');
    let year = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    // With a capital only the archaic ones: `'Round` is likelier the first word of a quote.
    year || CUT.contains(&word) || matches!(word, "Tis" | "Twas" | "Twill")
}

/// Feet and inches: `6'2"`, `5' 10"`, `a 12" pipe`, `6ft 2"`.
fn is_measure(part: &str, i: usize, before: char, after: char) -> bool {
    if !before.is_ascii_digit() {
        return false;
    }
    let head = part[..i].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let width = part[i..].chars().next().map_or(1, char::len_utf8);
    let behind = part[i + width..].trim_start();
    if head.ends_with(['\'', '’', '′'])
        && head.trim_end_matches(['\'', '’', '′']).ends_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    if matches!(part[i..].chars().next(), Some('\'' | '’')) && after.is_ascii_digit() {
        return true;
    }
    let word = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    matches!(
        word,
        "tall"
            | "wide"
            | "long"
            | "deep"
            | "high"
            | "thick"
            | "screen"
            | "x"
            | "by"
            | "pipe"
            | "vinyl"
            | "guns"
            | "TV"
    )
}
