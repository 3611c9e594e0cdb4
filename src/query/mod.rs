//! The query language: text → lexer → tree → plan.
//!
//! No text that a user can type is an error. What cannot be meant literally is repaired, and every
//! [`Repair`] is told.

pub mod ast;
mod build;
mod chars;
pub mod clauses;
pub mod compile;
mod date;
pub mod highlight;
mod hints;
mod keys;
pub mod leaf;
mod lex;
pub mod looser;
pub mod matching;
pub mod miss;
mod parse;
pub mod path;
pub mod plan;
mod print;
mod repair;
mod suffix;
mod values;
mod word;

pub use ast::{
    DateRange, Distance, Field, Has, LengthRange, Near, Node, NodeKind, PathPart, Unit, Value, Weight, Zone,
};
pub use repair::Repair;

use jiff::civil::Date;

/// A query as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What was typed.
    pub typed: String,
    /// What it means.
    pub root: Node,
    /// What had to be changed to give it a meaning.
    pub repairs: Vec<Repair>,
    /// Advice where the query may mean something else than its writer thinks; nothing was changed.
    pub hints: Vec<String>,
}

impl Query {
    /// What the query means, as query text with every bracket shown: the reading line. It parses to
    /// the same tree, with no repairs.
    ///
    /// ```
    /// let query = morgue::query::parse("putin OR assad syria");
    /// assert_eq!(query.reading(), "putin OR (assad syria)");
    /// ```
    pub fn reading(&self) -> String {
        self.root.to_string()
    }

    /// Whether it asks for words or phrases, so that stories can be ranked by them.
    pub fn has_words(&self) -> bool {
        self.root.has_words()
    }
}

/// Reads a query. Every text is one; what could not be meant as typed is told in
/// [`Query::repairs`]. Takes time and memory linear in the length of the text.
///
/// ```
/// let query = morgue::query::parse("“final rout” -speaker:putin");
/// assert_eq!(query.reading(), "\"final rout\" -speaker:putin");
/// assert!(query.repairs.is_empty());
/// ```
pub fn parse(typed: &str) -> Query {
    parse_at(typed, jiff::Zoned::now().date())
}

/// [`parse`] on a certain day: `date:30d` counts back from `today`.
///
/// ```
/// let today = jiff::civil::date(2017, 11, 21);
/// assert_eq!(morgue::query::parse_at("date:2d", today).reading(), "date:2017-11-20..2017-11-21");
/// ```
pub fn parse_at(typed: &str, today: Date) -> Query {
    let mut repairs = repair::Repairs::default();
    let tokens = lex::lex(typed, today, &mut repairs);
    let mut hints = hints::of_tokens(typed, &tokens);
    let tree = parse::tree(typed, tokens, &mut repairs);
    if tree.mixed {
        hints.push("AND (a space) binds tighter than OR: type brackets to have it the other way".to_owned());
    }
    Query { typed: typed.to_owned(), root: tree.root, repairs: repairs.finish(), hints }
}
