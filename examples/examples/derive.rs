//! The derive: one operation, one struct, with the attributes and the module of `graphql_client`.
//!
//! Run it with `cargo run -p gql-examples --example derive`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{Client, GraphQLQuery};
use place_order::{OrderInput, PlaceOrderPlaceOrder as OrderResult, Variables};

/// The schema's custom scalar: the derive looks for a type of this name beside the struct.
type DateTime = String;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../schemas/bookshop.graphql",
    query_path = "operations/place_order.graphql"
)]
struct PlaceOrder;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;
    for (book, copies) in [("b1", 2), ("b1", 2), ("b2", 1)] {
        let order = OrderInput::new(book, copies);
        let data = client.mutate(Variables { order }).data().await?;
        match data.place_order {
            OrderResult::Order(order) => println!("ordered at {}: ${:.2}", order.placed_at, order.total),
            OrderResult::OutOfStock(out) => {
                let titles: Vec<_> = out.alternatives.iter().map(|book| &book.title).collect();
                println!("{}; alternatives: {titles:?}", out.reason);
            }
            OrderResult::Other(type_name) => println!("a {type_name}, which the schema did not have"),
        }
    }
    server.stop().await?;
    Ok(())
}
