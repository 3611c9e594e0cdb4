//! A table from hashes to numbers, for the names of one story.

/// Open-addressed, at most half full. The keys are hashes already, and two words of one hash are one word
/// here.
pub(super) struct Table {
    /// Key and number; the number [`FREE`] marks a free slot.
    slots: Vec<(u64, u32)>,
    taken: usize,
}

/// In a free slot.
pub(super) const FREE: u32 = u32::MAX;

/// Keys that a new table has room for at most: long texts say the same names again and again.
const ROOM: usize = 1 << 10;

impl Table {
    /// A table for about as many keys; it grows with more.
    pub(super) fn new(keys: usize) -> Table {
        Table { slots: vec![(0, FREE); (keys.min(ROOM) * 2).next_power_of_two().max(2)], taken: 0 }
    }

    /// The number of a key.
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        let number = self.slots[self.slot(key)].1;
        (number != FREE).then_some(number)
    }

    /// The place for the number of a key, [`FREE`] if it has none yet: then it must be given one.
    pub(super) fn entry(&mut self, key: u64) -> &mut u32 {
        let mut at = self.slot(key);
        if self.slots[at].1 == FREE {
            self.taken += 1;
            if self.taken * 2 > self.slots.len() {
                self.grow();
                at = self.slot(key);
            }
            self.slots[at].0 = key;
        }
        &mut self.slots[at].1
    }

    fn grow(&mut self) {
        let larger = vec![(0, FREE); self.slots.len() * 2];
        for (key, number) in std::mem::replace(&mut self.slots, larger) {
            if number != FREE {
                let at = self.slot(key);
                self.slots[at] = (key, number);
            }
        }
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key ^ key >> 32) as usize & mask;
        while self.slots[at].1 != FREE && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_by_their_keys_even_where_these_collide_and_the_table_grows() {
        let keys = [0, 8, 16, 24, u64::MAX, 1 << 32];
        let mut table = Table::new(2);
        for (number, &key) in keys.iter().enumerate() {
            *table.entry(key) = number as u32;
        }
        let found: Vec<Option<u32>> = keys.iter().map(|&key| table.get(key)).collect();
        assert_eq!(found, [Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(table.get(32), None);
    }
}
