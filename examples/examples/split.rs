//! Queries and mutations over HTTP, subscriptions over a WebSocket: one client. What the one changes, the other tells.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, Http, Split, WebSocket},
};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{BerthRequest, Movements, RequestBerth, movements, request_berth};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let endpoint = Endpoint::new(server.http_url())?;
    let socket = WebSocket::new(&endpoint).path("/ws")?;
    let client = Client::new(Split::new(Http::new(&endpoint), socket.clone()));

    // Three entries are in the log; the fourth is what the mutation below makes.
    let mut log = client
        .subscribe::<Movements>(movements::Variables { first: Some(4) })
        .data();
    for _ in 0..3 {
        let entry = log.next().await.ok_or("the log ended early")??;
        println!("before: {:?}", entry.movements);
    }

    let request = BerthRequest {
        vessel: "v2".to_owned(),
        berth: 1,
    };
    let answer = client
        .mutate::<RequestBerth>(request_berth::Variables { request })
        .await?;
    println!("asked: {:?}", answer.into_result()?.request_berth);

    while let Some(entry) = log.next().await {
        println!("after: {:?}", entry?.movements);
    }
    socket.close().await;
    server.stop().await?;
    Ok(())
}
