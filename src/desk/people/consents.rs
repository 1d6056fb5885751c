//! Reads and sets what a person gets, as a teammate asks for it.

use super::forms::said;
use super::state::RecordConsent;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::subscription_types::{self, Consent, SubscriptionTypeState};

pub async fn of_person(workspace: &Workspace, id: &str) -> Result<Vec<RecordConsent>, Error> {
    let mut transaction = workspace.db().begin_reading().await?;
    let all = subscription_types::of_person(&mut transaction, workspace.app_id(), id).await?;
    transaction.commit().await?;
    let row = |one: Consent| {
        let name = one.subscription_type.default_translation().map(|translation| translation.name.clone());
        RecordConsent {
            consents: one.consents(),
            is_live: one.subscription_type.state == SubscriptionTypeState::Live,
            name: name.unwrap_or_default(),
            id: one.subscription_type.id,
        }
    };
    Ok(all.into_iter().map(row).collect())
}

pub async fn choose(
    workspace: &Workspace,
    by: Actor<'_>,
    id: &str,
    subscription: &str,
    consented: bool,
) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let chosen = subscription_types::choose(&mut batch, &changed_by, app_id, subscription, id, consented);
    chosen.await.map_err(said)?;
    batch.commit().await?;
    let (event, did) = match consented {
        true => ("person_subscribed", "subscribed"),
        false => ("person_unsubscribed", "unsubscribed"),
    };
    audit::log(by, app_id, event, &format!("{did} the person {id}: {subscription}"));
    Ok(())
}
