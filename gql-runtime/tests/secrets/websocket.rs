//! The WebSocket transport.

use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::transport::websocket::Subprotocols;
use gql_runtime::transport::{Backoff, Endpoint, EndpointBuilder, Proxy, Transport, WebSocket};
use gql_runtime::{OperationKind, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::server::{Server, response};
use crate::{Look, request, secret};

const LIMIT: Duration = Duration::from_millis(300);

fn endpoint(url: String) -> EndpointBuilder {
    Endpoint::builder(url)
        .header("x-api-key", secret("header"))
        .bearer_auth(secret("bearer"))
        .header("cookie", secret("cookie"))
        .connect_timeout(LIMIT)
}

fn configured(endpoint: EndpointBuilder) -> WebSocket {
    WebSocket::new(&endpoint.build().unwrap())
        .init_payload(serde_json::json!({"token": secret("init-payload")}))
        .subprotocols(Subprotocols::GraphqlTransportWs)
        .ack_timeout(LIMIT)
        .timeout(LIMIT)
        .reconnect(
            Backoff::new()
                .max_attempts(1)
                .initial_delay(Duration::from_millis(1)),
        )
}

fn url(address: &str) -> String {
    format!("ws://{address}/?api_key={}", secret("query"))
}

fn client(address: &str) -> WebSocket {
    configured(endpoint(url(address)))
}

pub(crate) async fn look(look: &mut Look) {
    options(look);
    for (what, bytes) in [
        ("ws: 401", response("401 Unauthorized", "", "")),
        ("ws: 200", response("200 OK", "", "no WebSocket")),
        ("ws: not HTTP", "nonsense\r\n\r\n".to_owned()),
        ("ws: closed", String::new()),
        ("ws: redirect", {
            let location = format!(
                "wss://user:{0}@login.example.com/?api_key={0}",
                secret("location")
            );
            response("302 Found", &format!("location: {location}\r\n"), &location)
        }),
    ] {
        let server = Server::saying(bytes, false).await;
        fails(look, what, client(&server.address)).await;
        let proxy = Proxy::all(format!("http://{}", server.address)).unwrap();
        let proxied = endpoint(url("server.invalid")).proxy(proxy.basic_auth("user", secret("proxy")));
        let proxied = configured(proxied);
        fails(look, "ws: proxy", proxied).await;
    }
    let silent = Server::saying("", true).await;
    fails(look, "ws: silent", client(&silent.address)).await;
    let plain = Server::saying("no TLS", false).await;
    let tls = format!("wss://{}/?api_key={}", plain.address, secret("query"));
    fails(look, "ws: not TLS", configured(endpoint(tls))).await;
    fails(look, "ws: refused", client("127.0.0.1:1")).await;
    let failing = client("127.0.0.1:1").init_payload_with(|| async { Err("there is no token".into()) });
    fails(look, "ws: a provider fails", failing).await;
    let provided =
        client("127.0.0.1:1").url_with(|| async { Ok(format!("ws://user:{}@[", secret("userinfo"))) });
    fails(look, "ws: a provider's URL is unusable", provided).await;
    messages(look).await;
}

async fn fails(look: &mut Look, what: &str, socket: WebSocket) {
    look.debug("Debug: WebSocket", &socket);
    for kind in [OperationKind::Query, OperationKind::Mutation] {
        let result = socket.execute(request(kind)).await;
        let result = result
            .and_then(Response::<u8>::decode)
            .and_then(Response::into_result);
        look.error(what, &result.unwrap_err());
        look.debug(what, &socket.state());
    }
    let events = socket.subscribe(request(OperationKind::Subscription));
    for item in events.take(9).collect::<Vec<_>>().await {
        if let Err(error) = item {
            look.error(what, &error);
        }
    }
    let mut with_header = request(OperationKind::Query);
    with_header
        .headers
        .insert("authorization", secret("header").parse().unwrap());
    look.error(
        "ws: headers of one operation",
        &socket.execute(with_header).await.unwrap_err(),
    );
    look.debug("Debug: WebSocket", &socket);
    socket.close().await;
}

/// A client of a server within the process, which sends these messages after the upgrade and after the first operation,
/// and no others.
fn saying(first: &'static [&'static str], then: &'static [&'static str]) -> WebSocket {
    client("server").connector(move |_, _| async move {
        let (client, mut server) = tokio::io::duplex(64 * 1024);
        tokio::spawn(async move {
            let mut head = Vec::new();
            while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                if server.read_buf(&mut head).await.unwrap_or(0) == 0 {
                    return;
                }
            }
            let head = String::from_utf8(head).unwrap();
            let key = head
                .lines()
                .find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key")))
                .unwrap()
                .1;
            let answer = format!(
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: {}\r\n\
                 sec-websocket-protocol: graphql-transport-ws\r\n\r\n",
                derive_accept_key(key.as_bytes())
            );
            let _ = server.write_all(answer.as_bytes()).await;
            for texts in [first, then] {
                for text in texts {
                    let mut frame = vec![if text.starts_with('\u{3}') { 0x88 } else { 0x81 }];
                    frame.push(u8::try_from(text.len()).unwrap());
                    frame.extend_from_slice(text.as_bytes());
                    let _ = server.write_all(&frame).await;
                }
                // Waits for the client's first message.
                let _ = tokio::time::timeout(LIMIT, server.read_buf(&mut Vec::new())).await;
            }
        });
        Ok(client)
    })
}

async fn messages(look: &mut Look) {
    const ACKNOWLEDGE: &str = r#"{"type":"connection_ack"}"#;
    for (what, first, then) in [
        ("ws: not acknowledged", &[][..], &[][..]),
        ("ws: broken message", &["nonsense"], &[]),
        ("ws: close frame", &["\u{3}\u{e9}no"], &[]),
        ("ws: lost", &[ACKNOWLEDGE], &[]),
        (
            "ws: errors",
            &[ACKNOWLEDGE],
            &[r#"{"type":"error","id":"1","payload":[{"message":"m"}]}"#],
        ),
        (
            "ws: misfit",
            &[ACKNOWLEDGE],
            &[r#"{"type":"next","id":"1","payload":{"data":"text"}}"#],
        ),
        (
            "ws: another's id",
            &[ACKNOWLEDGE],
            &[r#"{"type":"next","payload":{}}"#],
        ),
    ] {
        fails(look, what, saying(first, then)).await;
    }
}

/// Invalid options.
fn options(look: &mut Look) {
    let (password, key) = (secret("userinfo"), secret("query"));
    for url in [
        format!("ws://user:{password}@host/?api_key={key}"),
        format!("ws://user:{password}@[host/?api_key={key}"),
        format!("ftp://user:{password}@host/?api_key={key}"),
        format!("{key} {password}"),
    ] {
        look.error("ws: unusable proxy", &Proxy::all(&url).unwrap_err());
        if let Err(error) = Endpoint::new(url) {
            look.error("ws: unusable URL", &error);
        }
    }
    let broken = format!("{}\n", secret("header"));
    let builder = || Endpoint::builder("ws://host");
    for builder in [
        builder().header("x-api-key", &broken),
        builder().header(&broken, "value"),
        builder().bearer_auth(&broken),
    ] {
        look.error("ws: unusable header", &builder.build().unwrap_err());
    }
    let proxy = Proxy::http(format!("http://user:{password}@host")).unwrap();
    look.debug("ws: proxy", &proxy);
    look.error("ws: unusable header", &proxy.authorization(&broken).unwrap_err());
}
