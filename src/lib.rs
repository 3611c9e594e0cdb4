//! `morgue` turns a folder of news stories into a searchable archive.
//!
//! The front door is [`Story::from_text`]: a decoded text in, a story out, with its parts labelled
//! and its quotes, people and places found.

pub mod cli;
pub mod corpus;
pub mod extract;
pub mod identity;
pub mod index;
pub mod print;
pub mod query;
pub mod search;
pub mod segment;
pub mod snippet;
pub mod story;
pub mod text;

pub use story::{Options, Story};
