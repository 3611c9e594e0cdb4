//! The stories of one listed file, in order: one of a plain text, as many as it has of a container
//! or of JSON Lines. All is streamed, nothing is written to disk, and what cannot be read is a
//! [`Notice`] in its place.

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::time::SystemTime;

use super::decode::{Decoded, Undecodable, decode};
use super::kind::{Kind, Packed, head, kind, unpack};
use super::limits::{Counted, Limits, Meter, Metered};
use super::notice::{Notice, Reason};
use super::source::SourceFile;
use super::state::FileState;
use super::walk::{FileEntry, WalkOptions, too_large};
use crate::story::Given;

/// Takes the stories of a file; may end the reading.
pub type Taker<'t> = dyn FnMut(Result<SourceFile, Notice>) -> ControlFlow<()> + 't;

/// Opens a listed file and hands out its stories in order, and a [`Notice`] for each part of it that
/// is none. Stories before a damage are handed out. Reading ends early when `taker` says so.
///
/// Gives what the file was, as read, where it is a plain text; what else is known of it must be told before.
///
/// A story has at most `options.max_size` bytes; a container or a file of JSON Lines may have more.
///
/// ```
/// use std::ops::ControlFlow;
///
/// use morgue::corpus::{FileEntry, WalkOptions, stories};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("wire.jsonl");
/// std::fs::write(&path, "{\"text\": \"Rain fell on Leeds.\"}\noops\n")?;
/// let entry = FileEntry { address: "wire.jsonl".into(), path, size: 0, modified: None };
/// let mut told = Vec::new();
/// stories(&entry, &WalkOptions::default(), &mut |story| {
///     told.push(story.map_or_else(|notice| notice.to_string(), |story| story.decoded.text));
///     ControlFlow::Continue(())
/// });
/// assert_eq!(told[0], "Rain fell on Leeds.");
/// assert!(told[1].starts_with("wire.jsonl#2: bad record"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn stories(entry: &FileEntry, options: &WalkOptions, taker: &mut Taker<'_>) -> Option<FileState> {
    within(entry, options, Limits::default(), taker)
}

/// The first story of a listed file, of most files the only one.
///
/// # Errors
/// The [`Notice`] of what stands in its place.
pub fn read(entry: &FileEntry, options: &WalkOptions) -> Result<SourceFile, Notice> {
    let mut first = Err(Notice::new(&entry.address, Reason::Empty));
    stories(entry, options, &mut |story| {
        first = story;
        ControlFlow::Break(())
    });
    first
}

/// [`stories`] under other limits.
pub(super) fn within(
    entry: &FileEntry,
    options: &WalkOptions,
    limits: Limits,
    taker: &mut Taker<'_>,
) -> Option<FileState> {
    // Whether reading was ended by the taker, a limit or the end of the file is all the same here.
    match opened(entry) {
        Ok((file, size, modified)) => {
            let meter = Meter::new(limits, size);
            let mut opener = Opener {
                entry,
                options,
                limits,
                meter: &meter,
                modified,
                members: 0,
                bad_lines: 0,
                told: 0,
                read: None,
                taker,
            };
            let _ = opener.file(file, size);
            opener.read
        }
        Err(notice) => {
            let _ = taker(Err(notice));
            None
        }
    }
}

/// The file with its size and time; a write while we read shows as a later time.
fn opened(entry: &FileEntry) -> Result<(File, u64, Option<SystemTime>), Notice> {
    let failed = |error: io::Error| Notice::from_io(&entry.address, &error);
    // A pipe that has taken the file's place would block when opened.
    if !fs::metadata(&entry.path).map_err(failed)?.is_file() {
        return Err(Notice::new(&entry.address, Reason::NotRegular));
    }
    let file = File::open(&entry.path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    Ok((file, metadata.len(), metadata.modified().ok()))
}

/// Where we are in a listed file.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Of the stream; a packed one has the address of what is in it.
    pub address: String,
    /// The last part of its name.
    pub name: String,
    /// How many containers and packed streams lie around it.
    pub depth: usize,
}

/// A listed file that is being read.
pub(super) struct Opener<'a, 't> {
    entry: &'a FileEntry,
    pub(super) options: &'a WalkOptions,
    pub(super) limits: Limits,
    pub(super) meter: &'a Meter,
    modified: Option<SystemTime>,
    /// Members of all its containers so far.
    pub(super) members: u64,
    /// Lines without a story so far.
    pub(super) bad_lines: u64,
    /// Stories and notices so far.
    told: u64,
    /// What the file was, if it is a plain text.
    read: Option<FileState>,
    taker: &'a mut Taker<'t>,
}

impl Opener<'_, '_> {
    fn file(&mut self, mut file: File, size: u64) -> ControlFlow<()> {
        let name = self.entry.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = Place { address: self.entry.address.clone(), name, depth: 0 };
        let head = match head(&mut file) {
            Ok(head) => head,
            Err(error) => return self.tell(Notice::from_io(place.address, &error)),
        };
        match kind(&head, &place.name) {
            Kind::Zip => {
                let zip = |it: &mut Self| it.zip(rawzip::FileReader::from(file), size, &place);
                self.or_empty(&place, zip)
            }
            Kind::Plain if size > self.options.max_size => {
                self.tell(too_large(place.address, size, self.options.max_size))
            }
            kind => self.or_empty(&place, |it| it.parts(kind, &head, &mut file, &place)),
        }
    }

    /// Hands out what is in a stream; where there is nothing, this is told.
    pub(super) fn open(&mut self, from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        match head(from) {
            Ok(head) => {
                let kind = kind(&head, &place.name);
                self.or_empty(place, |it| it.parts(kind, &head, from, place))
            }
            Err(error) => self.damaged(place, &error),
        }
    }

    fn or_empty(
        &mut self,
        place: &Place,
        parts: impl FnOnce(&mut Self) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let before = self.told;
        parts(self)?;
        if self.told > before {
            return ControlFlow::Continue(());
        }
        self.tell(Notice::new(&place.address, Reason::Empty))
    }

    /// What is in a stream of which the head was read.
    fn parts(&mut self, kind: Kind, head: &[u8], from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        let is_text = memchr::memchr(0, head).is_none();
        let mut from = head.chain(from);
        match kind {
            Kind::Plain => self.plain(&mut from, place),
            Kind::Lines if !is_text => self.tell(Notice::new(&place.address, Reason::Binary)),
            Kind::Lines => self.lines(&mut from, place),
            _ if place.depth >= self.limits.depth => {
                let detail = format!("{} containers inside one another, no more are opened", place.depth);
                self.tell(Notice::new(&place.address, Reason::TooDeep).with(detail))
            }
            Kind::Packed(packed) => self.packed(packed, &mut from, place),
            Kind::Tar => self.tar(&mut from, place),
            Kind::Zip => self.held_zip(&mut from, place),
        }
    }

    fn packed(&mut self, packed: Packed, from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        let inner = Place { depth: place.depth + 1, ..place.clone() };
        let (counted, count) = Counted::new(from);
        match unpack(packed, BufReader::new(counted)) {
            Ok(decoder) => self.open(&mut Metered::new(decoder, self.meter, count), &inner),
            Err(error) => self.damaged(place, &error),
        }
    }

    /// A zip inside a container has its directory behind all else, so it is held in memory.
    fn held_zip(&mut self, from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        if let Err(error) = from.take(self.limits.held + 1).read_to_end(&mut bytes) {
            return self.damaged(place, &error);
        }
        let size = bytes.len() as u64;
        if size > self.limits.held {
            let detail = format!("a zip inside a container may have {} bytes", self.limits.held);
            return self.tell(Notice::new(&place.address, Reason::TooLarge).with(detail));
        }
        self.zip(Cursor::new(bytes), size, place)
    }

    fn plain(&mut self, from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        let (mut bytes, most) = (Vec::new(), self.options.max_size);
        if place.depth == 0 {
            bytes.reserve(self.entry.size.min(most) as usize);
        }
        if let Err(error) = from.take(most.saturating_add(1)).read_to_end(&mut bytes) {
            return self.damaged(place, &error);
        }
        let size = bytes.len() as u64;
        if size > most {
            return self.tell(too_large(place.address.clone(), size, most));
        }
        if place.depth == 0 {
            self.read = Some(FileState::of_bytes(&bytes));
        }
        let given = Given { path: Some(place.address.clone()), ..Given::default() };
        self.story(
            Found { address: &place.address, decoded: decode(&bytes), size, given, remark: None },
            place,
        )
    }

    /// Hands out what was read as a story.
    pub(super) fn story(&mut self, found: Found<'_>, place: &Place) -> ControlFlow<()> {
        let decoded = match found.decoded {
            Ok(decoded) => decoded,
            Err(why) => return self.tell(Notice::new(found.address, reason(why))),
        };
        let is_file = place.depth == 0 && found.address == self.entry.address;
        let file_bytes = (is_file && decoded.is_file_bytes()).then_some(decoded.byte_offset_base as u64);
        self.told += 1;
        (self.taker)(Ok(SourceFile {
            address: found.address.to_owned(),
            path: self.entry.path.clone(),
            decoded,
            size: found.size,
            modified: self.modified,
            given: found.given,
            file_bytes,
            remark: found.remark,
        }))
    }

    /// Hands out why something is no story.
    pub(super) fn tell(&mut self, notice: Notice) -> ControlFlow<()> {
        self.told += 1;
        (self.taker)(Err(notice))
    }

    /// Tells why a stream cannot be read on; ends the reading where the file has given all it may.
    pub(super) fn damaged(&mut self, place: &Place, error: &io::Error) -> ControlFlow<()> {
        let reason = match () {
            () if self.meter.take_tripped() => Reason::Bomb,
            () if error.raw_os_error().is_some() => Reason::Unreadable,
            () => Reason::Damaged,
        };
        self.tell(Notice::new(&place.address, reason).with(error.to_string()))?;
        if self.meter.is_spent() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// What is known of a story before it is handed out.
pub(super) struct Found<'s> {
    pub address: &'s str,
    pub decoded: Result<Decoded, Undecodable>,
    /// Bytes read for it.
    pub size: u64,
    pub given: Given,
    pub remark: Option<String>,
}

fn reason(why: Undecodable) -> Reason {
    match why {
        Undecodable::Binary => Reason::Binary,
        Undecodable::Empty => Reason::Empty,
    }
}

#[cfg(test)]
mod tests;
