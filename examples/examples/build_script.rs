//! The build script: `build.rs` generates the module into `OUT_DIR`, and this program includes it.
//!
//! Run it with `cargo run -p gql-examples --example build_script`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::Client;
use shop::{BookFilter, Catalog};

#[allow(unused_qualifications)]
mod shop {
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;

    let filter = BookFilter::default().cheaper_than(7.0);
    let catalog = client.query(Catalog::new(false).filter(filter)).data().await?;
    println!("cheaper than $7: {:#?}", catalog.books);
    println!("authors, which were not requested: {:?}", catalog.authors);
    server.stop().await?;
    Ok(())
}
