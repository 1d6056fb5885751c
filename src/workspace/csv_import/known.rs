//! The people and companies that some rows name, as the database has them.

use sqlx::QueryBuilder;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::company::KnownCompanies;
use super::stated::Named;
use crate::database::{Transaction, fetch, push_list};
use crate::error::Error;
use crate::identity::folded;
use crate::people::Person;
use crate::tags::{self, Tagged};

/// What is known of those whom some rows name.
#[derive(Debug, Default)]
pub struct Known {
    /// By id.
    people: BTreeMap<String, Person>,
    by_user_id: HashMap<String, String>,
    /// Ids by the e-mail in small letters.
    by_email: HashMap<String, Vec<String>>,
    /// The names of the tags of each.
    tags: HashMap<String, Vec<String>>,
    /// The numbers of the teammates who answer for the app.
    teammates: BTreeSet<i64>,
    pub companies: KnownCompanies,
}

impl Known {
    pub fn new(
        people: Vec<Person>,
        tags: HashMap<String, Vec<String>>,
        teammates: BTreeSet<i64>,
        companies: KnownCompanies,
    ) -> Self {
        let mut known = Self { tags, teammates, companies, ..Self::default() };
        for person in people {
            if let Some(user_id) = &person.user_id {
                known.by_user_id.insert(user_id.clone(), person.id.clone());
            }
            if let Some(email) = &person.email {
                let of_email = known.by_email.entry(folded(email)).or_default();
                if !of_email.contains(&person.id) {
                    of_email.push(person.id.clone());
                }
            }
            known.people.insert(person.id.clone(), person);
        }
        known
    }

    /// Reads those whom the rows name, of this app.
    pub async fn read(db: &mut Transaction, app_id: &str, named: &[Named]) -> Result<Self, Error> {
        let mut people = Vec::new();
        for (column, values) in [
            ("id", named.iter().filter_map(|one| one.id.as_deref()).collect::<BTreeSet<_>>()),
            ("user_id", named.iter().filter_map(|one| one.user_id.as_deref()).collect()),
            ("email_folded", named.iter().filter_map(|one| one.email.as_deref()).collect()),
        ] {
            // PostgreSQL knows no empty list.
            if values.is_empty() {
                continue;
            }
            let found: Vec<Person> = fetch!(&mut *db, |db| async move {
                let mut select = QueryBuilder::new("select * from people where app_id = ");
                select.push_bind(app_id).push(format!(" and {column} in "));
                push_list(&mut select, values).push(" order by id").build_query_as().fetch_all(db).await
            })?;
            people.extend(found);
        }
        let tagged: Vec<Tagged> = people.iter().map(|person| Tagged::Person(&person.id)).collect();
        let tags = tags::names_of(&mut *db, &tagged).await?;
        let teammates: Vec<i64> = fetch!(&mut *db, all values
            "select number from teammates where app_id = $1 and account_id is not null and removed_at is null"
            => app_id)?;
        let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
        let company_ids = named.iter().filter_map(|one| one.company_id.as_deref());
        let companies = KnownCompanies::read(db, app_id, company_ids, &ids).await?;
        Ok(Self::new(people, tags, teammates.into_iter().collect(), companies))
    }

    pub fn ids(&self) -> impl Iterator<Item = &String> {
        self.people.keys()
    }

    pub fn by_id(&self, id: &str) -> Option<&Person> {
        self.people.get(id)
    }

    pub fn by_user_id(&self, user_id: &str) -> Option<&Person> {
        self.people.get(self.by_user_id.get(user_id)?)
    }

    /// All with this e-mail; the users among them alone, if there are any.
    pub fn by_email(&self, email: &str) -> Vec<&Person> {
        let ids = self.by_email.get(&folded(email)).into_iter().flatten();
        let mut people: Vec<&Person> = ids.filter_map(|id| self.people.get(id)).collect();
        if people.iter().any(|person| person.is_user()) {
            people.retain(|person| person.is_user());
        }
        people
    }

    pub fn tags_of(&self, id: &str) -> &[String] {
        self.tags.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn has_teammate(&self, number: i64) -> bool {
        self.teammates.contains(&number)
    }
}
