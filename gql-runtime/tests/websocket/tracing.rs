//! The events of the WebSocket for the crate `tracing`, which contain nothing confidential.

use std::time::Duration;

use gql_runtime::transport::Transport;
use gql_runtime::{OperationKind, Request};
use serde_json::json;

use crate::collector::Collector;
use crate::server::{BOTH, Server};
use crate::{last_error, next_text};

/// Contained in a header, the payload of `connection_init`, the variables, and the messages of the server.
const SECRET: &str = "a-secret";

fn named(name: &'static str, kind: OperationKind) -> Request {
    let mut request = Request::new(format!("query {{ document(of: \"{SECRET}\") }}"));
    request.kind = Some(kind);
    request.operation_name = Some(name.into());
    request.set_variables(&json!({ "token": SECRET })).unwrap();
    request
}

#[tokio::test(start_paused = true)]
async fn obs_003_operations_and_the_connection() {
    for dialect in BOTH {
        let (collector, _guard) = Collector::start();
        let mut server = Server::memory();
        let socket = server
            .client_of(|endpoint| endpoint.bearer_auth(SECRET))
            .init_payload(json!({ "token": SECRET }))
            .close_when_idle(None::<Duration>);

        let mut events = socket.subscribe(named("Watch", OperationKind::Subscription));
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.next(&id, r#"{"data":"a-secret"}"#).await;
        next_text(&mut events).await;
        peer.close(1012, SECRET).await;
        drop(peer);
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        assert_eq!(next_text(&mut events).await, "reconnected");
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");

        let query = tokio::spawn(socket.execute(named("Get", OperationKind::Query)));
        let id = peer.expect_start().await;
        peer.next(&id, r#"{"data":"a-secret"}"#).await;
        query.await.unwrap().unwrap();

        let mut events = socket.subscribe(named("Watch", OperationKind::Subscription));
        peer.expect_start().await;
        peer.close(4401, SECRET).await;
        assert!(last_error(&mut events).await.to_string().contains(SECRET));

        let connected = |again| {
            let name = dialect.name();
            format!("DEBUG connected subprotocol=\"{name}\" reconnected={again}")
        };
        let lines = collector.lines();
        assert!(!lines.join("\n").contains(SECRET), "{lines:#?}");
        assert_eq!(
            lines,
            [
                r#"1: graphql transport="websocket" operation="Watch" kind="subscription""#,
                "1: id=1",
                "1: DEBUG queued id=1",
                "DEBUG connecting attempt=0",
                &connected(false),
                "1: TRACE event",
                "1: id=2",
                "1: DEBUG queued id=2",
                "WARN reconnecting error=Closed close_code=1012 attempt=1 delay",
                "DEBUG connecting attempt=1",
                &connected(true),
                "1: WARN reconnected",
                "1: DEBUG complete",
                r#"2: graphql transport="websocket" operation="Get" kind="query""#,
                "2: id=3",
                "2: DEBUG queued id=3",
                "2: DEBUG answered",
                r#"3: graphql transport="websocket" operation="Watch" kind="subscription""#,
                "3: id=4",
                "3: DEBUG queued id=4",
                "3: id=5",
                "3: DEBUG queued id=5",
                "DEBUG closed close_code=4401",
                "3: close_code=4401",
                "3: error=Auth",
                "3: WARN failed error=Auth close_code=4401",
            ]
        );
    }
}
