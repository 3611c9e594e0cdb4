//! The query as a tree. Every node knows which bytes of the typed text it came from, and prints
//! itself back as query text that parses to the same tree (spans aside).

use crate::segment::LineKind;
use crate::text::Span;

/// A query or a part of one.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it asks for.
    pub kind: NodeKind,
    /// Where it stands in the typed text, in bytes.
    pub span: Span,
}

/// Two nodes are equal when they ask for the same, wherever they were typed.
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.kind == other.kind
    }
}

impl Node {
    /// Whether words or phrases that must not be absent are asked for; brackets nest at most as
    /// deep as the parser lets them.
    pub fn has_words(&self) -> bool {
        match &self.kind {
            NodeKind::Word(_) | NodeKind::Prefix(_) | NodeKind::Phrase(_) => true,
            NodeKind::Within(_, inner) | NodeKind::Quoted(inner) => inner.has_words(),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().any(Node::has_words),
            NodeKind::All | NodeKind::Field(..) | NodeKind::Date(_) | NodeKind::In(_) | NodeKind::Not(_) => {
                false
            }
        }
    }
}

/// What a [`Node`] asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Every story: the empty query and `*`. Only ever the whole query.
    All,
    /// A word in any inflection. Punctuation inside is kept as typed (`O'Reilly`, `US-China`), signs
    /// at its ends are off; there is at least one index token in it, and several (`US-China`, web
    /// addresses) mean them side by side.
    Word(String),
    /// Words that begin so: `syri*` holds `syri`. Of several index tokens (`US-Chi*`) the last is
    /// the beginning of a word; the ones before it stand side by side, exactly as typed.
    Prefix(String),
    /// Exactly these words in this order, as typed between the marks, with single blanks and at
    /// least one index token.
    Phrase(String),
    /// A value of a field: `person:putin`, `source:"Daily Planet"`.
    Field(Field, Value),
    /// `date:` with the days it spans.
    Date(DateRange),
    /// `in:KIND` alone: stories with a line of that zone.
    In(Zone),
    /// A node whose words are looked for in one zone: `body:putin`, `body:(a OR b)`, and
    /// `in:caption a b`, where `in:` governs all words of its bracket up to the next OR. An inner
    /// zone wins over an outer one; fields and dates are not affected.
    Within(Zone, Box<Node>),
    /// `quote(…)`: one quote has all that the node asks for. `speaker:` in it asks who says that quote;
    /// other fields, dates and `in:` alone ask of the story, as everywhere.
    Quoted(Box<Node>),
    /// All of these. Two or more, none of them itself an `And`.
    And(Vec<Node>),
    /// Any of these. Two or more, none of them itself an `Or`.
    Or(Vec<Node>),
    /// Not this. Never directly around another `Not`.
    Not(Box<Node>),
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Lines of one kind: `in:footer` is every line that is not searched by default.
    Kind(LineKind),
    /// Every line not searched by default: `in:footer`.
    Unsearched,
    /// Every line of the text: `in:all`.
    Everything,
}

/// A field that holds names, not running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `person:`, someone the story names.
    Person,
    /// `place:`
    Place,
    /// `dateline:`, the place that the story comes from.
    Dateline,
    /// `org:`
    Org,
    /// `speaker:`, someone the story quotes.
    Speaker,
    /// `agency:`
    Agency,
    /// `source:`, the paper.
    Source,
}

/// The value asked of a [`Field`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `person:putin`: names that hold these words.
    Words(String),
    /// `person:"vladimir putin"`: this name.
    Exact(String),
    /// `person:vlad*`: names with a word that begins so.
    Prefix(String),
}

/// Days from `first` to `last`, both included, `first` not after `last`; an open end is `None`. With
/// both ends open: any known date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// First day.
    pub first: Option<jiff::civil::Date>,
    /// Last day.
    pub last: Option<jiff::civil::Date>,
}
