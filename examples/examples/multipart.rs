//! Subscriptions over multipart HTTP, in both formats that servers send.
//!
//! Run it with `cargo run -p gql-examples --example multipart`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{Client, operations};
use shop::{Activity, PriceChanged};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;

    // Each result in an envelope, as Apollo Router sends it.
    let client = Client::multipart(server.enveloped_url())?;
    let mut changes = client.subscribe(PriceChanged { changes: 3 }).data();
    while let Some(change) = changes.next().await {
        println!("enveloped: {:?}", change?.price_changed);
    }

    // Bare results, as async-graphql sends them.
    let client = Client::multipart(server.http_url())?;
    let mut events = client.subscribe(Activity { first: Some(2) }).data();
    while let Some(event) = events.next().await {
        println!("bare: {:?}", event?.activity);
    }
    server.stop().await?;
    Ok(())
}
