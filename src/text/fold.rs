//! Folding: one spelling for a word, whatever its case, accents, apostrophes and points.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form under which a word is indexed and looked up.
///
/// Lower case, compatibility forms resolved, accents off, possessive `'s` off, apostrophes, points
/// between letters, thousands commas and invisible joiners dropped.
///
/// ```
/// use morgue::text::fold::fold;
/// assert_eq!(fold("Putin’s"), "putin");
/// assert_eq!(fold("O'Reilly"), "oreilly");
/// assert_eq!(fold("U.S"), "us");
/// assert_eq!(fold("1,000"), "1000");
/// assert_eq!(fold("Erdoğan"), "erdogan");
/// ```
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Appends the form that [`fold`] gives to `out`.
pub fn fold_into(word: &str, out: &mut String) {
    let word = without_possessive(word);
    let before = out.len();
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        out.push_str(word);
        out[before..].make_ascii_lowercase();
    } else if word.is_ascii() {
        push_ascii(word, out);
    } else {
        push_unicode(word, out);
    }
    if out.len() == before {
        // A word of nothing but marks keeps them: every word has a form.
        out.push_str(&word.to_lowercase());
    }
}

/// The word without a closing `'s` (any apostrophe).
pub fn without_possessive(word: &str) -> &str {
    let Some((b's' | b'S', stem)) = word.as_bytes().split_last() else { return word };
    if stem.last().is_none_or(u8::is_ascii_alphanumeric) {
        return word;
    }
    let stem = &word[..stem.len()];
    match stem.strip_suffix(['\'', '’', 'ʼ', '＇']) {
        Some(bare) if !bare.is_empty() => bare,
        _ => word,
    }
}

fn push_ascii(word: &str, out: &mut String) {
    let bytes = word.as_bytes();
    for (i, &b) in bytes.iter().enumerate() {
        match b {
            b'\'' | b',' => {}
            b'.' if !between_digits(bytes, i) => {}
            _ => out.push(char::from(b.to_ascii_lowercase())),
        }
    }
}

fn between_digits(bytes: &[u8], i: usize) -> bool {
    i > 0 && bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
}

fn push_unicode(word: &str, out: &mut String) {
    let mut digit_before = false;
    for c in word.nfkd().filter(|&c| !is_combining_mark(c)) {
        match c {
            '\'' | '’' | 'ʼ' | '＇' | ',' | '\u{AD}' | '\u{200C}' | '\u{200D}' => continue,
            '.' if !digit_before => continue,
            _ => push_letter(c, out),
        }
        digit_before = c.is_ascii_digit();
    }
}

/// Lower case; letters with a stroke or a ligature that Unicode does not decompose get their base.
fn push_letter(c: char, out: &mut String) {
    for low in c.to_lowercase().filter(|&c| !is_combining_mark(c)) {
        match low {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            'ħ' => out.push('h'),
            'ς' => out.push('σ'),
            _ => out.push(low),
        }
    }
}
