//! A message of a teammate that a reply named: it shows again where that reply was lost, and stands once.

use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};

use super::process::Server;
use super::visitor::Visitor;
use super::{PATIENCE, VISITORS, kill_in_round, kills, store_message, under_load};
use crate::database::{Database, execute, texts};
use crate::workspace::lost_answer::LostAnswer;

const HOME: &str = "http://shop.example/";
const PLANS: &str = "http://shop.example/plans";
const MESSAGE: &str = "-1";

/// A reply that names a message is lost with its server: the message was given to that session, or to nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_reply_was_lost_shows_again_and_stands_once() {
    let kills = kills();
    let database = Database::fresh().await;
    let mut browsers = Vec::new();
    for round in 0..kills {
        let server = Server::start(&database.url).await;
        if round == 0 {
            start_message(&database, &server.app_id).await;
        }
        let answers = AtomicU32::new(0);
        let visits = (0..VISITORS).map(|_| async {
            let mut seen = Vec::new();
            while let Some(mut visitor) = Visitor::boot(&server.address, &server.app_id, HOME).await {
                let answered = visitor.update(PLANS).await;
                let is_over = answered.is_none();
                seen.push((visitor, answered));
                if is_over {
                    break;
                }
                answers.fetch_add(1, Ordering::Relaxed);
            }
            seen
        });
        let network = LostAnswer::before(&server.address).await;
        let losing = async {
            let mut visitor = Visitor::boot(&server.address, &server.app_id, HOME).await.expect("an answer");
            visitor.reconnect(&network.address).await.expect("a connection");
            let answered = visitor.update(PLANS).await;
            (visitor, answered)
        };
        let kill = async {
            network.is_lost().await;
            under_load(&answers).await;
            kill_in_round(&server, round).await;
        };
        let (visits, losing, killed) =
            tokio::join!(futures::future::join_all(visits), losing, tokio::time::timeout(PATIENCE, kill));
        killed.expect("the server answers");
        browsers.extend(visits.into_iter().flatten());
        browsers.push(losing);
    }
    let server = Server::start(&database.url).await;
    let (count, lost) = (browsers.len(), browsers.iter().filter(|(_, answered)| answered.is_none()).count());
    assert!(lost >= kills as usize, "{lost} replies were lost");
    for (mut visitor, answered) in browsers {
        if let Some(reply) = answered {
            assert_eq!(reply["message"]["id"], MESSAGE, "{reply}");
        }
        visitor.reconnect(&server.address).await.expect("a connection");
        let reply = visitor.update(PLANS).await.expect("an answer");
        assert_eq!(reply["message"]["id"], MESSAGE, "{reply}");
        assert_eq!(reply["unread_count"], 1, "{reply}");
    }
    let db = database.open().await;
    let receipts = texts(&db, "select count(number) from outbound_receipts").await;
    assert_eq!(receipts, [count.to_string()]);
    println!("{kills} kills, {count} people got the message, {lost} of them without a reply");
}

/// A chat to everybody on plans, as a teammate starts it.
async fn start_message(database: &Database, app_id: &str) {
    let db = database.open().await;
    let pages = json!([{ "part": "path", "operator": "is", "value": "/plans" }]);
    store_message(&db, app_id, MESSAGE, "auto", &pages, &json!({ "version": 1, "all": [] })).await;
    execute(&db, "update event_counter set live_messages = live_messages + 1").await;
    db.close().await;
}
