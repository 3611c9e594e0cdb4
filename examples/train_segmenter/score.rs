//! Word F1 of a body against the gold body, as `eval/score_segments.py` counts it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// The words of a line as scorers compare them.
fn words(line: &str) -> Vec<String> {
    let normal: String = line.nfkc().map(|c| if c == '\u{2019}' { '\'' } else { c }).collect();
    let words = normal.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

/// F1 of the lines that were taken for body.
pub fn f1(lines: &[String], gold: &[bool], found: &[bool]) -> f64 {
    let of = |labels: &[bool]| -> Vec<String> {
        lines.iter().zip(labels).filter(|(_, body)| **body).flat_map(|(line, _)| words(line)).collect()
    };
    let (gold, found) = (of(gold), of(found));
    let common = common(&found, &gold) as f64;
    2.0 * common / (gold.len() + found.len()) as f64
}

/// Length of the longest common subsequence, 64 words at a time (Hyyrö 2004).
fn common(a: &[String], b: &[String]) -> usize {
    let blocks = a.len().div_ceil(64);
    let mut places: HashMap<&str, Vec<u64>> = HashMap::new();
    for (i, word) in a.iter().enumerate() {
        places.entry(word).or_insert_with(|| vec![0; blocks])[i / 64] |= 1 << (i % 64);
    }
    let mut state = vec![u64::MAX; blocks];
    for word in b {
        let Some(places) = places.get(word.as_str()) else { continue };
        let mut carry = false;
        for (s, place) in state.iter_mut().zip(places) {
            let both = *s & place;
            let (sum, over) = s.overflowing_add(both);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            carry = over || again;
            *s = sum | (*s & !place);
        }
    }
    let left: usize = state.iter().map(|s| s.count_ones() as usize).sum();
    blocks * 64 - left
}
