//! The lines of a batch, for a person at a terminal.

use std::io;

use super::doctor;
use super::output::Output;
use super::style::{DIM, NUMBER, PATH, styled};
use crate::index::Archive;
use crate::query::Query;
use crate::search::{Advice, Response};

/// What became of a line of a batch.
#[derive(Clone, Debug)]
pub enum Answered {
    /// It was a query; where it found nothing, with what is to be said of that.
    Found(Query, Box<Response>, Box<Advice>),
    /// It could not be read, and why.
    Failed(String),
}

/// The number of stories and the query, then the paths of the first stories, if they were asked for; to stderr
/// what was changed, and where nothing was found, what would be.
///
/// # Errors
/// When stdout or stderr is closed.
pub fn line(out: &mut Output, archive: &Archive, number: u64, answered: &Answered) -> io::Result<()> {
    let (query, response, advice) = match answered {
        Answered::Found(query, response, advice) => (query, response, advice),
        Answered::Failed(why) => {
            let why = styled(DIM, &format!("line {number}: {why}"));
            return out.line(format_args!("{}  {why}", styled(NUMBER, &format!("{:>7}", "-"))));
        }
    };
    for repair in &query.repairs {
        out.note(&format!("line {number}: {}", repair.message))?;
    }
    for clause in &response.cut {
        out.note(&format!("line {number}: {clause} stands for too many words: the number is not exact"))?;
    }
    let count = styled(NUMBER, &format!("{:>7}", response.total));
    out.line(format_args!("{count}  {}", super::safe(&query.typed)))?;
    for hit in &response.hits {
        let path = archive.shown_path_of(&hit.address);
        out.line(format_args!("         {}", styled(PATH, &path.to_string_lossy())))?;
    }
    doctor::brief(advice).iter().try_for_each(|told| out.note(&format!("line {number}: {told}")))
}
