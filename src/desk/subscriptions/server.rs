//! Reads and changes the subscription types of an app. Each change is in the audit log.

use super::state::{SubscriptionTypeRow, TypeState, TypeWords};
use crate::desk::guard::begin;
use crate::desk::people::{Named, confirm, said};
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::subscription_types::{
    self, ConsentType, ContentType, ListedSubscriptionType, NewSubscriptionType, SubscriptionType,
    SubscriptionTypeState, SubscriptionTypeUpdate, Translation,
};

pub async fn subscription_types(workspace: &Workspace) -> Result<Vec<SubscriptionTypeRow>, Error> {
    let all = subscription_types::list_counted(workspace.db(), workspace.app_id()).await?;
    Ok(all.iter().map(|one| row(one, &all)).collect())
}

fn row(one: &ListedSubscriptionType, all: &[ListedSubscriptionType]) -> SubscriptionTypeRow {
    let ListedSubscriptionType { subscription_type: of, counts } = one;
    let others = all.iter().map(|other| &other.subscription_type);
    let others = others.filter(|other| subscription_types::takes_over(of, other).is_ok());
    let words = |one: &Translation| TypeWords {
        locale: one.locale.clone(),
        name: one.name.clone(),
        description: one.description.clone(),
    };
    SubscriptionTypeRow {
        id: of.id.clone(),
        state: match of.state {
            SubscriptionTypeState::Draft => TypeState::Draft,
            SubscriptionTypeState::Live => TypeState::Live,
            SubscriptionTypeState::Archived => TypeState::Archived,
        },
        is_opt_in: of.consent_type == ConsentType::OptIn,
        by_email: of.content_types.contains(&ContentType::Email),
        by_text: of.content_types.contains(&ContentType::SmsMessage),
        translations: of.translations.iter().map(words).collect(),
        opted_in: counts.opted_in,
        opted_out: counts.opted_out,
        others: others.map(named).collect(),
    }
}

fn named(of: &SubscriptionType) -> Named {
    let name = of.default_translation().map(|words| words.name.clone());
    Named { id: of.id.clone(), name: name.unwrap_or_default() }
}

/// The translations that a form states. One without a name and a description is left out.
fn stated(all: Vec<TypeWords>) -> Vec<Translation> {
    let all = all.into_iter().filter(|one| !one.name.trim().is_empty() || !one.description.trim().is_empty());
    all.map(|TypeWords { locale, name, description }| Translation {
        name,
        description,
        locale: locale.trim().to_owned(),
    })
    .collect()
}

fn content_types((by_email, by_text): (bool, bool)) -> Vec<ContentType> {
    let ways = [(by_email, ContentType::Email), (by_text, ContentType::SmsMessage)];
    ways.into_iter().filter_map(|(holds, way)| holds.then_some(way)).collect()
}

pub async fn make(
    workspace: &Workspace,
    by: Actor<'_>,
    consent: &str,
    translations: Vec<TypeWords>,
    ways: (bool, bool),
) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let consent_type = consent.parse().map_err(|_| Error::invalid("consent", "Choose opt-in or opt-out."))?;
    let new = NewSubscriptionType {
        consent_type,
        content_types: content_types(ways),
        translations: stated(translations),
    };
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let made = subscription_types::make(&mut batch, &changed_by, app_id, new).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "subscription_type_made", &format!("made the subscription type {}", made.id));
    Ok(())
}

pub async fn change(
    workspace: &Workspace,
    by: Actor<'_>,
    id: &str,
    translations: Vec<TypeWords>,
    ways: (bool, bool),
) -> Result<(), Error> {
    let update = SubscriptionTypeUpdate {
        content_types: Some(content_types(ways)),
        translations: Some(stated(translations)),
        ..SubscriptionTypeUpdate::default()
    };
    update_type(workspace, by, id, update, ("subscription_type_changed", "changed")).await
}

pub async fn set_state(workspace: &Workspace, by: Actor<'_>, id: &str, state: &str) -> Result<(), Error> {
    let state = state.parse().map_err(|_| Error::invalid("state", "Choose live or archived."))?;
    let said = match state {
        SubscriptionTypeState::Archived => ("subscription_type_archived", "archived"),
        SubscriptionTypeState::Draft | SubscriptionTypeState::Live => {
            ("subscription_type_published", "published")
        }
    };
    let update = SubscriptionTypeUpdate { state: Some(state), ..SubscriptionTypeUpdate::default() };
    update_type(workspace, by, id, update, said).await
}

/// Changes a subscription type. The audit log gets the event and what the teammate did.
async fn update_type(
    workspace: &Workspace,
    by: Actor<'_>,
    id: &str,
    update: SubscriptionTypeUpdate,
    (event, did): (&'static str, &str),
) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    subscription_types::change(&mut batch, &changed_by, app_id, id, update).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, event, &format!("{did} the subscription type {id}"));
    Ok(())
}

pub async fn merge(workspace: &Workspace, by: Actor<'_>, id: &str, into: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    subscription_types::merge(&mut batch, &changed_by, app_id, id, into).await.map_err(said)?;
    batch.commit().await?;
    let what = format!("merged the subscription type {id} into {into}");
    audit::log(by, app_id, "subscription_type_merged", &what);
    Ok(())
}

pub async fn delete(workspace: &Workspace, by: Actor<'_>, id: &str, typed: &str) -> Result<(), Error> {
    confirm(typed)?;
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    subscription_types::delete(&mut batch, &changed_by, app_id, id).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "subscription_type_deleted", &format!("deleted the subscription type {id}"));
    Ok(())
}
