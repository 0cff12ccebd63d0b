//! The server over plain sockets: the behavior that the examples rely on, byte for byte where it matters.

use std::{error::Error, time::Duration};

use futures_util::{SinkExt, StreamExt};
use gql_examples::Server;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest, http::HeaderValue};

type Outcome = Result<(), Box<dyn Error>>;

/// Posts an operation over HTTP/1.0, in which a body ends with the connection and is not chunked.
async fn post(url: &str, accept: &str, query: &str) -> Result<String, Box<dyn Error>> {
    let (host, path) = url
        .trim_start_matches("http://")
        .split_once('/')
        .ok_or("a URL without a path")?;
    let body = serde_json::json!({ "query": query }).to_string();
    let mut socket = TcpStream::connect(host).await?;
    let head = format!(
        "POST /{path} HTTP/1.0\r\nhost: {host}\r\naccept: {accept}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(head.as_bytes()).await?;
    let mut reply = String::new();
    socket.read_to_string(&mut reply).await?;
    Ok(reply)
}

fn body(reply: &str) -> &str {
    reply.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test]
async fn http_gives_data_and_errors_side_by_side() -> Outcome {
    let server = Server::start().await?;
    let query = r#"{ books(genre: CRIME, filter: { not: { format: EBOOK } }) { title ... on PrintedBook { weight } } recommendation }"#;
    let reply: serde_json::Value =
        serde_json::from_str(body(&post(&server.http_url(), "application/json", query).await?))?;
    assert_eq!(
        reply["data"]["books"],
        serde_json::json!([
            { "title": "The Hound of the Baskervilles", "weight": 310 },
            { "title": "A Study in Scarlet", "weight": null }
        ])
    );
    assert_eq!(reply["errors"][0]["path"], serde_json::json!(["recommendation"]));
    assert_eq!(reply["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE");
    Ok(server.stop().await?)
}

#[tokio::test]
async fn enveloped_multipart_is_apollo_routers_style() -> Outcome {
    let server = Server::start().await?;
    let accept = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json";
    let query = "subscription { priceChanged(changes: 2, interval: 1) { price } }";
    let reply = post(&server.enveloped_url(), accept, query).await?;
    assert!(
        reply.contains("content-type: multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0\r\n"),
        "{reply}"
    );
    let part = "\r\ncontent-type: application/json\r\n\r\n";
    assert_eq!(
        body(&reply),
        format!(
            "\r\n--graphql{part}{{}}\r\n--graphql{part}{{\"payload\":{{\"data\":{{\"priceChanged\":{{\"price\":9.49}}}}}}}}\
             \r\n--graphql{part}{{\"payload\":{{\"data\":{{\"priceChanged\":{{\"price\":7.0}}}}}}}}\r\n--graphql--\r\n"
        )
    );
    let rejected = post(&server.enveloped_url(), "application/json", query).await?;
    assert!(rejected.starts_with("HTTP/1.0 406 "), "{rejected}");
    Ok(server.stop().await?)
}

/// Runs one subscription with a subprotocol and returns the messages that arrived, in order.
async fn websocket(url: &str, subprotocol: &'static str, start: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut request = url.into_client_request()?;
    request
        .headers_mut()
        .insert("sec-websocket-protocol", HeaderValue::from_static(subprotocol));
    let host = url
        .trim_start_matches("ws://")
        .split('/')
        .next()
        .unwrap_or_default();
    let (mut socket, _) = tokio_tungstenite::client_async(request, TcpStream::connect(host).await?).await?;
    socket
        .send(Message::text(r#"{"type":"connection_init"}"#))
        .await?;
    socket.send(Message::text(start)).await?;
    let mut messages = Vec::new();
    while let Some(message) = socket.next().await {
        match message? {
            Message::Text(text) => {
                messages.push(text.to_string());
                if text.contains(r#""complete""#) {
                    socket.close(None).await?;
                }
            }
            Message::Close(_) => break,
            _ => {}
        }
    }
    Ok(messages)
}

#[tokio::test]
async fn both_subprotocols_work() -> Outcome {
    let server = Server::start().await?;
    for (subprotocol, start, next) in [
        ("graphql-transport-ws", "subscribe", "next"),
        ("graphql-ws", "start", "data"),
    ] {
        let query = "subscription { activity(first: 1) { __typename } }";
        let start =
            serde_json::json!({ "type": start, "id": "1", "payload": { "query": query } }).to_string();
        let messages = websocket(&server.ws_url(), subprotocol, &start).await?;
        let next = format!(
            r#"{{"type":"{next}","id":"1","payload":{{"data":{{"activity":{{"__typename":"Notice"}}}}}}}}"#
        );
        let expected = [
            r#"{"type":"connection_ack"}"#,
            &next,
            r#"{"type":"complete","id":"1"}"#,
        ];
        assert_eq!(messages, expected, "{subprotocol}");
    }
    Ok(server.stop().await?)
}

#[tokio::test]
async fn stopping_completes_a_stream_that_waits() -> Outcome {
    let server = Server::start().await?;
    let (url, accept) = (server.enveloped_url(), "multipart/mixed;subscriptionSpec=1.0");
    let subscription = tokio::spawn(async move {
        let reply = post(&url, accept, "subscription { activity { __typename } }").await;
        reply.map_err(|error| error.to_string())
    });
    // Three events are in the log from the start; the stream then waits for a fourth.
    tokio::time::sleep(Duration::from_millis(200)).await;
    tokio::time::timeout(Duration::from_secs(10), server.stop()).await??;
    let reply = subscription.await??;
    assert_eq!(reply.matches("__typename").count(), 3, "{reply}");
    assert!(reply.ends_with("\r\n--graphql--\r\n"), "{reply}");
    Ok(())
}
