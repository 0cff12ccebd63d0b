//! Lists that are read page by page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FusedStream;
use gql_runtime::codegen::{backward, forward};
use gql_runtime::transport::{BoxFuture, BoxStream, Event, Mock, Payload, Transport};
use gql_runtime::{
    Advance, Client, Error, Operation, OperationVariables, Paginated, PaginatedNodes, Query, Request,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::operations::{Number, Set};

/// A list of numbers, from its beginning with `first` and from its end with `last`.
#[derive(Debug, Clone, Default, Serialize)]
struct Numbers {
    first: Option<i64>,
    last: Option<i64>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Data {
    numbers: Option<List>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    nodes: Vec<Option<i64>>,
    has_more: bool,
    cursor: Option<String>,
}

impl OperationVariables for Numbers {
    type Operation = Self;
}

impl Operation for Numbers {
    type Kind = Query;
    type Variables = Self;
    type Data = Data;
    const NAME: &'static str = "Numbers";
    const DOCUMENT: &'static str = "query Numbers { numbers }";
    const HASH: &'static str = "";
}

impl Paginated for Numbers {
    fn advance(&mut self, data: &Data) -> Result<Advance, Error> {
        let list = data.numbers.as_ref();
        let (more, cursor) = (
            list.map(|list| &list.has_more),
            list.and_then(|list| list.cursor.as_ref()),
        );
        match self.is_backward() {
            true => backward(&mut self.before, more, cursor),
            false => forward(&mut self.after, more, cursor),
        }
    }

    fn is_backward(&self) -> bool {
        self.last.is_some()
    }
}

impl PaginatedNodes for Numbers {
    type Node = i64;

    fn nodes(data: Data) -> Vec<i64> {
        let nodes = data.numbers.into_iter().flat_map(|list| list.nodes);
        nodes.flatten().collect()
    }
}

fn page(nodes: &[i64], cursor: Option<&str>) -> Value {
    json!({"numbers": {"nodes": nodes, "hasMore": cursor.is_some(), "cursor": cursor}})
}

fn mock(pages: &[Value]) -> (Mock, Client) {
    let mock = Mock::new();
    for page in pages {
        mock.on::<Numbers>().answer(page).unwrap();
    }
    (mock.clone(), Client::new(mock))
}

fn variables(mock: &Mock) -> Vec<Value> {
    let requests = mock.requests();
    let variables = requests.iter().filter_map(|request| request.variables.as_ref());
    variables
        .map(|variables| serde_json::from_str(variables.get()).unwrap())
        .collect()
}

fn first(size: i64) -> Numbers {
    Numbers {
        first: Some(size),
        ..Numbers::default()
    }
}

#[tokio::test]
async fn each_page_is_requested_with_the_cursor_of_the_previous_one() {
    let (mock, client) = mock(&[page(&[1, 2], Some("a")), page(&[3], Some("b")), page(&[], None)]);
    let mut pages = client.query(first(2)).pages();
    let mut sizes = Vec::new();
    while let Some(response) = pages.next().await {
        let list = response.unwrap().data.unwrap().numbers.unwrap();
        sizes.push(list.nodes.len());
    }
    assert_eq!(sizes, [2, 1, 0]);
    assert!(pages.is_terminated());
    assert!(pages.next().await.is_none());
    let asked: Vec<_> = variables(&mock);
    assert_eq!(
        asked.iter().map(|it| &it["after"]).collect::<Vec<_>>(),
        [&Value::Null, &json!("a"), &json!("b")]
    );
    assert!(
        asked.iter().all(|it| it["first"] == 2),
        "the size of pages remains"
    );
}

#[tokio::test]
async fn nodes_come_one_by_one_without_nulls() {
    let (mock, client) = mock(&[
        json!({"numbers": {"nodes": [1, null, 2], "hasMore": true, "cursor": "a"}}),
        page(&[], Some("b")),
        page(&[3], None),
    ]);
    let nodes = client.query(first(3)).nodes();
    assert_eq!(nodes.map(Result::unwrap).collect::<Vec<_>>().await, [1, 2, 3]);
    assert_eq!(mock.requests().len(), 3, "an empty page is not the last one");
}

#[tokio::test]
async fn backward_the_first_page_has_no_cursor_and_nodes_come_from_the_end() {
    let (mock, client) = mock(&[
        page(&[4, 5], Some("a")),
        page(&[2, 3], Some("b")),
        page(&[1], None),
    ]);
    let last = Numbers {
        last: Some(2),
        ..Numbers::default()
    };
    let nodes = client.query(last).nodes();
    assert_eq!(
        nodes.map(Result::unwrap).collect::<Vec<_>>().await,
        [5, 4, 3, 2, 1]
    );
    assert_eq!(
        variables(&mock),
        [Value::Null, json!("a"), json!("b")]
            .map(|before| json!({"first": null, "last": 2, "after": null, "before": before}))
    );
}

#[tokio::test]
async fn every_page_has_the_settings_of_the_call() {
    let (mock, client) = mock(&[page(&[1], Some("a")), page(&[2], Some("b")), page(&[3], None)]);
    let pages = client
        .query(first(1))
        .header("x-request-id", "7")
        .timeout(Duration::from_secs(9))
        .extensions(json!({"trace": 1}))
        .pages()
        .look_ahead(true);
    assert_eq!(pages.count().await, 3);
    for request in mock.requests() {
        assert_eq!(request.headers["x-request-id"], "7");
        assert_eq!(request.timeout, Some(Duration::from_secs(9)));
        assert_eq!(request.extensions.unwrap().get(), r#"{"trace":1}"#);
        assert_eq!(request.operation_name.as_deref(), Some("Numbers"));
    }
}

#[tokio::test]
async fn a_cursor_that_does_not_move_is_the_last_item() {
    let (mock, client) = mock(&[
        page(&[1], Some("secret")),
        page(&[2], Some("secret")),
        page(&[3], None),
    ]);
    let mut nodes = client.query(first(1)).nodes();
    assert_eq!(nodes.next().await.unwrap().unwrap(), 1);
    assert_eq!(nodes.next().await.unwrap().unwrap(), 2);
    let error = nodes.next().await.unwrap().unwrap_err();
    assert!(error.is_protocol() && error.is_terminal(), "{error:?}");
    assert!(error.to_string().contains("does not advance"), "{error}");
    assert!(!format!("{error:?}").contains("secret"));
    assert!(nodes.next().await.is_none());
    assert!(nodes.is_terminated());
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn the_cursor_that_the_program_set_counts() {
    let (mock, client) = mock(&[page(&[1], Some("here"))]);
    let numbers = Numbers {
        after: Some("here".to_owned()),
        ..first(1)
    };
    let mut nodes = client.query(numbers).nodes();
    assert_eq!(nodes.next().await.unwrap().unwrap(), 1);
    assert!(nodes.next().await.unwrap().unwrap_err().is_protocol());
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn another_page_without_a_cursor_is_an_error() {
    let (_, client) = mock(&[json!({"numbers": {"nodes": [1], "hasMore": true, "cursor": null}})]);
    let mut pages = client.query(first(1)).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the list has another page, but no cursor to continue from: `hasNextPage` is true, and `endCursor` is null"
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_failed_request_is_the_last_item() {
    let (mock, client) = mock(&[page(&[1], Some("a"))]);
    mock.on::<Numbers>().fail(Error::connect("down"));
    mock.on::<Numbers>().answer(page(&[2], None)).unwrap();
    let mut nodes = client.query(first(1)).nodes();
    assert_eq!(nodes.next().await.unwrap().unwrap(), 1);
    let error = nodes.next().await.unwrap().unwrap_err();
    assert!(error.is_connect() && error.is_terminal());
    assert!(nodes.next().await.is_none());
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn a_list_that_is_null_ends_the_stream() {
    let (_, client) = mock(&[json!({"numbers": null})]);
    let mut pages = client.query(first(1)).pages();
    assert_eq!(
        pages.next().await.unwrap().unwrap().data,
        Some(Data { numbers: None })
    );
    assert!(pages.next().await.is_none());
    let (_, client) = mock(&[json!({"numbers": null})]);
    assert!(client.query(first(1)).nodes().next().await.is_none());
}

#[tokio::test]
async fn errors_in_place_of_the_list_end_the_stream_as_an_error() {
    for data in [json!({"numbers": null}), Value::Null] {
        let mock = Mock::new();
        mock.on::<Numbers>().answer(page(&[1], Some("a"))).unwrap();
        mock.on::<Numbers>()
            .respond(json!({"data": data, "errors": [{"message": "forbidden"}]}))
            .unwrap();
        let mut pages = Client::new(mock).query(first(1)).pages();
        assert!(pages.next().await.unwrap().is_ok());
        assert_eq!(pages.next().await.unwrap().unwrap().errors.len(), 1);
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.is_graphql() && error.is_terminal(), "{error:?}");
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn other_errors_are_in_their_page_but_end_the_nodes() {
    let answers = |mock: &Mock| {
        mock.on::<Numbers>()
            .respond(json!({"data": page(&[1], Some("a")), "errors": [{"message": "m"}]}))
            .unwrap();
        mock.on::<Numbers>().answer(page(&[2], None)).unwrap();
    };
    let mock = Mock::new();
    answers(&mock);
    let pages = Client::new(mock).query(first(1)).pages();
    let errors: Vec<_> = pages.map(|page| page.unwrap().errors.len()).collect().await;
    assert_eq!(errors, [1, 0]);

    let mock = Mock::new();
    answers(&mock);
    let mut nodes = Client::new(mock.clone()).query(first(1)).nodes();
    let error = nodes.next().await.unwrap().unwrap_err();
    assert!(error.is_graphql() && error.is_terminal());
    assert!(nodes.next().await.is_none());
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn one_page_ahead_at_most_and_only_if_asked_for() {
    let answers = [page(&[1], Some("a")), page(&[2], Some("b")), page(&[3], None)];
    let (mock1, client) = mock(&answers);
    let mut pages = client.query(first(1)).pages();
    assert_eq!(mock1.requests().len(), 0);
    for requested in 1..=3 {
        assert!(pages.next().await.unwrap().is_ok());
        assert_eq!(mock1.requests().len(), requested);
    }
    let (mock2, client) = mock(&answers);
    let mut pages = client.query(first(1)).pages().look_ahead(true);
    assert_eq!(mock2.requests().len(), 0);
    for requested in [2, 3, 3] {
        assert!(pages.next().await.unwrap().is_ok());
        assert_eq!(mock2.requests().len(), requested);
    }
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn nodes_read_ahead_while_a_page_is_read() {
    let (mock, client) = mock(&[
        page(&[1, 2], Some("a")),
        page(&[3, 4], Some("b")),
        page(&[5], None),
    ]);
    let mut nodes = client.query(first(2)).pages().look_ahead(true).nodes();
    let mut requested = Vec::new();
    while let Some(node) = nodes.next().await {
        requested.push((node.unwrap(), mock.requests().len()));
    }
    assert_eq!(requested, [(1, 2), (2, 2), (3, 3), (4, 3), (5, 3)]);
}

#[tokio::test]
async fn a_list_with_an_offset() {
    #[derive(Serialize)]
    struct Tokens {
        skip: usize,
        first: usize,
    }
    #[derive(Deserialize)]
    struct Found {
        tokens: Vec<usize>,
    }
    impl OperationVariables for Tokens {
        type Operation = Self;
    }
    impl Operation for Tokens {
        type Kind = Query;
        type Variables = Self;
        type Data = Found;
        const NAME: &'static str = "Tokens";
        const DOCUMENT: &'static str = "query Tokens { tokens }";
        const HASH: &'static str = "";
    }
    let mock = Mock::new();
    mock.on::<Tokens>().answer_with(|variables| {
        let get = |name: &str| usize::try_from(variables[name].as_u64().unwrap()).unwrap();
        let tokens: Vec<_> = (0..250).skip(get("skip")).take(get("first")).collect();
        Ok(json!({ "tokens": tokens }))
    });
    let pages = Client::new(mock.clone())
        .query(Tokens { skip: 0, first: 100 })
        .pages_by(|variables, data| {
            variables.skip += variables.first;
            data.tokens.len() == variables.first
        });
    let tokens: Vec<_> = pages
        .map(|page| page.unwrap().data.unwrap().tokens)
        .concat()
        .await;
    assert_eq!(tokens, (0..250).collect::<Vec<_>>());
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn a_mutation_is_not_run_again_for_a_page() {
    let mock = Mock::new();
    mock.on::<Set>().answer(json!({"n": 1})).unwrap();
    let pages = Client::new(mock.clone())
        .mutate(Set { id: 1 })
        .pages_by(|_, Number { n }| *n == 1);
    let pages: Vec<_> = pages.collect().await;
    assert!(matches!(&pages[..], [Err(error)] if error.is_builder()));
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn a_setting_that_is_an_error_is_the_only_item() {
    let (mock, client) = mock(&[page(&[1], None)]);
    let pages = client.query(first(1)).header("not a name", "x").pages();
    let pages: Vec<_> = pages.collect().await;
    assert!(matches!(&pages[..], [Err(error)] if error.is_builder()));
    assert_eq!(mock.requests().len(), 0);
}

/// A transport that answers the first request, and counts those that wait.
#[derive(Debug, Clone, Default)]
struct Waiting(Arc<AtomicUsize>);

struct Open(Arc<AtomicUsize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for Waiting {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let is_first = request
            .variables
            .is_some_and(|it| it.get().contains(r#""after":null"#));
        if is_first {
            let data = json!({"data": page(&[1], Some("a"))});
            return Box::pin(std::future::ready(Ok(Payload::from_bytes(data.to_string()))));
        }
        self.0.fetch_add(1, Ordering::SeqCst);
        let open = Open(self.0.clone());
        Box::pin(async move {
            let _open = open;
            std::future::pending().await
        })
    }

    fn subscribe(&self, _: Request) -> BoxStream<Result<Event, Error>> {
        Box::pin(futures_util::stream::empty())
    }
}

#[tokio::test]
async fn dropping_the_stream_cancels_the_page_that_is_requested() {
    let transport = Waiting::default();
    let mut nodes = Client::new(transport.clone())
        .query(first(1))
        .pages()
        .look_ahead(true)
        .nodes();
    assert_eq!(nodes.next().await.unwrap().unwrap(), 1);
    assert_eq!(transport.0.load(Ordering::SeqCst), 1);
    drop(nodes);
    assert_eq!(transport.0.load(Ordering::SeqCst), 0);
}
