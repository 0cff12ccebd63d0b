//! The settings of one call, which every transport honors or rejects before anything is sent.

use std::time::Duration;

use futures_util::StreamExt;
use gql_runtime::transport::{
    Deduplicate, Endpoint, Http, Mock, Multipart, Persisted, Split, Sse, Transport,
};
use gql_runtime::{Client, Error, OnError, Request};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::multipart::{PART, ROUTER, SOON, next, streaming};
use crate::operations::{Get, Set, Watch};
use crate::server::Server;

const SHORT: Duration = Duration::from_millis(60);

/// Nothing listens there, so that a rejected request is known to be rejected before a connection is made.
const NOWHERE: &str = "http://127.0.0.1:1/graphql";

const JSON: &str = "content-type: application/json\r\n";
const SSE: &str = "text/event-stream";

/// Every transport that streams over HTTP, and the wrappers around them.
fn streams(url: &str) -> Vec<(&'static str, Client)> {
    let multipart = || Multipart::new(&Endpoint::new(url).unwrap());
    vec![
        (ROUTER, Client::new(multipart())),
        (ROUTER, Client::new(Deduplicate::new(multipart()))),
        (ROUTER, Client::new(Split::new(Mock::new(), multipart()))),
        (SSE, Client::new(Sse::new(&Endpoint::new(url).unwrap()))),
        (
            SSE,
            Client::new(Deduplicate::new(Sse::new(&Endpoint::new(url).unwrap()))),
        ),
    ]
}

#[tokio::test]
async fn the_timeout_of_a_subscription_is_that_of_its_first_result() {
    for (content_type, silent, first) in [
        (ROUTER, &["\r\n--graphql"][..], &[PART, "\r\n--graphql"][..]),
        (SSE, &[":\n\n"], &["data: {\"data\":{\"n\":1}}\n\n"]),
    ] {
        let server = streaming(content_type, silent).await;
        for (_, client) in streams(&server.url())
            .into_iter()
            .filter(|it| it.0 == content_type)
        {
            let mut events = client.subscribe(Watch { id: 1 }).timeout(SHORT);
            let error = timeout(SOON, events.next()).await.unwrap().unwrap().unwrap_err();
            assert!(error.is_timeout() && error.is_terminal(), "{error:?}");
            assert!(events.next().await.is_none());
        }
        // There is no timeout after the first result.
        let server = streaming(content_type, first).await;
        let clients = streams(&server.url()).into_iter();
        let patient = clients
            .filter(|it| it.0 == content_type)
            .map(|(_, client)| async move {
                let mut events = client.subscribe(Watch { id: 1 }).timeout(SHORT * 20);
                assert_eq!(next(&mut events).await, Some(Ok(1)));
                assert!(
                    timeout(SHORT * 25, events.next()).await.is_err(),
                    "no item, and no error"
                );
            });
        futures_util::future::join_all(patient).await;
    }
}

/// A single stream of a shared operation times out.
#[tokio::test]
async fn the_timeout_applies_to_a_single_stream() {
    let mock = Mock::new();
    let script = mock.on::<Watch>().subscription();
    let client = Client::new(Deduplicate::new(mock.clone()));
    let mut hasty = client.subscribe(Watch { id: 1 }).timeout(SHORT);
    let mut patient = client.subscribe(Watch { id: 1 }).start();
    assert!(hasty.next().await.unwrap().unwrap_err().is_timeout());
    script.data(json!({"n": 1})).unwrap();
    assert_eq!(next(&mut patient).await, Some(Ok(1)));
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(
        mock.requests()[0].timeout,
        None,
        "it would end the operation of all"
    );
}

#[tokio::test(start_paused = true)]
async fn the_mock_honors_timeouts() {
    let mock = Mock::new();
    let client = Client::new(mock.clone());
    let script = mock.on::<Watch>().subscription();
    let mut events = client.subscribe(Watch { id: 1 }).timeout(SHORT);
    assert!(events.next().await.unwrap().unwrap_err().is_timeout());
    assert!(script.is_dropped());
    // A reconnection is not a result.
    let script = mock.on::<Watch>().subscription();
    script.reconnected();
    let mut events = client.subscribe(Watch { id: 1 }).timeout(SHORT);
    assert!(events.next().await.unwrap().unwrap_err().is_timeout());
    // The timeout applies to all parts of a result.
    let script = mock.on::<Get>().subscription();
    script.payload(&json!({"data": {"n": 1}, "hasNext": true}));
    let mut snapshots = client.query(Get { id: 1 }).timeout(SHORT).incremental();
    assert!(snapshots.next().await.unwrap().is_ok());
    assert!(snapshots.next().await.unwrap().unwrap_err().is_timeout());
}

/// Without a runtime there is no timer. This is an error, not a panic, and the timeout is not ignored.
#[test]
fn a_timeout_without_a_runtime_is_an_error() {
    let mock = Mock::new();
    let _script = mock.on::<Watch>().subscription();
    let client = Client::new(mock);
    let mut events = client.subscribe(Watch { id: 1 }).timeout(SHORT);
    let error = futures_executor::block_on(events.next()).unwrap().unwrap_err();
    assert!(error.is_builder(), "{error:?}");
}

#[tokio::test]
async fn headers_and_extensions_of_one_subscription() {
    for (content_type, chunk) in [(ROUTER, PART), (SSE, "data: {\"data\":{\"n\":1}}\n\n")] {
        let server = streaming(
            content_type,
            if content_type == ROUTER {
                &[PART]
            } else {
                &["data: {\"data\":{\"n\":1}}\n\n"]
            },
        )
        .await;
        for (_, client) in streams(&server.url())
            .into_iter()
            .filter(|it| it.0 == content_type)
        {
            let mut events = client
                .subscribe(Watch { id: 1 })
                .header("x-one", "1")
                .extensions(json!({"trace": 7}));
            assert_eq!(next(&mut events).await, Some(Ok(1)), "{chunk}");
            let seen = server.seen();
            let seen = seen.last().unwrap();
            assert_eq!(seen.header("x-one"), Some("1"));
            let body: Value = serde_json::from_slice(&seen.body).unwrap();
            assert_eq!(body["extensions"], json!({"trace": 7}));
        }
    }
}

#[tokio::test]
async fn extensions_are_an_object_or_an_error() {
    let documents = [None, Some(Persisted::Automatic), Some(Persisted::TrustedId)];
    let https = documents
        .map(|it| Box::new(Http::new(&Endpoint::new(NOWHERE).unwrap()).persisted(it)) as Box<dyn Transport>);
    let others: [Box<dyn Transport>; 3] = [
        Box::new(Multipart::new(&Endpoint::new(NOWHERE).unwrap())),
        Box::new(Sse::new(&Endpoint::new(NOWHERE).unwrap())),
        Box::new(Mock::new()),
    ];
    let builder = |error: Error| {
        assert!(error.is_builder(), "{error:?}");
        assert!(error.to_string().contains("JSON object"), "{error}");
    };
    for transport in https.into_iter().chain(others) {
        let client = Client::new(std::sync::Arc::<dyn Transport>::from(transport));
        for value in [json!(5), json!([1]), json!("text"), json!(true)] {
            let call = client.query(Get { id: 1 }).extensions(&value);
            builder(call.await.unwrap_err());
            let mut events = client.subscribe(Watch { id: 1 }).extensions(&value);
            builder(events.next().await.unwrap().unwrap_err());
            let mut request = Request::new("{ n }");
            request.extensions = Some(serde_json::value::to_raw_value(&value).unwrap());
            builder(client.execute_raw::<Value>(request).await.unwrap_err());
        }
    }
    let mock = Mock::new();
    mock.on::<Get>().answer(json!({"n": 1})).unwrap();
    let call = Client::new(mock.clone()).query(Get { id: 1 });
    call.extensions(json!({"a": 1})).extensions(()).await.unwrap();
    assert!(mock.requests()[0].extensions.is_none(), "`null` removes them");
}

#[tokio::test]
async fn a_setting_that_comes_too_late_is_an_error() {
    let mock = Mock::new();
    mock.on::<Watch>().subscription().data(json!({"n": 1})).unwrap();
    let mut events = Client::new(mock).subscribe(Watch { id: 1 });
    assert!(events.next().await.unwrap().is_ok());
    let mut events = events.header("x-one", "1");
    assert!(events.next().await.unwrap().unwrap_err().is_builder());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn mistakes_in_a_subscription_are_its_first_item() {
    let mock = Mock::new();
    let client = Client::new(mock.clone());
    let mut events = client
        .subscribe(Watch { id: 1 })
        .header("bad name", "x")
        .timeout(SHORT);
    assert!(events.next().await.unwrap().unwrap_err().is_builder());
    assert!(events.next().await.is_none());
    let mut request = Request::new("subscription { n }");
    request.max_parts_size = Some(1);
    let mut events = client.subscribe_raw::<Value>(request);
    assert!(events.next().await.unwrap().unwrap_err().is_builder());
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_until_it_is_awaited_or_polled() {
    let mock = Mock::new();
    let client = Client::new(mock.clone());
    let call = client.query(Get { id: 1 }).header("x-one", "1");
    let data = client.query(Get { id: 1 }).data();
    let raw = client.execute_raw::<Value>(Request::new("{ n }"));
    let events = client.subscribe(Watch { id: 1 });
    let (data_events, with_gaps) = (
        client.subscribe(Watch { id: 1 }).data(),
        client.subscribe(Watch { id: 1 }).events(),
    );
    let aborted = client.subscribe(Watch { id: 1 });
    let handle = aborted.abort_handle();
    assert!(!handle.is_aborted());
    handle.abort();
    assert!(handle.is_aborted() && aborted.abort_handle().is_aborted());
    assert_eq!(aborted.count().await, 0);
    drop((call, data, raw, events, data_events, with_gaps));
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn the_data_of_a_call() {
    let mock = Mock::new();
    mock.on::<Get>().answer(json!({"n": 1})).unwrap();
    mock.on::<Get>()
        .respond(json!({"data": {"n": 1}, "errors": [{"message": "half"}]}))
        .unwrap();
    let client = Client::new(mock);
    assert_eq!(client.query(Get { id: 1 }).data().await.unwrap().n, 1);
    let error = client.query(Get { id: 1 }).data().await.unwrap_err();
    assert!(error.is_graphql() && error.to_string() == "half", "{error:?}");
}

/// A server that does not know the attribute may reject the request.
#[tokio::test]
async fn an_error_behavior_is_only_sent_on_request() {
    let server = Server::answering("200 OK", JSON, r#"{"data":{"n":1}}"#).await;
    let forms = [None, Some(Persisted::Automatic), Some(Persisted::TrustedId)];
    let transports = forms.map(|form| Http::new(&server.endpoint()).persisted(form));
    for transport in transports {
        let client = Client::new(transport);
        client.query(Get { id: 1 }).await.unwrap();
        client.query(Get { id: 1 }).on_error(OnError::Null).await.unwrap();
        client
            .mutate(Set { id: 1 })
            .on_error(OnError::Halt)
            .await
            .unwrap();
        let mut request = Request::new("{ n }");
        request.on_error = Some(OnError::Propagate);
        client.execute_raw::<Value>(request).await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 4 * forms.len());
    let wanted = [None, Some("NULL"), Some("HALT"), Some("PROPAGATE")];
    for (seen, wanted) in seen.iter().zip(wanted.iter().cycle()) {
        let sent = seen.json().get("onError").cloned();
        assert_eq!(sent, wanted.map(Value::from));
    }
    let by_get = Client::new(Http::new(&server.endpoint()).use_get_for_queries(true));
    by_get.query(Get { id: 1 }).await.unwrap();
    by_get.query(Get { id: 1 }).on_error(OnError::Null).await.unwrap();
    let lines: Vec<String> = server
        .seen()
        .into_iter()
        .skip(seen.len())
        .map(|it| it.line)
        .collect();
    assert!(
        !lines[0].contains("onError") && lines[1].contains("&onError=NULL"),
        "{lines:?}"
    );

    for (content_type, chunks) in [(ROUTER, &[PART][..]), (SSE, &["data: {\"data\":{\"n\":1}}\n\n"])] {
        let server = streaming(content_type, chunks).await;
        for (_, client) in streams(&server.url())
            .into_iter()
            .filter(|it| it.0 == content_type)
        {
            let mut events = client.subscribe(Watch { id: 1 }).on_error(OnError::Null);
            assert_eq!(next(&mut events).await, Some(Ok(1)));
            assert_eq!(server.seen().last().unwrap().json()["onError"], "NULL");
        }
    }
}
