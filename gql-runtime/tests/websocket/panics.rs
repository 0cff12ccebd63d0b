//! Callbacks of the program that panic, or never return: operations fail, and the transport continues.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gql_runtime::Error;
use gql_runtime::transport::websocket::{ConnectionState, Observation};
use gql_runtime::transport::{Backoff, Endpoint, WebSocket};
use http::HeaderMap;
use serde_json::Value;
use tokio::time::{Instant, timeout};

use crate::server::{BOTH, Dialect, Server};
use crate::{last_error, next_text, running, subscribe};

const SECOND: Duration = Duration::from_secs(1);

/// The callback that panics.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Callback {
    Url,
    Headers,
    Payload,
    Unauthorized,
    ShouldRetry,
    ObserverOfStates,
    ObserverOfFrames,
}

const ALL: [Callback; 7] = [
    Callback::Url,
    Callback::Headers,
    Callback::Payload,
    Callback::Unauthorized,
    Callback::ShouldRetry,
    Callback::ObserverOfStates,
    Callback::ObserverOfFrames,
];

/// A client with a callback that panics while the flag is set.
fn panicking(server: &mut Server, callback: Callback, flag: &Arc<AtomicBool>) -> WebSocket {
    let flag = flag.clone();
    let check = move || assert!(!flag.load(Ordering::Relaxed), "a secret in a panic");
    match callback {
        Callback::Url => server.client().url_with(move || {
            check();
            async { Ok("ws://server/graphql".to_owned()) }
        }),
        Callback::Headers => server.client_of(|endpoint| {
            endpoint.headers_with(move |_| {
                let check = check.clone();
                async move {
                    check();
                    Ok::<_, Error>(HeaderMap::new())
                }
            })
        }),
        Callback::Payload => server.client().init_payload_with(move || {
            let check = check.clone();
            async move {
                tokio::task::yield_now().await;
                check();
                Ok(Value::Null)
            }
        }),
        Callback::Unauthorized => server.client_of(|endpoint| {
            endpoint.on_unauthorized(move |_| {
                check();
                async { true }
            })
        }),
        Callback::ShouldRetry => server.client().reconnect(Backoff::new().should_retry(move |_| {
            check();
            true
        })),
        Callback::ObserverOfStates => server.client().observe(move |seen| {
            if let Observation::State(ConnectionState::Connected { .. }) = seen {
                check();
            }
        }),
        Callback::ObserverOfFrames => server.client().observe(move |seen| {
            if let Observation::Received(text) = seen
                && text.contains("event")
            {
                check();
            }
        }),
    }
}

/// Makes the transport call the callback.
async fn provoke(callback: Callback, server: &mut Server, dialect: Dialect) {
    match callback {
        Callback::Url | Callback::Headers | Callback::Payload => {}
        Callback::Unauthorized => server.upgraded(dialect).await.close(4401, "").await,
        Callback::ShouldRetry => drop(server.connection().await),
        Callback::ObserverOfStates | Callback::ObserverOfFrames => {
            let mut peer = server.acknowledged(dialect).await;
            if callback == Callback::ObserverOfFrames {
                let id = peer.expect_start().await;
                peer.next(&id, "{\"data\":\"event\"}").await;
            }
            while peer.receive().await != crate::server::Received::End {}
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_106_a_callback_that_panics_ends_operations_and_not_the_transport() {
    for dialect in BOTH {
        for callback in ALL {
            let mut server = Server::memory();
            let flag = Arc::new(AtomicBool::new(true));
            let socket = panicking(&mut server, callback, &flag);
            for round in 0..2 {
                let (mut one, mut two) = (subscribe(&socket), subscribe(&socket));
                provoke(callback, &mut server, dialect).await;
                for events in [&mut one, &mut two] {
                    let error = timeout(SECOND, last_error(events)).await.unwrap();
                    let text = format!("{error} {error:?}");
                    assert!(!text.contains("secret"), "{callback:?}: {text}");
                    // The hook is called once until an operation has a result.
                    let called = callback != Callback::Unauthorized || round == 0;
                    assert_eq!(text.contains("panicked"), called, "{callback:?}: {text}");
                }
                assert!(
                    matches!(socket.state(), ConnectionState::Closed { .. }),
                    "{callback:?}"
                );
                assert!(server.has_no_connection_within(100 * SECOND).await);
            }
            flag.store(false, Ordering::Relaxed);
            let mut events = subscribe(&socket);
            let mut peer = server.acknowledged(dialect).await;
            let id = peer.expect_start().await;
            assert!(matches!(socket.state(), ConnectionState::Connected { .. }));
            peer.next(&id, "{\"data\":\"event\"}").await;
            assert_eq!(next_text(&mut events).await, "{\"data\":\"event\"}");
            timeout(20 * SECOND, socket.close()).await.unwrap();
            assert!(matches!(socket.state(), ConnectionState::Closed { .. }));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_106_a_connector_that_panics() {
    for dialect in BOTH {
        let connector = |_: String, _: u16| async {
            let panics = std::hint::black_box(true);
            assert!(!panics, "a secret in a panic");
            Err::<tokio::io::DuplexStream, _>(io::Error::other("never"))
        };
        let endpoint = Endpoint::new("ws://server").unwrap();
        let builder = WebSocket::new(&endpoint).subprotocols(dialect.alone());
        let socket = builder.connector(connector);
        for _ in 0..2 {
            let error = last_error(&mut subscribe(&socket)).await;
            assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
        }
        timeout(SECOND, socket.close()).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn ws_106_an_observer_that_panics_while_the_transport_is_closed() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().observe(|seen| {
            let closes = matches!(seen, Observation::State(ConnectionState::Closed { .. }));
            assert!(!closes, "a panic");
        });
        let (socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
        tokio::spawn(async move { while peer.receive().await != crate::server::Received::End {} });
        timeout(20 * SECOND, socket.close()).await.unwrap();
        assert!(last_error(&mut events).await.is_canceled());
        assert!(matches!(socket.state(), ConnectionState::Closed { .. }));
        assert!(
            last_error(&mut subscribe(&socket)).await.is_canceled(),
            "it stays closed"
        );
    }
}

#[test]
fn ws_107_the_state_is_true_after_the_runtime_shut_down() {
    for dialect in BOTH {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().unwrap();
        let (socket, mut events) = runtime.block_on(async {
            let mut server = Server::memory();
            let (socket, events, _peer, _id) = running(server.client(), &mut server, dialect).await;
            (socket, events)
        });
        drop(runtime);
        let state = socket.state();
        assert!(matches!(state, ConnectionState::Closed { .. }), "{state:?}");
        let end = futures_util::FutureExt::now_or_never(last_error(&mut events));
        assert!(end.unwrap().is_canceled());
    }
}

#[tokio::test(start_paused = true)]
async fn ws_108_a_provider_that_never_returns_times_out() {
    for dialect in BOTH {
        for callback in [Callback::Url, Callback::Headers, Callback::Payload] {
            let mut server = Server::memory();
            let builder = server.client_of(|endpoint| {
                let endpoint = endpoint.connect_timeout(3 * SECOND);
                match callback {
                    Callback::Headers => {
                        endpoint.headers_with(|_| std::future::pending::<Result<HeaderMap, Error>>())
                    }
                    _ => endpoint,
                }
            });
            let builder = builder.subprotocols(dialect.alone());
            let builder = match callback {
                Callback::Url => builder.url_with(std::future::pending),
                Callback::Headers => builder,
                _ => builder.init_payload_with(std::future::pending),
            };
            let socket = builder.reconnect(Backoff::new().max_attempts(1));
            let before = Instant::now();
            let error = last_error(&mut subscribe(&socket)).await;
            assert!(error.is_timeout() && !error.may_have_been_sent(), "{error:?}");
            assert!(error.to_string().contains("provided"), "{error}");
            let (elapsed, least) = (before.elapsed(), 7 * SECOND);
            assert!(elapsed >= least && elapsed <= least + SECOND, "{elapsed:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ws_108_a_hook_that_never_returns_times_out() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client_of(|endpoint| {
            let endpoint = endpoint.connect_timeout(3 * SECOND);
            endpoint.on_unauthorized(|_| std::future::pending())
        });
        let mut events = subscribe(&socket);
        server.upgraded(dialect).await.close(4401, "because").await;
        let before = Instant::now();
        let error = last_error(&mut events).await;
        assert!(
            error.is_auth() && error.to_string().contains("because"),
            "{error:?}"
        );
        assert!(error.to_string().contains("did not answer within 3s"), "{error}");
        assert_eq!(before.elapsed().as_secs(), 3);
    }
}
