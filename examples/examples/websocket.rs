//! `graphql-transport-ws`: a query, a mutation, and subscriptions on one socket, one of them ended early.
//!
//! Run it with `cargo run -p gql-examples --example websocket`.

use std::error::Error;

use futures_util::{TryStreamExt, future};
use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, WebSocket, websocket::Subprotocols},
};
use shop::{Activity, Catalog, OrderInput, PlaceOrder, PriceChanged};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let socket =
        WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlTransportWs);
    let client = Client::new(socket.clone());

    let catalog = client.query(Catalog::new(false)).data().await?;
    println!("query: {} books at {}", catalog.books.len(), catalog.now);

    // Both run at the same time, on the same socket.
    let changes = client
        .subscribe(PriceChanged { changes: 3 })
        .data()
        .try_collect::<Vec<_>>();
    let events = client
        .subscribe(Activity { first: Some(2) })
        .data()
        .try_collect::<Vec<_>>();
    let (changes, events) = future::try_join(changes, events).await?;
    let prices: Vec<_> = changes.iter().map(|change| change.price_changed.price).collect();
    println!("prices: {prices:?}");
    println!("activity: {events:#?}");

    // This stream does not end by itself: dropping it ends it at the server.
    let mut events = client.subscribe(Activity { first: None }).data();
    let first = events.next().await.ok_or("there is no activity")??;
    println!("first event: {:?}", first.activity);
    drop(events);

    let order = OrderInput::new("b2", 1);
    let data = client.mutate(PlaceOrder { order }).data().await?;
    println!("ordered: {:?}", data.place_order);

    socket.close().await;
    server.stop().await?;
    Ok(())
}
