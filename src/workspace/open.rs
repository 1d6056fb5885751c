use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;
use tokio::sync::Notify;

use super::attachments::Files;
use super::audit::{self, Actor};
use super::batch::{Batch, Store};
use super::conversations::{self, UsualReplies, UsualReply};
use super::edge;
use super::feed::{Feed, FeedKind, Topics};
use super::identity::{self, Given, GivenSecret, IdentitySecret, Settings, WhichApp};
use super::keys::{self, NewKey};
use super::limits::Limits;
use super::messenger_settings::{self, MessengerSettings};
use super::outbound::{self, LiveMessages};
use super::ping::{Ping, refused};
use super::platform::Platform;
use super::refusal::{Refusal, TooMany};
use super::writer::{Reply, Work, Writer};
use crate::background::{report, supervise};
use crate::clock::Clock;
use crate::database::Db;
use crate::error::Error;

/// What the environment's secret is called where there is one app.
const SECRET_VARIABLE: &str = "INTERCOM_IDENTITY_SECRET";
/// A snooze is over at most so much later than it says.
const SNOOZES_END_EVERY: Duration = Duration::from_secs(60);

/// Then sending goes on that was interrupted.
const SENDING_GOES_ON_AFTER: Duration = Duration::from_secs(60);

/// The embedded workspace, opened for the pages of one of its apps. Cheap to clone.
#[derive(Clone)]
pub struct Workspace {
    all: Arc<All>,
    app: Arc<App>,
}

/// What the apps of one database share.
struct All {
    store: Store,
    /// The apps that pages of this server belong to.
    own: Vec<String>,
    given: Vec<Given>,
    files: Files,
    topics: Topics,
    usual_replies: UsualReplies,
    live_messages: LiveMessages,
    /// Notified when a manual message is to find its people.
    sends: Arc<Notify>,
    writer: Writer,
}

struct App {
    /// An app id opens nothing, so it is short enough to be read out.
    id: String,
    name: String,
    /// The newest web key, as far as this server knows.
    signing: RwLock<Option<IdentitySecret>>,
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
        let given = given.map(|secret| GivenSecret { variable: SECRET_VARIABLE.to_owned(), secret });
        let opened = Self::open_apps(db, clock, [(WhichApp::First, given)], limits, Files::default()).await?;
        opened.into_iter().next().ok_or(Error::Internal)
    }

    /// Opens several apps of one database, in this order, each for pages of its own. They share nothing but the feed's
    /// numbers and the hand that writes.
    pub async fn open_apps(
        db: Db,
        clock: Clock,
        apps: impl IntoIterator<Item = (WhichApp, Option<GivenSecret>)>,
        limits: Limits,
        files: Files,
    ) -> Result<Vec<Self>, Error> {
        let mut apps: Vec<_> = apps.into_iter().enumerate().collect();
        // These first: what they are called from now on is not looked for by the others.
        apps.sort_by_key(|(_, (which, _))| !matches!(which, WhichApp::WithId { .. }));
        let (mut opened, mut given) = (Vec::new(), Vec::new());
        for (at, (which, secret)) in apps {
            let (id, name, secret) = identity::find_or_make(&db, &clock, which, secret).await?;
            opened.push((at, App { id, name, signing: RwLock::new(None) }));
            given.extend(secret);
        }
        opened.sort_by_key(|(at, _)| *at);
        let own = opened.iter().map(|(_, app)| app.id.clone()).collect();
        let feed = Feed::open(db.clone()).await?;
        let topics = Topics::start(db.clone(), feed.latest(), feed.typing());
        let limits = Arc::new(limits);
        let store = Store { db, clock, limits, feed };
        let writer = Writer::start(store.clone());
        let all = Arc::new(All {
            store,
            own,
            given,
            files,
            topics,
            usual_replies: UsualReplies::default(),
            live_messages: LiveMessages::default(),
            sends: Arc::default(),
            writer,
        });
        let of = |(_, app)| Self { all: all.clone(), app: Arc::new(app) };
        let workspaces: Vec<Self> = opened.into_iter().map(of).collect();
        let (ticking, sending, sends) = (Arc::downgrade(&all), Arc::downgrade(&all), all.sends.clone());
        supervise("minutely", move || tick(ticking.clone()));
        supervise("manual_messages", move || send_manual_messages(sending.clone(), sends.clone()));
        for workspace in &workspaces {
            workspace.refresh_signing_key().await?;
        }
        for (app_id, platform) in identity::unenforced(&all.store.db).await? {
            identity::warn_unenforced(&app_id, platform);
        }
        Ok(workspaces)
    }

    /// The app that these pages belong to.
    pub fn app_id(&self) -> &str {
        &self.app.id
    }

    /// Its name when it was opened.
    pub fn name(&self) -> &str {
        &self.app.name
    }

    /// The name of any app of this database; `None` where there is no such app.
    pub async fn app_name(&self, app_id: &str) -> Result<Option<String>, Error> {
        identity::app_name(self.db(), app_id).await
    }

    /// Whether it is the app of other pages of this server: theirs alone to look into.
    pub fn belongs_elsewhere(&self, app_id: &str) -> bool {
        app_id != self.app_id() && self.all.own.iter().any(|own| own == app_id)
    }

    /// Signs the tokens that the app's web pages verify. Never leaves the server. None while all keys are
    /// retired.
    pub fn identity_secret(&self) -> Option<IdentitySecret> {
        self.app.signing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the database which key is the newest: another server may have made or retired one.
    pub async fn refresh_signing_key(&self) -> Result<(), Error> {
        let newest = match self.given(self.app_id(), Platform::Web) {
            Some(given) => Some(given.key.secret.clone()),
            None => identity::signing_key(self.db(), self.app_id(), Platform::Web).await?,
        };
        *self.app.signing.write().unwrap_or_else(PoisonError::into_inner) = newest;
        Ok(())
    }

    /// Makes a key, as [`keys::make_key`] does. The newest web key signs the app's tokens from now on.
    pub async fn make_key(
        &self,
        by: Actor<'_>,
        app_id: &str,
        platform: Platform,
        name: &str,
    ) -> Result<NewKey, Error> {
        let given = self.given(app_id, platform);
        let made = keys::make_key(self.store(), by, given, app_id, platform, name).await?;
        self.refresh_signing_key().await?;
        Ok(made)
    }

    /// Retires a key, as [`keys::retire_key`] does. It signs no token from now on.
    pub async fn retire_key(&self, by: Actor<'_>, app_id: &str, key_id: &str) -> Result<(), Error> {
        keys::retire_key(self.store(), by, app_id, key_id).await?;
        self.refresh_signing_key().await
    }

    /// Sets the Messenger of this app up.
    pub async fn set_messenger(&self, by: Actor<'_>, settings: &MessengerSettings) -> Result<(), Error> {
        let mut batch = Batch::begin(self.store()).await?;
        messenger_settings::set(&mut batch.transaction, self.app_id(), settings).await?;
        let what = match &settings.cookie_domain {
            Some(domain) => format!("set the Messenger up, with cookies for {domain}"),
            None => "set the Messenger up".to_owned(),
        };
        audit::commit(batch, by, self.app_id(), "messenger_set", what).await
    }

    pub fn feed(&self) -> &Feed {
        &self.all.store.feed
    }

    pub fn topics(&self) -> &Topics {
        &self.all.topics
    }

    /// What is wrong with the settings of the app just now, a sentence each.
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
        if let Some(given) = self.given(self.app_id(), Platform::Web)
            && !identity::is_newest(self.db(), given).await?
        {
            warnings.push(format!(
                "Another server was started later with another secret: this one refuses identities until it is started \
                 again with the same {}.",
                given.key.name
            ));
        }
        self.refresh_signing_key().await?;
        if self.identity_secret().is_none() {
            warnings.push(
                "There is no active web key: nobody who logs in is known to the Messenger. The keys page makes one."
                    .to_owned(),
            );
        }
        Ok(warnings)
    }

    /// Has it stored; see [`Writer::submit`].
    pub async fn submit(&self, work: Work) -> Result<Option<Reply>, Refusal> {
        self.all.writer.submit(work).await
    }

    /// Adds an entry of the refused pings that were none themselves, as the workspace does by itself once a minute.
    pub async fn record_floods(&self) {
        self.all.record_floods().await;
    }

    /// Whether the workspace's writer stores something just now.
    pub async fn check(&self) -> Result<(), Error> {
        self.submit(Work::Check).await.map(drop).map_err(|_| Error::Internal)
    }

    /// Opens the conversations whose snooze is over, as the workspace does by itself once a minute.
    pub async fn end_snoozes(&self) -> Result<(), Error> {
        self.all.end_snoozes().await.map_err(|_| Error::Internal)
    }

    /// Says in log and feed why a ping was refused, and hands the refusal back. Of a flood, only how it began.
    pub async fn refuse(&self, ping: Option<&Ping>, refusal: Refusal) -> Refusal {
        if matches!(refusal, Refusal::TooMany(TooMany { first: false, .. })) {
            return refusal;
        }
        tracing::info!(status = edge::status(&refusal), reason = %refusal, "request refused");
        let app_id = ping.map_or(self.app_id(), |ping| &ping.app_id);
        // What names no app of this workspace is no entry of its feed.
        let is_known = match refusal {
            Refusal::UnknownApp => Ok(false),
            _ if ping.is_none() => Ok(true),
            _ => self.app_name(app_id).await.map(|name| name.is_some()),
        };
        if matches!(is_known, Ok(false)) {
            return refusal;
        }
        let (app_id, ping_id) = (app_id.to_owned(), ping.and_then(|ping| ping.ping_id.clone()));
        let recorded =
            self.submit(Work::Record { app_id, ping_id, kind: Box::new(refused(&refusal, ping)) }).await;
        if is_known.is_err() || recorded.is_err() {
            tracing::warn!("the refusal is not in the feed");
        }
        refusal
    }

    /// What holds for identities of this app and platform just now; `None` where there is no such app.
    pub(crate) async fn identity_settings(
        &self,
        app_id: &str,
        platform: Platform,
    ) -> Result<Option<Settings>, Error> {
        Settings::read(self.db(), app_id, platform, self.given(app_id, platform)).await
    }

    /// The environment's key, where it stands for those of this app and platform.
    pub fn given(&self, app_id: &str, platform: Platform) -> Option<&Given> {
        self.all.given.iter().find(|given| given.stands_for(app_id, platform))
    }

    /// Where attachments are.
    pub fn files(&self) -> &Files {
        &self.all.files
    }

    /// How soon a first answer usually comes in this app, as teammates have set it or as it is measured; None where nobody
    /// knows.
    pub(crate) async fn usual_reply(&self, app_id: &str) -> Result<Option<UsualReply>, Error> {
        if let Some(seconds) = messenger_settings::read(self.db(), app_id).await?.usual_reply {
            return Ok(Some(UsualReply::of_seconds(seconds)));
        }
        Ok(self.all.usual_replies.of(self.db(), app_id, self.clock().seconds()).await?)
    }

    /// The messages that are live, as far as this server has read them.
    pub(crate) fn live_messages(&self) -> &LiveMessages {
        &self.all.live_messages
    }

    /// Has manual messages find their people, in the background.
    pub fn go_on_sending(&self) {
        self.all.sends.notify_one();
    }

    /// For changes.
    pub fn store(&self) -> &Store {
        &self.all.store
    }

    pub(crate) fn limits(&self) -> &Arc<Limits> {
        &self.all.store.limits
    }

    pub fn db(&self) -> &Db {
        &self.all.store.db
    }

    pub fn clock(&self) -> &Clock {
        &self.all.store.clock
    }
}

/// Opens the conversations whose snooze is over, for as long as a workspace is there. Between two looks it keeps nothing.
async fn tick(all: Weak<All>) {
    loop {
        tokio::time::sleep(SNOOZES_END_EVERY).await;
        let Some(all) = all.upgrade() else { return };
        all.record_floods().await;
        report("minutely", &all.end_snoozes().await);
    }
}

/// Has manual messages find their people: at once, and what another server, or one before this, did not finish.
async fn send_manual_messages(all: Weak<All>, sends: Arc<Notify>) {
    loop {
        match all.upgrade() {
            None => return,
            Some(all) => {
                let sent = outbound::send_all(&all.store).await;
                report("manual_messages", &sent);
            }
        }
        _ = tokio::time::timeout(SENDING_GOES_ON_AFTER, sends.notified()).await;
    }
}

impl All {
    /// One entry for the refused pings of each kind that were none themselves.
    async fn record_floods(&self) {
        for (app_id, refused) in self.store.limits.floods.take() {
            let kind = Box::new(FeedKind::PingRefused(refused));
            if self.writer.submit(Work::Record { app_id, ping_id: None, kind }).await.is_err() {
                tracing::warn!("a flood of refused pings is not in the feed");
            }
        }
    }

    /// Some at a time, so that others write in between. Writes nothing where none is due.
    async fn end_snoozes(&self) -> Result<(), Refusal> {
        while conversations::is_any_due(&self.store.db, self.store.clock.seconds()).await? {
            self.writer.submit(Work::EndSnoozes).await?;
        }
        Ok(())
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("app_id", &self.app.id).finish_non_exhaustive()
    }
}
