//! Subscriptions over HTTP that lose their connection: they reconnect by default, when the server allows it, and resume.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use gql_runtime::subscription::Event;
use gql_runtime::transport::{Backoff, Endpoint, Http, Mock, Multipart, Sse};
use gql_runtime::{Client, Request, Upload};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::multipart::{PART, ROUTER, SOON};
use crate::operations::{Get, Number, Watch};
use crate::server::Server;

const EVENT: &str = "event: next\ndata: {\"data\":{\"n\":1}}\n\n";

/// The content type of a stream, an event, and an event followed by the end.
#[derive(Debug, Clone, Copy)]
struct Format(&'static str, &'static str, &'static str);

const MULTIPART: Format = Format(ROUTER, PART, "\r\n--graphql--");
const SSE: Format = Format("text/event-stream", EVENT, "event: complete\n\n");

/// A server that refuses a first request, drops the connection of the second after an event, and completes the third.
async fn failing(format: Format, refusal: &'static str) -> Server {
    Server::start(move |mut connection| async move {
        let Some(seen) = connection.request().await else {
            return;
        };
        let Format(content_type, event, end) = format;
        match seen.connection {
            0 => connection.respond("503 Service Unavailable", refusal, b"").await,
            1 => {
                connection.stream(content_type).await;
                connection.chunk(event).await;
            }
            _ => {
                connection.stream(content_type).await;
                connection.chunk([event, end].concat()).await;
                connection.gone().await;
            }
        }
    })
    .await
}

fn clients(multipart: &Server, sse: &Server, backoff: Option<Backoff>) -> [Client; 2] {
    let (mut parts, mut events) = (Multipart::new(&multipart.endpoint()), Sse::new(&sse.endpoint()));
    if let Some(backoff) = backoff {
        parts = parts.reconnect(backoff.clone());
        events = events.reconnect(backoff);
    }
    [Client::new(parts), Client::new(events)]
}

#[tokio::test]
async fn rc_107_streams_over_http_reconnect_by_default() {
    let (multipart, sse) = (failing(MULTIPART, "").await, failing(SSE, "").await);
    let read = clients(&multipart, &sse, None).map(|client| async move {
        let events = client.subscribe(Watch { id: 1 }).events();
        let events: Vec<_> = timeout(2 * SOON, events.map(Result::unwrap).collect())
            .await
            .unwrap();
        events
            .iter()
            .map(|event| matches!(event, Event::Reconnected))
            .collect::<Vec<_>>()
    });
    for reconnected in futures_util::future::join_all(read).await {
        assert_eq!(reconnected, [false, true, false]);
    }
    for server in [&multipart, &sse] {
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn rc_108_streams_over_http_wait_for_as_long_as_the_server_says() {
    let refusal = "retry-after: 1\r\n";
    let (multipart, sse) = (failing(MULTIPART, refusal).await, failing(SSE, refusal).await);
    let backoff = Backoff::new().initial_delay(Duration::from_millis(1));
    let begun = Instant::now();
    let read = clients(&multipart, &sse, Some(backoff)).map(|client| async move {
        let mut events = client.subscribe(Watch { id: 1 }).data();
        let first = timeout(2 * SOON, events.next()).await.unwrap();
        assert_eq!(first.unwrap().unwrap(), Number { n: 1 });
        begun.elapsed()
    });
    for waited in futures_util::future::join_all(read).await {
        assert!(waited >= Duration::from_secs(1), "{waited:?}");
    }
    // The maximum delay limits that of the server.
    let server = failing(MULTIPART, "retry-after: 3600\r\n").await;
    let backoff = Backoff::new()
        .initial_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(10));
    let client = Client::new(Multipart::new(&server.endpoint()).reconnect(backoff));
    let mut events = client.subscribe(Watch { id: 1 }).data();
    assert!(timeout(SOON, events.next()).await.unwrap().unwrap().is_ok());
}

#[tokio::test]
async fn rc_109_streams_over_http_resume_behind_the_last_event() {
    let (multipart, sse) = (failing(MULTIPART, "").await, failing(SSE, "").await);
    let backoff = Backoff::new().initial_delay(Duration::from_millis(1));
    for client in clients(&multipart, &sse, Some(backoff)) {
        let mut events = client.subscribe(Watch { id: 7 }).resume(|last: &Number| Watch {
            id: 1_000 + last.n.unsigned_abs(),
        });
        let mut count = 0;
        while let Some(event) = timeout(SOON, events.next()).await.unwrap() {
            event.unwrap();
            count += 1;
        }
        assert_eq!((count, events.reconnects()), (2, 1));
    }
    for server in [&multipart, &sse] {
        let ids: Vec<_> = server
            .seen()
            .iter()
            .map(|seen| seen.json()["variables"]["id"].clone())
            .collect();
        // Before the first event, the original variables are used.
        assert_eq!(ids, [7, 7, 1_001]);
    }
}

/// A mock records the request as well.
#[tokio::test]
async fn a_mock_shows_how_a_subscription_resumes() {
    let mock = Mock::new();
    let script = mock.on::<Watch>().subscription();
    script.data(json!({"n": 1})).unwrap();
    script.reconnected();
    script.data(json!({"n": 2})).unwrap();
    script.complete();
    let client = Client::new(mock.clone());
    let events = client
        .subscribe(Watch { id: 7 })
        .resume(|last: &Number| json!({"id": 7, "after": last.n}))
        .data();
    assert_eq!(events.count().await, 2);
    let sent: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.variables.as_ref().unwrap().get().to_owned())
        .collect();
    assert_eq!(sent, [r#"{"id":7}"#, r#"{"after":1,"id":7}"#]);

    // Variables that do not serialize end the subscription when they would be sent.
    let script = mock.on::<Watch>().subscription();
    script.data(json!({"n": 1})).unwrap();
    script.reconnected();
    let mut events = client.subscribe(Watch { id: 7 }).resume(|_| f64::NAN).data();
    assert!(events.next().await.unwrap().is_ok());
    assert!(events.next().await.unwrap().unwrap_err().is_encode());
}

#[tokio::test]
async fn ht_108_a_server_that_does_not_begin_to_answer() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.gone().await;
    })
    .await;
    let limit = Duration::from_millis(50);
    let http = Client::new(Http::new(&server.endpoint()).read_timeout(limit));
    let multipart = Client::new(Multipart::new(&server.endpoint()).read_timeout(limit));
    let sse = Client::new(Sse::new(&server.endpoint()).read_timeout(limit));
    for client in [http, multipart, sse] {
        let call = client.query(Get { id: 1 }).into_future();
        let error = timeout(SOON, call).await.unwrap().unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(
            error.to_string(),
            "the server did not begin to answer within 50ms"
        );
    }
}

/// A server that receives a file slowly is not silent.
#[tokio::test]
async fn ht_109_a_file_that_takes_longer_than_the_read_timeout() {
    const MIB: usize = 1 << 20;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        let (mut io, _) = listener.accept().await.unwrap();
        let (mut taken, mut buffer) = (0, vec![0; MIB]);
        for part in 1..=32 {
            while taken < part * MIB {
                taken += io.read(&mut buffer).await.unwrap();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        io.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"data\":{\"n\":1}}")
            .await
            .unwrap();
        // Runs until the client disconnects.
        let _ = io.read(&mut buffer).await;
    });
    let path = std::env::temp_dir().join(format!("gql-runtime-slow-upload-{}.bin", std::process::id()));
    std::fs::write(&path, vec![0; 32 * MIB]).unwrap();
    let mut request = Request::new("mutation ($file: Upload!) { n(file: $file) }");
    request
        .set_variables(&HashMap::from([("file", Upload::from_path(&path))]))
        .unwrap();
    let endpoint = Endpoint::new(url).unwrap();
    let client = Client::new(Http::new(&endpoint).read_timeout(Duration::from_millis(800)));
    let response = timeout(6 * SOON, client.execute_raw::<Value>(request))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(response.data, Some(json!({"n": 1})));
    serving.abort();
    std::fs::remove_file(path).unwrap();
}
