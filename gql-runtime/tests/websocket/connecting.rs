//! The path from no connection to an acknowledged one, and its failures.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gql_runtime::Error;
use gql_runtime::transport::websocket::{ConnectionState, Subprotocols};
use gql_runtime::transport::{Endpoint, Proxy, WebSocket};
use http::HeaderMap;
use http::header::COOKIE;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use crate::server::{BOTH, Dialect, Received, Request, Server};
use crate::{last_error, next_text, running, subscribe};

/// Returns the error of a client with this dialect for a response to its upgrade.
async fn error_of_answer(dialect: Dialect, answer: impl Fn(&Request) -> String) -> Error {
    let mut server = Server::memory();
    let builder = server.client().subprotocols(dialect.alone());
    let socket = builder.reconnect(None);
    let mut events = subscribe(&socket);
    let mut io = server.connection().await;
    let request = Request::read(&mut io).await;
    // The client may disconnect before the end.
    let _ = io.write_all(answer(&request).as_bytes()).await;
    let _ = io.shutdown().await;
    last_error(&mut events).await
}

#[tokio::test(start_paused = true)]
async fn ws_003_the_server_chooses_or_is_given_no_choice() {
    for (choice, offered, dialect) in [
        (
            Subprotocols::Negotiate,
            "graphql-transport-ws, graphql-ws",
            Dialect::Legacy,
        ),
        (
            Subprotocols::GraphqlTransportWs,
            "graphql-transport-ws",
            Dialect::Modern,
        ),
        (Subprotocols::GraphqlWs, "graphql-ws", Dialect::Legacy),
    ] {
        let mut server = Server::memory();
        let builder = server.client().subprotocols(choice);
        let (socket, _events, peer, _id) = running(builder, &mut server, dialect).await;
        assert_eq!(peer.request.header("sec-websocket-protocol"), Some(offered));
        match socket.state() {
            ConnectionState::Connected {
                subprotocol,
                reconnected: false,
                ..
            } => {
                assert_eq!(subprotocol, dialect.name());
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_004_005_the_subprotocol_header_is_missing_or_in_lowercase() {
    for (header, choice, dialect) in [
        ("", Subprotocols::Negotiate, Dialect::Modern),
        ("", Subprotocols::GraphqlWs, Dialect::Legacy),
        (
            "sec-websocket-protocol:graphql-ws\r\n",
            Subprotocols::Negotiate,
            Dialect::Legacy,
        ),
    ] {
        let mut server = Server::memory();
        let socket = server.client().subprotocols(choice);
        let mut events = subscribe(&socket);
        let mut io = server.connection().await;
        let mut peer = Request::read(&mut io).await.accept(io, header, dialect).await;
        peer.expect_type("connection_init").await;
        peer.send(r#"{"type":"connection_ack"}"#).await;
        let id = peer.expect_start().await;
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn ws_006_frm_009_a_handshake_with_a_wrong_accept_key() {
    for dialect in BOTH {
        let switched = |request: &Request, accept: &str, more: &str| {
            let accept = accept.replace("KEY", &request.accept_key());
            format!(
                "HTTP/1.1 101 x\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{more}\r\n"
            )
        };
        for (accept, more, next_text) in [
            ("KEY", "Sec-WebSocket-Protocol: mqtt\r\n", "`mqtt`"),
            (
                "KEY",
                "Sec-WebSocket-Extensions: permessage-deflate\r\n",
                "extension",
            ),
            ("wrong", "", "Sec-WebSocket-Accept"),
        ] {
            let error = error_of_answer(dialect, |request| switched(request, accept, more)).await;
            assert!(
                error.is_protocol() && error.to_string().contains(next_text),
                "{error:?}"
            );
        }
        for answer in [
            "SSH-2.0-x\r\n\r\n".to_owned(),
            format!("HTTP/1.1 200 OK\r\nx: {}\r\n", "x".repeat(100_000)),
        ] {
            let error = error_of_answer(dialect, |_| answer.clone()).await;
            assert!(error.is_protocol(), "{error:?}");
        }
        let error = error_of_answer(dialect, |_| "HTTP/1.1 101".into()).await;
        assert!(error.is_connect(), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn ws_008_009_responses_without_an_upgrade() {
    for dialect in BOTH {
        for status in [200, 301, 400, 401, 403, 404, 500] {
            let body = r#"{"errors":[{"message":"Bad credentials"}]}"#;
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} x\r\nlocation: //else/\r\nx-id: 7\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            let error = error_of_answer(dialect, |_| answer.clone()).await;
            assert!(error.is_status(), "{error:?}");
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert_eq!(error.headers()["x-id"], "7");
            assert_eq!(error.body_excerpt(), Some(body));
            assert_eq!(error.graphql_errors()[0].message, "Bad credentials");
            assert_eq!(error.is_auth(), matches!(status, 401 | 403));
        }
        let endless = format!("HTTP/1.1 500 x\r\n\r\n{}", "x".repeat(50_000));
        assert!(
            error_of_answer(dialect, |_| endless.clone())
                .await
                .body_excerpt()
                .unwrap()
                .len()
                < 1000
        );
    }
}

#[tokio::test(start_paused = true)]
async fn ws_102_the_body_of_a_refusal_may_come_in_chunks() {
    for dialect in BOTH {
        let text = r#"{"errors":[{"message":"Bad credentials"}]}"#;
        let (one, two) = text.split_at(20);
        let body = format!("14;a=b\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", two.len());
        let answer = format!("HTTP/1.1 403 no\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        let error = error_of_answer(dialect, |_| answer.clone()).await;
        assert_eq!(error.graphql_errors()[0].message, "Bad credentials", "{error:?}");
        assert_eq!(error.body_excerpt(), Some(text));
    }
}

#[tokio::test]
async fn ws_011_no_server_listens() {
    for dialect in BOTH {
        let server = Server::tcp().await;
        let free = {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            listener.local_addr().unwrap().port()
        };
        assert_ne!(free, server.port);
        for url in [
            format!("ws://127.0.0.1:{free}/"),
            format!("http://localhost:{free}/"),
        ] {
            let socket = WebSocket::new(&Endpoint::new(url).unwrap())
                .subprotocols(dialect.alone())
                .reconnect(None);
            let error = last_error(&mut subscribe(&socket)).await;
            assert!(error.is_connect(), "{error:?}");
            assert!(std::error::Error::source(&error).is_some());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_upgrade_has_its_time() {
    let mut server = Server::memory();
    let socket = server.client().reconnect(None);
    let before = Instant::now();
    let mut events = subscribe(&socket);
    let _silent = server.connection().await;
    assert!(last_error(&mut events).await.is_timeout());
    assert_eq!(before.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn ws_012_the_acknowledgement_has_its_time() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().reconnect(None);
        let (mut one, mut two) = (subscribe(&socket), subscribe(&socket));
        let mut peer = server.upgraded(dialect).await;
        peer.expect_type("connection_init").await;
        let before = Instant::now();
        assert!(last_error(&mut one).await.is_timeout());
        assert!(last_error(&mut two).await.is_timeout());
        assert_eq!(before.elapsed().as_secs(), 10);
        assert!(matches!(peer.receive().await, Received::Close(Some(4504), _)));
    }
}

#[tokio::test(start_paused = true)]
async fn ws_013_something_else_than_an_acknowledgement() {
    for dialect in BOTH {
        for message in [
            dialect.next("1", "{}"),
            r#"{"id":"1","type":"complete"}"#.to_owned(),
        ] {
            let mut server = Server::memory();
            let socket = server.client();
            let mut events = subscribe(&socket);
            let mut peer = server.upgraded(dialect).await;
            peer.expect_type("connection_init").await;
            peer.send(&message).await;
            assert!(last_error(&mut events).await.is_protocol());
            assert!(matches!(peer.receive().await, Received::Close(Some(4004), _)));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_014_015_signs_of_life_before_the_acknowledgement() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let _events = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        let sign = dialect.pick(r#"{"type":"ping","payload":{"a":1}}"#, r#"{"type":"ka"}"#);
        peer.send(sign).await;
        peer.expect_type("connection_init").await;
        peer.send(sign).await;
        if dialect == Dialect::Modern {
            for _ in 0..2 {
                assert_eq!(
                    peer.receive_json().await,
                    json!({"type": "pong", "payload": {"a": 1}})
                );
            }
        }
        peer.send(r#"{"type":"connection_ack"}"#).await;
        peer.expect_start().await;
    }
}

#[tokio::test(start_paused = true)]
async fn ws_017_018_payloads_of_the_acknowledgment() {
    for dialect in BOTH {
        for (payload, seen) in [
            ("null", None),
            ("\"x\"", Some("\"x\"")),
            ("{\"a\":1}", Some("{\"a\":1}")),
        ] {
            let mut server = Server::memory();
            let socket = server.client();
            let _events = subscribe(&socket);
            let mut peer = server.upgraded(dialect).await;
            peer.expect_type("connection_init").await;
            peer.send(&format!(r#"{{"type":"connection_ack","payload":{payload}}}"#))
                .await;
            peer.expect_start().await;
            match socket.state() {
                ConnectionState::Connected { acknowledgement, .. } => {
                    assert_eq!(acknowledgement.as_deref(), seen)
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_023_a_provider_of_the_payload_that_fails() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let asked = Arc::new(AtomicUsize::new(0));
        let socket = server.client().init_payload_with({
            let asked = asked.clone();
            move || {
                let asked = asked.fetch_add(1, Ordering::Relaxed);
                async move {
                    if asked == 0 {
                        Err("no token".into())
                    } else {
                        Ok(json!({"token": asked}))
                    }
                }
            }
        });
        let (mut one, mut two) = (subscribe(&socket), subscribe(&socket));
        assert!(last_error(&mut one).await.to_string().contains("no token"));
        assert!(last_error(&mut two).await.is_connect());
        assert!(server.has_no_connection_within(Duration::from_secs(100)).await);
        let _third = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        let init = peer.expect_type("connection_init").await;
        assert_eq!(init["payload"], json!({"token": 1}));
    }
}

#[tokio::test(start_paused = true)]
async fn ws_025_no_payload() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().subprotocols(dialect.alone());
        let _events = subscribe(&socket);
        let init = server
            .upgraded(dialect)
            .await
            .expect_type("connection_init")
            .await;
        assert_eq!(init.get("payload"), dialect.pick(None, Some(&json!({}))));
    }
}

#[tokio::test(start_paused = true)]
async fn ws_027_auth_001_the_upgrade_request() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server
            .client_of(|endpoint| {
                let endpoint = endpoint
                    .header("origin", "https://here")
                    .header("x-one", "1")
                    .header("x-one", "the last counts")
                    .header("x-one", "1")
                    .bearer_auth("secret");
                assert!(!format!("{endpoint:?}").contains("secret"));
                endpoint
            })
            .subprotocols(dialect.alone());
        assert!(!format!("{socket:?}").contains("secret"));
        let _events = subscribe(&socket);
        for _ in 0..2 {
            let mut io = server.connection().await;
            let request = Request::read(&mut io).await;
            assert!(request.head.starts_with("GET /graphql HTTP/1.1\r\n"));
            assert_eq!(request.header("host"), Some("server"));
            assert_eq!(request.header("origin"), Some("https://here"));
            assert_eq!(request.header("x-one"), Some("1"));
            assert_eq!(request.header("authorization"), Some("Bearer secret"));
            assert_eq!(request.header("sec-websocket-version"), Some("13"));
            assert_eq!(request.header("sec-websocket-protocol"), Some(dialect.name()));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rc_013_providers_are_called_at_every_attempt() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let counter = Arc::new(AtomicUsize::new(0));
        let count = move || {
            let counter = counter.clone();
            move || counter.fetch_add(1, Ordering::Relaxed)
        };
        let (url, headers) = (count(), count());
        let socket = server
            .client_of(|endpoint| {
                let endpoint = endpoint.header("x-one", "1").header("cookie", "replaced");
                endpoint.headers_with(move |refusal| {
                    assert!(refusal.is_none());
                    let value = headers();
                    async move { Ok::<_, Error>(HeaderMap::from_iter([(COOKIE, value.into())])) }
                })
            })
            .subprotocols(dialect.alone())
            .url_with(move || {
                let path = url();
                async move { Ok(format!("ws://server/{path}")) }
            });
        let _events = subscribe(&socket);
        for expected in [0, 2] {
            let mut io = server.connection().await;
            let request = Request::read(&mut io).await;
            assert_eq!(request.header("sec-websocket-protocol"), Some(dialect.name()));
            assert!(
                request.head.starts_with(&format!("GET /{expected} HTTP/1.1\r\n")),
                "{}",
                request.head
            );
            assert_eq!(request.header("cookie"), Some(&*(expected + 1).to_string()));
            assert_eq!(request.header("x-one"), Some("1"));
        }
    }
}

#[tokio::test]
async fn a_proxy_is_asked_to_connect() {
    for (answer, works) in [
        ("HTTP/1.1 200 ok\r\n\r\n", true),
        ("HTTP/1.1 407 no\r\n\r\n", false),
    ] {
        let mut proxy = Server::tcp().await;
        let server = Proxy::all(format!("http://127.0.0.1:{}", proxy.port)).unwrap();
        let endpoint = Endpoint::builder("ws://behind:81/graphql")
            .proxy(server.authorization("Basic x").unwrap())
            .build()
            .unwrap();
        let socket = WebSocket::new(&endpoint).reconnect(None);
        let mut events = subscribe(&socket);
        let mut io = proxy.connection().await;
        let request = Request::read(&mut io).await;
        assert!(
            request
                .head
                .starts_with("CONNECT behind:81 HTTP/1.1\r\nHost: behind:81\r\n"),
            "{}",
            request.head
        );
        assert_eq!(request.header("proxy-authorization"), Some("Basic x"));
        io.write_all(answer.as_bytes()).await.unwrap();
        if works {
            let request = Request::read(&mut io).await;
            assert_eq!(request.header("host"), Some("behind:81"));
            assert_eq!(request.header("proxy-authorization"), None);
        } else {
            let error = last_error(&mut events).await;
            assert!(error.is_connect(), "{error:?}");
            assert_eq!(error.status().unwrap().as_u16(), 407);
        }
    }
}

#[test]
fn invalid_options_are_errors_of_build() {
    let builder = || Endpoint::builder("ws://a");
    for builder in [
        Endpoint::builder("ftp://a"),
        builder().header("a b", "c"),
        builder().header("a", "b\n"),
    ] {
        assert!(builder.build().unwrap_err().is_builder());
    }
    let socket = || WebSocket::new(&builder().build().unwrap());
    assert!(socket().url("ftp://a").unwrap_err().is_builder());
    assert!(socket().path("graphql").unwrap_err().is_builder());
    let error = socket().connect().unwrap_err();
    assert!(error.is_builder(), "there is no runtime");
}
