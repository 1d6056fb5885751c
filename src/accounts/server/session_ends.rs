//! News of sessions that end, for streams that stay open as long as a session does.

use futures::stream::{self, Stream};
use std::sync::Arc;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::Accounts;

/// The number of ends that may wait for one listener. A listener that misses some asks all the same.
const WAITING: usize = 64;

/// The accounts whose sessions this server ends, for what stays open as long as a session does.
#[derive(Clone)]
pub struct SessionEnds(broadcast::Sender<Arc<str>>);

impl SessionEnds {
    pub fn of(&self, account_id: &str) {
        // Fails where nobody listens.
        _ = self.0.send(account_id.into());
    }
}

impl Default for SessionEnds {
    fn default() -> Self {
        Self(broadcast::Sender::new(WAITING))
    }
}

impl Accounts {
    /// Announces that the account may see more or less from now on: every stream that is open for it asks again.
    pub fn announce_end(&self, account_id: &str) {
        self.session_ends.of(account_id);
    }

    /// Yields an item whenever this server may have ended a session of the account, from now on.
    /// Another server's ends are no items.
    pub fn session_ends(&self, account_id: &str) -> impl Stream<Item = ()> + Send + use<> {
        let of = (self.session_ends.0.subscribe(), Arc::<str>::from(account_id));
        stream::unfold(of, async |(mut ends, account_id)| {
            loop {
                match ends.recv().await {
                    Ok(ended) if ended != account_id => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => return Some(((), (ends, account_id))),
                    Err(RecvError::Closed) => return None,
                }
            }
        })
    }
}
