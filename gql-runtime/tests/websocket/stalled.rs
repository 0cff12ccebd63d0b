//! Servers that do not read: canceled requests are not sent later, and waiting ones are bounded.

use std::time::Duration;

use gql_runtime::transport::{Payload, Transport, WebSocket};
use gql_runtime::{Error, OperationKind};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::server::{BOTH, Peer, Received, Server};
use crate::{next_text, request, running, subscribe, text};

const SECOND: Duration = Duration::from_secs(1);
/// More bytes than fit between client and server.
const LARGE: usize = 200_000;

type Answer = JoinHandle<Result<Payload, Error>>;

/// Starts a mutation with a variable of this size.
fn mutate(socket: &WebSocket, name: &str, size: usize) -> Answer {
    let mut mutation = request(OperationKind::Mutation);
    let padding = "x".repeat(size);
    mutation
        .set_variables(&json!({"name": name, "padding": padding}))
        .unwrap();
    tokio::spawn(socket.execute(mutation))
}

/// Starts a mutation that is sent in part, as there is no space for the rest.
async fn stall(socket: &WebSocket) -> Answer {
    let large = mutate(socket, "large", LARGE);
    sleep(SECOND / 10).await;
    large
}

async fn failure(answer: Answer) -> Error {
    answer.await.unwrap().unwrap_err()
}

/// Returns the names of the mutations that the client starts until it is quiet.
async fn started(peer: &mut Peer) -> Vec<String> {
    let mut names = Vec::new();
    while let Ok(Received::Text(text)) = timeout(SECOND, peer.receive()).await {
        let message: serde_json::Value = serde_json::from_str(&text).unwrap();
        if message["type"] == peer.dialect.subscribe() {
            let name = &message["payload"]["variables"]["name"];
            names.push(name.as_str().unwrap_or("?").to_owned());
        } else {
            names.push(format!("{} {}", message["type"].as_str().unwrap(), message["id"]));
        }
    }
    names
}

#[tokio::test(start_paused = true)]
async fn can_105_an_operation_canceled_before_its_first_byte_is_never_sent() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().timeout(5 * SECOND);
        let (socket, _events, mut peer, _id) = running(builder, &mut server, dialect).await;
        let large = stall(&socket).await;
        let late = mutate(&socket, "late", 10);
        let (kept, dropped) = (subscribe(&socket), subscribe(&socket));
        sleep(SECOND).await;
        drop(dropped);

        let (large, late) = (failure(large).await, failure(late).await);
        assert!(large.is_timeout() && large.may_have_been_sent(), "{large:?}");
        assert!(late.is_timeout() && !late.may_have_been_sent(), "{late:?}");
        assert!(late.to_string().contains("could not be sent"), "{late}");

        let stop = format!("{} \"2\"", dialect.stop());
        assert_eq!(started(&mut peer).await, ["large", "?", &stop]);
        drop(kept);
        peer.expect_stop("4").await;
    }
}

/// Messages that were passed to the socket together with the stalled one are withdrawn as well.
#[tokio::test(start_paused = true)]
async fn can_105_messages_after_one_that_is_sent_in_part() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().timeout(5 * SECOND);
        let (socket, _events, mut peer, _id) = running(builder, &mut server, dialect).await;
        // Each of them fits into a batch, but together they do not fit between client and server.
        let all: Vec<_> = (0..20)
            .map(|number| mutate(&socket, &number.to_string(), 5_000))
            .collect();
        let mut unsent = Vec::new();
        for (number, answer) in all.into_iter().enumerate() {
            let error = failure(answer).await;
            assert!(error.is_timeout(), "{error:?}");
            unsent.extend((!error.may_have_been_sent()).then(|| number.to_string()));
        }
        assert!(unsent.len() > 3, "{unsent:?}");
        let started = started(&mut peer).await;
        let sent = started.iter().filter(|name| name.parse::<u32>().is_ok()).count();
        assert!(
            (10..=64 * 1024 / 5_000 + 1).contains(&sent),
            "those that had begun to leave: {sent}"
        );
        assert!(
            unsent.iter().all(|name| !started.contains(name)),
            "{unsent:?} {started:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn can_106_waiting_requests_are_bounded_in_bytes() {
    for dialect in BOTH {
        for connected in [true, false] {
            let mut server = Server::memory();
            let builder = server
                .client()
                .subprotocols(dialect.alone())
                .max_queue_size(50_000)
                .timeout(60 * SECOND);
            let (socket, mut peer) = if connected {
                let (socket, events, peer, _id) = running(builder, &mut server, dialect).await;
                std::mem::forget(events);
                for number in 0..8 {
                    drop(mutate(&socket, &number.to_string(), 20_000));
                    sleep(SECOND / 10).await;
                }
                (socket, Some(peer))
            } else {
                (builder, None)
            };
            let mut refused = 0;
            let mut waiting = Vec::new();
            for number in 0..10 {
                let answer = mutate(&socket, &format!("more {number}"), 20_000);
                sleep(SECOND / 10).await;
                if answer.is_finished() {
                    let error = failure(answer).await;
                    assert!(error.is_canceled() && !error.may_have_been_sent(), "{error:?}");
                    assert!(error.to_string().contains("max_queue_size"), "{error}");
                    refused += 1;
                } else {
                    waiting.push(answer);
                }
            }
            assert!(refused >= 8 && waiting.len() <= 2, "{refused} {}", waiting.len());
            // A request that is sent or canceled frees space.
            if let Some(peer) = &mut peer {
                assert!(!started(peer).await.is_empty());
            } else {
                waiting.iter().for_each(JoinHandle::abort);
                sleep(SECOND / 10).await;
            }
            let answer = mutate(&socket, "last", 20_000);
            sleep(SECOND / 10).await;
            assert!(!answer.is_finished());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn can_107_unsent_operations_wait_for_the_next_connection() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, peer, _id) = running(server.client(), &mut server, dialect).await;
        let large = stall(&socket).await;
        let unsent = mutate(&socket, "unsent", 10);
        sleep(SECOND).await;
        drop(peer);
        let error = failure(large).await;
        assert!(error.is_closed() && error.may_have_been_sent(), "{error:?}");
        let mut peer = server.acknowledged(dialect).await;
        assert_eq!(next_text(&mut events).await, "reconnected");
        let message = peer.expect_type(dialect.subscribe()).await;
        assert_eq!(message["payload"]["variables"]["name"], "unsent");
        peer.expect_start().await;
        peer.next(message["id"].as_str().unwrap(), "{\"data\":1}").await;
        assert_eq!(text(&unsent.await.unwrap().unwrap()), "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn can_108_closing_sends_nothing_that_waits() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, _events, mut peer, _id) = running(server.client(), &mut server, dialect).await;
        let large = stall(&socket).await;
        let unsent = mutate(&socket, "unsent", 10);
        sleep(SECOND).await;
        let closing = tokio::spawn(async move { socket.close().await });
        let error = failure(unsent).await;
        assert!(error.is_canceled() && !error.may_have_been_sent(), "{error:?}");
        assert!(failure(large).await.may_have_been_sent());
        let started = started(&mut peer).await;
        assert!(!started.contains(&"unsent".to_owned()), "{started:?}");
        drop(peer);
        closing.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn msg_103_an_operation_that_waits_for_a_connection_was_not_sent() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().subprotocols(dialect.alone());
        let socket = builder.timeout(SECOND);
        let error = socket
            .execute(request(OperationKind::Mutation))
            .await
            .unwrap_err();
        assert!(error.is_timeout() && !error.may_have_been_sent(), "{error:?}");
    }
}
