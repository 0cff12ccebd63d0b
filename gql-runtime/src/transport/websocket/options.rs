//! The options of a WebSocket, each with its unit and default: setters of the transport.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};

use super::WebSocket;
use super::config::{BoxError, Config, Connector, Place, Source, Subprotocols};
use super::socket::{Opening, Socket};
use super::state::Observation;
use crate::Error;
use crate::transport::dial::Io;
use crate::transport::endpoint::Address;
use crate::transport::{MaybeSend, MaybeSync, Overflow, Reconnect};

/// The most that [`max_message_size`](WebSocket::max_message_size) can be, in bytes.
const LARGEST_MESSAGE: usize = 1 << 30;

/// Options. Each returns a transport with a connection of its own, so they come before the first operation.
impl WebSocket {
    /// Changes the options. Clones keep theirs, and the connection with them.
    pub(super) fn config_mut(&mut self) -> &mut Config {
        self.inner = Arc::default();
        Arc::make_mut(&mut self.config)
    }

    /// Opens the WebSocket at this URL, where it is another than the endpoint's: `ws`, `wss`, `http` or `https`. It gets the headers,
    /// cookies and credentials of the endpoint, and is reached by its proxies and TLS.
    ///
    /// # Errors
    /// If the URL is not one ([`Error::is_builder`]).
    pub fn url(mut self, url: impl AsRef<str>) -> Result<Self, Error> {
        self.config_mut().place = Place::Address(Address::parse(url.as_ref())?);
        Ok(self)
    }

    /// Opens the WebSocket at this path of the endpoint's server, with a query where it has one: `/ws`.
    ///
    /// # Errors
    /// If it does not begin with a `/`, or is not part of a URL ([`Error::is_builder`]).
    pub fn path(mut self, path: impl AsRef<str>) -> Result<Self, Error> {
        let address = self.config.endpoint.target().address.with_path(path.as_ref())?;
        self.config_mut().place = Place::Address(address);
        Ok(self)
    }

    /// Asks for the URL at every attempt to connect.
    #[must_use]
    pub fn url_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, BoxError>> + Send + 'static,
    {
        self.config_mut().place = Place::Provided(Source::provider(provider));
        self
    }

    /// The payload of `connection_init`, a JSON object: credentials, as a rule. None by default.
    #[must_use]
    pub fn init_payload(mut self, payload: Value) -> Self {
        self.config_mut().payload = Source::Fixed(Some(payload.to_string()));
        self
    }

    /// Asks for the payload of `connection_init` at every attempt to connect: for tokens that expire. It is asked before the
    /// connection is made; if it fails, none is, and every operation ends with [`Error::is_connect`].
    #[must_use]
    pub fn init_payload_with<F, R>(mut self, provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Value, BoxError>> + Send + 'static,
    {
        self.config_mut().payload = Source::provider(move || {
            let payload = provider();
            async move { Ok(Some(payload.await?.to_string())) }
        });
        self
    }

    /// Which subprotocols are offered. Default: both, the newer one first.
    #[must_use]
    pub fn subprotocols(mut self, subprotocols: Subprotocols) -> Self {
        self.config_mut().subprotocols = subprotocols;
        self
    }

    /// Makes the connections itself, given the host and the port of the URL or of the endpoint's proxy: within the process, for instance.
    /// TLS and the upgrade come on top of it; proxies that the environment names have no part in it. Default: TCP, or the Unix socket of
    /// the endpoint.
    #[must_use]
    pub fn connector<F, R, S>(mut self, connector: F) -> Self
    where
        F: Fn(String, u16) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<S>> + Send + 'static,
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        self.config_mut().connector = Some(Connector(Arc::new(move |host, port| {
            let connecting = connector(host, port);
            Box::pin(async move { Ok(Box::new(connecting.await?) as Box<dyn Io>) })
        })));
        self
    }

    /// Makes the sockets itself, frames included: a pipe within the process, or the socket of a browser. It gets the URL, the headers
    /// and the subprotocols. The endpoint's proxies, TLS, Unix socket and cookies have no part in it; its time limit of connecting has. Default: a socket over
    /// the stream of [`connector`](Self::connector).
    ///
    /// An error that [is one of connecting](Error::is_connect), a timeout or a closed connection is followed by another attempt; one
    /// that [is of authentication](Error::is_auth) by the [hook](crate::transport::EndpointBuilder::on_unauthorized); any other ends the operations.
    #[must_use]
    pub fn socket_with<F, R, S>(mut self, opener: F) -> Self
    where
        F: Fn(Opening) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<S, Error>> + MaybeSend + 'static,
        S: Socket,
    {
        self.config_mut().sockets = Some(Arc::new(move |opening| {
            let opened = opener(opening);
            Box::pin(async move { Ok(Box::new(opened.await?) as Box<dyn Socket>) })
        }));
        self
    }

    /// How long the server may take to acknowledge the connection. Default 10 s; `None` is without limit.
    #[must_use]
    pub fn acknowledge_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.acknowledge_timeout = limit.into();
        self
    }

    /// How long the closing handshake may take. Default 10 s; `None` is a minute.
    #[must_use]
    pub fn close_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.close_timeout = limit.into();
        self
    }

    /// How long a query or mutation may take, connecting included. Default 30 s; `None` is without limit. Subscriptions have none.
    #[must_use]
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().timeout = limit.into();
        self
    }

    /// Drops a connection after that much silence, without a closing handshake that a server that is gone would not answer, and
    /// connects again. Anything that comes ends the silence. The server is asked twice before: after a third of the time by a ping
    /// frame, and after another third by a ping message (a ping frame where the subprotocol has no such message). Default 90 s;
    /// `None` is off. A TCP connection has the system's keep-alive in any case.
    #[must_use]
    pub fn keep_alive(mut self, silence: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.keep_alive = silence.into();
        self
    }

    /// Sends a ping message that often (a ping frame where the subprotocol has no such message): for servers that drop silent
    /// clients. Off by default.
    #[must_use]
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.ping_interval = interval.into();
        self
    }

    /// Sends a ping frame of the WebSocket protocol that often: for proxies that drop silent connections. Off by default.
    #[must_use]
    pub fn ping_frame_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.frame_interval = interval.into();
        self
    }

    /// How long after a ping anything may take to come, before the server counts as gone. Default: half of the shorter
    /// interval; `None` is without limit.
    #[must_use]
    pub fn pong_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().session.pong_timeout = Some(limit.into().unwrap_or(Duration::ZERO));
        self
    }

    /// Whether ping messages are answered, with their payload. Default true; who says false answers by [`WebSocket::pong`].
    #[must_use]
    pub fn answer_pings(mut self, answer: bool) -> Self {
        self.config_mut().session.answer_pings = answer;
        self
    }

    /// Whether messages of an unknown type are ignored. Default false: they end the connection with an error.
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.config_mut().session.lenient = lenient;
        self
    }

    /// How long a connection without operations stays open, unless it was [connected](Self::connect). Default 10 s; `None` is for ever.
    #[must_use]
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.config_mut().idle_timeout = limit.into();
        self
    }

    /// The largest message that is accepted, in bytes. The default is 64 MiB; more than 1 GiB is taken as 1 GiB, because room for a
    /// frame is made at the length that its first ten bytes announce. <https://www.rfc-editor.org/rfc/rfc6455#section-10.4>
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.config_mut().max_message_size = bytes.min(LARGEST_MESSAGE);
        self
    }

    /// How many events wait for a slow reader, for each subscription. Default 1024. A reader that is at work may have as many
    /// in its hands besides.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        self.config_mut().buffer.events = events;
        self
    }

    /// How many bytes the events hold that wait for a slow reader, for each subscription. The default is 16 MiB. One event waits
    /// however large it is: [`max_message_size`](Self::max_message_size) limits it. An event holds the whole message that it came
    /// in, and small ones up to 16 KiB of what came with them.
    #[must_use]
    pub fn buffer_bytes(mut self, bytes: usize) -> Self {
        self.config_mut().buffer.bytes = bytes;
        self
    }

    /// Limits the requests that wait to be sent, for a connection or for a server that does not read: their size together, in
    /// bytes. Default 64 MiB. An operation for which there is no room fails at once, with an error that
    /// [is canceled](Error::is_canceled) and [was not sent](Error::may_have_been_sent).
    #[must_use]
    pub fn max_queue_size(mut self, bytes: usize) -> Self {
        self.config_mut().max_queue_size = bytes;
        self
    }

    /// What happens when that many wait. Default: [`Overflow::Lag`].
    #[must_use]
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.config_mut().overflow = overflow;
        self
    }

    /// When to connect again. Default: five times, see [`Reconnect`].
    #[must_use]
    pub fn reconnect(mut self, policy: Reconnect) -> Self {
        self.config_mut().reconnect = policy;
        self
    }

    /// Whether a query that may have reached the server is sent again on a new connection. Default false. One that was not sent
    /// waits for the new connection in any case, and mutations are never sent again.
    #[must_use]
    pub fn retry_queries(mut self, retry: bool) -> Self {
        self.config_mut().retry_queries = retry;
        self
    }

    /// Shown every state, frame and ping, in order, by the connection's task: it must be quick. One that panics ends the connection and
    /// all operations. What is sent may hold secrets in
    /// its variables; the payload of `connection_init` is not shown. None by default.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(Observation<'_>) + Send + Sync + 'static) -> Self {
        self.config_mut().observer = Some(Arc::new(observer));
        self
    }
}
