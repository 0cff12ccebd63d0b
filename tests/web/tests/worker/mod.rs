//! The tests in workers, whose global object is no `Window`.

use std::time::Duration;

use gql_runtime::transport::{Endpoint, Http, WebSocket};
use gql_runtime::{Client, Request, operations};
use gql_web_tests::{EXAMPLE, YOGA};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

#[operations(
    schema = "../../schemas/bookshop.graphql",
    documents = "../../docs/graphql/books.graphql"
)]
mod shop {}

#[wasm_bindgen_test]
async fn query_mutation_and_subscription() {
    assert!(web_sys::window().is_none(), "this is a page");
    let client = Client::builder()
        .queries(Http::new(&EXAMPLE.endpoint("/graphql").await))
        .subscriptions(WebSocket::new(&EXAMPLE.endpoint("/ws").await))
        .build();
    let data = client.query(shop::Books::new(10)).data().await.unwrap();
    assert!(
        data.books
            .iter()
            .any(|book| book.title == "The Hound of the Baskervilles")
    );
    let data = client.mutate(shop::AddBook::new("Kim")).data().await.unwrap();
    assert_eq!(data.add_book.title, "Kim");
    let mut added = client.subscribe(shop::BookAdded).data();
    let titles = [added.next().await, added.next().await].map(|book| book.unwrap().unwrap().book_added.title);
    assert_eq!(titles, ["Emma", "Frankenstein"]);
}

#[wasm_bindgen_test]
async fn a_timeout() {
    let limit = Duration::from_millis(300);
    let client = Client::new(Http::new(&YOGA.endpoint("/graphql").await).timeout(limit));
    YOGA.hold().await;
    let error = client
        .execute_raw::<Value>(Request::new("{ __typename }"))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

/// The URL is relative to the script of the worker.
#[wasm_bindgen_test]
fn a_relative_url() {
    let endpoint = Endpoint::new("/graphql").unwrap();
    let url = endpoint.url();
    assert!(
        url.starts_with("http://127.0.0.1:") && url.ends_with("/graphql"),
        "{url}"
    );
}
