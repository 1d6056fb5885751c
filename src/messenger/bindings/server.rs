//! On the server there is no widget. The machine never runs here: effects do not.

use super::super::lifecycle::{Command, Event, Marker, Now, Url};
use super::super::server;
use super::super::settings::WidgetSettings;

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

pub fn beginning() -> Option<(Marker, u64)> {
    None
}

pub fn wake_after(_: Option<i64>, _: Option<TimeoutHandle>, _: impl Fn() + 'static) -> Option<TimeoutHandle> {
    None
}

pub fn carry_out(_: &Command, _: &WidgetSettings, _: impl Fn(Event) + Clone + 'static) {}
