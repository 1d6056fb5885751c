//! What is no search: fields, operators, values and shapes.

use super::*;

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
