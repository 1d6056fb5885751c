//! Reads the server's JSON in the page, value by value.

use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::js_sys::Reflect;

use super::super::json::Readable;
use super::super::session::SessionKey;
use super::super::settings::WidgetSettings;
use super::super::token::{Token, TokenReply};
use super::super::token_failure::TokenFailure;
#[cfg(feature = "legacy-user-hash")]
use super::super::user_hash::UserHash;

impl Readable for TokenReply {
    fn from_js(reply: &JsValue) -> Option<Self> {
        Some(Self {
            token: Token::from_js(&of(reply, "token"))?,
            key: SessionKey(text(reply, "key")?),
            expires_in: of(reply, "expires_in").as_f64()? as u32,
            server_time: of(reply, "server_time").as_f64()? as i64,
        })
    }
}

impl Readable for Token {
    #[cfg(not(feature = "legacy-user-hash"))]
    fn from_js(jwt: &JsValue) -> Option<Self> {
        jwt.as_string().map(Self::received)
    }

    #[cfg(feature = "legacy-user-hash")]
    fn from_js(token: &JsValue) -> Option<Self> {
        let hash = of(token, "user_hash");
        let hash = text(&hash, "user_id").zip(text(&hash, "hash"));
        Some(Self::received(text(token, "jwt")?, hash.map(|(user_id, hash)| UserHash::new(user_id, hash))))
    }
}

impl Readable for TokenFailure {
    fn from_js(name: &JsValue) -> Option<Self> {
        Some(match name.as_string()?.as_str() {
            "SignedOut" => Self::SignedOut,
            "SessionOver" => Self::SessionOver,
            "Refused" => Self::Refused,
            "Unavailable" => Self::Unavailable,
            "NoHost" => Self::NoHost,
            "NoWorkspace" => Self::NoWorkspace,
            "NoUserId" => Self::NoUserId,
            "CannotSign" => Self::CannotSign,
            _ => return None,
        })
    }
}

impl Readable for Option<WidgetSettings> {
    fn from_js(settings: &JsValue) -> Option<Self> {
        let is = |name| of(settings, name).is_truthy();
        Some(match settings.is_object() {
            false => None,
            true => Some(WidgetSettings {
                app_id: text(settings, "app_id")?,
                script_url: text(settings, "script_url")?,
                api_base: text(settings, "api_base"),
                contact: text(settings, "contact"),
                look: text(settings, "look")?,
                throttled: is("throttled"),
                development: is("development"),
            }),
        })
    }
}

fn of(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    of(object, name).as_string()
}
