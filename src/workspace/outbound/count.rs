use serde_json::Value;

use super::filter::Filter;
use super::subject::Known;
use crate::database::fetch;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::people::Person;

/// Up to how many a count is exact.
const MOST: i64 = 10_000;
/// People who are read at a time.
const READ: i64 = 500;

impl Workspace {
    /// How many people of the app match just now, and whether there are more.
    pub async fn count_people(&self, audience: &Value) -> Result<(i64, bool), Error> {
        let filter = Filter::from_json(audience)
            .map_err(|bad| Error::Invalid { field: "audience".to_owned(), message: bad.to_string() })?;
        let now = self.clock().seconds();
        let (mut count, mut after) = (0, String::new());
        let mut transaction = self.db().begin().await?;
        loop {
            let people: Vec<Person> = fetch!(&mut transaction, |db| sqlx::query_as(
                "select * from people where app_id = $1 and id > $2 order by id limit $3"
            )
            .bind(self.app_id())
            .bind(&after)
            .bind(READ)
            .fetch_all(db))?;
            let Some(last) = people.last() else { break };
            after.clone_from(&last.id);
            for person in &people {
                let known = Known::of_filter(&mut transaction, person, &filter).await?;
                count += i64::from(filter.fits(&known.subject(person, now)));
            }
            if count > MOST {
                break;
            }
        }
        transaction.commit().await?;
        Ok((count.min(MOST), count > MOST))
    }
}
