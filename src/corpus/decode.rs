//! Bytes → text: which encoding a file is in, and its text as UTF-8.
//!
//! Asked in this order: a byte order mark; valid UTF-8; UTF-16 by the places of its NULs; UTF-8 with
//! a few bad bytes; and last a guess among the encodings of the WHATWG Encoding Standard.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use super::guess::guess;

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

/// How the text of a file was decoded: what a report tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoding {
    /// [`Decoded::encoding`].
    pub encoding: String,
    /// [`Decoded::guessed`].
    pub guessed: bool,
    /// [`Decoded::lossy`].
    pub lossy: bool,
}

impl Decoded {
    /// How it was decoded.
    pub fn decoding(&self) -> Decoding {
        Decoding { encoding: self.encoding.to_owned(), guessed: self.guessed, lossy: self.lossy }
    }

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
    if decoded.lossy && is_mostly_lost(&decoded.text) {
        return Err(Undecodable::Binary);
    }
    if memchr::memchr(b'\r', bytes).is_some() && memchr::memchr(b'\n', bytes).is_none() {
        decoded.text = decoded.text.replace('\r', "\n");
    }
    Ok(decoded)
}

/// Whether more than a tenth of the characters are replacements: the bytes were in no encoding.
fn is_mostly_lost(text: &str) -> bool {
    let (lost, all) =
        text.chars().fold((0, 0), |(lost, all), c| (lost + usize::from(c == '\u{fffd}'), all + 1));
    lost >= 4 && lost * 10 > all
}

/// UTF-16 without a mark: every ASCII character has a NUL beside it, always on the same side. Even
/// texts in other scripts have ASCII spaces and line ends, so one in 25 characters is enough.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let is_ascii = |b: u8| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let (mut little, mut big) = (0usize, 0usize);
    for pair in bytes.chunks_exact(2) {
        little += usize::from(pair[1] == 0 && is_ascii(pair[0]));
        big += usize::from(pair[0] == 0 && is_ascii(pair[1]));
    }
    let speaks = |ours: usize, theirs: usize| ours > 0 && ours * 50 >= bytes.len() && theirs * 4 <= ours;
    match () {
        () if bytes.len() % 2 == 1 => None,
        () if speaks(little, big) => Some(UTF_16LE),
        () if speaks(big, little) => Some(UTF_16BE),
        () => None,
    }
}

/// Control characters that texts do not have make up a tenth of random bytes. Tabs, line and page
/// ends, backspaces, escapes and the end mark of DOS do occur in texts, and old wire copy has a few
/// others.
fn is_binary(bytes: &[u8]) -> bool {
    let odd = |b: &&u8| matches!(b, 0..=7 | 14..=25 | 28..=31 | 127);
    let controls = bytes.iter().filter(odd).count();
    controls >= 4 && controls * 25 > bytes.len()
}

/// Whether bytes that are not valid UTF-8 are UTF-8 nevertheless, cut off or slightly damaged. In
/// other encodings sequences that happen to be valid UTF-8 are rare (one in four in IBM866, one in
/// ten in GBK, fewer elsewhere): more good ones than bad ones decide.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        // Every character of several bytes has exactly one lead byte, from 0xC0 on.
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad || (bad == 1 && is_cut_off(bytes, good))
}

/// Whether the last character lacks its end. A lone lead byte may as well be the last letter of a
/// text in windows-1252 (`café`), so it needs another character in UTF-8 beside it, or to be one of
/// those that begin quotes, dashes and most accented letters: as â, Â and Ã they end no text.
fn is_cut_off(bytes: &[u8], good: usize) -> bool {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => match &bytes[error.valid_up_to()..] {
            [lead] => good > 0 || matches!(lead, 0xC2 | 0xC3 | 0xE2),
            _ => true,
        },
        _ => false,
    }
}

/// The names that [`guess`] can answer, in lower case.
fn name_of(encoding: &'static Encoding) -> &'static str {
    const NAMES: [&str; 29] = [
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
        "macintosh",
    ];
    let name = encoding.name();
    NAMES.into_iter().find(|lower| lower.eq_ignore_ascii_case(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use encoding_rs::*;
    use proptest::prelude::*;

    use super::*;

    const ENGLISH: &str =
        "LEEDS, March 3 - Rain fell on the town hall.\n\"We shall wait,\" the mayor said.\n";
    const CURLY: &str = "“We shall wait – as long as it takes,” the mayor’s aide said in Leeds.\n";
    const FRENCH: &str =
        "Besançon – Le maire a déclaré qu’il était « très déçu » par la décision du préfet.\n";
    const SPANISH: &str = "El alcalde de Málaga pidió más tiempo: «Mañana habrá una decisión», señaló.\n";
    const POLISH: &str =
        "Burmistrz Łodzi powiedział, że sześć szkół będzie zamkniętych już w przyszły czwartek.\n";
    const RUSSIAN: &str =
        "Мэр Воронежа заявил, что ремонт моста закончат до зимы. «Денег хватит», – сказал он.\n";
    const UKRAINIAN: &str =
        "Мер Полтави заявив, що її міст відкриють до зими, і подякував усім робітникам.\n";
    const GREEK: &str = "Ο δήμαρχος της Πάτρας δήλωσε ότι το λιμάνι θα ανοίξει ξανά την επόμενη εβδομάδα.\n";
    const TURKISH: &str =
        "İzmir belediye başkanı, köprünün kış gelmeden açılacağını söyledi ve işçilere teşekkür etti.\n";
    const JAPANESE: &str =
        "仙台市長は三日、橋の修理は冬までに終わると述べた。市民は工事の早期完成を望んでいる。\n";
    const CHINESE: &str = "市长星期一在成都表示，大桥的维修工程将在冬天之前完成，市民对此表示欢迎。\n";
    const TAIWANESE: &str = "市長星期一在高雄表示，大橋的維修工程將在冬天之前完成，市民對此表示歡迎。\n";
    const KOREAN: &str = "대구 시장은 월요일 다리 보수 공사가 겨울 전에 끝날 것이라고 밝혔다.\n";

    /// The bytes of `text`, which must be representable.
    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lost) = encoding.encode(text);
        assert!(!lost, "{text} is not in {}", encoding.name());
        bytes.into_owned()
    }

    fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn texts_in_many_encodings_come_back() {
        let table: [(&str, &'static Encoding, &str); 17] = [
            (CURLY, WINDOWS_1252, "windows-1252"),
            (FRENCH, WINDOWS_1252, "windows-1252"),
            (SPANISH, WINDOWS_1252, "windows-1252"),
            (POLISH, WINDOWS_1250, "windows-1250"),
            (POLISH, ISO_8859_2, "iso-8859-2"),
            (RUSSIAN, WINDOWS_1251, "windows-1251"),
            (UKRAINIAN, KOI8_U, "koi8-u"),
            (RUSSIAN, IBM866, "ibm866"),
            (GREEK, WINDOWS_1253, "windows-1253"),
            (TURKISH, WINDOWS_1254, "windows-1254"),
            (JAPANESE, SHIFT_JIS, "shift_jis"),
            (JAPANESE, EUC_JP, "euc-jp"),
            (CHINESE, GBK, "gbk"),
            (TAIWANESE, BIG5, "big5"),
            (KOREAN, EUC_KR, "euc-kr"),
            (RUSSIAN, UTF_8, "utf-8"),
            (ENGLISH, UTF_8, "utf-8"),
        ];
        for (text, encoding, name) in table {
            // IBM866 has neither these quotes nor the dash.
            let text =
                if name == "ibm866" { text.replace(['«', '»', '–'], "-") } else { text.to_owned() };
            let decoded = decode(&encoded(&text, encoding)).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text.as_str(), name));
            assert_eq!(decoded.guessed, name != "utf-8");
            assert!(!decoded.bom && !decoded.lossy);
        }
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        for text in [ENGLISH, CURLY, RUSSIAN, GREEK, KOREAN] {
            for (bytes_of, name) in
                [(u16::to_le_bytes as fn(u16) -> [u8; 2], "utf-16le"), (u16::to_be_bytes, "utf-16be")]
            {
                let bare = decode(&utf16(text, bytes_of)).unwrap();
                assert_eq!(
                    (bare.text.as_str(), bare.encoding, bare.bom, bare.guessed),
                    (text, name, false, true)
                );
                let marked = decode(&utf16(&format!("\u{feff}{text}"), bytes_of)).unwrap();
                assert_eq!(
                    (marked.text.as_str(), marked.encoding, marked.bom, marked.guessed),
                    (text, name, true, false)
                );
                assert_eq!(marked.byte_offset_base, 0);
            }
        }
    }

    #[test]
    fn a_mark_moves_offsets_by_its_three_bytes() {
        let decoded = decode(format!("\u{feff}{FRENCH}").as_bytes()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.byte_offset_base, decoded.bom), (FRENCH, 3, true));
        assert!(decoded.is_file_bytes() && !decoded.guessed);
    }

    #[test]
    fn one_curly_quote_in_an_english_text_is_windows_1252() {
        let decoded = decode(b"The mayor\x92s aide said the town hall would open on Monday.\n").unwrap();
        assert_eq!(decoded.encoding, "windows-1252");
        assert!(decoded.text.contains("mayor’s"));
    }

    #[test]
    fn a_text_cut_off_inside_a_character_stays_utf8() {
        let bytes = FRENCH.as_bytes();
        let decoded = decode(&bytes[..=bytes.iter().rposition(|b| *b == 0xc3).unwrap()]).unwrap();
        assert_eq!((decoded.encoding, decoded.lossy, decoded.guessed), ("utf-8", true, true));
        assert!(decoded.text.starts_with("Besançon – Le maire") && decoded.text.ends_with('\u{fffd}'));
        for cut in [&b"All he said was \xe2\x80"[..], b"All he said was \xe2"] {
            assert_eq!(decode(cut).unwrap().encoding, "utf-8");
        }
    }

    #[test]
    fn a_few_bad_bytes_do_not_make_mojibake() {
        let mut bytes = CURLY.repeat(3).into_bytes();
        bytes[40] = 0xff;
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.lossy), ("utf-8", true));
        assert!(decoded.text.contains("mayor’s") && !decoded.is_file_bytes());
    }

    #[test]
    fn a_last_letter_in_latin_1_is_a_letter() {
        assert_eq!(decode(b"Meet me at the old caf\xe9").unwrap().text, "Meet me at the old café");
    }

    #[test]
    fn binary_is_told_from_text() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06";
        let numbers: Vec<u8> = (1..200u16).flat_map(u16::to_le_bytes).collect();
        // Pseudo-random bytes without NULs.
        let noise: Vec<u8> =
            (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).filter(|b| *b != 0).collect();
        let marked_noise = [&b"\xef\xbb\xbf"[..], &noise].concat();
        for bytes in [
            &png[..],
            &numbers,
            &noise,
            &marked_noise,
            b"text with \0 in the middle of it",
            b"\xff\xfe\0\0a\0\0\0",
        ] {
            assert_eq!(decode(bytes), Err(Undecodable::Binary), "{:?}", &bytes[..8]);
        }
    }

    #[test]
    fn odd_controls_in_a_text_are_kept() {
        let text = format!("\x01\x02{ENGLISH}\x1b[1mBold\x1b[0m\x03\x0c\x1a");
        assert_eq!(decode(text.as_bytes()).unwrap().text, text);
    }

    #[test]
    fn nothing_but_white_space_is_empty() {
        for text in ["", " \r\n\t", "\u{feff}", "\u{feff} \n", "\u{a0}\u{2003}\n"] {
            assert_eq!(decode(text.as_bytes()), Err(Undecodable::Empty), "{text:?}");
        }
        assert_eq!(decode(&utf16("\u{feff}\n", u16::to_le_bytes)), Err(Undecodable::Empty));
    }

    #[test]
    fn line_ends_keep_their_length() {
        assert_eq!(decode(b"a\r\nb\r\n").unwrap().text, "a\r\nb\r\n");
        assert_eq!(decode(b"a\rb\r").unwrap().text, "a\nb\n");
        assert_eq!(decode(b"a\rb\n").unwrap().text, "a\rb\n");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(decoded) = decode(&bytes) {
                prop_assert!(!decoded.text.trim().is_empty());
                prop_assert_eq!(decode(&bytes).unwrap(), decoded);
            }
        }

        #[test]
        fn bytes_with_a_mark_do_not_panic(mark in 0..3usize, bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            let _ = decode(&[[&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"][mark], &bytes].concat());
        }

        #[test]
        fn utf8_stays_as_it_is(text in r"(\PC|[\t\n\u{b}\u{c}]|\r\n){0,300}") {
            prop_assume!(!text.trim().is_empty() && !text.starts_with('\u{feff}'));
            let decoded = decode(text.as_bytes()).unwrap();
            prop_assert_eq!(&decoded.text, &text);
            prop_assert_eq!((decoded.encoding, decoded.lossy, decoded.guessed), ("utf-8", false, false));
        }
    }
}
