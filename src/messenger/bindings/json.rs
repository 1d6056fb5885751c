//! Reads the server's JSON in the page, value by value.

use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::js_sys::Reflect;

use crate::json::Readable;
use crate::session::SessionKey;
use crate::settings::WidgetSettings;
use crate::token::{Token, TokenReply};
use crate::token_failure::TokenFailure;
use crate::user_hash::UserHash;

impl Readable for TokenReply {
    fn from_js(reply: &JsValue) -> Option<Self> {
        let older = text(reply, "user_id").zip(text(reply, "user_hash"));
        let older = older.map(|(user_id, user_hash)| UserHash { user_id, user_hash });
        Some(Self {
            token: Token::received(text(reply, "token")?, older),
            key: SessionKey(text(reply, "key")?),
            expires_in: of(reply, "expires_in").as_f64()? as u32,
            server_time: of(reply, "server_time").as_f64()? as i64,
        })
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
            "NoSecret" => Self::NoSecret,
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
