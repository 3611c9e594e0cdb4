//! Documents on their way to tantivy's threads, with a bound on their bytes: its own queue counts documents.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// A worker waits no longer than that: tantivy's queue tells it if nobody takes documents any more.
const PATIENCE: Duration = Duration::from_secs(1);

/// Room for documents that wait.
#[derive(Debug)]
pub(super) struct Room {
    most: usize,
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Room {
    /// For so many bytes, or for one document that is larger.
    pub(super) fn new(most: usize) -> Arc<Room> {
        Arc::new(Room { most, taken: Mutex::new(0), freed: Condvar::new() })
    }

    /// Waits until there is room for a document of about so many bytes.
    pub(super) fn send(self: &Arc<Room>, document: TantivyDocument, bytes: usize) -> Sent {
        let full = |taken: &mut usize| *taken > 0 && *taken + bytes > self.most;
        let waited = self.freed.wait_timeout_while(self.lock(), PATIENCE, full);
        *waited.unwrap_or_else(PoisonError::into_inner).0 += bytes;
        Sent { document, _place: Place { room: Arc::clone(self), bytes } }
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room that a document takes, as long as it is there.
#[derive(Debug)]
struct Place {
    room: Arc<Room>,
    bytes: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.lock() -= self.bytes;
        self.room.freed.notify_all();
    }
}

/// A document that was sent.
#[derive(Debug)]
pub(super) struct Sent {
    document: TantivyDocument,
    _place: Place,
}

impl Document for Sent {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_back_when_a_document_is_gone() {
        let room = Room::new(100);
        let large = room.send(TantivyDocument::default(), 1000);
        assert_eq!(*room.lock(), 1000);
        let waits = {
            let room = Arc::clone(&room);
            std::thread::spawn(move || room.send(TantivyDocument::default(), 60))
        };
        drop(large);
        let small = waits.join().unwrap();
        assert_eq!(*room.lock(), 60);
        drop(small);
        assert_eq!(*room.lock(), 0);
    }
}
