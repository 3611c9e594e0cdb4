//! Printing: what goes to stdout and stderr, and in which shape.
//!
//! stdout carries results only. Archive text is hostile: whatever comes from it passes [`safe`]
//! before it is printed as text, and `json::harmless` before it is printed as JSON.

pub mod batch;
pub mod doctor;
pub mod explain;
pub mod json;
pub mod log;
mod mentions;
mod output;
pub mod paths;
pub mod people;
mod progress;
pub mod quotes;
mod safe;
mod so_far;
pub mod story;
mod style;
pub mod summary;
pub mod tables;
pub mod text;
pub mod timeline;

pub use output::{Output, When, error};
pub use progress::Progress;
pub use safe::safe;
