//! Values of flags that are more than a word or a number.

use clap::ValueEnum;

use super::FacetField;
use crate::corpus::{Mapping, MappingError};
use crate::search::Cursor;

/// A facet to count beside the stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Beside {
    pub(in crate::cli) field: FacetField,
    /// Most values to print.
    pub(in crate::cli) top: Option<usize>,
}

/// `person`, or `person:5`.
pub(super) fn beside(typed: &str) -> Result<Beside, String> {
    let (name, top) = match typed.trim().split_once(':') {
        Some((name, top)) => (name, Some(top)),
        None => (typed.trim(), None),
    };
    let field = FacetField::from_str(name, true).map_err(|_| {
        let names = FacetField::value_variants().iter().filter_map(|field| field.to_possible_value());
        let names: Vec<String> = names.map(|name| name.get_name().to_owned()).collect();
        format!("write {}, with a number behind a colon or without", names.join(", "))
    })?;
    let top = top.map(str::parse).transpose().map_err(|_| format!("write a number, as in {name}:5"))?;
    Ok(Beside { field, top })
}

pub(super) fn cursor(typed: &str) -> Result<Cursor, String> {
    typed.parse().map_err(|error: crate::search::CursorError| error.to_string())
}

pub(super) fn mapping(typed: &str) -> Result<Mapping, String> {
    typed.parse().map_err(|error: MappingError| error.to_string())
}

/// A number of days, weeks, months or years, in days.
pub(super) fn half_life(typed: &str) -> Result<u32, String> {
    let wrong = || "write days, weeks, months or years, as in 90d, 12w, 6m, 1y".to_owned();
    let unit = typed.chars().last().ok_or_else(wrong)?;
    let days = match unit {
        'd' => 1.0,
        'w' => 7.0,
        'm' => 365.25 / 12.0,
        'y' => 365.25,
        _ => return Err(wrong()),
    };
    let number: u32 = typed[..typed.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    let days = (f64::from(number) * days).round();
    if days >= 1.0 && days <= f64::from(u32::MAX) { Ok(days as u32) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_in_four_units() {
        assert_eq!(["90d", "12w", "6m", "1y"].map(half_life), [Ok(90), Ok(84), Ok(183), Ok(365)]);
        for wrong in ["", "d", "0d", "90", "-3d", "1.5y", "3é", "99999999999d", "4294967295y"] {
            assert!(half_life(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn facets_are_read_with_their_numbers() {
        assert_eq!(beside("person:5"), Ok(Beside { field: FacetField::Person, top: Some(5) }));
        assert_eq!(beside("language"), Ok(Beside { field: FacetField::Lang, top: None }));
        assert!(beside("nobody").is_err() && beside("person:x").is_err());
    }
}
