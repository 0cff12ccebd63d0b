//! HTTP: a query, a mutation, an error beside data, and a server that is gone.

use std::{error::Error, time::Duration};

use gql_examples::Server;
use gql_runtime::{Client, operations};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{BerthRequest, RequestBerth, Search, request_berth, search};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;

    // The forecast fails, the search does not: data and errors stand side by side.
    let variables = || search::Variables {
        text: "Bollard".to_owned(),
    };
    let response = client
        .query::<Search>(variables())
        .timeout(Duration::from_secs(5))
        .await?;
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}, code {:?}", error.code());
    }

    // Who wants all or nothing asks for a result.
    if let Err(error) = response.into_result() {
        println!("as a result: {error}");
    }

    let request = BerthRequest {
        vessel: "v3".to_owned(),
        berth: 1,
    };
    let moved = client
        .mutate::<RequestBerth>(request_berth::Variables { request })
        .await?;
    println!("moved: {:?}", moved.into_result()?.request_berth);

    server.stop().await?;
    match client.query::<Search>(variables()).await {
        Ok(_) => println!("a server that is gone has answered"),
        Err(error) => println!("without a server: is_connect {}", error.is_connect()),
    }
    Ok(())
}
