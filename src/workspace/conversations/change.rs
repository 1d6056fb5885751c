//! A conversation's title, priority and custom attributes, as teammates and programs change them.

use serde_json::{Map, Value};

use super::rows::{find, save};
use super::{Conversation, Priority};
use crate::batch::Batch;
use crate::data_attributes::{self, AttributeOf, Stated, Writer};
use crate::field_update::FieldUpdate;
use crate::ledger::{ChangedBy, LedgerKind, changed_fields};
use crate::people::changed_names;
use crate::people::refusals::Refusals;
use crate::people::texts::LONGEST_TEXT;
use crate::refusal::Refusal;

/// What to change of a conversation. A field that is not named stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ConversationUpdate {
    pub title: FieldUpdate<String>,
    /// A cleared priority is [`Priority::None`].
    pub priority: FieldUpdate<Priority>,
    /// Custom attributes. Null clears.
    pub attributes: Map<String, Value>,
}

/// Changes a conversation of the app, and appends no part. Source: Intercom's REST API, "Update a conversation".
/// Returns the conversation, and the custom attributes that were refused.
pub async fn change(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    update: ConversationUpdate,
) -> Result<(Conversation, Refusals), Refusal> {
    let before = find(&mut batch.transaction, app_id, number).await?;
    let mut conversation = before.clone();
    match update.title {
        FieldUpdate::To(title) => conversation.title = Some(checked_title(&title)?),
        keep_or_clear => keep_or_clear.apply(&mut conversation.title),
    }
    match update.priority {
        FieldUpdate::Keep => {}
        FieldUpdate::Clear => conversation.priority = Priority::None,
        FieldUpdate::To(priority) => conversation.priority = priority,
    }
    let mut refused = Refusals::default();
    let writer = Writer::of(by);
    let stated = update.attributes.iter().map(|(name, value)| Stated { name, value, by: writer });
    let (of, stated) = (AttributeOf::Conversation, stated.collect::<Vec<_>>());
    data_attributes::store(batch, app_id, of, &mut conversation.attributes, &stated, &mut refused).await?;
    let mut fields = changed_fields([
        ("title", conversation.title != before.title),
        ("priority", conversation.priority != before.priority),
    ]);
    let custom = changed_names(&conversation.attributes, &before.attributes);
    fields.extend(custom.map(|name| format!("custom_attributes.{name}")));
    if !fields.is_empty() {
        conversation.updated_at = batch.now;
        save(&mut batch.transaction, &conversation).await?;
        let change = conversation.changed(LedgerKind::ConversationChanged, by.clone());
        batch.record_change(app_id, change.in_fields(fields));
    }
    Ok((conversation, refused))
}

fn checked_title(title: &str) -> Result<String, Refusal> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > LONGEST_TEXT || title.contains(char::is_control) {
        return Err(Refusal::Field("title", "A title has 1 to 255 visible characters."));
    }
    Ok(title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_1_to_255_visible_characters() {
        assert_eq!(checked_title("  Kettle ").unwrap(), "Kettle");
        assert!(checked_title(&"ø".repeat(255)).is_ok());
        for bad in ["", "  ", "a\0b", "a\nb", &"ø".repeat(256)] {
            assert!(matches!(checked_title(bad), Err(Refusal::Field("title", _))), "{bad}");
        }
    }
}
