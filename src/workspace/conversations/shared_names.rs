//! Numbers behind generated names: people with conversations that are not closed never show one name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::database::{Db, read};
use crate::people::visitor_name;

/// People whose names are compared at most. Of more, two may show one name.
const MOST: i64 = 1_000;

/// The numbers behind names by app. Each server reads them once for each change of the app's conversations.
#[derive(Default)]
pub struct SharedNames(Mutex<HashMap<String, (Option<i64>, NameNumbers)>>);

/// The numbers behind the generated names of people of an app, by their ids: 2 for the second person of a name.
/// Who has the oldest conversation shows the name alone.
pub type NameNumbers = Arc<HashMap<String, usize>>;

impl SharedNames {
    pub async fn numbers(&self, db: &Db, app_id: &str) -> Result<NameNumbers, sqlx::Error> {
        let newest = newest_event(db, app_id).await?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(app_id).cloned();
        if let Some((at, known)) = known
            && at == newest
        {
            return Ok(known);
        }
        let numbers = Arc::new(numbers(db, app_id).await?);
        let read = (newest, numbers.clone());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(app_id.to_owned(), read);
        Ok(numbers)
    }
}

/// The number of the newest event of an app's conversations.
async fn newest_event(db: &Db, app_id: &str) -> Result<Option<i64>, sqlx::Error> {
    read!(db, optional value
        "select number from ledger where app_id = $1 and conversation is not null order by number desc limit 1"
        => app_id)
}

#[derive(sqlx::FromRow)]
struct Nameless {
    id: String,
    visitor_id: Option<String>,
}

async fn numbers(db: &Db, app_id: &str) -> Result<HashMap<String, usize>, sqlx::Error> {
    let nameless: Vec<Nameless> = read!(db, all
        "select p.id, p.visitor_id from people p join
           (select person_id, min(number) as first from conversations
            where app_id = $1 and state <> 'closed' and person_first_at is not null group by person_id) c
         on c.person_id = p.id
         where p.name is null and p.email is null and p.user_id is null order by c.first limit $2"
        => app_id, MOST)?;
    let mut counts: HashMap<String, usize> = HashMap::new();
    let numbers = nameless.into_iter().map(|Nameless { id, visitor_id }| {
        let count = counts.entry(visitor_name(visitor_id.as_deref().unwrap_or(&id))).or_default();
        *count += 1;
        (id, *count)
    });
    Ok(numbers.filter(|(_, number)| *number > 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::execute;

    #[tokio::test]
    async fn the_second_open_conversation_of_a_generated_name_has_a_number_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        assert_eq!(visitor_name("v15"), visitor_name("v35"));
        execute!(
            &mut transaction,
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1)"
        )
        .unwrap();
        // The third has another name, the fourth one of their own, and the fifth a closed conversation.
        for (person, visitor, name, state) in [
            ("first", "v15", None, "open"),
            ("second", "v35", None, "snoozed"),
            ("third", "v17", None, "open"),
            ("fourth", "v15b", Some("Marit"), "open"),
            ("fifth", "v82", None, "closed"),
        ] {
            execute!(&mut transaction,
                "insert into people (id, app_id, role, visitor_id, name, verified, details, attributes, impressions,
                                     created_at, last_seen_at)
                 values ($1, 'a', 'visitor', $2, $3, false, '{}', '{}', 0, 1, 1)" => person, visitor, name)
            .unwrap();
            execute!(&mut transaction,
                "insert into conversations (number, app_id, person_id, state, snoozed_until, source, created_at,
                   updated_at, person_first_at, last_part, parts, person_read_to, teammates_read_to)
                 values ((select count(*) + 1 from conversations), 'a', $1, $2,
                   case when $2 = 'snoozed' then 9 end, '{}', 1, 1, 1, 1, 1, 1, 1)" => person, state)
            .unwrap();
        }
        transaction.commit().await.unwrap();
        let names = SharedNames::default();
        let numbers = async || HashMap::clone(&*names.numbers(&db, "a").await.unwrap());
        assert_eq!(numbers().await, HashMap::from([("second".to_owned(), 2)]));
        // A change of a conversation brings an event.
        let mut transaction = db.begin().await.unwrap();
        execute!(&mut transaction, "update conversations set state = 'open' where person_id = 'fifth'")
            .unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(numbers().await.len(), 1, "known");
        let mut transaction = db.begin().await.unwrap();
        execute!(
            &mut transaction,
            "insert into ledger (number, app_id, at_ms, person_id, conversation, kind, fields)
             values (9, 'a', 1, 'fifth', 5, 'conversation_opened', '[]')"
        )
        .unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(numbers().await, HashMap::from([("second".to_owned(), 2), ("fifth".to_owned(), 2)]));
    }
}
