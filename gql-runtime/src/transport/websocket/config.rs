//! The options of a WebSocket, as the connection task uses them.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use gql_protocol::websocket::{Dialect, GraphqlTransportWs, GraphqlWs, Options};

use super::platform::{self, SocketOptions};
use super::socket::{Opening, Socket};
use super::state::Observation;
use crate::Error;
use crate::transport::bounds::shareable;
use crate::transport::channel::Capacity;
use crate::transport::endpoint::Address;
use crate::transport::retry::RetryPolicy;
use crate::transport::{Backoff, BoxFuture, Endpoint, MaybeSend, MaybeSync, Overflow};

/// An error of a provider.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

type Provider<T> = Arc<shareable!(dyn Fn() -> BoxFuture<Result<T, BoxError>>)>;

/// A value, or a provider that is called at every attempt to connect.
#[derive(Clone)]
pub(super) enum Source<T> {
    Fixed(T),
    Provider(Provider<T>),
}

impl<T: Clone> Source<T> {
    pub(super) fn provider<F, R>(provider: F) -> Self
    where
        F: Fn() -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<T, BoxError>> + MaybeSend + 'static,
    {
        Self::Provider(Arc::new(move || Box::pin(provider())))
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

/// Selects the subprotocols to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Subprotocols {
    /// Offers `graphql-transport-ws` and the older `graphql-ws`. Some servers with only the older one accept the first
    /// subprotocol and then fail; set theirs explicitly.
    #[default]
    Negotiate,
    /// Only offers `graphql-transport-ws`.
    GraphqlTransportWs,
    /// Only offers `graphql-ws`, the protocol of subscriptions-transport-ws.
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

/// A function that opens sockets.
pub(super) type Sockets = Arc<shareable!(dyn Fn(Opening) -> BoxFuture<Result<Box<dyn Socket>, Error>>)>;

pub(super) type Observer = Arc<shareable!(dyn Fn(Observation<'_>))>;

/// The source of the address to connect to.
#[derive(Clone)]
pub(super) enum AddressSource {
    /// The address of the endpoint.
    Endpoint,
    Address(Address),
    /// The URL of a provider, which is called at every attempt.
    Provided(Source<String>),
}

#[derive(Clone)]
pub(super) struct Config {
    pub(super) endpoint: Endpoint,
    pub(super) address: AddressSource,
    pub(super) payload: Source<Option<String>>,
    pub(super) subprotocols: Subprotocols,
    pub(super) session: Options,
    pub(super) eager: bool,
    pub(super) close_when_idle: Option<Duration>,
    pub(super) max_message_size: usize,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) max_queue_size: usize,
    pub(super) buffer: Capacity,
    pub(super) overflow: Overflow,
    pub(super) reconnect: Option<Backoff>,
    pub(super) observer: Option<Observer>,
    pub(super) socket_options: SocketOptions,
    pub(super) sockets: Option<Sockets>,
}

impl Config {
    pub(super) fn new(endpoint: Endpoint) -> Self {
        let mut session = Options::default();
        session.read_timeout = Some(Duration::from_secs(90));
        Self {
            endpoint,
            address: AddressSource::Endpoint,
            payload: Source::Fixed(None),
            subprotocols: Subprotocols::default(),
            session,
            eager: false,
            close_when_idle: Some(Duration::from_secs(3)),
            max_message_size: 64 << 20,
            timeout: Some(Duration::from_secs(30)),
            retry: None,
            max_queue_size: 64 << 20,
            buffer: Capacity::default(),
            overflow: Overflow::default(),
            reconnect: Some(Backoff::default()),
            observer: None,
            socket_options: SocketOptions::default(),
            sockets: None,
        }
    }

    /// Completes options that depend on others, once all of them are known.
    pub(super) fn complete(mut self) -> Self {
        let session = &mut self.session;
        if session.pong_timeout.is_none() {
            let interval = [session.ping_interval, session.ping_frame_interval]
                .into_iter()
                .flatten()
                .min();
            session.pong_timeout = interval.map(|interval| interval / 2);
        }
        self
    }

    /// Rejects an endpoint with an option that a WebSocket cannot honor.
    ///
    /// # Errors
    /// Returns an error if there is one ([`Error::is_builder`]).
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.sockets.is_some() {
            return Ok(());
        }
        if let Some(error) = self.endpoint.websocket_error() {
            return Err(error.clone());
        }
        platform::check(self)
    }

    pub(super) fn observe(&self, observation: Observation<'_>) {
        if let Some(observer) = &self.observer {
            observer(observation);
        }
    }
}

/// Shows the options by the names of their setters, without callbacks and anything that may be confidential.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let session = &self.session;
        f.debug_struct("Config")
            .field("subprotocols", &self.subprotocols)
            .field("ack_timeout", &session.ack_timeout)
            .field("close_timeout", &session.close_timeout)
            .field("timeout", &self.timeout)
            .field("read_timeout", &session.read_timeout)
            .field("ping_interval", &session.ping_interval)
            .field("ping_frame_interval", &session.ping_frame_interval)
            .field("pong_timeout", &session.pong_timeout)
            .field("answer_pings", &session.answer_pings)
            .field("lenient", &session.lenient)
            .field("close_when_idle", &self.close_when_idle)
            .field("max_message_size", &self.max_message_size)
            .field("buffer", &self.buffer.events)
            .field("max_buffer_size", &self.buffer.bytes)
            .field("overflow", &self.overflow)
            .field("max_queue_size", &self.max_queue_size)
            .field("reconnect", &self.reconnect)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
