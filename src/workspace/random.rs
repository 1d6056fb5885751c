use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::Error;

/// No letter or digit that is taken for another; 32 of them, so that five bits choose one evenly.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

fn bytes<const N: usize>() -> Result<[u8; N], Error> {
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

/// 256 bits, as text. Whoever has it is let in: keep only its [`hash`].
pub fn credential() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}

/// SHA-256, as text.
pub fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}
