//! Who is served under which host name: the file that `BRANDS` names, or one brand made of the other settings.

use toml::{Table, Value};

use super::app_id::is_word;
use super::{Hosted, Intercom, Secret, Vars, value};
use crate::messenger::server::Region;
use crate::workspace::WhichApp;
use crate::workspace::identity::EnvironmentKey;

const KEYS: &str = "hosts, name, short_name, app_id, region, secret_env, access_token_env, embedded and action_color are the keys there are";

#[derive(Debug)]
pub struct BrandSettings {
    /// The host names in small letters, without port; none where there is but one brand.
    pub hosts: Vec<String>,
    /// The name in titles, and in the embedded workspace's panel.
    pub name: String,
    /// The name in the header.
    pub short_name: String,
    pub intercom: Intercom,
    /// The variable that the secret came from.
    pub secret_variable: String,
    /// The variable that the access token came from, where the file says of one.
    pub access_token_variable: Option<String>,
    /// The colour of the Messenger, such as `#0b6e6e`.
    pub action_color: Option<String>,
}

impl BrandSettings {
    /// The shop as it is without `BRANDS`.
    pub fn only(intercom: Intercom) -> Self {
        Self {
            hosts: Vec::new(),
            name: "Tidewater Coffee".into(),
            short_name: "Tidewater".into(),
            intercom,
            secret_variable: "INTERCOM_IDENTITY_SECRET".into(),
            access_token_variable: None,
            action_color: None,
        }
    }

    fn is_embedded(&self) -> bool {
        matches!(self.intercom, Intercom::Embedded { .. })
    }
}

/// The brands of this text, or a line that names brand and key.
pub fn parse(text: &str, vars: Vars) -> Result<Vec<BrandSettings>, String> {
    let mut document: Table = text.parse().map_err(|error: toml::de::Error| unreadable(&error, text))?;
    let list = match document.remove("brand") {
        Some(Value::Array(list)) if !list.is_empty() => list,
        _ => return Err("names no brand: begin each with a line [[brand]]".into()),
    };
    if let Some(key) = document.keys().next() {
        return Err(format!("“{}” stands outside a [[brand]]", key.escape_debug()));
    }
    let mut brands: Vec<BrandSettings> = Vec::new();
    for (at, entry) in list.into_iter().enumerate() {
        let Value::Table(entry) = entry else { return Err(format!("brand {} is no table", at + 1)) };
        let name = entry.get("name").and_then(Value::as_str);
        let name = name.map(|name| format!(" “{}”", name.escape_debug())).unwrap_or_default();
        let refused = |reason| format!("brand {}{name}: {reason}", at + 1);
        let brand = read(Entry(entry), vars).map_err(refused)?;
        differs(&brand, &brands).map_err(refused)?;
        brands.push(brand);
    }
    Ok(brands)
}

/// Names the line that is no TOML. The line itself is not repeated: it may hold a secret.
fn unreadable(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {} is no TOML", before.matches('\n').count() + 1)
}

/// The keys of one brand that are not read yet.
/// Errors begin with the key and never repeat a value that may be a secret.
struct Entry(Table);

impl Entry {
    fn take<T>(
        &mut self,
        key: &str,
        rule: impl Fn(Value) -> Option<Result<T, String>>,
        kind: &str,
    ) -> Result<Option<T>, String> {
        let Some(value) = self.0.remove(key) else { return Ok(None) };
        let taken = rule(value).unwrap_or_else(|| Err(format!("say {kind}")));
        taken.map(Some).map_err(|reason| format!("{key}: {reason}"))
    }

    fn text<T>(&mut self, key: &str, rule: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
        self.take(key, |value| Some(rule(value.as_str()?.trim())), "one text in quotes")
    }

    fn switch(&mut self, key: &str) -> Result<bool, String> {
        Ok(self.take(key, |value| value.as_bool().map(Ok), "true or false")?.unwrap_or_default())
    }

    fn hosts(&mut self) -> Result<Vec<String>, String> {
        let hosts = |value: Value| {
            let list = value.as_array().filter(|list| !list.is_empty())?;
            Some(list.iter().map(|host| value::host(host.as_str().unwrap_or_default())).collect())
        };
        self.take("hosts", hosts, r#"a list of host names, such as ["shop.example"]"#)?
            .ok_or_else(|| "hosts: is missing".into())
    }
}

fn read(mut entry: Entry, vars: Vars) -> Result<BrandSettings, String> {
    let hosts = entry.hosts()?;
    let shop_name = entry.text("name", value::name)?.ok_or("name: is missing")?;
    let short_name = entry.text("short_name", value::name)?.unwrap_or_else(|| shop_name.clone());
    let action_color = entry.text("action_color", value::color)?;
    let region = entry.text("region", value::region)?;
    let secret = entry.text("secret_env", |variable| secret_of_variable(variable, vars))?;
    let (variable, secret) = secret.unzip();
    let access_token = entry.text("access_token_env", |variable| secret_of_variable(variable, vars))?;
    let (access_token_variable, access_token) = access_token.unzip();
    let intercom = if entry.switch("embedded")? {
        if region.is_some() {
            return Err("region: belongs to a hosted workspace, and this one is embedded".into());
        }
        if access_token.is_some() {
            return Err("access_token_env: belongs to a hosted workspace, and this one is embedded".into());
        }
        let name = shop_name.clone();
        let app = match entry.text("app_id", own_app_id)? {
            Some(app_id) => WhichApp::WithId { app_id, name },
            None => WhichApp::Named(name),
        };
        Intercom::Embedded { app, secret }
    } else {
        let app_id = entry.text("app_id", super::app_id::app_id)?;
        let app_id = app_id.ok_or("app_id: is missing; or say embedded = true")?;
        let secret = secret.ok_or(
            "secret_env: is missing: name the variable that holds the hosted workspace's identity secret",
        )?;
        Intercom::Hosted(Hosted { app_id, secret, region: region.unwrap_or(Region::Us), access_token })
    };
    if let Some(key) = entry.0.keys().next() {
        return Err(format!("{}: is no key of a brand; {KEYS}", key.escape_debug()));
    }
    let secret_variable = variable.unwrap_or_else(|| "the embedded workspace".into());
    Ok(BrandSettings {
        hosts,
        name: shop_name,
        short_name,
        intercom,
        secret_variable,
        access_token_variable,
        action_color,
    })
}

/// Refuses a brand that has something of another's.
/// No host name, no workspace and no key may be shared, or a token of one were good for both.
fn differs(brand: &BrandSettings, others: &[BrandSettings]) -> Result<(), String> {
    for (at, other) in others.iter().enumerate() {
        if secret_of(brand).is_some_and(|own| secret_of(other) == Some(own)) {
            return Err(format!("secret_env: holds the secret of brand {} too: give each its own", at + 1));
        }
        match (app_id(brand), app_id(other)) {
            (Some(own), Some(its)) if own == its => {
                return Err(format!("app_id: is that of brand {} already", at + 1));
            }
            (None, _) | (_, None)
                if brand.is_embedded() && other.is_embedded() && brand.name == other.name =>
            {
                return Err(format!(
                    "app_id: is missing: brand {} has the same name, by which an embedded one is found again",
                    at + 1
                ));
            }
            _ => {}
        }
    }
    for (at, host) in brand.hosts.iter().enumerate() {
        if let Some(other) = others.iter().position(|other| other.hosts.contains(host)) {
            return Err(format!("hosts: “{host}” is of brand {} already", other + 1));
        }
        if brand.hosts[..at].contains(host) {
            return Err(format!("hosts: “{host}” is named twice"));
        }
    }
    Ok(())
}

fn app_id(brand: &BrandSettings) -> Option<&str> {
    match &brand.intercom {
        Intercom::Hosted(hosted) => Some(&hosted.app_id),
        Intercom::Embedded { app: WhichApp::WithId { app_id, .. }, .. } => Some(app_id),
        Intercom::Embedded { .. } => None,
    }
}

fn secret_of(brand: &BrandSettings) -> Option<&str> {
    match &brand.intercom {
        Intercom::Hosted(hosted) => Some(hosted.secret.expose()),
        Intercom::Embedded { secret, .. } => secret.as_ref().map(Secret::expose),
    }
}

/// The id of an app of the embedded workspace. It is chosen here, so nothing has to be found in an address.
fn own_app_id(text: &str) -> Result<String, String> {
    match is_word(text) && text.len() <= 32 {
        true if EnvironmentKey::is_id(text) => {
            Err("begin it otherwise: env- is what keys of the environment begin with".into())
        }
        true => Ok(text.to_owned()),
        false => Err("say at most 32 letters, digits, “-” and “_”".into()),
    }
}

/// Returns the variable, and what it holds.
fn secret_of_variable(variable: &str, vars: Vars) -> Result<(String, Secret), String> {
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    if variable.is_empty() || !variable.bytes().all(is_name) {
        return Err(
            "name an environment variable, in capitals; the secret itself does not belong here".into()
        );
    }
    match vars(variable).map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty()) {
        Some(secret) => Ok((variable.to_owned(), Secret::new(secret))),
        None => Err(format!("the environment variable {variable} is unset")),
    }
}
