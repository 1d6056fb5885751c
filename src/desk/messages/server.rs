//! Reads and changes the messages of an app for the messages page.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

use super::state::{
    AudienceCount, ConditionDraft, DeliveryDraft, Editor, Explanation, Figures, FindingRow, Matching,
    MessageDraft, MessageRow, MessageStage, PageDraft, Preview, RecipientRow, ViewRow,
};
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::Actor;
use crate::workspace::data_events::event_names;
use crate::workspace::filter::{Condition, FieldSource, Filter};
use crate::workspace::markup::SafeHtml;
use crate::workspace::outbound::{
    self, AudienceSize, Button, Candidate, Content, Delivery, Draft, Message, MessageCounts, OutboundState,
    PageRules, SettledPage,
};
use crate::workspace::people::{Person, recent};
use crate::workspace::teammates::find_teammate;

/// People whom the preview offers.
const PEOPLE: i64 = 20;
/// People whose attributes the editor offers.
const LOOKED_AT: i64 = 200;

pub async fn message_rows(workspace: &Workspace) -> Result<Vec<MessageRow>, Error> {
    let counts: HashMap<i64, MessageCounts> = outbound::counts(workspace.db(), workspace.app_id())
        .await?
        .into_iter()
        .map(|counts| (counts.message, counts))
        .collect();
    let names: HashMap<i64, String> = teammate_names(workspace).await?;
    let now = workspace.clock().seconds();
    let row = |message: Message| MessageRow {
        id: message.number,
        state: stage(&message, now),
        style: message.style.as_str().to_owned(),
        sender: names.get(&message.sender).cloned().unwrap_or_default(),
        figures: counts.get(&message.number).map(figures).unwrap_or_default(),
        title: message.draft.title,
    };
    Ok(outbound::messages(workspace.db(), workspace.app_id()).await?.into_iter().map(row).collect())
}

pub async fn message_editor(
    workspace: &Workspace,
    id: Option<i64>,
    account_id: &str,
) -> Result<Editor, Error> {
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let own = find_teammate(db, app_id, account_id).await?.map_or(0, |own| own.number);
    let (state, is_sent, mut draft) = match id {
        Some(id) => {
            let message = outbound::message(db, app_id, id).await?.ok_or(Error::NotFound)?;
            (stage(&message, workspace.clock().seconds()), message.sent_at.is_some(), drafted(&message))
        }
        None => (MessageStage::Draft, false, MessageDraft::new(own)),
    };
    // A message of somebody who is gone is this teammate's from the next change on.
    if !teammates.iter().any(|(number, _)| *number == draft.sender) {
        draft.sender = own;
    }
    let people = recent::users(db, app_id, PEOPLE).await?.into_iter();
    let people = people.map(|person| (person.id, person.name.or(person.email).unwrap_or_default()));
    let events = event_names(db, app_id).await?.into_iter().filter(|event| !event.archived);
    Ok(Editor {
        id,
        state,
        is_sent,
        draft,
        teammates,
        attributes: typed(recent::attributes(db, app_id, LOOKED_AT).await?),
        company_attributes: typed(recent::company_attributes(db, app_id, LOOKED_AT).await?),
        events: events.map(|event| event.name).collect(),
        people: people.collect(),
    })
}

pub async fn message_stage(workspace: &Workspace, id: i64) -> Result<MessageStage, Error> {
    let message = outbound::message(workspace.db(), workspace.app_id(), id).await?.ok_or(Error::NotFound)?;
    Ok(stage(&message, workspace.clock().seconds()))
}

pub async fn save_draft(
    workspace: &Workspace,
    by: Actor<'_>,
    id: Option<i64>,
    draft: &MessageDraft,
) -> Result<i64, Error> {
    outbound::save(workspace.store(), workspace.app_id(), by, id, &written(draft)?).await
}

pub async fn message_preview(
    workspace: &Workspace,
    draft: &MessageDraft,
    person: &str,
) -> Result<Preview, Error> {
    let draft = written(draft)?;
    let shown = outbound::preview(
        workspace.store(),
        workspace.app_id(),
        &draft,
        Some(person).filter(|person| !person.is_empty()),
    )
    .await?;
    let html = shown.body.html().cloned().unwrap_or_else(|| SafeHtml::of(""));
    Ok(Preview { html, sender: shown.sender.unwrap_or_default() })
}

pub async fn matching(workspace: &Workspace, draft: &MessageDraft) -> Result<Matching, Error> {
    let (count, more) =
        outbound::count_people(workspace.store(), workspace.app_id(), &audience(&draft.audience)?).await?;
    Ok(Matching { count, more })
}

pub async fn audience_count(workspace: &Workspace, id: i64) -> Result<AudienceCount, Error> {
    let AudienceSize { people, is_everybody, person } =
        outbound::audience(workspace.store(), workspace.app_id(), id).await?;
    Ok(AudienceCount { people, is_everybody, person: person.map(|person| recipient_row(&person, true)) })
}

pub async fn recipient_rows(workspace: &Workspace, text: &str) -> Result<Vec<RecipientRow>, Error> {
    let all = outbound::recipients(workspace.db(), workspace.app_id(), text.trim()).await?;
    let certain = Candidate::certain(&all).map(|person| person.id.clone());
    let row = |one: &Candidate| recipient_row(&one.person, certain.as_ref() == Some(&one.person.id));
    Ok(all.iter().map(row).collect())
}

pub async fn explain_message(
    workspace: &Workspace,
    id: i64,
    person: &str,
    url: &str,
) -> Result<Explanation, Error> {
    let why = outbound::why(workspace.store(), workspace.app_id(), id, person.trim(), url.trim()).await?;
    let findings = why.findings.into_iter().filter_map(|finding| {
        Some(FindingRow { what: finding.sentence, saw: finding.saw?, passed: finding.passed })
    });
    let views = why.views.into_iter().map(|view| ViewRow {
        at: minute_of(view.at).replace('T', " "),
        url: view.url,
        verdict: view.sentence.to_owned(),
    });
    Ok(Explanation {
        verdict: why.sentence,
        shows: why.shows,
        findings: findings.collect(),
        views: views.collect(),
    })
}

fn recipient_row(person: &Person, is_certain: bool) -> RecipientRow {
    RecipientRow {
        id: person.id.clone(),
        name: person.display_name(),
        email: person.email.clone(),
        is_proved: person.email_proved,
        is_certain,
    }
}

/// Names, each with the type of the first value: the newest one's.
fn typed(found: Vec<Map<String, Value>>) -> Vec<(String, String)> {
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in found.into_iter().flatten() {
        let r#type = match value {
            Value::Null => continue,
            Value::Bool(_) => "truth",
            Value::Number(_) if name.ends_with("_at") => "date",
            Value::Number(_) => "number",
            _ => "text",
        };
        types.entry(name).or_insert_with(|| r#type.to_owned());
    }
    types.into_iter().collect()
}

fn figures(counts: &MessageCounts) -> Figures {
    let MessageCounts { matched, sent, seen, clicked, replied, dismissed, sad, neutral, happy, .. } = *counts;
    Figures { matched, sent, seen, clicked, replied, dismissed, sad, neutral, happy }
}

fn stage(message: &Message, now: i64) -> MessageStage {
    match message.state {
        OutboundState::Draft => MessageStage::Draft,
        OutboundState::Stopped => MessageStage::Stopped,
        OutboundState::Live if message.stops_at.is_some_and(|at| at <= now) => MessageStage::Stopped,
        OutboundState::Live if message.starts_at.is_some_and(|at| now < at) => MessageStage::Scheduled,
        OutboundState::Live => MessageStage::Live,
    }
}

/// Converts a draft into the one that the rules know. The error says what cannot be understood.
fn written(draft: &MessageDraft) -> Result<Draft, Error> {
    let style = serde_json::from_value(json!(draft.style)).map_err(|_| {
        Error::invalid("style", "A message is a chat, a post, a notification or for the inbox.")
    })?;
    let button =
        Button { label: draft.button_label.trim().to_owned(), link: draft.button_link.trim().to_owned() };
    let button = Some(button).filter(|button| !button.label.is_empty() || !button.link.is_empty());
    Ok(Draft {
        title: draft.title.clone(),
        delivery: match draft.delivery {
            DeliveryDraft::Auto => Delivery::Auto,
            DeliveryDraft::Once | DeliveryDraft::Person => Delivery::Manual,
        },
        recipient: (draft.delivery == DeliveryDraft::Person).then(|| draft.recipient.trim().to_owned()),
        style,
        sender: draft.sender,
        content: Content { text: draft.text.clone(), button },
        pages: page_rules(&draft.pages)?,
        audience: audience(&draft.audience)?,
        priority: draft.priority,
        starts_at: minute("starts_at", &draft.starts_at)?,
        stops_at: minute("stops_at", &draft.stops_at)?,
    })
}

/// Whether a message with these rules may appear on the page of this address.
pub(super) fn fits(pages: &[PageDraft], url: &str) -> Result<bool, Error> {
    Ok(page_rules(pages)?.fit(&SettledPage::of(url.trim())))
}

fn page_rules(pages: &[PageDraft]) -> Result<PageRules, Error> {
    serde_json::from_value(json!(pages)).map_err(|error| Error::invalid("pages", error.to_string()))
}

/// Reads a time in UTC out of a form's field. None if the field is empty.
fn minute(field: &str, text: &str) -> Result<Option<i64>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let at =
        text.parse::<jiff::civil::DateTime>().ok().and_then(|at| at.to_zoned(jiff::tz::TimeZone::UTC).ok());
    let at = at.ok_or_else(|| {
        Error::invalid(field, "A time is a day and a time of it, such as 2026-12-01T09:00.")
    })?;
    Ok(Some(at.timestamp().as_second()))
}

/// Writes a time in UTC for a form's field.
fn minute_of(at: i64) -> String {
    let at = jiff::Timestamp::from_second(at).map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
    at.map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

fn audience(groups: &[Vec<ConditionDraft>]) -> Result<Value, Error> {
    let mut all = Vec::new();
    for group in groups {
        let mut conditions = group.iter().map(condition).collect::<Result<Vec<_>, _>>()?;
        match conditions.len() {
            0 => {}
            1 => all.append(&mut conditions),
            _ => all.push(json!({ "any": conditions })),
        }
    }
    Ok(json!({ "version": 1, "all": all }))
}

fn condition(draft: &ConditionDraft) -> Result<Value, Error> {
    let ConditionDraft { of, name, r#type, operator, value } = draft;
    let mut condition = Map::new();
    condition.insert(of.clone(), json!(name));
    match FieldSource::with_key(of) {
        Some(FieldSource::Custom | FieldSource::CompanyCustom) => {
            condition.insert("type".to_owned(), json!(r#type));
        }
        Some(FieldSource::EventCount | FieldSource::EventLast) => {
            let measure = if r#type == "date" { "last" } else { "count" };
            condition.insert("measure".to_owned(), json!(measure));
        }
        _ => {}
    }
    condition.insert("operator".to_owned(), json!(operator));
    if !operator.starts_with("is_unknown") && !operator.starts_with("is_known") {
        let number =
            |text: &str| serde_json::from_str::<serde_json::Number>(text.trim()).ok().map(Value::Number);
        let value = match r#type.as_str() {
            "number" => {
                number(value).ok_or_else(|| Error::invalid("audience", format!("“{value}” is no number.")))?
            }
            "truth" => json!(value == "true"),
            "date" if operator.ends_with("days_ago") => number(value)
                .ok_or_else(|| Error::invalid("audience", format!("“{value}” is no number of days.")))?,
            _ => json!(value.trim()),
        };
        condition.insert("value".to_owned(), value);
    }
    Ok(condition.into())
}

impl MessageDraft {
    fn new(sender: i64) -> Self {
        Self {
            title: String::new(),
            delivery: DeliveryDraft::Auto,
            recipient: String::new(),
            style: "chat".to_owned(),
            sender,
            text: String::new(),
            button_label: String::new(),
            button_link: String::new(),
            pages: Vec::new(),
            audience: Vec::new(),
            priority: 0,
            starts_at: String::new(),
            stops_at: String::new(),
        }
    }
}

fn drafted(message: &Message) -> MessageDraft {
    let button = message.content.button.clone();
    let (button_label, button_link) = button.map(|button| (button.label, button.link)).unwrap_or_default();
    let time = |at: Option<i64>| at.map(minute_of).unwrap_or_default();
    let pages: Vec<PageDraft> =
        serde_json::to_value(&message.pages).and_then(serde_json::from_value).unwrap_or_default();
    MessageDraft {
        title: message.title.clone(),
        delivery: match (message.delivery, &message.recipient) {
            (Delivery::Auto, _) => DeliveryDraft::Auto,
            (Delivery::Manual, None) => DeliveryDraft::Once,
            (Delivery::Manual, Some(_)) => DeliveryDraft::Person,
        },
        recipient: message.recipient.clone().unwrap_or_default(),
        style: message.style.as_str().to_owned(),
        sender: message.sender,
        text: message.content.text.clone(),
        button_label,
        button_link,
        pages,
        audience: groups(&message.audience),
        priority: message.priority,
        starts_at: time(message.starts_at),
        stops_at: time(message.stops_at),
    }
}

/// A filter that this page wrote: all groups, of which each has one condition, or any of several.
fn groups(filter: &Value) -> Vec<Vec<ConditionDraft>> {
    let parts = Filter::from_json(filter).map(|filter| filter.parts().to_vec()).unwrap_or_default();
    parts.iter().map(|part| part.conditions().iter().map(condition_draft).collect()).collect()
}

fn condition_draft(condition: &Condition) -> ConditionDraft {
    let field = condition.field();
    let value = match condition.test().value() {
        None => String::new(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    };
    ConditionDraft {
        of: field.source().key().to_owned(),
        name: field.name().to_owned(),
        r#type: field.of().as_str().to_owned(),
        operator: condition.test().operator().to_owned(),
        value,
    }
}
