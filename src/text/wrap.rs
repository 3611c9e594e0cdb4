//! Hard wrapping: which physical lines of a text are one paragraph broken at a fixed column.
//!
//! A text counts as wrapped when it holds lines that stop in mid-sentence, go on below in lower
//! case, and stop *because they are full*: the next word would have gone past the width that the
//! widest of them reaches. Menus and link lists fail that last test, their lengths are their own.

use super::Span;

/// Narrowest width that counts as hard wrapping, in characters.
const NARROW: usize = 30;
/// Widest width that counts as hard wrapping, in characters.
const WIDE: usize = 110;
/// A line this many characters short of the width still counts as full.
const SLACK: usize = 8;

/// A logical line: the physical lines `first..=last` as one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Index of the first physical line.
    pub first: usize,
    /// Index of the last physical line.
    pub last: usize,
    /// From the first to the last character that is no white space, line breaks inside.
    pub span: Span,
}

/// What joining needs to know of one physical line.
#[derive(Clone, Copy)]
struct Shape {
    blank: bool,
    indent: usize,
    /// Characters without the white space at the end, at most `WIDE + 1`.
    width: usize,
    first_word: usize,
    /// One word only.
    lone: bool,
    starts_upper: bool,
    ends_sentence: bool,
    capitals: bool,
}

/// The blocks of a text with these lines: hard-wrapped lines joined, blank lines left out.
///
/// ```
/// use morgue::text::{lines::lines, wrap::blocks};
/// let text = "The council of the small town said on\nMonday that the old bridge over the river\nwould stay shut.\n\nEnd.";
/// assert_eq!(blocks(text, &lines(text)).len(), 2);
/// ```
pub fn blocks(text: &str, lines: &[Span]) -> Vec<Block> {
    let shapes: Vec<Shape> = lines.iter().map(|line| shape(line.of(text))).collect();
    let wrapping = Wrapping::of(&shapes);
    let mut out: Vec<Block> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|&(i, _)| !shapes[i].blank) {
        let span = line.trimmed(text);
        match out.last_mut() {
            Some(block)
                if block.last + 1 == i && wrapping.is_some_and(|w| w.joins(shapes[i - 1], shapes[i])) =>
            {
                block.last = i;
                block.span.end = span.end;
            }
            _ => out.push(Block { first: i, last: i, span }),
        }
    }
    out
}

/// How a text is wrapped.
#[derive(Clone, Copy)]
struct Wrapping {
    width: usize,
    indent: usize,
    /// Blank lines or indents mark the paragraphs.
    marked: bool,
}

impl Wrapping {
    fn of(shapes: &[Shape]) -> Option<Wrapping> {
        let capitals = shapes.iter().filter(|s| !s.blank).all(|s| s.capitals);
        let broken: Vec<(Shape, Shape)> =
            shapes.windows(2).map(|w| (w[0], w[1])).filter(|&(a, b)| is_broken(a, b, capitals)).collect();
        let mut widths: Vec<usize> = broken.iter().map(|(a, _)| a.width).collect();
        widths.sort_unstable();
        let width = *widths.get(widths.len().saturating_sub(1) * 97 / 100)?;
        let indent = broken.iter().map(|(_, b)| b.indent).min()?;
        let wrapping = Wrapping { width, indent, marked: is_marked(shapes, indent) };
        let full = broken.iter().filter(|(a, b)| wrapping.is_full(*a, *b, SLACK)).count();
        let prose = shapes.iter().filter(|s| s.width >= NARROW).count();
        if broken.len() < 2 && prose > 3 {
            return None;
        }
        (full * 5 >= broken.len() * 4 && full * 6 >= prose.min(6 * 40)).then_some(wrapping)
    }

    /// Would the first word of `below` have gone past the width?
    fn is_full(self, above: Shape, below: Shape, slack: usize) -> bool {
        above.width <= self.width + SLACK && above.width + 1 + below.first_word + slack > self.width
    }

    fn joins(self, above: Shape, below: Shape) -> bool {
        if below.indent > self.indent + 1 && below.indent > above.indent || above.width > self.width + SLACK {
            return false;
        }
        if above.capitals && !below.capitals {
            return false;
        }
        // A word alone under a finished sentence is an agency's mark, not the sentence's last word.
        if above.ends_sentence && below.lone && !below.ends_sentence {
            return false;
        }
        let runs_on = !above.ends_sentence && !below.starts_upper && above.width * 2 >= self.width;
        // Where nothing else marks a paragraph's end, a finished sentence in a line with room does.
        let slack = if self.marked || !above.ends_sentence { SLACK } else { 0 };
        runs_on || self.is_full(above, below, slack)
    }
}

/// Do indents or blank lines part the text at least every dozen lines?
fn is_marked(shapes: &[Shape], indent: usize) -> bool {
    let filled = shapes.iter().filter(|s| !s.blank).count();
    let indents = shapes.iter().filter(|s| !s.blank && s.indent > indent + 1).count();
    let gaps = shapes.windows(2).filter(|w| !w[0].blank && w[1].blank).count();
    (indents + gaps) * 12 >= filled
}

/// Does `below` go on in the middle of a sentence of `above`? In a text all in capitals every line
/// that ends no sentence may.
fn is_broken(above: Shape, below: Shape, capitals: bool) -> bool {
    !above.blank
        && !below.blank
        && (NARROW..=WIDE).contains(&above.width)
        && !above.ends_sentence
        && (capitals || !below.starts_upper)
}

fn shape(line: &str) -> Shape {
    let bare = line.trim();
    let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let first = bare.chars().find(|c| c.is_alphanumeric());
    Shape {
        blank: bare.is_empty(),
        indent,
        width: width(line.trim_end()),
        first_word: bare.chars().take(WIDE).take_while(|c| !c.is_whitespace()).count(),
        lone: !bare.contains(char::is_whitespace),
        starts_upper: first.is_none_or(|c| c.is_uppercase() || c.is_numeric()),
        ends_sentence: ends_sentence(bare),
        capitals: !bare.chars().take(WIDE).any(char::is_lowercase),
    }
}

/// Characters, at most `WIDE + 1`.
fn width(line: &str) -> usize {
    let head = line.as_bytes().get(..=WIDE).unwrap_or(line.as_bytes());
    if head.is_ascii() { head.len() } else { line.chars().take(WIDE + 1).count() }
}

/// Whether a line ends with the end of a sentence, closing quote marks and brackets aside.
pub fn ends_sentence(line: &str) -> bool {
    let closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']') || c.is_whitespace();
    line.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::lines::lines;

    fn joined(text: &str) -> Vec<String> {
        let words = |b: &Block| b.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        blocks(text, &lines(text)).iter().map(words).collect()
    }

    /// Wraps words at `width` columns, the naive way.
    fn fill(paragraph: &str, width: usize, indent: &str) -> String {
        let (mut out, mut at) = (indent.to_string(), indent.len());
        for (i, word) in paragraph.split_whitespace().enumerate() {
            if i > 0 && at + 1 + word.len() > width {
                out.push('\n');
                at = 0;
            } else if i > 0 {
                out.push(' ');
                at += 1;
            }
            out.push_str(word);
            at += word.len();
        }
        out
    }

    const PARAGRAPHS: [&str; 3] = [
        "The harbour board of Aberdeen said on Monday that it would borrow 40 million pounds to deepen the northern \
         quay, a plan that fishermen have fought for years because it closes their landing stage in winter.",
        "Ingrid Vass, who speaks for the fishermen, said the board had listened to nobody. \"They came with a plan and \
         they left with the same plan,\" she told a meeting in the town hall.",
        "Work is to begin in March.",
    ];

    #[test]
    fn paragraphs_wrapped_at_any_usual_width_come_back_whole() {
        for width in 45..=90 {
            let blank: Vec<String> = PARAGRAPHS.iter().map(|p| fill(p, width, "")).collect();
            assert_eq!(joined(&blank.join("\n\n")), PARAGRAPHS, "blank lines at {width}");
            assert_eq!(
                joined(&blank.join("\r\n\r\n").replace("\r\n", "\n").replace('\n', "\r\n")),
                PARAGRAPHS
            );
            let indented: Vec<String> = PARAGRAPHS.iter().map(|p| fill(p, width, "    ")).collect();
            assert_eq!(joined(&indented.join("\n")), PARAGRAPHS, "indents at {width}");
        }
    }

    #[test]
    fn paragraphs_that_nothing_marks_end_with_a_sentence_in_a_line_with_room() {
        let filled: Vec<String> = PARAGRAPHS.iter().map(|p| fill(p, 66, "")).collect();
        assert_eq!(joined(&filled.join("\n")), PARAGRAPHS);
    }

    #[test]
    fn one_line_a_paragraph_stays_so() {
        assert_eq!(joined(&PARAGRAPHS.join("\n")), PARAGRAPHS);
        assert_eq!(joined("News\nSport\nWeather and travel news\nletters\nobituaries\nabout us").len(), 6);
    }

    #[test]
    fn a_title_in_capitals_is_not_drawn_into_the_story() {
        let text =
            format!("HARBOUR BOARD TO BORROW FOR A DEEPER NORTHERN QUAY\n{}", fill(PARAGRAPHS[0], 50, ""));
        assert_eq!(joined(&text).len(), 2);
    }

    proptest! {
        #[test]
        fn blocks_part_the_lines_that_hold_something(text in "([a-zA-Z.]{1,9}[ \n\r\t]{1,2}){0,60}") {
            let lines = lines(&text);
            let mut next = 0;
            for block in blocks(&text, &lines) {
                prop_assert!(lines[next..block.first].iter().all(|l| l.of(&text).trim().is_empty()));
                prop_assert!(block.first <= block.last);
                prop_assert_eq!(block.span.of(&text), block.span.of(&text).trim());
                next = block.last + 1;
            }
            prop_assert!(lines[next..].iter().all(|l| l.of(&text).trim().is_empty()));
        }
    }
}
