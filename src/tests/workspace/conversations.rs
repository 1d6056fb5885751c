//! A person writes, and reads what they may.

use super::*;

impl Bench {
    fn message(&self, key: &str, conversation: Option<&str>, text: &str) -> Value {
        json!({
            "app_id": self.workspace.app_id(), "key": key, "conversation": conversation, "text": text,
            "page": { "url": HOME, "title": "Home" },
        })
    }

    pub(super) async fn write(
        &self,
        key: &str,
        conversation: Option<&str>,
        text: &str,
        credential: &str,
    ) -> Answer {
        let message = self.message(key, conversation, text).to_string();
        self.post("/messenger/web/message", message, Some(credential)).await
    }

    async fn read(&self, path: &str, credential: &str) -> Answer {
        let address = format!("/messenger/web/{path}?app_id={}", self.workspace.app_id());
        let request = Request::get(address).header(header::AUTHORIZATION, format!("Bearer {credential}"));
        let response = self.send(request.body(Body::empty()).expect("a request")).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, body: String::from_utf8(body.to_vec()).expect("text") }
    }

    async fn select(&self, select: &str) -> Vec<String> {
        texts(&self.database.open().await, select).await
    }
}

fn conversation(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()["conversation"].as_str().expect("a conversation").to_owned()
}

#[tokio::test]
async fn a_message_begins_a_conversation_that_its_person_reads_and_nobody_else() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let tomas = bench.boot_user("u_2").await.credential();
    let number = conversation(&bench.write("k1", None, "Is the kettle <b>on</b>?", &marit).await);
    let thread = bench.read(&format!("conversations/{number}"), &marit).await;
    assert!(thread.status.is_success() && thread.body.contains("Is the kettle &lt;b&gt;on&lt;/b&gt;?"));
    assert!(bench.read("home", &marit).await.body.contains("Is the kettle"));
    let nothing = bench.read(&format!("conversations/{number}"), &tomas).await;
    assert_eq!((nothing.status, nothing.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert!(!bench.read("home", &tomas).await.body.contains("kettle"));
    let into = bench.write("k2", Some(&number), "Me too", &tomas).await;
    assert_eq!(into.status, StatusCode::NOT_FOUND, "never 403: there is none");
}

#[tokio::test]
async fn the_same_message_twice_is_stored_once_and_another_with_its_key_is_refused() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let first = bench.write("k1", None, "Hello", &marit).await;
    let again = bench.write("k1", None, "Hello", &marit).await;
    assert_eq!((first.status, first.json()), (again.status, again.json()));
    assert_eq!(bench.write("k1", None, "Goodbye", &marit).await.status, StatusCode::CONFLICT);
    let other = conversation(&first);
    assert_eq!(bench.write("k1", Some(&other), "Hello", &marit).await.status, StatusCode::CONFLICT);
    assert_eq!(bench.select("select cast(count(*) as text) from parts").await, ["1"]);
}

#[tokio::test]
async fn what_was_sent_at_once_is_stored_once_each_and_in_one_order() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let number = conversation(&bench.write("k0", None, "Zero", &marit).await);
    let keys: Vec<String> = (1..=20).map(|n| format!("k{}", n % 10 + 1)).collect();
    let all = keys.iter().map(|key| bench.write(key, Some(&number), key, &marit));
    for answer in futures::future::join_all(all).await {
        assert_eq!(conversation(&answer), number);
    }
    let stored = "select cast(count(*) as text) || ' ' || cast(count(distinct number) as text) from parts";
    assert_eq!(bench.select(stored).await, ["11 11"]);
    assert_eq!(bench.select("select cast(parts as text) from conversations").await, ["11"]);
}

#[tokio::test]
async fn a_visitor_who_writes_is_a_lead_and_takes_the_conversation_along_at_log_in() {
    let bench = Bench::new().await;
    let visitor = bench.ping("boot", HOME, json!({}), None).await;
    let credential = visitor.credential();
    let number = conversation(&bench.write("k1", None, "Do you post to Tromsø?", &credential).await);
    let lead = "select role || ' ' || cast(lead_since as text) from people";
    assert_eq!(bench.select(lead).await, [format!("lead {NOW}")]);
    let token = json!({ "intercom_user_jwt": token("u_1") });
    let user = bench.ping("boot", HOME, token, Some(&credential)).await.credential();
    assert!(bench.read(&format!("conversations/{number}"), &user).await.body.contains("Tromsø"));
    let again = bench.write("k1", None, "Do you post to Tromsø?", &user).await;
    assert_eq!(conversation(&again), number, "the key came along");
    assert_eq!(
        bench.read(&format!("conversations/{number}"), &credential).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn all_snoozes_that_are_over_end_at_once_and_no_other() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    conversation(&bench.write("k1", None, "Hello", &marit).await);
    let db = bench.database.open().await;
    let copy = format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 250)
         insert into conversations (number, app_id, person_id, state, snoozed_until, source, created_at, updated_at, last_part, parts,
                                    person_read_to, teammates_read_to)
         select 10000 + i, app_id, person_id, 'snoozed', {NOW} + i, source, created_at, updated_at, 10000 + i, 0, 0, 0
         from conversations cross join n"
    );
    execute(&db, &copy).await;
    bench.clock.advance(249);
    bench.workspace.end_snoozes().await.expect("ended");
    let left = "select cast(number as text) from conversations where state = 'snoozed'";
    assert_eq!(bench.select(left).await, ["10250"]);
    assert_eq!(bench.select("select cast(count(*) as text) from parts where author = 'bot'").await, ["249"]);
}

#[tokio::test]
async fn where_no_snooze_is_over_nothing_is_written_and_nobody_waited_for() {
    let bench = Bench::new().await;
    let held = bench.database.open().await.begin().await.expect("the one that writes");
    bench.workspace.end_snoozes().await.expect("at once");
    drop(held);
}

#[tokio::test]
async fn a_text_that_is_no_message_is_refused_and_stores_nothing() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    for text in ["", " \n ", &"x".repeat(10_001)] {
        assert_eq!(bench.write("k1", None, text, &marit).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for (field, bad) in [("key", json!("no/id")), ("conversation", json!(7)), ("text", json!(null))] {
        let mut message = bench.message("k1", None, "Hello");
        message[field] = bad;
        let answer = bench.post("/messenger/web/message", message.to_string(), Some(&marit)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
    }
    assert_eq!(bench.write("k1", None, "Hello", "none").await.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.select("select cast(count(*) as text) from conversations").await, ["0"]);
}

#[tokio::test]
async fn events_of_conversations_hold_no_text_and_the_inspectors_feed_has_none_of_them() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let before = bench.workspace.feed().after(bench.workspace.app_id(), 0, 100).await.expect("entries").len();
    let number = conversation(&bench.write("k1", None, "A word that is nobody else’s", &marit).await);
    let entries = bench.workspace.feed().after(bench.workspace.app_id(), 0, 100).await.expect("entries");
    assert_eq!(entries.len(), before);
    let change =
        "select kind || ' ' || actor || ' ' || conversation || ' ' || cast(fields as text) from ledger
                  where conversation is not null";
    assert_eq!(bench.select(change).await, [format!("conversation_person_replied person {number} []")]);
    let numbers = "select cast(number as text) from ledger where conversation is not null";
    assert_eq!(bench.select(numbers).await, [number]);
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_conversation_and_no_event_of_one() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    conversation(&bench.write("k1", None, "Hello", &marit).await);
    forget_user(&bench.database.open().await, &Files::default(), "u_1", NOW).await.expect("forgotten");
    for table in ["conversations", "parts", "sends"] {
        assert_eq!(
            bench.select(&format!("select cast(count(*) as text) from {table}")).await,
            ["0"],
            "{table}"
        );
    }
    assert_eq!(bench.select("select kind || ' ' || fields from ledger").await, ["person_deleted []"]);
}

#[tokio::test]
async fn old_visitors_go_and_leads_stay_with_what_they_wrote() {
    let bench = Bench::new().await;
    let writer = bench.ping("boot", HOME, json!({}), None).await.credential();
    let number = conversation(&bench.write("k1", None, "Hello", &writer).await);
    bench.ping("boot", HOME, json!({}), None).await.credential();
    bench.clock.advance(200);
    bench.forget_old(100).await.expect("forgotten");
    assert_eq!(bench.select("select cast(count(*) as text) from people").await, ["1"]);
    assert!(bench.read(&format!("conversations/{number}"), &writer).await.body.contains("Hello"));
}
