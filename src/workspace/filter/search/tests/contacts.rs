//! Searches of contacts, by days and by seconds.

use super::*;

#[test]
fn a_search_of_contacts_is_the_filter_that_one_would_write() {
    let text =
        |operator: &str, value: Value| json!({ "field": "email", "operator": operator, "value": value });
    let own = |field: &str, operator: &str, value: Value| json!({ "field": field, "operator": operator, "value": value });
    let custom = |name: &str, of: &str, operator: &str, value: Value| json!({ "custom": name, "type": of, "operator": operator, "value": value });
    let unset = |field: &str, operator: &str| json!({ "field": field, "operator": operator });
    let examples = [
        ("email", "=", json!("a@b.no"), text("is", json!("a@b.no"))),
        ("email", "!=", json!("a@b.no"), text("is_not", json!("a@b.no"))),
        ("email", "IN", json!(["a@b.no", "c@d.no"]), text("in", json!(["a@b.no", "c@d.no"]))),
        ("email", "NIN", json!(["a@b.no"]), text("is_not", json!("a@b.no"))),
        ("email", "~", json!("b.n"), text("contains", json!("b.n"))),
        ("email", "!~", json!("b.n"), text("does_not_contain", json!("b.n"))),
        ("email", "^", json!("a@"), text("starts_with", json!("a@"))),
        ("email", "$", json!(".no"), text("ends_with", json!(".no"))),
        ("email", "=", Value::Null, unset("email", "is_unknown")),
        ("email", "!=", Value::Null, unset("email", "is_known")),
        ("email_domain", "=", json!("b.no"), text("ends_with", json!("@b.no"))),
        ("email_domain", "!=", json!("b.no"), text("does_not_end_with", json!("@b.no"))),
        ("email_domain", "^", json!("b."), text("contains", json!("@b."))),
        ("email_domain", "$", json!(".no"), text("ends_with", json!(".no"))),
        (
            "email_domain",
            "IN",
            json!(["b.no", "d.no"]),
            json!({ "any": [text("ends_with", json!("@b.no")), text("ends_with", json!("@d.no"))] }),
        ),
        (
            "email_domain",
            "NIN",
            json!(["b.no", "d.no"]),
            json!({ "all": [text("does_not_end_with", json!("@b.no")), text("does_not_end_with", json!("@d.no"))] }),
        ),
        ("email_domain", "=", Value::Null, unset("email", "is_unknown")),
        ("external_id", "=", json!(25), own("user_id", "is", json!("25"))),
        ("role", "=", json!("lead"), own("role", "is", json!("lead"))),
        ("owner_id", "=", json!(7), own("owner", "is", json!(7))),
        ("owner_id", "IN", json!(["7", 8]), own("owner", "in", json!([7, 8]))),
        ("owner_id", "!=", json!("0"), unset("owner", "is_known")),
        ("last_replied_at", "=", json!(LATE), own("last_heard_from_at", "on", json!("2027-01-15"))),
        ("created_at", ">", json!(LATE.to_string()), own("created_at", "after", json!("2027-01-15"))),
        ("created_at", "<", json!(LATE), own("created_at", "before", json!("2027-01-15"))),
        ("created_at", ">", json!(0), own("created_at", "after", json!("1970-01-01"))),
        ("signed_up_at", "=", Value::Null, unset("signed_up_at", "is_unknown")),
        ("language_override", "=", json!("de"), own("language", "is", json!("de"))),
        ("location.country", "=", json!("Norway"), own("country", "is", json!("Norway"))),
        ("unsubscribed_from_emails", "=", json!(true), own("unsubscribed_from_emails", "is", json!(true))),
        (
            "unsubscribed_from_emails",
            "NIN",
            json!([true]),
            own("unsubscribed_from_emails", "is_not", json!(true)),
        ),
        (
            "unsubscribed_from_emails",
            "IN",
            json!([true, false]),
            unset("unsubscribed_from_emails", "is_known"),
        ),
        (
            "unsubscribed_from_emails",
            "NIN",
            json!([false, true]),
            unset("unsubscribed_from_emails", "is_unknown"),
        ),
        ("segment_id", "!=", json!("s1"), own("segment", "is_not", json!("s1"))),
        ("tag_id", "IN", json!(["t1", 2]), own("tag", "in", json!(["t1", "2"]))),
        ("tag_id", "=", Value::Null, unset("tag", "is_unknown")),
        ("custom_attributes.plan", "^", json!("pro"), custom("plan", "text", "starts_with", json!("pro"))),
        ("custom_attributes.taste", "=", json!("espresso"), custom("taste", "text", "is", json!("espresso"))),
        ("custom_attributes.seats", "<=", json!("2.5"), custom("seats", "number", "at_most", json!(2.5))),
        ("custom_attributes.vip", "!=", json!(true), custom("vip", "truth", "is_not", json!(true))),
        (
            "custom_attributes.trial_at",
            "<",
            json!(LATE),
            custom("trial_at", "date", "before", json!("2027-01-15")),
        ),
        (
            "custom_attributes.renewal",
            ">",
            json!(LATE),
            custom("renewal", "number", "at_least", json!(FRIDAY.1)),
        ),
        (
            "custom_attributes.renewal",
            "=",
            json!(LATE),
            json!({ "all": [custom("renewal", "number", "at_least", json!(FRIDAY.0)),
                            custom("renewal", "number", "less", json!(FRIDAY.1))] }),
        ),
        (
            "custom_attributes.email_domain",
            "~",
            json!("b"),
            custom("email_domain", "text", "contains", json!("b")),
        ),
    ];
    check(&by_day(), &examples);
}

#[test]
fn from_version_2_17_on_dates_of_contacts_are_seconds_and_those_of_attributes_days_in_utc() {
    let second = |operator: &str| json!({ "field": "updated_at", "operator": operator, "value": LATE });
    let of = |name: &str, of: &str, operator: &str, at: i64| json!({ "custom": name, "type": of, "operator": operator, "value": at });
    let trial = |operator: &str, at: i64| of("trial_at", "date", operator, at);
    let (begin, end) = THURSDAY;
    let unknown = json!({ "custom": "trial_at", "type": "date", "operator": "is_unknown" });
    let name = "custom_attributes.trial_at";
    let examples = [
        ("updated_at", "=", json!(LATE), second("is")),
        ("updated_at", "!=", json!(LATE), second("is_not")),
        ("updated_at", "<", json!(LATE), second("less")),
        ("updated_at", "<=", json!(LATE), second("at_most")),
        ("updated_at", ">", json!(LATE.to_string()), second("greater")),
        ("updated_at", ">=", json!(LATE), second("at_least")),
        (name, "=", json!(LATE), json!({ "all": [trial("at_least", begin), trial("less", end)] })),
        (name, "!=", json!(LATE), json!({ "any": [trial("less", begin), trial("at_least", end), unknown] })),
        (name, "<", json!(LATE), trial("less", begin)),
        (name, "<=", json!(LATE), trial("less", end)),
        (name, ">", json!(LATE), trial("at_least", end)),
        (name, ">=", json!(LATE), trial("at_least", begin)),
        ("custom_attributes.renewal", ">=", json!(LATE), of("renewal", "number", "at_least", begin)),
    ];
    check(&Searched::Contacts, &examples);
}
