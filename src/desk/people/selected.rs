//! The people or companies of a list that a teammate has selected, as the server reads them: some at a time.

use super::listed::read_filter;
use super::subject::Subject;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::companies::Company;
use crate::workspace::filter::Filter;
use crate::workspace::filter::fields::Model;
use crate::workspace::filter::sql::{Cursor, Sort};
use crate::workspace::lists::{self, Page};
use crate::workspace::people::Person;

/// Rows that one commit changes. A ping waits for one or two such commits, of about a millisecond a row.
const AT_ONCE: u64 = 25;
/// Rows that may be selected by their ids: those of some pages.
const MOST_IDS: usize = 1_000;

/// The selected rows that were not read yet.
pub struct Selected {
    filter: Filter,
    rest: Rest,
}

enum Rest {
    Ids(Vec<String>),
    /// All that the filter fits, after this place of the list.
    Whole(Option<Cursor>),
    Nothing,
}

impl Selected {
    /// All of a list, or the rows with these ids. `filter` is the list's, as its address has it.
    pub fn new(filter: &str, whole: bool, ids: Vec<String>) -> Result<Self, Error> {
        let filter = read_filter(filter)?;
        let rest = match (whole, ids.len()) {
            (true, _) => Rest::Whole(None),
            (false, 1..=MOST_IDS) => Rest::Ids(ids),
            (false, 0) => return Err(Error::invalid("ids", "Select somebody first.")),
            _ => return Err(Error::invalid("ids", "Select up to 1,000 rows, or the whole list.")),
        };
        Ok(Self { filter, rest })
    }

    /// Whether people or companies are selected.
    pub fn of(&self) -> Model {
        self.filter.of()
    }

    /// The next rows. None after the last ones.
    pub async fn next(&mut self, workspace: &Workspace) -> Result<Option<Vec<Subject>>, Error> {
        let ids = match &mut self.rest {
            Rest::Nothing => return Ok(None),
            Rest::Ids(ids) => {
                let next = ids.split_off(ids.len().saturating_sub(AT_ONCE as usize));
                if ids.is_empty() {
                    self.rest = Rest::Nothing;
                }
                next
            }
            Rest::Whole(after) => {
                let (ids, next) = read(workspace, &self.filter, after.take()).await?;
                self.rest = next.map_or(Rest::Nothing, |next| Rest::Whole(Some(next)));
                ids
            }
        };
        let subject = match self.of() {
            Model::Company => Subject::Company,
            _ => Subject::Person,
        };
        Ok(Some(ids.into_iter().map(subject).collect()))
    }
}

async fn read(
    workspace: &Workspace,
    filter: &Filter,
    after: Option<Cursor>,
) -> Result<(Vec<String>, Option<Cursor>), Error> {
    let (db, app_id, now) = (workspace.db(), workspace.app_id(), workspace.clock().seconds());
    let sort = Sort::default();
    Ok(match filter.of() {
        Model::Company => {
            let Page { rows, next } =
                lists::list(db, app_id, filter, &sort, after.as_ref(), AT_ONCE, now).await?;
            (rows.into_iter().map(|company: Company| company.id).collect(), next)
        }
        _ => {
            let Page { rows, next } =
                lists::list(db, app_id, filter, &sort, after.as_ref(), AT_ONCE, now).await?;
            (rows.into_iter().map(|person: Person| person.id).collect(), next)
        }
    })
}
