//! A person rates the answers that they got.

use super::*;
use leptos_messenger::workspace::conversations::{self, Rating};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::refusal::Refusal;

impl Bench {
    async fn requests_rating(&self, number: i64) {
        let mut batch = self.workspace.begin().await.expect("a batch");
        let by = ChangedBy::Teammate(1);
        let app_id = self.workspace.app_id();
        conversations::request_rating(&mut batch, &by, app_id, number).await.expect("asked");
        batch.commit().await.expect("committed");
    }

    async fn rates(
        &self,
        who: &str,
        number: i64,
        score: i64,
        remark: Option<&str>,
    ) -> Result<Rating, Refusal> {
        let mut batch = self.workspace.begin().await?;
        let app_id = self.workspace.app_id();
        let rated = conversations::rate(&mut batch, app_id, who, number, score, remark).await?;
        batch.commit().await?;
        Ok(rated.rating)
    }

    async fn person_id(&self, user_id: &str) -> String {
        let select = format!("select id from people where user_id = '{user_id}'");
        texts(self.workspace.db(), &select).await.remove(0)
    }
}

#[tokio::test]
async fn who_is_asked_rates_from_1_to_5_and_may_change_it_and_each_is_one_entry_without_a_word_of_it() {
    let bench = Bench::new().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    let marit = bench.person_id("u_1").await;
    let db = bench.workspace.db();
    execute(db, "update conversations set teammate_assignee = 7").await;
    assert!(
        matches!(bench.rates(&marit, number, 5, None).await, Err(Refusal::Field("score", _))),
        "nobody asked"
    );
    bench.requests_rating(number).await;
    bench.clock.advance(60);
    bench.requests_rating(number).await;
    bench.rates(&marit, number, 2, Some(" canary slow\0 ")).await.expect("rated");
    bench.rates(&marit, number, 2, Some("canary slow")).await.expect("the same again");
    bench.clock.advance(60);
    execute(db, "update conversations set teammate_assignee = 8").await;
    let rating = bench.rates(&marit, number, 4, Some(" ")).await.expect("changed");
    let expected = Rating {
        requested_at: Some(NOW),
        rated_at: Some(NOW + 120),
        score: Some(4),
        remark: None,
        teammate: Some(7),
    };
    assert_eq!(rating, expected);
    bench.rates(&marit, number, 4, Some("canary better")).await.expect("a remark");
    assert_eq!(
        bench.exported_conversation().await["rating"],
        json!({ "requested_at": NOW, "rated_at": NOW + 120, "score": 4, "remark": "canary better", "teammate": 7 })
    );
    assert_eq!(
        texts(db, "select kind || ' ' || actor || ' ' || replace(cast(fields as text), ' ', '') from ledger where conversation is not null order by number").await,
        [
            "conversation_person_replied person []",
            "conversation_rating_requested teammate []",
            "conversation_rated person [\"score\",\"remark\"]",
            "conversation_rated person [\"score\",\"remark\"]",
            "conversation_rated person [\"remark\"]",
        ]
    );
}

#[tokio::test]
async fn a_rating_out_of_range_or_of_another_person_is_refused_and_changes_nothing() {
    let bench = Bench::new().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    bench.boot_user("u_2").await;
    let (marit, tomas) = (bench.person_id("u_1").await, bench.person_id("u_2").await);
    bench.requests_rating(number).await;
    for score in [0, 6, -1, i64::MAX] {
        assert!(
            matches!(bench.rates(&marit, number, score, None).await, Err(Refusal::Field("score", _))),
            "{score}"
        );
    }
    let long = "ø".repeat(10_001);
    assert!(matches!(bench.rates(&marit, number, 3, Some(&long)).await, Err(Refusal::LongText)));
    assert!(matches!(bench.rates(&tomas, number, 3, None).await, Err(Refusal::NoConversation)));
    assert!(matches!(bench.rates("nobody", number, 3, None).await, Err(Refusal::NoPerson)));
    let db = bench.workspace.db();
    assert_eq!(texts(db, "select number || '' from conversations where rated_at is null").await.len(), 1);
    assert!(bench.rates(&marit, number, 3, Some(&long[..20_000])).await.is_ok());
    execute(db, "update people set blocked_at = 7").await;
    assert!(matches!(bench.rates(&marit, number, 5, None).await, Err(Refusal::Blocked)));
}

#[tokio::test]
async fn a_rating_of_a_conversation_that_nobody_has_is_about_who_answered_last() {
    let bench = Bench::new().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    let marit = bench.person_id("u_1").await;
    bench.requests_rating(number).await;
    assert_eq!(bench.rates(&marit, number, 1, None).await.expect("rated").teammate, None, "nobody answered");
    let db = bench.workspace.db();
    for (part, kind, teammate) in [(901, "comment", 3), (902, "comment", 4), (903, "note", 5)] {
        let part = format!(
            "insert into parts (number, conversation, kind, author, teammate, audience, at_ms)
             values ({part}, {number}, '{kind}', 'teammate', {teammate}, 'person', 1)"
        );
        execute(db, &part).await;
    }
    execute(db, "update conversations set rated_at = null").await;
    assert_eq!(bench.rates(&marit, number, 2, None).await.expect("rated").teammate, Some(4));
}
