//! What a condition may ask, by the kind of its field.

/// Fields that every person has: name, type, and how a page names it.
pub const OF_PEOPLE: [(&str, &str, &str); 20] = [
    ("kind", "kind", "Kind"),
    ("verified", "truth", "Verified"),
    ("name", "text", "Name"),
    ("email", "text", "E-mail"),
    ("phone", "text", "Phone"),
    ("user_id", "text", "User id"),
    ("language", "text", "Language"),
    ("browser", "text", "Browser"),
    ("time_zone", "text", "Time zone"),
    ("signed_up_at", "date", "Signed up"),
    ("first_seen_at", "date", "First seen"),
    ("last_seen_at", "date", "Last seen"),
    ("session_count", "number", "Number of sessions"),
    ("page_views", "number", "Page views"),
    ("utm_campaign", "text", "UTM campaign"),
    ("utm_content", "text", "UTM content"),
    ("utm_medium", "text", "UTM medium"),
    ("utm_source", "text", "UTM source"),
    ("utm_term", "text", "UTM term"),
    ("unsubscribed_from_emails", "truth", "Unsubscribed from e-mails"),
];

/// Fields that every company has.
pub const OF_COMPANIES: [(&str, &str, &str); 8] = [
    ("name", "text", "Company name"),
    ("company_id", "text", "Company id"),
    ("plan", "text", "Company plan"),
    ("website", "text", "Company website"),
    ("industry", "text", "Company industry"),
    ("monthly_spend", "number", "Company monthly spend"),
    ("size", "number", "Company size"),
    ("created_at", "date", "Company created"),
];

/// The type of a field that people or companies always have; a text where there is no such field.
pub fn type_of(of: &str, name: &str) -> &'static str {
    let fields = if of == "company" { OF_COMPANIES.as_slice() } else { OF_PEOPLE.as_slice() };
    fields.iter().find(|(field, ..)| *field == name).map_or("text", |(_, r#type, _)| r#type)
}

/// The operators of a type, and how a page names them.
pub fn operators(r#type: &str) -> &'static [(&'static str, &'static str)] {
    match r#type {
        "kind" => &[("is", "is"), ("is_not", "is not")],
        "truth" => &[("is", "is"), ("is_unknown", "is unknown")],
        "number" => &[
            ("greater", "is greater than"),
            ("less", "is less than"),
            ("is", "is"),
            ("is_known", "is known"),
            ("is_unknown", "is unknown"),
        ],
        "date" => &[
            ("less_than_days_ago", "is less than days ago"),
            ("more_than_days_ago", "is more than days ago"),
            ("exactly_days_ago", "is exactly days ago"),
            ("before", "is before"),
            ("after", "is after"),
            ("is_known", "is known"),
            ("is_unknown", "is unknown"),
        ],
        _ => &[
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
