use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{fuzz, json as any_json};
use crate::workspace::ping::{Refusal, parse};

const FIELDS: &[&str] = &["app_id", "ping_id", "call", "page", "visitor_id", "settings"];
const SETTINGS: &[&str] = &[
    "intercom_user_jwt",
    "user_id",
    "email",
    "user_hash",
    "name",
    "created_at",
    "company",
    "companies",
    "phone",
    "avatar",
    "plan",
];

fn body() -> impl Strategy<Value = Vec<u8>> {
    let ping = (
        any_json::object(SETTINGS),
        any_json::text(),
        any_json::text(),
        any_json::object(FIELDS),
        any::<bool>(),
    );
    let ping = ping.prop_map(|(settings, path, title, others, is_whole)| {
        let mut ping: Map<String, Value> = others;
        if is_whole {
            ping.insert("app_id".into(), "app".into());
            ping.insert("call".into(), "boot".into());
            ping.insert(
                "page".into(),
                json!({ "url": format!("https://shop.example/{path}"), "title": title }),
            );
            ping.insert("settings".into(), settings.into());
        }
        Value::from(ping).to_string().into_bytes()
    });
    let mangled =
        (ping, any::<prop::sample::Index>(), any::<u8>(), 0..4_u8).prop_map(|(mut body, at, byte, how)| {
            let at = at.index(body.len());
            match how {
                0 => body[at] = byte,
                1 => body.truncate(at),
                2 => body.insert(at, byte),
                _ => {}
            }
            body
        });
    prop_oneof![1 => prop::collection::vec(any::<u8>(), 0..200), 9 => mangled]
}

#[test]
fn whatever_comes_as_a_body_is_read_within_the_limits_or_refused_as_what_it_is() {
    fuzz("body", body(), |body| {
        let ping = match parse(&body) {
            Ok(ping) => ping,
            Err(Refusal::NotAPing(_) | Refusal::UnknownApp) => return Ok(()),
            Err(other) => return Err(TestCaseError::fail(format!("refused as {other}"))),
        };
        let shown = |text: &str, longest| text.chars().count() <= longest && !text.contains(char::is_control);
        prop_assert!(shown(&ping.page.url, 2_048) && ping.page.url.to_lowercase().starts_with("http"));
        prop_assert!(shown(&ping.page.title, 255) && shown(&ping.page.referrer, 2_048));
        prop_assert!(
            ping.data.name.as_deref().is_none_or(|name| shown(name, 255) && !name.trim().is_empty())
        );
        let id = |id: &str| {
            !id.is_empty()
                && id.len() <= 64
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        };
        prop_assert!(id(&ping.app_id) && ping.ping_id.as_deref().is_none_or(id));
        prop_assert!(ping.visitor_id.as_deref().is_none_or(id));
        // Who anybody is stays out of what is known about them.
        for name in ["intercom_user_jwt", "user_hash", "user_id", "email", "app_id"] {
            prop_assert!(
                !ping.data.attributes.contains_key(name) && !ping.data.details.contains_key(name),
                "{name}"
            );
        }
        prop_assert_eq!(ping.fingerprint(), ping.fingerprint());
        Ok(())
    });
}
