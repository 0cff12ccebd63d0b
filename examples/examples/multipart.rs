//! Multipart HTTP: subscriptions without a socket of their own, from the two kinds of server that there are.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{Client, operations};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{Movements, Tide, movements, tide};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;

    // Each result in an envelope, as Apollo Router sends them.
    let client = Client::multipart(server.enveloped_url())?;
    let mut readings = client.subscribe::<Tide>(tide::Variables { readings: 3 }).data();
    while let Some(reading) = readings.next().await {
        println!("enveloped: {:?}", reading?.tide);
    }

    // Bare results, as async-graphql sends them.
    let client = Client::multipart(server.http_url())?;
    let mut log = client
        .subscribe::<Movements>(movements::Variables { first: Some(2) })
        .data();
    while let Some(entry) = log.next().await {
        println!("bare: {:?}", entry?.movements);
    }
    server.stop().await?;
    Ok(())
}
