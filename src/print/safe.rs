//! Text that can do nothing to a terminal: no control characters, no bidi tricks.

use std::borrow::Cow;

/// The text with every control character shown as its picture (`␛`), and every character that
/// changes the direction of its neighbours, hides, or breaks lines, as `�`.
///
/// ```
/// use morgue::print::safe;
/// assert_eq!(safe("red \u{1b}[31malert\u{202e}"), "red ␛[31malert�");
/// assert_eq!(safe("plain"), "plain");
/// ```
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_harmful) {
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character must not reach a terminal.
pub(super) fn is_harmful(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Direction marks, embeddings, overrides and isolates; line and paragraph separators; zero-width
/// characters that make two texts look alike (the joiners that scripts need are no such); tags.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

fn shown(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\u{7f}' => '\u{2421}',
        _ if is_harmful(c) => '\u{FFFD}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_harmful_comes_through(text in "\\PC*|[\\x00-\\xff]*|.*") {
            prop_assert!(!safe(&text).chars().any(is_harmful));
            prop_assert_eq!(safe(&text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn clear_screen_and_title_sequences_are_shown_not_sent() {
        assert_eq!(safe("\u{1b}]0;owned\u{7}\u{9b}2J"), "␛]0;owned␇\u{FFFD}2J");
    }
}
