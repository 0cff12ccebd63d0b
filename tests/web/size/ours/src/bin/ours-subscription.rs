//! One query and one subscription over a WebSocket.

use gql_runtime::transport::{Endpoint, Http, WebSocket};
use gql_runtime::{Client, Error, operations};

#[operations(
    schema = "../../../../schemas/bookshop.graphql",
    documents = "../../../../docs/graphql/books.graphql"
)]
mod shop {}

use shop::{BookAdded, Books, Genre};

async fn run() -> Result<(), Error> {
    let endpoint = Endpoint::new("/graphql")?;
    let client = Client::builder()
        .queries(Http::new(&endpoint))
        .subscriptions(WebSocket::new(&endpoint))
        .build();
    let data = client
        .query(Books {
            genre: Some(Genre::Crime),
            first: 10,
        })
        .data()
        .await?;
    for book in data.books {
        web_sys::console::log_1(&book.title.into());
    }
    let mut added = client.subscribe(BookAdded).data();
    while let Some(event) = added.next().await {
        web_sys::console::log_1(&event?.book_added.title.into());
    }
    Ok(())
}

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        if let Err(error) = run().await {
            web_sys::console::error_1(&error.to_string().into());
        }
    });
}
