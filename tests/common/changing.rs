//! An archive that changes between runs, and all that an index of it answers.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use morgue::index::place::IndexPlace;
use morgue::index::{Archive, IndexError};
use morgue::query::parse;
use morgue::search::{
    Engine, Facet, FacetOrder, FacetRequest, LocalEngine, Period, QuotesRequest, Request, SearchError, Sort,
    TimelineRequest, Want,
};
use morgue::snippet::Excerpts;

/// What the engine is asked: words of every frequency, fields of names, all sorts of lines.
pub const QUERIES: [&str; 12] = [
    "*",
    "said",
    "the minister said",
    "president OR police OR council",
    "\"prime minister\"",
    "said w/5 monday",
    "quote(we)",
    "headline(the)",
    "in:footer copyright",
    "in:all the",
    "*tion -the",
    "has:quote words:>50",
];

/// An answer as text, or why there is none.
pub type Told = Result<String, IndexError>;

/// All answers of an index, as text.
pub fn answers(place: &IndexPlace) -> Vec<String> {
    asked(&LocalEngine::new(Archive::open(place).unwrap())).into_iter().map(Result::unwrap).collect()
}

/// Where answers differ first, with some of the text there.
pub fn difference(one: &[String], other: &[String]) -> Option<String> {
    let (one, other) = one.iter().zip(other).find(|(one, other)| one != other)?;
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(at.saturating_sub(150)).take(300).collect::<String>();
    Some(format!("…{}…\nagainst\n…{}…", around(one), around(other)))
}

/// What an engine says to every question.
pub fn asked(engine: &LocalEngine) -> Vec<Told> {
    let generation = &engine.archive().generation;
    let mut out = vec![Ok(format!(
        "{} stories, {} bytes, {} skipped, {} failed, {:?}, {}",
        generation.stories,
        generation.bytes,
        generation.skipped,
        generation.failed,
        generation.lengths,
        generation.complete
    ))];
    for query in QUERIES {
        out.extend([Sort::Relevance, Sort::Newest].map(|sort| found(engine, query, sort)));
        out.push(timeline(engine, query));
        let facets = [Facet::People, Facet::Places, Facet::Orgs, Facet::Sources, Facet::Languages];
        out.extend(facets.map(|facet| values(engine, query, facet)));
    }
    out.push(quotes(engine));
    out.push(shown(engine));
    out.push(engine.archive().reasons().map(|reasons| format!("{reasons:?}")));
    out
}

/// As the surfaces ask: what fails because the index is damaged is told as that.
fn ask<T>(engine: &LocalEngine, question: impl FnOnce() -> Result<T, SearchError>) -> Result<T, IndexError> {
    let indexed = |error| match error {
        SearchError::Index(error) => error,
        other => panic!("{other}"),
    };
    engine.archive().reading(|| question().map_err(indexed))
}

fn found(engine: &LocalEngine, query: &str, sort: Sort) -> Told {
    let want = Want::Everything(Excerpts::default());
    let request = Request { query: parse(query), sort: Some(sort), offset: 0, limit: None, want };
    let mut response = ask(engine, || engine.search(&request))?;
    (response.generation, response.cursor) = (0, None);
    Ok(format!("{query}: {response:?}"))
}

fn values(engine: &LocalEngine, query: &str, facet: Facet) -> Told {
    let request =
        FacetRequest { query: parse(query), facet, prefix: None, by: FacetOrder::Stories, top: None };
    let mut response = ask(engine, || engine.facet(&request))?;
    response.generation = 0;
    Ok(format!("{query}, {facet:?}: {response:?}"))
}

fn timeline(engine: &LocalEngine, query: &str) -> Told {
    let request = TimelineRequest { query: parse(query), by: Period::Month, compare: true };
    let mut response = ask(engine, || engine.timeline(&request))?;
    response.generation = 0;
    Ok(format!("{query}: {response:?}"))
}

fn quotes(engine: &LocalEngine) -> Told {
    let request = QuotesRequest {
        query: parse("we OR the"),
        by: None,
        about: None,
        unattributed: false,
        min_confidence: None,
        limit: None,
    };
    let mut response = ask(engine, || engine.quotes(&request))?;
    response.generation = 0;
    Ok(format!("{response:?}"))
}

/// Stories that are asked for by their addresses.
fn shown(engine: &LocalEngine) -> Told {
    let shown = NAMES.map(|name| ask(engine, || engine.find(name)));
    Ok(format!("{:?}", shown.into_iter().collect::<Result<Vec<_>, _>>()?))
}

/// The texts of the sample archive.
pub fn stories() -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|e| e.file_name() != ".morgue")
        {
            if entry.path().is_dir() { folders.push(entry.path()) } else { paths.push(entry.path()) }
        }
    }
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// These, JSON Lines of them, and what is no story.
pub fn texts() -> Vec<Vec<u8>> {
    let mut texts = stories();
    let line = |text: &[u8]| serde_json::json!({ "text": String::from_utf8_lossy(text) }).to_string();
    let lines: Vec<String> = texts.iter().step_by(9).map(|text| line(text)).collect();
    texts.extend(lines.chunks(3).map(|lines| lines.join("\n").into_bytes()));
    texts.extend([b"a\0b\0\0c".to_vec(), Vec::new(), b"\n \n".to_vec()]);
    texts
}

/// Names whose order in a walk is not that of their bytes; some tell dates and sources.
pub const NAMES: [&str; 16] = [
    "wire.jsonl",
    "b/wire.jsonl",
    "a",
    "a.txt",
    "a-b/c.txt",
    "a b/c",
    "b/2001/03/04/x.txt",
    "b/2001/03/x.txt",
    "b/y.txt",
    "c.d/z",
    "c/z",
    "The Herald/1999-12-31/story",
    "é/é.txt",
    "q\\r.txt",
    "s#1",
    "t!u.txt",
];

/// What happens to an archive between two runs.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A file gets a text, whether it was there or not.
    Write {
        name: usize,
        text: usize,
        aged: bool,
    },
    Delete {
        name: usize,
    },
    /// A file takes the place of another.
    Move {
        from: usize,
        to: usize,
    },
    /// A folder gets another name.
    MoveFolder {
        from: usize,
        to: usize,
    },
    /// A file gets a new time and keeps its bytes.
    Touch {
        name: usize,
    },
}

/// Numbers that look random (Marsaglia 2003, xorshift64).
pub struct Dice(u64);

impl Dice {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Dice {
        Dice(0x9E37_79B9_7F4A_7C15 ^ seed)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    pub fn event(&mut self) -> Event {
        let (name, other) = (self.below(NAMES.len()), self.below(NAMES.len()));
        match self.below(6) {
            0..3 => Event::Write { name, text: self.below(1000), aged: self.below(2) == 0 },
            3 => Event::Delete { name },
            4 => Event::Move { from: name, to: other },
            _ => Event::Touch { name },
        }
    }
}

/// Lets it happen; what the file system does not let happen does not.
pub fn happen(root: &Path, event: Event, texts: &[Vec<u8>]) {
    let at = |name: usize| root.join(NAMES[name]);
    let make_room = |path: &Path| drop(fs::create_dir_all(path.parent().unwrap()));
    match event {
        Event::Write { name, text, aged } => {
            make_room(&at(name));
            if fs::write(at(name), &texts[text % texts.len()]).is_ok() && aged {
                set_age(&at(name), 1000 + text as u64);
            }
        }
        Event::Delete { name } => drop(fs::remove_file(at(name))),
        Event::Move { from, to } => {
            make_room(&at(to));
            drop(fs::rename(at(from), at(to)));
        }
        Event::MoveFolder { from, to } => {
            let (from, to) = (at(from), at(to));
            if from.parent() != Some(root) && to.parent() != Some(root) {
                drop(fs::rename(from.parent().unwrap(), to.parent().unwrap()));
            }
        }
        Event::Touch { name } => set_age(&at(name), 77),
    }
}

pub fn set_age(path: &Path, seconds: u64) {
    if let Ok(file) = fs::File::options().write(true).open(path) {
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
    }
}

pub fn place(root: &Path, dir: &Path) -> IndexPlace {
    IndexPlace { dir: dir.to_path_buf(), archive: root.to_path_buf() }
}
