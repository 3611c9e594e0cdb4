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
            kind if kind.is_text() => true,
            NodeKind::Within(_, inner)
            | NodeKind::Scope(_, inner)
            | NodeKind::AtLeast(_, inner)
            | NodeKind::First(_, inner)
            | NodeKind::Boost(_, inner) => inner.has_words(),
            NodeKind::Near(near) => near.left.has_words() || near.right.has_words(),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().any(Node::has_words),
            _ => false,
        }
    }
}

impl NodeKind {
    /// Whether it stands for words of the text, by itself.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            NodeKind::Word(_)
                | NodeKind::Prefix(_)
                | NodeKind::Phrase(_)
                | NodeKind::Loose(..)
                | NodeKind::Cased(_)
                | NodeKind::Wild(_)
                | NodeKind::Regex(_)
                | NodeKind::Fuzzy(..)
        )
    }

    /// Whether it asks of the story as a whole, not of its words.
    pub fn is_filter(&self) -> bool {
        use NodeKind::{All, Date, Field, Has, In, Length, Path};
        matches!(self, All | Field(..) | Date(_) | In(_) | Path(..) | Length(_) | Has(_))
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
    /// `"big wolf"~3`: these words exactly, in any order, with at most so many others between.
    Loose(String, u32),
    /// `==US`: one word, exactly and with its capitals.
    Cased(String),
    /// `Mart?n`, `*stan`: a star stands for any letters, a question mark for one. Words without either
    /// stand beside it exactly as typed.
    Wild(String),
    /// `/dimitr[iyu]/`: words whose folded form the pattern matches as a whole.
    Regex(String),
    /// `putn~1`: words that are at most so many letters away; two letters changed about are one.
    Fuzzy(String, u8),
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
    /// `path:2017/11`, `file:*.txt`: where the file lies.
    Path(PathPart, String),
    /// `words:>800`: how long the story is.
    Length(LengthRange),
    /// `has:quote`.
    Has(Has),
    /// `sentence(…)`, `quote(…)`: one such part of the story has all that the node asks for. `speaker:` in
    /// `quote(…)` asks who says that quote; other fields, dates and `in:` alone ask of the story, as
    /// everywhere.
    Scope(Unit, Box<Node>),
    /// `a w/5 b`.
    Near(Box<Near>),
    /// `atleast3(…)`: at least so many times.
    AtLeast(u32, Box<Node>),
    /// `first50(…)`: among the first so many words of the story.
    First(u32, Box<Node>),
    /// `rout^2`: as important as so many.
    Boost(Weight, Box<Node>),
    /// All of these. Two or more, none of them itself an `And`.
    And(Vec<Node>),
    /// Any of these. Two or more, none of them itself an `Or`.
    Or(Vec<Node>),
    /// Not this. Never directly around another `Not`.
    Not(Box<Node>),
}

/// Two things near each other. What is near is a word of the one side with a word of the other that does
/// not overlap it; a bracket on a side is taken part by part.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// What stands before the operator.
    pub left: Node,
    /// What stands behind it; under NOT, what must not be near.
    pub right: Node,
    /// How near.
    pub how: Distance,
}

/// How near two things must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distance {
    /// `w/5`: so many words on at most, either way; words side by side are one word on.
    Words(u32),
    /// `pre/5`: the same, the first before the second.
    Before(u32),
    /// `w/s`: in one sentence.
    Sentence,
    /// `w/p`: in one paragraph.
    Paragraph,
}

/// A part of a story that a scope asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A sentence; outside the story itself, a line.
    Sentence,
    /// A paragraph; outside the story itself, a line.
    Paragraph,
    /// The first two paragraphs of the body.
    Lead,
    /// What stands between the marks of a quote.
    Quote,
    /// The headline.
    Headline,
}

impl Unit {
    /// All of them.
    pub const ALL: [Unit; 5] = [Unit::Sentence, Unit::Paragraph, Unit::Lead, Unit::Quote, Unit::Headline];
}

/// A part of a story's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathPart {
    /// `path:`, the whole; without a star, folders or a file somewhere in it.
    Path,
    /// `file:`, its last part, with or without its ending.
    File,
    /// `id:`, not the address but the story's id.
    Id,
}

/// From how many words to how many; both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthRange {
    /// The fewest.
    pub least: u64,
    /// The most; `None` for no limit.
    pub most: Option<u64>,
}

/// What a story may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Has {
    /// Something in quotes.
    Quote,
    /// Somebody's name.
    Person,
    /// The name of a place.
    Place,
    /// The name of an organisation.
    Org,
    /// A known paper.
    Source,
    /// A known news agency.
    Agency,
    /// A known day of publication.
    Date,
}

/// A weight in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weight(pub u32);

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Lines of one kind: `in:footer` is every line that is not searched by default.
    Kind(LineKind),
    /// Every line not searched by default: `in:footer`.
    Unsearched,
    /// Every line of the text: `in:all`.
    Everything,
    /// The first two paragraphs of the body: `lead:`.
    Lead,
    /// Headline and lead: `hlead:`.
    HeadlineAndLead,
    /// What stands in quotes: `quotes:`.
    Quotes,
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
    /// `lang:`, the language, by its code.
    Language,
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
