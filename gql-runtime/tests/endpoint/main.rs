//! One endpoint for every transport: each option over HTTP, multipart and a WebSocket. Servers and proxies run in this
//! process.

mod cookies;
mod credentials;
mod environment;
mod origin;
mod paths;
mod proxies;
mod proxy;
mod real;
mod settings;
#[cfg(feature = "__tls")]
mod tls;
#[cfg(unix)]
mod unix;

use std::time::Duration;

use gql_runtime::transport::{Endpoint, Http, Multipart, WebSocket};
use gql_runtime::{Client, Error, Request};
use serde_json::{Value, json};

/// The timeout of every test.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// The transport of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Http,
    Multipart,
    WebSocket,
}

pub(crate) const EVERY: [Way; 3] = [Way::Http, Way::Multipart, Way::WebSocket];

/// Runs an operation and returns its data.
pub(crate) async fn ask(way: Way, endpoint: &Endpoint) -> Result<Value, Error> {
    let asked = async {
        match way {
            Way::Http => {
                let client = Client::new(Http::new(endpoint));
                let response = client.execute_raw::<Value>(Request::new("{ n }")).await?;
                response.into_result()
            }
            Way::Multipart => first(Client::new(Multipart::new(endpoint).reconnect(None))).await,
            Way::WebSocket => first(Client::new(socket(endpoint))).await,
        }
    };
    tokio::time::timeout(SOON, asked).await.unwrap()
}

/// A WebSocket that does not reconnect.
pub(crate) fn socket(endpoint: &Endpoint) -> WebSocket {
    WebSocket::new(endpoint).reconnect(None)
}

/// Returns the first event of a subscription.
pub(crate) async fn first(client: Client) -> Result<Value, Error> {
    let mut events = client.subscribe_raw::<Value>(Request::new("subscription { n }"));
    events.next().await.unwrap()?.into_result()
}

/// The data that every server returns.
pub(crate) fn data() -> Value {
    json!({"n": 1})
}
