//! What every boot carries besides identity. Names on the wire are Intercom's.

use serde::{Deserialize, Serialize};

/// Everything the browser needs to load and boot the widget. Holds no identity and no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidgetSettings {
    pub app_id: String,
    /// Where the widget's script is.
    pub script_url: String,
    /// Only where the region needs one; the script's own default otherwise.
    pub api_base: Option<String>,
    /// An e-mail address to offer when the widget is blocked.
    pub contact: Option<String>,
    /// A [`Look`] as JSON: the browser hands it on unread.
    pub look: String,
    /// Whether the workspace takes 20 `update`s in 30 minutes, as the hosted Messenger does, or any number (rule R10).
    pub throttled: bool,
    /// Whether the console explains what is found wrong.
    pub development: bool,
}

/// The settings of every boot that change how the Messenger looks.
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects".
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Look {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// Pixels, at least 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizontal_padding: Option<u16>,
    /// Pixels, at least 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical_padding: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub z_index: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme_mode: Option<ThemeMode>,
    /// A CSS colour, as are the next two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_color: Option<String>,
    /// True for an app that shows a `<Launcher>` of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_default_launcher: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_notifications: Option<bool>,
    /// CSS: a click on any such element opens or closes the panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_launcher_selector: Option<String>,
    /// Milliseconds, at least five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_duration: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messenger_style_id: Option<String>,
    /// A language code, in place of the browser's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_override: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alignment {
    Left,
    Right,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeMode {
    Light,
    Dark,
    System,
}

/// When the page may load the widget. None of them competes with the page's own first paint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// As soon as the page has woken up.
    AtOnce,
    /// When the page has loaded and the browser is idle.
    #[default]
    WhenIdle,
    /// At the first click, touch or key anywhere, or when the app opens the Messenger. Pages before that are not
    /// reported.
    OnInteraction,
}
