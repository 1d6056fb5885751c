//! How the Messenger looks and behaves on the page: settings of every boot.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Settings of every boot. A setting that is left out is as the workspace has it.
///
/// It holds no identity, and cannot: JSON that names anything else is not read as a `Look`.
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects" (Messenger
/// attributes) and "Customizing the Messenger".
///
/// ```
/// use messenger::{Alignment, Look, ThemeMode};
/// let look = Look {
///     alignment: Some(Alignment::Left),
///     vertical_padding: Some(40),
///     theme_mode: Some(ThemeMode::System),
///     action_color: Some("#7a4a2b".to_owned()),
///     ..Look::default()
/// };
/// # assert!(look.check().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The side of the screen that the launcher is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// Pixels from the side of the screen to the launcher, at least 20. Without effect on phones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizontal_padding: Option<u16>,
    /// Pixels from the bottom of the screen to the launcher, at least 20. Without effect on phones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical_padding: Option<u16>,
    /// The Messenger's place among the page's layers, as CSS has it. Without effect on phones and product tours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub z_index: Option<i32>,
    /// Whether the Messenger is light or dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme_mode: Option<ThemeMode>,
    /// The colour of buttons and highlights. A CSS colour: a name, a hexadecimal code or `rgb(…)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_color: Option<String>,
    /// The colour behind the Messenger's header. A CSS colour: a name, a hexadecimal code or `rgb(…)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// The colour of links in messages. A CSS colour: a name, a hexadecimal code or `rgb(…)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_color: Option<String>,
    /// True for an app that shows a `<Launcher>` of its own. False shows Intercom's even where the workspace hides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_default_launcher: Option<bool>,
    /// True hides notifications in the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_notifications: Option<bool>,
    /// A CSS selector: a click on any such element opens the Messenger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_launcher_selector: Option<String>,
    /// Milliseconds without a ping after which the Messenger's session cookie expires. At least 300,000 (five minutes),
    /// the least that Intercom's documentation shows, and less than the duration in the workspace's settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_duration: Option<u32>,
    /// The id of one of the workspace's Messenger styles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messenger_style_id: Option<String>,
    /// A language code, such as `nb` or `pt-BR`, in place of the browser's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_override: Option<String>,
}

/// A side of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Alignment {
    /// The left side.
    Left,
    /// The right side.
    Right,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeMode {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// Light or dark, as the person's system is set.
    System,
}

/// The least padding, in pixels.
const LEAST_PADDING: u16 = 20;
/// The least session duration, in milliseconds.
const LEAST_SESSION_DURATION: u32 = 5 * 60 * 1_000;

impl Look {
    /// Checks that the widget takes every setting. `Workspace::look` calls this.
    ///
    /// # Errors
    ///
    /// A padding or the session's duration is below its limit.
    pub fn check(&self) -> Result<(), LookError> {
        let paddings = [
            ("horizontal_padding", self.horizontal_padding),
            ("vertical_padding", self.vertical_padding),
        ];
        for (setting, pixels) in paddings {
            if pixels.is_some_and(|pixels| pixels < LEAST_PADDING) {
                return Err(LookError {
                    setting,
                    reason: "at least 20 pixels",
                });
            }
        }
        if self
            .session_duration
            .is_some_and(|millis| millis < LEAST_SESSION_DURATION)
        {
            let reason = "milliseconds, at least 300000 (five minutes)";
            return Err(LookError {
                setting: "session_duration",
                reason,
            });
        }
        Ok(())
    }
}

/// A setting of a [`Look`] that the widget would not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookError {
    /// The setting's name.
    pub setting: &'static str,
    /// The setting's unit and limit, for the developer.
    pub reason: &'static str,
}

impl fmt::Display for LookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused the look's {}: {}", self.setting, self.reason)
    }
}

impl std::error::Error for LookError {}
