//! All that happened with a person or a company, the newest first, some at a time: changes, events and pages seen.
//!
//! Each of the three is read in its own order. A [`TimelinePosition`] says how far each was read. So a page of the
//! timeline leaves out nothing and repeats nothing, whatever clocks the servers have. [`Subjects`] are the names and texts
//! of what the entries name by ids.

mod position;
mod subjects;

pub use position::TimelinePosition;
pub use subjects::Subjects;

use std::collections::VecDeque;

use crate::database::Db;
use crate::error::Error;
use crate::ledger::{self, LedgerEntry};
use crate::people::recent::{self, PersonEvent, SeenPage};

/// Whose timeline it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineOf<'a> {
    /// A visitor, lead or user, by their id.
    Person(&'a str),
    /// A company, by the workspace's id. It sees no pages and does nothing by itself.
    Company(&'a str),
}

#[derive(Debug)]
pub enum TimelineEntry {
    Change(LedgerEntry),
    Event(PersonEvent),
    Page(SeenPage),
}

impl TimelineEntry {
    /// The time in Unix milliseconds. Of an event and of a page, the second is known alone.
    pub fn at_ms(&self) -> i64 {
        match self {
            Self::Change(change) => change.at_ms,
            Self::Event(PersonEvent { created_at, .. }) | Self::Page(SeenPage { created_at, .. }) => {
                created_at.saturating_mul(1_000)
            }
        }
    }
}

/// A page of a timeline.
#[derive(Debug)]
pub struct Timeline {
    pub entries: Vec<TimelineEntry>,
    /// Where the next page begins. None after the oldest entry.
    pub next: Option<TimelinePosition>,
}

/// Reads at most `most` entries of a timeline, from `position` on. The person or company is one of the app.
pub async fn timeline(
    db: &Db,
    app_id: &str,
    of: TimelineOf<'_>,
    position: &TimelinePosition,
    most: usize,
) -> Result<Timeline, Error> {
    // One more of each says whether there is a next page.
    let rows = i64::try_from(most).map_or(i64::MAX, |most| most.saturating_add(1));
    let (changes, events, pages) = match of {
        TimelineOf::Person(id) => (
            ledger::of_person(db, app_id, id, position.change(), rows).await?,
            recent::events_of(db, id, position.event(), rows).await?,
            recent::pages_of(db, id, position.page(), rows).await?,
        ),
        TimelineOf::Company(id) => {
            (ledger::of_company(db, app_id, id, position.change(), rows).await?, Vec::new(), Vec::new())
        }
    };
    let mut sources: [VecDeque<TimelineEntry>; 3] = [
        changes.into_iter().map(TimelineEntry::Change).collect(),
        events.into_iter().map(TimelineEntry::Event).collect(),
        pages.into_iter().map(TimelineEntry::Page).collect(),
    ];
    let (mut entries, mut reached) = (Vec::new(), position.clone());
    // Of entries of one time, a change stands first: the greatest that is found last is taken.
    while let Some(newest) = sources
        .iter_mut()
        .rev()
        .filter(|source| !source.is_empty())
        .max_by_key(|source| source.front().map(TimelineEntry::at_ms))
    {
        if entries.len() == most {
            return Ok(Timeline { entries, next: Some(reached) });
        }
        entries.extend(newest.pop_front().inspect(|entry| reached.pass(entry)));
    }
    Ok(Timeline { entries, next: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::execute;

    async fn db(inserts: &[&'static str]) -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in inserts {
            execute!(&mut transaction, *insert).unwrap();
        }
        transaction.commit().await.unwrap();
        (folder, db)
    }

    #[tokio::test]
    async fn pages_of_a_timeline_have_each_entry_once_the_newest_first_even_where_many_have_one_time() {
        let (_folder, db) = db(&[
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1)",
            "insert into people (id, app_id, role, user_id, visitor_id, verified, details, attributes, impressions, created_at,
                                 last_seen_at)
             values ('p', 'a', 'user', 'u', null, true, '{}', '{}', 0, 1, 1),
                    ('q', 'a', 'user', 'v', null, true, '{}', '{}', 0, 1, 1)",
            "insert into ledger (number, app_id, at_ms, kind, person_id, fields)
             values (1, 'a', 5000, 'person_created', 'p', '[]'), (2, 'a', 9000, 'person_changed', 'p', '[]'),
                    (3, 'a', 9000, 'person_changed', 'q', '[]'), (4, 'a', 9000, 'conversation_read', 'p', '[]'),
                    (5, 'a', 7000, 'person_archived', 'p', '[]')",
            "insert into data_events (id, app_id, person_id, name, metadata, created_at)
             values ('e1', 'a', 'p', 'one', '{}', 9), ('e2', 'a', 'p', 'two', '{}', 9), ('e3', 'a', 'q', 'x', '{}', 9)",
            "insert into impressions (id, app_id, person_id, url, title, referrer, created_at)
             values ('i1', 'a', 'p', 'u', 'one', '', 9), ('i2', 'a', 'p', 'u', 'two', '', 9),
                    ('i3', 'a', 'p', 'u', 'three', '', 4)",
        ])
        .await;
        let words = |entry: &TimelineEntry| match entry {
            TimelineEntry::Change(change) => change.number.to_string(),
            TimelineEntry::Event(event) => event.id.clone(),
            TimelineEntry::Page(page) => page.id.clone(),
        };
        // Change 5 was made before change 2 by another server's clock: the order of changes is that of their numbers.
        let whole = ["e2", "e1", "i2", "i1", "5", "2", "1", "i3"];
        for most in 1..=9 {
            let (mut found, mut position) = (Vec::new(), Some(TimelinePosition::default()));
            while let Some(from) = position {
                // A page is asked for by the text of its position.
                let from = from.to_string().parse().unwrap();
                let page = timeline(&db, "a", TimelineOf::Person("p"), &from, most).await.unwrap();
                assert!(page.entries.len() == most || page.next.is_none(), "{most}");
                found.extend(page.entries.iter().map(words));
                position = page.next;
            }
            assert_eq!(found, whole, "{most} of a page");
        }
    }
}
