//! Addresses: archive-relative paths as text, the same on every system, and back again.
//!
//! A name that is UTF-8 stands as it is, with `/` between its parts. Three things are escaped so
//! that no two files share an address: a backslash (`\\`), a byte that is not UTF-8 (`\xE9`), and a
//! `#` before digits at the end of a name (`\#2`), which would read as the second story of a file.

use std::cmp::Ordering;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The address of a file by its path relative to the archive's root.
///
/// ```
/// use morgue::corpus::address::address_of;
///
/// assert_eq!(address_of("2019/Sofia café.txt".as_ref()), "2019/Sofia café.txt");
/// assert_eq!(address_of("draft#2".as_ref()), r"draft\#2");
/// ```
pub fn address_of(relative: &Path) -> String {
    let mut address = String::new();
    for part in relative.components() {
        if let Component::Normal(name) = part {
            if !address.is_empty() {
                address.push('/');
            }
            push_name(&mut address, name.as_encoded_bytes());
        }
    }
    escape_story_number(&mut address);
    address
}

fn push_name(address: &mut String, name: &[u8]) {
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '\\' {
                address.push('\\');
            }
            address.push(c);
        }
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(address, "\\x{byte:02X}");
        }
    }
}

fn escape_story_number(address: &mut String) {
    let head = address.trim_end_matches(|c: char| c.is_ascii_digit());
    if head.len() < address.len() && head.ends_with('#') {
        address.insert(head.len() - 1, '\\');
    }
}

/// The path relative to the archive's root of a file by its address: [`address_of`] backwards.
/// A backslash that begins no escape stands for itself.
pub fn path_of(address: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, used) = match tail {
            [next @ (b'\\' | b'#'), ..] if *first == b'\\' => (*next, 2),
            [b'x', high, low, ..] if *first == b'\\' => match hex(*high, *low) {
                Some(byte) => (byte, 4),
                None => (*first, 1),
            },
            _ => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[used..];
    }
    path_from(bytes)
}

/// The order in which a walk lists two addresses: names part by part, by their bytes.
///
/// ```
/// use std::cmp::Ordering;
/// use morgue::corpus::address::walk_order;
///
/// assert_eq!(walk_order("a/z.txt", "a.txt"), Ordering::Less);
/// assert_eq!(walk_order("a/9.txt", "a/10.txt"), Ordering::Greater);
/// ```
pub fn walk_order(a: &str, b: &str) -> Ordering {
    if a.contains('\\') || b.contains('\\') {
        let (a, b) = (path_of(a), path_of(b));
        return names_order(a.as_os_str().as_encoded_bytes(), b.as_os_str().as_encoded_bytes());
    }
    names_order(a.as_bytes(), b.as_bytes())
}

/// A name ends before all that could go on in it.
fn names_order(a: &[u8], b: &[u8]) -> Ordering {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let part = |path: &[u8]| path.get(same).map(|&byte| if byte == b'/' { 0 } else { u16::from(byte) + 1 });
    part(a).cmp(&part(b))
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

#[cfg(unix)]
fn path_from(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_from(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_names_are_their_own_address() {
        for name in ["a.txt", "2001/03/мир.txt", "a b/c!d.txt", "x#y", "#", "12", "a#1.txt", "a#1/b"] {
            assert_eq!(address_of(Path::new(name)), name);
        }
    }

    #[test]
    fn dots_and_roots_leave_no_trace() {
        assert_eq!(address_of(Path::new("./a/./b")), "a/b");
        assert_eq!(address_of(Path::new("")), "");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_not_utf8_stay_readable() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9\\x.txt");
        assert_eq!(address_of(Path::new(name)), r"caf\xE9\\x.txt");
    }

    #[cfg(unix)]
    proptest! {
        #[test]
        fn every_name_comes_back(bytes in prop::collection::vec(any::<u8>(), 1..20)) {
            use std::os::unix::ffi::OsStringExt;
            let name: Vec<u8> = bytes.into_iter().filter(|b| *b != 0 && *b != b'/').collect();
            let path = PathBuf::from(std::ffi::OsString::from_vec(name.clone()));
            prop_assume!(!name.is_empty() && name != b"." && name != b"..");
            prop_assert_eq!(path_of(&address_of(&path)), path);
        }

        #[test]
        fn names_of_awkward_letters_come_back(name in r"[\\x#0-9aF]{1,8}") {
            prop_assert_eq!(path_of(&address_of(Path::new(&name))), PathBuf::from(name));
        }
    }
}
