//! What an import would do, before it writes anything.

use super::claims::Claims;
use super::known::Known;
use super::plan::{Plan, plan};
use super::rows::{self, Import};
use super::stated::{Problem, Reader};
use crate::attributes::definitions;
use crate::database::Db;
use crate::error::Error;

/// Rows that are read at a time.
const ROWS: i64 = 500;
/// Rows that are shown as they will be.
const SHOWN: usize = 10;

/// What an import would do now.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    pub made: i64,
    pub changed: i64,
    pub unchanged: i64,
    /// The rows that nobody could be, by number.
    pub refused: Vec<(i64, Problem)>,
    /// The first rows that make or change somebody.
    pub first: Vec<PreviewedRow>,
}

#[derive(Clone, Debug)]
pub struct PreviewedRow {
    pub number: i64,
    /// The name of the person who changes. None of somebody new.
    pub person: Option<String>,
    /// The columns that say something new, and what they say.
    pub said: Vec<(String, String)>,
}

/// Reads all rows, and decides what would become of each. Refuses a mapping of which no row could be read.
pub async fn preview(db: &Db, import: &Import) -> Result<Preview, Error> {
    let definitions = definitions(db, &import.app_id).await?;
    let targets = import.checked_targets(&definitions)?;
    let reader = Reader::new(&import.columns, &targets, &definitions);
    let (mut preview, mut claims, mut last) = (Preview::default(), Claims::default(), 0);
    loop {
        let some = rows::after(db, &import.id, last, ROWS).await?;
        let Some(end) = some.last() else { return Ok(preview) };
        last = end.number;
        let named: Vec<_> = some.iter().map(|row| reader.named(&row.cells)).collect();
        let mut transaction = db.begin_reading().await?;
        let known = Known::read(&mut transaction, &import.app_id, &named).await?;
        transaction.commit().await?;
        for row in some {
            preview.add(row.number, plan(&reader, row.number, &row.cells, &known, &mut claims));
        }
    }
}

impl Preview {
    fn add(&mut self, number: i64, plan: Plan) {
        let (person, said) = match plan {
            Plan::Refused(problem) => return self.refused.push((number, problem)),
            Plan::Unchanged(_) => {
                self.unchanged += 1;
                return;
            }
            Plan::Make(_, new) => {
                self.made += 1;
                (None, new.said)
            }
            Plan::Change(person, new) => {
                self.changed += 1;
                (Some(person.display_name()), new.said)
            }
        };
        if self.first.len() < SHOWN {
            self.first.push(PreviewedRow { number, person, said });
        }
    }
}
