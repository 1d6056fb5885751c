//! Searches held against the filters that one would write by hand.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::condition::OPERATORS;
use super::fields::{OF_CONTACTS, OF_CONVERSATIONS};
use super::{BadSearch, MOST_IN_GROUP, Searched};
use crate::attributes::AttributeType;
use crate::filter::fields::Type;
use crate::filter::{Field, Filter};

/// Thursday, 2027-01-14, 23:30 in UTC. In Oslo it is Friday.
const LATE: i64 = 1_799_969_400;
/// When that Thursday begins and ends in UTC, and the Friday in Oslo.
const THURSDAY: (i64, i64) = (1_799_884_800, 1_799_971_200);
const FRIDAY: (i64, i64) = (1_799_967_600, 1_800_054_000);

fn by_day() -> Searched {
    Searched::ContactsByDay(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone"))
}

fn attribute(name: &str) -> Option<AttributeType> {
    Some(match name {
        "plan" | "email_domain" => AttributeType::String,
        "taste" => AttributeType::List,
        "seats" => AttributeType::Number,
        "vip" => AttributeType::Boolean,
        // A program may make a date of any name.
        "trial_at" | "renewal" => AttributeType::Date,
        _ => return None,
    })
}

fn read(searched: &Searched, query: &Value) -> Result<Filter, BadSearch> {
    Filter::from_search(searched, query, attribute)
}

fn single(field: &str, operator: &str, value: &Value) -> Value {
    json!({ "field": field, "operator": operator, "value": value })
}

fn refused(searched: &Searched, query: &Value) -> BadSearch {
    read(searched, query).expect_err(&query.to_string())
}

/// Checks that each condition is this part of a filter.
fn check(searched: &Searched, examples: &[(&str, &str, Value, Value)]) {
    for (field, operator, value, part) in examples {
        let query = single(field, operator, value);
        let filter = json!({ "version": 2, "of": searched.model(), "all": [part] });
        let by_hand = Filter::from_json(&filter).unwrap_or_else(|bad| panic!("{bad}: {filter}"));
        assert_eq!(read(searched, &query), Ok(by_hand), "{query}");
    }
}

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

#[test]
fn a_search_of_conversations_is_the_filter_that_one_would_write() {
    let own = |field: &str, operator: &str, value: Value| json!({ "field": field, "operator": operator, "value": value });
    let unset = |field: &str, operator: &str| json!({ "field": field, "operator": operator });
    let nobody = |operator: &str| unset("teammate_assignee", operator);
    let examples = [
        ("id", "=", json!("42"), own("number", "is", json!(42))),
        ("created_at", ">", json!(LATE), own("created_at", "at_least", json!(LATE))),
        ("created_at", "<", json!(LATE), own("created_at", "at_most", json!(LATE))),
        ("created_at", ">=", json!(LATE), own("created_at", "at_least", json!(LATE))),
        ("updated_at", "=", json!(LATE.to_string()), own("updated_at", "is", json!(LATE))),
        ("waiting_since", "=", Value::Null, unset("waiting_since", "is_unknown")),
        ("contact_ids", "IN", json!(["p1", "p2"]), own("contact", "in", json!(["p1", "p2"]))),
        ("admin_assignee_id", "=", json!("7"), own("teammate_assignee", "is", json!(7))),
        ("admin_assignee_id", "=", json!(0), nobody("is_unknown")),
        ("admin_assignee_id", "=", Value::Null, nobody("is_unknown")),
        ("admin_assignee_id", "!=", json!(0), nobody("is_known")),
        (
            "admin_assignee_id",
            "IN",
            json!([7, 0, 8]),
            json!({ "any": [nobody("is_unknown"), own("teammate_assignee", "in", json!([7, 8]))] }),
        ),
        (
            "admin_assignee_id",
            "NIN",
            json!([0, 7]),
            json!({ "all": [nobody("is_known"), own("teammate_assignee", "is_not", json!(7))] }),
        ),
        ("team_assignee_id", "NIN", json!([0]), unset("team_assignee", "is_known")),
        ("tag_ids", "!=", json!("t1"), own("tag", "is_not", json!("t1"))),
        ("state", "=", json!("snoozed"), own("state", "is", json!("snoozed"))),
        ("open", "=", json!(true), own("state", "in", json!(["open", "snoozed"]))),
        ("open", "!=", json!(true), own("state", "not_in", json!(["open", "snoozed"]))),
        ("open", "IN", json!([false]), own("state", "is", json!("closed"))),
        (
            "priority",
            "=",
            json!("priority"),
            own("priority", "in", json!(["low", "medium", "high", "urgent"])),
        ),
        ("priority", "=", json!("not_priority"), own("priority", "is", json!("none"))),
        ("priority", "NIN", json!(["none", "low"]), own("priority", "not_in", json!(["none", "low"]))),
        ("title", "~", json!("tea"), own("title", "contains", json!("tea"))),
        (
            "statistics.first_admin_reply_at",
            "<",
            json!(LATE),
            own("teammate_first_at", "at_most", json!(LATE)),
        ),
        ("statistics.count_conversation_parts", ">", json!(3), own("parts", "at_least", json!(3))),
        ("conversation_rating.score", "IN", json!([1, "2"]), own("rating_score", "in", json!([1, 2]))),
        ("conversation_rating.remark", "$", json!("!"), own("rating_remark", "ends_with", json!("!"))),
        (
            "custom_attributes.trial_at",
            ">",
            json!(LATE),
            json!({ "custom": "trial_at", "type": "date", "operator": "at_least", "value": LATE }),
        ),
    ];
    check(&Searched::Conversations, &examples);
}

#[test]
fn groups_become_groups() {
    let email = single("email", "!=", &Value::Null);
    let lead = single("role", "=", &json!("lead"));
    let domains = single("email_domain", "IN", &json!(["b.no", "d.no"]));
    let (known, is_lead) = (
        json!({ "field": "email", "operator": "is_known" }),
        json!({ "field": "role", "operator": "is", "value": "lead" }),
    );
    let ends =
        ["@b.no", "@d.no"].map(|end| json!({ "field": "email", "operator": "ends_with", "value": end }));
    let [first, second] = &ends;
    let group = |operator: &str, members: &[&Value]| json!({ "operator": operator, "value": members });
    for (query, filter) in [
        (group("AND", &[&email]), json!({ "all": [known] })),
        (group("OR", &[&email, &lead]), json!({ "any": [known, is_lead] })),
        (
            group("AND", &[&email, &group("OR", &[&lead, &email])]),
            json!({ "all": [known, { "any": [is_lead, known] }] }),
        ),
        (group("OR", &[&email, &domains]), json!({ "any": [known, { "any": ends }] })),
        // The condition's own group stands in the inner one, or in its place.
        (
            group("AND", &[&group("OR", &[&email, &domains])]),
            json!({ "all": [{ "any": [known, first, second] }] }),
        ),
        (group("OR", &[&group("AND", &[&domains])]), json!({ "any": [{ "any": ends }] })),
    ] {
        let mut filter = filter;
        filter["version"] = json!(2);
        assert_eq!(read(&by_day(), &query), Ok(Filter::from_json(&filter).expect("a filter")), "{query}");
    }
}

#[test]
fn each_name_of_a_search_is_a_field_that_we_have() {
    for (searched, names) in
        [(by_day(), OF_CONTACTS.as_slice()), (Searched::Conversations, &OF_CONVERSATIONS)]
    {
        for (name, own) in names {
            let of = Field::standard(own).expect(own).of();
            let value = match of {
                Type::Choice => {
                    if *name == "open" {
                        json!(true)
                    } else {
                        json!(super::super::fields::choices(own)[0])
                    }
                }
                Type::Truth => json!(true),
                Type::Number | Type::Date | Type::Teammate | Type::Team => json!(LATE),
                Type::Text | Type::Tag | Type::Segment | Type::Company | Type::Id => json!("a"),
            };
            for operator in if of == Type::Date { &["=", "<", ">"][..] } else { &["=", "!="] } {
                let filter = read(&searched, &single(name, operator, &value)).expect(name);
                assert_eq!(
                    (filter.of(), filter.fields().next().map(Field::name)),
                    (searched.model(), Some(*own))
                );
            }
            let doubles = names.iter().filter(|(other, _)| other == name).count();
            assert_eq!(doubles, 1, "{name}");
        }
    }
}

#[test]
fn a_field_that_is_unknown_or_not_stored_is_refused_by_its_name() {
    let of_contacts =
        ["avatar", "formatted_phone", "has_hard_bounced", "ios_device", "user_id", "number", ""];
    let of_custom = ["custom_attributes.", "custom_attributes.nope", "custom_attributes", "plan"];
    let of_conversations = ["source.body", "read", "teammate_ids", "email", "conversation_rating.contact_id"];
    for (searched, names) in [
        (by_day(), of_contacts.iter().chain(&of_custom)),
        (Searched::Contacts, of_contacts.iter().chain(&of_custom)),
        (Searched::Conversations, of_conversations.iter().chain(&of_custom)),
    ] {
        for name in names {
            let bad = refused(&searched, &single(name, "=", &json!("a")));
            assert_eq!(bad, BadSearch::Field((*name).to_owned()));
            assert_eq!(bad.to_string(), format!("{name} is not a valid search field"));
        }
    }
    let long = refused(&by_day(), &single(&"x\n".repeat(100_000), "=", &json!("a"))).to_string();
    assert!(long.len() < 400 && !long.contains('\n'));
}

#[test]
fn a_field_has_the_operators_of_its_type_and_no_other() {
    let (one, order) = ("= != IN NIN", "= != IN NIN < > <= >=");
    let (text, exact) = ("= != IN NIN ~ !~ ^ $", "= != < > <= >=");
    for (searched, fields) in [
        (
            by_day(),
            &[
                ("created_at", "= < >"),
                ("custom_attributes.trial_at", "= < >"),
                ("custom_attributes.renewal", "= < >"),
            ][..],
        ),
        (
            Searched::Contacts,
            &[
                ("name", text),
                ("email_domain", "= != IN NIN ^ $"),
                ("id", one),
                ("role", one),
                ("tag_id", one),
                ("segment_id", one),
                ("owner_id", one),
                ("unsubscribed_from_emails", one),
                ("created_at", exact),
                ("custom_attributes.plan", text),
                ("custom_attributes.taste", text),
                ("custom_attributes.seats", order),
                ("custom_attributes.vip", one),
                ("custom_attributes.trial_at", exact),
                ("custom_attributes.renewal", exact),
            ],
        ),
        (
            Searched::Conversations,
            &[
                ("id", order),
                ("contact_ids", one),
                ("open", one),
                ("priority", one),
                ("team_assignee_id", one),
                ("created_at", exact),
                ("title", text),
                ("statistics.count_conversation_parts", order),
            ],
        ),
    ] {
        for (field, operators) in fields {
            let is_truth = ["open", "unsubscribed_from_emails", "custom_attributes.vip"].contains(field);
            let is_text = ["name", "email_domain", "title", "custom_attributes.plan"].contains(field);
            let value = match *field {
                "role" => json!("user"),
                "priority" => json!("none"),
                _ if is_truth => json!(true),
                _ if is_text => json!("a"),
                _ => json!("7"),
            };
            for operator in OPERATORS.iter().map(|(operator, _)| *operator).chain(["LIKE", "is", "", "and"]) {
                let value = if ["IN", "NIN"].contains(&operator) { json!([value]) } else { value.clone() };
                let outcome = read(&searched, &single(field, operator, &value));
                if operators.split(' ').any(|known| known == operator) {
                    assert!(outcome.is_ok(), "{field} {operator}: {outcome:?}");
                } else {
                    let bad =
                        BadSearch::Operator { field: (*field).to_owned(), operator: operator.to_owned() };
                    assert_eq!(outcome, Err(bad));
                }
            }
        }
    }
}

#[test]
fn a_value_that_is_left_out_is_null_and_two_operators_alone_take_it() {
    let left_out = json!({ "field": "phone", "operator": "=" });
    let null = single("phone", "=", &Value::Null);
    assert_eq!(read(&by_day(), &left_out), read(&by_day(), &null));
    for operator in ["IN", "NIN", "~", "!~", "^", "$", "<", ">", "<=", ">="] {
        let bad = refused(&by_day(), &single("phone", operator, &Value::Null));
        assert!(matches!(bad, BadSearch::Value { .. }), "{operator}: {bad:?}");
    }
    for name in ["id", "segment_id"] {
        let bad = refused(&by_day(), &single(name, "=", &Value::Null));
        assert_eq!(bad.to_string(), format!("{name}: No search asks for null here."));
    }
}

#[test]
fn a_value_of_another_type_is_refused() {
    let seconds = "The value is a time in Unix seconds.";
    let truth = "The value is true or false.";
    let list = "The value is a list of at least one value.";
    for (searched, field, operator, value, reason) in [
        (by_day(), "email", "=", json!(true), "The value is a text."),
        (by_day(), "email", "=", json!(1.5), "The value is a text."),
        (by_day(), "email", "=", json!(""), "A text has 1 to 255 characters."),
        (by_day(), "email", "~", json!(["a"]), "The value is a text."),
        (by_day(), "email", "IN", json!("a"), list),
        (by_day(), "email", "IN", json!([]), list),
        (by_day(), "email", "IN", json!([null]), "The value is a text."),
        (by_day(), "email", "IN", json!(vec!["a"; 501]), "The value is a list of 1 to 500 values."),
        (by_day(), "email_domain", "=", json!("@b.no"), "A domain is a text without an @."),
        (by_day(), "email_domain", "=", json!(["b.no"]), "A domain is a text without an @."),
        (by_day(), "email_domain", "IN", json!([]), list),
        (by_day(), "role", "=", json!("robot"), "The value is one of visitor, lead, user."),
        (by_day(), "owner_id", "=", json!("x"), "The value is a number."),
        (by_day(), "owner_id", "=", json!(1.5), "The value is a number of the app."),
        (by_day(), "owner_id", "IN", json!([0, "x"]), "The value is a number."),
        (by_day(), "unsubscribed_from_emails", "=", json!("true"), truth),
        (by_day(), "unsubscribed_from_emails", "IN", json!([true, 1]), truth),
        (by_day(), "unsubscribed_from_emails", "IN", json!([]), list),
        (by_day(), "created_at", "=", json!("2027-01-15"), seconds),
        (by_day(), "created_at", "=", json!(1.5), seconds),
        (by_day(), "created_at", ">", json!(LATE * 1000), seconds),
        (by_day(), "created_at", "=", json!(i64::MAX), seconds),
        (
            by_day(),
            "created_at",
            "<",
            json!(-9_000_000_000_i64),
            "The value is a day from 1900 to 2999, such as 2027-01-15.",
        ),
        (Searched::Contacts, "created_at", "=", json!(1.5), seconds),
        (Searched::Contacts, "custom_attributes.trial_at", "=", json!(i64::MIN), seconds),
        (Searched::Conversations, "open", "=", json!("open"), truth),
        (
            Searched::Conversations,
            "priority",
            "=",
            json!("high!"),
            "The value is one of none, low, medium, high, urgent.",
        ),
        (Searched::Conversations, "id", "=", json!("nan"), "The value is a number."),
    ] {
        let bad = refused(&searched, &single(field, operator, &value));
        assert_eq!(bad, BadSearch::Value { field: field.to_owned(), reason: reason.to_owned() }, "{value}");
    }
}

#[test]
fn a_query_has_two_levels_of_15_filters_and_50_in_all() {
    let known = single("email", "!=", &Value::Null);
    let group = |operator: &str, members: Vec<Value>| json!({ "operator": operator, "value": members });
    let full = || group("OR", vec![known.clone(); MOST_IN_GROUP]);
    let any_of = single("email_domain", "IN", &json!(["b.no", "d.no"]));
    let two = json!([known, known]);
    let (size, deep) = ("A group is a list of 1 to 15 filters.", "Groups are nested at most two deep.");
    let shape = "A filter has a field and an operator, which are texts.";
    for (query, reason) in [
        (json!([]), shape),
        (json!("email"), shape),
        (json!({ "field": "email" }), shape),
        (json!({ "field": 7, "operator": "=" }), shape),
        (json!({ "operator": "XOR", "value": two }), shape),
        (json!({ "operator": "and", "value": two }), shape),
        (json!({ "operator": "AND" }), size),
        (json!({ "operator": "AND", "value": {} }), size),
        (group("OR", vec![]), size),
        (group("OR", vec![known.clone(); MOST_IN_GROUP + 1]), size),
        (group("AND", vec![group("OR", vec![known.clone(); MOST_IN_GROUP + 1])]), size),
        (group("AND", vec![group("OR", vec![full()])]), deep),
        // Any of two domains in all of two conditions.
        (group("OR", vec![group("AND", vec![known.clone(), any_of])]), deep),
        (group("AND", vec![full(); 4]), "A filter has at most 50 conditions."),
    ] {
        assert_eq!(refused(&by_day(), &query), BadSearch::Query(reason.to_owned()), "{query}");
    }
    assert!(read(&by_day(), &group("AND", vec![full(); 3])).is_ok());
    assert!(read(&by_day(), &full()).is_ok());
}

#[test]
fn no_json_makes_reading_a_search_panic_and_what_it_is_stays_a_filter() {
    let names = OF_CONTACTS.iter().chain(&OF_CONVERSATIONS).map(|(name, _)| (*name).to_owned());
    let custom = ["plan", "taste", "seats", "vip", "trial_at", "renewal", "nope", "\0"];
    let names: Vec<String> = names.chain(custom.map(|name| format!("custom_attributes.{name}"))).collect();
    let name = prop_oneof![9 => prop::sample::select(names), 1 => any::<String>()];
    let operators = OPERATORS.map(|(operator, _)| operator);
    let operator = prop_oneof![
        8 => prop::sample::select(vec!["=", "!="]).prop_map(str::to_owned),
        8 => prop::sample::select(operators.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let texts = ["a", "", "0", "7", "-1.5e9", "1799969400", "user", "open", "priority", "\0", "@", "9e999"];
    let leaf = prop_oneof![
        6 => prop::sample::select(texts.to_vec()).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        2 => (-1..9_i64).prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        3 => any::<bool>().prop_map(Value::from),
        2 => Just(Value::Null),
    ];
    let value = prop_oneof![
        2 => Just(Value::Null),
        3 => leaf.clone(),
        1 => prop::collection::vec(leaf.clone(), 0..4).prop_map(Value::from),
    ];
    let condition =
        (name, operator, value).prop_map(|(name, operator, value)| single(&name, &operator, &value));
    let key = prop::sample::select(vec!["field", "operator", "value", "AND"]);
    let wild = (prop::collection::vec((key, leaf), 0..4)).prop_map(|fields| {
        fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>()
    });
    let member = prop_oneof![12 => condition, 1 => wild.prop_map(Value::Object)];
    let query = member.prop_recursive(4, 20, 4, |inner| {
        let operator = prop::sample::select(vec!["AND", "OR"]);
        (operator, prop::collection::vec(inner, 0..3))
            .prop_map(|(operator, members)| json!({ "operator": operator, "value": members }))
    });
    let searched = prop::sample::select(vec![by_day(), Searched::Contacts, Searched::Conversations]);
    let config = Config { cases: 10_000, failure_persistence: None, ..Config::default() };
    let (read_well, asked) = (std::cell::Cell::new(0_u32), (searched, query));
    let outcome = TestRunner::new(config).run(&asked, |(searched, query)| {
        match read(&searched, &query) {
            Ok(filter) => {
                read_well.set(read_well.get() + 1);
                prop_assert_eq!(Filter::from_json(&filter.to_json()), Ok(filter));
            }
            Err(bad) => prop_assert!(bad.to_string().len() < 4_000),
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(read_well.get() > 500, "{}", read_well.get());
}
