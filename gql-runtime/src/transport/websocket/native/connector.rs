//! Connections of the program.

use std::io;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::Error;
use crate::transport::dial::{FirstHop, Io};
use crate::transport::websocket::WebSocket;
use crate::transport::websocket::failure::Failure;

impl WebSocket {
    /// Makes connections with this function, such as within the process. It gets the host and port of the URL, or of the
    /// endpoint's proxy. TLS and the upgrade are performed on its connection, and the proxies of the environment are
    /// ignored. By default, connections use TCP, or the Unix socket of the endpoint.
    #[must_use]
    pub fn connector<F, R, S>(mut self, connector: F) -> Self
    where
        F: Fn(String, u16) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<S>> + Send + 'static,
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        self.config_mut().socket_options.connector = Some(Connector(Arc::new(move |host, port| {
            let connecting = connector(host, port);
            Box::pin(async move { Ok(Box::new(connecting.await?) as Box<dyn Io>) })
        })));
        self
    }
}

/// A function that connects to a host and port.
#[derive(Clone)]
pub(super) struct Connector(pub(super) Arc<dyn Fn(String, u16) -> Connecting + Send + Sync>);

type Connecting = Pin<Box<dyn Future<Output = io::Result<Box<dyn Io>>> + Send>>;

impl FirstHop<Failure> for Connector {
    async fn open(&self, host: &str, port: u16) -> Result<Box<dyn Io>, Failure> {
        let connecting = async { (self.0)(host.to_owned(), port).await };
        match AssertUnwindSafe(connecting).catch_unwind().await {
            Ok(connected) => connected.map_err(|source| {
                Error::connect(format!("no connection to {host}:{port}: {source}"))
                    .with_source(source)
                    .into()
            }),
            Err(_) => Err(Failure::fatal(Error::connect("the connector panicked"))),
        }
    }
}
