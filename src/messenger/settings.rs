//! Settings of the workspace that the browser receives, and when it loads the widget.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::look::Look;

/// Everything the browser needs to load and boot the widget. Holds no identity and no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidgetSettings {
    /// The id of the Intercom workspace.
    pub app_id: String,
    /// The URL of the widget's script.
    pub script_url: String,
    /// The host of the workspace's region. None where the script knows it by itself.
    pub api_base: Option<String>,
    /// An e-mail address to offer where the widget is blocked.
    pub contact: Option<String>,
    /// Private, because each boot takes over whatever names stand in it: see [`Self::look`].
    #[serde(deserialize_with = "look_alone")]
    pub(crate) look: String,
    /// Whether the workspace takes 20 `update`s in 30 minutes, as the hosted Messenger does, or any number (rule R10).
    pub throttled: bool,
    /// Whether the console explains what is found wrong.
    pub development: bool,
}

impl WidgetSettings {
    /// The [`Look`], as JSON. `Workspace::look` sets it; nothing but the settings of a look can be in it.
    pub fn look(&self) -> &str {
        &self.look
    }
}

/// Refuses JSON that is no [`Look`]: an identity that stood in it would be sent unsigned.
fn look_alone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let json = String::deserialize(deserializer)?;
    leptos::serde_json::from_str::<Look>(&json).map_err(D::Error::custom)?;
    Ok(json)
}

/// When the page loads the widget's script. It never competes with the page's own first paint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// When the page is hydrated.
    AtOnce,
    /// When the page has loaded and the browser is idle.
    #[default]
    WhenIdle,
    /// At the first click, touch or key anywhere, or when the app opens the Messenger. Pages before that are not
    /// reported.
    OnInteraction,
}
