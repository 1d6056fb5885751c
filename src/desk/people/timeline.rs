//! Reads the timeline of a person or a company, as teammates read it.

use super::changes::{by, fields, words};
use super::facts::facts;
use super::happening::{Happening, HappeningKind, RecordTimeline};
use super::state::path_of;
use super::subject::Subject;
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::ledger::{LedgerEntry, LedgerKind};
use crate::workspace::people::recent::{PersonEvent, SeenPage};
use crate::workspace::timeline::{self, Subjects, TimelineEntry, TimelineOf, TimelinePosition};

/// Entries of a page.
const ENTRIES: usize = 40;
/// Characters of a text that an entry shows.
const LONGEST_TEXT: usize = 280;

/// A page of the timeline of the person or company with this id.
pub async fn page(workspace: &Workspace, id: &str, before: &str) -> Result<RecordTimeline, Error> {
    let subject = Subject::find(workspace, id).await?;
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    read(workspace, &subject, &teammates, before).await
}

/// A page of a timeline. `before` is where the former page ended. It is empty for the newest entries.
pub async fn read(
    workspace: &Workspace,
    subject: &Subject,
    teammates: &[(i64, String)],
    before: &str,
) -> Result<RecordTimeline, Error> {
    let position = match before {
        "" => TimelinePosition::default(),
        text => {
            let refused = |_| Error::invalid("before", "The page of this timeline cannot be read.");
            text.parse().map_err(refused)?
        }
    };
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let of = subject.timeline_of();
    let page = timeline::timeline(db, app_id, of, &position, ENTRIES).await?;
    let subjects = Subjects::of(db, app_id, &page.entries).await?;
    let shown = |entry: TimelineEntry| {
        let at_ms = entry.at_ms();
        match entry {
            TimelineEntry::Change(change) => of_change(of, &change, &subjects, teammates),
            TimelineEntry::Event(event) => Some(of_event(event)),
            TimelineEntry::Page(page) => Some(of_page(page)),
        }
        .map(|shown| Happening { at_ms, ..shown })
    };
    Ok(RecordTimeline {
        happenings: page.entries.into_iter().filter_map(shown).collect(),
        earlier: page.next.map(|next| next.to_string()),
    })
}

fn happening(kind: HappeningKind, words: String) -> Happening {
    Happening { kind, words, text: String::new(), address: None, at_ms: 0 }
}

fn of_event(PersonEvent { name, metadata, .. }: PersonEvent) -> Happening {
    let facts = facts([&metadata.0]).into_iter().map(|fact| format!("{} {}", fact.name, fact.value));
    let text = facts.collect::<Vec<_>>().join(", ");
    Happening { text, ..happening(HappeningKind::Event, name) }
}

fn of_page(page: SeenPage) -> Happening {
    let SeenPage { url, title, .. } = page;
    let title = if title.is_empty() { "A page".to_owned() } else { title };
    Happening { text: path_of(&url).to_owned(), ..happening(HappeningKind::Page, title) }
}

/// A change, unless teammates read nothing of it here.
fn of_change(
    of: TimelineOf<'_>,
    change: &LedgerEntry,
    subjects: &Subjects,
    teammates: &[(i64, String)],
) -> Option<Happening> {
    let is_of_person = matches!(of, TimelineOf::Person(_));
    let (kind, what) = match change.kind {
        LedgerKind::CompanyPersonAttached if !is_of_person => (HappeningKind::Change, "A person joined"),
        LedgerKind::CompanyPersonDetached if !is_of_person => (HappeningKind::Change, "A person left"),
        other => in_words(other)?,
    };
    let subject = change.subject.as_deref().unwrap_or_default();
    let name = match change.kind {
        kind if kind.is_of_tag() => Some(subjects.tags.get(subject).map_or("a deleted tag", |name| name)),
        LedgerKind::PersonSubscribed | LedgerKind::PersonUnsubscribed => {
            subjects.subscription_types.get(subject).map(String::as_str)
        }
        LedgerKind::MessageDelivered => {
            subject.parse().ok().and_then(|number: i64| subjects.messages.get(&number)).map(String::as_str)
        }
        _ => None,
    };
    let person = change.person_id.as_ref().filter(|_| !is_of_person);
    let company = change.company_id.as_ref().filter(|_| is_of_person);
    let other = match (person, company) {
        (Some(person), _) => subjects.people.get(person).map(|one| one.display_name()),
        (_, Some(company)) => subjects.companies.get(company).cloned(),
        _ => None,
    };
    let name = name.map(str::to_owned).or(other).map(|name| format!(" “{name}”")).unwrap_or_default();
    let text = match change.kind {
        LedgerKind::PersonNoteWritten | LedgerKind::CompanyNoteWritten => {
            Some(subjects.notes.get(subject).map_or("It was deleted since.", |text| text).to_owned())
        }
        _ => subjects.texts.get(&change.number).cloned(),
    };
    let address = match (change.kind, change.conversation, person.or(company)) {
        (LedgerKind::MessageDelivered, ..) => Some(format!("/workspace/messages/{subject}")),
        (_, Some(conversation), _) => Some(format!("/workspace/inbox/{conversation}")),
        (_, None, Some(other)) => Some(format!("/workspace/people?who={other}")),
        _ => None,
    };
    Some(Happening {
        text: text.map_or_else(|| fields(change), |text| shortened(&text)),
        address,
        ..happening(kind, format!("{what}{name}{}", by(change, teammates)))
    })
}

/// The kind of a change and its first words.
fn in_words(kind: LedgerKind) -> Option<(HappeningKind, &'static str)> {
    use HappeningKind::{Change, Message, Note};
    Some(match kind {
        LedgerKind::ConversationPersonReplied => (Message, "Wrote"),
        LedgerKind::ConversationTeammateReplied => (Message, "Got an answer"),
        LedgerKind::ConversationNoted => (Note, "Note in the conversation"),
        LedgerKind::ConversationAssigned => (Change, "Conversation assigned"),
        LedgerKind::ConversationOpened => (Change, "Conversation opened"),
        LedgerKind::ConversationClosed => (Change, "Conversation closed"),
        LedgerKind::ConversationSnoozed => (Change, "Conversation snoozed"),
        LedgerKind::ConversationChanged => (Change, "Conversation changed"),
        LedgerKind::ConversationRatingRequested => (Change, "Was asked for a rating"),
        LedgerKind::ConversationRated => (Change, "Rated the conversation"),
        LedgerKind::ConversationTagged => (Change, "Conversation tagged"),
        LedgerKind::ConversationUntagged => (Change, "Conversation lost the tag"),
        LedgerKind::PartTagged => (Change, "Message tagged"),
        LedgerKind::PartUntagged => (Change, "Message lost the tag"),
        LedgerKind::MessageDelivered => (Message, "Got the message"),
        LedgerKind::PersonTagged | LedgerKind::CompanyTagged => (Change, "Tagged"),
        LedgerKind::PersonUntagged | LedgerKind::CompanyUntagged => (Change, "Lost the tag"),
        LedgerKind::PersonNoteWritten | LedgerKind::CompanyNoteWritten => (Note, "Note"),
        LedgerKind::PersonNoteDeleted | LedgerKind::CompanyNoteDeleted => (Change, "Note deleted"),
        LedgerKind::PersonSubscribed => (Change, "Subscribed to"),
        LedgerKind::PersonUnsubscribed => (Change, "Unsubscribed from"),
        LedgerKind::CompanyCreated => (Change, "Came to be known"),
        LedgerKind::CompanyChanged => (Change, "Changed"),
        LedgerKind::CompanyArchived => (Change, "Archived"),
        LedgerKind::CompanyUnarchived => (Change, "No longer archived"),
        other => (Change, words(other)?),
    })
}

fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST_TEXT) {
        None => words,
        Some((end, _)) => format!("{}…", &words[..end]),
    }
}
