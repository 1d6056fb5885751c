//! On the server there is no widget. The machine never runs here, because effects do not run.

use std::collections::BTreeMap;

use crate::lifecycle::{Now, Url};
use crate::server;
use crate::settings::WidgetSettings;

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
