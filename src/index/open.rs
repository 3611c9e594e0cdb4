//! Opening what a commit left.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use tantivy::directory::OwnedBytes;
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, TantivyError};

use super::directory::Folder;
use super::document::Stored;
use super::generation::read_table;
use super::names::edits::{self, Applied};
use super::packed::{self, Packing, Unpacker};
use super::place::IndexPlace;
use super::terms;
use super::{Edits, Fields, Generation, IndexError, Names, Reasons, damage};

/// The names of a generation with the user's file laid over them.
struct Today {
    names: Names,
    /// What was laid over; its table is in `names`.
    applied: Applied,
    edits: Edits,
}

/// Blocks of stories that are kept: a story that stands in one is read soon again, or never.
const BLOCKS: usize = 16;

/// How often an archive is opened anew that a run is changing.
const TRIES: usize = 5;

/// An open archive at one generation: readers keep it even when a newer one is committed.
pub struct Archive {
    /// Where it lies.
    pub place: IndexPlace,
    /// Handles of its fields.
    pub fields: Fields,
    /// What the commit made.
    pub generation: Generation,
    names: OnceLock<Today>,
    languages: OnceLock<Vec<String>>,
    unpacker: OnceLock<Unpacker>,
    stores: OnceLock<Vec<StoreReader>>,
    searcher: Searcher,
    _reader: IndexReader,
}

impl Archive {
    /// Opens the newest generation.
    ///
    /// # Errors
    /// When there is no index, when another version of morgue made it, or when it is damaged. The
    /// message says what to do.
    pub fn open(place: &IndexPlace) -> Result<Archive, IndexError> {
        let (mut tries, mut failed) = (TRIES, None);
        loop {
            let (index, generation) = open_index(place)?;
            let number = generation.number;
            let opened = damage::opening(place, || Archive::of(place, index, generation));
            // A run that commits meanwhile takes files away, or gives others the place of those.
            let is_still = open_index(place).is_ok_and(|(_, generation)| generation.number == number);
            tries -= 1;
            // A merge behind a commit takes files away, too: what fails is tried once more.
            if is_still && (opened.is_ok() || failed == Some(number)) || tries == 0 {
                return opened;
            }
            failed = Some(number);
        }
    }

    fn of(place: &IndexPlace, index: Index, generation: Generation) -> Result<Archive, IndexError> {
        damage::check_on_open(place, &index)?;
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| damage::explain(place, error))?;
        let searcher = reader.searcher();
        if searcher.num_docs() != generation.stories {
            let what = format!("{} stories instead of {}", searcher.num_docs(), generation.stories);
            return Err(place.damaged(what));
        }
        let fields = Fields::of(&index.schema())?;
        Ok(Archive {
            place: place.clone(),
            fields,
            generation,
            names: OnceLock::new(),
            languages: OnceLock::new(),
            unpacker: OnceLock::new(),
            stores: OnceLock::new(),
            searcher,
            _reader: reader,
        })
    }

    /// Does something that reads the index.
    ///
    /// # Errors
    /// Those of `read`; where they come from a damaged index, an error that says so.
    pub fn reading<T>(&self, read: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
        damage::reading(&self.place, self.searcher.index(), read)
    }

    /// Today's name tables: the generation's, with the user's `names.toml` laid over them. Read when
    /// first asked for.
    ///
    /// # Errors
    /// When the table's file is missing or damaged, or `names.toml` means nothing.
    pub fn names(&self) -> Result<&Names, IndexError> {
        Ok(&self.today()?.names)
    }

    /// What `names.toml` says, and what came of it; the table is in [`Archive::names`].
    ///
    /// # Errors
    /// As for [`Archive::names`].
    pub fn edits(&self) -> Result<(&Edits, &Applied), IndexError> {
        let today = self.today()?;
        Ok((&today.edits, &today.applied))
    }

    /// Why names of people are one entry or not.
    ///
    /// # Errors
    /// When the table's file is missing or damaged.
    pub fn reasons(&self) -> Result<Reasons, IndexError> {
        read_table(&self.place.dir, &self.generation.reasons).map_err(|e| self.place.damaged(e))
    }

    fn today(&self) -> Result<&Today, IndexError> {
        once(&self.names, || {
            let mut names: Names =
                read_table(&self.place.dir, &self.generation.names).map_err(|e| self.place.damaged(e))?;
            let edits = edits::read(&edits::place_of(&self.place))?;
            let mut applied = edits::apply(names.people, &edits);
            names.people = std::mem::take(&mut applied.table);
            Ok(Today { names, applied, edits })
        })
    }

    /// The codes of the languages of its stories, ascending.
    ///
    /// # Errors
    /// When a dictionary of the index cannot be read.
    pub fn languages(&self) -> Result<&[String], IndexError> {
        let read = || {
            let mut languages = BTreeSet::new();
            for reader in self.searcher.segment_readers() {
                let index = reader.inverted_index(self.fields.language)?;
                let mut terms = index.terms().stream().map_err(TantivyError::from)?;
                while terms.advance() {
                    languages.insert(String::from_utf8_lossy(terms.key()).into_owned());
                }
            }
            Ok(languages.into_iter().collect())
        };
        Ok(once(&self.languages, read)?)
    }

    /// What is kept of a story.
    ///
    /// # Errors
    /// When it, or the dictionary that it is packed with, is damaged.
    pub fn stored(&self, doc: DocAddress) -> Result<Stored, IndexError> {
        self.unpacker()?.stored(packed::of_document(&self.document(doc)?))
    }

    /// What a page of results shows of the story with this id: all but places and organisations.
    ///
    /// # Errors
    /// As for [`Archive::stored`].
    pub fn shown(&self, doc: DocAddress, id: String) -> Result<Stored, IndexError> {
        self.unpacker()?.shown(packed::of_document(&self.document(doc)?), id)
    }

    fn unpacker(&self) -> Result<&Unpacker, IndexError> {
        once(&self.unpacker, || self.packing()?.unpacker())
    }

    /// The bytes that are stored of a document: tantivy's own reader takes them one by one.
    fn document(&self, doc: DocAddress) -> Result<OwnedBytes, IndexError> {
        let bytes = self.stores()?[doc.segment_ord as usize].get_document_bytes(doc.doc_id);
        bytes.map_err(|e| self.place.damaged(e.to_string()))
    }

    /// Where each segment keeps its stories.
    fn stores(&self) -> Result<&[StoreReader], IndexError> {
        let open = || {
            let stores = self.searcher.segment_readers().iter().map(|reader| reader.get_store_reader(BLOCKS));
            stores.collect::<Result<Vec<_>, _>>().map_err(|e| self.place.damaged(e.to_string()))
        };
        Ok(once(&self.stores, open)?)
    }

    /// What its stories are packed with.
    ///
    /// # Errors
    /// When the dictionary is damaged.
    pub(super) fn packing(&self) -> Result<Packing, IndexError> {
        let read = |file: &String| read_table(&self.place.dir, file).map_err(|e| self.place.damaged(e));
        let dictionary: Option<Vec<u8>> = self.generation.dictionary.as_ref().map(read).transpose()?;
        Ok(Packing::of(dictionary.unwrap_or_default()))
    }

    /// A view of the index that does not change.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Where a story lies, to be shown: the path of its file and, behind it, what the address says of
    /// the story's place inside.
    pub fn shown_path_of(&self, address: &str) -> PathBuf {
        let mut path = self.path_of(address).into_os_string();
        path.push(crate::corpus::address::inside_of(address));
        path.into()
    }

    /// Where the file of an address lies.
    pub fn path_of(&self, address: &str) -> PathBuf {
        self.place.path_of(address)
    }
}

/// What a cell holds, made when first asked for; a failure leaves it empty.
fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> Result<T, IndexError>) -> Result<&T, IndexError> {
    if let Some(there) = cell.get() {
        return Ok(there);
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made))
}

/// Opens index and payload, and checks that this version of morgue can read them.
pub(super) fn open_index(place: &IndexPlace) -> Result<(Index, Generation), IndexError> {
    if !place.exists() {
        return Err(place.missing());
    }
    damage::opening(place, || {
        let said = |error: TantivyError| damage::explain(place, error);
        let folder = Folder::open(&place.dir).map_err(|e| said(e.into()))?;
        let index = Index::open(folder).map_err(said)?;
        terms::register(index.tokenizers());
        let meta = index.load_metas().map_err(said)?;
        let payload = meta.payload.ok_or_else(|| place.unfinished())?;
        Ok((index, readable(place, &payload)?))
    })
}

fn readable(place: &IndexPlace, payload: &str) -> Result<Generation, IndexError> {
    let generation: Generation =
        serde_json::from_str(payload).map_err(|_| place.other_format("unknown".to_owned()))?;
    let (format, hash) = Generation::current_format()?;
    if generation.format != format || generation.schema != hash {
        return Err(place.other_format(format!("{}/{}", generation.format, generation.schema)));
    }
    Ok(generation)
}
