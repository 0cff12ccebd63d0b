//! The blocking client: without a runtime, within one, and after one.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use gql_runtime::transport::Mock;
use gql_runtime::{
    Advance, Error, OnError, Operation, OperationVariables, Paginated, PaginatedNodes, Query, blocking, kind,
    subscription,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Number {
    n: i32,
}

#[derive(Serialize)]
struct Get;

impl OperationVariables for Get {
    type Operation = Self;
}

impl Operation for Get {
    type Kind = Query;
    type Variables = Self;
    type Data = Number;
    const NAME: &'static str = "Get";
    const DOCUMENT: &'static str = "query Get { n }";
    const HASH: &'static str = "";
}

#[derive(Serialize)]
struct Watch;

impl OperationVariables for Watch {
    type Operation = Self;
}

impl Operation for Watch {
    type Kind = kind::Subscription;
    type Variables = Self;
    type Data = Number;
    const NAME: &'static str = "Watch";
    const DOCUMENT: &'static str = "subscription Watch { n }";
    const HASH: &'static str = "";
}

/// Answers one request with this response, and returns the head of the request.
fn answering(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_request(&mut stream);
        stream.write_all(answer.as_bytes()).unwrap();
        request
    });
    (url, served)
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.ends_with(b"}") {
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "the request ended early");
        request.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(request).unwrap()
}

#[test]
fn a_query_over_http() {
    let (url, served) = answering(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"data\":{\"n\":1}}",
    );
    let client = blocking::Client::http(url).unwrap();
    let response = client.query(Get).header("x-token", "abc").send().unwrap();
    assert_eq!(response.data, Some(Number { n: 1 }));
    assert!(served.join().unwrap().contains("x-token: abc"));
}

#[test]
fn a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let client = blocking::Client::http(url).unwrap();
    let call = client.query(Get).timeout(Duration::from_millis(50));
    assert!(call.send().unwrap_err().is_timeout());
}

#[test]
fn a_subscription_over_multipart() {
    let (url, served) = answering(concat!(
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; boundary=\"-\"\r\nConnection: close\r\n\r\n",
        "---\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":1}}}\r\n",
        "---\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":2}}}\r\n-----\r\n",
    ));
    let client = blocking::Client::multipart(url).unwrap();
    let numbers: Result<Vec<_>, _> = client.subscribe(Watch).data().collect();
    assert_eq!(numbers.unwrap(), [Number { n: 1 }, Number { n: 2 }]);
    served.join().unwrap();
}

#[test]
fn a_subscription_as_an_iterator() {
    let mock = Mock::new();
    let watch = mock.on::<Watch>().subscription();
    watch.data(json!({"n": 1})).unwrap();
    watch.reconnected();
    watch.data(json!({"n": 2})).unwrap();
    watch.fail(Error::closed("lost"));
    let client = blocking::Client::new(mock).unwrap();
    let mut events = client.subscribe(Watch).events();
    assert!(matches!(
        events.next(),
        Some(Ok(subscription::Event::Response(_)))
    ));
    assert!(matches!(
        events.next(),
        Some(Ok(subscription::Event::Reconnected))
    ));
    assert!(matches!(
        events.next(),
        Some(Ok(subscription::Event::Response(_)))
    ));
    assert!(events.next().unwrap().unwrap_err().is_closed());
    assert!(events.next().is_none() && events.next().is_none());
}

#[test]
fn stopped_from_another_thread() {
    let mock = Mock::new();
    mock.on::<Watch>().subscription().data(json!({"n": 1})).unwrap();
    let client = blocking::Client::new(mock).unwrap();
    let mut watch = client.subscribe(Watch);
    let handle = watch.abort_handle();
    assert!(watch.next().unwrap().is_ok());
    let reader = thread::spawn(move || watch.next().is_none());
    handle.abort();
    assert!(reader.join().unwrap());
}

#[test]
fn on_a_thread_of_a_runtime_it_is_an_error() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mock = Mock::new();
        mock.on::<Get>().answer(json!({"n": 1})).unwrap();
        let client = blocking::Client::new(mock).unwrap();
        for error in [
            client.query(Get).send().unwrap_err(),
            client.subscribe(Watch).next().unwrap().unwrap_err(),
        ] {
            assert!(error.is_builder(), "{error:?}");
            assert!(
                error.to_string().contains("use `gql_runtime::Client` there"),
                "{error}"
            );
        }
        // Dropping its runtime here must not panic either.
        drop(client);
    });
}

#[test]
fn the_settings_of_a_subscription() {
    let mock = Mock::new();
    let script = mock.on::<Watch>().subscription();
    let client = blocking::Client::new(mock.clone()).unwrap();
    let events = client
        .subscribe(Watch)
        .header("x-one", "1")
        .extensions(json!({"trace": 7}))
        .on_error(OnError::Null)
        .timeout(Duration::from_millis(50));
    assert!(
        !script.is_subscribed(),
        "nothing is sent before it is read or started"
    );
    let mut events = events.start();
    assert!(script.is_subscribed());
    let request = &mock.requests()[0];
    assert_eq!(request.headers["x-one"], "1");
    assert_eq!(request.extensions.as_ref().unwrap().get(), r#"{"trace":7}"#);
    assert_eq!(request.on_error, Some(OnError::Null));
    assert!(events.next().unwrap().unwrap_err().is_timeout());
    assert!(events.next().is_none());
    let mut refused = client.subscribe(Watch).header("bad name", "x");
    assert!(refused.next().unwrap().unwrap_err().is_builder());
}

/// A list of numbers in pages of one.
#[derive(Serialize)]
struct List {
    after: Option<i32>,
}

impl OperationVariables for List {
    type Operation = Self;
}

impl Operation for List {
    type Kind = Query;
    type Variables = Self;
    type Data = Number;
    const NAME: &'static str = "List";
    const DOCUMENT: &'static str = "query List { n }";
    const HASH: &'static str = "";
}

impl Paginated for List {
    fn advance(&mut self, data: &Number) -> Result<Advance, Error> {
        self.after = Some(data.n);
        Ok(if data.n < 3 { Advance::Next } else { Advance::Last })
    }
}

impl PaginatedNodes for List {
    type Node = i32;

    fn nodes(data: Number) -> Vec<i32> {
        vec![data.n]
    }
}

#[test]
fn pages_and_nodes_are_iterators() {
    let mock = Mock::new();
    mock.on::<List>()
        .answer_with(|variables| Ok(json!({"n": variables["after"].as_i64().unwrap_or(0) + 1})));
    let client = blocking::Client::new(mock.clone()).unwrap();
    let list = || client.query(List { after: None });
    let nodes: Result<Vec<_>, _> = list().nodes().collect();
    assert_eq!(nodes.unwrap(), [1, 2, 3]);
    let nodes: Result<Vec<_>, _> = list().pages().look_ahead(true).nodes().collect();
    assert_eq!(nodes.unwrap(), [1, 2, 3]);
    let pages = list().pages().map(|page| page.unwrap().data.unwrap().n);
    assert_eq!(pages.collect::<Vec<_>>(), [1, 2, 3]);
    let pages = list().pages_by(|variables, data| {
        variables.after = Some(data.n + 1);
        data.n < 5
    });
    let pages = pages.map(|page| page.unwrap().data.unwrap().n);
    assert_eq!(pages.collect::<Vec<_>>(), [1, 3, 5]);
    mock.on::<List>().fail(Error::connect("down"));
    let mut nodes = list().nodes();
    assert!(nodes.next().unwrap().unwrap_err().is_connect());
    assert!(nodes.next().is_none());
}
