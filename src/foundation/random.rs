//! Random ids and keys, and the hash that is stored in place of a key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::time::Duration;

use crate::error::Error;

/// 32 letters and digits that nobody takes for one another, so that five bits choose one evenly. Databases sort them in
/// this order.
const LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A random word such as `tdw7k2qp`, five bits a letter.
pub fn word<const N: usize>() -> Result<String, Error> {
    Ok(bytes::<N>()?.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
}

/// The id of a row: 120 bits.
pub fn id() -> Result<String, Error> {
    word::<24>()
}

/// The id of a row of many: 75 random bits behind the time, so that rows of one time lie together on the disk.
pub fn id_at(unix_ms: i64) -> Result<String, Error> {
    let time = (0..9).rev().map(|five| char::from(LETTERS[(unix_ms >> (5 * five) & 31) as usize]));
    Ok(time.collect::<String>() + &word::<15>()?)
}

/// 256 random bits, as text. They let in anybody who has them: keep only their [`hash`].
pub fn credential() -> Result<String, Error> {
    text::<32>()
}

/// A random wait between half of `wait` and all of it. Clients that were cut off together return at different times.
pub fn jittered(wait: Duration) -> Result<Duration, Error> {
    let [byte] = bytes()?;
    Ok(wait / 2 + wait / 2 * u32::from(byte) / 255)
}

/// `N` random bytes as text.
pub fn text<const N: usize>() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<N>()?))
}

/// The SHA-256 hash of `text`, in base64url.
pub fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_later_times_come_later() {
        let times = [0, 1, 31, 32, 1_800_000_000_000, 1_800_000_000_001, 9_999_999_999_999];
        let ids = times.map(|time| id_at(time).expect("an id"));
        assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == 24), "{ids:?}");
    }
}
