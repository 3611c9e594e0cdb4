//! What had to be cut to answer in bounded memory.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::patterns::Patterns;
use crate::query::ast::Node;

/// Whether a clause of a query was answered from a part of its words only.
#[derive(Debug)]
pub(super) struct Cuts {
    clause: Node,
    happened: AtomicBool,
    /// Places of words that the whole query holds now.
    held: Arc<AtomicUsize>,
    /// The patterns of the query.
    pub(super) patterns: Arc<Patterns>,
}

/// So many places of words known by a pattern are held at once for a query; some 200 MB while they are sorted.
const MOST: usize = 16 << 20;

impl Cuts {
    pub(super) fn tell(&self) {
        self.happened.store(true, Ordering::Relaxed);
    }

    /// How many places more may be held.
    pub(super) fn room(&self) -> usize {
        MOST.saturating_sub(self.held.load(Ordering::Relaxed))
    }

    /// Holds so many places until what is given back is dropped.
    pub(super) fn hold(&self, places: usize) -> Held {
        self.held.fetch_add(places, Ordering::Relaxed);
        Held { places, held: Arc::clone(&self.held) }
    }
}

/// Places that take part of the room of a query.
#[derive(Debug, Default)]
pub(super) struct Held {
    places: usize,
    held: Arc<AtomicUsize>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.held.fetch_sub(self.places, Ordering::Relaxed);
    }
}

/// All that may be cut of a query.
#[derive(Debug, Default)]
pub(super) struct AllCuts {
    clauses: Mutex<Vec<Arc<Cuts>>>,
    held: Arc<AtomicUsize>,
    patterns: Mutex<Arc<Patterns>>,
}

impl AllCuts {
    /// A query begins: patterns that are asked for from now on are looked for together.
    pub(super) fn begin(&self) {
        if let Ok(mut patterns) = self.patterns.lock() {
            *patterns = Arc::default();
        }
    }

    /// Who is to be told when something of a clause is cut.
    pub(super) fn watch(&self, clause: &Node) -> Arc<Cuts> {
        let (happened, held) = (AtomicBool::new(false), Arc::clone(&self.held));
        let patterns = self.patterns.lock().map(|patterns| Arc::clone(&patterns)).unwrap_or_default();
        let cuts = Arc::new(Cuts { clause: clause.clone(), happened, held, patterns });
        if let Ok(mut all) = self.clauses.lock() {
            all.push(Arc::clone(&cuts));
        }
        cuts
    }

    /// The clauses of which something was cut, each once, as query text.
    pub(super) fn clauses(&self) -> Vec<String> {
        let all = self.clauses.lock().map(|all| all.clone()).unwrap_or_default();
        let cut = all.iter().filter(|cuts| cuts.happened.load(Ordering::Relaxed));
        let mut clauses: Vec<String> = cut.map(|cuts| cuts.clause.to_string()).collect();
        clauses.dedup();
        clauses
    }
}
