//! The log: a JSON object a line in production, text for people in development. `RUST_LOG` filters it.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{IsTerminal, stdout};
use std::panic::{self, PanicHookInfo};
use tracing_subscriber::EnvFilter;

use super::config::Environment;

/// Starts logging, of panics too; fails with what a person has to change.
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
    .map_err(|e| format!("the log did not start: {e}"))?;
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// A line of the log like any other, within the span of its request.
fn log_panic(panic: &PanicHookInfo) {
    metrics::counter!("panics_total").increment(1);
    let message = panic.payload_as_str().unwrap_or("no text");
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    let trace = Backtrace::capture();
    match trace.status() {
        BacktraceStatus::Captured => tracing::error!(at, message, %trace, "panic"),
        _ => tracing::error!(at, message, "panic"),
    }
}
