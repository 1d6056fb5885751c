//! On the server there is no widget. The machine never runs here, because effects do not run.

use leptos::prelude::{Callback, Owner};
use leptos::serde_json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

use super::super::driver::Driver;
use super::super::lifecycle::{Command, Marker, Now, Stale, Url};
use super::super::server;
use super::super::settings::{Load, WidgetSettings};

pub struct TimeoutHandle;

/// Each rendering has a `<Messenger>` of its own.
#[derive(Clone, Copy)]
pub struct Mount {
    pub driver: Driver,
}

pub fn mount(widget: Option<WidgetSettings>, _: Option<Callback<Stale>>) -> Mount {
    Mount { driver: Driver::new(widget) }
}

impl Mount {
    pub fn is_active(self) -> bool {
        true
    }

    pub fn unmount(self) {}
}

pub fn driver_of_page() -> Option<Driver> {
    None
}

pub fn page_owner() -> Option<Owner> {
    None
}

pub fn widget_settings() -> Option<WidgetSettings> {
    server::widget_settings()
}

pub fn now() -> Now {
    Now::default()
}

pub fn url() -> Url {
    Url::new()
}

pub fn seed() -> Option<u64> {
    None
}

pub fn marker(_: &str) -> Marker {
    Marker::Nobody
}

pub fn is_prerendered() -> bool {
    false
}

pub fn watch_page(_: Driver) {}

pub fn watch_load(_: Driver, _: Load) {}

pub fn visitor_id() -> Option<String> {
    None
}

pub fn whoami() -> Option<BTreeMap<String, String>> {
    None
}

pub fn wake_after(_: Option<i64>, _: Option<TimeoutHandle>, _: impl Fn() + 'static) -> Option<TimeoutHandle> {
    None
}

pub fn carry_out(_: &Command, _: &WidgetSettings, _: Driver) {}

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
