//! Rivals of tokio-tungstenite without a client around them: messages only, and messages decoded in one pass.

use fastwebsockets::{Frame, OpCode, Payload, Role, WebSocket};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_websockets::{ClientBuilder, Message};

use crate::{Failure, hand, ours};

const INIT: &str = r#"{"type":"connection_init"}"#;

/// tokio-websockets; only looks for the end.
pub async fn tokio_websockets_raw(url: String) -> Result<usize, Failure> {
    tokio_websockets(url, is_event).await
}

/// tokio-websockets; decodes envelope and event in one pass.
pub async fn tokio_websockets_typed(url: String) -> Result<usize, Failure> {
    tokio_websockets(url, decode).await
}

/// fastwebsockets; only looks for the end. It leaves it to its user whether a text is UTF-8.
pub async fn fastwebsockets_raw(url: String) -> Result<usize, Failure> {
    fastwebsockets(url, |text| Ok(!text.ends_with(COMPLETE.as_bytes()))).await
}

/// fastwebsockets; decodes envelope and event in one pass.
pub async fn fastwebsockets_typed(url: String) -> Result<usize, Failure> {
    fastwebsockets(url, |text| decode(std::str::from_utf8(text)?)).await
}

const COMPLETE: &str = r#""type":"complete"}"#;

fn is_event(text: &str) -> Result<bool, Failure> {
    Ok(!text.ends_with(COMPLETE))
}

fn decode(text: &str) -> Result<bool, Failure> {
    let message: hand::Message = serde_json::from_str(text)?;
    Ok(std::hint::black_box(&message.payload).is_some())
}

async fn tokio_websockets(url: String, event: fn(&str) -> Result<bool, Failure>) -> Result<usize, Failure> {
    let mut socket = ClientBuilder::new().take_over(upgraded(&url).await?);
    socket.send(Message::text(INIT)).await?;
    socket.next().await.ok_or("no acknowledgement")??;
    socket.send(Message::text(subscribe()?)).await?;
    let mut count = 0;
    while let Some(message) = socket.next().await {
        if let Some(text) = message?.as_text() {
            if !event(text)? {
                break;
            }
            count += 1;
        }
    }
    Ok(count)
}

async fn fastwebsockets(url: String, event: fn(&[u8]) -> Result<bool, Failure>) -> Result<usize, Failure> {
    let mut socket = WebSocket::after_handshake(upgraded(&url).await?, Role::Client);
    let text = |text: String| Frame::text(Payload::Owned(text.into_bytes()));
    socket.write_frame(text(INIT.to_owned())).await?;
    socket.read_frame().await?;
    socket.write_frame(text(subscribe()?)).await?;
    let mut count = 0;
    loop {
        let frame = socket.read_frame().await?;
        match frame.opcode {
            OpCode::Text if event(&frame.payload)? => count += 1,
            OpCode::Text | OpCode::Close => return Ok(count),
            _ => {}
        }
    }
}

fn subscribe() -> Result<String, Failure> {
    let document = serde_json::to_string(ours::ticker::QUERY)?;
    Ok(format!(
        r#"{{"id":"1","type":"subscribe","payload":{{"query":{document}}}}}"#
    ))
}

/// A connection that speaks WebSocket from here on. The server says nothing before it is spoken to.
async fn upgraded(url: &str) -> Result<TcpStream, Failure> {
    let (host, path) = url
        .strip_prefix("ws://")
        .and_then(|rest| rest.split_once('/'))
        .ok_or("not a URL of ws")?;
    let mut stream = TcpStream::connect(host).await?;
    stream.set_nodelay(true)?;
    let request = format!(
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    if head.starts_with(b"HTTP/1.1 101") {
        Ok(stream)
    } else {
        Err(String::from_utf8_lossy(&head).into())
    }
}
