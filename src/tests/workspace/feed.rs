//! The feed of accepted and refused pings.

use super::*;
use leptos_messenger::workspace::feed::Call;

#[tokio::test]
async fn an_accepted_ping_says_who_where_and_which() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    let entry = bench.entries().await.pop().expect("an entry");
    assert_eq!(entry.app_id, bench.workspace.app_id());
    assert_eq!(entry.ping_id.as_deref(), Some("ping-1"));
    assert_eq!(entry.at_ms, NOW * 1000);
    let accepted = bench.last_accepted().await;
    assert_eq!((accepted.call, accepted.url.as_str(), accepted.title.as_str()), (Call::Boot, HOME, "A page"));
    assert_eq!(accepted.person.name, "u_1 by name");
    assert!(accepted.person.verified);
}

#[tokio::test]
async fn an_entry_survives_the_wire() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    bench.ping("update", HOME, json!({ "user_id": "u_2" }), None).await;
    for entry in bench.entries().await {
        let text = serde_json::to_string(&entry).expect("JSON");
        assert_eq!(serde_json::from_str::<FeedEntry>(&text).expect("an entry"), entry);
    }
}

#[tokio::test]
async fn whoever_watches_is_woken_and_finds_what_is_new() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let mut latest = bench.workspace.feed().latest();
    let seen = *latest.borrow_and_update();
    bench.ping("update", &format!("{HOME}x"), json!({}), Some(&credential)).await;
    latest.changed().await.expect("the feed");
    let new = bench.entries_after(seen).await;
    assert_eq!(new.iter().map(|entry| entry.number).collect::<Vec<_>>(), [*latest.borrow()]);
    // Copied: a borrow that is held over an await keeps the feed from going on.
    let last = *latest.borrow();
    assert!(bench.entries_after(last).await.is_empty());
}

#[tokio::test]
async fn a_page_of_the_feed_holds_so_many_bytes_and_the_next_goes_on() {
    let bench = Bench::new().await;
    let db = bench.database.open().await;
    let app_id = bench.workspace.app_id();
    let sizes = [300_000, 300_000, 300_000, 300_000, 300_000, 3_000_000, 300_000, 10, 10];
    for (at, size) in sizes.into_iter().enumerate() {
        let kind = json!({ "IdentitySettingsChanged": { "what": "x".repeat(size) } });
        let row = format!("({}, '{app_id}', 0, '{kind}')", at + 1);
        execute(&db, &format!("insert into events (number, app_id, at_ms, kind) values {row}")).await;
    }
    let (mut pages, mut after) = (Vec::new(), 0);
    loop {
        let page = bench.workspace.feed().after(app_id, after, 500).await.expect("a page");
        let Some(last) = page.last() else { break };
        after = last.number;
        pages.push(page.iter().map(|entry| entry.number).collect::<Vec<_>>());
    }
    assert_eq!(pages, [vec![1, 2, 3], vec![4, 5], vec![6], vec![7, 8, 9]], "a large one comes alone");
}

#[tokio::test]
async fn a_later_run_counts_on_above_an_earlier_one() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    let last = bench.entries().await.pop().expect("an entry").number;
    bench.clock.advance(1);
    let later = open_in(&bench.database, &bench.clock, IdentitySecret::new(SECRET)).await;
    let bench = Bench { router: routes(later.clone(), &[]), workspace: later, ..bench };
    bench.boot_user("u_1").await;
    assert_eq!(bench.entries_after(last).await.len(), 1);
}

#[tokio::test]
async fn it_holds_no_token_credential_or_secret() {
    let bench = Bench::new().await;
    let token = token("u_1");
    let credential = bench.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await.credential();
    bench.ping("update", HOME, json!({ "intercom_user_jwt": format!("{token}x") }), Some(&credential)).await;
    bench.ping("update", HOME, json!({ "user_id": "u_1" }), Some(&credential)).await;
    bench.post("/messenger/web/shutdown", "{}".to_owned(), Some(&credential)).await;
    let text = serde_json::to_string(&bench.entries().await).expect("JSON");
    for hidden in [SECRET, &token, &credential, token.rsplit('.').next().expect("a signature")] {
        assert!(!text.contains(hidden));
    }
}
