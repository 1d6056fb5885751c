use std::fmt;
use std::sync::Arc;

use super::feed::Feed;
use super::identity::IdentitySecret;
use super::ping::{Ping, Refusal, Reply};
use super::random;
use super::writer::{Work, Writer};
use crate::clock::Clock;
use crate::database::{Db, execute, fetch};
use crate::error::Error;

/// The embedded workspace, opened. Cheap to clone.
#[derive(Clone)]
pub struct Workspace(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    app_id: String,
    identity_secret: IdentitySecret,
    feed: Feed,
    writer: Writer,
}

/// An app id opens nothing, so it is short enough to be read out.
#[derive(sqlx::FromRow)]
struct App {
    app_id: String,
    identity_secret: String,
}

impl Workspace {
    /// Opens the workspace of this database. The first start makes an app id and an identity secret, which later
    /// starts find again; a given secret (`INTERCOM_IDENTITY_SECRET`) is used instead of the kept one.
    pub async fn open(db: Db, clock: Clock, given: Option<IdentitySecret>) -> Result<Self, Error> {
        let app = find_or_make(&db, &clock).await?;
        let Some(identity_secret) = given.or_else(|| IdentitySecret::new(app.identity_secret)) else {
            return Err(Error::internal("the workspace has an empty identity secret"));
        };
        let feed = Feed::open(db.clone()).await?;
        let writer = Writer::start(db.clone(), clock.clone(), feed.clone());
        Ok(Self(Arc::new(Inner { db, clock, app_id: app.app_id, identity_secret, feed, writer })))
    }

    pub fn app_id(&self) -> &str {
        &self.0.app_id
    }

    /// Signs the tokens that this workspace verifies. Never leaves the server.
    pub fn identity_secret(&self) -> &IdentitySecret {
        &self.0.identity_secret
    }

    pub fn feed(&self) -> &Feed {
        &self.0.feed
    }

    /// What is wrong with the settings just now, a sentence each.
    pub async fn standing_warnings(&self) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }

    /// Has it written down; see [`Writer::hand_in`].
    pub(super) async fn hand_in(&self, work: Work) -> Result<Option<Reply>, Refusal> {
        self.0.writer.hand_in(work).await
    }

    /// Says in log and feed why a ping was refused, and hands the refusal back.
    pub(super) async fn refuse(&self, ping: Option<&Ping>, refusal: Refusal) -> Refusal {
        tracing::info!(status = refusal.status(), reason = %refusal, "ping refused");
        // What names no app of this workspace is no entry of its feed.
        if !matches!(refusal, Refusal::UnknownApp) {
            let app_id = self.app_id().to_owned();
            let ping_id = ping.and_then(|ping| ping.ping_id.clone());
            let told = self.hand_in(Work::Tell { app_id, ping_id, kind: Box::new(refusal.of(ping)) }).await;
            if told.is_err() {
                tracing::warn!("the refusal is not in the feed");
            }
        }
        refusal
    }

    /// The widget's script and the addresses it talks to.
    pub fn routes(&self) -> axum::Router {
        super::widget::routes(self.clone())
    }

    pub(super) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("app_id", &self.0.app_id).finish_non_exhaustive()
    }
}

async fn find_or_make(db: &Db, clock: &Clock) -> Result<App, Error> {
    let mut transaction = db.begin().await?;
    let found = fetch!(&mut transaction, |db| sqlx::query_as(
        "select a.app_id, k.secret as identity_secret from workspace_apps a
         join identity_keys k on k.app_id = a.app_id and k.platform = 'web' and k.retired_at is null
         order by a.created_at, a.app_id, k.created_at desc limit 1",
    )
    .fetch_optional(db))?;
    if let Some(app) = found {
        return Ok(app);
    }
    let app = App { app_id: random::word::<8>()?, identity_secret: random::credential()? };
    let now = clock.seconds();
    execute!(&mut transaction, |db| sqlx::query(
        "insert into workspace_apps (app_id, created_at) values ($1, $2)"
    )
    .bind(&app.app_id)
    .bind(now)
    .execute(db))?;
    execute!(&mut transaction, |db| sqlx::query(
        "insert into identity_keys (id, app_id, platform, name, secret, created_at)
         values ($1, $1, 'web', 'First key', $2, $3)"
    )
    .bind(&app.app_id)
    .bind(&app.identity_secret)
    .bind(now)
    .execute(db))?;
    transaction.commit().await?;
    Ok(app)
}
