use std::fmt;
use std::sync::Arc;

use super::feed::{Feed, FeedEntry, FeedKind};
use super::identity::IdentitySecret;
use super::random;
use crate::clock::Clock;
use crate::database::Db;
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
        let feed = Feed::new(clock.millis());
        Ok(Self(Arc::new(Inner { db, clock, app_id: app.app_id, identity_secret, feed })))
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

    /// Adds what just happened to the feed.
    pub(super) fn tell(&self, app_id: &str, ping_id: Option<&str>, kind: FeedKind) {
        let (at_ms, app_id, ping_id) = (self.0.clock.millis(), app_id.to_owned(), ping_id.map(str::to_owned));
        self.0.feed.append(|number| FeedEntry { number, at_ms, app_id, ping_id, kind });
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
    let mut transaction = db.write().begin().await?;
    let found = sqlx::query_as(
        "select app_id, identity_secret from workspace_apps order by created_at, app_id limit 1",
    )
    .fetch_optional(&mut *transaction)
    .await?;
    if let Some(app) = found {
        return Ok(app);
    }
    let app = App { app_id: random::word::<8>()?, identity_secret: random::credential()? };
    sqlx::query("insert into workspace_apps (app_id, identity_secret, created_at) values ($1, $2, $3)")
        .bind(&app.app_id)
        .bind(&app.identity_secret)
        .bind(clock.seconds())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(app)
}
