//! The server functions of the messages page. Each asks for a teammate of the page's app first. Another app's message
//! is not found.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use super::state::{
    AudienceCount, Editor, Explanation, Matching, MessageDraft, MessageRow, MessageStage, PageDraft, Preview,
    RecipientRow,
};
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::{draft::fits, server};
#[cfg(feature = "ssr")]
use crate::desk::guard::teammate_of;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;
#[cfg(feature = "ssr")]
use crate::workspace::outbound;

#[server(endpoint = "outbound", input = GetUrl, output = LightJson)]
pub async fn list_messages() -> Result<Vec<MessageRow>, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::message_rows(&workspace).await
}

/// Returns a message for the editor. Without an id, returns a new one, which is to all whom the filter's JSON fits.
#[server(endpoint = "outbound_message", input = GetUrl, output = LightJson)]
pub async fn get_message(id: Option<i64>, #[server(default)] filter: String) -> Result<Editor, Error> {
    let (workspace, session) = teammate_of("").await?;
    server::message_editor(&workspace, id, &filter, &session.account_id).await
}

/// Saves a message, and answers with its id.
#[server(endpoint = "outbound_save", input = Json, output = LightJson)]
pub async fn save_message(id: Option<i64>, draft: MessageDraft) -> Result<i64, Error> {
    let (workspace, session) = teammate_of("").await?;
    server::save_draft(&workspace, Actor::from(&session), id, &draft).await
}

/// Starts a message, and answers with its stage. A message to all who match gets 409 if more people match than the
/// teammate has `confirmed`.
#[server(endpoint = "outbound_start", output = LightJson)]
pub async fn start_message(
    id: i64,
    #[server(default)] confirmed: Option<usize>,
) -> Result<MessageStage, Error> {
    let (workspace, session) = teammate_of("").await?;
    let started =
        outbound::start(workspace.store(), workspace.app_id(), Actor::from(&session), id, confirmed).await;
    started?;
    workspace.go_on_sending();
    server::message_stage(&workspace, id).await
}

#[server(endpoint = "outbound_stop", output = LightJson)]
pub async fn stop_message(id: i64) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    outbound::stop(workspace.store(), workspace.app_id(), Actor::from(&session), id).await
}

/// Shows the message to this teammate alone.
#[server(endpoint = "outbound_test", output = LightJson)]
pub async fn test_message(id: i64) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    outbound::test(workspace.store(), workspace.app_id(), Actor::from(&session), id).await
}

/// Whether a message with these rules may appear at this address.
#[server(endpoint = "outbound_fit", input = Json, output = LightJson)]
pub async fn fit_address(pages: Vec<PageDraft>, url: String) -> Result<bool, Error> {
    teammate_of("").await?;
    fits(&pages, &url)
}

/// Copies a message, and answers with the new message's id.
#[server(endpoint = "outbound_duplicate", output = LightJson)]
pub async fn duplicate_message(id: i64) -> Result<i64, Error> {
    let (workspace, session) = teammate_of("").await?;
    outbound::duplicate(workspace.store(), workspace.app_id(), Actor::from(&session), id).await
}

/// Shows the message as this person reads it. Without a person, as somebody of whom nothing is known.
#[server(endpoint = "outbound_preview", input = Json, output = LightJson)]
pub async fn preview_message(draft: MessageDraft, person: String) -> Result<Preview, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::message_preview(&workspace, &draft, &person).await
}

/// Counts the people who match just now.
#[server(endpoint = "outbound_matching", input = Json, output = LightJson)]
pub async fn count_matching(draft: MessageDraft) -> Result<Matching, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::matching(&workspace, &draft).await
}

/// Counts the people who get the saved message if it is sent now. The number is exact.
#[server(endpoint = "outbound_audience", input = GetUrl, output = LightJson)]
pub async fn count_audience(id: i64) -> Result<AudienceCount, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::audience_count(&workspace, id).await
}

/// Finds the people whom this text may mean: an id, a `user_id` or an e-mail.
#[server(endpoint = "outbound_recipients", input = GetUrl, output = LightJson)]
pub async fn find_recipients(#[server(default)] text: String) -> Result<Vec<RecipientRow>, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::recipient_rows(&workspace, &text).await
}

/// Why the message does, or does not, show to this person on this page.
/// `person` is an id, a user_id, an e-mail or a name. Where several people may be meant, the answer has them alone.
#[server(endpoint = "outbound_why", input = GetUrl, output = LightJson)]
pub async fn explain_message(
    id: i64,
    #[server(default)] person: String,
    #[server(default)] url: String,
) -> Result<Explanation, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::explain_message(&workspace, id, &person, &url).await
}
