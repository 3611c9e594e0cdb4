//! Said or only marked? Whole statements and quoted words are told from titles of works,
//! nicknames, names and scare quotes.

use std::cell::{Cell, OnceCell};

use super::QuoteKind;
use super::cues::Cue;
use super::marks::Marked;
use super::phrases::cue_at;
use super::tape::Tape;
use super::tokens::{Script, Token, tokens};
use super::window;
use super::words::Class;
use crate::text::Span;
use crate::text::words::words;

/// Bytes of context looked at on each side.
const CONTEXT: usize = 72;
/// Words of the longest name.
const NAME: usize = 12;
/// Words of a quote that are looked at one by one.
const LOOK: usize = 40;

/// Judges the marks of a story, one after the other.
pub(super) struct Judge<'t> {
    text: &'t str,
    /// The story quotes with single marks.
    british: bool,
    /// The reporter's words before the marks, and those behind.
    left: Tape<'t>,
    right: Tape<'t>,
}

impl<'t> Judge<'t> {
    /// Of a story; `british` says that it quotes with single marks.
    pub fn of(script: Script<'t>, british: bool) -> Judge<'t> {
        Judge { text: script.text, british, left: Tape::of(script), right: Tape::of(script) }
    }

    /// What the words between two marks are; `None` when nobody says them.
    pub fn kind(&mut self, paragraph: Span, mark: &Marked) -> Option<QuoteKind> {
        words(mark.inner.of(self.text)).next()?;
        let unusual = mark.single && !self.british;
        Look::at(self, paragraph, mark).kind(unusual)
    }
}

/// `the crowd chanted “…”`, `shouts of “…”`: said, whoever it is.
pub(super) fn cried(script: Script<'_>, paragraph: Span, mark: &Marked) -> bool {
    outcry(&tokens(script, window::before(script.text, paragraph.start, mark.outer.start, CONTEXT)))
}

/// A word of speech right before it after which no title stands.
fn outcry(before: &[Token]) -> bool {
    let last = before.iter().rev().find(|t| !t.is(",") && !t.is("of")).map_or("", |t| t.low.as_ref());
    ["chant", "shout", "yell", "scream"].iter().any(|stem| last.starts_with(stem))
        || matches!(last, "saying" | "says" | "cries")
}

struct Look<'a, 't> {
    words: usize,
    /// All words are written as in a title.
    capitals: bool,
    first_capital: bool,
    /// Ends with a sentence's end or a comma, inside or right behind the marks.
    finished: bool,
    stopped: bool,
    /// The end is one full stop.
    plain_stop: bool,
    closed: bool,
    single: bool,
    /// Nothing, or a sentence's end, before it.
    opens: bool,
    /// A comma or colon leads in.
    led: bool,
    /// Nothing but a blank between it and the words on both sides.
    inset: bool,
    code: bool,
    left: Words<'a, 't>,
    right: Words<'a, 't>,
}

/// The reporter's words on one side, read when they are needed.
struct Words<'a, 't> {
    span: Span,
    tape: Cell<Option<&'a mut Tape<'t>>>,
    tokens: OnceCell<&'a [Token<'t>]>,
}

impl<'a, 't> Words<'a, 't> {
    fn of(tape: &'a mut Tape<'t>, span: Span) -> Words<'a, 't> {
        Words { span, tape: Cell::new(Some(tape)), tokens: OnceCell::new() }
    }

    fn tokens(&self) -> &'a [Token<'t>] {
        self.tokens.get_or_init(|| self.tape.take().map_or(&[], |tape| tape.tokens(self.span)))
    }
}

impl<'a, 't> Look<'a, 't> {
    fn at(judge: &'a mut Judge<'t>, paragraph: Span, mark: &Marked) -> Look<'a, 't> {
        let text = judge.text;
        let inner = mark.inner.of(text).trim();
        let before_text = window::before(text, paragraph.start, mark.outer.start, CONTEXT);
        let after_text = window::after(text, mark.outer.end, paragraph.end, CONTEXT);
        let left = before_text.of(text).trim_end();
        let right = after_text.of(text);
        let titled = |w: &str| {
            let class = || Class::of(w);
            w.starts_with(|c: char| !c.is_lowercase())
                || w == "and"
                || class().is_preposition()
                || class().is_determiner()
        };
        let count = words(inner).take(LOOK).count();
        let stopped = inner.ends_with(['.', '!', '?', '…', '—', '–', '-']);
        Look {
            words: count,
            // Nobody asks it of longer ones.
            capitals: (mark.single || count <= NAME) && words(inner).take(count).all(|w| titled(w.of(inner))),
            first_capital: inner.starts_with(|c: char| {
                c.is_uppercase() || c.is_ascii_digit() || matches!(c, '…' | '[' | '$' | '.' | '@' | '#')
            }),
            finished: stopped
                || inner.ends_with(',')
                || right.starts_with([',', '.', ';'])
                || right.trim_start().starts_with(['—', '―', '–']),
            stopped,
            plain_stop: inner.ends_with('.') && !inner.ends_with(".."),
            closed: mark.closed,
            single: mark.single,
            opens: left.is_empty()
                || left.ends_with(['.', '!', '?', '”', '"', '—', '…', '(', '[', ')', '_', '|', '-', '–']),
            led: left.ends_with([',', ':']),
            inset: before_text.of(text).len() > left.len() && right.starts_with(' '),
            code: inner.contains(['<', '>', '{', '}']) && inner.contains('='),
            left: Words::of(&mut judge.left, before_text),
            right: Words::of(&mut judge.right, after_text),
        }
    }

    /// `unusual` says that the story marks what is said with other marks.
    fn kind(&self, unusual: bool) -> Option<QuoteKind> {
        if self.words == 0 || self.code || self.is_name() {
            return None;
        }
        if self.is_direct() {
            return Some(QuoteKind::Direct);
        }
        let enough = if unusual { 5 } else { 3 };
        let cued = self.cue_near(8);
        let partial =
            self.words >= enough || (cued && !unusual) || (self.words == 2 && self.finished && cued);
        partial.then_some(QuoteKind::Partial)
    }

    fn is_direct(&self) -> bool {
        if !self.closed {
            return self.words >= 3;
        }
        if self.opens {
            if self.finished && self.words >= 3 {
                return true;
            }
            let said = self.cue_after();
            // `Mora said. "Big time."`
            let goes_on = self.stopped && self.cue_before() == Some(Cue::Speech);
            return goes_on
                || (self.finished && said)
                || (said && self.words >= 3)
                || (self.first_capital && self.words >= 4 && self.stopped);
        }
        let spoken = self.cue_before() == Some(Cue::Speech);
        if self.led {
            return (self.words >= 2 && self.first_capital && (spoken || self.finished) && !self.listed())
                || (self.words >= 4 && self.finished && spoken);
        }
        self.first_capital && self.words >= 3 && self.stopped && (spoken || self.words >= 6)
    }

    /// `"one," "two" and "three"`: a comma of a list.
    fn listed(&self) -> bool {
        self.words <= 4 && self.capitals && !self.stopped && self.cue_before().is_none()
    }

    /// A title, nickname or so-called.
    fn is_name(&self) -> bool {
        let headline = self.single && self.capitals && self.words > 1;
        if self.words > NAME || headline {
            return headline;
        }
        let bare = || {
            self.words <= 2 && !self.led && !self.opens && self.cue_before().is_none() && !self.cue_near(8)
        };
        // What tells without the words around it comes first: machine text has marks without end.
        let heading = self.opens && self.words <= 2 && !self.finished;
        heading
            || (self.words <= 8 && (self.is_naming() || self.is_work()))
            || self.is_called()
            || self.is_sign()
            || (self.words <= 3 && self.is_framed())
            || (self.capitals && self.is_title() && !self.cue_directly())
            || bare()
    }

    /// `dubbed "…"`, `the song "…"`.
    fn is_naming(&self) -> bool {
        let last = self.before().last().map_or("", |t| t.low.as_ref());
        self.cue_before() == Some(Cue::Naming)
            || matches!(
                last,
                "so-called"
                    | "aka"
                    | "nickname"
                    | "named"
                    | "word"
                    | "term"
                    | "phrase"
                    | "song"
                    | "film"
                    | "movie"
                    | "book"
                    | "show"
                    | "titled"
                    | "entitled"
            )
    }

    /// Shaped like the title of a work: capitals, in the middle of a sentence.
    fn is_title(&self) -> bool {
        !self.opens
            && !(self.led && (self.words > 3 || self.stopped))
            && self.words <= 10
            && self.first_capital
            && (!self.stopped || self.plain_stop && self.words > 1)
            && (self.words > 1 || self.cue_before().is_none() || !self.cue_near(3))
    }

    fn before(&self) -> &'a [Token<'t>] {
        self.left.tokens()
    }

    fn after(&self) -> &'a [Token<'t>] {
        self.right.tokens()
    }

    /// `Robert "Bobby" Doe`.
    fn is_framed(&self) -> bool {
        self.inset
            && self.before().last().is_some_and(|t| t.capital)
            && self.after().first().is_some_and(|t| t.capital)
    }

    /// `a beet called "Beetsy"`, `the "Bluebird" ferry`, `what a "mule account" is`: a name, or words
    /// talked about.
    fn is_called(&self) -> bool {
        let last = self.before().last();
        let determiner = last.is_some_and(|t| t.class().is_determiner());
        let last = last.map_or("", |t| t.low.as_ref());
        let what = self.before().iter().rev().nth(usize::from(determiner)).is_some_and(|t| t.is("what"));
        let names = self.first_capital && self.capitals && self.words <= 3 && !self.stopped;
        let noun =
            self.after().first().is_some_and(|t| !t.punct && !t.capital && !t.class().is_preposition());
        let thing = last == "the" && noun && self.words == 1;
        // `what he called "mule accounts"` is his word; `a custom called "bul"` is its name.
        let his = || self.before().iter().rev().take(6).any(|t| t.is("what"));
        names && (matches!(last, "called" | "labelled" | "labeled" | "marked") || thing)
            || last == "called" && self.words <= 2 && !his()
            || what && self.words <= 3 && self.after().first().is_some_and(|t| t.is("is"))
    }

    /// `a banner saying "Welcome home"`: the writing on something.
    fn is_sign(&self) -> bool {
        let mut back = self.before().iter().rev().filter(|t| !t.is("that") && !t.is("which") && !t.punct);
        let reads = back.next().is_some_and(|t| {
            matches!(
                t.low.as_ref(),
                "saying" | "reading" | "read" | "reads" | "says" | "said" | "proclaiming"
            )
        });
        reads
            && back.next().is_some_and(|t| {
                matches!(
                    t.low.trim_end_matches('s'),
                    "sign"
                        | "banner"
                        | "placard"
                        | "poster"
                        | "sticker"
                        | "t-shirt"
                        | "shirt"
                        | "hat"
                        | "cap"
                        | "billboard"
                        | "plaque"
                )
            })
    }

    /// `her column, "Why I left," is`: the title of what the noun before it names.
    fn is_work(&self) -> bool {
        let mut back = self.before().iter().rev();
        let comma = back.next().is_some_and(|t| t.is(","));
        let noun = back.next().is_some_and(|t| {
            matches!(
                t.low.as_ref(),
                "column"
                    | "commentary"
                    | "essay"
                    | "op-ed"
                    | "novel"
                    | "memoir"
                    | "poem"
                    | "album"
                    | "song"
                    | "film"
                    | "movie"
                    | "book"
                    | "play"
                    | "show"
                    | "series"
                    | "musical"
                    | "documentary"
                    | "painting"
                    | "exhibition"
                    | "podcast"
                    | "single"
                    | "hit"
                    | "paper"
                    | "study"
                    | "thesis"
                    | "motto"
                    | "slogan"
            )
        });
        comma && noun && !self.stopped && !self.cue_after()
    }

    fn cue_directly(&self) -> bool {
        outcry(self.before()) || self.led && self.cue_before() == Some(Cue::Speech)
    }

    /// The nearest cue before the quote, of its clause.
    fn cue_before(&self) -> Option<Cue> {
        let from = self.before().len().saturating_sub(5);
        (from..self.before().len()).rev().find_map(|i| cue_at(self.before(), i)).map(|f| f.cue)
    }

    fn cue_after(&self) -> bool {
        let stop = self.after().iter().take(9).position(Token::ends_sentence).unwrap_or(9);
        (0..self.after().len().min(stop)).any(|i| {
            cue_at(self.after(), i).is_some_and(|f| f.cue == Cue::Speech && !f.base)
                || self.after()[i].is("according")
        })
    }

    /// A cue in the last `n` words before it, or behind it.
    fn cue_near(&self, n: usize) -> bool {
        let from = self.before().len().saturating_sub(n);
        let sentence = self.before().iter().rposition(Token::ends_sentence).map_or(0, |i| i + 1);
        (from.max(sentence)..self.before().len())
            .any(|i| cue_at(self.before(), i).is_some_and(|f| f.cue != Cue::Naming && !f.base))
            || self.cue_after()
    }
}
