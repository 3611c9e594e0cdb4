//! What a run counts, and what of it outgrows memory: files of sorted rows beside the index, which are merged when it
//! commits. They are side tables that are never finished, so that whatever a killed run leaves of them is swept away.

use std::path::PathBuf;

use super::NameCounters;
use super::counts::{Merged, Ordered, Row, rows};
use crate::index::frames::{RowWriter, Rows};
use crate::index::place::IndexPlace;
use crate::index::{IndexError, generation};

/// Names that are counted in memory at a time, some 15 MB of them.
const MOST_HELD: usize = 1 << 17;
/// Files that are read at once, each with what its unpacking takes, most of a megabyte.
const MOST_FILES: usize = 16;

/// Counts of one run.
#[derive(Debug)]
pub(in crate::index) struct Counted {
    place: IndexPlace,
    held: NameCounters,
    most_held: usize,
    files: Vec<PathBuf>,
    /// How many files there were, those included that were merged since.
    numbered: usize,
}

/// Counts that are to be written.
pub(in crate::index) struct Overflow {
    path: PathBuf,
    counters: NameCounters,
}

impl Overflow {
    /// Writes them.
    ///
    /// # Errors
    /// When that is not possible.
    pub(in crate::index) fn write(self) -> Result<(), IndexError> {
        write(self.path, rows(self.counters).map(Ok))
    }
}

fn write(path: PathBuf, rows: impl Iterator<Item = Result<Row, String>>) -> Result<(), IndexError> {
    let mut out = RowWriter::create(path)?;
    for row in rows {
        out.push(&row.map_err(IndexError::Story)?)?;
    }
    out.close()
}

impl Counted {
    /// Nothing yet, of a run on this index.
    pub(in crate::index) fn new(place: &IndexPlace) -> Counted {
        let held = NameCounters::default();
        Counted { place: place.clone(), held, most_held: MOST_HELD, files: Vec::new(), numbered: 0 }
    }

    /// Adds counts. What is too much to be held is given back, to be written before it is asked for.
    pub(in crate::index) fn add(&mut self, more: NameCounters) -> Option<Overflow> {
        self.held.merge(more);
        (self.held.len() > self.most_held).then(|| {
            let counters = std::mem::take(&mut self.held);
            Overflow { path: self.file(), counters }
        })
    }

    /// Whether nothing was counted.
    pub(in crate::index) fn is_empty(&self) -> bool {
        self.held.is_empty() && self.files.is_empty()
    }

    /// The next file.
    fn file(&mut self) -> PathBuf {
        self.numbered += 1;
        let path = self.place.dir.join(format!("{}-part-{}.tmp", generation::COUNTS, self.numbered));
        self.files.push(path.clone());
        path
    }

    /// All rows in order, with old ones.
    ///
    /// # Errors
    /// When files cannot be read or written.
    pub(super) fn merged(mut self, old: Option<Rows<Row>>) -> Result<All, IndexError> {
        while self.files.len() > MOST_FILES {
            let merged = Merged::of(opened(&self.files[..MOST_FILES])?);
            write(self.file(), merged)?;
            self.files.drain(..MOST_FILES).for_each(|path| remove(&path));
        }
        let mut origins = opened(&self.files)?;
        origins.extend(old.map(|old| Box::new(old) as Ordered<'_>));
        origins.push(Box::new(rows(std::mem::take(&mut self.held)).map(Ok)));
        Ok(All { rows: Merged::of(origins), _files: self })
    }
}

/// All rows that were counted, as long as their files are there.
pub(super) struct All {
    rows: Merged<'static>,
    _files: Counted,
}

impl Iterator for All {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Result<Row, String>> {
        self.rows.next()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.files.iter().for_each(remove);
    }
}

fn opened(files: &[PathBuf]) -> Result<Vec<Ordered<'static>>, IndexError> {
    let open =
        |path: &PathBuf| Ok(Box::new(Rows::open(path).map_err(IndexError::Story)?) as Ordered<'static>);
    files.iter().map(open).collect()
}

fn remove(path: &PathBuf) {
    // A file that cannot be removed now is removed by the next run.
    let _ = std::fs::remove_file(path);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Options, Story};

    fn story(text: &str) -> Story {
        Story::from_text(text, &Options::default())
    }

    /// What files hold comes to what one counter in memory does, stories taken out included.
    #[test]
    fn counts_in_files_come_to_counts_in_memory() {
        let names = ["Anna Sokolova", "Boris Petrov", "Carla Lind", "Dan Ek", "Eva Roth", "Finn Poe"];
        let stories: Vec<Story> = (0..40)
            .map(|n| {
                let [a, b] = [names[n % 6], names[n * 5 % 7 % 6]];
                story(&format!("LEEDS (AP) - {a} met President {b} of the Ural{n} Bank in Sochi on Monday."))
            })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let place = IndexPlace { dir: folder.path().to_owned(), archive: folder.path().to_owned() };
        let left = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut counted = Counted::new(&place);
        counted.most_held = 3;
        let mut whole = NameCounters::default();
        for (n, story) in stories.iter().enumerate() {
            let mut one = NameCounters::default();
            if n % 4 == 3 {
                one.remove(&stories[n - 3])
            } else {
                one.add(story)
            }
            whole.merge(one.clone());
            counted.add(one).into_iter().for_each(|overflow| overflow.write().unwrap());
        }
        assert!(counted.files.len() > MOST_FILES && left() == counted.files.len());
        let files = std::fs::read_dir(folder.path()).unwrap();
        assert!(files.flatten().all(|file| generation::is_table(&file.file_name().to_string_lossy())));
        let all: Vec<Row> = counted.merged(None).unwrap().map(Result::unwrap).collect();
        assert!(all.len() > 20);
        assert_eq!(all, rows(whole).collect::<Vec<Row>>());
        assert_eq!(left(), 0);
    }
}
