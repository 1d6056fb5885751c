//! People of an app, found by an id or by how a teammate names them. The id of a visitor who became a user means the user.

use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};

use super::Person;
use crate::database::{Db, Transaction, fetch, push_list, read};
use crate::error::Error;

/// The person of an app with this id, or whom the visitor with this id became.
pub async fn by_id(db: &mut Transaction, app_id: &str, id: &str) -> Result<Option<Person>, Error> {
    Ok(fetch!(db, optional
        "select * from people where app_id = $1 and (id = $2
         or id in (select person_id from merged_people where app_id = $1 and id = $2))" => app_id, id)?)
}

/// People of an app, each under the id that was asked for. A forgotten person is left out.
/// The id is their own, or that of a visitor they were.
pub async fn by_ids(
    db: &Db,
    app_id: &str,
    ids: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Person>, Error> {
    let ids: BTreeSet<&str> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<AskedPerson> = read!(db, |db| async move {
        let mut select = QueryBuilder::new("select p.id as asked, p.* from people p where p.app_id = ");
        select.push_bind(app_id).push(" and p.id in ");
        push_list(&mut select, &ids).push(
            " union all select m.id as asked, p.* from merged_people m join people p on p.id = m.person_id where m.app_id = ",
        );
        select.push_bind(app_id).push(" and m.id in ");
        push_list(&mut select, &ids).build_query_as().fetch_all(db).await
    })?;
    Ok(people.into_iter().map(|AskedPerson { asked, person }| (asked, person)).collect())
}

impl Person {
    /// The person with this id, user_id or e-mail. Of several, the user who was here last.
    pub async fn named(db: &mut Transaction, app_id: &str, name: &str) -> Result<Option<Self>, Error> {
        Ok(fetch!(db, optional
            "select * from people where app_id = $1 and (id = $2 or user_id = $2 or email_folded = $3)
             order by kind, last_seen_at desc limit 1"
            => app_id, name, name.to_lowercase())?)
    }

    /// The user of this app with this user_id.
    pub async fn user(db: &mut Transaction, app_id: &str, user_id: &str) -> Result<Option<Self>, Error> {
        Ok(fetch!(db, optional "select * from people where app_id = $1 and user_id = $2" => app_id, user_id)?)
    }
}

#[derive(sqlx::FromRow)]
struct AskedPerson {
    asked: String,
    #[sqlx(flatten)]
    person: Person,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::execute;

    #[tokio::test]
    async fn a_merged_visitors_id_means_the_user_in_their_app_alone() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1), ('b', 'B', 1)",
            "insert into people (id, app_id, kind, user_id, visitor_id, verified, details, attributes, impressions, created_at,
                                 last_seen_at)
             values ('u', 'a', 'user', 'u_1', null, true, '{}', '{}', 0, 1, 1),
                    ('v', 'a', 'visitor', null, 'c', false, '{}', '{}', 0, 1, 1)",
            "insert into merged_people (id, app_id, person_id, merged_at) values ('w', 'a', 'u', 2)",
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        transaction.commit().await.unwrap();
        let found = by_ids(&db, "a", ["u", "v", "w", "x"].into_iter()).await.unwrap();
        let id_of = |asked: &str| found.get(asked).map(|person| person.id.as_str());
        assert_eq!(["u", "v", "w", "x"].map(id_of), [Some("u"), Some("v"), Some("u"), None]);
        assert!(by_ids(&db, "b", ["u", "v", "w"].into_iter()).await.unwrap().is_empty());
    }
}
