//! What had to be cut to answer in bounded memory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::query::ast::Node;

/// Whether a clause of a query was answered from a part of its words only.
#[derive(Debug)]
pub(super) struct Cuts {
    clause: Node,
    happened: AtomicBool,
}

impl Cuts {
    pub(super) fn tell(&self) {
        self.happened.store(true, Ordering::Relaxed);
    }
}

/// All that may be cut of a query.
#[derive(Debug, Default)]
pub(super) struct AllCuts(Mutex<Vec<Arc<Cuts>>>);

impl AllCuts {
    /// Who is to be told when something of a clause is cut.
    pub(super) fn watch(&self, clause: &Node) -> Arc<Cuts> {
        let cuts = Arc::new(Cuts { clause: clause.clone(), happened: AtomicBool::new(false) });
        if let Ok(mut all) = self.0.lock() {
            all.push(Arc::clone(&cuts));
        }
        cuts
    }

    /// The clauses of which something was cut, each once, as query text.
    pub(super) fn clauses(&self) -> Vec<String> {
        let all = self.0.lock().map(|all| all.clone()).unwrap_or_default();
        let cut = all.iter().filter(|cuts| cuts.happened.load(Ordering::Relaxed));
        let mut clauses: Vec<String> = cut.map(|cuts| cuts.clause.to_string()).collect();
        clauses.dedup();
        clauses
    }
}
