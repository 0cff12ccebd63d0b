//! Concurrent events: closing while connecting, losing a connection while starting, and timers during a request.

use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::transport::websocket::ConnectionState;
use gql_runtime::transport::{Backoff, Event, Transport, WebSocket};
use gql_runtime::{OperationKind, Request as Operation};
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

use crate::server::{BOTH, Peer, Received, Request, Server, frame};
use crate::{last_error, next_text, request, running, subscribe, text};

const SECOND: Duration = Duration::from_secs(1);

fn is_closed(socket: &WebSocket) -> bool {
    matches!(socket.state(), ConnectionState::Closed { code: Some(1000), .. })
}

/// The stage at which the server drops the connection.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Connected,
    Upgraded,
    Initialized,
    Acknowledged,
    Started,
}

#[tokio::test(start_paused = true)]
async fn ws_105_the_connection_may_be_lost_at_any_stage() {
    for dialect in BOTH {
        for stage in [
            Stage::Connected,
            Stage::Upgraded,
            Stage::Initialized,
            Stage::Acknowledged,
            Stage::Started,
        ] {
            let mut server = Server::memory();
            let socket = server.client();
            let mut events = subscribe(&socket);
            let io = server.connection().await;
            if stage == Stage::Connected {
                drop(io);
            } else {
                let mut peer = Peer::upgraded(io, dialect).await;
                if stage != Stage::Upgraded {
                    peer.expect_type("connection_init").await;
                }
                if matches!(stage, Stage::Acknowledged | Stage::Started) {
                    peer.send(r#"{"type":"connection_ack"}"#).await;
                }
                if stage == Stage::Started {
                    peer.expect_start().await;
                }
            }
            let mut peer = server.acknowledged(dialect).await;
            let id = peer.expect_start().await;
            peer.next(&id, "{\"data\":1}").await;
            // Only an operation that may have run before is reported as reconnected.
            if stage == Stage::Started {
                assert_eq!(next_text(&mut events).await, "reconnected", "{stage:?}");
            }
            assert_eq!(next_text(&mut events).await, "{\"data\":1}", "{stage:?}");
            assert!(peer.is_quiet(SECOND).await, "{stage:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_101_the_acknowledgement_comes_with_the_upgrade() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let _events = subscribe(&socket);
        let mut io = server.connection().await;
        let request = Request::read(&mut io).await;
        let mut answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {}\r\nSec-WebSocket-Protocol: {}\r\n\r\n",
            request.accept_key(),
            dialect.name(),
        )
        .into_bytes();
        answer.extend(frame(true, 1, br#"{"type":"connection_ack"}"#));
        let mut peer = Peer { io, dialect, request };
        peer.raw(&answer).await;
        peer.expect_type("connection_init").await;
        peer.expect_start().await;
    }
}

#[tokio::test(start_paused = true)]
async fn ws_104_a_second_acknowledgement_changes_nothing() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        let mut watch = socket.watch();
        watch.changed().await;
        peer.send(r#"{"type":"connection_ack","payload":{"again":true}}"#)
            .await;
        assert!(peer.is_quiet(SECOND).await, "nothing is started again");
        assert!(timeout(SECOND, watch.changed()).await.is_err());
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn ping_101_ping_frames_before_the_acknowledgement() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let _events = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        peer.raw(&frame(true, 9, b"early")).await;
        let heard = [peer.receive().await, peer.receive().await];
        assert!(heard.contains(&Received::Pong(b"early".to_vec())), "{heard:?}");
        peer.send(r#"{"type":"connection_ack"}"#).await;
        peer.expect_start().await;
    }
}

#[tokio::test(start_paused = true)]
async fn can_101_everything_is_dropped_while_connecting() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().subprotocols(dialect.alone());
        let events = subscribe(&socket);
        let mut io = server.connection().await;
        Request::read(&mut io).await;
        drop((socket, events));
        let mut rest = Vec::new();
        let end = tokio::io::AsyncReadExt::read_to_end(&mut io, &mut rest);
        assert_eq!(
            timeout(SECOND, end).await.unwrap().unwrap(),
            0,
            "the socket is dropped"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn can_102_closed_while_waiting_for_the_next_attempt() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, peer, _id) = running(server.client(), &mut server, dialect).await;
        drop(peer);
        sleep(SECOND / 10).await;
        assert!(matches!(socket.state(), ConnectionState::Reconnecting { .. }));
        timeout(SECOND / 10, socket.close()).await.unwrap();
        assert!(last_error(&mut events).await.is_canceled());
        assert!(is_closed(&socket));
        assert!(server.has_no_connection_within(100 * SECOND).await);
    }
}

#[tokio::test(start_paused = true)]
async fn can_103_closed_while_connecting() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().subprotocols(dialect.alone());
        let mut events = subscribe(&socket);
        let _silent = server.connection().await;
        timeout(SECOND / 10, socket.close()).await.unwrap();
        assert!(last_error(&mut events).await.is_canceled());
        assert!(is_closed(&socket));
        // Closing twice has no further effect.
        timeout(SECOND / 10, socket.close()).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn can_104_closed_before_it_was_used() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().subprotocols(dialect.alone());
        assert!(matches!(socket.state(), ConnectionState::Idle));
        let mut watch = socket.watch();
        timeout(SECOND / 10, socket.close()).await.unwrap();
        assert!(is_closed(&socket));
        assert!(matches!(
            watch.changed().await,
            Some(ConnectionState::Closed { .. })
        ));
        assert!(watch.changed().await.is_none());
        assert!(last_error(&mut subscribe(&socket)).await.is_canceled());
        assert!(server.has_no_connection_within(100 * SECOND).await);
    }
}

#[tokio::test(start_paused = true)]
async fn lzy_101_a_subscription_at_the_moment_of_the_idle_timeout() {
    for dialect in BOTH {
        for early in 0..5_u64 {
            let mut server = Server::memory();
            let builder = server.client().close_when_idle(SECOND);
            let (socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
            peer.complete(&id).await;
            assert_eq!(next_text(&mut events).await, "end");
            sleep(SECOND + Duration::from_millis(2) - Duration::from_millis(early)).await;
            let mut events = subscribe(&socket);
            // On the old or on a new socket, but once.
            let served = async {
                loop {
                    match peer.receive().await {
                        Received::Text(text) if text.contains(dialect.subscribe()) => break peer,
                        Received::Text(text) => assert!(text.contains("connection_terminate"), "{text}"),
                        Received::Close(Some(1000), _) => {
                            let mut second = server.acknowledged(dialect).await;
                            second.expect_start().await;
                            break second;
                        }
                        other => panic!("{other:?}"),
                    }
                }
            };
            let mut peer = timeout(10 * SECOND, served).await.unwrap();
            peer.next("2", "{\"data\":1}").await;
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rc_101_a_hundred_subscriptions_are_started_again_in_their_order() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let numbered = |number: usize| {
            let mut operation = Operation::new(format!("document {number}"));
            operation.kind = Some(OperationKind::Subscription);
            operation
        };
        let mut all: Vec<_> = (0..100)
            .map(|number| socket.subscribe(numbered(number)))
            .collect();
        for _ in 0..3 {
            let mut peer = server.acknowledged(dialect).await;
            for number in 0..100 {
                let start = peer.expect_type(dialect.subscribe()).await;
                assert_eq!(start["payload"]["query"], format!("document {number}"));
                let id = start["id"].as_str().unwrap().to_owned();
                peer.next(&id, &format!("{{\"data\":{number}}}")).await;
            }
            for (number, events) in all.iter_mut().enumerate() {
                let item = match next_text(events).await {
                    gap if gap == "reconnected" => next_text(events).await,
                    item => item,
                };
                assert_eq!(item, format!("{{\"data\":{number}}}"));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rc_102_asked_to_reconnect_while_waiting_to() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let policy = Backoff::new().initial_delay(100 * SECOND).max_delay(100 * SECOND);
        let builder = server.client().reconnect(policy);
        let (socket, _events, peer, _id) = running(builder, &mut server, dialect).await;
        drop(peer);
        sleep(SECOND).await;
        let before = Instant::now();
        socket.restart();
        server.acknowledged(dialect).await.expect_start().await;
        assert!(before.elapsed() < SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn rc_103_a_server_that_accepts_and_then_drops_is_retried_with_delays() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let policy = Backoff::new().max_attempts(u32::MAX).max_delay(6 * SECOND);
        let socket = server.client().reconnect(policy);
        let mut events = subscribe(&socket);
        for round in 0..20 {
            let before = Instant::now();
            let mut peer = server.acknowledged(dialect).await;
            peer.expect_start().await;
            if round > 0 {
                assert_eq!(next_text(&mut events).await, "reconnected");
                let pause = before.elapsed().as_secs_f64();
                let least = f64::from(1 << (round - 1).min(2));
                assert!((least..=1.5 * least).contains(&pause), "{pause} in round {round}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn cls_103_the_delay_for_an_overloaded_server_is_longer() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, _events, mut peer, _id) = running(server.client(), &mut server, dialect).await;
        let before = Instant::now();
        peer.close(1013, "later").await;
        server.acknowledged(dialect).await.expect_start().await;
        assert!(before.elapsed() >= 4 * SECOND, "{:?}", before.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn cls_102_nothing_is_taken_from_behind_a_close_frame() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(None);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        let mut bytes = frame(true, 1, dialect.next(&id, "{\"data\":1}").as_bytes());
        bytes.extend(frame(true, 8, &1011_u16.to_be_bytes()));
        bytes.extend(frame(true, 1, dialect.next(&id, "{\"data\":2}").as_bytes()));
        peer.raw(&bytes).await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        assert_eq!(last_error(&mut events).await.close_code(), Some(1011));
    }
}

/// A server that closes because of one operation does not name it. Operations with results continue.
#[tokio::test(start_paused = true)]
async fn cls_101_an_operation_that_the_server_rejects_does_not_end_the_others() {
    for dialect in BOTH {
        for code in [4400, 4500] {
            let mut server = Server::memory();
            let (socket, mut good, mut peer, id) = running(server.client(), &mut server, dialect).await;
            peer.next(&id, "{\"data\":1}").await;
            assert_eq!(next_text(&mut good).await, "{\"data\":1}");
            let mut bad = subscribe(&socket);
            peer.expect_start().await;
            peer.close(code, "Syntax Error").await;
            assert_eq!(last_error(&mut bad).await.close_code(), Some(code));
            let mut peer = server.acknowledged(dialect).await;
            let id = peer.expect_start().await;
            assert_eq!(next_text(&mut good).await, "reconnected");
            assert!(peer.is_quiet(SECOND).await, "one is started again");

            // Its result on the earlier connection does not count on the new one.
            peer.close(code, "Syntax Error").await;
            assert_eq!(last_error(&mut good).await.close_code(), Some(code));
            assert_ne!(id, "1");
            assert!(server.has_no_connection_within(100 * SECOND).await);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn con_101_all_kinds_of_operations_at_once() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        let query = tokio::spawn(socket.execute(request(OperationKind::Query)));
        let first = peer.expect_start().await;
        let mutation = tokio::spawn(socket.execute(request(OperationKind::Mutation)));
        let second = peer.expect_start().await;
        peer.next(&second, "{\"data\":\"mutation\"}").await;
        peer.next(&id, "{\"data\":\"event\"}").await;
        peer.next(&first, "{\"data\":\"query\"}").await;
        assert_eq!(text(&query.await.unwrap().unwrap()), "{\"data\":\"query\"}");
        assert_eq!(text(&mutation.await.unwrap().unwrap()), "{\"data\":\"mutation\"}");
        assert_eq!(next_text(&mut events).await, "{\"data\":\"event\"}");
    }
}

#[tokio::test(start_paused = true)]
async fn msg_101_large_messages_both_ways() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let large = "x".repeat(5_000_000);
        let mut operation = request(OperationKind::Subscription);
        operation.set_variables(&json!({"large": large})).unwrap();
        let mut events = socket.subscribe(operation);
        let mut peer = server.acknowledged(dialect).await;
        let start = peer.expect_type(dialect.subscribe()).await;
        assert_eq!(start["payload"]["variables"]["large"], large);
        let payload = json!({"data": large}).to_string();
        let sent = payload.clone();
        let saying = tokio::spawn(async move {
            peer.next("1", &sent).await;
            peer
        });
        match events.next().await {
            Some(Ok(Event::Next(event))) => assert!(text(&event) == payload),
            other => panic!("{other:?}"),
        }
        saying.await.unwrap();
    }
}
