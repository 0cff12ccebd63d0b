//! Results in parts, each of which is a `next` message.

use futures_util::StreamExt;
use gql_runtime::transport::{Backoff, Transport};
use gql_runtime::{Client, OperationKind, Request};
use serde_json::{Value, json};

use crate::server::{BOTH, Server};
use crate::{last_error, next_text, request};

fn in_parts(kind: OperationKind) -> Request {
    let mut request = request(kind);
    request.incremental = true;
    request
}

#[tokio::test(start_paused = true)]
async fn msg_030_parts_are_put_together() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let client = Client::new(server.client());
        let result = tokio::spawn({
            let client = client.clone();
            async move { client.execute_raw::<Value>(in_parts(OperationKind::Query)).await }
        });
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.next(
            &id,
            r#"{"data":{"a":1},"pending":[{"id":"0","path":[]}],"hasNext":true}"#,
        )
        .await;
        peer.next(
            &id,
            r#"{"incremental":[{"id":"0","data":{"b":2}}],"hasNext":true}"#,
        )
        .await;
        peer.next(&id, r#"{"completed":[{"id":"0"}],"hasNext":false}"#)
            .await;
        peer.complete(&id).await;
        let response = result.await.unwrap().unwrap();
        assert_eq!(response.data, Some(json!({"a": 1, "b": 2})));
    }
}

#[tokio::test(start_paused = true)]
async fn msg_030_parts_pass_through_the_transport_as_they_came() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut parts = socket.incremental(in_parts(OperationKind::Mutation));
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        for payload in [
            r#"{"data":{},"hasNext":true}"#,
            r#"{"incremental":[],"hasNext":false}"#,
        ] {
            peer.next(&id, payload).await;
            assert_eq!(next_text(&mut parts).await, payload);
        }
        peer.complete(&id).await;
        assert_eq!(next_text(&mut parts).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn df_105_a_lost_connection_restarts_a_query_but_not_a_mutation() {
    for dialect in BOTH {
        for (kind, again) in [(OperationKind::Query, true), (OperationKind::Mutation, false)] {
            let mut server = Server::memory();
            let socket = server.client().retry(Backoff::new());
            let mut parts = socket.incremental(in_parts(kind));
            let mut peer = server.acknowledged(dialect).await;
            let id = peer.expect_start().await;
            peer.next(&id, r#"{"data":{},"hasNext":true}"#).await;
            assert!(parts.next().await.unwrap().is_ok());
            drop(peer);
            if again {
                // Polling the stream drives the retry.
                let reconnected = async {
                    let mut peer = server.acknowledged(dialect).await;
                    peer.expect_start().await;
                };
                let (next_text, ()) = tokio::join!(next_text(&mut parts), reconnected);
                assert_eq!(next_text, "reconnected");
            } else {
                assert!(last_error(&mut parts).await.is_closed());
            }
        }
    }
}
