//! The people's part in the merge of a visitor into a user; `contacts/merge.rs` merges the rest.

use super::{People, Person, attributes};
use crate::database::{Transaction, execute};
use crate::error::Error;
use crate::feed::MergedFrom;

impl People {
    /// Deletes the visitor, whose id means the user from `now` on. The user is still to be saved.
    pub async fn forget_merged(
        &mut self,
        db: &mut Transaction,
        visitor: &Person,
        user: &Person,
        now: i64,
    ) -> Result<(), Error> {
        execute!(db,
            "insert into merged_people (id, app_id, person_id, merged_at) select id, app_id, $2, $3 from people where id = $1"
            => &visitor.id, &user.id, now)?;
        // Ids of people who were merged into the visitor mean the user, too.
        execute!(db,
            "update merged_people set person_id = $2 where person_id = $1" => &visitor.id, &user.id)?;
        self.forget(&visitor.id);
        execute!(db, "delete from people where id = $1" => &visitor.id)?;
        Ok(())
    }
}

/// Gives a user what the visitor they were had. Returns what the feed reports of that visitor.
pub fn inherit(user: &mut Person, visitor: Person) -> MergedFrom {
    let merged = MergedFrom { name: visitor.display_name(), impressions: visitor.impressions };
    user.impressions += visitor.impressions;
    user.session_count += visitor.session_count;
    user.viewed_at = user.viewed_at.max(visitor.viewed_at);
    user.last_seen_at = user.last_seen_at.max(visitor.last_seen_at);
    user.first_seen_at = [user.first_seen_at, visitor.first_seen_at].into_iter().flatten().min();
    user.last_contacted_at = user.last_contacted_at.max(visitor.last_contacted_at);
    user.last_heard_from_at = user.last_heard_from_at.max(visitor.last_heard_from_at);
    user.last_opened_at = user.last_opened_at.max(visitor.last_opened_at);
    user.owner = user.owner.or(visitor.owner);
    (user.campaign, user.referrer) = (visitor.campaign, visitor.referrer);
    attributes::inherit(&mut user.attributes, visitor.attributes.0);
    for (name, value) in visitor.details.0 {
        user.details.entry(name).or_insert(value);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Db, read};
    use crate::people::by_id;

    #[tokio::test]
    async fn the_id_of_somebody_who_was_merged_twice_means_the_last_one() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1)",
            "insert into people (id, app_id, role, user_id, visitor_id, verified, details, attributes, impressions, created_at,
                                 last_seen_at)
             values ('u', 'a', 'user', 'u_1', null, true, '{}', '{}', 0, 1, 1),
                    ('v', 'a', 'visitor', null, 'c', false, '{}', '{}', 0, 1, 1)",
            "insert into merged_people (id, app_id, person_id, merged_at) values ('w', 'a', 'v', 2)",
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        transaction.commit().await.unwrap();
        let person = async |id: &str| -> Person {
            read!(&db, one "select * from people where id = $1" => id).unwrap()
        };
        let (visitor, user) = (person("v").await, person("u").await);
        let mut transaction = db.begin().await.unwrap();
        People::default().forget_merged(&mut transaction, &visitor, &user, 3).await.unwrap();
        for id in ["u", "v", "w"] {
            let found = by_id(&mut transaction, "a", id).await.unwrap().expect("a person");
            assert_eq!(found.id, "u", "{id}");
        }
    }
}
