//! The members of tar and zip files. Their names come from strangers: see [`super::address`].

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;

use rawzip::{CompressionMethod, ReaderAt, ZipArchiveEntryWayfinder, ZipEntry};
use tar::{Entry, EntryType, PaxExtensions};

use super::address::{member_of, story_of};
use super::kind::{Packed, unpack};
use super::limits::{Counted, Metered, Whole};
use super::notice::{Notice, Reason};
use super::stories::{Opener, Place};

/// Names are at most so long, in bytes: no system makes longer ones.
const LONGEST_NAME: usize = 4096;
/// So much is read of what a tar says of a member beyond its header.
const LONGEST_RECORDS: u64 = 64 << 10;

/// How often each name stands in a container, by the hash of its address. Two names with one hash
/// would only be numbered without need.
#[derive(Default)]
struct Names(HashMap<u64, u64>);

impl Names {
    /// The address of one more member with this address: `a`, then `a#2`, `a#3`.
    fn unique(&mut self, address: String) -> String {
        let mut hasher = DefaultHasher::new();
        address.hash(&mut hasher);
        let times = self.0.entry(hasher.finish()).or_default();
        *times += 1;
        if *times == 1 { address } else { story_of(&address, *times) }
    }
}

/// What a container says of a member.
struct Member {
    name: Vec<u8>,
    /// Why it is not read, if it is not.
    refused: Option<(Reason, &'static str)>,
}

impl Opener<'_, '_> {
    /// The place of a member that is to be read; none where a rule leaves it out, which is told.
    fn member(
        &mut self,
        container: &Place,
        names: &mut Names,
        member: Member,
    ) -> ControlFlow<(), Option<Place>> {
        self.members += 1;
        if self.members > self.limits.members {
            let detail = format!("more than {} members", self.limits.members);
            self.tell(Notice::new(&container.address, Reason::TooMany).with(detail))?;
            return ControlFlow::Break(());
        }
        if member.name.len() > LONGEST_NAME {
            let detail = format!("a member's name has {} bytes", member.name.len());
            self.tell(Notice::new(&container.address, Reason::Damaged).with(detail))?;
            return ControlFlow::Continue(None);
        }
        let address = names.unique(member_of(&container.address, &member.name));
        if let Some((reason, detail)) = member.refused.or_else(|| self.hidden(&member.name)) {
            let notice = Notice::new(address, reason);
            self.tell(if detail.is_empty() { notice } else { notice.with(detail) })?;
            return ControlFlow::Continue(None);
        }
        let name = member.name.rsplit(|b| *b == b'/').next().unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        ControlFlow::Continue(Some(Place { address, name, depth: container.depth + 1 }))
    }

    fn hidden(&self, name: &[u8]) -> Option<(Reason, &'static str)> {
        let dotted = |part: &[u8]| part.starts_with(b".") && !matches!(part, b"." | b"..");
        let is_hidden = !self.options.hidden && name.split(|b| *b == b'/').any(dotted);
        is_hidden.then_some((Reason::Hidden, ""))
    }

    /// Hands out the stories of a tar file.
    pub(super) fn tar(&mut self, from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        let mut archive = tar::Archive::new(from);
        let (mut names, mut long_name) = (Names::default(), None);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.damaged(place, &error),
        };
        // Raw: else names of any length would be read into memory.
        for entry in entries.raw(true) {
            let read = entry.and_then(|mut entry| Ok((told(&mut entry)?, entry)));
            let (told, entry) = match read {
                Ok(read) => read,
                Err(error) => return self.damaged(place, &error),
            };
            match told {
                Told::LongName(name) => long_name = Some(name),
                Told::Nothing => {}
                Told::Folder => long_name = None,
                Told::Member(member) => {
                    let name = long_name.take().unwrap_or(member.name);
                    let member = Member { name, ..member };
                    if let Some(inner) = self.member(place, &mut names, member)? {
                        let size = entry.size();
                        self.open(&mut Whole::new(entry, size), &inner)?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Hands out the stories of a zip file of `size` bytes.
    pub(super) fn zip(&mut self, from: impl ReaderAt, size: u64, place: &Place) -> ControlFlow<()> {
        let mut buffer = vec![0; rawzip::MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let found = rawzip::ZipLocator::new().locate_in_reader(from, &mut buffer, size);
        let archive = match found {
            Ok(archive) => archive,
            Err((_, error)) => return self.damaged(place, &plain(error)),
        };
        let (mut names, mut seen, mut taken) = (Names::default(), 0u64, 0u64);
        let mut entries = archive.entries(&mut buffer);
        loop {
            let (member, packing) = match entries.next_entry() {
                Ok(Some(record)) => (zip_member(&record), packing(&record)),
                Ok(None) => break,
                Err(error) => return self.damaged(place, &plain(error)),
            };
            if seen == 0 && is_document(&member.name) {
                let detail = "an office document or a program, no container of stories";
                return self.tell(Notice::new(&place.address, Reason::Binary).with(detail));
            }
            seen += 1;
            if member.name.ends_with(b"/") {
                continue;
            }
            let Some(inner) = self.member(place, &mut names, member)? else { continue };
            let entry = match archive.get_entry(packing.1) {
                Ok(entry) => entry,
                Err(error) => {
                    self.damaged(&inner, &plain(error))?;
                    continue;
                }
            };
            let (begin, end) = entry.compressed_data_range();
            taken = taken.saturating_add(end.saturating_sub(begin));
            // Members lie before the directory, side by side.
            if taken > archive.directory_offset() {
                let detail = "its members have more bytes than there is room for";
                return self.tell(Notice::new(&place.address, Reason::Bomb).with(detail));
            }
            self.zipped(&entry, packing.0, &inner)?;
        }
        // The number is kept in two bytes by many programs.
        if seen % (1 << 16) != archive.entries_hint() % (1 << 16) {
            let error = format!("{} members are announced, {seen} were found", archive.entries_hint());
            return self.damaged(place, &io::Error::other(error));
        }
        ControlFlow::Continue(())
    }

    fn zipped<R: ReaderAt>(
        &mut self,
        entry: &ZipEntry<'_, R>,
        method: CompressionMethod,
        place: &Place,
    ) -> ControlFlow<()> {
        let (counted, count) = Counted::new(entry.reader());
        let from = BufReader::new(counted);
        let decoder: io::Result<Box<dyn Read + '_>> = match method {
            CompressionMethod::STORE => Ok(Box::new(from)),
            CompressionMethod::DEFLATE => Ok(Box::new(flate2::bufread::DeflateDecoder::new(from))),
            CompressionMethod::BZIP2 => unpack(Packed::Bzip2, from),
            CompressionMethod::ZSTD => unpack(Packed::Zstd, from),
            CompressionMethod::XZ => unpack(Packed::Xz, from),
            other => {
                let detail = format!("packed by method {}, which cannot be read", other.as_u16());
                return self.tell(Notice::new(&place.address, Reason::Unsupported).with(detail));
            }
        };
        match decoder {
            Ok(decoder) => {
                let verified = entry.verifying_reader(decoder);
                self.open(&mut Metered::new(verified, self.meter, count), place)
            }
            Err(error) => self.damaged(place, &error),
        }
    }
}

/// What an entry of a tar file is.
enum Told {
    /// The name of the next one.
    LongName(Vec<u8>),
    Nothing,
    Folder,
    Member(Member),
}

fn told<R: Read>(entry: &mut Entry<'_, R>) -> io::Result<Told> {
    let kind = entry.header().entry_type();
    let name = entry.path_bytes().into_owned();
    let refused = match kind {
        EntryType::GNULongName => return Ok(Told::LongName(long_name(entry)?)),
        EntryType::XHeader => return Ok(pax_name(entry)?.map_or(Told::Nothing, Told::LongName)),
        EntryType::GNULongLink | EntryType::XGlobalHeader => return Ok(Told::Nothing),
        EntryType::Directory => return Ok(Told::Folder),
        EntryType::Regular | EntryType::Continuous if name.ends_with(b"/") => return Ok(Told::Folder),
        EntryType::Regular | EntryType::Continuous => None,
        EntryType::Symlink | EntryType::Link => Some((Reason::Symlink, "links are not followed")),
        EntryType::GNUSparse => Some((Reason::Unsupported, "a sparse file")),
        _ => Some((Reason::NotRegular, "")),
    };
    Ok(Told::Member(Member { name, refused }))
}

/// One byte more than a name may have shows that it is too long.
fn long_name(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut name = Vec::new();
    from.take(LONGEST_NAME as u64 + 2).read_to_end(&mut name)?;
    if name.ends_with(b"\0") {
        name.pop();
    }
    Ok(name)
}

fn pax_name(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut records = Vec::new();
    from.take(LONGEST_RECORDS).read_to_end(&mut records)?;
    let path =
        PaxExtensions::new(&records).filter_map(Result::ok).find(|record| record.key_bytes() == b"path");
    Ok(path.map(|record| record.value_bytes().to_owned()))
}

fn zip_member(record: &rawzip::ZipFileHeaderRecord<'_>) -> Member {
    let flags = record.flags();
    let refused = match () {
        () if flags.is_encrypted() => Some((Reason::Encrypted, "it needs a password: unpack it first")),
        () if record.mode().is_symlink() => Some((Reason::Symlink, "links are not followed")),
        () => None,
    };
    // Some programs on Windows write its separator.
    let separated = |byte: &u8| if *byte == b'\\' { b'/' } else { *byte };
    Member { name: record.file_path().as_bytes().iter().map(separated).collect(), refused }
}

fn packing(record: &rawzip::ZipFileHeaderRecord<'_>) -> (CompressionMethod, ZipArchiveEntryWayfinder) {
    (record.compression_method(), record.wayfinder())
}

/// Whether a zip that begins with this member is an office document, an e-book or a program.
fn is_document(name: &[u8]) -> bool {
    matches!(name, b"[Content_Types].xml" | b"mimetype" | b"_rels/.rels")
        || name.starts_with(b"META-INF/")
        || name.starts_with(b"docProps/")
}

/// The error of the system where there is one, so that it is told from damage.
fn plain(error: rawzip::Error) -> io::Error {
    match error.into_kind() {
        rawzip::ErrorKind::IO(error) => error,
        other => io::Error::other(other.to_string().to_lowercase()),
    }
}
