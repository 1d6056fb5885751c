//! The names of what a filter's conditions mean by an id or a number: tags, segments, companies, teammates and teams.

use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};

use super::Filter;
use super::fields::{Model, Type};
use super::json::BadFilter;
use super::quoted::quoted;
use super::test::Scalar;
use crate::database::{Transaction, fetch, push_list};
use crate::error::Error;

/// The names that an app has of the types that a filter names, by type and id or number.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<(Type, String), String>);

impl Names {
    /// Reads the names that the filter's conditions need, and those of these companies: one query for each type.
    pub async fn read(
        db: &mut Transaction,
        app_id: &str,
        filter: &Filter,
        companies: &[String],
    ) -> Result<Self, Error> {
        let mut names = Self::default();
        names.read_more(db, app_id, filter, companies, &mut BTreeSet::new()).await?;
        Ok(names)
    }

    /// Reads the names that the conditions of all these filters need.
    pub async fn read_all(db: &mut Transaction, app_id: &str, filters: &[&Filter]) -> Result<Self, Error> {
        let (mut names, mut whole) = (Self::default(), BTreeSet::new());
        for filter in filters {
            names.read_more(db, app_id, filter, &[], &mut whole).await?;
        }
        Ok(names)
    }

    /// `whole` are the queries that were asked and that name all of their type.
    async fn read_more(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        filter: &Filter,
        companies: &[String],
        whole: &mut BTreeSet<&'static str>,
    ) -> Result<(), Error> {
        let types = filter.fields().map(super::Field::of);
        for of in types.collect::<BTreeSet<_>>() {
            // An app has few of the other types: all are read.
            let ids: BTreeSet<String> = match of {
                Type::Company => filter.named(of).chain(companies.iter().cloned()).collect(),
                _ => BTreeSet::new(),
            };
            if let Some(query) = query(of, filter.of(), ids.is_empty())
                && (!ids.is_empty() || whole.insert(query))
            {
                let found: Vec<(String, String)> = fetch!(db, |db| async move {
                    let mut select = QueryBuilder::new(query);
                    select.push_bind(app_id);
                    if !ids.is_empty() {
                        push_list(select.push(" and id in "), ids);
                    }
                    select.build_query_as().fetch_all(db).await
                })?;
                self.0.extend(found.into_iter().map(|(id, name)| ((of, id), name)));
            }
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn of(names: &[(Type, &str, &str)]) -> Self {
        Self(names.iter().map(|(of, id, name)| ((*of, (*id).to_owned()), (*name).to_owned())).collect())
    }

    /// Words for something of this type that is gone, such as “a tag that was deleted”.
    pub fn gone(of: Type) -> String {
        let gone = if of == Type::Teammate { "who was removed" } else { "that was deleted" };
        format!("a {} {gone}", of.as_str())
    }

    /// The name in quotes, or words that it is gone. None of a type that refers to nothing.
    pub(super) fn words(&self, of: Type, id: &str) -> Option<String> {
        thing(of)?;
        let name = self.0.get(&(of, id.to_owned()));
        Some(name.map_or_else(|| Self::gone(of), |name| quoted(name)))
    }
}

impl Filter {
    /// Refuses a condition that names what the app does not have.
    pub fn check_names(&self, names: &Names) -> Result<(), BadFilter> {
        for (place, condition) in self.placed_conditions() {
            let of = condition.field().of();
            let Some(thing) = thing(of) else { continue };
            let mut ids = condition.test().scalars().iter().map(Scalar::key);
            if let Some(id) = ids.find(|id| !names.0.contains_key(&(of, id.clone()))) {
                let (field, id) = (condition.field().words(), quoted(&id));
                let reason = format!(
                    "{field} names a {thing} that the app does not have: {id}. Choose another one, or remove the condition."
                );
                return Err(BadFilter { place, reason });
            }
        }
        Ok(())
    }

    /// The ids or numbers of this type that conditions name.
    fn named(&self, of: Type) -> impl Iterator<Item = String> {
        let of_type = self.conditions().filter(move |condition| condition.field().of() == of);
        of_type.flat_map(|condition| condition.test().scalars().iter().map(Scalar::key))
    }
}

/// What a reference of the type refers to.
fn thing(of: Type) -> Option<&'static str> {
    match of {
        Type::Tag | Type::Segment | Type::Company | Type::Teammate | Type::Team => Some(of.as_str()),
        // People come, go and merge: an id is only compared.
        Type::Choice | Type::Text | Type::Number | Type::Date | Type::Truth | Type::Id => None,
    }
}

/// A query of ids and names, which ends before the app's id.
fn query(of: Type, model: Model, has_no_ids: bool) -> Option<&'static str> {
    match of {
        Type::Tag => Some("select id, name from tags where app_id = "),
        Type::Segment if model == Model::Company => {
            Some("select id, name from segments where conditions ->> 'of' = 'company' and app_id = ")
        }
        Type::Segment => Some(
            "select id, name from segments where coalesce(conditions ->> 'of', 'person') = 'person' and app_id = ",
        ),
        Type::Company if !has_no_ids => Some("select id, name from companies where app_id = "),
        Type::Teammate => Some(
            "select cast(number as text), name from teammates
             where account_id is not null and removed_at is null and app_id = ",
        ),
        Type::Team => {
            Some("select cast(number as text), name from teams where removed_at is null and app_id = ")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Db, execute};
    use serde_json::{Value, json};

    fn filter(of: &str, conditions: &Value) -> Filter {
        Filter::from_json(&json!({ "version": 2, "of": of, "all": conditions })).unwrap()
    }

    #[tokio::test]
    async fn a_condition_on_what_the_app_does_not_have_is_refused_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1), ('b', 'B', 1)",
            "insert into tags (id, app_id, name, name_folded, created_at, made_by)
             values ('ours', 'a', 'T', 't', 1, 'teammate'), ('theirs', 'b', 'T', 't', 1, 'teammate')",
            r#"insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
               values ('ours', 'a', 'S', 's', '{"version":1,"all":[]}', 1, 1),
                      ('theirs', 'b', 'S', 's', '{"version":2,"all":[]}', 1, 1),
                      ('companies', 'a', 'C', 'c', '{"version":2,"of":"company","all":[]}', 1, 1)"#,
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
             values ('ours', 'a', 'c', 'C', '{}', '{}', 1, 1), ('theirs', 'b', 'c', 'C', '{}', '{}', 1, 1)",
            "insert into teammates (app_id, number, account_id, name, removed_at)
             values ('a', 1, 'x', 'X', null), ('a', 2, 'y', 'Y', 5), ('b', 3, 'z', 'Z', null)",
            "insert into teams (app_id, number, name, removed_at)
             values ('a', 1, 'X', null), ('a', 2, 'Y', 5), ('b', 3, 'Z', null)",
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        for (of, field, good, bad) in [
            ("person", "tag", json!("ours"), vec![json!("theirs"), json!("gone")]),
            ("person", "segment", json!("ours"), vec![json!("theirs"), json!("gone"), json!("companies")]),
            ("company", "segment", json!("companies"), vec![json!("ours")]),
            ("person", "company", json!("ours"), vec![json!("theirs"), json!("gone")]),
            ("person", "owner", json!(1), vec![json!(2), json!(3)]),
            ("conversation", "team_assignee", json!(1), vec![json!(2), json!(3)]),
        ] {
            let condition = |operator: &str, value: &Value| json!({ "field": field, "operator": operator, "value": value });
            let fine =
                filter(of, &json!([condition("is", &good), { "any": [condition("in", &json!([good]))] }]));
            let names = Names::read(&mut transaction, "a", &fine, &[]).await.unwrap();
            assert_eq!(fine.check_names(&names), Ok(()));
            for bad in bad {
                let group = json!([condition("is", &good), { "any": [condition("is", &good), condition("is_not", &bad)] }]);
                let wrong = filter(of, &group);
                let names = Names::read(&mut transaction, "a", &wrong, &[]).await.unwrap();
                let refused = wrong.check_names(&names).expect_err(&group.to_string());
                assert_eq!(refused.place, "all[1].any[1]");
                let said = bad.as_str().map_or_else(|| bad.to_string(), str::to_owned);
                assert!(refused.reason.contains(&quoted(&said)), "{refused}");
            }
        }
        transaction.commit().await.unwrap();
    }
}
