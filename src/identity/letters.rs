//! What groups of letters stand for in the transcriptions of several languages.

use std::sync::LazyLock;

/// Groups of letters with their sounds (see [`super::sound::Sounds`]); of two that begin alike the
/// longer comes first.
const ENGLISH: &str = "schtsch=S shch=S tzsch=C tsch=C dsch=J tch=C sch=S dzh=J iou=Yu iyy=i ch=C sh=S zh=Z kh=X \
    gh=Q ph=f th=t dh=d bh=b dj=J ck=k cz=C ts=T tz=T ou=u oo=u ee=i ei=E ey=E ai=E ay=E ij=i iy=i yi=i yy=i \
    yj=i ii=i au=O aw=O ow=O aa=a uu=u j=J q=Q x=ks c=k";
/// Those that differ from English.
const GERMAN: &str = "ow=ov aw=av dsch=J tsch=C sch=S ch=X w=v yj=i ij=i j=Y ie=i";
const FRENCH: &str = "tch=C ch=S dj=J gu=g";
const DUTCH: &str = "oe=u tj=C dj=J sj=S j=Y";
/// Where kh is no more than a strong h: Akhmad, Ahmad.
const SOFT: &str = "kh=h";
const BELARUSIAN: &str = "tsi=ti dzi=di ou=ov au=av";

/// A language whose letters are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    English,
    German,
    French,
    Dutch,
    Soft,
    Belarusian,
}

/// Letters, and what they stand for.
type Group = (&'static str, &'static str);

impl Reading {
    /// All of them, English first.
    pub(super) const ALL: [Reading; 6] = [
        Reading::English,
        Reading::German,
        Reading::French,
        Reading::Dutch,
        Reading::Soft,
        Reading::Belarusian,
    ];

    fn own(self) -> &'static str {
        match self {
            Reading::English => "",
            Reading::German => GERMAN,
            Reading::French => FRENCH,
            Reading::Dutch => DUTCH,
            Reading::Soft => SOFT,
            Reading::Belarusian => BELARUSIAN,
        }
    }

    /// The groups that begin with a letter, the language's own first.
    pub(super) fn beginning(self, letter: u8) -> &'static [Group] {
        self.groups(letter).map_or(&[], |groups| &groups.all)
    }

    /// Those of them that are the language's own.
    pub(super) fn own_beginning(self, letter: u8) -> &'static [Group] {
        self.groups(letter).map_or(&[], |groups| &groups.all[..groups.own])
    }

    fn groups(self, letter: u8) -> Option<&'static Groups> {
        BY_LETTER[self as usize].get(usize::from(letter.wrapping_sub(b'a')))
    }
}

/// Groups that begin with one letter.
struct Groups {
    all: Vec<Group>,
    /// So many of them are the language's own.
    own: usize,
}

/// The groups of each reading by their first letter.
static BY_LETTER: LazyLock<Vec<Vec<Groups>>> = LazyLock::new(|| {
    let begins = |groups: &'static str, letter: u8| {
        let groups = groups.split_whitespace().filter_map(|group| group.split_once('='));
        groups.filter(move |(from, _)| from.as_bytes().first() == Some(&letter))
    };
    let of = |reading: Reading, letter: u8| Groups {
        all: begins(reading.own(), letter).chain(begins(ENGLISH, letter)).collect(),
        own: begins(reading.own(), letter).count(),
    };
    Reading::ALL.map(|reading| (b'a'..=b'z').map(|letter| of(reading, letter)).collect()).into()
});
