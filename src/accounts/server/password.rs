//! Argon2id, off the async threads, a few at a time.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;

/// The greatest length of a password, in bytes.
/// No password of ours is longer, and a longer text need not be carried about.
pub(super) const LONGEST_PASSWORD: usize = 1024;
/// The number of hashes at once. Each takes its memory and one core: more at once serve nobody.
const AT_ONCE: usize = 4;
/// The number of callers that may wait.
/// Beyond it, the server asks callers to come back instead of storing their requests.
const WAITING: usize = 60;
/// The salt of the work that is done for accounts that do not exist.
const NOBODYS_SALT: &[u8; 16] = b"there is no such";

/// The cost of one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordWork {
    pub memory_kib: u32,
    pub passes: u32,
}

/// The recommended cost (OWASP, "Password Storage Cheat Sheet").
impl Default for PasswordWork {
    fn default() -> Self {
        Self { memory_kib: Params::DEFAULT_M_COST, passes: Params::DEFAULT_T_COST }
    }
}

impl PasswordWork {
    fn params(self) -> Params {
        // The settings' bounds lie within Argon2's own.
        Params::new(self.memory_kib, self.passes, 1, None).unwrap_or_default()
    }
}

#[derive(Clone)]
pub(super) struct Passwords {
    work: PasswordWork,
    entrance: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    computed: Arc<AtomicU64>,
}

impl Passwords {
    pub(super) fn new(work: PasswordWork) -> Self {
        Self {
            work,
            entrance: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            workers: Arc::new(Semaphore::new(AT_ONCE)),
            computed: Arc::default(),
        }
    }

    /// Returns a salted hash to store, parameters included (PHC format).
    pub(super) async fn hash(&self, password: String) -> Result<String, Error> {
        let hash = move |argon2: &Argon2| {
            argon2.hash_password(normal(&password).as_bytes()).map(|hash| hash.to_string())
        };
        self.work(hash).await?.map_err(Error::internal)
    }

    /// Whether the password is that of the stored hash. Where there is no account there is no hash.
    /// The same work is done for nothing, so that the time taken does not reveal who has an account.
    pub(super) async fn matches(&self, password: String, stored: Option<String>) -> Result<bool, Error> {
        self.work(move |argon2| {
            let password = normal(&password);
            match stored.as_deref().map(PasswordHash::new) {
                Some(Ok(hash)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
                _ => {
                    let _ = black_box(argon2.hash_password_with_salt(password.as_bytes(), NOBODYS_SALT));
                    false
                }
            }
        })
        .await
    }

    /// Whether the hash was made with less work than is asked for by now.
    pub(super) fn is_weaker(&self, stored: &str) -> bool {
        let params = PasswordHash::new(stored).ok().and_then(|hash| Params::try_from(&hash).ok());
        params.is_none_or(|made| made.m_cost() < self.work.memory_kib || made.t_cost() < self.work.passes)
    }

    pub(super) fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (params, computed) = (self.work.params(), self.computed.clone());
        self.off_the_async_threads(move || {
            computed.fetch_add(1, Ordering::Relaxed);
            job(&Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
        })
        .await
    }

    pub(super) async fn off_the_async_threads<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let _place = self.entrance.try_acquire().map_err(|_| Error::Unavailable)?;
        let worker = self.workers.clone().acquire_owned().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            // Held by the work itself: a request that is given up does not stop it.
            let _worker = worker;
            job()
        })
        .await
        .map_err(Error::internal)
    }
}

/// Returns the same letters, whichever keyboard wrote them. (RFC 8265, "OpaqueString".)
fn normal(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_flood_is_rejected_at_once_and_some_are_served() {
        let passwords = Passwords::new(PasswordWork::default());
        // All calls arrive before the first hash is done.
        let tries = (0..AT_ONCE + WAITING + 10).map(|_| passwords.matches("wrong".to_owned(), None));
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| **answer == Err(Error::Unavailable)).count(), 10);
        assert!(answers.contains(&Ok(false)));
        assert_eq!(passwords.matches("wrong".to_owned(), None).await, Ok(false), "and afterwards all are");
    }
}
