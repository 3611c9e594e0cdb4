//! Guessing the encoding of bytes that are neither marked nor UTF-8.
//!
//! chardetng is made for web pages, where letters speak for a language. In an English story often
//! the only bytes beyond ASCII are quotes and dashes, which tell it little; those are looked at
//! first.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// The encoding that speaks best for `bytes`; windows-1252 where nothing speaks for another.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    if bytes.iter().all(|b| b.is_ascii() || is_punctuation(*b)) {
        return WINDOWS_1252;
    }
    if has_mac_quotes(bytes) {
        return MACINTOSH;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// What English copy has beyond ASCII, in windows-1252: € … ‘ ’ “ ” • – — ™, no-break space,
/// £ § © « ® ° · » and fractions. Quotes, dashes and € are the same in all windows-125x.
fn is_punctuation(byte: u8) -> bool {
    matches!(byte, 0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0xA0 | 0xA3 | 0xA7 | 0xA9 | 0xAB | 0xAE)
        || matches!(byte, 0xB0 | 0xB7 | 0xBB..=0xBE)
}

/// Whether bytes are quotes of Mac OS Roman, which page make-up on old Macs left in many archives:
/// `it\xD5s`, or both `\xD2` before and `\xD3` after ASCII words. In windows-1252 these bytes are
/// capital letters (Õ Ò Ó), which do not stand between small ones; in Cyrillic ones they have
/// letters beside them that are not ASCII.
fn has_mac_quotes(bytes: &[u8]) -> bool {
    let (mut opened, mut closed) = (false, false);
    for (i, byte) in bytes.iter().enumerate().filter(|(_, b)| (0xD2..=0xD5).contains(*b)) {
        let before = i.checked_sub(1).map_or(b' ', |i| bytes[i]);
        let after = bytes.get(i + 1).copied().unwrap_or(b' ');
        match byte {
            0xD5 if before.is_ascii_lowercase() && after.is_ascii_lowercase() => return true,
            0xD2 => opened |= before.is_ascii_whitespace() && after.is_ascii_alphabetic(),
            0xD3 => closed |= matches!(before, b',' | b'.' | b'?' | b'!') && after.is_ascii_whitespace(),
            _ => {}
        }
    }
    opened && closed
}

#[cfg(test)]
mod tests {
    use encoding_rs::{KOI8_U, WINDOWS_1251};

    use super::*;

    #[test]
    fn quotes_alone_are_windows_1252() {
        for bytes in
            [&b"\x93\x97and so on\x94"[..], b"\x94\x97\x93", b"the aide\x92s \xa35 fare\x85", b"50\xb0"]
        {
            assert_eq!(guess(bytes), WINDOWS_1252, "{bytes:?}");
        }
    }

    #[test]
    fn quotes_of_old_macs_are_read() {
        let text = "“We’ll wait – if it’s safe,” the mayor said at the café.";
        let bytes: Vec<u8> = text.chars().map(|c| if c.is_ascii() { c as u8 } else { mac(c) }).collect();
        assert_eq!(guess(&bytes), MACINTOSH);
        assert_eq!(MACINTOSH.decode_without_bom_handling(&bytes).0, text);
        assert_eq!(guess(b"\xd2No,\xd3 he said."), MACINTOSH);
    }

    /// Mac OS Roman; encoding_rs writes no such bytes.
    fn mac(c: char) -> u8 {
        (0x80..=0xFF).find(|b| MACINTOSH.decode_without_bom_handling(&[*b]).0.starts_with(c)).unwrap()
    }

    #[test]
    fn capital_letters_are_no_mac_quotes() {
        assert_eq!(
            guess(b"\xd2RAN was sung in Stornoway, JO\xd5O and \xd3scar said. CONCLUS\xd5ES"),
            WINDOWS_1252
        );
        for (encoding, text) in [
            (KOI8_U, "Мер Полтави заявив, що міст у місті відкриють до зими"),
            (WINDOWS_1251, "Холод и Хаос в городе"),
        ] {
            assert_eq!(guess(&encoding.encode(text).0), encoding);
        }
    }
}
