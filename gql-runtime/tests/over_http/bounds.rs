//! The bounds of each public type: `Debug`, `Send` and `Sync`.

use std::fmt::Debug;

use gql_runtime::transport::{
    BoxStream, Deduplicate, Event, Head, Mock, MockOperation, MockSubscription, Payload, Split,
};
use gql_runtime::{
    Call, Client, ClientBuilder, Error, ErrorKind, GraphQLError, Incremental, Input, Location, OperationKind,
    PathSegment, Request, Response, ResponseFuture, Snapshot, Subscription, Upload, blocking, subscription,
};

use crate::operations::{Get, Number};

const fn shared<T: Debug + Send + Sync + Unpin + 'static>() {}

/// One task at a time reads a running operation.
const fn sent<T: Debug + Send + Unpin + 'static>() {}

/// Data that is neither `Send` nor `Debug`, which the handles of its operations are anyway.
struct Local(#[expect(dead_code, reason = "what makes it neither")] std::rc::Rc<u8>);

const _: () = {
    shared::<Client>();
    shared::<ClientBuilder>();
    shared::<Call<Get>>();
    shared::<Error>();
    shared::<ErrorKind>();
    shared::<GraphQLError>();
    shared::<Location>();
    shared::<PathSegment>();
    shared::<OperationKind>();
    shared::<Request>();
    shared::<Response<Number>>();
    shared::<Snapshot<Number>>();
    shared::<Input<Number>>();
    shared::<Upload>();
    shared::<subscription::AbortHandle>();
    shared::<subscription::Event<Number>>();
    shared::<Mock>();
    shared::<MockOperation<Local>>();
    shared::<MockSubscription<Local>>();
    shared::<Split>();
    shared::<Deduplicate>();
    shared::<Event>();
    shared::<Payload>();
    shared::<Head>();
    shared::<blocking::Client>();
    shared::<blocking::Call<Get>>();
    sent::<ResponseFuture<Local>>();
    sent::<Incremental<Local>>();
    sent::<Subscription<Local>>();
    sent::<subscription::Data<Local>>();
    sent::<subscription::Events<Local>>();
    sent::<blocking::Subscription<Local>>();
    sent::<blocking::Iter<subscription::Data<Local>>>();
    const fn stream<T: Send + Unpin + 'static>() {}
    stream::<BoxStream<Number>>();
};

/// The future of an `async fn` does not have a name for an assertion.
#[test]
fn futures_are_send() {
    fn is_send<T: Send + 'static>(_: T) {}
    let client = Client::new(Mock::new());
    is_send(client.query(Get { id: 1 }).into_future());
    is_send(client.query(Get { id: 1 }).data());
}

/// None of them shows anything confidential, before and after sending.
#[test]
fn nothing_secret_is_shown() {
    const SECRET: &str = "4711";
    let mock = Mock::new();
    let operation = mock.on::<Get>();
    operation.answer(serde_json::json!({"n": 4711})).unwrap();
    operation.answer_with(|_| Ok(serde_json::json!({"n": 4711})));
    let client = Client::new(mock.clone());
    let call = || {
        client
            .query(Get { id: 4711 })
            .header("authorization", SECRET)
            .extensions(serde_json::json!({"a": SECRET}))
    };
    let subscription = client
        .subscribe(crate::operations::Watch { id: 4711 })
        .header("authorization", SECRET);
    for shown in [
        format!("{:?}", call()),
        format!("{:?}", call().into_future()),
        format!("{:?}", call().incremental()),
        format!("{subscription:?}"),
        format!("{:?}", subscription.abort_handle()),
        format!("{:?} {:?}", subscription.data(), client),
        format!("{mock:?} {operation:?} {:?}", operation.subscription()),
    ] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}
