//! The handle that pages, commands and endpoints hold: which app it is of, and what all of them share.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, RwLock};
use tokio::sync::Notify;

use crate::attachments::Files;
use crate::batch::Store;
use crate::clock::Clock;
use crate::conversations::{NameNumbers, SharedNames, UsualReplies};
use crate::database::Db;
use crate::error::Error;
use crate::feed::{Feed, Topics};
use crate::identity::{self, EnvironmentKey, IdentitySecret, IdentitySettings};
use crate::limits::Limits;
use crate::location::{Location, LocationLookup};
use crate::outbound::{EvaluatedView, Evaluator, LiveMessages, PageView};
use crate::platform::Platform;
use crate::refusal::Refusal;
use crate::writer::{Write, WriteReply, Writer};

/// The embedded workspace, opened for the pages of one of its apps.
#[derive(Clone)]
pub struct Workspace {
    pub(super) all: Arc<Shared>,
    pub(super) app: Arc<OwnApp>,
}

/// The part of the workspace that all apps of a database share.
pub struct Shared {
    pub(super) store: Store,
    /// The apps that pages of this server belong to.
    pub(super) own: Vec<String>,
    pub(super) given: Vec<EnvironmentKey>,
    pub(super) files: Files,
    pub(super) locations: Option<Arc<dyn LocationLookup>>,
    pub(super) topics: Topics,
    pub(super) usual_replies: UsualReplies,
    pub(super) shared_names: SharedNames,
    pub(super) live_messages: LiveMessages,
    /// Notified when a manual message is to find its people.
    pub(super) sends: Arc<Notify>,
    /// Notified when an import of people is to go on.
    pub(super) imports: Arc<Notify>,
    pub(super) writer: Writer,
    pub(super) evaluator: Evaluator,
}

pub struct OwnApp {
    /// The app's id. It opens nothing, so it is short enough to be read out.
    pub(super) id: String,
    pub(super) name: String,
    /// The newest web key, as far as this server knows.
    pub(super) signing: RwLock<Option<IdentitySecret>>,
}

impl Workspace {
    /// The app that these pages belong to.
    pub fn app_id(&self) -> &str {
        &self.app.id
    }

    /// The app's name when it was opened.
    pub fn name(&self) -> &str {
        &self.app.name
    }

    /// The name of any app of this database; `None` where there is no such app.
    pub async fn app_name(&self, app_id: &str) -> Result<Option<String>, Error> {
        identity::app_name(self.db(), app_id).await
    }

    /// Whether this is the app of other pages of this server: theirs alone to look into.
    pub fn belongs_elsewhere(&self, app_id: &str) -> bool {
        app_id != self.app_id() && self.all.own.iter().any(|own| own == app_id)
    }

    pub fn feed(&self) -> &Feed {
        &self.all.store.feed
    }

    pub fn topics(&self) -> &Topics {
        &self.all.topics
    }

    /// Has a write stored; see [`Writer::submit`].
    pub async fn submit(&self, work: Write) -> Result<Option<WriteReply>, Refusal> {
        self.all.writer.submit(work).await
    }

    /// Has a write stored soon; see [`Writer::enqueue`].
    pub async fn enqueue(&self, work: Write) -> Result<(), Error> {
        self.all.writer.enqueue(work).await
    }

    /// Evaluates the messages of a page view for its person.
    pub async fn evaluate(&self, view: PageView) -> Result<EvaluatedView, Error> {
        let mut view = self.all.evaluator.evaluate(view).await?;
        view.fill_texts(&self.all.store).await?;
        Ok(view)
    }

    /// The numbers behind the generated names of this app's people.
    pub async fn name_numbers(&self) -> Result<NameNumbers, Error> {
        Ok(self.all.shared_names.numbers(self.db(), self.app_id()).await?)
    }

    /// Whether the workspace's writer stores something just now.
    pub async fn check(&self) -> Result<(), Error> {
        self.submit(Write::Check).await.map(drop).map_err(|_| Error::Internal)
    }

    /// The rules for identities of an app on a platform. None where there is no such app.
    pub(crate) async fn identity_settings(
        &self,
        app_id: &str,
        platform: Platform,
    ) -> Result<Option<IdentitySettings>, Error> {
        IdentitySettings::read(self.db(), app_id, platform, self.given(app_id, platform)).await
    }

    /// The environment's key, where it stands for those of this app and platform.
    pub fn given(&self, app_id: &str, platform: Platform) -> Option<&EnvironmentKey> {
        self.all.given.iter().find(|given| given.stands_for(app_id, platform))
    }

    /// Where a network address is. None where this server looks nothing up, or finds nothing.
    pub(crate) fn location_of(&self, address: IpAddr) -> Option<Location> {
        self.all.locations.as_ref()?.look_up(address)
    }

    /// The folder of attachments.
    pub fn files(&self) -> &Files {
        &self.all.files
    }

    /// The messages that are live, as far as this server has read them.
    pub(crate) fn live_messages(&self) -> &LiveMessages {
        &self.all.live_messages
    }

    /// Has manual messages find their people, in the background.
    pub fn go_on_sending(&self) {
        self.all.sends.notify_one();
    }

    /// Has imports of people go on, in the background.
    pub fn go_on_importing(&self) {
        self.all.imports.notify_one();
    }

    /// The database and all that a change needs.
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

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("app_id", &self.app.id).finish_non_exhaustive()
    }
}
