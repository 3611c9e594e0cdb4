//! Packs a `word<TAB>number` list into the hash table that `extract::entities::lexicon` embeds:
//! `cargo run --example word_table -- IN.tsv OUT.bin`. See `models/gazetteer/build.py`.

use std::fs;
use std::io::Error;

use morgue::text::hash::hash;

/// Bytes of a slot: fingerprint (u32), number (u16, 0: free). Little-endian.
const SLOT: usize = 6;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err(Box::new(Error::other("usage: word_table IN.tsv OUT.bin")));
    };
    let list = fs::read_to_string(from)?;
    let slots = (list.lines().count() * 4 / 3).next_power_of_two();
    let mut table = vec![0; slots * SLOT];
    for line in list.lines() {
        let (word, number) = line.split_once('\t').ok_or_else(|| Error::other("a line without a tab"))?;
        let number: u16 = number.parse()?;
        if number > 0 {
            put(&mut table, word, number);
        }
    }
    fs::write(to, table)?;
    Ok(())
}

/// Puts a word into the first free slot from the one of its hash on.
fn put(table: &mut [u8], word: &str, number: u16) {
    let hash = hash(word.as_bytes());
    let slots = table.len() / SLOT;
    let mut at = hash as usize % slots;
    while table[at * SLOT + 4..at * SLOT + SLOT] != [0, 0] {
        at = (at + 1) % slots;
    }
    let slot = &mut table[at * SLOT..at * SLOT + SLOT];
    slot[..4].copy_from_slice(&((hash >> 32) as u32).to_le_bytes());
    slot[4..].copy_from_slice(&number.to_le_bytes());
}
