//! The app that an access token opens.

use serde::Deserialize;

use super::{Answer, Client, Error};

/// The teammate or app that the access token belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Me {
    pub id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub app: Option<App>,
}

/// The workspace that the token opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct App {
    pub id_code: String,
    pub name: Option<String>,
    pub region: Option<String>,
}

impl Client {
    pub async fn me(&self) -> Result<Answer<Me>, Error> {
        self.get("/me").await
    }
}
