//! The command line: `gql-codegen generate` wrote `generated/shop.rs`, which is committed.
//!
//! Run it with `cargo run -p gql-examples --example cli`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::Client;
use shop::Search;

#[path = "../generated/shop.rs"]
#[allow(unused_qualifications)]
mod shop;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;
    let found = client.query(Search::new("Austen")).await?;
    println!("{:#?}", found.data.map(|data| data.search));
    server.stop().await?;
    Ok(())
}
