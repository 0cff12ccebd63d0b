//! Errors of fields (`@catch`) wherever an operation is decoded: events of subscriptions, the blocking client, snapshots of
//! results in parts, pages, and the trait of `graphql_client`.
//!
//! `caught/operations.graphql` has the operations.

use futures_util::StreamExt;
use gql_runtime::transport::{Mock, MockSubscription, Payload};
use gql_runtime::{
    Client, Error, FieldError, Foreign, GraphQLQuery, Operation, Response, blocking, operations, subscription,
};
use serde_json::{Value, json};

#[operations(schema = "caught/schema.graphql", documents = "caught/operations.graphql")]
mod shop {}

use shop::{
    DeferResult, DeferThrow, EdgesResult, ItemResults, NodesResult, NodesThrow, OrderResult, OrdersResult,
    OrdersThrow, StreamResult, Thrown,
};

/// Another crate decodes its data by the trait of `graphql_client`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "caught/schema.graphql",
    query_path = "caught/operations.graphql"
)]
struct Caught;

/// A response with an error.
fn failed(data: &Value, path: &Value) -> Value {
    json!({"data": data, "errors": [{"message": "no answer", "path": path}]})
}

/// Returns the message of an error that the types of an operation threw.
fn thrown<T>(result: Result<T, Error>) -> String {
    let error = result.err().expect("the error is thrown");
    assert!(error.is_graphql() && !error.is_terminal(), "{error:?}");
    assert_eq!(error.graphql_errors().len(), 1);
    error.to_string()
}

/// Returns the message of a field, or its value.
fn shown<T>(result: &Result<Option<T>, FieldError>, value: impl Fn(&T) -> String) -> String {
    match result {
        Ok(Some(it)) => value(it),
        Ok(None) => "null".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Sends three events, of which the second one has an error.
fn orders<D>(script: &MockSubscription<D>) {
    let order = |title| json!({"data": {"orders": {"id": "1", "book": {"title": title}}}});
    script.payload(&order("Emma"));
    let without = json!({"orders": {"id": "2", "book": null}});
    script.payload(&failed(&without, &json!(["orders", "book"])));
    script.payload(&order("Persuasion"));
    script.complete();
}

const BOOKS: [&str; 3] = ["Emma", "no answer (at orders.book)", "Persuasion"];

#[tokio::test]
async fn each_event_of_a_subscription_has_its_error() {
    let mock = Mock::new();
    orders(&mock.on::<OrdersResult>().subscription());
    let orders = Client::new(mock).subscribe(OrdersResult).data();
    let books = orders.map(|data| {
        let order = data.expect("the field has the error").orders.expect("an order");
        shown(&order.book, |book| book.title.clone())
    });
    assert_eq!(books.collect::<Vec<_>>().await, BOOKS);
}

#[tokio::test]
async fn an_error_that_is_thrown_takes_the_place_of_its_event() {
    let mock = Mock::new();
    orders(&mock.on::<OrdersThrow>().subscription());
    let orders = Client::new(mock).subscribe(OrdersThrow).events();
    let books = orders.map(|event| match event {
        Ok(subscription::Event::Response(response)) => {
            let order = response.data.expect("data").orders.expect("an order");
            order.book.map_or_else(String::new, |book| book.title)
        }
        Ok(other) => panic!("{other:?}"),
        error => thrown(error),
    });
    assert_eq!(books.collect::<Vec<_>>().await, BOOKS, "the stream goes on");
}

#[test]
fn the_blocking_client_attaches_errors() {
    let mock = Mock::new();
    let book = failed(
        &json!({"book": {"title": "Emma", "author": null}}),
        &json!(["book", "author"]),
    );
    mock.on::<shop::Caught>().payload(&book);
    mock.on::<Thrown>().payload(&book);
    let order = json!({"order": {"id": "1", "book": null}});
    mock.on::<OrderResult>()
        .payload(&failed(&order, &json!(["order", "book"])));
    orders(&mock.on::<OrdersResult>().subscription());
    orders(&mock.on::<OrdersThrow>().subscription());
    let client = blocking::Client::new(mock).expect("a thread");

    let data = client
        .query(shop::Caught)
        .data()
        .expect("the field has the error");
    let author = data.book.expect("a book").author;
    assert_eq!(shown(&author, |it| it.name.clone()), "no answer (at book.author)");
    assert_eq!(
        thrown(client.query(Thrown).send()),
        "no answer (at book.author)",
        "without `data`, too"
    );
    let data = client
        .mutate(OrderResult)
        .data()
        .expect("the field has the error");
    let book = data.order.expect("an order").book;
    assert_eq!(shown(&book, |it| it.title.clone()), "no answer (at order.book)");

    let books = client.subscribe(OrdersResult).data().map(|data| {
        let order = data.expect("the field has the error").orders.expect("an order");
        shown(&order.book, |book| book.title.clone())
    });
    assert_eq!(books.collect::<Vec<_>>(), BOOKS);
    let books = client.subscribe(OrdersThrow).data().map(|data| match data {
        Ok(data) => data
            .orders
            .and_then(|it| it.book)
            .map_or_else(String::new, |it| it.title),
        error => thrown(error),
    });
    assert_eq!(books.collect::<Vec<_>>(), BOOKS);
}

/// Sends a book, its author with an error, and a part that follows.
fn deferred<D>(script: &MockSubscription<D>) {
    script.payload(&json!({"data": {"book": {"title": "Emma"}}, "hasNext": true}));
    let errors = json!([{"message": "no answer", "path": ["book", "author"]}]);
    let author = json!({"path": ["book"], "data": {"author": null}, "errors": errors});
    script.payload(&json!({"incremental": [author], "hasNext": true}));
    let tags = json!({"path": ["book"], "data": {"tags": ["novel"]}});
    script.payload(&json!({"incremental": [tags], "hasNext": false}));
}

#[tokio::test]
async fn a_deferred_field_has_the_error_of_its_part() {
    let mock = Mock::new();
    deferred(&mock.on::<DeferResult>().subscription());
    deferred(&mock.on::<DeferResult>().subscription());
    let client = Client::new(mock);
    let snapshots = client.query(DeferResult).incremental();
    let seen = snapshots.map(|snapshot| {
        let data = snapshot.expect("a snapshot").response.into_result();
        let book = data.expect("the field has the error").book.expect("a book");
        let author = book.author.as_ref();
        let author = author.map(|author| shown(author, |it| it.name.clone()));
        (author, book.tags.is_some())
    });
    let error = || Some("no answer (at book.author)".to_owned());
    assert_eq!(
        seen.collect::<Vec<_>>().await,
        [(None, false), (error(), false), (error(), true)]
    );
    let whole = client.query(DeferResult).data().await.expect("the whole result");
    assert!(whole.book.expect("a book").author.expect("arrived").is_err());
}

#[tokio::test]
async fn a_deferred_field_that_throws_takes_the_place_of_snapshots() {
    let mock = Mock::new();
    deferred(&mock.on::<DeferThrow>().subscription());
    deferred(&mock.on::<DeferThrow>().subscription());
    let client = Client::new(mock);
    let mut snapshots = client.query(DeferThrow).incremental();
    let first = snapshots.next().await.expect("an item").expect("a snapshot");
    assert!(first.response.data.is_some_and(|data| data.book.is_some()));
    // Each snapshot is the whole result so far, with its errors.
    for _ in 0..2 {
        let next = snapshots.next().await.expect("an item");
        assert_eq!(thrown(next), "no answer (at book.author)");
    }
    assert!(snapshots.next().await.is_none());
    assert_eq!(
        thrown(client.query(DeferThrow).await),
        "no answer (at book.author)"
    );
}

#[tokio::test]
async fn an_item_that_is_streamed_has_its_error() {
    let mock = Mock::new();
    let script = mock.on::<StreamResult>().subscription();
    script.payload(&json!({"data": {"book": {"title": "Emma", "tags": ["a"]}}, "hasNext": true}));
    let errors = json!([{"message": "no answer", "path": ["book", "tags", 1]}]);
    let items = json!({"path": ["book", "tags", 1], "items": [null, "b"], "errors": errors});
    script.payload(&json!({"incremental": [items], "hasNext": false}));
    let snapshots = Client::new(mock).query(StreamResult).incremental();
    let tags = snapshots.map(|snapshot| {
        let data = snapshot.expect("a snapshot").response.data.expect("data");
        let tags = data.book.expect("a book").tags.expect("tags");
        let tags = tags.iter().map(|tag| shown(tag, String::clone));
        tags.collect::<Vec<_>>().join(", ")
    });
    assert_eq!(
        tags.collect::<Vec<_>>().await,
        ["a", "a, no answer (at book.tags[1]), b"]
    );
}

/// A page with a book, whose author is there unless the page has an error.
fn page(title: &str, has_error: bool, has_next: bool) -> Value {
    let author = (!has_error).then(|| json!({"name": "Jane"}));
    let data = json!({"books": {
        "nodes": [null, {"title": title, "author": author}],
        "pageInfo": {"hasNextPage": has_next, "endCursor": title},
    }});
    match has_error {
        true => failed(&data, &json!(["books", "nodes", 1, "author"])),
        false => json!({ "data": data }),
    }
}

const AUTHORS: [&str; 3] = ["Jane", "no answer (at books.nodes[1].author)", "Jane"];

/// A page whose errors are in its nodes is complete, so that its nodes are read and the next page is requested.
#[tokio::test]
async fn nodes_have_their_errors() {
    let mock = Mock::new();
    let pages = || {
        for (title, has_error) in [("a", false), ("b", true), ("c", false)] {
            mock.on::<NodesResult>()
                .payload(&page(title, has_error, title != "c"));
        }
    };
    let client = Client::new(mock.clone());
    pages();
    let nodes = client.query(NodesResult::new(2)).nodes();
    let authors = nodes.map(|node| {
        let node = node.expect("the field has the error");
        shown(&node.author, |it| it.name.clone())
    });
    assert_eq!(authors.collect::<Vec<_>>().await, AUTHORS);

    pages();
    let client = blocking::Client::from_async(client).expect("a thread");
    let read = std::thread::spawn(move || {
        let nodes = client.query(NodesResult::new(2)).nodes();
        let authors = nodes.map(|node| {
            let node = node.expect("the field has the error");
            shown(&node.author, |it| it.name.clone())
        });
        authors.collect::<Vec<_>>()
    });
    assert_eq!(read.join().expect("no panic"), AUTHORS);
}

#[tokio::test]
async fn an_error_that_a_node_throws_ends_the_pages() {
    let mock = Mock::new();
    let client = Client::new(mock.clone());
    let pages = || {
        mock.on::<NodesThrow>().payload(&page("a", false, true));
        mock.on::<NodesThrow>().payload(&page("b", true, true));
    };
    pages();
    let mut nodes = client.query(NodesThrow::new(2)).nodes();
    let first = nodes.next().await.expect("an item").expect("a node");
    assert_eq!(first.author.map(|author| author.name).as_deref(), Some("Jane"));
    let error = nodes
        .next()
        .await
        .expect("an item")
        .expect_err("the error is thrown");
    assert!(error.is_graphql() && error.is_terminal());
    assert!(
        error
            .to_string()
            .starts_with("no answer (at books.nodes[1].author)")
    );
    assert!(nodes.next().await.is_none());
    pages();
    let mut pages = client.query(NodesThrow::new(2)).pages();
    assert!(pages.next().await.expect("an item").is_ok());
    assert!(
        pages
            .next()
            .await
            .expect("an item")
            .is_err_and(|it| it.is_terminal())
    );
    assert!(pages.next().await.is_none());
}

/// Nodes may be results themselves.
#[tokio::test]
async fn nodes_are_results_with_their_errors() {
    let mock = Mock::new();
    let client = Client::new(mock.clone());
    let page = |list: &str, items: Value, failed_at: Value| {
        let info = json!({"hasNextPage": false, "endCursor": null});
        failed(&json!({"books": {list: items, "pageInfo": info}}), &failed_at)
    };
    mock.on::<ItemResults>().payload(&page(
        "nodes",
        json!([{"title": "Emma"}, null]),
        json!(["books", "nodes", 1]),
    ));
    let nodes = client.query(ItemResults::new(2)).nodes();
    let titles = nodes.map(|node| shown(&node.expect("a node"), |it| it.title.clone()));
    assert_eq!(
        titles.collect::<Vec<_>>().await,
        ["Emma", "no answer (at books.nodes[1])"]
    );

    mock.on::<EdgesResult>().payload(&page(
        "edges",
        json!([{"node": {"title": "Emma"}}, null, {"node": null}]),
        json!(["books", "edges", 2, "node"]),
    ));
    let nodes = client.query(EdgesResult::new(2)).nodes();
    let titles = nodes.map(|node| shown(&node.expect("a node"), |it| it.title.clone()));
    assert_eq!(
        titles.collect::<Vec<_>>().await,
        ["Emma", "no answer (at books.edges[2].node)"]
    );
}

/// Only the client attaches errors: the trait of `graphql_client` has the values alone.
#[tokio::test]
async fn without_the_client_there_are_only_values() {
    let response = failed(
        &json!({"book": {"title": "Emma", "author": null}}),
        &json!(["book", "author"]),
    );
    let author = |data: caught::ResponseData| data.book.expect("a book").author;
    let data = serde_json::from_value(response["data"].clone()).expect("the data");
    assert!(matches!(author(data), Ok(None)));
    let payload = Payload::from_bytes(response.to_string());
    let decoded = Response::<<Caught as Operation>::Data>::decode(payload).expect("a response");
    assert!(matches!(decoded.data.map(author), Some(Ok(None))));
    assert_eq!(decoded.errors.len(), 1);

    let mock = Mock::new();
    mock.on_named("Caught").payload(&response);
    mock.on_named("Caught").payload(&response);
    let client = Client::new(mock);
    let variables = caught::Variables;
    let foreign = client
        .query(Foreign::<Caught>::new(variables))
        .await
        .expect("a response");
    assert!(matches!(foreign.data.map(author), Some(Ok(None))));
    let own = client
        .query(caught::Variables)
        .data()
        .await
        .expect("the field has the error");
    assert!(author(own).is_err());
}
