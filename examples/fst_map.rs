//! Packs a sorted `key<TAB>number` list into the finite-state map that the library embeds:
//! `cargo run --example fst_map -- IN.tsv OUT.fst`. See `models/gazetteer/build.py`.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Error};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err(Box::new(Error::other("usage: fst_map IN.tsv OUT.fst")));
    };
    let mut map = fst::MapBuilder::new(BufWriter::new(File::create(to)?))?;
    for line in BufReader::new(File::open(from)?).lines() {
        let line = line?;
        let (key, value) = line.split_once('\t').ok_or_else(|| Error::other("a line without a tab"))?;
        map.insert(key, value.parse()?)?;
    }
    map.finish()?;
    Ok(())
}
