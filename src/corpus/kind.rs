//! What a file is by its first bytes: the name may say anything.

use std::io::{self, BufRead, Read};

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

/// What begins with some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One packed stream.
    Packed(Packed),
    Tar,
    Zip,
    /// JSON objects, one a line.
    Lines,
    /// Text, or nothing that can be read.
    Plain,
}

/// So many bytes tell: the first block of a tar file.
const HEAD: u64 = 512;

/// The memory that an xz stream may ask for: `xz -9` takes half of it.
const XZ_MEMORY: u64 = 128 << 20;
/// As much for zstd, as a power of two: the limit of its own command.
const ZSTD_WINDOW: u32 = 27;

/// The first bytes of a stream; fewer where it ends.
pub(super) fn head(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD as usize);
    from.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// What a stream with this head is. Only JSON Lines are known by their name.
pub(super) fn kind(head: &[u8], name: &str) -> Kind {
    match head {
        [0x1f, 0x8b, 8, ..] => Kind::Packed(Packed::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Kind::Packed(Packed::Zstd),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Kind::Packed(Packed::Bzip2),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Kind::Packed(Packed::Xz),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Kind::Zip,
        _ if is_tar(head) => Kind::Tar,
        _ if has_lines(name) => Kind::Lines,
        _ => Kind::Plain,
    }
}

/// Whether a block is the header of a member: its checksum is right. Old ones have no other mark.
fn is_tar(head: &[u8]) -> bool {
    let Ok(block) = <[u8; 512]>::try_from(head) else { return false };
    let (before, behind) = (&block[..148], &block[156..]);
    let sum: u32 = before.iter().chain(behind).map(|b| u32::from(*b)).sum::<u32>() + 8 * u32::from(b' ');
    tar::Header::from_byte_slice(&block).cksum().is_ok_and(|told| told == sum) && block[0] != 0
}

/// Whether a name is one of JSON Lines, packed or not. What is in the file has no say: else a member
/// and the second line of another one by the same name could have one address.
pub fn has_lines(name: &str) -> bool {
    const PACKERS: [&str; 5] = [".gz", ".zst", ".bz2", ".xz", ".zstd"];
    let lower = name.to_ascii_lowercase();
    let mut name = lower.as_str();
    while let Some(shorter) = PACKERS.iter().find_map(|ending| name.strip_suffix(ending)) {
        name = shorter;
    }
    name.ends_with(".jsonl") || name.ends_with(".ndjson")
}

/// What is packed in a stream.
///
/// # Errors
/// When the decoder cannot be made; reading fails where the stream is damaged.
pub(super) fn unpack<'r>(packed: Packed, from: impl BufRead + 'r) -> io::Result<Box<dyn Read + 'r>> {
    Ok(match packed {
        Packed::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(from)),
        Packed::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(from)),
        Packed::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(from)?;
            decoder.window_log_max(ZSTD_WINDOW)?;
            Box::new(decoder)
        }
        Packed::Xz => {
            let concatenated = liblzma::stream::CONCATENATED;
            let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, concatenated)?;
            Box::new(liblzma::bufread::XzDecoder::new_stream(from, stream))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_beat_the_name() {
        assert_eq!(kind(b"\x1f\x8b\x08\0", "a.txt"), Kind::Packed(Packed::Gzip));
        assert_eq!(kind(b"Rain fell.", "a.gz"), Kind::Plain);
        assert_eq!(kind(b"Rain fell.", "a.tar"), Kind::Plain);
        assert_eq!(kind(b"BZh, said the mayor", "a"), Kind::Plain);
        assert_eq!(kind(b"PK\x03\x04", "a.docx"), Kind::Zip);
        assert_eq!(kind(b"{}", "a.JSONL"), Kind::Lines);
        assert_eq!(kind(b"oops", "a.ndjson"), Kind::Lines);
        assert_eq!(kind(b"{}", "a.json"), Kind::Plain);
        assert_eq!(kind(b"{}", "a.jsonl.gz.XZ"), Kind::Lines);
        assert_eq!(kind(b"", "a.zip"), Kind::Plain);
    }

    #[test]
    fn a_block_of_noughts_is_no_tar() {
        assert_eq!(kind(&[0; 512], "a.tar"), Kind::Plain);
        assert_eq!(kind(&[b' '; 512], "a.tar"), Kind::Plain);
    }
}
