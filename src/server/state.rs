//! What the handlers share, made once at start.

use axum::extract::FromRef;
use axum::http::request::Parts;
use leptos::config::Env;
use leptos::prelude::{LeptosOptions, provide_context, use_context};
use std::ops::Deref;
use std::sync::Arc;

use super::assets::Assets;
use super::brands::{Brand, Brands};
use super::config::{Config, Environment, Secret};
use super::network_shares;
use super::origin::OwnOrigin;
use super::person_erasure::PersonErasure;
use super::policy::PagePolicy;
use super::readiness::Readiness;
use crate::accounts::{self, Accounts, ConsentByDefault, ReplyHooks, consent_here, current_session};
use crate::app::PageContext;
use crate::clock::Clock;
use crate::components::AssetBase;
use crate::database::Db;
use crate::error::Error;
use crate::inspector::server::Access;
use crate::inspector::{InspectorSettings, RenderedAt};
use crate::messenger::server::{expire_all_widget_cookies, expire_widget_cookies};
use crate::pages::{ContactAddress, FixedTimes, Practice, SourceUrl};
use crate::reply::{DRAFT_SECONDS, SecureDraft};
use crate::shop::cart::{CART_SECONDS, CartAtLoad};
use crate::shop::order::GUEST_ORDER_KEPT_SECONDS;
use crate::shop::{Shop, support};
use crate::workspace::ledger::ChangedBy;
use crate::workspace::{self, add_teammate};

/// A clone costs one reference: each layer of the router clones the state for each request.
#[derive(Clone)]
pub struct State(Arc<Inner>);

impl Deref for State {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

pub struct Inner {
    pub config: Arc<Config>,
    pub options: LeptosOptions,
    pub db: Db,
    pub clock: Clock,
    pub accounts: Accounts,
    pub shop: Shop,
    pub brands: Brands,
    /// The number of connections at a time.
    pub connections: usize,
    pub(super) readiness: Readiness,
    pub(super) assets: Assets,
    pub(super) origin: OwnOrigin,
    pub(super) policy: PagePolicy,
}

impl State {
    /// Makes the state, or fails with what a person has to change.
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
        let reload_port = config.watching.then_some(options.reload_port);
        let brands = Brands::open(&config, &db, &clock).await?;
        let files = config.files();
        if brands.iter().any(|brand| brand.embedded.is_some()) {
            workspace::claim(&db, &files).await?;
        }
        let forgetting =
            PersonErasure { brands: brands.clone(), db: db.clone(), clock: clock.clone(), files };
        let shop = Shop::open(db.clone(), clock.clone(), config.is_https())
            .await
            .map_err(|error| format!("the shop could not be opened: {error}"))?;
        let accounts = open_accounts(&config, &db, &clock).await?;
        add_demo_teammate(&accounts, &brands).await?;
        if config.demo_people {
            offer_demo_people(&brands).await?;
        }
        if config.demo_messages {
            offer_demo_messages(&brands).await?;
        }
        Ok(Self(Arc::new(Inner {
            assets: Assets::find(&options.site_root, config.watching)?,
            accounts: accounts.and_forget(forgetting).with_visitor_records(shop.clone()),
            brands,
            readiness: Readiness::default(),
            connections: network_shares::connections(config.connections),
            origin: OwnOrigin::new(config.public_url.clone()),
            policy: PagePolicy::new(reload_port),
            shop,
            config: Arc::new(config),
            options,
            db,
            clock,
        })))
    }

    /// Provides the contexts of pages and server functions. It runs once a request, before either.
    pub(super) fn provide(&self) {
        provide_context(AssetBase(self.assets.base().clone()));
        provide_context(self.accounts.clone());
        provide_context(ConsentByDefault(self.config.consent_by_default));
        provide_context(ReplyHooks {
            session_ended: expire_widget_cookies,
            consent_withdrawn: expire_all_widget_cookies,
        });
        provide_context(SecureDraft(self.config.is_https()));
        provide_context(self.shop.clone());
        provide_context(RenderedAt(self.clock.millis()));
        let request = use_context::<Parts>();
        let brand = request.as_ref().map_or(self.brands.first(), |request| self.brands.serving(request));
        // Without consent, no event of an account is sent: the page gets the event, but its Messenger does not send it.
        let consent = consent_here();
        if consent {
            provide_context(brand.channel.clone());
        }
        provide_context(self.policy);
        provide_context(self.practice(brand));
        // The desk's.
        provide_context(brand.embedded.clone());
        let extensions = request.as_ref().map(|request| &request.extensions);
        provide_context(PageContext {
            account: current_session().map(|session| session.signed_in),
            consent,
            cart_count: extensions.and_then(|it| it.get::<CartAtLoad>()).map_or(0, |counted| counted.0),
            shop_name: brand.name.clone(),
            contact: ContactAddress(self.config.contact_email.clone()),
            source: SourceUrl(self.config.source_url.clone()),
            inspector: InspectorSettings {
                open: extensions.is_some_and(|it| it.get::<Access>().is_some()),
                hosted: brand.embedded.is_none(),
            },
        });
    }

    /// The settings that the privacy page shows.
    fn practice(&self, brand: &Brand) -> Practice {
        Practice {
            is_https: self.config.is_https(),
            session_idle_seconds: self.config.session_idle_seconds,
            session_max_seconds: self.config.session_max_seconds,
            is_hosted: brand.embedded.is_none(),
            server_sends_events: brand.channel.is_open(),
            kept_days: self.config.impression_days,
            lead_days: self.config.lead_days,
            chat_is_forgotten: self.accounts.forgets_everywhere(),
            fixed_times: FixedTimes {
                cart: CART_SECONDS,
                guest_order: GUEST_ORDER_KEPT_SECONDS,
                browser: accounts::BROWSER_SECONDS,
                tries: accounts::TRIES_SECONDS,
                deleted_account: accounts::DELETED_ACCOUNT_SECONDS,
                draft: DRAFT_SECONDS,
                unsent_file: workspace::UNSENT_FILE_SECONDS,
                file_network: workspace::FILE_NETWORK_SECONDS,
                sent_event: support::SENT_EVENT_SECONDS,
                unsent_event: support::UNSENT_EVENT_SECONDS,
            },
        }
    }
}

async fn open_accounts(config: &Config, db: &Db, clock: &Clock) -> Result<Accounts, String> {
    let mut accounts = Accounts::new(db.clone(), clock.clone(), config.session_settings())
        .with_password_work(config.password_work)
        .with_required_second_factor(config.second_factor_required);
    // In development the database is its developer's alone, who may try everything.
    let production = config.environment == Environment::Production;
    if production {
        accounts = accounts.keep_demo_accounts();
    }
    if config.demo_accounts {
        open_demo_accounts(&accounts, config, production).await?;
    }
    Ok(accounts)
}

async fn open_demo_accounts(accounts: &Accounts, config: &Config, production: bool) -> Result<(), String> {
    let password = config.demo_teammate_password.as_ref().map(Secret::expose);
    let opened = match (production, password) {
        (false, None) => accounts.offer_demo_accounts().await,
        _ => accounts.offer_demo_customers(password).await,
    };
    opened.map_err(|error| match error {
        Error::Invalid { message, .. } => format!("DEMO_TEAMMATE_PASSWORD: {message}"),
        error => format!("the demo accounts could not be made: {error}"),
    })?;
    if production {
        tracing::warn!("DEMO_ACCOUNTS: two customers with a known password are open to anybody");
        match password {
            Some(_) => {
                tracing::warn!("DEMO_ACCOUNTS: whoever knows DEMO_TEAMMATE_PASSWORD is the demo teammate")
            }
            None => {
                tracing::info!("DEMO_ACCOUNTS: there is no demo teammate: DEMO_TEAMMATE_PASSWORD is not set")
            }
        }
    }
    Ok(())
}

/// Has the demo teammate answer for every brand.
async fn add_demo_teammate(accounts: &Accounts, brands: &Brands) -> Result<(), String> {
    let Some((id, name, email)) = accounts.demo_teammate() else { return Ok(()) };
    for workspace in brands.iter().filter_map(|brand| brand.embedded.as_ref()) {
        let added = async {
            let mut batch = workspace.begin().await?;
            let app_id = workspace.app_id();
            add_teammate(&mut batch, &ChangedBy::Workspace, app_id, id, name, Some(email)).await?;
            batch.commit().await
        };
        added.await.map_err(|error| format!("the demo teammate could not be added: {error}"))?;
    }
    Ok(())
}

async fn offer_demo_people(brands: &Brands) -> Result<(), String> {
    for workspace in brands.iter().filter_map(|brand| brand.embedded.as_ref()) {
        let offered = workspace::offer_demo_people(workspace.store(), workspace.app_id()).await;
        offered.map_err(|error| format!("the demo people could not be made: {error}"))?;
    }
    Ok(())
}

async fn offer_demo_messages(brands: &Brands) -> Result<(), String> {
    for workspace in brands.iter().filter_map(|brand| brand.embedded.as_ref()) {
        let offered = workspace::offer_demo_messages(workspace.store(), workspace.app_id()).await;
        offered.map_err(|error| format!("the demo messages could not be started: {error}"))?;
    }
    Ok(())
}

impl FromRef<State> for Accounts {
    fn from_ref(state: &State) -> Self {
        state.accounts.clone()
    }
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        state.options.clone()
    }
}
