//! async-graphql in a runtime of its own: over HTTP, multipart HTTP and both protocols of the WebSocket.

mod listener;
mod schema;

use std::convert::Infallible;
use std::sync::mpsc;
use std::time::Duration;

use async_graphql::Data;
use async_graphql::http::{
    ALL_WEBSOCKET_PROTOCOLS, create_multipart_mixed_stream, is_accept_multipart_mixed,
};
use async_graphql_axum::{GraphQLProtocol, GraphQLRequest, GraphQLResponse, GraphQLWebSocket};
use axum::body::Body;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::post};
use futures_util::StreamExt;
use tokio::runtime::{Builder, Runtime};

use self::listener::Listener;
use self::schema::{Authorization, Schema, Token, schema};
use crate::Outcome;
use crate::certificates::Security;

/// Longer than any event may take: none may lean on a heartbeat to arrive.
const HEARTBEAT: Duration = Duration::from_secs(10);
const FORGED: &str = "forged";

/// A running server. All its connections end with its runtime, as those of a process that is killed.
pub(crate) struct Embedded {
    runtime: Option<Runtime>,
}

impl Embedded {
    /// Serves on this port, or one that the system picks, and returns it with the server.
    pub(crate) fn start(port: u16, security: Security) -> Outcome<(Self, u16)> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let (told, started) = mpsc::channel();
        runtime.spawn(async move {
            let listener = match Listener::bind(port, security).await {
                Ok(listener) => listener,
                Err(error) => return told.send(Err(error)).is_ok(),
            };
            let routes = Router::new()
                .route("/graphql", post(answer).get(upgrade))
                .with_state(schema());
            told.send(listener.port()).is_ok() && axum::serve(listener, routes).await.is_ok()
        });
        let runtime = Some(runtime);
        let embedded = Self { runtime };
        let port = started.recv()??;
        Ok((embedded, port))
    }

    /// Ends everything, and waits until the port is free again.
    pub(crate) async fn kill(mut self) -> Outcome {
        if let Some(runtime) = self.runtime.take() {
            tokio::task::spawn_blocking(|| runtime.shutdown_timeout(Duration::from_secs(5))).await?;
        }
        Ok(())
    }
}

/// A runtime cannot be waited for by the tasks of another.
impl Drop for Embedded {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn authorization(headers: &HeaderMap) -> Authorization {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    Authorization(value.map(str::to_owned))
}

fn is_forged(headers: &HeaderMap) -> bool {
    authorization(headers).0.as_deref() == Some("Bearer forged")
}

fn refusal() -> Response {
    let body = r#"{"errors":[{"message":"the token is forged"}]}"#;
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::UNAUTHORIZED, headers, body).into_response()
}

/// HTTP and multipart HTTP, as async-graphql's own service does it, which knows no headers.
async fn answer(State(schema): State<Schema>, headers: HeaderMap, request: GraphQLRequest) -> Response {
    if is_forged(&headers) {
        return refusal();
    }
    let request = request
        .into_inner()
        .data(authorization(&headers))
        .data(Token(None));
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    if !accept.is_some_and(is_accept_multipart_mixed) {
        return GraphQLResponse::from(schema.execute(request).await).into_response();
    }
    let parts = create_multipart_mixed_stream(schema.execute_stream(request), HEARTBEAT);
    let body = Body::from_stream(parts.map(Ok::<_, Infallible>));
    (
        [(header::CONTENT_TYPE, "multipart/mixed; boundary=graphql")],
        body,
    )
        .into_response()
}

async fn upgrade(
    State(schema): State<Schema>,
    headers: HeaderMap,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    if is_forged(&headers) {
        return refusal();
    }
    let mut data = Data::default();
    data.insert(authorization(&headers));
    data.insert(Token(None));
    upgrade
        .protocols(ALL_WEBSOCKET_PROTOCOLS)
        .on_upgrade(move |socket| {
            GraphQLWebSocket::new(socket, schema, protocol)
                .with_data(data)
                .on_connection_init(accept)
                .serve()
        })
}

/// Looks at the payload of `connection_init`.
async fn accept(payload: serde_json::Value) -> async_graphql::Result<Data> {
    let token = payload.get("token").and_then(|token| token.as_str());
    if token == Some(FORGED) {
        return Err("the token is forged".into());
    }
    let mut data = Data::default();
    data.insert(Token(token.map(str::to_owned)));
    Ok(data)
}
