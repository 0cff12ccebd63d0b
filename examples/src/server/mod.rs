//! The server: a port that the system picks, the four ways in, and a stop that ends every stream first.

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

/// A running server. Dropping it leaves it running until the program ends; [`stop`](Server::stop) ends it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shop: Arc<Shop>,
    task: JoinHandle<io::Result<()>>,
}

/// What the routes share.
#[derive(Clone)]
struct State {
    schema: Schema,
    shop: Arc<Shop>,
}

impl Server {
    /// Starts a server on the loopback address, with a bookshop of its own.
    ///
    /// # Errors
    ///
    /// When no socket can be had.
    pub async fn start() -> io::Result<Self> {
        Self::start_at(0).await
    }

    /// The same, at this port.
    ///
    /// # Errors
    ///
    /// When no socket can be had: another program may have the port.
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

    /// Queries and mutations by HTTP POST; subscriptions too, as async-graphql's multipart (parts without an envelope).
    #[must_use]
    pub fn http_url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// Everything over a WebSocket: `graphql-transport-ws` or the legacy `graphql-ws`, as the client asks.
    #[must_use]
    pub fn ws_url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// Everything as multipart HTTP in the style of Apollo Router: each result in an envelope, heartbeats between them.
    #[must_use]
    pub fn enveloped_url(&self) -> String {
        format!("http://{}/enveloped", self.address)
    }

    /// Waits until it is over, which is when serving fails.
    ///
    /// # Errors
    ///
    /// When it failed.
    pub async fn wait(self) -> io::Result<()> {
        self.task.await?
    }

    /// Completes every running subscription, closes the sockets and frees the port.
    ///
    /// # Errors
    ///
    /// When serving had failed.
    pub async fn stop(self) -> io::Result<()> {
        self.shop.close();
        self.task.await?
    }
}
