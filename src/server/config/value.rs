//! The rule of each kind of value; the error says how it should look and never repeats the value.

use axum::http::Uri;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::Environment;
use crate::messenger::server::{Region, normalize_host};
use crate::server::client_address::Network;

const LONGEST_NAME: usize = 60;

pub fn environment(name: &str) -> Result<Environment, String> {
    match name.to_ascii_lowercase().as_str() {
        "dev" | "development" => Ok(Environment::Development),
        "prod" | "production" => Ok(Environment::Production),
        _ => Err("say DEV or PROD".into()),
    }
}

/// Where a socket listens.
pub fn listens(value: &str) -> Result<SocketAddr, String> {
    value.parse().map_err(|_| "say an IP address and a port, such as 127.0.0.1:3001".into())
}

/// Whether it is.
pub fn required(value: &str) -> Result<bool, String> {
    match value {
        "required" => Ok(true),
        "optional" => Ok(false),
        _ => Err("say required or optional".into()),
    }
}

pub fn region(name: &str) -> Result<Region, String> {
    match name {
        "us" => Ok(Region::Us),
        "eu" => Ok(Region::Eu),
        "au" => Ok(Region::Au),
        _ => Err("say us, eu or au".into()),
    }
}

pub fn database_url(value: &str) -> Result<String, String> {
    // The value may hold a password, so it is not repeated.
    match value.split_once(':') {
        Some(("sqlite" | "postgres" | "postgresql", _)) => Ok(value.to_owned()),
        _ => Err("only sqlite: and postgres: URLs are known".into()),
    }
}

/// A folder of this name beside the SQLite file; for another database, in `data`.
pub fn beside(database_url: &str, name: &str) -> PathBuf {
    let file = database_url.strip_prefix("sqlite:").and_then(|file| file.split('?').next());
    let folder = file.and_then(|file| Path::new(file.trim_start_matches("//")).parent());
    folder.unwrap_or(Path::new("data")).join(name)
}

/// Scheme, host and port as a browser writes them in `Origin`.
pub fn origin(value: &str) -> Result<String, String> {
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
    // Origins become part of policies, where other signs have meanings of their own.
    if !host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b)) {
        return Err(bad());
    }
    match authority.port_u16() {
        Some(port) if port != default_port => Ok(format!("{scheme}://{host}:{port}")),
        None if authority.as_str().len() != authority.host().len() => Err(bad()),
        _ => Ok(format!("{scheme}://{host}")),
    }
}

/// Where an API answers: as an origin, maybe with a path. Whoever listens on the way would learn the token, so it is https,
/// but on this very machine.
pub fn api_base(value: &str) -> Result<String, String> {
    let bad = || "say an address such as https://api.intercom.io; http only on this machine".to_owned();
    let uri = Uri::from_str(value).map_err(|_| bad())?;
    let path = uri.path().trim_end_matches('/');
    let base =
        value.find("://").and_then(|at| value[at + 3..].find('/').map(|slash| &value[..at + 3 + slash]));
    let base = origin(base.unwrap_or(value)).map_err(|_| bad())?;
    let local = ["127.0.0.1", "localhost", "[::1]"].contains(&uri.host().unwrap_or_default());
    let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte));
    match (base.starts_with("https://") || local) && plain && uri.query().is_none() && !value.contains('#') {
        true => Ok(base + path),
        false => Err(bad()),
    }
}

/// Origins with commas between them.
pub fn origins(value: &str) -> Result<Vec<String>, String> {
    let each = value.split(',').map(|one| origin(one.trim()));
    each.collect::<Result<_, _>>().map_err(|_| {
        "say origins with commas between them, such as https://a.example, https://b.example".into()
    })
}

pub fn seconds(value: &str) -> Result<i64, String> {
    match value.parse::<u32>() {
        Ok(seconds @ 1..) => Ok(seconds.into()),
        _ => Err("say a whole number of seconds, at least 1".into()),
    }
}

pub fn days(value: &str) -> Result<i64, String> {
    match value.parse::<u16>() {
        Ok(days) => Ok(days.into()),
        _ => Err("say a whole number of days, or 0 for ever".into()),
    }
}

pub fn limit(value: &str) -> Result<u32, String> {
    value.parse().map_err(|_| "say a whole number, or 0 for no limit".into())
}

pub fn connections(value: &str) -> Result<usize, String> {
    match value.parse() {
        Ok(connections @ 10..=1_000_000) => Ok(connections),
        _ => Err("say a whole number from 10 to 1000000".into()),
    }
}

pub fn program(value: &str) -> Result<PathBuf, String> {
    match Path::new(value).is_file() {
        true => Ok(value.into()),
        false => Err("say the path of a program that is there".into()),
    }
}

/// Bytes, given in MiB; 0 is no limit.
pub fn mib(value: &str) -> Result<i64, String> {
    Ok(i64::from(limit(value)?) * 1_024 * 1_024)
}

/// Less is cracked too soon (OWASP's smallest), more lets a few log-ins fill the machine.
pub fn hash_memory(value: &str) -> Result<u32, String> {
    match value.parse() {
        Ok(kib @ 7_168..=262_144) => Ok(kib),
        _ => Err("say a whole number of KiB from 7168 to 262144".into()),
    }
}

pub fn hash_passes(value: &str) -> Result<u32, String> {
    match value.parse() {
        Ok(passes @ 1..=10) => Ok(passes),
        _ => Err("say a whole number from 1 to 10".into()),
    }
}

/// Addresses and networks with commas between them.
pub fn networks(value: &str) -> Result<Vec<Network>, String> {
    let each = value.split(',').map(|one| Network::parse(one.trim()));
    each.collect::<Option<_>>().ok_or_else(|| {
        "say addresses or networks with commas between them, such as 10.0.0.0/8, 2001:db8::1".into()
    })
}

pub fn switch(value: &str) -> Result<bool, String> {
    match value {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err("say 1 or 0".into()),
    }
}

pub fn consent(value: &str) -> Result<bool, String> {
    match value {
        "given" => Ok(true),
        "asked" => Ok(false),
        _ => Err("say given or asked".into()),
    }
}

pub fn email(value: &str) -> Result<String, String> {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=^_`{|}~-".contains(c))
    };
    match value.split_once('@') {
        Some((name, host)) if plain(name) && plain(host) => Ok(value.to_owned()),
        _ => Err("say one e-mail address, such as hello@shop.example".into()),
    }
}

/// As it is compared with those of requests.
pub fn host(text: &str) -> Result<String, String> {
    let name = normalize_host(text);
    let is_label = |label: &str| {
        (1..64).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let whole = text.trim_end_matches('.').len() == name.len();
    let is_address = name.starts_with('[') && (text.ends_with(']') || !text.contains('['));
    match is_address || whole && name.split('.').all(is_label) {
        true => Ok(name),
        false => Err(
            r#"say names alone, as browsers send them: no scheme, no port, no “*”, such as "shop.example""#
                .into(),
        ),
    }
}

pub fn name(text: &str) -> Result<String, String> {
    match text.chars().count() {
        // `leptos_meta` writes titles down as they are.
        1..=LONGEST_NAME if !text.contains(|sign: char| sign == '<' || sign.is_control()) => {
            Ok(text.to_owned())
        }
        _ => Err("say a name of 1 to 60 letters, without “<”".into()),
    }
}

pub fn color(text: &str) -> Result<String, String> {
    match text.strip_prefix('#') {
        Some(hex) if matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(text.to_owned())
        }
        _ => Err(r##"say a colour such as "#0b6e6e""##.into()),
    }
}
