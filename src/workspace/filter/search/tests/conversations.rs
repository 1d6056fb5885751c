//! Searches of conversations.

use super::*;

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
