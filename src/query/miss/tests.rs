//! Why a story is not found, in words.
