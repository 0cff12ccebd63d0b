//! The mock transport, and the client above any transport.

use futures_util::StreamExt;
use gql_runtime::transport::Mock;
use gql_runtime::{Client, Error, Foreign, GraphQLQuery, OperationKind, subscription};
use serde_json::{Value, json};

use crate::operations::{Get, Number, Set, Watch};

#[tokio::test]
async fn answers_in_turn_and_remembers_requests() {
    let mock = Mock::new();
    mock.on::<Get>().answer(json!({"n": 1})).unwrap();
    mock.on::<Get>().fail(Error::connect("down"));
    mock.on::<Set>()
        .respond(json!({"errors": [{"message": "m"}]}))
        .unwrap();
    let client = Client::new(mock.clone());
    assert_eq!(
        client.query(Get { id: 7 }).await.unwrap().data,
        Some(Number { n: 1 })
    );
    assert!(client.query(Get { id: 7 }).await.unwrap_err().is_connect());
    let error = client.query(Get { id: 7 }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the mock has no answer for the operation `Get`"
    );
    assert!(
        client
            .mutate(Set { id: 7 })
            .await
            .unwrap()
            .into_result()
            .unwrap_err()
            .is_graphql()
    );
    let requests = mock.requests();
    assert_eq!(requests.len(), 4);
    assert_eq!(requests[0].variables.as_ref().unwrap().get(), r#"{"id":7}"#);
    assert_eq!(requests[0].kind, Some(OperationKind::Query));
    assert_eq!(requests[3].kind, Some(OperationKind::Mutation));
    assert!(!format!("{requests:?}").contains('7'), "variables may be secret");
}

#[tokio::test]
async fn a_subscription_driven_by_the_test() {
    let mock = Mock::new();
    let script = mock.on::<Watch>().subscription();
    let client = Client::new(mock.clone());
    let events = client.subscribe(Watch { id: 1 });
    assert!(
        !script.is_subscribed(),
        "nothing is sent before it is polled or started"
    );
    let mut events = events.start();
    assert!(script.is_subscribed());
    let reader = tokio::spawn(async move {
        let first = events.next().await.unwrap().unwrap();
        let second = events.next().await.unwrap().unwrap();
        (
            first.data,
            second.data,
            events.reconnects(),
            events.next().await.is_none(),
        )
    });
    tokio::task::yield_now().await;
    script.data(json!({"n": 1})).unwrap();
    script.reconnected();
    script.data(json!({"n": 2})).unwrap();
    script.complete();
    assert_eq!(
        reader.await.unwrap(),
        (Some(Number { n: 1 }), Some(Number { n: 2 }), 1, true)
    );

    let script = mock.on::<Watch>().subscription();
    let mut events = client.subscribe(Watch { id: 1 }).events();
    script.reconnected();
    script.data(json!({"n": 3})).unwrap();
    script.fail(Error::lagged(5));
    script.fail(Error::closed("gone"));
    assert_eq!(
        events.next().await.unwrap().unwrap(),
        subscription::Event::Reconnected
    );
    assert!(matches!(
        events.next().await,
        Some(Ok(subscription::Event::Response(_)))
    ));
    assert_eq!(events.next().await.unwrap().unwrap_err().missed(), 5);
    assert!(events.next().await.unwrap().unwrap_err().is_closed());
    assert!(events.next().await.is_none());
    // The transport's stream is dropped after the terminal error.
    assert!(script.is_dropped());

    let script = mock.on::<Watch>().subscription();
    drop(client.subscribe(Watch { id: 1 }).start());
    assert!(script.is_dropped());
}

struct Theirs;

impl GraphQLQuery for Theirs {
    type Variables = Value;
    type ResponseData = Value;

    fn build_query(variables: Value) -> graphql_client::QueryBody<Value> {
        graphql_client::QueryBody {
            variables,
            query: "query Theirs { n }",
            operation_name: "Theirs",
        }
    }
}

#[tokio::test]
async fn every_call_runs_operations_of_graphql_client() {
    let mock = Mock::new();
    mock.on_named("Theirs").answer(json!({"n": 1})).unwrap();
    mock.on_named("Theirs").answer(json!({"n": 2})).unwrap();
    let script = mock.on_named("Theirs").subscription();
    script.data(json!({"n": 3})).unwrap();
    script.complete();
    let client = Client::new(mock.clone());
    let first = client
        .query(Foreign::<Theirs>::new(json!({"a": 1})))
        .await
        .unwrap();
    let second = client.mutate(Foreign::<Theirs>::new(json!({}))).await.unwrap();
    let third: Vec<_> = client
        .subscribe(Foreign::<Theirs>::new(Value::Null))
        .data()
        .collect()
        .await;
    assert_eq!(
        (first.data, second.data),
        (Some(json!({"n": 1})), Some(json!({"n": 2})))
    );
    assert_eq!(*third[0].as_ref().unwrap(), json!({"n": 3}));
    let request = &mock.requests()[0];
    assert_eq!(
        (&*request.document, request.operation_name.as_deref()),
        ("query Theirs { n }", Some("Theirs"))
    );
    assert_eq!(request.variables.as_ref().unwrap().get(), r#"{"a":1}"#);
}

/// All public types can be sent to another task and kept there.
#[test]
fn public_types_are_send_and_static() {
    fn check<T: Send + 'static>() {}
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Error>();
    check::<gql_runtime::Subscription<std::rc::Rc<u8>>>();
    check::<gql_runtime::Call<Get>>();
    check::<gql_runtime::ResponseFuture<Number>>();
    fn unpin<T: Unpin>() {}
    unpin::<gql_runtime::Subscription<Number>>();
    unpin::<subscription::Data<Number>>();
}

/// An invalid header or timeout is reported when the call is awaited.
#[tokio::test]
async fn invalid_settings_are_reported_when_the_call_runs() {
    let client = Client::new(Mock::new());
    let error = client
        .query(Get { id: 1 })
        .header("bad name", "x")
        .await
        .unwrap_err();
    assert!(error.is_builder(), "{error:?}");

    struct Unserializable;
    impl serde::Serialize for Unserializable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no"))
        }
    }
    impl gql_runtime::OperationVariables for Unserializable {
        type Operation = Broken;
    }
    struct Broken;
    impl gql_runtime::Operation for Broken {
        type Kind = gql_runtime::Any;
        type Variables = Unserializable;
        type Data = Value;
        const NAME: &'static str = "Broken";
        const DOCUMENT: &'static str = "{ n }";
        const HASH: &'static str = "";
    }
    assert!(client.query(Unserializable).await.unwrap_err().is_encode());
    let mut events = client.subscribe(Unserializable);
    assert!(events.next().await.unwrap().unwrap_err().is_encode());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_client_of_two_transports() {
    let (queries, subscriptions) = (Mock::new(), Mock::new());
    queries.on::<Get>().answer(json!({"n": 1})).unwrap();
    let script = subscriptions.on::<Watch>().subscription();
    script.complete();
    let client = Client::builder()
        .queries(queries.clone())
        .subscriptions(subscriptions.clone())
        .build();
    assert_eq!(
        client.query(Get { id: 1 }).await.unwrap().data,
        Some(Number { n: 1 })
    );
    assert_eq!(client.subscribe(Watch { id: 1 }).count().await, 0);
    assert_eq!((queries.requests().len(), subscriptions.requests().len()), (1, 1));
    let one = Client::builder().subscriptions(queries).build();
    assert!(one.query(Get { id: 1 }).await.unwrap_err().is_protocol());
}

/// An answer that does not fit the operation is rejected where it is set, with its path.
#[tokio::test]
async fn answers_that_do_not_fit_are_errors() {
    let mock = Mock::new();
    let get = mock.on::<Get>();
    for (refused, path) in [
        (get.answer(json!({"n": "one"})), Some("data.n")),
        (get.answer(json!({"m": 1})), Some("data")),
        (get.respond(json!({"data": {"n": [1]}})), Some("data.n")),
        (
            mock.on::<Watch>().subscription().data(json!({"n": 1.5})),
            Some("data.n"),
        ),
        (
            mock.on::<Watch>().subscription().respond(json!({"data": 7})),
            Some("data"),
        ),
    ] {
        let error = refused.unwrap_err();
        assert!(error.is_decode(), "{error:?}");
        assert_eq!(error.response_path(), path, "{error}");
    }
    for refused in [get.respond(json!({"dta": {"n": 1}})), get.respond(json!([1]))] {
        assert!(refused.unwrap_err().is_protocol());
    }
    // None of it is used as an answer.
    let error = Client::new(mock).query(Get { id: 1 }).await.unwrap_err();
    assert!(error.to_string().contains("no answer"), "{error}");
}

#[tokio::test]
async fn data_is_json_or_a_value_that_serializes_to_it() {
    #[derive(serde::Serialize)]
    struct Data {
        n: i32,
    }
    let mock = Mock::new();
    mock.on::<Get>().answer(Data { n: 1 }).unwrap();
    let script = mock.on::<Watch>().subscription();
    script.data(Data { n: 2 }).unwrap();
    script
        .respond(json!({"data": {"n": 3}, "errors": [{"message": "half"}]}))
        .unwrap();
    let client = Client::new(mock);
    assert_eq!(client.query(Get { id: 1 }).data().await.unwrap().n, 1);
    let mut events = client.subscribe(Watch { id: 1 });
    assert_eq!(events.next().await.unwrap().unwrap().data.unwrap().n, 2);
    assert_eq!(events.next().await.unwrap().unwrap().errors[0].message, "half");
}

#[tokio::test]
async fn an_answer_of_the_variables() {
    let mock = Mock::new();
    mock.on::<Get>()
        .answer_with(|variables| match variables["id"].as_i64() {
            Some(7) => Err(Error::connect("down")),
            Some(8) => Ok(json!({"n": "eight"})),
            id => Ok(json!({"n": id})),
        });
    mock.on::<Get>().answer(json!({"n": 100})).unwrap();
    let client = Client::new(mock.clone());
    let get = async |id| client.query(Get { id }).data().await;
    // Queued answers come first, once each.
    assert_eq!(get(1).await.unwrap().n, 100);
    assert_eq!(get(1).await.unwrap().n, 1);
    assert_eq!(get(2).await.unwrap().n, 2);
    assert!(get(7).await.unwrap_err().is_connect());
    assert_eq!(get(8).await.unwrap_err().response_path(), Some("data.n"));
    mock.on_named("Raw").answer_with(Ok);
    let mut raw = gql_runtime::Request::new("{ a }");
    raw.operation_name = Some("Raw".into());
    let response = client.execute_raw::<Value>(raw).await.unwrap();
    assert_eq!(response.data, Some(json!({})));
}
