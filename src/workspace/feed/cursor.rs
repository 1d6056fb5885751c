//! The feed: who writes announces the newest entry, and readers wait for it.

use sqlx::postgres::{PgListener, PgNotification};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::time::{sleep, timeout};

use super::FeedEntry;
use super::entries::{self, Entries};
use super::events::CHANNEL;
use super::readers::Queue;
use super::rows::entries_after;
use super::typing::{self, Announcements, Typing};
use crate::background::{report, supervise};
use crate::database::{Db, read};
use crate::error::Error;

/// Time until a lost listener connects again.
const PAUSE: Duration = Duration::from_secs(2);
/// Time without a notification after which a server looks by itself: nobody reports a lost connection.
const LOOK_AFTER: Duration = Duration::from_secs(10);

/// The workspace's reports to whoever watches.
#[derive(Clone)]
pub struct Feed {
    db: Db,
    latest: Arc<watch::Sender<u64>>,
    entries: Arc<Entries>,
    typing: Announcements,
}

impl Feed {
    /// Opens the feed at its newest entry. On PostgreSQL it learns of other servers' entries too.
    pub async fn open(db: Db) -> Result<Self, Error> {
        let latest = Arc::new(watch::Sender::new(last_number(&db).await?));
        let typing = typing::announcements();
        if matches!(db, Db::Postgres(_)) {
            let (db, latest, typing) = (db.clone(), Arc::downgrade(&latest), typing.clone());
            supervise("notifications", move || listen(db.clone(), latest.clone(), typing.clone()));
        }
        let entries = Arc::new(Entries::default());
        let (source, following, readers) = (db.clone(), latest.subscribe(), entries.clone());
        let read = Arc::new(AtomicU64::new(*latest.borrow()));
        supervise("feed_streams", move || {
            entries::pass_on(source.clone(), following.clone(), readers.clone(), read.clone())
        });
        Ok(Self { db, latest, entries, typing })
    }

    /// Returns the entries of this app with a number above `after`, in order: at most `most`.
    /// Returns fewer where they are large. An empty list says that there are none.
    pub async fn after(&self, app_id: &str, after: u64, most: i64) -> Result<Vec<FeedEntry>, Error> {
        Ok(entries_after(&self.db, app_id, after, most).await?)
    }

    /// The entries of this app that are committed from now on; some may be among those that [`after`](Self::after) reads.
    /// Ends where its reader does not keep up, or they cannot be read: [`after`](Self::after) has them.
    pub fn follow(&self, app_id: &str) -> Queue<String, Arc<FeedEntry>> {
        self.entries.follow(app_id)
    }

    /// The number of the last event that is committed; changes wake the receiver.
    pub fn latest(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    /// The number of the last committed event now.
    pub fn newest(&self) -> u64 {
        *self.latest.borrow()
    }

    /// The announcements of who is typing at any server, from now on.
    pub fn typing(&self) -> broadcast::Receiver<Typing> {
        self.typing.subscribe()
    }

    pub async fn announce_typing(&self, typing: Typing) {
        typing::announce(&self.db, &self.typing, typing).await;
    }

    pub fn announce(&self, latest: u64) {
        rise(&self.latest, latest);
    }
}

/// Raises the newest number. Returns whether that is news.
fn rise(latest: &watch::Sender<u64>, to: u64) -> bool {
    latest.send_if_modified(|latest| {
        let newer = *latest < to;
        *latest = to.max(*latest);
        newer
    })
}

async fn last_number(db: &Db) -> Result<u64, Error> {
    let number: i64 = read!(db, one value "select number from event_counter where id = 1")?;
    Ok(number.cast_unsigned())
}

/// Listens for other servers' notifications until the last feed is dropped. After a lost connection it catches up.
async fn listen(db: Db, latest: Weak<watch::Sender<u64>>, typing: Announcements) {
    let Db::Postgres(pool) = &db else { return };
    while latest.strong_count() > 0 {
        let listening = async {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen_all([CHANNEL, typing::CHANNEL]).await?;
            Ok::<_, sqlx::Error>(listener)
        };
        let listening = listening.await;
        report("notifications", &listening);
        if let Ok(mut listener) = listening {
            hear(&mut listener, &db, &latest, &typing).await;
        }
        sleep(PAUSE).await;
    }
}

/// Follows one connection. Returns where it fails, or where it brought no notification of what is new.
async fn hear(listener: &mut PgListener, db: &Db, latest: &Weak<watch::Sender<u64>>, typing: &Announcements) {
    let mut is_silent = false;
    loop {
        let (Ok(number), Some(latest)) = (last_number(db).await, latest.upgrade()) else { return };
        if rise(&latest, number) && is_silent {
            return;
        }
        drop(latest);
        match timeout(LOOK_AFTER, new_events(listener, typing)).await {
            Ok(Ok(())) => is_silent = false,
            Ok(Err(_)) => return,
            Err(_) => is_silent = true,
        }
    }
}

/// Waits for new events, or for a reconnection, during which some may have come.
async fn new_events(listener: &mut PgListener, typing: &Announcements) -> Result<(), sqlx::Error> {
    let is_typing = |notification: &PgNotification| notification.channel() == typing::CHANNEL;
    while let Some(notification) = listener.try_recv().await?.filter(is_typing) {
        typing::received(typing, notification.payload());
    }
    Ok(())
}
