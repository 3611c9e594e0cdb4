//! Addresses: archive-relative paths as text, the same on every system, and back again.
//!
//! A name that is UTF-8 stands as it is, with `/` between its parts. Behind the path of a file may
//! stand `!` and the path of a member, if the file is a container, and this again for a container in
//! it; then `#` and the number of a story in a file of several: `wire.tar.gz!2001/may.jsonl#17`.
//! Of members with the same name the second one is `…#2`.
//!
//! Names are escaped so that none reads as such a separator, and no two stories share an address: a
//! backslash (`\\`), an exclamation mark (`\!`), a `#` before digits at the end of a path (`\#2`), a
//! NUL and a byte that is not UTF-8 (`\x00`, `\xE9`). Names of members come from strangers: `..`,
//! `.`, empty parts and a leading `/` are left out of them, so that no address leads out of its
//! container.

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
/// assert_eq!(address_of("Rain!.txt".as_ref()), r"Rain\!.txt");
/// ```
pub fn address_of(relative: &Path) -> String {
    joined(relative.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.as_encoded_bytes()),
        _ => None,
    }))
}

/// The address of a member by the address of its container and its name in it, with `/` between the
/// parts.
///
/// ```
/// use morgue::corpus::address::member_of;
///
/// assert_eq!(member_of("wire.zip", b"2001/a.txt"), "wire.zip!2001/a.txt");
/// assert_eq!(member_of("wire.zip", b"/../../etc/passwd"), "wire.zip!etc/passwd");
/// ```
pub fn member_of(container: &str, name: &[u8]) -> String {
    let parts = name.split(|b| *b == b'/').filter(|part| !matches!(*part, b"" | b"." | b".."));
    format!("{container}!{}", joined(parts))
}

/// The address of the story with this number in a file of several, or of the member with this number
/// among those of one name.
pub fn story_of(address: &str, number: u64) -> String {
    format!("{address}#{number}")
}

fn joined<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let mut address = String::new();
    for part in parts {
        if !address.is_empty() {
            address.push('/');
        }
        push_name(&mut address, part);
    }
    escape_story_number(&mut address);
    address
}

fn push_name(address: &mut String, name: &[u8]) {
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' | '!' => address.extend(['\\', c]),
                '\0' => address.push_str(r"\x00"),
                _ => address.push(c),
            }
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

/// The path relative to the archive's root of the file that holds the story of an address:
/// [`address_of`] backwards. A backslash that begins no escape stands for itself.
pub fn path_of(address: &str) -> PathBuf {
    let file = &address.as_bytes()[..address.len() - inside_of(address).len()];
    let mut bytes = Vec::with_capacity(file.len());
    let mut rest = file;
    while !rest.is_empty() {
        let (byte, used) = letter(rest);
        bytes.push(byte);
        rest = &rest[used..];
    }
    path_from(bytes)
}

/// What of an address lies inside the file: `!2001/may.jsonl#17`; nothing where the file is the story.
pub fn inside_of(address: &str) -> &str {
    let bytes = address.as_bytes();
    let (mut at, mut numbers) = (0, None);
    while let Some(first) = bytes.get(at) {
        match (first, number(&bytes[at..])) {
            (b'!', _) => return address.get(numbers.unwrap_or(at)..).unwrap_or_default(),
            (b'#', Some(length)) => {
                numbers = numbers.or(Some(at));
                at += length;
            }
            _ => {
                numbers = None;
                at += letter(&bytes[at..]).1;
            }
        }
    }
    numbers.and_then(|at| address.get(at..)).unwrap_or_default()
}

/// The length of a `#` with digits that ends here or has a separator behind it.
fn number(bytes: &[u8]) -> Option<usize> {
    let length = 1 + bytes.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
    (length > 1 && matches!(bytes.get(length), None | Some(b'!' | b'#'))).then_some(length)
}

/// The first byte of some escaped ones, and how many stand for it.
fn letter(bytes: &[u8]) -> (u8, usize) {
    match bytes {
        [b'\\', next @ (b'\\' | b'#' | b'!'), ..] => (*next, 2),
        [b'\\', b'x', high, low, ..] => hex(*high, *low).map_or((b'\\', 1), |byte| (byte, 4)),
        [first, ..] => (*first, 1),
        [] => (0, 0),
    }
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
        for name in ["a.txt", "2001/03/мир.txt", "a b/c.txt", "x#y", "#", "12", "a#1.txt", "a#1/b"] {
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

    #[test]
    fn what_lies_inside_a_file_is_told_from_its_name() {
        for (address, path, inside) in [
            ("a.txt", "a.txt", ""),
            ("wire.zip!2001/a.txt", "wire.zip", "!2001/a.txt"),
            ("b/wire.jsonl#17", "b/wire.jsonl", "#17"),
            (r"a\!b!c", "a!b", "!c"),
            (r"a\#1#2#3", "a#1", "#2#3"),
            (r"a\\#1", r"a\", "#1"),
            ("a#1/b", "a#1/b", ""),
            ("a##5", "a#", "#5"),
            ("a#1#x", "a#1#x", ""),
            (r"a\#1!b.tar!c#2", "a#1", "!b.tar!c#2"),
        ] {
            assert_eq!((path_of(address), inside_of(address)), (PathBuf::from(path), inside), "{address}");
        }
    }

    #[test]
    fn members_stay_in_their_container() {
        for (name, address) in [
            (&b"../../x"[..], "c!x"),
            (b"/x", "c!x"),
            (b"a/../b", "c!a/b"),
            (b"", "c!"),
            (b"..", "c!"),
            (br"..\x", r"c!..\\x"),
            (b"a!b", r"c!a\!b"),
            (b"a#2", r"c!a\#2"),
            (b"a\0\xff", r"c!a\x00\xFF"),
        ] {
            assert_eq!(member_of("c", name), address);
        }
    }

    #[cfg(unix)]
    proptest! {
        /// No name, however it is put together, is taken for another file, member or story.
        #[test]
        fn addresses_of_members_come_apart(
            file in r"[\\!#/0-9ax]{1,6}",
            names in prop::collection::vec(r"[\\!#0-9ax]{1,6}", 0..4),
            story in prop::option::of(1..30u64),
        ) {
            prop_assume!(Path::new(&file).components().all(|c| matches!(c, Component::Normal(_))));
            prop_assume!(!file.ends_with('/') && !file.contains("//"));
            let address = address_of(Path::new(&file));
            let whole = names.iter().fold(address.clone(), |a, name| member_of(&a, name.as_bytes()));
            let whole = story.map_or(whole.clone(), |n| story_of(&whole, n));
            prop_assert_eq!(path_of(&whole), PathBuf::from(&file));
            prop_assert_eq!(format!("{address}{}", inside_of(&whole)), whole.clone());
            let separators = whole.replace(r"\\", "").replace(r"\!", "").matches('!').count();
            prop_assert_eq!(separators, names.len());
        }

        #[test]
        fn every_name_comes_back(bytes in prop::collection::vec(any::<u8>(), 1..20)) {
            use std::os::unix::ffi::OsStringExt;
            let name: Vec<u8> = bytes.into_iter().filter(|b| *b != 0 && *b != b'/').collect();
            let path = PathBuf::from(std::ffi::OsString::from_vec(name.clone()));
            prop_assume!(!name.is_empty() && name != b"." && name != b"..");
            prop_assert_eq!(path_of(&address_of(&path)), path);
        }

        #[test]
        fn names_of_awkward_letters_come_back(name in r"[\\x!#0-9aF]{1,8}") {
            prop_assert_eq!(path_of(&address_of(Path::new(&name))), PathBuf::from(name));
        }
    }
}
