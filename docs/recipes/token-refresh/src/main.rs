//! A subscription over a WebSocket that outlives its token: the token is renewed before it expires, and when the server refuses it.

use std::error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use gql_runtime::subscription::Event;
use gql_runtime::transport::{Backoff, Endpoint, WebSocket};
use gql_runtime::{Client, operations};
use serde_json::json;
use tokio::sync::RwLock;

#[operations(schema = "schema.graphql", documents = "graphql/book_added.graphql")]
mod shop {}

use shop::BookAdded;

/// The interval of refreshes: less than the lifetime of a token.
const REFRESH_EVERY: Duration = Duration::from_secs(14 * 60);

/// The current access token.
#[derive(Clone, Default)]
struct Tokens(Arc<RwLock<String>>);

impl Tokens {
    /// Replaces the token. Call your identity provider here.
    async fn refresh(&self) -> io::Result<()> {
        *self.0.write().await = "a new token".to_owned();
        Ok(())
    }

    async fn current(&self) -> String {
        self.0.read().await.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let tokens = Tokens::default();
    tokens.refresh().await?;

    // If the server refuses the token, it is replaced, and the connection is made again.
    let for_refusals = tokens.clone();
    let endpoint = Endpoint::builder("http://127.0.0.1:8000/graphql")
        .on_unauthorized(move |_refusal| {
            let tokens = for_refusals.clone();
            async move { tokens.refresh().await.is_ok() }
        })
        .build()?;

    // The payload is computed for each connection, so that it contains the current token.
    let for_payload = tokens.clone();
    let socket = WebSocket::new(&endpoint)
        .path("/ws")?
        .init_payload_with(move || {
            let tokens = for_payload.clone();
            async move { Ok(json!({ "authorization": format!("Bearer {}", tokens.current().await) })) }
        })
        .reconnect(Backoff::new().max_attempts(u32::MAX));

    // A connection may live longer than its token: reconnect with a new one before the server closes it.
    let restarted = socket.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(REFRESH_EVERY).await;
            if tokens.refresh().await.is_ok() {
                restarted.restart();
            }
        }
    });

    let mut added = Client::new(socket).subscribe(BookAdded).events();
    while let Some(event) = added.next().await {
        match event? {
            Event::Response(response) => {
                let book = response.into_result()?.book_added;
                println!("{} by {}", book.title, book.author.name);
            }
            Event::Reconnected => println!("reconnected: events in between are missing"),
            _ => {}
        }
    }
    Ok(())
}
