//! One story, played against a server, beside the model of what it must come to.

use axum::http::StatusCode;
use leptos_messenger::clock::Clock;
use serde_json::json;
use std::sync::Arc;

use super::super::{Algorithm, HOME, sign_with};
use super::Counts;
use super::answers::Answer;
use super::model::{Conversation, Kind, Who};
use super::sends::Send;
use super::step::{Step, Window};
use crate::server::inbox::{Desk, parsed};

pub struct Player {
    pub desk: Arc<Desk>,
    pub name: String,
    pub conversations: Vec<Conversation>,
    pub counts: Counts,
    tabs: [Option<String>; 2],
    logged_in: [bool; 2],
    phone: Option<String>,
    visitor_id: Option<String>,
    pub(super) sends: Vec<Send>,
    pub(super) answers: Vec<Answer>,
    /// Uploaded and not sent: whose, id, name.
    pub(super) files: Vec<(Who, String, String)>,
    /// How many keys were used.
    pub(super) keys: usize,
}

impl Player {
    pub fn new(desk: Arc<Desk>, name: String) -> Self {
        Self {
            desk,
            name,
            conversations: Vec::new(),
            counts: Counts::default(),
            tabs: [None, None],
            logged_in: [false, false],
            phone: None,
            visitor_id: None,
            sends: Vec::new(),
            answers: Vec::new(),
            files: Vec::new(),
            keys: 0,
        }
    }

    pub async fn take(&mut self, step: Step) {
        match step {
            Step::Write(from, to) => {
                let mut message = self.message(to);
                self.add_files(from, &mut message);
                let answer = self.send(from, &message).await;
                self.sent(from, message, answer);
            }
            Step::WriteAtOnce { to, same } => self.write_at_once(to, same).await,
            Step::Reply(to) => self.answer("inbox_reply", Kind::Reply, to).await,
            Step::Note(to) => self.answer("inbox_note", Kind::Note, to).await,
            Step::Close(of) => self.change("inbox_close", Kind::Closed, of, 0).await,
            Step::Reopen(of) => self.change("inbox_reopen", Kind::Opened, of, 0).await,
            Step::Snooze(of, hours) => self.change("inbox_snooze", Kind::Snoozed, of, hours).await,
            Step::PersonReads(by, of, to) => self.person_reads(by, of, to).await,
            Step::TeammateReads(of, to) => self.teammate_reads(of, to).await,
            Step::LogIn(tab) => self.log_in(tab).await,
            Step::Upload(from) => self.upload(from).await,
            Step::GiveEmail(by) => self.give_email(by).await,
            Step::SendAgain(from, nth) => self.send_again(from, nth).await,
            Step::SendOther(from, nth) => self.send_other(from, nth).await,
            Step::AnswerAgain(nth) => self.answer_again(nth).await,
            Step::AnswerOther(nth) => self.answer_other(nth).await,
            Step::Wait => {}
        }
    }

    pub(super) fn now(&self) -> i64 {
        self.clock().seconds()
    }

    fn clock(&self) -> &Clock {
        &self.desk.server.state.clock
    }

    pub fn who(&self, window: Window) -> Who {
        match window {
            Window::Tab(tab) if !self.logged_in[tab] => Who::Visitor,
            Window::Tab(_) | Window::Phone => Who::User,
        }
    }

    /// Whether the session of this window has ended: another tab of the visitor logged in.
    pub fn is_over(&self, window: Window) -> bool {
        self.who(window) == Who::Visitor && self.logged_in.contains(&true)
    }

    /// Of a session that is open, or was.
    pub fn credential(&self, window: Window) -> Option<&str> {
        match window {
            Window::Tab(tab) => self.tabs[tab].as_deref(),
            Window::Phone => self.phone.as_deref(),
        }
    }

    /// Boots where the window has not yet.
    pub(super) async fn booted(&mut self, window: Window) -> String {
        if let Some(credential) = self.credential(window) {
            return credential.to_owned();
        }
        if self.is_over(window) {
            return "none".to_owned();
        }
        let credential = self.boot(window, None).await;
        match window {
            Window::Tab(tab) => self.tabs[tab] = Some(credential.clone()),
            Window::Phone => self.phone = Some(credential.clone()),
        }
        credential
    }

    async fn boot(&mut self, window: Window, credential: Option<&str>) -> String {
        let settings = match self.who(window) {
            Who::Visitor => json!({}),
            Who::User => json!({ "intercom_user_jwt": self.token() }),
        };
        let visitor_id = self.visitor_id.as_deref().filter(|_| window != Window::Phone);
        let boot = json!({
            "app_id": self.desk.app_id(), "call": "boot", "page": { "url": HOME },
            "visitor_id": visitor_id, "settings": settings,
        });
        let (status, body) = self.desk.person("ping", Some(boot), credential.unwrap_or_default()).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let body = parsed(&body);
        if let Some(visitor_id) = body["visitor_id"].as_str() {
            self.visitor_id = Some(visitor_id.to_owned());
        }
        body["session"].as_str().unwrap_or_else(|| panic!("no session: {body}")).to_owned()
    }

    fn token(&self) -> String {
        let secret = self.desk.workspace().identity_secret().expect("a key");
        let claims = json!({ "user_id": self.name, "exp": self.now() + 1_000_000 });
        sign_with(Algorithm::HS256, secret.as_str(), &claims)
    }

    async fn log_in(&mut self, tab: usize) {
        if std::mem::replace(&mut self.logged_in[tab], true) {
            return;
        }
        let before = self.tabs[tab].take();
        let credential = self.boot(Window::Tab(tab), before.as_deref()).await;
        self.tabs[tab] = Some(credential);
        let theirs = self.conversations.iter().filter(|one| one.owner == Who::Visitor).count();
        self.counts.merged += usize::from(theirs > 0);
        self.conversations.iter_mut().for_each(|one| one.owner = Who::User);
        self.sends.iter_mut().for_each(|send| send.who = Who::User);
        self.files.iter_mut().for_each(|file| file.0 = Who::User);
    }

    /// How many parts there are up to one of this conversation, and its number; sometimes beyond the last.
    pub(super) fn part(&mut self, of: i64, to: usize) -> (usize, String) {
        let parts = &self.of(of).parts;
        let to = to % (parts.len() + 1);
        match parts.get(to).and_then(|part| part.number) {
            Some(number) => (to + 1, number.to_string()),
            None => (parts.len(), i64::MAX.to_string()),
        }
    }

    pub(super) fn nth(&self, nth: usize) -> Option<i64> {
        Some(self.conversations[nth.checked_rem(self.conversations.len())?].number)
    }

    pub(super) fn of(&mut self, number: i64) -> &mut Conversation {
        self.conversations.iter_mut().find(|one| one.number == number).expect("it has begun")
    }
}
