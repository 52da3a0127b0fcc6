//! Traces: one span for each call, one in it for each transaction. They cost nothing until somebody takes them, which the
//! feature `otel` does.

use axum::http::HeaderMap;
use gostiny_wire::method::Info;
use tracing::Span;

/// The span of a call. It belongs to the trace of its caller, where the caller names one (`traceparent`).
#[cfg(feature = "otel")]
pub(super) fn call(info: &Info, headers: &HeaderMap) -> Span {
    use tracing::field::Empty;
    use tracing_opentelemetry::OpenTelemetrySpanExt;

    let span = tracing::debug_span!(
        target: "gostiny::trace",
        "call",
        "otel.name" = info.path,
        "otel.kind" = "server",
        "http.route" = info.path,
        "http.response.status_code" = Empty,
        "otel.status_code" = Empty,
        client_id = Empty,
        request_id = Empty,
    );
    let parent = opentelemetry::global::get_text_map_propagator(|known| known.extract(&Headers(headers)));
    // An error only means that nobody takes spans.
    let _ = span.set_parent(parent);
    span
}

#[cfg(not(feature = "otel"))]
pub(super) fn call(_info: &Info, _headers: &HeaderMap) -> Span {
    Span::none()
}

/// What became of the call.
pub(super) fn answered(span: &Span, request_id: &str, client_id: i64, status: u16) {
    if span.is_disabled() {
        return;
    }
    span.record("request_id", request_id).record("client_id", client_id).record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

#[cfg(feature = "otel")]
struct Headers<'a>(&'a HeaderMap);

#[cfg(feature = "otel")]
impl opentelemetry::propagation::Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|name| name.as_str()).collect()
    }
}
