//! tokio-tungstenite without a client around it: messages only, messages decoded in one pass, and many subscriptions by hand.

use std::collections::HashMap;

use futures_util::stream::{SelectAll, poll_fn};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::{Failure, hand, ours};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a socket, up to the acknowledgement.
async fn open(url: String) -> Result<Socket, Failure> {
    let mut request = url.into_client_request()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await?;
    socket
        .send(Message::text(r#"{"type":"connection_init"}"#))
        .await?;
    socket.next().await.ok_or("no acknowledgement")??;
    Ok(socket)
}

async fn subscribe(socket: &mut Socket, id: usize) -> Result<(), Failure> {
    let document = serde_json::to_string(ours::ticker::QUERY)?;
    let subscribe = format!(r#"{{"id":"{id}","type":"subscribe","payload":{{"query":{document}}}}}"#);
    Ok(socket.send(Message::text(subscribe)).await?)
}

/// Reads messages to the end; `decode` says of each whether it is an event.
async fn read(
    url: String,
    decode: impl Fn(&str) -> Result<bool, serde_json::Error>,
) -> Result<usize, Failure> {
    let mut socket = open(url).await?;
    subscribe(&mut socket, 1).await?;
    let mut count = 0;
    while let Some(message) = socket.next().await {
        if let Message::Text(text) = message? {
            if !decode(&text)? {
                break;
            }
            count += 1;
        }
    }
    Ok(count)
}

const COMPLETE: &str = r#""type":"complete"}"#;

/// Only looks for the end.
pub async fn raw(url: String) -> Result<usize, Failure> {
    read(url, |text| Ok(!text.ends_with(COMPLETE))).await
}

/// Decodes envelope and event in one pass.
pub async fn typed(url: String) -> Result<usize, Failure> {
    read(url, |text| {
        let message: hand::Message = serde_json::from_str(text)?;
        Ok(std::hint::black_box(&message.payload).is_some())
    })
    .await
}

/// Reads the events of so many subscriptions on one WebSocket to their end: a task passes each message on to the channel of its
/// subscription, whose reader decodes it in one pass.
pub async fn many(url: String, subscriptions: usize) -> Result<usize, Failure> {
    let mut socket = open(url).await?;
    let (mut senders, mut messages) = (HashMap::new(), SelectAll::new());
    for id in 1..=subscriptions {
        subscribe(&mut socket, id).await?;
        let (sender, mut receiver) = mpsc::channel::<Utf8Bytes>(1024);
        senders.insert(id, sender);
        messages.push(poll_fn(move |context| receiver.poll_recv(context)));
    }
    tokio::spawn(async move {
        while !senders.is_empty()
            && let Some(Ok(message)) = socket.next().await
        {
            let Message::Text(text) = message else { continue };
            let Some(id) = id(&text) else { return };
            if text.ends_with(COMPLETE) {
                senders.remove(&id);
            } else if let Some(sender) = senders.get(&id)
                && sender.send(text).await.is_err()
            {
                return;
            }
        }
    });
    let mut count = 0;
    while let Some(text) = messages.next().await {
        let message: hand::Message = serde_json::from_str(&text)?;
        std::hint::black_box(message.payload.as_ref().ok_or("no payload")?);
        count += 1;
    }
    Ok(count)
}

/// The id of a message, which the server sends first.
fn id(text: &str) -> Option<usize> {
    let (id, _) = text.strip_prefix(r#"{"id":""#)?.split_once('"')?;
    id.parse().ok()
}
