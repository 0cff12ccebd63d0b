//! A program without an async runtime: a query, a subscription as an iterator, and its end from another thread.

use std::{error::Error, thread};

use gql_examples::Server;
use gql_runtime::{blocking::Client, operations};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{Movements, Quay, Tide, movements, quay, tide};

fn main() -> Result<(), Box<dyn Error>> {
    // The server is async; the client knows nothing of its runtime.
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(Server::start())?;

    let client = Client::http(server.http_url())?;
    let variables = quay::Variables {
        filter: None,
        with_berths: false,
    };
    let quay = client
        .query::<Quay>(variables)
        .header("x-request-id", "1")
        .data()?;
    println!("query: {} vessels at {}", quay.vessels.len(), quay.now);

    let client = Client::websocket(server.ws_url())?;
    for reading in client.subscribe::<Tide>(tide::Variables { readings: 3 }).data() {
        println!("tide: {} m", reading?.tide.metres);
    }

    // This one has no end of its own.
    let mut log = client.subscribe::<Movements>(movements::Variables { first: None });
    let handle = log.abort_handle();
    let first = log.next().ok_or("the log is empty")??;
    println!("first entry: {:?}", first.into_result()?.movements);
    let reader = thread::spawn(move || log.last());
    handle.abort();
    let _ = reader.join();
    println!("the log was stopped");

    drop(client);
    runtime.block_on(server.stop())?;
    Ok(())
}
