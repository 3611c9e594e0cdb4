//! The lines that facts are read from, gathered in one pass over the anatomy.

use super::Dateline;
use super::dateline::{Trust, at_head};
use crate::extract::Page;
use crate::segment::{Line, LineKind};
use crate::text::Span;

/// How many opening paragraphs may hold the dateline: furniture mistaken for body can stand first.
const OPENING: usize = 4;
/// How many lines at either end are looked through for a notice or stamp under another label.
const EDGE: usize = 60;

/// The text of the lines that facts are read from, in order.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The first run of headline lines.
    pub(super) headline: Vec<&'a str>,
    /// Byline lines.
    pub(super) bylines: Vec<&'a str>,
    /// Time stamps.
    pub(super) stamps: Vec<&'a str>,
    /// Sign-offs and initials.
    pub(super) sign_offs: Vec<&'a str>,
    /// Disclaimers, author notes, corrections, contacts.
    pub(super) notices: Vec<&'a str>,
    /// Lines of every kind that open with a copyright mark.
    pub(super) copyrights: Vec<&'a str>,
    /// Short lines near either end of the text, of any kind but captions, whose credits are a
    /// picture's.
    pub(super) edges: Vec<&'a str>,
    /// The last line of the body.
    pub(super) last_body: &'a str,
    datelines: Vec<Span>,
    opening: Vec<Span>,
}

impl<'a> Parts<'a> {
    /// Sorts the lines of `page`.
    pub(super) fn of(page: Page<'a>) -> Parts<'a> {
        let lines = &page.anatomy.lines;
        let mut parts = Parts { opening: opening(page), ..Parts::default() };
        let mut headline_over = false;
        for (i, line) in lines.iter().enumerate() {
            let text = line.span.of(page.text);
            headline_over |= !parts.headline.is_empty() && !keeps_headline(line.kind);
            if line.kind != LineKind::Caption && (i < EDGE || i + EDGE >= lines.len()) {
                parts.take_edge(text.trim());
            }
            match line.kind {
                LineKind::Headline if !headline_over => parts.headline.push(text),
                LineKind::Byline => parts.bylines.push(text),
                LineKind::Timestamp => parts.stamps.push(text),
                LineKind::SignOff | LineKind::Initials => parts.sign_offs.push(text.trim()),
                LineKind::Dateline => parts.datelines.push(line.span),
                LineKind::Body => parts.last_body = text,
                LineKind::Disclaimer | LineKind::AuthorBio | LineKind::Contact => parts.notices.push(text),
                _ => {}
            }
            if opens_copyright(text) && (!line.kind.is_searched() || text.len() < 120) {
                parts.copyrights.push(text.trim());
            }
        }
        parts
    }

    fn take_edge(&mut self, text: &'a str) {
        if !text.is_empty() && text.len() < 120 {
            self.edges.push(text);
        }
    }

    /// The dateline: a line of its own, or the head of an opening paragraph.
    pub(super) fn dateline(&self, text: &str) -> Option<Dateline> {
        let own = self.datelines.iter().map(|&span| (span, Trust::Line));
        let rest = self.opening.iter().enumerate();
        let heads = rest.map(|(i, &span)| (span, if i == 0 { Trust::First } else { Trust::Later }));
        own.chain(heads).find_map(|(span, trust)| at_head(text, span, trust))
    }
}

/// A wrapped headline goes on behind blank lines only.
fn keeps_headline(kind: LineKind) -> bool {
    matches!(kind, LineKind::Headline | LineKind::Blank)
}

/// The first paragraphs that begin in a body line.
fn opening(page: Page<'_>) -> Vec<Span> {
    let lines = &page.anatomy.lines;
    let kind_at = |offset: usize| {
        let after = lines.partition_point(|l: &Line| l.span.start <= offset);
        after.checked_sub(1).and_then(|i| lines.get(i)).map(|l| l.kind)
    };
    let in_body = page.anatomy.paragraphs.iter().filter(|p| kind_at(p.start) == Some(LineKind::Body));
    in_body.take(OPENING).copied().collect()
}

/// `© 2017 …`, `Copyright 2017 …`, `(c) 2017 …`.
fn opens_copyright(line: &str) -> bool {
    let line = line.trim_start();
    match line.as_bytes().first() {
        Some(0xC2) => line.starts_with('©'),
        Some(b'(' | b'&') => starts_ignoring_case(line, "(c)") || starts_ignoring_case(line, "&copy;"),
        Some(b'C' | b'c') => starts_ignoring_case(line, "copyright"),
        _ => false,
    }
}

/// Whether `text` opens with the ASCII word `head`, in any case.
pub(super) fn starts_ignoring_case(text: &str, head: &str) -> bool {
    text.get(..head.len()).is_some_and(|t| t.eq_ignore_ascii_case(head))
}
