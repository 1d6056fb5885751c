use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::feed::Feed;
use super::identity::{self, Given, IdentitySecret, Settings};
use super::ping::{Limits, Ping, Refusal, Reply, TooMany};
use super::platform::Platform;
use super::writer::{Work, Writer};
use crate::clock::Clock;
use crate::database::Db;
use crate::error::Error;

/// The embedded workspace, opened. Cheap to clone.
#[derive(Clone)]
pub struct Workspace(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    /// An app id opens nothing, so it is short enough to be read out.
    app_id: String,
    given: Option<Given>,
    /// Of the app's newest web key, as far as this server knows.
    signing: RwLock<Option<IdentitySecret>>,
    limits: Limits,
    feed: Feed,
    writer: Writer,
}

impl Workspace {
    /// Opens the workspace of this database, with no limit on how often anybody may ping. The first start makes an app
    /// id and an identity key, which later starts find again; a given secret (`INTERCOM_IDENTITY_SECRET`) is used
    /// instead of the kept ones.
    pub async fn open(db: Db, clock: Clock, given: Option<IdentitySecret>) -> Result<Self, Error> {
        Self::open_limited(db, clock, given, Limits::new(0, 0)).await
    }

    pub async fn open_limited(
        db: Db,
        clock: Clock,
        given: Option<IdentitySecret>,
        limits: Limits,
    ) -> Result<Self, Error> {
        let (app_id, given) = identity::find_or_make(&db, &clock, given).await?;
        let feed = Feed::open(db.clone()).await?;
        let writer = Writer::start(db.clone(), clock.clone(), feed.clone());
        let signing = RwLock::new(None);
        let workspace = Self(Arc::new(Inner { db, clock, app_id, given, signing, limits, feed, writer }));
        workspace.refresh_signing_key().await?;
        for (app_id, platform) in identity::unenforced(workspace.db()).await? {
            identity::warn_unenforced(&app_id, platform);
        }
        Ok(workspace)
    }

    /// The first app: the one that this server's own pages belong to.
    pub fn app_id(&self) -> &str {
        &self.0.app_id
    }

    pub async fn has_app(&self, app_id: &str) -> Result<bool, Error> {
        // A text that no row can hold is not looked up: PostgreSQL refuses some.
        let possible =
            app_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        Ok(possible && identity::has_app(self.db(), app_id).await?)
    }

    /// Signs the tokens that the first app's web pages verify. Never leaves the server. None while all keys are
    /// retired.
    pub fn identity_secret(&self) -> Option<IdentitySecret> {
        self.0.signing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the database which key is the newest: another server may have made or retired one.
    pub async fn refresh_signing_key(&self) -> Result<(), Error> {
        let newest = match &self.0.given {
            Some(given) => Some(given.key.secret.clone()),
            None => identity::signing_key(self.db(), self.app_id(), Platform::Web).await?,
        };
        *self.0.signing.write().unwrap_or_else(PoisonError::into_inner) = newest;
        Ok(())
    }

    pub fn feed(&self) -> &Feed {
        &self.0.feed
    }

    /// What is wrong with the settings of the first app just now, a sentence each.
    pub async fn standing_warnings(&self) -> Result<Vec<String>, Error> {
        let unenforced = identity::unenforced(self.db()).await?;
        let unenforced = unenforced.into_iter().filter(|(app_id, _)| app_id == self.app_id());
        let mut warnings: Vec<String> = unenforced
            .map(|(_, platform)| {
                format!(
                    "Identity is not enforced for {platform}: any page may take any user's name. The keys page \
                     switches it on."
                )
            })
            .collect();
        self.refresh_signing_key().await?;
        if self.identity_secret().is_none() {
            warnings.push(
                "There is no active web key: nobody who logs in is known to the Messenger. The keys page makes one."
                    .to_owned(),
            );
        }
        Ok(warnings)
    }

    /// Has it written down; see [`Writer::hand_in`].
    pub(super) async fn hand_in(&self, work: Work) -> Result<Option<Reply>, Refusal> {
        self.0.writer.hand_in(work).await
    }

    /// Says in log and feed why a ping was refused, and hands the refusal back. Of a flood, only how it began.
    pub(super) async fn refuse(&self, ping: Option<&Ping>, refusal: Refusal) -> Refusal {
        if matches!(refusal, Refusal::TooMany(TooMany { first: false, .. })) {
            return refusal;
        }
        tracing::info!(status = refusal.status(), reason = %refusal, "ping refused");
        let app_id = ping.map_or(self.app_id(), |ping| &ping.app_id);
        // What names no app of this workspace is no entry of its feed.
        let is_known = match refusal {
            Refusal::UnknownApp => Ok(false),
            _ if ping.is_none() => Ok(true),
            _ => self.has_app(app_id).await,
        };
        if matches!(is_known, Ok(false)) {
            return refusal;
        }
        let (app_id, ping_id) = (app_id.to_owned(), ping.and_then(|ping| ping.ping_id.clone()));
        let told = self.hand_in(Work::Tell { app_id, ping_id, kind: Box::new(refusal.of(ping)) }).await;
        if is_known.is_err() || told.is_err() {
            tracing::warn!("the refusal is not in the feed");
        }
        refusal
    }

    /// The widget's script and the addresses it talks to, for pages of this origin and of the `allowed` ones.
    pub fn routes(&self, allowed: &[String]) -> axum::Router {
        super::widget::routes(self.clone(), allowed)
    }

    /// What holds for identities of this app and platform just now; `None` where there is no such app.
    pub(super) async fn identity_settings(
        &self,
        app_id: &str,
        platform: Platform,
    ) -> Result<Option<Settings>, Error> {
        Settings::read(self.db(), app_id, platform, self.given()).await
    }

    pub(super) fn given(&self) -> Option<&Given> {
        self.0.given.as_ref()
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
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
