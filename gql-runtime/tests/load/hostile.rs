//! Servers that send without reading, or do not read at all. The client's memory for them is bounded.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::FutureExt;
use gql_runtime::transport::{BoxFuture, Payload, Transport, WebSocket};
use gql_runtime::{Error, OperationKind, Request};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::runtime::Builder;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::server::Door;
use crate::{alone, held};

const MUTATIONS: usize = 5_000;
const MIB: usize = 1 << 20;

type Answer = BoxFuture<Result<Payload, Error>>;

/// The number of ping frames to send. Set `PINGS=2000000` for more.
fn pings() -> usize {
    match std::env::var("PINGS") {
        Ok(number) => number.parse().expect("PINGS is a number"),
        Err(_) => 100_000,
    }
}

/// Accepts and acknowledges a connection, without reading its first messages.
async fn accept(mut io: DuplexStream) -> DuplexStream {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(io.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let mut lines = lines.filter(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"));
    let (_, key) = lines.next().unwrap();
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {}\r\n\r\n",
        derive_accept_key(key.as_bytes())
    );
    io.write_all(answer.as_bytes()).await.unwrap();
    io.write_all(b"\x81\x19{\"type\":\"connection_ack\"}")
        .await
        .unwrap();
    io
}

/// Starts a mutation with a variable of this size. Returns its pending response, or its error.
fn mutate(socket: &WebSocket, size: usize) -> Result<Answer, Error> {
    let mut mutation = Request::new("mutation { do }");
    mutation.kind = Some(OperationKind::Mutation);
    mutation
        .set_variables(&json!({"padding": "x".repeat(size)}))
        .unwrap();
    let mut answer = socket.execute(mutation);
    match (&mut answer).now_or_never() {
        None => Ok(answer),
        Some(failed) => Err(failed.unwrap_err()),
    }
}

/// A client with one subscription that is never answered, and the server's end.
async fn stalled(door: &Door) -> (WebSocket, DuplexStream) {
    let mut incoming = door.open();
    let socket = door.client(4 * 1024).read_timeout(None);
    let mut subscription = Request::new("subscription { more }");
    subscription.kind = Some(OperationKind::Subscription);
    let events = socket.subscribe(subscription);
    let io = accept(incoming.recv().await.unwrap()).await;
    tokio::spawn(async move {
        let _events = events;
        std::future::pending::<()>().await;
    });
    (socket, io)
}

#[test]
fn ping_107_ping_frames_from_a_server_that_does_not_read() {
    alone(&mut Builder::new_current_thread(), async {
        let (_socket, mut io) = stalled(&Door::default()).await;
        let before = held();
        let frames = b"\x89\x7dPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP";
        assert_eq!(frames.len(), 127);
        let many = frames.repeat(1_000);
        for _ in 0..pings() / 1_000 {
            io.write_all(&many).await.unwrap();
        }
        let kept = held().saturating_sub(before);
        println!("{} ping frames and no reading: {} KiB held", pings(), kept / 1024);
        assert!(kept < MIB, "{kept} bytes");
    });
}

#[test]
fn ping_107_ping_messages_from_a_server_that_does_not_read() {
    for size in [10, 100_000] {
        alone(&mut Builder::new_current_thread(), async {
            let (_socket, mut io) = stalled(&Door::default()).await;
            let before = held();
            let text = format!(r#"{{"type":"ping","payload":{{"p":"{}"}}}}"#, "p".repeat(size));
            let length = u64::try_from(text.len()).unwrap();
            let frame = [&b"\x81\x7f"[..], &length.to_be_bytes(), text.as_bytes()].concat();
            let asking = async {
                for _ in 0..20_000_000 / frame.len() {
                    io.write_all(&frame).await.unwrap();
                }
            };
            let stopped = timeout(Duration::from_secs(1), asking).await.is_err();
            let kept = held().saturating_sub(before);
            println!(
                "ping messages of {length} bytes and no reading: {} KiB held",
                kept / 1024
            );
            assert!(stopped, "the server is not read any more");
            assert!(kept < 2 * MIB, "{kept} bytes");
        });
    }
}

#[test]
fn can_109_canceled_messages_for_a_stalled_server_are_dropped() {
    alone(&mut Builder::new_current_thread(), async {
        let (socket, mut io) = stalled(&Door::default()).await;
        let before = held();
        let mut waiting = VecDeque::new();
        for _ in 0..MUTATIONS {
            waiting.push_back(mutate(&socket, 10_000).unwrap());
            tokio::task::yield_now().await;
            if waiting.len() > 20 {
                waiting.pop_front();
            }
        }
        waiting.clear();
        tokio::task::yield_now().await;
        let kept = held().saturating_sub(before);
        println!(
            "{MUTATIONS} mutations of 10 kB given up before they could leave: {} KiB held",
            kept / 1024
        );
        assert!(kept < MIB, "{kept} bytes");

        // Requests that wait are bounded by the size of the queue.
        let mut refused = 0;
        for _ in 0..200 {
            match mutate(&socket, MIB) {
                Ok(answer) => waiting.push_back(answer),
                Err(error) => refused += usize::from(!error.may_have_been_sent()),
            }
        }
        tokio::task::yield_now().await;
        let kept = held().saturating_sub(before);
        println!(
            "200 mutations of 1 MiB that wait: {refused} refused, {} MiB held",
            kept / MIB
        );
        assert!(waiting.len() < 64 && refused == 200 - waiting.len(), "{refused}");
        assert!(kept < 80 * MIB, "{kept} bytes");

        // Once the server reads, it only gets the messages that had been sent in part.
        drop(waiting);
        tokio::task::yield_now().await;
        let mut heard = Vec::new();
        let _ = timeout(Duration::from_millis(200), io.read_to_end(&mut heard)).await;
        println!("sent after all: {} bytes", heard.len());
        assert!(heard.len() < 2 * MIB, "{} bytes", heard.len());
    });
}
