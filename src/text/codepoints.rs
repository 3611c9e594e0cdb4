//! From UTF-8 byte offsets to Unicode code points, for the JSON record.

/// Converts ascending or random byte offsets of one text into code point offsets.
///
/// Marks every 128th byte once, so that a conversion costs at most 128 bytes of counting.
///
/// ```
/// let points = morgue::text::codepoints::CodePoints::new("née Assad");
/// assert_eq!(points.at(4), 3);
/// ```
pub struct CodePoints<'a> {
    bytes: &'a [u8],
    marks: Vec<usize>,
}

const STEP: usize = 128;

impl<'a> CodePoints<'a> {
    /// Prepares a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for block in bytes.chunks(STEP) {
                marks.push(sum);
                sum += starts(block);
            }
            marks.push(sum);
        }
        CodePoints { bytes, marks }
    }

    /// The number of code points before byte `offset`; offsets past the end count the whole text.
    pub fn at(&self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        let block = offset / STEP;
        match self.marks.get(block) {
            None => offset,
            Some(mark) => mark + starts(&self.bytes[block * STEP..offset]),
        }
    }
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}
