//! On the server there is no widget. The machine never runs here, because effects do not run.

use std::collections::BTreeMap;

use crate::lifecycle::{Command, Marker, Now, Url};
use crate::server;
use crate::settings::{Load, WidgetSettings};

pub struct TimeoutHandle;

pub fn widget_settings() -> Option<WidgetSettings> {
    server::widget_settings()
}

pub fn now() -> Now {
    Now::default()
}

pub fn url() -> Url {
    Url::new()
}

pub fn marker(_: &str) -> Marker {
    Marker::Nobody
}

pub fn is_prerendered() -> bool {
    false
}

pub fn watch_names<D>(_: D, _: Url) {}

pub fn leave_names() {}

pub fn watch_page<D>(_: D) {}

pub fn watch_load<D>(_: D, _: Load) {}

pub fn visitor_id() -> Option<String> {
    None
}

pub fn whoami() -> Option<BTreeMap<String, String>> {
    None
}

pub fn wake_after(
    _: Option<i64>,
    _: Option<TimeoutHandle>,
    _: impl Fn() + 'static,
) -> Option<TimeoutHandle> {
    None
}

pub fn carry_out<D>(_: &Command, _: &WidgetSettings, _: D) {}
