//! HTTP and a WebSocket over a Unix socket, which is an option of the endpoint.
//!
//! Run it with `cargo run -p gql-examples --example unix_socket`.

use std::{error::Error, io};

use futures_util::TryStreamExt;
use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, Http, WebSocket},
};
use shop::{PriceChanged, Search};
use tokio::net::{TcpStream, UnixListener};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

/// Forwards connections from the socket to this address, as a sidecar does.
async fn forward(socket: UnixListener, address: String) -> io::Result<()> {
    loop {
        let (mut here, _) = socket.accept().await?;
        let mut there = TcpStream::connect(&address).await?;
        tokio::spawn(async move { tokio::io::copy_bidirectional(&mut here, &mut there).await });
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let url = server.http_url();
    let address = url.split('/').nth(2).ok_or("a URL has a host")?;
    let path = std::env::temp_dir().join(format!("bookshop-{}.sock", std::process::id()));
    let sidecar = tokio::spawn(forward(UnixListener::bind(&path)?, address.to_owned()));

    // The host is sent in the header `Host`; it is not resolved.
    let endpoint = Endpoint::builder("http://bookshop/graphql")
        .unix_socket(&path)
        .build()?;
    let client = Client::builder()
        .queries(Http::new(&endpoint))
        .subscriptions(WebSocket::new(&endpoint).path("/ws")?)
        .build();
    let response = client.query(Search::new("Frankenstein")).await?;
    println!("status: {:?}", response.http.as_ref().map(|head| head.status));
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}");
    }
    let changes = client.subscribe(PriceChanged { changes: 3 }).data();
    let prices = changes.map_ok(|change| change.price_changed.price);
    println!("prices: {:?}", prices.try_collect::<Vec<_>>().await?);

    server.stop().await?;
    sidecar.abort();
    std::fs::remove_file(&path)?;
    // Another endpoint, with no open connection to the sidecar.
    let endpoint = Endpoint::builder("http://bookshop/graphql")
        .unix_socket(&path)
        .build()?;
    let without = Client::http(endpoint)?;
    match without.query(Search::new("Emma")).await {
        Ok(_) => println!("a server that was stopped has answered"),
        Err(error) => println!("without a server: is_connect {}", error.is_connect()),
    }
    Ok(())
}
