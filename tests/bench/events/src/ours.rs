//! Ours: `subscribe`, over both transports.

use futures_util::StreamExt;
use gql_runtime::Client;

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
    let mut events = client.subscribe::<Ticker>(ticker::Variables);
    let mut count = 0;
    while let Some(event) = events.next().await {
        std::hint::black_box(event?.data.ok_or("no data")?);
        count += 1;
    }
    Ok(count)
}
