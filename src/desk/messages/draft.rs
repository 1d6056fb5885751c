//! Converts the draft of the editor's form into the draft that the rules know, and back.

use serde_json::{Value, json};

use super::state::{DeliveryDraft, MessageDraft, PageDraft};
use crate::desk::filter::{filter_of, groups_of};
use crate::error::Error;
use crate::workspace::filter::Filter;
use crate::workspace::filter::fields::Model;
use crate::workspace::outbound::{Button, Content, Delivery, Draft, Message, PageRules, SettledPage};

/// Converts a draft into the one that the rules know. The error says what cannot be understood.
pub(super) fn written(draft: &MessageDraft) -> Result<Draft, Error> {
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
        audience: audience(draft)?,
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
pub(super) fn minute_of(at: i64) -> String {
    let at = jiff::Timestamp::from_second(at).map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
    at.map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// The filter of a draft: the one that is kept, else the one that the groups say.
pub(super) fn audience(draft: &MessageDraft) -> Result<Value, Error> {
    match &draft.kept_filter {
        Some(kept) => {
            serde_json::from_str(kept).map_err(|error| Error::invalid("audience", error.to_string()))
        }
        None => filter_of(Model::Person, &draft.audience, "audience"),
    }
}

impl MessageDraft {
    pub(super) fn new(sender: i64) -> Self {
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
            kept_filter: None,
            priority: 0,
            starts_at: String::new(),
            stops_at: String::new(),
        }
    }

    /// A new message to all people whom a list's filter fits.
    pub(super) fn to_list(sender: i64, filter: &Filter) -> Self {
        let groups = groups_of(filter);
        Self {
            delivery: DeliveryDraft::Once,
            kept_filter: groups.is_none().then(|| filter.to_json().to_string()),
            audience: groups.unwrap_or_default(),
            ..Self::new(sender)
        }
    }
}

pub(super) fn drafted(message: &Message) -> MessageDraft {
    let button = message.content.button.clone();
    let (button_label, button_link) = button.map(|button| (button.label, button.link)).unwrap_or_default();
    let time = |at: Option<i64>| at.map(minute_of).unwrap_or_default();
    let pages: Vec<PageDraft> =
        serde_json::to_value(&message.pages).and_then(serde_json::from_value).unwrap_or_default();
    let groups = Filter::from_json(&message.audience).ok().and_then(|filter| groups_of(&filter));
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
        kept_filter: groups.is_none().then(|| message.audience.to_string()),
        audience: groups.unwrap_or_default(),
        priority: message.priority,
        starts_at: time(message.starts_at),
        stops_at: time(message.stops_at),
    }
}

/// The filter that is kept. None if this version of the workspace cannot read it.
pub(super) fn kept(kept_filter: &str) -> Option<Filter> {
    Filter::from_json(&serde_json::from_str(kept_filter).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The filter that is saved when a draft with this one was opened.
    fn saved(filter: &Value) -> (bool, Value) {
        let groups = Filter::from_json(filter).ok().and_then(|filter| groups_of(&filter));
        let is_drawn = groups.is_some();
        let draft = MessageDraft {
            kept_filter: (!is_drawn).then(|| filter.to_string()),
            audience: groups.unwrap_or_default(),
            ..MessageDraft::new(1)
        };
        (is_drawn, audience(&draft).unwrap_or_default())
    }

    #[test]
    fn a_filter_that_the_editor_cannot_draw_is_saved_as_it_was_and_never_widened() {
        let user = json!({ "field": "role", "operator": "is", "value": "user" });
        let spaced = json!({ "field": "name", "operator": "is", "value": " Marit" });
        for (filter, is_drawn) in [
            (json!({ "version": 2, "all": [] }), true),
            (json!({ "version": 2, "all": [user] }), true),
            (json!({ "version": 2, "all": [user, { "any": [user, user] }] }), true),
            (json!({ "version": 2, "any": [user] }), false),
            (json!({ "version": 2, "any": [user, { "all": [user, user] }] }), false),
            (json!({ "version": 2, "all": [user, { "all": [user, user] }] }), false),
            (json!({ "version": 2, "all": [{ "any": [user] }] }), false),
            (json!({ "version": 2, "all": [{ "all": [] }] }), false),
            // The form's fields would lose the space.
            (json!({ "version": 2, "all": [spaced] }), false),
            (json!({ "version": 3, "only": [user] }), false),
        ] {
            assert_eq!(saved(&filter), (is_drawn, filter));
        }
    }
}
