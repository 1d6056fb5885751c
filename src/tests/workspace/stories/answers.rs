//! What a teammate does, and what must come of it.

use axum::http::StatusCode;

use super::model::Kind;
use super::player::Player;

/// A reply or note that was answered.
pub struct Answer {
    pub endpoint: &'static str,
    pub to: i64,
    pub key: String,
    pub text: String,
    pub answer: String,
}

impl Player {
    pub(super) async fn answer(&mut self, endpoint: &'static str, kind: Kind, to: usize) {
        let Some(to) = self.nth(to) else { return };
        self.keys += 1;
        let (key, text) = (format!("{}-a{}", self.name, self.keys), format!("{kind:?} {}", self.keys));
        let (status, answer) = self.desk.acts(endpoint, &form(to, &key, &text)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let (part, now) = (answer.parse().expect("a part"), self.now());
        self.of(to).append(Some(part), kind, &text, now, 0);
        self.answers.push(Answer { endpoint, to, key, text, answer });
    }

    pub(super) async fn answer_again(&mut self, nth: usize) {
        let Some(nth) = nth.checked_rem(self.answers.len()) else { return };
        let Answer { endpoint, to, key, text, answer } = &self.answers[nth];
        let again = self.desk.acts(endpoint, &form(*to, key, text)).await;
        assert_eq!(again, (StatusCode::OK, answer.clone()));
        self.counts.again += 1;
    }

    pub(super) async fn answer_other(&mut self, nth: usize) {
        let Some(nth) = nth.checked_rem(self.answers.len()) else { return };
        let Answer { endpoint, to, key, .. } = &self.answers[nth];
        let (status, body) = self.desk.acts(endpoint, &form(*to, key, "another text")).await;
        assert!(status.is_client_error(), "{status} {body}");
    }

    /// What is so already stays, and the answer is the newest part.
    pub(super) async fn change(&mut self, endpoint: &str, kind: Kind, of: usize, hours: i64) {
        let Some(of) = self.nth(of) else { return };
        let (now, until) = (self.now(), self.now() + hours * 3_600);
        let (status, answer) = self.desk.acts(endpoint, &format!("id={of}&hours={hours}")).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let part = answer.parse().expect("a part");
        let of = self.of(of);
        if of.would_change(kind, until) {
            of.append(Some(part), kind, "", now, until);
        } else {
            let newest = of.parts.last().and_then(|newest| newest.number);
            assert!(newest.is_none_or(|newest| newest == part), "nothing changed: {newest:?} {part}");
        }
    }

    pub(super) async fn teammate_reads(&mut self, of: usize, to: usize) {
        let Some(of) = self.nth(of) else { return };
        let (to, part) = self.part(of, to);
        let (status, body) = self.desk.acts("inbox_seen", &format!("id={of}&part={part}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let of = self.of(of);
        of.teammates_read = of.teammates_read.max(to);
    }
}

fn form(to: i64, key: &str, text: &str) -> String {
    format!("id={to}&key={key}&text={}", text.replace(' ', "+"))
}
