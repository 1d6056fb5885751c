//! Opens the workspace of a database.

use std::sync::{Arc, RwLock};

use super::Workspace;
use super::handle::{OwnApp, Shared};
use super::tasks;
use crate::attachments::Files;
use crate::batch::Store;
use crate::clock::Clock;
use crate::conversations::{SharedNames, UsualReplies};
use crate::database::Db;
use crate::error::Error;
use crate::feed::{Feed, Topics};
use crate::identity::{self, GivenSecret, IdentitySecret, WhichApp};
use crate::limits::Limits;
use crate::location::LocationLookup;
use crate::outbound::{Evaluator, LiveMessages};
use crate::writer::Writer;

/// The name of the environment's secret where there is one app.
const SECRET_VARIABLE: &str = "INTERCOM_IDENTITY_SECRET";

impl Workspace {
    /// Opens the workspace of this database, with no limit on how often anybody may ping.
    /// The first start makes an app id and an identity key, which later starts find again.
    /// A given secret (`INTERCOM_IDENTITY_SECRET`) is used instead of the kept ones.
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
        let opened =
            Self::open_apps(db, clock, [(WhichApp::First, given)], limits, Files::default(), None).await?;
        opened.into_iter().next().ok_or(Error::Internal)
    }

    /// Opens several apps of one database, in this order, each for pages of its own.
    /// They share nothing but the feed's numbers and the hand that writes.
    pub async fn open_apps(
        db: Db,
        clock: Clock,
        apps: impl IntoIterator<Item = (WhichApp, Option<GivenSecret>)>,
        limits: Limits,
        files: Files,
        locations: Option<Arc<dyn LocationLookup>>,
    ) -> Result<Vec<Self>, Error> {
        let mut apps: Vec<_> = apps.into_iter().enumerate().collect();
        // These first: what they are called from now on is not looked for by the others.
        apps.sort_by_key(|(_, (which, _))| !matches!(which, WhichApp::WithId { .. }));
        let (mut opened, mut given) = (Vec::new(), Vec::new());
        for (at, (which, secret)) in apps {
            let (id, name, secret) = identity::find_or_make(&db, &clock, which, secret).await?;
            opened.push((at, OwnApp { id, name, signing: RwLock::new(None) }));
            given.extend(secret);
        }
        opened.sort_by_key(|(at, _)| *at);
        let own = opened.iter().map(|(_, app)| app.id.clone()).collect();
        let feed = Feed::open(db.clone()).await?;
        let topics = Topics::start(db.clone(), feed.latest(), feed.typing());
        let limits = Arc::new(limits);
        let store = Store { db, clock, limits, feed };
        let writer = Writer::start(store.clone());
        let evaluator = Evaluator::start(store.clone());
        let all = Arc::new(Shared {
            store,
            own,
            given,
            files,
            locations,
            topics,
            usual_replies: UsualReplies::default(),
            shared_names: SharedNames::default(),
            live_messages: LiveMessages::default(),
            sends: Arc::default(),
            imports: Arc::default(),
            writer,
            evaluator,
        });
        let of = |(_, app)| Self { all: all.clone(), app: Arc::new(app) };
        let workspaces: Vec<Self> = opened.into_iter().map(of).collect();
        tasks::start(&all);
        for workspace in &workspaces {
            workspace.refresh_signing_key().await?;
        }
        for (app_id, platform) in identity::unenforced(&all.store.db).await? {
            identity::warn_unenforced(&app_id, platform);
        }
        Ok(workspaces)
    }
}
