//! From a slot to what the dictionary of the index has for it.

use crate::index::layout::{joined_term, stem_term};
use crate::query::leaf::{Matcher, Slot, own_stem};
use crate::text::analyze::Analyzer;
use crate::text::words::Capitals;

/// What may stand at one word position, as terms.
#[derive(Clone, Debug)]
pub(super) enum Terms {
    /// Any of these terms.
    Any {
        /// Dictionary terms; of those of one language no two ever stand at one position.
        any: Vec<String>,
        /// Terms of two words that a hyphen joins, and that may stand for one.
        joined: Vec<String>,
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
    /// The terms of a slot in an archive of stories in English and in `others`.
    pub(super) fn of(slot: &Slot, others: &[Analyzer]) -> Terms {
        match slot {
            Slot::Form(form) => Terms::any(vec![form.clone()], None),
            Slot::Stem { stem, form, typed, .. } => {
                let mut any = vec![stem_term(stem)];
                any.extend(own_stem(form));
                let tokens = others.iter().flat_map(|analyzer| analyzer.tokens(typed));
                any.extend(tokens.filter_map(|token| token.stem).map(|stem| stem_term(&stem)));
                Terms::any(any, Some(form.clone()))
            }
            Slot::Cased(form, capitals) => Terms::Cased(form.clone(), *capitals),
            Slot::Beginning(form) => Terms::Beginning(form.clone()),
            Slot::Matching(matcher) => Terms::Matching(matcher.clone()),
        }
    }

    fn any(any: Vec<String>, exact: Option<String>) -> Terms {
        Terms::Any { joined: any.iter().map(|term| joined_term(term)).collect(), any, exact }
    }

    /// The same without joined words.
    pub(super) fn without_joined(mut self) -> Terms {
        if let Terms::Any { joined, .. } = &mut self {
            joined.clear();
        }
        self
    }
}
