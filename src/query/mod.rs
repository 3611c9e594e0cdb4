//! The query language: text → lexer → tree → plan.
//!
//! No text that a user can type is an error. What cannot be meant literally is repaired, and every
//! [`Repair`] is told.

pub mod ast;
pub mod plan;

use serde::{Deserialize, Serialize};

pub use ast::{DateRange, Field, Node, NodeKind, Value, Zone};

use crate::text::Span;

/// A query as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What was typed.
    pub typed: String,
    /// What it means.
    pub root: Node,
    /// What had to be changed to give it a meaning.
    pub repairs: Vec<Repair>,
}

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
