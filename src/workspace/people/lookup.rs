//! People of an app, found by an id or by how a teammate names them. The id of a visitor who became a user means the user.

use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};

use super::Person;
use crate::database::{Db, Transaction, fetch, push_list, read};
use crate::error::Error;

/// People whom a name may mean at most.
const NAMED: i64 = 6;
/// Visitors without a name who are looked at.
const VISITORS: i64 = 500;

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

/// People of an app whose name begins with this text, those who were here last first.
/// A visitor without a name has one that teammates read: it finds the visitors who were here last.
pub async fn by_name(db: &mut Transaction, app_id: &str, text: &str) -> Result<Vec<Person>, Error> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let folded = text.to_lowercase();
    // SQLite folds letters of ASCII alone, so the text as it is counts, too.
    let mut found: Vec<Person> = fetch!(db, all
        "select * from people where app_id = $1 and (substr(lower(name), 1, length($2)) = $2 or substr(name, 1, length($3)) = $3)
         order by last_seen_at desc, id limit $4" => app_id, &folded, text, NAMED)?;
    let visitors: Vec<Person> = fetch!(db, all
        "select * from people where app_id = $1 and role <> 'user' and name is null
         order by last_seen_at desc, id limit $2" => app_id, VISITORS)?;
    let is_meant = |visitor: &Person| visitor.display_name().to_lowercase().starts_with(&folded);
    found.extend(visitors.into_iter().filter(is_meant));
    found.truncate(NAMED as usize);
    Ok(found)
}

impl Person {
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
            "insert into people (id, app_id, role, user_id, visitor_id, verified, details, attributes, impressions, created_at,
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

    #[tokio::test]
    async fn a_name_finds_its_people_and_the_visitors_whom_teammates_know_by_it() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        let bird = crate::people::visitor_name("c");
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1), ('b', 'B', 1)",
            "insert into people (id, app_id, role, name, user_id, visitor_id, verified, details, attributes, impressions,
                                 created_at, last_seen_at)
             values ('u', 'a', 'user', 'Marit Solheim', 'u_1', null, true, '{}', '{}', 0, 1, 1),
                    ('w', 'a', 'user', 'Marit % Berg', 'u_2', null, true, '{}', '{}', 0, 1, 2),
                    ('x', 'a', 'user', 'Åse', 'u_3', null, true, '{}', '{}', 0, 1, 2),
                    ('v', 'a', 'visitor', null, null, 'c', false, '{}', '{}', 0, 1, 1),
                    ('y', 'b', 'user', 'Marit Solheim', 'u_1', null, true, '{}', '{}', 0, 1, 1)",
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        for (text, expected) in [
            ("marit", &["w", "u"][..]),
            ("MARIT SOLHEIM", &["u"]),
            ("Marit %", &["w"]),
            ("Åse", &["x"]),
            ("%", &[]),
            ("", &[]),
            ("Solheim", &[]),
            (&bird, &["v"]),
            (&bird.to_lowercase(), &["v"]),
        ] {
            let found = by_name(&mut transaction, "a", text).await.unwrap();
            assert_eq!(found.iter().map(|person| &*person.id).collect::<Vec<_>>(), expected, "{text}");
        }
        transaction.commit().await.unwrap();
    }
}
