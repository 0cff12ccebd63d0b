//! Secrets in every place that may contain some, and a failure of every kind. None of them may be in `Display`, `Debug`,
//! sources, or in the output of `tracing` and `log` at `TRACE`, from this crate and its dependencies.

mod collector;
mod http;
mod server;
mod websocket;

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Debug;

use gql_runtime::{Error, OperationKind, Request};

use collector::Collector;

/// A part of each secret.
const MARK: &str = "hunter2";
/// A part of each secret in `Basic` credentials: the mark in base64, at each possible offset.
const MARKS: [&str; 4] = [MARK, "aHVudGVyM", "h1bnRlcj", "odW50ZXIy"];

/// The failures that were checked.
#[derive(Default)]
struct Look(BTreeMap<String, usize>);

impl Look {
    #[track_caller]
    fn text(&mut self, what: &str, text: &str) {
        for mark in MARKS {
            assert!(!text.contains(mark), "{what} shows a secret: {text}");
        }
        if !self.0.contains_key(what) {
            println!("{what}");
        }
        *self.0.entry(what.to_owned()).or_default() += 1;
    }

    #[track_caller]
    fn debug(&mut self, what: &str, value: &dyn Debug) {
        self.text(what, &format!("{value:?} {value:#?}"));
    }

    /// Adds the failures that were checked elsewhere.
    fn add(&mut self, other: Self) {
        for (what, texts) in other.0 {
            *self.0.entry(what).or_default() += texts;
        }
    }

    /// Checks an error and its sources.
    #[track_caller]
    fn error(&mut self, what: &str, error: &Error) {
        self.text(what, &error.to_string());
        self.debug(what, error);
        let mut source = error.source();
        while let Some(error) = source {
            self.text(what, &error.to_string());
            self.debug(what, &error);
            source = error.source();
        }
    }
}

fn secret(place: &str) -> String {
    format!("{MARK}-{place}")
}

/// A request with secrets in its variables and extensions.
fn request(kind: OperationKind) -> Request {
    let mut request = Request::new("the document");
    request.kind = Some(kind);
    let secrets = serde_json::json!({"password": secret("variables")});
    request.set_variables(&secrets).unwrap();
    request.extensions = Some(serde_json::value::to_raw_value(&secrets).unwrap());
    request
}

#[tokio::test]
async fn no_secret_is_shown() {
    let collector = Collector::install();
    let (mut look, mut sockets) = (Look::default(), Look::default());
    tokio::join!(http::look(&mut look), websocket::look(&mut sockets));
    look.add(sockets);
    for (failure, texts) in &look.0 {
        println!("{failure}: {texts} texts");
    }
    let lines = collector.lines();
    let (frames, lines): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| line.target.contains("tungstenite"));
    let mut targets = BTreeMap::<_, usize>::new();
    for line in &lines {
        for mark in MARKS {
            assert!(!line.text.contains(mark), "{}: {}", line.target, line.text);
        }
        let target = line.target.split("::").next().unwrap_or_default();
        *targets.entry(target).or_default() += 1;
    }
    println!("lines by crate: {targets:?}, {} of tungstenite", frames.len());
    for target in ["gql_runtime", "hyper_util", "reqwest"] {
        assert!(targets.contains_key(target), "{target} is not heard");
    }
    // The page `auth` warns about this. If it ends, the warning can be removed.
    let frames = frames.iter().any(|line| line.text.contains(MARK));
    assert!(frames, "tungstenite no longer logs frames");
}
