//! The fields that every person, company and conversation has, and what may be asked of each type: for filters, and for the
//! pages that write them.

use serde::{Deserialize, Serialize};

foundation::text_enum! {
    /// The things that a filter is of.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Model {
        #[default]
        Person = "person",
        Company = "company",
        Conversation = "conversation",
    }
}

foundation::text_enum! {
    /// The type of a field's values. The types from tag on are references: their values are ids, or numbers of the app.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Type {
        /// One of some texts that stand before.
        Choice = "choice",
        Text = "text",
        Number = "number",
        Date = "date",
        /// True or false.
        Truth = "truth",
        Tag = "tag",
        Segment = "segment",
        Company = "company",
        Id = "id",
        Teammate = "teammate",
        Team = "team",
    }
}

impl Type {
    /// The operators of a type, each with the words that a page shows.
    pub fn operators(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Segment | Self::Id => &[("is", "is"), ("is_not", "is not")],
            Self::Choice | Self::Truth | Self::Tag | Self::Company | Self::Teammate | Self::Team => {
                &[("is", "is"), ("is_not", "is not"), ("is_known", "is known"), ("is_unknown", "is unknown")]
            }
            Self::Number => &[
                ("is", "is"),
                ("is_not", "is not"),
                ("greater", "is greater than"),
                ("at_least", "is at least"),
                ("less", "is less than"),
                ("at_most", "is at most"),
                ("is_known", "is known"),
                ("is_unknown", "is unknown"),
            ],
            Self::Date => &[
                ("less_than_days_ago", "is less than days ago"),
                ("more_than_days_ago", "is more than days ago"),
                ("exactly_days_ago", "is exactly days ago"),
                ("before", "is before"),
                ("on", "is on"),
                ("after", "is after"),
                ("is_known", "is known"),
                ("is_unknown", "is unknown"),
            ],
            Self::Text => &[
                ("is", "is"),
                ("is_not", "is not"),
                ("contains", "contains"),
                ("does_not_contain", "does not contain"),
                ("starts_with", "starts with"),
                ("ends_with", "ends with"),
                ("is_known", "is known"),
                ("is_unknown", "is unknown"),
            ],
        }
    }

    /// The operators that programs have beside those of pages: of several values, of exact times, and of domains.
    #[cfg(feature = "ssr")]
    pub(super) fn more_operators(self) -> &'static [&'static str] {
        match self {
            Self::Date => &["is", "is_not", "greater", "at_least", "less", "at_most"],
            Self::Truth => &[],
            Self::Text => &["in", "not_in", "does_not_end_with"],
            _ => &["in", "not_in"],
        }
    }

    #[cfg(feature = "ssr")]
    pub(super) fn has_operator(self, operator: &str) -> bool {
        let mut operators = self.operators().iter().map(|(offered, _)| offered).chain(self.more_operators());
        operators.any(|offered| *offered == operator)
    }
}

type StandardField = (&'static str, Type, &'static str);

/// Fields that every person has: name, type, and how a page names it.
pub const OF_PERSON: [StandardField; 38] = [
    ("role", Type::Choice, "Role"),
    ("id", Type::Id, "Id"),
    ("verified", Type::Truth, "Verified"),
    ("name", Type::Text, "Name"),
    ("email", Type::Text, "E-mail"),
    ("phone", Type::Text, "Phone"),
    ("user_id", Type::Text, "User id"),
    ("tag", Type::Tag, "Tag"),
    ("segment", Type::Segment, "Segment"),
    ("company", Type::Company, "Company"),
    ("owner", Type::Teammate, "Owner"),
    ("language", Type::Text, "Language"),
    ("browser", Type::Text, "Browser"),
    ("browser_version", Type::Text, "Browser version"),
    ("os", Type::Text, "System"),
    ("time_zone", Type::Text, "Time zone"),
    ("country", Type::Text, "Country"),
    ("region", Type::Text, "Region"),
    ("city", Type::Text, "City"),
    ("signed_up_at", Type::Date, "Signed up"),
    ("created_at", Type::Date, "Created"),
    ("updated_at", Type::Date, "Changed"),
    ("first_seen_at", Type::Date, "First seen"),
    ("last_seen_at", Type::Date, "Last seen"),
    ("last_contacted_at", Type::Date, "Last contacted"),
    ("last_heard_from_at", Type::Date, "Last heard from"),
    ("last_opened_at", Type::Date, "Last opened a message"),
    ("blocked_at", Type::Date, "Blocked"),
    ("archived_at", Type::Date, "Archived"),
    ("session_count", Type::Number, "Number of sessions"),
    ("page_views", Type::Number, "Page views"),
    ("page", Type::Text, "Page visited"),
    ("utm_campaign", Type::Text, "UTM campaign"),
    ("utm_content", Type::Text, "UTM content"),
    ("utm_medium", Type::Text, "UTM medium"),
    ("utm_source", Type::Text, "UTM source"),
    ("utm_term", Type::Text, "UTM term"),
    ("unsubscribed_from_emails", Type::Truth, "Unsubscribed from e-mails"),
];

/// Fields of companies, and of the company that a person acts for. `created_at` is when the app says that it made the company.
pub const OF_COMPANY: [StandardField; 8] = [
    ("name", Type::Text, "Company name"),
    ("company_id", Type::Text, "Company id"),
    ("plan", Type::Text, "Company plan"),
    ("website", Type::Text, "Company website"),
    ("industry", Type::Text, "Company industry"),
    ("monthly_spend", Type::Number, "Company monthly spend"),
    ("size", Type::Number, "Company size"),
    ("created_at", Type::Date, "Company created"),
];

/// Fields of companies alone: no filter of people has them. `added_at` is when the workspace came to know the company.
pub const OF_COMPANY_ALONE: [StandardField; 9] = [
    ("id", Type::Id, "Id"),
    ("tag", Type::Tag, "Tag"),
    ("segment", Type::Segment, "Segment"),
    ("people", Type::Number, "Number of people"),
    ("session_count", Type::Number, "Number of sessions"),
    ("added_at", Type::Date, "Added"),
    ("updated_at", Type::Date, "Changed"),
    ("last_seen_at", Type::Date, "Last seen"),
    ("archived_at", Type::Date, "Archived"),
];

/// Fields of conversations.
pub const OF_CONVERSATION: [StandardField; 22] = [
    ("number", Type::Number, "Number"),
    ("contact", Type::Id, "Person"),
    ("state", Type::Choice, "State"),
    ("priority", Type::Choice, "Priority"),
    ("title", Type::Text, "Title"),
    ("tag", Type::Tag, "Tag"),
    ("teammate_assignee", Type::Teammate, "Teammate"),
    ("team_assignee", Type::Team, "Team"),
    ("created_at", Type::Date, "Created"),
    ("updated_at", Type::Date, "Changed"),
    ("waiting_since", Type::Date, "Waiting since"),
    ("snoozed_until", Type::Date, "Snoozed until"),
    ("person_first_at", Type::Date, "First message of the person"),
    ("person_last_at", Type::Date, "Last message of the person"),
    ("teammate_first_at", Type::Date, "First answer"),
    ("teammate_last_at", Type::Date, "Last answer"),
    ("parts", Type::Number, "Number of parts"),
    ("rating_requested_at", Type::Date, "Rating asked for"),
    ("rated_at", Type::Date, "Rated"),
    ("rating_score", Type::Number, "Rating"),
    ("rating_remark", Type::Text, "Remark of the rating"),
    ("rated_teammate", Type::Teammate, "Rated teammate"),
];

impl Model {
    /// The fields that everything of this model has.
    pub fn fields(self) -> impl Iterator<Item = &'static StandardField> {
        let (fields, more): (&[StandardField], &[StandardField]) = match self {
            Self::Person => (&OF_PERSON, &[]),
            Self::Company => (&OF_COMPANY, &OF_COMPANY_ALONE),
            Self::Conversation => (&OF_CONVERSATION, &[]),
        };
        fields.iter().chain(more)
    }
}

/// The texts of a field that is a choice. Empty where the field is none.
pub fn choices(name: &str) -> &'static [&'static str] {
    match name {
        "role" => &["visitor", "lead", "user"],
        "state" => &["open", "closed", "snoozed"],
        "priority" => &["none", "low", "medium", "high", "urgent"],
        _ => &[],
    }
}

/// The type of a field that everything of a model has; a text where there is no such field.
pub fn type_of(name: &str) -> Type {
    Model::ALL
        .into_iter()
        .flat_map(Model::fields)
        .find(|(field, ..)| *field == name)
        .map_or(Type::Text, |(_, of, _)| *of)
}

/// The operators of the type with this name; none where there is no such type.
pub fn operators(r#type: &str) -> &'static [(&'static str, &'static str)] {
    r#type.parse().map_or(&[], Type::operators)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::filter::Filter;
    use serde_json::{Map, Value, json};

    /// A value that fits the operator.
    fn value(name: &str, of: Type, operator: &str) -> Option<Value> {
        let one = match of {
            Type::Choice => json!(choices(name)[0]),
            Type::Truth => json!(true),
            Type::Date if matches!(operator, "before" | "on" | "after") => json!("2027-01-15"),
            Type::Number | Type::Date | Type::Teammate | Type::Team => json!(7),
            Type::Text | Type::Tag | Type::Segment | Type::Company | Type::Id => json!("a"),
        };
        match operator {
            "is_known" | "is_unknown" => None,
            "in" | "not_in" => Some(json!([one])),
            _ => Some(one),
        }
    }

    fn operators_of(of: Type) -> impl Iterator<Item = &'static str> {
        of.operators().iter().map(|(operator, _)| *operator).chain(of.more_operators().iter().copied())
    }

    #[test]
    fn a_filter_reads_each_field_of_the_table_with_each_operator_of_its_type_and_no_other() {
        let names: std::collections::BTreeSet<&str> =
            Type::ALL.iter().flat_map(|of| operators_of(*of)).collect();
        let of_model = |model: Model| model.fields().map(move |field| (model, "field", field));
        let companys = OF_COMPANY.iter().map(|field| (Model::Person, "company", field));
        for (model, key, (name, of, _)) in Model::ALL.into_iter().flat_map(of_model).chain(companys) {
            for operator in &names {
                let mut condition = Map::new();
                condition.insert(key.to_owned(), json!(name));
                condition.insert("operator".to_owned(), json!(operator));
                condition.extend(value(name, *of, operator).map(|value| ("value".to_owned(), value)));
                let read = Filter::from_json(&json!({ "version": 2, "of": model, "all": [condition] }));
                let offered = operators_of(*of).any(|offered| offered == *operator);
                assert_eq!(read.is_ok(), offered, "{name} {operator}: {read:?}");
            }
        }
    }

    #[test]
    fn fields_of_the_same_name_have_the_same_type() {
        let fields: Vec<_> = Model::ALL.into_iter().flat_map(Model::fields).collect();
        for (name, of, _) in &fields {
            assert!(
                fields.iter().all(|(other, type_of_other, _)| other != name || of == type_of_other),
                "{name}"
            );
        }
    }
}
