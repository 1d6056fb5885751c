//! `kill -9` under load: what was answered is there, nothing is there by half, and the next start needs no help.
//!
//! Each test starts the program on a fresh database, kills it under load, and compares what is stored with what was
//! answered. Most go on with a new server, and kill it, too: `KILLS` times.
//!
//! [`pings`]: while visitors browse ([`visits`]), others write messages ([`letters`]). [`events`]: visitors report events.
//! [`shown`]: replies name a message of a teammate. [`sending`]: a message finds its people.

mod events;
mod letters;
mod pings;
#[expect(dead_code, reason = "the bench uses more of it")]
#[path = "../../../benches/server.rs"]
pub mod process;
mod sending;
mod shown;
#[expect(dead_code, reason = "the bench uses more of it")]
#[path = "../../../benches/visitor.rs"]
mod visitor;
mod visits;

use leptos_messenger::database::Db;
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::database::execute;
use process::Server;

/// How long a server may take to answer the first pings.
const PATIENCE: Duration = Duration::from_secs(30);
/// Visitors at a time.
const VISITORS: u32 = 8;

fn kills() -> u32 {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3)
}

/// Waits for the first answers.
async fn under_load(answers: &AtomicU32) {
    while answers.load(Ordering::Relaxed) < 20 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// At another moment in each round.
async fn kill_in_round(server: &Server, round: u32) {
    tokio::time::sleep(Duration::from_micros(u64::from(round * 1_777 % 20_000))).await;
    server.kill();
}

async fn store_message(db: &Db, app_id: &str, number: &str, delivery: &str, pages: &Value, audience: &Value) {
    let message = format!(
        r#"insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                          priority, created_at, updated_at)
           values ({number}, '{app_id}', '{delivery}', 'chat', 'live', 'Plans', 1, '{{"text":"Hello"}}', '{pages}', '{audience}', 0, 0, 0)"#
    );
    execute(db, &message).await;
}
