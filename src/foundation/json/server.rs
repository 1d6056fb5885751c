//! On the server: serde.

use serde::Serialize;
use serde::de::DeserializeOwned;

pub trait Readable: DeserializeOwned {}

impl<T: DeserializeOwned> Readable for T {}

pub trait Writable: Serialize {}

impl<T: Serialize> Writable for T {}

pub fn read<T: Readable>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

pub fn write<T: Writable>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}
