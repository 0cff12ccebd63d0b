//! Many operations on one socket, and readers of different speeds.

use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::transport::Event;
use gql_runtime::transport::Overflow;
use tokio::time::Instant;

use crate::server::{BOTH, Dialect, Server, frame};
use crate::{next_text, running, subscribe};

#[tokio::test(start_paused = true)]
async fn con_001_002_two_hundred_subscriptions_each_with_its_own_events() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut streams: Vec<_> = (0..200).map(|_| subscribe(&socket)).collect();
        let mut peer = server.acknowledged(dialect).await;
        let mut ids = Vec::new();
        for _ in 0..200 {
            ids.push(peer.expect_start().await);
        }
        for round in 0..3 {
            for id in &ids {
                peer.next(id, &format!("{{\"data\":[{id},{round}]}}")).await;
            }
        }
        drop(streams.remove(100));
        peer.expect_stop(&ids.remove(100)).await;
        let _new = subscribe(&socket);
        peer.expect_start().await;
        for (id, events) in ids.iter().zip(&mut streams) {
            for round in 0..3 {
                assert_eq!(next_text(events).await, format!("{{\"data\":[{id},{round}]}}"));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn con_003_a_slow_reader_gets_everything() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        for number in 0..10 {
            peer.next(&id, &format!("{{\"data\":{number}}}")).await;
        }
        for number in 0..10 {
            tokio::time::sleep(Duration::from_secs(5)).await;
            assert_eq!(next_text(&mut events).await, format!("{{\"data\":{number}}}"));
        }
    }
}

/// A hundred thousand events for a reader that does not read, which neither another reader nor the pings of the server
/// notice.
async fn flood(dialect: Dialect, overflow: Overflow) -> crate::Events {
    let mut server = Server::memory();
    let builder = server.client().buffer(100).overflow(overflow);
    let (socket, stalled, mut peer, id) = running(builder, &mut server, dialect).await;
    let mut other = subscribe(&socket);
    let other_id = peer.expect_start().await;
    let start = Instant::now();
    for thousand in 0..100 {
        let mut bytes = Vec::new();
        for number in 0..1000 {
            let text = dialect.next(&id, &format!("{{\"data\":{}}}", thousand * 1000 + number));
            bytes.extend(frame(true, 1, text.as_bytes()));
        }
        bytes.extend(frame(true, 1, dialect.next(&other_id, "{\"data\":0}").as_bytes()));
        bytes.extend(frame(true, 9, b"p"));
        peer.raw(&bytes).await;
        assert_eq!(next_text(&mut other).await, "{\"data\":0}");
        assert_eq!(peer.receive().await, crate::server::Received::Pong(b"p".to_vec()));
    }
    assert!(
        start.elapsed() <= Duration::from_millis(60),
        "{:?}",
        start.elapsed()
    );
    peer.complete(&id).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    stalled
}

#[tokio::test(start_paused = true)]
async fn con_004_a_reader_that_does_not_read_learns_how_many_events_it_missed() {
    for dialect in BOTH {
        let mut stalled = flood(dialect, Overflow::Lag).await;
        for number in 0..100 {
            assert_eq!(next_text(&mut stalled).await, format!("{{\"data\":{number}}}"));
        }
        let error = stalled.next().await.unwrap().unwrap_err();
        assert!(error.is_lagged() && !error.is_terminal(), "{error:?}");
        assert_eq!(error.missed(), 100_000 - 100);
        assert_eq!(next_text(&mut stalled).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn con_004_or_loses_the_oldest() {
    for dialect in BOTH {
        let mut stalled = flood(dialect, Overflow::DropOldest).await;
        for number in 99_900..100_000 {
            assert_eq!(next_text(&mut stalled).await, format!("{{\"data\":{number}}}"));
        }
        assert_eq!(next_text(&mut stalled).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn con_004_events_go_on_after_a_lag() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().buffer(2);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        for number in 0..5 {
            peer.next(&id, &format!("{{\"data\":{number}}}")).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(next_text(&mut events).await, "{\"data\":0}");
        peer.next(&id, "{\"data\":5}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        assert!(events.next().await.unwrap().unwrap_err().missed() == 3);
        assert_eq!(next_text(&mut events).await, "{\"data\":5}");
    }
}

#[tokio::test(start_paused = true)]
async fn con_005_a_reader_that_blocks_holds_the_server_up() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().buffer(10).overflow(Overflow::Block);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        let payload = format!("{{\"data\":\"{}\"}}", "x".repeat(1000));
        let flood = tokio::spawn(async move {
            for _ in 0..1000 {
                peer.next(&id, &payload).await;
            }
            peer.complete(&id).await;
            peer
        });
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert!(!flood.is_finished());
        let mut count = 0;
        while let Some(event) = events.next().await {
            assert!(matches!(event, Ok(Event::Next(_))));
            count += 1;
        }
        assert_eq!(count, 1000);
        flood.await.unwrap();
    }
}

/// An active reader loses nothing, however fast the server is.
#[tokio::test(start_paused = true)]
async fn a_reader_that_is_a_little_late_is_waited_for() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().buffer(100);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        let writer = tokio::spawn(async move {
            for _ in 0..50 {
                let text = dialect.next(&id, "{\"data\":1}");
                peer.raw(&frame(true, 1, text.as_bytes()).repeat(1000)).await;
            }
            peer.complete(&id).await;
            peer
        });
        let mut count = 0;
        while let Some(event) = events.next().await {
            event.unwrap();
            count += 1;
            if count % 100 == 0 {
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        }
        assert_eq!(count, 50_000);
        writer.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn con_008_ids_do_not_collide_and_no_operation_remains() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, _kept, mut peer, first) = running(server.client(), &mut server, dialect).await;
        let mut last: u64 = first.parse().unwrap();
        for _ in 0..10_000 {
            let events = subscribe(&socket);
            let id = peer.expect_start().await;
            let number: u64 = id.parse().unwrap();
            assert!(number > last);
            last = number;
            drop(events);
            peer.expect_stop(&id).await;
        }
    }
}
