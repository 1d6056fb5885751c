//! A conversation's title, priority and custom attributes.

use super::*;
use leptos_messenger::workspace::FieldUpdate;
use leptos_messenger::workspace::contacts;
use leptos_messenger::workspace::conversations::{self, ConversationUpdate, Priority};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::refusal::Refusal;
use serde_json::Map;

const INES: ChangedBy = ChangedBy::Teammate(1);
/// Kind, actor and fields of the changes of conversations.
const CHANGES: &str =
    "select kind || ' ' || actor || ' ' || replace(cast(fields as text), ' ', '') from ledger
                       where conversation is not null order by number";

impl Bench {
    /// The number of a new conversation of this person.
    pub(super) async fn begins(&self, credential: &str) -> i64 {
        let sent = self.write("first", None, "Hello", credential).await;
        sent.json()["conversation"].as_str().expect("a number").parse().expect("a number")
    }

    async fn change(&self, number: i64, update: ConversationUpdate) -> Result<Vec<String>, Refusal> {
        let mut batch = self.workspace.begin().await?;
        let app_id = self.workspace.app_id();
        let (_, refused) = conversations::change(&mut batch, &INES, app_id, number, update).await?;
        batch.commit().await?;
        Ok(refused.named.into_iter().map(|refused| refused.name).collect())
    }

    /// What the export has of the person's only conversation.
    pub(super) async fn exported_conversation(&self) -> Value {
        let mut batch = self.workspace.begin().await.expect("a batch");
        let id = texts(self.workspace.db(), "select person_id from conversations").await.remove(0);
        let export = contacts::export(&mut batch.transaction, self.workspace.app_id(), &id, NOW).await;
        export.expect("an export")["conversations"][0].take()
    }
}

fn attributes(json: Value) -> Map<String, Value> {
    serde_json::from_value(json).expect("an object")
}

#[tokio::test]
async fn title_priority_and_custom_attributes_change_field_by_field_without_a_part_and_with_one_entry() {
    let bench = Bench::new().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    bench.clock.advance(60);
    let update = || ConversationUpdate {
        title: FieldUpdate::To(" The kettle ".into()),
        priority: FieldUpdate::To(Priority::Urgent),
        attributes: attributes(json!({ "order": 7, "canary_topic": "canary value" })),
    };
    for _ in 0..2 {
        assert!(bench.change(number, update()).await.expect("changed").is_empty());
    }
    let exported = bench.exported_conversation().await;
    assert_eq!(
        (&exported["title"], &exported["priority"], &exported["custom_attributes"], &exported["updated_at"]),
        (
            &json!("The kettle"),
            &json!("urgent"),
            &json!({ "order": 7, "canary_topic": "canary value" }),
            &json!(NOW + 60)
        )
    );
    let cleared = ConversationUpdate {
        title: FieldUpdate::Clear,
        priority: FieldUpdate::Clear,
        attributes: attributes(json!({ "order": null, "more": true })),
    };
    bench.change(number, cleared).await.expect("changed");
    let exported = bench.exported_conversation().await;
    assert_eq!(
        (&exported["title"], &exported["priority"], &exported["custom_attributes"]),
        (&Value::Null, &json!("none"), &json!({ "canary_topic": "canary value", "more": true }))
    );
    let db = bench.workspace.db();
    assert_eq!(
        texts(db, CHANGES).await,
        [
            "conversation_person_replied person []",
            "conversation_changed teammate [\"title\",\"priority\",\"custom_attributes.canary_topic\",\"custom_attributes.order\"]",
            "conversation_changed teammate [\"title\",\"priority\",\"custom_attributes.more\",\"custom_attributes.order\"]",
        ]
    );
    assert_eq!(texts(db, "select kind from parts").await, ["comment"]);
}

#[tokio::test]
async fn a_bad_title_is_refused_as_a_whole_a_bad_attribute_alone_and_another_apps_conversation_is_none() {
    let bench = Bench::new().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    let bad = ConversationUpdate {
        title: FieldUpdate::To("a\0b".into()),
        priority: FieldUpdate::To(Priority::Low),
        ..ConversationUpdate::default()
    };
    assert!(matches!(bench.change(number, bad).await, Err(Refusal::Field("title", _))));
    let half = ConversationUpdate {
        attributes: attributes(json!({ "a.b": 1, "nul": "a\0b", "list": [], "order": 7 })),
        ..ConversationUpdate::default()
    };
    assert_eq!(bench.change(number, half).await.expect("changed"), ["a.b", "list", "nul"]);
    let exported = bench.exported_conversation().await;
    assert_eq!(
        (&exported["priority"], &exported["custom_attributes"]),
        (&json!("none"), &json!({ "order": 7 }))
    );
    let nothing = bench.change(number + 99, ConversationUpdate::default()).await;
    assert!(matches!(nothing, Err(Refusal::NoConversation)));
    let db = bench.workspace.db();
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let foreign =
        conversations::change(&mut batch, &INES, "other", number, ConversationUpdate::default()).await;
    assert!(matches!(foreign, Err(Refusal::NoConversation)));
}
