//! The rule of each kind of value; the error says how it should look and never repeats the value.

use axum::http::Uri;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::Environment;
use crate::messenger::server::{Region, normalize_host};
use crate::server::client_address::Network;
use crate::workspace::location::LocationFile;

const LONGEST_NAME: usize = 60;

/// The value, or an error that says how it should look.
fn wanted<T>(value: Option<T>, how: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("say {how}"))
}

/// The meaning of a word that is one of a few.
fn one_of<T: Copy>(word: &str, meanings: &[(&str, T)], how: &str) -> Result<T, String> {
    let known = meanings.iter().find(|(known, _)| *known == word);
    wanted(known.map(|(_, meaning)| *meaning), how)
}

/// A number of this range.
fn within<N: FromStr + PartialOrd>(value: &str, range: RangeInclusive<N>, how: &str) -> Result<N, String> {
    wanted(value.parse().ok().filter(|number| range.contains(number)), how)
}

pub fn environment(name: &str) -> Result<Environment, String> {
    use Environment::{Development, Production};
    let names = [
        ("dev", Development),
        ("development", Development),
        ("prod", Production),
        ("production", Production),
    ];
    one_of(&name.to_ascii_lowercase(), &names, "DEV or PROD")
}

/// The address that a socket listens at.
pub fn listens(value: &str) -> Result<SocketAddr, String> {
    wanted(value.parse().ok(), "an IP address and a port, such as 127.0.0.1:3001")
}

/// Whether something is required.
pub fn required(value: &str) -> Result<bool, String> {
    one_of(value, &[("required", true), ("optional", false)], "required or optional")
}

pub fn region(name: &str) -> Result<Region, String> {
    one_of(name, &[("us", Region::Us), ("eu", Region::Eu), ("au", Region::Au)], "us, eu or au")
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

/// The scheme, host and port as a browser writes them in `Origin`.
pub fn origin(value: &str) -> Result<String, String> {
    wanted(as_origin(value), "scheme and host alone, such as https://shop.example")
}

fn as_origin(value: &str) -> Option<String> {
    let uri = Uri::from_str(value).ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let default_port = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let is_alone = uri.path() == "/" && uri.query().is_none() && !value.contains(['@', '#']);
    let host = authority.host().to_ascii_lowercase();
    // Origins become part of policies, where other signs have meanings of their own.
    let is_plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
    match authority.port_u16() {
        _ if !is_alone || !is_plain => None,
        Some(port) if port != default_port => Some(format!("{scheme}://{host}:{port}")),
        None if authority.as_str().len() != authority.host().len() => None,
        _ => Some(format!("{scheme}://{host}")),
    }
}

/// The address at which an API answers: an origin, maybe with a path. Whoever listens on the way would learn the token.
/// So it is https, but on this very machine.
pub fn api_base(value: &str) -> Result<String, String> {
    let bad = || "say an address such as https://api.intercom.io; http only on this machine".to_owned();
    let uri = Uri::from_str(value).map_err(|_| bad())?;
    let path = uri.path().trim_end_matches('/');
    let base =
        value.find("://").and_then(|at| value[at + 3..].find('/').map(|slash| &value[..at + 3 + slash]));
    let base = as_origin(base.unwrap_or(value)).ok_or_else(bad)?;
    let local = ["127.0.0.1", "localhost", "[::1]"].contains(&uri.host().unwrap_or_default());
    let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte));
    match (base.starts_with("https://") || local) && plain && uri.query().is_none() && !value.contains('#') {
        true => Ok(base + path),
        false => Err(bad()),
    }
}

/// The address of a page to which ours link.
pub fn link(value: &str) -> Result<String, String> {
    let uri = Uri::from_str(value).ok();
    let is_link = uri.is_some_and(|uri| {
        let is_web = matches!(uri.scheme_str(), Some("https" | "http"));
        is_web && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
    });
    wanted(is_link.then(|| value.to_owned()), "an http or https address, such as https://git.example/shop")
}

/// Reads origins with commas between them.
pub fn origins(value: &str) -> Result<Vec<String>, String> {
    let all = value.split(',').map(|one| as_origin(one.trim())).collect();
    wanted(all, "origins with commas between them, such as https://a.example, https://b.example")
}

pub fn seconds(value: &str) -> Result<i64, String> {
    within(value, 1..=u32::MAX, "a whole number of seconds, at least 1").map(i64::from)
}

pub fn days(value: &str) -> Result<i64, String> {
    within(value, 0..=u16::MAX, "a whole number of days, or 0 for ever").map(i64::from)
}

pub fn limit(value: &str) -> Result<u32, String> {
    within(value, 0..=u32::MAX, "a whole number, or 0 for no limit")
}

pub fn connections(value: &str) -> Result<usize, String> {
    within(value, 10..=1_000_000, "a whole number from 10 to 1000000")
}

pub fn program(value: &str) -> Result<PathBuf, String> {
    let path = Path::new(value);
    wanted(path.is_file().then(|| path.into()), "the path of a program that is there")
}

pub fn locations(value: &str) -> Result<LocationFile, String> {
    LocationFile::open(Path::new(value)).map_err(|error| format!("is no file of locations: {error}"))
}

/// The bytes of a number that is given in MiB. 0 is no limit.
pub fn mib(value: &str) -> Result<i64, String> {
    Ok(i64::from(limit(value)?) * 1_024 * 1_024)
}

/// The memory of a password's hash, in KiB.
/// Less is cracked too soon (OWASP's smallest), more lets a few log-ins fill the machine.
pub fn hash_memory(value: &str) -> Result<u32, String> {
    within(value, 7_168..=262_144, "a whole number of KiB from 7168 to 262144")
}

pub fn hash_passes(value: &str) -> Result<u32, String> {
    within(value, 1..=10, "a whole number from 1 to 10")
}

/// Reads addresses and networks with commas between them.
pub fn networks(value: &str) -> Result<Vec<Network>, String> {
    let all = value.split(',').map(|one| Network::parse(one.trim())).collect();
    wanted(all, "addresses or networks with commas between them, such as 10.0.0.0/8, 2001:db8::1")
}

pub fn switch(value: &str) -> Result<bool, String> {
    one_of(value, &[("1", true), ("true", true), ("0", false), ("false", false)], "1 or 0")
}

pub fn consent(value: &str) -> Result<bool, String> {
    one_of(value, &[("given", true), ("asked", false)], "given or asked")
}

pub fn email(value: &str) -> Result<String, String> {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=^_`{|}~-".contains(c))
    };
    let is_email = value.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host));
    wanted(is_email.then(|| value.to_owned()), "one e-mail address, such as hello@shop.example")
}

/// A host name as it is compared with those of requests.
pub fn host(text: &str) -> Result<String, String> {
    let name = normalize_host(text);
    let is_label = |label: &str| {
        (1..64).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let whole = text.trim_end_matches('.').len() == name.len();
    let is_address = name.starts_with('[') && (text.ends_with(']') || !text.contains('['));
    let is_host = is_address || whole && name.split('.').all(is_label);
    let how = r#"names alone, as browsers send them: no scheme, no port, no “*”, such as "shop.example""#;
    wanted(is_host.then_some(name), how)
}

pub fn name(text: &str) -> Result<String, String> {
    // `leptos_meta` writes titles down as they are.
    let is_plain = !text.contains(|sign: char| sign == '<' || sign.is_control());
    let is_name = is_plain && (1..=LONGEST_NAME).contains(&text.chars().count());
    wanted(is_name.then(|| text.to_owned()), "a name of 1 to 60 letters, without “<”")
}

pub fn color(text: &str) -> Result<String, String> {
    let is_hex = |hex: &str| matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit());
    let is_color = text.strip_prefix('#').is_some_and(is_hex);
    wanted(is_color.then(|| text.to_owned()), r##"a colour such as "#0b6e6e""##)
}
