//! One client with two transports: queries and mutations over HTTP, subscriptions over a WebSocket.
//!
//! Run it with `cargo run -p gql-examples --example split`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, Http, Split, WebSocket},
};
use shop::{Activity, OrderInput, PlaceOrder};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let endpoint = Endpoint::new(server.http_url())?;
    let socket = WebSocket::new(&endpoint).path("/ws")?;
    let client = Client::new(Split::new(Http::new(&endpoint), socket.clone()));

    // Three events happened already; the fourth is the sale that the mutation below causes.
    let mut events = client.subscribe(Activity { first: Some(4) }).data();
    for _ in 0..3 {
        let event = events.next().await.ok_or("the stream ended early")??;
        println!("before: {:?}", event.activity);
    }

    let order = OrderInput::new("b1", 1);
    let data = client.mutate(PlaceOrder { order }).data().await?;
    println!("ordered: {:?}", data.place_order);

    while let Some(event) = events.next().await {
        println!("after: {:?}", event?.activity);
    }
    socket.close().await;
    server.stop().await?;
    Ok(())
}
