//! A router of axum as the HTTP client: the requests of a program's tests go through its own routes, without a socket.

use std::error::Error;

use async_graphql_axum::GraphQL;
use axum::{Router, routing::post_service};
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, Http, Multipart, Split, service::Tower},
};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{BerthRequest, RequestBerth, Search, Tide, request_berth, search, tide};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let graphql = post_service(GraphQL::new(gql_examples::executor()));
    let router = Router::new().route("/graphql", graphql);

    // The host is in the requests, and nothing is connected to it.
    let endpoint = Endpoint::builder("http://localhost/graphql")
        .service(Tower::new(router))
        .build()?;
    let client = Client::new(Split::new(Http::new(&endpoint), Multipart::new(&endpoint)));

    let text = "Bollard".to_owned();
    let response = client.query::<Search>(search::Variables { text }).await?;
    println!("status: {:?}", response.http.as_ref().map(|head| head.status));
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}");
    }

    let request = BerthRequest {
        vessel: "v3".to_owned(),
        berth: 1,
    };
    let moved = client
        .mutate::<RequestBerth>(request_berth::Variables { request })
        .await?;
    println!("moved: {:?}", moved.into_result()?.request_berth);

    let mut readings = client.subscribe::<Tide>(tide::Variables { readings: 3 }).data();
    while let Some(reading) = readings.next().await {
        println!("reading: {:?}", reading?.tide);
    }

    // A route that does not exist is an answer like any other.
    let elsewhere = Endpoint::builder("http://localhost/nowhere")
        .service(Tower::new(Router::new()))
        .build()?;
    let text = String::new();
    match Client::http(elsewhere)?
        .query::<Search>(search::Variables { text })
        .await
    {
        Ok(_) => println!("nobody has answered"),
        Err(error) => println!("elsewhere: {error}"),
    }
    Ok(())
}
