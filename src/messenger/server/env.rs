//! The workspace that the environment names.

use leptos::logging::warn;
use std::env::{VarError, var};
use std::fmt;

use super::workspace::{IdentitySecret, Region, Workspace};

const APP_ID: &str = "INTERCOM_APP_ID";
const SECRET: &str = "INTERCOM_IDENTITY_SECRET";

impl Workspace {
    /// The hosted workspace that `INTERCOM_APP_ID` names. `INTERCOM_IDENTITY_SECRET` signs its tokens. Without that
    /// variable the Messenger is for visitors alone, and the console says so. Call it at start.
    ///
    /// # Errors
    ///
    /// Names the variable that is missing or wrong, and says what to change.
    pub fn from_env(region: Region) -> Result<Self, EnvError> {
        Self::from_variables(var, region)
    }

    fn from_variables(
        read: impl Fn(&'static str) -> Result<String, VarError>,
        region: Region,
    ) -> Result<Self, EnvError> {
        let read = |variable| match read(variable) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(EnvError::new(variable, "is no UTF-8 text")),
        };
        let app_id = read(APP_ID)?.ok_or_else(|| {
            EnvError::new(
                APP_ID,
                "is not set: it is the id that the workspace's settings show",
            )
        })?;
        if app_id.is_empty() || !app_id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let problem =
                "is no app id: an app id has letters and digits alone, and no space around it";
            return Err(EnvError::new(APP_ID, problem));
        }
        let secret = read(SECRET)?.map(IdentitySecret::new);
        let warning = match &secret {
            Some(secret) => secret
                .check()
                .map_err(|reason| EnvError::new(SECRET, &format!("cannot sign: {reason}")))?
                .map(|warning| warning.to_string()),
            None => Some("is not set: this Messenger is for visitors alone".to_owned()),
        };
        if let Some(warning) = warning {
            warn!("messenger: {SECRET}: {warning}");
        }
        Ok(Self::hosted(&app_id, secret, region))
    }
}

/// A variable of the environment that is missing or wrong. `Debug` shows the same text as `Display`, because a `main`
/// that unwraps prints `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct EnvError(String);

impl EnvError {
    fn new(variable: &str, problem: &str) -> Self {
        Self(format!("{variable} {problem}"))
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EnvError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(app_id: Option<&str>, secret: Option<&str>) -> Result<Workspace, String> {
        let read = |name| {
            let value = if name == APP_ID { app_id } else { secret };
            value.map(str::to_owned).ok_or(VarError::NotPresent)
        };
        Workspace::from_variables(read, Region::Eu).map_err(|error| format!("{error:?}"))
    }

    #[test]
    fn the_error_names_the_variable_that_is_missing_or_wrong() {
        let secret = Some("a secret of thirty-two bytes, or more");
        for (app_id, secret, begins) in [
            (None, secret, "INTERCOM_APP_ID is not set"),
            (Some(""), secret, "INTERCOM_APP_ID is no app id"),
            (Some("abc123 "), secret, "INTERCOM_APP_ID is no app id"),
            (
                Some("abc123"),
                Some(""),
                "INTERCOM_IDENTITY_SECRET cannot sign: the identity secret is empty",
            ),
            (
                Some("abc123"),
                Some("secret\n"),
                "INTERCOM_IDENTITY_SECRET cannot sign: the identity secret has white",
            ),
        ] {
            let error = from(app_id, secret).expect_err(begins);
            assert!(error.starts_with(begins), "{error}");
        }
    }

    #[test]
    fn without_a_secret_the_workspace_is_for_visitors_alone() {
        let workspace = from(Some("abc123"), None).expect("a workspace");
        assert!(workspace.secret.is_none() && workspace.hosted == Some(Region::Eu));
        let workspace = from(
            Some("abc123"),
            Some("a secret of thirty-two bytes, or more"),
        );
        assert!(workspace.expect("a workspace").secret.is_some());
    }
}
