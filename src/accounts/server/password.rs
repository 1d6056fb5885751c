//! Argon2id, off the async threads, a few at a time.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::Error;

/// No password of ours is longer; a longer text need not be carried about.
pub(super) const LONGEST_PASSWORD: usize = 1024;
/// Each hash takes 19 MiB (the recommended parameters) and one core: more at once serve nobody.
const AT_ONCE: usize = 4;
/// Beyond this many waiting, a flood is told to come back instead of being stored up.
const WAITING: usize = 60;
/// Salts the work that is done for accounts that do not exist.
const NOBODYS_SALT: &[u8; 16] = b"there is no such";

#[derive(Clone)]
pub(super) struct Passwords {
    entrance: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    computed: Arc<AtomicU64>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            entrance: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            workers: Arc::new(Semaphore::new(AT_ONCE)),
            computed: Arc::default(),
        }
    }
}

impl Passwords {
    /// A salted hash to store, parameters included (PHC format).
    pub(super) async fn hash(&self, password: String) -> Result<String, Error> {
        self.work(move |argon2| argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await?
            .map_err(Error::internal)
    }

    /// Whether the password is that of the stored hash. Where there is no account there is no hash: the same work is
    /// done for nothing, so that the time taken does not tell who has an account.
    pub(super) async fn matches(&self, password: String, stored: Option<String>) -> Result<bool, Error> {
        self.work(move |argon2| match stored.as_deref().map(PasswordHash::new) {
            Some(Ok(hash)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
            _ => {
                let _ = black_box(argon2.hash_password_with_salt(password.as_bytes(), NOBODYS_SALT));
                false
            }
        })
        .await
    }

    pub(super) fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let _place = self.entrance.try_acquire().map_err(|_| Error::Unavailable)?;
        let worker = self.workers.clone().acquire_owned().await.map_err(Error::internal)?;
        self.computed.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(move || {
            // Held by the work itself: a request that is given up does not stop it.
            let _worker = worker;
            job(&Argon2::default())
        })
        .await
        .map_err(Error::internal)
    }
}
