//! The cases that every server has to pass, by topic.

mod answers;
mod credentials;
mod failures;
mod http2;
mod loss;
mod streams;
mod tls;
mod uploads;

use std::pin::Pin;
use std::time::Duration;

use gql_runtime::Client;
use tokio::time::timeout;

use crate::Outcome;
use crate::server::{Server, Software};
use crate::way::{Settings, Way};

/// For one case, starts of servers included.
const LIMIT: Duration = Duration::from_secs(60);

/// One kind of server three times.
pub(crate) struct Servers {
    pub(crate) software: Software,
    pub(crate) plain: Server,
    pub(crate) tls: Server,
    pub(crate) client_certificate: Server,
}

/// A server, and how it is spoken to.
struct Peer<'s> {
    servers: &'s Servers,
    way: Way,
}

impl Peer<'_> {
    fn client(&self) -> Outcome<Client> {
        self.client_with(Settings::default())
    }

    fn client_with(&self, settings: Settings) -> Outcome<Client> {
        settings.client(self.way, &self.servers.plain)
    }
}

/// Gives what was seen, where servers may differ; fails where they must not.
type Run = for<'p> fn(&'p Peer<'p>) -> Pin<Box<dyn Future<Output = Outcome<String>> + Send + 'p>>;

struct Case {
    name: &'static str,
    is_for: fn(Way) -> bool,
    run: Run,
}

macro_rules! cases {
    ($($name:literal, $is_for:expr, $run:path;)+) => {
        &[$(Case { name: $name, is_for: $is_for, run: |peer| Box::pin($run(peer)) }),+]
    };
}

const CASES: &[Case] = cases! {
    "query", |_| true, answers::query;
    "mutation", |_| true, answers::mutation;
    "file's name", |way| way == Way::Http, uploads::name;
    "result in parts", |_| true, answers::in_parts;
    "failing field", |_| true, answers::failing_field;
    "failing non-null field", |_| true, answers::failing_non_null_field;
    "validation error", |_| true, failures::validation_error;
    "syntax error", |way| !way.is_socket(), failures::syntax_error;
    "syntax error beside another", Way::is_socket, failures::syntax_error_beside_another;
    "failing source", Way::streams, failures::failing_source;
    "subscription", Way::streams, streams::to_the_end;
    "two subscriptions at once", Way::streams, streams::two_at_once;
    "events are prompt", Way::streams, streams::prompt;
    "subscription dropped", Way::streams, streams::dropped;
    "keep-alive", Way::is_socket, streams::keep_alive;
    "heartbeats", Way::is_http_stream, streams::heartbeats;
    "header", |_| true, credentials::header;
    "header refused", |_| true, credentials::header_refused;
    "init payload", Way::is_socket, credentials::init_payload;
    "init payload refused", Way::is_socket, credentials::init_payload_refused;
    "credentials renewed", |_| true, credentials::renewed;
    "both subprotocols offered", Way::is_socket, streams::negotiated;
    "TLS, private authority", |_| true, tls::private_authority;
    "TLS, another authority", |_| true, tls::another_authority;
    "TLS, client certificate", |_| true, tls::client_certificate;
    "TLS, no client certificate", |_| true, tls::no_client_certificate;
    "HTTP/2 over TLS", Way::is_http, http2::several_at_once;
    "HTTP/2, subscription dropped", Way::is_http_stream, http2::dropped;
    "server restarted", Way::streams, loss::restarted;
    "server restarted, over TLS", Way::streams, loss::restarted_over_tls;
    "server killed", Way::streams, loss::killed;
};

/// Runs the cases that make sense for this transport, one after the other.
pub(crate) async fn run(servers: &Servers, way: Way) -> Vec<(&'static str, Outcome<String>)> {
    let peer = Peer { servers, way };
    let mut seen = Vec::new();
    for case in CASES.iter().filter(|case| (case.is_for)(way)) {
        let outcome = timeout(LIMIT, (case.run)(&peer)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(format!("nothing happened for {LIMIT:?}").into()));
        seen.push((case.name, outcome));
    }
    seen
}

/// Fails with this text unless it holds.
fn must(holds: bool, otherwise: impl Into<String>) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(otherwise.into().into())
    }
}
