//! How soon people are answered, as the panel says it.

use super::*;

async fn home(desk: &Desk, credential: &str) -> String {
    desk.person(&format!("home?app_id={}", desk.app_id()), None, credential).await.1
}

/// Somebody writes, and is answered so many seconds later.
async fn answered(desk: &mut Desk, after: i64) {
    let id = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
    desk.server.state.clock.advance(after);
    // The teammate's session is over meanwhile.
    desk.cookie = desk.server.log_in(TEAMMATE).await;
    let (status, _) = desk.acts("inbox_reply", &format!("id={id}&key=a{id}&text=Hello+you")).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn the_panel_says_the_median_of_the_first_answers_in_thirty_days() {
    let mut desk = Desk::open().await;
    for _ in 0..4 {
        answered(&mut desk, 20 * 3_600).await;
    }
    desk.server.state.clock.advance(31 * 24 * 3_600);
    let visitor = desk.visitor().await;
    assert!(!home(&desk, &visitor).await.contains("We usually reply"), "nobody was answered of late");
    for after in [2 * 3_600, 60, 9 * 60 + 30] {
        answered(&mut desk, after).await;
    }
    desk.writes(&desk.visitor().await, "k", None, "Nobody answers this").await;
    // It is measured again after a while.
    desk.server.state.clock.advance(10 * 60);
    let shown = home(&desk, &desk.visitor().await).await;
    assert!(shown.contains("data-amount=\"10\" data-unit=\"minute\""), "{shown}");
}
