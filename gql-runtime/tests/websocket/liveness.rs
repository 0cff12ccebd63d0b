//! Pings, pongs, and servers that vanish silently.

use std::sync::mpsc;
use std::time::Duration;

use gql_runtime::transport::Overflow;
use gql_runtime::transport::websocket::Observation;
use serde_json::json;
use tokio::time::Instant;

use crate::server::{BOTH, Dialect, Received, Server, frame};
use crate::{last_error, next_text, running};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn ping_001_002_pings_are_answered_with_their_payload() {
    let mut server = Server::memory();
    let (_socket, _events, mut peer, _id) = running(server.client(), &mut server, Dialect::Modern).await;
    for payload in [None, Some(json!({"at": "server", "nested": [1, {"a": null}]}))] {
        let mut message = json!({"type": "ping"});
        let mut answer = json!({"type": "pong"});
        if let Some(payload) = payload {
            message["payload"] = payload.clone();
            answer["payload"] = payload;
        }
        peer.send(&message.to_string()).await;
        assert_eq!(peer.receive_json().await, answer);
    }
}

#[tokio::test(start_paused = true)]
async fn ping_003_004_manual_pongs_and_unsolicited_pongs() {
    let mut server = Server::memory();
    let (seen, pings) = mpsc::channel();
    let builder = server.client().answer_pings(false).observe(move |observation| {
        if let Observation::Pinged(payload) = observation {
            seen.send(payload.map(str::to_owned)).unwrap();
        }
    });
    let (socket, mut events, mut peer, id) = running(builder, &mut server, Dialect::Modern).await;
    peer.send(r#"{"type":"pong","payload":null}"#).await;
    peer.send(r#"{"type":"ping","payload":{"a":1}}"#).await;
    assert!(peer.is_quiet(SECOND).await);
    assert_eq!(pings.recv().unwrap().as_deref(), Some("{\"a\":1}"));
    socket.pong(Some(&json!({"a": 1})));
    assert_eq!(
        peer.receive_json().await,
        json!({"type": "pong", "payload": {"a": 1}})
    );
    socket.ping(None);
    assert_eq!(peer.receive_json().await, json!({"type": "ping"}));
    socket.ping_frame();
    assert_eq!(peer.receive().await, Received::Ping(Vec::new()));
    peer.complete(&id).await;
    assert_eq!(next_text(&mut events).await, "end");
}

#[tokio::test(start_paused = true)]
async fn ping_005_pings_at_an_interval() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().ping_interval(5 * SECOND);
        let (_socket, _events, mut peer, _id) = running(builder, &mut server, dialect).await;
        let start = Instant::now();
        for round in 1..20 {
            match dialect {
                Dialect::Modern => {
                    peer.expect_type("ping").await;
                    peer.send(r#"{"type":"pong"}"#).await;
                }
                Dialect::Legacy => {
                    assert_eq!(peer.receive().await, Received::Ping(Vec::new()));
                    peer.raw(&frame(true, 10, b"")).await;
                }
            }
            assert_eq!(start.elapsed().as_secs(), 5 * round);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ping_006_007_013_a_ping_without_an_answer_but_data_is_one_too() {
    for dialect in BOTH {
        for frames in [false, true] {
            let mut server = Server::memory();
            let builder = match frames {
                false => server.client().ping_interval(10 * SECOND),
                true => server.client().ping_frame_interval(10 * SECOND),
            };
            let builder = builder.pong_timeout(2 * SECOND).reconnect(None);
            let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
            let start = Instant::now();
            peer.receive().await;
            peer.next(&id, "{\"data\":1}").await;
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
            peer.receive().await;
            let error = last_error(&mut events).await;
            assert!(error.is_timeout(), "{error:?}");
            assert_eq!(start.elapsed().as_secs(), 22);
            assert_eq!(
                peer.receive().await,
                Received::End,
                "no closing handshake with the dead"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ping_008_009_011_keep_alive_in_both_subprotocols() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().read_timeout(30 * SECOND).reconnect(None);
        let (_socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
        let sign = dialect.pick(r#"{"type":"pong"}"#, r#"{"type":"ka"}"#);
        for _ in 0..10 {
            tokio::time::sleep(5 * SECOND).await;
            peer.send(sign).await;
        }
        assert!(
            peer.is_quiet(9 * SECOND).await,
            "nothing is asked of a server that is heard"
        );
        let start = Instant::now();
        assert_eq!(peer.receive().await, Received::Ping(Vec::new()));
        assert_eq!(start.elapsed().as_secs(), 1);
        let asked = peer.receive().await;
        assert_eq!(
            asked,
            dialect.pick(
                Received::Text(r#"{"type":"ping"}"#.into()),
                Received::Ping(Vec::new())
            )
        );
        assert_eq!(start.elapsed().as_secs(), 11);
        let error = last_error(&mut events).await;
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(start.elapsed().as_secs(), 21);
        assert_eq!(peer.receive().await, Received::End);
    }
}

#[tokio::test(start_paused = true)]
async fn keep_alive_connects_again() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().read_timeout(20 * SECOND);
        let (_socket, mut events, _frozen, _id) = running(builder, &mut server, dialect).await;
        let mut peer = server.acknowledged(dialect).await;
        peer.expect_start().await;
        assert_eq!(next_text(&mut events).await, "reconnected");
    }
}

#[tokio::test(start_paused = true)]
async fn ping_012_ping_frames_are_answered_between_fragments_too() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        for payload in [vec![], vec![7; 125]] {
            peer.raw(&frame(true, 9, &payload)).await;
            assert_eq!(peer.receive().await, Received::Pong(payload));
        }
        let text = dialect.next(&id, "{\"data\":\"é\"}");
        let (first, second) = text.as_bytes().split_at(20);
        peer.raw(&frame(false, 1, first)).await;
        peer.raw(&frame(true, 9, b"x")).await;
        peer.raw(&frame(true, 0, second)).await;
        assert_eq!(next_text(&mut events).await, "{\"data\":\"é\"}");
        assert_eq!(peer.receive().await, Received::Pong(b"x".to_vec()));
    }
}

/// The answers would fill the memory.
#[tokio::test(start_paused = true)]
async fn a_server_that_pings_and_does_not_read_is_not_read_from() {
    let mut server = Server::memory();
    let (_socket, mut events, mut peer, id) = running(server.client(), &mut server, Dialect::Modern).await;
    let ping = format!(
        r#"{{"type":"ping","payload":{{"padding":"{}"}}}}"#,
        "p".repeat(1000)
    );
    let mut asked = 0;
    let asking = async {
        while asked < 20_000 {
            peer.send(&ping).await;
            asked += 1;
        }
    };
    assert!(
        tokio::time::timeout(Duration::from_secs(1), asking)
            .await
            .is_err(),
        "{asked}"
    );
    // A frame that was sent in part cannot be used anymore, but its end is detected.
    drop(peer);
    let mut peer = server.acknowledged(Dialect::Modern).await;
    assert_ne!(peer.expect_start().await, id);
    assert_eq!(next_text(&mut events).await, "reconnected");
}

#[tokio::test(start_paused = true)]
async fn ping_104_a_silent_server_is_detected_by_default() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.default_client();
        let (_socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
        let start = Instant::now();
        // A server that only answers frames stays connected.
        for round in 1..10 {
            assert_eq!(peer.receive().await, Received::Ping(Vec::new()));
            assert_eq!(start.elapsed().as_secs(), 30 * round);
            peer.raw(&frame(true, 10, b"")).await;
        }
        // A server that only answers messages stays connected as well.
        if dialect == Dialect::Modern {
            assert_eq!(peer.receive().await, Received::Ping(Vec::new()));
            peer.expect_type("ping").await;
            peer.send(r#"{"type":"pong"}"#).await;
        }
        let start = Instant::now();
        peer.receive().await;
        peer.receive().await;
        assert_eq!(
            peer.receive().await,
            Received::End,
            "two questions were left unanswered"
        );
        assert_eq!(start.elapsed().as_secs(), 90);
        server.acknowledged(dialect).await.expect_start().await;
        assert_eq!(next_text(&mut events).await, "reconnected");
    }
}

#[tokio::test(start_paused = true)]
async fn ping_105_a_server_is_not_dead_while_nothing_is_read() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.default_client().buffer(1).overflow(Overflow::Block);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        for _ in 0..3 {
            peer.next(&id, "{\"data\":1}").await;
        }
        tokio::time::sleep(1_000 * SECOND).await;
        for _ in 0..3 {
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        }
        assert_eq!(
            peer.receive().await,
            Received::Ping(Vec::new()),
            "it is asked first"
        );
        peer.next(&id, "{\"data\":2}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":2}");
    }
}

#[tokio::test(start_paused = true)]
async fn ping_106_a_large_message_that_comes_slowly_is_a_sign_of_life() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.default_client().read_timeout(30 * SECOND);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        let payload = format!("{{\"data\":\"{}\"}}", "x".repeat(100_000));
        let bytes = frame(true, 1, dialect.next(&id, &payload).as_bytes());
        for piece in bytes.chunks(1_000) {
            tokio::time::sleep(5 * SECOND).await;
            peer.raw(piece).await;
        }
        assert_eq!(next_text(&mut events).await, payload);
        assert!(peer.is_quiet(9 * SECOND).await, "nothing was asked");
    }
}
