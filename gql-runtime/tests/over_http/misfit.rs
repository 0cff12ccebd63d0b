//! Requests that do not fit the call or the transport, and the errors that explain why.

use futures_util::StreamExt;
use gql_runtime::transport::{Endpoint, Http, Mock, Multipart, Sse, Transport};
use gql_runtime::{Client, Error, OperationKind, Request};
use serde_json::{Value, json};

const SUBSCRIPTION: &str = "subscription S { a }";
const MUTATION: &str = "mutation M { a }";

/// Nothing listens there, so that a rejected request is known to be rejected before a connection is made.
const NOWHERE: &str = "http://127.0.0.1:1/graphql";

#[track_caller]
fn names(error: &Error, hint: &str) {
    assert!(error.is_builder(), "{error:?}");
    assert!(error.to_string().contains(hint), "{error}");
}

#[tokio::test]
async fn a_subscription_is_not_executed() {
    let client = Client::new(Mock::new());
    let mut declared = Request::new("the document");
    declared.kind = Some(OperationKind::Subscription);
    for request in [Request::new(SUBSCRIPTION), declared] {
        names(
            &client.execute_raw::<Value>(request.clone()).await.unwrap_err(),
            "Client::subscribe_raw",
        );
        let mut in_parts = request.clone();
        in_parts.incremental = true;
        names(
            &client.execute_raw::<Value>(in_parts).await.unwrap_err(),
            "Client::subscribe_raw",
        );
        let transports: [Box<dyn Transport>; 3] = [
            Box::new(Http::new(&Endpoint::new(NOWHERE).unwrap())),
            Box::new(Multipart::new(&Endpoint::new(NOWHERE).unwrap())),
            Box::new(Sse::new(&Endpoint::new(NOWHERE).unwrap())),
        ];
        for transport in transports {
            names(
                &transport.execute(request.clone()).await.unwrap_err(),
                "Client::subscribe_raw",
            );
        }
    }
}

#[tokio::test]
async fn a_mutation_is_not_run_as_a_stream() {
    let client = Client::new(Mock::new());
    let mut declared = Request::new("the document");
    declared.kind = Some(OperationKind::Mutation);
    for request in [Request::new(MUTATION), declared] {
        let mut events = client.subscribe_raw::<Value>(request.clone());
        names(&events.next().await.unwrap().unwrap_err(), "Client::execute_raw");
        assert!(events.next().await.is_none());
        let transports: [Box<dyn Transport>; 2] = [
            Box::new(Multipart::new(&Endpoint::new(NOWHERE).unwrap())),
            Box::new(Sse::new(&Endpoint::new(NOWHERE).unwrap())),
        ];
        for transport in transports {
            let mut events = transport.subscribe(request.clone());
            names(&events.next().await.unwrap().unwrap_err(), "Client::execute_raw");
            assert!(events.next().await.is_none());
        }
    }
    let mut events = Http::new(&Endpoint::new(NOWHERE).unwrap()).subscribe(Request::new(SUBSCRIPTION));
    names(&events.next().await.unwrap().unwrap_err(), "Split");
}

/// A query may be a stream, as servers with live queries send its result whenever it changes.
#[tokio::test]
async fn a_query_is_run_as_a_stream_where_that_can_be() {
    let mock = Mock::new();
    let script = mock.on_named("Live").subscription();
    script.data(json!({"a": 1})).unwrap();
    script.data(json!({"a": 2})).unwrap();
    script.complete();
    let mut request = Request::new("query Live @live { a }");
    request.operation_name = Some("Live".into());
    let events: Vec<_> = Client::new(mock.clone())
        .subscribe_raw::<Value>(request)
        .collect()
        .await;
    assert_eq!(events.len(), 2);
    assert_eq!(mock.requests()[0].kind, Some(OperationKind::Query));
}
