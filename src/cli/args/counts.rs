//! What can be typed behind the commands that count.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Where;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// In how many stories a value is.
    #[default]
    Stories,
    /// How often it is mentioned in them.
    Mentions,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct FacetArgs {
    /// Which stories to count; all without a query.
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Only names with a word that begins so.
    #[arg(long, value_name = "LETTERS")]
    pub(in crate::cli) prefix: Option<String>,

    /// What the order goes by.
    #[arg(long, value_name = "COUNT", value_enum, default_value_t)]
    pub(in crate::cli) by: By,

    /// Most names to print [default: 10].
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub(in crate::cli) top: Option<usize>,

    /// Print all names.
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// One JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,

    /// A table for spreadsheets.
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) csv: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct PeopleArgs {
    #[command(flatten)]
    pub(in crate::cli) facet: FacetArgs,

    /// Only people quoted, in how many stories they are.
    #[arg(long, conflicts_with = "only_mentioned")]
    pub(in crate::cli) quoted: bool,

    /// Only stories that name someone and do not quote them.
    #[arg(long)]
    pub(in crate::cli) only_mentioned: bool,

    /// Only stories that also name NAME; may be given several times.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(in crate::cli) with: Vec<String>,

    /// Say which names are those of NAME and why, and which are nearly.
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with_all = ["prefix", "by", "quoted", "only_mentioned", "with", "csv"]
    )]
    pub(in crate::cli) why: Option<String>,
}

/// A field whose values can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FacetField {
    /// People named.
    Person,
    /// People quoted.
    Speaker,
    /// Places named.
    Place,
    /// Places of datelines.
    Dateline,
    /// Organisations named.
    Org,
    /// Papers.
    Source,
    /// News agencies.
    Agency,
    /// Languages.
    #[value(alias = "language")]
    Lang,
    /// Years of publication.
    Year,
    /// Months of publication.
    Month,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct FieldArgs {
    /// What to count.
    #[arg(value_name = "FIELD", value_enum)]
    pub(in crate::cli) field: FacetField,

    #[command(flatten)]
    pub(in crate::cli) facet: FacetArgs,
}

/// A piece of the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PeriodName {
    Day,
    /// From Monday to Sunday.
    Week,
    #[default]
    Month,
    Year,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct TimelineArgs {
    /// Which stories to count; all without a query.
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// In which pieces of time to count.
    #[arg(long, value_name = "PERIOD", value_enum, default_value_t)]
    pub(in crate::cli) by: PeriodName,

    /// Give the share too: how many of N stories of the archive in each period.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) per: Option<u64>,

    /// One JSON object a line: query, periods, summary.
    #[arg(long)]
    pub(in crate::cli) json: bool,

    /// A table for spreadsheets.
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) csv: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct BatchArgs {
    /// File of queries, one a line; - for standard input. Empty lines and lines that begin with # are
    /// left out.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Most stories to name for each query [default: 0; with --json 3].
    #[arg(short, long, value_name = "N")]
    pub(in crate::cli) max_count: Option<usize>,

    /// One JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,

    /// A table for spreadsheets.
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) csv: bool,
}
