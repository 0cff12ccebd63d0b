//! The command line's door: `generated/harbour.rs` was written by `gql-codegen generate` and is committed.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::Client;

#[rustfmt::skip]
#[path = "../generated/harbour.rs"]
#[allow(unused_qualifications)]
mod harbour;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;
    let variables = harbour::search::Variables { text: "3".to_owned() };
    let found = client.query::<harbour::Search>(variables).await?;
    println!("{:#?}", found.data.map(|data| data.search));
    server.stop().await?;
    Ok(())
}
