//! What a container may cost: how deep, how many members, how far it may expand.
//!
//! Text packs to a third or a quarter of its size; the same page ten thousand times packs by hundreds.
//! Bytes that come out are held against bytes that go in, for each packed stream and for all that
//! comes out of one listed file, whatever lies in what: so the time a file takes is bounded by its
//! size, and a bomb ends where it begins to be one.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// The limits of a listed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Containers and packed streams inside one another.
    pub depth: usize,
    /// Bytes that come out for one that goes in.
    pub ratio: u64,
    /// Bytes that come out before the ratio counts.
    pub free: u64,
    /// Members of all containers of a file.
    pub members: u64,
    /// Lines without a story in all its JSON Lines.
    pub bad_lines: u64,
    /// Bytes of a zip inside another container: its directory stands at its end, so it is held whole.
    pub held: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            depth: 5,
            ratio: 250,
            free: 16 << 20,
            members: 10_000_000,
            bad_lines: 100_000,
            held: 128 << 20,
        }
    }
}

/// What may still come out of a listed file.
#[derive(Debug)]
pub(super) struct Meter {
    limits: Limits,
    left: Cell<u64>,
    /// Whether a limit was what ended the last read that failed.
    tripped: Cell<bool>,
}

impl Meter {
    /// For a file of `size` bytes.
    pub fn new(limits: Limits, size: u64) -> Meter {
        let left = size.saturating_mul(limits.ratio).saturating_add(limits.free);
        Meter { limits, left: Cell::new(left), tripped: Cell::new(false) }
    }

    /// Whether the file has given all that it may.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Whether a limit ended a read since this was last asked.
    pub fn take_tripped(&self) -> bool {
        self.tripped.take()
    }

    fn trip(&self) -> io::Error {
        self.tripped.set(true);
        let ratio = self.limits.ratio;
        io::Error::other(format!("more than {ratio} bytes come out for each that goes in"))
    }
}

/// A reader that counts what goes through it.
pub(super) struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// With the count, which others may read.
    pub fn new(inner: R) -> (Counted<R>, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        (Counted { inner, count: Rc::clone(&count) }, count)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// What comes out of a decoder, held against the limits.
pub(super) struct Metered<'m, R> {
    decoder: R,
    meter: &'m Meter,
    went_in: Rc<Cell<u64>>,
    came_out: u64,
}

impl<'m, R> Metered<'m, R> {
    /// `went_in` counts what the decoder reads.
    pub fn new(decoder: R, meter: &'m Meter, went_in: Rc<Cell<u64>>) -> Metered<'m, R> {
        Metered { decoder, meter, went_in, came_out: 0 }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer)? as u64;
        self.came_out += read;
        let left = self.meter.left.get();
        self.meter.left.set(left.saturating_sub(read));
        let limits = &self.meter.limits;
        let most = self.went_in.get().saturating_mul(limits.ratio).saturating_add(limits.free);
        if read > left || self.came_out > most {
            return Err(self.meter.trip());
        }
        Ok(read as usize)
    }
}

/// A reader of `left` bytes that fails where there are fewer.
pub(super) struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R> Whole<R> {
    /// Of so many bytes.
    pub fn new(inner: R, left: u64) -> Whole<R> {
        Whole { inner, left }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends too early"));
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}
