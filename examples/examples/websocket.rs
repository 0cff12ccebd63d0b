//! `graphql-transport-ws`: a query, a mutation and two subscriptions on one socket, and an early end.

use std::error::Error;

use futures_util::{TryStreamExt, future};
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

use harbour::{BerthRequest, Movements, Quay, RequestBerth, Tide, movements, quay, request_berth, tide};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let socket =
        WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlTransportWs);
    let client = Client::new(socket.clone());

    let variables = quay::Variables {
        filter: None,
        with_berths: false,
    };
    let quay = client.query::<Quay>(variables).data().await?;
    println!("query: {} vessels at {}", quay.vessels.len(), quay.now);

    // Both run at once, on the same socket.
    let readings = client
        .subscribe::<Tide>(tide::Variables { readings: 3 })
        .data()
        .try_collect::<Vec<_>>();
    let entries = client
        .subscribe::<Movements>(movements::Variables { first: Some(2) })
        .data()
        .try_collect::<Vec<_>>();
    let (readings, entries) = future::try_join(readings, entries).await?;
    println!(
        "tide: {:?}",
        readings
            .iter()
            .map(|reading| reading.tide.metres)
            .collect::<Vec<_>>()
    );
    println!("log: {entries:#?}");

    // This one has no end of its own: dropping the stream ends it at the server.
    let mut log = client
        .subscribe::<Movements>(movements::Variables { first: None })
        .data();
    let first = log.next().await.ok_or("the log is empty")??;
    println!("first entry: {:?}", first.movements);
    drop(log);

    let request = BerthRequest {
        vessel: "v2".to_owned(),
        berth: 3,
    };
    let answer = client
        .mutate::<RequestBerth>(request_berth::Variables { request })
        .await?;
    println!("mutation: {:?}", answer.into_result()?.request_berth);

    socket.close().await;
    server.stop().await?;
    Ok(())
}
