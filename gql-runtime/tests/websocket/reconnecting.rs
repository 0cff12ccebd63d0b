//! Lost connections are restored, and readers hardly notice.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gql_runtime::transport::websocket::{ConnectionState, Observation};
use gql_runtime::transport::{Backoff, Transport};
use gql_runtime::{Client, OperationKind};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use crate::server::{BOTH, Request, Server};
use crate::{last_error, next_text, request, running, subscribe, subscription, text};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn rc_001_009_010_a_stream_survives_three_losses() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, mut id) = running(server.client(), &mut server, dialect).await;
        let mut ids = vec![id.clone()];
        for _ in 0..3 {
            peer.next(&id, "{\"data\":1}").await;
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
            drop(peer);
            peer = server.acknowledged(dialect).await;
            let old = id;
            id = peer.expect_start().await;
            assert!(!ids.contains(&id), "ids are new");
            ids.push(id.clone());
            assert_eq!(next_text(&mut events).await, "reconnected");
            peer.next(&old, "{\"data\":\"late\"}").await;
        }
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn rc_002_fifty_subscriptions_each_exactly_once() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut streams: Vec<_> = (0..50).map(|_| subscribe(&socket)).collect();
        let mut seen = std::collections::BTreeSet::new();
        for round in 0..3 {
            let mut peer = server.acknowledged(dialect).await;
            let mut ids = Vec::new();
            for _ in 0..50 {
                ids.push(peer.expect_start().await);
            }
            assert!(peer.is_quiet(SECOND / 10).await);
            assert!(ids.iter().all(|id| seen.insert(id.clone())));
            for (id, events) in ids.iter().zip(&mut streams) {
                if round > 0 {
                    assert_eq!(next_text(events).await, "reconnected");
                }
                peer.next(id, "{\"data\":1}").await;
                assert_eq!(next_text(events).await, "{\"data\":1}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rc_003_005_017_delays_grow_and_a_result_resets_the_count() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let policy = Backoff::new().max_attempts(3).max_delay(3 * SECOND);
        let socket = server.client().reconnect(policy);
        let mut events = subscribe(&socket);
        let mut io = server.connection().await;
        for round in 0..2 {
            for (least, most) in [(1.0, 1.5), (2.0, 3.0), (2.0, 3.0)] {
                let start = Instant::now();
                drop(io);
                io = server.connection().await;
                let pause = start.elapsed().as_secs_f64();
                assert!(pause >= least && pause <= most + 0.01, "{pause} for {least}");
            }
            let header = format!("Sec-WebSocket-Protocol: {}\r\n", dialect.name());
            let mut peer = Request::read(&mut io).await.accept(io, &header, dialect).await;
            peer.expect_type("connection_init").await;
            peer.send(r#"{"type":"connection_ack"}"#).await;
            let id = peer.expect_start().await;
            if round > 0 {
                assert_eq!(next_text(&mut events).await, "reconnected");
                // A connection that lasts also resets the count.
                tokio::time::sleep(31 * SECOND).await;
            } else {
                peer.next(&id, "{\"data\":1}").await;
                assert_eq!(next_text(&mut events).await, "{\"data\":1}");
            }
            io = peer.io;
        }
        drop(io);
        for _ in 0..3 {
            drop(server.connection().await);
        }
        let error = last_error(&mut events).await;
        assert!(error.is_connect(), "{error:?}");
        assert!(server.has_no_connection_within(300 * SECOND).await);
    }
}

#[tokio::test(start_paused = true)]
async fn rc_007_a_subscription_dropped_during_the_delay_is_not_restarted() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, events, mut peer, _id) = running(server.client(), &mut server, dialect).await;
        let kept = subscribe(&socket);
        peer.expect_start().await;
        drop(peer);
        tokio::time::sleep(SECOND / 10).await;
        drop(events);
        let mut peer = server.acknowledged(dialect).await;
        peer.expect_start().await;
        assert!(peer.is_quiet(SECOND).await);
        drop(peer);
        tokio::time::sleep(SECOND / 10).await;
        drop(kept);
        assert!(server.has_no_connection_within(300 * SECOND).await);
    }
}

#[tokio::test(start_paused = true)]
async fn rc_008_a_new_subscription_joins_the_attempt() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, peer, _id) = running(server.client(), &mut server, dialect).await;
        drop(peer);
        tokio::time::sleep(SECOND / 10).await;
        let mut joined = subscribe(&socket);
        let mut peer = server.acknowledged(dialect).await;
        let first = peer.expect_start().await;
        let second = peer.expect_start().await;
        assert!(peer.is_quiet(SECOND).await && server.has_no_connection_within(SECOND).await);
        assert_eq!(next_text(&mut events).await, "reconnected");
        peer.next(&first, "{\"data\":1}").await;
        peer.next(&second, "{\"data\":2}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        assert_eq!(next_text(&mut joined).await, "{\"data\":2}");
    }
}

#[tokio::test(start_paused = true)]
async fn rc_011_012_operations_that_may_be_sent_again() {
    for dialect in BOTH {
        for (kind, retry, again) in [
            (OperationKind::Mutation, true, false),
            (OperationKind::Query, false, false),
            (OperationKind::Query, true, true),
        ] {
            let mut server = Server::memory();
            let socket = server.client().retry(retry.then(Backoff::new));
            let answer = tokio::spawn(socket.execute(request(kind)));
            let mut peer = server.acknowledged(dialect).await;
            peer.expect_start().await;
            drop(peer);
            if again {
                let mut peer = server.acknowledged(dialect).await;
                let id = peer.expect_start().await;
                peer.next(&id, "{\"data\":1}").await;
                assert_eq!(text(&answer.await.unwrap().unwrap()), "{\"data\":1}");
            } else {
                assert!(answer.await.unwrap().unwrap_err().is_closed());
                assert!(server.has_no_connection_within(60 * SECOND).await);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rc_011_unsent_operations_wait() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let answer = tokio::spawn(socket.execute(request(OperationKind::Mutation)));
        let mut peer = server.upgraded(dialect).await;
        peer.expect_type("connection_init").await;
        drop(peer);
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(text(&answer.await.unwrap().unwrap()), "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn rc_015_no_policy_no_attempt() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(None);
        let (_socket, mut events, peer, _id) = running(builder, &mut server, dialect).await;
        drop(peer);
        assert!(last_error(&mut events).await.is_closed());
        assert!(server.has_no_connection_within(300 * SECOND).await);
    }
}

#[tokio::test(start_paused = true)]
async fn rc_016_reconnecting_by_hand_does_not_wait_for_a_frozen_socket() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, _frozen, _id) = running(server.client(), &mut server, dialect).await;
        let before = Instant::now();
        socket.restart();
        let mut peer = server.acknowledged(dialect).await;
        peer.expect_start().await;
        assert_eq!(next_text(&mut events).await, "reconnected");
        assert!(before.elapsed() < SECOND);
        // During a delay as well.
        drop(peer);
        tokio::time::sleep(SECOND / 10).await;
        socket.restart();
        server.acknowledged(dialect).await.expect_start().await;
        assert!(before.elapsed() < SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn rc_014_obs_001_the_states_in_their_order() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let states = Arc::new(Mutex::new(Vec::new()));
        let seen = states.clone();
        let builder = server.client().observe(move |observation| {
            if let Observation::State(state) = observation {
                seen.lock().unwrap().push(match state {
                    ConnectionState::Connecting { attempt } => format!("connecting {attempt}"),
                    ConnectionState::Connected { reconnected, .. } => format!("connected {reconnected}"),
                    ConnectionState::Reconnecting {
                        reason,
                        attempt,
                        delay,
                    } => {
                        assert!(*delay > Duration::ZERO && reason.close_code() == Some(1012));
                        format!("reconnecting {attempt}")
                    }
                    ConnectionState::Closed { code, reason } => format!("closed {code:?} {reason}"),
                    other => panic!("{other:?}"),
                });
            }
        });
        let (socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
        let mut watch = socket.watch();
        peer.close(1012, "restart").await;
        let mut peer = server.acknowledged(dialect).await;
        peer.expect_start().await;
        assert_eq!(next_text(&mut events).await, "reconnected");
        assert!(matches!(
            watch.changed().await,
            Some(ConnectionState::Connected {
                reconnected: true,
                ..
            })
        ));
        peer.close(4400, "bad").await;
        assert!(last_error(&mut events).await.is_closed());
        assert!(matches!(
            watch.current(),
            ConnectionState::Closed { code: Some(4400), .. }
        ));
        let expected = [
            "connecting 0",
            "connected false",
            "reconnecting 1",
            "connecting 1",
            "connected true",
            "closed Some(4400) bad",
        ];
        assert_eq!(*states.lock().unwrap(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn obs_002_frames_are_seen_but_not_the_credentials() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let frames = Arc::new(Mutex::new(Vec::new()));
        let seen = frames.clone();
        let builder = server
            .client()
            .init_payload(serde_json::json!({"token": "secret"}))
            .observe(move |observation| match observation {
                Observation::Sent(text) => seen.lock().unwrap().push(format!("> {text}")),
                Observation::Received(text) => seen.lock().unwrap().push(format!("< {text}")),
                _ => {}
            });
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
        let started = format!(
            r#"> {{"id":"1","type":"{}","payload":{{"query":"the document"}}}}"#,
            dialect.subscribe()
        );
        let expected = [
            r#"> {"type":"connection_init"}"#,
            r#"< {"type":"connection_ack"}"#,
            &started,
            r#"< {"id":"1","type":"complete"}"#,
        ];
        assert_eq!(*frames.lock().unwrap(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn lzy_004_an_eager_client_connects_and_stays() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().connect().unwrap();
        let mut peer = server.acknowledged(dialect).await;
        assert!(peer.is_quiet(100 * SECOND).await);
        drop(peer);
        let mut peer = server.acknowledged(dialect).await;
        let mut watch = socket.watch();
        peer.close(4400, "no").await;
        while !matches!(watch.current(), ConnectionState::Closed { code: Some(4400), .. }) {
            watch.changed().await.unwrap();
        }
        let _events = subscribe(&socket);
        server.acknowledged(dialect).await.expect_start().await;
    }
}

#[tokio::test(start_paused = true)]
async fn rc_109_a_subscription_resumes_behind_the_last_event() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let client = Client::new(server.client());
        let mut events = client
            .subscribe_raw::<Value>(subscription())
            .resume(|last| json!({ "after": last["n"] }))
            .start();
        let mut peer = server.acknowledged(dialect).await;
        for after in [Value::Null, json!(1), json!(3)] {
            let message = peer.expect_type(dialect.subscribe()).await;
            assert_eq!(message["payload"]["variables"]["after"], after);
            let id = message["id"].as_str().unwrap();
            let next = after.as_u64().map_or(1, |after| 2 * after + 1);
            peer.next(id, &json!({"data": {"n": next}}).to_string()).await;
            assert_eq!(
                events.next().await.unwrap().unwrap().data,
                Some(json!({ "n": next }))
            );
            drop(peer);
            peer = server.acknowledged(dialect).await;
        }
        assert_eq!(events.reconnects(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn rc_109_variables_that_do_not_serialize_only_end_their_subscription() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let client = Client::new(server.client());
        let mut other = client.subscribe_raw::<Value>(subscription()).start();
        let mut events = client
            .subscribe_raw::<Value>(subscription())
            .resume(|_| f64::NAN)
            .start();
        let mut peer = server.acknowledged(dialect).await;
        let ids = [peer.expect_start().await, peer.expect_start().await];
        for id in &ids {
            peer.next(id, "{\"data\":1}").await;
        }
        assert!(other.next().await.unwrap().is_ok() && events.next().await.unwrap().is_ok());
        drop(peer);
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        assert!(events.next().await.unwrap().unwrap_err().is_encode());
        peer.next(&id, "{\"data\":2}").await;
        assert_eq!(other.next().await.unwrap().unwrap().data, Some(json!(2)));
    }
}

#[tokio::test(start_paused = true)]
async fn rc_108_the_upgrade_is_tried_again_when_the_server_says() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut events = subscribe(&socket);
        let mut io = server.connection().await;
        Request::read(&mut io).await;
        let begun = Instant::now();
        let refusal = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 20\r\ncontent-length: 0\r\n\r\n";
        io.write_all(refusal).await.unwrap();
        let mut peer = server.acknowledged(dialect).await;
        let waited = begun.elapsed();
        assert!((20 * SECOND..21 * SECOND).contains(&waited), "{waited:?}");
        let id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn rc_105_a_server_that_accepts_and_then_fails_uses_the_attempts_up() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let policy = Backoff::new().max_attempts(3);
        let socket = server.client().reconnect(policy);
        let mut events = subscribe(&socket);
        for round in 0..4 {
            let mut peer = server.acknowledged(dialect).await;
            peer.expect_start().await;
            if round > 0 {
                assert_eq!(next_text(&mut events).await, "reconnected");
            }
            peer.close(1011, "the upstream is away").await;
        }
        assert_eq!(last_error(&mut events).await.close_code(), Some(1011));
        assert!(server.has_no_connection_within(300 * SECOND).await);
        // An operation that starts later has all attempts again.
        let _events = subscribe(&socket);
        server.acknowledged(dialect).await.expect_start().await;
        server.acknowledged(dialect).await.expect_start().await;
    }
}

#[tokio::test(start_paused = true)]
async fn rc_104_asked_to_reconnect_while_connecting() {
    for dialect in BOTH {
        for stage in 0..4 {
            let mut server = Server::memory();
            let asked = Arc::new(AtomicUsize::new(0));
            let counted = asked.clone();
            let socket = server.client().init_payload_with(move || {
                let token = counted.fetch_add(1, Ordering::Relaxed);
                async move {
                    if stage == 0 && token == 0 {
                        std::future::pending::<()>().await;
                    }
                    Ok(serde_json::json!({ "token": token }))
                }
            });
            let mut events = subscribe(&socket);
            let mut kept = None;
            match stage {
                0 => tokio::time::sleep(SECOND).await,
                1 => kept = Some(server.connection().await),
                2 => {
                    let mut io = server.connection().await;
                    Request::read(&mut io).await;
                    kept = Some(io);
                }
                _ => {
                    let mut peer = server.upgraded(dialect).await;
                    peer.expect_type("connection_init").await;
                    kept = Some(peer.io);
                }
            }
            let before = Instant::now();
            socket.restart();
            let mut peer = server.upgraded(dialect).await;
            let init = peer.expect_type("connection_init").await;
            assert_eq!(init["payload"]["token"], 1, "stage {stage}");
            peer.send(r#"{"type":"connection_ack"}"#).await;
            let id = peer.expect_start().await;
            peer.next(&id, "{\"data\":1}").await;
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
            assert!(before.elapsed() < SECOND);
            drop(kept);
        }
    }
}
