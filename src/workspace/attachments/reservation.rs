//! An upload's bytes count from its start: uploads that come at once find no more space than one after the other.

use std::mem;
use std::net::IpAddr;
use tokio::runtime::Handle;

use super::quota::Quota;
use crate::clock::DAY;
use crate::database::{Db, Transaction, execute, fetch};
use crate::limits::Network;
use crate::random;
use crate::refusal::{Full, Refusal, TooMany};

/// Files that a person may have uploaded and not sent.
const UNSENT: i64 = 30;
/// The longest time of an upload. The slowest one of the largest file takes 11 minutes.
const LONGEST_SECONDS: i64 = 15 * 60;
/// The time for which the network of a file counts, and is kept.
pub const FILE_NETWORK_SECONDS: i64 = DAY;

/// Who uploads, and for whom.
pub struct Uploader<'a> {
    pub app_id: &'a str,
    pub person_id: &'a str,
    /// The number of the teammate who uploads for a conversation of the person. None where the person does.
    pub teammate: Option<i64>,
    /// The client's address. None where the connection is not known.
    pub address: Option<IpAddr>,
}

/// The space of one upload. It is free again when this is dropped.
pub struct Reservation {
    id: String,
    pub network_hash: Option<String>,
    db: Db,
    is_over: bool,
}

/// Bytes that are taken already, with the most that running uploads may have.
#[derive(sqlx::FromRow)]
struct UsedSpace {
    /// Count of files that the person has not sent; or, where a teammate uploads, that teammates have not sent them.
    unsent: i64,
    person: i64,
    network: i64,
    app: i64,
    /// Bytes of running uploads of every app.
    running: i64,
}

const USED_SPACE: &str = "
    select
      (select count(*) from attachments where person_id = $2 and part is null and (teammate is null) = $6)
        + (select count(*) from uploads where person_id = $2 and started_at > $4 and (teammate is null) = $6) as unsent,
      cast(coalesce((select sum(size) from attachments where person_id = $2 and (teammate is null) = $6), 0)
        + coalesce((select sum(size) from uploads where person_id = $2 and started_at > $4 and (teammate is null) = $6), 0) as bigint) as person,
      cast(coalesce((select sum(size) from attachments where network_hash = $3 and created_at > $5), 0)
        + coalesce((select sum(size) from uploads where network_hash = $3 and started_at > $4), 0) as bigint) as network,
      cast(coalesce((select sum(size) from attachments where app_id = $1), 0)
        + coalesce((select sum(size) from uploads where app_id = $1 and started_at > $4), 0) as bigint) as app,
      cast(coalesce((select sum(size) from uploads where started_at > $4), 0) as bigint) as running";

impl Reservation {
    /// Reserves the space of an upload, or refuses it. `now` is Unix seconds.
    /// `size` is the most that the upload may have, `free` the disk's free space. Both are bytes.
    pub async fn make(
        db: &Db,
        quota: &Quota,
        uploader: &Uploader<'_>,
        (size, free): (i64, i64),
        now: i64,
    ) -> Result<Self, Refusal> {
        let id = random::id()?;
        let network_hash = uploader.address.map(|address| Network::from(address).hash());
        let mut transaction = db.begin().await?;
        // The uploads of an app wait here for each other: each counts those before it.
        execute!(&mut transaction,
            "update workspace_apps set app_id = app_id where app_id = $1" => uploader.app_id)?;
        let taken: UsedSpace = fetch!(&mut transaction, one
            USED_SPACE
            => uploader.app_id, uploader.person_id, network_hash.as_deref(), now - LONGEST_SECONDS,
               now - FILE_NETWORK_SECONDS, uploader.teammate.is_none())?;
        taken.allow(quota, size, free)?;
        execute!(&mut transaction,
            "insert into uploads (id, app_id, person_id, network_hash, size, started_at, teammate)
             values ($1, $2, $3, $4, $5, $6, $7)"
            => &id, uploader.app_id, uploader.person_id, network_hash.as_deref(), size, now, uploader.teammate)?;
        // Before the commit: where the upload is dropped within it, the row may stand already.
        let reservation = Self { id, network_hash, db: db.clone(), is_over: false };
        transaction.commit().await?;
        Ok(reservation)
    }

    /// Commits the transaction that wrote the file's row: that row counts from then on.
    pub async fn commit(mut self, mut transaction: Transaction) -> Result<(), sqlx::Error> {
        delete(&mut transaction, &self.id).await?;
        transaction.commit().await?;
        self.is_over = true;
        Ok(())
    }

    /// Frees the space before the person learns that the file was refused.
    pub async fn cancel(mut self) {
        self.is_over = true;
        release(&self.db, &self.id).await;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        // Where the server stops, the row counts until it is too old.
        if let (false, Ok(runtime)) = (self.is_over, Handle::try_current()) {
            let (db, id) = (self.db.clone(), mem::take(&mut self.id));
            runtime.spawn(async move { release(&db, &id).await });
        }
    }
}

impl UsedSpace {
    fn allow(&self, quota: &Quota, size: i64, free: i64) -> Result<(), Refusal> {
        let exceeds = |most: i64, taken: i64| most > 0 && taken + size > most;
        if self.unsent >= UNSENT {
            return Err(Refusal::TooMany(TooMany::UPLOADS));
        }
        if exceeds(quota.network, self.network) {
            return Err(Refusal::TooMany(TooMany::UPLOADS_OF_NETWORK));
        }
        if exceeds(quota.person, self.person) {
            return Err(Refusal::Full(Full::Person));
        }
        if exceeds(quota.app, self.app) {
            return Err(Refusal::Full(Full::App));
        }
        match quota.free > 0 && free - self.running - size < quota.free {
            true => Err(Refusal::Full(Full::Disk)),
            false => Ok(()),
        }
    }
}

async fn release(db: &Db, id: &str) {
    let released = async {
        let mut transaction = db.begin().await?;
        delete(&mut transaction, id).await?;
        transaction.commit().await
    };
    if let Err(error) = released.await {
        tracing::warn!(%error, "the space of an upload that ended early counts for 15 minutes more");
    }
}

async fn delete(transaction: &mut Transaction, id: &str) -> Result<(), sqlx::Error> {
    execute!(transaction, "delete from uploads where id = $1" => id)?;
    Ok(())
}

/// Forgets uploads that a stopped server left behind, and the networks of files older than a day.
/// `now` in Unix seconds.
pub async fn forget_old(db: &Db, now: i64) -> Result<(), sqlx::Error> {
    let mut transaction = db.begin().await?;
    execute!(&mut transaction, "delete from uploads where started_at <= $1" => now - LONGEST_SECONDS)?;
    execute!(&mut transaction,
        "update attachments set network_hash = null where network_hash is not null and created_at <= $1"
        => now - FILE_NETWORK_SECONDS)?;
    transaction.commit().await
}
