//! HMAC-SHA256 by the browser itself.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Object, Reflect, Uint8Array};
use web_sys::{CryptoKey, SubtleCrypto};

use super::signature::{Signed, readings};
use leptos::prelude::window;

/// The browser's cryptography; none in pages that are not served securely.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = window().crypto().ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    subtle.is_object().then(|| subtle.unchecked_into())
}

pub fn is_there() -> bool {
    subtle().is_some()
}

/// Finds the reading of the secret that signed the message.
pub async fn signed(message: &str, signature: &[u8], secret: &str) -> Signed {
    let Some(subtle) = subtle() else { return Signed::CannotCheck };
    for (reading, key) in readings(secret) {
        match verify(&subtle, &key, signature, message.as_bytes()).await {
            Ok(true) => return Signed::By { reading, spaced: secret.trim().len() < secret.len() },
            Ok(false) => {}
            Err(_) => return Signed::CannotCheck,
        }
    }
    Signed::ByAnother
}

async fn verify(
    subtle: &SubtleCrypto,
    key: &[u8],
    signature: &[u8],
    message: &[u8],
) -> Result<bool, JsValue> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"HMAC".into())?;
    Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into())?;
    let (raw, uses) = (Uint8Array::from(key), Array::of1(&"verify".into()));
    let key = subtle.import_key_with_object("raw", &raw, &algorithm, false, &uses)?;
    let key: CryptoKey = key.await?.unchecked_into();
    let answer = subtle.verify_with_str_and_u8_array_and_u8_array("HMAC", &key, signature, message)?;
    Ok(answer.await?.is_truthy())
}
