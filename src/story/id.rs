//! The id of a story: a short hash of its text, as text and as a number.

/// Letters and digits that cannot be taken for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters of an id; each stands for five bits.
const LETTERS: u32 = 12;

/// The id of a story: the first 60 bits of the BLAKE3 hash of its decoded text, as 12 letters and
/// digits. Exact twins share it; among ten million different texts two share one with a chance of
/// about 1 in 23,000.
pub fn id_of(text: &str) -> String {
    let hash = blake3::hash(text.as_bytes());
    let bits = hash.as_bytes()[..8].iter().fold(0u64, |bits, &b| bits << 8 | u64::from(b));
    id_text(bits >> (u64::BITS - 5 * LETTERS))
}

/// An id as a number below 2^60. Other texts than ids have one too.
pub fn id_number(id: &str) -> u64 {
    id.bytes().fold(0, |bits, letter| {
        let value = ALPHABET.iter().position(|&l| l == letter).unwrap_or(0);
        bits << 5 | value as u64
    })
}

/// The id of an [`id_number`].
pub fn id_text(number: u64) -> String {
    (1..=LETTERS).map(|i| char::from(ALPHABET[(number >> (5 * (LETTERS - i))) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_ids_have_different_numbers() {
        let (a, b) = (id_of("a"), id_of("b"));
        assert_ne!(id_number(&a), id_number(&b));
        assert!(id_number(&a) < 1 << 60);
        assert_eq!(id_text(id_number(&a)), a);
    }

    #[test]
    fn an_id_stays_what_it_was() {
        assert_eq!(id_of("Rain fell on Leeds.\n"), "5c7vdfpzktxg");
    }
}
