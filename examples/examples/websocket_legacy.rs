//! The older `graphql-ws`, the protocol of subscriptions-transport-ws: only the name of the subprotocol changes.
//!
//! Run it with `cargo run -p gql-examples --example websocket_legacy`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, WebSocket, websocket::Subprotocols},
};
use shop::{Activity, Search, activity::ActivityActivity as Event};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let socket = WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlWs);
    let client = Client::new(socket.clone());

    let mut events = client.subscribe(Activity { first: Some(3) }).data();
    while let Some(event) = events.next().await {
        match event?.activity {
            Event::Delivery(it) => println!("{} {} × {} delivered", it.at, it.copies, it.book.title),
            Event::Sale(it) => println!("{} {} × {} sold", it.at, it.copies, it.book.title),
            Event::Notice(it) => println!("{} {}", it.at, it.text),
            Event::Other(type_name) => println!("a {type_name}, which the schema did not have"),
        }
    }

    let found = client.query(Search::new("Emma")).await?;
    println!("query: {:#?}", found.data.map(|data| data.search));

    socket.close().await;
    server.stop().await?;
    Ok(())
}
