//! The server functions of the inbox. Each asks for a teammate of the page's app first, and those that block for one who
//! manages people. Another app's conversation is not found.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::{InboxList, InboxThread};
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::state::{Folder, Order};
#[cfg(feature = "ssr")]
use super::{acts, server};
#[cfg(feature = "ssr")]
use crate::desk::guard::{managing_teammate, teammate, teammate_of};
#[cfg(feature = "ssr")]
use crate::workspace::Assignee;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;
#[cfg(feature = "ssr")]
use crate::workspace::conversations::{Assignment, DeskAct};
#[cfg(feature = "ssr")]
use crate::workspace::refusal::Refusal;
#[cfg(feature = "ssr")]
use crate::workspace::tags::Tagged;

/// A page of the conversations in this folder and order, with this tag if one is named. `after` is the `next` of the page
/// before.
#[server(endpoint = "inbox", input = GetUrl, output = LightJson)]
pub async fn list_inbox(
    #[server(default)] folder: String,
    #[server(default)] order: String,
    #[server(default)] tag: String,
    #[server(default)] after: String,
) -> Result<InboxList, Error> {
    let (workspace, _) = teammate().await?;
    server::inbox_list(&workspace, Folder::named(&folder), Order::named(&order), &tag, &after).await
}

/// The newest parts of a conversation, or the parts before `before`.
#[server(endpoint = "inbox_conversation", input = GetUrl, output = LightJson)]
pub async fn get_thread(id: i64, before: Option<i64>) -> Result<InboxThread, Error> {
    let (workspace, teammate) = teammate().await?;
    server::inbox_thread(&workspace, &teammate, id, before).await
}

/// Notes that the app's teammates have read up to this part, and shows the others who has the conversation open.
#[server(endpoint = "inbox_seen", output = LightJson)]
pub async fn inbox_seen(id: i64, part: i64) -> Result<(), Error> {
    let (workspace, teammate) = teammate().await?;
    let number = teammate.number;
    acts::present(&workspace, teammate, id, false).await?;
    acts::seen(&workspace, number, id, part).await
}

/// Shows the person and the other teammates that the teammate is writing.
#[server(endpoint = "inbox_typing", output = LightJson)]
pub async fn inbox_typing(id: i64) -> Result<(), Error> {
    let (workspace, teammate) = teammate().await?;
    acts::present(&workspace, teammate, id, true).await
}

/// Sends a reply, and answers with the part's id. `key` identifies the form: one that arrives again sends nothing more.
#[server(endpoint = "inbox_reply", output = LightJson)]
pub async fn inbox_reply(id: i64, key: String, #[server(default)] text: String) -> Result<i64, Error> {
    write(id, || DeskAct::reply(key, &text, Vec::new())).await
}

/// Writes a note, which teammates alone read.
#[server(endpoint = "inbox_note", output = LightJson)]
pub async fn inbox_note(id: i64, key: String, #[server(default)] text: String) -> Result<i64, Error> {
    write(id, || DeskAct::note(key, &text, Vec::new())).await
}

/// The refusal of an assignee whom the app does not have.
#[cfg(feature = "ssr")]
const NOBODY: &str = "No teammate and no team of this app has that number.";

/// Assigns the conversation to the teammate with this number, or to a team alone, such as `team-2`. Without `to`, nobody
/// has it.
#[server(endpoint = "inbox_assign", output = LightJson)]
pub async fn inbox_assign(id: i64, #[server(default)] to: String) -> Result<i64, Error> {
    let (workspace, teammate) = teammate().await?;
    let to = match to.parse() {
        _ if to.is_empty() => Assignment::TeamAlone(None),
        Ok(Assignee::Teammate(number)) => Assignment::Teammate(Some(number)),
        Ok(Assignee::Team(number)) => Assignment::TeamAlone(Some(number)),
        Err(()) => return Err(Error::invalid("to", NOBODY)),
    };
    acts::act(&workspace, teammate.number, id, DeskAct::Assign(to)).await
}

#[server(endpoint = "inbox_close", output = LightJson)]
pub async fn inbox_close(id: i64) -> Result<i64, Error> {
    act(id, DeskAct::Close).await
}

#[server(endpoint = "inbox_reopen", output = LightJson)]
pub async fn inbox_reopen(id: i64) -> Result<i64, Error> {
    act(id, DeskAct::Reopen).await
}

/// Snoozes the conversation for 1 to 672 hours (four weeks).
#[server(endpoint = "inbox_snooze", output = LightJson)]
pub async fn inbox_snooze(id: i64, hours: i64) -> Result<i64, Error> {
    if hours < 1 {
        return Err(Error::invalid("hours", "A snooze lasts from one hour to four weeks."));
    }
    let (workspace, teammate) = teammate().await?;
    let until = workspace.clock().seconds().saturating_add(hours.saturating_mul(3_600));
    acts::act(&workspace, teammate.number, id, DeskAct::Snooze(until)).await
}

/// Closes up to 200 conversations of the page's app. Returns how many of them the app has.
#[server(endpoint = "inbox_close_many", output = LightJson)]
pub async fn inbox_close_many(#[server(default)] ids: Vec<i64>) -> Result<i64, Error> {
    let (workspace, teammate) = teammate().await?;
    acts::close_many(&workspace, teammate.number, &ids).await
}

/// Blocks the conversation's person from now on, and closes their open conversations.
#[server(endpoint = "inbox_block", output = LightJson)]
pub async fn inbox_block(id: i64) -> Result<i64, Error> {
    let (workspace, session, teammate) = managing_teammate().await?;
    acts::block(&workspace, Actor::from(&session), teammate.number, id).await
}

#[server(endpoint = "inbox_unblock", output = LightJson)]
pub async fn inbox_unblock(id: i64) -> Result<i64, Error> {
    let (workspace, session, teammate) = managing_teammate().await?;
    acts::unblock(&workspace, Actor::from(&session), teammate.number, id).await
}

/// Gives the conversation the tag with this name, which is made if there is none.
#[server(endpoint = "inbox_tag", output = LightJson)]
pub async fn inbox_tag(id: i64, #[server(default)] name: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    acts::tag(&workspace, Actor::from(&session), Tagged::Conversation(id), &name).await
}

/// Takes a tag, by its id, from the conversation.
#[server(endpoint = "inbox_untag", output = LightJson)]
pub async fn inbox_untag(id: i64, tag: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    acts::untag(&workspace, Actor::from(&session), Tagged::Conversation(id), &tag).await
}

/// Gives a part of a conversation the tag with this name, which is made if there is none.
#[server(endpoint = "inbox_tag_part", output = LightJson)]
pub async fn inbox_tag_part(part: i64, #[server(default)] name: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    acts::tag(&workspace, Actor::from(&session), Tagged::Part(part), &name).await
}

/// Takes a tag, by its id, from a part of a conversation.
#[server(endpoint = "inbox_untag_part", output = LightJson)]
pub async fn inbox_untag_part(part: i64, tag: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    acts::untag(&workspace, Actor::from(&session), Tagged::Part(part), &tag).await
}

#[cfg(feature = "ssr")]
async fn act(id: i64, act: DeskAct) -> Result<i64, Error> {
    let (workspace, teammate) = teammate().await?;
    acts::act(&workspace, teammate.number, id, act).await
}

#[cfg(feature = "ssr")]
async fn write(id: i64, act: impl FnOnce() -> Result<DeskAct, Refusal>) -> Result<i64, Error> {
    let (workspace, teammate) = teammate().await?;
    let act = act().map_err(acts::refused)?;
    acts::act(&workspace, teammate.number, id, act).await
}
