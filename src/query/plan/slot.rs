//! A slot: the terms that may stand at one position of a match.

use crate::index::layout::stem_term;
use crate::text::analyze::{Analyzer, Token};

/// What may stand at one word position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Any of these terms, of which no two ever stand at one position.
    Terms {
        /// Dictionary terms.
        any: Vec<String>,
        /// The form as typed, when inflections match too: it scores higher.
        exact: Option<String>,
    },
    /// Every form that begins so.
    Beginning(String),
}

impl Slot {
    /// Every inflection of a word.
    ///
    /// The index has a stem only where it differs from the form. So words of stem `s` are those
    /// marked `s`, and the form `s` itself if that is its own stem.
    pub(super) fn inflected(token: &Token, analyzer: &Analyzer) -> Slot {
        let stem = token.stem.as_ref().unwrap_or(&token.form);
        let mut any = vec![stem_term(stem)];
        if analyzer.stem(stem).is_none() {
            any.push(stem.clone());
        }
        Slot::Terms { any, exact: Some(token.form.clone()) }
    }

    /// This form only.
    pub(super) fn exact(token: &Token, _: &Analyzer) -> Slot {
        Slot::Terms { any: vec![token.form.clone()], exact: None }
    }

    /// Forms that begin with `form`.
    pub(super) fn beginning(form: &str) -> Slot {
        Slot::Beginning(form.to_owned())
    }
}
