//! The older `graphql-ws`, the protocol of subscriptions-transport-ws: nothing changes but the name of the subprotocol.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, WebSocket, websocket::Subprotocols},
};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{Movements, Search, movements, movements::MovementsMovements as Entry, search};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let socket = WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlWs);
    let client = Client::new(socket.clone());

    let mut log = client
        .subscribe::<Movements>(movements::Variables { first: Some(3) })
        .data();
    while let Some(entry) = log.next().await {
        match entry?.movements {
            Entry::Arrival(arrival) => println!(
                "{} {} at berth {}",
                arrival.at, arrival.vessel.name, arrival.berth.number
            ),
            Entry::Departure(departure) => println!("{} {} left", departure.at, departure.vessel.name),
            Entry::Notice(notice) => println!("{} {}", notice.at, notice.text),
            Entry::Other(name) => println!("an entry of a kind that the schema did not have: {name}"),
        }
    }

    let found = client
        .query::<Search>(search::Variables {
            text: "Aurora".to_owned(),
        })
        .await?;
    println!("query: {:#?}", found.data.map(|data| data.search));

    socket.close().await;
    server.stop().await?;
    Ok(())
}
