//! Sends hosted workspaces what waits in the outbox.
//!
//! Several servers may do so at once: each row is taken in hand by one that alone succeeds in putting it off, and a
//! server that dies meanwhile leaves it due again. What a dead server had sent already is sent once more; Intercom knows
//! an event by name, person and second, and keeps one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

use super::backoff::BackoffJitter;
use super::outbox::{self, OutboxRow};
use crate::accounts::{AccountIdentity, Accounts};
use crate::background::report;
use crate::clock::Clock;
use crate::database::Db;
use crate::error::Error;
use crate::intercom::{self, Client, ContactData, DataEvent, RateLimit};

/// The time between two looks into the outbox.
const EVERY: Duration = Duration::from_secs(2);
/// The number of rows that are looked at together.
const MOST: i64 = 50;
/// The milliseconds for which a server has a row in hand: longer than its requests may take.
const TURN_MS: i64 = 90_000;
/// The seconds after which an event is given up. A contact's deletion never is, whatever the answer: it was promised.
const GIVE_UP: i64 = 3 * 24 * 60 * 60;
/// The seconds after which an event that was never sent is forgotten.
pub const UNSENT_EVENT_SECONDS: i64 = 90 * 24 * 60 * 60;
/// The seconds for which what was sent keeps its second from others.
/// They are longer than events may run ahead of the clock.
pub const SENT_EVENT_SECONDS: i64 = 10 * 60;
/// The longest pause, in milliseconds. A rate limit's window is ten seconds.
/// A clock that is wrong must not stop everything.
const LONGEST_PAUSE_MS: i64 = 15 * 60 * 1_000;
const PAUSE_MS: i64 = 10_000;

pub struct EventDelivery {
    db: Db,
    clock: Clock,
    accounts: Accounts,
    jitter: BackoffJitter,
    /// The hosted workspaces, by app id.
    workspaces: Vec<(String, Client)>,
    /// The time until which a workspace takes no more, in Unix milliseconds.
    paused: Mutex<HashMap<String, i64>>,
}

/// The reason why something could not be sent.
enum Failure {
    Intercom(intercom::Error),
    /// The contact was made just now.
    NotThereYet,
    /// This person's contact is archived: the team did not want it any more.
    Archived,
    Internal,
}

impl EventDelivery {
    pub fn new(db: Db, clock: Clock, accounts: Accounts, workspaces: Vec<(String, Client)>) -> Self {
        let (jitter, paused) = (BackoffJitter::random(), Mutex::default());
        Self { db, clock, accounts, jitter, workspaces, paused }
    }

    pub fn with_jitter(self, jitter: BackoffJitter) -> Self {
        Self { jitter, ..self }
    }

    /// Delivers until it is asked to stop. What has begun by then is finished.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        loop {
            report("deliveries", &self.deliver_due(&|| *stop.borrow()).await);
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Says in the log which of the access tokens do not open what they should.
    pub async fn check(&self) {
        for (app_id, client) in &self.workspaces {
            match client.me().await {
                Ok(me) => match me.body.app.map(|app| app.id_code) {
                    Some(opened) if opened != *app_id => {
                        tracing::warn!(app_id, opened, "the access token opens another workspace");
                    }
                    _ => tracing::info!(app_id, "events go to Intercom from this server"),
                },
                Err(error) => tracing::warn!(app_id, %error, "the access token could not be tried"),
            }
        }
    }

    /// Tries what is due, in order, and returns how much of it was sent.
    pub async fn deliver_due(&self, stopping: &(dyn Fn() -> bool + Sync)) -> Result<usize, Error> {
        let now = self.clock.seconds();
        outbox::sweep(&self.db, now - SENT_EVENT_SECONDS, now - UNSENT_EVENT_SECONDS).await?;
        let mut sent = 0;
        for (app_id, client) in &self.workspaces {
            for mut row in outbox::due(&self.db, app_id, self.clock.millis(), MOST).await? {
                if stopping() || self.is_paused(app_id) {
                    break;
                }
                if outbox::claim(&self.db, &mut row, self.clock.millis() + TURN_MS).await? {
                    sent += usize::from(self.deliver(app_id, client, &row).await?);
                }
            }
        }
        Ok(sent)
    }

    async fn deliver(&self, app_id: &str, client: &Client, row: &OutboxRow) -> Result<bool, Error> {
        let failure = match self.send(client, row).await {
            Ok(rate) => {
                outbox::delivered(&self.db, row, self.clock.seconds()).await?;
                count("sent");
                if let Some(reset_at) = rate.spent_until() {
                    self.pause(app_id, reset_at.saturating_mul(1_000));
                }
                return Ok(true);
            }
            Err(failure) => failure,
        };
        let now_ms = self.clock.millis();
        let due_at_ms = match &failure {
            Failure::Intercom(intercom::Error::TooMany { rate, retry_after }) => {
                let after = retry_after.map(|seconds| now_ms.saturating_add(seconds.saturating_mul(1_000)));
                let reset = rate.reset_at.map(|at| at.saturating_mul(1_000));
                self.pause(app_id, after.max(reset).unwrap_or(now_ms + PAUSE_MS))
            }
            Failure::Intercom(error) if row.name.is_some() && !error.is_passing() => {
                return self.give_up(app_id, row, &failure).await;
            }
            Failure::Archived => return self.give_up(app_id, row, &failure).await,
            // One wait of ten seconds is enough for this look: other workspaces want their turn.
            Failure::Intercom(intercom::Error::Unreachable(_) | intercom::Error::TimedOut) => {
                self.pause(app_id, now_ms);
                now_ms + self.jitter.wait_ms(row.attempts)
            }
            Failure::Intercom(_) | Failure::NotThereYet | Failure::Internal => {
                now_ms + self.jitter.wait_ms(row.attempts)
            }
        };
        if row.name.is_some() && self.clock.seconds() - row.created_at >= GIVE_UP {
            return self.give_up(app_id, row, &failure).await;
        }
        match row.name {
            Some(_) => {
                tracing::info!(app_id, id = row.id, attempts = row.attempts, reason = %failure, "not sent yet");
            }
            None => tracing::warn!(
                app_id, id = row.id, attempts = row.attempts, reason = %failure,
                "a contact is not deleted yet; it is tried again"
            ),
        }
        outbox::retry(&self.db, row, due_at_ms).await?;
        count("put_off");
        Ok(false)
    }

    async fn give_up(&self, app_id: &str, row: &OutboxRow, failure: &Failure) -> Result<bool, Error> {
        if outbox::give_up(&self.db, row, &failure.to_string(), self.clock.seconds()).await? {
            count("given_up");
            let what = row.name.as_deref().unwrap_or("contact deletion");
            tracing::error!(
                target: "audit", event = "support_outbox_given_up",
                app_id, id = row.id, what, attempts = row.attempts, reason = %failure
            );
        }
        Ok(false)
    }

    async fn send(&self, client: &Client, row: &OutboxRow) -> Result<RateLimit, Failure> {
        let Some(name) = &row.name else { return delete(client, &row.account_id).await };
        let event = DataEvent {
            event_name: name.clone(),
            created_at: row.created_at,
            user_id: row.account_id.clone(),
            metadata: row.metadata.0.clone(),
        };
        match client.submit_event(&event).await {
            Err(error) if error.status() == Some(404) => {}
            answer => return Ok(answer?.rate),
        }
        // Somebody who has not talked to the workspace yet; or is no more, and then nobody asks.
        let person = self.accounts.identity(&row.account_id).await.map_err(|_| Failure::Internal)?;
        let Some(person) = person else { return Ok(RateLimit::default()) };
        introduce(client, &row.account_id, person).await?;
        match client.submit_event(&event).await {
            Err(error) if error.status() == Some(404) => Err(Failure::NotThereYet),
            answer => Ok(answer?.rate),
        }
    }

    fn is_paused(&self, app_id: &str) -> bool {
        let paused = self.paused.lock().unwrap_or_else(PoisonError::into_inner);
        paused.get(app_id).is_some_and(|until| self.clock.millis() < *until)
    }

    /// Pauses a workspace. Returns when somebody may ask again: a little later than the others, or sooner than they.
    fn pause(&self, app_id: &str, until_ms: i64) -> i64 {
        let now_ms = self.clock.millis();
        let until_ms = until_ms.clamp(now_ms + 1_000, now_ms + LONGEST_PAUSE_MS);
        self.paused.lock().unwrap_or_else(PoisonError::into_inner).insert(app_id.to_owned(), until_ms);
        until_ms + self.jitter.up_to(2_000)
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("support_deliveries_total", "outcome" => outcome).increment(1);
}

/// Makes the contact. Its e-mail comes with the person's Messenger: nobody has confirmed it.
/// By an e-mail Intercom would find whoever else has it there.
async fn introduce(client: &Client, account_id: &str, person: AccountIdentity) -> Result<(), Failure> {
    let data = ContactData {
        role: Some("user"),
        external_id: Some(account_id.to_owned()),
        name: Some(person.name),
        signed_up_at: Some(person.created_at),
        ..ContactData::default()
    };
    match client.create_contact(&data).await {
        Ok(_) => Ok(()),
        Err(error) => match error.existing_contact() {
            Some((_, true)) => Err(Failure::Archived),
            // Made meanwhile, by the Messenger or by another server.
            Some((_, false)) => Ok(()),
            None => Err(error.into()),
        },
    }
}

/// Deletes a contact. One that is not there is deleted already.
async fn delete(client: &Client, account_id: &str) -> Result<RateLimit, Failure> {
    let Some(contact) = client.find_contact(account_id).await? else { return Ok(RateLimit::default()) };
    let deleted = client.delete_contact(&contact.body.id).await?;
    Ok(deleted.map(|answer| answer.rate).unwrap_or_default())
}

impl From<intercom::Error> for Failure {
    fn from(error: intercom::Error) -> Self {
        Self::Intercom(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Intercom(error) => error.fmt(f),
            Self::NotThereYet => f.write_str("the contact is not there yet"),
            Self::Archived => f.write_str("the contact is archived"),
            Self::Internal => f.write_str("our own database failed"),
        }
    }
}
