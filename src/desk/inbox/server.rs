//! Reads and changes the conversations of an app for the inbox.

use futures::future::join_all;
use std::collections::HashMap;

use super::state::{
    CLOSED_AT_ONCE, Folder, InboxList, InboxPart, InboxPartKind, InboxPerson, InboxRow, InboxThread, Order,
    PersonKind, SeenPage, Visits,
};
use crate::desk::names::{team_names, teammate_names};
use crate::error::Error;
use crate::workspace::conversations::{
    self, Author, Block, ConversationState, Cursor, DeskAct, ListedConversation, PAGE, PartKind, SeenRequest,
    SignedPart, TeammateAct, Thread, WireId,
};
use crate::workspace::feed::Typing;
use crate::workspace::people::{self, Person, recent};
use crate::workspace::refusal::Refusal;
use crate::workspace::teammates::NAMELESS;
use crate::workspace::writer::{Write, WriteReply};
use crate::workspace::{Assignee, Teammate, Workspace, edge};

/// The most characters of a message that the list shows.
const LONGEST_WORDS: usize = 160;
/// The refusal of a second text under the key of a stored one, whose answer was lost on the way.
const SENT_BEFORE: &str = "What you sent first has arrived. Reload the page to see it: your new words stay here, and can be sent \
                           then.";
/// The author of parts that nobody wrote.
const THE_WORKSPACE: &str = "The workspace";
/// The words for a message that has files alone.
const FILES_ALONE: &str = "Files";
/// The number of a person's pages that the inbox shows.
const PAGES: i64 = 6;

pub async fn inbox_list(
    workspace: &Workspace,
    folder: Folder,
    order: Order,
    after: &str,
) -> Result<InboxList, Error> {
    let after = match after {
        "" => None,
        after => Some(cursor(after).ok_or(Error::NotFound)?),
    };
    let (db, app_id, state) = (workspace.db(), workspace.app_id(), state(folder));
    let found = match (order, after) {
        (Order::Waiting, after) => conversations::inbox(db, app_id, state, after).await?,
        (Order::Newest, None) => conversations::newest(db, app_id, state, None).await?,
        (Order::Newest, Some(Cursor::Updated { at, number })) => {
            conversations::newest(db, app_id, state, Some((at, number))).await?
        }
        (Order::Newest, Some(Cursor::Waiting { .. })) => return Err(Error::NotFound),
    };
    let next = found.last().filter(|_| found.len() >= PAGE.unsigned_abs() as usize);
    let next = next.map(|last| match order {
        Order::Waiting => written(last.cursor()),
        Order::Newest => written(Cursor::Updated { at: last.updated_at, number: last.number }),
    });
    let ids = found.iter().map(|one| one.person_id.as_str());
    let people = people::by_ids(db, app_id, ids).await?;
    let (names, teams): (NamesByNumber, NamesByNumber) =
        (teammate_names(workspace).await?, team_names(workspace).await?);
    let rows = found
        .into_iter()
        .filter_map(|one| people.get(&one.person_id).map(|person| row(&one, person, (&names, &teams))));
    Ok(InboxList { rows: rows.collect(), next })
}

pub async fn inbox_thread(workspace: &Workspace, id: i64, before: Option<i64>) -> Result<InboxThread, Error> {
    let found = conversations::read_thread(workspace.db(), workspace.app_id(), id, before).await?;
    let thread = found.ok_or(Error::NotFound)?;
    let conversation = &thread.conversation;
    let ids = std::iter::once(conversation.person_id.as_str());
    let mut people = people::by_ids(workspace.db(), workspace.app_id(), ids).await?;
    let person = people.remove(&conversation.person_id).ok_or(Error::NotFound)?;
    let name = person.display_name();
    let pages = recent::pages_of(workspace.db(), &person.id, PAGES).await?.into_iter();
    let pages = pages.map(|recent::SeenPage { url, title, created_at }| SeenPage { url, title, created_at });
    Ok(InboxThread {
        id: conversation.number,
        folder: folder(conversation.state),
        assignee: conversation.assignee(),
        teammates: teammate_names(workspace).await?,
        teams: team_names(workspace).await?,
        parts: thread.parts.iter().map(|part| inbox_part(&thread, part, &name)).collect(),
        earlier: thread.earlier,
        person: InboxPerson {
            kind: kind(&person),
            name,
            is_blocked: person.blocked_at.is_some(),
            email: person.email,
            user_id: person.user_id,
            visits: Visits {
                first_seen_at: person.created_at,
                last_seen_at: person.last_seen_at,
                session_count: person.session_count,
                page_views: person.impressions,
                browser: person.browser,
                language: person.language,
                time_zone: person.time_zone,
            },
            pages: pages.collect(),
        },
        seen_to: conversation.person_read_to,
        newest: conversation.last_part,
        is_unread: conversation.teammates_read_to < conversation.last_part,
    })
}

/// A teammate or a team of the app, as a form names them.
pub async fn assignee(workspace: &Workspace, named: &str) -> Result<Assignee, Error> {
    let assignee = named.parse().ok();
    let (number, names): (i64, NamesByNumber) = match assignee {
        Some(Assignee::Teammate(number)) => (number, teammate_names(workspace).await?),
        Some(Assignee::Team(number)) => (number, team_names(workspace).await?),
        None => (0, NamesByNumber::new()),
    };
    let message = "No teammate and no team of this app has that number.";
    assignee.filter(|_| names.contains_key(&number)).ok_or_else(|| Error::invalid("to", message))
}

/// Carries out an action of a teammate on a conversation. Answers with the id of the newest part.
pub async fn act(
    workspace: &Workspace,
    teammate: i64,
    conversation: i64,
    act: DeskAct,
) -> Result<i64, Error> {
    let app_id = workspace.app_id().to_owned();
    let act = Box::new(TeammateAct { app_id, teammate, conversation, act });
    match workspace.submit(Write::Act(act)).await {
        Ok(Some(WriteReply::Message(sent))) => Ok(sent.part.0),
        Ok(_) | Err(Refusal::Internal) => Err(Error::Internal),
        Err(Refusal::NoConversation) => Err(Error::NotFound),
        Err(Refusal::KeyInUse) => Err(Error::Conflict { message: SENT_BEFORE.to_owned() }),
        Err(Refusal::Malformed(what)) => Err(Error::invalid("text", what)),
        Err(refusal) => Err(Error::invalid("text", edge::fix(&refusal))),
    }
}

/// Closes conversations, and returns how many of them the app has. A closed conversation stays as it is.
pub async fn close_many(workspace: &Workspace, teammate: i64, ids: &[i64]) -> Result<i64, Error> {
    if ids.is_empty() || ids.len() > CLOSED_AT_ONCE {
        let message = format!("Choose 1 to {CLOSED_AT_ONCE} conversations.");
        return Err(Error::invalid("ids", message));
    }
    // Together: the writer commits what is waiting at once.
    let acts = ids.iter().map(|id| act(workspace, teammate, *id, DeskAct::Close));
    let mut closed = 0;
    for one in join_all(acts).await {
        match one {
            Ok(_) => closed += 1,
            // Forgotten meanwhile, or another app's.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}

/// Blocks the conversation's person, and returns how many open conversations it closed. The person writes nothing more
/// in between.
pub async fn block(workspace: &Workspace, teammate: i64, conversation: i64) -> Result<i64, Error> {
    set_blocked(workspace, conversation, true).await?;
    let open = conversations::not_closed(workspace.db(), workspace.app_id(), conversation).await?;
    let mut closed = 0;
    for some in open.chunks(CLOSED_AT_ONCE) {
        closed += close_many(workspace, teammate, some).await?;
    }
    Ok(closed)
}

pub async fn unblock(workspace: &Workspace, conversation: i64) -> Result<i64, Error> {
    set_blocked(workspace, conversation, false).await.map(|()| 0)
}

async fn set_blocked(workspace: &Workspace, conversation: i64, blocked: bool) -> Result<(), Error> {
    let of = Block { app_id: workspace.app_id().to_owned(), conversation, blocked };
    match workspace.submit(Write::Block(of)).await {
        Ok(_) => Ok(()),
        Err(Refusal::NoConversation) => Err(Error::NotFound),
        Err(_) => Err(Error::Internal),
    }
}

pub async fn typing(workspace: &Workspace, teammate: Teammate, conversation: i64) -> Result<(), Error> {
    let of = conversations::person_of(workspace.db(), workspace.app_id(), conversation).await?;
    let (app_id, person_id) = (workspace.app_id().to_owned(), of.ok_or(Error::NotFound)?);
    let typing = Typing { app_id, person_id, conversation, teammate: Some(teammate.name) };
    workspace.feed().announce_typing(typing).await;
    Ok(())
}

pub async fn seen(workspace: &Workspace, conversation: i64, part: i64) -> Result<(), Error> {
    let (conversation, part) = (WireId(conversation), WireId(part));
    let seen = SeenRequest { app_id: workspace.app_id().to_owned(), conversation, part };
    match workspace.submit(Write::SeenByTeammate(seen)).await {
        Ok(_) => Ok(()),
        Err(Refusal::NoConversation) => Err(Error::NotFound),
        Err(_) => Err(Error::Internal),
    }
}

/// NamesByNumber by their numbers.
type NamesByNumber = HashMap<i64, String>;

fn row(
    one: &ListedConversation,
    person: &Person,
    (names, teams): (&NamesByNumber, &NamesByNumber),
) -> InboxRow {
    let text = one.body.as_ref().map(|body| body.text.as_str()).unwrap_or_default();
    let name = |number: Option<i64>| number.and_then(|number| names.get(&number).cloned());
    InboxRow {
        id: one.number,
        name: person.display_name(),
        kind: kind(person),
        words: match text.is_empty() {
            true => FILES_ALONE.to_owned(),
            false => {
                text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_WORDS).collect()
            }
        },
        by: match one.author {
            Author::Person => None,
            Author::Teammate => Some(name(one.teammate).unwrap_or_else(|| NAMELESS.into())),
            Author::Bot => Some(THE_WORKSPACE.into()),
        },
        waiting_since: one.waiting_since.map(|at| at * 1_000),
        updated_at: one.updated_at * 1_000,
        is_unread: one.teammates_read_to < one.last_part,
        assignee: name(one.teammate_assignee)
            .or_else(|| one.team_assignee.and_then(|number| teams.get(&number).cloned())),
    }
}

fn inbox_part(thread: &Thread, SignedPart { part, name, assignee }: &SignedPart, person: &str) -> InboxPart {
    let kind = match (part.kind, part.author) {
        (PartKind::Comment | PartKind::Open, Author::Person) => InboxPartKind::Message,
        (PartKind::Comment, Author::Teammate | Author::Bot) => InboxPartKind::Reply,
        (PartKind::Note, _) => InboxPartKind::Note,
        (PartKind::Assignment, _) => InboxPartKind::Assigned,
        (PartKind::Open, Author::Teammate | Author::Bot) => InboxPartKind::Opened,
        (PartKind::Close, _) => InboxPartKind::Closed,
        (PartKind::Snooze, _) => InboxPartKind::Snoozed,
    };
    let name = match part.author {
        Author::Person => person.to_owned(),
        Author::Teammate => name.clone().unwrap_or_else(|| NAMELESS.into()),
        Author::Bot => THE_WORKSPACE.into(),
    };
    let html = part.body.as_ref().and_then(|body| body.html()).cloned();
    let text = match kind {
        InboxPartKind::Assigned => assignee.clone().unwrap_or_else(|| "nobody".into()),
        _ => part.body.as_ref().map(|body| body.text.clone()).unwrap_or_default(),
    };
    let attachments = thread.attachments(part.number).cloned().collect();
    InboxPart { id: part.number, kind, name, text, html, attachments, at_ms: part.at_ms }
}

fn kind(person: &Person) -> PersonKind {
    match (person.is_user(), person.verified, person.lead_since) {
        (true, true, _) => PersonKind::VerifiedUser,
        (true, false, _) => PersonKind::User,
        (false, _, Some(_)) => PersonKind::Lead,
        (false, _, None) => PersonKind::Visitor,
    }
}

fn state(folder: Folder) -> ConversationState {
    match folder {
        Folder::Open => ConversationState::Open,
        Folder::Snoozed => ConversationState::Snoozed,
        Folder::Closed => ConversationState::Closed,
    }
}

fn folder(state: ConversationState) -> Folder {
    match state {
        ConversationState::Open => Folder::Open,
        ConversationState::Snoozed => Folder::Snoozed,
        ConversationState::Closed => Folder::Closed,
    }
}

/// Writes a cursor as an address has it: `w` or `u`, a time, a number.
fn written(cursor: Cursor) -> String {
    match cursor {
        Cursor::Waiting { since, number } => format!("w-{since}-{number}"),
        Cursor::Updated { at, number } => format!("u-{at}-{number}"),
    }
}

fn cursor(text: &str) -> Option<Cursor> {
    let (kind, rest) = text.split_once('-')?;
    let (time, number) = rest.split_once('-')?;
    let (time, number) = (time.parse().ok()?, number.parse().ok()?);
    match kind {
        "w" => Some(Cursor::Waiting { since: time, number }),
        "u" => Some(Cursor::Updated { at: time, number }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for one in [Cursor::Waiting { since: 12, number: 3 }, Cursor::Updated { at: 1, number: 99 }] {
            assert_eq!(cursor(&written(one)), Some(one));
        }
        assert!(["", "w-1", "x-1-2", "w-1-2-3"].into_iter().all(|text| cursor(text).is_none()));
    }
}
