//! Hostile WebSocket servers.

use std::time::Duration;

use gql_runtime::transport::{Endpoint, WebSocket};
use gql_runtime::{Client, Error, Request};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::server::{Script, serve};
use crate::{LIMIT, MIB, hostile};

/// Starts a subscription, and returns its error.
async fn subscribe(address: String) -> Error {
    let socket = WebSocket::new(&Endpoint::new(format!("ws://{address}/graphql")).unwrap())
        .reconnect(None)
        .max_message_size(LIMIT)
        .ack_timeout(Some(Duration::from_secs(20)));
    let mut events = Client::new(socket).subscribe_raw::<Value>(Request::new("subscription { a }"));
    loop {
        match events.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) if !error.is_terminal() => {}
            Some(Err(error)) => return error,
            None => panic!("a hostile server is no success"),
        }
    }
}

/// Accepts the upgrade of one connection, then sends `begin` once and `repeat` until the client disconnects.
async fn upgraded(begin: Vec<u8>, repeat: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await?;
        let key = key(&mut stream).await?;
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Accept: {}\r\n\r\n",
            derive_accept_key(key.as_bytes())
        );
        stream.write_all(answer.as_bytes()).await?;
        stream.write_all(&begin).await?;
        while stream.write_all(&repeat).await.is_ok() {}
        Ok::<(), std::io::Error>(())
    });
    address
}

async fn key(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut headers = head.lines().filter_map(|line| line.split_once(':'));
    let key = headers.find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"));
    Ok(key.map(|(_, value)| value.trim().to_owned()).unwrap_or_default())
}

/// Returns a frame. The first byte has its opcode and the FIN bit.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u64::try_from(payload.len()).unwrap();
    [&[first, 127][..], &length.to_be_bytes(), payload].concat()
}

#[test]
fn a_head_without_end() {
    for (what, begin, repeat) in [
        (
            "endless headers of an upgrade",
            "HTTP/1.1 101 Switching Protocols\r\n",
            "x-header: a\r\n",
        ),
        (
            "an endless header of an upgrade",
            "HTTP/1.1 101 Switching Protocols\r\nx-header: ",
            "a",
        ),
        ("an endless status line", "HTTP/1.1 101 ", "a"),
    ] {
        let client = async { subscribe(serve(Script::new(begin, repeat.repeat(4096)))).await };
        hostile(
            what,
            MIB,
            |error| error.is_protocol() || error.is_connect() || error.is_closed(),
            client,
        );
    }
}

#[test]
fn a_refusal_without_end() {
    let script = Script::new(
        "HTTP/1.1 500 Internal Server Error\r\n\r\n",
        "a".repeat(64 * 1024),
    );
    hostile(
        "an endless body of a refused upgrade",
        MIB,
        Error::is_status,
        async { subscribe(serve(script)).await },
    );
}

const ACK: &[u8] = br#"{"type":"connection_ack"}"#;

#[test]
fn a_message_without_end() {
    let fragments = frame(0x00, &[b'a'; 16 * 1024]);
    for (what, begin) in [
        (
            "an endless first message",
            frame(0x01, b"{\"type\":\"connection_ack\",\"payload\":\""),
        ),
        (
            "an endless message",
            [
                frame(0x81, ACK),
                frame(0x01, b"{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":\""),
            ]
            .concat(),
        ),
    ] {
        let fragments = fragments.clone();
        let client = async { subscribe(upgraded(begin, fragments).await).await };
        hostile(what, 6 * LIMIT, Error::is_protocol, client);
    }
}

#[test]
fn a_frame_beyond_the_limit() {
    let mut begin = frame(0x81, ACK);
    begin.extend([0x81, 127]);
    begin.extend((1_u64 << 40).to_be_bytes());
    let client = async { subscribe(upgraded(begin, vec![b'a'; 64 * 1024]).await).await };
    hostile("a frame of 1 TiB", 2 * LIMIT, Error::is_protocol, client);
}

/// Messages for unknown operations are not buffered.
#[test]
fn messages_for_unknown_operations() {
    let client = async {
        let unknown = frame(0x81, br#"{"id":"777","type":"next","payload":{"data":1}}"#).repeat(100_000);
        let begin = [frame(0x81, ACK), unknown, frame(0x81, b"nonsense")].concat();
        subscribe(upgraded(begin, b"\x8a\x00".to_vec()).await).await
    };
    // The copies of the server are counted as well.
    hostile(
        "100,000 results of no operation, then nonsense",
        20 * MIB,
        Error::is_protocol,
        client,
    );
}

#[test]
fn nesting_without_end() {
    let deep = format!(r#"{{"id":"1","type":"next","more":{}"#, "[".repeat(100_000));
    let begin = [frame(0x81, ACK), frame(0x81, deep.as_bytes())].concat();
    let client = async { subscribe(upgraded(begin, b"\x8a\x00".to_vec()).await).await };
    hostile("100,000 levels in a message", 4 * MIB, Error::is_protocol, client);
}
