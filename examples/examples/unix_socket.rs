//! HTTP and a WebSocket over a Unix socket: an option of the endpoint.

use std::{error::Error, io};

use futures_util::TryStreamExt;
use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, Http, WebSocket},
};
use tokio::net::{TcpStream, UnixListener};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{Search, Tide, search, tide};

/// Passes connections to the socket on to this address, as a sidecar does.
async fn pass_on(socket: UnixListener, address: String) -> io::Result<()> {
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
    let path = std::env::temp_dir().join(format!("harbour-{}.sock", std::process::id()));
    let sidecar = tokio::spawn(pass_on(UnixListener::bind(&path)?, address.to_owned()));

    // The host is the server's, for its header `Host`; nothing resolves it.
    let endpoint = Endpoint::builder("http://harbour/graphql")
        .unix_socket(&path)
        .build()?;
    let client = Client::builder()
        .queries(Http::new(&endpoint))
        .subscriptions(WebSocket::new(&endpoint).path("/ws")?)
        .build()?;
    let text = || "Bollard".to_owned();
    let response = client.query::<Search>(search::Variables { text: text() }).await?;
    println!("status: {:?}", response.http.as_ref().map(|head| head.status));
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}");
    }
    let readings = client.subscribe::<Tide>(tide::Variables { readings: 3 }).data();
    let metres = readings.map_ok(|reading| reading.tide.metres);
    println!("tide: {:?}", metres.try_collect::<Vec<_>>().await?);

    server.stop().await?;
    sidecar.abort();
    std::fs::remove_file(&path)?;
    let without = Client::http(&endpoint)?;
    match without.query::<Search>(search::Variables { text: text() }).await {
        Ok(_) => println!("a server that is gone has answered"),
        Err(error) => println!("without a server: is_connect {}", error.is_connect()),
    }
    Ok(())
}
