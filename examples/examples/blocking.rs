//! A program without an async runtime: a query, a subscription as an iterator, and its end from another thread.
//!
//! Run it with `cargo run -p gql-examples --example blocking`.

use std::{error::Error, thread};

use gql_examples::Server;
use gql_runtime::{blocking::Client, operations};
use shop::{Activity, Catalog, PriceChanged};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

fn main() -> Result<(), Box<dyn Error>> {
    // The server is async; the client does not use its runtime.
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(Server::start())?;

    let client = Client::http(server.http_url())?;
    let catalog = client
        .query(Catalog::new(false))
        .header("x-request-id", "1")
        .data()?;
    println!("query: {} books at {}", catalog.books.len(), catalog.now);

    let client = Client::websocket(server.ws_url())?;
    let changes = client.subscribe(PriceChanged { changes: 3 });
    for change in changes.data() {
        let change = change?.price_changed;
        println!("price: {}, ${:.2}", change.book.title, change.price);
    }

    // This stream does not end by itself.
    let mut events = client.subscribe(Activity { first: None });
    let handle = events.abort_handle();
    let first = events.next().ok_or("there is no activity")??;
    println!("first event: {:?}", first.into_result()?.activity);
    let reader = thread::spawn(move || events.last());
    handle.abort();
    let _ = reader.join();
    println!("the subscription was aborted");

    drop(client);
    runtime.block_on(server.stop())?;
    Ok(())
}
