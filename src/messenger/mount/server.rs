//! On the server each rendering has a `<Messenger>` of its own.

use leptos::prelude::{Callback, Owner};

use crate::driver::Driver;
use crate::lifecycle::CheckAgain;
use crate::settings::WidgetSettings;

#[derive(Clone, Copy)]
pub struct Mount {
    pub driver: Driver,
}

pub fn mount(_: Option<WidgetSettings>, _: Option<Callback<CheckAgain>>) -> Mount {
    Mount {
        driver: Driver::new(),
    }
}

impl Mount {
    pub fn is_active(self) -> bool {
        true
    }

    pub fn unmount(self) {}
}

pub fn driver() -> Driver {
    Driver::new()
}

pub fn page_owner() -> Option<Owner> {
    None
}
