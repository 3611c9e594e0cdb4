//! White space made single blanks.

/// `text` with each run of white space as one blank, none at the ends: what stood on wrapped lines
/// reads as one.
///
/// ```
/// assert_eq!(morgue::text::blanks::collapsed(" Bashar\r\n  al-Assad "), "Bashar al-Assad");
/// ```
pub fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
