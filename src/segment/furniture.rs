//! Evidence from outside the story: how many other stories of the same source hold a line.
//!
//! A line that stands in two other stories is hardly ever body. The counts come from whoever has read
//! the source's stories; a text alone tells nothing of them.

use std::collections::HashMap;

use crate::text::Span;
use crate::text::hash::hash;
use crate::text::wrap::Block;

/// In how many stories of a source each line stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Furniture {
    counts: HashMap<u64, u32>,
}

impl FromIterator<(u64, u32)> for Furniture {
    /// From keys of lines, see [`line_key`], and counts; a key that comes twice has the sum.
    fn from_iter<T: IntoIterator<Item = (u64, u32)>>(counts: T) -> Furniture {
        let mut furniture = Furniture::default();
        for (key, count) in counts {
            let sum = furniture.counts.entry(key).or_default();
            *sum = sum.saturating_add(count);
        }
        furniture
    }
}

impl Furniture {
    /// Reads a table of `hash<TAB>count` rows: the [`line_key`] as sixteen hexadecimal digits, and
    /// how many other stories of the source hold the line. Empty rows and rows with `#` in front count nothing.
    ///
    /// ```
    /// use morgue::segment::{Furniture, line_key};
    /// let table = format!("{:016x}\t12\n", line_key("Subscribe for £4 a month"));
    /// let furniture = Furniture::read(&table).unwrap();
    /// assert_eq!(furniture.count("  Subscribe for £12 a month "), 12);
    /// assert!(Furniture::read("Subscribe\t12").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Tells the number of the first row that is none.
    pub fn read(table: &str) -> Result<Furniture, String> {
        let rows = table.lines().enumerate().filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
        rows.map(|(i, row)| parse(row).ok_or_else(|| format!("line {}: not `hash<TAB>count`", i + 1)))
            .collect()
    }

    /// How many other stories hold the line.
    pub fn count(&self, line: &str) -> u32 {
        self.counts.get(&line_key(line)).copied().unwrap_or(0)
    }

    /// How many other stories hold every line of a block.
    pub(super) fn count_block(&self, text: &str, lines: &[Span], block: &Block) -> u32 {
        let lines = &lines[block.first..=block.last];
        lines.iter().map(|line| self.count(line.of(text))).min().unwrap_or(0)
    }
}

fn parse(row: &str) -> Option<(u64, u32)> {
    let (key, count) = row.split_once('\t')?;
    Some((u64::from_str_radix(key, 16).ok()?, count.trim_end().parse().ok()?))
}

/// What a line is counted under: the hash of the line without blanks around it, each run of digits
/// taken as one `0`.
///
/// ```
/// use morgue::segment::line_key;
/// assert_eq!(line_key(" 23 comments"), line_key("4 comments\r"));
/// assert_ne!(line_key("23 comments"), line_key("comments"));
/// ```
pub fn line_key(line: &str) -> u64 {
    let line = line.trim();
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return hash(line.as_bytes());
    }
    let mut folded: Vec<u8> = Vec::with_capacity(line.len());
    for byte in line.bytes() {
        match byte {
            b'0'..=b'9' if folded.last() == Some(&b'0') => {}
            b'0'..=b'9' => folded.push(b'0'),
            other => folded.push(other),
        }
    }
    hash(&folded)
}
