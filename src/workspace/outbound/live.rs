//! The live messages in each server's memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::message::{Delivery, Message, MessageRow, OutboundState};
use super::page_rule::SettledPage;
use super::template::Template;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::filter::Filter;

/// A message that was started, read once.
#[derive(Debug)]
pub struct Live {
    pub message: Message,
    pub filter: Filter,
    pub text: Template,
}

impl Live {
    /// Reads a message. None of a row that this version of the server cannot read.
    pub fn of(message: Message) -> Option<Self> {
        // Whom a manual message is for was settled when it was sent.
        let filter = match (message.delivery, message.state) {
            (Delivery::Manual, OutboundState::Live | OutboundState::Stopped) => Ok(Filter::everybody()),
            _ => Filter::from_json(&message.audience),
        };
        let text = Template::parse(&message.content.text);
        match (filter, text) {
            (Ok(filter), Ok(text)) => Some(Self { message, filter, text }),
            _ => {
                tracing::error!(number = message.number, "a message was not read");
                None
            }
        }
    }

    /// Whether the message is between its start and its end; `now` in Unix seconds.
    pub fn is_on(&self, now: i64) -> bool {
        self.message.starts_at.is_none_or(|at| at <= now) && self.message.stops_at.is_none_or(|at| now < at)
    }
}

/// The started messages of every app at one version of them.
#[derive(Debug, Default)]
struct Snapshot {
    version: i64,
    by_app: HashMap<String, Vec<Arc<Live>>>,
}

/// The started messages as far as this server has read them.
///
/// Each transaction that holds the counter of events knows the committed version. So no server shows a message that was
/// stopped before, and each shows a started one at its next ping.
#[derive(Clone, Debug, Default)]
pub struct LiveMessages(Arc<RwLock<Arc<Snapshot>>>);

/// The messages that may appear on the page of a ping.
#[derive(Clone, Debug)]
pub struct Candidates {
    live: LiveMessages,
    app_id: String,
    page: SettledPage,
    /// The version at which these messages were found.
    version: i64,
    found: Vec<Arc<Live>>,
}

impl LiveMessages {
    /// The messages for a page, from memory. They may be older than what is committed.
    pub fn on_page(&self, app_id: &str, url: &str) -> Candidates {
        let page = SettledPage::of(url);
        let FoundMessages { version, messages } = self.find(app_id, &page);
        Candidates { live: self.clone(), app_id: app_id.to_owned(), page, version, found: messages }
    }

    fn find(&self, app_id: &str, page: &SettledPage) -> FoundMessages {
        let snapshot = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let of_app = snapshot.by_app.get(app_id).map(Vec::as_slice).unwrap_or_default();
        let messages = of_app.iter().filter(|live| live.message.pages.fit(page)).cloned().collect();
        FoundMessages { version: snapshot.version, messages }
    }
}

struct FoundMessages {
    version: i64,
    messages: Vec<Arc<Live>>,
}

impl Candidates {
    /// The messages at this version, which the transaction knows to be the newest.
    pub async fn at_version(&self, version: i64, db: &mut Transaction) -> Result<Vec<Arc<Live>>, Error> {
        if self.version == version {
            return Ok(self.found.clone());
        }
        let found = self.live.find(&self.app_id, &self.page);
        if found.version == version {
            return Ok(found.messages);
        }
        let snapshot = Arc::new(read(db, version).await?);
        *self.live.0.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(self.live.find(&self.app_id, &self.page).messages)
    }
}

/// The started messages of an app, as they are in the database.
pub async fn started(db: &mut Transaction, app_id: &str) -> Result<Vec<Arc<Live>>, Error> {
    Ok(read(db, 0).await?.by_app.remove(app_id).unwrap_or_default())
}

async fn read(db: &mut Transaction, version: i64) -> Result<Snapshot, Error> {
    let rows: Vec<MessageRow> = fetch!(db, all
        "select * from outbound_messages where state = $1 order by priority desc, number"
        => OutboundState::Live)?;
    let mut by_app: HashMap<String, Vec<Arc<Live>>> = HashMap::new();
    for live in rows.into_iter().filter_map(|MessageRow(message)| Live::of(message?)) {
        by_app.entry(live.message.app_id.clone()).or_default().push(Arc::new(live));
    }
    Ok(Snapshot { version, by_app })
}
