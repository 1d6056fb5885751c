//! The trait that the bindings report to: they know no driver.

use crate::diagnosis::Finding;
use crate::lifecycle::Event;
use crate::settings::WidgetSettings;

/// Takes what happens in the page: the driver does.
pub trait EventSink: Copy + 'static {
    fn on(self, event: Event);

    fn found(self, finding: Finding);

    fn widget(self) -> Option<WidgetSettings>;
}
