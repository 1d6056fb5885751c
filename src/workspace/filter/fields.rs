//! The fields that every person and every company has, and what may be asked of each type: for filters, and for the pages
//! that write them.

use serde::{Deserialize, Serialize};

foundation::text_enum! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Type {
        Kind = "kind",
        Text = "text",
        Number = "number",
        Date = "date",
        /// True or false.
        Truth = "truth",
    }
}

impl Type {
    /// The operators of a type, each with the words that a page shows.
    pub fn operators(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Kind => &[("is", "is"), ("is_not", "is not")],
            Self::Truth => &[("is", "is"), ("is_unknown", "is unknown")],
            Self::Number => &[
                ("greater", "is greater than"),
                ("less", "is less than"),
                ("is", "is"),
                ("is_known", "is known"),
                ("is_unknown", "is unknown"),
            ],
            Self::Date => &[
                ("less_than_days_ago", "is less than days ago"),
                ("more_than_days_ago", "is more than days ago"),
                ("exactly_days_ago", "is exactly days ago"),
                ("before", "is before"),
                ("after", "is after"),
                ("is_known", "is known"),
                ("is_unknown", "is unknown"),
            ],
            Self::Text => &[
                ("is", "is"),
                ("is_not", "is not"),
                ("contains", "contains"),
                ("starts_with", "starts with"),
                ("ends_with", "ends with"),
                ("is_known", "is known"),
                ("is_unknown", "is unknown"),
            ],
        }
    }
}

/// Fields that every person has: name, type, and how a page names it.
pub const OF_PERSON: [(&str, Type, &str); 20] = [
    ("kind", Type::Kind, "Kind"),
    ("verified", Type::Truth, "Verified"),
    ("name", Type::Text, "Name"),
    ("email", Type::Text, "E-mail"),
    ("phone", Type::Text, "Phone"),
    ("user_id", Type::Text, "User id"),
    ("language", Type::Text, "Language"),
    ("browser", Type::Text, "Browser"),
    ("time_zone", Type::Text, "Time zone"),
    ("signed_up_at", Type::Date, "Signed up"),
    ("first_seen_at", Type::Date, "First seen"),
    ("last_seen_at", Type::Date, "Last seen"),
    ("session_count", Type::Number, "Number of sessions"),
    ("page_views", Type::Number, "Page views"),
    ("utm_campaign", Type::Text, "UTM campaign"),
    ("utm_content", Type::Text, "UTM content"),
    ("utm_medium", Type::Text, "UTM medium"),
    ("utm_source", Type::Text, "UTM source"),
    ("utm_term", Type::Text, "UTM term"),
    ("unsubscribed_from_emails", Type::Truth, "Unsubscribed from e-mails"),
];

/// Fields that every company has.
pub const OF_COMPANY: [(&str, Type, &str); 8] = [
    ("name", Type::Text, "Company name"),
    ("company_id", Type::Text, "Company id"),
    ("plan", Type::Text, "Company plan"),
    ("website", Type::Text, "Company website"),
    ("industry", Type::Text, "Company industry"),
    ("monthly_spend", Type::Number, "Company monthly spend"),
    ("size", Type::Number, "Company size"),
    ("created_at", Type::Date, "Company created"),
];

/// The type of a field that people or companies always have; a text where there is no such field.
pub fn type_of(of: &str, name: &str) -> Type {
    let fields = if of == "company" { OF_COMPANY.as_slice() } else { OF_PERSON.as_slice() };
    fields.iter().find(|(field, ..)| *field == name).map_or(Type::Text, |(_, of, _)| *of)
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
    fn value(of: Type, operator: &str) -> Option<Value> {
        match (of, operator) {
            (_, "is_known" | "is_unknown") => None,
            (Type::Kind, _) => Some(json!("user")),
            (Type::Truth, _) => Some(json!(true)),
            (Type::Text, _) => Some(json!("a")),
            (Type::Date, "before" | "after") => Some(json!("2027-01-15")),
            (Type::Number | Type::Date, _) => Some(json!(7)),
        }
    }

    #[test]
    fn a_filter_reads_each_field_of_the_table_with_each_operator_of_its_type_and_no_other() {
        let names: std::collections::BTreeSet<&str> =
            Type::ALL.iter().flat_map(|of| of.operators()).map(|(operator, _)| *operator).collect();
        let of_person = OF_PERSON.iter().map(|(name, of, _)| ("field", name, of));
        for (key, name, of) in of_person.chain(OF_COMPANY.iter().map(|(name, of, _)| ("company", name, of))) {
            for operator in &names {
                let mut condition = Map::new();
                condition.insert(key.to_owned(), json!(name));
                condition.insert("operator".to_owned(), json!(operator));
                condition.extend(value(*of, operator).map(|value| ("value".to_owned(), value)));
                let read = Filter::from_json(&json!({ "version": 1, "all": [condition] }));
                let offered = of.operators().iter().any(|(offered, _)| offered == operator);
                assert_eq!(read.is_ok(), offered, "{name} {operator}: {read:?}");
            }
        }
    }
}
