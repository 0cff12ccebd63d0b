//! Responses to the upgrade request, truncated at every byte, or followed by frames at once.

use std::time::Duration;

use gql_runtime::transport::{Endpoint, Proxy, WebSocket};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use crate::server::{BOTH, Dialect, Request, Server, frame};
use crate::{last_error, next_text, subscribe};

/// Returns the error for a response after which the server neither sends nor closes, and the time it took.
async fn refused_by(answer: &[u8]) -> (gql_runtime::Error, Duration) {
    let mut server = Server::memory();
    let socket = server.client().reconnect(None);
    let mut events = subscribe(&socket);
    let mut io = server.connection().await;
    Request::read(&mut io).await;
    let before = Instant::now();
    // The client may disconnect before the end.
    let _ = io.write_all(answer).await;
    let error = last_error(&mut events).await;
    (error, before.elapsed())
}

#[tokio::test(start_paused = true)]
async fn the_body_of_a_refusal_is_kept_as_far_as_it_came() {
    let head = b"HTTP/1.1 403 no\r\nTransfer-Encoding: chunked\r\nx-id: 7\r\n\r\n";
    let whole = b"4\r\nWiki\r\n6;a=b\r\npedia \r\nE\r\nin some chunks\r\n0\r\n\r\n";
    for cut in 0..=whole.len() {
        let (error, took) = refused_by(&[&head[..], &whole[..cut]].concat()).await;
        assert_eq!(error.status().unwrap().as_u16(), 403);
        assert_eq!(error.headers()["x-id"], "7");
        let body = error.body_excerpt().unwrap_or_default();
        let known = "Wikipedia in some chunks";
        assert!(known.starts_with(body), "{cut}: {body}");
        assert!(took <= Duration::from_secs(2), "{cut}: {took:?}");
        if cut == whole.len() {
            assert_eq!(body, known);
            assert_eq!(took, Duration::ZERO);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_its_coding_or_never_ends_is_still_a_refusal() {
    for (coding, body, kept) in [
        ("chunked", "<html>".to_owned(), ""),
        ("chunked", "2\r\nok\r\nzz\r\n".to_owned(), "ok"),
        ("chunked", "ffffffffffffffff\r\nendless".to_owned(), "endless"),
        ("chunked", "ffffffffffffffffff\r\nendless".to_owned(), ""),
        ("identity", "no length".to_owned(), "no length"),
    ] {
        let answer = format!("HTTP/1.1 503 no\r\nTransfer-Encoding: {coding}\r\n\r\n{body}");
        let (error, took) = refused_by(answer.as_bytes()).await;
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(503),
            "{error:?}"
        );
        assert_eq!(error.body_excerpt().unwrap_or_default(), kept, "{body}");
        assert!(took <= Duration::from_secs(2), "{took:?}");
    }
    let large = format!("HTTP/1.1 500 x\r\n\r\n{}", "x".repeat(50_000));
    let (error, took) = refused_by(large.as_bytes()).await;
    assert!(error.body_excerpt().is_some_and(|body| body.len() < 1000));
    assert_eq!(took, Duration::ZERO, "no more of it is waited for");
}

#[tokio::test(start_paused = true)]
async fn a_head_has_bounds() {
    for head in [
        format!("HTTP/1.1 101 x\r\nx: {}", "x".repeat(40_000)),
        format!("HTTP/1.1 101 x\r\n{}\r\n", "x: y\r\n".repeat(200)),
        format!("HTTP/1.1 {}", "x".repeat(40_000)),
    ] {
        let (error, took) = refused_by(head.as_bytes()).await;
        assert!(error.is_protocol(), "{error:?}");
        assert_eq!(took, Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn frames_directly_after_the_response_are_not_lost() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut events = subscribe(&socket);
        let mut io = server.connection().await;
        let request = Request::read(&mut io).await;
        let mut headers = format!("Sec-WebSocket-Protocol: {}\r\n\r\n", dialect.name()).into_bytes();
        headers.extend(frame(true, 1, br#"{"type":"connection_ack"}"#));
        let accept = request.accept_key();
        let mut answer = format!(
            "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {accept}\r\n"
        )
        .into_bytes();
        answer.append(&mut headers);
        // An interim response, the response and the acknowledgment arrive at once.
        let mut peer = request.answer(io, &answer, dialect).await;
        peer.expect_type("connection_init").await;
        let id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_program_cannot_set_the_headers_of_the_handshake() {
    let mut server = Server::memory();
    let socket = server.client_of(|endpoint| {
        endpoint
            .header("transfer-encoding", "chunked")
            .header("content-length", "3")
            .header("sec-websocket-extensions", "x")
            .header("connection", "close")
            .header("host", "other")
    });
    let _events = subscribe(&socket);
    let peer = server.acknowledged(Dialect::Modern).await;
    for name in ["transfer-encoding", "content-length", "sec-websocket-extensions"] {
        assert_eq!(peer.request.header(name), None, "{name}");
    }
    assert_eq!(peer.request.header("connection"), Some("Upgrade"));
    assert_eq!(peer.request.header("host"), Some("other"));
    let hosts = peer.request.head.to_ascii_lowercase();
    assert_eq!(hosts.matches("\nhost:").count(), 1);
}

#[tokio::test]
async fn a_response_of_the_proxy_is_not_that_of_the_server() {
    let mut proxy = Server::tcp().await;
    let endpoint = Endpoint::builder("ws://[::1]:81/graphql")
        .proxy(Proxy::all(format!("http://127.0.0.1:{}", proxy.port)).unwrap());
    let socket = WebSocket::new(&endpoint.build().unwrap()).reconnect(None);
    let mut events = subscribe(&socket);
    let mut io = proxy.connection().await;
    let request = Request::read(&mut io).await;
    assert!(
        request.head.starts_with("CONNECT [::1]:81 HTTP/1.1\r\n"),
        "{}",
        request.head
    );
    io.write_all(b"HTTP/1.1 200 ok\r\n\r\nHTTP/1.1 101 x\r\n")
        .await
        .unwrap();
    let error = last_error(&mut events).await;
    assert!(error.is_protocol(), "{error:?}");
}
