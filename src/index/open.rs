//! Opening what a commit left.

use std::path::PathBuf;
use std::sync::OnceLock;

use tantivy::directory::error::OpenDirectoryError;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyError};

use super::generation::read_names;
use super::place::IndexPlace;
use super::{Fields, Generation, IndexError, Names};

/// An open archive at one generation: readers keep it even when a newer one is committed.
pub struct Archive {
    /// Where it lies.
    pub place: IndexPlace,
    /// Handles of its fields.
    pub fields: Fields,
    /// What the commit made.
    pub generation: Generation,
    names: OnceLock<Names>,
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
        let (index, generation) = open_index(place)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e: TantivyError| place.damaged(e.to_string()))?;
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
            searcher,
            _reader: reader,
        })
    }

    /// The generation's name tables, read when first asked for.
    ///
    /// # Errors
    /// When the table's file is missing or damaged.
    pub fn names(&self) -> Result<&Names, IndexError> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let read = read_names(&self.place.dir, &self.generation.names).map_err(|e| self.place.damaged(e))?;
        Ok(self.names.get_or_init(|| read))
    }

    /// A view of the index that does not change.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Where the file of an address lies.
    pub fn path_of(&self, address: &str) -> PathBuf {
        self.place.archive.join(address)
    }
}

/// Opens index and payload, and checks that this version of morgue can read them.
pub(super) fn open_index(place: &IndexPlace) -> Result<(Index, Generation), IndexError> {
    if !place.exists() {
        return Err(IndexError::Missing(place.dir.clone(), place.archive.clone()));
    }
    let index = Index::open_in_dir(&place.dir).map_err(|e| explain(place, e))?;
    let meta = index.load_metas().map_err(|e| place.damaged(e.to_string()))?;
    let payload = meta.payload.ok_or_else(|| place.damaged("its commit has no payload".to_owned()))?;
    let generation: Generation =
        serde_json::from_str(&payload).map_err(|_| other_format(place, "unknown"))?;
    let (format, hash) = Generation::current_format()?;
    if generation.format != format || generation.schema != hash {
        return Err(other_format(place, &format!("{}/{}", generation.format, generation.schema)));
    }
    Ok((index, generation))
}

fn explain(place: &IndexPlace, error: TantivyError) -> IndexError {
    match error {
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
            IndexError::Missing(place.dir.clone(), place.archive.clone())
        }
        TantivyError::IncompatibleIndex(what) => other_format(place, &format!("{what:?}")),
        other => place.damaged(other.to_string()),
    }
}

fn other_format(place: &IndexPlace, found: &str) -> IndexError {
    let wanted = Generation::current_format().map(|(f, h)| format!("{f}/{h}")).unwrap_or_default();
    IndexError::OtherFormat {
        dir: place.dir.clone(),
        archive: place.archive.clone(),
        found: found.to_owned(),
        wanted,
    }
}
