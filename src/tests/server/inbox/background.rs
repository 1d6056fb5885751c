//! The loops that run beside requests, each until its next look: a test passes the time in between.

use leptos_messenger::server::spawn_periodic_jobs;

use super::*;

/// Asks until it is so.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let asking = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("{what}"));
}

#[tokio::test]
async fn a_snooze_ends_within_a_minute_by_itself() {
    let desk = Desk::open().await;
    let credential = desk.visitor().await;
    let id = desk.writes(&credential, "k1", None, "Hello").await;
    assert_eq!(desk.acts("inbox_snooze", &format!("id={id}&hours=1")).await.0, StatusCode::OK);
    desk.server.state.clock.advance(3_601);
    let count =
        async |name: &str| desk.list(&format!("folder={name}")).await["rows"].as_array().map(Vec::len);
    assert_eq!(count("snoozed").await, Some(1), "nothing has looked yet");
    pass(Duration::from_secs(61)).await;
    until("it is open again", async || count("open").await == Some(1)).await;
}

#[tokio::test]
async fn what_is_old_is_forgotten_within_an_hour_by_itself_and_no_file_in_the_first() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    // A file that no message names for two days.
    let credential = desk.visitor().await;
    let (status, body) = desk.uploads(&credential, "a.txt", b"words".to_vec()).await;
    assert_eq!((status, desk.files().len()), (StatusCode::OK, 1), "{body}");
    state.clock.advance(2 * 24 * 60 * 60);
    execute(&state.db, "insert into deleted_accounts (account_id, deleted_at) values ('u_1', 5)").await;
    spawn_periodic_jobs(state);
    let is_forgotten = async || texts(&state.db, "select account_id from deleted_accounts").await.is_empty();
    until("the first look is over", is_forgotten).await;
    assert_eq!(desk.files().len(), 1);
    pass(Duration::from_secs(61 * 60)).await;
    until("it is forgotten", async || desk.files().is_empty()).await;
}

#[tokio::test]
async fn a_deletion_that_failed_is_made_good_by_the_next_start() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    outbound::Tab::user(&desk, "u_1").await;
    execute(&state.db, "insert into deleted_accounts (account_id, deleted_at) values ('u_1', 5)").await;
    spawn_periodic_jobs(state);
    until("they are gone", async || texts(&state.db, "select id from people").await.is_empty()).await;
}
