//! Refused credentials, and the hook that refreshes them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gql_runtime::transport::WebSocket;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::server::{BOTH, Dialect, Peer, Received, Request, Server};
use crate::{last_error, next_text, running, subscribe};

/// The ways in which a server refuses credentials.
const REFUSALS: [Option<u16>; 6] = [Some(4401), Some(4403), Some(3000), Some(3003), Some(1002), None];

async fn refuse(peer: &mut Peer, refusal: Option<u16>) {
    match refusal {
        Some(code) => peer.close(code, "because").await,
        None => {
            peer.send(r#"{"type":"connection_error","payload":{"message":"because"}}"#)
                .await
        }
    }
}

/// A client whose hook counts its calls, with the count as its token.
fn refreshing(server: &mut Server) -> (WebSocket, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let (counted, token) = (calls.clone(), calls.clone());
    let client = server.client_of(|endpoint| {
        endpoint.on_unauthorized(move |error| {
            assert!(error.is_auth(), "{error:?}");
            counted.fetch_add(1, Ordering::Relaxed);
            async { true }
        })
    });
    let client = client.init_payload_with(move || {
        let token = token.load(Ordering::Relaxed);
        async move { Ok(json!({"token": token})) }
    });
    (client, calls)
}

#[tokio::test(start_paused = true)]
async fn auth_002_a_token_in_the_payload() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().init_payload(json!({"token": "secret"}));
        let _events = subscribe(&socket);
        let init = server
            .upgraded(dialect)
            .await
            .expect_type("connection_init")
            .await;
        assert_eq!(init["payload"], json!({"token": "secret"}));
    }
}

#[tokio::test(start_paused = true)]
async fn auth_003_004_006_007_refused_without_a_hook_is_fatal() {
    for dialect in BOTH {
        for refusal in REFUSALS {
            let mut server = Server::memory();
            let socket = server.client().init_payload(json!({}));
            let mut events = subscribe(&socket);
            let mut peer = server.upgraded(dialect).await;
            peer.expect_type("connection_init").await;
            refuse(&mut peer, refusal).await;
            let error = last_error(&mut events).await;
            assert!(
                error.is_auth() && error.to_string().contains("because"),
                "{error:?}"
            );
            assert_eq!(error.close_code(), refusal);
            if refusal.is_none() {
                assert_eq!(peer.receive().await, Received::Close(Some(1000), String::new()));
            }
            assert!(server.has_no_connection_within(Duration::from_secs(300)).await);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn auth_003_a_payload_that_is_provided_may_be_better_next_time() {
    let mut server = Server::memory();
    let socket = server.client().init_payload_with(|| async { Ok(Value::Null) });
    let mut events = subscribe(&socket);
    server
        .upgraded(Dialect::Modern)
        .await
        .close(4403, "Forbidden")
        .await;
    let mut peer = server.acknowledged(Dialect::Modern).await;
    let id = peer.expect_start().await;
    peer.complete(&id).await;
    assert_eq!(next_text(&mut events).await, "end");
}

#[tokio::test(start_paused = true)]
async fn auth_004_with_a_hook_it_is_tried_once_more() {
    for dialect in BOTH {
        for refusal in REFUSALS {
            let mut server = Server::memory();
            let (builder, calls) = refreshing(&mut server);
            let socket = builder.reconnect(None);
            let mut events = subscribe(&socket);
            for token in 0..2 {
                let mut peer = server.upgraded(dialect).await;
                assert_eq!(
                    peer.expect_type("connection_init").await["payload"],
                    json!({"token": token})
                );
                refuse(&mut peer, refusal).await;
            }
            assert!(last_error(&mut events).await.is_auth());
            assert_eq!(calls.load(Ordering::Relaxed), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_008_auth_004_a_refused_upgrade_reaches_the_hook() {
    for dialect in BOTH {
        for status in [401, 403] {
            let mut server = Server::memory();
            let (socket, calls) = refreshing(&mut server);
            let mut events = subscribe(&socket);
            let mut io = server.connection().await;
            Request::read(&mut io).await;
            io.write_all(format!("HTTP/1.1 {status} no\r\ncontent-length: 0\r\n\r\n").as_bytes())
                .await
                .unwrap();
            let mut peer = server.acknowledged(dialect).await;
            let id = peer.expect_start().await;
            peer.complete(&id).await;
            assert_eq!(next_text(&mut events).await, "end");
            assert_eq!(calls.load(Ordering::Relaxed), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn auth_008_a_token_that_expires_again_and_again() {
    for dialect in BOTH {
        for code in [4401, 4403, 3000] {
            let mut server = Server::memory();
            let (builder, calls) = refreshing(&mut server);
            let (_socket, mut events, mut peer, mut id) = running(builder, &mut server, dialect).await;
            for round in 1..4 {
                peer.next(&id, "{\"data\":1}").await;
                assert_eq!(next_text(&mut events).await, "{\"data\":1}");
                peer.close(code, "expired").await;
                peer = server.acknowledged(dialect).await;
                id = peer.expect_start().await;
                assert_eq!(next_text(&mut events).await, "reconnected");
                assert_eq!(calls.load(Ordering::Relaxed), round);
            }
            // A result with this error is an event.
            let event = r#"{"data":null,"errors":[{"message":"m","extensions":{"code":"UNAUTHENTICATED"}}]}"#;
            peer.next(&id, event).await;
            assert_eq!(next_text(&mut events).await, event);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_103_a_close_without_a_reason_is_not_an_authentication_error() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, calls) = refreshing(&mut server);
        let mut events = subscribe(&socket);
        server.upgraded(dialect).await.close(1002, "").await;
        let error = last_error(&mut events).await;
        assert!(error.is_closed() && !error.is_auth(), "{error:?}");
        assert_eq!(error.close_code(), Some(1002));
        assert!(error.to_string().contains("subprotocols"), "{error}");
        assert_eq!(calls.load(Ordering::Relaxed), 0);
        assert!(server.has_no_connection_within(Duration::from_secs(100)).await);
    }
}

#[tokio::test(start_paused = true)]
async fn auth_101_a_hook_that_never_returns_delays_no_other_operation() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client_of(|endpoint| endpoint.on_unauthorized(|_| std::future::pending()));
        let (dropped, mut events) = (subscribe(&socket), subscribe(&socket));
        refuse(&mut server.upgraded(dialect).await, Some(4401)).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        drop(dropped);
        tokio::time::timeout(Duration::from_secs(1), socket.close())
            .await
            .unwrap();
        assert!(last_error(&mut events).await.is_canceled());
    }
}

#[tokio::test(start_paused = true)]
async fn auth_102_a_hook_that_has_nothing_better() {
    for dialect in BOTH {
        for refusal in REFUSALS {
            let mut server = Server::memory();
            let socket = server.client_of(|endpoint| endpoint.on_unauthorized(|_| async { false }));
            let mut events = subscribe(&socket);
            refuse(&mut server.upgraded(dialect).await, refusal).await;
            assert!(last_error(&mut events).await.is_auth());
            assert!(server.has_no_connection_within(Duration::from_secs(100)).await);
        }
    }
}
