//! The server: its routes, the port that the system chooses, and a shutdown that completes every subscription first.

mod enveloped;
mod websocket;

use std::{io, net::SocketAddr, sync::Arc};

use async_graphql_axum::GraphQL;
use axum::{
    Router,
    routing::{get, post, post_service},
};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::bookshop::{self, Schema, Shop};

/// A running server. It runs until [`stop`](Server::stop) or the end of the program, even when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shop: Arc<Shop>,
    task: JoinHandle<io::Result<()>>,
}

/// State that the routes share.
#[derive(Clone)]
struct State {
    schema: Schema,
    shop: Arc<Shop>,
}

impl Server {
    /// Starts a server with a bookshop of its own on the loopback address, on a port that the system chooses.
    ///
    /// # Errors
    ///
    /// If the address cannot be bound.
    pub async fn start() -> io::Result<Self> {
        Self::start_at(0).await
    }

    /// Starts a server with a bookshop of its own on this port of the loopback address.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound, for example because another program uses it.
    pub async fn start_at(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let shop = Arc::new(Shop::open());
        let schema = bookshop::schema(Arc::clone(&shop));
        let routes = Router::new()
            .route("/graphql", post_service(GraphQL::new(schema.clone())))
            .route("/ws", get(websocket::upgrade))
            .route("/enveloped", post(enveloped::subscribe))
            .with_state(State {
                schema,
                shop: Arc::clone(&shop),
            });
        let stopped = shop.closed();
        let task = tokio::spawn(
            axum::serve(listener, routes)
                .with_graceful_shutdown(stopped)
                .into_future(),
        );
        Ok(Self { address, shop, task })
    }

    /// Returns the URL for queries and mutations over HTTP, and for subscriptions over multipart HTTP without envelopes.
    #[must_use]
    pub fn http_url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// Returns the URL for all operations over a WebSocket, with `graphql-transport-ws` or the legacy `graphql-ws`.
    #[must_use]
    pub fn ws_url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// Returns the URL for all operations over multipart HTTP as Apollo Router sends it: results in envelopes, with heartbeats.
    #[must_use]
    pub fn enveloped_url(&self) -> String {
        format!("http://{}/enveloped", self.address)
    }

    /// Waits until the server ends.
    ///
    /// # Errors
    ///
    /// If serving failed.
    pub async fn wait(self) -> io::Result<()> {
        self.task.await?
    }

    /// Completes every subscription, closes the connections, and frees the port.
    ///
    /// # Errors
    ///
    /// If serving failed.
    pub async fn stop(self) -> io::Result<()> {
        self.shop.close();
        self.task.await?
    }
}
