//! Selects a transport by flag or URL.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;
use gql_runtime::OperationKind;
use gql_runtime::transport::websocket::{Observation, Subprotocols};
use gql_runtime::transport::{Backoff, Http, Multipart, Sse, Transport, WebSocket};
use serde_json::Value;

use super::Run;
use super::variables::object;
use crate::failure::Failure;
use crate::server::Server;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum TransportKind {
    /// WebSocket for ws and wss URLs, otherwise HTTP with multipart subscriptions
    #[default]
    Auto,
    /// Single response over HTTP
    Http,
    /// Subscriptions over multipart HTTP
    Multipart,
    /// Subscriptions over server-sent events
    Sse,
    /// WebSocket: graphql-transport-ws or graphql-ws, as negotiated
    Websocket,
    /// WebSocket: legacy graphql-ws only
    WebsocketLegacy,
}

impl Run {
    /// Creates the transport. A server that has never responded is reported immediately; `answered` enables reconnecting after
    /// the first response.
    pub(super) fn transport(
        &self,
        kind: Option<OperationKind>,
        url: &str,
        server: &Server,
        answered: &Arc<AtomicBool>,
    ) -> Result<Arc<dyn Transport>, Failure> {
        let is_ws = url.starts_with("ws://") || url.starts_with("wss://");
        let transport = match self.transport {
            TransportKind::Auto if is_ws => TransportKind::Websocket,
            TransportKind::Auto if kind == Some(OperationKind::Subscription) => TransportKind::Multipart,
            TransportKind::Auto => TransportKind::Http,
            chosen => chosen,
        };
        let endpoint = || server.endpoint(url);
        Ok(match transport {
            TransportKind::Auto | TransportKind::Http => Arc::new(Http::new(&endpoint()?)),
            TransportKind::Multipart => Arc::new(Multipart::new(&endpoint()?).reconnect(reconnect(answered))),
            TransportKind::Sse => Arc::new(Sse::new(&endpoint()?).reconnect(reconnect(answered))),
            TransportKind::Websocket => {
                Arc::new(self.web_socket(url, server, Subprotocols::Negotiate, answered)?)
            }
            TransportKind::WebsocketLegacy => {
                Arc::new(self.web_socket(url, server, Subprotocols::GraphqlWs, answered)?)
            }
        })
    }

    fn web_socket(
        &self,
        url: &str,
        server: &Server,
        subprotocols: Subprotocols,
        answered: &Arc<AtomicBool>,
    ) -> Result<WebSocket, Failure> {
        let answers = answered.clone();
        let socket = WebSocket::new(&server.endpoint_of_any(url)?)
            .subprotocols(subprotocols)
            .observe(move |seen| {
                if matches!(seen, Observation::Received(_)) {
                    answers.store(true, Ordering::Relaxed);
                }
            })
            .reconnect(reconnect(answered));
        Ok(match &self.init_payload {
            None => socket,
            Some(payload) => socket.init_payload(Value::Object(object(payload, "--init-payload")?)),
        })
    }
}

fn reconnect(answered: &Arc<AtomicBool>) -> Backoff {
    let answered = answered.clone();
    Backoff::new().should_retry(move |_| answered.load(Ordering::Relaxed))
}
