//! Settings by environment variables. A bad value stops the start with one line that names the variable.

use axum::http::Uri;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

#[derive(Debug)]
pub struct Config {
    /// `LEPTOS_ENV`: `DEV` or `PROD`; unset, the kind of build decides.
    pub environment: Environment,
    /// `LEPTOS_WATCH`, set by `cargo leptos watch`: files change under the running server.
    pub watching: bool,
    /// `DATABASE_URL`
    pub database_url: String,
    /// `INTERCOM_APP_ID`, `INTERCOM_IDENTITY_SECRET`, `INTERCOM_REGION`
    pub intercom: Intercom,
    /// `PUBLIC_URL`: scheme, host and port that people use, such as `https://tidewater.example`.
    pub public_url: Option<String>,
    /// `SESSION_IDLE_SECONDS`: a session ends when its person did nothing for so long.
    pub session_idle_seconds: i64,
    /// `SESSION_MAX_SECONDS`: and after so long whatever they did.
    pub session_max_seconds: i64,
    /// `DEMO_ACCOUNTS`: three accounts with a known password; unset, only in development.
    pub demo_accounts: bool,
    /// `CONTACT_EMAIL`: where people write when the Messenger is blocked.
    pub contact_email: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    Development,
    Production,
}

/// Whose workspace receives the conversations.
#[derive(Debug)]
pub enum Intercom {
    /// Our own; a secret given here is used instead of the one kept in the database.
    Embedded {
        secret: Option<Secret>,
    },
    Hosted(Hosted),
}

#[derive(Debug)]
pub struct Hosted {
    pub app_id: String,
    pub secret: Secret,
    pub region: Region,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    Us,
    Eu,
    Au,
}

/// A secret setting, which no log line can show by accident.
#[derive(Clone)]
pub struct Secret(String);

/// A setting that cannot be taken. The text never holds the value of a secret.
#[derive(Debug, PartialEq, Eq)]
pub struct Invalid {
    pub variable: &'static str,
    pub reason: String,
}

impl Config {
    /// Reads the process' environment, and in development a `.env` file for what is not in it.
    pub fn from_environment() -> Result<Self, Invalid> {
        let process = |name: &str| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned());
        let file = match environment(&process)? {
            Environment::Development => dot_env()?,
            Environment::Production => HashMap::new(),
        };
        Self::from_vars(|name| process(name).or_else(|| file.get(name).cloned()))
    }

    /// Settings from any source of variables; an empty value counts as unset.
    pub fn from_vars(vars: impl Fn(&str) -> Option<String>) -> Result<Self, Invalid> {
        let var = |name: &str| vars(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let environment = environment(&vars)?;
        Ok(Self {
            environment,
            watching: var("LEPTOS_WATCH").is_some(),
            database_url: read("DATABASE_URL", &var, database_url)?
                .unwrap_or_else(|| "sqlite:data/leptos-messenger.db".into()),
            intercom: intercom(&var)?,
            public_url: read("PUBLIC_URL", &var, origin)?,
            session_idle_seconds: read("SESSION_IDLE_SECONDS", &var, seconds)?.unwrap_or(8 * 3600),
            session_max_seconds: read("SESSION_MAX_SECONDS", &var, seconds)?.unwrap_or(14 * 24 * 3600),
            demo_accounts: read("DEMO_ACCOUNTS", &var, switch)?
                .unwrap_or(environment == Environment::Development),
            contact_email: read("CONTACT_EMAIL", &var, email)?
                .unwrap_or_else(|| "hello@tidewater.example".into()),
        })
    }

    /// Whether people reach this server by https, so that cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl Intercom {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Embedded { .. } => "embedded",
            Self::Hosted(_) => "hosted",
        }
    }
}

impl Secret {
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.reason)
    }
}

impl std::error::Error for Invalid {}

impl FromStr for Region {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "us" => Ok(Self::Us),
            "eu" => Ok(Self::Eu),
            "au" => Ok(Self::Au),
            _ => Err("say us, eu or au".into()),
        }
    }
}

/// Takes one variable through its rule; `None` where it is unset.
fn read<T>(
    variable: &'static str,
    var: impl Fn(&str) -> Option<String>,
    rule: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Invalid> {
    var(variable).map(|value| rule(&value).map_err(|reason| Invalid { variable, reason })).transpose()
}

fn environment(vars: impl Fn(&str) -> Option<String>) -> Result<Environment, Invalid> {
    let by_build = if cfg!(debug_assertions) { Environment::Development } else { Environment::Production };
    let rule = |name: &str| match name.to_ascii_lowercase().as_str() {
        "" => Ok(by_build),
        "dev" | "development" => Ok(Environment::Development),
        "prod" | "production" => Ok(Environment::Production),
        _ => Err("say DEV or PROD".to_owned()),
    };
    Ok(read("LEPTOS_ENV", vars, rule)?.unwrap_or(by_build))
}

fn intercom(var: impl Fn(&str) -> Option<String>) -> Result<Intercom, Invalid> {
    let region = read("INTERCOM_REGION", &var, Region::from_str)?.unwrap_or(Region::Us);
    let secret = var("INTERCOM_IDENTITY_SECRET").map(Secret);
    match (read("INTERCOM_APP_ID", &var, app_id)?, secret) {
        (None, secret) => Ok(Intercom::Embedded { secret }),
        (Some(app_id), Some(secret)) => Ok(Intercom::Hosted(Hosted { app_id, secret, region })),
        (Some(_), None) => Err(Invalid {
            variable: "INTERCOM_IDENTITY_SECRET",
            reason: "is needed where INTERCOM_APP_ID is set: copy it from the workspace's Messenger security settings".into(),
        }),
    }
}

fn app_id(value: &str) -> Result<String, String> {
    match value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
        true => Ok(value.to_owned()),
        false => Err("holds more than letters, digits, '-' and '_'".into()),
    }
}

fn database_url(value: &str) -> Result<String, String> {
    // The value may hold a password, so it is not repeated.
    match value.starts_with("sqlite:") {
        true => Ok(value.to_owned()),
        false => Err("only sqlite: URLs are known".into()),
    }
}

/// Scheme, host and port as a browser writes them in `Origin`.
fn origin(value: &str) -> Result<String, String> {
    let bad = || "say scheme and host alone, such as https://shop.example".to_owned();
    let uri = Uri::from_str(value).map_err(|_| bad())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(bad()) };
    let default_port = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return Err(bad()),
    };
    if uri.path() != "/" || uri.query().is_some() || value.contains(['@', '#']) {
        return Err(bad());
    }
    let host = authority.host().to_ascii_lowercase();
    match authority.port_u16() {
        Some(port) if port != default_port => Ok(format!("{scheme}://{host}:{port}")),
        None if authority.as_str().len() != authority.host().len() => Err(bad()),
        _ => Ok(format!("{scheme}://{host}")),
    }
}

fn seconds(value: &str) -> Result<i64, String> {
    match value.parse::<u32>() {
        Ok(seconds @ 1..) => Ok(seconds.into()),
        _ => Err("say a whole number of seconds, at least 1".into()),
    }
}

fn switch(value: &str) -> Result<bool, String> {
    match value {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err("say 1 or 0".into()),
    }
}

fn email(value: &str) -> Result<String, String> {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=^_`{|}~-".contains(c))
    };
    match value.split_once('@') {
        Some((name, host)) if plain(name) && plain(host) => Ok(value.to_owned()),
        _ => Err("say one e-mail address, such as hello@shop.example".into()),
    }
}

/// The `.env` file's variables; a line that cannot be read is named by the file alone, as it may hold a secret.
fn dot_env() -> Result<HashMap<String, String>, Invalid> {
    let unreadable = || Invalid { variable: ".env", reason: "has a line that is not NAME=value".into() };
    match dotenvy::dotenv_iter() {
        Ok(lines) => lines.collect::<Result<_, _>>().map_err(|_| unreadable()),
        Err(e) if e.not_found() => Ok(HashMap::new()),
        Err(_) => Err(unreadable()),
    }
}
