//! The fields that a search knows, by their names in the REST API.
//!
//! The REST API documents more fields: what is not stored here is refused as an unknown field is. Neither `title` nor the `utm_…`
//! fields nor custom attributes of conversations are in its lists; its models have them.

use crate::attributes::AttributeType;
use crate::filter::fields::{Model, Type};
use crate::filter::{Field, FieldSource};
use crate::people::dates;

/// A field that a search names.
pub(super) struct SearchField {
    pub own: Field,
    /// Whether its values are points in time.
    pub is_time: bool,
}

/// The name in the REST API, and ours.
type Names = (&'static str, &'static str);

pub(super) const OF_CONTACTS: [Names; 29] = [
    ("id", "id"),
    ("role", "role"),
    ("name", "name"),
    ("email", "email"),
    // Ours is the address: the condition is about its end.
    ("email_domain", "email"),
    ("phone", "phone"),
    ("external_id", "user_id"),
    ("owner_id", "owner"),
    ("created_at", "created_at"),
    ("signed_up_at", "signed_up_at"),
    ("updated_at", "updated_at"),
    ("last_seen_at", "last_seen_at"),
    ("last_contacted_at", "last_contacted_at"),
    ("last_replied_at", "last_heard_from_at"),
    // Ours is one field: the language that somebody set, else the browser's.
    ("language_override", "language"),
    ("browser_language", "language"),
    ("browser", "browser"),
    ("os", "os"),
    ("location.country", "country"),
    ("location.region", "region"),
    ("location.city", "city"),
    ("unsubscribed_from_emails", "unsubscribed_from_emails"),
    ("segment_id", "segment"),
    ("tag_id", "tag"),
    ("utm_campaign", "utm_campaign"),
    ("utm_content", "utm_content"),
    ("utm_medium", "utm_medium"),
    ("utm_source", "utm_source"),
    ("utm_term", "utm_term"),
];

pub(super) const OF_CONVERSATIONS: [Names; 23] = [
    ("id", "number"),
    ("title", "title"),
    ("created_at", "created_at"),
    ("updated_at", "updated_at"),
    ("waiting_since", "waiting_since"),
    ("snoozed_until", "snoozed_until"),
    ("contact_ids", "contact"),
    ("admin_assignee_id", "teammate_assignee"),
    ("team_assignee_id", "team_assignee"),
    ("tag_ids", "tag"),
    // Ours is the state: a condition is true of some of its texts.
    ("open", "state"),
    ("state", "state"),
    ("priority", "priority"),
    ("statistics.first_contact_reply_at", "person_first_at"),
    ("statistics.last_contact_reply_at", "person_last_at"),
    ("statistics.first_admin_reply_at", "teammate_first_at"),
    ("statistics.last_admin_reply_at", "teammate_last_at"),
    ("statistics.count_conversation_parts", "parts"),
    ("conversation_rating.requested_at", "rating_requested_at"),
    ("conversation_rating.replied_at", "rated_at"),
    ("conversation_rating.score", "rating_score"),
    ("conversation_rating.remark", "rating_remark"),
    // The documentation spells it so.
    ("conversation_rating.admin_d", "rated_teammate"),
];

/// The field that a search calls `name`.
pub(super) fn field(
    model: Model,
    name: &str,
    attributes: &impl Fn(&str) -> Option<AttributeType>,
) -> Option<SearchField> {
    if let Some(name) = name.strip_prefix("custom_attributes.") {
        let data_type = attributes(name)?;
        let of = match data_type {
            AttributeType::String | AttributeType::List => Type::Text,
            AttributeType::Boolean => Type::Truth,
            AttributeType::Date if dates::is_date(name) => Type::Date,
            // A filter knows a date by its name. Another one's values are numbers, too: Unix seconds.
            AttributeType::Number | AttributeType::Date => Type::Number,
        };
        let own = Field::custom(FieldSource::Custom, name, of).ok()?;
        return Some(SearchField { own, is_time: data_type == AttributeType::Date });
    }
    let names = if model == Model::Conversation { OF_CONVERSATIONS.as_slice() } else { &OF_CONTACTS };
    let (_, own) = names.iter().find(|(known, _)| *known == name)?;
    let own = Field::standard(own).ok()?;
    let is_time = own.of() == Type::Date;
    Some(SearchField { own, is_time })
}
