//! Ours: `subscribe`, over both transports.

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use gql_runtime::transport::{Endpoint, Event, Multipart, Transport};
use gql_runtime::{Client, Operation};

use crate::Failure;

#[gql_runtime::operations(schema = "schema.graphql", documents = "ticker.graphql")]
pub mod generated {}

pub use generated::{Ticker, ticker};

/// Reads the events of a WebSocket to their end.
pub async fn websocket(url: String) -> Result<usize, Failure> {
    read(Client::websocket(url)?).await
}

/// Reads the events of a multipart response to their end.
pub async fn multipart(url: String) -> Result<usize, Failure> {
    read(Client::multipart(url.as_str())?).await
}

async fn read(client: Client) -> Result<usize, Failure> {
    let mut events = client.subscribe(Ticker);
    let mut count = 0;
    while let Some(event) = events.next().await {
        std::hint::black_box(event?.data.as_ref().ok_or("no data")?);
        count += 1;
    }
    Ok(count)
}

/// Reads the events of so many subscriptions on one WebSocket to their end.
pub async fn websocket_many(url: String, subscriptions: usize) -> Result<usize, Failure> {
    let client = Client::websocket(url)?;
    let mut events = SelectAll::new();
    events.extend((0..subscriptions).map(|_| client.subscribe(Ticker)));
    let mut count = 0;
    while let Some(event) = events.next().await {
        std::hint::black_box(event?.data.as_ref().ok_or("no data")?);
        count += 1;
    }
    Ok(count)
}

/// Reads the events of a multipart response as the transport gives them.
pub async fn multipart_untyped(url: String) -> Result<usize, Failure> {
    let transport = Multipart::new(&Endpoint::new(url.as_str())?);
    let mut events = transport.subscribe(Ticker::request(&ticker::Variables)?);
    let mut count = 0;
    while let Some(event) = events.next().await {
        if let Event::Next(payload) = event? {
            std::hint::black_box(&payload);
            count += 1;
        }
    }
    Ok(count)
}
