use super::*;
use leptos_messenger::workspace::feed::{Call, KEPT};

#[tokio::test]
async fn an_accepted_ping_says_who_where_and_which() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    let entry = bench.entries().pop().expect("an entry");
    assert_eq!(entry.app_id, bench.workspace.app_id());
    assert_eq!(entry.ping_id.as_deref(), Some("ping-1"));
    assert_eq!(entry.at_ms, NOW * 1000);
    let accepted = bench.last_accepted();
    assert_eq!((accepted.call, accepted.url.as_str(), accepted.title.as_str()), (Call::Boot, HOME, "A page"));
    assert_eq!(accepted.person.name, "u_1 by name");
    assert!(accepted.person.verified);
}

#[tokio::test]
async fn an_entry_survives_the_wire() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    bench.ping("update", HOME, json!({ "user_id": "u_2" }), None).await;
    for entry in bench.entries() {
        let text = serde_json::to_string(&entry).expect("JSON");
        assert_eq!(serde_json::from_str::<FeedEntry>(&text).expect("an entry"), entry);
    }
}

#[tokio::test]
async fn between_the_list_and_the_stream_nothing_is_lost_or_told_twice() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let mut seen = Vec::new();
    let (kept, mut live) = bench.workspace.feed().subscribe(0);
    seen.extend(kept.iter().map(|entry| entry.number));
    for n in 0..5 {
        bench.ping("update", &format!("{HOME}{n}"), json!({}), Some(&credential)).await;
    }
    while let Ok(entry) = live.try_recv() {
        seen.push(entry.number);
    }
    let all: Vec<_> = bench.entries().iter().map(|entry| entry.number).collect();
    assert_eq!(seen, all);
    let (rest, _) = bench.workspace.feed().subscribe(all[3]);
    assert_eq!(rest.iter().map(|entry| entry.number).collect::<Vec<_>>(), all[4..]);
    assert!(bench.workspace.feed().subscribe(all[5]).0.is_empty());
}

#[tokio::test]
async fn it_forgets_the_oldest() {
    let bench = Bench::new().await;
    for _ in 0..KEPT + 3 {
        bench.post("/messenger/web/ping", String::new(), None).await;
    }
    let entries = bench.entries();
    assert_eq!(entries.len(), KEPT);
    assert_eq!(entries[KEPT - 1].number - entries[0].number, KEPT as u64 - 1);
}

#[tokio::test]
async fn a_later_run_counts_on_above_an_earlier_one() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    let last = bench.entries().pop().expect("an entry").number;
    bench.clock.advance(1);
    let later = open_in(&bench.folder, &bench.clock, IdentitySecret::new(SECRET)).await;
    let bench = Bench { router: later.routes(), workspace: later, ..bench };
    bench.boot_user("u_1").await;
    assert_eq!(bench.workspace.feed().subscribe(last).0.len(), 1);
}

#[tokio::test]
async fn it_holds_no_token_credential_or_secret() {
    let bench = Bench::new().await;
    let token = token("u_1");
    let credential = bench.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await.credential();
    bench.ping("update", HOME, json!({ "intercom_user_jwt": format!("{token}x") }), Some(&credential)).await;
    bench.ping("update", HOME, json!({ "user_id": "u_1" }), Some(&credential)).await;
    bench.post("/messenger/web/shutdown", "{}".to_owned(), Some(&credential)).await;
    let text = serde_json::to_string(&bench.entries()).expect("JSON");
    for hidden in [SECRET, &token, &credential, token.rsplit('.').next().expect("a signature")] {
        assert!(!text.contains(hidden));
    }
}
