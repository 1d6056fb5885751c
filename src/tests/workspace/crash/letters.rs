//! People who write messages until their server is killed, and send the last one again afterwards.

use leptos_messenger::database::Db;
use std::sync::atomic::{AtomicU32, Ordering};

use super::process::Server;
use super::visitor::Visitor;
use super::visits::Visit;
use crate::database::texts;

/// Messages of one writer: fewer than a person may send in a minute.
const MESSAGES: usize = 12;

/// What one writer sent until the server was gone, or they had sent enough.
pub struct Letters {
    writer: Visitor,
    name: String,
    /// Number of the first part, which is the conversation's, and of those after it.
    answered: Vec<String>,
}

impl Letters {
    /// The next one; its key and text are the same until it is answered.
    async fn send(&mut self) -> Option<()> {
        let (key, to) = (format!("{}-{}", self.name, self.answered.len()), self.answered.first());
        let answer = self.writer.write(&key, to.map(String::as_str), &key).await?;
        self.answered.push(answer["part"].as_str().expect("a part").to_owned());
        Some(())
    }
}

/// One writer after the other. Their visits are pings like others.
pub async fn write(
    server: &Server,
    round: u32,
    place: u32,
    answers: &AtomicU32,
) -> (Vec<Visit>, Vec<Letters>) {
    let (mut visits, mut letters) = (Vec::new(), Vec::new());
    for nth in 0.. {
        let url = format!("http://shop.example/{round}/{place}-{nth}/0");
        let Some(writer) = Visitor::boot(&server.address, &server.app_id, &url).await else {
            visits.push(Visit { answered: Vec::new(), unanswered: url });
            break;
        };
        visits.push(Visit { answered: vec![url], unanswered: String::new() });
        let mut own = Letters { writer, name: format!("{round}-{place}-{nth}"), answered: Vec::new() };
        while own.answered.len() < MESSAGES && own.send().await.is_some() {
            answers.fetch_add(1, Ordering::Relaxed);
        }
        let is_over = own.answered.len() < MESSAGES;
        letters.push(own);
        if is_over {
            break;
        }
    }
    (visits, letters)
}

/// Each writer sends once more what was not answered, or one message more. Then what was answered is stored, once and in
/// order, and nothing else is. Returns how many parts there are.
pub async fn send_the_last_again(server: &Server, letters: Vec<Letters>, db: &Db) -> usize {
    let mut answered = Vec::new();
    for mut own in letters {
        own.writer.reconnect(&server.address).await.expect("a connection");
        own.send().await.expect("an answer");
        assert!(own.answered.is_sorted_by_key(|part| part.parse::<i64>().unwrap()), "{:?}", own.answered);
        let first = own.answered[0].clone();
        answered.extend(own.answered.iter().map(|part| format!("{first} {part}")));
    }
    let stored =
        texts(db, "select conversation || ' ' || number from parts order by conversation, number").await;
    answered.sort_by_key(|row| row.split(' ').map(|number| number.parse().unwrap()).collect::<Vec<i64>>());
    assert_eq!(stored, answered, "stored (left), answered in the end (right)");
    let keys = texts(db, "select count(*) from sends").await;
    assert_eq!(keys, [answered.len().to_string()], "a key for each");
    stored.len()
}
