//! The tour: the same typed operations over HTTP, both WebSocket dialects and multipart HTTP, from one server.
//!
//! `operations/*.graphql` is what was written by hand; every type below was generated from it and from the schema.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, WebSocket, websocket::Subprotocols},
};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{Movements, Quay, VesselLine, movements, movements::MovementsMovements as Entry, quay};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;

    println!("a query over HTTP");
    vessels(&Client::http(server.http_url())?).await?;

    println!("a subscription over WebSocket, graphql-transport-ws");
    let socket =
        WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlTransportWs);
    log(&Client::new(socket)).await?;

    println!("a subscription over WebSocket, graphql-ws");
    let socket = WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlWs);
    log(&Client::new(socket)).await?;

    println!("a subscription over multipart HTTP");
    log(&Client::multipart(server.enveloped_url())?).await?;

    server.stop().await?;
    Ok(())
}

/// Asks who is there.
async fn vessels(client: &Client) -> Result<(), gql_runtime::Error> {
    let variables = quay::Variables {
        filter: None,
        with_berths: true,
    };
    let quay: quay::ResponseData = client.query::<Quay>(variables).data().await?;
    for vessel in quay.vessels {
        let berth = vessel
            .berth
            .map_or("at sea".to_owned(), |berth| format!("at berth {}", berth.number));
        match vessel.vessel_line {
            VesselLine::Freighter(freighter) => {
                println!("  {}, {berth}, {} holds", freighter.name, freighter.holds.len());
            }
            VesselLine::Ferry(ferry) => {
                println!("  {}, {berth}, {} passengers", ferry.name, ferry.passengers)
            }
            VesselLine::Other(other) => println!("  {}, {berth}, a {}", other.name, other.kind.as_str()),
        }
    }
    for berth in quay.berths.unwrap_or_default() {
        println!("  berth {} is {:?}", berth.number, berth.state);
    }
    Ok(())
}

/// Reads the first entries of the log, one by one as they come.
async fn log(client: &Client) -> Result<(), gql_runtime::Error> {
    let mut entries = client
        .subscribe::<Movements>(movements::Variables { first: Some(3) })
        .data();
    while let Some(entry) = entries.next().await {
        match entry?.movements {
            Entry::Arrival(arrival) => println!(
                "  {} {} comes to berth {}",
                arrival.at, arrival.vessel.name, arrival.berth.number
            ),
            Entry::Departure(departure) => println!("  {} {} leaves", departure.at, departure.vessel.name),
            Entry::Notice(notice) => println!("  {} {}", notice.at, notice.text),
            Entry::Other(kind) => println!("  {kind}, which the schema did not have"),
        }
    }
    println!("  complete");
    Ok(())
}
