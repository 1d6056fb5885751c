//! What the handlers share, made once at start.

use axum::extract::FromRef;
use leptos::config::Env;
use leptos::prelude::{LeptosOptions, provide_context};
use std::sync::Arc;

use super::assets::Assets;
use super::config::{Config, Environment};
use super::origin::OwnOrigin;
use super::policy::PagePolicy;
use crate::clock::Clock;
use crate::components::AssetBase;
use crate::database::Db;

#[derive(Clone)]
pub struct State {
    pub config: Arc<Config>,
    pub options: LeptosOptions,
    pub db: Db,
    pub clock: Clock,
    pub(super) assets: Assets,
    pub(super) policy: PagePolicy,
    pub(super) origin: OwnOrigin,
}

impl State {
    /// Fails with what a person has to change.
    pub fn new(config: Config, mut options: LeptosOptions, db: Db, clock: Clock) -> Result<Self, String> {
        options.env = match config.environment {
            Environment::Development => Env::DEV,
            Environment::Production => Env::PROD,
        };
        let reload_port = config.watching.then_some(options.reload_port);
        Ok(Self {
            assets: Assets::find(&options.site_root, config.watching)?,
            policy: PagePolicy::new(reload_port, &[]),
            origin: OwnOrigin::new(config.public_url.clone()),
            config: Arc::new(config),
            options,
            db,
            clock,
        })
    }

    /// What pages and server functions find by `use_context`; runs once a request, before either.
    pub(super) fn provide(&self) {
        provide_context(AssetBase(self.assets.base().to_owned()));
    }
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        state.options.clone()
    }
}
