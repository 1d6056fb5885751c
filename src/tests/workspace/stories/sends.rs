//! What the person sends, and what must come of it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::model::{Conversation, Kind, Who};
use super::player::Player;
use super::step::Window;
use crate::server::inbox::parsed;

/// A message that was answered, by the person.
pub struct Send {
    pub who: Who,
    pub message: Value,
    pub answer: Value,
}

impl Player {
    /// A new one, with a key of its own.
    pub(super) fn message(&mut self, to: usize) -> Value {
        self.keys += 1;
        let to = self.conversations.get(to % (self.conversations.len() + 1)).map(|to| to.number.to_string());
        json!({
            "app_id": self.desk.app_id(), "key": format!("k{}", self.keys), "conversation": to,
            "text": format!("message {} of {}", self.keys, self.name),
        })
    }

    pub(super) async fn send(&mut self, from: Window, message: &Value) -> (StatusCode, String) {
        let credential = self.booted(from).await;
        self.desk.person("message", Some(message.clone()), &credential).await
    }

    /// What must have happened, as the answer says.
    pub(super) fn sent(&mut self, from: Window, message: Value, (status, body): (StatusCode, String)) {
        let (who, to) = (self.who(from), number(&message["conversation"]));
        if self.is_over(from) {
            return assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
        }
        if to.is_some_and(|to| self.conversations.iter().any(|one| one.number == to && one.owner != who)) {
            return assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.counts.refused += 1;
            return;
        }
        assert_eq!(status, StatusCode::OK, "{body}");
        let answer = parsed(&body);
        let conversation = number(&answer["conversation"]).expect("a conversation");
        let part = number(&answer["part"]).expect("a part");
        assert_eq!(to.unwrap_or(part), conversation, "a new one has its first part's number");
        self.counts.sent += 1;
        if to.is_none() {
            self.conversations.push(Conversation::begun(conversation, who));
        }
        let now = self.now();
        let text = message["text"].as_str().expect("a text").to_owned();
        let files = self.taken_along(&message);
        self.counts.files += files.len();
        let of = self.of(conversation);
        of.append(Some(part), Kind::Message, &text, now, 0);
        if let Some(part) = of.parts.last_mut() {
            part.files = files;
        }
        self.sends.push(Send { who, message, answer });
    }

    pub(super) async fn upload(&mut self, from: Window) {
        let credential = self.booted(from).await;
        self.keys += 1;
        let name = format!("{}.txt", self.keys);
        let (status, body) = self.desk.uploads(&credential, &name, name.clone().into_bytes()).await;
        if self.is_over(from) {
            return assert_eq!(status, StatusCode::UNAUTHORIZED, "{body}");
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.counts.refused += 1;
            return;
        }
        assert_eq!(status, StatusCode::OK, "{body}");
        let id = parsed(&body)["id"].as_str().expect("an id").to_owned();
        self.files.push((self.who(from), id, name));
    }

    /// What this window's person has uploaded, at most as many as a message may have. Every third message says nothing else.
    pub(super) fn add_files(&mut self, from: Window, message: &mut Value) {
        let who = self.who(from);
        let ids: Vec<_> =
            self.files.iter().filter(|file| file.0 == who).map(|file| file.1.clone()).take(10).collect();
        if !ids.is_empty() && self.keys.is_multiple_of(3) {
            message["text"] = "".into();
        }
        message["attachments"] = ids.into();
    }

    /// The names of the files that went with the message: they are gone from what was uploaded.
    fn taken_along(&mut self, message: &Value) -> Vec<String> {
        let ids = message["attachments"].as_array().cloned().unwrap_or_default();
        let taken = ids.iter().filter_map(|id| self.files.iter().position(|file| id == &file.1));
        let mut at: Vec<usize> = taken.collect();
        let names = at.iter().map(|at| self.files[*at].2.clone()).collect();
        at.sort_unstable();
        for at in at.into_iter().rev() {
            self.files.remove(at);
        }
        names
    }

    /// Of a lead alone: a visitor who wrote.
    pub(super) async fn give_email(&mut self, by: Window) {
        let credential = self.booted(by).await;
        let given = json!({ "app_id": self.desk.app_id(), "email": format!("{}@example.com", self.name) });
        let (status, body) = self.desk.person("email", Some(given), &credential).await;
        let is_lead = self.conversations.iter().any(|one| one.owner == Who::Visitor);
        let expected = match self.who(by) {
            _ if self.is_over(by) => StatusCode::FORBIDDEN,
            Who::Visitor if is_lead => StatusCode::NO_CONTENT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        assert_eq!(status, expected, "{body}");
        self.counts.emails += usize::from(expected == StatusCode::NO_CONTENT);
    }

    /// They are in the order of their numbers, whichever came first.
    pub(super) async fn write_at_once(&mut self, to: usize, same: bool) {
        let (one, two) = (Window::Tab(0), Window::Tab(1));
        let first = self.message(to);
        let second = if same { first.clone() } else { self.message(to) };
        let (here, there) = (self.booted(one).await, self.booted(two).await);
        let (here, there) = tokio::join!(
            self.desk.person("message", Some(first.clone()), &here),
            self.desk.person("message", Some(second.clone()), &there),
        );
        if same && self.who(one) == self.who(two) && here.0 == StatusCode::OK && there.0 == StatusCode::OK {
            assert_eq!(here, there, "one answer for both");
            return self.sent(one, first, here);
        }
        let number_of = |answer: &(StatusCode, String)| match answer.0 {
            StatusCode::OK => number(&parsed(&answer.1)["part"]),
            _ => None,
        };
        if number_of(&here) <= number_of(&there) {
            self.sent(one, first, here);
            self.sent(two, second, there);
        } else {
            self.sent(two, second, there);
            self.sent(one, first, here);
        }
    }

    pub(super) async fn send_again(&mut self, from: Window, nth: usize) {
        let Some(nth) = nth.checked_rem(self.sends.len()) else { return };
        if self.sends[nth].who != self.who(from) || self.is_over(from) {
            return;
        }
        let message = self.sends[nth].message.clone();
        let (status, body) = self.send(from, &message).await;
        if status != StatusCode::TOO_MANY_REQUESTS {
            assert_eq!((status, parsed(&body)), (StatusCode::OK, self.sends[nth].answer.clone()));
            self.counts.again += 1;
        }
    }

    pub(super) async fn send_other(&mut self, from: Window, nth: usize) {
        let Some(nth) = nth.checked_rem(self.sends.len()) else { return };
        if self.sends[nth].who != self.who(from) || self.is_over(from) {
            return;
        }
        let mut message = self.sends[nth].message.clone();
        message["text"] = "another text".into();
        let (status, body) = self.send(from, &message).await;
        assert!([StatusCode::CONFLICT, StatusCode::TOO_MANY_REQUESTS].contains(&status), "{status} {body}");
    }

    pub(super) async fn person_reads(&mut self, by: Window, of: usize, to: usize) {
        let Some(of) = self.nth(of) else { return };
        let (to, part) = self.part(of, to);
        let credential = self.booted(by).await;
        let seen = json!({ "app_id": self.desk.app_id(), "conversation": of.to_string(), "part": part });
        let (status, body) = self.desk.person("seen", Some(seen), &credential).await;
        let (who, is_over) = (self.who(by), self.is_over(by));
        let of = self.of(of);
        if is_over {
            assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
        } else if of.owner != who {
            assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
        } else {
            assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
            of.person_read = of.person_read.max(to);
        }
    }
}

fn number(text: &Value) -> Option<i64> {
    text.as_str()?.parse().ok()
}
