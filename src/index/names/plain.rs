//! Tables in which each value counts for one identity, written as [`NameTable`](super::NameTable)s without being
//! made in memory: an archive has millions of people and organisations.

use super::lookup::push_folded;
use super::places::name_of;
use crate::index::IndexError;
use crate::index::generation::Parts;
use crate::text::texts::Texts;

/// Writes a table of values, which ascend. `names` are those of the identities, `folded` those of the values (see
/// [`folded`]), `of` gives the number of each value's identity, `stories` those of each value.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write<'a>(
    out: &mut impl Parts,
    names: impl ExactSizeIterator<Item = &'a str>,
    values: &Texts,
    folded: &Texts,
    of: &[u32],
    stories: &[u32],
) -> Result<(), IndexError> {
    // An identity that is nowhere.
    out.list(names.map(|name| (name, None::<()>)))?;
    out.push(values)?;
    out.push(folded)?;
    out.list((0..of.len()).map(|at| at as u32 + 1))?;
    out.push(of)?;
    out.push(stories)
}

/// The folded words of the names of values.
pub(super) fn folded(values: &Texts) -> Texts {
    let mut folded = Texts::default();
    values.iter().for_each(|value| folded.push(|out| push_folded(name_of(value), out)));
    folded
}
