//! Bytes → text: which encoding a file is in, and its text as UTF-8.
//!
//! Asked in this order: a byte order mark; valid UTF-8; UTF-16 by the places of its NULs; UTF-8 with
//! a few bad bytes; the guess of chardetng (the detector of Firefox) among the encodings of the
//! WHATWG Encoding Standard, windows-1252 where nothing speaks for another.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without its byte order mark. `\r\n` is kept; where a text has `\r` and no `\n` (old
    /// Mac files), each `\r` is `\n`. Control characters are kept.
    pub text: String,
    /// The encoding's name in the Encoding Standard, in lower case: `utf-8`, `windows-1252`.
    pub encoding: &'static str,
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
    /// Whether the encoding is a guess: neither marked nor valid UTF-8.
    pub guessed: bool,
    /// Whether bytes were lost: U+FFFD stands where they were.
    pub lossy: bool,
    /// Where the text begins in the file, in bytes: 3 after a UTF-8 mark.
    pub byte_offset_base: usize,
}

impl Decoded {
    /// Whether byte offsets of the text plus [`Decoded::byte_offset_base`] are byte offsets of the
    /// file.
    pub fn is_file_bytes(&self) -> bool {
        self.encoding == "utf-8" && !self.lossy
    }
}

/// Why bytes have no text in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// Not text in any encoding.
    #[error("binary")]
    Binary,
    /// Nothing but white space.
    #[error("empty")]
    Empty,
}

/// Decodes the bytes of a file. The same bytes give the same answer; the time is linear.
///
/// # Errors
/// [`Undecodable::Empty`] for white space only, [`Undecodable::Binary`] for bytes with NULs that are
/// not UTF-16, or with more control characters than text has.
///
/// ```
/// use morgue::corpus::decode;
///
/// let decoded = decode(b"\x93Non,\x94 dit le maire de Besan\xe7on.").unwrap();
/// assert_eq!(decoded.text, "“Non,” dit le maire de Besançon.");
/// assert_eq!((decoded.encoding, decoded.guessed), ("windows-1252", true));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, Undecodable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Undecodable::Empty);
    }
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => marked(bytes, encoding, length),
        None => unmarked(bytes)?,
    };
    checked(decoded)
}

/// Text after a byte order mark.
fn marked(bytes: &[u8], encoding: &'static Encoding, length: usize) -> Decoded {
    let decoded = in_encoding(&bytes[length..], encoding);
    let byte_offset_base = if encoding == UTF_8 { length } else { 0 };
    Decoded { bom: true, guessed: false, byte_offset_base, ..decoded }
}

fn unmarked(bytes: &[u8]) -> Result<Decoded, Undecodable> {
    if memchr::memchr(0, bytes).is_some() {
        let decoded = in_encoding(bytes, utf16_by_nuls(bytes).ok_or(Undecodable::Binary)?);
        return if decoded.lossy { Err(Undecodable::Binary) } else { Ok(decoded) };
    }
    if is_binary(bytes) {
        return Err(Undecodable::Binary);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Ok(Decoded { guessed: false, ..plain(text.to_owned(), UTF_8) });
    }
    let encoding = if is_damaged_utf8(bytes) { UTF_8 } else { guess(bytes) };
    Ok(in_encoding(bytes, encoding))
}

fn in_encoding(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { lossy, ..plain(text.into_owned(), encoding) }
}

fn plain(text: String, encoding: &'static Encoding) -> Decoded {
    let encoding = name_of(encoding);
    Decoded { text, encoding, bom: false, guessed: true, lossy: false, byte_offset_base: 0 }
}

/// Refuses what decoding has shown not to be text, and turns the line ends of old Mac files.
fn checked(mut decoded: Decoded) -> Result<Decoded, Undecodable> {
    let bytes = decoded.text.as_bytes();
    if memchr::memchr(0, bytes).is_some() || is_binary(bytes) {
        return Err(Undecodable::Binary);
    }
    if decoded.text.trim().is_empty() {
        return Err(Undecodable::Empty);
    }
    if memchr::memchr(b'\r', bytes).is_some() && memchr::memchr(b'\n', bytes).is_none() {
        decoded.text = decoded.text.replace('\r', "\n");
    }
    Ok(decoded)
}

/// UTF-16 without a mark: every ASCII character has a NUL beside it, always on the same side. Even
/// texts in other scripts have ASCII spaces and line ends, so one NUL in 25 characters is enough.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut first, mut second) = (0usize, 0usize);
    for pair in bytes.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let enough = |nuls: usize, others: usize| nuls * 25 >= bytes.len() / 2 && others * 20 <= nuls;
    match () {
        () if bytes.len() % 2 == 1 => None,
        () if enough(second, first) => Some(UTF_16LE),
        () if enough(first, second) => Some(UTF_16BE),
        () => None,
    }
}

/// Control characters that texts do not have make up a tenth of random bytes. Tabs, line and page
/// ends, backspaces and escapes do occur in texts, and old wire copy has a few others.
fn is_binary(bytes: &[u8]) -> bool {
    let odd = |b: &&u8| matches!(b, 0..=7 | 14..=26 | 28..=31 | 127);
    let controls = bytes.iter().filter(odd).count();
    controls >= 4 && controls * 25 > bytes.len()
}

/// Whether bytes that are not valid UTF-8 are UTF-8 nevertheless, cut off or slightly damaged. In
/// other encodings sequences that happen to be valid UTF-8 are rare: three good ones for each bad
/// one decide.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        // Every character of several bytes has exactly one lead byte, from 0xC0 on.
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 3 * bad || (bad == 1 && is_cut_off(bytes, good))
}

/// Whether the last character lacks its end. A lone lead byte may as well be the last letter of a
/// text in Latin-1 (`café`), so it needs another character in UTF-8 beside it.
fn is_cut_off(bytes: &[u8], good: usize) -> bool {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => good > 0 || bytes.len() - error.valid_up_to() > 1,
        _ => false,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The names that chardetng can answer, in lower case.
fn name_of(encoding: &'static Encoding) -> &'static str {
    const NAMES: [&str; 28] = [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "windows-874",
        "iso-8859-2",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-13",
        "koi8-u",
        "koi8-r",
        "ibm866",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "gbk",
        "big5",
    ];
    let name = encoding.name();
    NAMES.into_iter().find(|lower| lower.eq_ignore_ascii_case(name)).unwrap_or(name)
}
