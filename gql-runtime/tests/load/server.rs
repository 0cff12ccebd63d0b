//! A server for either subprotocol, within the process.

use std::io;
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use gql_runtime::transport::{Endpoint, WebSocket};
use http::HeaderValue;
use serde_json::Value;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};

/// Accepts clients while it is open.
#[derive(Clone, Default)]
pub(crate) struct Door {
    open: Arc<Mutex<Option<mpsc::UnboundedSender<DuplexStream>>>>,
}

impl Door {
    /// Opens the door, and returns a receiver of the connections of clients.
    pub(crate) fn open(&self) -> mpsc::UnboundedReceiver<DuplexStream> {
        let (sender, incoming) = mpsc::unbounded_channel();
        *self.open.lock().unwrap() = Some(sender);
        incoming
    }

    /// Closes the door, so that clients are refused.
    pub(crate) fn close(&self) {
        *self.open.lock().unwrap() = None;
    }

    /// Creates a client with a buffer of this size between it and the server.
    pub(crate) fn client(&self, between: usize) -> WebSocket {
        let door = self.clone();
        WebSocket::new(&Endpoint::new("ws://server/graphql").unwrap()).connector(move |_, _| {
            let connecting = door.connect(between);
            async move { connecting }
        })
    }

    fn connect(&self, between: usize) -> io::Result<DuplexStream> {
        let (client, server) = tokio::io::duplex(between);
        let open = self.open.lock().unwrap();
        let sent = open.as_ref().is_some_and(|door| door.send(server).is_ok());
        sent.then_some(client)
            .ok_or_else(|| io::ErrorKind::ConnectionRefused.into())
    }
}

/// One connection.
pub(crate) struct Peer {
    socket: WebSocketStream<DuplexStream>,
    legacy: bool,
}

impl Peer {
    /// Upgrades a connection to the first subprotocol that the client offers. Returns `None` if the client has disconnected.
    pub(crate) async fn accept(io: DuplexStream) -> Option<Self> {
        let mut legacy = false;
        #[allow(clippy::result_large_err)]
        let speak = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
            let offered = request.headers().get("sec-websocket-protocol");
            legacy = offered.is_some_and(|offered| offered == "graphql-ws");
            let name = if legacy {
                "graphql-ws"
            } else {
                "graphql-transport-ws"
            };
            let name = HeaderValue::from_static(name);
            response.headers_mut().insert("sec-websocket-protocol", name);
            Ok(response)
        };
        let framing = WebSocketConfig::default().read_buffer_size(1024);
        let socket = accept_hdr_async_with_config(io, speak, Some(framing))
            .await
            .ok()?;
        Some(Self { socket, legacy })
    }

    /// Returns the next `subscribe` or `complete` of the client, under its name in either subprotocol, and acknowledges the
    /// connection if the client initializes it. Returns `None` if the client has disconnected.
    pub(crate) async fn receive(&mut self) -> Option<Value> {
        loop {
            let Message::Text(text) = self.socket.next().await?.ok()? else {
                continue;
            };
            let mut message: Value = serde_json::from_str(&text).unwrap();
            let kind = message["type"].as_str().unwrap().to_owned();
            message["type"] = match (kind.as_str(), self.legacy) {
                ("connection_init", _) => {
                    self.send(r#"{"type":"connection_ack"}"#.to_owned()).await?;
                    continue;
                }
                ("connection_terminate", true) => continue,
                ("subscribe", false) | ("start", true) => "subscribe".into(),
                ("complete", false) | ("stop", true) => "complete".into(),
                other => panic!("{other:?}"),
            };
            return Some(message);
        }
    }

    /// Sends a message. Returns `None` if the client has disconnected.
    pub(crate) async fn send(&mut self, text: String) -> Option<()> {
        self.socket.send(Message::text(text)).await.ok()
    }

    /// Sends an event of an operation.
    pub(crate) async fn next(&mut self, id: &str, data: u64) -> Option<()> {
        let kind = if self.legacy { "data" } else { "next" };
        let text = format!(r#"{{"id":"{id}","type":"{kind}","payload":{{"data":{data}}}}}"#);
        self.send(text).await
    }

    /// Completes an operation.
    pub(crate) async fn complete(&mut self, id: &str) -> Option<()> {
        self.send(format!(r#"{{"id":"{id}","type":"complete"}}"#)).await
    }
}

/// Returns the id in a message.
pub(crate) fn id(message: &Value) -> String {
    message["id"].as_str().expect("ids are strings").to_owned()
}
