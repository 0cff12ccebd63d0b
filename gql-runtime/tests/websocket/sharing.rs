//! Equal subscriptions as one operation at the server.

use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use gql_runtime::transport::{Backoff, Deduplicate, Event, Mock, Overflow, Transport, WebSocket};
use gql_runtime::{OperationKind, Request};

use crate::server::{BOTH, Dialect, Peer, Server, frame};
use crate::{Events, last_error, next_text, request, subscription};

fn shared(builder: WebSocket) -> Deduplicate {
    Deduplicate::new(builder)
}

/// Returns two streams of one operation, which has started.
async fn two(
    change: impl Fn(Deduplicate) -> Deduplicate,
    server: &mut Server,
    dialect: Dialect,
) -> (Deduplicate, Events, Events, Peer, String) {
    let transport = change(shared(server.client()));
    let (one, two) = (
        transport.subscribe(subscription()),
        transport.subscribe(subscription()),
    );
    let mut peer = server.acknowledged(dialect).await;
    let id = peer.expect_start().await;
    (transport, one, two, peer, id)
}

#[tokio::test(start_paused = true)]
async fn con_007_equal_subscriptions_are_one_and_the_last_drop_ends_it() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (transport, mut one, mut two, mut peer, id) = two(|it| it, &mut server, dialect).await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut one).await, "{\"data\":1}");
        assert_eq!(next_text(&mut two).await, "{\"data\":1}");

        // A stream that joins later, such as that of a clone, only gets later events.
        peer.next(&id, "{\"data\":2}").await;
        assert_eq!(next_text(&mut one).await, "{\"data\":2}");
        let mut late = transport.clone().subscribe(subscription());
        peer.next(&id, "{\"data\":3}").await;
        assert_eq!(next_text(&mut late).await, "{\"data\":3}");
        assert_eq!(next_text(&mut two).await, "{\"data\":2}");
        assert_eq!(next_text(&mut two).await, "{\"data\":3}");

        drop(one);
        drop(late);
        assert!(peer.is_quiet(Duration::from_secs(5)).await);
        drop(two);
        peer.expect_stop(&id).await;

        // A later subscription is another operation.
        let _again = transport.subscribe(subscription());
        assert_ne!(peer.expect_start().await, id);
    }
}

#[tokio::test(start_paused = true)]
async fn con_007_different_subscriptions_are_not_shared() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let transport = shared(server.client());
        let named = |change: &dyn Fn(&mut Request)| {
            let mut request = subscription();
            change(&mut request);
            request
        };
        let requests = [
            subscription(),
            named(&|request| request.document = "another document".into()),
            named(&|request| request.operation_name = Some("Name".into())),
            named(&|request| {
                request
                    .set_variables(
                        &[("a", 1)]
                            .into_iter()
                            .collect::<std::collections::BTreeMap<_, _>>(),
                    )
                    .unwrap()
            }),
            named(&|request| {
                request
                    .set_variables(
                        &[("a", 2)]
                            .into_iter()
                            .collect::<std::collections::BTreeMap<_, _>>(),
                    )
                    .unwrap()
            }),
            named(&|request| {
                request.extensions =
                    Some(serde_json::value::to_raw_value(&serde_json::json!({"x": 1})).unwrap())
            }),
        ];
        let kept: Vec<_> = requests.map(|request| transport.subscribe(request)).into();
        let mut peer = server.acknowledged(dialect).await;
        for _ in &kept {
            peer.expect_start().await;
        }
        // Queries are not shared either.
        for _ in 0..2 {
            let query = transport.execute(request(OperationKind::Query));
            tokio::spawn(query);
            peer.expect_start().await;
        }
    }
}

/// A socket rejects headers of one operation, but other transports support them.
#[tokio::test]
async fn con_007_subscriptions_with_different_headers_are_not_shared() {
    let mock = Mock::new();
    let (one, two) = (mock.on_named("").subscription(), mock.on_named("").subscription());
    let transport = Deduplicate::new(mock.clone());
    let mut with_header = subscription();
    with_header.headers.insert("tenant", "a".parse().unwrap());
    let _kept = [
        transport.subscribe(subscription()),
        transport.subscribe(with_header.clone()),
        transport.subscribe(with_header),
    ];
    assert!(one.is_subscribed() && two.is_subscribed());
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn con_007_the_end_and_errors_reach_all() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (transport, mut one, mut two, mut peer, id) = two(|it| it, &mut server, dialect).await;
        peer.next(&id, "{\"data\":1}").await;
        peer.complete(&id).await;
        for events in [&mut one, &mut two] {
            assert_eq!(next_text(events).await, "{\"data\":1}");
            assert_eq!(next_text(events).await, "end");
        }

        // The earlier streams still exist, and the operation is a new one.
        let mut three = transport.subscribe(subscription());
        let mut four = transport.subscribe(subscription());
        let id = peer.expect_start().await;
        let payload = dialect.pick(r#"[{"message":"no"}]"#, r#"{"message":"no"}"#);
        peer.send(&format!(r#"{{"id":"{id}","type":"error","payload":{payload}}}"#))
            .await;
        assert!(last_error(&mut three).await.is_graphql());
        assert!(last_error(&mut four).await.is_graphql());

        let mut five = transport.subscribe(subscription());
        let mut six = transport.subscribe(subscription());
        peer.expect_start().await;
        peer.close(4400, "broken").await;
        assert_eq!(last_error(&mut five).await.close_code(), Some(4400));
        assert_eq!(last_error(&mut six).await.close_code(), Some(4400));
    }
}

#[tokio::test(start_paused = true)]
async fn con_007_a_new_connection_tells_all_of_the_gap() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(Backoff::new());
        let transport = shared(builder);
        let mut all: Vec<_> = (0..3).map(|_| transport.subscribe(subscription())).collect();
        let mut peer = server.acknowledged(dialect).await;
        peer.expect_start().await;
        drop(peer);
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        for events in &mut all {
            assert_eq!(next_text(events).await, "reconnected");
            assert_eq!(next_text(events).await, "{\"data\":1}");
        }
        assert!(peer.is_quiet(Duration::from_secs(1)).await, "one operation");
    }
}

/// Sends many events, which one stream reads, and returns the other stream.
async fn flood(overflow: Overflow, dialect: Dialect) -> Events {
    let mut server = Server::memory();
    let options = |transport: Deduplicate| transport.buffer(100).overflow(overflow);
    let (_, mut reading, stalled, mut peer, id) = two(options, &mut server, dialect).await;
    for hundred in 0..100 {
        let mut bytes = Vec::new();
        for number in 0..100 {
            let text = dialect.next(&id, &format!("{{\"data\":{}}}", hundred * 100 + number));
            bytes.extend(frame(true, 1, text.as_bytes()));
        }
        peer.raw(&bytes).await;
        for number in 0..100 {
            assert_eq!(
                next_text(&mut reading).await,
                format!("{{\"data\":{}}}", hundred * 100 + number)
            );
        }
    }
    peer.complete(&id).await;
    assert_eq!(next_text(&mut reading).await, "end");
    stalled
}

#[tokio::test(start_paused = true)]
async fn con_007_a_reader_that_never_reads_does_not_affect_others() {
    for dialect in BOTH {
        let mut stalled = flood(Overflow::Lag, dialect).await;
        for number in 0..100 {
            assert_eq!(next_text(&mut stalled).await, format!("{{\"data\":{number}}}"));
        }
        let error = stalled.next().await.unwrap().unwrap_err();
        assert_eq!(error.missed(), 10_000 - 100);
        assert_eq!(next_text(&mut stalled).await, "end");

        let mut stalled = flood(Overflow::DropOldest, dialect).await;
        for number in 9_900..10_000 {
            assert_eq!(next_text(&mut stalled).await, format!("{{\"data\":{number}}}"));
        }
        assert_eq!(next_text(&mut stalled).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn con_007_a_blocking_reader_delays_the_others_until_it_is_dropped() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let options = |transport: Deduplicate| transport.buffer(2).overflow(Overflow::Block);
        let (_transport, mut reading, mut blocking, mut peer, id) = two(options, &mut server, dialect).await;
        for number in 0..6 {
            peer.next(&id, &format!("{{\"data\":{number}}}")).await;
        }
        for number in 0..3 {
            assert_eq!(next_text(&mut reading).await, format!("{{\"data\":{number}}}"));
        }
        let limit = Duration::from_secs(1);
        assert!(tokio::time::timeout(limit, reading.next()).await.is_err());

        // It reads the queued events, and nothing is missing.
        let waiting = tokio::spawn(async move { (next_text(&mut reading).await, reading) });
        for number in 0..3 {
            assert_eq!(next_text(&mut blocking).await, format!("{{\"data\":{number}}}"));
        }
        let (item, mut reading) = waiting.await.unwrap();
        assert_eq!(item, "{\"data\":3}");
        for number in 4..5 {
            assert_eq!(next_text(&mut reading).await, format!("{{\"data\":{number}}}"));
        }

        // Once it is dropped, no other stream waits for it.
        let waiting = tokio::spawn(async move { next_text(&mut reading).await });
        tokio::time::sleep(limit).await;
        drop(blocking);
        assert_eq!(waiting.await.unwrap(), "{\"data\":5}");
    }
}

/// If the stream that polled last stops reading, another one polls.
#[tokio::test(start_paused = true)]
async fn con_007_waiting_streams_are_woken() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_transport, mut one, mut two, mut peer, id) = two(|it| it, &mut server, dialect).await;
        // Both wait, and the one that polled last does not read anymore.
        assert!(one.next().now_or_never().is_none());
        let reading = tokio::spawn(async move {
            let mut items = Vec::new();
            while let Some(Ok(Event::Next(payload))) = two.next().await {
                items.push(crate::text(&payload).to_owned());
            }
            items
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(one.next().now_or_never().is_none());
        for number in 0..100 {
            peer.next(&id, &format!("{{\"data\":{number}}}")).await;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        peer.complete(&id).await;
        assert_eq!(reading.await.unwrap().len(), 100);
        assert_eq!(next_text(&mut one).await, "{\"data\":0}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn con_007_many_readers_on_many_threads() {
    for dialect in BOTH {
        let mut server = Server::tcp().await;
        let builder = server.client().buffer(100_000);
        let transport = shared(builder).buffer(100_000);
        let readers: Vec<_> = (0..50)
            .map(|_| {
                let events = transport.subscribe(subscription());
                tokio::spawn(
                    events
                        .map(|item| match item {
                            Ok(Event::Next(payload)) => crate::text(&payload).to_owned(),
                            other => panic!("{other:?}"),
                        })
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        let expected: Vec<_> = (0..2000).map(|number| format!("{{\"data\":{number}}}")).collect();
        for payload in &expected {
            peer.next(&id, payload).await;
        }
        peer.complete(&id).await;
        for reader in readers {
            assert_eq!(reader.await.unwrap(), expected);
        }
    }
}
