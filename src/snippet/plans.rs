//! What a query marks in stories of each language: the same tree, other stems.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::query::highlight::Highlight;
use crate::query::{Node, Query, Value};
use crate::text::analyze::Analyzer;

/// The analyzer of a language, and the plan made with it.
pub struct Plan {
    /// Cuts the words of the language.
    pub analyzer: Analyzer,
    /// What the query marks in its stories.
    pub highlight: Highlight,
}

/// The plans of a query, made as stories ask for them.
pub struct Plans {
    query: Query,
    /// The people that each value of `speaker:` means.
    speakers: Vec<(Value, Vec<usize>)>,
    english: Arc<Plan>,
    others: Mutex<BTreeMap<String, Arc<Plan>>>,
}

impl Plans {
    /// The plans of `query`; `speakers` tells which people a value of `speaker:` means.
    pub fn of(query: &Query, speakers: &dyn Fn(&Value) -> Vec<usize>) -> Plans {
        let english = Arc::new(Plan::of(Analyzer::default(), query, speakers));
        let asked = english.highlight.speakers().iter();
        let speakers = asked.map(|value| (value.clone(), speakers(value))).collect();
        Plans { query: query.clone(), speakers, english, others: Mutex::default() }
    }

    /// The filters whose outcome decides what is marked, see [`Highlight::filters`].
    pub fn filters(&self) -> &[Node] {
        self.english.highlight.filters()
    }

    /// The plan for stories in a language.
    pub fn in_language(&self, language: Option<&str>) -> Arc<Plan> {
        let Some(code) = language.filter(|code| *code != "en") else { return Arc::clone(&self.english) };
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = others.entry(code.to_owned()).or_insert_with(|| self.made(code));
        Arc::clone(plan)
    }

    fn made(&self, code: &str) -> Arc<Plan> {
        let analyzer = Analyzer::of(Some(code));
        if analyzer.is_english() {
            return Arc::clone(&self.english);
        }
        let speakers = |value: &Value| {
            let known = self.speakers.iter().find(|(known, _)| known == value);
            known.map(|(_, people)| people.clone()).unwrap_or_default()
        };
        Arc::new(Plan::of(analyzer, &self.query, &speakers))
    }
}

impl Plan {
    fn of(analyzer: Analyzer, query: &Query, speakers: &dyn Fn(&Value) -> Vec<usize>) -> Plan {
        let highlight = Highlight::of(query, &analyzer, speakers);
        Plan { analyzer, highlight }
    }
}
