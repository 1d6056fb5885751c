//! The faces of the shop: by the host name of a request, whose Messenger serves it, under which name and policy.

use axum::extract::{Request, State as Shared};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use std::iter::once;
use std::sync::Arc;

use super::config::{BrandSettings, Config, Environment, Hosted, Intercom, Secret};
use super::hosted_workspaces::hosted_workspaces;
use crate::clock::Clock;
use crate::components::ShopName;
use crate::database::Db;
use crate::inspector::server::Inspector;
use crate::messenger::Look;
use crate::messenger::server::{IdentitySecret, Workspace, requested_host};
use crate::shop::support::Channel;
use crate::workspace::location::LocationLookup;
use crate::workspace::{self, GivenSecret, Limits, WhichApp};

pub struct Brand {
    hosts: Vec<String>,
    pub name: ShopName,
    /// The workspace that the Messenger talks to. If it is our own, its key is that of the start.
    messenger: Workspace,
    /// The workspace of this very server, unless a hosted one is used.
    pub embedded: Option<workspace::Workspace>,
    pub inspector: Inspector,
    /// The way that events go.
    pub channel: Channel,
}

/// All brands of this server.
#[derive(Clone)]
pub struct Brands {
    first: Arc<Brand>,
    others: Arc<[Brand]>,
}

impl Brands {
    /// Opens the workspaces of all, and fails with what a person has to change.
    pub async fn open(config: &Config, db: &Db, clock: &Clock) -> Result<Self, String> {
        let embedded = open_embedded(config, db, clock).await?;
        let with_token: Arc<[String]> =
            hosted_workspaces(config).into_iter().map(|(app_id, _)| app_id).collect();
        let (any, mut embedded) = (embedded.first().cloned(), embedded.into_iter());
        let mut brands = Vec::new();
        for settings in &config.brands {
            let embedded = match &settings.intercom {
                Intercom::Embedded { .. } => embedded.next(),
                Intercom::Hosted(hosted) => {
                    is_only_hosted(&hosted.app_id, any.as_ref()).await?;
                    None
                }
            };
            brands.push(Brand::new(settings, embedded, config, (clock, &with_token))?);
        }
        let mut brands = brands.into_iter();
        let first = brands.next().ok_or("BRANDS: names no brand")?;
        Ok(Self { first: Arc::new(first), others: brands.collect() })
    }

    /// The brand that serves whoever asks for a host that no brand names.
    pub fn first(&self) -> &Brand {
        &self.first
    }

    pub fn iter(&self) -> impl Iterator<Item = &Brand> {
        once(&*self.first).chain(self.others.iter())
    }

    pub fn serving(&self, request: &Parts) -> &Brand {
        self.named(&requested_host(&request.headers, &request.uri))
    }

    fn named(&self, host: &str) -> &Brand {
        self.iter().find(|brand| brand.hosts.iter().any(|own| own == host)).unwrap_or(&self.first)
    }
}

impl Brand {
    fn new(
        settings: &BrandSettings,
        embedded: Option<workspace::Workspace>,
        config: &Config,
        (clock, with_token): (&Clock, &Arc<[String]>),
    ) -> Result<Self, String> {
        let messenger = match (&settings.intercom, &embedded) {
            (Intercom::Hosted(Hosted { app_id, secret, region, .. }), _) => {
                Workspace::hosted(app_id, IdentitySecret::new(secret.expose()), *region)
            }
            (_, embedded) => {
                let secret = embedded.as_ref().and_then(|embedded| embedded.identity_secret());
                let secret = secret.map(|secret| IdentitySecret::new(secret.as_str()));
                Workspace::own(embedded.as_ref().map_or("", |embedded| embedded.app_id()), secret)
            }
        };
        if let Some(secret) = &messenger.secret {
            let variable = &settings.secret_variable;
            let checked = secret.check().map_err(|reason| format!("{variable}: {reason}"))?;
            if let Some(warning) = checked {
                tracing::warn!("{variable}: {warning}");
            }
        }
        let development = config.environment == Environment::Development;
        let look = Look { action_color: settings.action_color.clone(), ..Look::default() };
        let messenger = messenger.look(&look).map_err(|reason| reason.to_string())?;
        let channel = Channel::new(&messenger.widget.app_id, with_token.clone(), clock.clone());
        Ok(Self {
            hosts: settings.hosts.clone(),
            name: ShopName { whole: settings.name.clone(), short: settings.short_name.clone() },
            messenger: messenger.contact(&config.contact_email).development(development),
            channel,
            inspector: Inspector::new(embedded.clone(), clock.clone()),
            embedded,
        })
    }

    pub fn app_id(&self) -> &str {
        &self.messenger.widget.app_id
    }

    /// The Messenger's workspace, with the key that was the newest when [`Self::refresh_key`] last looked.
    pub(super) fn messenger(&self) -> Workspace {
        let secret = self.embedded.as_ref().and_then(|embedded| embedded.identity_secret());
        let secret = secret.map(|secret| IdentitySecret::new(secret.as_str()));
        let messenger = self.messenger.clone();
        Workspace { secret: secret.or(messenger.secret), ..messenger }
    }

    /// Reads the newest key before a token is signed for somebody.
    /// A teammate may have made or retired a key, at whichever server.
    pub(super) async fn refresh_key(&self) {
        if let Some(embedded) = &self.embedded
            && let Err(error) = embedded.refresh_signing_key().await
        {
            // Signing goes on with the key that was read last; the workspace refuses a retired one.
            tracing::error!(%error, app_id = self.app_id(), "the newest key could not be read");
        }
    }

    /// Whether tokens can be signed: not while all keys of the embedded workspace are retired.
    pub(super) fn can_sign(&self) -> bool {
        self.embedded.as_ref().is_none_or(|embedded| embedded.identity_secret().is_some())
    }
}

/// Fails where this server would answer for an app that Intercom hosts.
async fn is_only_hosted(app_id: &str, embedded: Option<&workspace::Workspace>) -> Result<(), String> {
    let Some(embedded) = embedded else { return Ok(()) };
    match embedded.app_name(app_id).await {
        Ok(None) => Ok(()),
        Ok(Some(name)) => Err(format!(
            "BRANDS: app_id: “{app_id}” is to be hosted, and is “{name}” in the embedded workspace already"
        )),
        Err(error) => Err(format!("the embedded workspace could not be read: {error}")),
    }
}

/// Opens the embedded workspaces in the order of the brands, the hosted ones left out.
async fn open_embedded(config: &Config, db: &Db, clock: &Clock) -> Result<Vec<workspace::Workspace>, String> {
    let app = |brand: &BrandSettings| {
        let Intercom::Embedded { app, secret } = &brand.intercom else { return None };
        Some((app.clone(), secret.as_ref().and_then(|secret| given(&brand.secret_variable, secret))))
    };
    let apps: Vec<(WhichApp, Option<GivenSecret>)> = config.brands.iter().filter_map(app).collect();
    if apps.is_empty() {
        return Ok(Vec::new());
    }
    let limits = Limits::new(config.pings_per_minute_per_person, config.pings_per_minute_per_address)
        .and_newcomers(
            config.new_people_per_minute_per_address,
            config.new_conversations_per_minute_per_address,
        );
    let locations = config.locations.clone().map(|file| Arc::new(file) as Arc<dyn LocationLookup>);
    workspace::Workspace::open_apps(db.clone(), clock.clone(), apps, limits, config.files(), locations)
        .await
        .map_err(|error| format!("the embedded workspace could not be opened: {error}"))
}

fn given(variable: &str, secret: &Secret) -> Option<GivenSecret> {
    let secret = workspace::IdentitySecret::new(secret.expose())?;
    Some(GivenSecret { variable: variable.to_owned(), secret })
}

/// Passes the requested brand to the modules that know no host names. An inspector shows this brand's pages alone.
/// A ping that names no app is recorded in the feed of this brand.
pub async fn find_brand(Shared(brands): Shared<Brands>, mut request: Request, next: Next) -> Response {
    let brand = brands.named(&requested_host(request.headers(), request.uri()));
    request.extensions_mut().insert(brand.inspector.clone());
    if let Some(embedded) = brand.embedded.clone() {
        request.extensions_mut().insert(embedded);
    }
    next.run(request).await
}
