//! The people of a story marked in its text: each mention in the colour of its person and with the
//! person's number behind it, as notes are, so that text without colours says the same.

use anstyle::{AnsiColor, Style};

use super::safe::safe;
use super::style::styled;
use crate::story::Story;
use crate::text::Span;

/// Colours of people; they repeat when there are more people, the numbers do not.
const COLORS: [AnsiColor; 6] = [
    AnsiColor::Cyan,
    AnsiColor::Yellow,
    AnsiColor::Green,
    AnsiColor::Magenta,
    AnsiColor::Blue,
    AnsiColor::Red,
];

/// All mentions of people in a story, ascending.
pub(super) struct Mentions(Vec<(Span, usize)>);

impl Mentions {
    pub(super) fn of(story: &Story) -> Mentions {
        let people = story.people.iter().enumerate();
        let mut all: Vec<(Span, usize)> =
            people.flat_map(|(person, p)| p.mentions.iter().map(move |&m| (m, person))).collect();
        all.sort_unstable_by_key(|&(mention, person)| (mention.start, mention.end, person));
        Mentions(all)
    }

    /// A line of the story's text, made safe, with its mentions marked. One that a line break cuts
    /// has its number where it ends.
    pub(super) fn line(&self, text: &str, line: Span) -> String {
        let first = self.0.partition_point(|(mention, _)| mention.end <= line.start);
        let mut out = String::new();
        let mut at = line.start;
        for &(mention, person) in self.0[first..].iter().take_while(|(m, _)| m.start < line.end) {
            let part = Span::new(mention.start.max(at), mention.end.min(line.end));
            let before = Span::new(at, part.start);
            out.push_str(&safe(before.of(text)));
            out.push_str(&styled(style(person), part.of(text)));
            if mention.end <= line.end {
                out.push_str(&number(person));
            }
            at = at.max(part.end);
        }
        out.push_str(&safe(Span::new(at, line.end).of(text)));
        out
    }
}

/// The style of the person at this place in the story's people.
pub(super) fn style(person: usize) -> Style {
    COLORS[person % COLORS.len()].on_default().underline()
}

/// The number of the person at this place in the story's people, from 1, in raised digits.
pub(super) fn number(person: usize) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    (person + 1).to_string().bytes().map(|digit| RAISED[usize::from(digit - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Person;
    use crate::story::Options;

    /// The lines of a text in which `mentions` (bytes, person) are marked, without colours.
    fn marked(text: &str, mentions: &[(usize, usize, usize)]) -> Vec<String> {
        let mut story = Story::from_text(text, &Options::default());
        story.people = vec![Person::default(); 12];
        for &(start, end, person) in mentions {
            story.people[person].mentions.push(Span::new(start, end));
        }
        let mentions = Mentions::of(&story);
        let lines = story.lines.iter().map(|line| mentions.line(text, line.span));
        lines.map(|line| anstream::adapter::strip_str(&line).to_string()).collect()
    }

    #[test]
    fn each_mention_has_the_number_of_its_person() {
        let lines =
            marked("Ada Brandt met Brandt's son.\nCole left", &[(0, 10, 0), (15, 21, 11), (29, 33, 0)]);
        assert_eq!(lines, ["Ada Brandt¹ met Brandt¹²'s son.", "Cole¹ left"]);
    }

    #[test]
    fn a_mention_over_a_line_break_has_its_number_at_its_end() {
        assert_eq!(marked("So Ada\nBrandt left.", &[(3, 13, 1)]), ["So Ada", "Brandt² left."]);
    }

    #[test]
    fn marks_do_not_let_harmful_text_through() {
        assert_eq!(marked("\u{1b}[2J A\u{202e}b", &[(5, 9, 0)]), ["␛[2J A�¹b"]);
    }
}
