//! The identity keys of several apps and platforms, and the settings beside them.
//!
//! Keys are made, used for [`signing`] and retired. [`apart`], apps and platforms share none. Each change is in the
//! [`feed`]. A [`protected`] attribute comes from a signed token alone.

mod apart;
mod feed;
mod protected;
mod signing;

use super::*;
use leptos_messenger::workspace::Platform;
use leptos_messenger::workspace::audit::Actor;
use leptos_messenger::workspace::keys;
use leptos_messenger::workspace::refusal::IdentityRefusal;

const A: &str = "https://shop.example/a";
const BY: Actor<'static> = Actor::Teammate { account_id: "a_1", name: "Ines", address: None };

/// A workspace with keys of its own, none of them from the environment.
async fn kept() -> Bench {
    Bench::with(None).await
}

impl Bench {
    fn signed_now(&self, user_id: &str) -> String {
        let secret = self.workspace.identity_secret().expect("a key");
        sign_with(Algorithm::HS256, secret.as_str(), &claims(user_id))
    }

    async fn boot_with(&self, token: &str) -> Answer {
        self.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await
    }

    async fn make_key(&self, app_id: &str, platform: Platform, name: &str) -> IdentitySecret {
        self.workspace.make_key(BY, app_id, platform, name).await.expect("a key").secret
    }

    async fn key_id(&self, name: &str) -> String {
        let select = format!("select id from identity_keys where name = '{name}'");
        texts(&self.database.open().await, &select).await.pop().expect("a key")
    }

    async fn retire(&self, name: &str) {
        let id = self.key_id(name).await;
        self.workspace.retire_key(BY, self.workspace.app_id(), &id).await.expect("retired");
    }
}

fn claims(user_id: &str) -> Value {
    json!({ "user_id": user_id, "exp": NOW + 7_200 })
}

fn signed_by(secret: &IdentitySecret, user_id: &str) -> String {
    sign_with(Algorithm::HS256, secret.as_str(), &claims(user_id))
}

async fn assert_refused(bench: &Bench, answer: &Answer, why: IdentityRefusal) {
    assert_eq!(answer.body, r#"{"errors":[{"code":"forbidden"}]}"#, "{why:?}");
    assert_eq!(bench.last_reason().await, why.to_string());
}
