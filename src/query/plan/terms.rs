//! From a slot to what the dictionary of the index has for it.

use crate::index::layout::stem_term;
use crate::query::leaf::{Matcher, Slot};
use crate::text::analyze::Analyzer;
use crate::text::words::Capitals;

/// What may stand at one word position, as terms.
#[derive(Clone, Debug)]
pub(super) enum Terms {
    /// Any of these terms, of which no two ever stand at one position.
    Any {
        /// Dictionary terms.
        any: Vec<String>,
        /// The form as typed, when inflections match too: it scores higher.
        exact: Option<String>,
    },
    /// A form with certain capitals.
    Cased(String, Capitals),
    /// Every form that begins so.
    Beginning(String),
    /// Every form that passes a test.
    Matching(Matcher),
}

impl Terms {
    /// The terms of a slot.
    ///
    /// The index has a stem only where it differs from the form. So words of stem `s` are those
    /// marked `s`, and the form `s` itself if that is its own stem.
    pub(super) fn of(slot: &Slot, analyzer: &Analyzer) -> Terms {
        match slot {
            Slot::Form(form) => Terms::Any { any: vec![form.clone()], exact: None },
            Slot::Stem { stem, form } => {
                let mut any = vec![stem_term(stem)];
                if analyzer.stem(stem).is_none() {
                    any.push(stem.clone());
                }
                Terms::Any { any, exact: Some(form.clone()) }
            }
            Slot::Cased(form, capitals) => Terms::Cased(form.clone(), *capitals),
            Slot::Beginning(form) => Terms::Beginning(form.clone()),
            Slot::Matching(matcher) => Terms::Matching(matcher.clone()),
        }
    }
}
