//! One fast hash of short words, the same on every machine: for tables inside the binary.

/// A 64-bit hash of some bytes: eight at a time, each mixed in by a multiplication.
///
/// Tables that ship with the binary are laid out by it, so its values must never change. It is no
/// shield against made-up collisions; a table that must be exact compares what it finds.
///
/// ```
/// use morgue::text::hash::hash;
/// assert_ne!(hash(b"putin"), hash(b"puti"));
/// assert_eq!(hash(b""), hash(&[]));
/// ```
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = SEED ^ bytes.len() as u64;
    let mut parts = bytes.chunks_exact(8);
    for part in &mut parts {
        state = mix(state, word(part));
    }
    mix(state, word(parts.remainder()))
}

/// Two hashes made to one; the order matters.
pub fn mix(state: u64, with: u64) -> u64 {
    let mixed = (state ^ with).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// Any odd number with its bits well spread: the golden ratio's, and a prime of the same kind.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;

/// Up to eight bytes as a number, little-endian. Four to seven are two overlapping halves.
fn word(part: &[u8]) -> u64 {
    let half = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
    match (part.first_chunk::<8>(), part.first_chunk::<4>(), part.last_chunk::<4>(), part) {
        (Some(eight), ..) => u64::from_le_bytes(*eight),
        (None, Some(first), Some(last), _) => half(first) | half(last) << (8 * (part.len() - 4)),
        (.., &[a, b, c]) => u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16,
        (.., &[a, b]) => u64::from(a) | u64::from(b) << 8,
        (.., &[a]) => u64::from(a),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_its_bytes_in_order() {
        let bytes = [1u8, 2, 3, 4, 5, 6, 7, 8];
        for length in 0..=8 {
            let slow = bytes[..length].iter().rev().fold(0, |word, &b| word << 8 | u64::from(b));
            assert_eq!(word(&bytes[..length]), slow);
        }
    }

    /// Tables of the binary are laid out by these values.
    #[test]
    fn values_never_change() {
        assert_eq!(hash(b""), mix(SEED, 0));
        assert_eq!(hash(b"putin"), 345_642_246_350_896_244);
    }
}
