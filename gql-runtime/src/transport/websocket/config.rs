//! What the builder gathers, as the connection's task reads it.

use std::future::Future;
use std::io;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use gql_protocol::websocket::{Dialect, GraphqlTransportWs, GraphqlWs, Options};
use http::{HeaderMap, HeaderValue};

use super::endpoint::Endpoint;
use super::io::Io;
use super::socket::{Opening, Socket};
use super::state::Observation;
use crate::Error;
use crate::transport::channel::Capacity;
use crate::transport::{BoxFuture, Overflow, Reconnect};

/// What a provider may fail with.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

type Provided<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// A value, or what gives one at every attempt to connect.
pub(super) enum Source<T> {
    Fixed(T),
    Provider(Box<dyn Fn() -> Provided<T> + Send + Sync>),
}

impl<T: Clone> Source<T> {
    pub(super) fn provider<F, R>(provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<T, BoxError>> + Send + 'static,
    {
        Self::Provider(Box::new(move || Box::pin(provider())))
    }

    pub(super) async fn get(&self) -> Result<T, BoxError> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
            Self::Provider(provider) => {
                let asked = AssertUnwindSafe(async { provider().await }).catch_unwind();
                asked
                    .await
                    .unwrap_or_else(|_| Err("the provider panicked".into()))
            }
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed(_))
    }
}

/// Which subprotocols are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Subprotocols {
    /// `graphql-transport-ws` and, if the server does not have it, the older `graphql-ws`. Some servers of the older one
    /// take whatever is offered first and then fail: for them, name theirs.
    #[default]
    Negotiate,
    /// `graphql-transport-ws` alone.
    GraphqlTransportWs,
    /// `graphql-ws`, the protocol of subscriptions-transport-ws, alone.
    GraphqlWs,
}

impl Subprotocols {
    pub(super) fn offered(self) -> &'static [&'static dyn Dialect] {
        match self {
            Self::Negotiate => &[&GraphqlTransportWs, &GraphqlWs],
            Self::GraphqlTransportWs => &[&GraphqlTransportWs],
            Self::GraphqlWs => &[&GraphqlWs],
        }
    }
}

/// Gives a connection to a host and port.
pub(super) type Connector = Box<dyn Fn(String, u16) -> Connecting + Send + Sync>;

type Connecting = Pin<Box<dyn Future<Output = io::Result<Box<dyn Io>>> + Send>>;

/// Makes the socket itself.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) type Sockets = Box<dyn Fn(Opening) -> BoxFuture<Result<Box<dyn Socket>, Error>> + Send + Sync>;
/// Makes the socket itself.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) type Sockets = Box<dyn Fn(Opening) -> BoxFuture<Result<Box<dyn Socket>, Error>>>;

/// An HTTP proxy.
pub(super) struct Proxy {
    pub(super) endpoint: Endpoint,
    pub(super) headers: HeaderMap,
}

pub(super) type Unauthorized = Arc<dyn Fn(Error) -> BoxFuture<bool> + Send + Sync>;
pub(super) type Observer = Arc<dyn Fn(Observation<'_>) + Send + Sync>;

pub(super) struct Config {
    pub(super) url: Source<String>,
    pub(super) headers: HeaderMap,
    pub(super) more_headers: Source<HeaderMap>,
    pub(super) payload: Source<Option<String>>,
    pub(super) origin: Option<HeaderValue>,
    pub(super) subprotocols: Subprotocols,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) session: Options,
    pub(super) eager: bool,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) max_message_size: usize,
    pub(super) timeout: Option<Duration>,
    pub(super) retry_queries: bool,
    pub(super) max_queue_size: usize,
    pub(super) buffer: Capacity,
    pub(super) overflow: Overflow,
    pub(super) reconnect: Reconnect,
    pub(super) unauthorized: Option<Unauthorized>,
    pub(super) observer: Option<Observer>,
    pub(super) proxy: Option<Proxy>,
    pub(super) connector: Option<Connector>,
    pub(super) sockets: Option<Sockets>,
    #[cfg(feature = "__tls")]
    pub(super) tls: crate::Tls,
    #[cfg(feature = "__tls")]
    pub(super) ready_tls: std::sync::OnceLock<Arc<rustls::ClientConfig>>,
}

impl Config {
    pub(super) fn observe(&self, observation: Observation<'_>) {
        if let Some(observer) = &self.observer {
            observer(observation);
        }
    }

    /// Reading the system's certificates takes milliseconds: it is done once.
    #[cfg(feature = "__tls")]
    pub(super) fn rustls(&self) -> Result<Arc<rustls::ClientConfig>, Error> {
        if let Some(ready) = self.ready_tls.get() {
            return Ok(ready.clone());
        }
        let config = self.tls.rustls_config(&[b"http/1.1"])?;
        Ok(self.ready_tls.get_or_init(|| config).clone())
    }
}
