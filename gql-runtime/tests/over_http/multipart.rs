//! Subscriptions as multipart responses over real connections: the order of events, and their end.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::transport::{Endpoint, Multipart};
use gql_runtime::{Client, Subscription};
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::operations::{Get, Number, Watch};
use crate::server::{Connection, Server};

pub(crate) const ROUTER: &str = "multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0";
pub(crate) const SOON: Duration = Duration::from_secs(5);

/// A client that opens each subscription once.
pub(crate) fn client(server: &Server) -> Client {
    Client::new(Multipart::new(&server.endpoint()).reconnect(None))
}

pub(crate) fn watch(server: &Server) -> Subscription<Number> {
    client(server).subscribe(Watch { id: 1 })
}

/// A server that answers the first request of each connection with this stream, and then waits until the client
/// disconnects.
pub(crate) async fn streaming(content_type: &'static str, chunks: &'static [&'static str]) -> Server {
    Server::start(move |mut connection| async move {
        if connection.request().await.is_some() {
            connection.stream(content_type).await;
            for chunk in chunks {
                connection.chunk(chunk).await;
            }
            connection.gone().await;
        }
    })
    .await
}

pub(crate) async fn next(events: &mut Subscription<Number>) -> Option<Result<i32, String>> {
    let item = timeout(SOON, events.next()).await.expect("an item soon")?;
    Some(
        item.map(|response| response.data.map_or(-1, |data| data.n))
            .map_err(|error| error.to_string()),
    )
}

pub(crate) const PART: &str =
    "\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":1}}}";

#[tokio::test]
async fn mp_001_016_two_events_and_the_end() {
    let server = streaming(
        ROUTER,
        &[
            "\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql",
            "\r\ncontent-type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":1}}}\r\n--graphql",
            "\r\ncontent-type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":2}}}\r\n--graphql",
            "--\r\n",
        ],
    )
    .await;
    let mut events = watch(&server);
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    assert_eq!(next(&mut events).await, Some(Ok(2)));
    // The stream ends although the connection stays open, and does not continue.
    assert_eq!(next(&mut events).await, None);
    assert_eq!(next(&mut events).await, None);
    let seen = &server.seen()[0];
    assert_eq!(
        seen.header("accept"),
        Some(
            "multipart/mixed;subscriptionSpec=1.0, multipart/mixed;boundary=graphql;subscriptionSpec=1.0, \
             application/graphql-response+json, application/json"
        )
    );
    assert_eq!(seen.header("accept-encoding"), Some("identity"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.json()["variables"], json!({"id": 1}));
}

#[tokio::test]
async fn mp_012_mp_013_an_event_is_delivered_before_the_next_one_arrives() {
    for after in ["\r\n--graphql", "\r\n", ""] {
        let server = Server::start(move |mut connection| async move {
            connection.request().await;
            connection.stream(ROUTER).await;
            for _ in 0..3 {
                // The server only continues once the client has read the event.
                connection.chunk(PART).await;
                connection.chunk(after).await;
                connection.gone().await;
            }
        })
        .await;
        assert_eq!(next(&mut watch(&server)).await, Some(Ok(1)), "{after:?}");
    }
}

#[tokio::test]
async fn mp_026_errors_inside_an_event_do_not_end_the_stream() {
    let server = streaming(
        ROUTER,
        &[
            "--graphql\r\n\r\n{\"payload\":{\"data\":{\"n\":1},\"errors\":[{\"message\":\"half\"}]}}\r\n",
            "--graphql\r\n\r\n{\"payload\":{\"data\":{\"n\":\"two\"}}}\r\n",
            "--graphql\r\n\r\n{\"payload\":{\"data\":{\"n\":3}}}\r\n--graphql--",
        ],
    )
    .await;
    let mut events = watch(&server);
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(
        (first.data, first.errors[0].message.as_str()),
        (Some(Number { n: 1 }), "half")
    );
    // MSG-005: an event that cannot be decoded is an error, and further events follow.
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && !error.is_terminal());
    assert_eq!(error.response_path(), Some("data.n"));
    assert_eq!(next(&mut events).await, Some(Ok(3)));
    assert_eq!(next(&mut events).await, None);

    let data: Vec<_> = watch(&server)
        .data()
        .map(|item| item.map_err(|error| error.is_graphql()))
        .collect()
        .await;
    assert_eq!(data, [Err(true), Err(false), Ok(Number { n: 3 })]);
}

#[tokio::test]
async fn mp_048_compressed_events_come_at_once() {
    let server = Server::start(|mut connection| async move {
        let seen = connection.request().await.unwrap();
        assert!(seen.header("accept-encoding").unwrap().contains("gzip"));
        connection.send(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {ROUTER}\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
        )).await;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(PART.as_bytes()).unwrap();
        encoder.flush().unwrap();
        connection.chunk(std::mem::take(encoder.get_mut())).await;
        connection.gone().await;
    })
    .await;
    let transport = Multipart::new(&server.endpoint()).compression(true);
    let mut events = Client::new(transport).subscribe(Watch { id: 1 });
    assert_eq!(next(&mut events).await, Some(Ok(1)));
}

#[tokio::test]
async fn mp_050_mp_051_one_json_response_is_a_stream_of_one() {
    for content_type in [
        "content-type: application/json\r\n",
        "content-type: application/graphql-response+json\r\n",
    ] {
        let server = Server::answering(
            "200 OK",
            content_type,
            r#"{"data":{"n":4},"errors":[{"message":"m"}]}"#,
        )
        .await;
        let mut events = watch(&server);
        let response = events.next().await.unwrap().unwrap();
        assert_eq!(response.data, Some(Number { n: 4 }));
        assert_eq!(response.errors.len(), 1);
        assert!(events.next().await.is_none());
    }
}

#[tokio::test]
async fn mp_059_dropping_the_stream_ends_it_at_the_server() {
    let gone = Arc::new(Notify::new());
    let told = gone.clone();
    let server = Server::start(move |mut connection: Connection| {
        let told = told.clone();
        async move {
            connection.request().await;
            connection.stream(ROUTER).await;
            connection.chunk(PART).await;
            connection.gone().await;
            told.notify_one();
        }
    })
    .await;
    let client = client(&server);
    let mut events = client.subscribe(Watch { id: 1 });
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    drop(events);
    timeout(SOON, gone.notified())
        .await
        .expect("the server sees the end");

    // A handle in another task has the same effect.
    let mut events = client.subscribe(Watch { id: 1 });
    let handle = events.abort_handle();
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    let reader = tokio::spawn(async move { events.next().await.is_none() });
    tokio::task::yield_now().await;
    handle.abort();
    assert!(timeout(SOON, reader).await.expect("the reader ends").unwrap());
    timeout(SOON, gone.notified())
        .await
        .expect("the server sees the end");
}

#[tokio::test]
async fn mp_060_a_slow_reader_holds_the_server_back() {
    let sent = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = sent.clone();
    let server = Server::start(move |mut connection: Connection| {
        let counted = counted.clone();
        async move {
            connection.request().await;
            connection.stream(ROUTER).await;
            let padding = format!("{PART}{}\r\n", " ".repeat(64 << 10));
            for _ in 0..2000 {
                connection.chunk(&padding).await;
                counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            }
            connection.chunk("\r\n--graphql--").await;
        }
    })
    .await;
    let mut events = watch(&server);
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let waiting = sent.load(std::sync::atomic::Ordering::SeqCst);
    assert!(waiting < 500, "{waiting} of 2000 events of 64 KiB were taken");
    let rest = timeout(Duration::from_secs(60), events.map(|item| item.unwrap()).count())
        .await
        .unwrap();
    assert_eq!(rest, 1999);
}

#[tokio::test]
async fn mp_061_many_subscriptions_over_http_1() {
    let server = streaming(ROUTER, &[PART, "\r\n--graphql--"]).await;
    let client = client(&server);
    let all = (0..100).map(|id| client.subscribe(Watch { id }).count());
    let counts = timeout(SOON * 4, futures_util::future::join_all(all))
        .await
        .unwrap();
    assert_eq!(counts, [1; 100]);
}

#[tokio::test]
async fn mp_061_many_subscriptions_over_http_2() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        // One connection for all requests.
        let (tcp, _) = listener.accept().await.unwrap();
        let mut connection = h2::server::handshake(tcp).await.unwrap();
        while let Some(Ok((_, mut respond))) = connection.accept().await {
            tokio::spawn(async move {
                let head = http::Response::builder()
                    .header("content-type", ROUTER)
                    .body(())
                    .unwrap();
                let mut body = respond.send_response(head, false).unwrap();
                body.send_data(PART.into(), false).unwrap();
                body.send_data("\r\n--graphql--".into(), false).unwrap();
                // The body is not ended, so that the client must reset the stream after the last delimiter.
                std::future::poll_fn(|context| body.poll_reset(context))
                    .await
                    .unwrap()
            });
        }
    });
    let endpoint = Endpoint::builder(url).http2_prior_knowledge().build().unwrap();
    let client = Client::multipart(endpoint).unwrap();
    let all = (0..100).map(|id| client.subscribe(Watch { id }).count());
    let counts = timeout(SOON * 4, futures_util::future::join_all(all))
        .await
        .unwrap();
    assert_eq!(counts, [1; 100]);
    serving.abort();
}

#[tokio::test]
async fn mp_063_cookies_are_shared_with_the_http_transport() {
    let server = Server::start(|mut connection| async move {
        while let Some(seen) = connection.request().await {
            if seen.header("cookie") == Some("session=1") {
                connection.stream(ROUTER).await;
                connection.chunk(PART).await;
            } else {
                connection
                    .respond(
                        "200 OK",
                        "content-type: application/json\r\nset-cookie: session=1\r\n",
                        br#"{"data":{"n":0}}"#,
                    )
                    .await;
            }
        }
    })
    .await;
    let jar = Arc::new(gql_runtime::transport::CookieJar::default());
    let endpoint = Endpoint::builder(server.url()).cookie_jar(jar).build().unwrap();
    Client::http(endpoint.clone())
        .unwrap()
        .query(Get { id: 1 })
        .await
        .unwrap();
    let mut events = Client::multipart(endpoint).unwrap().subscribe(Watch { id: 1 });
    assert_eq!(next(&mut events).await, Some(Ok(1)));
}

#[tokio::test]
async fn mp_066_a_query_over_multipart() {
    let server = streaming(ROUTER, &[PART]).await;
    assert_eq!(
        client(&server).query(Get { id: 1 }).await.unwrap().data,
        Some(Number { n: 1 })
    );
    let server = streaming(ROUTER, &["\r\n--graphql--"]).await;
    assert!(
        client(&server)
            .query(Get { id: 1 })
            .await
            .unwrap_err()
            .is_protocol()
    );
    let server = streaming(ROUTER, &["\r\n--graphql"]).await;
    let error = client(&server)
        .query(Get { id: 1 })
        .timeout(Duration::from_millis(50))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn mp_067_an_accept_header_and_headers_of_one_subscription() {
    let server = streaming(ROUTER, &[PART]).await;
    let transport = Multipart::new(&server.endpoint()).accept("multipart/mixed".parse().unwrap());
    let mut events = Client::new(transport)
        .subscribe(Watch { id: 1 })
        .header("x-one", "1");
    assert_eq!(next(&mut events).await, Some(Ok(1)));
    let seen = &server.seen()[0];
    assert_eq!(
        (seen.header("accept"), seen.header("x-one")),
        (Some("multipart/mixed"), Some("1"))
    );
}
