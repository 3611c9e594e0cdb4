//! The parser: from tokens to the tree. A stack of open brackets takes the place of recursion, so
//! ten thousand brackets cost memory for a hundred.

use super::ast::{Distance, Field, Near, Node, NodeKind, Value, Weight, Zone};
use super::build::{Operator, all_or_any, keyed, negated, push_flat, weighed};
use super::chars::has_word;
use super::lex::{Key, Token, TokenKind};
use super::repair::{Repairs, shown};
use crate::text::Span;

/// Brackets deeper than this are ignored.
pub(super) const DEEPEST: usize = 100;

/// What [`tree`] found.
pub(super) struct Tree {
    pub root: Node,
    /// Some bracket mixes OR with AND.
    pub mixed: bool,
}

/// Builds the tree. Never fails: what is missing or too much is repaired and told.
pub(super) fn tree(typed: &str, tokens: Vec<Token>, repairs: &mut Repairs) -> Tree {
    let mut root = Node { kind: NodeKind::All, span: Span::new(0, typed.len()) };
    if tokens.iter().all(|token| token.kind == TokenKind::Star) {
        return Tree { root, mixed: false };
    }
    let mut parser =
        Parser { typed, repairs, outer: Vec::new(), frame: Frame::default(), skipped: 0, mixed: false };
    for token in tokens {
        parser.token(token);
    }
    if let Some(node) = parser.end() {
        root = node;
    }
    Tree { root, mixed: parser.mixed }
}

/// What was read and waits for something to apply to.
#[derive(Debug, Default)]
struct Pending {
    operator: Option<(Operator, Span)>,
    not: Option<Span>,
    key: Option<(Key, Span)>,
    near: Option<Operand>,
}

/// What stands before `w/5`, waiting for what stands behind it.
#[derive(Debug)]
struct Operand {
    left: Node,
    /// The NOT that stood before it.
    not: Option<Span>,
    /// How many such operators it holds already.
    chain: usize,
    how: Distance,
    /// `NOT w/5`
    without: bool,
    at: Span,
}

/// The part that was read last; the next token may still take it.
#[derive(Debug)]
struct Last {
    node: Node,
    not: Option<Span>,
    chain: usize,
}

/// So many `w/5` may stand in a row.
const LONGEST_CHAIN: usize = 10;

/// One bracket level.
#[derive(Debug, Default)]
struct Frame {
    /// The opening bracket; empty for the query itself.
    open: Span,
    /// Whose value the bracket is: `person:(…)`.
    field: Option<Field>,
    /// The finished sides of OR.
    sides: Vec<Node>,
    /// The side that is being read: all of these.
    items: Vec<Node>,
    /// The last of them, not yet in the list.
    last: Option<Last>,
    /// How many parts of the side were typed at this level.
    typed: usize,
    /// The `in:` that governs the side.
    zone: Option<(Zone, Span)>,
    /// A side had more than one part.
    joined: bool,
    pending: Pending,
}

struct Parser<'a, 'r> {
    typed: &'a str,
    repairs: &'r mut Repairs,
    outer: Vec<Frame>,
    frame: Frame,
    /// Open brackets that are ignored for being too deep.
    skipped: usize,
    mixed: bool,
}

impl Parser<'_, '_> {
    fn token(&mut self, token: Token) {
        let span = token.span;
        match token.kind {
            TokenKind::Open => self.open(span),
            TokenKind::Close => self.close(span, token.weight),
            TokenKind::Near(how) => self.near(how, span),
            TokenKind::And => self.operator(Operator::And, span),
            TokenKind::Or => self.operator(Operator::Or, span),
            TokenKind::Not => self.not(span),
            TokenKind::Key(key) => {
                self.strand();
                self.frame.pending.key = Some((key, span));
            }
            TokenKind::Word(text) => self.leaf(NodeKind::Word(text), span, token.weight),
            TokenKind::Prefix(text) => self.leaf(NodeKind::Prefix(text), span, token.weight),
            TokenKind::Phrase(text) => self.leaf(NodeKind::Phrase(text), span, token.weight),
            TokenKind::Loose(text, slop) => self.leaf(NodeKind::Loose(text, slop), span, token.weight),
            TokenKind::Cased(text) => self.leaf(NodeKind::Cased(text), span, token.weight),
            TokenKind::Wild(text) => self.leaf(NodeKind::Wild(text), span, token.weight),
            TokenKind::Regex(text) => self.leaf(NodeKind::Regex(text), span, token.weight),
            TokenKind::Fuzzy(text, most) => self.leaf(NodeKind::Fuzzy(text, most), span, token.weight),
            TokenKind::Date(range) => self.filter(NodeKind::Date(range), span),
            TokenKind::Path(part, text) => self.filter(NodeKind::Path(part, text), span),
            TokenKind::Length(range) => self.filter(NodeKind::Length(range), span),
            TokenKind::Has(what) => self.filter(NodeKind::Has(what), span),
            TokenKind::Line(zone) => self.filter(NodeKind::In(zone), span),
            TokenKind::In(zone) => {
                self.strand();
                self.zone(zone, span);
            }
            TokenKind::Star => self.star(span),
        }
    }

    fn star(&mut self, span: Span) {
        match self.frame.pending.key {
            Some((_, key)) if key.end == span.start => self.strand(),
            _ => self.repairs.tell_or(span, "a star by itself stands for any word: ignored", "syri*"),
        }
    }

    fn filter(&mut self, kind: NodeKind, span: Span) {
        self.strand();
        self.operand(Node { kind, span });
    }

    /// A word, prefix or phrase: running text, or the value of a field.
    fn leaf(&mut self, kind: NodeKind, span: Span, weight: Option<Weight>) {
        let field = match self.frame.pending.key {
            Some((Key::Field(field), at)) => {
                self.tell_blank(at, span);
                self.frame.pending.key = None;
                Some((field, Span::new(at.start, span.end)))
            }
            Some((Key::Zone(_), at)) => {
                self.tell_blank(at, span);
                None
            }
            Some((Key::Wrap(_), _)) => None,
            None => self.frame.field.map(|field| (field, span)),
        };
        if field.is_some() && matches!(&kind, NodeKind::Wild(text) | NodeKind::Regex(text) if !has_word(text))
        {
            self.frame.pending.not = None;
            return self.repairs.tell(span, "names have no patterns, and no words stand in it: ignored");
        }
        let node = match field {
            Some((field, span)) => {
                Node { kind: NodeKind::Field(field, self.value(kind, span, weight)), span }
            }
            None => weighed(Node { kind, span }, weight),
        };
        self.operand(node);
    }

    /// A name: words, a whole name, or the beginning of one.
    fn value(&mut self, kind: NodeKind, span: Span, weight: Option<Weight>) -> Value {
        if weight.is_some() {
            self.repairs.tell(span, "a name has no weight: `^` is ignored");
        }
        match kind {
            NodeKind::Phrase(text) => Value::Exact(text),
            NodeKind::Prefix(text) => Value::Prefix(text),
            NodeKind::Word(text) => Value::Words(text),
            NodeKind::Loose(text, _) | NodeKind::Cased(text) | NodeKind::Fuzzy(text, _) => {
                self.repairs.tell(span, "a name is looked for as it stands: reads as the name alone");
                Value::Exact(text)
            }
            NodeKind::Wild(text) | NodeKind::Regex(text) => {
                self.repairs.tell(span, "names have no patterns: reads as the words in it");
                let words = |c: char| !crate::text::words::is_word_char(c);
                let plain = text.split(words).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
                Value::Words(plain)
            }
            _ => Value::Words(String::new()),
        }
    }

    fn tell_blank(&mut self, key: Span, value: Span) {
        let minus = self.frame.pending.not.is_some_and(|not| not.start == key.end);
        if key.end < value.start && !minus {
            let name = shown(key.of(self.typed).trim_end_matches(':'));
            let message = format!("the blank behind `{name}:` is ignored");
            self.repairs.tell_or(key, message, format!("{name}\\:"));
        }
    }

    /// Puts a finished node where the pending operator, NOT and key want it.
    fn operand(&mut self, node: Node) {
        let Pending { operator, not, key, near } = std::mem::take(&mut self.frame.pending);
        let node = keyed(node, key);
        if let Some(operand) = near {
            return self.join(operand, node, not);
        }
        self.frame.flush();
        if matches!(operator, Some((Operator::Or, _))) {
            self.frame.finish_side();
        }
        self.frame.typed += 1;
        self.frame.last = Some(Last { node, not, chain: 0 });
    }

    /// `w/5` behind something.
    fn near(&mut self, how: Distance, span: Span) {
        self.strand();
        let without = self.frame.pending.not.take().is_some();
        let name = shown(span.of(self.typed));
        let waits = self.frame.pending.operator.is_some() || self.frame.pending.near.is_some();
        let Some(last) = self.frame.last.take_if(|_| !waits) else {
            let message = format!("nothing before {name}: ignored");
            return self.repairs.tell_or(span, message, format!("\\{name}"));
        };
        let Last { node: left, not, chain } = last;
        self.frame.pending.near = Some(Operand { left, not, chain: chain + 1, how, without, at: span });
    }

    /// Joins the two sides of `w/5`.
    fn join(&mut self, operand: Operand, right: Node, not: Option<Span>) {
        let Operand { left, not: not_left, chain, how, without, at } = operand;
        let apart = if !left.has_words() || !right.has_words() {
            Some("has no word on one side: both must hold, wherever")
        } else if chain > LONGEST_CHAIN {
            Some("stands in too long a row: both must hold, wherever")
        } else {
            None
        };
        if let Some(why) = apart {
            let name = shown(at.of(self.typed));
            self.repairs.tell(at, format!("{name} {why}"));
            self.frame.last = Some(Last { node: left, not: not_left, chain: chain - 1 });
            self.frame.flush();
            let not = if without { not.xor(Some(at)) } else { not };
            self.frame.typed += 1;
            self.frame.last = Some(Last { node: right, not, chain: 0 });
            return;
        }
        let span = Span::new(left.span.start, right.span.end);
        let right = match not {
            Some(at) => negated(right, at),
            None => right,
        };
        let right = if without { negated(right, at) } else { right };
        let node = Node { kind: NodeKind::Near(Box::new(Near { left, right, how })), span };
        self.frame.last = Some(Last { node, not: not_left, chain });
    }

    fn zone(&mut self, zone: Zone, span: Span) {
        if self.frame.pending.not.is_some() {
            return self.operand(Node { kind: NodeKind::In(zone), span });
        }
        self.dangling_near();
        let pending = std::mem::take(&mut self.frame.pending);
        self.frame.flush();
        if matches!(pending.operator, Some((Operator::Or, _))) {
            self.frame.finish_side();
        }
        if let Some((_, before)) = self.frame.zone.replace((zone, span)) {
            let message = "only one in: can hold for the words of a bracket: the last one does";
            let first = shown(before.of(self.typed));
            let instead = format!("({first} …) OR ({} …)", shown(span.of(self.typed)));
            self.repairs.tell_or(before, message, instead);
        }
    }

    fn operator(&mut self, operator: Operator, span: Span) {
        self.strand();
        self.dangling_not();
        self.dangling_near();
        let name = shown(span.of(self.typed));
        if self.frame.is_empty() {
            let message = format!("nothing before {name}: ignored");
            return self.repairs.tell_or(span, message, format!("\\{name}"));
        }
        if let Some((before, at)) = self.frame.pending.operator.replace((operator, span)) {
            let kept = if before == Operator::Or { (before, at) } else { (operator, span) };
            let message = format!("two operators in a row: reads as one {}", shown(kept.1.of(self.typed)));
            self.repairs.tell_or(span, message, format!("\\{name}"));
            self.frame.pending.operator = Some(kept);
        }
    }

    fn not(&mut self, span: Span) {
        match self.frame.pending.key {
            Some((_, key)) if key.end == span.start => {
                let instead = format!("-{}", shown(key.of(self.typed)));
                self.repairs.tell_or(span, "a minus belongs before the name: moved there", instead);
            }
            _ => self.strand(),
        }
        if self.frame.pending.not.is_some() {
            let message = "two NOT in a row: reads as one";
            return self.repairs.tell_or(span, message, "NOT (NOT …)");
        }
        self.frame.pending.not = Some(span);
    }

    /// A key with nothing to apply to: a word where a blank follows its colon, else nothing.
    fn strand(&mut self) {
        let Some((_, span)) = self.frame.pending.key.take() else { return };
        let name = span.of(self.typed).trim_end_matches(':').to_owned();
        let next = self.typed.get(span.end..).and_then(|rest| rest.chars().next());
        if next.is_none_or(|c| super::chars::is_blank(c) || c == ')') {
            let message = format!("nothing behind `{name}:`: reads as the word {name}");
            self.repairs.tell_or(span, message, format!("{name}:word"));
            self.operand(Node { kind: NodeKind::Word(name), span });
        } else {
            self.repairs.tell(span, format!("nothing to look for behind `{name}:`: ignored"));
        }
    }

    /// What stood before a `w/5` with nothing behind it.
    fn dangling_near(&mut self) {
        let Some(Operand { left, not, chain, at, .. }) = self.frame.pending.near.take() else { return };
        let name = shown(at.of(self.typed));
        self.repairs.tell_or(at, format!("nothing behind {name}: ignored"), format!("\\{name}"));
        self.frame.last = Some(Last { node: left, not, chain: chain - 1 });
    }

    fn dangling_not(&mut self) {
        if let Some(span) = self.frame.pending.not.take() {
            let name = shown(span.of(self.typed));
            self.repairs.tell(span, format!("nothing behind {name}: ignored"));
        }
    }

    fn open(&mut self, span: Span) {
        if self.outer.len() == DEEPEST || self.skipped > 0 {
            if self.skipped == 0 {
                self.repairs.tell(span, format!("brackets more than {DEEPEST} deep are ignored"));
            }
            self.skipped += 1;
            return;
        }
        let mut field = self.frame.field;
        if let Some((Key::Field(own), at)) = self.frame.pending.key {
            self.tell_blank(at, span);
            self.frame.pending.key = None;
            field = Some(own);
        }
        let inner = Frame { open: span, field, ..Frame::default() };
        self.outer.push(std::mem::replace(&mut self.frame, inner));
    }

    fn close(&mut self, span: Span, weight: Option<Weight>) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if self.outer.is_empty() {
            self.repairs.tell_or(span, "a closing bracket without an opening one: ignored", "\\)");
        } else {
            self.leave(span.end, weight);
        }
    }

    /// Ends the innermost bracket, which reaches to `end`, and gives what it holds to the one around.
    fn leave(&mut self, end: usize, weight: Option<Weight>) {
        let open = self.frame.open;
        let node = self.finish_frame();
        if let Some(outer) = self.outer.pop() {
            self.frame = outer;
        }
        match node {
            Some(mut node) => {
                if matches!(node.kind, NodeKind::And(_) | NodeKind::Or(_)) {
                    node.span = Span::new(open.start, end);
                }
                self.enclosed(node, weight);
            }
            None => {
                self.repairs.tell(Span::new(open.start, end), "nothing between the brackets: ignored");
                self.frame.pending.not = None;
                self.frame.pending.key = None;
            }
        }
    }

    /// A bracket as an operand: `sentence(…)^2` is the weight of the whole.
    fn enclosed(&mut self, node: Node, weight: Option<Weight>) {
        if weight.is_some() {
            let key = self.frame.pending.key.take();
            return self.operand(weighed(keyed(node, key), weight));
        }
        self.operand(node);
    }

    fn finish_frame(&mut self) -> Option<Node> {
        self.strand();
        self.dangling_not();
        self.dangling_near();
        if let Some((_, span)) = self.frame.pending.operator.take() {
            let name = shown(span.of(self.typed));
            self.repairs.tell_or(span, format!("nothing behind {name}: ignored"), format!("\\{name}"));
        }
        self.frame.finish_side();
        self.mixed |= self.frame.joined && self.frame.sides.len() > 1;
        all_or_any(std::mem::take(&mut self.frame.sides), NodeKind::Or)
    }

    fn end(&mut self) -> Option<Node> {
        while !self.outer.is_empty() {
            let open = self.frame.open;
            let message = "a bracket is never closed: reads to the end";
            self.repairs.tell_or(open, message, "\\(");
            self.leave(self.typed.len(), None);
        }
        self.finish_frame()
    }
}

impl Frame {
    fn is_empty(&self) -> bool {
        self.sides.is_empty() && self.items.is_empty() && self.last.is_none() && self.zone.is_none()
    }

    /// Puts the last part into the list.
    fn flush(&mut self) {
        let Some(Last { node, not, .. }) = self.last.take() else { return };
        let node = match not {
            Some(at) => negated(node, at),
            None => node,
        };
        push_flat(&mut self.items, node, Operator::And);
    }

    /// Makes one side of OR of the parts read since the last one.
    fn finish_side(&mut self) {
        self.flush();
        self.joined |= self.typed > 1;
        self.typed = 0;
        let inside = all_or_any(std::mem::take(&mut self.items), NodeKind::And);
        let node = match (self.zone.take(), inside) {
            (None, None) => return,
            (None, Some(node)) => node,
            (Some((zone, span)), None) => Node { kind: NodeKind::In(zone), span },
            (Some((zone, span)), Some(node)) => {
                let span = Span::new(span.start.min(node.span.start), span.end.max(node.span.end));
                Node { kind: NodeKind::Within(zone, Box::new(node)), span }
            }
        };
        push_flat(&mut self.sides, node, Operator::Or);
    }
}
