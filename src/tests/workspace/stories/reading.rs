//! What both sides read in the end, held against the model.

use axum::http::StatusCode;
use serde_json::Value;

use super::model::{Conversation, Kind};
use super::player::Player;
use super::step::Window;
use crate::database::texts;
use crate::server::inbox::{Desk, ids};

impl Player {
    pub async fn read(&self) {
        for conversation in &self.conversations {
            self.teammate_reads_it(conversation).await;
        }
        let mut read = Vec::new();
        for window in [Window::Tab(0), Window::Tab(1), Window::Phone] {
            if let Some(credential) = self.credential(window) {
                let who = Some(self.who(window)).filter(|_| !self.is_over(window));
                if !read.contains(&who) {
                    self.person_reads_theirs(window, credential).await;
                    read.push(who);
                }
            }
        }
    }

    async fn teammate_reads_it(&self, expected: &Conversation) {
        let thread = self.desk.thread(expected.number).await;
        let parts = thread["parts"].as_array().expect("parts");
        let numbers: Vec<i64> = parts.iter().map(|part| part["id"].as_i64().expect("an id")).collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "in order, and none twice: {thread}");
        let read: Vec<_> = parts.iter().map(|part| (part["kind"].clone(), part["text"].clone())).collect();
        let wanted = |kind: Kind, text: &str| (Value::from(format!("{kind:?}")), Value::from(text));
        let wanted: Vec<_> = expected.parts.iter().map(|part| wanted(part.kind, &part.text)).collect();
        assert_eq!(read, wanted, "{expected:?}");
        for (part, expected) in parts.iter().zip(&expected.parts) {
            let names: Vec<_> = part["attachments"]
                .as_array()
                .expect("files")
                .iter()
                .map(|one| one["name"].clone())
                .collect();
            assert_eq!(names, expected.files, "{thread}");
        }
        for (number, part) in numbers.iter().zip(&expected.parts) {
            assert_eq!(part.number.unwrap_or(*number), *number, "{expected:?}");
        }
        let up_to = |read: usize| read.checked_sub(1).map_or(0, |last| numbers[last]);
        assert_eq!(thread["seen_to"], up_to(expected.person_read), "{expected:?}");
        assert_eq!(thread["newest"], up_to(expected.parts.len()));
    }

    async fn person_reads_theirs(&self, window: Window, credential: &str) {
        let list = format!("messages?app_id={}", self.desk.app_id());
        let (status, list) = self.desk.person(&list, None, credential).await;
        if self.is_over(window) {
            return assert_eq!(status, StatusCode::UNAUTHORIZED, "{list}");
        }
        let who = self.who(window);
        let (mut own, others): (Vec<_>, Vec<_>) = self.conversations.iter().partition(|one| one.owner == who);
        own.sort_by_key(|one| std::cmp::Reverse(one.newest_for_person()));
        let listed: Vec<i64> = between(&list, "value=\"", "\"").filter_map(|id| id.parse().ok()).collect();
        assert_eq!(listed, own.iter().map(|one| one.number).collect::<Vec<_>>(), "{own:?}");
        assert!(!list.contains("Note "), "{list}");
        for conversation in own {
            let thread = self.desk.reads(credential, conversation.number).await;
            assert!(!thread.contains("Note "), "{thread}");
            let parts = conversation.parts.iter().filter(|part| part.kind.is_for_person());
            let wanted: Vec<_> = parts
                .flat_map(|part| {
                    let text = Some(&part.text).filter(|text| !text.is_empty());
                    text.into_iter().chain(&part.files).map(|words| (part.number, words.clone()))
                })
                .collect();
            assert_eq!(read_in(&thread), wanted, "{thread}");
        }
        for conversation in others {
            let path = format!("conversations/{}?app_id={}", conversation.number, self.desk.app_id());
            assert_eq!(self.desk.person(&path, None, credential).await.0, StatusCode::NO_CONTENT);
        }
    }
}

/// Number and text of each part, and its number and name of each file.
fn read_in(thread: &str) -> Vec<(Option<i64>, String)> {
    let part = |part: &str| {
        let (number, rest) = part.split_once('"').expect("a number");
        if let Some(name) = between(rest.split('>').next().unwrap_or_default(), "data-name=\"", "\"").next() {
            return (number.parse().ok(), name.to_owned());
        }
        let (_, body) = rest.split_once('>').expect("a part");
        // Several of one author stand above one name.
        let body = body.split_once("class=\"meta").map_or(body, |(body, _)| body);
        let text: String = format!(">{}", body.rsplit_once('<').expect("a tag").0)
            .split('<')
            .filter_map(|tag| tag.split_once('>'))
            .map(|(_, text)| text)
            .collect();
        (number.parse().ok(), text.trim().to_owned())
    };
    thread.split("data-part=\"").skip(1).map(part).collect()
}

fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| Some(rest.split_once(after)?.0))
}

/// The teammates' list has every conversation once, in its folder, unread if it is: who waits longest first, then the
/// newest.
pub async fn lists(desk: &Desk, conversations: &[&Conversation]) {
    for name in ["open", "closed", "snoozed"] {
        let of_folder = conversations.iter().filter(|one| one.folder.name() == name);
        let (mut waiting, mut others): (Vec<&Conversation>, Vec<&Conversation>) =
            of_folder.partition(|one| one.waiting_since.is_some());
        waiting.sort_by_key(|one| (one.waiting_since, one.number));
        others.sort_by_key(|one| std::cmp::Reverse((one.updated_at, one.number)));
        let wanted = waiting.iter().chain(&others);
        let wanted: Vec<(i64, bool)> =
            wanted.map(|one| (one.number, one.teammates_read < one.parts.len())).collect();
        let (mut listed, mut after) = (Vec::new(), String::new());
        loop {
            let page = desk.list(&format!("folder={name}&after={after}")).await;
            let rows = page["rows"].as_array().expect("rows").iter();
            listed.extend(ids(&page).into_iter().zip(rows.map(|row| row["is_unread"] == true)));
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => break,
            }
        }
        assert_eq!(listed, wanted, "{name}");
    }
}

/// What is stored is what was read, and no more.
pub async fn stored(desk: &Desk, conversations: &[&Conversation]) {
    let db = &desk.server.state.db;
    let parts: usize = conversations.iter().map(|one| one.parts.len()).sum();
    assert_eq!(texts(db, "select count(*) from parts").await, [parts.to_string()]);
    assert_eq!(texts(db, "select count(*) from conversations").await, [conversations.len().to_string()]);
    let miscounted = "select number from conversations c where last_part <> (select max(number) from parts p
                        where p.conversation = c.number)
                      or parts <> (select count(*) from parts p where p.conversation = c.number)";
    assert!(texts(db, miscounted).await.is_empty());
    let files: usize = conversations.iter().flat_map(|one| &one.parts).map(|part| part.files.len()).sum();
    assert_eq!(
        texts(db, "select count(*) from attachments where part is not null").await,
        [files.to_string()]
    );
}
