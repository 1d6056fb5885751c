//! The log: a JSON object a line in production, text for people in development. `RUST_LOG` filters it.

use std::io::{IsTerminal, stdout};
use tracing_subscriber::EnvFilter;

use super::config::Environment;

/// Starts logging; fails with what a person has to change.
pub fn start(environment: Environment) -> Result<(), String> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) if !filter.is_empty() => {
            EnvFilter::try_new(filter).map_err(|e| format!("RUST_LOG: {e}"))?
        }
        _ => EnvFilter::new("info"),
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(stdout().is_terminal());
    match environment {
        Environment::Production => {
            log.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        Environment::Development => log.compact().with_target(false).try_init(),
    }
    .map_err(|e| format!("the log did not start: {e}"))
}
