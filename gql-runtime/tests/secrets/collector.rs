//! Records everything that any crate reports to `tracing` or `log`.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) target: String,
    pub(crate) text: String,
}

#[derive(Clone, Default)]
pub(crate) struct Collector(Arc<Mutex<Vec<Line>>>);

impl Collector {
    /// Installs the collector for the whole process.
    pub(crate) fn install() -> Self {
        let collector = Self::default();
        tracing::subscriber::set_global_default(collector.clone()).unwrap();
        log::set_boxed_logger(Box::new(collector.clone())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        collector
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        self.0.lock().unwrap().clone()
    }

    fn push(&self, target: &str, text: String) {
        let target = target.to_owned();
        self.0.lock().unwrap().push(Line { target, text });
    }
}

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields(attributes.metadata().name().to_owned());
        attributes.record(&mut fields);
        self.push(attributes.metadata().target(), fields.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        self.push("gql_runtime", fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.push(event.metadata().target(), fields.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Collector {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.push(record.target(), record.args().to_string());
    }

    fn flush(&self) {}
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
