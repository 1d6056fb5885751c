//! Whether this tab shows the dock. The inspector's page offers it, and the pages of the shop ask for it.

use crate::inspector::browser::session_storage;

/// A key of sessionStorage.
const OPEN: &str = "inspector-dock";

#[cfg(feature = "shop")]
pub fn is_dock_wanted() -> bool {
    session_storage().and_then(|storage| storage.get_item(OPEN).ok().flatten()).is_some()
}

pub fn remember_dock(open: bool) {
    if let Some(storage) = session_storage() {
        _ = if open { storage.set_item(OPEN, "yes") } else { storage.remove_item(OPEN) };
    }
}
