//! Which methods these stories call: really, by the typed client, with an answer that is good. `cargo xtask test` names
//! a file in `GOSTINY_CALLED`, into which each test program writes them, and holds it against the method tables.

use std::{
    collections::HashSet,
    fs::File,
    io::Write,
    sync::{Mutex, Once},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id},
};
use tracing_subscriber::{
    Layer, Registry,
    filter::{LevelFilter, Targets},
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

/// Listens to the client from here on, where somebody wants to know.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Some(path) = std::env::var_os("GOSTINY_CALLED") else { return };
        let file = File::options().append(true).create(true).open(path).unwrap();
        let only = Targets::new().with_target("gostiny_client", LevelFilter::DEBUG);
        let calls = Calls { file, told: Mutex::default() }.with_filter(only);
        tracing::subscriber::set_global_default(Registry::default().with(calls)).unwrap();
    });
}

struct Calls {
    file: File,
    told: Mutex<HashSet<String>>,
}

/// The method of a span.
struct Called(String);

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Calls {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut words = Words::default();
        attributes.record(&mut words);
        if attributes.metadata().name() == "gostiny.call"
            && let Some(span) = context.span(id)
        {
            span.extensions_mut().insert(Called(words.method));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut words = Words::default();
        event.record(&mut words);
        // A call that is tried again or turned away is none that was done.
        if !(200..300).contains(&words.status) {
            return;
        }
        let Some(span) = context.event_span(event) else { return };
        if let Some(Called(method)) = span.extensions().get::<Called>()
            && self.told.lock().unwrap().insert(method.clone())
        {
            // In one piece, since other programs write there too.
            (&self.file).write_all(format!("{method}\n").as_bytes()).unwrap();
        }
    }
}

#[derive(Default)]
struct Words {
    method: String,
    status: u64,
}

impl Visit for Words {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "status" {
            self.status = value;
        }
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "method" {
            value.clone_into(&mut self.method);
        }
    }
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
