//! Phenomena of resolving, in sentences of our own.
