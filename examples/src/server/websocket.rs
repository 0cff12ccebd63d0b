//! The WebSocket: the protocol is async-graphql's, the close at the end is ours.

use async_graphql_axum::{GraphQLProtocol, GraphQLWebSocket};
use axum::{
    extract::{
        self, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code},
    },
    response::Response,
};
use futures_util::{SinkExt, StreamExt};

use super::State;

/// Both dialects; the client names one in `Sec-WebSocket-Protocol`.
pub(super) async fn upgrade(
    extract::State(state): extract::State<State>,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .protocols(async_graphql::http::ALL_WEBSOCKET_PROTOCOLS)
        .on_upgrade(move |socket| serve(state, protocol, socket))
}

/// Serves until the client leaves or the server stops.
async fn serve(state: State, protocol: GraphQLProtocol, socket: WebSocket) {
    let stopped = state.shop.closed();
    let (mut sink, stream) = socket.split();
    let stream = stream.take_until(Box::pin(stopped));
    GraphQLWebSocket::new_with_pair(&mut sink, stream, state.schema, protocol)
        .serve()
        .await;
    let farewell = CloseFrame {
        code: close_code::AWAY,
        reason: "the server stops".into(),
    };
    // A client that closed first is gone, and misses nothing.
    let _ = sink.send(Message::Close(Some(farewell))).await;
}
