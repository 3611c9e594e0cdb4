//! Snippets: the sentences of a story that show why it matched.
//!
//! Cut at sentence ends, several of them, best first; exactly the words that matched are marked, a
//! phrase as one. Lines that were not asked for never show.

mod fragment;
pub mod page;
mod pick;
pub mod plans;
mod widen;

use crate::query::{Node, Query, Value};
pub use fragment::one_line;

use crate::query::highlight::Outside;
use crate::segment::LineKind;
use crate::story::Story;
use crate::text::Span;
use plans::Plans;

/// How much of a story is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Excerpts {
    /// At most so many snippets.
    pub most: usize,
    /// So many sentences before and behind each one.
    pub context: usize,
}

impl Excerpts {
    /// At most so many, each by itself.
    pub fn of(most: usize) -> Excerpts {
        Excerpts { most, context: 0 }
    }
}

/// A piece of a story, cut at sentence borders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The kind of line it stands in.
    pub part: LineKind,
    /// Number of the line in which the sentence that matches begins, from 1.
    pub line: usize,
    /// Where it stands, in bytes of the decoded text.
    pub span: Span,
    /// Its text, white space made single blanks.
    pub text: String,
    /// The matched words, in bytes of `text`, ascending and apart.
    pub marks: Vec<Span>,
    /// Who says it, where its match lies in a quote.
    pub speaker: Option<String>,
}

/// Makes the snippets of a query: what it marks is worked out once, for all its stories.
///
/// ```
/// use morgue::query::highlight::Outside;
/// use morgue::query::parse;
/// use morgue::snippet::{Excerpts, Snippets};
/// use morgue::{Options, Story};
///
/// let story = Story::from_text("Rain fell on Leeds. The river Aire rose by a metre.", &Options::default());
/// let found = Snippets::of(&parse("river"), &|_| Vec::new()).best(&story, Excerpts::of(3), Outside::UNKNOWN);
/// assert_eq!(found[0].text, "The river Aire rose by a metre.");
/// assert_eq!(found[0].marks[0].of(&found[0].text), "river");
/// ```
pub struct Snippets(Plans);

impl Snippets {
    /// The maker of a query's snippets. `speakers` gives the numbers of the people that a value of
    /// `speaker:` means in `quote(…)`, ascending.
    pub fn of(query: &Query, speakers: &dyn Fn(&Value) -> Vec<usize>) -> Snippets {
        Snippets(Plans::of(query, speakers))
    }

    /// The filters whose outcome decides what is marked.
    pub fn filters(&self) -> &[Node] {
        self.0.filters()
    }

    /// The best snippets of a story, best first. Where nothing in the text matches (a query of filters
    /// only), the lead.
    pub fn best(&self, story: &Story, wanted: Excerpts, outside: Outside<'_>) -> Vec<Snippet> {
        if wanted.most == 0 {
            return Vec::new();
        }
        let plan = self.0.in_language(story.language.as_deref());
        let fragments = fragment::fragments(story, &plan.highlight, &plan.analyzer, outside);
        let marks = fragments.iter().flat_map(|f| f.marks.iter().copied()).collect::<Vec<Span>>();
        let mut best = pick::best(pick::beside_headline(fragments), wanted.most);
        if best.is_empty() {
            best = fragment::lead(story).into_iter().collect();
        }
        widen::widened(best, story, &marks, wanted.context).iter().map(|f| f.snippet(story)).collect()
    }
}
