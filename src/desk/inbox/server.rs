//! Reads the conversations of an app for the inbox.

use std::collections::HashMap;

use super::state::{
    Beginning, Folder, FolderCounts, InboxList, InboxPart, InboxPartKind, InboxPerson, InboxRow, InboxThread,
    Order, OtherConversation, PersonCompany, PersonEvent, SeenPage,
};
use crate::desk::names::{team_names, teammate_names};
use crate::desk::people::{Fact, Named, PersonChange, RecordTags, changes_of, facts, kind, known, moments};
use crate::error::Error;
use crate::workspace::conversations::{
    self, Author, Body, ConversationState, Cursor, InboxCounts, Listed, ListedConversation, PAGE, PartKind,
    SignedPart, Thread,
};
use crate::workspace::feed::Topic;
use crate::workspace::outbound;
use crate::workspace::people::{self, Person, recent};
use crate::workspace::tags::{self, Tagged};
use crate::workspace::teammates::NAMELESS;
use crate::workspace::{Teammate, Workspace};

/// The most characters of a message that the list shows.
const LONGEST_WORDS: usize = 160;
/// The author of parts that nobody wrote.
const THE_WORKSPACE: &str = "The workspace";
/// The words for a message that has files alone.
const FILES_ALONE: &str = "Files";
/// The number of a person's pages that the inbox shows.
const PAGES: i64 = 6;
/// The number of a person's companies that the inbox shows.
const COMPANIES: i64 = 5;
/// The number of a person's events that the inbox shows.
const EVENTS: i64 = 10;
/// The number of a person's other conversations that the inbox shows.
const OTHERS: i64 = 10;
/// The number of a conversation's tags that the list shows.
const TAGS: usize = 3;
/// The time after which a person without an open page counts as away.
const AWAY_AFTER_SECONDS: i64 = 300;

const _: () = assert!(FolderCounts::MOST == conversations::MOST_COUNTED);

pub async fn inbox_list(
    workspace: &Workspace,
    folder: Folder,
    order: Order,
    tag: &str,
    after: &str,
) -> Result<InboxList, Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let of = Listed { app_id, state: state(folder), tag: Some(tag).filter(|tag| !tag.is_empty()) };
    if let Some(tag) = of.tag {
        let mut transaction = db.begin_reading().await?;
        let found = tags::find(&mut transaction, app_id, tag).await?;
        transaction.commit().await?;
        found.ok_or(Error::NotFound)?;
    }
    let (after, counts, offered) = match after {
        "" => {
            let counts = conversations::inbox_counts(db, app_id).await?;
            (None, Some(counts), tags::names_on_conversations(db, app_id, tag).await?)
        }
        after => (Some(cursor(after).ok_or(Error::NotFound)?), None, Vec::new()),
    };
    let counts = counts.map(|InboxCounts { open, waiting, snoozed, closed }| FolderCounts {
        open,
        waiting,
        snoozed,
        closed,
    });
    let mut found = match (order, after) {
        (Order::Waiting, after) => conversations::inbox(db, of, after).await?,
        (Order::Newest, None) => conversations::newest(db, of, None).await?,
        (Order::Newest, Some(Cursor::Updated { at, number })) => {
            conversations::newest(db, of, Some((at, number))).await?
        }
        (Order::Newest, Some(Cursor::Waiting { .. })) => return Err(Error::NotFound),
    };
    let most = PAGE.unsigned_abs() as usize;
    let is_more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| is_more).map(|last| match order {
        Order::Waiting => written(last.cursor()),
        Order::Newest => written(Cursor::Updated { at: last.updated_at, number: last.number }),
    });
    let ids = found.iter().map(|one| one.person_id.as_str());
    let people = people::by_ids(db, app_id, ids).await?;
    let (names, teams): (NamesByNumber, NamesByNumber) =
        (teammate_names(workspace).await?, team_names(workspace).await?);
    let numbers = workspace.name_numbers().await?;
    let listed: Vec<i64> = found.iter().map(|one| one.number).collect();
    let mut tags = tags::of_conversations(db, &listed).await?;
    let row = |one: &ListedConversation| {
        let tags = tags.remove(&one.number).unwrap_or_default();
        people.get(&one.person_id).map(|person| row(one, person, (&names, &teams), &numbers, tags))
    };
    let rows = found.iter().filter_map(row);
    Ok(InboxList { rows: rows.collect(), next, counts, tags: offered.into_iter().map(named).collect() })
}

pub async fn inbox_thread(
    workspace: &Workspace,
    reader: &Teammate,
    id: i64,
    before: Option<i64>,
) -> Result<InboxThread, Error> {
    let found = conversations::read_thread(workspace.db(), workspace.app_id(), id, before).await?;
    let thread = found.ok_or(Error::NotFound)?;
    let conversation = &thread.conversation;
    let ids = std::iter::once(conversation.person_id.as_str());
    let mut people = people::by_ids(workspace.db(), workspace.app_id(), ids).await?;
    let person = people.remove(&conversation.person_id).ok_or(Error::NotFound)?;
    let numbers = workspace.name_numbers().await?;
    let name = shown_name(&person, &numbers);
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let parts: Vec<i64> = thread.parts.iter().map(|part| part.part.number).collect();
    let mut tags = tags::of_parts(workspace.db(), &parts).await?;
    let part = |part: &SignedPart| {
        let tags = tags.remove(&part.part.number).unwrap_or_default();
        InboxPart { tags: tags.into_iter().map(named).collect(), ..inbox_part(&thread, part, &name) }
    };
    Ok(InboxThread {
        id: conversation.number,
        folder: folder(conversation.state),
        assignee: conversation.assignee(),
        person: inbox_person(workspace, person, name.clone(), id, &teammates).await?,
        teammates,
        teams: team_names(workspace).await?,
        tags: tags_of(workspace, id).await?,
        beginning: beginning(workspace, conversation.source.message).await?,
        parts: thread.parts.iter().map(part).collect(),
        earlier: thread.earlier,
        own: reader.number,
        manages_people: reader.manages_people,
        seen_to: conversation.person_read_to,
        newest: conversation.last_part,
    })
}

/// The tags that a conversation has, and the names of all others.
async fn tags_of(workspace: &Workspace, id: i64) -> Result<RecordTags, Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let mut transaction = db.begin_reading().await?;
    let applied = tags::of(&mut transaction, app_id, Tagged::Conversation(id)).await?;
    transaction.commit().await?;
    Ok(RecordTags::of(applied, tags::names(db, app_id).await?))
}

fn named((id, name): (String, String)) -> Named {
    Named { id, name }
}

/// How a conversation began, where the person answered the outbound message with this number.
async fn beginning(workspace: &Workspace, message: Option<i64>) -> Result<Beginning, Error> {
    let Some(number) = message else { return Ok(Beginning::Person) };
    let found = outbound::message(workspace.db(), workspace.app_id(), number).await?;
    Ok(match found {
        // A test has no page of its own.
        Some(found) => Beginning::Message { id: found.test_of.unwrap_or(number), title: found.draft.title },
        None => Beginning::OlderTest,
    })
}

/// The person of a conversation, with what is known of them.
async fn inbox_person(
    workspace: &Workspace,
    person: Person,
    name: String,
    conversation: i64,
    teammates: &[(i64, String)],
) -> Result<InboxPerson, Error> {
    let db = workspace.db();
    let pages = recent::pages_of(db, &person.id, None, PAGES).await?.into_iter();
    let companies = recent::companies_of(db, &person.id, COMPANIES).await?.into_iter();
    let events = recent::events_of(db, &person.id, None, EVENTS).await?.into_iter();
    let changes = changes_of(workspace, &person.id, teammates).await?.into_iter();
    let others = conversations::others(db, &person.id, conversation, OTHERS).await?.into_iter();
    let is_quiet = person.last_seen_at + AWAY_AFTER_SECONDS < workspace.clock().seconds();
    Ok(InboxPerson {
        kind: kind(&person),
        moments: moments(&person),
        attributes: known(&person, workspace.clock().seconds()),
        name,
        is_blocked: person.blocked_at.is_some(),
        // An open page of theirs has a stream.
        is_away: is_quiet && !workspace.topics().is_read(&Topic::Person(person.id.clone())),
        id: person.id,
        owner: person.owner,
        is_archived: person.archived_at.is_some(),
        email: person.email,
        pages: pages
            .map(|recent::SeenPage { url, title, created_at, .. }| SeenPage { url, title, created_at })
            .collect(),
        companies: companies
            .map(|one| PersonCompany { facts: facts([&one.details.0, &one.attributes.0]), name: one.name })
            .collect(),
        events: newest_first(events.map(event).chain(changes.map(change)).collect()),
        conversations: others
            .map(|one| OtherConversation {
                id: one.number,
                folder: folder(one.state),
                words: words(one.body.as_deref()),
                updated_at: one.updated_at,
            })
            .collect(),
    })
}

fn event(recent::PersonEvent { name, metadata, created_at, .. }: recent::PersonEvent) -> PersonEvent {
    PersonEvent { name, facts: facts([&metadata.0]), created_at }
}

fn newest_first(mut events: Vec<PersonEvent>) -> Vec<PersonEvent> {
    events.sort_by_key(|event| std::cmp::Reverse(event.created_at));
    events
}

/// A change of a person, among the person's events.
fn change(PersonChange { words, fields, at }: PersonChange) -> PersonEvent {
    let fields = (!fields.is_empty()).then(|| Fact { name: String::new(), value: fields });
    PersonEvent { name: words, facts: fields.into_iter().collect(), created_at: at }
}

/// The name of a person, with a number where another one with an open conversation has it, too.
fn shown_name(person: &Person, numbers: &HashMap<String, usize>) -> String {
    match numbers.get(&person.id) {
        Some(number) => format!("{} {number}", person.display_name()),
        None => person.display_name(),
    }
}

/// How a message begins.
fn words(body: Option<&Body>) -> String {
    let text = body.map(|body| body.text.as_str()).unwrap_or_default();
    match text.is_empty() {
        true => FILES_ALONE.to_owned(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_WORDS).collect(),
    }
}

/// Names by the numbers of teammates or teams.
type NamesByNumber = HashMap<i64, String>;

fn row(
    one: &ListedConversation,
    person: &Person,
    (names, teams): (&NamesByNumber, &NamesByNumber),
    numbers: &HashMap<String, usize>,
    mut tags: Vec<String>,
) -> InboxRow {
    let more_tags = tags.len().saturating_sub(TAGS);
    tags.truncate(TAGS);
    let name = |number: Option<i64>| number.and_then(|number| names.get(&number).cloned());
    InboxRow {
        id: one.number,
        name: shown_name(person, numbers),
        kind: kind(person),
        words: words(one.body.as_deref()),
        by: match one.author {
            Author::Person => None,
            Author::Teammate => Some(name(one.teammate).unwrap_or_else(|| NAMELESS.into())),
            Author::Bot => Some(THE_WORKSPACE.into()),
        },
        waiting_since: one.waiting_since.map(|at| at * 1_000),
        updated_at: one.updated_at * 1_000,
        is_unread: one.teammates_read_to < one.last_part,
        assignee: match (name(one.teammate_assignee), one.team_assignee.and_then(|number| teams.get(&number)))
        {
            (Some(teammate), Some(team)) => Some(format!("{teammate}, {team}")),
            (teammate, team) => teammate.or_else(|| team.cloned()),
        },
        tags,
        more_tags,
    }
}

fn inbox_part(thread: &Thread, SignedPart { part, name, assignee }: &SignedPart, person: &str) -> InboxPart {
    let kind = match (part.kind, part.author) {
        (PartKind::Comment | PartKind::Open, Author::Person) => InboxPartKind::Message,
        (PartKind::Comment, Author::Teammate | Author::Bot) => InboxPartKind::Reply,
        (PartKind::Note, _) => InboxPartKind::Note,
        (PartKind::Assignment | PartKind::AssignAndReopen, _) => InboxPartKind::Assigned,
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
    InboxPart { id: part.number, kind, name, text, html, attachments, tags: Vec::new(), at_ms: part.at_ms }
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
