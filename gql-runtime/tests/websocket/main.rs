//! The WebSocket transport against a scripted server. The names of tests contain the ids of the scenarios that they cover.

mod authorization;
mod closing;
#[path = "../collector/mod.rs"]
mod collector;
mod connecting;
mod frames;
mod handshake;
mod incremental;
mod liveness;
mod many;
mod operations;
mod own_socket;
mod panics;
mod races;
mod reconnecting;
mod server;
mod settings;
mod sharing;
mod stalled;
#[cfg(feature = "__tls")]
mod tls;
mod tracing;

use futures_util::StreamExt;
use gql_runtime::transport::{BoxStream, Event, Payload, Transport, WebSocket};
use gql_runtime::{Error, OperationKind, Request};

use crate::server::{Dialect, Peer, Server};

type Events = BoxStream<Result<Event, Error>>;

fn subscription() -> Request {
    request(OperationKind::Subscription)
}

fn request(kind: OperationKind) -> Request {
    let mut request = Request::new("the document");
    request.kind = Some(kind);
    request
}

fn subscribe(socket: &WebSocket) -> Events {
    socket.subscribe(subscription())
}

fn text(payload: &Payload) -> &str {
    std::str::from_utf8(payload.as_bytes()).unwrap()
}

/// A client with one running subscription on an acknowledged connection.
async fn running(
    socket: WebSocket,
    server: &mut Server,
    dialect: Dialect,
) -> (WebSocket, Events, Peer, String) {
    let events = subscribe(&socket);
    let mut peer = server.acknowledged(dialect).await;
    let id = peer.expect_start().await;
    (socket, events, peer, id)
}

/// Returns the next item as text: the payload, `reconnected`, `error: …` or `end`.
async fn next_text(events: &mut Events) -> String {
    match events.next().await {
        Some(Ok(Event::Next(payload))) => text(&payload).to_owned(),
        Some(Ok(Event::Reconnected)) => "reconnected".to_owned(),
        Some(Ok(other)) => panic!("{other:?}"),
        Some(Err(error)) => format!("error: {error}"),
        None => "end".to_owned(),
    }
}

/// Returns the next item, which must be an error and the last item.
async fn last_error(events: &mut Events) -> Error {
    let error = match events.next().await {
        Some(Err(error)) => error,
        other => panic!("{other:?}"),
    };
    assert!(error.is_terminal());
    assert!(events.next().await.is_none());
    error
}
