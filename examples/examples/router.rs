//! An axum router as the HTTP client: the requests of a program's tests go to its own routes, without a socket.
//!
//! Run it with `cargo run -p gql-examples --example router`.

use std::error::Error;

use async_graphql_axum::GraphQL;
use axum::{Router, routing::post_service};
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, Http, Multipart, Split, service::Tower},
};
use shop::{OrderInput, PlaceOrder, PriceChanged, Search};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let graphql = post_service(GraphQL::new(gql_examples::executor()));
    let router = Router::new().route("/graphql", graphql);

    // The host is in the requests, but no connection is opened.
    let endpoint = Endpoint::builder("http://localhost/graphql")
        .service(Tower::new(router))
        .build()?;
    let client = Client::new(Split::new(Http::new(&endpoint), Multipart::new(&endpoint)));

    let response = client.query(Search::new("Frankenstein")).await?;
    println!("status: {:?}", response.http.as_ref().map(|head| head.status));
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}");
    }

    let order = OrderInput::new("b1", 1);
    let data = client.mutate(PlaceOrder { order }).data().await?;
    println!("ordered: {:?}", data.place_order);

    let mut changes = client.subscribe(PriceChanged { changes: 3 }).data();
    while let Some(change) = changes.next().await {
        println!("price: {:?}", change?.price_changed);
    }

    // A route that does not exist is a response, with a status.
    let elsewhere = Endpoint::builder("http://localhost/nowhere")
        .service(Tower::new(Router::new()))
        .build()?;
    match Client::http(elsewhere)?.query(Search::new("Emma")).await {
        Ok(_) => println!("a missing route has answered"),
        Err(error) => println!("elsewhere: {error}"),
    }
    Ok(())
}
