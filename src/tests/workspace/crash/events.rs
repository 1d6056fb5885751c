//! No answered event is lost.

use std::sync::atomic::{AtomicU32, Ordering};

use super::process::Server;
use super::visitor::Visitor;
use super::{PATIENCE, VISITORS, under_load};
use crate::database::{Database, texts};

/// One event of each visitor, so that none is another's repeat.
#[tokio::test(flavor = "multi_thread")]
async fn no_answered_event_is_lost_when_the_server_is_killed() {
    let database = Database::fresh().await;
    let server = Server::start(&database.url).await;
    let answers = AtomicU32::new(0);
    let visits = (0..VISITORS).map(|visitor| {
        let (server, answers) = (&server, &answers);
        async move {
            let mut answered = Vec::new();
            for round in 0.. {
                let url = format!("http://shop.example/{round}/{visitor}/0");
                let booted = Visitor::boot(&server.address, &server.app_id, &url).await;
                let Some(mut visitor) = booted else { return (answered, url) };
                if visitor.track("read-guide").await.is_none() {
                    return (answered, url);
                }
                answered.push(url);
                answers.fetch_add(1, Ordering::Relaxed);
            }
            unreachable!("the rounds end with the server")
        }
    });
    let kill = async {
        under_load(&answers).await;
        server.kill();
    };
    let (visits, killed) =
        tokio::join!(futures::future::join_all(visits), tokio::time::timeout(PATIENCE, kill));
    killed.expect("the server answers");
    let db = database.open().await;
    // By the page where their visitor booted: who has an event, is known by it.
    let mut stored =
        texts(&db, "select i.url from data_events e join impressions i on i.person_id = e.person_id").await;
    stored.sort_unstable();
    let mut expected = Vec::new();
    for (answered, unanswered) in visits {
        expected.extend(answered);
        expected.extend(Some(unanswered).filter(|url| stored.binary_search(url).is_ok()));
    }
    expected.sort_unstable();
    assert_eq!(stored, expected, "stored (left), answered or at most asked for (right)");
}
