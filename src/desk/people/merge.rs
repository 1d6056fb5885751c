//! Merges a visitor or lead into a user as a teammate asks for it, and says before what that changes.

use super::facts::known;
use super::forms::said;
use super::state::{Fact, MergePreview, MergeRow, Named};
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::contacts::{self, FoundPerson};
use crate::workspace::people::{self, Person, Role};

/// What a merge would change. Nothing is stored.
pub async fn preview(workspace: &Workspace, id: &str, into: &str) -> Result<MergePreview, Error> {
    let from = person_of(workspace, id).await?;
    let into = user_of(workspace, into).await?;
    if from.role == Role::User || into.role != Role::User {
        return Err(Error::invalid("into", "A visitor or lead is merged into a user."));
    }
    let mut merged = into.clone();
    people::inherit(&mut merged, from.clone());
    let now = workspace.clock().seconds();
    let [of_from, of_into, afterwards] = [&from, &into, &merged].map(|person| values(person, now));
    let value = |facts: &[Fact], name: &str| {
        let found = facts.iter().find(|fact| fact.name == name);
        found.map(|fact| fact.value.clone()).unwrap_or_default()
    };
    let new = of_from.iter().filter(|fact| afterwards.iter().all(|other| other.name != fact.name));
    let rows = afterwards.iter().chain(new).map(|Fact { name, .. }| MergeRow {
        of_from: value(&of_from, name),
        of_into: value(&of_into, name),
        afterwards: value(&afterwards, name),
        name: name.clone(),
    });
    let differs = |row: &MergeRow| !row.of_from.is_empty() && row.of_from != row.of_into;
    Ok(MergePreview {
        rows: rows.filter(differs).collect(),
        from: Named { name: from.display_name(), id: from.id },
        into: Named { name: into.display_name(), id: into.id },
    })
}

/// All values of a person that a teammate reads.
fn values(person: &Person, now: i64) -> Vec<Fact> {
    let fact = |name: &str, value: &Option<String>| value.clone().map(|value| Fact::new(name, value));
    let own = [fact("Name", &person.name), fact("E-mail", &person.email)];
    own.into_iter().flatten().chain(known(person, now)).collect()
}

pub async fn merge(workspace: &Workspace, by: Actor<'_>, id: &str, into: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    person_of(workspace, id).await?;
    let into = user_of(workspace, into).await?.id;
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let from = batch.person_of_app(app_id, id).await.map_err(said)?;
    let mut into = batch.person_of_app(app_id, &into).await.map_err(said)?;
    contacts::merge(&mut batch, &changed_by, app_id, from, &mut into).await.map_err(said)?;
    let into_id = into.id.clone();
    batch.save_person(app_id, into, changed_by);
    batch.commit().await?;
    audit::log(by, app_id, "person_merged", &format!("merged the person {id} into {into_id}"));
    leptos_axum::redirect(&format!("/workspace/people?who={into_id}"));
    Ok(())
}

async fn person_of(workspace: &Workspace, id: &str) -> Result<Person, Error> {
    let mut transaction = workspace.db().begin_reading().await?;
    let found = people::by_id(&mut transaction, workspace.app_id(), id).await?;
    transaction.commit().await?;
    found.ok_or(Error::NotFound)
}

/// The person whose id, user_id or e-mail this is, surest first.
async fn user_of(workspace: &Workspace, who: &str) -> Result<Person, Error> {
    let mut transaction = workspace.db().begin_reading().await?;
    let found = contacts::find_any(&mut transaction, workspace.app_id(), who.trim()).await?;
    transaction.commit().await?;
    match found {
        FoundPerson::One(person) | FoundPerson::Merged(person) => Ok(*person),
        FoundPerson::Several(_) => {
            Err(Error::invalid("into", "Several people have this e-mail. Name one by the id."))
        }
        FoundPerson::Nobody => {
            Err(Error::invalid("into", "Nobody of this app has that id, user_id or e-mail."))
        }
    }
}
