//! JSON Lines: one story a line, in the fields that a [`Mapping`](super::Mapping) names.
//!
//! A story's number is that of its line, counted from 1 with blank and bad ones, so that an address
//! stays when a bad line is mended.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::address::story_of;
use super::decode::{Decoded, decode};
use super::mapping::Record;
use super::notice::{Notice, Reason};
use super::stories::{Found, Opener, Place};
use super::walk::too_large;
use crate::story::Given;

/// What was read of a file of lines.
enum Next {
    Line,
    /// So many bytes, which were not kept.
    TooLong(u64),
    End,
}

impl Opener<'_, '_> {
    /// Hands out the stories of JSON Lines.
    pub(super) fn lines(&mut self, from: &mut dyn Read, place: &Place) -> ControlFlow<()> {
        let (mut from, mut line) = (BufReader::with_capacity(64 << 10, from), Vec::new());
        for number in 1.. {
            let address = || story_of(&place.address, number);
            match next_line(&mut from, &mut line, self.options.max_size) {
                Ok(Next::Line) if line.trim_ascii().is_empty() => {}
                Ok(Next::Line) => self.record(&address(), &line, place)?,
                Ok(Next::TooLong(size)) => self.tell(too_large(address(), size, self.options.max_size))?,
                Ok(Next::End) => break,
                Err(error) => return self.damaged(place, &error),
            }
        }
        ControlFlow::Continue(())
    }

    fn record(&mut self, address: &str, line: &[u8], place: &Place) -> ControlFlow<()> {
        let read = decode(line).map_err(|why| why.to_string());
        let read = read.and_then(|line| Ok((self.options.mapping.read(&line.text)?, line)));
        let (record, line) = match read {
            Ok(read) => read,
            Err(why) => return self.bad_line(address, why, place),
        };
        let date = record.date.as_deref().map(|typed| day(typed).ok_or(typed));
        let remark = match date {
            Some(Err(typed)) => Some(format!("the date {typed:?} was not understood")),
            _ => None,
        };
        let given = Given {
            date: date.and_then(Result::ok),
            source: record.source.clone(),
            path: Some(record.path.clone().unwrap_or_else(|| place.address.clone())),
        };
        let text = whole_text(&record);
        let decoded =
            decode(text.as_bytes()).map(|text| Decoded { text: text.text, byte_offset_base: 0, ..line });
        self.story(Found { address, decoded, size: text.len() as u64, given, remark }, place)
    }

    /// Tells of a line without a story; a file of nothing else is given up.
    fn bad_line(&mut self, address: &str, why: String, place: &Place) -> ControlFlow<()> {
        self.bad_lines += 1;
        self.tell(Notice::new(address, Reason::BadRecord).with(why))?;
        if self.bad_lines < self.limits.bad_lines {
            return ControlFlow::Continue(());
        }
        let detail = format!("{} lines without a story, no more are read", self.bad_lines);
        self.tell(Notice::new(&place.address, Reason::TooMany).with(detail))?;
        ControlFlow::Break(())
    }
}

/// The text under its headline, if it does not begin with it.
fn whole_text(record: &Record) -> String {
    let headline = record.headline.as_deref().map(str::trim).unwrap_or_default();
    if headline.is_empty() || record.text.trim_start().starts_with(headline) {
        return record.text.clone();
    }
    format!("{headline}\n\n{}", record.text)
}

/// The day of `2017-11-21`, with or without a time behind it, `Tue, 21 Nov 2017 10:00:00 GMT`, or
/// seconds since 1970.
fn day(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let iso = || typed.get(..10)?.parse().ok();
    let mail = || jiff::fmt::rfc2822::parse(typed).ok().map(|zoned| zoned.date());
    let seconds = || Some(Timestamp::from_second(typed.parse().ok()?).ok()?.to_zoned(TimeZone::UTC).date());
    iso().or_else(mail).or_else(seconds)
}

/// Reads a line without its end into `line`; one of more than `most` bytes is passed over.
fn next_line(from: &mut impl BufRead, line: &mut Vec<u8>, most: u64) -> io::Result<Next> {
    line.clear();
    let mut size = 0;
    loop {
        let read = from.fill_buf()?;
        let end = memchr::memchr(b'\n', read);
        let part = &read[..end.unwrap_or(read.len())];
        size += part.len() as u64;
        if size <= most {
            line.extend_from_slice(part);
        } else {
            // What one line took is given back.
            *line = Vec::new();
        }
        let (used, is_end) = (part.len() + usize::from(end.is_some()), read.is_empty());
        from.consume(used);
        if end.is_some() || is_end {
            return Ok(match size {
                0 if is_end => Next::End,
                _ if size > most => Next::TooLong(size),
                _ => Next::Line,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_exports_write_them() {
        for typed in [
            "2017-11-21",
            " 2017-11-21T23:59:00Z",
            "2017-11-21 10:00:00+02:00",
            "Tue, 21 Nov 2017 10:00:00 GMT",
            "21 Nov 2017 10:00:00 +0100",
            "1511222400",
        ] {
            assert_eq!(day(typed), Some(jiff::civil::date(2017, 11, 21)), "{typed}");
        }
        for typed in ["", "yesterday", "2017-13-21", "2017-11", "99999999999999999999", "é2017-11-21"] {
            assert_eq!(day(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_headline_stands_above_its_text_once() {
        let record = |headline: &str, text: &str| Record {
            headline: Some(headline.to_owned()),
            text: text.to_owned(),
            ..Record::default()
        };
        assert_eq!(whole_text(&record("Wet", "Rain fell.")), "Wet\n\nRain fell.");
        assert_eq!(whole_text(&record("Wet", "\nWet\nRain fell.")), "\nWet\nRain fell.");
        assert_eq!(whole_text(&record(" ", "Rain fell.")), "Rain fell.");
    }

    #[test]
    fn a_line_of_a_gigabyte_is_not_held() {
        let endless = io::repeat(b'x').take(1 << 30);
        let mut from = BufReader::new((&b"one\r\n\n"[..]).chain(endless).chain(&b"\nlast"[..]));
        let (mut line, mut told) = (Vec::new(), Vec::new());
        loop {
            match next_line(&mut from, &mut line, 1000).unwrap() {
                Next::Line => told.push(String::from_utf8(line.clone()).unwrap()),
                Next::TooLong(size) => told.push(format!("{size} bytes, {} held", line.capacity())),
                Next::End => break,
            }
        }
        assert_eq!(told, ["one\r", "", "1073741824 bytes, 0 held", "last"]);
    }
}
