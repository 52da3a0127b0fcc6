//! Traces for an OpenTelemetry collector, over HTTP. The environment says where it is and what else it wants, by the names
//! that OpenTelemetry gives (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER`); without an address
//! nothing is traced.

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tracing::Subscriber;
use tracing_subscriber::{Layer, filter::Targets, registry::LookupSpan};

use crate::Outcome;

/// Sends spans until it is shut down.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// None where no collector is named. Called outside of any runtime: it has threads of its own.
    pub fn from_environment() -> Outcome<Option<Self>> {
        let names = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
        if names.iter().all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty())) {
            return Ok(None);
        }
        gostiny_server::fetch::provide_tls();
        let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
        let name = std::env::var("OTEL_SERVICE_NAME").unwrap_or_else(|_| "gostiny".to_owned());
        let resource = Resource::builder().with_service_name(name).build();
        let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
        Ok(Some(Self(provider)))
    }

    /// Takes the spans of calls and transactions, whatever the log takes.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> + use<S> {
        let spans = Targets::new().with_target("gostiny::trace", tracing::Level::DEBUG);
        tracing_opentelemetry::layer().with_tracer(self.0.tracer("gostiny")).with_filter(spans)
    }

    /// Sends what is left.
    pub fn finish(self) -> Outcome {
        Ok(self.0.shutdown()?)
    }
}
