//! The log: a JSON object a line in production, text for people in development. `RUST_LOG` filters it, and the traces.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{IsTerminal, stdout};
use std::panic::{self, PanicHookInfo};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use super::config::Environment;
#[cfg(feature = "opentelemetry")]
use super::traces::Traces;

/// The log and the traces of this process.
pub struct Telemetry {
    #[cfg(feature = "opentelemetry")]
    traces: Traces,
}

/// Starts logging, of panics too; fails with what a person has to change.
pub fn start(environment: Environment) -> Result<Telemetry, String> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) if !filter.is_empty() => {
            EnvFilter::try_new(filter).map_err(|e| format!("RUST_LOG: {e}"))?
        }
        _ => EnvFilter::new("info"),
    };
    let lines = fmt::layer().with_ansi(stdout().is_terminal());
    let lines = match environment {
        Environment::Production => {
            lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed()
        }
        Environment::Development => lines.compact().with_target(false).boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(filter).with(lines);
    #[cfg(feature = "opentelemetry")]
    let traces = Traces::start()?;
    #[cfg(feature = "opentelemetry")]
    let subscriber = subscriber.with(traces.layer());
    subscriber.try_init().map_err(|e| format!("the log did not start: {e}"))?;
    panic::set_hook(Box::new(log_panic));
    Ok(Telemetry {
        #[cfg(feature = "opentelemetry")]
        traces,
    })
}

impl Telemetry {
    /// Stops the traces, once nothing is told any more.
    pub async fn stop(self) {
        #[cfg(feature = "opentelemetry")]
        self.traces.stop().await;
    }
}

/// Logs a panic as a line like any other, within the span of its request.
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

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_exporter_prometheus::PrometheusBuilder;
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};
    use std::thread;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_a_line_of_its_request_and_is_counted() {
        let lines = Lines::default();
        let writer = lines.clone();
        let layer = fmt::layer().json().with_writer(move || writer.clone());
        let subscriber = tracing_subscriber::registry().with(layer);
        let recorder = PrometheusBuilder::new().build_recorder();
        let panicking = || {
            tracing::info_span!("request", id = "7f").in_scope(|| panic!("as a test wanted"));
        };
        // Panics of other tests stay with the hook that is there: a thread without a subscriber that is the first to log a panic
        // would switch that line off for the whole process.
        let before = Arc::new(panic::take_hook());
        let (of_others, here) = (before.clone(), thread::current().id());
        panic::set_hook(Box::new(move |panic| match thread::current().id() == here {
            true => log_panic(panic),
            false => of_others(panic),
        }));
        let caught = metrics::with_local_recorder(&recorder, || {
            tracing::subscriber::with_default(subscriber, || panic::catch_unwind(panicking))
        });
        panic::set_hook(Box::new(move |panic| before(panic)));
        assert!(caught.is_err());
        assert!(recorder.handle().render().contains("panics_total 1\n"));
        let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        for part in ["\"level\":\"ERROR\"", "as a test wanted", "src/server/telemetry.rs:", "\"id\":\"7f\""] {
            assert!(logged.contains(part), "{part} in {logged}");
        }
        assert_eq!(logged.lines().count(), 1);
    }
}
