//! One stop and its surroundings: where the run of marks ends, and whether a sentence ends there.

use super::abbreviations::{Hold, begins_sentence, goes_with_clock, hold, is_speech_verb};

/// The longest look back for the word before a stop, in bytes.
const BACK: usize = 24;
/// The longest look ahead behind a quote for its speaker, in words.
const AHEAD: usize = 5;
/// The most opening marks skipped before the next word.
const OPENERS: usize = 8;

/// A trimmed paragraph.
pub(super) struct Paragraph<'a> {
    text: &'a str,
    /// Nothing but ASCII: no stops of other scripts.
    plain: bool,
}

/// A run of stops and of the closing marks behind them.
#[derive(Debug)]
pub(super) struct Run {
    /// Where the first stop stands.
    start: usize,
    /// Behind the last closing mark.
    pub(super) end: usize,
    class: Class,
    /// A closing mark is part of the run.
    closed: bool,
    /// A closing quotation mark is part of the run.
    quoted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Point,
    Ellipsis,
    /// `!` or `?`.
    Mark,
    /// Stops of other scripts: they end a sentence without a blank behind them.
    Hard,
}

/// What the text goes on with behind a run.
struct Next<'a> {
    /// The first character that is no opening mark.
    first: char,
    /// The word it begins, up to a bound; empty if it begins none.
    word: &'a str,
    /// The word's start.
    at: usize,
}

impl<'a> Paragraph<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Paragraph { text, plain: text.is_ascii() }
    }

    /// The first stop at or behind `from`.
    pub(super) fn next_stop(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if self.plain {
            let rest = bytes.get(from..)?;
            return memchr::memchr3(b'.', b'!', b'?', rest).map(|at| from + at);
        }
        let mut at = from;
        while let Some(&b) = bytes.get(at) {
            match b {
                b'.' | b'!' | b'?' => return Some(at),
                0xC0.. if self.char_at(at).is_some_and(is_stop) => return Some(at),
                _ => at += 1,
            }
        }
        None
    }

    /// The first character behind `from` that is no white space.
    pub(super) fn skip_blanks(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or("");
        from + (rest.len() - rest.trim_start().len())
    }

    /// The run of stops and closing marks that begins with the stop at `start`.
    pub(super) fn run(&self, start: usize) -> Run {
        let mut run = Run { start, end: start, class: Class::Point, closed: false, quoted: false };
        let (mut points, mut marks, mut hard) = (0, false, false);
        while let Some(c) = self.char_at(run.end) {
            match c {
                '.' => points += 1,
                '…' => points += 3,
                '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '‽' => marks = true,
                _ if is_stop(c) => hard = true,
                _ if is_closer(c) => {
                    run.closed = true;
                    run.quoted |= is_quote(c);
                }
                ' ' | '\u{A0}' if !run.closed && self.goes_on_behind_blank(run.end + c.len_utf8()) => {}
                _ => break,
            }
            run.end += c.len_utf8();
        }
        run.class = match (hard, marks, points) {
            (true, ..) => Class::Hard,
            (_, true, _) => Class::Mark,
            (.., 0..=1) => Class::Point,
            _ => Class::Ellipsis,
        };
        run
    }

    /// Behind one blank: another point of a spaced ellipsis, or a spaced closing guillemet.
    fn goes_on_behind_blank(&self, at: usize) -> bool {
        match self.char_at(at) {
            Some('.') => self.char_at(at + 1).is_none_or(|c| c == ' ' || c == '.' || is_closer(c)),
            Some('»') => self.char_at(at + 2).is_none_or(|c| !c.is_alphanumeric()),
            _ => false,
        }
    }

    /// Where the sentence that began at `start` ends, if it ends at `run`.
    pub(super) fn cut(&self, start: usize, run: &Run) -> Option<usize> {
        let after = self.char_at(run.end)?;
        if run.class == Class::Hard {
            return self.hard_ends(run, after).then_some(run.end);
        }
        if !after.is_whitespace() {
            return self.glued_end(run, after);
        }
        let next = self.next(run.end)?;
        let ends = match run.class {
            Class::Mark => self.mark_ends(run, &next),
            Class::Ellipsis => self.ellipsis_ends(run, &next),
            _ => self.point_ends(start, run, &next),
        };
        ends.then_some(run.end)
    }

    fn hard_ends(&self, run: &Run, after: char) -> bool {
        let in_number = after.is_numeric() && self.text[run.start..].starts_with('．');
        // Japanese puts と behind what was said: the sentence goes on.
        !(in_number || run.closed && after == 'と')
    }

    /// No blank behind the stop: `was over.The next` is a lost line break, `Amazon.Com` is not.
    fn glued_end(&self, run: &Run, after: char) -> Option<usize> {
        let next = self.next(run.end)?;
        if !next.first.is_uppercase() || next.at - run.end > 3 {
            return None;
        }
        let before = self.word_before(run.start);
        let plain = before.chars().count() > 1 && before.chars().all(char::is_lowercase);
        let word_ends = self.char_at(next.at + next.word.len()).is_none_or(|c| c.is_whitespace() || c == ',');
        let opens = !after.is_alphanumeric() && is_opener(after);
        (plain && word_ends && run.class != Class::Ellipsis && (run.quoted || opens || !run.closed))
            .then_some(run.end)
    }

    fn mark_ends(&self, run: &Run, next: &Next<'_>) -> bool {
        let bracketed = matches!(self.char_before(run.start), Some('(' | '['));
        !(next.is_lower() || bracketed || run.quoted && self.speaker_follows(next))
    }

    fn ellipsis_ends(&self, run: &Run, next: &Next<'_>) -> bool {
        let spaced = self.char_before(run.start).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
        if next.is_lower() || (spaced && !run.quoted) || next.word == "I" {
            return false;
        }
        !(run.quoted && self.speaker_follows(next))
    }

    fn point_ends(&self, start: usize, run: &Run, next: &Next<'_>) -> bool {
        if next.is_lower() {
            return false;
        }
        let word = self.word_before(run.start);
        if self.is_label(start, run, word) {
            return false;
        }
        match hold(word) {
            Hold::None => true,
            Hold::Strong => false,
            Hold::Number => !next.first.is_numeric(),
            Hold::Clock => run.quoted || !(next.first.is_numeric() || goes_with_clock(next.word)),
            Hold::Weak => run.quoted || next.begins_sentence(self),
        }
    }

    /// The number or letter of a list item, alone at the sentence's start: `1. Open`, `IV. Close`.
    fn is_label(&self, start: usize, run: &Run, word: &str) -> bool {
        // The label with its opening marks is short: a longer head is none, and is not looked through.
        let head = self.text.get(start..run.start).filter(|head| head.len() <= 12).map_or("", str::trim);
        let short = word.len() <= 3 && word == head.trim_start_matches(is_opener) && !word.is_empty();
        short && (word.bytes().all(|b| b.is_ascii_digit()) || word.bytes().all(|b| b"IVX".contains(&b)))
    }

    /// `Ana Petrova asked`: capitalised words, then a verb of speech.
    fn speaker_follows(&self, next: &Next<'_>) -> bool {
        if !next.first.is_uppercase() || begins_sentence(next.word) && next.word != "Police" {
            return false;
        }
        let mut words = self.text.get(next.at..).unwrap_or("").split_whitespace().take(AHEAD);
        let verb = words.find(|w| !w.starts_with(char::is_uppercase));
        verb.is_some_and(|w| is_speech_verb(w.trim_end_matches(['.', ',', ':'])))
    }

    /// What follows behind blanks and opening marks.
    fn next(&self, from: usize) -> Option<Next<'a>> {
        let rest = self.text.get(from..)?;
        let mut openers = 0;
        for (offset, c) in rest.char_indices() {
            let skip = c.is_whitespace() || is_opener(c);
            openers += usize::from(skip && !c.is_whitespace());
            if !skip || openers > OPENERS {
                let word = word_at(rest.get(offset..)?);
                return Some(Next { first: c, word, at: from + offset });
            }
        }
        None
    }

    /// The word that ends at `end`, without opening marks; empty behind a blank.
    fn word_before(&self, end: usize) -> &'a str {
        let mut start = end;
        for (offset, c) in self.text.get(..end).unwrap_or("").char_indices().rev() {
            if c.is_whitespace() || is_opener(c) && c != '\'' && c != '-' || c == '/' || end - offset > BACK {
                break;
            }
            start = offset;
        }
        self.text.get(start..end).unwrap_or("")
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at).and_then(|rest| rest.chars().next_back())
    }
}

impl Next<'_> {
    /// Goes on in lower case; `iPhone` counts as a capital.
    fn is_lower(&self) -> bool {
        self.first.is_lowercase() && !self.word.chars().nth(1).is_some_and(char::is_uppercase)
    }

    fn begins_sentence(&self, paragraph: &Paragraph<'_>) -> bool {
        let behind = paragraph.char_at(self.at + self.word.len());
        let opened = paragraph.char_before(self.at).is_some_and(|c| is_quote(c) && c != '\'' && c != '’');
        // `A.` and `I.` are initials themselves.
        opened || begins_sentence(self.word) && (behind != Some('.') || self.word.len() > 1)
    }
}

/// The letters at the head of `rest`, at most 24 bytes of them.
fn word_at(rest: &str) -> &str {
    let end =
        rest.char_indices().find(|&(i, c)| !c.is_alphanumeric() || i > BACK).map_or(rest.len(), |(i, _)| i);
    rest.get(..end).unwrap_or("")
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '‽')
        || matches!(c, '。' | '｡' | '．' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '၊' | '။')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '》' | '＂'
    )
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '「'
            | '『'
            | '（'
            | '【'
            | '《'
    ) || matches!(c, '-' | '–' | '—' | '•' | '*' | '·' | '¿' | '¡' | '”' | '’' | '»' | '●' | '■' | '▪')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '›' | '‹' | '「' | '」' | '』' | '＂')
}
