//! graphql-ws-client, which knows tungstenite up to 0.28, with the same generated types.

use futures_util::StreamExt;
use graphql_ws_client::Client;
use graphql_ws_client::graphql::StreamingOperation;
use tokio_tungstenite_028::connect_async;
use tokio_tungstenite_028::tungstenite::client::IntoClientRequest;
use tokio_tungstenite_028::tungstenite::http::HeaderValue;

use crate::Failure;
use crate::ours::{Ticker, ticker};

/// Reads the events to their end.
pub async fn graphql_ws_client(url: String) -> Result<usize, Failure> {
    let mut request = url.into_client_request()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (socket, _) = connect_async(request).await?;
    let operation = StreamingOperation::<Ticker>::new(ticker::Variables);
    let mut events = Client::build(socket).subscribe(operation).await?;
    let mut count = 0;
    while let Some(event) = events.next().await {
        std::hint::black_box(event?.data.as_ref().ok_or("no data")?);
        count += 1;
    }
    Ok(count)
}
