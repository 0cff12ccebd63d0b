//! HTTP: a query, errors beside data, a mutation, pages of a connection, and a server that cannot be reached.
//!
//! Run it with `cargo run -p gql-examples --example http`.

use std::{error::Error, time::Duration};

use gql_examples::Server;
use gql_runtime::{Client, operations};
use shop::{OrderInput, PlaceOrder, Reviews, Search};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;

    // The recommendation fails, the search does not: the response has data and errors.
    let search = Search::new("Frankenstein");
    let response = client.query(search).timeout(Duration::from_secs(5)).await?;
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}, code {:?}", error.code());
    }

    // As a result, any error is an `Err`.
    if let Err(error) = response.into_result() {
        println!("as a result: {error}");
    }

    let order = OrderInput::new("b1", 1);
    let data = client.mutate(PlaceOrder { order }).data().await?;
    println!("ordered: {:?}", data.place_order);

    // Each page is requested after the last cursor of the one before.
    let mut after = None;
    loop {
        let page = Reviews {
            after,
            ..Reviews::new("b1", 2)
        };
        let data = client.query(page).data().await?;
        let reviews = data.book.ok_or("there is no such book")?.reviews;
        let ratings: Vec<_> = reviews.edges.iter().map(|edge| edge.node.rating).collect();
        println!("ratings: {ratings:?}");
        if !reviews.page_info.has_next_page {
            break;
        }
        after = reviews.page_info.end_cursor;
    }

    let url = server.http_url();
    server.stop().await?;
    // To the first client, a connection may seem open for a moment longer.
    let client = Client::http(url)?;
    match client.query(Search::new("Emma")).await {
        Ok(_) => println!("a server that was stopped has answered"),
        Err(error) => println!("without a server: is_connect {}", error.is_connect()),
    }
    Ok(())
}
