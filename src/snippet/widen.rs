//! Sentences of context around fragments.

use super::fragment::Fragment;
use crate::story::Story;
use crate::text::Span;

/// The fragments with so many sentences before and behind each, and what is marked of `marks` in all of them;
/// those that then meet become one, at the place of the better. Lines outside of the story stay by themselves.
pub(super) fn widened(best: Vec<Fragment>, story: &Story, marks: &[Span], context: usize) -> Vec<Fragment> {
    if context == 0 {
        return best;
    }
    let mut out: Vec<Fragment> = Vec::with_capacity(best.len());
    for mut fragment in best {
        fragment.span = with_context(fragment.span, &story.sentences, context);
        let meets = |other: &Fragment| other.span.overlaps(fragment.span);
        match out.iter().position(meets) {
            // It may join what did not meet before.
            Some(first) => {
                let all = |other: &Fragment| meets(other).then_some(other.span);
                let span = out.iter().filter_map(all).fold(fragment.span, around);
                out[first].span = span;
                let mut at = 0;
                out.retain(|other| {
                    at += 1;
                    at - 1 <= first || !other.span.overlaps(span)
                });
            }
            None => out.push(fragment),
        }
    }
    for fragment in &mut out {
        fragment.marks = marks.iter().copied().filter(|&mark| fragment.span.contains(mark)).collect();
        fragment.marks.sort_by_key(|mark| mark.start);
    }
    out
}

fn around(a: Span, b: Span) -> Span {
    Span::new(a.start.min(b.start), a.end.max(b.end))
}

fn with_context(span: Span, sentences: &[Span], context: usize) -> Span {
    let first = sentences.partition_point(|s| s.end <= span.start);
    let behind = sentences.partition_point(|s| s.start < span.end);
    if first >= behind {
        return span;
    }
    let last = (behind - 1).saturating_add(context).min(sentences.len() - 1);
    Span::new(
        sentences[first.saturating_sub(context)].start.min(span.start),
        sentences[last].end.max(span.end),
    )
}

#[cfg(test)]
mod tests {
    use crate::query::highlight::Outside;
    use crate::query::parse;
    use crate::snippet::{Excerpts, Snippets};
    use crate::story::{Options, Story};

    fn shown(query: &str, context: usize) -> Vec<(usize, String)> {
        let text = "One rain. Two.\nThree. Four wind. Five.\nSix. Seven. Eight rain. Nine.";
        let story = Story::from_text(text, &Options { segment: false, ..Options::default() });
        let wanted = Excerpts { most: 3, context };
        let found = Snippets::of(&parse(query), &|_| Vec::new()).best(&story, wanted, Outside::UNKNOWN);
        found.into_iter().map(|s| (s.line, s.text)).collect()
    }

    #[test]
    fn context_is_sentences_and_the_line_stays_that_of_the_match() {
        let own = |line: usize, text: &str| (line, text.to_owned());
        assert_eq!(shown("wind", 0), [own(2, "Four wind.")]);
        assert_eq!(shown("wind", 1), [own(2, "Three. Four wind. Five.")]);
        assert_eq!(shown("rain", 1), [own(1, "One rain. Two."), own(3, "Seven. Eight rain. Nine.")]);
        assert_eq!(shown("wind", 99).len(), 1);
    }

    #[test]
    fn fragments_that_meet_are_one() {
        assert_eq!(
            shown("rain wind", 2)[0].1,
            "One rain. Two. Three. Four wind. Five. Six. Seven. Eight rain. Nine."
        );
        assert_eq!(shown("rain OR wind", 0).len(), 3);
    }
}
