//! tokio-tungstenite without a client around it: messages only, and messages decoded in one pass.

use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::{Failure, hand, ours};

/// Reads messages to the end; `decode` says of each whether it is an event.
async fn read(
    url: String,
    decode: impl Fn(&str) -> Result<bool, serde_json::Error>,
) -> Result<usize, Failure> {
    let mut request = url.into_client_request()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await?;
    socket
        .send(Message::text(r#"{"type":"connection_init"}"#))
        .await?;
    socket.next().await.ok_or("no acknowledgement")??;
    let document = serde_json::to_string(ours::ticker::QUERY)?;
    let subscribe = format!(r#"{{"id":"1","type":"subscribe","payload":{{"query":{document}}}}}"#);
    socket.send(Message::text(subscribe)).await?;
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

/// Only looks for the end.
pub async fn raw(url: String) -> Result<usize, Failure> {
    read(url, |text| Ok(!text.ends_with(r#""type":"complete"}"#))).await
}

/// Decodes envelope and event in one pass.
pub async fn typed(url: String) -> Result<usize, Failure> {
    read(url, |text| {
        let message: hand::Message = serde_json::from_str(text)?;
        Ok(std::hint::black_box(&message.payload).is_some())
    })
    .await
}
