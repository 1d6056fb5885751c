//! Random bodies of requests make no reader panic.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::cell::Cell;

use super::{fuzz, json as any_json};
use crate::feed::Call;
use crate::ping::parse;
use crate::refusal::Refusal;

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

/// Bodies that are taken, each with the page it names. A reader that refuses everything holds every other promise here.
fn taken() -> Vec<(Value, &'static str)> {
    let url = "https://shop.example/coffees?q=kelp#top";
    let whole = json!({
        "app_id": "app",
        "ping_id": "0123456789abcdef-_",
        "call": "update",
        "page": { "url": url, "title": "Coffees", "referrer": "https://shop.example/" },
        "visitor_id": "visitor-1",
        "settings": {
            "intercom_user_jwt": "a.b.c", "user_id": "u_1", "email": "u@example.com", "name": "Marit",
            "created_at": 5, "company": { "id": "c_1" }, "phone": "+47", "plan": "Harbour",
        },
    });
    let bare = json!({ "app_id": "app", "call": "boot", "page": { "url": "HTTP://a.example" } });
    vec![(whole, url), (bare, "HTTP://a.example")]
}

fn takes_what_is_whole() -> Result<(), TestCaseError> {
    for (body, url) in taken() {
        let ping = parse(body.to_string().as_bytes()).map_err(|why| TestCaseError::fail(why.to_string()))?;
        prop_assert_eq!(ping.page.url.as_str(), url);
        let settings = &body["settings"];
        prop_assert_eq!(ping.data.name.as_deref(), settings["name"].as_str());
        prop_assert_eq!(ping.stated.user_id.as_deref(), settings["user_id"].as_str());
        prop_assert_eq!(ping.data.attributes.get("plan"), settings.get("plan"));
        prop_assert_eq!(ping.data.details.get("phone"), settings.get("phone"));
    }
    Ok(())
}

/// The number of cases after which the whole bodies are tried again.
const BETWEEN: usize = 50;

#[test]
fn whatever_comes_as_a_body_is_read_within_the_limits_or_refused_as_what_it_is() {
    let (tried, understood) = (Cell::new(0), Cell::new(0));
    fuzz("body", body(), |body| {
        if tried.replace(tried.get() + 1) % BETWEEN == 0 {
            takes_what_is_whole()?;
        }
        let mut ping = match parse(&body) {
            Ok(ping) => ping,
            Err(Refusal::Malformed(_) | Refusal::UnknownApp) => return Ok(()),
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
        // The same for what is the same, whatever else comes with it; another for another page, name or call.
        let fingerprint = ping.fingerprint();
        (ping.ping_id, ping.visitor_id, ping.stated.token) = (None, None, Some("another token".into()));
        ping.page.title.push('!');
        prop_assert_eq!(&ping.fingerprint(), &fingerprint);
        let url = ping.page.url.clone();
        ping.page.url.push('x');
        prop_assert_ne!(&ping.fingerprint(), &fingerprint);
        (ping.page.url, ping.data.name) = (url, Some("?\0".into()));
        prop_assert_ne!(&ping.fingerprint(), &fingerprint);
        ping.call = if ping.call == Call::Boot { Call::Update } else { Call::Boot };
        prop_assert_ne!(&ping.fingerprint(), &fingerprint);
        understood.set(understood.get() + 1);
        Ok(())
    });
    let (tried, understood) = (tried.get(), understood.get());
    assert!(understood * 50 > tried, "only {understood} of {tried} bodies were understood");
}
