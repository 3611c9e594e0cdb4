//! What had to be cut to answer in bounded memory.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a part of a query was answered from a part of its words only.
#[derive(Debug)]
pub(super) struct Cuts {
    clause: String,
    happened: AtomicBool,
}

impl Cuts {
    pub(super) fn of(clause: String) -> Cuts {
        Cuts { clause, happened: AtomicBool::new(false) }
    }

    pub(super) fn tell(&self) {
        self.happened.store(true, Ordering::Relaxed);
    }
}

/// All that may be cut of a query.
#[derive(Debug, Default)]
pub(super) struct AllCuts(Mutex<Vec<std::sync::Arc<Cuts>>>);

impl AllCuts {
    pub(super) fn watch(&self, clause: String) -> std::sync::Arc<Cuts> {
        let cuts = std::sync::Arc::new(Cuts::of(clause));
        if let Ok(mut all) = self.0.lock() {
            all.push(std::sync::Arc::clone(&cuts));
        }
        cuts
    }

    /// The clauses of which something was cut.
    pub(super) fn clauses(&self) -> Vec<String> {
        let all = self.0.lock().map(|all| all.clone()).unwrap_or_default();
        all.iter().filter(|cuts| cuts.happened.load(Ordering::Relaxed)).map(|c| c.clause.clone()).collect()
    }
}
