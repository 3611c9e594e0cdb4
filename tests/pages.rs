//! A page is a part of the whole: the best stories, found without scoring the others, are those that a list of
//! all of them begins with, in an archive of two segments from which stories were taken out.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;

use morgue::index::Archive;
use morgue::query::parse;
use morgue::search::{Engine, LocalEngine, Request, Want};

/// Inflections among them, and one with a hyphen.
const WORDS: &str = "said harbour harbours report reports reported council councils vote votes voted strike \
    strikes striking co-operation cooperation flood floods flooded minister ministers wheat export exports \
    exported budget budgets zinc ferry ferries quarry mayor mayors";

/// A generator that needs no crate: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 33) as usize % sides
    }

    /// The first words more often than the last.
    fn word(&mut self) -> &'static str {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let most = self.roll(words.len()) + 1;
        words[self.roll(most)]
    }

    fn words(&mut self, many: usize) -> String {
        (0..many).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

fn write(folder: &Path, numbers: std::ops::Range<usize>, dice: &mut Dice) {
    for number in numbers {
        let (head, body, rest) = (dice.roll(4) + 2, dice.roll(60) + 5, dice.roll(20) + 5);
        let text = format!(
            "The {} of Leeds\n\nOn Monday the {} were there.\n\nIn Hull the {} stayed.\n",
            dice.words(head),
            dice.words(body),
            dice.words(rest)
        );
        fs::write(folder.join(format!("{number}.txt")), text).unwrap();
    }
}

fn archive(folder: &Path) -> Archive {
    let mut dice = Dice(20_261_127);
    write(folder, 0..3000, &mut dice);
    common::index(folder);
    (0..3000).step_by(7).for_each(|number| fs::remove_file(folder.join(format!("{number}.txt"))).unwrap());
    write(folder, 3000..3400, &mut dice);
    common::index(folder)
}

fn addresses(engine: &LocalEngine, query: &str, offset: usize, limit: Option<usize>) -> (u64, Vec<String>) {
    let request = Request { query: parse(query), sort: None, offset, limit, want: Want::Addresses };
    let response = engine.search(&request).unwrap();
    (response.total, response.hits.into_iter().map(|hit| hit.address).collect())
}

#[test]
fn a_page_is_cut_from_the_list_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    assert!(
        archive.searcher().segment_readers().iter().any(|s| s.alive_bitset().is_some()),
        "nothing is gone"
    );
    assert!(archive.searcher().segment_readers().len() > 1, "one segment only");
    let engine = LocalEngine::new(archive);
    let mut dice = Dice(7);
    for _ in 0..300 {
        let many = dice.roll(4) + 1;
        let query: Vec<&str> = (0..many).map(|_| dice.word()).collect();
        let query = query.join(if dice.roll(2) == 0 { " OR " } else { " " });
        let (total, all) = addresses(&engine, &query, 0, None);
        assert_eq!(total, all.len() as u64);
        for (offset, limit) in [(0, 10), (0, 1), (10, 10), (0, 0), (30, 7)] {
            let (counted, page) = addresses(&engine, &query, offset, Some(limit));
            assert_eq!(counted, total, "{query}");
            let cut: Vec<String> = all.iter().skip(offset).take(limit).cloned().collect();
            assert_eq!(page, cut, "{query}, from {offset}");
        }
    }
}
