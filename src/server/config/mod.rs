//! Settings by environment variables. A bad value stops the start with one line that names the variable.

mod app_id;
mod brands;
mod value;

pub use brands::BrandSettings;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::client_address::Network;
use crate::accounts::{PasswordWork, SessionSettings};
use crate::messenger::server::Region;
use crate::workspace::location::LocationFile;
use crate::workspace::{Files, Quota, WhichApp};

#[derive(Debug)]
pub struct Config {
    /// `LEPTOS_ENV`: `DEV` or `PROD`; unset, the kind of build decides.
    pub environment: Environment,
    /// `LEPTOS_WATCH`, set by `cargo leptos watch`: files change under the running server.
    pub watching: bool,
    /// `DATABASE_URL`: the address of the database, of SQLite or PostgreSQL.
    pub database_url: String,
    /// `BRANDS`: a TOML file that describes the brands.
    /// Unset, there is one brand, made of `INTERCOM_APP_ID`, `INTERCOM_IDENTITY_SECRET`, `INTERCOM_REGION`,
    /// `INTERCOM_ACCESS_TOKEN`.
    pub brands: Vec<BrandSettings>,
    /// `INTERCOM_API_BASE`: where Intercom's REST API answers; unset, at the hosts of the workspace's region.
    pub intercom_api_base: Option<String>,
    /// `PUBLIC_URL`: scheme, host and port that people use, such as `https://tidewater.example`.
    pub public_url: Option<String>,
    /// `HSTS_INCLUDE_SUBDOMAINS`: browsers stay on https at every host below this one, too.
    pub hsts_include_subdomains: bool,
    /// `SESSION_IDLE_SECONDS`: a session ends when its person did nothing for so long.
    pub session_idle_seconds: i64,
    /// `SESSION_MAX_SECONDS`: a session ends so long after its log-in, whatever its person did.
    pub session_max_seconds: i64,
    /// `DEMO_ACCOUNTS`: accounts with a known password; unset, only in development.
    pub demo_accounts: bool,
    /// `DEMO_PEOPLE`: people and companies, to try the teammates' pages with. Only with demo accounts.
    pub demo_people: bool,
    /// `DEMO_MESSAGES`: messages of the demo teammate to people on some pages.
    pub demo_messages: bool,
    /// `DEMO_TEAMMATE_PASSWORD`: the password of the demo teammate; unset, there is none in production.
    pub demo_teammate_password: Option<Secret>,
    /// `IMPRESSION_DAYS`: how long the embedded workspace remembers the pages people saw; 0 is for ever.
    /// The same holds for what they did.
    pub impression_days: i64,
    /// `LEAD_DAYS`: how long the embedded workspace remembers leads; 0 is for ever.
    /// A lead wrote to it and never logged in.
    pub lead_days: i64,
    /// `PINGS_PER_MINUTE_PER_PERSON`: the pings that the embedded workspace takes from one person; 0 is no limit.
    pub pings_per_minute_per_person: u32,
    /// `PINGS_PER_MINUTE_PER_ADDRESS`: what the embedded workspace takes from one network address; 0 is no limit.
    pub pings_per_minute_per_address: u32,
    /// `NEW_PEOPLE_PER_MINUTE_PER_ADDRESS`: the new people that the embedded workspace takes; 0 is no limit.
    /// `NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS`, of the next field: the same for new conversations.
    pub new_people_per_minute_per_address: u32,
    pub new_conversations_per_minute_per_address: u32,
    /// `OPERATOR_ADDR`: where health checks answer, too, on connections of their own.
    pub operator_addr: Option<SocketAddr>,
    /// `CONNECTIONS`: connections at a time, if the process may open as many files.
    pub connections: usize,
    /// `TRUSTED_PROXIES`: whose `X-Forwarded-For` or `Forwarded` is believed.
    pub trusted_proxies: Vec<Network>,
    /// `ARGON2_MEMORY_KIB`, `ARGON2_PASSES`: what one hash of a password costs.
    pub password_work: PasswordWork,
    /// `TEAMMATES_SECOND_FACTOR`: a teammate's log-in has to ask for a code, too.
    pub second_factor_required: bool,
    /// `MESSENGER_ORIGINS`: the origins of other sites whose pages may carry the embedded workspace's widget.
    pub messenger_origins: Vec<String>,
    /// `ATTACHMENTS_DIR`: the folder of the files that people send; unset, `files` beside the SQLite file.
    pub attachments_dir: PathBuf,
    /// `LOCATION_FILE`: a file in MaxMind's format that says where a network address is; unset, nobody looks that up.
    pub locations: Option<LocationFile>,
    /// `UPLOAD_MIB_PER_PERSON`, `UPLOAD_MIB_PER_NETWORK_AND_DAY`, `UPLOAD_MIB_PER_APP`: the space for these files.
    /// `UPLOAD_MIB_FREE`: the space that stays free beside them.
    pub uploads: Quota,
    /// `UPLOAD_SCANNER`: a program that lets each file in, or refuses it.
    pub upload_scanner: Option<PathBuf>,
    /// `MESSENGER_CONSENT`: whether consent is given where a browser never answered, or has to be asked for.
    pub consent_by_default: bool,
    /// `CONTACT_EMAIL`: where people write when the Messenger is blocked, or to have deleted what is kept of them.
    pub contact_email: String,
    /// `SOURCE_URL`: where the source of this shop is read; unset, no page links to it.
    pub source_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    Development,
    Production,
}

/// The workspace that receives the conversations: the embedded one, or one that Intercom hosts.
#[derive(Debug)]
pub enum Intercom {
    /// Our own workspace. A secret given here is used instead of the one kept in the database.
    Embedded {
        app: WhichApp,
        secret: Option<Secret>,
    },
    Hosted(Hosted),
}

#[derive(Debug)]
pub struct Hosted {
    pub app_id: String,
    pub secret: Secret,
    pub region: Region,
    /// The token with which the server itself sends the workspace what customers did, in place of their browsers.
    pub access_token: Option<Secret>,
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

/// The variables whose values no backup holds. An address of a database may name a password.
const SECRETS: [&str; 4] =
    ["DATABASE_URL", "DEMO_TEAMMATE_PASSWORD", "INTERCOM_ACCESS_TOKEN", "INTERCOM_IDENTITY_SECRET"];

impl Config {
    /// Reads the process' environment, and in development a `.env` file for what is not in it.
    pub fn from_environment() -> Result<Self, Invalid> {
        Self::from_vars(process_and_file()?)
    }

    /// Reads the settings from any source of variables. An empty value counts as unset.
    pub fn from_vars(vars: impl Fn(&str) -> Option<String>) -> Result<Self, Invalid> {
        let vars: Vars = &vars;
        let switch = |variable, usual| Ok(read(variable, vars, value::switch)?.unwrap_or(usual));
        let limit = |variable, usual| Ok(read(variable, vars, value::limit)?.unwrap_or(usual));
        let environment = environment(vars)?;
        let demo_accounts = switch("DEMO_ACCOUNTS", environment == Environment::Development)?;
        let database_url = read("DATABASE_URL", vars, value::database_url)?
            .unwrap_or_else(|| "sqlite:data/leptos-messenger.db".into());
        Ok(Self {
            environment,
            attachments_dir: vars("ATTACHMENTS_DIR")
                .map_or_else(|| value::beside(&database_url, "files"), PathBuf::from),
            locations: read("LOCATION_FILE", vars, value::locations)?,
            uploads: uploads(vars)?,
            upload_scanner: read("UPLOAD_SCANNER", vars, value::program)?,
            watching: vars("LEPTOS_WATCH").is_some(),
            database_url,
            brands: brands(vars)?,
            intercom_api_base: read("INTERCOM_API_BASE", vars, value::api_base)?,
            public_url: read("PUBLIC_URL", vars, value::origin)?,
            hsts_include_subdomains: switch("HSTS_INCLUDE_SUBDOMAINS", false)?,
            session_idle_seconds: read("SESSION_IDLE_SECONDS", vars, value::seconds)?.unwrap_or(8 * 3600),
            session_max_seconds: read("SESSION_MAX_SECONDS", vars, value::seconds)?.unwrap_or(14 * 24 * 3600),
            demo_accounts,
            demo_people: read("DEMO_PEOPLE", vars, value::switch)?.unwrap_or(false) && demo_accounts,
            demo_messages: switch("DEMO_MESSAGES", false)?,
            demo_teammate_password: read("DEMO_TEAMMATE_PASSWORD", vars, |password| match demo_accounts {
                true => Ok(Secret::new(password)),
                false => Err("belongs to a demo account: set DEMO_ACCOUNTS=1 too, or unset this".into()),
            })?,
            impression_days: read("IMPRESSION_DAYS", vars, value::days)?.unwrap_or(365),
            lead_days: read("LEAD_DAYS", vars, value::days)?.unwrap_or(730),
            pings_per_minute_per_person: limit("PINGS_PER_MINUTE_PER_PERSON", 600)?,
            pings_per_minute_per_address: limit("PINGS_PER_MINUTE_PER_ADDRESS", 6_000)?,
            new_people_per_minute_per_address: limit("NEW_PEOPLE_PER_MINUTE_PER_ADDRESS", 60)?,
            new_conversations_per_minute_per_address: limit("NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS", 30)?,
            operator_addr: read("OPERATOR_ADDR", vars, value::listens)?,
            connections: read("CONNECTIONS", vars, value::connections)?.unwrap_or(2_000),
            trusted_proxies: read("TRUSTED_PROXIES", vars, value::networks)?.unwrap_or_default(),
            password_work: password_work(vars)?,
            second_factor_required: read("TEAMMATES_SECOND_FACTOR", vars, value::required)?
                .unwrap_or_default(),
            messenger_origins: read("MESSENGER_ORIGINS", vars, value::origins)?.unwrap_or_default(),
            consent_by_default: read("MESSENGER_CONSENT", vars, value::consent)?.unwrap_or(true),
            contact_email: read("CONTACT_EMAIL", vars, value::email)?
                .unwrap_or_else(|| "hello@tidewater.example".into()),
            source_url: read("SOURCE_URL", vars, value::link)?,
        })
    }

    /// The variables that are set, for a backup. Of one that may hold a secret, the name alone.
    pub fn variables_from_environment() -> Result<BTreeMap<String, Option<String>>, Invalid> {
        Self::variables(process_and_file()?)
    }

    /// Returns the variables that are set, as [`variables_from_environment`](Self::variables_from_environment) does.
    pub fn variables(
        vars: impl Fn(&str) -> Option<String>,
    ) -> Result<BTreeMap<String, Option<String>>, Invalid> {
        let asked = RefCell::new(BTreeMap::new());
        let config = Self::from_vars(|name| {
            let value = vars(name).filter(|value| !value.is_empty());
            if let Some(value) = &value {
                asked.borrow_mut().insert(name.to_owned(), Some(value.clone()));
            }
            value
        })?;
        let mut asked = asked.into_inner();
        let of_brands = config.brands.iter().flat_map(|brand| {
            [Some(brand.secret_variable.clone()), brand.access_token_variable.clone()].into_iter().flatten()
        });
        for secret in SECRETS.iter().map(|name| (*name).to_owned()).chain(of_brands) {
            if let Some(value) = asked.get_mut(&secret) {
                *value = None;
            }
        }
        Ok(asked)
    }

    /// Whether people reach this server by https, so that cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The folder of the files that people send, with its limits.
    pub fn files(&self) -> Files {
        Files::in_folder(&self.attachments_dir)
            .limited_to(self.uploads)
            .scanned_by(self.upload_scanner.as_deref())
    }

    pub fn session_settings(&self) -> SessionSettings {
        SessionSettings {
            idle_seconds: self.session_idle_seconds,
            max_seconds: self.session_max_seconds,
            secure_cookie: self.is_https(),
        }
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

type Vars<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Takes one variable through its rule; `None` where it is unset or empty.
fn read<T>(
    variable: &'static str,
    vars: Vars,
    rule: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Invalid> {
    let value = vars(variable).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    value.map(|value| rule(&value).map_err(|reason| Invalid { variable, reason })).transpose()
}

fn password_work(vars: Vars) -> Result<PasswordWork, Invalid> {
    let usual = PasswordWork::default();
    Ok(PasswordWork {
        memory_kib: read("ARGON2_MEMORY_KIB", vars, value::hash_memory)?.unwrap_or(usual.memory_kib),
        passes: read("ARGON2_PASSES", vars, value::hash_passes)?.unwrap_or(usual.passes),
    })
}

fn uploads(vars: Vars) -> Result<Quota, Invalid> {
    let usual = Quota::default();
    let limit = |variable, usual| Ok(read(variable, vars, value::mib)?.unwrap_or(usual));
    Ok(Quota {
        person: limit("UPLOAD_MIB_PER_PERSON", usual.person)?,
        network: limit("UPLOAD_MIB_PER_NETWORK_AND_DAY", usual.network)?,
        app: limit("UPLOAD_MIB_PER_APP", usual.app)?,
        free: limit("UPLOAD_MIB_FREE", usual.free)?,
    })
}

fn environment(vars: Vars) -> Result<Environment, Invalid> {
    let by_build = if cfg!(debug_assertions) { Environment::Development } else { Environment::Production };
    Ok(read("LEPTOS_ENV", vars, value::environment)?.unwrap_or(by_build))
}

/// Reads the brands. With `BRANDS`, a setting that its file decides is refused rather than passed over.
fn brands(vars: Vars) -> Result<Vec<BrandSettings>, Invalid> {
    let read_file = |file: &str| {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        brands::parse(&text, vars).map_err(|reason| format!("{file}: {reason}"))
    };
    let Some(brands) = read("BRANDS", vars, read_file)? else {
        return Ok(vec![BrandSettings::only(intercom(vars)?)]);
    };
    for variable in
        ["INTERCOM_APP_ID", "INTERCOM_REGION", "INTERCOM_IDENTITY_SECRET", "INTERCOM_ACCESS_TOKEN"]
    {
        let is_named = brands.iter().any(|brand| {
            brand.secret_variable == variable || brand.access_token_variable.as_deref() == Some(variable)
        });
        if !is_named && read(variable, vars, |_| Ok(()))?.is_some() {
            return Err(Invalid {
                variable,
                reason: "the file that BRANDS names says this for each brand".into(),
            });
        }
    }
    Ok(brands)
}

fn intercom(vars: Vars) -> Result<Intercom, Invalid> {
    let region = read("INTERCOM_REGION", vars, value::region)?.unwrap_or(Region::Us);
    let secret = read("INTERCOM_IDENTITY_SECRET", vars, |secret| Ok(Secret::new(secret)))?;
    let access_token = read("INTERCOM_ACCESS_TOKEN", vars, |token| Ok(Secret::new(token)))?;
    match (read("INTERCOM_APP_ID", vars, app_id::app_id)?, secret) {
        (None, _) if access_token.is_some() => Err(Invalid {
            variable: "INTERCOM_ACCESS_TOKEN",
            reason: "opens a hosted workspace: set INTERCOM_APP_ID too, or unset this for the embedded one".into(),
        }),
        (None, secret) => Ok(Intercom::Embedded { app: WhichApp::First, secret }),
        (Some(app_id), Some(secret)) => {
            Ok(Intercom::Hosted(Hosted { app_id, secret, region, access_token }))
        }
        (Some(_), None) => Err(Invalid {
            variable: "INTERCOM_IDENTITY_SECRET",
            reason: "is needed where INTERCOM_APP_ID is set: copy it from the workspace's Messenger security settings".into(),
        }),
    }
}

fn process_and_file() -> Result<impl Fn(&str) -> Option<String>, Invalid> {
    let process = |name: &str| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned());
    let file = match environment(&process)? {
        Environment::Development => dot_env()?,
        Environment::Production => HashMap::new(),
    };
    Ok(move |name: &str| process(name).or_else(|| file.get(name).cloned()))
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
