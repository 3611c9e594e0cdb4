//! Repairs: what had to be changed to give a query a meaning, told in words.

use serde::{Deserialize, Serialize};

use super::chars::is_blank;
use crate::text::Span;

/// A change that was made to a query to give it a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Where, in bytes of the typed text.
    pub span: Span,
    /// What was done, in words: `unclosed quote mark: reads to the end`.
    pub message: String,
    /// What to type to have it the other way; absent where there is no other way.
    pub instead: Option<String>,
}

/// So many repairs are told one by one; the rest are counted.
const TOLD: usize = 20;

/// Collects repairs; a megabyte of stray brackets must not make a megabyte of messages.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    told: Vec<Repair>,
    more: usize,
    last: Span,
}

impl Repairs {
    pub(super) fn tell(&mut self, span: Span, message: impl Into<String>) {
        self.push(span, message.into(), None);
    }

    pub(super) fn tell_or(&mut self, span: Span, message: impl Into<String>, instead: impl Into<String>) {
        self.push(span, message.into(), Some(instead.into()));
    }

    fn push(&mut self, span: Span, message: String, instead: Option<String>) {
        self.last = span;
        if self.told.len() < TOLD {
            self.told.push(Repair { span, message, instead });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// All repairs, in the order of the typed text.
    pub(super) fn finish(mut self) -> Vec<Repair> {
        self.told.sort_by_key(|repair| repair.span);
        if self.more > 0 {
            let message = format!("and {} more changes of this sort", self.more);
            self.told.push(Repair { span: self.last, message, instead: None });
        }
        self.told
    }
}

/// A piece of the typed text for a message: short, on one line.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 30;
    let clean = |c: char| if is_blank(c) { ' ' } else { c };
    let mut out: String = text.chars().take(LONGEST).map(clean).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
