//! What the handlers share, made once at start.

use axum::extract::FromRef;
use axum::http::request::Parts;
use leptos::config::Env;
use leptos::prelude::{LeptosOptions, provide_context, use_context};
use std::sync::Arc;

use super::assets::Assets;
use super::config::{Config, Environment, Intercom};
use super::origin::OwnOrigin;
use super::policy::PagePolicy;
use crate::accounts::{
    Accounts, ConsentByDefault, ExpiredCookies, SessionSettings, SignedInAtLoad, current_session,
};
use crate::clock::Clock;
use crate::components::AssetBase;
use crate::database::Db;
use crate::inspector::server::{Access, Inspector};
use crate::inspector::{InspectorSettings, RenderedAt};
use crate::messenger::server::{
    IdentitySecret, MessengerHost, Unknowable, Workspace, all_widget_cookies_expired,
    content_security_policy, expired_widget_cookies, self_test,
};
use crate::workspace;

#[derive(Clone)]
pub struct State {
    pub config: Arc<Config>,
    pub options: LeptosOptions,
    pub db: Db,
    pub clock: Clock,
    pub accounts: Accounts,
    /// The workspace that the Messenger talks to; of our own, as its key was at start.
    pub messenger: Workspace,
    /// The workspace of this very server, unless a hosted one is used.
    pub embedded: Option<workspace::Workspace>,
    pub inspector: Inspector,
    pub(super) assets: Assets,
    pub(super) policy: PagePolicy,
    pub(super) origin: OwnOrigin,
}

impl State {
    /// Fails with what a person has to change.
    pub async fn new(
        config: Config,
        mut options: LeptosOptions,
        db: Db,
        clock: Clock,
    ) -> Result<Self, String> {
        options.env = match config.environment {
            Environment::Development => Env::DEV,
            Environment::Production => Env::PROD,
        };
        let (messenger, embedded) = open_workspace(&config, &db, &clock).await?;
        let without_key = embedded.as_ref().is_some_and(|embedded| embedded.identity_secret().is_none());
        if !without_key {
            self_test(&messenger.secret).map_err(|reason| format!("INTERCOM_IDENTITY_SECRET: {reason}"))?;
        }
        let reload_port = config.watching.then_some(options.reload_port);
        Ok(Self {
            assets: Assets::find(&options.site_root, config.watching)?,
            policy: PagePolicy::new(reload_port, &content_security_policy(&messenger)),
            origin: OwnOrigin::new(config.public_url.clone()),
            accounts: open_accounts(&config, &db, &clock).await?,
            inspector: Inspector::new(embedded.clone(), clock.clone()),
            config: Arc::new(config),
            options,
            messenger,
            embedded,
            db,
            clock,
        })
    }

    /// What pages and server functions find by `use_context`; runs once a request, before either.
    pub(super) fn provide(&self, host: &Arc<dyn MessengerHost>) {
        provide_context(AssetBase(self.assets.base().to_owned()));
        provide_context(self.accounts.clone());
        provide_context(self.accounts.demo_list());
        provide_context(SignedInAtLoad(current_session().map(|session| session.signed_in)));
        provide_context(ConsentByDefault(self.config.consent_by_default));
        provide_context(host.clone());
        provide_context(RenderedAt(self.clock.millis()));
        // The desk's.
        provide_context(self.embedded.clone());
        if let Some(request) = use_context::<Parts>() {
            provide_context(self.expired_cookies(&request));
            provide_context(InspectorSettings {
                open: request.extensions.get::<Access>().is_some(),
                hosted: self.embedded.is_none(),
            });
        }
    }

    /// The widget's cookies that the reply to this request takes along.
    fn expired_cookies(&self, request: &Parts) -> ExpiredCookies {
        let app_id = &self.messenger.widget.app_id;
        let host = request.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
        ExpiredCookies(match request.uri.path() {
            "/api/log_out" | "/api/log_out_everywhere" => expired_widget_cookies(app_id, host),
            "/api/set_consent" => all_widget_cookies_expired(app_id, host),
            _ => Vec::new(),
        })
    }

    /// With the key that was the newest when [`Self::with_fresh_key`] last looked.
    pub(super) fn current_messenger(&self) -> Workspace {
        let secret = self.embedded.as_ref().and_then(|embedded| embedded.identity_secret());
        let secret = secret.map(|secret| IdentitySecret::new(secret.as_str()));
        let messenger = self.messenger.clone();
        Workspace { secret: secret.unwrap_or(messenger.secret), ..messenger }
    }

    /// Before a token is signed for somebody: a teammate may have made or retired a key, at whichever server. Fails
    /// while there is no key.
    pub(super) async fn with_fresh_key<T>(&self, person: Option<T>) -> Result<Option<T>, Unknowable> {
        if let (Some(_), Some(embedded)) = (&person, &self.embedded) {
            embedded.refresh_signing_key().await.map_err(|_| Unknowable)?;
            embedded.identity_secret().ok_or(Unknowable)?;
        }
        Ok(person)
    }
}

async fn open_workspace(
    config: &Config,
    db: &Db,
    clock: &Clock,
) -> Result<(Workspace, Option<workspace::Workspace>), String> {
    let (messenger, embedded) = match &config.intercom {
        Intercom::Hosted(hosted) => {
            let secret = IdentitySecret::new(hosted.secret.expose());
            (Workspace::hosted(&hosted.app_id, secret, hosted.region), None)
        }
        Intercom::Embedded { secret } => {
            let given = secret.as_ref().and_then(|secret| workspace::IdentitySecret::new(secret.expose()));
            let limits = workspace::Limits::new(
                config.pings_per_minute_per_person,
                config.pings_per_minute_per_address,
            );
            let embedded = workspace::Workspace::open_limited(db.clone(), clock.clone(), given, limits)
                .await
                .map_err(|error| format!("the embedded workspace could not be opened: {error}"))?;
            let secret = embedded.identity_secret();
            let secret = IdentitySecret::new(secret.as_ref().map_or("", |secret| secret.as_str()));
            (Workspace::own(embedded.app_id(), secret), Some(embedded))
        }
    };
    let development = config.environment == Environment::Development;
    Ok((messenger.contact(&config.contact_email).development(development), embedded))
}

async fn open_accounts(config: &Config, db: &Db, clock: &Clock) -> Result<Accounts, String> {
    let settings = SessionSettings {
        idle_seconds: config.session_idle_seconds,
        max_seconds: config.session_max_seconds,
        secure_cookie: config.is_https(),
    };
    let mut accounts = Accounts::new(db.clone(), clock.clone(), settings);
    // In development the database is its developer's alone, who may try everything.
    let production = config.environment == Environment::Production;
    if production {
        accounts = accounts.keep_demo_passwords();
    }
    if config.demo_accounts {
        if production {
            tracing::warn!("DEMO_ACCOUNTS: three accounts with a known password are open to anybody");
        }
        let opened = accounts.offer_demo_accounts().await;
        opened.map_err(|error| format!("the demo accounts could not be made: {error}"))?;
    }
    Ok(accounts)
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        state.options.clone()
    }
}
