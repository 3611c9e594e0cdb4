//! Panics: a defect of ours is told as one, in words, and never as the runtime tells it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Mutex;

use anyhow::anyhow;

/// What the last panic said, and where.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work`. A panic that nothing inside of it has caught becomes an error; none is printed.
pub(super) fn told<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    std::panic::set_hook(Box::new(remember));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(defect()))
}

fn remember(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
    if let Ok(mut last) = LAST.lock() {
        *last = Some(format!("{}{at}", message(panic.payload())));
    }
}

fn message(payload: &dyn Any) -> &str {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

fn defect() -> anyhow::Error {
    let last = LAST.lock().ok().and_then(|last| last.clone()).unwrap_or_default();
    anyhow!("a defect of morgue: {last}; please report it with the command that you ran")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_panic_says_is_kept() {
        assert_eq!(message(&"short"), "short");
        assert_eq!(message(&String::from("made up")), "made up");
        assert_eq!(message(&7), "no message");
    }
}
