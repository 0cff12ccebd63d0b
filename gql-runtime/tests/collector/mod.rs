//! A `tracing` subscriber that records each span and event of the runtime as a line.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, OnceLock};

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::subscriber::DefaultGuard;
use ::tracing::{Dispatch, Event, Metadata, Subscriber};

/// The lines that were recorded in this thread, until the guard is dropped.
#[derive(Clone, Default)]
pub(crate) struct Collector {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    lines: Vec<String>,
    spans: u64,
    entered: Vec<u64>,
}

impl Collector {
    pub(crate) fn start() -> (Self, DefaultGuard) {
        // With a single dispatcher, the first thread that reaches an event decides for all threads whether it is enabled,
        // and threads of other tests disable it. With two dispatchers, both are asked.
        static OTHER: OnceLock<Dispatch> = OnceLock::new();
        OTHER.get_or_init(|| Dispatch::new(Self::default()));
        let collector = Self::default();
        let guard = ::tracing::subscriber::set_default(collector.clone());
        (collector, guard)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.state.lock().unwrap().lines.clone()
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("gql_runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let mut state = self.state.lock().unwrap();
        state.spans += 1;
        let line = format!("{}: {}{}", state.spans, attributes.metadata().name(), fields.0);
        state.lines.push(line);
        Id::from_u64(state.spans)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        if !fields.0.is_empty() {
            let line = format!("{}:{}", span.into_u64(), fields.0);
            self.state.lock().unwrap().lines.push(line);
        }
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut state = self.state.lock().unwrap();
        let current = event.is_contextual().then(|| state.entered.last().copied());
        let span = match event.parent() {
            Some(parent) => Some(parent.into_u64()),
            None => current.flatten(),
        };
        let span = span.map_or_else(String::new, |span| format!("{span}: "));
        let line = format!("{span}{}{}", event.metadata().level(), fields.0);
        state.lines.push(line);
    }

    fn enter(&self, span: &Id) {
        self.state.lock().unwrap().entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        let left = self.state.lock().unwrap().entered.pop();
        assert_eq!(left, Some(span.into_u64()));
    }
}

/// Formats fields as ` name=value`. The value of a delay is omitted, as it is random.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            "delay" => write!(self.0, " delay"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}
