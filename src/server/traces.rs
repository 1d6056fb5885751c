//! Traces by OpenTelemetry: the span of each request, with what is logged in it. They go to the collector that
//! `OTEL_EXPORTER_OTLP_ENDPOINT` names, by OTLP over HTTP. Source of the variables' names: OpenTelemetry's specification, “OTLP
//! Exporter Configuration”.

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::runtime::Tokio;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::trace::span_processor_with_async_runtime::BatchSpanProcessor;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

const COLLECTOR: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
/// The service's name, unless `OTEL_SERVICE_NAME` says another.
const SERVICE: &str = "leptos-messenger";

/// The traces of this process. What is left is sent when they are stopped.
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Starts the traces. Without a collector, nothing is traced.
    pub fn start() -> Result<Self, String> {
        if std::env::var_os(COLLECTOR).is_none_or(|collector| collector.is_empty()) {
            return Ok(Self(None));
        }
        let exporter = SpanExporter::builder().with_http().build();
        let exporter = exporter.map_err(|error| format!("{COLLECTOR}: {error}"))?;
        let mut resource = Resource::builder();
        if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
            resource = resource.with_service_name(SERVICE);
        }
        let provider = SdkTracerProvider::builder()
            .with_resource(resource.build())
            .with_span_processor(BatchSpanProcessor::builder(exporter, Tokio).build())
            .build();
        Ok(Self(Some(provider)))
    }

    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> Option<impl Layer<S>> {
        let provider = self.0.as_ref()?;
        Some(tracing_opentelemetry::layer().with_tracer(provider.tracer(SERVICE)))
    }

    pub async fn stop(self) {
        let Some(provider) = self.0 else { return };
        let stopped = tokio::task::spawn_blocking(move || provider.shutdown()).await;
        if !matches!(stopped, Ok(Ok(()))) {
            tracing::warn!("the last traces were not sent");
        }
    }
}
