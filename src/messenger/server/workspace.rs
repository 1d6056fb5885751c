//! A Messenger workspace: where it is, and the secret that signs for it.

use std::fmt;

use crate::look::{Look, LookError};
use crate::settings::WidgetSettings;

/// A Messenger workspace, and how to talk to it. Made by [`Workspace::from_env`],
/// [`Workspace::hosted`] or [`Workspace::own`].
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The settings that the browser receives. They are public: they stand in every page.
    pub widget: WidgetSettings,
    /// Signs the tokens, on the server alone. None: a Messenger for visitors alone.
    pub secret: Option<IdentitySecret>,
    /// The region where Intercom hosts it. None for a workspace of this very origin.
    pub hosted: Option<Region>,
}

impl Workspace {
    /// A workspace that Intercom hosts. `app_id` is the workspace's id, as its settings show it. Without a secret the
    /// Messenger is for visitors alone. The browser spends 16 of the 20 updates that Intercom takes in 30 minutes (rule
    /// R10).
    ///
    /// Sources: Intercom's developer documentation, "Installation" (the script's address), and "Javascript API:
    /// Methods" (the limit of updates).
    pub fn hosted(app_id: &str, secret: impl Into<Option<IdentitySecret>>, region: Region) -> Self {
        let secret = secret.into();
        let script_url = format!("https://widget.intercom.io/widget/{app_id}");
        let mut workspace = Self::at(
            app_id,
            secret,
            script_url,
            region.api_base().map(str::to_owned),
        );
        workspace.hosted = Some(region);
        workspace.widget.throttled = true;
        workspace
    }

    /// A workspace of the page's own origin. Its script, at `/widget/<app_id>`, knows by itself where it came from. Its
    /// updates have no limit.
    pub fn own(app_id: &str, secret: impl Into<Option<IdentitySecret>>) -> Self {
        let secret = secret.into();
        Self::at(app_id, secret, format!("/widget/{app_id}"), None)
    }

    /// Gives the workspace a look of its own.
    ///
    /// # Errors
    /// A setting is below the limit that [`Look`] states.
    pub fn look(mut self, look: &Look) -> Result<Self, LookError> {
        look.check()?;
        self.widget.look = leptos::serde_json::to_string(look).unwrap_or_else(|_| "{}".to_owned());
        Ok(self)
    }

    /// Switches texts in the browser's console on or off that explain what goes wrong while a person uses the page. By
    /// default they are on in a build with debug assertions. A mistake in the code is said in each build.
    pub fn development(mut self, on: bool) -> Self {
        self.widget.development = on;
        self
    }

    /// Adds an e-mail address, which the page offers where the widget is blocked.
    pub fn contact(mut self, email: &str) -> Self {
        self.widget.contact = Some(email.to_owned());
        self
    }

    fn at(
        app_id: &str,
        secret: Option<IdentitySecret>,
        script_url: String,
        api_base: Option<String>,
    ) -> Self {
        let app_id = app_id.to_owned();
        let widget = WidgetSettings {
            app_id,
            script_url,
            api_base,
            contact: None,
            look: "{}".to_owned(),
            throttled: false,
            development: cfg!(debug_assertions),
        };
        Self {
            widget,
            secret,
            hosted: None,
        }
    }
}

/// The region that a hosted workspace's data lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The United States.
    Us,
    /// The European Union.
    Eu,
    /// Australia.
    Au,
}

impl Region {
    /// The `api_base` that the widget receives. None for the United States, which are its default.
    /// Source of the hosts: Intercom's help, "Using Intercom with Content Security Policy"; of the setting: its snippet
    /// in "Set up Identity Verification for web and mobile".
    pub fn api_base(self) -> Option<&'static str> {
        match self {
            Self::Us => None,
            Self::Eu => Some("https://api-iam.eu.intercom.io"),
            Self::Au => Some("https://api-iam.au.intercom.io"),
        }
    }
}

/// The Messenger API secret of the workspace, which signs identities: the string as the workspace's settings show it,
/// not decoded, with no white space around it. [`self_test`](super::self_test) checks it. Never logged, never sent.
///
/// Source: Intercom's help, "Authenticating users in the Messenger with JSON web tokens (JWTs)".
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySecret(String);

impl IdentitySecret {
    /// The secret, as the workspace's settings show it.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(super) fn has_space_around(&self) -> bool {
        self.0.trim().len() < self.0.len()
    }
}

impl fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentitySecret(…)")
    }
}
