//! Operations over a WebSocket: async-graphql implements the protocol, this file the close at shutdown.

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

/// Accepts both subprotocols; the client chooses in `Sec-WebSocket-Protocol`.
pub(super) async fn upgrade(
    extract::State(state): extract::State<State>,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .protocols(async_graphql::http::ALL_WEBSOCKET_PROTOCOLS)
        .on_upgrade(move |socket| serve(state, protocol, socket))
}

/// Serves until the client disconnects or the server stops.
async fn serve(state: State, protocol: GraphQLProtocol, socket: WebSocket) {
    let stopped = state.shop.closed();
    let (mut sink, stream) = socket.split();
    let stream = stream.take_until(Box::pin(stopped));
    GraphQLWebSocket::new_with_pair(&mut sink, stream, state.schema, protocol)
        .serve()
        .await;
    let close = CloseFrame {
        code: close_code::AWAY,
        reason: "the server is stopping".into(),
    };
    // This fails if the client closed first, which needs no answer.
    let _ = sink.send(Message::Close(Some(close))).await;
}
