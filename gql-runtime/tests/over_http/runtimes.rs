//! Without a tokio runtime, every operation fails with an explanation, and none panics.

use std::time::Duration;

use futures_executor::block_on;
use futures_util::StreamExt;
use gql_runtime::transport::{
    Backoff, Deduplicate, Endpoint, Http, Mock, Multipart, Split, Sse, Transport, WebSocket,
};
use gql_runtime::{Client, Error, OperationKind, Request, Upload};
use serde_json::{Value, json};

use crate::server::Server;

const NOWHERE: &str = "http://127.0.0.1:1/graphql";

#[track_caller]
fn asks_for_a_runtime(error: &Error) {
    assert!(error.is_builder(), "{error:?}");
    assert!(error.to_string().contains("tokio::main"), "{error}");
    assert!(error.is_terminal());
}

fn requests() -> Vec<Request> {
    let of = |kind| {
        let mut request = Request::new("{ a }");
        request.kind = Some(kind);
        request
    };
    let mut uploading = of(OperationKind::Mutation);
    let file = json!({"a": 1.5});
    uploading.set_variables(&file).unwrap();
    uploading.uploads = vec![
        ("variables.a".to_owned(), Upload::from_path("Cargo.toml")),
        ("variables.b".to_owned(), Upload::from_bytes("b", "b")),
    ];
    let mut limited = of(OperationKind::Query);
    limited.timeout = Some(Duration::from_millis(1));
    vec![
        of(OperationKind::Query),
        of(OperationKind::Mutation),
        limited,
        uploading,
    ]
}

fn transports() -> Vec<(&'static str, Box<dyn Transport>)> {
    let http = || Http::new(&Endpoint::new(NOWHERE).unwrap());
    let multipart = || Multipart::new(&Endpoint::new(NOWHERE).unwrap());
    let endpoint = Endpoint::builder(NOWHERE).connect_timeout(None).build().unwrap();
    vec![
        ("http", Box::new(http())),
        ("no limit", Box::new(Http::new(&endpoint).timeout(None))),
        ("retry", Box::new(http().retry(Backoff::new().max_attempts(3)))),
        ("batch", Box::new(http().batch(Duration::from_millis(1), 9))),
        (
            "get",
            Box::new(
                http()
                    .use_get_for_queries(true)
                    .read_timeout(Duration::from_secs(1)),
            ),
        ),
        ("multipart", Box::new(multipart())),
        (
            "multipart without limits",
            Box::new(Multipart::new(&endpoint).timeout(None).reconnect(None)),
        ),
        (
            "sse",
            Box::new(Sse::new(&Endpoint::new(NOWHERE).unwrap()).read_timeout(Duration::from_secs(1))),
        ),
        ("websocket", Box::new(web_socket())),
        ("websocket without limits", Box::new(web_socket().timeout(None))),
        ("split", Box::new(Split::new(http(), multipart()))),
        ("shared", Box::new(Deduplicate::new(multipart()))),
    ]
}

fn web_socket() -> WebSocket {
    WebSocket::new(&Endpoint::new("ws://127.0.0.1:1/").unwrap())
}

#[test]
fn execute_fails_without_a_runtime() {
    for (name, transport) in transports() {
        for request in requests() {
            if !request.uploads.is_empty()
                && !matches!(name, "http" | "no limit" | "retry" | "batch" | "get" | "split")
            {
                continue;
            }
            asks_for_a_runtime(&block_on(transport.execute(request)).unwrap_err());
        }
    }
}

#[test]
fn streams_fail_without_a_runtime() {
    for (name, transport) in transports() {
        let mut request = Request::new("subscription { a }");
        request.kind = Some(OperationKind::Subscription);
        if !matches!(name, "http" | "no limit" | "retry" | "batch" | "get") {
            let events: Vec<_> = block_on(transport.subscribe(request).collect());
            assert_eq!(events.len(), 1, "{name}");
            asks_for_a_runtime(events[0].as_ref().unwrap_err());
        }
        let mut request = Request::new("{ a }");
        request.incremental = true;
        let parts: Vec<_> = block_on(transport.incremental(request).collect());
        assert_eq!(parts.len(), 1, "{name}");
        asks_for_a_runtime(parts[0].as_ref().unwrap_err());
    }
}

#[test]
fn building_and_dropping_need_no_runtime() {
    for (_, transport) in transports() {
        for request in requests() {
            drop(transport.execute(request.clone()));
            drop(transport.incremental(request));
        }
        drop(transport.subscribe(Request::new("subscription { a }")));
    }
    asks_for_a_runtime(&web_socket().connect().unwrap_err());
    block_on(web_socket().close());
}

/// An operation that starts in a runtime and continues outside of it.
#[test]
fn an_operation_that_leaves_its_runtime_fails() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(Server::answering("503 Service Unavailable", "", ""));
    let http = Http::new(&server.endpoint()).retry(Backoff::new().max_attempts(2));
    let mut query = Request::new("{ a }");
    query.kind = Some(OperationKind::Query);
    let mut running = http.execute(query);
    runtime.block_on(async {
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(running.as_mut().poll(context)));
        assert!(polled.await.is_pending());
    });
    asks_for_a_runtime(&block_on(running).unwrap_err());
}

#[test]
fn entering_a_runtime_is_enough() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(Server::answering(
        "200 OK",
        "content-type: application/json\r\n",
        r#"{"data":{"a":1}}"#,
    ));
    let client = Client::http(server.url()).unwrap();
    let entered = runtime.enter();
    let response = block_on(client.execute_raw::<Value>(Request::new("{ a }"))).unwrap();
    assert_eq!(response.data, Some(json!({"a": 1})));
    drop(entered);
}

/// A mock does not need a runtime.
#[test]
fn a_mock_runs_anywhere() {
    let mock = Mock::new();
    mock.on_named("").answer(json!(1)).unwrap();
    let response = block_on(Client::new(mock).execute_raw::<u8>(Request::new("{ a }"))).unwrap();
    assert_eq!(response.data, Some(1));
}
