//! Where the modules are joined: settings become a [`State`], a state becomes a [`router`], and [`run`] serves it.
//!
//! Read [`router`] first: it is the table of everything the server answers, each line with who may call it.

mod about;
mod assets;
mod brands;
mod client_address;
mod commands;
mod compress;
mod concurrency_limit;
mod config;
mod event_delivery;
mod failure;
mod health;
mod hosted_workspaces;
mod log_line;
mod messenger;
mod network_shares;
mod nul_characters;
mod origin;
mod periodic_jobs;
mod permit_body;
mod person_erasure;
mod policy;
mod prometheus;
mod readiness;
mod router;
mod security;
mod serve;
mod session;
mod shutdown;
mod state;
mod stream_headers;
mod telemetry;
mod timed_body;
#[cfg(feature = "opentelemetry")]
mod traces;
mod uncancelled;
mod unread_timeout;

pub use brands::{Brand, Brands};
pub use client_address::{Network, TrustedProxies, find_client};
pub use config::{BrandSettings, Config, Environment, Hosted, Intercom, Invalid, Secret};
pub use origin::{OwnOrigin, same_origin};
pub use periodic_jobs::spawn_periodic_jobs;
pub use policy::PagePolicy;
pub use router::router;
pub use security::LoggedIn;
pub use serve::{Limits, serve_until};
pub use state::State;

use leptos::prelude::get_configuration;
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::database::Db;

/// Runs the server until it is asked to stop, or one of the [`commands`].
/// What prevents it is one line that says what to change.
pub async fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match arguments[..] {
        [] => serve().await.map_err(Into::into),
        _ => commands::run(&arguments).await.map(|said| println!("{said}")),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("leptos-messenger: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), String> {
    let config = Config::from_environment().map_err(|e| e.to_string())?;
    let telemetry = telemetry::start(config.environment)?;
    let metrics = config.operator_addr.map(|_| prometheus::start()).transpose()?;
    let options =
        get_configuration(Some("Leptos.toml")).map_err(|e| format!("Leptos.toml: {e}"))?.leptos_options;
    let address = options.site_addr;
    let db = Db::open(&config.database_url).await.map_err(|e| e.to_string())?;
    let state = State::new(config, options, db, Clock::System).await?;
    periodic_jobs::spawn_periodic_jobs(&state);
    health::watch(&state);
    let deliveries = event_delivery::start(&state);

    let operators = match (state.config.operator_addr, metrics) {
        (Some(address), Some(metrics)) => Some((bind("OPERATOR_ADDR", address).await?, metrics)),
        _ => None,
    };
    let listener = bind("LEPTOS_SITE_ADDR", address).await?;
    for (brand, settings) in state.brands.iter().zip(&state.config.brands) {
        let (hosts, workspace) = (settings.hosts.join(" "), settings.intercom.name());
        tracing::info!(name = settings.name, app_id = brand.app_id(), workspace, hosts, "serving");
    }
    tracing::info!(%address, "listening");
    let limits = Limits::of(state.connections, TrustedProxies::new(&state.config.trusted_proxies));
    let last_requests = limits.last_requests;
    let (people_are_served, all_is_answered) = oneshot::channel::<()>();
    let for_people = async {
        let stop = async {
            shutdown::asked_to_stop().await;
            state.readiness.stop();
        };
        serve_until(stop, listener, router(&state), limits).await;
        drop(people_are_served);
    };
    // Operators are answered to the end.
    let for_operators = async {
        if let Some((listener, metrics)) = operators {
            let limits = Limits {
                of_network: health::CONNECTIONS,
                ..Limits::of(health::CONNECTIONS, TrustedProxies::new(&[]))
            };
            let stop = async { _ = all_is_answered.await };
            serve_until(stop, listener, health::routes(&state, metrics), limits).await;
        }
    };
    tokio::join!(for_people, for_operators);
    deliveries.stop(last_requests).await;
    state.db.close().await;
    tracing::info!("stopped");
    telemetry.stop().await;
    Ok(())
}

async fn bind(variable: &str, address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| format!("{variable}: {address}: {error}"))
}
