//! Operations that start, succeed, fail, and are canceled.

use std::time::Duration;

use gql_runtime::transport::{Deduplicate, Split, Transport, WebSocket};
use gql_runtime::{Client, Error, Foreign, GraphQLQuery, OnError, OperationKind};
use serde_json::json;

use crate::server::{BOTH, Dialect, Peer, Received, Server};
use crate::{Events, last_error, next_text, request, subscribe, subscription, text};

/// A client with one running subscription.
async fn running(dialect: Dialect) -> (Server, WebSocket, Events, Peer, String) {
    let mut server = Server::memory();
    let socket = server.client();
    let events = subscribe(&socket);
    let mut peer = server.acknowledged(dialect).await;
    let id = peer.expect_start().await;
    (server, socket, events, peer, id)
}

#[tokio::test(start_paused = true)]
async fn ws_001_002_three_events_then_the_end() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut events = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        assert_eq!(
            peer.request.header("sec-websocket-protocol"),
            Some("graphql-transport-ws, graphql-ws")
        );
        peer.expect_type("connection_init").await;
        assert!(peer.is_quiet(Duration::from_secs(5)).await);
        peer.send(r#"{"type":"connection_ack"}"#).await;
        let id = peer.expect_start().await;
        for event in ["{\"data\":1}", "{\"data\":2}", "{\"data\":3}"] {
            peer.next(&id, event).await;
            assert_eq!(next_text(&mut events).await, event);
        }
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
        assert_eq!(next_text(&mut events).await, "end");
        if dialect == Dialect::Legacy {
            peer.expect_type("connection_terminate").await;
        }
        assert_eq!(peer.receive().await, Received::Close(Some(1000), String::new()));
    }
}

#[tokio::test(start_paused = true)]
async fn ws_026_the_request_that_is_sent() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut request = request(OperationKind::Subscription);
        let _bare = socket.subscribe(request.clone());
        request.operation_name = Some("Name".into());
        request.on_error = Some(OnError::Null);
        request.extensions = Some(serde_json::value::to_raw_value(&json!({"e": 1})).unwrap());
        request.variables = Some(serde_json::value::to_raw_value(&json!({"v": null})).unwrap());
        let _full = socket.subscribe(request);
        let mut peer = server.acknowledged(dialect).await;
        let bare = peer.expect_type(dialect.subscribe()).await;
        assert_eq!(bare["payload"], json!({"query": "the document"}));
        let full = peer.expect_type(dialect.subscribe()).await;
        assert!(bare["id"].is_string() && bare["id"] != full["id"]);
        let expected = json!({"query": "the document", "operationName": "Name", "onError": "NULL", "extensions": {"e": 1}, "variables": {"v": null}});
        assert_eq!(full["payload"], expected);
    }
}

#[tokio::test(start_paused = true)]
async fn msg_001_017_errors_in_a_result_do_not_end_the_stream() {
    for dialect in BOTH {
        let (_server, _socket, mut events, mut peer, id) = running(dialect).await;
        let partial = r#"{"data":null,"errors":[{"message":"m"}]}"#;
        let burst = [dialect.next(&id, partial), dialect.next(&id, "{\"data\":2}")];
        let complete = format!(r#"{{"id":"{id}","type":"complete"}}"#);
        let frames = burst.iter().chain([&complete]);
        let bytes: Vec<u8> = frames
            .flat_map(|text| crate::server::frame(true, 1, text.as_bytes()))
            .collect();
        peer.raw(&bytes).await;
        assert_eq!(next_text(&mut events).await, partial);
        assert_eq!(next_text(&mut events).await, "{\"data\":2}");
        assert_eq!(next_text(&mut events).await, "end");
    }
}

async fn failed_with(dialect: Dialect, payload: &str) -> Error {
    let (_server, socket, mut events, mut peer, id) = running(dialect).await;
    let mut other = subscribe(&socket);
    let other_id = peer.expect_start().await;
    peer.next(&id, "{\"data\":1}").await;
    peer.send(&format!(r#"{{"id":"{id}","type":"error","payload":{payload}}}"#))
        .await;
    assert_eq!(next_text(&mut events).await, "{\"data\":1}");
    let error = last_error(&mut events).await;
    // The server may send `complete` as well, and the other operation continues.
    peer.complete(&id).await;
    peer.next(&other_id, "{\"data\":2}").await;
    assert_eq!(next_text(&mut other).await, "{\"data\":2}");
    drop(events);
    assert!(
        peer.is_quiet(Duration::from_secs(1)).await,
        "nothing is to be said of an operation that failed"
    );
    error
}

#[tokio::test(start_paused = true)]
async fn msg_006_007_008_010_011_013_018_an_error_ends_one_operation() {
    for dialect in BOTH {
        for payload in [
            r#"[{"message":"m","extensions":{"code":"C"}}]"#,
            r#"{"message":"m","extensions":{"code":"C"}}"#,
            r#"{"errors":[{"message":"m","extensions":{"code":"C"}}]}"#,
        ] {
            let error = failed_with(dialect, payload).await;
            assert!(error.is_graphql(), "{error:?}");
            assert_eq!(error.graphql_errors()[0].message, "m");
            assert_eq!(error.graphql_errors()[0].code(), Some("C"));
            assert_eq!(error.body_excerpt(), Some(payload));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn msg_012_errors_that_say_nothing_are_errors() {
    for dialect in BOTH {
        for payload in ["\"text\"", "null", "[]", "[{}]", "7"] {
            let error = failed_with(dialect, payload).await;
            assert!(error.is_graphql() || error.is_protocol(), "{error:?}");
        }
        assert_eq!(failed_with(dialect, "\"text\"").await.to_string(), "text");
        assert_eq!(failed_with(dialect, "[]").await.body_excerpt(), Some("[]"));
    }
}

#[tokio::test(start_paused = true)]
async fn msg_014_015_019_020_ids() {
    for dialect in BOTH {
        let (_server, socket, mut events, mut peer, id) = running(dialect).await;
        for foreign in ["404", "abc", "6f1c-uuid", "01", "-1"] {
            peer.next(foreign, "{\"data\":0}").await;
            peer.complete(foreign).await;
            peer.send(&format!(r#"{{"id":"{foreign}","type":"error","payload":[]}}"#))
                .await;
        }
        // A number is accepted like a string.
        peer.send(&format!(
            r#"{{"id":{id},"type":"{}","payload":{{"data":1}}}}"#,
            dialect.pick("next", "data")
        ))
        .await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        peer.complete(&id).await;
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
        let mut second = subscribe(&socket);
        let second_id = peer.expect_start().await;
        assert_ne!(id, second_id);
        peer.complete(&second_id).await;
        assert_eq!(next_text(&mut second).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn msg_024_025_further_members_and_other_orders() {
    for dialect in BOTH {
        let (_server, _socket, mut events, mut peer, id) = running(dialect).await;
        let kind = dialect.pick("next", "data");
        for message in [
            format!(r#"{{"id":"{id}","type":"{kind}","payload":{{"data":1}},"more":{{}}}}"#),
            format!(r#"{{"payload":{{"data":1}},"more":[],"type":"{kind}","id":"{id}"}}"#),
        ] {
            peer.send(&message).await;
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn msg_028_a_query_without_a_result() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let answer = tokio::spawn(socket.execute(request(OperationKind::Query)));
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.complete(&id).await;
        assert!(answer.await.unwrap().unwrap_err().is_protocol());
    }
}

#[tokio::test(start_paused = true)]
async fn msg_029_a_query_that_is_not_answered() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().timeout(Duration::from_secs(3));
        let mut events = subscribe(&socket);
        let answer = tokio::spawn(socket.execute(request(OperationKind::Query)));
        let mut peer = server.acknowledged(dialect).await;
        let other = peer.expect_start().await;
        let id = peer.expect_start().await;
        let error = answer.await.unwrap().unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        peer.expect_stop(&id).await;
        peer.next(&other, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");

        // A request may have its own timeout.
        let mut hasty = request(OperationKind::Query);
        hasty.timeout = Some(Duration::from_millis(5));
        let before = tokio::time::Instant::now();
        assert!(socket.execute(hasty).await.unwrap_err().is_timeout());
        assert!(before.elapsed() < Duration::from_millis(50));
    }
}

#[tokio::test(start_paused = true)]
async fn a_query_is_answered_by_its_first_result_and_says_nothing_more() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let answer = tokio::spawn(socket.execute(request(OperationKind::Mutation)));
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(text(&answer.await.unwrap().unwrap()), "{\"data\":1}");
        assert!(peer.is_quiet(Duration::from_secs(1)).await);
        // A server that continues is sent a `complete`.
        peer.next(&id, "{\"data\":2}").await;
        peer.expect_stop(&id).await;
    }
}

#[tokio::test(start_paused = true)]
async fn can_001_002_a_dropped_stream_is_stopped_at_the_server() {
    for dialect in BOTH {
        let (_server, socket, mut events, mut peer, id) = running(dialect).await;
        let mut other = subscribe(&socket);
        let other_id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        drop(events);
        peer.expect_stop(&id).await;
        peer.next(&id, "{\"data\":2}").await;
        peer.complete(&id).await;
        peer.next(&other_id, "{\"data\":3}").await;
        assert_eq!(next_text(&mut other).await, "{\"data\":3}");
    }
}

#[tokio::test(start_paused = true)]
async fn can_003_nothing_is_said_of_an_operation_that_is_over() {
    for dialect in BOTH {
        let (_server, _socket, events, mut peer, id) = running(dialect).await;
        peer.next(&id, "{\"data\":1}").await;
        peer.complete(&id).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
        drop(events);
        assert!(peer.is_quiet(Duration::from_secs(1)).await);
    }
}

#[tokio::test(start_paused = true)]
async fn can_004_an_operation_dropped_before_it_is_sent_is_never_sent() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let events = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        let mut kept = subscribe(&socket);
        drop(events);
        peer.expect_type("connection_init").await;
        peer.send(r#"{"type":"connection_ack"}"#).await;
        let id = peer.expect_start().await;
        peer.complete(&id).await;
        assert_eq!(next_text(&mut kept).await, "end");
        assert!(peer.is_quiet(Duration::from_secs(1)).await);
    }
    let mut server = Server::memory();
    let socket = server.client();
    drop(subscribe(&socket));
    assert!(server.has_no_connection_within(Duration::from_secs(60)).await);
}

#[tokio::test(start_paused = true)]
async fn can_008_009_010_closing_ends_everything() {
    for dialect in BOTH {
        let (mut server, socket, mut events, mut peer, id) = running(dialect).await;
        let closing = tokio::spawn({
            let socket = socket.clone();
            async move { socket.close().await }
        });
        peer.expect_stop(&id).await;
        if dialect == Dialect::Legacy {
            peer.expect_type("connection_terminate").await;
        }
        assert_eq!(peer.receive().await, Received::Close(Some(1000), String::new()));
        assert!(last_error(&mut events).await.is_canceled());
        assert!(!closing.is_finished());
        peer.close(1000, "").await;
        drop(peer);
        closing.await.unwrap();
        assert!(last_error(&mut subscribe(&socket)).await.is_canceled());
        assert!(
            socket
                .execute(request(OperationKind::Query))
                .await
                .unwrap_err()
                .is_canceled()
        );
        socket.close().await;
        assert!(server.has_no_connection_within(Duration::from_secs(60)).await);
    }
}

#[tokio::test(start_paused = true)]
async fn can_008_closing_does_not_wait_longer_than_its_timeout() {
    for dialect in BOTH {
        let (_server, socket, _events, _peer, _id) = running(dialect).await;
        let before = tokio::time::Instant::now();
        socket.close().await;
        assert_eq!(before.elapsed().as_secs(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn can_006_dropping_all_handles_closes_the_connection() {
    for dialect in BOTH {
        let (_server, socket, events, mut peer, id) = running(dialect).await;
        drop(socket);
        peer.next(&id, "{\"data\":1}").await;
        assert!(
            peer.is_quiet(Duration::from_secs(1)).await,
            "a stream is a handle, too"
        );
        drop(events);
        peer.expect_stop(&id).await;
        if dialect == Dialect::Legacy {
            peer.expect_type("connection_terminate").await;
        }
        assert_eq!(peer.receive().await, Received::Close(Some(1000), String::new()));
    }
}

/// Headers of one operation would apply to all operations, such as the credentials of one user to the socket of another.
#[tokio::test(start_paused = true)]
async fn headers_of_one_operation_are_refused() {
    for dialect in BOTH {
        let (mut server, socket, _events, mut peer, _id) = running(dialect).await;
        let mut request = request(OperationKind::Query);
        request
            .headers
            .insert("authorization", "Bearer another".parse().unwrap());
        let split = Split::new(socket.clone(), socket.clone());
        let shared = Deduplicate::new(socket.clone());
        let transports: [&dyn Transport; 3] = [&socket, &split, &shared];
        for transport in transports {
            let mut subscription = request.clone();
            subscription.kind = Some(OperationKind::Subscription);
            let errors = [
                transport.execute(request.clone()).await.unwrap_err(),
                last_error(&mut transport.subscribe(subscription)).await,
                last_error(&mut transport.incremental(request.clone())).await,
            ];
            for error in errors {
                assert!(error.is_builder(), "{error:?}");
                let message = error.to_string();
                assert!(
                    message.contains("init_payload_with") && !message.contains("another"),
                    "{message}"
                );
            }
        }
        let client = Client::new(socket.clone());
        let call = client
            .query(Foreign::<Plain>::new(()))
            .header("x-user", "another");
        assert!(call.await.unwrap_err().is_builder());
        // Nothing was sent, and other operations are not affected.
        assert!(peer.is_quiet(Duration::from_secs(1)).await);
        assert!(server.has_no_connection_within(Duration::from_secs(1)).await);
    }
}

struct Plain;

impl GraphQLQuery for Plain {
    type Variables = ();
    type ResponseData = serde_json::Value;

    fn build_query((): ()) -> graphql_client::QueryBody<()> {
        graphql_client::QueryBody {
            variables: (),
            query: "{ a }",
            operation_name: "",
        }
    }
}

/// A stream is restarted if its connection is lost, and a mutation is never sent twice.
#[tokio::test(start_paused = true)]
async fn kinds_that_do_not_fit_are_refused() {
    let (_server, socket, _events, mut peer, _id) = running(Dialect::Modern).await;
    let error = socket.execute(subscription()).await.unwrap_err();
    assert!(
        error.is_builder() && error.to_string().contains("Client::subscribe_raw"),
        "{error}"
    );
    let error = last_error(&mut socket.subscribe(request(OperationKind::Mutation))).await;
    assert!(
        error.is_builder() && error.to_string().contains("Client::execute_raw"),
        "{error}"
    );
    let _live = socket.subscribe(request(OperationKind::Query));
    peer.expect_start().await;
}
