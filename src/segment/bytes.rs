//! Sets of bytes: which bytes a line has, or may have.

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// Every byte.
    pub const ALL: Bytes = Bytes([u64::MAX; 4]);
    /// The bytes of characters beyond ASCII.
    pub const WIDE: Bytes = Bytes([0, 0, u64::MAX, u64::MAX]);
    /// The digits.
    pub const DIGITS: Bytes = Bytes::range(b'0', b'9');
    /// The small letters of ASCII.
    pub const SMALL: Bytes = Bytes::range(b'a', b'z');

    /// The bytes of a text.
    pub fn of(text: &str) -> Bytes {
        let mut seen = [0u8; 256];
        text.bytes().for_each(|b| seen[usize::from(b)] = 1);
        let mut set = Bytes::default();
        for (at, eight) in seen.as_chunks::<8>().0.iter().enumerate() {
            // The product gathers the eight lowest bits in its highest byte.
            let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            set.0[at / 8] |= bits << (at % 8 * 8);
        }
        set
    }

    /// Whether a byte is one of them.
    pub const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize / 64] >> (byte % 64) & 1 != 0
    }

    /// The bytes from `low` to `high`, which is below 255.
    pub const fn range(low: u8, high: u8) -> Bytes {
        let mut set = Bytes([0; 4]);
        let mut byte = low;
        while byte <= high {
            set.add(byte);
            byte += 1;
        }
        set
    }

    /// Puts a byte in.
    pub const fn add(&mut self, byte: u8) {
        self.0[byte as usize / 64] |= 1 << (byte % 64);
    }

    /// Puts in all of another set.
    pub fn add_all(&mut self, other: &Bytes) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }

    /// Whether the two share a byte.
    pub fn meets(&self, other: &Bytes) -> bool {
        self.0.iter().zip(other.0).fold(0, |all, (own, other)| all | own & other) != 0
    }

    /// Whether all of them are in the other set.
    pub fn within(&self, other: &Bytes) -> bool {
        self.0.iter().zip(other.0).fold(0, |all, (own, other)| all | own & !other) == 0
    }

    /// How many they are.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|part| part.count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_its_bytes_and_no_others() {
        let text = "a\0 ~Zé";
        let set = Bytes::of(text);
        assert!((0..=u8::MAX).all(|b| set.has(b) == text.as_bytes().contains(&b)));
        assert_eq!(set.count(), 7);
    }

    #[test]
    fn sets_meet_and_hold_each_other() {
        let (small, capitals) = (Bytes::range(b'a', b'z'), Bytes::range(b'A', b'Z'));
        assert!(!small.meets(&capitals) && small.meets(&Bytes::of("AbC")));
        assert!(Bytes::of("abc").within(&small) && !Bytes::of("aBc").within(&small));
        assert!(Bytes::of("é").within(&Bytes::WIDE));
    }
}
